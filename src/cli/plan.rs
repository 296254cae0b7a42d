//! `standpunt evaluate --plan` and `--against-set`: variants of the settings side by side.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::context::{Context, print};
use crate::Error;
use crate::config::Plan;
use crate::evaluate::{Difference, PairedRow, VariantScore};
use crate::pipeline::{PlanResult, run_plan, write_plan};

/// Reads a plan.
pub(super) fn read_plan(path: &Path) -> Result<Plan, Error> {
    let place = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| Error::Usage {
        message: format!("{place}: the plan cannot be read: {error}"),
        help: "check the path behind --plan".to_owned(),
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    Ok(Plan::from_toml(&text, &place, folder)?)
}

/// Measures the variants of a plan and prints the table; `file` is the plan's own, if it has one.
pub(super) fn run(
    plan: &Plan,
    file: Option<&Path>,
    out: &Path,
    context: &Context,
) -> Result<Outcome, Error> {
    let resources = context.resources()?;
    let environment = |variable: &str| {
        let value = std::env::var_os(variable).filter(|value| !value.is_empty());
        value.map(PathBuf::from)
    };
    let mut result = context
        .watched(|monitor| run_plan(plan, &context.config, &resources, &environment, monitor))?;
    if let Some(file) = file {
        result.inputs.push(crate::store::identify_file(file)?);
        result.inputs.sort_by(|a, b| a.path.cmp(&b.path));
    }
    write_plan(out, &result, &resources.codebook, &context.config)?;
    print(&summary(&result))?;
    Ok(Outcome::Done)
}

/// Characters of a name that are shown.
const NAME_WIDTH: usize = 20;

/// For each split a line per variant.
fn summary(result: &PlanResult) -> String {
    let baseline = result.models.iter().find(|model| model.is_baseline);
    let baseline = baseline.map_or("", |model| model.variant.as_str());
    let mut text = String::new();
    for scores in result.scores.chunk_by(|a, b| a.split == b.split) {
        let Some(first) = scores.first() else {
            continue;
        };
        let groupings = match first.n_groupings {
            0 | 1 => String::new(),
            n => format!(", mean over {n} groupings"),
        };
        let _ = writeln!(
            text,
            "{} ({} passages, {} groups{groupings})",
            first.split, first.n, first.n_groups
        );
        if scores.iter().all(|row| row.estimate.is_none()) {
            let _ = writeln!(text, "  {}\n", first.method);
            continue;
        }
        let _ = writeln!(
            text,
            "  {:<20} {:<23} {:<26} {:<26} {:<9} ranks",
            "variant",
            "macro-F1 [95 %]",
            format!("minus {}", shortened(baseline, NAME_WIDTH)),
            "minus the one before",
            "log loss"
        );
        let macro_f1 = scores.iter().filter(|row| row.metric == "macro_f1");
        macro_f1.for_each(|row| line(&mut text, row, scores));
        text.push('\n');
    }
    models(&mut text, result);
    for pair in &result.pairs {
        tests(&mut text, pair);
    }
    let _ = writeln!(
        text,
        "McNemar takes passages as independent; the intervals above draw whole groups\n\
         reference standard: {}",
        result.reference_standard.in_words()
    );
    text
}

fn line(text: &mut String, row: &VariantScore, scores: &[VariantScore]) {
    let name = shortened(&row.variant, NAME_WIDTH);
    let Some(estimate) = row.estimate else {
        let _ = writeln!(text, "  {name:<20} {}", row.method);
        return;
    };
    let other = |metric: &str| {
        let is_it = |other: &&VariantScore| other.variant == row.variant && other.metric == metric;
        let found = scores.iter().find(is_it).and_then(|other| other.estimate);
        found.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"))
    };
    let own = Difference {
        estimate,
        interval: row.interval,
    };
    let _ = writeln!(
        text,
        "  {name:<20} {:<23} {:<26} {:<26} {:<9} {}",
        with_interval(Some(own), false),
        with_interval(row.minus_baseline, true),
        with_interval(row.minus_previous, true),
        other("log_loss"),
        other("rank_correlation"),
    );
}

fn with_interval(value: Option<Difference>, signed: bool) -> String {
    let number = |x: f64| {
        if signed {
            format!("{x:+.3}")
        } else {
            format!("{x:.3}")
        }
    };
    let Some(value) = value else {
        return "-".to_owned();
    };
    let interval = value.interval.map_or_else(String::new, |interval| {
        format!(" [{}, {}]", number(interval.low), number(interval.high))
    });
    format!("{}{interval}", number(value.estimate))
}

fn models(text: &mut String, result: &PlanResult) {
    let _ = writeln!(
        text,
        "models of all gold       coded  examples  alpha    terms      bytes  settings"
    );
    for model in &result.models {
        let _ = writeln!(
            text,
            "  {:<20} {:>7} {:>9} {:>6} {:>8} {:>10}  {}",
            shortened(&model.variant, NAME_WIDTH),
            model.n_coded,
            model.n_examples,
            model.alpha,
            model.n_terms,
            model.n_bytes,
            model.settings
        );
    }
    text.push('\n');
}

fn tests(text: &mut String, pair: &PairedRow) {
    let [both, own, baseline, neither] = pair.right;
    let resampled = pair.resampled.map_or_else(String::new, |test| {
        format!("; Nadeau-Bengio t {:.2}, p {:.3}", test.t, test.p)
    });
    let _ = writeln!(
        text,
        "{}, {} against {}: right both {both}, only {} {own}, only {} {baseline}, neither \
         {neither}; McNemar mid-p {:.4}{resampled}",
        pair.split, pair.variant, pair.baseline, pair.variant, pair.baseline, pair.mcnemar.mid_p,
    );
}

/// The start of a name, of at most `width` characters.
fn shortened(name: &str, width: usize) -> String {
    if name.chars().count() <= width {
        return name.to_owned();
    }
    let start: String = name.chars().take(width.saturating_sub(1)).collect();
    format!("{start}…")
}
