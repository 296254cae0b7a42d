//! What a reader must know before believing a number.

use super::{ActorRecall, Estimator, SplitKind};
use crate::label::OutsideCount;
use crate::metrics::{Interval, farthest_apart};

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
                "Macro-F1 is {grouped:.2} where groups of passages are left out of training and \
                 {document:.2} where whole documents are, on the same passages: expect the lower \
                 score on documents of another kind."
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
                "Macro-F1 is {grouped:.2} where groups of passages are left out of training and \
                 {forward:.2} on the same passages where a model learns from older ones only: expect \
                 the lower score on papers of a later date."
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
    for (code, message) in recall_gaps(facts) {
        warn(code, message);
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

/// One warning for each class whose recall lies far apart for two actors: that it differs where their
/// intervals part, else what was measured and that nothing is certain.
fn recall_gaps(facts: &WarningFacts<'_>) -> Vec<(&'static str, String)> {
    let mut warnings = Vec::new();
    for (class, id) in facts.class_ids.iter().enumerate() {
        let is_compared = |row: &&ActorRecall| {
            row.split == SplitKind::Grouped && row.n >= FEWEST_PASSAGES && row.stance == Some(class)
        };
        let rows: Vec<&ActorRecall> = facts.actor_recalls.iter().filter(is_compared).collect();
        let recalls: Vec<(f64, Interval)> = rows
            .iter()
            .map(|row| (row.recall(), row.interval))
            .collect();
        let Some(apart) = farthest_apart(&recalls, LARGEST_RECALL_GAP) else {
            continue;
        };
        let (Some(best), Some(worst)) = (rows.get(apart.high), rows.get(apart.low)) else {
            continue;
        };
        let (best, worst) = (recall_in_words(best), recall_in_words(worst));
        warnings.push(if apart.is_certain {
            let message = format!(
                "`{id}` is recognised more often for {best} than for {worst}, and the 95 % intervals \
                 have nothing in common: a comparison of predicted shares is tilted by this."
            );
            ("recall-differs-by-actor", message)
        } else {
            let message = format!(
                "`{id}` is recognised for {best} and for {worst}: the 95 % intervals overlap, so it \
                 is not certain that one is recognised better; if so, a comparison of predicted \
                 shares is tilted by this."
            );
            ("recall-may-differ-by-actor", message)
        });
    }
    warnings
}

/// `Volt (9 of 13, 0.42–0.87)`.
fn recall_in_words(row: &ActorRecall) -> String {
    let Interval { low, high } = row.interval;
    let (n_correct, n) = (row.n_correct, row.n);
    format!("{} ({n_correct} of {n}, {low:.2}–{high:.2})", row.actor)
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
    fn a_class_is_said_to_be_recognised_better_only_where_the_intervals_part() {
        let class_ids = ["pro-control", "none", "rest"].map(str::to_owned);
        let recalls = [
            recall("PVV", 0, 9, 12),
            recall("CDA", 0, 6, 12),
            recall("SP", 0, 0, 9),
            recall("PVV", 1, 11, 12),
            recall("CDA", 1, 2, 12),
            recall("PVV", 2, 8, 10),
            recall("CDA", 2, 7, 10),
        ];
        let facts = WarningFacts {
            actor_recalls: &recalls,
            class_ids: &class_ids,
            ..WarningFacts::default()
        };
        // Wilson intervals, computed apart: 9 of 12 .4677–.9111, 6 of 12 .2538–.7462; 11 of 12
        // .6461–.9851, 2 of 12 .0470–.4480. Recalls of 8 and 7 of 10 lie .10 apart.
        assert_eq!(
            warnings(&facts)
                .into_iter()
                .map(|warning| (warning.code, warning.message))
                .collect::<Vec<_>>(),
            [
                (
                    "recall-may-differ-by-actor",
                    "`pro-control` is recognised for PVV (9 of 12, 0.47–0.91) and for CDA (6 of 12, \
                     0.25–0.75): the 95 % intervals overlap, so it is not certain that one is \
                     recognised better; if so, a comparison of predicted shares is tilted by this."
                        .to_owned()
                ),
                (
                    "recall-differs-by-actor",
                    "`none` is recognised more often for PVV (11 of 12, 0.65–0.99) than for CDA (2 of \
                     12, 0.05–0.45), and the 95 % intervals have nothing in common: a comparison of \
                     predicted shares is tilted by this."
                        .to_owned()
                ),
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
