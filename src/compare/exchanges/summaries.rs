//! What the shares of exchanges need of each exchange, in little room.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::fact::StanceSource;
use super::pairs::{Exchange, ExchangeStatus};
use super::ratio::MIN_CLUSTERS;

/// What counts of an exchange; about 50 bytes. Its names are with [`ExchangeSummaries`].
#[derive(Debug, Clone)]
pub(super) struct ExchangeSummary {
    /// The number of its document, in the order of their names.
    document: u32,
    actor: Option<u32>,
    /// The number of the list of instruments of the question.
    instruments: u32,
    /// Its group, where groups may be the clusters.
    group: Option<Box<str>>,
    main_instrument: Option<u16>,
    pub(super) status: ExchangeStatus,
    pub(super) is_copy: bool,
    /// 0 where it is not known.
    document_probability: f64,
    /// The stances of question and answer, as coded and as predicted.
    stances: [[Option<u8>; 2]; 2],
}

impl ExchangeSummary {
    pub(super) fn document(&self) -> usize {
        self.document as usize
    }

    pub(super) fn group(&self) -> Option<&str> {
        self.group.as_deref()
    }

    pub(super) fn main_instrument(&self) -> Option<usize> {
        self.main_instrument.map(usize::from)
    }

    pub(super) fn document_probability(&self) -> Option<f64> {
        Some(self.document_probability).filter(|p| *p > 0.0)
    }

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
#[derive(Debug, Default)]
pub struct ExchangeSummaries {
    pub(super) list: Vec<ExchangeSummary>,
    actors: Interned<str>,
    instruments: Interned<[usize]>,
    /// The first documents with exchanges that count, as many as rule out groups as clusters.
    documents: BTreeSet<usize>,
}

/// Things that many exchanges share, each once.
#[derive(Debug)]
struct Interned<T: ?Sized> {
    list: Vec<Arc<T>>,
    numbers: BTreeMap<Arc<T>, u32>,
}

impl<T: ?Sized> Default for Interned<T> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            numbers: BTreeMap::new(),
        }
    }
}

impl<T: ?Sized + Ord> Interned<T> {
    fn number<'t>(&mut self, thing: &'t T) -> u32
    where
        Arc<T>: From<&'t T>,
    {
        if let Some(&known) = self.numbers.get(thing) {
            return known;
        }
        let (number, new) = (size(self.list.len()), Arc::<T>::from(thing));
        self.list.push(Arc::clone(&new));
        self.numbers.insert(new, number);
        number
    }

    fn get(&self, number: u32) -> Option<&T> {
        self.list.get(number as usize).map(AsRef::as_ref)
    }
}

fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
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
                u8::try_from(stance).ok()
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
            document: size(document),
            actor: exchange
                .actor
                .as_deref()
                .map(|actor| self.actors.number(actor)),
            instruments: self.instruments.number(&instruments),
            group: may_need_group.then(|| exchange.group.as_str().into()),
            main_instrument: exchange.main_instrument.and_then(|i| u16::try_from(i).ok()),
            status: exchange.status,
            is_copy: exchange.copy_of.is_some(),
            document_probability: exchange.document_probability.unwrap_or(0.0),
            stances,
        };
        self.list.push(summary);
    }

    /// Who asks in an exchange.
    pub(super) fn actor_of(&self, exchange: &ExchangeSummary) -> Option<&str> {
        self.actors.get(exchange.actor?)
    }

    /// The instruments of the question of an exchange.
    pub(super) fn instruments_of(&self, exchange: &ExchangeSummary) -> &[usize] {
        self.instruments.get(exchange.instruments).unwrap_or(&[])
    }
}
