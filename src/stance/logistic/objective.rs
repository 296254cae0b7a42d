//! The loss as argmin sees it, with a memory.

use std::cell::RefCell;

use argmin::core::{CostFunction, Error, Gradient};

use super::loss::{Evaluation, Loss};
use super::records::Value;

/// Evaluations without a smaller loss after which a search ends: a line search would go on for
/// ever where rounding hides the descent.
const MAX_IDLE: usize = 40;

/// A loss that remembers what was computed, and ends the search by an error.
pub(super) struct Objective<'a, V> {
    loss: Loss<'a, V>,
    gradient_tolerance: f64,
    state: RefCell<State>,
}

/// What was computed so far: argmin asks for loss and gradient apart, and an end with an error
/// would lose the best weights.
struct State {
    last: Option<Evaluation>,
    best: Option<Evaluation>,
    n_evaluations: usize,
    least_loss: f64,
    n_idle: usize,
}

impl State {
    fn is_best(&self, evaluation: &Evaluation) -> bool {
        let best = self.best.as_ref();
        best.is_none_or(|best| evaluation.largest_gradient < best.largest_gradient)
    }

    fn keep(&mut self, evaluation: Evaluation) {
        if self.is_best(&evaluation) {
            self.best = Some(evaluation);
        }
    }
}

/// Why the search is over: not a failure, or not yet.
#[derive(Debug, thiserror::Error)]
#[error("the search is over")]
struct Over;

impl<'a, V: Value> Objective<'a, V> {
    pub(super) fn new(loss: Loss<'a, V>, gradient_tolerance: f64) -> Self {
        Self {
            loss,
            gradient_tolerance,
            state: RefCell::new(State {
                last: None,
                best: None,
                n_evaluations: 0,
                least_loss: f64::INFINITY,
                n_idle: 0,
            }),
        }
    }

    /// Allows a new search to idle as long as the first.
    pub(super) fn start(&self) {
        let mut state = self.state.borrow_mut();
        state.n_idle = 0;
        state.last = None;
    }

    /// The weights with the smallest gradient so far and the number of evaluations.
    pub(super) fn into_best(self) -> (Option<Evaluation>, usize) {
        let state = self.state.into_inner();
        (state.best, state.n_evaluations)
    }

    /// The smallest of the largest gradient entries met so far.
    pub(super) fn best_gradient(&self) -> f64 {
        let state = self.state.borrow();
        let best = state.best.as_ref();
        best.map_or(f64::INFINITY, |best| best.largest_gradient)
    }

    /// The best weights so far, or zeros.
    pub(super) fn best_weights(&self) -> Vec<f64> {
        let state = self.state.borrow();
        let best = state.best.as_ref();
        best.map_or_else(
            || vec![0.0; self.loss.n_weights()],
            |best| best.weights.clone(),
        )
    }

    /// The largest gradient entry at `weights`, which are kept where it is the smallest so far.
    pub(super) fn largest_gradient(&self, weights: &[f64]) -> f64 {
        let evaluation = self.loss.evaluate(weights);
        let mut state = self.state.borrow_mut();
        state.n_evaluations += 1;
        let found = evaluation.largest_gradient;
        state.keep(evaluation);
        found
    }

    fn with_evaluation<T>(
        &self,
        weights: &[f64],
        take: impl Fn(&Evaluation) -> T,
    ) -> Result<T, Error> {
        let mut state = self.state.borrow_mut();
        if let Some(last) = state.last.as_ref().filter(|last| last.weights == weights) {
            return Ok(take(last));
        }
        let evaluation = self.loss.evaluate(weights);
        state.n_evaluations += 1;
        if evaluation.loss < state.least_loss {
            state.least_loss = evaluation.loss;
            state.n_idle = 0;
        } else {
            state.n_idle += 1;
        }
        if state.is_best(&evaluation) {
            state.best = Some(evaluation.clone());
        }
        if evaluation.largest_gradient <= self.gradient_tolerance || state.n_idle > MAX_IDLE {
            return Err(Over.into());
        }
        let taken = take(&evaluation);
        state.last = Some(evaluation);
        Ok(taken)
    }
}

impl<V: Value> CostFunction for &Objective<'_, V> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, weights: &Vec<f64>) -> Result<f64, Error> {
        self.with_evaluation(weights, |evaluation| evaluation.loss)
    }
}

impl<V: Value> Gradient for &Objective<'_, V> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, weights: &Vec<f64>) -> Result<Vec<f64>, Error> {
        self.with_evaluation(weights, |evaluation| evaluation.gradient.clone())
    }
}
