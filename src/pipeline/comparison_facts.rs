//! The table `comparison.csv`: what stands behind all numbers of a comparison.

use std::io::Write;

use crate::compare::{Population, Weighting};
use crate::metrics::ConfusionMatrix;
use crate::table::{Column, Schema, TableError, TableWriter, format_number};

use super::comparing::Comparison;

/// The schema of `comparison.csv`.
pub(super) fn facts_schema() -> Schema {
    Schema::new(
        "comparison",
        "What stands behind the comparison",
        "One row is one fact about passages, codings, coders and method; to be read before any number.",
        vec![
            Column::text("fact", "What is told.").unique(),
            Column::text("value", "The value; empty where it is not known or does not apply."),
            Column::text("meaning", "What it means.").required(),
        ],
    )
    .with_key(&["fact"])
}

/// Writes `comparison.csv`; `file` is its name in messages.
pub(super) fn write_facts<W: Write>(
    comparison: &Comparison,
    population: &Population<'_>,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &facts_schema())?;
    let rows = coders(comparison)
        .into_iter()
        .chain(passages(population))
        .chain(std::iter::once((
            "n_chair_left_out",
            comparison.n_chair.to_string(),
            "passages of the chair of a sitting, who speaks for nobody",
        )))
        .chain(sample(comparison, population))
        .chain(method(comparison, population));
    for (fact, value, meaning) in rows {
        table.text(fact)?.text(&value)?.text(meaning)?.end_row()?;
    }
    table.finish()
}

type Fact = (&'static str, String, &'static str);

fn optional(value: Option<f64>) -> String {
    value.map_or_else(String::new, format_number)
}

fn coders(comparison: &Comparison) -> Vec<Fact> {
    let settings = &comparison.settings;
    let limits = comparison.alpha_limits;
    vec![
        (
            "reference_standard",
            settings.reference_standard.clone(),
            "who gave the codes; every interval holds against these",
        ),
        (
            "is_human_standard",
            settings.is_human_standard.to_string(),
            "whether people gave them",
        ),
        (
            "alpha",
            optional(comparison.alpha),
            "Krippendorff's alpha of the coders",
        ),
        (
            "alpha_low",
            optional(limits.map(|limits| limits.0)),
            "lower limit of its 95 % interval; do not publish below 0.667",
        ),
        (
            "alpha_high",
            optional(limits.map(|limits| limits.1)),
            "upper limit of the same",
        ),
    ]
}

fn passages(population: &Population<'_>) -> Vec<Fact> {
    let counts = &population.overview;
    vec![
        (
            "n_passages",
            counts.n_passages.to_string(),
            "passages, each once for its actor",
        ),
        (
            "n_duplicates_left_out",
            counts.n_left_out.to_string(),
            "passages in which an actor repeats itself",
        ),
        ("n_documents", counts.n_documents.to_string(), "documents"),
        (
            "n_actors",
            counts.n_actors.to_string(),
            "actors, joint ones as they speak",
        ),
        (
            "cluster_unit",
            population.cluster_unit.as_str().to_owned(),
            "what is independent beyond the corpus",
        ),
        ("n_clusters", population.n_clusters.to_string(), "clusters"),
        (
            "n_uncertain",
            counts.n_uncertain.to_string(),
            "passages of which the model is not certain; they count by their probabilities",
        ),
        (
            "n_outside",
            counts.n_outside.to_string(),
            "passages that are none that the model can know about; they count too",
        ),
    ]
}

fn sample(comparison: &Comparison, population: &Population<'_>) -> Vec<Fact> {
    let (n_drawn, n_missing) = comparison.n_drawn_and_missing;
    let codings = population.coded.iter().filter_map(|coded| coded.coding);
    let pis: Vec<f64> = codings.map(|coding| coding.drawn.pi).collect();
    let least = pis.iter().copied().reduce(f64::min);
    let most = pis.iter().copied().reduce(f64::max);
    vec![
        (
            "n_coded",
            population.coded.len().to_string(),
            "coded passages",
        ),
        (
            "n_coded_with_pi",
            pis.len().to_string(),
            "those of them with a known inclusion probability",
        ),
        (
            "pi_min",
            optional(least),
            "the smallest inclusion probability of these",
        ),
        ("pi_max", optional(most), "the largest"),
        (
            "n_drawn",
            n_drawn.to_string(),
            "passages, or documents, drawn from strata of which some are coded; 0 without strata",
        ),
        (
            "n_missing",
            n_missing.to_string(),
            "those of them that nobody coded; they count as missing at random",
        ),
        (
            "n_strata",
            population.strata.len().to_string(),
            "strata of which passages are coded",
        ),
        (
            "is_census",
            population.is_census.to_string(),
            "whether every passage is coded",
        ),
    ]
}

fn method(comparison: &Comparison, population: &Population<'_>) -> Vec<Fact> {
    let settings = &comparison.settings;
    let rules = &settings.rules;
    let estimator = match population.weighting {
        Weighting::Ratio => "difference estimator, ratio weights",
        Weighting::HorvitzThompson => "design-based supervised learning",
    };
    let macro_f1 = macro_f1(population, settings.class_ids.len());
    vec![
        (
            "design",
            settings.design.clone(),
            "how passages and codings came about",
        ),
        (
            "estimator",
            estimator.to_owned(),
            "how predictions are corrected",
        ),
        (
            "macro_f1",
            optional(macro_f1),
            "of the predictions that are compared, on the coded passages",
        ),
        (
            "joint",
            settings.joint.in_words().to_owned(),
            "for whom joint statements count",
        ),
        (
            "conf_level",
            format_number(rules.level),
            "share of intervals that shall cover",
        ),
        (
            "min_coded",
            rules.min_coded.to_string(),
            "codings below which nothing is estimated",
        ),
        (
            "min_corrected",
            rules.min_corrected.to_string(),
            "codings below which the labels speak alone",
        ),
        (
            "min_of_class",
            rules.min_of_class.to_string(),
            "codings of a class, and of others, below which the labels speak alone",
        ),
        (
            "min_clusters",
            rules.min_clusters.to_string(),
            "clusters below which nothing is said beyond the corpus",
        ),
        (
            "seed",
            settings.seed.to_string(),
            "of rankings, permutations and bootstraps",
        ),
    ]
}

/// The macro-F1 of the predictions that are compared; `None` without coded passages.
pub(super) fn macro_f1(population: &Population<'_>, n_classes: usize) -> Option<f64> {
    let coded = population.coded.iter();
    let coded = coded.map(|coded| (coded.class, coded.predicted));
    let (gold, predicted): (Vec<usize>, Vec<usize>) = coded.unzip();
    let matrix = ConfusionMatrix::count(n_classes, &gold, &predicted).ok()?;
    (!gold.is_empty()).then(|| matrix.macro_f1())
}
