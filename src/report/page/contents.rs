//! What a page says, section by section.

use std::collections::BTreeMap;

use serde::Serialize;

use super::PageSources;
use super::browser::ShownCounts;
use super::figure_view::FigureView;
use super::passages::PassageSample;
use super::reference::{Fact, reference};
use super::sections::{Section, Thrift, recalls, sections};
use super::shading::STEPS;
use super::terms::{TermGroup, term_groups};
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

#[derive(Debug, Serialize)]
struct PassagesView {
    n_shown: usize,
    n_rows: u64,
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
            recalls: recalls(sources, thrift),
            read: read_view(sources.tables, sample),
            sections: sections(sources, thrift),
            terms: term_groups(sources.tables),
            passages: PassagesView {
                n_shown: counts.shown,
                n_rows: sample.n_rows,
                n_wanted: counts.wanted,
                n_wanted_in_all: sample.n_wanted,
                n_shaded: counts.shaded,
                n_shaded_by_other: counts.shaded_by_other,
                steps: STEPS,
            },
            files: sources.files.to_vec(),
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
        names: vec![
            reason.clone(),
            meaning_of(reason).to_owned(),
            percent(n, sample.n_rows),
        ],
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
