//! The passages of a comparison as rows for regression in R.

use crate::compare::{ClusterUnit, Entry, Population, RegressionRow};
use crate::corpus::Actor;

use super::comparing::Comparison;

/// The rows of a passage, one for each actor: joint statements as the comparison counts them.
pub(super) fn regression_rows<'a>(
    comparison: &'a Comparison,
    population: &'a Population<'a>,
    entry: &'a Entry<'a>,
) -> impl Iterator<Item = RegressionRow> + 'a {
    let shares = comparison.settings.joint.shares(&entry.fact.actor);
    let rows = shares.into_iter();
    rows.map(|(actor, weight)| regression_row(comparison, population, entry, &actor, weight))
}

fn regression_row(
    comparison: &Comparison,
    population: &Population<'_>,
    entry: &Entry<'_>,
    actor: &str,
    weight: f64,
) -> RegressionRow {
    let fact = entry.fact;
    let ids = &comparison.settings.instrument_ids;
    let instruments = fact
        .instruments
        .iter()
        .filter_map(|&place| ids.get(place).cloned());
    let (gold, inclusion) = if population.is_census {
        (fact.gold.as_ref().map(|gold| gold.class), Some(1.0))
    } else {
        let coding = entry.coding();
        (
            coding.map(|coding| coding.class),
            coding.map(|coding| coding.drawn.pi),
        )
    };
    RegressionRow {
        passage_id: fact.passage_id.clone(),
        document_id: fact.document_id.to_string(),
        group: if fact.group.is_empty() {
            fact.document_id.to_string()
        } else {
            fact.group.to_string()
        },
        cluster: match population.cluster_unit {
            ClusterUnit::Document => fact.document_id.to_string(),
            ClusterUnit::Group => fact.group.to_string(),
        },
        actor: Actor::from_name(actor),
        role: fact.role,
        date: fact.date,
        standing: fact.standing,
        instruments: instruments.collect(),
        n_words: fact.n_words,
        predicted: fact.predicted,
        probabilities: fact.probabilities.to_vec(),
        gold,
        inclusion,
        is_sampled: population.is_census || population.is_sampled,
        weight,
    }
}
