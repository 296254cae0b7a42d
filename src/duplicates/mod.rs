//! Passages that repeat each other, and groups of passages that are not independent.
//!
//! # What it does
//! [`find_copies`] compares the passages of a corpus, within and across documents;
//! [`cluster_duplicates`] makes clusters of exact and edited copies of them, the table
//! `duplicates.csv`; [`assign_groups`] joins exchanges, copies and blocks into the groups that
//! splits and bootstraps treat as one.
//!
//! # Input and output
//! [`PassageFact`]s in any order → [`Copies`] → [`Duplicate`]s, and one group name a passage.
//! No result depends on the order of the input.
//!
//! # Method and source
//! Two texts are compared as sets of word 5-grams ("shingles", Broder 1997), lower-cased, without
//! punctuation. `J = |A ∩ B| / |A ∪ B|` is the Jaccard similarity. Passages with `J ≥ 0.5` are
//! copies: most of what stands in either stands in both. Looked at pair by pair, the hand-coded
//! passages of the seed documents hold nine pairs with `J = 1`, one with a word changed (0.94),
//! and five from 0.67 down to 0.51 in which one sentence of three was added, dropped or replaced;
//! all fifteen pairs were coded alike. Below 0.5 (thirteen pairs above 0.36) each passage has
//! sentences of its own.
//!
//! A passage joins the cluster whose first passage it resembles most; it is never a copy of a
//! copy alone, so every member resembles the first one at least as much as `similarity` says.
//!
//! Candidates come from an inverted index of shingles. Each text looks up its rarest shingles
//! only: so many that a pair above the threshold must share one of them (prefix filtering,
//! Chaudhuri et al. 2006). Shingles of more than [`MAX_TEXTS_OF_A_SHINGLE`] different texts are
//! not looked up, which keeps the work near-linear in the size of the corpus.
//!
//! # What it drops
//! A text of fewer than [`FORMULA_WORDS`] words is compared as a whole and within its document
//! only: across documents it is a formula ("Ik verwijs u naar het antwoord op vraag 3."), not a
//! copy. A pair that shares nothing but very frequent shingles is not found.

mod clusters;
mod external;
mod finder;
mod groups;
mod repeats;
mod shingles;
mod table;
#[cfg(test)]
mod test_texts;
mod ties;
mod word_hashes;

pub use clusters::{Duplicate, cluster_duplicates};
pub use finder::{ComparedText, CopyFinder, FoundCopies};
pub use groups::{assign_groups, block_name};
pub use repeats::{NO_DOCUMENT, OwnedText, Owner, find_repeats, repeats_among};
pub use shingles::{Copies, FORMULA_WORDS, MAX_TEXTS_OF_A_SHINGLE, find_copies};
pub use table::{duplicates_schema, write_duplicates};
pub use ties::{GroupNumbers, Ties};

use crate::corpus::{PartialDate, PassageId};

/// What is known of a passage before it is compared with others.
#[derive(Debug, Clone, Copy)]
pub struct PassageFact<'a> {
    /// Its identity.
    pub id: &'a PassageId,
    /// The date of its document, as far as known; decides which copy is the first.
    pub date: Option<PartialDate>,
    /// Links a question to its answer; empty outside exchanges.
    pub exchange_id: &'a str,
    /// The block in which it stands, from [`block_name`]; empty where blocks are not known.
    pub block: &'a str,
    /// Its clean text.
    pub text: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Passage id, group and text of the hand-coded passages of the seed documents.
    fn gold() -> Vec<(PassageId, String, String)> {
        let mut table = csv::Reader::from_path("data/gold_seeds.csv").unwrap();
        let header = table.headers().unwrap().clone();
        let column = |name: &str| header.iter().position(|h| h == name).unwrap();
        let (id, group, text) = (column("passage_id"), column("group"), column("text"));
        let rows = table.records().map(Result::unwrap);
        rows.map(|row| {
            (
                row[id].parse().unwrap(),
                row[group].to_owned(),
                row[text].to_owned(),
            )
        })
        .collect()
    }

    // Counted apart from this code, with Python's `re.findall(r"\w+", text.lower())` and sets.
    #[test]
    fn the_seed_documents_hold_fifteen_copies_none_across_hand_made_groups() {
        let gold = gold();
        let passages: Vec<PassageFact<'_>> = gold
            .iter()
            .map(|(id, _, text)| PassageFact {
                id,
                date: None,
                exchange_id: "",
                block: "",
                text,
            })
            .collect();
        let rows = cluster_duplicates(&passages, &find_copies(&passages));
        let copies: Vec<_> = rows
            .iter()
            .filter(|row| row.duplicate_of.is_some())
            .collect();
        assert_eq!(copies.len(), 15);
        let exact = copies.iter().filter(|row| row.similarity >= 1.0).count();
        assert_eq!(exact, 9);
        let group = |id: &PassageId| gold.iter().find(|row| row.0 == *id).map(|row| &row.1);
        for copy in copies {
            let first = copy.duplicate_of.as_ref().unwrap();
            assert_eq!(group(first), group(&copy.passage_id), "{copy:?}");
        }
    }
}
