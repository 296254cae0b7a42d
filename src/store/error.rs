//! What can go wrong on the way to the disk, and what to do about it.

use std::io;
use std::path::PathBuf;

use crate::table::{BUILD_WITH_PARQUET, TableError};

/// An output that cannot be kept, or an input that cannot be identified.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The place for a folder is taken by a file.
    #[error("{}: found a file; expected a folder, or nothing", path.display())]
    NotAFolder {
        /// The place.
        path: PathBuf,
    },
    /// The place for a file is taken by a folder.
    #[error("{}: found a folder; expected a file, or nothing", path.display())]
    NotAFile {
        /// The place.
        path: PathBuf,
    },
    /// The folder that should hold a file is not there.
    #[error("{}: the folder {} does not exist", path.display(), parent.display())]
    NoParent {
        /// The file.
        path: PathBuf,
        /// The folder.
        parent: PathBuf,
    },
    /// Nothing can be made at a place.
    #[error("{}: cannot be made", path.display())]
    Create {
        /// The place.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Bytes cannot be written.
    #[error("{}: writing failed", path.display())]
    Write {
        /// The file, or `standard output`.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A whole file cannot be moved to its place.
    #[error("{}: {name} cannot be moved into the folder, which is left without a manifest", folder.display())]
    Publish {
        /// The folder.
        folder: PathBuf,
        /// The file in it.
        name: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Bytes cannot be read.
    #[error("{}: cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Another run writes into the same folder.
    #[error("{}: another run is writing into this folder", folder.display())]
    Locked {
        /// The folder.
        folder: PathBuf,
    },
    /// Another run writes the same file.
    #[error("{}: another run is writing this file", path.display())]
    FileLocked {
        /// The file.
        path: PathBuf,
    },
    /// The file system cannot keep two runs apart.
    #[error("{}: the folder cannot be locked", folder.display())]
    Lock {
        /// The folder.
        folder: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The name of an output leads out of its folder, or is kept for the manifest.
    #[error(
        "`{name}` cannot be the name of an output; expected a relative path without `..`, other than manifest.json"
    )]
    OutputName {
        /// The name.
        name: String,
    },
    /// A manifest that is none.
    #[error("{}: not a manifest of this tool", path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// A Parquet file is asked of a program that does not know Parquet.
    #[error("{}: this program was built without Parquet", path.display())]
    NoParquet {
        /// The file.
        path: PathBuf,
    },
    /// A table among the outputs cannot be written.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The system does not let the tool watch for signals.
    #[error("interrupts cannot be watched for")]
    Signals {
        /// Why.
        #[source]
        source: ctrlc::Error,
    },
    /// The user, or the system, stopped the run.
    #[error("interrupted; nothing was written")]
    Interrupted,
}

impl StoreError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::NotAFolder { .. } => "name another folder, or move the file away",
            Self::NotAFile { .. } => "name a file inside the folder",
            Self::NoParent { parent, .. } => {
                return Some(format!("make it first: mkdir -p {}", parent.display()));
            }
            Self::Create { source, .. }
            | Self::Write { source, .. }
            | Self::Publish { source, .. } => return write_help(source.kind()),
            Self::Read { source, .. } => match source.kind() {
                io::ErrorKind::NotFound => "check the name",
                io::ErrorKind::PermissionDenied => "make the file readable for your user",
                _ => return None,
            },
            Self::Locked { .. } => "wait until it is done, stop it, or write into another folder",
            Self::FileLocked { .. } => {
                "wait until it is done, stop it, or write another file: jobs of an array each need \
                 a name of their own"
            }
            Self::Lock { .. } => "write into a folder on a local disk, and copy it afterwards",
            Self::Manifest { .. } => "run the command again that made the folder",
            Self::NoParquet { .. } => {
                return Some(format!("write CSV, or {BUILD_WITH_PARQUET}"));
            }
            Self::Table(error) => return error.help(),
            Self::OutputName { .. } | Self::Signals { .. } | Self::Interrupted => return None,
        };
        Some(help.to_owned())
    }

    /// Whether the reader of the output went away, as `head` does: no failure of the tool.
    pub fn is_broken_pipe(&self) -> bool {
        match self {
            Self::Write { source, .. } => source.kind() == io::ErrorKind::BrokenPipe,
            Self::Table(error) => error.is_broken_pipe(),
            _ => false,
        }
    }
}

fn write_help(kind: io::ErrorKind) -> Option<String> {
    let help = match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "make room on the disk, or write somewhere else"
        }
        io::ErrorKind::FileTooLarge => {
            "raise the limit on the size of files (ulimit -f), or write to another file system"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose a place where you may write"
        }
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "a part of the path is a file: choose another path"
        }
        io::ErrorKind::IsADirectory => {
            "a folder stands in the way: move it, or choose another path"
        }
        _ => return None,
    };
    Some(help.to_owned())
}
