//! Loads gold files: passages with the class that coders gave them, and what stands behind them.
//!
//! A gold file is a table with at least `passage_id`, `text`, `stance` and `group`. What else a
//! file has is checked: the place against the id, the text against its hash, the second opinion
//! and the instruments against the codebook. Who coded, and how well they agreed, stands in a
//! small TOML file beside the table.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::closest::closest;
use super::drawing::{Drawing, read_drawing};
use super::rows::{Row, Rows};
use super::toml_file::{line_at, read};
use super::{Actor, Codebook, DataError, DataFault, PartialDate, PassageId, Role};
use crate::store::sha256_hex;

/// A passage with the class that coders gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldPassage {
    /// The identity; where it is a place (`document_id:start-end`), `place` holds it.
    pub passage_id: String,
    /// The place in the source text, where the id is one.
    pub place: Option<PassageId>,
    /// The text that was coded.
    pub text: String,
    /// The class, by its place in the codebook.
    pub stance: usize,
    /// A second class that the passage also serves.
    pub secondary: Option<usize>,
    /// The class given by each independent coder, where the file tells: `coder_a`, `coder_b`.
    pub codings: [Option<usize>; 2],
    /// How sure the coders were, 1 to 3.
    pub confidence: Option<u8>,
    /// The policy instruments.
    pub instruments: Vec<String>,
    /// Unit of independence: passages of one group are never split between training and test.
    pub group: String,
    /// Date of the document, as far as known.
    pub date: Option<PartialDate>,
    /// Who speaks.
    pub actor: Option<Actor>,
    /// What the speaker does.
    pub role: Option<Role>,
    /// How it was drawn, where that is known.
    pub drawing: Option<Drawing>,
}

/// Reads a gold file in the order of the table; `place` names the file in errors. Where the file has
/// a column `status`, as a coded sample has, only rows that are `coded` are read.
///
/// # Errors
/// Where the table is not CSV, a column is missing, an id occurs twice, a text is empty or differs
/// from its SHA-256, an id differs from the place in the other columns, or a class, instrument,
/// date or role is none.
///
/// ```
/// use standpunt::corpus::{Codebook, read_gold};
/// let table = "passage_id,text,stance,group\np1,Grenzen dicht.,pro-control,g1\n";
/// let gold = read_gold(table.as_bytes(), "gold.csv", &Codebook::built_in())?;
/// assert_eq!(gold[0].stance, 1);
/// # Ok::<(), standpunt::corpus::DataError>(())
/// ```
pub fn read_gold(
    reader: impl Read,
    place: &str,
    codebook: &Codebook,
) -> Result<Vec<GoldPassage>, DataError> {
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    let mut passages = Vec::new();
    let required = ["passage_id", "text", "stance", "group"];
    Rows::for_each(reader, place, &required, |row| {
        if row.filled("status").is_some_and(|status| status != "coded") {
            return Ok(());
        }
        let passage = read_passage(row, codebook)?;
        if let Some(first) = lines.insert(passage.passage_id.clone(), row.line()) {
            return Err(row.duplicate("passage_id", &passage.passage_id, first));
        }
        passages.push(passage);
        Ok(())
    })?;
    Ok(passages)
}

fn read_passage(row: Row<'_>, codebook: &Codebook) -> Result<GoldPassage, DataError> {
    let passage_id = row.required("passage_id")?;
    let place: Option<PassageId> = passage_id.parse().ok();
    check_place(row, passage_id)?;
    row.required("text")?;
    check_hash(row)?;
    Ok(GoldPassage {
        passage_id: passage_id.to_owned(),
        place,
        text: row.get("text").to_owned(),
        stance: row
            .class("stance", codebook)?
            .ok_or_else(|| row.wrong_choice("stance", "", codebook.class_ids()))?,
        secondary: row.class("secondary", codebook)?,
        codings: [
            row.class("coder_a", codebook)?,
            row.class("coder_b", codebook)?,
        ],
        confidence: read_confidence(row)?,
        instruments: row.instruments("instruments", codebook)?,
        group: row.required("group")?.to_owned(),
        date: row.parsed("date", "a date as YYYY-MM-DD, YYYY-MM or YYYY, or nothing")?,
        actor: row.filled("actor").map(Actor::from_name),
        role: read_role(row)?,
        drawing: read_drawing(row)?,
    })
}

/// Where the table tells document and bytes, the id must be made of them.
fn check_place(row: Row<'_>, passage_id: &str) -> Result<(), DataError> {
    let parts = ["document_id", "source_start", "source_end"].map(|column| row.filled(column));
    let [Some(document), Some(start), Some(end)] = parts else {
        return Ok(());
    };
    let expected = format!("{document}:{start}-{end}");
    if passage_id == expected && expected.parse::<PassageId>().is_ok() {
        Ok(())
    } else {
        Err(row.wrong(
            "passage_id",
            passage_id,
            format!("{expected}, from document_id, source_start and source_end"),
        ))
    }
}

fn check_hash(row: Row<'_>) -> Result<(), DataError> {
    let Some(stated) = row.filled("text_sha256") else {
        return Ok(());
    };
    let hash = sha256_hex(row.get("text").as_bytes());
    if stated.eq_ignore_ascii_case(&hash) {
        Ok(())
    } else {
        Err(row.wrong(
            "text_sha256",
            stated,
            format!("{hash}, the SHA-256 of the text in this row"),
        ))
    }
}

fn read_confidence(row: Row<'_>) -> Result<Option<u8>, DataError> {
    match row.filled("confidence") {
        None => Ok(None),
        Some("1") => Ok(Some(1)),
        Some("2") => Ok(Some(2)),
        Some("3") => Ok(Some(3)),
        Some(found) => Err(row.wrong("confidence", found, "1, 2 or 3, or nothing")),
    }
}

fn read_role(row: Row<'_>) -> Result<Option<Role>, DataError> {
    row.filled("role")
        .map(|role| {
            role.parse()
                .map_err(|_| row.wrong_choice("role", role, Role::ALL.map(Role::as_str)))
        })
        .transpose()
}

/// What the labels of a gold file are measured against: who coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReferenceStandard {
    /// Several human experts, differences settled.
    AdjudicatedExpert,
    /// One human expert.
    Expert,
    /// Several human coders without special training.
    Crowd,
    /// Several language models, differences settled.
    AdjudicatedLlm,
    /// One language model.
    Llm,
    /// The file does not tell.
    Unstated,
}

impl ReferenceStandard {
    const ALL: [(Self, &'static str, &'static str); 6] = [
        (
            Self::AdjudicatedExpert,
            "adjudicated-expert",
            "coded by human experts, differences settled",
        ),
        (Self::Expert, "expert", "coded by one human expert"),
        (Self::Crowd, "crowd", "coded by human coders"),
        (
            Self::AdjudicatedLlm,
            "adjudicated-llm",
            "coded by language models, differences settled; not checked by a human expert",
        ),
        (
            Self::Llm,
            "llm",
            "coded by one language model; not checked by a human expert",
        ),
        (Self::Unstated, "unstated", "coded by unknown coders"),
    ];

    fn row(self) -> (&'static str, &'static str) {
        Self::ALL
            .into_iter()
            .find(|(standard, _, _)| *standard == self)
            .map_or(("", ""), |(_, id, words)| (id, words))
    }

    /// The standards by their ids.
    pub fn ids() -> [&'static str; 6] {
        Self::ALL.map(|(_, id, _)| id)
    }

    /// The standard with this id, if there is one.
    pub fn from_id(id: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|(_, own, _)| *own == id)
            .map(|(standard, _, _)| standard)
    }

    /// The standard as it stands in tables.
    pub fn as_str(self) -> &'static str {
        self.row().0
    }

    /// The standard in words, for titles and captions.
    pub fn in_words(self) -> &'static str {
        self.row().1
    }
}

impl fmt::Display for ReferenceStandard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What stands behind a gold file: who coded, how well they agreed, who may use it.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldMeta {
    /// Who coded.
    pub reference_standard: ReferenceStandard,
    /// Who coded and how, in words; may be empty.
    pub coding: String,
    /// Krippendorff's alpha of the independent codings, at most 1.
    pub alpha: Option<f64>,
    /// The lower and upper limit of its 95 % interval.
    pub alpha_limits: Option<(f64, f64)>,
    /// Alpha of a further blind coding of a sample against the final labels.
    pub alpha_blind_sample: Option<f64>,
    /// The size of that sample, in passages.
    pub n_blind_sample: Option<u64>,
    /// The version of the codebook that was used; may be empty.
    pub codebook_version: String,
    /// The licence; may be empty.
    pub licence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGoldMeta {
    reference_standard: Spanned<String>,
    #[serde(default)]
    coding: String,
    alpha: Option<Spanned<f64>>,
    alpha_low: Option<Spanned<f64>>,
    alpha_high: Option<Spanned<f64>>,
    alpha_blind_sample: Option<Spanned<f64>>,
    n_blind_sample: Option<u64>,
    #[serde(default)]
    codebook_version: String,
    #[serde(default)]
    licence: String,
}

impl GoldMeta {
    /// What is known of a gold file that says nothing.
    pub fn unstated() -> Self {
        Self {
            reference_standard: ReferenceStandard::Unstated,
            coding: String::new(),
            alpha: None,
            alpha_limits: None,
            alpha_blind_sample: None,
            n_blind_sample: None,
            codebook_version: String::new(),
            licence: String::new(),
        }
    }

    /// The file beside a gold file that tells what stands behind it: `gold.csv` has
    /// `gold.meta.toml`.
    pub fn path_for(gold: &Path) -> PathBuf {
        gold.with_extension("meta.toml")
    }

    /// Reads such a file; `place` names it in errors.
    ///
    /// # Errors
    /// Where the text is not TOML, a key is unknown or missing, the reference standard is none, or
    /// an alpha exceeds 1.
    pub fn from_toml(text: &str, place: &str) -> Result<Self, DataError> {
        let raw: RawGoldMeta = read(text, place)?;
        let wrong = |start: usize, key: &str, found: String, expected: String, closest| {
            DataError::from(DataFault::Key {
                place: place.to_owned(),
                line: line_at(text, start),
                key: key.to_owned(),
                found,
                expected,
                closest,
            })
        };
        let alpha = |key: &str, value: Option<Spanned<f64>>| match value {
            Some(value) if !(-1.0..=1.0).contains(value.get_ref()) => Err(wrong(
                value.span().start,
                key,
                value.get_ref().to_string(),
                "a number from -1 to 1".to_owned(),
                None,
            )),
            value => Ok(value.map(Spanned::into_inner)),
        };
        let standard = raw.reference_standard.get_ref().as_str();
        let ids = ReferenceStandard::ids();
        let Some(reference_standard) = ReferenceStandard::from_id(standard) else {
            return Err(wrong(
                raw.reference_standard.span().start,
                "reference_standard",
                format!("`{standard}`"),
                format!("one of {}", ids.join(", ")),
                closest(standard, ids),
            ));
        };
        Ok(Self {
            reference_standard,
            coding: raw.coding,
            alpha: alpha("alpha", raw.alpha)?,
            alpha_limits: alpha("alpha_low", raw.alpha_low)?
                .zip(alpha("alpha_high", raw.alpha_high)?),
            alpha_blind_sample: alpha("alpha_blind_sample", raw.alpha_blind_sample)?,
            n_blind_sample: raw.n_blind_sample,
            codebook_version: raw.codebook_version,
            licence: raw.licence,
        })
    }
}

#[cfg(test)]
#[path = "gold_tests.rs"]
mod tests;
