//! Exchanges: the questions of one actor and the answer to them.

use std::collections::{BTreeMap, BTreeSet};

use super::copies::CopyIndex;
use super::fact::{ExchangeFact, ExchangeSettings, StanceSource, check};
use super::side::{SideStance, side_stance};
use crate::compare::CompareError;
use crate::corpus::{PartialDate, Role};

/// What an exchange consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExchangeStatus {
    /// A question and an answer.
    Answered,
    /// A question without an answer.
    Unanswered,
    /// An answer without a question.
    NoQuestion,
    /// Questions or answers that stand in no exchange.
    NoExchange,
}

impl ExchangeStatus {
    /// All, in their order.
    pub const ALL: [Self; 4] = [
        Self::Answered,
        Self::Unanswered,
        Self::NoQuestion,
        Self::NoExchange,
    ];

    /// The status as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Unanswered => "unanswered",
            Self::NoQuestion => "no-question",
            Self::NoExchange => "no-exchange",
        }
    }
}

/// The passages of one side of an exchange.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    /// Ids of its passages in the order of the document.
    pub passage_ids: Vec<String>,
    /// Its words.
    pub n_words: usize,
    /// Those of its passages that are coded.
    pub n_coded: usize,
    /// Those of its passages that the model cannot know about.
    pub n_outside: usize,
    /// The instruments that any of its passages is about.
    pub instruments: BTreeSet<usize>,
    /// Its stance as predicted; `None` without passages.
    pub predicted: Option<SideStance>,
    /// Its stance as coded; `None` unless all its passages are coded.
    pub coded: Option<SideStance>,
}

impl Side {
    /// Its stance.
    pub fn stance(&self, source: StanceSource) -> Option<&SideStance> {
        match source {
            StanceSource::Coded => self.coded.as_ref(),
            StanceSource::Predicted => self.predicted.as_ref(),
        }
    }

    fn of(facts: &[&ExchangeFact<'_>], settings: &ExchangeSettings) -> Self {
        let ids = facts.iter().map(|fact| fact.passage_id.to_owned());
        Self {
            passage_ids: ids.collect(),
            n_words: facts.iter().map(|fact| fact.n_words).sum(),
            n_coded: facts.iter().filter(|fact| fact.gold.is_some()).count(),
            n_outside: facts.iter().filter(|fact| fact.is_outside).count(),
            instruments: facts
                .iter()
                .flat_map(|fact| fact.instruments)
                .copied()
                .collect(),
            predicted: side_stance(facts, StanceSource::Predicted, settings),
            coded: side_stance(facts, StanceSource::Coded, settings),
        }
    }
}

/// The questions of one actor in one exchange, and the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// Its id; `document_id#-` for passages that stand in no exchange.
    pub exchange_id: String,
    /// Its document.
    pub document_id: String,
    /// Date of the document, as far as known.
    pub date: Option<PartialDate>,
    /// The group of its first passage.
    pub group: String,
    /// Who asks; `None` where nobody does.
    pub actor: Option<String>,
    /// Who answers, in order of names.
    pub answered_by: BTreeSet<String>,
    /// The questions of the actor.
    pub question: Side,
    /// All answers of the exchange; every asking actor has them.
    pub answer: Side,
    /// Passages of the exchange that are neither question nor answer.
    pub n_other_passages: usize,
    /// The instrument with most words in the question, the first of the codebook among equals.
    pub main_instrument: Option<usize>,
    /// What it consists of.
    pub status: ExchangeStatus,
    /// The exchange that says the same: an earlier one with all its questions and answers, or, for
    /// a question without an answer, the answered one in which it stands again.
    pub copy_of: Option<String>,
    /// The probability with which its document was drawn to be coded; `None` where it is not known
    /// of each passage.
    pub document_probability: Option<f64>,
}

impl Exchange {
    /// The stances of question and answer; `None` unless both are known.
    pub fn stances(&self, source: StanceSource) -> Option<(usize, usize)> {
        let question = self.question.stance(source)?;
        Some((question.stance, self.answer.stance(source)?.stance))
    }

    /// Whether question and answer take different stances; not so where either takes none. `None`
    /// where either is not known.
    pub fn is_reframed(&self, source: StanceSource, settings: &ExchangeSettings) -> Option<bool> {
        let (question, answer) = self.stances(source)?;
        let both = settings.is_stance(question) && settings.is_stance(answer);
        Some(both && question != answer)
    }

    /// Whether it counts: a question with an answer that is no copy of another exchange.
    pub fn is_counted(&self) -> bool {
        self.status == ExchangeStatus::Answered && self.copy_of.is_none()
    }
}

/// An exchange with the passages it was made of.
pub(super) struct Draft<'a> {
    pub(super) exchange: Exchange,
    pub(super) questions: Vec<&'a ExchangeFact<'a>>,
    pub(super) answers: Vec<&'a ExchangeFact<'a>>,
}

/// The exchanges of a corpus in order of date, document and place: one for each exchange and actor
/// who asks in it, one for answers without a question, and one for each document and actor with
/// questions or answers in no exchange.
///
/// Each question stands in exactly one of them and each answer in one for each asking actor.
///
/// # Errors
/// When a class does not exist or a passage occurs twice.
pub fn pair_exchanges(
    facts: &[ExchangeFact<'_>],
    settings: &ExchangeSettings,
) -> Result<Vec<Exchange>, CompareError> {
    check(facts, settings.class_ids.len())?;
    let mut documents: BTreeMap<&str, Vec<&ExchangeFact<'_>>> = BTreeMap::new();
    for fact in facts {
        documents.entry(fact.document_id).or_default().push(fact);
    }
    let dates = facts.iter().map(|fact| (fact.date, fact.document_id));
    let turns: BTreeSet<(Option<PartialDate>, &str)> = dates.collect();
    let mut pairing = Pairing::default();
    for original in facts.iter().filter_map(|fact| fact.duplicate_of) {
        pairing.add_original(original);
    }
    let of = |document: &str| documents.get(document).map_or(&[][..], Vec::as_slice);
    for (date, document) in &turns {
        pairing.learn(of(document), *date, settings);
    }
    let exchanges = turns.iter().map(|(date, document)| {
        let exchanges = pairing.exchanges(of(document), *date, settings);
        exchanges.collect::<Vec<_>>()
    });
    Ok(exchanges.flatten().collect())
}

/// Pairs a corpus document by document, in the order of their dates and names, twice: the first
/// time to know which exchanges others may repeat.
///
/// A document with passages of several dates comes once for each of them, with all its passages.
#[derive(Debug, Default)]
pub struct Pairing {
    copies: CopyIndex,
    n_learned: usize,
    n_paired: usize,
}

impl Pairing {
    /// Notes that the passage of this id is repeated by others. All such passages come before the
    /// first document.
    pub fn add_original(&mut self, passage_id: &str) {
        self.copies.add_original(passage_id);
    }

    /// Learns of the exchanges of a document that begin with a passage of this date.
    pub fn learn(
        &mut self,
        facts: &[&ExchangeFact<'_>],
        date: Option<PartialDate>,
        settings: &ExchangeSettings,
    ) {
        for draft in drafts(facts, date, settings) {
            self.copies.add(self.n_learned, &draft);
            self.n_learned += 1;
        }
    }

    /// The exchanges of a document that begin with a passage of this date, once all are learned.
    pub fn exchanges(
        &mut self,
        facts: &[&ExchangeFact<'_>],
        date: Option<PartialDate>,
        settings: &ExchangeSettings,
    ) -> impl Iterator<Item = Exchange> {
        let drafts = drafts(facts, date, settings);
        self.copies.close();
        let copies: Vec<Option<String>> = drafts
            .iter()
            .zip(self.n_paired..)
            .map(|(draft, number)| self.copies.copy_of(number, draft))
            .collect();
        self.n_paired += drafts.len();
        let exchanges: Vec<Exchange> = drafts.into_iter().map(|draft| draft.exchange).collect();
        exchanges
            .into_iter()
            .zip(copies)
            .map(|(mut exchange, copy_of)| {
                exchange.copy_of = copy_of;
                exchange
            })
    }
}

/// The exchanges of a document that begin with a passage of this date, in the order of place.
fn drafts<'a>(
    facts: &[&'a ExchangeFact<'a>],
    date: Option<PartialDate>,
    settings: &ExchangeSettings,
) -> Vec<Draft<'a>> {
    let mut sorted = facts.to_vec();
    sorted.sort_by_key(|fact| (fact.date, fact.order()));
    let mut parts: BTreeMap<&str, Facts<'a>> = BTreeMap::new();
    for fact in sorted {
        parts.entry(fact.exchange_id).or_default().push(fact);
    }
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    for (exchange_id, facts) in &parts {
        if exchange_id.is_empty() {
            drafts.extend(outside_exchanges(facts, settings));
        } else {
            drafts.extend(of_one_exchange(facts, settings));
        }
    }
    drafts.retain(|draft| draft.exchange.date == date);
    drafts.sort_by(|a, b| a.order().cmp(&b.order()));
    drafts
}

type Facts<'a> = Vec<&'a ExchangeFact<'a>>;

fn with_role<'a>(facts: &[&'a ExchangeFact<'a>], role: Role) -> Facts<'a> {
    let of_role = facts.iter().filter(|fact| fact.role == Some(role));
    of_role.copied().collect()
}

fn by_actor<'a>(facts: Facts<'a>) -> BTreeMap<&'a str, Facts<'a>> {
    let mut actors: BTreeMap<&str, Facts<'a>> = BTreeMap::new();
    for fact in facts {
        actors.entry(fact.actor).or_default().push(fact);
    }
    actors
}

fn of_one_exchange<'a>(
    facts: &[&'a ExchangeFact<'a>],
    settings: &ExchangeSettings,
) -> Vec<Draft<'a>> {
    let questions = with_role(facts, Role::Question);
    let answers = with_role(facts, Role::Answer);
    let n_other = facts.len() - questions.len() - answers.len();
    let mut askers: Vec<Facts<'a>> = by_actor(questions).into_values().collect();
    if askers.is_empty() && !answers.is_empty() {
        askers.push(Vec::new());
    }
    let drafts = askers.into_iter().filter_map(|questions| {
        let status = match (questions.is_empty(), answers.is_empty()) {
            (true, _) => ExchangeStatus::NoQuestion,
            (_, true) => ExchangeStatus::Unanswered,
            _ => ExchangeStatus::Answered,
        };
        Draft::new(questions, answers.clone(), n_other, status, settings)
    });
    drafts.collect()
}

fn outside_exchanges<'a>(
    facts: &[&'a ExchangeFact<'a>],
    settings: &ExchangeSettings,
) -> Vec<Draft<'a>> {
    let status = ExchangeStatus::NoExchange;
    let questions = by_actor(with_role(facts, Role::Question)).into_values();
    let answers = by_actor(with_role(facts, Role::Answer)).into_values();
    let questions = questions.map(|facts| (facts, Vec::new()));
    let answers = answers.map(|facts| (Vec::new(), facts));
    let sides = questions.chain(answers);
    sides
        .filter_map(|(questions, answers)| Draft::new(questions, answers, 0, status, settings))
        .collect()
}

impl<'a> Draft<'a> {
    fn new(
        questions: Facts<'a>,
        answers: Facts<'a>,
        n_other_passages: usize,
        status: ExchangeStatus,
        settings: &ExchangeSettings,
    ) -> Option<Self> {
        let first = *questions.first().or(answers.first())?;
        let exchange_id = match first.exchange_id {
            "" => format!("{}#-", first.document_id),
            id => id.to_owned(),
        };
        let actor = questions.first().map(|fact| fact.actor.to_owned());
        let exchange = Exchange {
            exchange_id,
            document_id: first.document_id.to_owned(),
            date: first.date,
            group: first.group.to_owned(),
            actor,
            answered_by: answers.iter().map(|fact| fact.actor.to_owned()).collect(),
            question: Side::of(&questions, settings),
            answer: Side::of(&answers, settings),
            n_other_passages,
            main_instrument: main_instrument(&questions),
            status,
            copy_of: None,
            document_probability: common_probability(&questions, &answers),
        };
        Some(Self {
            exchange,
            questions,
            answers,
        })
    }

    fn order(&self) -> impl Ord + '_ {
        let first = self.questions.first().or(self.answers.first());
        let exchange = &self.exchange;
        (
            exchange.date,
            exchange.document_id.as_str(),
            first.map(|fact| fact.order()),
            exchange.exchange_id.as_str(),
            exchange.actor.as_deref(),
        )
    }
}

fn main_instrument(questions: &[&ExchangeFact<'_>]) -> Option<usize> {
    let mut words: BTreeMap<usize, usize> = BTreeMap::new();
    for fact in questions {
        for &instrument in fact.instruments {
            *words.entry(instrument).or_default() += fact.n_words;
        }
    }
    let most = words.values().max().copied()?;
    words.into_iter().find(|&(_, n)| n == most).map(|(i, _)| i)
}

fn common_probability(
    questions: &[&ExchangeFact<'_>],
    answers: &[&ExchangeFact<'_>],
) -> Option<f64> {
    let mut all = questions.iter().chain(answers);
    let first = all.next()?.document_probability.filter(|&p| p > 0.0)?;
    let same = |fact: &&ExchangeFact<'_>| {
        fact.document_probability.map(f64::to_bits) == Some(first.to_bits())
    };
    all.all(same).then_some(first)
}

#[cfg(test)]
#[path = "pairs_tests.rs"]
mod tests;
