//! From a table to its labelled form: one thread reads, several label, the calling one writes.
//!
//! Batch `i` goes to thread `i mod n` and is taken from it in the same turn, so that the rows keep
//! their order without being sorted. Every channel is bounded: memory does not grow with the table.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use super::rows::RowLabeller;
use super::{KnownPredictions, LabelColumns, LabelError, LabelSettings, Labeller, OutsideCount};
use crate::instruments::InstrumentTagger;
use crate::store::Interrupt;
use crate::table::{RowBatch, TableReader, TableWriter};

/// Most rows that travel together.
const BATCH_ROWS: usize = 256;
/// Bytes of text after which a batch is closed.
const BATCH_BYTES: usize = 256 * 1024;
/// Batches that may wait before and behind each thread.
const WAITING: usize = 2;
/// How long an interrupt may go unseen while the input gives nothing.
const PATIENCE: Duration = Duration::from_millis(100);

/// Labels tables with one model.
pub struct Labelling<L> {
    labeller: Arc<L>,
    known: Arc<KnownPredictions>,
    tagger: Option<Arc<InstrumentTagger>>,
    settings: LabelSettings,
}

/// Who watches a run: whoever may stop it, and whoever is told how far it is.
pub struct Watch<'w> {
    /// Stops the run.
    pub interrupt: &'w Interrupt,
    /// Called now and then with the number of rows written so far.
    pub progress: &'w mut dyn FnMut(u64),
}

/// How many rows of what kind were labelled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabelSummary {
    /// All rows.
    pub n_rows: u64,
    /// Rows whose label is certain.
    pub n_certain: u64,
    /// Rows on whose text the model was trained.
    pub n_in_training: u64,
    /// Rows without text.
    pub n_empty: u64,
    /// Rows whose quotations were left out, with words left to score.
    pub n_without_quotations: u64,
    /// Rows that are nothing but quotation, where quotations were left out.
    pub n_only_quotation: u64,
    /// Rows outside what the model was trained on.
    pub outside: OutsideCount,
    /// Rows per predicted class, in the order of the classes.
    pub n_of_class: Vec<u64>,
}

impl LabelSummary {
    pub(super) fn new(n_classes: usize) -> Self {
        Self {
            n_of_class: vec![0; n_classes],
            ..Self::default()
        }
    }

    fn add(&mut self, other: &Self) {
        self.n_rows += other.n_rows;
        self.n_certain += other.n_certain;
        self.n_in_training += other.n_in_training;
        self.n_empty += other.n_empty;
        self.n_without_quotations += other.n_without_quotations;
        self.n_only_quotation += other.n_only_quotation;
        self.outside.n_outside += other.outside.n_outside;
        self.outside.n_rows += other.outside.n_rows;
        for (n, more) in self.n_of_class.iter_mut().zip(&other.n_of_class) {
            *n += more;
        }
    }
}

/// What travels from thread to thread.
enum Parcel<T> {
    Batch(T),
    Failed(LabelError),
    End,
}

/// The labelled rows of one batch.
type Labelled = (Vec<u8>, LabelSummary);

impl<L: Labeller + 'static> Labelling<L> {
    /// Labels with `labeller`.
    pub fn new(labeller: Arc<L>, settings: LabelSettings) -> Self {
        Self {
            labeller,
            known: Arc::new(KnownPredictions::new()),
            tagger: None,
            settings,
        }
    }

    /// The same, with predictions that take the place of the model's own.
    #[must_use]
    pub fn with_known(self, known: KnownPredictions) -> Self {
        Self {
            known: Arc::new(known),
            ..self
        }
    }

    /// The same, with a column of the policy instruments that each row is about, by its own text and
    /// heading; without one where `tagger` is `None`.
    #[must_use]
    pub fn with_instruments(self, tagger: Option<Arc<InstrumentTagger>>) -> Self {
        Self { tagger, ..self }
    }

    /// The columns of the labelled form of `input`.
    ///
    /// # Errors
    /// As [`LabelColumns::new`].
    pub fn columns<R: Read>(&self, input: &TableReader<R>) -> Result<LabelColumns, LabelError> {
        let has_instruments = self.tagger.is_some();
        LabelColumns::new(
            input.header(),
            self.labeller.class_ids(),
            &self.settings,
            has_instruments,
        )
    }

    /// Labels every row of `input` and writes it to `output`, which is `name` in messages.
    ///
    /// After an error or an interrupt the thread that reads may go on until its input gives
    /// something or ends; nothing waits for it.
    ///
    /// # Errors
    /// Where the table has no text column or has one that labelling adds, where a row cannot be
    /// read or written, where the model fails, and where the run is interrupted.
    pub fn run<R, W>(
        &self,
        input: TableReader<R>,
        output: W,
        name: &str,
        watch: &mut Watch<'_>,
    ) -> Result<(W, LabelSummary), LabelError>
    where
        R: Read + Send + 'static,
        W: Write,
    {
        let columns = Arc::new(self.columns(&input)?);
        let mut output = TableWriter::new(output, name, &columns.schema)?.finish()?;
        let failure = |source| crate::table::TableError::Write {
            file: name.to_owned(),
            source,
        };
        let mut crew = self.start(input, &columns, name)?;
        let mut summary = LabelSummary::new(self.labeller.class_ids().len());
        while let Some((bytes, counts)) = crew.next(watch.interrupt)? {
            output.write_all(&bytes).map_err(failure)?;
            summary.add(&counts);
            (watch.progress)(summary.n_rows);
        }
        output.flush().map_err(failure)?;
        Ok((output, summary))
    }

    fn start<R: Read + Send + 'static>(
        &self,
        input: TableReader<R>,
        columns: &Arc<LabelColumns>,
        name: &str,
    ) -> Result<Crew, LabelError> {
        let failure = |source| LabelError::Thread { source };
        let mut batches = Vec::new();
        let mut results = Vec::new();
        let mut threads = Vec::new();
        for _ in 0..self.settings.n_threads.max(1) {
            let (to_worker, from_reader) = sync_channel(WAITING);
            let (to_writer, from_worker) = sync_channel(WAITING);
            let (labeller, known) = (Arc::clone(&self.labeller), Arc::clone(&self.known));
            let tagger = self.tagger.clone();
            let (columns, name) = (Arc::clone(columns), name.to_owned());
            let n_top_terms = self.settings.n_top_terms;
            let without_quotations = self.settings.without_quotations;
            let work = move || {
                let mut rows = RowLabeller::new(&*labeller, &known, &columns, n_top_terms)
                    .with_tagger(tagger.as_deref())
                    .without_quotations(without_quotations);
                label_batches(&from_reader, &to_writer, |batch| rows.label(batch, &name));
            };
            threads.push(Builder::new().spawn(work).map_err(failure)?);
            batches.push(to_worker);
            results.push(from_worker);
        }
        threads.push(
            Builder::new()
                .spawn(move || read_batches(input, &batches))
                .map_err(failure)?,
        );
        Ok(Crew {
            results,
            threads,
            n_taken: 0,
        })
    }
}

fn read_batches<R: Read>(mut input: TableReader<R>, workers: &[SyncSender<Parcel<RowBatch>>]) {
    for worker in workers.iter().cycle() {
        let parcel = match input.next_batch(BATCH_ROWS, BATCH_BYTES) {
            Ok(Some(batch)) => Parcel::Batch(batch),
            Ok(None) => Parcel::End,
            Err(error) => Parcel::Failed(error.into()),
        };
        let is_last = !matches!(parcel, Parcel::Batch(_));
        // Nobody receives where the run has failed or was interrupted.
        if worker.send(parcel).is_err() || is_last {
            return;
        }
    }
}

fn label_batches(
    from_reader: &Receiver<Parcel<RowBatch>>,
    to_writer: &SyncSender<Parcel<Labelled>>,
    mut label: impl FnMut(&RowBatch) -> Result<Labelled, LabelError>,
) {
    for parcel in from_reader {
        let result = match parcel {
            Parcel::Batch(batch) => match label(&batch) {
                Ok(labelled) => Parcel::Batch(labelled),
                Err(error) => Parcel::Failed(error),
            },
            Parcel::Failed(error) => Parcel::Failed(error),
            Parcel::End => Parcel::End,
        };
        if to_writer.send(result).is_err() {
            return;
        }
    }
}

/// The threads of a run, and what they hand over in turn.
struct Crew {
    results: Vec<Receiver<Parcel<Labelled>>>,
    threads: Vec<JoinHandle<()>>,
    n_taken: usize,
}

impl Crew {
    /// The next labelled batch; `None` behind the last one.
    fn next(&mut self, interrupt: &Interrupt) -> Result<Option<Labelled>, LabelError> {
        let turn = self.n_taken % self.results.len();
        self.n_taken += 1;
        loop {
            interrupt.check()?;
            match self.results[turn].recv_timeout(PATIENCE) {
                Ok(Parcel::Batch(labelled)) => return Ok(Some(labelled)),
                Ok(Parcel::Failed(error)) => return Err(error),
                Ok(Parcel::End) => {
                    let ended = self.threads.drain(..).map(JoinHandle::join);
                    let is_lost = ended.into_iter().any(|end| end.is_err());
                    return if is_lost {
                        Err(LabelError::ThreadLost)
                    } else {
                        Ok(None)
                    };
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(LabelError::ThreadLost),
            }
        }
    }
}
