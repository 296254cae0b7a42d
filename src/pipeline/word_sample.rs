//! The documents whose words are compared: all of them, or of a large corpus a random sample.
//!
//! Shares count every passage. Framing terms and word scores need the texts, and two thousand
//! bootstrap samples of them, so that they rest on at most [`MAX_PASSAGES`] passages of whole
//! documents. Documents are drawn by the hash of their ids: the draw depends neither on the order
//! of the table nor on anything that a document says.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// Passages whose words are compared, at most; of one document all, however many.
pub(super) const MAX_PASSAGES: usize = 25_000;

/// What decides in which order documents are drawn: the hash, and the id among equal ones.
type Draw = ([u8; 8], String);

/// A sample of documents that grows and shrinks while a table is read.
#[derive(Debug, Clone)]
pub(super) struct WordSample {
    limit: usize,
    n_held: usize,
    /// Rows and texts by document, in the order of the draw.
    documents: BTreeMap<Draw, Vec<(usize, Box<str>)>>,
    /// The first document that found no room; it and those behind it are out.
    bound: Option<Draw>,
}

impl WordSample {
    /// A sample of at most `limit` passages.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            n_held: 0,
            documents: BTreeMap::new(),
            bound: None,
        }
    }

    /// Takes the text of a row, if there is room for its document.
    pub(super) fn add(&mut self, document_id: &str, row: usize, text: &str) {
        let draw = draw(document_id);
        if self.bound.as_ref().is_some_and(|bound| draw >= *bound) {
            return;
        }
        let texts = self.documents.entry(draw).or_default();
        texts.push((row, text.into()));
        self.n_held += 1;
        while self.n_held > self.limit && self.documents.len() > 1 {
            if let Some((last, texts)) = self.documents.pop_last() {
                self.n_held -= texts.len();
                self.bound = Some(last);
            }
        }
    }

    /// The rows whose words are compared, ascending, with their texts.
    pub(super) fn texts(&self) -> Vec<(usize, &str)> {
        let held = self.documents.values().flatten();
        let mut texts: Vec<(usize, &str)> = held.map(|(row, text)| (*row, &**text)).collect();
        texts.sort_unstable_by_key(|(row, _)| *row);
        texts
    }

    /// Whether some document found no room.
    pub(super) fn is_partial(&self) -> bool {
        self.bound.is_some()
    }

    /// The documents that are held.
    pub(super) fn n_documents(&self) -> usize {
        self.documents.len()
    }

    /// Their passages, copies included.
    pub(super) fn n_passages(&self) -> usize {
        self.n_held
    }
}

fn draw(document_id: &str) -> Draw {
    let digest = Sha256::digest(document_id.as_bytes());
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(digest) {
        *to = from;
    }
    (first, document_id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(order: impl Iterator<Item = usize>) -> WordSample {
        let mut sample = WordSample::new(25);
        for i in order {
            // Ten documents of ten passages each.
            sample.add(&format!("d{}", i % 10), i, "tekst");
        }
        sample
    }

    #[test]
    fn whole_documents_are_drawn_whatever_the_order() {
        let first = sample(0..100);
        assert!(first.is_partial());
        assert_eq!((first.n_documents(), first.n_passages()), (2, 20));
        assert_eq!(first.texts().len(), 20);
        assert_eq!(first.texts(), sample((0..100).rev()).texts());
    }

    #[test]
    fn a_small_corpus_and_a_single_document_are_held_whole() {
        let mut small = WordSample::new(25);
        (0..25).for_each(|i| small.add(&format!("d{}", i / 10), i, "tekst"));
        assert!(!small.is_partial());
        assert_eq!(small.texts().last(), Some(&(24, "tekst")));
        let mut single = WordSample::new(25);
        (0..30).for_each(|i| single.add("d", i, "tekst"));
        assert!(!single.is_partial());
        assert_eq!(single.n_passages(), 30);
    }
}
