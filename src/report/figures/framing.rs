//! Framing terms: how often a term is used against how much more one side uses it, one figure for
//! each actor or stance that is compared with the others, and an overview of all comparisons.

use super::framing_overview::overview;
use super::framing_plot::{PlottedTerm, Sides, plot};
use super::palette::{INK, Shape, class_styles};
use super::words::{
    Ids, brief, clean, counted, distinct, level, passages_of, rounded, with_interval,
};
use super::{Figure, FigureError, FigureTable};
use crate::corpus::Codebook;
use crate::report::{ReportRow, ReportTable, ReportTables};

/// Figures of one table at most; the overview has all.
const MAX_COMPARISONS: usize = 12;

pub(super) const COLUMNS: [&str; 18] = [
    "role",
    "used_more_by",
    "rank",
    "term",
    "surface_forms",
    "status",
    "delta",
    "conf_low",
    "conf_high",
    "conf_level",
    "q_bh",
    "rate",
    "rate_other",
    "n_occurrences",
    "n_occurrences_other",
    "n_groups",
    "stratum_share",
    "design",
];

/// A table of terms and the column that says who is compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    file: &'static str,
    /// `actor` or `stance`.
    pub(super) side: &'static str,
}

/// The rows of one side in one role.
#[derive(Debug, Clone)]
pub(super) struct Comparison<'t> {
    /// Who is compared, for people.
    pub(super) name: String,
    side: &'t str,
    /// With whom.
    pub(super) others: String,
    /// The role whose passages are compared.
    pub(super) role: &'t str,
    source: &'t str,
    /// The rows with their places in the file, from 0.
    pub(super) rows: Vec<(usize, ReportRow<'t>)>,
    colour: String,
    shape: Shape,
}

const VIEWS: [View; 2] = [
    View {
        file: "framing_terms_by_actor.csv",
        side: "actor",
    },
    View {
        file: "framing_terms_by_stance.csv",
        side: "stance",
    },
];

/// The figures of framing terms, an overview first.
///
/// # Errors
/// [`FigureError`].
pub(super) fn framing_terms(
    tables: &ReportTables,
    codebook: &Codebook,
) -> Result<Vec<Figure>, FigureError> {
    let mut figures = Vec::new();
    let mut ids = Ids::default();
    for view in VIEWS {
        let Some(table) = tables.get(view.file) else {
            continue;
        };
        let comparisons = comparisons_of(table, view, codebook);
        let drawn = most_text(&comparisons);
        figures.extend(overview(table, view, &comparisons, drawn.len(), &mut ids)?);
        for comparison in drawn {
            figures.push(figure(table, view, comparison, &mut ids)?);
        }
    }
    Ok(figures)
}

impl Comparison<'_> {
    /// Whether terms were estimated.
    pub(super) fn is_estimated(&self) -> bool {
        self.rows
            .iter()
            .any(|(_, row)| row.number("delta").is_some())
    }

    /// A row that tells what all its rows share.
    pub(super) fn first(&self) -> Option<ReportRow<'_>> {
        self.rows.first().map(|&(_, row)| row)
    }

    /// How many terms are claims.
    pub(super) fn n_claims(&self) -> usize {
        let claims = self.rows.iter().filter(|(_, row)| is_claim(*row));
        claims.count()
    }

    /// A count that all rows share.
    pub(super) fn count(&self, column: &str) -> u64 {
        self.first().map_or(0, |row| row.count(column))
    }
}

/// Whether a difference may be claimed.
pub(super) fn is_claim(row: ReportRow<'_>) -> bool {
    row.text("status") == "claim"
}

/// The form in which a term occurs most.
pub(super) fn shown_form(row: ReportRow<'_>) -> String {
    let forms = row.text("surface_forms");
    let first = forms.split(';').next().unwrap_or_default().trim();
    clean(if first.is_empty() {
        row.text("term")
    } else {
        first
    })
}

fn comparisons_of<'t>(
    table: &'t ReportTable,
    view: View,
    codebook: &Codebook,
) -> Vec<Comparison<'t>> {
    let styles = class_styles(codebook);
    let mut comparisons: Vec<Comparison<'t>> = Vec::new();
    for (place, row) in table.rows().enumerate() {
        let (side, role) = (row.text(view.side), row.text("role"));
        let source = row.text("stance_source");
        let is_same = |c: &Comparison<'_>| c.side == side && c.role == role && c.source == source;
        if let Some(known) = comparisons.iter_mut().find(|c| is_same(c)) {
            known.rows.push((place, row));
            continue;
        }
        let style = styles.iter().find(|style| style.id == side);
        let style = style.filter(|_| view.side == "stance");
        comparisons.push(Comparison {
            name: style.map_or_else(|| clean(side), |style| clean(&style.id)),
            side,
            others: clean(row.text("compared_with")),
            role,
            source,
            rows: vec![(place, row)],
            colour: style.map_or_else(|| INK.to_owned(), |style| style.colour.clone()),
            shape: style.map_or(Shape::Circle, |style| style.shape),
        });
    }
    comparisons
}

/// The comparisons that get a figure: those with most words on the side that is compared, in the
/// order of the file.
fn most_text<'c, 't>(comparisons: &'c [Comparison<'t>]) -> Vec<&'c Comparison<'t>> {
    let estimated = comparisons.iter().enumerate();
    let mut kept: Vec<_> = estimated.filter(|(_, c)| c.is_estimated()).collect();
    kept.sort_by_key(|(place, c)| (std::cmp::Reverse(c.count("n_words_side")), *place));
    kept.truncate(MAX_COMPARISONS);
    kept.sort_by_key(|(place, _)| *place);
    kept.into_iter().map(|(_, comparison)| comparison).collect()
}

fn figure(
    table: &ReportTable,
    view: View,
    comparison: &Comparison<'_>,
    ids: &mut Ids,
) -> Result<Figure, FigureError> {
    let id = ids.next(&[
        "framing",
        view.side,
        comparison.side,
        comparison.role,
        comparison.source,
    ]);
    let terms = terms_of(view, comparison);
    let interval = comparison
        .first()
        .map_or_else(String::new, |row| level(row.text("conf_level")));
    let sides = Sides {
        name: &comparison.name,
        others: &comparison.others,
        colour: &comparison.colour,
        shape: comparison.shape,
        interval: &interval,
    };
    let rows = || comparison.rows.iter().map(|&(_, row)| row);
    let columns: Vec<&str> = [view.side].into_iter().chain(COLUMNS).collect();
    let name = brief(&comparison.name, 60);
    let role = passages_of(comparison.role);
    let (drawing, n_named) = plot(&id, &terms, &sides)?;
    Ok(Figure {
        drawing,
        id,
        title: format!(
            "Framing terms: {name} against {}, {role}",
            comparison.others
        ),
        n: n_of(comparison, &name),
        method: format!(
            "{}; {}. Vertical: weighted log-odds; horizontal: rate on the side that uses the term more \
             (terms of one rate stand side by side){}{}",
            distinct(rows(), "method"),
            distinct(rows(), "design"),
            unnamed_words(n_named, terms.len()),
            source_words(comparison.source),
        ),
        shows: format!(
            "Which words {name} uses more, and which less, than {} where both speak of the same \
             policy instruments: {} of {} tested may be claimed (filled); the hollow ones are \
             exploratory.",
            comparison.others,
            comparison.n_claims(),
            counted(comparison.count("n_terms_tested"), "term"),
        ),
        shows_not: format!(
            "Not what is meant by a term, nor a stance: read the quotations. A hollow term may \
             differ by chance, and a term that is not listed need not be used equally.{}",
            of_roles(comparison.role)
        ),
        table: FigureTable {
            file: table.file.clone(),
            columns: columns.iter().map(|&c| c.to_owned()).collect(),
            rows: rows().map(|row| row.fields(&columns)).collect(),
        },
    })
}

/// What a comparison over all roles does not tell apart.
fn of_roles(role: &str) -> &'static str {
    match role {
        "" | "all" => {
            " Where the sides speak in different roles, ways of asking and of answering differ too: \
             a term need not be anybody's own."
        }
        _ => "",
    }
}

/// Where the names of the other terms are, where a plot has no room for all.
fn unnamed_words(n_named: usize, n_terms: usize) -> String {
    if n_named == n_terms {
        return String::new();
    }
    format!(
        "; {n_named} of {n_terms} terms are named where there is room, all of them in the table"
    )
}

fn source_words(source: &str) -> String {
    match source {
        "" => String::new(),
        source => format!("; stances: {}", clean(source)),
    }
}

fn n_of(comparison: &Comparison<'_>, name: &str) -> String {
    let side = |suffix: &str| {
        let count = |what: &str| comparison.count(&format!("n_{what}_side{suffix}"));
        format!(
            "{} in {} of {}",
            counted(count("words"), "word"),
            counted(count("passages"), "passage"),
            counted(count("groups"), "group"),
        )
    };
    format!(
        "{} listed of {} tested; {name}: {}; {}: {}",
        counted(comparison.rows.len() as u64, "term"),
        comparison.count("n_terms_tested"),
        side(""),
        comparison.others,
        side("_other"),
    )
}

/// What is drawn, the most telling first: claims, then by rank on their side.
fn terms_of(view: View, comparison: &Comparison<'_>) -> Vec<PlottedTerm> {
    let mut rows: Vec<_> = comparison.rows.iter().collect();
    rows.sort_by_key(|(place, row)| (!is_claim(*row), row.count("rank"), *place));
    let terms = rows.into_iter();
    terms
        .filter_map(|&(place, row)| plotted(view, comparison, place, row))
        .collect()
}

fn plotted(
    view: View,
    comparison: &Comparison<'_>,
    place: usize,
    row: ReportRow<'_>,
) -> Option<PlottedTerm> {
    let delta = row.number("delta")?;
    let is_more = row.text("used_more_by") == comparison.side;
    let rate = row.number(if is_more { "rate" } else { "rate_other" })?;
    let whisker = row.number("conf_low").zip(row.number("conf_high"));
    let form = shown_form(row);
    let by = if is_more {
        &comparison.name
    } else {
        &comparison.others
    };
    let label = format!(
        "{}: more by {}, log-odds {}, q {}, {}; {} per 10,000 words ({}) against {} ({})",
        brief(&form, 60),
        brief(by, 60),
        with_interval(row, "delta"),
        rounded(row.text("q_bh"), 3),
        clean(row.text("status")),
        rounded(row.text("rate"), 1),
        counted(row.count("n_occurrences"), "time"),
        rounded(row.text("rate_other"), 1),
        counted(row.count("n_occurrences_other"), "time"),
    );
    Some(PlottedTerm {
        text: form,
        rate,
        delta,
        whisker,
        is_more,
        is_claim: is_claim(row),
        label,
        target: format!("term-{}-{place}", view.side),
    })
}
