//! Exchanges that repeat what stands in another one.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::ExchangeFact;
use super::pairs::{Draft, ExchangeStatus};

/// Marks copies; `drafts` stand in order of date.
///
/// An answered exchange is a copy where an earlier one of the same actor has all its questions and
/// all its answers: the paper was printed again. The same question with another answer was asked
/// again and is no copy. A question without an answer is one where each of its passages stands in
/// an answered exchange of the same actor (the paper lists all questions first), an answer without
/// a question one where each of its passages stands in an answered exchange.
pub(super) fn mark_copies(drafts: &mut [Draft<'_>]) {
    let copies: Vec<Option<String>> = {
        let index = Index::of(drafts);
        (0..drafts.len())
            .map(|i| index.copy_of(drafts, i))
            .collect()
    };
    for (draft, copy) in drafts.iter_mut().zip(copies) {
        draft.exchange.copy_of = copy;
    }
}

/// Answered exchanges by what they say.
struct Index<'a> {
    /// By asking actor and original of a question.
    questions: BTreeMap<(&'a str, &'a str), Vec<usize>>,
    /// By original of an answer.
    answers: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Index<'a> {
    fn of(drafts: &[Draft<'a>]) -> Self {
        let mut index = Self {
            questions: BTreeMap::new(),
            answers: BTreeMap::new(),
        };
        for (i, draft) in drafts.iter().enumerate() {
            if draft.exchange.status != ExchangeStatus::Answered {
                continue;
            }
            for fact in &draft.questions {
                let key = (fact.actor, fact.original());
                index.questions.entry(key).or_default().push(i);
            }
            for fact in &draft.answers {
                index.answers.entry(fact.original()).or_default().push(i);
            }
        }
        index
    }

    fn copy_of(&self, drafts: &[Draft<'a>], i: usize) -> Option<String> {
        let draft = drafts.get(i)?;
        let asked = |fact: &ExchangeFact<'a>| self.questions.get(&(fact.actor, fact.original()));
        let answered = |fact: &ExchangeFact<'a>| self.answers.get(fact.original());
        let found = match draft.exchange.status {
            ExchangeStatus::Answered => {
                let candidates = asked(draft.questions.first()?)?;
                let earlier = candidates.iter().take_while(|&&j| j < i);
                earlier
                    .copied()
                    .find(|&j| drafts.get(j).is_some_and(|other| draft.is_within(other)))
            }
            _ if !draft.questions.is_empty() => {
                let all = draft.questions.iter().all(|fact| asked(fact).is_some());
                let first = asked(draft.questions.first()?)?.first().copied();
                first.filter(|_| all)
            }
            _ => {
                let all = draft.answers.iter().all(|fact| answered(fact).is_some());
                let first = answered(draft.answers.first()?)?.first().copied();
                first.filter(|_| all)
            }
        };
        Some(drafts.get(found?)?.exchange.exchange_id.clone())
    }
}

impl Draft<'_> {
    fn is_within(&self, other: &Self) -> bool {
        let originals = |facts: &[&ExchangeFact<'_>]| -> BTreeSet<String> {
            facts
                .iter()
                .map(|fact| fact.original().to_owned())
                .collect()
        };
        originals(&self.questions).is_subset(&originals(&other.questions))
            && originals(&self.answers).is_subset(&originals(&other.answers))
    }
}
