//! What commands say of their results, as text.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use super::Outcome;
use super::certainty_summary::certainty;
use super::context::Context;
use super::shares_summary::shares;
use crate::evaluate::{Estimator, Evaluation, Metric, OUTSIDE_TRAINING, Warning};
use crate::pipeline::{Compared, ReadingSummary, RunResult};
use crate::stance::Prediction;

/// Warnings of a run that its summary has said in other words.
const SAID_ABOVE: [&str; 5] = [
    OUTSIDE_TRAINING,
    "relative-to-reference-standard",
    "recall-differs-in-comparison",
    "recall-may-differ-in-comparison",
    "low-macro-f1-in-comparison",
];

/// The summary of a whole run.
pub(super) fn run_summary(result: &RunResult, compared: &Compared, out: &Path) -> String {
    let mut text = String::new();
    if let Some(advice) = result.comparison.outside.advice() {
        let _ = writeln!(text, "warning: {advice}\n");
    }
    let reading = &result.reading.summary;
    let _ = writeln!(
        text,
        "{} documents, {} passages ({} copies), {} coded; {} pieces of text left out\n",
        reading.n_documents,
        reading.n_passages,
        reading.n_copies,
        result.learned.set.tested().len(),
        reading.n_skipped,
    );
    text.push_str(&scores(&result.learned.evaluation));
    text.push('\n');
    text.push_str(&certainty(&result.learned.evaluation));
    text.push('\n');
    text.push_str(&shares(&compared.by_actor, &result.comparison.settings));
    let _ = writeln!(
        text,
        "reference standard: {}\n",
        result.reference_standard.in_words(),
    );
    let is_new = |warning: &&Warning| !SAID_ABOVE.contains(&warning.code);
    let warnings = result.warnings.iter().chain(&compared.warnings);
    for warning in warnings.filter(is_new) {
        let _ = writeln!(text, "warning: {}", warning.message);
    }
    if let Some(unread) = unread(reading) {
        let _ = writeln!(text, "warning: {unread}");
    }
    if let Some(empty) = without_passage(reading) {
        let _ = writeln!(text, "warning: {empty}");
    }
    if let Some(unjoined) = unjoined(&result.comparison.unjoined, "in the corpus") {
        let _ = writeln!(text, "warning: {unjoined}");
    }
    let _ = writeln!(text, "written to {}", out.display());
    text
}

/// Which files of a corpus were not read, and why; nothing where all were.
pub(super) fn unread(reading: &ReadingSummary) -> Option<String> {
    let first = reading.first_unread.as_ref()?;
    let n = reading.n_unread;
    let rest = match n - 1 {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    let why = first
        .detail
        .trim_start_matches(&first.file)
        .trim_start_matches([':', ' ']);
    Some(format!(
        "{n} of {} files not read: {}: {why}{rest}",
        reading.n_files, first.file
    ))
}

/// Which documents gave no passage, and what became of the text of the first; nothing where all
/// gave one.
pub(super) fn without_passage(reading: &ReadingSummary) -> Option<String> {
    let first = reading.first_without_passage.as_ref()?;
    let reasons = &first.reasons;
    let n: usize = reasons.values().sum();
    let why = match reasons.len() {
        0 => "no text in it".to_owned(),
        1 => format!("all {n} pieces `{}`", reasons.keys().next().unwrap_or(&"")),
        _ => {
            let counts: Vec<String> = reasons
                .iter()
                .map(|(reason, n)| format!("{n} `{reason}`"))
                .collect();
            format!("of {n} pieces {}", counts.join(", "))
        }
    };
    let n = reading.n_without_passage;
    let documents = if n == 1 { "document" } else { "documents" };
    let more = match n - 1 {
        0 => String::new(),
        rest => format!(" and {rest} more; --skipped tells why"),
    };
    Some(format!(
        "{n} {documents} gave no passage: {} ({why}){more}",
        first.file
    ))
}

/// How a command that read a corpus ends: where more files were left out than the settings allow,
/// says so, also to who wants no summary.
pub(super) fn outcome_of(reading: &ReadingSummary, context: &Context) -> Outcome {
    let n_unread = reading.n_unread;
    let allowed = context.config.run().max_skipped_share;
    if n_unread as f64 <= allowed * reading.n_files as f64 {
        return Outcome::Done;
    }
    let _ = writeln!(
        io::stderr(),
        "error: {n_unread} of {} files were not read; run.max_skipped_share allows a share of {allowed}\n  \
         help: mend or remove the files that skipped.csv lists for the stage `read`, or allow more",
        reading.n_files
    );
    Outcome::TooMuchSkipped
}

/// How many coded passages are not at `place`, and the first of them; nothing where all are there.
pub(super) fn unjoined(ids: &[String], place: &str) -> Option<String> {
    /// Ids that are named.
    const NAMED: usize = 3;
    if ids.is_empty() {
        return None;
    }
    let (noun, verb) = if ids.len() == 1 {
        ("passage", "is")
    } else {
        ("passages", "are")
    };
    let named = ids
        .iter()
        .take(NAMED)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    let rest = match ids.len().saturating_sub(NAMED) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    Some(format!(
        "{} coded {noun} {verb} not {place}: {named}{rest}",
        ids.len()
    ))
}

/// Macro-F1 and log loss of the model in every split, with intervals, beside the baselines.
pub(super) fn scores(evaluation: &Evaluation<Prediction>) -> String {
    let mut text = String::from(
        "macro-F1 [95 % interval]        model               seed words  majority   log loss   n\n",
    );
    for kind in evaluation.splits.iter().map(|result| result.split.kind) {
        let find = |metric, estimator| {
            evaluation.scores().find(|row| {
                (row.split, row.metric, row.estimator, row.stance)
                    == (kind, metric, estimator, None)
            })
        };
        let model = find(Metric::MacroF1, Estimator::Model);
        let Some(model) = model.filter(|row| row.estimate.is_some()) else {
            let reason = evaluation.scores().find(|row| row.split == kind);
            let reason = reason.map_or("", |row| row.method.as_str());
            let _ = writeln!(text, "  {:<28} {reason}", kind.as_str());
            continue;
        };
        let estimate = |estimator| find(Metric::MacroF1, estimator).and_then(|row| row.estimate);
        let interval = model.interval.map_or_else(String::new, |interval| {
            format!(" [{:.3}, {:.3}]", interval.low, interval.high)
        });
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
