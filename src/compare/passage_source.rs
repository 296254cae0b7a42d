//! Where the passages of a population are.

use std::ops::Range;

use super::{CompareError, Facts, LabelledFact};

/// Where the passages are, in their order.
#[derive(Debug, Clone)]
pub(super) enum Source<'a> {
    Held(Vec<&'a LabelledFact>),
    Stored(&'a Facts, Vec<u32>),
}

impl<'a> Source<'a> {
    /// Facts in an order that does not depend on the input: by document and place.
    pub(super) fn held(facts: &'a [LabelledFact]) -> Self {
        let mut sorted: Vec<&LabelledFact> = facts.iter().collect();
        sorted.sort_by_cached_key(|fact| (&*fact.document_id, place_in_document(fact)));
        Self::Held(sorted)
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Held(facts) => facts.len(),
            Self::Stored(_, order) => order.len(),
        }
    }

    /// Calls `visit` with each passage of a range.
    pub(super) fn visit<E: From<CompareError>>(
        &self,
        range: Range<usize>,
        mut visit: impl FnMut(&LabelledFact) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Self::Held(facts) => {
                let mut facts = facts.get(range).unwrap_or(&[]).iter();
                facts.try_for_each(|fact| visit(fact))
            }
            Self::Stored(facts, order) => {
                let mut fact = facts.blank();
                for &number in order.get(range).unwrap_or(&[]) {
                    let read = facts.read(number as usize, &mut fact);
                    read.map_err(|source| CompareError::TemporaryFile { source })?;
                    visit(&fact)?;
                }
                Ok(())
            }
        }
    }
}

/// Where a passage starts, so that byte 9 comes before byte 10; ids of other kinds by their text.
fn place_in_document(fact: &LabelledFact) -> (usize, &str) {
    let id: Option<crate::corpus::PassageId> = fact.passage_id.parse().ok();
    (id.map_or(0, |id| id.span.start), fact.passage_id.as_str())
}
