//! Which passages a page must show: those that are coded, so that every cell of a confusion matrix
//! leads to its passages, and those that a table quotes.

use std::path::Path;

use super::counted_ids::{CountedIds, hash};
use super::passages::Wanted;
use super::terms::quoted;
use crate::corpus::Codebook;
use crate::report::{ReportError, ReportTables};
use crate::table::{self, TableSettings};

/// The split of which the page shows predictions beside those of the labelled table.
const DOCUMENTS_LEFT_OUT: &str = "leave-one-document-out";

/// The codes stand in `out_of_fold.csv` where a model was measured, else in
/// `passages_for_regression.csv`.
///
/// # Errors
/// Where one of the two is there and is no table.
pub fn wanted_passages(tables: &ReportTables, codebook: &Codebook) -> Result<Wanted, ReportError> {
    let folder = tables.folder();
    let mut wanted = Wanted {
        quoted: quoted(tables).collect(),
        ..Wanted::default()
    };
    add_regression_codes(folder, codebook, &mut wanted)?;
    add_tested_codes(folder, &mut wanted)?;
    Ok(wanted)
}

fn add_tested_codes(folder: &Path, wanted: &mut Wanted) -> Result<(), ReportError> {
    let path = folder.join("out_of_fold.csv");
    if !path.is_file() {
        return Ok(());
    }
    let mut table = table::open(&path, &TableSettings::default())?;
    let (id, gold) = (table.column("passage_id")?, table.column("gold")?);
    let (split, predicted) = (table.column("split")?, table.column("predicted")?);
    while let Some(row) = table.next_row()? {
        let (id, gold) = (row.get(id)?.to_owned(), row.get(gold)?.to_owned());
        if row.get(split)? == DOCUMENTS_LEFT_OUT {
            let predicted = row.get(predicted)?.to_owned();
            wanted.unseen.insert(id.clone(), predicted);
        }
        wanted.gold.insert(id, gold);
    }
    Ok(())
}

fn add_regression_codes(
    folder: &Path,
    codebook: &Codebook,
    wanted: &mut Wanted,
) -> Result<(), ReportError> {
    let path = folder.join("passages_for_regression.csv");
    if !path.is_file() {
        return Ok(());
    }
    let mut table = table::open(&path, &TableSettings::default())?;
    let id = table.column("passage_id")?;
    let columns = codebook.class_ids().map(|class| {
        let column = table.column(&format!("gold_{}", class.replace('-', "_")))?;
        Ok((class, column))
    });
    let columns: Vec<_> = columns.collect::<Result<_, ReportError>>()?;
    let instruments = table.column("instruments")?;
    let mut counted = Vec::new();
    while let Some(row) = table.next_row()? {
        counted.push(hash(row.get(id)?));
        for &(class, column) in &columns {
            if row.get(column)? == "1" {
                let id = row.get(id)?.to_owned();
                let instruments = row.get(instruments)?.to_owned();
                wanted.instruments.insert(id.clone(), instruments);
                wanted.gold.insert(id, class.to_owned());
            }
        }
    }
    wanted.counted = Some(CountedIds::of_hashes(counted));
    Ok(())
}
