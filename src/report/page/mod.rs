//! The page: one file that tells what a comparison found, how far to trust it, and which passages
//! stand behind each number.
//!
//! It is made from the tables of an output folder ([`ReportTables`]), the figures drawn from them,
//! and the labelled passages. It loads nothing, and texts of documents are data in it, never markup
//! (`security`). What it says without its script, it says in tables and drawings; the script adds
//! the passage browser, sorting and moving between marks.

mod browser;
mod contents;
mod counted_ids;
mod figure_view;
mod passages;
mod prose;
mod reference;
mod sections;
mod security;
mod shading;
mod terms;
#[cfg(test)]
mod tests;
mod wanted;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, context};

pub use counted_ids::CountedIds;
pub use passages::{Counting, MAX_PASSAGES, PassageSample, RowCount, ShownPassage, Wanted};
pub use wanted::wanted_passages;

use self::browser::{BrowserData, ShownCounts};
use self::contents::Contents;
use self::sections::Thrift;
use super::figures::Figure;
use super::{ReportError, ReportTables};
use crate::corpus::Codebook;
use crate::stance::Model;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The name of the page in an output folder.
pub const PAGE_FILE: &str = "report.html";

/// The tables that a page reads, if they are there; its figures read others.
pub const PAGE_TABLES: [&str; 5] = [
    "comparison.csv",
    "warnings.csv",
    "skipped.csv",
    "framing_terms_by_actor.csv",
    "framing_terms_by_stance.csv",
];

/// What a page is made from.
pub struct PageSources<'a> {
    /// What the page is about, for its head.
    pub title: &'a str,
    /// The tables of the folder.
    pub tables: &'a ReportTables,
    /// The figures, in the order of the page.
    pub figures: &'a [Figure],
    /// The passages.
    pub sample: &'a PassageSample,
    /// The classes.
    pub codebook: &'a Codebook,
    /// The model that shades words, if there is one.
    pub model: Option<&'a Model>,
    /// The files of the folder, for the list at its end.
    pub files: &'a [String],
    /// Whether the tables are known to be as they were written; where not, the page says so.
    pub are_checked: bool,
}

/// Most bytes of a page. Passages get what the rest leaves; 10 MB is what a page may weigh.
const MAX_BYTES: usize = 9_000_000;

/// Room that passages get before figures and their rows, which stand in files of their own too.
const ROOM_FOR_PASSAGES: usize = 5_000_000;

/// The page as HTML, of 9 MB at most.
///
/// # Errors
/// Where the template cannot be filled; a test fills it with all and with nothing.
pub fn page(sources: &PageSources<'_>) -> Result<String, ReportError> {
    let style = with_colours(sources.codebook);
    let (without, thrift) = without_passages(sources, &style)?;
    let (data, counts) = BrowserData::new(
        sources.sample,
        sources.codebook,
        sources.model,
        MAX_BYTES.saturating_sub(without.len()),
    );
    let data = security::data_block(&data).map_err(|error| failure(&error))?;
    filled(sources, counts, thrift, &style, &data)
}

/// The page without passages, as lavish as the room that they need allows.
fn without_passages(
    sources: &PageSources<'_>,
    style: &str,
) -> Result<(String, Thrift), ReportError> {
    // A passage takes about twice its text and what stands around it.
    let needed: usize = sources
        .sample
        .shown
        .iter()
        .map(|p| 2 * p.text.len() + 800)
        .sum();
    let room = MAX_BYTES - needed.min(ROOM_FOR_PASSAGES);
    let mut last = (String::new(), Thrift::None);
    for thrift in Thrift::ALL {
        let html = filled(sources, ShownCounts::default(), thrift, style, "")?;
        let fits = html.len() <= room;
        last = (html, thrift);
        if fits {
            break;
        }
    }
    Ok(last)
}

fn filled(
    sources: &PageSources<'_>,
    counts: ShownCounts,
    thrift: Thrift,
    style: &str,
    data: &str,
) -> Result<String, ReportError> {
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    let mut environment = Environment::new();
    environment.set_syntax(syntax.map_err(|error| failure(&error))?);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let filled = environment.render_str(
        TEMPLATE,
        context! {
            contents => Value::from(Serde(Contents::new(sources, counts, thrift))),
            policy => security::policy(style, SCRIPT),
            style,
            script => SCRIPT,
            data,
            version => env!("CARGO_PKG_VERSION"),
        },
    );
    filled.map_err(|error| failure(&error))
}

/// The style with the colours of the classes, which a policy without inline styles keeps out of
/// attributes.
fn with_colours(codebook: &Codebook) -> String {
    let classes = codebook.classes().iter().enumerate();
    let rules = classes.map(|(i, class)| {
        let colour = &class.colour;
        format!(".c{i} {{ border-left: .45rem solid {colour}; }}\n")
    });
    STYLE.to_owned() + &rules.collect::<String>()
}

fn failure(error: &dyn std::fmt::Display) -> ReportError {
    ReportError::Page {
        message: error.to_string(),
    }
}
