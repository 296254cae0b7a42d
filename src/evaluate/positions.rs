//! Parties as a model places them, beside parties as experts place them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::variants::{Draws, Trial, previous};
use super::{Contest, VariantPrediction, VariantScore, choose_inside};
use crate::math;
use crate::metrics::spearman;
use crate::random::Random;

/// How parties are placed and compared.
#[derive(Debug, Clone, PartialEq)]
pub struct PositionSettings {
    /// Classes above the line.
    pub plus: Vec<usize>,
    /// Classes below the line.
    pub minus: Vec<usize>,
    /// Rows that a party must have.
    pub min_rows: usize,
    /// Where experts place the parties, by party id.
    pub positions: BTreeMap<String, f64>,
    /// Survey, year and dimension, for people.
    pub name: String,
}

/// One row of `positions.csv`: a party as a variant places it.
#[derive(Debug, Clone, PartialEq)]
pub struct PartyPoint {
    /// The variant.
    pub variant: String,
    /// The name of the test file.
    pub split: String,
    /// The party.
    pub party: String,
    /// Its rows.
    pub n: usize,
    /// Mean probability of the classes above the line, 0 to 1.
    pub mean_plus: f64,
    /// Mean probability of the classes below the line, 0 to 1.
    pub mean_minus: f64,
    /// Natural logarithm of the first over the second.
    pub log_ratio: f64,
    /// Where experts place it; `None` where they do not.
    pub position: Option<f64>,
}

/// Below this a mean probability is taken as this, so that its logarithm is finite.
const SMALLEST_MEAN: f64 = 1e-15;

/// Places the parties of a test file by every variant, and compares their order with that of
/// experts.
///
/// `parties` has the party of each tested row. A party is placed at `ln(mean plus / mean minus)`,
/// the means of the probabilities of the classes over its rows (cf. the logit scale of Lowe et al.
/// 2011). Parties with `min_rows` rows and a position are compared: Spearman's rank correlation.
/// Its interval redraws the rows of each party, the parties held fixed, so it says how the order
/// would move had these parties tabled other texts like these; it does not say how other parties
/// would fall.
pub fn score_positions(
    contest: &Contest<'_>,
    parties: &[Option<String>],
    settings: &PositionSettings,
) -> (Vec<VariantScore>, Vec<PartyPoint>) {
    let mut by_party: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, party) in parties.iter().enumerate() {
        if let Some(party) = party {
            by_party.entry(party).or_default().push(row);
        }
    }
    by_party.retain(|_, rows| rows.len() >= settings.min_rows);
    let chosen = choose_inside(&contest.trials);
    let trials: Vec<&Trial> = contest.trials.iter().chain(&chosen).collect();
    let mut points = Vec::new();
    for trial in &trials {
        for predictions in trial.outcome.iter().flatten().take(1) {
            let places = by_party.iter().map(|(party, rows)| {
                let (mean_plus, mean_minus) = means(predictions, rows, settings);
                PartyPoint {
                    variant: trial.variant.clone(),
                    split: contest.split.clone(),
                    party: (*party).to_owned(),
                    n: rows.len(),
                    mean_plus,
                    mean_minus,
                    log_ratio: log_ratio(mean_plus, mean_minus),
                    position: settings.positions.get(*party).copied(),
                }
            });
            points.extend(places);
        }
    }
    let compared: Vec<(f64, Vec<usize>)> = by_party
        .into_iter()
        .filter_map(|(party, rows)| Some((*settings.positions.get(party)?, rows)))
        .collect();
    let scores = correlate(contest, &trials, &compared, settings);
    (scores, points)
}

fn correlate(
    contest: &Contest<'_>,
    trials: &[&Trial],
    compared: &[(f64, Vec<usize>)],
    settings: &PositionSettings,
) -> Vec<VariantScore> {
    let experts: Vec<f64> = compared.iter().map(|(position, _)| *position).collect();
    let correlations = |drawn: &[Vec<usize>]| -> Vec<Option<Vec<f64>>> {
        let of = |trial: &&Trial| {
            let predictions = trial.outcome.as_ref().ok()?.first()?;
            let places = drawn.iter().map(|rows| {
                let (plus, minus) = means(predictions, rows, settings);
                log_ratio(plus, minus)
            });
            let places: Vec<f64> = places.collect();
            Some(vec![spearman(&places, &experts)?])
        };
        trials.iter().map(of).collect()
    };
    let rows: Vec<Vec<usize>> = compared.iter().map(|(_, rows)| rows.clone()).collect();
    let draws = Draws {
        estimates: correlations(&rows),
        resamples: (0..contest.n_resamples)
            .into_par_iter()
            .map(|sample| {
                let mut random = Random::stream(contest.seed, u64::from(sample));
                let drawn: Vec<Vec<usize>> = rows.iter().map(|r| redrawn(r, &mut random)).collect();
                correlations(&drawn)
            })
            .collect(),
    };
    let n = rows.iter().map(Vec::len).sum();
    let n_resamples = contest.n_resamples;
    let method = format!(
        "Spearman correlation of ln(mean plus / mean minus) with {} over parties of {} rows or \
         more; n_groups counts parties; interval: percentiles of {n_resamples} bootstrap samples \
         of rows within parties, parties and models held fixed",
        settings.name, settings.min_rows,
    );
    let score = |(place, trial): (usize, &&Trial)| {
        let score = draws.score(place, 0);
        let versus = |other: Option<usize>| draws.difference(place, other?, 0);
        VariantScore {
            variant: trial.variant.clone(),
            split: contest.split.clone(),
            metric: "rank_correlation",
            stance: None,
            estimate: score.map(|score| score.estimate),
            interval: score.and_then(|score| score.interval),
            minus_baseline: versus(Some(contest.baseline).filter(|b| *b != place)),
            minus_previous: versus(previous(contest, place)),
            n,
            n_groups: compared.len(),
            n_groupings: 1,
            method: match score {
                Some(_) => method.clone(),
                None => format!("no two parties to order; {method}"),
            },
        }
    };
    trials.iter().enumerate().map(score).collect()
}

/// As many rows, drawn with replacement.
fn redrawn(rows: &[usize], random: &mut Random) -> Vec<usize> {
    let draw = |_: &usize| rows.get(random.below(rows.len())).copied();
    rows.iter().filter_map(draw).collect()
}

/// The mean probability of the classes above and of those below the line.
fn means(
    predictions: &[VariantPrediction],
    rows: &[usize],
    settings: &PositionSettings,
) -> (f64, f64) {
    let sum_of = |classes: &[usize]| -> f64 {
        let predicted = rows.iter().filter_map(|&row| predictions.get(row));
        let values = predicted.flat_map(|p| classes.iter().filter_map(|&k| p.probabilities.get(k)));
        values.sum()
    };
    let n = rows.len().max(1) as f64;
    (sum_of(&settings.plus) / n, sum_of(&settings.minus) / n)
}

fn log_ratio(plus: f64, minus: f64) -> f64 {
    math::ln(plus.max(SMALLEST_MEAN)) - math::ln(minus.max(SMALLEST_MEAN))
}
