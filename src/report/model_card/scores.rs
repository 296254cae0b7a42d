//! The section *Quantitative analyses*.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::CardFacts;
use super::markdown::{header, share, table, with_interval};
use super::tally::{self, UnitTally, tally};
use crate::evaluate::{Estimator, EvaluationRow, Metric, ScoreRow, SplitKind};
use crate::stance::LabelReason;

/// The section.
pub(super) fn quantitative_analyses(facts: &CardFacts<'_>) -> String {
    let mut text = "## Quantitative analyses\n\n### Scores in every split\n\n".to_owned();
    text.push_str(&overall(facts));
    for kind in SplitKind::ALL {
        text.push_str(&per_class(facts, kind));
    }
    for (heading, split, name, unit, none) in [
        (
            "Recall by actor, other passages of these documents (`grouped`)",
            SplitKind::Grouped,
            "actor",
            tally::actor as fn(&EvaluationRow) -> Option<String>,
            "The passages name no actor: how scores differ between actors is not known.",
        ),
        (
            "Recall by role, other passages of these documents (`grouped`)",
            SplitKind::Grouped,
            "role",
            tally::role,
            "The passages name no role: how scores differ between genres is not known.",
        ),
        (
            "Recall by document, each left out of training (`leave-one-document-out`)",
            SplitKind::LeaveOneDocumentOut,
            "document",
            tally::document,
            "Documents are not known or could not be left out: what the model does on a document it has \
             not seen is not known.",
        ),
    ] {
        let _ = writeln!(text, "### {heading}\n");
        text.push_str(&recalls(facts, split, (name, unit), none));
    }
    text.push_str(&certainty(facts));
    text
}

fn find<'a>(
    facts: &CardFacts<'a>,
    split: SplitKind,
    metric: Metric,
    estimator: Estimator,
    stance: Option<usize>,
) -> Option<&'a ScoreRow> {
    facts.evaluation.scores().find(|row| {
        (row.split, row.metric, row.estimator, row.stance) == (split, metric, estimator, stance)
    })
}

/// One row per score, one column per split; why a split was not possible stands below.
fn overall(facts: &CardFacts<'_>) -> String {
    let rows = [
        ("macro-F1", Metric::MacroF1, Estimator::Model),
        (
            "macro-F1, always the most frequent class",
            Metric::MacroF1,
            Estimator::MajorityClass,
        ),
        (
            "macro-F1, seed words",
            Metric::MacroF1,
            Estimator::SeedWords,
        ),
        (
            "model minus most frequent class",
            Metric::MacroF1,
            Estimator::ModelMinusMajorityClass,
        ),
        (
            "model minus seed words",
            Metric::MacroF1,
            Estimator::ModelMinusSeedWords,
        ),
        ("accuracy", Metric::Accuracy, Estimator::Model),
        (
            "balanced accuracy",
            Metric::BalancedAccuracy,
            Estimator::Model,
        ),
        (
            "Matthews correlation",
            Metric::MatthewsCorrelation,
            Estimator::Model,
        ),
        ("log loss (nats)", Metric::LogLoss, Estimator::Model),
        ("Brier score (0 to 2)", Metric::BrierScore, Estimator::Model),
        (
            "calibration error, most probable class (10 equal-mass bins)",
            Metric::TopLabelCalibrationError,
            Estimator::Model,
        ),
        (
            "calibration error, by class (10 equal-mass bins)",
            Metric::ClassWiseCalibrationError,
            Estimator::Model,
        ),
    ];
    let mut names = header(&["score [95 % interval]"]);
    names.extend(SplitKind::ALL.map(|kind| {
        let row = find(facts, kind, Metric::MacroF1, Estimator::Model, None);
        let n = row.map_or(facts.set.tested().len(), |row| row.n);
        format!("{kind}, n = {n}")
    }));
    let rows: Vec<Vec<String>> = rows
        .into_iter()
        .filter_map(|(name, metric, estimator)| {
            let found = SplitKind::ALL.map(|kind| find(facts, kind, metric, estimator, None));
            found.iter().any(Option::is_some).then(|| {
                let cell = |row: Option<&ScoreRow>| {
                    with_interval(row.and_then(|r| r.estimate), row.and_then(|r| r.interval))
                };
                let cells = found.into_iter().map(cell);
                std::iter::once(name.to_owned()).chain(cells).collect()
            })
        })
        .collect();
    let mut text = table(&names, &rows) + "\n";
    for kind in SplitKind::ALL {
        if let Some(row) = find(facts, kind, Metric::MacroF1, Estimator::Model, None) {
            let _ = writeln!(text, "- `{kind}`: {}; {} groups", row.method, row.n_groups);
        }
    }
    text + "\n"
}

/// Precision, recall and F1 of every class; nothing where the split was not possible.
fn per_class(facts: &CardFacts<'_>, kind: SplitKind) -> String {
    let score = |metric, class| find(facts, kind, metric, Estimator::Model, Some(class));
    let rows: Vec<Vec<String>> = facts
        .codebook
        .class_ids()
        .enumerate()
        .filter_map(|(class, id)| {
            let precision = score(Metric::Precision, class)?;
            let recall = score(Metric::Recall, class)?;
            let f1 = score(Metric::F1, class)?;
            let cell = |row: &ScoreRow| with_interval(row.estimate, row.interval);
            Some(vec![
                id.to_owned(),
                recall.n.to_string(),
                precision.n.to_string(),
                cell(precision),
                cell(recall),
                cell(f1),
            ])
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let names = header(&["class", "n", "n predicted", "precision", "recall", "F1"]);
    format!(
        "### Scores by class, `{kind}`\n\n{}\n",
        table(&names, &rows)
    )
}

/// The share predicted right, of all passages of a unit and of each class, with its count.
fn recalls(
    facts: &CardFacts<'_>,
    split: SplitKind,
    (name, unit): (&str, fn(&EvaluationRow) -> Option<String>),
    none: &str,
) -> String {
    let units = tally(facts.set, facts.evaluation, split, unit);
    if units.is_empty() {
        return format!("{none}\n\n");
    }
    let mut names = header(&[name, "all classes"]);
    names.extend(facts.codebook.class_ids().map(str::to_owned));
    let rows: Vec<Vec<String>> = units
        .into_iter()
        .map(|(name, tally)| {
            let by_class = tally
                .by_class
                .iter()
                .map(|&(n, n_correct)| share(n_correct, n));
            let all = share(tally.n_correct, tally.n);
            [name, all].into_iter().chain(by_class).collect()
        })
        .collect();
    table(&names, &rows) + "\n"
}

/// How many labels are certain and how many of those are wrong, by class, actor and role.
fn certainty(facts: &CardFacts<'_>) -> String {
    let mut text = format!(
        "### Certainty, other passages of these documents (`grouped`)\n\n\
         The error level is {}: of the passages of each class, the label set may miss that share. \
         *Error* is the share of certain labels that are wrong.\n\n",
        facts.model.error_level()
    );
    let split = SplitKind::Grouped;
    let of = |unit: &dyn Fn(&EvaluationRow) -> Option<String>| {
        tally(facts.set, facts.evaluation, split, unit)
    };
    let mut rows = certainty_rows(of(&|_| Some("all".to_owned())));
    for (class, id) in facts.codebook.class_ids().enumerate() {
        let unit = |row: &EvaluationRow| (row.class == class).then(|| format!("gold class {id}"));
        rows.extend(certainty_rows(of(&unit)));
    }
    rows.extend(certainty_rows(of(&|row| {
        Some(format!("actor {}", tally::actor(row)?))
    })));
    rows.extend(certainty_rows(of(&|row| {
        Some(format!("role {}", tally::role(row)?))
    })));
    if rows.is_empty() {
        return text + "Not measured: this split was not possible.\n";
    }
    let names = header(&[
        "passages",
        "certain",
        "error of the certain",
        "gold class in the label set",
    ]);
    text.push_str(&table(&names, &rows));
    text.push('\n');
    text.push_str(&reasons(facts));
    text
}

fn certainty_rows(units: BTreeMap<String, UnitTally>) -> Vec<Vec<String>> {
    let row = |(name, tally): (String, UnitTally)| {
        vec![
            name,
            share(tally.n_certain, tally.n),
            share(tally.n_certain_wrong, tally.n_certain),
            share(tally.n_covered, tally.n),
        ]
    };
    units.into_iter().map(row).collect()
}

/// Why labels are not certain.
fn reasons(facts: &CardFacts<'_>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let predictions = facts.evaluation.out_of_fold();
    for prediction in predictions {
        let reason = prediction.reason.map_or("certain", LabelReason::as_str);
        *counts.entry(reason).or_default() += 1;
    }
    let parts: Vec<String> = counts
        .iter()
        .map(|(why, n)| format!("`{why}` {n}"))
        .collect();
    format!(
        "Reasons of labels: {}; n = {}.\n",
        parts.join(", "),
        predictions.len()
    )
}
