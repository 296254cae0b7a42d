//! What every command needs: settings, interrupts, progress, a voice.

use std::borrow::Cow;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::General;
use super::columns::this_program;
use crate::Error;
use crate::config::Config;
use crate::pipeline::{Monitor, Resources};
use crate::stance::Model;
use crate::store::{Interrupt, StagedFile, StagedTable, StoreError};
use crate::table::{Schema, TableError};

/// The settings file that is used without being named.
const DEFAULT_CONFIG: &str = "standpunt.toml";

/// What standard output is called in messages.
const STANDARD_OUTPUT: &str = "standard output";

/// What every command needs.
pub(super) struct Context {
    /// The settings of this run.
    pub(super) config: Config,
    /// Set when the user or the system wants the run to stop.
    pub(super) interrupt: Interrupt,
    quiet: bool,
}

impl Context {
    /// Loads the settings, sets up threads and watches for interrupts.
    pub(super) fn new(general: &General) -> Result<Self, Error> {
        let config = load_config(general)?;
        let n_threads = general.threads.or(config.label().threads).unwrap_or(0);
        let threads = rayon::ThreadPoolBuilder::new().num_threads(n_threads);
        let threads = if n_threads == 1 {
            // One beside this one would be waited for, and its memory grows in steps of one page.
            threads.use_current_thread()
        } else {
            threads
        };
        threads.build_global().map_err(|error| Error::Usage {
            message: format!("{n_threads} threads cannot be started: {error}"),
            help: "ask for fewer with --threads".to_owned(),
        })?;
        Ok(Self {
            config,
            interrupt: Interrupt::of_signals()?,
            quiet: general.quiet,
        })
    }

    /// Codebook, party register and abbreviations.
    pub(super) fn resources(&self) -> Result<Resources, Error> {
        Resources::load(&self.config)
    }

    /// The same as far as reading has a use for it.
    pub(super) fn resources_for_reading(&self) -> Result<Resources, Error> {
        Resources::for_reading(&self.config)
    }

    /// A line on standard error, unless the user wants silence.
    pub(super) fn say(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "{text}");
        }
    }

    /// A bar for `total` steps, hidden where standard error is no terminal.
    pub(super) fn bar(&self, what: impl Into<Cow<'static, str>>, total: u64) -> ProgressBar {
        let bar = self.visible(ProgressBar::new(total));
        if let Ok(style) = ProgressStyle::with_template("{msg:28} {wide_bar} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar
    }

    /// Runs the pipeline with a bar that follows its stages.
    pub(super) fn watched<T>(
        &self,
        work: impl FnOnce(&Monitor<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let bar = self.bar("reading", 0);
        let on_step = |stage, done: usize, all: usize| {
            bar.set_message(stage);
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        };
        let done = work(&Monitor {
            interrupt: &self.interrupt,
            on_step: &on_step,
            pdf_program: this_program(),
        })?;
        bar.finish_and_clear();
        Ok(done)
    }

    /// A count of rows or bytes of which the total is not known.
    pub(super) fn counter(&self, what: impl Into<Cow<'static, str>>) -> ProgressBar {
        let bar = self.visible(ProgressBar::new_spinner());
        if let Ok(style) = ProgressStyle::with_template("{msg:28} {human_pos} ({per_sec})") {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar
    }

    fn visible(&self, bar: ProgressBar) -> ProgressBar {
        if self.quiet || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}

fn load_config(general: &General) -> Result<Config, Error> {
    let named = general.config.as_deref();
    let path = named.unwrap_or(Path::new(DEFAULT_CONFIG));
    if named.is_none() && !path.exists() {
        return Ok(Config::load(None, &general.set)?);
    }
    let place = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| Error::Usage {
        message: format!("{place}: the settings cannot be read: {error}"),
        help: "check the path behind --config".to_owned(),
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    Ok(Config::load(Some((&text, &place, folder)), &general.set)?)
}

/// Writes a table to a file that appears whole or not at all; `-` is standard output, and a file
/// called `.parquet` is Parquet.
///
/// # Errors
/// Where the table cannot be written.
pub(super) fn write_table(
    path: &Path,
    schema: &Schema,
    write: impl FnOnce(StagedTable, &str) -> Result<StagedTable, TableError>,
) -> Result<(), Error> {
    fill_table(StagedTable::create(path, schema)?, path, write)
}

/// Writes all of a table that was started before, at `path`.
///
/// # Errors
/// Where the table cannot be written.
pub(super) fn fill_table<E>(
    output: StagedTable,
    path: &Path,
    write: impl FnOnce(StagedTable, &str) -> Result<StagedTable, E>,
) -> Result<(), Error>
where
    Error: From<E>,
{
    write(output, &output_name(path))?.commit()?;
    Ok(())
}

/// The name of an output in messages.
pub(super) fn output_name(path: &Path) -> String {
    if path == Path::new("-") {
        STANDARD_OUTPUT.to_owned()
    } else {
        path.display().to_string()
    }
}

/// Writes a file that appears whole or not at all; `-` is standard output.
///
/// # Errors
/// Where the file cannot be written.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    fill_file(StagedFile::create(path)?, path, bytes)
}

/// Writes all of a file that was started before, at `path`.
///
/// # Errors
/// Where the file cannot be written.
pub(super) fn fill_file(mut output: StagedFile, path: &Path, bytes: &[u8]) -> Result<(), Error> {
    output
        .write_all(bytes)
        .map_err(|source| StoreError::Write {
            path: path.to_owned(),
            source,
        })?;
    Ok(output.commit()?)
}

/// Reads a model file.
///
/// # Errors
/// Where it cannot be read, is damaged, or was made by another version.
pub(super) fn load_model(path: &Path) -> Result<Model, Error> {
    let place = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|source| TableError::Open {
        file: place.clone(),
        source,
    })?;
    Model::from_json(&text).map_err(|source| Error::Model {
        path: place,
        source,
    })
}

/// Writes text to standard output.
///
/// # Errors
/// Where standard output is closed or full.
pub(super) fn print(text: &str) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(|source| {
            Error::from(StoreError::Write {
                path: STANDARD_OUTPUT.into(),
                source,
            })
        })
}
