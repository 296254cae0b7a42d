//! The committed model and tables, made again and compared byte for byte.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::config::Config;
use crate::report::PAGE_FILE;
use crate::store::{StagedFile, StoreError};

use super::outputs::{CARD_FILE, MODEL_FILE};
use super::{Monitor, run};

/// A file that is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The committed file is not there.
    Missing(PathBuf),
    /// The committed file is not made any more.
    Superfluous(PathBuf),
    /// A line differs.
    Line {
        /// The committed file.
        path: PathBuf,
        /// The first line that differs, from 1.
        line: usize,
        /// The line as committed.
        committed: String,
        /// The line as made.
        made: String,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(f, "{}: is made but not committed", path.display()),
            Self::Superfluous(path) => write!(f, "{}: is committed but not made", path.display()),
            Self::Line {
                path,
                line,
                committed,
                made,
            } => write!(
                f,
                "{}, line {line}:\n  committed: {committed}\n  made:      {made}",
                path.display()
            ),
        }
    }
}

/// Runs the pipeline anew and compares what it makes with the tables in `tables`, the model of the
/// settings and the card beside it; with `write`, puts the new files in place. The page is not
/// committed: it says what the tables say.
///
/// # Errors
/// Where the run fails or files cannot be read or written.
pub fn check(
    config: &Config,
    tables: &Path,
    write: bool,
    monitor: &Monitor<'_>,
) -> Result<Vec<Difference>, Error> {
    if cfg!(feature = "png") {
        return Err(Error::Usage {
            message:
                "this program also writes PNG files, whose bytes depend on the fonts of the machine"
                    .to_owned(),
            help: "check with a program built without the feature `png`".to_owned(),
        });
    }
    let scratch = tempfile::tempdir().map_err(|source| StoreError::Create {
        path: std::env::temp_dir(),
        source,
    })?;
    let made = scratch.path().join("made");
    run(config, &config.corpus().dir, &made, monitor)?;
    let mut differences = Vec::new();
    for name in names(&made)? {
        if name == PAGE_FILE {
            continue;
        }
        let model = &config.paths().model;
        let committed = match name.as_str() {
            MODEL_FILE => model.clone(),
            CARD_FILE => model.with_extension("md"),
            table => tables.join(table),
        };
        let bytes = read(&made.join(&name))?;
        let difference = match fs::read(&committed) {
            Ok(old) => first_difference(&committed, &old, &bytes),
            Err(_) => Some(Difference::Missing(committed.clone())),
        };
        if difference.is_some() && write {
            put(&committed, &bytes)?;
        }
        differences.extend(difference);
    }
    for name in names(tables).unwrap_or_default() {
        if !made.join(&name).exists() {
            differences.push(Difference::Superfluous(tables.join(name)));
        }
    }
    Ok(differences)
}

/// The files of a folder and of the folders in it, with `/`.
fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let failure = |source| StoreError::Read {
        path: folder.to_owned(),
        source,
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failure)? {
        let entry = entry.map_err(failure)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            let inside = self::names(&entry.path())?;
            names.extend(inside.into_iter().map(|inner| format!("{name}/{inner}")));
        } else {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    Ok(fs::read(path).map_err(|source| StoreError::Read {
        path: path.to_owned(),
        source,
    })?)
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    use std::io::Write as _;
    let failure = |source| StoreError::Write {
        path: path.to_owned(),
        source,
    };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failure)?;
    }
    let mut output = StagedFile::create(path)?;
    output.write_all(bytes).map_err(failure)?;
    Ok(output.commit()?)
}

/// The first line in which two files differ.
fn first_difference(path: &Path, committed: &[u8], made: &[u8]) -> Option<Difference> {
    if committed == made {
        return None;
    }
    let (old, new) = (
        String::from_utf8_lossy(committed),
        String::from_utf8_lossy(made),
    );
    let (mut old, mut new) = (old.split('\n'), new.split('\n'));
    let mut line = 1;
    loop {
        let (committed, made) = (old.next(), new.next());
        if committed != made || committed.is_none() {
            return Some(Difference::Line {
                path: path.to_owned(),
                line,
                committed: shorten(committed),
                made: shorten(made),
            });
        }
        line += 1;
    }
}

fn shorten(line: Option<&str>) -> String {
    /// Characters of a line that are shown.
    const MOST: usize = 160;
    line.map_or_else(
        || "(end of file)".to_owned(),
        |line| line.chars().take(MOST).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_differs_is_told() {
        let path = Path::new("a.csv");
        assert_eq!(first_difference(path, b"a\nb\n", b"a\nb\n"), None);
        let Some(Difference::Line {
            line,
            committed,
            made,
            ..
        }) = first_difference(path, b"a\nb\nc", b"a\nx\nc")
        else {
            panic!("the files differ");
        };
        assert_eq!((line, committed.as_str(), made.as_str()), (2, "b", "x"));
    }

    #[test]
    fn a_file_that_goes_on_differs_where_the_other_ends() {
        let found = first_difference(Path::new("a.csv"), b"a", b"a\nb")
            .unwrap()
            .to_string();
        assert!(
            found.contains("line 2") && found.contains("(end of file)"),
            "{found}"
        );
    }
}
