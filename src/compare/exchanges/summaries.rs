//! What the shares of exchanges need of each exchange, in little room.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::fact::StanceSource;
use super::pairs::{Exchange, ExchangeStatus};
use super::ratio::MIN_CLUSTERS;

/// What counts of an exchange.
#[derive(Debug, Clone)]
pub(super) struct ExchangeSummary {
    /// The number of its document, in the order of their names.
    pub(super) document: usize,
    /// Its group, where groups may be the clusters.
    pub(super) group: Option<Arc<str>>,
    pub(super) actor: Option<Arc<str>>,
    /// The instruments of the question.
    pub(super) instruments: Arc<[usize]>,
    pub(super) main_instrument: Option<usize>,
    pub(super) status: ExchangeStatus,
    pub(super) is_copy: bool,
    pub(super) document_probability: Option<f64>,
    /// The stances of question and answer, as coded and as predicted.
    stances: [[Option<u16>; 2]; 2],
}

impl ExchangeSummary {
    fn stances_of(&self, source: StanceSource) -> [Option<usize>; 2] {
        let [coded, predicted] = self.stances;
        let stances = match source {
            StanceSource::Coded => coded,
            StanceSource::Predicted => predicted,
        };
        stances.map(|stance| stance.map(usize::from))
    }

    /// The stance of the question; `None` where it is not known.
    pub(super) fn question(&self, source: StanceSource) -> Option<usize> {
        let [question, _] = self.stances_of(source);
        question
    }

    /// The stances of question and answer; `None` unless both are known.
    pub(super) fn stances(&self, source: StanceSource) -> Option<(usize, usize)> {
        let [question, answer] = self.stances_of(source);
        question.zip(answer)
    }

    /// Whether it counts: a question with an answer that is no copy of another exchange.
    pub(super) fn is_counted(&self) -> bool {
        self.status == ExchangeStatus::Answered && !self.is_copy
    }
}

/// The exchanges of a corpus, as far as shares need them.
#[derive(Debug, Clone, Default)]
pub struct ExchangeSummaries {
    pub(super) list: Vec<ExchangeSummary>,
    names: BTreeSet<Arc<str>>,
    instruments: BTreeSet<Arc<[usize]>>,
    /// The first documents with exchanges that count, as many as rule out groups as clusters.
    documents: BTreeSet<usize>,
}

impl ExchangeSummaries {
    /// The summaries of these exchanges.
    pub fn of(exchanges: &[Exchange]) -> Self {
        let names: BTreeSet<&str> = exchanges.iter().map(|e| e.document_id.as_str()).collect();
        let numbers: BTreeMap<&str, usize> = names.into_iter().zip(0..).collect();
        let mut summaries = Self::default();
        for exchange in exchanges {
            let number = numbers.get(exchange.document_id.as_str());
            summaries.add(exchange, number.copied().unwrap_or(0));
        }
        summaries
    }

    /// Adds an exchange. `document` is the number of its document in the order of their names.
    pub fn add(&mut self, exchange: &Exchange, document: usize) {
        let of = |source| {
            let sides = [&exchange.question, &exchange.answer];
            sides.map(|side| {
                let stance = side.stance(source)?.stance;
                u16::try_from(stance).ok()
            })
        };
        let stances = [of(StanceSource::Coded), of(StanceSource::Predicted)];
        if exchange.is_counted() && self.documents.len() < MIN_CLUSTERS {
            self.documents.insert(document);
        }
        // With more documents than that, groups are clusters of coded exchanges at most.
        let may_need_group = self.documents.len() < MIN_CLUSTERS
            || stances.iter().take(1).flatten().any(Option::is_some);
        let instruments: Vec<usize> = exchange.question.instruments.iter().copied().collect();
        let summary = ExchangeSummary {
            document,
            group: may_need_group.then(|| exchange.group.as_str().into()),
            actor: exchange.actor.as_deref().map(|actor| self.name(actor)),
            instruments: self.instrument_list(&instruments),
            main_instrument: exchange.main_instrument,
            status: exchange.status,
            is_copy: exchange.copy_of.is_some(),
            document_probability: exchange.document_probability,
            stances,
        };
        self.list.push(summary);
    }

    fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        self.names.insert(Arc::clone(&new));
        new
    }

    fn instrument_list(&mut self, list: &[usize]) -> Arc<[usize]> {
        if let Some(known) = self.instruments.get(list) {
            return Arc::clone(known);
        }
        let new: Arc<[usize]> = list.into();
        self.instruments.insert(Arc::clone(&new));
        new
    }
}
