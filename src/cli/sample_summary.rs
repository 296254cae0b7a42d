//! What `sample` and `collect` say of their results, as text.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::audit::{
    Decision, Frame, LEFT_OUT_CHAIR, LEFT_OUT_COPY, MAX_MISSING_SHARE, passages_of,
};
use crate::corpus::{Codebook, ReferenceStandard};
use crate::pipeline::{Collection, SampleResult};

/// Drawn passages of an actor below which a share has no interval worth printing.
const MIN_OF_ACTOR: usize = 25;
/// Lines of a list in a summary.
const MOST_LISTED: usize = 10;

/// What was drawn, stratum by stratum.
pub(super) fn sample_summary(result: &SampleResult, out: &Path) -> String {
    let sample = &result.sample;
    let mut text = format!(
        "frame: {}, {}; left out: {}\n",
        counted(sample.frame.passages.len(), "passage", "passages"),
        short(&sample.frame.hash),
        left_out(&sample.frame),
    );
    let Some(wave) = (sample.waves.iter()).find(|wave| wave.design.wave == result.wave) else {
        return text;
    };
    let design = &wave.design;
    let names = design
        .strata
        .iter()
        .map(|stratum| stratum.name.chars().count());
    let width = names.max().unwrap_or(0).max("stratum".len());
    let units = design.units.as_str();
    let _ = writeln!(
        text,
        "wave {}: {units}, {} allocation, seed {}\n",
        design.wave, design.allocation, design.seed
    );
    let _ = writeln!(
        text,
        "{:width$}  in frame  drawn     pi  passages",
        "stratum"
    );
    for (index, stratum) in design.strata.iter().enumerate() {
        let (_, n_passages) = passages_of(wave, index);
        let _ = writeln!(
            text,
            "{:width$}  {:8}  {:5}  {:.3}  {n_passages:8}",
            stratum.name,
            stratum.n_units,
            stratum.n_drawn_last(),
            stratum.pi(),
        );
    }
    let _ = writeln!(
        text,
        "\n{} passages drawn in {}; {} to be coded now",
        sample.n_drawn(),
        counted(sample.waves.len(), "wave", "waves"),
        result.n_to_code,
    );
    if let Some(few) = few_drawn(result).filter(|_| !design.variables.is_empty()) {
        let _ = writeln!(text, "{few}");
    }
    let _ = writeln!(text, "written to {}", out.display());
    text
}

/// What stands in the table and cannot be drawn: copies, and what the chair of a sitting says.
fn left_out(frame: &Frame) -> String {
    let n_of = |reason: &str| {
        let of_reason = frame.left_out.iter().filter(|row| row.reason == reason);
        of_reason.count()
    };
    let copies = counted(n_of(LEFT_OUT_COPY), "copy", "copies");
    match n_of(LEFT_OUT_CHAIR) {
        0 => copies,
        n => format!(
            "{copies}, {} of the chair",
            counted(n, "passage", "passages")
        ),
    }
}

/// Which actors have too few drawn passages for an estimate.
fn few_drawn(result: &SampleResult) -> Option<String> {
    let sample = &result.sample;
    let mut of_actor: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (place, passage) in sample.frame.passages.iter().enumerate() {
        let (n_drawn, n_all) = of_actor.entry(&passage.actor).or_default();
        *n_all += 1;
        *n_drawn += usize::from(sample.waves.iter().any(|wave| wave.is_drawn(place)));
    }
    let few: Vec<String> = of_actor
        .into_iter()
        .filter(|(actor, (n_drawn, n_all))| {
            !actor.is_empty() && *n_drawn < MIN_OF_ACTOR && n_drawn < n_all
        })
        .map(|(actor, (n_drawn, _))| format!("{actor} ({n_drawn})"))
        .collect();
    (!few.is_empty()).then(|| {
        format!(
            "fewer than {MIN_OF_ACTOR} drawn, so no interval for these alone: {}",
            few.join(", ")
        )
    })
}

/// The codings of a sample.
pub(super) fn collect_summary(collection: &Collection, codebook: &Codebook, out: &Path) -> String {
    let collected = &collection.collected;
    let n = |decision| collected.count(decision);
    let mut text = format!(
        "{} passages drawn; {} of {} ({})\n",
        collected.passages.len(),
        counted(collected.codings.codings.len(), "coding", "codings"),
        counted(collected.coders.len(), "coder", "coders"),
        collected.coders.join(", "),
    );
    let _ = writeln!(
        text,
        "{} with one coding, {} by agreement, {} by majority, {} settled, {} tied, {} missing",
        n(Decision::Single),
        n(Decision::Agreement),
        n(Decision::Majority),
        n(Decision::Adjudication),
        n(Decision::Tied),
        n(Decision::Missing),
    );
    if let Some((alpha, interval)) = collection.alpha {
        let limits = interval.map_or_else(String::new, |interval| {
            format!(" [{:.3}, {:.3}]", interval.low, interval.high)
        });
        let _ = writeln!(
            text,
            "Krippendorff's alpha {alpha:.3}{limits}; class by class: standpunt agreement {}",
            out.join("codings.csv").display()
        );
    }
    let classes: Vec<&str> = codebook.class_ids().collect();
    for (decision, title) in [(Decision::Tied, "tied"), (Decision::Missing, "missing")] {
        let of_kind = collected.passages.iter().filter(|p| p.decision == decision);
        let ids: Vec<String> = of_kind
            .map(|passage| {
                let given = passage.codings.iter().flatten();
                let given: Vec<&str> = given
                    .filter_map(|&class| classes.get(class).copied())
                    .collect();
                let id = &passage.drawn.passage_id;
                if given.is_empty() {
                    id.clone()
                } else {
                    format!("{id} ({})", given.join(", "))
                }
            })
            .collect();
        text.push_str(&list(title, &ids));
    }
    let _ = writeln!(text, "written to {}", out.display());
    text
}

fn list(title: &str, items: &[String]) -> String {
    let mut text = String::new();
    if items.is_empty() {
        return text;
    }
    let _ = writeln!(text, "{title}:");
    for item in items.iter().take(MOST_LISTED) {
        let _ = writeln!(text, "  {item}");
    }
    if items.len() > MOST_LISTED {
        let _ = writeln!(
            text,
            "  and {} more; see gold.csv",
            items.len() - MOST_LISTED
        );
    }
    text
}

/// What is wrong with the codings of a sample as a whole.
pub(super) fn collect_warnings(
    collection: &Collection,
    standard: ReferenceStandard,
) -> Vec<String> {
    let collected = &collection.collected;
    let mut warnings = Vec::new();
    let share = collected.missing_share();
    if share > MAX_MISSING_SHARE {
        warnings.push(format!(
            "{:.1} % of the drawn passages are not coded, more than {:.0} %: what is missing is \
             rarely missing at random, and estimates lean to what is coded",
            100.0 * share,
            100.0 * MAX_MISSING_SHARE
        ));
    }
    let n_tied = collected.count(Decision::Tied);
    if n_tied > 0 {
        warnings.push(format!(
            "{n_tied} tied and left out of the gold: settle them and give --adjudicated"
        ));
    }
    let is_settled = matches!(
        standard,
        ReferenceStandard::AdjudicatedExpert | ReferenceStandard::AdjudicatedLlm
    );
    if is_settled && collected.coders.len() < 2 {
        warnings.push(format!(
            "the standard is {standard}, and there is one coder: nothing was settled"
        ));
    }
    warnings
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}
