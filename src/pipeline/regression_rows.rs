//! The passages of a comparison as rows for regression in R.

use crate::compare::{ClusterUnit, Entry, Population, RegressionRow};
use crate::corpus::Actor;

use super::comparing::Comparison;
use super::labelled_rows::LabelledRow;

/// One row a passage and actor: joint statements as the comparison counts them.
pub(super) fn regression_rows(
    comparison: &Comparison,
    population: &Population<'_>,
) -> Vec<RegressionRow> {
    let rows: std::collections::BTreeMap<&str, &LabelledRow> = comparison
        .rows
        .iter()
        .map(|row| (row.passage_id.as_str(), row))
        .collect();
    let mut made = Vec::new();
    for entry in &population.entries {
        let Some(row) = rows.get(entry.fact.passage_id.as_str()) else {
            continue;
        };
        for (actor, weight) in comparison.settings.joint.shares(&entry.fact.actor) {
            made.push(regression_row(
                comparison, population, entry, row, &actor, weight,
            ));
        }
    }
    made
}

fn regression_row(
    comparison: &Comparison,
    population: &Population<'_>,
    entry: &Entry<'_>,
    row: &LabelledRow,
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
        let coding = entry.coding.as_ref();
        (
            coding.map(|coding| coding.class),
            coding.map(|coding| coding.drawn.pi),
        )
    };
    RegressionRow {
        passage_id: fact.passage_id.clone(),
        document_id: fact.document_id.clone(),
        group: if fact.group.is_empty() {
            fact.document_id.clone()
        } else {
            fact.group.clone()
        },
        cluster: match population.cluster_unit {
            ClusterUnit::Document => fact.document_id.clone(),
            ClusterUnit::Group => fact.group.clone(),
        },
        actor: Actor::from_name(actor),
        role: fact.role,
        date: row.date(),
        standing: fact.standing,
        instruments: instruments.collect(),
        n_words: fact.n_words,
        predicted: fact.predicted,
        probabilities: fact.probabilities.clone(),
        gold,
        inclusion,
        is_sampled: population.is_census || population.is_sampled,
        weight,
    }
}
