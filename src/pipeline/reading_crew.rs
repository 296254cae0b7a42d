//! Reads the documents of a corpus on several threads and hands them over in the order of the files.
//!
//! Each thread has one document in work at a time, so that memory holds as many documents as there
//! are threads, beside what is kept of those that are done. The rows of a table are documents of
//! their own: threads share them before another file is opened.

use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Builder};
use std::time::Duration;

use crate::Error;
use crate::read::{ReadError, Reader, Source, SourceFile};
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
    /// What is done with every document.
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
        W: Fn(Source) -> T + Sync,
    {
        let n_files = self.files.len();
        if n_threads.min(n_files) > 1 {
            return self.run_threads(n_threads, take, progress);
        }
        for (n, file) in self.files.iter().enumerate() {
            for source in self.reader.read(file)? {
                self.interrupt.check()?;
                take((self.work)(source))?;
            }
            progress(n + 1, n_files);
        }
        Ok(self.interrupt.check()?)
    }

    fn run_threads<T: Send>(
        &self,
        n_threads: usize,
        mut take: impl FnMut(T) -> Result<(), Error>,
        progress: impl Fn(usize, usize),
    ) -> Result<(), Error>
    where
        W: Fn(Source) -> T + Sync,
    {
        let feed = Feed::default();
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
            let done = started.and_then(|()| self.collect(&receiver, &mut take, &progress));
            if done.is_err() {
                feed.stop(true);
            }
            done
        })
    }

    /// Hands over what arrives, in the order of the files.
    fn collect<T>(
        &self,
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
                    Next::Document(document) => take(document)?,
                    Next::EndOfFile(n) => progress(n, self.files.len()),
                    Next::Failed(error) => return Err(error.into()),
                }
            }
        }
    }

    /// What one thread does, until nothing is left or nobody listens.
    fn work_off<T>(&self, feed: &Feed, sender: &SyncSender<Message<T>>)
    where
        W: Fn(Source) -> T,
    {
        while let Some(job) = feed.next(self.files.len()) {
            let sent = match job {
                Job::File(n) => self.open(n, feed, sender),
                Job::Document(place, source) => {
                    sender.send(Message::Document(place, (self.work)(*source)))
                }
            };
            if sent.is_err() {
                return;
            }
        }
    }

    fn open<T>(
        &self,
        n: usize,
        feed: &Feed,
        sender: &SyncSender<Message<T>>,
    ) -> Result<(), std::sync::mpsc::SendError<Message<T>>>
    where
        W: Fn(Source) -> T,
    {
        // Other threads wait for the rows of this file; they stop waiting whatever happens here.
        let opened = Opened(feed);
        let Some(file) = self.files.get(n) else {
            return Ok(());
        };
        let sources = match self.reader.read(file) {
            Ok(sources) => sources,
            Err(error) => {
                feed.stop(false);
                return sender.send(Message::File(n, Err(error)));
            }
        };
        let n_documents = sources.len();
        let mut sources = (0..).map(|k| (n, k)).zip(sources);
        let first = sources.next();
        feed.lock().waiting.extend(sources);
        drop(opened);
        sender.send(Message::File(n, Ok(n_documents)))?;
        match first {
            Some((place, source)) => sender.send(Message::Document(place, (self.work)(source))),
            None => Ok(()),
        }
    }
}

/// The number of a file, and of a document in it.
type DocumentPlace = (usize, usize);

/// What a thread tells.
enum Message<T> {
    /// How many documents a file holds.
    File(usize, Result<usize, ReadError>),
    /// What became of a document.
    Document(DocumentPlace, T),
}

/// What is to be done next.
enum Job {
    File(usize),
    Document(DocumentPlace, Box<Source>),
}

/// What is still to be done, shared by the threads.
#[derive(Default)]
struct Feed {
    left: Mutex<Left>,
    changed: Condvar,
}

#[derive(Default)]
struct Left {
    next_file: usize,
    /// The rows of tables that no thread has taken yet.
    waiting: VecDeque<(DocumentPlace, Source)>,
    /// Files that a thread is opening.
    n_opening: usize,
    /// Whether no file is to be opened any more.
    is_stopped: bool,
}

impl Feed {
    fn lock(&self) -> MutexGuard<'_, Left> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next job; `None` where none is left and none will come.
    fn next(&self, n_files: usize) -> Option<Job> {
        let mut left = self.lock();
        loop {
            if let Some((place, source)) = left.waiting.pop_front() {
                return Some(Job::Document(place, Box::new(source)));
            }
            if !left.is_stopped && left.next_file < n_files {
                let n = left.next_file;
                left.next_file += 1;
                left.n_opening += 1;
                return Some(Job::File(n));
            }
            if left.n_opening == 0 {
                return None;
            }
            let waited = self.changed.wait(left);
            left = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Opens no more files; where `at_once`, what waits is not done either.
    fn stop(&self, at_once: bool) {
        let mut left = self.lock();
        left.is_stopped = true;
        if at_once {
            left.waiting.clear();
        }
        self.changed.notify_all();
    }
}

/// A file that a thread is opening; when it is dropped, its rows wait for whoever is free.
struct Opened<'a>(&'a Feed);

impl Drop for Opened<'_> {
    fn drop(&mut self) {
        self.0.lock().n_opening -= 1;
        self.0.changed.notify_all();
    }
}

/// What has arrived and waits for its turn.
struct Queue<T> {
    n_documents: BTreeMap<usize, Result<usize, ReadError>>,
    documents: BTreeMap<DocumentPlace, T>,
    /// The document whose turn it is.
    turn: DocumentPlace,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self {
            n_documents: BTreeMap::new(),
            documents: BTreeMap::new(),
            turn: (0, 0),
        }
    }
}

/// What comes next in the order of the files.
enum Next<T> {
    Document(T),
    /// So many files are done.
    EndOfFile(usize),
    Failed(ReadError),
}

impl<T> Queue<T> {
    fn add(&mut self, message: Message<T>) {
        match message {
            Message::File(n, found) => _ = self.n_documents.insert(n, found),
            Message::Document(place, document) => _ = self.documents.insert(place, document),
        }
    }

    fn next(&mut self) -> Option<Next<T>> {
        let (file, k) = self.turn;
        match self.n_documents.get(&file)? {
            Err(_) => {
                let failed = self.n_documents.remove(&file)?;
                failed.err().map(Next::Failed)
            }
            Ok(n) if k == *n => {
                self.turn = (file + 1, 0);
                Some(Next::EndOfFile(file + 1))
            }
            Ok(_) => {
                let document = self.documents.remove(&self.turn)?;
                self.turn = (file, k + 1);
                Some(Next::Document(document))
            }
        }
    }
}
