//! Which cells the tables of reframing have, and which exchanges count in them.

use std::collections::BTreeMap;

use super::fact::{ExchangeSettings, StanceSource};
use super::pairs::ExchangeStatus;
use super::summaries::ExchangeSummary;

/// Which questions a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuestionStance {
    /// Those of a class.
    Class(usize),
    /// Those that take a stance, whichever.
    AnyStance,
}

/// Which answers a row counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerStance {
    /// Those of a class. Of the class that takes no stance: questions that were evaded.
    Class(usize),
    /// Those that take another stance than the question.
    AnotherStance,
}

/// The name of [`QuestionStance::AnyStance`] in tables.
pub(super) const ANY_STANCE: &str = "any-stance";
/// The name of [`AnswerStance::AnotherStance`] in tables.
pub(super) const ANOTHER_STANCE: &str = "another-stance";

impl QuestionStance {
    /// Whether a question of `class` is one of them.
    pub(super) fn has(self, class: usize, settings: &ExchangeSettings) -> bool {
        match self {
            Self::Class(own) => own == class,
            Self::AnyStance => settings.is_stance(class),
        }
    }

    /// The stance as it stands in tables.
    pub(super) fn name(self, settings: &ExchangeSettings) -> &str {
        match self {
            Self::Class(class) => settings.class_id(Some(class)),
            Self::AnyStance => ANY_STANCE,
        }
    }
}

impl AnswerStance {
    /// Whether an answer of `class` to a question of class `question` is one of them.
    pub(super) fn has(self, question: usize, class: usize, settings: &ExchangeSettings) -> bool {
        match self {
            Self::Class(own) => own == class,
            Self::AnotherStance => settings.is_stance(class) && question != class,
        }
    }

    /// The stance as it stands in tables.
    pub(super) fn name(self, settings: &ExchangeSettings) -> &str {
        match self {
            Self::Class(class) => settings.class_id(Some(class)),
            Self::AnotherStance => ANOTHER_STANCE,
        }
    }
}

/// The pairs of stances of a table: each class and any stance, answered by each class and, where
/// the question takes a stance, by another one.
pub(super) fn stance_pairs(settings: &ExchangeSettings) -> Vec<(QuestionStance, AnswerStance)> {
    let classes = 0..settings.class_ids.len();
    let questions = classes
        .clone()
        .map(|class| (QuestionStance::Class(class), settings.is_stance(class)))
        .chain([(QuestionStance::AnyStance, true)]);
    questions
        .flat_map(|(question, takes_stance)| {
            let another = takes_stance.then_some(AnswerStance::AnotherStance);
            let answers = classes.clone().map(AnswerStance::Class).chain(another);
            answers.map(move |answer| (question, answer))
        })
        .collect()
}

/// What the classes of a source rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Every exchange that counts is coded.
    Census,
    /// Documents were drawn with known probabilities and all their exchanges coded.
    Sample,
    /// Some exchanges are coded, and how they were chosen is not known.
    Selected,
    /// The model's classes.
    Predicted,
}

impl Basis {
    /// All, in their order.
    pub const ALL: [Self; 4] = [Self::Census, Self::Sample, Self::Selected, Self::Predicted];

    /// The basis as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Census => "census",
            Self::Sample => "sample",
            Self::Selected => "selected",
            Self::Predicted => "predicted",
        }
    }
}

/// An exchange that counts in a source.
#[derive(Debug, Clone)]
pub(super) struct Counted<'a> {
    pub(super) exchange: &'a ExchangeSummary,
    pub(super) weight: f64,
    stratum: u32,
    source: StanceSource,
}

impl Counted<'_> {
    /// The class of the question.
    pub(super) fn question(&self) -> usize {
        self.exchange
            .stances(self.source)
            .map_or(0, |(question, _)| question)
    }

    /// The class of the answer.
    pub(super) fn answer(&self) -> usize {
        self.exchange
            .stances(self.source)
            .map_or(0, |(_, answer)| answer)
    }

    /// The number of its stratum: same document, same main instrument of the question.
    pub(super) fn stratum(&self) -> usize {
        self.stratum as usize
    }
}

/// The exchanges that count in a source, and what they rest on.
pub(super) fn counted(
    exchanges: &[ExchangeSummary],
    source: StanceSource,
) -> (Vec<Counted<'_>>, Basis) {
    let mut strata: BTreeMap<(usize, Option<usize>), u32> = BTreeMap::new();
    let mut found: Vec<Counted<'_>> = exchanges
        .iter()
        .filter(|exchange| exchange.is_counted())
        .filter_map(|exchange| {
            exchange.stances(source)?;
            let next = u32::try_from(strata.len()).unwrap_or(u32::MAX);
            let key = (exchange.document(), exchange.main_instrument());
            Some(Counted {
                exchange,
                weight: 1.0,
                stratum: *strata.entry(key).or_insert(next),
                source,
            })
        })
        .collect();
    let basis = match source {
        StanceSource::Predicted => Basis::Predicted,
        StanceSource::Coded => basis(exchanges, &found),
    };
    if basis == Basis::Sample {
        for counted in &mut found {
            counted.weight = 1.0 / counted.exchange.document_probability().unwrap_or(1.0);
        }
    }
    (found, basis)
}

fn basis(exchanges: &[ExchangeSummary], coded: &[Counted<'_>]) -> Basis {
    let mut per_document: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for exchange in exchanges.iter().filter(|exchange| exchange.is_counted()) {
        per_document.entry(exchange.document()).or_default().0 += 1;
    }
    for counted in coded {
        let of_document = per_document.entry(counted.exchange.document());
        of_document.or_default().1 += 1;
    }
    let is_drawn = || {
        let whole = per_document
            .values()
            .all(|&(all, coded)| coded == 0 || coded == all);
        let known = |counted: &Counted<'_>| counted.exchange.document_probability().is_some();
        whole && coded.iter().all(known)
    };
    if per_document.values().all(|&(all, coded)| coded == all) {
        Basis::Census
    } else if is_drawn() {
        Basis::Sample
    } else {
        Basis::Selected
    }
}

/// Questions without an answer that are no copies, by their stance.
pub(super) fn unanswered(
    exchanges: &[ExchangeSummary],
    source: StanceSource,
) -> Vec<(&ExchangeSummary, usize)> {
    let open = exchanges
        .iter()
        .filter(|exchange| exchange.status == ExchangeStatus::Unanswered && !exchange.is_copy);
    open.filter_map(|exchange| Some((exchange, exchange.question(source)?)))
        .collect()
}
