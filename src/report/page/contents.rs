//! What a page says, section by section.

use std::collections::BTreeMap;

use serde::Serialize;

use super::PageSources;
use super::browser::ShownCounts;
use super::figure_view::FigureView;
use super::passages::PassageSample;
use super::shading::STEPS;
use super::terms::{TermGroup, term_groups};
use crate::report::figures::Figure;
use crate::report::{ReportRow, ReportTable, ReportTables};

/// Everything that the template shows.
#[derive(Debug, Serialize)]
pub(super) struct Contents {
    title: String,
    classes: Vec<ClassView>,
    reference: Vec<Fact>,
    warnings: Vec<Warning>,
    recalls: Vec<FigureView>,
    read: ReadView,
    sections: Vec<Section>,
    terms: Vec<TermGroup>,
    passages: PassagesView,
    files: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ClassView {
    id: String,
    name: String,
    description: String,
}

#[derive(Debug, Serialize)]
struct Fact {
    name: &'static str,
    value: String,
    meaning: &'static str,
}

#[derive(Debug, Serialize)]
struct Warning {
    code: String,
    message: String,
}

/// What was read.
#[derive(Debug, Serialize)]
struct ReadView {
    n_passages: u64,
    n_documents: usize,
    n_actors: usize,
    documents: Vec<CountRow>,
    actors: Vec<CountRow>,
    reasons: Vec<CountRow>,
    dropped: Vec<CountRow>,
    n_dropped: u64,
    has_dropped: bool,
}

#[derive(Debug, Serialize)]
struct CountRow {
    names: Vec<String>,
    n: u64,
    n_certain: u64,
}

/// One heading with its figures.
#[derive(Debug, Serialize)]
struct Section {
    id: &'static str,
    title: &'static str,
    intro: &'static str,
    without: &'static str,
    figures: Vec<FigureView>,
}

#[derive(Debug, Serialize)]
struct PassagesView {
    n_shown: usize,
    n_rows: u64,
    n_wanted: usize,
    n_shaded: usize,
    n_shaded_by_other: usize,
    steps: [f64; 3],
}

/// A section: its id, title, what it is about, what it says without figures, and how the ids of its
/// figures begin.
struct SectionPlan {
    id: &'static str,
    title: &'static str,
    intro: &'static str,
    without: &'static str,
    prefixes: &'static [&'static str],
}

/// Figures of how well actors are recognised stand at the head of the page.
const RECALLS: &str = "recall";

const SECTIONS: [SectionPlan; 8] = [
    SectionPlan {
        id: "trust",
        title: "How far to trust the labels",
        intro: "Every score is of models that had not seen the passages they label.",
        without: "No coded passages were given, so nothing here tells how right the labels are. \
                  Code a random sample (standpunt sample) before you use them.",
        prefixes: &["scores", "reliability", "confusion"],
    },
    SectionPlan {
        id: "shares",
        title: "Which stances the actors take",
        intro: "Filled marks are estimates, hollow ones the share of predicted labels, which is biased \
                wherever the model errs more for one actor than for another.",
        without: "There is nothing to take shares of.",
        prefixes: &["shares"],
    },
    SectionPlan {
        id: "instruments",
        title: "Actors and policy instruments",
        intro: "About which instruments actors speak, and with which stance where enough is coded.",
        without: "No passage is about a policy instrument of the codebook.",
        prefixes: &["instruments"],
    },
    SectionPlan {
        id: "time",
        title: "Over time",
        intro: "Actors who speak in several years.",
        without: "No actor speaks in two years or more, so there is no line to draw.",
        prefixes: &["time"],
    },
    SectionPlan {
        id: "contrasts",
        title: "How far actors differ",
        intro: "Differences between actors in the same role.",
        without: "No two actors speak in the same role.",
        prefixes: &["contrasts"],
    },
    SectionPlan {
        id: "positions",
        title: "Where actors stand",
        intro: "One scale from the shares of two stances.",
        without: "No position can be estimated.",
        prefixes: &["positions"],
    },
    SectionPlan {
        id: "terms",
        title: "The words that tell actors and stances apart",
        intro: "Each mark is a term; a selected one shows who used it, how sure the difference is, and \
                where it stands.",
        without: "No side has enough words to compare.",
        prefixes: &["framing"],
    },
    SectionPlan {
        id: "exchanges",
        title: "Questions and their answers",
        intro: "Which stance a question takes and which its answer.",
        without: "No question with an answer was found.",
        prefixes: &["exchanges"],
    },
];

/// The facts that come before any number: what to call them, and what they mean for a reader.
const REFERENCE: [(&str, &str, &str); 9] = [
    (
        "reference_standard",
        "Reference standard",
        "who gave the codes: every share, score and interval holds against these, not against the truth",
    ),
    (
        "is_human_standard",
        "Coded by people",
        "agreement with language models is not agreement with human experts",
    ),
    (
        "alpha",
        "Agreement of the coders",
        "Krippendorff's alpha; 1 is full agreement",
    ),
    ("n_coded", "Coded passages", "each once for its actor"),
    (
        "cluster_unit",
        "Unit of independence",
        "a group is a question with its answer, copies of a passage, or a section of a document; passages \
         within one are not independent",
    ),
    (
        "n_clusters",
        "Units",
        "intervals beyond the corpus rest on this number, not on that of passages",
    ),
    ("design", "Design", "how passages and codings came about"),
    (
        "estimator",
        "Estimator",
        "how codes correct the counts of predicted labels",
    ),
    (
        "macro_f1",
        "Macro-F1",
        "of the predictions that are compared, on the coded passages",
    ),
];

impl Contents {
    /// The contents of a page that shows so many passages.
    pub(super) fn new(sources: &PageSources<'_>, counts: ShownCounts) -> Self {
        let classes = sources.codebook.classes().iter().map(|class| ClassView {
            id: class.id.clone(),
            name: class.name.clone(),
            description: class.description.clone(),
        });
        let sample = sources.sample;
        Self {
            title: sources.title.to_owned(),
            classes: classes.collect(),
            reference: reference(sources.tables),
            warnings: warnings(sources.tables),
            recalls: of_prefixes(sources.figures, &[RECALLS]),
            read: read_view(sources.tables, sample),
            sections: SECTIONS.iter().map(|plan| section(plan, sources)).collect(),
            terms: term_groups(sources.tables),
            passages: PassagesView {
                n_shown: counts.shown,
                n_rows: sample.n_rows,
                n_wanted: counts.wanted,
                n_shaded: counts.shaded,
                n_shaded_by_other: counts.shaded_by_other,
                steps: STEPS,
            },
            files: sources.files.to_vec(),
        }
    }
}

fn section(plan: &SectionPlan, sources: &PageSources<'_>) -> Section {
    Section {
        id: plan.id,
        title: plan.title,
        intro: plan.intro,
        without: plan.without,
        figures: folded(of_prefixes(sources.figures, plan.prefixes)),
    }
}

/// Most figures that a section shows at once.
const MAX_OPEN: usize = 4;

/// Of many figures, the first of each kind and the overviews are open and the others folded.
fn folded(mut figures: Vec<FigureView>) -> Vec<FigureView> {
    if figures.len() <= MAX_OPEN {
        return figures;
    }
    let mut kinds: Vec<String> = Vec::new();
    for figure in &mut figures {
        let kind = figure.id.split('-').next().unwrap_or_default().to_owned();
        figure.is_folded = kinds.contains(&kind) && !figure.id.ends_with("overview");
        kinds.push(kind);
    }
    figures
}

/// The figures whose id is one of the prefixes, or begins with one and a hyphen.
fn of_prefixes(figures: &[Figure], prefixes: &[&str]) -> Vec<FigureView> {
    let is_of = |figure: &&Figure| {
        let word = figure.id.split('-').next().unwrap_or_default();
        prefixes.contains(&word)
    };
    figures.iter().filter(is_of).map(FigureView::new).collect()
}

fn reference(tables: &ReportTables) -> Vec<Fact> {
    let Some(table) = tables.get("comparison.csv") else {
        return Vec::new();
    };
    let facts = REFERENCE.iter().filter_map(|&(fact, name, meaning)| {
        let row = table.rows().find(|row| row.text("fact") == fact)?;
        let value = row.text("value");
        (!value.is_empty()).then(|| Fact {
            name,
            value: in_words(value),
            meaning,
        })
    });
    facts.collect()
}

/// A value for people: a flag as yes or no, a number with at most three decimals, codes by language
/// models by that name.
fn in_words(value: &str) -> String {
    if let Some((whole, decimals)) = value.split_once('.')
        && value.parse::<f64>().is_ok()
    {
        let short = decimals.get(..3).unwrap_or(decimals).trim_end_matches('0');
        let point = if short.is_empty() { "" } else { "." };
        return format!("{whole}{point}{short}");
    }
    match value {
        "true" => "yes".to_owned(),
        "false" => "no".to_owned(),
        "adjudicated-llm" => {
            "language models, their differences settled (adjudicated-llm)".to_owned()
        }
        other => other.to_owned(),
    }
}

fn warnings(tables: &ReportTables) -> Vec<Warning> {
    let rows = tables
        .get("warnings.csv")
        .into_iter()
        .flat_map(ReportTable::rows);
    rows.map(|row| Warning {
        code: row.text("code").to_owned(),
        message: row.text("message").to_owned(),
    })
    .collect()
}

fn read_view(tables: &ReportTables, sample: &PassageSample) -> ReadView {
    let dropped = dropped(tables);
    let names = |key: &str| if key.is_empty() { "not stated" } else { key }.to_owned();
    let documents = sample.by_document.iter().map(|(name, count)| CountRow {
        names: vec![names(name)],
        n: count.n_rows,
        n_certain: count.n_certain,
    });
    let actors = sample
        .by_actor
        .iter()
        .map(|((actor, role), count)| CountRow {
            names: vec![names(actor), names(role)],
            n: count.n_rows,
            n_certain: count.n_certain,
        });
    let actors: Vec<CountRow> = actors.collect();
    let mut distinct: Vec<&String> = sample.by_actor.keys().map(|(actor, _)| actor).collect();
    distinct.dedup();
    let reasons = sample.by_reason.iter().map(|(reason, &n)| CountRow {
        names: vec![reason.clone()],
        n,
        n_certain: 0,
    });
    ReadView {
        n_passages: sample.n_rows,
        n_documents: sample.by_document.len(),
        n_actors: distinct.len(),
        documents: documents.collect(),
        reasons: reasons.collect(),
        n_dropped: dropped.iter().map(|row| row.n).sum(),
        has_dropped: tables.get("skipped.csv").is_some(),
        dropped,
        actors,
    }
}

/// How many pieces of text each stage left out, and why; most first.
fn dropped(tables: &ReportTables) -> Vec<CountRow> {
    let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let rows = tables
        .get("skipped.csv")
        .into_iter()
        .flat_map(ReportTable::rows);
    let reason_of =
        |row: ReportRow<'_>| (row.text("stage").to_owned(), row.text("reason").to_owned());
    let reasons: Vec<(String, String)> = rows.map(reason_of).collect();
    for (stage, reason) in &reasons {
        *counts.entry((stage, reason)).or_default() += 1;
    }
    let mut rows: Vec<CountRow> = counts
        .into_iter()
        .map(|((stage, reason), n)| CountRow {
            names: vec![stage.to_owned(), reason.to_owned()],
            n,
            n_certain: 0,
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.n));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_in_words() {
        for (written, shown) in [
            ("0.930000", "0.93"),
            ("0.652716", "0.652"),
            ("1.000000", "1"),
            ("552", "552"),
            ("false", "no"),
            ("group", "group"),
        ] {
            assert_eq!(in_words(written), shown);
        }
    }
}
