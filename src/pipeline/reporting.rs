//! What a reader looks at, made from the tables of a folder before it is committed.

use std::path::Path;

use crate::Error;
use crate::config::Config;
use crate::corpus::Codebook;
use crate::label::probability_column;
use crate::report::{
    CountedIds, FIGURE_TABLES, Figure, MAX_PASSAGES, PAGE_FILE, PAGE_TABLES, PageSources,
    PassageSample, ReportError, ReportTables, check_tables, figure_file, figures, identify_tables,
    page, wanted_passages,
};
#[cfg(feature = "png")]
use crate::report::{FigureFonts, figure_png};
use crate::stance::Model;
use crate::store::{StagedFolder, identify_file};
use crate::table::{self, TableSettings};

use super::outputs::base_manifest;

/// Tables that tell which passages are coded and counted, where a folder has them.
const PASSAGE_TABLES: [&str; 2] = ["out_of_fold.csv", "passages_for_regression.csv"];

/// The labelled passages in an output folder.
const LABELLED_FILE: &str = "labelled.csv";

/// What a report is made from, besides the tables of its folder.
#[derive(Debug, Clone, Copy)]
pub struct ReportRequest<'a> {
    /// What it is about, for its head.
    pub title: &'a str,
    /// The labelled passages; `None`: `labelled.csv` of the folder.
    pub labelled: Option<&'a Path>,
    /// The classes.
    pub codebook: &'a Codebook,
    /// The model that shades words.
    pub model: Option<&'a Model>,
}

/// Makes the page and the figures of a folder of tables anew, in a folder of their own; gives the
/// number of figures.
///
/// # Errors
/// Where the folder holds no tables of a comparison, a table cannot be read, or a file cannot be
/// written.
pub fn report(
    tables: &Path,
    out: &Path,
    request: &ReportRequest<'_>,
    config: &Config,
) -> Result<usize, Error> {
    if !tables.join("comparison.csv").is_file() {
        return Err(Error::Usage {
            message: if tables.is_dir() {
                format!("{}: holds no comparison.csv", tables.display())
            } else if tables.exists() {
                format!("{}: found a file, expected a folder", tables.display())
            } else {
                format!("{}: no such folder", tables.display())
            },
            help: "name a folder that `standpunt run` or `standpunt compare` wrote".to_owned(),
        });
    }
    let labelled = request
        .labelled
        .map_or_else(|| tables.join(LABELLED_FILE), Path::to_owned);
    if is_same(tables, out) {
        return Err(Error::Usage {
            message: format!(
                "--out {}: is the folder of the tables, whose place the report would take",
                out.display()
            ),
            help: "name another folder for the report".to_owned(),
        });
    }
    if !labelled.is_file() {
        return Err(Error::Usage {
            message: format!("{}: there are no labelled passages", labelled.display()),
            help: "name the table that was compared with --labelled".to_owned(),
        });
    }
    let names = table_names();
    let mut files = [names.as_slice(), &PASSAGE_TABLES].concat();
    if request.labelled.is_none() {
        files.push(LABELLED_FILE);
    }
    let mut identified = identify_tables(tables, &files)?;
    if request.labelled.is_some() {
        identified.identities.push(identify_file(&labelled)?);
    }
    check_tables(&ReportTables::read(tables, &names)?, &names)?;
    table::open(&labelled, &TableSettings::default())?.column("predicted_stance")?;
    let mut folder = StagedFolder::create(out)?;
    let n_figures = write_page(&mut folder, tables, request, identified.are_checked)?;
    let mut manifest = base_manifest("report", config);
    manifest.inputs = identified.identities;
    folder.commit(manifest)?;
    Ok(n_figures)
}

/// Whether two paths lead to one folder.
fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

fn table_names() -> Vec<&'static str> {
    FIGURE_TABLES.iter().chain(&PAGE_TABLES).copied().collect()
}

/// Writes the page and the figures of tables that were written just now into a folder; gives the
/// number of figures.
///
/// # Errors
/// Where a table cannot be read back, a figure cannot be drawn or a file cannot be written.
pub(super) fn write_report(
    folder: &mut StagedFolder,
    tables: &Path,
    request: &ReportRequest<'_>,
) -> Result<usize, Error> {
    write_page(folder, tables, request, true)
}

fn write_page(
    folder: &mut StagedFolder,
    tables: &Path,
    request: &ReportRequest<'_>,
    are_checked: bool,
) -> Result<usize, Error> {
    let read = ReportTables::read_shown(tables, &table_names())?;
    let figures = figures(&read, request.codebook).map_err(ReportError::from)?;
    for figure in &figures {
        let name = format!("figures/{}.svg", figure.id);
        folder.write(&name, &figure_file(figure))?;
    }
    #[cfg(feature = "png")]
    write_pngs(folder, &figures)?;
    let files: Vec<String> = folder.names().map(str::to_owned).collect();
    let html = page_of(request, &read, &figures, (&files, are_checked))?;
    folder.write(PAGE_FILE, html.as_bytes())?;
    Ok(figures.len())
}

#[cfg(feature = "png")]
fn write_pngs(folder: &mut StagedFolder, figures: &[Figure]) -> Result<(), Error> {
    let fonts = FigureFonts::of_system().map_err(ReportError::from)?;
    for figure in figures {
        let png = figure_png(figure, &fonts).map_err(ReportError::from)?;
        folder.write(&format!("figures/{}.png", figure.id), &png)?;
    }
    Ok(())
}

fn page_of(
    request: &ReportRequest<'_>,
    tables: &ReportTables,
    figures: &[Figure],
    (files, are_checked): (&[String], bool),
) -> Result<String, Error> {
    let own = tables.folder().join(LABELLED_FILE);
    let table = table::open(request.labelled.unwrap_or(&own), &TableSettings::default())?;
    let columns: Vec<String> = request
        .codebook
        .class_ids()
        .map(probability_column)
        .collect();
    let wanted = wanted_passages(tables, request.codebook)?;
    let sample = PassageSample::read(table, &columns, &wanted, MAX_PASSAGES)?;
    let n_compared = wanted.counted.as_ref().map_or(0, CountedIds::len);
    let n_found = sample.n_rows - sample.n_copies - sample.n_chair;
    if n_found < n_compared as u64 {
        let found = match n_found {
            0 => "none".to_owned(),
            n => format!("only {n}"),
        };
        return Err(Error::Usage {
            message: format!(
                "{}: holds {found} of the {n_compared} passages that were compared",
                request.labelled.unwrap_or(&own).display()
            ),
            help: "name the table that was compared with --labelled: `manifest.json` of the comparison \
                   has its name and hash"
                .to_owned(),
        });
    }
    Ok(page(&PageSources {
        title: request.title,
        tables,
        figures,
        sample: &sample,
        codebook: request.codebook,
        model: request.model,
        files,
        are_checked,
    })?)
}
