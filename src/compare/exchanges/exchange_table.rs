//! The table `exchanges.csv`.

use std::io::Write;

use super::fact::{ExchangeSettings, StanceSource};
use super::pairs::{Exchange, ExchangeStatus, Side};
use super::side::SideStance;
use crate::table::{Column, Schema, TableError, TableWriter};

/// How each stance came about.
const METHOD: &str = "stance with most words among the passages of the side that take one; the \
                      class without stance only where no passage takes one";

/// Who asks where nobody does.
const NOBODY: &str = "nobody";

/// The schema of `exchanges.csv`.
pub fn exchanges_schema(settings: &ExchangeSettings) -> Schema {
    let mut columns = key_columns();
    columns.extend(side_columns("question", "the questions", settings));
    columns.extend(side_columns("answer", "the answers", settings));
    columns.extend([
        Column::flag(
            "is_reframed",
            "Whether question and answer take different stances; false where either takes none, \
             empty where either is not known.",
        ),
        Column::flag(
            "is_certain",
            "Whether both stances stay whatever the stances of the passages whose prediction is \
             uncertain; true of coded ones.",
        ),
        Column::text(
            "copy_of",
            "The exchange that says the same, which counts in its stead: an earlier one with all \
             these questions and answers; of a question without an answer the answered one in \
             which it stands again.",
        ),
        Column::text("reference_standard", "Who gave the codes.").required(),
        Column::text("method", "How the stances came about.").required(),
        Column::text("design", "How the documents came to be read.").required(),
    ]);
    Schema::new(
        "exchanges",
        "Questions and their answers",
        "One row is the questions of one actor in one exchange with all answers to them, by the \
         coders or by the model. Passages in no exchange, questions without an answer and answers \
         without a question have rows of their own: see status.",
        columns,
    )
    .with_key(&[
        "document_id",
        "exchange_id",
        "status",
        "actor",
        "answered_by",
        "source",
    ])
    .referring(
        &[
            "question_first",
            "question_last",
            "answer_first",
            "answer_last",
        ],
        "passages",
        "passage_id",
    )
}

fn key_columns() -> Vec<Column> {
    vec![
        Column::text(
            "exchange_id",
            "The exchange; document_id#- for passages in no exchange.",
        )
        .required(),
        Column::text("document_id", "The document.").required(),
        Column::partial_date("date", "Date of the document."),
        Column::integer("year", "Year of the document."),
        Column::text("group", "Unit of independence: that of the first passage."),
        Column::text(
            "actor",
            "Who asks; nobody for an answer without a question.",
        )
        .required(),
        Column::text(
            "answered_by",
            "Who answers, several divided by `;`; nobody for a question without an answer.",
        )
        .required(),
        Column::text("status", "What the exchange consists of.")
            .one_of(&ExchangeStatus::ALL.map(ExchangeStatus::as_str))
            .required(),
        Column::text(
            "main_instrument",
            "The policy instrument with most words in the questions.",
        ),
        Column::text(
            "shared_instruments",
            "Policy instruments of both sides, divided by `;`. An answer that names none was given \
             those of its question, so that agreement here proves little.",
        ),
        Column::count(
            "n_other_passages",
            "Passages of the exchange that are neither question nor answer.",
        )
        .required(),
        Column::text(
            "source",
            "coded: by the coders, given where any passage is coded; predicted: by the model.",
        )
        .one_of(&StanceSource::ALL.map(StanceSource::as_str))
        .required(),
    ]
}

fn side_columns(side: &str, what: &str, settings: &ExchangeSettings) -> Vec<Column> {
    let name = |end: &str| format!("{side}_{end}");
    let mut columns = vec![
        Column::text(name("first"), format!("First passage of {what}.")),
        Column::text(name("last"), format!("Last passage of {what}.")),
        Column::text(
            name("instruments"),
            format!("Policy instruments of {what}, divided by `;`."),
        ),
        Column::count(format!("n_{side}_passages"), format!("Passages of {what}.")).required(),
        Column::count(format!("n_{side}_coded"), "Those of them that are coded.").required(),
        Column::count(
            format!("n_{side}_outside"),
            "Those of them that the model cannot know about.",
        )
        .required(),
        Column::count(format!("n_{side}_words"), format!("Words of {what}."))
            .in_unit("words")
            .required(),
        Column::text(
            name("stance"),
            format!("Stance of {what}; empty without passages, and where not all are coded."),
        )
        .one_of(&settings.class_ids),
        Column::text(
            name("second"),
            "The stance with most words after it, if any.",
        )
        .one_of(&settings.class_ids),
    ];
    for class in &settings.class_ids {
        let class = class.replace('-', "_");
        columns.push(Column::count(
            format!("n_{side}_{class}"),
            format!("Passages of {what} of this class."),
        ));
        columns.push(Column::share(
            format!("{side}_words_{class}"),
            format!("Share of the words of {what} in passages of this class."),
        ));
    }
    columns
}

/// Writes `exchanges.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_exchanges<W: Write>(
    exchanges: &[Exchange],
    settings: &ExchangeSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut writer = ExchangeWriter::new(settings, output, file)?;
    for exchange in exchanges {
        writer.write(exchange)?;
    }
    writer.finish()
}

/// The table `exchanges.csv` under way.
pub struct ExchangeWriter<'a, W: Write> {
    table: TableWriter<W>,
    settings: &'a ExchangeSettings,
}

impl<'a, W: Write> ExchangeWriter<'a, W> {
    /// A table without rows; `file` is its name in messages.
    ///
    /// # Errors
    /// When writing fails.
    pub fn new(settings: &'a ExchangeSettings, output: W, file: &str) -> Result<Self, TableError> {
        Ok(Self {
            table: TableWriter::new(output, file, &exchanges_schema(settings))?,
            settings,
        })
    }

    /// Writes the rows of an exchange.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write(&mut self, exchange: &Exchange) -> Result<(), TableError> {
        let is_coded = exchange.question.n_coded + exchange.answer.n_coded > 0;
        for source in StanceSource::ALL {
            if source == StanceSource::Predicted || is_coded {
                write_row(&mut self.table, exchange, source, self.settings)?;
            }
        }
        Ok(())
    }

    /// The output, after the last row.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(self) -> Result<W, TableError> {
        self.table.finish()
    }
}

fn write_row<W: Write>(
    table: &mut TableWriter<W>,
    exchange: &Exchange,
    source: StanceSource,
    settings: &ExchangeSettings,
) -> Result<(), TableError> {
    let answered_by: Vec<&str> = exchange.answered_by.iter().map(String::as_str).collect();
    let answered_by = match answered_by.as_slice() {
        [] => NOBODY.to_owned(),
        names => names.join(";"),
    };
    let (question, answer) = (&exchange.question, &exchange.answer);
    let shared = question.instruments.intersection(&answer.instruments);
    let date = exchange.date;
    table
        .text(&exchange.exchange_id)?
        .text(&exchange.document_id)?
        .text(&date.map(|date| date.to_string()).unwrap_or_default())?;
    match date {
        Some(date) => table.integer(i64::from(date.year()))?,
        None => table.missing()?,
    };
    table
        .text(&exchange.group)?
        .text(exchange.actor.as_deref().unwrap_or(NOBODY))?
        .text(&answered_by)?
        .text(exchange.status.as_str())?
        .text(&settings.join_instruments(exchange.main_instrument.iter()))?
        .text(&settings.join_instruments(shared))?
        .count(exchange.n_other_passages)?
        .text(source.as_str())?;
    write_side(table, question, source, settings)?;
    write_side(table, answer, source, settings)?;
    let sides = [question, answer].map(|side| side.stance(source));
    let is_certain = match sides {
        [None, None] => None,
        sides => Some(sides.into_iter().flatten().all(|side| side.is_certain)),
    };
    table
        .optional_flag(exchange.is_reframed(source, settings))?
        .optional_flag(is_certain)?
        .text(exchange.copy_of.as_deref().unwrap_or_default())?
        .text(&settings.reference_standard)?
        .text(METHOD)?
        .text(&settings.design)?
        .end_row()
}

fn write_side<W: Write>(
    table: &mut TableWriter<W>,
    side: &Side,
    source: StanceSource,
    settings: &ExchangeSettings,
) -> Result<(), TableError> {
    let place = |id: Option<&String>| id.cloned().unwrap_or_default();
    let found: Option<&SideStance> = side.stance(source);
    table
        .text(&place(side.passage_ids.first()))?
        .text(&place(side.passage_ids.last()))?
        .text(&settings.join_instruments(&side.instruments))?
        .count(side.passage_ids.len())?
        .count(side.n_coded)?
        .count(side.n_outside)?
        .count(side.n_words)?
        .text(settings.class_id(found.map(|found| found.stance)))?
        .text(settings.class_id(found.and_then(|found| found.second)))?;
    for class in 0..settings.class_ids.len() {
        let n = found.and_then(|found| found.n_passages.get(class).copied());
        let words = found.and_then(|found| found.n_words.get(class).copied());
        let share = words
            .filter(|_| side.n_words > 0)
            .map(|words| words as f64 / side.n_words as f64);
        table.optional_count(n)?.optional_number(share)?;
    }
    Ok(())
}
