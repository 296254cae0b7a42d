//! Fits, and what a fit gives.

use argmin::core::Executor;
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use linfa::DatasetBase;
use linfa::dataset::{AsSingleTargets, Records as _};
use linfa::traits::{Fit, PredictInplace};
use ndarray::Array1;

use super::dual;
use super::loss::Loss;
use super::objective::Objective;
use super::params::{CheckedLogisticParams, ClassWeights};
use super::records::{Matrix, RowsOf, Store, Value};
use super::span::RowSpan;
use super::{FitError, SparseRecords};
use crate::math;

/// Steps that L-BFGS remembers; the number scikit-learn's solver keeps.
const MEMORY: usize = 10;

/// A line search may fail where rounding hides the descent; the search then starts anew from the
/// best weights, at most so often.
const MAX_STARTS: usize = 4;

/// Weights of a fitted logistic regression.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedLogistic {
    n_classes: usize,
    /// (V + 1) × K, the K of a feature together, the bias last.
    weights: Vec<f64>,
    loss: f64,
    largest_gradient: f64,
    n_evaluations: usize,
    n_passes: usize,
}

impl FittedLogistic {
    /// The weights of the features, V × K, the K of a feature together. They sum to 0 over the
    /// classes, up to the tolerance of the fit.
    pub fn weights(&self) -> &[f64] {
        let n_features = self.weights.len() / self.n_classes - 1;
        &self.weights[..n_features * self.n_classes]
    }

    /// The bias of each class, K.
    pub fn bias(&self) -> &[f64] {
        &self.weights[self.weights().len()..]
    }

    /// The number of classes, K.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// The same fit with the features in another order: feature `f` of it is number `columns[f]` of
    /// this one.
    pub(crate) fn by_feature(&self, columns: &[u32]) -> Self {
        let k = self.n_classes;
        let of = |&column: &u32| {
            let start = column as usize * k;
            self.weights().get(start..start + k).unwrap_or_default()
        };
        let mut weights = Vec::with_capacity(self.weights.len());
        for column in columns {
            weights.extend_from_slice(of(column));
        }
        weights.extend_from_slice(self.bias());
        Self { weights, ..*self }
    }

    /// The penalised mean loss at the weights.
    pub fn loss(&self) -> f64 {
        self.loss
    }

    /// The largest absolute entry of the gradient of [`Self::loss`] at the weights.
    pub fn largest_gradient(&self) -> f64 {
        self.largest_gradient
    }

    /// How often loss and gradient were computed.
    pub fn n_evaluations(&self) -> usize {
        self.n_evaluations
    }

    /// How often the dual went over the rows; 0 where they are few, and the search had no need of it.
    pub fn n_passes(&self) -> usize {
        self.n_passes
    }

    /// Probabilities of the classes, n × K, the K of a row together.
    pub fn probabilities(&self, records: &SparseRecords) -> Vec<f64> {
        let k = self.n_classes;
        let mut probabilities = Vec::with_capacity(records.nsamples() * k);
        records.for_each_row(|entries| {
            let start = probabilities.len();
            probabilities.extend_from_slice(self.bias());
            let z = &mut probabilities[start..];
            for (feature, value) in entries {
                for (z, w) in z.iter_mut().zip(&self.weights[feature * k..]) {
                    *z += value * w;
                }
            }
            math::softmax_in_place(z);
        });
        probabilities
    }
}

impl<T: AsSingleTargets<Elem = usize>> Fit<SparseRecords, T, FitError> for CheckedLogisticParams {
    type Object = FittedLogistic;

    /// Fits the weights; honours the weights of the dataset.
    fn fit(&self, dataset: &DatasetBase<SparseRecords, T>) -> Result<FittedLogistic, FitError> {
        let classes: Vec<usize> = dataset.as_single_targets().iter().copied().collect();
        let n_rows = dataset.records().nsamples();
        if classes.len() != n_rows || classes.is_empty() {
            return Err(FitError::Lengths {
                n_rows,
                n_targets: classes.len(),
            });
        }
        let weights = self.row_weights(&classes, dataset.weights())?;
        match dataset.records().store() {
            Store::Compact(rows) => self.fit_many(rows, &classes, &weights),
            Store::Exact(rows) if n_rows >= dual::MIN_ROWS => {
                self.fit_many(rows, &classes, &weights)
            }
            Store::Exact(rows) => self.fit_few(rows, dataset.records().span(), &classes, &weights),
        }
    }
}

impl CheckedLogisticParams {
    /// Fits to rows that are not many: by L-BFGS, first in their span where they are few.
    fn fit_few(
        &self,
        rows: &Matrix,
        span: Option<&RowSpan>,
        classes: &[usize],
        weights: &[f64],
    ) -> Result<FittedLogistic, FitError> {
        let k = self.n_classes;
        let loss_on = |rows| Loss::new(rows, classes, weights.to_vec(), k, self.alpha, true);
        let start = self.start.as_ref().map(|fitted| fitted.weights.clone());
        let n_weights = (rows.cols() + 1) * k;
        let mut from = start
            .filter(|weights| weights.len() == n_weights)
            .unwrap_or_else(|| vec![0.0; n_weights]);
        if let Some(span) = span {
            let objective = Objective::new(loss_on(span.coordinates()), self.gradient_tolerance);
            self.search(&objective, span.project(rows, &from, k));
            from = span.lift(rows, &objective.best_weights(), k);
        }
        self.minimise(Objective::new(loss_on(rows), self.gradient_tolerance), from)
    }

    /// Fits to many rows: by the dual, whose answer L-BFGS confirms or goes on from.
    fn fit_many<V: Value>(
        &self,
        rows: &RowsOf<V>,
        classes: &[usize],
        weights: &[f64],
    ) -> Result<FittedLogistic, FitError> {
        let (k, tolerance) = (self.n_classes, self.gradient_tolerance);
        let loss = Loss::new(rows, classes, weights.to_vec(), k, self.alpha, false);
        let objective = Objective::new(loss, tolerance);
        let (from, n_passes) = dual::ascend(
            rows,
            classes,
            weights,
            k,
            self.alpha,
            tolerance,
            |weights| objective.largest_gradient(weights),
        );
        let fitted = self.minimise(objective, from)?;
        Ok(FittedLogistic { n_passes, ..fitted })
    }

    /// The weight of every row, its class's weight included.
    fn row_weights(&self, classes: &[usize], own: Option<&[f32]>) -> Result<Vec<f64>, FitError> {
        let mut weights = Vec::with_capacity(classes.len());
        let mut of_class = vec![0.0; self.n_classes];
        for (row, &class) in classes.iter().enumerate() {
            let found = own.and_then(|own| own.get(row)).copied().unwrap_or(1.0);
            if !(found.is_finite() && found >= 0.0) {
                return Err(FitError::Weight { row, found });
            }
            let Some(sum) = of_class.get_mut(class) else {
                return Err(FitError::Class {
                    row,
                    class,
                    n_classes: self.n_classes,
                });
            };
            *sum += f64::from(found);
            weights.push(f64::from(found));
        }
        if let Some(class) = of_class.iter().position(|&sum| sum <= 0.0) {
            return Err(FitError::EmptyClass {
                class,
                n_classes: self.n_classes,
            });
        }
        if self.class_weights == ClassWeights::Balanced {
            let total: f64 = of_class.iter().sum();
            for (weight, &class) in weights.iter_mut().zip(classes) {
                *weight *= total / (self.n_classes as f64 * of_class[class]);
            }
        }
        Ok(weights)
    }

    /// Searches from `from` until the gradient is small enough.
    fn minimise<V: Value>(
        &self,
        objective: Objective<'_, V>,
        mut from: Vec<f64>,
    ) -> Result<FittedLogistic, FitError> {
        for _ in 0..MAX_STARTS {
            if objective.best_gradient() <= self.gradient_tolerance {
                break;
            }
            self.search(&objective, from);
            from = objective.best_weights();
        }
        let (best, n_evaluations) = objective.into_best();
        let gradient = best.as_ref().map_or(f64::NAN, |best| best.largest_gradient);
        best.filter(|best| best.largest_gradient <= self.gradient_tolerance)
            .map(|best| FittedLogistic {
                n_classes: self.n_classes,
                weights: best.weights,
                loss: best.loss,
                largest_gradient: best.largest_gradient,
                n_evaluations,
                n_passes: 0,
            })
            .ok_or(FitError::NotConverged {
                gradient,
                limit: self.gradient_tolerance,
                n_evaluations,
            })
    }

    /// One run of L-BFGS; the objective keeps what it found, and ends the run where the gradient
    /// is small enough: argmin itself looks at its Euclidean length and the change of the loss.
    fn search<V: Value>(&self, objective: &Objective<'_, V>, from: Vec<f64>) {
        objective.start();
        let solver = LBFGS::new(MoreThuenteLineSearch::new(), MEMORY)
            .with_tolerance_grad(0.0)
            .and_then(|solver| solver.with_tolerance_cost(0.0));
        if let Ok(solver) = solver {
            let run = Executor::new(objective, solver)
                .configure(|state| state.param(from).max_iters(self.max_iterations))
                .timer(false)
                .run();
            // Whether the run went well shows in the gradient alone.
            drop(run);
        }
    }
}

impl PredictInplace<SparseRecords, Array1<usize>> for FittedLogistic {
    fn predict_inplace(&self, records: &SparseRecords, targets: &mut Array1<usize>) {
        let probabilities = self.probabilities(records);
        for (target, row) in targets.iter_mut().zip(probabilities.chunks(self.n_classes)) {
            *target = math::argmax(row);
        }
    }

    fn default_target(&self, records: &SparseRecords) -> Array1<usize> {
        Array1::zeros(records.nsamples())
    }
}
