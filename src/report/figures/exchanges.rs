//! Exchanges: which stance of a question is answered with which stance. For all askers a share with
//! its interval and what would be expected anyway; for each asker the counts.

use super::exchanges_by_actor::by_actor;
use super::exchanges_listed::Listed;
use super::exchanges_plot::{AnswerRow, QuestionBlock, block_height, page};
use super::palette::{INK, Shape, class_styles};
use super::words::{Ids, clean, counted, distinct, level, rounded, with_interval};
use super::{Figure, FigureError, FigureTable};
use crate::corpus::Codebook;
use crate::report::{ReportRow, ReportTable, ReportTables};

const FILE: &str = "reframing.csv";
/// Exchanges with a question of a stance from which shares are shown.
pub(super) const ENOUGH: u64 = 10;
/// Exchanges in all from which shares are drawn.
const FEWEST: u64 = 5;
/// The tallest drawing, in units of the canvas.
const TALLEST: f64 = 1900.0;

pub(super) const COLUMNS: [&str; 16] = [
    "actor",
    "question_stance",
    "answer_stance",
    "source",
    "basis",
    "estimate",
    "conf_low",
    "conf_high",
    "conf_level",
    "n_both",
    "n_question_stance",
    "n_exchanges",
    "expected",
    "p_value",
    "q_value",
    "share_of_all_answers",
];

/// Figures of coded exchanges, and of predicted ones.
///
/// # Errors
/// [`FigureError`].
pub(super) fn exchanges(
    tables: &ReportTables,
    codebook: &Codebook,
) -> Result<Vec<Figure>, FigureError> {
    let Some(table) = tables.get(FILE) else {
        return Ok(Vec::new());
    };
    let mut ids = Ids::default();
    let mut figures = Vec::new();
    for source in table.values("source") {
        let has =
            |row: ReportRow<'_>| row.text("source") == source && row.count("n_question_stance") > 0;
        if !table.rows().any(has) {
            continue;
        }
        let listed = Listed::of(tables, source, codebook);
        figures.extend(of_all(table, source, (codebook, &listed), &mut ids)?);
        figures.extend(by_actor(table, source, (codebook, &listed), &mut ids)?);
    }
    Ok(figures)
}

/// The exchanges of all askers, in as many parts as the stances need; none of fewer than [`FEWEST`].
fn of_all(
    table: &ReportTable,
    source: &str,
    (codebook, listed): (&Codebook, &Listed<'_>),
    ids: &mut Ids,
) -> Result<Vec<Figure>, FigureError> {
    let wanted = [("actor", "all"), ("source", source)];
    let rows: Vec<ReportRow<'_>> = table.rows().filter(|row| row.is(&wanted)).collect();
    if rows.iter().all(|row| row.count("n_exchanges") < FEWEST) {
        return Ok(Vec::new());
    }
    let mut pages: Vec<Vec<QuestionBlock<'_>>> = Vec::new();
    let mut used = TALLEST;
    for block in blocks_of(&rows, codebook, listed) {
        let height = block_height(&block);
        if used + height > TALLEST {
            pages.push(Vec::new());
            used = 0.0;
        }
        used += height;
        if let Some(last) = pages.last_mut() {
            last.push(block);
        }
    }
    let n_pages = pages.len();
    let mut figures = Vec::new();
    for (k, blocks) in pages.iter().enumerate() {
        let of = match n_pages {
            1 => String::new(),
            n => format!(" ({} of {n})", k + 1),
        };
        figures.push(figure(table, blocks, (source, &of), ids)?);
    }
    Ok(figures)
}

/// The rows of each stance of a question that was asked, with at least one exchange.
fn blocks_of<'t>(
    rows: &[ReportRow<'t>],
    codebook: &Codebook,
    listed: &Listed<'_>,
) -> Vec<QuestionBlock<'t>> {
    let styles = class_styles(codebook);
    let mut blocks: Vec<QuestionBlock<'t>> = Vec::new();
    for &row in rows.iter().filter(|row| row.count("n_question_stance") > 0) {
        let (question, answer) = (row.text("question_stance"), row.text("answer_stance"));
        let style = styles.iter().find(|style| style.id == answer);
        let drawn = AnswerRow {
            name: stance_name(answer),
            colour: style.map_or_else(|| INK.to_owned(), |style| style.colour.clone()),
            shape: style.map_or(Shape::Cross, |style| style.shape),
            mark: mark(row, listed),
            row,
        };
        match blocks.last_mut() {
            Some(block) if block.question == question => block.rows.push(drawn),
            _ => blocks.push(QuestionBlock {
                question,
                name: stance_name(question),
                n: row.count("n_question_stance"),
                rows: vec![drawn],
            }),
        }
    }
    blocks
}

/// The name of a stance of a question or answer; `any-stance` and `another-stance` are no classes.
pub(super) fn stance_name(id: &str) -> String {
    match id {
        "any-stance" => "any stance".to_owned(),
        "another-stance" => "another stance".to_owned(),
        id => clean(id),
    }
}

/// What a row says, in words.
fn label(row: ReportRow<'_>) -> String {
    let (n_both, n) = (row.count("n_both"), row.count("n_question_stance"));
    let mut text = format!(
        "{}, question {}, answer {}: {n_both} of {}",
        if row.text("actor") == "all" {
            "all askers".to_owned()
        } else {
            clean(row.text("actor"))
        },
        stance_name(row.text("question_stance")),
        stance_name(row.text("answer_stance")),
        counted(n, "exchange"),
    );
    if n >= ENOUGH && row.number("estimate").is_some() {
        let more = format!(", share {}", with_interval(row, "estimate"));
        text.push_str(&more);
    }
    if row.number("expected").is_some() {
        let more = format!(", expected {}", rounded(row.text("expected"), 2));
        text.push_str(&more);
    }
    if row.number("q_value").is_some() {
        let more = format!(", q {}", rounded(row.text("q_value"), 2));
        text.push_str(&more);
    }
    text
}

/// What the mark of a row says, and the exchanges it opens, where they can be listed.
pub(super) fn mark(row: ReportRow<'_>, listed: &Listed<'_>) -> Option<(String, String)> {
    let (n, target) = listed.target(row)?;
    let these = counted(n, "exchange");
    Some((format!("{}; opens {these}", label(row)), target))
}

/// How stances were told, for people.
pub(super) fn source_words(source: &str) -> &'static str {
    match source {
        "coded" => "coded stances",
        "predicted" => "predicted stances",
        _ => "stances",
    }
}

/// What figures of exchanges do not show.
pub(super) fn shows_not(source: &str) -> String {
    let common = "Not why an answer differs from its question, nor silence from evasion: an answer \
                  without stance may be a plain fact.";
    if source == "predicted" {
        return format!(
            "{common} Predicted stances err on both sides of an exchange, so these shares describe \
             labels and have no interval."
        );
    }
    format!("{common} q screens and is no claim.")
}

fn figure(
    table: &ReportTable,
    blocks: &[QuestionBlock<'_>],
    (source, of): (&str, &str),
    ids: &mut Ids,
) -> Result<Figure, FigureError> {
    let id = ids.next(&["exchanges", source, "all"]);
    let rows: Vec<ReportRow<'_>> = blocks
        .iter()
        .flat_map(|block| block.rows.iter().map(|answer| answer.row))
        .collect();
    let first = |column: &str| rows.first().map_or("", |row| row.text(column));
    let level = level(first("conf_level"));
    let interval = if rows.iter().all(|row| row.text("basis") == "census") {
        format!("share, exact for this corpus, with its {level} interval beyond it")
    } else {
        format!("share with its {level} interval")
    };
    let has_interval = rows.iter().any(|row| row.number("conf_low").is_some());
    Ok(Figure {
        drawing: page(&id, blocks, has_interval.then_some(interval.as_str()))?,
        id,
        title: format!(
            "Question stance and answer stance, all askers, {}{of}",
            source_words(source)
        ),
        n: format!(
            "{} ({}; unanswered questions: {})",
            counted(
                rows.first().map_or(0, |row| row.count("n_exchanges")),
                "answered exchange"
            ),
            clean(&distinct(rows.iter().copied(), "basis")),
            first("n_unanswered"),
        ),
        method: format!(
            "{}; {}. Expected: the mean answer to the question's main instrument in its \
             document.{}{}",
            distinct(rows.iter().copied(), "method"),
            distinct(rows.iter().copied(), "design"),
            if rows.iter().any(|row| row.number("q_value").is_some()) {
                " q: permutation of answers within document and instrument, Benjamini-Hochberg."
            } else {
                ""
            },
            if first("reference_standard").is_empty() {
                String::new()
            } else {
                format!(
                    " Reference standard: {}.",
                    clean(first("reference_standard"))
                )
            },
        ),
        shows: format!(
            "For the questions of a stance, how often each stance is the answer, and how often it \
             would be if only the subject counted (tick); below {ENOUGH} exchanges counts stand \
             alone."
        ),
        shows_not: shows_not(source),
        table: FigureTable {
            file: table.file.clone(),
            columns: COLUMNS.map(str::to_owned).to_vec(),
            rows: rows.iter().map(|row| row.fields(&COLUMNS)).collect(),
        },
    })
}
