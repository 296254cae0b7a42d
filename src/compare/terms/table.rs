//! The tables `framing_terms_by_actor.csv`, `framing_terms_by_stance.csv` and
//! `framing_terms_by_pair.csv`.

use std::io::Write;

use super::evidence::{N_QUOTES, Quote};
use super::listing::{FramingComparison, FramingTerm, StanceSource};
use super::settings::{FramingContext, FramingSettings};
use super::table_columns::{
    estimate_columns, origin_columns, size_columns, stance_source_column, term_columns,
};
use crate::table::{Column, Schema, TableError, TableWriter};

/// How the numbers came about, as it stands in every row.
const METHOD: &str = "weighted log-odds with informative prior and full variance, weighted mean \
    over policy instruments; interval and p by bootstrap of groups, q by Benjamini-Hochberg over \
    the terms tested in the comparison";

/// What stands in the place of the reference standard where no codes enter.
const NO_CODES: &str = "none: actors are compared, no codes enter";

impl StanceSource {
    /// The source as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Coded => "coded",
            Self::Predicted => "predicted",
            Self::Mixed => "mixed",
        }
    }
}

/// Which table it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Actor,
    Stance,
    Pair,
}

/// The schema of `framing_terms_by_actor.csv`.
pub fn framing_by_actor_schema(context: &FramingContext) -> Schema {
    schema(Kind::Actor, context)
}

/// The schema of `framing_terms_by_stance.csv`.
pub fn framing_by_stance_schema(context: &FramingContext) -> Schema {
    schema(Kind::Stance, context)
}

/// The schema of `framing_terms_by_pair.csv`.
pub fn framing_by_pair_schema(context: &FramingContext) -> Schema {
    schema(Kind::Pair, context)
}

/// Writes `framing_terms_by_actor.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_framing_by_actor<W: Write>(
    comparisons: &[FramingComparison],
    context: &FramingContext,
    settings: &FramingSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    write(Kind::Actor, comparisons, (context, settings), output, file)
}

/// Writes `framing_terms_by_stance.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_framing_by_stance<W: Write>(
    comparisons: &[FramingComparison],
    context: &FramingContext,
    settings: &FramingSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    write(Kind::Stance, comparisons, (context, settings), output, file)
}

/// Writes `framing_terms_by_pair.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_framing_by_pair<W: Write>(
    comparisons: &[FramingComparison],
    context: &FramingContext,
    settings: &FramingSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    write(Kind::Pair, comparisons, (context, settings), output, file)
}

fn write<W: Write>(
    kind: Kind,
    comparisons: &[FramingComparison],
    (context, settings): (&FramingContext, &FramingSettings),
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &schema(kind, context))?;
    for comparison in comparisons {
        if comparison.terms.is_empty() {
            write_row(&mut table, kind, comparison, None, (context, settings))?;
        }
        for term in &comparison.terms {
            write_row(
                &mut table,
                kind,
                comparison,
                Some(term),
                (context, settings),
            )?;
        }
    }
    table.finish()
}

fn write_row<W: Write>(
    table: &mut TableWriter<W>,
    kind: Kind,
    comparison: &FramingComparison,
    term: Option<&FramingTerm>,
    (context, settings): (&FramingContext, &FramingSettings),
) -> Result<(), TableError> {
    let [name, other] = &comparison.names;
    table.text(name)?.text(other)?.text(comparison.role)?;
    table.text(term.map_or("", |term| &comparison.names[term.side]))?;
    table.optional_count(term.map(|term| term.rank))?;
    table.text(term.map_or("", |term| &term.term))?;
    table.text(&term.map_or_else(String::new, |term| term.surface_forms.join("; ")))?;
    table.text(status(kind, comparison, term))?;
    table.text(comparison.not_estimable.as_deref().unwrap_or(""))?;
    write_estimate(table, kind, comparison, term)?;
    write_sizes(table, kind, comparison, term)?;
    write_quotes(table, term.map_or(&[], |term| &term.quotes))?;
    if kind == Kind::Stance {
        table.text(comparison.stance_source.as_str())?;
    }
    table.text(match kind {
        Kind::Stance => &context.reference_standard,
        Kind::Actor | Kind::Pair => NO_CODES,
    })?;
    table
        .count(settings.n_resamples as usize)?
        .text(METHOD)?
        .text(&context.design)?
        .end_row()
}

/// Whether stances are compared that nobody coded: the terms then echo what the model goes by, and
/// allow neither claim nor interval.
fn is_descriptive(kind: Kind, comparison: &FramingComparison) -> bool {
    kind == Kind::Stance && comparison.stance_source != StanceSource::Coded
}

fn status(kind: Kind, comparison: &FramingComparison, term: Option<&FramingTerm>) -> &'static str {
    match term {
        Some(_) if is_descriptive(kind, comparison) => "descriptive",
        Some(term) if term.is_claim => "claim",
        Some(_) => "exploratory",
        None if comparison.not_estimable.is_some() => "not estimable",
        None => "no term",
    }
}

fn write_estimate<W: Write>(
    table: &mut TableWriter<W>,
    kind: Kind,
    comparison: &FramingComparison,
    term: Option<&FramingTerm>,
) -> Result<(), TableError> {
    let mut number =
        |value: fn(&FramingTerm) -> f64| table.optional_number(term.map(value)).map(|_| ());
    number(|term| term.log_odds.delta)?;
    number(|term| crate::math::sqrt(term.log_odds.variance))?;
    number(|term| term.log_odds.z())?;
    number(|term| term.z_prior_tenth)?;
    number(|term| term.z_prior_double)?;
    let inferred: [fn(&FramingTerm) -> f64; 5] = [
        |term| term.interval.low,
        |term| term.interval.high,
        |term| term.conf_level,
        |term| term.p,
        |term| term.q,
    ];
    let shown = term.filter(|_| !is_descriptive(kind, comparison));
    for value in inferred {
        table.optional_number(shown.map(value))?;
    }
    let mut number =
        |value: fn(&FramingTerm) -> f64| table.optional_number(term.map(value)).map(|_| ());
    number(|term| term.unstratified.delta)?;
    number(|term| term.unstratified.z())?;
    number(|term| term.g2)?;
    number(|term| term.log2_ratio)?;
    for side in [0, 1] {
        let words = comparison.sizes[side].n_words.max(1) as f64;
        let rate = |term: &FramingTerm| 1e4 * term.spread.n_occurrences[side] as f64 / words;
        table.optional_number(term.map(rate))?;
    }
    Ok(())
}

fn write_sizes<W: Write>(
    table: &mut TableWriter<W>,
    kind: Kind,
    comparison: &FramingComparison,
    term: Option<&FramingTerm>,
) -> Result<(), TableError> {
    for side in [0, 1] {
        table.optional_count(term.map(|term| term.spread.n_occurrences[side]))?;
    }
    let mut count =
        |value: fn(&FramingTerm) -> usize| table.optional_count(term.map(value)).map(|_| ());
    count(|term| term.spread.n_documents)?;
    count(|term| term.spread.n_groups)?;
    count(|term| term.spread.n_side_groups[term.side])?;
    count(|term| term.spread.n_side_actors.iter().sum())?;
    count(|term| term.n_strata)?;
    for (size, share) in comparison.sizes.iter().zip(comparison.stratum_shares) {
        table
            .count(size.n_words)?
            .count(size.n_passages)?
            .count(size.n_groups)?
            .count(size.n_documents)?
            .number(share)?;
    }
    let n_claims = if is_descriptive(kind, comparison) {
        0
    } else {
        comparison.n_claims
    };
    table
        .number(comparison.prior_mass)?
        .number(comparison.prior_mass_unstratified)?
        .count(comparison.n_terms_tested)?
        .count(comparison.n_terms_not_tested)?
        .count(n_claims)?;
    Ok(())
}

fn write_quotes<W: Write>(table: &mut TableWriter<W>, quotes: &[Quote]) -> Result<(), TableError> {
    for place in 0..N_QUOTES {
        let quote = quotes.get(place);
        table
            .text(quote.map_or("", |quote| &quote.passage_id))?
            .text(quote.map_or("", |quote| &quote.text))?;
    }
    Ok(())
}

fn schema(kind: Kind, context: &FramingContext) -> Schema {
    let (name, title, columns) = match kind {
        Kind::Actor => (
            "framing_terms_by_actor",
            "Framing terms by actor",
            [
                Column::text("actor", "Who is compared."),
                Column::text("compared_with", "All other actors of the role."),
            ],
        ),
        Kind::Stance => (
            "framing_terms_by_stance",
            "Framing terms by stance",
            [
                Column::text("stance", "The class of the codebook.").one_of(&context.class_ids),
                Column::text("compared_with", "All other stances of the role."),
            ],
        ),
        Kind::Pair => (
            "framing_terms_by_pair",
            "Framing terms of pairs of actors",
            [
                Column::text("actor_a", "The first actor, by the alphabet."),
                Column::text("actor_b", "The second."),
            ],
        ),
    };
    let key = [columns[0].name.clone(), columns[1].name.clone()];
    let quotes: Vec<String> = (1..=N_QUOTES).map(|i| format!("quote_{i}_id")).collect();
    let mut columns: Vec<Column> = columns.map(Column::required).into();
    columns.extend(term_columns());
    columns.extend(estimate_columns());
    columns.extend(size_columns());
    for (i, id) in (1..).zip(&quotes) {
        columns.push(Column::text(
            id,
            "A passage of the side that uses the term more.",
        ));
        columns.push(Column::text(
            format!("quote_{i}"),
            "At most 25 of its words around the term; … where words are left out.",
        ));
    }
    if kind == Kind::Stance {
        columns.push(stance_source_column());
    }
    columns.extend(origin_columns());
    Schema::new(
        name,
        title,
        "One row is one term of one comparison: the terms that stand out most on either side. A \
         comparison that cannot be made, or shows no term, has one row without a term. Words that \
         stand out are no reasons, and z is a rank, no test: what may be claimed is told by \
         status. Measures with a sign are above 0 where the first side uses the term more.",
        columns,
    )
    .with_key(&[&key[0], &key[1], "role", "term"])
    .referring(
        &quotes.iter().map(String::as_str).collect::<Vec<_>>(),
        "passages",
        "passage_id",
    )
}
