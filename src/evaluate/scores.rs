//! Scores of the model and of the baselines, with intervals.

use super::tally::{Metric, Score, Tally};
use super::{EvaluateSettings, SplitKind};
use crate::metrics::{Interval, cluster_bootstrap, percentile_interval};

/// Whose predictions are scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Estimator {
    /// The model.
    Model,
    /// Always the most frequent class of the training part.
    MajorityClass,
    /// The class with most seed words.
    SeedWords,
    /// The model's score minus that of [`Self::MajorityClass`].
    ModelMinusMajorityClass,
    /// The model's score minus that of [`Self::SeedWords`].
    ModelMinusSeedWords,
}

impl Estimator {
    /// The estimator as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::MajorityClass => "majority_class",
            Self::SeedWords => "seed_words",
            Self::ModelMinusMajorityClass => "model_minus_majority_class",
            Self::ModelMinusSeedWords => "model_minus_seed_words",
        }
    }

    /// The baseline that this is the difference to; `None` for what is no difference.
    pub fn baseline_of_difference(self) -> Option<Self> {
        match self {
            Self::ModelMinusMajorityClass => Some(Self::MajorityClass),
            Self::ModelMinusSeedWords => Some(Self::SeedWords),
            Self::Model | Self::MajorityClass | Self::SeedWords => None,
        }
    }

    /// The difference of the model to this baseline.
    fn difference(self) -> Self {
        match self {
            Self::SeedWords => Self::ModelMinusSeedWords,
            _ => Self::ModelMinusMajorityClass,
        }
    }
}

/// One row of `evaluation.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreRow {
    /// The split.
    pub split: SplitKind,
    /// The score.
    pub metric: Metric,
    /// The class, where the score is one of a single class.
    pub stance: Option<usize>,
    /// Whose predictions are scored.
    pub estimator: Estimator,
    /// The score; `None` where the split is not possible.
    pub estimate: Option<f64>,
    /// The 95 % interval; `None` where there is none to give.
    pub interval: Option<Interval>,
    /// The passages behind the score: all that were tested; for recall and F1 those of the class,
    /// for precision those predicted as the class.
    pub n: usize,
    /// The groups from which the interval was drawn.
    pub n_groups: usize,
    /// How score and interval came about, or why there is none.
    pub method: String,
}

/// What is scored on one split: the model first, then the baselines.
pub(super) struct SplitTallies {
    pub(super) split: SplitKind,
    pub(super) n_folds: usize,
    pub(super) n_rows: usize,
    pub(super) n_groups: usize,
    /// Which rows are not tested, a clause.
    pub(super) untested: Option<String>,
    pub(super) model: Tally,
    pub(super) baselines: Vec<(Estimator, Tally)>,
}

impl SplitTallies {
    /// All rows of the table for this split.
    ///
    /// Every resample of groups scores the model and the baselines on the same passages, so the
    /// differences are paired.
    pub(super) fn score(&self, settings: &EvaluateSettings) -> Vec<ScoreRow> {
        let everything = vec![1; self.n_groups];
        let estimates = self.values(&everything);
        let resamples = if self.n_groups < 2 {
            Vec::new()
        } else {
            let n = settings.n_resamples;
            cluster_bootstrap(self.n_groups, n, settings.seed, |counts| {
                self.values(counts)
            })
        };
        let method = self.method(settings);
        let rows = self.columns().into_iter().zip(estimates).enumerate();
        rows.map(|(column, ((estimator, score), estimate))| {
            let values = resamples.iter().filter_map(|row| row.get(column).copied());
            ScoreRow {
                split: self.split,
                metric: score.0,
                stance: score.1,
                estimator,
                estimate: Some(estimate),
                interval: percentile_interval(values.collect()),
                n: self.n(estimator, score),
                n_groups: self.n_groups,
                method: method.clone(),
            }
        })
        .collect()
    }

    /// What [`Self::values`] gives, in its order.
    fn columns(&self) -> Vec<(Estimator, Score)> {
        let of = |estimator: Estimator, tally: &Tally| -> Vec<(Estimator, Score)> {
            tally
                .scores()
                .into_iter()
                .map(|score| (estimator, score))
                .collect()
        };
        let mut columns = of(Estimator::Model, &self.model);
        for (estimator, tally) in &self.baselines {
            columns.extend(of(*estimator, tally));
        }
        for (estimator, _) in &self.baselines {
            columns.push((estimator.difference(), (Metric::MacroF1, None)));
        }
        columns
    }

    fn values(&self, counts: &[u32]) -> Vec<f64> {
        let mut values = self.model.values(counts);
        for (_, tally) in &self.baselines {
            values.extend(tally.values(counts));
        }
        let model = self.model.macro_f1(counts);
        for (_, tally) in &self.baselines {
            values.push(model - tally.macro_f1(counts));
        }
        values
    }

    fn n(&self, estimator: Estimator, score: Score) -> usize {
        let baseline = self.baselines.iter().find(|(other, _)| *other == estimator);
        let tally = baseline.map_or(&self.model, |(_, tally)| tally);
        let matrix = tally.matrix(&vec![1; self.n_groups]);
        match score {
            (Metric::Precision, Some(class)) => whole(matrix.predicted_total(class)),
            (Metric::Recall | Metric::F1, Some(class)) => whole(matrix.gold_total(class)),
            _ => self.n_rows,
        }
    }

    fn method(&self, settings: &EvaluateSettings) -> String {
        let mut pooled = match self.split {
            SplitKind::Transfer => "trained on other passages, less those that share a run of 15 \
                                    words with a tested one"
                .to_owned(),
            _ => format!("predictions of {} folds pooled", self.n_folds),
        };
        if let Some(untested) = &self.untested {
            pooled = format!("{pooled}; {untested}");
        }
        if self.n_groups < 2 {
            return format!("{pooled}; no interval: all passages stand in one group");
        }
        let n = settings.n_resamples;
        let drawn = match self.split {
            SplitKind::Transfer if self.n_groups == self.n_rows => "single rows",
            _ => "groups",
        };
        format!(
            "{pooled}; interval: percentiles of {n} cluster bootstrap samples of {drawn}, models \
             held fixed"
        )
    }
}

/// A count that was summed as f64.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a sum of ones is a whole number of 0 or more"
)]
pub(super) fn whole(count: f64) -> usize {
    count as usize
}
