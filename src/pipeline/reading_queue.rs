//! What threads tell of documents, put into the order of the files.

use std::collections::{BTreeMap, VecDeque};

use super::reading_feed::DocumentPlace;
use crate::read::ReadError;

/// What a thread tells.
pub(super) enum Message<T> {
    /// A piece of what became of a document, in order.
    Piece(DocumentPlace, T),
    /// The last piece of it.
    LastPiece(DocumentPlace, T),
    /// A file was read, and holds so many documents.
    EndOfFile(usize, usize),
    /// A document, or the file from there on, cannot be read.
    Failed(DocumentPlace, ReadError),
}

/// What comes next in the order of the files.
pub(super) enum Next<T> {
    Piece(T),
    EndOfDocument(DocumentPlace),
    /// So many files are done.
    EndOfFile(usize),
    Failed(ReadError),
}

/// What has arrived and waits for its turn.
pub(super) struct Queue<T> {
    n_documents: BTreeMap<usize, usize>,
    documents: BTreeMap<DocumentPlace, Arrived<T>>,
    /// The document whose turn it is.
    turn: DocumentPlace,
}

struct Arrived<T> {
    pieces: VecDeque<T>,
    is_whole: bool,
    error: Option<ReadError>,
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

impl<T> Default for Arrived<T> {
    fn default() -> Self {
        Self {
            pieces: VecDeque::new(),
            is_whole: false,
            error: None,
        }
    }
}

impl<T> Queue<T> {
    pub(super) fn add(&mut self, message: Message<T>) {
        match message {
            Message::Piece(place, piece) => self.document(place).pieces.push_back(piece),
            Message::LastPiece(place, piece) => {
                let document = self.document(place);
                document.pieces.push_back(piece);
                document.is_whole = true;
            }
            Message::EndOfFile(n, n_documents) => _ = self.n_documents.insert(n, n_documents),
            Message::Failed(place, error) => self.document(place).error = Some(error),
        }
    }

    fn document(&mut self, place: DocumentPlace) -> &mut Arrived<T> {
        self.documents.entry(place).or_default()
    }

    pub(super) fn next(&mut self) -> Option<Next<T>> {
        let place = self.turn;
        let (file, k) = place;
        if let Some(document) = self.documents.get_mut(&place) {
            if let Some(piece) = document.pieces.pop_front() {
                return Some(Next::Piece(piece));
            }
            if let Some(error) = document.error.take() {
                return Some(Next::Failed(error));
            }
            if !document.is_whole {
                return None;
            }
            self.documents.remove(&place);
            self.turn = (file, k + 1);
            return Some(Next::EndOfDocument(place));
        }
        if self.n_documents.get(&file) != Some(&k) {
            return None;
        }
        self.n_documents.remove(&file);
        self.turn = (file + 1, 0);
        Some(Next::EndOfFile(file + 1))
    }
}
