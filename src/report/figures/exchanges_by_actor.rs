//! Exchanges of each asker: how many questions of a stance got which answer.

use super::canvas::draw;
use super::cells::{Cell, Filling, ramp};
use super::exchanges::{COLUMNS, ENOUGH, mark, shows_not, source_words};
use super::exchanges_listed::Listed;
use super::matrix::{Matrix, MatrixRow, millimetres};
use super::words::{Ids, clean, counted, distinct, rounded, thousands};
use super::{Figure, FigureError, FigureTable};
use crate::corpus::Codebook;
use crate::report::{ReportRow, ReportTable};

/// Rows of one drawing, and drawings at most.
const ROWS: usize = 38;
const PAGES: usize = 3;
const TOP: f64 = 65.0;

/// The questions of one stance of one asker.
struct Question<'t> {
    stance: &'t str,
    n: u64,
    /// The row of each stance of answers, in the order of the codebook.
    answers: Vec<Option<ReportRow<'t>>>,
}

/// One asker.
struct Asker<'t> {
    name: &'t str,
    n_exchanges: u64,
    questions: Vec<Question<'t>>,
}

/// Matrices of counts, the askers with most exchanges where not all have room.
pub(super) fn by_actor(
    table: &ReportTable,
    source: &str,
    (codebook, listed): (&Codebook, &Listed<'_>),
    ids: &mut Ids,
) -> Result<Vec<Figure>, FigureError> {
    let askers = askers_of(table, source, codebook);
    let n_askers = askers.len();
    let pages = pages_of(askers);
    let n_shown: usize = pages.iter().map(Vec::len).sum();
    let note = if n_shown < n_askers {
        format!(
            "; the {n_shown} with most exchanges of {n_askers}, the others in {}",
            table.file
        )
    } else {
        String::new()
    };
    let mut figures = Vec::new();
    for (k, askers) in pages.iter().enumerate() {
        let of = match pages.len() {
            1 => String::new(),
            n => format!(" ({} of {n})", k + 1),
        };
        let part = Part {
            source,
            of: &of,
            note: &note,
        };
        figures.push(figure(table, askers, &part, (codebook, listed), ids)?);
    }
    Ok(figures)
}

/// Which part of the askers a figure has.
struct Part<'a> {
    source: &'a str,
    of: &'a str,
    note: &'a str,
}

fn askers_of<'t>(table: &'t ReportTable, source: &str, codebook: &Codebook) -> Vec<Asker<'t>> {
    let mut askers: Vec<Asker<'t>> = Vec::new();
    let rows = table.rows().filter(|row| {
        row.text("source") == source
            && row.text("actor") != "all"
            && row.count("n_question_stance") > 0
    });
    for row in rows {
        let stance = row.text("question_stance");
        let answer = codebook.class_index(row.text("answer_stance"));
        let (Some(_), Some(answer)) = (codebook.class_index(stance), answer) else {
            continue;
        };
        let name = row.text("actor");
        if askers.last().is_none_or(|asker| asker.name != name) {
            askers.push(Asker {
                name,
                n_exchanges: row.count("n_exchanges"),
                questions: Vec::new(),
            });
        }
        let Some(asker) = askers.last_mut() else {
            continue;
        };
        if asker
            .questions
            .last()
            .is_none_or(|question| question.stance != stance)
        {
            asker.questions.push(Question {
                stance,
                n: row.count("n_question_stance"),
                answers: vec![None; codebook.len()],
            });
        }
        let place = asker
            .questions
            .last_mut()
            .and_then(|q| q.answers.get_mut(answer));
        if let Some(place) = place {
            *place = Some(row);
        }
    }
    askers
}

/// Askers in at most [`PAGES`] drawings of at most [`ROWS`] rows, in their order; those with fewest
/// exchanges are left out until the others fit.
fn pages_of(mut askers: Vec<Asker<'_>>) -> Vec<Vec<Asker<'_>>> {
    while n_pages(&askers) > PAGES {
        let fewest = askers
            .iter()
            .enumerate()
            .rev()
            .min_by_key(|(_, asker)| asker.n_exchanges);
        let Some((place, _)) = fewest else {
            break;
        };
        askers.remove(place);
    }
    let mut pages: Vec<Vec<Asker<'_>>> = Vec::new();
    let mut used = ROWS;
    for asker in askers {
        used += asker.questions.len();
        if used > ROWS || pages.is_empty() {
            used = asker.questions.len();
            pages.push(Vec::new());
        }
        if let Some(last) = pages.last_mut() {
            last.push(asker);
        }
    }
    pages
}

fn n_pages(askers: &[Asker<'_>]) -> usize {
    let mut n = 0;
    let mut used = ROWS;
    for asker in askers {
        used += asker.questions.len();
        if used > ROWS || n == 0 {
            used = asker.questions.len();
            n += 1;
        }
    }
    n
}

fn figure(
    table: &ReportTable,
    askers: &[Asker<'_>],
    part: &Part<'_>,
    (codebook, listed): (&Codebook, &Listed<'_>),
    ids: &mut Ids,
) -> Result<Figure, FigureError> {
    let id = ids.next(&["exchanges", part.source, "by-actor"]);
    let matrix = matrix_of(askers, codebook, listed);
    let height = millimetres(TOP + matrix.height() + 15.0);
    let rows: Vec<ReportRow<'_>> = askers
        .iter()
        .flat_map(|asker| &asker.questions)
        .flat_map(|question| question.answers.iter().flatten().copied())
        .collect();
    let drawing = draw(&id, (170, height), |canvas| {
        let name = format!("share of the row, from {ENOUGH} exchanges on; fewer: counts alone");
        ramp(canvas, (10.0, 30.0), ("0", "1"), &name)?;
        matrix.paint(canvas, TOP)
    })?;
    let n: u64 = askers.iter().map(|asker| asker.n_exchanges).sum();
    Ok(Figure {
        id,
        drawing,
        title: format!(
            "Question stance and answer stance by asker, {}{}",
            source_words(part.source),
            part.of
        ),
        n: format!(
            "{} of {}{}",
            counted(n, "answered exchange"),
            counted(askers.len() as u64, "asker"),
            part.note
        ),
        method: format!(
            "exchanges counted, one for each asker in it; basis: {}; {}",
            clean(&distinct(rows.iter().copied(), "basis")),
            distinct(rows.iter().copied(), "design"),
        ),
        shows: "How many questions of a stance each asker put, and with which stance they were \
                answered."
            .to_owned(),
        shows_not: format!(
            "Not that askers differ: most rows have fewer than {ENOUGH} exchanges. {}",
            shows_not(part.source)
        ),
        table: FigureTable {
            file: table.file.clone(),
            columns: COLUMNS.map(str::to_owned).to_vec(),
            rows: rows.iter().map(|row| row.fields(&COLUMNS)).collect(),
        },
    })
}

fn matrix_of(askers: &[Asker<'_>], codebook: &Codebook, listed: &Listed<'_>) -> Matrix {
    let is_wide = codebook.len() <= 6;
    let mut rows = Vec::new();
    for (k, asker) in askers.iter().enumerate() {
        for (l, question) in asker.questions.iter().enumerate() {
            let cells = question
                .answers
                .iter()
                .map(|row| cell(*row, question.n, listed, is_wide));
            rows.push(MatrixRow {
                name: clean(question.stance),
                head: if l == 0 {
                    clean(asker.name)
                } else {
                    String::new()
                },
                cells: cells.collect(),
                total: thousands(question.n),
                is_apart: l == 0 && k > 0,
            });
        }
    }
    Matrix {
        columns: codebook.class_ids().map(str::to_owned).collect(),
        rows,
        columns_name: "stance of the answer".to_owned(),
        rows_name: "asker, stance of the question".to_owned(),
        total_name: "n".to_owned(),
        row_height: 42.0,
        cell_room: 260.0,
    }
}

fn cell(row: Option<ReportRow<'_>>, n: u64, listed: &Listed<'_>, is_wide: bool) -> Cell {
    let Some(row) = row else {
        return Cell::new(Filling::Blank, Vec::new());
    };
    let n_both = row.count("n_both");
    let share = row.number("estimate").filter(|_| n >= ENOUGH);
    let mut text = thousands(n_both);
    if let Some(share) = share.filter(|_| is_wide) {
        text = format!("{text} ({})", rounded(&share.to_string(), 2));
    }
    let filling = match share {
        Some(share) => Filling::Shade(share),
        None => Filling::Plain,
    };
    let mut cell = Cell::new(filling, vec![text]);
    cell.mark = mark(row, listed);
    cell
}
