//! Reads the documents of a corpus on several threads and hands them over in the order of the files.
//!
//! Each thread has one document in work at a time, and what is done waits for its turn only as long as
//! that is not too much: memory holds as many documents in work as there are threads, beside what is
//! kept of those that are done. The rows of a table are documents of their own: they are read as
//! threads ask for them, before another file is opened.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{self, Builder};
use std::time::Duration;

use super::reading_feed::{DocumentPlace, Feed, Job};
use super::reading_queue::{Message, Next, Queue};
use crate::Error;
use crate::read::{Reader, Source, SourceFile, Sources};
use crate::store::Interrupt;

/// How long to wait for a document before looking whether someone asked to stop.
const PATIENCE: Duration = Duration::from_millis(50);

/// Bytes of the stack of a thread: as much as the main thread has.
const STACK: usize = 8 << 20;

/// What all threads do.
pub(super) struct Crew<'a, W> {
    /// The files, in order.
    pub(super) files: &'a [SourceFile],
    /// Reads a file.
    pub(super) reader: &'a Reader,
    /// What is done with every document: it may give pieces of the result to the function that it
    /// gets, and stop where that is false; the last piece it returns.
    pub(super) work: W,
    /// A request to stop.
    pub(super) interrupt: &'a Interrupt,
}

impl<W> Crew<'_, W> {
    /// Gives `take` what became of every document, in the order of the files, and tells `progress`
    /// of every file done. The first error in that order ends it.
    pub(super) fn run<T: Send>(
        &self,
        n_threads: usize,
        mut take: impl FnMut(T) -> Result<(), Error>,
        progress: impl Fn(usize, usize),
    ) -> Result<(), Error>
    where
        W: Fn(Source, &mut dyn FnMut(T) -> bool) -> T + Sync,
    {
        let n_files = self.files.len();
        let mut opened = None;
        if n_threads > 1 {
            // One document alone needs no threads; the rows of one table do.
            if let [only] = self.files {
                opened = Some(self.reader.open(only)?);
            }
            if opened.as_ref().is_none_or(|sources| !sources.is_one()) {
                return self.run_threads(n_threads, opened, take, progress);
            }
        }
        for (n, file) in self.files.iter().enumerate() {
            let sources = match opened.take() {
                Some(sources) => sources,
                None => self.reader.open(file)?,
            };
            for source in sources {
                self.interrupt.check()?;
                self.work_here(source?, &mut take)?;
            }
            progress(n + 1, n_files);
        }
        Ok(self.interrupt.check()?)
    }

    /// Does a document in this thread.
    fn work_here<T>(
        &self,
        source: Source,
        take: &mut impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error>
    where
        W: Fn(Source, &mut dyn FnMut(T) -> bool) -> T,
    {
        let mut failed = Ok(());
        let last = (self.work)(source, &mut |piece| {
            failed = self.interrupt.check().map_err(Error::from);
            if failed.is_ok() {
                failed = take(piece);
            }
            failed.is_ok()
        });
        failed?;
        take(last)
    }

    fn run_threads<T: Send>(
        &self,
        n_threads: usize,
        opened: Option<Sources>,
        mut take: impl FnMut(T) -> Result<(), Error>,
        progress: impl Fn(usize, usize),
    ) -> Result<(), Error>
    where
        W: Fn(Source, &mut dyn FnMut(T) -> bool) -> T + Sync,
    {
        let feed = Feed::new(self.files.len(), opened);
        thread::scope(|scope| {
            let (sender, receiver) = sync_channel(n_threads);
            let mut started = Ok(());
            for _ in 0..n_threads {
                let (feed, sender) = (&feed, sender.clone());
                let work = move || self.work_off(feed, &sender);
                let thread = Builder::new().stack_size(STACK);
                if let Err(source) = thread.spawn_scoped(scope, work) {
                    started = Err(Error::Usage {
                        message: format!("{n_threads} threads cannot be started: {source}"),
                        help: "ask for fewer with --threads".to_owned(),
                    });
                    break;
                }
            }
            drop(sender);
            let done = started.and_then(|()| self.collect(&feed, &receiver, &mut take, &progress));
            if done.is_err() {
                feed.stop(true);
            }
            done
        })
    }

    /// Hands over what arrives, in the order of the files.
    fn collect<T>(
        &self,
        feed: &Feed,
        receiver: &Receiver<Message<T>>,
        take: &mut impl FnMut(T) -> Result<(), Error>,
        progress: &impl Fn(usize, usize),
    ) -> Result<(), Error> {
        let mut queue = Queue::default();
        loop {
            self.interrupt.check()?;
            match receiver.recv_timeout(PATIENCE) {
                Ok(message) => queue.add(message),
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
            while let Some(next) = queue.next() {
                match next {
                    Next::Piece(piece) => take(piece)?,
                    Next::EndOfDocument(place) => feed.taken(place),
                    Next::EndOfFile(n) => progress(n, self.files.len()),
                    Next::Failed(error) => return Err(error.into()),
                }
            }
        }
    }

    /// What one thread does, until nothing is left or nobody listens.
    fn work_off<T>(&self, feed: &Feed, sender: &SyncSender<Message<T>>)
    where
        W: Fn(Source, &mut dyn FnMut(T) -> bool) -> T,
    {
        while let Some(job) = feed.next() {
            let message = match job {
                Job::Open(n) => {
                    // Others wait for this file; they stop waiting whatever happens here.
                    let opening = feed.opening(n);
                    match self.files.get(n).map(|file| self.reader.open(file)) {
                        Some(Ok(sources)) => {
                            opening.done(sources);
                            continue;
                        }
                        Some(Err(error)) => Message::Failed((n, 0), error),
                        None => continue,
                    }
                }
                Job::EndOfFile(n, n_documents) => Message::EndOfFile(n, n_documents),
                Job::Failed(place, error) => Message::Failed(place, error),
                Job::Document(place, source) => self.work_on(place, *source, feed, sender),
            };
            if matches!(message, Message::Failed(..)) {
                feed.stop(false);
            }
            if sender.send(message).is_err() {
                return;
            }
        }
    }

    fn work_on<T>(
        &self,
        place: DocumentPlace,
        source: Source,
        feed: &Feed,
        sender: &SyncSender<Message<T>>,
    ) -> Message<T>
    where
        W: Fn(Source, &mut dyn FnMut(T) -> bool) -> T,
    {
        let _working = feed.working(place);
        let mut emit = |piece| sender.send(Message::Piece(place, piece)).is_ok();
        Message::LastPiece(place, (self.work)(source, &mut emit))
    }
}
