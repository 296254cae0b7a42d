//! How well the passages of each actor are recognised.

use std::collections::BTreeMap;

use super::{EvaluationSet, Scored, SplitKind};
use crate::metrics::{Interval, wilson_interval};

/// One row of `recall_by_actor.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct ActorRecall {
    /// The split.
    pub split: SplitKind,
    /// The actor.
    pub actor: String,
    /// The gold class; `None` for all classes together, where recall is accuracy.
    pub stance: Option<usize>,
    /// Gold passages of the actor and class.
    pub n: usize,
    /// How many of them were predicted right.
    pub n_correct: usize,
    /// The 95 % Wilson interval of `n_correct / n`.
    pub interval: Interval,
}

impl ActorRecall {
    /// `n_correct / n`, 0 to 1.
    pub fn recall(&self) -> f64 {
        self.n_correct as f64 / self.n.max(1) as f64
    }
}

/// The recalls of every actor for every class of which there is gold, actors in order of their
/// names, all classes together first.
pub(super) fn actor_recalls<P: Scored>(
    set: &EvaluationSet,
    split: SplitKind,
    predictions: &[P],
) -> Vec<ActorRecall> {
    let mut counts: BTreeMap<(&str, Option<usize>), (usize, usize)> = BTreeMap::new();
    for (row, prediction) in set.tested().iter().zip(predictions) {
        for stance in [None, Some(row.class)] {
            let (n, n_correct) = counts.entry((&row.actor, stance)).or_default();
            *n += 1;
            *n_correct += usize::from(prediction.class() == row.class);
        }
    }
    counts
        .into_iter()
        .filter_map(|((actor, stance), (n, n_correct))| {
            Some(ActorRecall {
                split,
                actor: actor.to_owned(),
                stance,
                n,
                n_correct,
                interval: wilson_interval(n_correct, n)?,
            })
        })
        .collect()
}
