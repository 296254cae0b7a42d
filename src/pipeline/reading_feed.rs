//! What is still to be read, shared by the threads.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::read::{ReadError, Source, Sources};

/// The number of a file, and of a document in it.
pub(super) type DocumentPlace = (usize, usize);

/// Bytes of documents that are done and wait for their turn, before no other is begun.
const MAX_WAITING: usize = 64 << 20;

/// What is to be done next.
pub(super) enum Job {
    /// To open a file.
    Open(usize),
    /// To read a document.
    Document(DocumentPlace, Box<Source>),
    /// To tell that a file is read, and how many documents it holds.
    EndOfFile(usize, usize),
    /// To tell that a file cannot be read on.
    Failed(DocumentPlace, ReadError),
}

/// What is still to be done.
pub(super) struct Feed {
    left: Mutex<Left>,
    changed: Condvar,
    max_waiting: usize,
}

struct Left {
    n_files: usize,
    next_file: usize,
    /// Files whose documents are being read, and the number of the next one of each.
    open: BTreeMap<usize, (usize, Sources)>,
    /// Files that a thread is opening.
    n_opening: usize,
    /// Documents that a thread has in work.
    n_in_work: usize,
    /// The bytes of every document that is in work, or done and not yet taken.
    sizes: BTreeMap<DocumentPlace, usize>,
    /// The bytes of those that are done.
    n_waiting: usize,
    /// Whether no file is to be opened any more.
    is_stopped: bool,
}

impl Left {
    /// Whether memory has room for another document. Where no thread has one in work, nothing but the
    /// next one can bring the turn further.
    fn has_room(&self, max_waiting: usize) -> bool {
        self.n_waiting <= max_waiting || (self.n_opening == 0 && self.n_in_work == 0)
    }

    fn take(&mut self) -> Option<Job> {
        if let Some(mut entry) = self.open.first_entry() {
            let file = *entry.key();
            let (k, sources) = entry.get_mut();
            let place = (file, *k);
            return Some(match sources.next() {
                Some(Ok(source)) => {
                    *k += 1;
                    self.n_in_work += 1;
                    self.sizes.insert(place, source.n_bytes());
                    Job::Document(place, Box::new(source))
                }
                Some(Err(error)) => {
                    entry.remove();
                    Job::Failed(place, error)
                }
                None => {
                    entry.remove();
                    Job::EndOfFile(file, place.1)
                }
            });
        }
        if self.is_stopped || self.next_file >= self.n_files {
            return None;
        }
        self.next_file += 1;
        self.n_opening += 1;
        Some(Job::Open(self.next_file - 1))
    }
}

impl Feed {
    /// Of so many files, of which the first may be open.
    pub(super) fn new(n_files: usize, opened: Option<Sources>) -> Self {
        Self {
            left: Mutex::new(Left {
                n_files,
                next_file: usize::from(opened.is_some()),
                open: opened
                    .map(|sources| (0, (0, sources)))
                    .into_iter()
                    .collect(),
                n_opening: 0,
                n_in_work: 0,
                sizes: BTreeMap::new(),
                n_waiting: 0,
                is_stopped: false,
            }),
            changed: Condvar::new(),
            max_waiting: MAX_WAITING,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Left> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next job; `None` where none is left and none will come.
    pub(super) fn next(&self) -> Option<Job> {
        let mut left = self.lock();
        loop {
            let has_room = left.has_room(self.max_waiting);
            if has_room || left.is_stopped {
                if let Some(job) = left.take() {
                    return Some(job);
                }
                if left.n_opening == 0 {
                    return None;
                }
            }
            let waited = self.changed.wait(left);
            left = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A document that a thread has in work.
    pub(super) fn working(&self, place: DocumentPlace) -> Working<'_> {
        Working { feed: self, place }
    }

    /// A document was taken.
    pub(super) fn taken(&self, place: DocumentPlace) {
        let mut left = self.lock();
        let size = left.sizes.remove(&place);
        left.n_waiting -= size.unwrap_or(0);
        self.changed.notify_all();
    }

    /// Opens no more files; where `at_once`, what waits is not done either.
    pub(super) fn stop(&self, at_once: bool) {
        let mut left = self.lock();
        left.is_stopped = true;
        if at_once {
            left.open.clear();
        }
        self.changed.notify_all();
    }

    /// A file that a thread is opening.
    pub(super) fn opening(&self, file: usize) -> Opening<'_> {
        Opening { feed: self, file }
    }
}

/// A document in work; when this is dropped, it is done and waits for its turn.
pub(super) struct Working<'a> {
    feed: &'a Feed,
    place: DocumentPlace,
}

impl Drop for Working<'_> {
    fn drop(&mut self) {
        let mut left = self.feed.lock();
        left.n_in_work -= 1;
        left.n_waiting += left.sizes.get(&self.place).copied().unwrap_or(0);
        self.feed.changed.notify_all();
    }
}

/// A file that a thread is opening; others stop waiting for it when it is dropped.
pub(super) struct Opening<'a> {
    feed: &'a Feed,
    file: usize,
}

impl Opening<'_> {
    /// The file is open, and its documents are for whoever is free.
    pub(super) fn done(self, sources: Sources) {
        self.feed.lock().open.insert(self.file, (0, sources));
    }
}

impl Drop for Opening<'_> {
    fn drop(&mut self) {
        self.feed.lock().n_opening -= 1;
        self.feed.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(n: usize) -> Sources {
        Sources::rows((0..n).map(|_| {
            Ok(Source::Register {
                file: "t.csv".to_owned(),
            })
        }))
    }

    fn document(feed: &Feed) -> DocumentPlace {
        match feed.next() {
            Some(Job::Document(place, _)) => place,
            _ => panic!("no document"),
        }
    }

    #[test]
    fn no_document_is_begun_while_too_much_waits_for_its_turn() {
        let mut feed = Feed::new(1, Some(rows(3)));
        feed.max_waiting = 0;
        let has_room = || feed.lock().has_room(feed.max_waiting);
        let (first, second) = (document(&feed), document(&feed));
        assert_eq!((first, second), ((0, 0), (0, 1)));
        let working = feed.working(first);
        assert!(has_room());
        drop(feed.working(second));
        // The second one waits for the first, which is in work.
        assert!(!has_room());
        drop(working);
        // Nobody is at work: the next one must come, whatever waits.
        assert!(has_room());
        feed.taken(first);
        feed.taken(second);
        assert_eq!(feed.lock().n_waiting, 0);
        assert_eq!(document(&feed), (0, 2));
        assert!(matches!(feed.next(), Some(Job::EndOfFile(0, 3))));
        assert!(feed.next().is_none());
    }
}
