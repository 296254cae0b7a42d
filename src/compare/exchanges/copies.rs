//! Exchanges that repeat what stands in another one.

use twox_hash::XxHash3_64;

use super::fact::ExchangeFact;
use super::pairs::{Draft, ExchangeStatus};
use crate::text::FastSet;

/// Answered exchanges with passages that have copies, by what they say. Others are nobody's copy.
///
/// An answered exchange is a copy where an earlier one of the same actor has all its questions and
/// all its answers: the paper was printed again. The same question with another answer was asked
/// again and is no copy. A question without an answer is one where each of its passages stands in
/// an answered exchange of the same actor (the paper lists all questions first), an answer without
/// a question one where each of its passages stands in an answered exchange.
///
/// Passages are known by hashes of 64 bits of their ids, of questions with their actor: among ten
/// million the chance that any two are taken for one is three in a million.
#[derive(Debug, Default)]
pub(super) struct CopyIndex {
    /// The passages that others repeat.
    originals: FastSet<u64>,
    /// Original of a question with its asking actor, and a place in `held`; sorted once closed.
    questions: Vec<(u64, u32)>,
    /// Original of an answer, and a place in `held`.
    answers: Vec<(u64, u32)>,
    held: Vec<Held>,
    /// The originals of each that is held: those of its questions, then those of its answers, each
    /// ascending.
    passages: Vec<u64>,
    is_closed: bool,
}

/// An answered exchange with passages that have copies.
#[derive(Debug)]
struct Held {
    /// Its number in the order of date.
    number: usize,
    exchange_id: Box<str>,
    /// Where its originals begin among `passages`, and of how many questions and answers.
    start: usize,
    n_questions: u32,
    n_answers: u32,
}

impl CopyIndex {
    /// Adds the id of a passage that others repeat.
    pub(super) fn add_original(&mut self, passage_id: &str) {
        self.originals.insert(hash(passage_id));
    }

    fn has_copies(&self, fact: &ExchangeFact<'_>) -> bool {
        fact.duplicate_of.is_some() || self.originals.contains(&hash(fact.passage_id))
    }

    /// Adds an exchange of this number in the order of date, which ascends.
    pub(super) fn add(&mut self, number: usize, draft: &Draft<'_>) {
        let mut passages = draft.questions.iter().chain(&draft.answers);
        if draft.exchange.status != ExchangeStatus::Answered
            || !passages.any(|fact| self.has_copies(fact))
        {
            return;
        }
        let place = size(self.held.len());
        let questions = draft.questions.iter();
        self.questions
            .extend(questions.map(|fact| (asked(fact), place)));
        let answers = draft.answers.iter();
        self.answers
            .extend(answers.map(|fact| (hash(fact.original()), place)));
        let (questions, answers) = (originals(&draft.questions), originals(&draft.answers));
        self.held.push(Held {
            number,
            exchange_id: draft.exchange.exchange_id.as_str().into(),
            start: self.passages.len(),
            n_questions: size(questions.len()),
            n_answers: size(answers.len()),
        });
        self.passages.extend(questions);
        self.passages.extend(answers);
        self.is_closed = false;
    }

    /// Makes it ready for [`Self::copy_of`], once all are added.
    pub(super) fn close(&mut self) {
        if !self.is_closed {
            self.questions.sort_unstable();
            self.answers.sort_unstable();
            self.is_closed = true;
        }
    }

    /// The exchange whose copy one of this number is; the index must be closed.
    pub(super) fn copy_of(&self, number: usize, draft: &Draft<'_>) -> Option<String> {
        let questions = |fact: &ExchangeFact<'_>| places(&self.questions, asked(fact));
        let answers = |fact: &ExchangeFact<'_>| places(&self.answers, hash(fact.original()));
        let first_of = |places: &[(u64, u32)]| places.first().map(|&(_, place)| place);
        let found = match draft.exchange.status {
            ExchangeStatus::Answered => {
                let candidates = questions(draft.questions.first()?);
                let own = [originals(&draft.questions), originals(&draft.answers)];
                let is_earlier = |place: &u32| {
                    self.held
                        .get(*place as usize)
                        .is_some_and(|other| other.number < number && self.holds(other, &own))
                };
                candidates.iter().map(|&(_, place)| place).find(is_earlier)
            }
            _ if !draft.questions.is_empty() => {
                let all = draft
                    .questions
                    .iter()
                    .all(|fact| !questions(fact).is_empty());
                first_of(questions(draft.questions.first()?)).filter(|_| all)
            }
            _ => {
                let all = draft.answers.iter().all(|fact| !answers(fact).is_empty());
                first_of(answers(draft.answers.first()?)).filter(|_| all)
            }
        };
        let held = self.held.get(found? as usize)?;
        Some(held.exchange_id.clone().into_string())
    }

    /// Whether one that is held has all these questions and answers.
    fn holds(&self, held: &Held, [questions, answers]: &[Vec<u64>; 2]) -> bool {
        let middle = held.start + held.n_questions as usize;
        let end = middle + held.n_answers as usize;
        let part = |range| self.passages.get(range).unwrap_or_default();
        let is_in = |own: &[u64], part: &[u64]| own.iter().all(|p| part.binary_search(p).is_ok());
        is_in(questions, part(held.start..middle)) && is_in(answers, part(middle..end))
    }
}

/// The places of a passage, ascending.
fn places(of: &[(u64, u32)], passage: u64) -> &[(u64, u32)] {
    let start = of.partition_point(|&(other, _)| other < passage);
    let rest = of.get(start..).unwrap_or(&[]);
    let n = rest.partition_point(|&(other, _)| other == passage);
    rest.get(..n).unwrap_or(&[])
}

/// The originals of passages, ascending.
fn originals(facts: &[&ExchangeFact<'_>]) -> Vec<u64> {
    let mut originals: Vec<u64> = facts.iter().map(|fact| hash(fact.original())).collect();
    originals.sort_unstable();
    originals.dedup();
    originals
}

/// What makes two questions the same: who asks, and the original.
fn asked(fact: &ExchangeFact<'_>) -> u64 {
    XxHash3_64::oneshot_with_seed(hash(fact.actor), fact.original().as_bytes())
}

fn hash(name: &str) -> u64 {
    XxHash3_64::oneshot(name.as_bytes())
}

fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
