//! Whole outputs or none: staged writes, locks, manifests, skipped records.
//!
//! A run writes into a [`StagedFolder`], a hidden folder beside the one asked for, under a lock.
//! Only when every file is whole and on the disk do the files move into place, the manifest last:
//! a folder with a `manifest.json` is complete. An earlier output stays until then. A single file
//! is written the same way by [`StagedFile`], a single table by [`StagedTable`]. After an error, or an [`Interrupt`], nothing is left
//! behind. What is too large for memory while a run lasts stands in a temporary file without a name
//! (`Records`, `ByteLog`), which goes when the program ends, however it ends.

mod byte_log;
mod error;
mod file;
mod folder;
mod identity;
mod interrupt;
mod lock;
mod manifest;
mod place;
mod records;
mod skipped;
mod staging;
mod swap;
mod table_file;

pub(crate) use byte_log::ByteLog;
pub use error::StoreError;
pub use file::StagedFile;
pub use folder::{StagedFolder, StagedOutput};
pub(crate) use identity::to_hex;
pub use identity::{FileIdentity, HashOutput, identify_file, sha256_hex};
pub use interrupt::Interrupt;
pub use manifest::{MANIFEST_NAME, Manifest, StageCount};
pub(crate) use records::Records;
pub use skipped::{SkippedRecord, skipped_schema, write_skipped};
pub(crate) use skipped::{read_record, write_record};
pub use table_file::StagedTable;
