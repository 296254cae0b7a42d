//! Files to test on, and the positions that their parties are compared with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::config::{DataSource, Plan, TestFile};
use crate::corpus::{
    Codebook, ExpertPosition, PartyId, PartyRegister, RowFilter, TestRow,
    built_in_expert_positions, read_expert_positions, read_test_rows,
};
use crate::evaluate::{EvaluationSet, PositionSettings};
use crate::stance::{SHARED_RUN, shared_run_purge};
use crate::store::{FileIdentity, identify_file};
use crate::table::open_csv;

use super::Resources;

/// A test file of a plan, or why there is none.
#[derive(Debug)]
pub(super) struct LoadedTest {
    pub(super) name: String,
    pub(super) rows: Result<Vec<TestRow>, String>,
    pub(super) set: Result<EvaluationSet, String>,
    /// What is drawn for intervals, for people.
    pub(super) drawn: &'static str,
    /// The party of each row, where it is known.
    pub(super) parties: Vec<Option<String>>,
}

/// What parties are compared with.
#[derive(Debug)]
pub(super) struct PositionTask {
    pub(super) settings: PositionSettings,
}

/// Reads a test file; its identity joins `inputs` under `place`, its name in errors.
///
/// # Errors
/// Where the file cannot be read or is faulty.
pub(super) fn read_test_file(
    path: &Path,
    place: &str,
    (text_column, filter): (&str, Option<&RowFilter>),
    codebook: &Codebook,
    inputs: &mut Vec<FileIdentity>,
) -> Result<Vec<TestRow>, Error> {
    let file = open_csv(path)?;
    inputs.push(FileIdentity {
        path: place.to_owned(),
        ..identify_file(path)?
    });
    Ok(read_test_rows(file, place, text_column, filter, codebook)?)
}

/// What is drawn for intervals.
pub(super) fn drawn(rows: &[TestRow]) -> &'static str {
    if rows.iter().any(|row| row.group.is_some()) {
        "groups of the file"
    } else {
        "single rows, since the file has no column group,"
    }
}

pub(super) fn load_tests(
    plan: &Plan,
    resources: &Resources,
    environment: &dyn Fn(&str) -> Option<PathBuf>,
    inputs: &mut Vec<FileIdentity>,
) -> Result<Vec<LoadedTest>, Error> {
    let codebook = &resources.codebook;
    let mut loaded = Vec::new();
    for test in &plan.tests {
        let path = match &test.file {
            TestFile::Path(path) => Ok(path.clone()),
            TestFile::Environment(variable) => environment(variable).ok_or_else(|| {
                format!("skipped: the environment variable {variable} does not name the file")
            }),
        };
        let columns = (test.text_column.as_str(), test.filter.as_ref());
        let place = test.file.to_string();
        let rows = match path {
            Ok(path) => Ok(read_test_file(&path, &place, columns, codebook, inputs)?),
            Err(reason) => Err(reason),
        };
        let set = match &rows {
            Ok(rows) => Ok(EvaluationSet::of_tests(rows, codebook.len())?),
            Err(reason) => Err(reason.clone()),
        };
        let known = rows.as_deref().unwrap_or_default();
        loaded.push(LoadedTest {
            name: test.name.clone(),
            set,
            drawn: drawn(known),
            parties: known
                .iter()
                .map(|row| party(row, &resources.register))
                .collect(),
            rows,
        });
    }
    Ok(loaded)
}

/// The party of a row: its actor is the id of a party, or a name that it has at that date.
fn party(row: &TestRow, register: &PartyRegister) -> Option<String> {
    let actor = row.actor.as_deref()?;
    let by_id = actor.parse::<PartyId>().ok();
    if let Some(party) = by_id.and_then(|id| register.get(&id)) {
        return Some(party.id.as_str().to_owned());
    }
    let party = register.resolve(actor, row.date).ok()?;
    Some(party.as_str().to_owned())
}

/// The rows of `set` that share a run of 15 words with a test row, ascending.
pub(super) fn purged(set: &EvaluationSet, tests: &[TestRow]) -> Vec<usize> {
    let train: Vec<&str> = set.rows().iter().map(|row| row.text.as_str()).collect();
    let tests: Vec<&str> = tests.iter().map(|row| row.text.as_str()).collect();
    shared_run_purge(&train, &tests, SHARED_RUN)
}

pub(super) fn load_positions(
    plan: &Plan,
    resources: &Resources,
    inputs: &mut Vec<FileIdentity>,
) -> Result<Option<PositionTask>, Error> {
    let Some(wanted) = &plan.positions else {
        return Ok(None);
    };
    let all = match &wanted.file {
        DataSource::BuiltIn => built_in_expert_positions(),
        DataSource::File(path) => {
            let file = open_csv(path)?;
            inputs.push(identify_file(path)?);
            read_expert_positions(file, &path.display().to_string())?
        }
    };
    let is_wanted = |position: &&ExpertPosition| {
        (position.survey.as_str(), position.year, &position.dimension)
            == (wanted.survey.as_str(), wanted.year, &wanted.dimension)
    };
    let positions: BTreeMap<String, f64> = all
        .iter()
        .filter(is_wanted)
        .map(|position| (position.party_id.as_str().to_owned(), position.position))
        .collect();
    let name = format!("{} {} {}", wanted.survey, wanted.year, wanted.dimension);
    if positions.is_empty() {
        return Err(Error::Usage {
            message: format!(
                "{}, [positions]: there are no positions of {name}",
                plan.place
            ),
            help: "name a survey, year and dimension that the table of positions has".to_owned(),
        });
    }
    let classes = |ids: &[String]| {
        ids.iter()
            .map(|id| class_of(id, plan, &resources.codebook))
            .collect::<Result<Vec<usize>, Error>>()
    };
    Ok(Some(PositionTask {
        settings: PositionSettings {
            plus: classes(&wanted.plus)?,
            minus: classes(&wanted.minus)?,
            min_rows: wanted.min_rows,
            positions,
            name,
        },
    }))
}

fn class_of(id: &str, plan: &Plan, codebook: &Codebook) -> Result<usize, Error> {
    codebook.class_index(id).ok_or_else(|| {
        let ids: Vec<&str> = codebook.class_ids().collect();
        Error::Usage {
            message: format!(
                "{}, [positions]: found class `{id}`, expected one of {}",
                plan.place,
                ids.join(", ")
            ),
            help: "name classes of the codebook in plus and minus".to_owned(),
        }
    })
}
