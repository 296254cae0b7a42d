//! What a reader looks at, made from the tables of a folder before it is committed.

use crate::Error;
use crate::corpus::Codebook;
use crate::report::{FIGURE_TABLES, ReportError, ReportTables, figure_file, figures};
use crate::store::StagedFolder;

/// Reads the staged tables back and writes the figures made from them.
///
/// # Errors
/// Where a table cannot be read back, a figure cannot be drawn or a file cannot be written.
pub(super) fn write_report(folder: &mut StagedFolder, codebook: &Codebook) -> Result<(), Error> {
    let tables = ReportTables::read(folder.staged(), FIGURE_TABLES)?;
    let figures = figures(&tables, codebook).map_err(ReportError::from)?;
    for figure in &figures {
        let name = format!("figures/{}.svg", figure.id);
        folder.write(&name, &figure_file(figure))?;
    }
    Ok(())
}
