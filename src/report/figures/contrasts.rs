//! Differences between two actors, the largest first; those of actors with few coded passages last.

use std::fmt::Write as _;

use super::canvas::SMALL;
use super::forest::{Axis, Caption, Cell, Forest, Look, MarkRow, Panel, Row, figures_of};
use super::lettering::{counted, decimal, middle_shortened, with_limits};
use super::palette::{ClassStyle, class_styles};
use super::provenance::{FEW_CODED, distinct, limits, method_of, role_words, standard_note};
use super::shares::{behind, reason};
use super::target::{COUNTED, class_field, target};
use super::{Figure, FigureError};
use crate::corpus::Codebook;
use crate::report::{ReportRow, ReportTable, ReportTables};

const FILE: &str = "contrasts.csv";

/// Differences that are drawn.
const MOST: usize = 30;

pub(super) const COLUMNS: [&str; 16] = [
    "role",
    "actor_a",
    "actor_b",
    "stance",
    "inference",
    "estimate",
    "conf_low",
    "conf_high",
    "conf_level",
    "status",
    "p_holm",
    "n_in_family",
    "share_a",
    "share_b",
    "n_coded_a",
    "n_coded_b",
];

/// One difference, for the corpus and beyond it.
#[derive(Clone, Copy)]
struct Difference<'t> {
    row: ReportRow<'t>,
    beyond: Option<ReportRow<'t>>,
    size: f64,
}

impl Difference<'_> {
    /// Whether one of the actors has fewer than [`FEW_CODED`] coded passages.
    fn is_few(&self) -> bool {
        let count = |column| self.row.count(column);
        count("n_coded_a").min(count("n_coded_b")) < FEW_CODED
    }
}

/// A figure of the largest differences per role.
///
/// # Errors
/// [`FigureError::Draw`].
pub(super) fn contrasts(
    tables: &ReportTables,
    codebook: &Codebook,
) -> Result<Vec<Figure>, FigureError> {
    let Some(table) = tables.get(FILE) else {
        return Ok(Vec::new());
    };
    let styles = class_styles(codebook);
    let mut figures = Vec::new();
    for role in table.values("role") {
        let all = differences(table, role);
        if all.is_empty() {
            continue;
        }
        let drawn = all.get(..MOST).unwrap_or(&all);
        let rows: Vec<ReportRow<'_>> = drawn
            .iter()
            .flat_map(|difference| [Some(difference.row), difference.beyond])
            .flatten()
            .collect();
        let inference = tested(&rows);
        let forest = forest(drawn, inference, &styles);
        let caption = caption(role, (drawn, &all), &rows, inference);
        figures.extend(figures_of(&forest, &caption)?);
    }
    Ok(figures)
}

/// The differences of a role that are estimated: those of actors with enough codings before the
/// others, the largest first; those of one size in the order of the table.
fn differences<'t>(table: &'t ReportTable, role: &str) -> Vec<Difference<'t>> {
    let of_role = || table.rows().filter(move |row| row.text("role") == role);
    let key = |row: ReportRow<'t>| ["actor_a", "actor_b", "stance"].map(|name| row.text(name));
    let beyond: std::collections::BTreeMap<[&str; 3], ReportRow<'t>> = of_role()
        .filter(|row| row.text("inference") == "beyond-corpus")
        .map(|row| (key(row), row))
        .collect();
    let mut differences: Vec<Difference<'t>> = of_role()
        .filter(|row| row.text("inference") == "corpus")
        .filter_map(|row| {
            let size = row.number("estimate")?.abs();
            let beyond = beyond.get(&key(row)).copied();
            Some(Difference { row, beyond, size })
        })
        .collect();
    differences.sort_by(|a, b| {
        let few = a.is_few().cmp(&b.is_few());
        few.then(b.size.total_cmp(&a.size))
    });
    differences
}

/// The inference whose p-values are shown: that of the corpus, where it has any.
fn tested(rows: &[ReportRow<'_>]) -> Option<&'static str> {
    let has = |inference: &&str| {
        let mut of = rows
            .iter()
            .filter(|row| row.text("inference") == *inference);
        of.any(|row| !row.text("p_holm").is_empty())
    };
    ["corpus", "beyond-corpus"].into_iter().find(has)
}

fn forest(drawn: &[Difference<'_>], inference: Option<&str>, styles: &[ClassStyle]) -> Forest {
    let mut note_heads = vec!["stance", "shares", "coded"];
    match inference {
        Some("corpus") => note_heads.push("p (Holm)"),
        Some(_) => note_heads.push("p (Holm), beyond"),
        None => {}
    }
    let rows = drawn
        .iter()
        .map(|difference| Row::Marks(mark_row(*difference, inference, styles)));
    let mut forest = Forest {
        panels: Vec::new(),
        rows: rows.collect(),
        row_head: "first \u{2212} second actor".to_owned(),
        note_heads: note_heads.into_iter().map(str::to_owned).collect(),
        flag: format!("fewer than {FEW_CODED} coded passages of an actor"),
        counted: String::new(),
        whiskers: (
            "interval for this corpus".to_owned(),
            "interval beyond this corpus".to_owned(),
        ),
    };
    let widest = forest.cells().flat_map(Cell::extent).map(f64::abs);
    let end = widest.fold(0.0_f64, f64::max).max(0.1);
    forest.panels = vec![panel(end)];
    forest
}

/// The axis of differences; a little more than from -1 to 1 where an interval goes beyond.
fn panel(widest: f64) -> Panel {
    let axis = Axis::both_ways(
        widest.min(1.0),
        "share of the first less share of the second, of passages",
        ("second more", "first more"),
    );
    let domain = axis.domain.1.max(widest);
    Panel {
        title: "difference of shares, \u{2212}1 to 1".to_owned(),
        subtitle: String::new(),
        look: Look::plain(),
        is_look_shown: false,
        axis: Axis {
            domain: (-domain, domain),
            ..axis
        },
        side_head: "difference".to_owned(),
    }
}

fn mark_row(difference: Difference<'_>, inference: Option<&str>, styles: &[ClassStyle]) -> MarkRow {
    let Difference { row, beyond, .. } = difference;
    let style = styles.iter().find(|style| style.id == row.text("stance"));
    let share = |column| row.number(column).map_or("\u{2013}".to_owned(), decimal);
    let mut notes = vec![
        row.text("stance").to_owned(),
        format!("{} and {}", share("share_a"), share("share_b")),
        format!("{} and {}", row.text("n_coded_a"), row.text("n_coded_b")),
    ];
    if let Some(inference) = inference {
        let tested = [Some(row), beyond].into_iter().flatten();
        let p = tested
            .filter(|row| row.text("inference") == inference)
            .find_map(|row| row.number("p_holm"));
        notes.push(p.map_or("\u{2013}".to_owned(), p_text));
    }
    MarkRow {
        label: pair(row.text("actor_a"), row.text("actor_b")),
        is_flagged: difference.is_few(),
        notes,
        cells: vec![Cell {
            value: row.number("estimate"),
            behind: behind(row.text("status")),
            interval: limits(row),
            wider: beyond.and_then(limits),
            reason: reason(row.text("status")).to_owned(),
            look: style.map(|style| Look {
                colour: style.colour.clone(),
                shape: style.shape,
            }),
            link: Some((label(row, beyond), link(row))),
            numbers: [Some(row), beyond]
                .into_iter()
                .flatten()
                .map(|row| row.fields(&COLUMNS))
                .collect(),
            side: row.number("estimate").map_or(String::new(), decimal),
            ..Cell::default()
        }],
        ..MarkRow::default()
    }
}

/// Both names, each of at most a line.
fn pair(first: &str, second: &str) -> String {
    /// Room of a name, in tenths of a millimetre.
    const ROOM: f64 = 560.0;
    format!(
        "{} \u{2212} {}",
        middle_shortened(first, SMALL, ROOM),
        middle_shortened(second, SMALL, ROOM)
    )
}

fn p_text(p: f64) -> String {
    if p < 0.001 {
        "< 0.001".to_owned()
    } else {
        format!("{p:.3}")
    }
}

fn label(row: ReportRow<'_>, beyond: Option<ReportRow<'_>>) -> String {
    let value = row.number("estimate").unwrap_or_default();
    let wider = beyond
        .and_then(limits)
        .map_or(String::new(), |(low, high)| {
            format!(", beyond the corpus {} to {}", decimal(low), decimal(high))
        });
    format!(
        "{} less {}, {}: {} ({}{wider}), {} and {} coded passages",
        row.text("actor_a"),
        row.text("actor_b"),
        row.text("stance"),
        with_limits(value, limits(row)),
        row.text("status"),
        row.text("n_coded_a"),
        row.text("n_coded_b")
    )
}

fn link(row: ReportRow<'_>) -> String {
    target(&[
        ("actor", row.text("actor_a")),
        ("actor", row.text("actor_b")),
        ("role", row.text("role")),
        (class_field(row), row.text("stance")),
        COUNTED,
    ])
}

fn caption(
    role: &str,
    (drawn, all): (&[Difference<'_>], &[Difference<'_>]),
    rows: &[ReportRow<'_>],
    inference: Option<&str>,
) -> Caption {
    let tested: Vec<ReportRow<'_>> = rows
        .iter()
        .copied()
        .filter(|row| Some(row.text("inference")) == inference && !row.text("p_holm").is_empty())
        .collect();
    let family = match distinct(&tested, "n_in_family").as_slice() {
        [] => "no test: no chance of a draw is left, or too little is coded".to_owned(),
        sizes => format!("p adjusted by Holm in families of {}", sizes.join(", ")),
    };
    Caption {
        id: format!("contrasts-{role}"),
        title: format!("Differences between actors in {}", role_words(role)),
        n: format!("{}; {family}", which(drawn, all)),
        method: method_of(rows, "estimate"),
        shows: shows(drawn),
        shows_not: format!(
            "It does not show why actors differ; and the largest of many differences look larger than \
             they are{}.",
            standard_note(rows)
        ),
        file: FILE.to_owned(),
        columns: COLUMNS.map(str::to_owned).to_vec(),
    }
}

/// Which differences are drawn, of all that are estimated.
fn which(drawn: &[Difference<'_>], all: &[Difference<'_>]) -> String {
    let enough =
        format!("differences of actors that both have at least {FEW_CODED} coded passages");
    let n_enough = all.iter().filter(|one| !one.is_few()).count();
    let n_drawn = drawn.len();
    let n_all = all.len();
    let text = match (n_drawn < n_all, n_enough) {
        (false, _) => format!("all {}", counted(n_all as u64, "estimated difference")),
        (true, n) if n == n_all => {
            format!("the {n_drawn} largest of {n_all} estimated differences")
        }
        (true, 0) => format!(
            "the {n_drawn} largest of {n_all} estimated differences, none of actors that both have \
             at least {FEW_CODED} coded passages"
        ),
        (true, n) if n >= n_drawn => format!("the {n_drawn} largest of {n} {enough}"),
        (true, 1) => format!(
            "the one difference of actors that both have at least {FEW_CODED} coded passages, then the \
             {} largest of {} others",
            n_drawn - 1,
            n_all - 1
        ),
        (true, n) => format!(
            "all {n} {enough}, then the {} largest of {} others",
            n_drawn - n,
            n_all - n
        ),
    };
    match (n_drawn < n_all, n_enough) {
        (true, _) => format!("{text}; the others stand in {FILE}"),
        (false, n) if n > 0 && n < n_all => format!("{text}, first the {n} {enough}"),
        (false, _) => text,
    }
}

/// Largest adjusted p of a difference that is told as one.
const MAX_P: f64 = 0.05;

/// How many of the drawn differences have an interval, how many of these leave zero out, and how
/// many still do after Holm's adjustment for all of their family: the drawn ones are the largest, so
/// that many of them leave zero out by chance alone.
fn shows(drawn: &[Difference<'_>]) -> String {
    let n_census = drawn
        .iter()
        .filter(|difference| difference.row.text("status") == "census")
        .count();
    let intervals: Vec<(f64, f64)> = drawn
        .iter()
        .filter_map(|difference| limits(difference.row))
        .collect();
    let n_apart = intervals
        .iter()
        .filter(|(low, high)| *low > 0.0 || *high < 0.0)
        .count();
    let n_holm = drawn
        .iter()
        .filter_map(|difference| difference.row.number("p_holm"))
        .filter(|&p| p <= MAX_P)
        .count();
    if intervals.is_empty() {
        return exact(n_census, drawn.len());
    }
    let mut text = format!(
        "{n_apart} of the {} with an interval for the corpus {} zero out, before any adjustment for \
         their number",
        counted(intervals.len() as u64, "difference"),
        if n_apart == 1 { "leaves" } else { "leave" },
    );
    let is_tested = drawn.iter().any(|one| one.row.number("p_holm").is_some());
    if is_tested {
        let has = if n_holm == 1 { "has" } else { "have" };
        let _ = write!(
            text,
            "; after that of Holm {n_holm} {has} p of 0.05 or less"
        );
    }
    match n_census {
        0 => {}
        1 => text += "; one other is exact, every passage being coded",
        n => {
            let _ = write!(text, "; {n} others are exact, every passage being coded");
        }
    }
    text + "."
}

/// What is said where no difference has an interval for the corpus.
fn exact(n_census: usize, n_drawn: usize) -> String {
    if n_census == n_drawn {
        let all = match n_drawn {
            1 => "The difference drawn is".to_owned(),
            n => format!("All {n} differences drawn are"),
        };
        return format!(
            "{all} exact for these documents, where every passage is coded, so that nothing is left to \
             test."
        );
    }
    format!(
        "{n_census} of the {n_drawn} differences drawn {} exact for these documents, where every passage \
         is coded; none has an interval for the corpus.",
        if n_census == 1 { "is" } else { "are" }
    )
}
