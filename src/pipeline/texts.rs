//! The texts of documents whose file is not their text, for looking passages up.

use std::path::Path;

use super::Reading;
use super::outputs::base_manifest;
use crate::Error;
use crate::config::Config;
use crate::read::Layout;
use crate::store::{StagedFolder, StoreError};

/// Writes the text of every document that is no plain text as `texts/DOCUMENT_ID.txt`.
pub(super) fn write_texts(folder: &mut StagedFolder, reading: &Reading) -> Result<(), StoreError> {
    for (id, text) in texts(reading) {
        folder.write(&format!("texts/{id}.txt"), text.as_bytes())?;
    }
    Ok(())
}

/// Writes the same texts into a folder of their own; returns how many there are.
///
/// # Errors
/// Where the folder cannot be written.
pub fn save_texts(target: &Path, reading: &Reading, config: &Config) -> Result<usize, Error> {
    let mut folder = StagedFolder::create(target)?;
    let mut n = 0;
    for (id, text) in texts(reading) {
        folder.write(&format!("{id}.txt"), text.as_bytes())?;
        n += 1;
    }
    folder.commit(base_manifest("read", config))?;
    Ok(n)
}

fn texts(reading: &Reading) -> impl Iterator<Item = (&str, &str)> {
    reading
        .texts
        .iter()
        .map(|text| text.text.source())
        .filter(|source| source.layout != Layout::Lines)
        .map(|source| (source.document.id.as_str(), source.text.as_str()))
}
