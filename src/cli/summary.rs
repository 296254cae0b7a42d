//! What commands say of their results, as text.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::compare::{Denominator, ShareRow, Source};
use crate::evaluate::{Estimator, Evaluation, Metric, SplitKind};
use crate::pipeline::RunResult;
use crate::stance::Prediction;

/// The summary of a whole run.
pub(super) fn run_summary(result: &RunResult, out: &Path) -> String {
    let mut text = String::new();
    let reading = &result.reading;
    let n_copies = reading.duplicates.iter().filter(|copy| copy.duplicate_of.is_some()).count();
    let _ = writeln!(
        text,
        "{} documents, {} passages ({n_copies} copies), {} coded; {} pieces of text left out\n",
        reading.texts.len(),
        reading.passages.len(),
        result.learned.set.tested().len(),
        reading.skipped.len(),
    );
    text.push_str(&scores(&result.learned.evaluation));
    text.push('\n');
    text.push_str(&shares(&result.comparison.by_actor, &result.comparison.settings.class_ids));
    let _ = writeln!(
        text,
        "reference standard: {}; descriptive of these documents, not of the parties\n",
        result.reference_standard.in_words(),
    );
    for warning in &result.warnings {
        let _ = writeln!(text, "warning: {}", warning.message);
    }
    for id in &result.comparison.unjoined {
        let _ = writeln!(text, "warning: the coded passage {id} is not in the corpus");
    }
    let _ = writeln!(text, "written to {}", out.display());
    text
}

/// Macro-F1 and log loss of the model in every split, with intervals, beside the baselines.
pub(super) fn scores(evaluation: &Evaluation<Prediction>) -> String {
    let mut text = String::from(
        "macro-F1 [95 % interval]        model               seed words  majority   log loss   n\n",
    );
    for kind in SplitKind::ALL {
        let find = |metric, estimator| {
            evaluation.scores().find(|row| {
                (row.split, row.metric, row.estimator, row.stance) == (kind, metric, estimator, None)
            })
        };
        let Some(model) = find(Metric::MacroF1, Estimator::Model) else {
            let reason = evaluation.scores().find(|row| row.split == kind);
            let reason = reason.map_or("", |row| row.method.as_str());
            let _ = writeln!(text, "  {:<28} {reason}", kind.as_str());
            continue;
        };
        let estimate = |estimator| find(Metric::MacroF1, estimator).and_then(|row| row.estimate);
        let interval = model
            .interval
            .map_or_else(String::new, |interval| format!(" [{:.3}, {:.3}]", interval.low, interval.high));
        let log_loss = find(Metric::LogLoss, Estimator::Model).and_then(|row| row.estimate);
        let _ = writeln!(
            text,
            "  {:<28} {}{interval:<17} {:<11} {:<10} {:<10} {}",
            kind.as_str(),
            number(model.estimate),
            number(estimate(Estimator::SeedWords)),
            number(estimate(Estimator::MajorityClass)),
            number(log_loss),
            model.n,
        );
    }
    text
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"))
}

/// Shares of all passages per actor and role: predicted, and coded in brackets.
pub(super) fn shares(rows: &[ShareRow], class_ids: &[String]) -> String {
    type Key<'a> = (&'a str, &'a str);
    let mut cells: BTreeMap<Key<'_>, BTreeMap<(usize, Source), &ShareRow>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.denominator == Denominator::Passages) {
        let Some(role) = row.role else { continue };
        cells.entry((role.as_str(), row.unit.as_str())).or_default().insert((row.stance, row.source), row);
    }
    let mut text = format!("{:<28} {:>4}", "share of passages", "n");
    for id in class_ids {
        let _ = write!(text, "  {id:>18}");
    }
    text.push('\n');
    for ((role, actor), cell) in &cells {
        let n = cell.values().next().map_or(0, |row| row.n_passages);
        let _ = write!(text, "  {:<26} {n:>4}", format!("{actor}, {role}"));
        for stance in 0..class_ids.len() {
            let share = |source| {
                let row = cell.get(&(stance, source));
                row.and_then(|row| row.estimate).map_or_else(|| "-".to_owned(), |s| format!("{s:.2}"))
            };
            let both = format!("{} ({})", share(Source::Predicted), share(Source::Coded));
            let _ = write!(text, "  {both:>18}");
        }
        text.push('\n');
    }
    text.push_str("predicted (coded)\n");
    text
}
