//! What `agreement` says of its results, as text.

use std::fmt::Write as _;

use crate::audit::{AgreementMeasure, AgreementReport, AgreementRow, CoderPair, ReliabilityMark};
use crate::corpus::Codebook;
use crate::metrics::Interval;

/// The agreement of coders.
pub(super) fn agreement_summary(report: &AgreementReport, codebook: &Codebook) -> String {
    let mut text = format!(
        "{} coders ({}), {} passages, {} coded by two or more; {} disputed\n\n",
        report.coders.len(),
        report.coders.join(", "),
        report.n_passages,
        report.n_paired,
        report.disputed.len(),
    );
    let classes: Vec<&str> = codebook.class_ids().collect();
    for row in report.rows.iter().filter(|row| row.coders.is_none()) {
        let name = name_of(row, &classes);
        let _ = writeln!(text, "{name:36} {}{}", number(row), mark(row));
    }
    for pair in &report.pairs {
        text.push_str(&pair_summary(pair, report, &classes));
    }
    let model = report.rows.iter().filter(|row| !row.split.is_empty());
    text.push('\n');
    for row in model {
        let _ = writeln!(
            text,
            "macro-F1 of the model, {}: {}, {} passages",
            row.split,
            number(row),
            row.n_units
        );
    }
    let _ = writeln!(
        text,
        "\nintervals: 95 %, {} bootstrap samples of {}",
        report.settings.n_resamples,
        report.cluster.in_words(),
    );
    text.push_str(verdict(report));
    text
}

fn name_of(row: &AgreementRow, classes: &[&str]) -> String {
    let class = row.stance.and_then(|class| classes.get(class));
    match (row.measure, class) {
        (AgreementMeasure::KrippendorffAlpha, None) => "Krippendorff's alpha".to_owned(),
        (AgreementMeasure::KrippendorffAlpha, Some(class)) => format!("  {class} against the rest"),
        (AgreementMeasure::RawAgreement, _) => "raw agreement".to_owned(),
        (AgreementMeasure::FleissKappa, _) => "Fleiss' kappa".to_owned(),
        (AgreementMeasure::GwetAc1, _) => "Gwet's AC1".to_owned(),
        (AgreementMeasure::CohenKappa, _) => "Cohen's kappa".to_owned(),
        (AgreementMeasure::MacroF1, _) => "macro-F1".to_owned(),
    }
}

fn number(row: &AgreementRow) -> String {
    let Some(estimate) = row.estimate else {
        return "not defined: one class only".to_owned();
    };
    let skipped = match row.n_skipped {
        0 => String::new(),
        n => format!(", {n} samples left out"),
    };
    match row.interval {
        Some(Interval { low, high }) => format!("{estimate:.3} [{low:.3}, {high:.3}{skipped}]"),
        None => format!("{estimate:.3}"),
    }
}

fn mark(row: &AgreementRow) -> String {
    let mark = row.mark().map(ReliabilityMark::as_str);
    mark.map_or_else(String::new, |mark| format!("  {mark}"))
}

fn pair_summary(pair: &CoderPair, report: &AgreementReport, classes: &[&str]) -> String {
    let mut text = format!(
        "\n{} (rows) against {} (columns)\n",
        pair.coder_a, pair.coder_b
    );
    let width = classes.iter().map(|class| class.len()).max().unwrap_or(0) + 2;
    let _ = write!(text, "{:width$}", "");
    for class in classes {
        let _ = write!(text, "{class:>width$}");
    }
    text.push('\n');
    for (a, class) in classes.iter().enumerate() {
        let _ = write!(text, "{class:width$}");
        for b in 0..classes.len() {
            let _ = write!(text, "{:>width$}", pair.matrix.cell(a, b));
        }
        text.push('\n');
    }
    let coders = Some((pair.coder_a.clone(), pair.coder_b.clone()));
    let rows = report.rows.iter().filter(|row| row.coders == coders);
    for row in rows.filter(|row| row.split.is_empty()) {
        let name = name_of(row, classes);
        let _ = writeln!(text, "{name}: {}", number(row));
    }
    text
}

/// What Krippendorff's marks say of the whole.
fn verdict(report: &AgreementReport) -> &'static str {
    let alpha = report.rows.first();
    match alpha.and_then(AgreementRow::mark) {
        Some(ReliabilityMark::Reliable) => {
            "alpha is .800 or more with its whole interval: reliable\n"
        }
        Some(ReliabilityMark::Tentative) => {
            "the interval of alpha starts between .667 and .800: for tentative conclusions only\n"
        }
        Some(ReliabilityMark::Unreliable) => {
            "the interval of alpha starts below .667: do not publish; discuss the disagreements, \
             sharpen the codebook, code again\n"
        }
        None => "no interval, so no verdict\n",
    }
}
