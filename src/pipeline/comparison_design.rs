//! How passages and codings of a comparison came about, in words.

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::{CompareSettings, JointRule};
use crate::corpus::{GoldPassage, ReferenceStandard};

use super::CompareRequest;
use super::labelled_rows::{PredictionOrigin, RowNotes};

/// What the facts mean.
pub(super) fn settings(
    request: &CompareRequest<'_>,
    codings: &Codings,
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
        design: design(codings, request.joint, origin),
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

/// How many passages are coded.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Codings {
    /// Passages.
    pub(super) n: usize,
    /// Coded ones.
    pub(super) n_coded: usize,
    /// Those of them that were drawn with a known probability.
    pub(super) n_drawn: usize,
    /// Whether some document was drawn whole.
    pub(super) by_document: bool,
}

impl Codings {
    /// The codings of a table whose rows join the gold like this.
    pub(super) fn of(notes: &RowNotes, gold: &[GoldPassage]) -> Self {
        let coded = || notes.gold.values().filter_map(|&coded| gold.get(coded));
        let drawn = || coded().filter_map(|coded| coded.drawing.as_ref());
        Self {
            n: notes.origins.len(),
            n_coded: coded().count(),
            n_drawn: drawn().count(),
            by_document: drawn().any(|drawing| drawing.by_document),
        }
    }
}

/// Counts the drawn passages labelled out of fold, where passages that nobody coded are labelled by
/// another model.
pub(super) fn n_mixed(notes: &RowNotes, gold: &[GoldPassage]) -> usize {
    let rows = || notes.origins.iter().enumerate();
    let is_out_of_fold = |origin: &PredictionOrigin| *origin == PredictionOrigin::OutOfFold;
    if rows().all(|(row, origin)| notes.gold.contains_key(&row) || is_out_of_fold(origin)) {
        return 0;
    }
    let is_drawn = |row: &usize| {
        let coded = notes.gold.get(row).and_then(|&coded| gold.get(coded));
        coded.is_some_and(|coded| coded.drawing.is_some())
    };
    rows()
        .filter(|(row, origin)| is_out_of_fold(origin) && is_drawn(row))
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
fn design(found: &Codings, joint: JointRule, origin: &Origin) -> String {
    let codings = if found.n > 0 && found.n_coded == found.n {
        "chosen documents, every passage coded".to_owned()
    } else if found.n_drawn > 0 {
        let units = if found.by_document {
            "documents"
        } else {
            "passages"
        };
        format!(
            "{} coded passages of a random sample of {units}",
            found.n_drawn
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
