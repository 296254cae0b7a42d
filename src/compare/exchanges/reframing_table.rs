//! The tables `reframing.csv` and `reframing_by_instrument.csv`.

use std::io::Write;

use super::cells::{ANOTHER_STANCE, ANY_STANCE, Basis};
use super::fact::{ExchangeSettings, StanceSource};
use super::ratio::{IntervalKind, MIN_CLUSTERS};
use super::reframing::{Cluster, ReframingRow};
use crate::table::{Column, Schema, TableError, TableWriter};

/// The level of all intervals.
const CONF_LEVEL: f64 = 0.95;

/// The schema of `reframing.csv`.
pub fn reframing_schema(settings: &ExchangeSettings) -> Schema {
    let actor = Column::text("actor", "Who asks; all for all of them.");
    schema(
        "reframing",
        "How questions from one stance are answered, by who asks",
        actor,
        settings,
    )
}

/// The schema of `reframing_by_instrument.csv`.
pub fn reframing_by_instrument_schema(settings: &ExchangeSettings) -> Schema {
    let instrument = Column::text(
        "instrument",
        "A policy instrument of the question. A question about several counts for each.",
    )
    .one_of(&settings.instrument_ids);
    schema(
        "reframing_by_instrument",
        "How questions from one stance are answered, by policy instrument",
        instrument,
        settings,
    )
}

fn schema(name: &str, title: &str, unit: Column, settings: &ExchangeSettings) -> Schema {
    let key = [unit.name.clone()];
    let mut columns = vec![unit.required()];
    columns.extend(stance_columns(settings));
    columns.extend(estimate_columns());
    columns.extend(count_columns());
    columns.extend(base_columns());
    columns.extend([
        Column::text("reference_standard", "Who gave the codes.").required(),
        Column::text("method", "How share and interval came about.").required(),
        Column::text("design", "How the documents came to be read.").required(),
    ]);
    let key: Vec<&str> = key
        .iter()
        .map(String::as_str)
        .chain(["question_stance", "answer_stance", "source"])
        .collect();
    Schema::new(
        name,
        title,
        "One row is the share of the questions from one stance that were answered from one stance. \
         Read it beside what would have been answered anyway: a high share of control answers to \
         rights questions tells little where everything is answered so. The unit is one exchange \
         and asking actor; copies and exchanges without question or answer do not count.",
        columns,
    )
    .with_key(&key)
}

fn stance_columns(settings: &ExchangeSettings) -> Vec<Column> {
    let with = |extra: &str| -> Vec<String> {
        let ids = settings.class_ids.iter().cloned();
        ids.chain([extra.to_owned()]).collect()
    };
    vec![
        Column::text(
            "question_stance",
            "The stance of the question; any-stance: of those that take one.",
        )
        .one_of(&with(ANY_STANCE))
        .required(),
        Column::text(
            "answer_stance",
            "The stance of the answer; another-stance: a stance other than the question's. The \
             class that takes no stance: the question was evaded.",
        )
        .one_of(&with(ANOTHER_STANCE))
        .required(),
        Column::text("source", "coded: by the coders; predicted: by the model.")
            .one_of(&StanceSource::ALL.map(StanceSource::as_str))
            .required(),
        Column::text(
            "basis",
            "census: every exchange that counts is coded; sample: documents were drawn with known \
             probabilities and coded in full; selected: some exchanges are coded, nobody knows how \
             they were chosen; predicted: by the model.",
        )
        .one_of(&Basis::ALL.map(Basis::as_str))
        .required(),
    ]
}

fn estimate_columns() -> Vec<Column> {
    vec![
        Column::share(
            "estimate",
            "n_both / n_question_stance, in a sample weighted; empty without such questions. In a \
             census exact for these documents.",
        ),
        Column::number("std_error", "Standard error beyond the exchanges counted.").at_least(0.0),
        Column::share(
            "conf_low",
            "Lower end of the interval: of the corpus in a sample; in a census of exchanges beyond \
             these documents but like them.",
        ),
        Column::share("conf_high", "Upper end of the interval."),
        Column::share("conf_level", "Level of the interval."),
        Column::text(
            "interval_kind",
            "How the interval came about; not-estimable: fewer than 10 clusters; none: no interval \
             can be had for such a basis.",
        )
        .one_of(&IntervalKind::ALL.map(IntervalKind::as_str))
        .required(),
    ]
}

fn count_columns() -> Vec<Column> {
    [
        (
            "n_both",
            "Exchanges with such a question and such an answer.",
        ),
        ("n_question_stance", "Exchanges with such a question."),
        (
            "n_exchanges",
            "Answered exchanges of the unit, copies left out.",
        ),
        (
            "n_unanswered",
            "Such questions without any answer, not in the share.",
        ),
        (
            "n_copies_left_out",
            "Answered exchanges of the unit that repeat another one.",
        ),
        (
            "n_documents",
            "Documents of the exchanges with such a question.",
        ),
        (
            "n_clusters",
            "Clusters of the exchanges with such a question.",
        ),
    ]
    .into_iter()
    .map(|(name, description)| Column::count(name, description).required())
    .chain([Column::text("cluster", "What is taken to be independent.")
        .one_of(&Cluster::ALL.map(Cluster::as_str))
        .required()])
    .collect()
}

fn base_columns() -> Vec<Column> {
    vec![
        Column::share(
            "share_of_all_answers",
            "What the share would be if each of these questions had been answered as all questions \
             were on average.",
        ),
        Column::share(
            "expected",
            "What it would be if each had been answered as the questions about its main instrument \
             in its document were on average, whatever their stance.",
        ),
        Column::number("difference", "estimate - expected.")
            .at_least(-1.0)
            .at_most(1.0),
        Column::count(
            "n_permutable",
            "Exchanges with such a question for whose instrument and document there are answers of \
             different classes.",
        )
        .required(),
        Column::share(
            "p_value",
            "Two-sided, of the difference: answers change places at random within instrument and \
             document. Only in a census with at least 5 n_permutable. Takes exchanges of one \
             instrument and document as exchangeable.",
        ),
        Column::share(
            "q_value",
            "p_value after Benjamini and Hochberg, for screening: among the rows of all actors, or \
             among those of single actors or instruments.",
        ),
    ]
}

/// Writes `reframing.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_reframing<W: Write>(
    rows: &[ReframingRow],
    settings: &ExchangeSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    write(rows, &reframing_schema(settings), settings, output, file)
}

/// Writes `reframing_by_instrument.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_reframing_by_instrument<W: Write>(
    rows: &[ReframingRow],
    settings: &ExchangeSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let schema = reframing_by_instrument_schema(settings);
    write(rows, &schema, settings, output, file)
}

fn write<W: Write>(
    rows: &[ReframingRow],
    schema: &Schema,
    settings: &ExchangeSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, schema)?;
    for row in rows {
        table
            .text(row.unit.as_deref().unwrap_or("all"))?
            .text(row.question.name(settings))?
            .text(row.answer.name(settings))?
            .text(row.source.as_str())?
            .text(row.basis.as_str())?
            .optional_number(row.estimate)?
            .optional_number(row.std_error)?
            .optional_number(row.interval.map(|interval| interval.low))?
            .optional_number(row.interval.map(|interval| interval.high))?
            .optional_number(row.interval.map(|_| CONF_LEVEL))?
            .text(row.interval_kind.as_str())?
            .count(row.n_both)?
            .count(row.n_question_stance)?
            .count(row.n_exchanges)?
            .count(row.n_unanswered)?
            .count(row.n_copies_left_out)?
            .count(row.n_documents)?
            .count(row.n_clusters)?
            .text(row.cluster.as_str())?
            .optional_number(row.share_of_all_answers)?
            .optional_number(row.expected)?
            .optional_number(row.difference)?
            .count(row.n_permutable)?
            .optional_number(row.p_value)?
            .optional_number(row.q_value)?
            .text(&settings.reference_standard)?
            .text(&method(row))?
            .text(&settings.design)?
            .end_row()?;
    }
    table.finish()
}

fn method(row: &ReframingRow) -> String {
    let clusters = row.cluster.as_str();
    let interval = match row.interval_kind {
        IntervalKind::StudentT => format!(
            "ratio estimate, linearised variance over {clusters}s, Student t with clusters - 1 \
             degrees"
        ),
        IntervalKind::Wilson => format!(
            "Wilson on the effective number of exchanges by the variance over {clusters}s, t with \
             clusters - 1 degrees"
        ),
        IntervalKind::NotEstimable => format!(
            "not estimable: {} {clusters}s, at least {MIN_CLUSTERS} needed",
            row.n_clusters
        ),
        IntervalKind::None => "none".to_owned(),
    };
    match row.basis {
        Basis::Census => format!(
            "share of all exchanges, exact for these documents relative to the reference standard; \
             interval beyond them: {interval}"
        ),
        Basis::Sample => format!(
            "share of the corpus from documents drawn whole, weighted by 1 / probability; interval: \
             {interval}"
        ),
        Basis::Selected => {
            "descriptive: share of the coded exchanges, which were not drawn; for an \
                            interval draw whole documents (standpunt sample --units documents)"
                .to_owned()
        }
        Basis::Predicted => "descriptive: share of predicted stances, with the model's errors on \
                             both sides; for an interval draw whole documents and code them \
                             (standpunt sample --units documents)"
            .to_owned(),
    }
}
