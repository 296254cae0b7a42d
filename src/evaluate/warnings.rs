//! What a reader must know before believing a number.

use super::{ActorRecall, Estimator, SplitKind};
use crate::label::OutsideCount;
use crate::metrics::Interval;

/// The code of the warning that the model does not know about much of what it labelled.
pub const OUTSIDE_TRAINING: &str = "outside-training";

/// Below this macro-F1 the labels are wrong too often to compare actors by.
const LOWEST_MACRO_F1: f64 = 0.5;
/// A recall that differs between actors by more than this tilts a comparison of them.
const LARGEST_RECALL_GAP: f64 = 0.15;
/// Recalls of fewer passages are not compared.
const FEWEST_PASSAGES: usize = 10;
/// A document left out, or what came later, may cost so much macro-F1.
const LARGEST_DROP: f64 = 0.1;

/// What the warnings are drawn from.
#[derive(Debug, Clone, Default)]
pub struct WarningFacts<'a> {
    /// Macro-F1 of the model in the grouped split.
    pub grouped_macro_f1: Option<f64>,
    /// Macro-F1 of the model leaving one document out.
    pub document_macro_f1: Option<f64>,
    /// Macro-F1 of the model forward in time.
    pub forward_macro_f1: Option<f64>,
    /// Macro-F1 of the model in the grouped split on the same passages, from
    /// [`Evaluation::grouped_macro_f1_of_forward`](super::Evaluation::grouped_macro_f1_of_forward).
    pub grouped_macro_f1_of_forward: Option<f64>,
    /// The recalls per actor, of whichever splits.
    pub actor_recalls: &'a [ActorRecall],
    /// Where a baseline is surely better than the model, from
    /// [`Evaluation::better_baselines`](super::Evaluation::better_baselines).
    pub better_baselines: &'a [(SplitKind, Estimator)],
    /// The ids of the classes.
    pub class_ids: &'a [String],
    /// The number of gold passages of each class, from
    /// [`EvaluationSet::gold_by_class`](super::EvaluationSet::gold_by_class).
    pub gold_by_class: &'a [usize],
    /// Whether language models gave the gold codes.
    pub is_gold_by_language_models: bool,
    /// How much of what was labelled the model does not know about.
    pub outside: OutsideCount,
    /// Passages that are copies of another one.
    pub n_duplicates: usize,
    /// All passages.
    pub n_passages: usize,
}

/// A warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Its kind, in `kebab-case`.
    pub code: &'static str,
    /// The warning, a sentence.
    pub message: String,
}

/// The warnings that apply, the gravest first.
pub fn warnings(facts: &WarningFacts<'_>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut warn = |code, message| warnings.push(Warning { code, message });
    if let Some(advice) = facts.outside.advice() {
        warn(OUTSIDE_TRAINING, advice);
    }
    if facts.is_gold_by_language_models {
        warn(
            "gold-by-language-models",
            "The gold codes were given by language models: agreement with them is not agreement \
             with human experts."
                .to_owned(),
        );
    }
    if let Some(score) = facts.grouped_macro_f1.filter(|f1| *f1 < LOWEST_MACRO_F1) {
        warn(
            "low-macro-f1",
            format!(
                "Macro-F1 is {score:.2}, below {LOWEST_MACRO_F1:.2}: predicted shares are a \
                     rough guide at best."
            ),
        );
    }
    if let (Some(grouped), Some(document)) = (facts.grouped_macro_f1, facts.document_macro_f1)
        && grouped - document > LARGEST_DROP
    {
        warn(
            "drop-on-new-documents",
            format!(
                "Macro-F1 falls from {grouped:.2} to {document:.2} when whole documents are left \
                 out: expect the lower score on documents of another kind."
            ),
        );
    }
    if let (Some(grouped), Some(forward)) =
        (facts.grouped_macro_f1_of_forward, facts.forward_macro_f1)
        && grouped - forward > LARGEST_DROP
    {
        warn(
            "drop-forward-in-time",
            format!(
                "Macro-F1 falls from {grouped:.2} to {forward:.2} on the same passages when a model \
                 learns from older ones only: expect the lower score on papers of a later date."
            ),
        );
    }
    for (split, baseline) in facts.better_baselines {
        warn(
            "baseline-is-better",
            format!(
                "In the split {split} the baseline {} has a higher macro-F1 than the model, and \
                 the interval of the difference leaves out 0.",
                baseline.as_str()
            ),
        );
    }
    let without_gold = facts.class_ids.iter().zip(facts.gold_by_class);
    for (id, _) in without_gold.filter(|(_, n)| **n == 0) {
        warn(
            "class-without-gold",
            format!("No gold passage is `{id}`: its F1 counts as 0 in macro-F1."),
        );
    }
    for message in recall_gaps(facts) {
        warn("recall-differs-by-actor", message);
    }
    if facts.n_duplicates > 0 {
        warn(
            "duplicates",
            format!(
                "{} of {} passages repeat another one; they count once in comparisons.",
                facts.n_duplicates, facts.n_passages
            ),
        );
    }
    warnings
}

/// One message for each class that is recognised much better for one actor than for another.
fn recall_gaps(facts: &WarningFacts<'_>) -> Vec<String> {
    let compared: Vec<&ActorRecall> = facts
        .actor_recalls
        .iter()
        .filter(|row| row.split == SplitKind::Grouped && row.n >= FEWEST_PASSAGES)
        .collect();
    let mut messages = Vec::new();
    for (class, id) in facts.class_ids.iter().enumerate() {
        let of_class = || compared.iter().filter(|row| row.stance == Some(class));
        // The first of equals on both sides, so that one actor alone is no gap.
        let best = of_class().reduce(|a, b| if b.recall() > a.recall() { b } else { a });
        let worst = of_class().reduce(|a, b| if b.recall() < a.recall() { b } else { a });
        if let (Some(best), Some(worst)) = (best, worst)
            && best.recall() - worst.recall() > LARGEST_RECALL_GAP
        {
            let part = |row: &ActorRecall| {
                let Interval { low, high } = row.interval;
                let (n_correct, n) = (row.n_correct, row.n);
                format!("{} ({n_correct} of {n}, {low:.2}–{high:.2})", row.actor)
            };
            messages.push(format!(
                "`{id}` is recognised more often for {} than for {}: a comparison of predicted \
                 shares is tilted by this.",
                part(best),
                part(worst)
            ));
        }
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::wilson_interval;

    fn recall(actor: &str, stance: usize, n_correct: usize, n: usize) -> ActorRecall {
        ActorRecall {
            split: SplitKind::Grouped,
            actor: actor.to_owned(),
            stance: Some(stance),
            n,
            n_correct,
            interval: wilson_interval(n_correct, n).unwrap(),
        }
    }

    fn codes(facts: &WarningFacts<'_>) -> Vec<&'static str> {
        warnings(facts).iter().map(|warning| warning.code).collect()
    }

    #[test]
    fn nothing_to_warn_of_gives_no_warning() {
        let facts = WarningFacts {
            grouped_macro_f1: Some(0.5),
            document_macro_f1: Some(0.4),
            forward_macro_f1: Some(0.31),
            grouped_macro_f1_of_forward: Some(0.4),
            ..WarningFacts::default()
        };
        assert_eq!(codes(&facts), [""; 0]);
    }

    #[test]
    fn each_condition_has_its_warning() {
        let facts = WarningFacts {
            grouped_macro_f1: Some(0.49),
            document_macro_f1: Some(0.31),
            forward_macro_f1: Some(0.29),
            grouped_macro_f1_of_forward: Some(0.41),
            is_gold_by_language_models: true,
            better_baselines: &[(SplitKind::LeaveOneDocumentOut, Estimator::SeedWords)],
            class_ids: &["voor".to_owned(), "tegen".to_owned()],
            gold_by_class: &[3, 0],
            outside: OutsideCount {
                n_outside: 1,
                n_rows: 5,
            },
            n_duplicates: 15,
            n_passages: 552,
            ..WarningFacts::default()
        };
        let want = [
            "outside-training",
            "gold-by-language-models",
            "low-macro-f1",
            "drop-on-new-documents",
            "drop-forward-in-time",
            "baseline-is-better",
            "class-without-gold",
            "duplicates",
        ];
        assert_eq!(codes(&facts), want);
    }

    #[test]
    fn a_class_recognised_better_for_one_actor_is_named_with_its_numbers() {
        let class_ids = ["pro-control".to_owned(), "none".to_owned()];
        let recalls = [
            recall("PVV", 0, 9, 12),
            recall("CDA", 0, 6, 12),
            recall("SP", 0, 0, 9),
            recall("PVV", 1, 8, 10),
            recall("CDA", 1, 7, 10),
        ];
        let facts = WarningFacts {
            actor_recalls: &recalls,
            class_ids: &class_ids,
            ..WarningFacts::default()
        };
        // Wilson intervals of 9 of 12 and of 6 of 12, computed apart: .4677–.9111 and .2538–.7462.
        assert_eq!(
            warnings(&facts)
                .into_iter()
                .map(|warning| warning.message)
                .collect::<Vec<_>>(),
            [
                "`pro-control` is recognised more often for PVV (9 of 12, 0.47–0.91) than for CDA \
              (6 of 12, 0.25–0.75): a comparison of predicted shares is tilted by this."
            ]
        );
    }

    #[test]
    fn recalls_of_other_splits_and_of_few_passages_are_not_compared() {
        let class_ids = ["pro-control".to_owned()];
        let mut recalls = [recall("PVV", 0, 12, 12), recall("CDA", 0, 0, 12)];
        recalls[1].split = SplitKind::LeaveOneActorOut;
        let facts = WarningFacts {
            actor_recalls: &recalls,
            class_ids: &class_ids,
            ..WarningFacts::default()
        };
        assert!(warnings(&facts).is_empty());
    }
}
