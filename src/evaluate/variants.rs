//! Scores of variants of the settings on the same passages, and what differs between them.

use super::tally::{Metric, Score, Tally};
use super::{EvaluationSet, Fold, Scored};
use crate::config::CHOSEN_INSIDE;
use crate::metrics::{Interval, MetricsError, cluster_bootstrap, percentile_interval};
use crate::stance::InnerScore;

/// A prediction by a model of a variant, with how well the variant did inside the training part.
#[derive(Debug, Clone, PartialEq)]
pub struct VariantPrediction {
    /// The class, from 0.
    pub class: usize,
    /// The probability of each class.
    pub probabilities: Vec<f64>,
    /// How well its pipeline did in the cross-validation inside the training part.
    pub inner: InnerScore,
}

impl Scored for VariantPrediction {
    fn class(&self) -> usize {
        self.class
    }

    fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }
}

/// What a variant predicted.
#[derive(Debug, Clone)]
pub struct Trial {
    /// The variant.
    pub variant: String,
    /// For each grouping the prediction of each tested row; or why there is none, a clause.
    pub outcome: Result<Vec<Vec<VariantPrediction>>, String>,
}

/// Variants on the same tested rows.
#[derive(Debug)]
pub struct Contest<'a> {
    /// The split, or the name of the test file.
    pub split: String,
    /// The tested rows.
    pub set: &'a EvaluationSet,
    /// What each variant predicted, in the order of the plan; all for equally many groupings.
    pub trials: Vec<Trial>,
    /// The number of the variant with which the others are compared.
    pub baseline: usize,
    /// For each grouping its folds; empty for a test file.
    pub folds: Vec<&'a [Fold]>,
    /// How predictions came about and what is drawn, a clause for the column `method`.
    pub how: String,
    /// Bootstrap samples for each interval.
    pub n_resamples: u32,
    /// Seed of the bootstrap.
    pub seed: u64,
}

/// A difference of two scores on the same passages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The difference.
    pub estimate: f64,
    /// Its 95 % interval, both scored on the same draws; `None` where there is none to give.
    pub interval: Option<Interval>,
}

/// One row of `variants.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct VariantScore {
    /// The variant.
    pub variant: String,
    /// The split, or the name of the test file.
    pub split: String,
    /// The score.
    pub metric: &'static str,
    /// The class, where the score is one of a single class.
    pub stance: Option<usize>,
    /// The score; `None` where `method` says why.
    pub estimate: Option<f64>,
    /// The 95 % interval; `None` where there is none to give.
    pub interval: Option<Interval>,
    /// The score minus that of the baseline; `None` for the baseline itself.
    pub minus_baseline: Option<Difference>,
    /// The score minus that of the variant before; `None` for the first.
    pub minus_previous: Option<Difference>,
    /// The passages behind the score.
    pub n: usize,
    /// The groups, or for a rank correlation the parties, behind it.
    pub n_groups: usize,
    /// The groupings over which it is a mean.
    pub n_groupings: usize,
    /// How score and interval came about, or why there is none.
    pub method: String,
}

/// The trial that, in each training part, takes the variant that did best in its own
/// cross-validation there: largest macro-F1, then least log loss, then the first. Its score is what
/// choosing among the variants is worth on passages that had no part in the choice, unlike that of
/// the best row of the table (Varma & Simon 2006; Cawley & Talbot 2010).
///
/// `None` for fewer than two variants. All rows of a fold have the inner scores of their fold's
/// models, so that choosing by row is choosing by fold.
pub fn choose_inside(trials: &[Trial]) -> Option<Trial> {
    if trials.len() < 2 {
        return None;
    }
    let outcomes: Result<Vec<_>, String> = trials
        .iter()
        .map(|trial| {
            let outcome = trial.outcome.as_ref();
            outcome.map_err(|reason| format!("variant `{}`: {reason}", trial.variant))
        })
        .collect();
    let outcome = outcomes.map(|outcomes| {
        let Some((first, others)) = outcomes.split_first() else {
            return Vec::new();
        };
        let mut chosen: Vec<Vec<VariantPrediction>> = (*first).clone();
        for other in others {
            for (chosen, other) in chosen.iter_mut().zip(other.iter()) {
                for (best, rival) in chosen.iter_mut().zip(other) {
                    if rival.inner.is_better_than(&best.inner) {
                        best.clone_from(rival);
                    }
                }
            }
        }
        chosen
    });
    Some(Trial {
        variant: CHOSEN_INSIDE.to_owned(),
        outcome,
    })
}

/// Whether a score is one of the table.
fn is_shown((metric, _): Score) -> bool {
    matches!(
        metric,
        Metric::MacroF1 | Metric::Accuracy | Metric::F1 | Metric::LogLoss
    )
}

/// The tallies of a trial, one a grouping; none where it has no predictions.
pub(super) fn tallies(
    set: &EvaluationSet,
    trial: &Trial,
) -> Result<Option<Vec<Tally>>, MetricsError> {
    let Ok(groupings) = &trial.outcome else {
        return Ok(None);
    };
    let tallies = groupings
        .iter()
        .map(|rows| Tally::without_calibration(set, rows));
    tallies.collect::<Result<Vec<_>, _>>().map(Some)
}

/// The mean over groupings of each shown score where group g counts `counts[g]` times.
fn mean_values(tallies: &[Tally], counts: &[u32]) -> Vec<f64> {
    let mut sums: Vec<f64> = Vec::new();
    for tally in tallies {
        let scores = tally.scores();
        let values = scores.into_iter().zip(tally.values(counts));
        let shown = values.filter(|(score, _)| is_shown(*score)).map(|(_, v)| v);
        if sums.is_empty() {
            sums = shown.collect();
        } else {
            sums.iter_mut().zip(shown).for_each(|(sum, v)| *sum += v);
        }
    }
    let n = tallies.len().max(1) as f64;
    sums.into_iter().map(|sum| sum / n).collect()
}

/// Scores all variants, and the choice among them, on the same draws of groups.
///
/// A score is the mean over groupings of the score of that grouping's pooled predictions; each
/// bootstrap sample of groups is scored in the same way for all variants, so that differences are
/// paired.
///
/// # Errors
/// When predictions do not fit the classes.
pub fn score_contest(contest: &Contest<'_>) -> Result<Vec<VariantScore>, MetricsError> {
    let set = contest.set;
    let mut trials: Vec<&Trial> = contest.trials.iter().collect();
    let chosen = choose_inside(&contest.trials);
    trials.extend(&chosen);
    let tallies: Vec<Option<Vec<Tally>>> = trials
        .iter()
        .map(|trial| tallies(set, trial))
        .collect::<Result<_, _>>()?;
    let values = |counts: &[u32]| -> Vec<Option<Vec<f64>>> {
        let of = |tallies: &Option<Vec<Tally>>| Some(mean_values(tallies.as_ref()?, counts));
        tallies.iter().map(of).collect()
    };
    let estimates = values(&vec![1; set.n_groups()]);
    let resamples = if set.n_groups() < 2 {
        Vec::new()
    } else {
        cluster_bootstrap(set.n_groups(), contest.n_resamples, contest.seed, values)
    };
    let draws = Draws {
        estimates,
        resamples,
    };
    let mut rows = Vec::new();
    for (place, trial) in trials.iter().enumerate() {
        rows.extend(trial_rows(contest, trial, place, &tallies, &draws));
    }
    Ok(rows)
}

/// Scores of all trials, as they are and on each bootstrap sample.
pub(super) struct Draws {
    pub(super) estimates: Vec<Option<Vec<f64>>>,
    pub(super) resamples: Vec<Vec<Option<Vec<f64>>>>,
}

impl Draws {
    /// A score of a trial with its interval.
    pub(super) fn score(&self, trial: usize, column: usize) -> Option<Difference> {
        self.combined(|row| value(row, trial, column))
    }

    /// A score of a trial minus that of another.
    pub(super) fn difference(
        &self,
        trial: usize,
        other: usize,
        column: usize,
    ) -> Option<Difference> {
        self.combined(|row| Some(value(row, trial, column)? - value(row, other, column)?))
    }

    fn combined(&self, of: impl Fn(&[Option<Vec<f64>>]) -> Option<f64>) -> Option<Difference> {
        Some(Difference {
            estimate: of(&self.estimates)?,
            interval: percentile_interval(self.resamples.iter().filter_map(|r| of(r)).collect()),
        })
    }
}

fn value(row: &[Option<Vec<f64>>], trial: usize, column: usize) -> Option<f64> {
    row.get(trial)?.as_ref()?.get(column).copied()
}

/// The number of the trial before, for trials of the plan.
pub(super) fn previous(contest: &Contest<'_>, place: usize) -> Option<usize> {
    place
        .checked_sub(1)
        .filter(|_| place < contest.trials.len())
}

fn trial_rows(
    contest: &Contest<'_>,
    trial: &Trial,
    place: usize,
    tallies: &[Option<Vec<Tally>>],
    draws: &Draws,
) -> Vec<VariantScore> {
    let set = contest.set;
    let own = tallies.get(place).and_then(|own| own.as_ref()?.first());
    let (Some(tally), Ok(groupings)) = (own, &trial.outcome) else {
        let reason = trial.outcome.as_ref().err().map_or("", String::as_str);
        let n_rows = set.tested().len();
        let row = not_scored(
            &trial.variant,
            &contest.split,
            n_rows,
            set.n_groups(),
            reason,
        );
        return vec![row];
    };
    let gold = set.gold_by_class();
    let shown = tally.scores().into_iter().filter(|score| is_shown(*score));
    let rows = shown.enumerate().map(|(column, (metric, stance))| {
        let score = draws.score(place, column);
        let versus = |other: Option<usize>| draws.difference(place, other?, column);
        VariantScore {
            variant: trial.variant.clone(),
            split: contest.split.clone(),
            metric: metric.as_str(),
            stance,
            estimate: score.map(|score| score.estimate),
            interval: score.and_then(|score| score.interval),
            minus_baseline: versus(Some(contest.baseline).filter(|baseline| *baseline != place)),
            minus_previous: versus(previous(contest, place)),
            n: stance.map_or(set.tested().len(), |k| gold.get(k).copied().unwrap_or(0)),
            n_groups: set.n_groups(),
            n_groupings: groupings.len(),
            method: method(contest, place),
        }
    });
    rows.collect()
}

fn method(contest: &Contest<'_>, place: usize) -> String {
    let chosen = if place < contest.trials.len() {
        ""
    } else {
        "in each training part the variant with the largest macro-F1 in its own cross-validation \
         there; "
    };
    let how = &contest.how;
    if contest.set.n_groups() < 2 {
        return format!("{chosen}{how}; no interval: all passages stand in one group");
    }
    let n = contest.n_resamples;
    format!(
        "{chosen}{how}; interval: percentiles of {n} cluster bootstrap samples, the same for all \
         variants, models held fixed"
    )
}

/// The row that says why a variant has no score on a split.
pub fn not_scored(
    variant: &str,
    split: &str,
    n: usize,
    n_groups: usize,
    reason: &str,
) -> VariantScore {
    VariantScore {
        variant: variant.to_owned(),
        split: split.to_owned(),
        metric: Metric::MacroF1.as_str(),
        stance: None,
        estimate: None,
        interval: None,
        minus_baseline: None,
        minus_previous: None,
        n,
        n_groups,
        n_groupings: 0,
        method: reason.to_owned(),
    }
}

#[cfg(test)]
#[path = "variants_tests.rs"]
mod tests;
