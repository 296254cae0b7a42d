//! The predictions of one estimator, summed per group so that any resample is scored quickly.

use super::baselines::BaselinePredictions;
use super::{EvaluationSet, Scored};
use crate::metrics::{
    Binning, ConfusionMatrix, MetricsError, Probabilities, class_wise_calibration_error,
    top_label_calibration_error,
};

/// Bins of the calibration error.
const BINNING: Binning = Binning::EqualMass(10);

/// A score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metric {
    /// Mean F1 over classes.
    MacroF1,
    /// Share predicted right.
    Accuracy,
    /// Mean recall over classes.
    BalancedAccuracy,
    /// Matthews correlation.
    MatthewsCorrelation,
    /// Of those predicted as a class, the share that is of it.
    Precision,
    /// Of those of a class, the share predicted as it.
    Recall,
    /// Harmonic mean of precision and recall.
    F1,
    /// Mean negative logarithm of the probability of the gold class.
    LogLoss,
    /// Mean squared distance of the probabilities from the truth, 0 to 2.
    BrierScore,
    /// Calibration error of the most probable class, 10 equal-mass bins.
    TopLabelCalibrationError,
    /// Mean calibration error of each class, 10 equal-mass bins.
    ClassWiseCalibrationError,
}

impl Metric {
    /// The metric as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MacroF1 => "macro_f1",
            Self::Accuracy => "accuracy",
            Self::BalancedAccuracy => "balanced_accuracy",
            Self::MatthewsCorrelation => "mcc",
            Self::Precision => "precision",
            Self::Recall => "recall",
            Self::F1 => "f1",
            Self::LogLoss => "log_loss",
            Self::BrierScore => "brier_score",
            Self::TopLabelCalibrationError => "calibration_error_top_label",
            Self::ClassWiseCalibrationError => "calibration_error_class_wise",
        }
    }
}

/// A score and, where it is one of a single class, that class.
pub(super) type Score = (Metric, Option<usize>);

/// The scores that need classes only.
fn class_scores(n_classes: usize) -> Vec<Score> {
    let overall = [
        Metric::MacroF1,
        Metric::Accuracy,
        Metric::BalancedAccuracy,
        Metric::MatthewsCorrelation,
    ];
    let of_class = [Metric::Precision, Metric::Recall, Metric::F1];
    let per_class = (0..n_classes).flat_map(|k| of_class.map(|metric| (metric, Some(k))));
    overall
        .map(|metric| (metric, None))
        .into_iter()
        .chain(per_class)
        .collect()
}

/// The scores of an estimator, summed per group.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    n_classes: usize,
    gold: Vec<usize>,
    groups: Vec<usize>,
    by_group: Vec<ConfusionMatrix>,
    probabilities: Option<ProbabilityTally>,
}

#[derive(Debug, Clone)]
struct ProbabilityTally {
    values: Probabilities,
    log_losses: Vec<f64>,
    brier_scores: Vec<f64>,
    with_calibration: bool,
}

impl Tally {
    /// Sums the predictions of the model, one for each tested row.
    pub(super) fn of_model<P: Scored>(
        set: &EvaluationSet,
        predictions: &[P],
    ) -> Result<Self, MetricsError> {
        let classes: Vec<usize> = predictions.iter().map(Scored::class).collect();
        let rows: Vec<&[f64]> = predictions.iter().map(Scored::probabilities).collect();
        Self::new(set, &classes, Some((&rows, true)))
    }

    /// The same without calibration errors, whose bins take long to resample.
    pub(super) fn without_calibration<P: Scored>(
        set: &EvaluationSet,
        predictions: &[P],
    ) -> Result<Self, MetricsError> {
        let classes: Vec<usize> = predictions.iter().map(Scored::class).collect();
        let rows: Vec<&[f64]> = predictions.iter().map(Scored::probabilities).collect();
        Self::new(set, &classes, Some((&rows, false)))
    }

    /// Sums the predictions of a baseline. Calibration is left out: a baseline's confidence takes
    /// so few values that bins say nothing.
    pub(super) fn of_baseline(
        set: &EvaluationSet,
        predictions: &BaselinePredictions,
    ) -> Result<Self, MetricsError> {
        let rows = predictions.probabilities.as_ref();
        let rows: Option<Vec<&[f64]>> = rows.map(|rows| rows.iter().map(Vec::as_slice).collect());
        let rows = rows.as_deref().map(|rows| (rows, false));
        Self::new(set, &predictions.classes, rows)
    }

    fn new(
        set: &EvaluationSet,
        classes: &[usize],
        probabilities: Option<(&[&[f64]], bool)>,
    ) -> Result<Self, MetricsError> {
        let n_classes = set.n_classes();
        let gold = set.gold();
        // One matrix of all rows first: it checks lengths and classes.
        ConfusionMatrix::count(n_classes, &gold, classes)?;
        let mut by_group = vec![ConfusionMatrix::empty(n_classes); set.n_groups()];
        for ((&group, &class), &predicted) in set.groups().iter().zip(&gold).zip(classes) {
            let one = ConfusionMatrix::count(n_classes, &[class], &[predicted])?;
            by_group[group].add(&one, 1.0);
        }
        let probabilities = match probabilities {
            None => None,
            Some((rows, with_calibration)) => {
                let values = Probabilities::from_rows(n_classes, rows)?;
                Some(ProbabilityTally {
                    log_losses: values.log_losses(&gold)?,
                    brier_scores: values.brier_scores(&gold)?,
                    values,
                    with_calibration,
                })
            }
        };
        Ok(Self {
            n_classes,
            gold,
            groups: set.groups().to_vec(),
            by_group,
            probabilities,
        })
    }

    /// The scores that [`Self::values`] gives, in its order.
    pub(super) fn scores(&self) -> Vec<Score> {
        let mut scores = class_scores(self.n_classes);
        if let Some(probabilities) = &self.probabilities {
            scores.extend([(Metric::LogLoss, None), (Metric::BrierScore, None)]);
            if probabilities.with_calibration {
                scores.extend([
                    (Metric::TopLabelCalibrationError, None),
                    (Metric::ClassWiseCalibrationError, None),
                ]);
            }
        }
        scores
    }

    /// The values of all scores where group g counts `counts[g]` times.
    pub(super) fn values(&self, counts: &[u32]) -> Vec<f64> {
        let matrix = self.matrix(counts);
        let mut values: Vec<f64> = class_scores(self.n_classes)
            .into_iter()
            .map(|score| class_value(&matrix, score))
            .collect();
        if let Some(probabilities) = &self.probabilities {
            let times: Vec<u32> = self
                .groups
                .iter()
                .map(|&group| counts.get(group).copied().unwrap_or(0))
                .collect();
            values.extend(probabilities.values(&self.gold, &times));
        }
        values
    }

    /// The macro-F1 where group g counts `counts[g]` times.
    pub(super) fn macro_f1(&self, counts: &[u32]) -> f64 {
        self.matrix(counts).macro_f1()
    }

    /// The confusion matrix where group g counts `counts[g]` times.
    pub(super) fn matrix(&self, counts: &[u32]) -> ConfusionMatrix {
        let mut matrix = ConfusionMatrix::empty(self.n_classes);
        for (group, &times) in self.by_group.iter().zip(counts) {
            matrix.add(group, f64::from(times));
        }
        matrix
    }
}

fn class_value(matrix: &ConfusionMatrix, (metric, class): Score) -> f64 {
    let class = class.unwrap_or(0);
    match metric {
        Metric::MacroF1 => matrix.macro_f1(),
        Metric::Accuracy => matrix.accuracy(),
        Metric::BalancedAccuracy => matrix.balanced_accuracy(),
        Metric::MatthewsCorrelation => matrix.matthews_correlation(),
        Metric::Precision => matrix.precision(class),
        Metric::Recall => matrix.recall(class),
        Metric::F1 => matrix.f1(class),
        Metric::LogLoss
        | Metric::BrierScore
        | Metric::TopLabelCalibrationError
        | Metric::ClassWiseCalibrationError => unreachable!("these need probabilities"),
    }
}

impl ProbabilityTally {
    /// The values of the probability scores where row i counts `times[i]` times.
    fn values(&self, gold: &[usize], times: &[u32]) -> Vec<f64> {
        let n: f64 = times.iter().map(|&n| f64::from(n)).sum();
        let mean = |values: &[f64]| {
            let rows = values.iter().zip(times);
            rows.map(|(value, &n)| f64::from(n) * value).sum::<f64>() / n.max(1.0)
        };
        let mut values = vec![mean(&self.log_losses), mean(&self.brier_scores)];
        if self.with_calibration {
            let (rows, classes) = self.repeated(gold, times);
            for error in [top_label_calibration_error, class_wise_calibration_error] {
                let value = error(&rows, &classes, BINNING);
                values.push(value.unwrap_or_else(|error| {
                    unreachable!("the rows were checked when they were counted: {error}")
                }));
            }
        }
        values
    }

    /// Each row as often as it counts, in the order of the rows.
    fn repeated(&self, gold: &[usize], times: &[u32]) -> (Probabilities, Vec<usize>) {
        let rows = self.values.rows().zip(gold).zip(times);
        let repeated = rows.flat_map(|(row, &n)| (0..n).map(move |_| row));
        let (rows, classes): (Vec<&[f64]>, Vec<usize>) = repeated.map(|(p, &k)| (p, k)).unzip();
        let rows = Probabilities::from_rows(self.values.n_classes(), &rows);
        let rows = rows.unwrap_or_else(|error| {
            unreachable!("the rows were checked when they were counted: {error}")
        });
        (rows, classes)
    }
}
