//! How often a question from one stance is answered from another.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{
    AnswerStance, Basis, Counted, QuestionStance, counted, stance_pairs, unanswered,
};
use super::fact::{ExchangeSettings, StanceSource};
use super::pairs::{Exchange, ExchangeStatus};
use super::permutation::{AnswerShares, CellKey, p_values};
use super::ratio::{IntervalKind, MIN_CLUSTERS, Observation, ratio};
use super::summaries::{ExchangeSummaries, ExchangeSummary};
use crate::metrics::{Interval, benjamini_hochberg};

/// Below so many exchanges whose answers could change places, a row gets no p-value.
const MIN_PERMUTABLE: usize = 5;

/// What is taken to be independent of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cluster {
    /// Documents.
    Document,
    /// Groups: sections of documents with the exchanges that belong to them.
    Group,
}

impl Cluster {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Document, Self::Group];

    /// The cluster as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Group => "group",
        }
    }
}

/// One row of `reframing.csv` or `reframing_by_instrument.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct ReframingRow {
    /// Who asks, or the instrument that is asked about; `None` for all.
    pub unit: Option<String>,
    /// Which questions.
    pub question: QuestionStance,
    /// Which answers are counted.
    pub answer: AnswerStance,
    /// Whose classes.
    pub source: StanceSource,
    /// What the classes of the source rest on.
    pub basis: Basis,
    /// Of the exchanges with such a question those with such an answer; with a basis of
    /// [`Basis::Sample`] weighted. `None` without exchanges.
    pub estimate: Option<f64>,
    /// The standard error beyond what was counted.
    pub std_error: Option<f64>,
    /// The 95 % interval.
    pub interval: Option<Interval>,
    /// How the interval came about, or why there is none.
    pub interval_kind: IntervalKind,
    /// Exchanges with such a question and such an answer.
    pub n_both: usize,
    /// Exchanges with such a question.
    pub n_question_stance: usize,
    /// Exchanges of the unit that count.
    pub n_exchanges: usize,
    /// Such questions that nobody answered.
    pub n_unanswered: usize,
    /// Answered exchanges of the unit that are copies and do not count.
    pub n_copies_left_out: usize,
    /// Documents of the exchanges with such a question.
    pub n_documents: usize,
    /// Clusters of the exchanges with such a question.
    pub n_clusters: usize,
    /// What a cluster is.
    pub cluster: Cluster,
    /// The share that the answers to all exchanges would give.
    pub share_of_all_answers: Option<f64>,
    /// The share that the answers to the same instruments in the same document would give,
    /// whatever the stance of the question.
    pub expected: Option<f64>,
    /// `estimate − expected`.
    pub difference: Option<f64>,
    /// Exchanges with such a question whose stratum has answers of different classes.
    pub n_permutable: usize,
    /// The p-value of the difference by permutation.
    pub p_value: Option<f64>,
    /// It after Benjamini and Hochberg, among the rows of all actors, or among those of single
    /// actors or instruments.
    pub q_value: Option<f64>,
}

/// Reframing per asking actor, all of them first, then by name.
///
/// Actors whose questions have no answer keep their rows.
pub fn reframing_by_actor(
    exchanges: &[Exchange],
    settings: &ExchangeSettings,
) -> Vec<ReframingRow> {
    ExchangeSummaries::of(exchanges).reframing_by_actor(settings)
}

/// Reframing per instrument of the question, in the order of the codebook. A question about
/// several counts for each; instruments nobody asks about keep their rows.
pub fn reframing_by_instrument(
    exchanges: &[Exchange],
    settings: &ExchangeSettings,
) -> Vec<ReframingRow> {
    ExchangeSummaries::of(exchanges).reframing_by_instrument(settings)
}

impl ExchangeSummaries {
    /// The same as [`reframing_by_actor`].
    pub fn reframing_by_actor(&self, settings: &ExchangeSettings) -> Vec<ReframingRow> {
        let asking = self
            .list
            .iter()
            .filter(|exchange| exchange.status != ExchangeStatus::NoExchange);
        let actors: BTreeSet<&str> = asking
            .filter_map(|exchange| self.actor_of(exchange))
            .collect();
        let units: Vec<Option<String>> = [None]
            .into_iter()
            .chain(actors.iter().map(|actor| Some((*actor).to_owned())))
            .collect();
        let places: BTreeMap<&str, usize> = actors.iter().copied().zip(1..).collect();
        let units_of = |exchange: &ExchangeSummary| {
            let own = self.actor_of(exchange);
            let own = own.and_then(|actor| places.get(actor));
            [0].into_iter().chain(own.copied()).collect()
        };
        rows(&self.list, &units, &units_of, settings)
    }

    /// The same as [`reframing_by_instrument`].
    pub fn reframing_by_instrument(&self, settings: &ExchangeSettings) -> Vec<ReframingRow> {
        let ids = settings.instrument_ids.iter();
        let units: Vec<Option<String>> = ids.map(|id| Some(id.clone())).collect();
        let units_of = |exchange: &ExchangeSummary| self.instruments_of(exchange).to_vec();
        rows(&self.list, &units, &units_of, settings)
    }
}

/// The units of an exchange.
type UnitsOf<'u> = dyn Fn(&ExchangeSummary) -> Vec<usize> + 'u;

fn rows(
    exchanges: &[ExchangeSummary],
    units: &[Option<String>],
    units_of: &UnitsOf<'_>,
    settings: &ExchangeSettings,
) -> Vec<ReframingRow> {
    let pairs = stance_pairs(settings);
    let cells: Vec<CellKey> = (0..units.len())
        .flat_map(|unit| {
            pairs.iter().map(move |&(question, answer)| CellKey {
                unit,
                question,
                answer,
            })
        })
        .collect();
    let mut all = Vec::new();
    for source in StanceSource::ALL {
        let (counted, basis) = counted(exchanges, source);
        if source == StanceSource::Coded && counted.is_empty() {
            continue;
        }
        let of_source = (source, counted.as_slice(), basis);
        let table = Table::of(exchanges, of_source, (units.len(), units_of), settings);
        let mut rows: Vec<ReframingRow> = cells
            .iter()
            .map(|cell| table.row(cell, units.get(cell.unit).cloned().flatten()))
            .collect();
        if basis == Basis::Census {
            let units_of_counted: Vec<Vec<usize>> =
                counted.iter().map(|c| units_of(c.exchange)).collect();
            let p = p_values(&counted, &units_of_counted, &cells, settings);
            add_p_values(&mut rows, &p);
        }
        all.extend(rows);
    }
    all
}

/// The clusters of exchanges, as numbers in the order of their names.
struct Clusters<'a> {
    unit: Cluster,
    groups: BTreeMap<&'a str, usize>,
}

impl<'a> Clusters<'a> {
    /// Documents where they are enough or were drawn; else groups.
    fn of(counted: &[Counted<'a>], basis: Basis) -> Self {
        let documents: BTreeSet<usize> = counted.iter().map(|c| c.exchange.document()).collect();
        if basis == Basis::Sample || documents.len() >= MIN_CLUSTERS {
            return Self {
                unit: Cluster::Document,
                groups: BTreeMap::new(),
            };
        }
        let groups = counted.iter().filter_map(|c| c.exchange.group());
        let groups: BTreeSet<&str> = groups.collect();
        Self {
            unit: Cluster::Group,
            groups: groups.into_iter().zip(0..).collect(),
        }
    }

    fn number(&self, exchange: &ExchangeSummary) -> usize {
        match self.unit {
            Cluster::Document => exchange.document(),
            Cluster::Group => {
                let group = exchange.group();
                let number = group.and_then(|group| self.groups.get(group));
                number.copied().unwrap_or(0)
            }
        }
    }
}

fn add_p_values(rows: &mut [ReframingRow], p: &[f64]) {
    for is_all in [true, false] {
        let tested: Vec<usize> = (0..rows.len())
            .filter(|&i| rows[i].unit.is_none() == is_all)
            .filter(|&i| rows[i].n_permutable >= MIN_PERMUTABLE)
            .collect();
        let of_family: Vec<f64> = tested.iter().map(|&i| p[i]).collect();
        for (i, q) in tested.into_iter().zip(benjamini_hochberg(&of_family)) {
            rows[i].p_value = Some(p[i]);
            rows[i].q_value = Some(q);
        }
    }
}

/// What the rows of one source are made of.
struct Table<'a> {
    counted: &'a [Counted<'a>],
    /// The exchanges of each unit, as places in `counted`.
    of_units: Vec<Vec<u32>>,
    /// Unanswered questions by unit and stance.
    n_open: Vec<usize>,
    /// Copies by unit.
    n_copies: Vec<usize>,
    shares: AnswerShares,
    clusters: Clusters<'a>,
    basis: Basis,
    source: StanceSource,
    settings: &'a ExchangeSettings,
}

impl<'a> Table<'a> {
    fn of(
        exchanges: &'a [ExchangeSummary],
        (source, counted, basis): (StanceSource, &'a [Counted<'a>], Basis),
        (n_units, units_of): (usize, &UnitsOf<'_>),
        settings: &'a ExchangeSettings,
    ) -> Self {
        let n_classes = settings.class_ids.len();
        let copies = exchanges
            .iter()
            .filter(|e| e.status == ExchangeStatus::Answered && e.is_copy);
        let mut n_copies = vec![0; n_units];
        copies.for_each(|copy| count_units(units_of(copy), &mut n_copies, |unit| unit));
        let mut n_open = vec![0; n_units * n_classes];
        for (exchange, stance) in unanswered(exchanges, source) {
            let place = |unit| unit * n_classes + stance;
            count_units(units_of(exchange), &mut n_open, place);
        }
        Self {
            of_units: members_of_units(counted, units_of, n_units),
            n_open,
            n_copies,
            shares: AnswerShares::of(counted, n_classes),
            clusters: Clusters::of(counted, basis),
            counted,
            basis,
            source,
            settings,
        }
    }

    fn row(&self, cell: &CellKey, unit: Option<String>) -> ReframingRow {
        let settings = self.settings;
        let of_unit = self.of_units.get(cell.unit).map_or(&[][..], Vec::as_slice);
        let members: Vec<&Counted<'_>> = of_unit
            .iter()
            .filter_map(|&place| self.counted.get(place as usize))
            .filter(|c| cell.question.has(c.question(), settings))
            .collect();
        let observations: Vec<Observation> =
            members.iter().map(|c| self.observation(c, cell)).collect();
        let found = ratio(&observations);
        let has_interval = matches!(self.basis, Basis::Census | Basis::Sample);
        let beyond = found.filter(|_| has_interval);
        let expected = mean(&members, |c| {
            self.shares.in_stratum(c, cell.answer, settings)
        });
        let estimate = found.map(|found| found.estimate);
        let clusters: BTreeSet<usize> = observations.iter().map(|o| o.cluster).collect();
        let documents: BTreeSet<usize> = members.iter().map(|c| c.exchange.document()).collect();
        ReframingRow {
            unit,
            question: cell.question,
            answer: cell.answer,
            source: self.source,
            basis: self.basis,
            estimate,
            std_error: beyond.and_then(|found| found.std_error),
            interval: beyond.and_then(|found| found.interval),
            interval_kind: match beyond {
                Some(found) => found.kind,
                None if has_interval => IntervalKind::NotEstimable,
                None => IntervalKind::None,
            },
            n_both: observations.iter().filter(|o| o.is_success).count(),
            n_question_stance: members.len(),
            n_exchanges: of_unit.len(),
            n_unanswered: self.n_unanswered(cell),
            n_copies_left_out: self.n_copies.get(cell.unit).copied().unwrap_or(0),
            n_documents: documents.len(),
            n_clusters: clusters.len(),
            cluster: self.clusters.unit,
            share_of_all_answers: mean(&members, |c| self.shares.in_all(c, cell.answer, settings)),
            expected,
            difference: estimate.zip(expected).map(|(share, base)| share - base),
            n_permutable: members.iter().filter(|c| self.shares.differ(c)).count(),
            p_value: None,
            q_value: None,
        }
    }

    fn observation(&self, counted: &Counted<'_>, cell: &CellKey) -> Observation {
        let is_success = cell
            .answer
            .has(counted.question(), counted.answer(), self.settings);
        Observation {
            cluster: self.clusters.number(counted.exchange),
            weight: counted.weight,
            is_success,
        }
    }

    fn n_unanswered(&self, cell: &CellKey) -> usize {
        let n_classes = self.settings.class_ids.len();
        let start = cell.unit * n_classes;
        let of_unit = self.n_open.get(start..start + n_classes).unwrap_or(&[]);
        let by_stance = of_unit.iter().enumerate();
        by_stance
            .filter(|(stance, _)| cell.question.has(*stance, self.settings))
            .map(|(_, n)| n)
            .sum()
    }
}

fn mean(members: &[&Counted<'_>], of: impl Fn(&Counted<'_>) -> f64) -> Option<f64> {
    let total: f64 = members.iter().map(|c| c.weight).sum();
    let sum: f64 = members.iter().map(|c| c.weight * of(c)).sum();
    (!members.is_empty()).then(|| sum / total)
}

fn members_of_units(
    counted: &[Counted<'_>],
    units_of: &UnitsOf<'_>,
    n_units: usize,
) -> Vec<Vec<u32>> {
    let mut members = vec![Vec::new(); n_units];
    for (counted, place) in counted.iter().zip(0_u32..) {
        for unit in units_of(counted.exchange) {
            if let Some(members) = members.get_mut(unit) {
                members.push(place);
            }
        }
    }
    members
}

/// Counts an exchange once in each of its units, at the place of the unit among `counts`.
fn count_units(mut units: Vec<usize>, counts: &mut [usize], place: impl Fn(usize) -> usize) {
    units.sort_unstable();
    units.dedup();
    for unit in units {
        if let Some(n) = counts.get_mut(place(unit)) {
            *n += 1;
        }
    }
}

#[cfg(test)]
#[path = "reframing_tests.rs"]
mod tests;
