//! What a page says, section by section.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::PageSources;
use super::browser::ShownCounts;
use super::figure_view::FigureView;
use super::passages::PassageSample;
use super::prose::{Part, counted, with_code};
use super::reference::{Fact, reference};
use super::sections::{Section, Thrift, recalls, sections};
use super::shading::STEPS;
use super::terms::{TermGroup, term_groups};
use crate::corpus::Actor;
use crate::report::{ReportRow, ReportTable, ReportTables};

/// Everything that the template shows.
#[derive(Debug, Serialize)]
pub(super) struct Contents {
    title: String,
    classes: Vec<ClassView>,
    reference: Vec<Fact>,
    warnings: Vec<Warning>,
    has_warnings: bool,
    recalls: Vec<FigureView>,
    read: ReadView,
    sections: Vec<Section>,
    terms: Vec<TermGroup>,
    passages: PassagesView,
    files: Vec<String>,
    /// Whether the tables stand beside the page.
    has_tables: bool,
    /// Whether nothing tells that the tables are whole.
    is_unchecked: bool,
}

#[derive(Debug, Serialize)]
struct ClassView {
    id: String,
    name: String,
    description: String,
}

#[derive(Debug, Serialize)]
struct Warning {
    code: String,
    parts: Vec<Part>,
}

/// What was read.
#[derive(Debug, Serialize)]
struct ReadView {
    /// What the page is of, at its head.
    lead: String,
    /// What of it comparisons count.
    counted: String,
    documents: Vec<CountRow>,
    actors: Vec<CountRow>,
    reasons: Vec<CountRow>,
    dropped: Vec<CountRow>,
    dropped_words: String,
    has_dropped: bool,
}

#[derive(Debug, Serialize)]
struct CountRow {
    names: Vec<String>,
    n: u64,
    n_certain: u64,
}

#[derive(Debug, Serialize)]
struct PassagesView {
    n_shown: usize,
    n_rows: u64,
    all_words: String,
    n_wanted: usize,
    n_wanted_in_all: usize,
    n_shaded: usize,
    n_shaded_by_other: usize,
    steps: [f64; 3],
}

impl Contents {
    /// The contents of a page that shows so many passages, and figures as far as there is room.
    pub(super) fn new(sources: &PageSources<'_>, counts: ShownCounts, thrift: Thrift) -> Self {
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
            has_warnings: sources.tables.whole("warnings.csv").is_some(),
            recalls: recalls(sources, thrift),
            read: read_view(sources.tables, sample),
            sections: sections(sources, thrift),
            terms: term_groups(sources.tables),
            passages: PassagesView {
                n_shown: counts.shown,
                n_rows: sample.n_rows,
                all_words: match sample.n_rows {
                    1 => "The one passage.".to_owned(),
                    n => format!("All {n} passages."),
                },
                n_wanted: counts.wanted,
                n_wanted_in_all: sample.n_wanted,
                n_shaded: counts.shaded,
                n_shaded_by_other: counts.shaded_by_other,
                steps: STEPS,
            },
            files: sources.files.to_vec(),
            has_tables: sources.files.iter().any(|file| file == "comparison.csv"),
            is_unchecked: !sources.are_checked,
        }
    }
}

/// What a reason not to use a label as it is means.
fn meaning_of(reason: &str) -> &'static str {
    match reason {
        "uncertain" => "more than one class, or another than the label, is plausible",
        "outside_training" => "unlike the texts that trained the model",
        "not_dutch" => "not Dutch",
        "no_known_terms" => "none of its words is known to the model",
        "only_quotation" => "nothing but quotation",
        "empty" => "without words",
        _ => "",
    }
}

fn percent(part: u64, whole: u64) -> String {
    let share = 100.0 * part as f64 / whole.max(1) as f64;
    format!("{share:.1} %")
}

fn warnings(tables: &ReportTables) -> Vec<Warning> {
    let rows = tables
        .get("warnings.csv")
        .into_iter()
        .flat_map(ReportTable::rows);
    rows.map(|row| Warning {
        code: row.text("code").to_owned(),
        parts: with_code(row.text("message")),
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
    let reasons = sample.by_reason.iter().map(|(reason, &n)| CountRow {
        names: vec![
            reason.clone(),
            meaning_of(reason).to_owned(),
            percent(n, sample.n_rows),
        ],
        n,
        n_certain: 0,
    });
    ReadView {
        lead: lead(sample),
        counted: what_counts(sample, tables.get("evaluation.csv").is_some()),
        documents: documents.collect(),
        reasons: reasons.collect(),
        dropped_words: match dropped.iter().map(|row| row.n).sum() {
            1 => "1 piece of text".to_owned(),
            n => format!("{n} pieces of text"),
        },
        has_dropped: tables.get("skipped.csv").is_some(),
        dropped,
        actors,
    }
}

/// `552 passages of 5 documents and 10 actors`; the chair of a sitting is told apart, who is none of
/// the actors that are compared.
fn lead(sample: &PassageSample) -> String {
    let actors: BTreeSet<&str> = sample
        .by_actor
        .keys()
        .map(|(actor, _)| actor.as_str())
        .filter(|actor| !actor.is_empty() && !Actor::from_name(actor).is_chair())
        .collect();
    let documents = sample.by_document.keys().filter(|name| !name.is_empty());
    let chair = if sample.n_chair > 0 {
        ", and the chair"
    } else {
        ""
    };
    let passages = counted(sample.n_rows, "passage");
    // A table need not tell documents or actors.
    let known: Vec<String> = [(documents.count(), "document"), (actors.len(), "actor")]
        .into_iter()
        .filter(|&(n, _)| n > 0)
        .map(|(n, what)| counted(n as u64, what))
        .collect();
    if known.is_empty() {
        return passages + chair;
    }
    format!("{passages} of {}{chair}", known.join(" and "))
}

/// How many passages the figures count, and why not the others; and what scores are of, where there
/// are any.
fn what_counts(sample: &PassageSample, has_scores: bool) -> String {
    let all = counted(sample.n_rows, "passage");
    let mut others = Vec::new();
    match sample.n_copies {
        0 => {}
        1 => others.push("1 repeats another one of its actor".to_owned()),
        n => others.push(format!("{n} repeat another one of their actor")),
    }
    match sample.n_chair {
        0 => {}
        1 => others.push("1 is of the chair of a sitting, who is not compared".to_owned()),
        n => others.push(format!(
            "{n} are of the chair of a sitting, who is not compared"
        )),
    }
    if others.is_empty() {
        return format!("The tables here and all figures below count {all}.");
    }
    let n_counted = sample.n_rows - sample.n_copies - sample.n_chair;
    format!(
        "The tables here count {all}. Figures that compare actors count {n_counted} of them: {}.{}",
        others.join(", and "),
        if has_scores {
            " Scores of the model are of all coded passages, copies too."
        } else {
            ""
        }
    )
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
