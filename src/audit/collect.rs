//! Codings held against the draw: what is coded, what is disputed, what is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use super::codings::CodedUnit;
use super::{AuditError, Codings, PassageNote, sampling_columns};
use crate::corpus::Codebook;
use crate::table::{Row, TableError, TableReader};

/// Missing passages above this share of the drawn ones call for a warning.
pub const MAX_MISSING_SHARE: f64 = 0.05;

/// A passage of `sample.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnPassage {
    /// Its id.
    pub passage_id: String,
    /// Document, group, actor and text.
    pub note: PassageNote,
    /// What the speaker does; may be empty.
    pub role: String,
    /// The date of the document; may be empty.
    pub date: String,
    /// The hash of the frame.
    pub frame_hash: String,
    /// The fields of [`sampling_columns`], of the first wave that drew it.
    pub sampling: Vec<String>,
}

/// How a drawn passage got its class, or why it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// One coder.
    Single,
    /// All coders gave the class.
    Agreement,
    /// More coders gave it than any other.
    Majority,
    /// The coders differed and settled on it.
    Adjudication,
    /// The coders differ, and no class has most of them.
    Tied,
    /// Nobody coded it.
    Missing,
}

/// A drawn passage with what coders made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectedPassage {
    /// The passage as drawn.
    pub drawn: DrawnPassage,
    /// How it got its class.
    pub decision: Decision,
    /// Its class; `None` where it is tied or missing.
    pub stance: Option<usize>,
    /// A second class, where all who gave the class name the same.
    pub secondary: Option<usize>,
    /// How sure the least sure coder was.
    pub confidence: Option<u8>,
    /// The class that each coder gave, in the order of [`Collected::coders`].
    pub codings: Vec<Option<usize>>,
}

/// All drawn passages with what coders made of them, in the order of their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collected {
    /// Who coded, by name.
    pub coders: Vec<String>,
    /// The passages.
    pub passages: Vec<CollectedPassage>,
    /// The codings, each with what the draw tells of its passage.
    pub codings: Codings,
}

impl Decision {
    /// All decisions.
    pub const ALL: [Self; 6] = [
        Self::Single,
        Self::Agreement,
        Self::Majority,
        Self::Adjudication,
        Self::Tied,
        Self::Missing,
    ];

    /// The decision as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Agreement => "agreement",
            Self::Majority => "majority",
            Self::Adjudication => "adjudication",
            Self::Tied => "tied",
            Self::Missing => "missing",
        }
    }

    /// What a gold file says of it: coded, tied or missing.
    pub fn status(self) -> &'static str {
        match self {
            Self::Tied => "tied",
            Self::Missing => "missing",
            _ => "coded",
        }
    }
}

impl Collected {
    /// How many passages were decided like this.
    pub fn count(&self, decision: Decision) -> usize {
        let passages = self.passages.iter();
        passages.filter(|p| p.decision == decision).count()
    }

    /// The share of drawn passages that nobody coded, 0 to 1.
    pub fn missing_share(&self) -> f64 {
        self.count(Decision::Missing) as f64 / self.passages.len().max(1) as f64
    }
}

/// Reads `sample.csv`; a passage that several waves drew is taken once, as its first wave drew it.
///
/// # Errors
/// Where the table lacks a column.
pub fn read_sample<R: Read>(mut table: TableReader<R>) -> Result<Vec<DrawnPassage>, TableError> {
    let columns: Vec<String> = sampling_columns().into_iter().map(|c| c.name).collect();
    let mut drawn: BTreeMap<String, DrawnPassage> = BTreeMap::new();
    while let Some(row) = table.next_row()? {
        let passage = read_drawn(row, &columns)?;
        drawn.entry(passage.passage_id.clone()).or_insert(passage);
    }
    Ok(drawn.into_values().collect())
}

fn read_drawn(row: Row<'_>, columns: &[String]) -> Result<DrawnPassage, TableError> {
    let field = |name: &str| row.get(name).map(str::to_owned);
    Ok(DrawnPassage {
        passage_id: row.required("passage_id")?.to_owned(),
        note: PassageNote {
            document_id: field("document_id")?,
            group: field("group")?,
            actor: field("actor")?,
            text: row.required("text")?.to_owned(),
        },
        role: field("role")?,
        date: field("date")?,
        frame_hash: field("frame_hash")?,
        sampling: columns
            .iter()
            .map(|name| field(name))
            .collect::<Result<_, _>>()?,
    })
}

/// Reads the classes on which coders settled: a table with `passage_id` and `stance`, in which rows
/// without a stance are not settled.
///
/// # Errors
/// Where the table lacks a column or a class is none.
pub fn read_adjudicated<R: Read>(
    mut table: TableReader<R>,
    codebook: &Codebook,
) -> Result<BTreeMap<String, usize>, TableError> {
    let mut settled = BTreeMap::new();
    while let Some(row) = table.next_row()? {
        let Some(stance) = row.optional("stance")? else {
            continue;
        };
        let class = codebook.class_index(stance.trim()).ok_or_else(|| {
            let classes: Vec<&str> = codebook.class_ids().collect();
            row.reject("stance", &format!("one of {}", classes.join(", ")))
        })?;
        settled.insert(row.required("passage_id")?.to_owned(), class);
    }
    Ok(settled)
}

/// Holds codings against the draw and gives each drawn passage its class: the one on which the
/// coders settled (`settled`), else the one that most of them gave. Ties have none.
///
/// # Errors
/// Where a coding is of a passage that was not drawn, or from another frame, or a coder coded a
/// passage twice.
pub fn collect_codings(
    drawn: Vec<DrawnPassage>,
    mut codings: Codings,
    settled: &BTreeMap<String, usize>,
    codebook: &Codebook,
) -> Result<Collected, AuditError> {
    let known: BTreeMap<&str, &DrawnPassage> =
        drawn.iter().map(|p| (p.passage_id.as_str(), p)).collect();
    check_drawn(&codings, settled, &known)?;
    codings.passages = known
        .iter()
        .map(|(id, passage)| ((*id).to_owned(), passage.note.clone()))
        .collect();
    let units = codings.units(codebook)?;
    let of_passage: BTreeMap<&str, &CodedUnit<'_>> =
        units.units.iter().map(|u| (u.passage_id, u)).collect();
    let passages = drawn
        .into_iter()
        .map(|passage| {
            let unit = of_passage.get(passage.passage_id.as_str()).copied();
            let settled = settled.get(&passage.passage_id).copied();
            decide(passage, unit, settled, units.coders.len())
        })
        .collect();
    let coders = units.coders.iter().map(|&name| name.to_owned()).collect();
    Ok(Collected {
        coders,
        passages,
        codings,
    })
}

fn check_drawn(
    codings: &Codings,
    settled: &BTreeMap<String, usize>,
    known: &BTreeMap<&str, &DrawnPassage>,
) -> Result<(), AuditError> {
    let unknown: BTreeSet<(&str, &str)> = codings
        .codings
        .iter()
        .map(|coding| (coding.place.as_str(), coding.passage_id.as_str()))
        .chain(
            settled
                .keys()
                .map(|id| ("the settled classes", id.as_str())),
        )
        .filter(|(_, id)| !known.contains_key(id))
        .collect();
    if let Some((place, passage_id)) = unknown.first() {
        return Err(AuditError::NotDrawn {
            place: (*place).to_owned(),
            passage_id: (*passage_id).to_owned(),
            n: unknown.len(),
        });
    }
    for coding in &codings.codings {
        let drawn = known.get(coding.passage_id.as_str());
        let expected = drawn.map_or("", |drawn| drawn.frame_hash.as_str());
        if !coding.frame_hash.is_empty() && coding.frame_hash != expected {
            return Err(AuditError::WrongFrame {
                place: coding.place.clone(),
                passage_id: coding.passage_id.clone(),
                found: coding.frame_hash.clone(),
                expected: expected.to_owned(),
            });
        }
    }
    Ok(())
}

fn decide(
    drawn: DrawnPassage,
    unit: Option<&CodedUnit<'_>>,
    settled: Option<usize>,
    n_coders: usize,
) -> CollectedPassage {
    let codings = unit.map_or_else(|| vec![None; n_coders], CodedUnit::stances);
    let given: Vec<usize> = codings.iter().copied().flatten().collect();
    let (decision, stance) = match (settled, most(&given)) {
        (Some(class), _) if given.iter().any(|&other| other != class) => {
            (Decision::Adjudication, Some(class))
        }
        (Some(class), _) if given.is_empty() => (Decision::Adjudication, Some(class)),
        (_, Some(class)) if given.len() == 1 => (Decision::Single, Some(class)),
        (_, Some(class)) if given.iter().all(|&other| other == class) => {
            (Decision::Agreement, Some(class))
        }
        (_, Some(class)) => (Decision::Majority, Some(class)),
        (_, None) if given.is_empty() => (Decision::Missing, None),
        (_, None) => (Decision::Tied, None),
    };
    let all = || unit.iter().flat_map(|unit| unit.codings.iter().flatten());
    let mut seconds = all()
        .filter(|coding| Some(coding.stance) == stance)
        .map(|coding| coding.secondary);
    let second = seconds.next().flatten();
    CollectedPassage {
        secondary: second.filter(|_| seconds.all(|other| other == second) && second != stance),
        confidence: all().filter_map(|coding| coding.confidence).min(),
        drawn,
        decision,
        stance,
        codings,
    }
}

/// The class that more coders gave than any other.
fn most(given: &[usize]) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for &class in given {
        *counts.entry(class).or_default() += 1;
    }
    let top = counts.values().copied().max()?;
    let mut leaders = counts.iter().filter(|(_, n)| **n == top);
    let leader = leaders.next().map(|(&class, _)| class);
    leader.filter(|_| leaders.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(id: &str) -> DrawnPassage {
        DrawnPassage {
            passage_id: id.to_owned(),
            note: PassageNote::default(),
            role: String::new(),
            date: String::new(),
            frame_hash: "ab".to_owned(),
            sampling: Vec::new(),
        }
    }

    fn codings(rows: &str) -> Codings {
        let table = format!("passage_id,coder,stance,frame_hash\n{rows}");
        let codebook = Codebook::built_in();
        super::super::read_codings(table.as_bytes(), "c.csv", None, &codebook).unwrap()
    }

    fn collect(rows: &str, settled: &[(&str, usize)]) -> Result<Collected, AuditError> {
        let settled = settled
            .iter()
            .map(|(id, k)| ((*id).to_owned(), *k))
            .collect();
        let drawn = ["a", "b", "c", "d"].map(drawn).to_vec();
        collect_codings(drawn, codings(rows), &settled, &Codebook::built_in())
    }

    #[test]
    fn most_coders_decide_and_ties_are_left_open() {
        let rows =
            "a,x,none,\na,y,none,\na,z,pro-control,\nb,x,none,\nb,y,pro-control,\nc,x,none,\n";
        let found = collect(rows, &[]).unwrap();
        let decisions: Vec<Decision> = found.passages.iter().map(|p| p.decision).collect();
        assert_eq!(
            decisions,
            [
                Decision::Majority,
                Decision::Tied,
                Decision::Single,
                Decision::Missing
            ]
        );
        assert_eq!(found.passages[0].stance, Some(3));
        assert!((found.missing_share() - 0.25).abs() < 1e-12);
        let found = collect(rows, &[("b", 1)]).unwrap();
        assert_eq!(found.passages[1].decision, Decision::Adjudication);
        assert_eq!(found.passages[1].stance, Some(1));
    }

    #[test]
    fn what_was_not_drawn_is_refused() {
        let error = collect("e,x,none,\nf,x,none,\n", &[]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "c.csv: passage `e` was not drawn (2 such in all)"
        );
        let error = collect("a,x,none,cd\n", &[]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "c.csv: passage `a` was drawn from another frame: found cd, expected ab"
        );
    }
}
