//! From a table to its labelled form: threads read and label, the calling one writes.
//!
//! The threads take batches of rows from the table in turn and number them; the one that writes puts
//! them back into order. It gives out a permit for each batch that it has written, and no batch is
//! read without one: memory does not grow with the table.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::rows::RowLabeller;
use super::{KnownPredictions, LabelColumns, LabelError, LabelSettings, Labeller, OutsideCount};
use crate::instruments::InstrumentTagger;
use crate::store::Interrupt;
use crate::table::{RowBatch, TableReader, TableWriter};

/// Most rows that travel together.
const BATCH_ROWS: usize = 256;
/// Bytes of text after which a batch is closed.
const BATCH_BYTES: usize = 256 * 1024;
/// Batches for each thread that may be read and not yet written.
const WAITING: usize = 4;
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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

    pub(super) fn add(&mut self, other: &Self) {
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

/// The labelled rows of one batch.
type Labelled = (Vec<u8>, LabelSummary);

/// A labelled batch with its number.
type Numbered = (u64, Result<Labelled, LabelError>);

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
    /// After an error or an interrupt a thread that reads may go on until its input gives something
    /// or ends; nothing waits for it.
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
            crew.permit();
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
        let n_threads = self.settings.n_threads.max(1);
        let n_waiting = WAITING * n_threads;
        let (permits, from_writer) = sync_channel(n_waiting);
        let (to_writer, results) = sync_channel(n_waiting);
        let source = Arc::new(Mutex::new(Source {
            table: input,
            permits: from_writer,
            n_taken: 0,
            is_ended: false,
        }));
        let mut crew = Crew {
            results,
            permits,
            threads: Vec::new(),
            waiting: BTreeMap::new(),
            n_written: 0,
        };
        (0..n_waiting).for_each(|_| crew.permit());
        for _ in 0..n_threads {
            let (labeller, known) = (Arc::clone(&self.labeller), Arc::clone(&self.known));
            let tagger = self.tagger.clone();
            let (columns, name) = (Arc::clone(columns), name.to_owned());
            let (source, to_writer) = (Arc::clone(&source), to_writer.clone());
            let n_top_terms = self.settings.n_top_terms;
            let without_quotations = self.settings.without_quotations;
            let work = move || {
                let mut rows = RowLabeller::new(&*labeller, &known, &columns, n_top_terms)
                    .with_tagger(tagger.as_deref())
                    .without_quotations(without_quotations);
                label_batches(&source, &to_writer, |batch| rows.label(batch, &name));
            };
            let thread = Builder::new().spawn(work);
            crew.threads
                .push(thread.map_err(|source| LabelError::Thread { source })?);
        }
        Ok(crew)
    }
}

/// The table, which the threads read in turn.
struct Source<R> {
    table: TableReader<R>,
    permits: Receiver<()>,
    n_taken: u64,
    is_ended: bool,
}

impl<R: Read> Source<R> {
    /// The next batch with its number; `None` behind the last one, and where nobody writes.
    fn next(&mut self) -> Option<(u64, Result<RowBatch, LabelError>)> {
        if self.is_ended || self.permits.recv().is_err() {
            return None;
        }
        let batch = self.table.next_batch(BATCH_ROWS, BATCH_BYTES);
        self.is_ended = !matches!(batch, Ok(Some(_)));
        let number = self.n_taken;
        self.n_taken += 1;
        let batch = batch.map_err(LabelError::from).transpose()?;
        Some((number, batch))
    }
}

fn label_batches<R: Read>(
    source: &Mutex<Source<R>>,
    to_writer: &SyncSender<Numbered>,
    mut label: impl FnMut(&RowBatch) -> Result<Labelled, LabelError>,
) {
    loop {
        // A lock is lost where another thread was: the writer hears of that one.
        let next = source.lock().ok().and_then(|mut source| source.next());
        let Some((number, batch)) = next else { return };
        let labelled = batch.and_then(|batch| label(&batch));
        // Nobody receives where the run has failed or was interrupted.
        if to_writer.send((number, labelled)).is_err() {
            return;
        }
    }
}

/// The threads of a run, and what they hand over.
struct Crew {
    results: Receiver<Numbered>,
    permits: SyncSender<()>,
    threads: Vec<JoinHandle<()>>,
    /// Batches that came before one that comes earlier in the table.
    waiting: BTreeMap<u64, Result<Labelled, LabelError>>,
    n_written: u64,
}

impl Crew {
    /// Lets one more batch be read.
    fn permit(&self) {
        // There is always room for as many permits as there are batches; nobody takes the last ones.
        let _ = self.permits.try_send(());
    }

    /// The next labelled batch; `None` behind the last one.
    fn next(&mut self, interrupt: &Interrupt) -> Result<Option<Labelled>, LabelError> {
        loop {
            interrupt.check()?;
            if let Some(labelled) = self.waiting.remove(&self.n_written) {
                self.n_written += 1;
                return labelled.map(Some);
            }
            match self.results.recv_timeout(PATIENCE) {
                Ok((number, labelled)) => {
                    self.waiting.insert(number, labelled);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return self.end().map(|()| None),
            }
        }
    }

    /// Whether all threads came to their end, and all batches to the writer.
    fn end(&mut self) -> Result<(), LabelError> {
        let ended = self.threads.drain(..).map(JoinHandle::join);
        let n_lost = ended.filter(Result::is_err).count();
        if n_lost > 0 || !self.waiting.is_empty() {
            return Err(LabelError::ThreadLost);
        }
        Ok(())
    }
}
