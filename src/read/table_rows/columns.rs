//! Which column of a table holds what.

use crate::read::{ReadError, ReadOptions};

/// Names of columns that hold texts, the likeliest first; case, spaces and hyphens make no
/// difference.
pub(super) const TEXT: [&str; 18] = [
    "text",
    "tekst",
    "speech",
    "speech_text",
    "content",
    "inhoud",
    "passage",
    "toespraak",
    "spreekbeurt",
    "bijdrage",
    "paragraph",
    "alinea",
    "body",
    "sentence",
    "zin",
    "message",
    "bericht",
    "quote",
];

/// Columns that tell the party or group.
const PARTY: [&str; 8] = [
    "party",
    "partij",
    "fractie",
    "actor",
    "party_name",
    "speaker_party",
    "partij_naam",
    "group",
];

/// Columns that tell the person.
const SPEAKER: [&str; 7] = [
    "speaker",
    "spreker",
    "speaker_name",
    "member",
    "kamerlid",
    "name",
    "naam",
];

/// Columns that tell the office.
const FUNCTION: [&str; 3] = ["function", "functie", "office"];

const DATE: [&str; 6] = [
    "date",
    "datum",
    "session_date",
    "meeting_date",
    "vergaderdatum",
    "publication_date",
];

const ID: [&str; 5] = ["id", "document_id", "doc_id", "speech_id", "text_id"];

const TITLE: [&str; 4] = ["title", "titel", "onderwerp", "subject"];

/// The columns of a table by what they hold, as places from 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Columns {
    pub(super) text: usize,
    /// The columns that may tell the party, the likeliest first: rows may fill either.
    pub(super) party: Vec<usize>,
    /// The columns that may tell the person.
    pub(super) speaker: Vec<usize>,
    pub(super) function: Option<usize>,
    pub(super) date: Option<usize>,
    pub(super) id: Option<usize>,
    /// Whether the column of ids was asked for, so that it must hold ids.
    pub(super) is_id_stated: bool,
    pub(super) title: Option<usize>,
}

impl Columns {
    /// Finds the columns among `names`: those that were asked for, else those with a known name.
    ///
    /// # Errors
    /// Where a column that was asked for is not there, or none holds texts.
    pub(super) fn find(
        names: &[String],
        options: &ReadOptions,
        path: &str,
    ) -> Result<Self, ReadError> {
        let stated = |name: &Option<String>| -> Result<Option<usize>, ReadError> {
            let Some(name) = name else { return Ok(None) };
            let place = names.iter().position(|n| n.trim() == name.trim());
            place.map(Some).ok_or_else(|| ReadError::NoColumn {
                path: path.to_owned(),
                name: name.clone(),
                columns: names.to_vec(),
            })
        };
        let id = stated(&options.id_column)?;
        let actor = stated(&options.actor_column)?;
        let text = stated(&options.text_column)?.or_else(|| named(names, &TEXT));
        Ok(Self {
            text: text.ok_or_else(|| ReadError::NoTextColumn {
                path: path.to_owned(),
                columns: names.to_vec(),
            })?,
            party: actor.map_or_else(|| party_columns(names), |at| vec![at]),
            speaker: all_named(names, &SPEAKER),
            function: named(names, &FUNCTION),
            date: stated(&options.date_column)?.or_else(|| named(names, &DATE)),
            is_id_stated: id.is_some(),
            id: id.or_else(|| named(names, &ID)),
            title: stated(&options.title_column)?.or_else(|| named(names, &TITLE)),
        })
    }

    /// Whether the table says who speaks.
    pub(super) fn tell_actor(&self) -> bool {
        !self.party.is_empty() || !self.speaker.is_empty()
    }
}

/// The columns of parties; `group` counts only where no other does, since it is a common name of
/// other things.
fn party_columns(names: &[String]) -> Vec<usize> {
    let mut found = all_named(names, &PARTY);
    if found.len() > 1 {
        found.retain(|&at| names.get(at).is_none_or(|name| plain(name) != "group"));
    }
    found
}

/// The place of the first of `known` that is among `names`.
pub(super) fn named(names: &[String], known: &[&str]) -> Option<usize> {
    all_named(names, known).first().copied()
}

/// The places of all of `known` that are among `names`, in the order of `known`.
fn all_named(names: &[String], known: &[&str]) -> Vec<usize> {
    let plain: Vec<String> = names.iter().map(|name| plain(name)).collect();
    let place = |known: &&str| plain.iter().position(|name| name == known);
    known.iter().filter_map(place).collect()
}

/// Whether names that a sign divides are those of a table: one of a column of texts, and another
/// known one.
pub(super) fn are_columns(names: &[String]) -> bool {
    let others: [&[&str]; 6] = [&PARTY, &SPEAKER, &FUNCTION, &DATE, &ID, &TITLE];
    named(names, &TEXT).is_some() && others.iter().any(|known| named(names, known).is_some())
}

fn plain(name: &str) -> String {
    name.trim()
        .trim_start_matches('\u{feff}')
        .to_lowercase()
        .replace([' ', '-'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn columns_are_found_by_name() {
        let names = names(&["Datum", "Fractie", "Spreker", "Speech Text"]);
        let columns = Columns::find(&names, &ReadOptions::default(), "a.csv").unwrap();
        assert_eq!(
            (columns.text, columns.party, columns.speaker, columns.date),
            (3, vec![1], vec![2], Some(0))
        );
    }

    #[test]
    fn columns_that_are_asked_for_must_be_there() {
        let options = ReadOptions {
            text_column: Some("woorden".to_owned()),
            ..ReadOptions::default()
        };
        let error = Columns::find(&names(&["tekst", "partij"]), &options, "a.csv").unwrap_err();
        assert_eq!(
            error.to_string(),
            "a.csv: no column `woorden`; found `tekst`, `partij`"
        );
        let error = Columns::find(
            &names(&["naam", "partij"]),
            &ReadOptions::default(),
            "a.csv",
        );
        assert_eq!(
            error.unwrap_err().to_string(),
            "a.csv: a table without a column of texts; found the columns `naam`, `partij`"
        );
    }
}
