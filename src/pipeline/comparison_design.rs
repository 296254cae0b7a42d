//! How passages and codings of a comparison came about, in words.

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::{CompareSettings, JointRule, LabelledFact};
use crate::corpus::{GoldPassage, ReferenceStandard};

use super::CompareRequest;
use super::labelled_rows::{LabelledRow, PredictionOrigin};

/// What the facts mean.
pub(super) fn settings(
    request: &CompareRequest<'_>,
    facts: &[LabelledFact],
    origin: &Origin,
) -> CompareSettings {
    let (codebook, standard) = (request.codebook, request.meta.reference_standard);
    let instruments = codebook.instruments().iter();
    CompareSettings {
        class_ids: codebook.class_ids().map(str::to_owned).collect(),
        none_class: codebook.none_class(),
        instrument_ids: instruments
            .map(|instrument| instrument.id.clone())
            .collect(),
        reference_standard: standard.as_str().to_owned(),
        is_human_standard: matches!(
            standard,
            ReferenceStandard::AdjudicatedExpert
                | ReferenceStandard::Expert
                | ReferenceStandard::Crowd
        ),
        design: design(facts, request.joint, origin),
        joint: request.joint,
        rules: request.rules,
        seed: request.seed,
    }
}

/// Where predictions and instruments come from.
pub(super) struct Origin {
    /// In how many folds the predictions were made anew; `None` where they are the table's.
    pub(super) n_folds: Option<usize>,
    /// Whether coders gave the instruments.
    pub(super) has_coded_instruments: bool,
}

/// Counts the drawn passages labelled out of fold, where passages that nobody coded are labelled by
/// another model.
pub(super) fn n_mixed(rows: &[LabelledRow], facts: &[LabelledFact]) -> usize {
    let is_out_of_fold = |row: &LabelledRow| row.origin == PredictionOrigin::OutOfFold;
    let is_drawn =
        |fact: &LabelledFact| fact.gold.as_ref().is_some_and(|gold| gold.drawn.is_some());
    let pairs = || rows.iter().zip(facts);
    if pairs().all(|(row, fact)| fact.gold.is_some() || is_out_of_fold(row)) {
        return 0;
    }
    pairs()
        .filter(|(row, fact)| is_out_of_fold(row) && is_drawn(fact))
        .count()
}

/// Counts the sampling units that were drawn, and those that nobody coded: passages, or documents.
pub(super) fn n_drawn_and_missing(gold: &[GoldPassage]) -> (usize, usize) {
    let mut strata: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for coded in gold {
        let Some(drawing) = &coded.drawing else {
            continue;
        };
        let (Some((stratum, _)), Some(n_drawn)) = (&drawing.stratum, drawing.n_drawn) else {
            continue;
        };
        let document = coded.place.as_ref().map(|place| place.document_id.as_str());
        let unit = document
            .filter(|_| drawing.by_document)
            .unwrap_or(&coded.passage_id);
        let (n, units) = strata.entry(stratum).or_default();
        *n = n_drawn;
        units.insert(unit);
    }
    let n_drawn = strata.values().map(|(n, _)| n).sum();
    let missing = |(n, units): &(usize, BTreeSet<&str>)| n.saturating_sub(units.len());
    (n_drawn, strata.values().map(missing).sum())
}

/// How passages and codings came about, in words; stands in every row.
fn design(facts: &[LabelledFact], joint: JointRule, origin: &Origin) -> String {
    let coded = || facts.iter().filter_map(|fact| fact.gold.as_ref());
    let drawn = || coded().filter_map(|gold| gold.drawn.as_ref());
    let codings = if !facts.is_empty() && coded().count() == facts.len() {
        "chosen documents, every passage coded".to_owned()
    } else if drawn().next().is_some() {
        let units = if drawn().any(|drawn| drawn.by_document) {
            "documents"
        } else {
            "passages"
        };
        format!(
            "{} coded passages of a random sample of {units}",
            drawn().count()
        )
    } else {
        "chosen documents, no random sample coded".to_owned()
    };
    let instruments = if origin.has_coded_instruments {
        "coded"
    } else {
        "tagged"
    };
    let predictions = match origin.n_folds {
        Some(n) => format!("; predictions cross-fitted in {n} folds"),
        None => String::new(),
    };
    format!(
        "{codings}; {}; instruments {instruments}{predictions}",
        joint.in_words()
    )
}
