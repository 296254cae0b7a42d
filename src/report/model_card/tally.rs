//! Counts of predictions by a unit of the passages: class, actor, role, document.

use std::collections::BTreeMap;

use crate::evaluate::{Evaluation, EvaluationRow, EvaluationSet, SplitKind};
use crate::stance::Prediction;

/// What came of the tested passages of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct UnitTally {
    /// Passages.
    pub(super) n: usize,
    /// Predicted right.
    pub(super) n_correct: usize,
    /// By class: passages, and those predicted right.
    pub(super) by_class: Vec<(usize, usize)>,
    /// Certain labels.
    pub(super) n_certain: usize,
    /// Certain labels that are wrong.
    pub(super) n_certain_wrong: usize,
    /// Passages whose label set holds the gold class.
    pub(super) n_covered: usize,
}

/// The tally of every unit, in the order of their names; rows without a unit are left out. Empty
/// where the split was not possible.
pub(super) fn tally(
    set: &EvaluationSet,
    evaluation: &Evaluation<Prediction>,
    split: SplitKind,
    unit: impl Fn(&EvaluationRow) -> Option<String>,
) -> BTreeMap<String, UnitTally> {
    let mut units: BTreeMap<String, UnitTally> = BTreeMap::new();
    let result = evaluation
        .splits
        .iter()
        .find(|result| result.split.kind == split);
    let predictions = result.map_or(&[][..], |result| result.predictions.as_slice());
    for (row, prediction) in set.tested().iter().zip(predictions) {
        let Some(name) = unit(row) else { continue };
        let tally = units.entry(name).or_default();
        tally.by_class.resize(set.n_classes(), (0, 0));
        let is_right = prediction.class == row.class;
        tally.n += 1;
        tally.n_correct += usize::from(is_right);
        if let Some((n, n_correct)) = tally.by_class.get_mut(row.class) {
            *n += 1;
            *n_correct += usize::from(is_right);
        }
        tally.n_certain += usize::from(prediction.is_certain);
        tally.n_certain_wrong += usize::from(prediction.is_certain && !is_right);
        let is_covered = prediction.label_set.get(row.class).copied();
        tally.n_covered += usize::from(is_covered.unwrap_or(false));
    }
    units
}

/// The actor, where the passage names one.
pub(super) fn actor(row: &EvaluationRow) -> Option<String> {
    let is_known = !row.actor.is_empty() && row.actor != "unknown";
    is_known.then(|| row.actor.clone())
}

/// The role, where the passage names one.
pub(super) fn role(row: &EvaluationRow) -> Option<String> {
    row.role.map(|role| role.as_str().to_owned())
}

/// The document, where the passage names one.
pub(super) fn document(row: &EvaluationRow) -> Option<String> {
    (!row.document_id.is_empty()).then(|| row.document_id.clone())
}
