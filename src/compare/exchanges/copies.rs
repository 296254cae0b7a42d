//! Exchanges that repeat what stands in another one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::fact::ExchangeFact;
use super::pairs::{Draft, ExchangeStatus};

/// Answered exchanges with passages that have copies, by what they say. Others are nobody's copy.
///
/// An answered exchange is a copy where an earlier one of the same actor has all its questions and
/// all its answers: the paper was printed again. The same question with another answer was asked
/// again and is no copy. A question without an answer is one where each of its passages stands in
/// an answered exchange of the same actor (the paper lists all questions first), an answer without
/// a question one where each of its passages stands in an answered exchange.
#[derive(Debug, Default)]
pub(super) struct CopyIndex {
    /// The passages that others repeat.
    originals: HashSet<String>,
    /// By asking actor and original of a question: places in `held`.
    questions: BTreeMap<(String, String), Vec<usize>>,
    /// By original of an answer.
    answers: BTreeMap<String, Vec<usize>>,
    held: Vec<Held>,
}

/// An answered exchange with passages that have copies.
#[derive(Debug)]
struct Held {
    /// Its number in the order of date.
    number: usize,
    exchange_id: String,
    questions: BTreeSet<String>,
    answers: BTreeSet<String>,
}

impl CopyIndex {
    /// An index of no exchange yet. `originals` are the ids of passages that others repeat.
    pub(super) fn new(originals: HashSet<String>) -> Self {
        Self {
            originals,
            ..Self::default()
        }
    }

    fn has_copies(&self, fact: &ExchangeFact<'_>) -> bool {
        fact.duplicate_of.is_some() || self.originals.contains(fact.passage_id)
    }

    /// Adds an exchange of this number in the order of date, which ascends.
    pub(super) fn add(&mut self, number: usize, draft: &Draft<'_>) {
        let mut passages = draft.questions.iter().chain(&draft.answers);
        if draft.exchange.status != ExchangeStatus::Answered
            || !passages.any(|fact| self.has_copies(fact))
        {
            return;
        }
        let place = self.held.len();
        for fact in &draft.questions {
            let key = (fact.actor.to_owned(), fact.original().to_owned());
            self.questions.entry(key).or_default().push(place);
        }
        for fact in &draft.answers {
            let key = fact.original().to_owned();
            self.answers.entry(key).or_default().push(place);
        }
        self.held.push(Held {
            number,
            exchange_id: draft.exchange.exchange_id.clone(),
            questions: originals(&draft.questions),
            answers: originals(&draft.answers),
        });
    }

    /// The exchange whose copy one of this number is, once all are added.
    pub(super) fn copy_of(&self, number: usize, draft: &Draft<'_>) -> Option<String> {
        let asked = |fact: &ExchangeFact<'_>| {
            let key = (fact.actor.to_owned(), fact.original().to_owned());
            self.questions.get(&key)
        };
        let answered = |fact: &ExchangeFact<'_>| self.answers.get(fact.original());
        let first_of = |places: &Vec<usize>| places.first().copied();
        let found = match draft.exchange.status {
            ExchangeStatus::Answered => {
                let candidates = asked(draft.questions.first()?)?;
                let (questions, answers) = (originals(&draft.questions), originals(&draft.answers));
                let is_earlier = |place: &&usize| {
                    self.held.get(**place).is_some_and(|other| {
                        other.number < number
                            && questions.is_subset(&other.questions)
                            && answers.is_subset(&other.answers)
                    })
                };
                candidates.iter().find(is_earlier).copied()
            }
            _ if !draft.questions.is_empty() => {
                let all = draft.questions.iter().all(|fact| asked(fact).is_some());
                first_of(asked(draft.questions.first()?)?).filter(|_| all)
            }
            _ => {
                let all = draft.answers.iter().all(|fact| answered(fact).is_some());
                first_of(answered(draft.answers.first()?)?).filter(|_| all)
            }
        };
        Some(self.held.get(found?)?.exchange_id.clone())
    }
}

fn originals(facts: &[&ExchangeFact<'_>]) -> BTreeSet<String> {
    let ids = facts.iter().map(|fact| fact.original().to_owned());
    ids.collect()
}
