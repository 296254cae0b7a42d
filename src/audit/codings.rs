//! Codings: who gave which passage which class.

use std::collections::{BTreeMap, BTreeSet};

use super::{AuditError, CodingPlace};
use crate::corpus::Codebook;

/// The class that one coder gave to one passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coding {
    /// The passage.
    pub passage_id: String,
    /// Who coded.
    pub coder: String,
    /// The class, by its place in the codebook.
    pub stance: usize,
    /// A second class that the passage also serves.
    pub secondary: Option<usize>,
    /// How sure the coder was, 1 to 3.
    pub confidence: Option<u8>,
    /// What the coder noted; may be empty.
    pub comment: String,
    /// When, as the coding tool tells; may be empty.
    pub coded_at: String,
    /// The frame from which the passage was drawn, as the coded file tells; may be empty.
    pub frame_hash: String,
    /// The file that holds the coding.
    pub place: String,
}

/// What is known of a coded passage; any part may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PassageNote {
    /// The document.
    pub document_id: String,
    /// The unit of independence.
    pub group: String,
    /// Who speaks.
    pub actor: String,
    /// The text.
    pub text: String,
}

/// Codings of one or more files, with what these tell of the passages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Codings {
    /// The codings, in the order of the files.
    pub codings: Vec<Coding>,
    /// The passages by their ids.
    pub passages: BTreeMap<String, PassageNote>,
}

/// A passage with the codings it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedUnit<'a> {
    /// The passage.
    pub passage_id: &'a str,
    /// The coding of each coder, in the order of [`CodedUnits::coders`].
    pub codings: Vec<Option<&'a Coding>>,
}

/// All coded passages, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedUnits<'a> {
    /// Who coded, in the order of their names.
    pub coders: Vec<&'a str>,
    /// The passages, in the order of their ids.
    pub units: Vec<CodedUnit<'a>>,
}

impl Codings {
    /// Adds the codings of another file.
    pub fn append(&mut self, other: Self) {
        self.codings.extend(other.codings);
        for (id, note) in other.passages {
            self.passages.entry(id).or_default().fill(note);
        }
    }

    /// The codings laid out by passage and coder.
    ///
    /// # Errors
    /// [`AuditError::CodedTwice`].
    pub fn units(&self, codebook: &Codebook) -> Result<CodedUnits<'_>, AuditError> {
        let names: BTreeSet<&str> = self.codings.iter().map(|c| c.coder.as_str()).collect();
        let coders: Vec<&str> = names.into_iter().collect();
        let mut units: BTreeMap<&str, Vec<Option<&Coding>>> = BTreeMap::new();
        for coding in &self.codings {
            let slots = units
                .entry(&coding.passage_id)
                .or_insert_with(|| vec![None; coders.len()]);
            let coder = coders.partition_point(|name| *name < coding.coder.as_str());
            if let Some(slot) = slots.get_mut(coder) {
                if let Some(first) = slot {
                    return Err(coded_twice(first, coding, codebook));
                }
                *slot = Some(coding);
            }
        }
        let units = units
            .into_iter()
            .map(|(passage_id, codings)| CodedUnit {
                passage_id,
                codings,
            })
            .collect();
        Ok(CodedUnits { coders, units })
    }
}

fn coded_twice(first: &Coding, second: &Coding, codebook: &Codebook) -> AuditError {
    AuditError::CodedTwice {
        passage_id: first.passage_id.clone(),
        coder: first.coder.clone(),
        codings: Box::new([first, second].map(|coding| CodingPlace {
            stance: class_id(codebook, coding.stance).to_owned(),
            place: coding.place.clone(),
        })),
    }
}

/// The id of a class; empty for one that does not exist.
pub(super) fn class_id(codebook: &Codebook, class: usize) -> &str {
    codebook.class_ids().nth(class).unwrap_or_default()
}

impl PassageNote {
    /// Takes from `other` what is empty here.
    fn fill(&mut self, other: Self) {
        for (own, more) in [
            (&mut self.document_id, other.document_id),
            (&mut self.group, other.group),
            (&mut self.actor, other.actor),
            (&mut self.text, other.text),
        ] {
            if own.is_empty() {
                *own = more;
            }
        }
    }
}

impl CodedUnit<'_> {
    /// The class that each coder gave.
    pub fn stances(&self) -> Vec<Option<usize>> {
        self.codings
            .iter()
            .map(|coding| coding.map(|coding| coding.stance))
            .collect()
    }

    /// Whether two coders gave different classes.
    pub fn is_disputed(&self) -> bool {
        let classes: BTreeSet<usize> = self.stances().into_iter().flatten().collect();
        classes.len() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coding(passage_id: &str, coder: &str, stance: usize) -> Coding {
        Coding {
            passage_id: passage_id.to_owned(),
            coder: coder.to_owned(),
            stance,
            secondary: None,
            confidence: None,
            comment: String::new(),
            coded_at: String::new(),
            frame_hash: String::new(),
            place: format!("{coder}.csv"),
        }
    }

    #[test]
    fn codings_are_laid_out_by_passage_and_coder() {
        let codings = Codings {
            codings: vec![
                coding("b", "bob", 1),
                coding("a", "bob", 0),
                coding("b", "anna", 2),
            ],
            passages: BTreeMap::new(),
        };
        let units = codings.units(&Codebook::built_in()).unwrap();
        assert_eq!(units.coders, ["anna", "bob"]);
        assert_eq!(units.units[0].stances(), [None, Some(0)]);
        assert_eq!(units.units[1].stances(), [Some(2), Some(1)]);
        assert!(units.units[1].is_disputed() && !units.units[0].is_disputed());
    }

    #[test]
    fn one_coder_codes_a_passage_once() {
        let codings = Codings {
            codings: vec![coding("a", "bob", 0), coding("a", "bob", 3)],
            passages: BTreeMap::new(),
        };
        let error = codings.units(&Codebook::built_in()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "passage `a` is coded twice by `bob`: as `pro-solidarity` in bob.csv, and as `none` in bob.csv"
        );
        assert!(error.help().unwrap().contains("anna=first.json"));
    }
}
