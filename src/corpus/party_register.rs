//! The party register: who may speak in parliament, under which names, from when to when.
//!
//! A name means a party only within that party's period: *Groep Van Haga* is one group in 2020 and
//! another in 2022, and *GroenLinks-PvdA* means two parties before they formed a joint group. The
//! columns of the file and the sources of its facts stand in `data/README.md`.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use super::closest::closest;
use super::party_names::{Matcher, fold};
use super::rows::{Row, Rows};
use super::{Alias, DataError, DataFault, PartialDate, Party, PartyId, Span};

/// Where a text names a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyMention {
    /// The bytes of the name in the text that was searched.
    pub span: Span,
    /// The party.
    pub party_id: PartyId,
}

/// Why a name means no party.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unresolved {
    /// The register does not have the name.
    #[error("party `{alias}` is not in the register{}", closest.as_ref().map_or_else(String::new, |c| format!(" (closest: `{c}`)")))]
    NotFound {
        /// The name as found.
        alias: String,
        /// The name of the register that looks most like it.
        closest: Option<String>,
    },
    /// The register has the name, but not at that date.
    #[error("party `{alias}` is in the register for {}, not for {date}", periods.join(" and "))]
    NotValidAt {
        /// The name as found.
        alias: String,
        /// The date.
        date: PartialDate,
        /// The parties that have the name, each with its period.
        periods: Vec<String>,
    },
    /// The name means several parties.
    #[error("party `{alias}` may mean {}", party_ids.iter().map(PartyId::as_str).collect::<Vec<_>>().join(" or "))]
    Ambiguous {
        /// The name as found.
        alias: String,
        /// The parties.
        party_ids: Vec<PartyId>,
    },
}

impl Unresolved {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::NotFound { .. } => {
                "add the name to the aliases of its party in the party register".to_owned()
            }
            Self::NotValidAt { .. } => {
                "check the date of the document, or valid_from and valid_to in the party register"
                    .to_owned()
            }
            Self::Ambiguous { .. } => {
                "give the document a date: the name meant different groups at different times"
                    .to_owned()
            }
        })
    }
}

/// All parties and groups, with their names by date.
///
/// ```
/// use standpunt::corpus::PartyRegister;
/// let register = PartyRegister::built_in();
/// let date = Some("2022-12".parse()?);
/// let found: Vec<_> = register
///     .find_all("De leden van de PvdA- en GroenLinks-fractie vragen", date)
///     .into_iter()
///     .map(|mention| mention.party_id.to_string())
///     .collect();
/// assert_eq!(found, ["PvdA", "GroenLinks"]);
/// # Ok::<(), standpunt::corpus::DateError>(())
/// ```
#[derive(Debug)]
pub struct PartyRegister {
    parties: Vec<Party>,
    places: BTreeMap<PartyId, usize>,
    labels: HashMap<String, Vec<usize>>,
    matcher: Matcher,
}

impl PartyRegister {
    /// The register of this project, `data/parties.csv`.
    pub fn built_in() -> Self {
        let text = include_str!("../../data/parties.csv");
        match Self::from_csv(text.as_bytes(), "data/parties.csv") {
            Ok(register) => register,
            Err(error) => unreachable!("a test reads the built-in register: {error}"),
        }
    }

    /// Reads a register; `place` names the file in errors. Only `party_id` and `aliases` are
    /// required columns.
    ///
    /// # Errors
    /// Where the table is not CSV, an id occurs twice or is none, a date or number is none, a
    /// period ends before it begins, a predecessor or successor is not in the register, or two
    /// parties claim one name in periods that meet.
    pub fn from_csv(reader: impl Read, place: &str) -> Result<Self, DataError> {
        let table = Rows::read(reader, place, &["party_id", "aliases"])?;
        let mut parties = Vec::new();
        let mut lines = Vec::new();
        let mut places = BTreeMap::new();
        for row in table.iter() {
            let party = read_party(row)?;
            if let Some(first) = places.insert(party.id.clone(), parties.len()) {
                let first_line = lines.get(first).copied().unwrap_or(0);
                return Err(row.duplicate("party_id", party.id.as_str(), first_line));
            }
            parties.push(party);
            lines.push(row.line());
        }
        for row in table.iter() {
            for column in ["predecessors", "successors"] {
                for id in row.list(column, '|') {
                    if !places.keys().any(|known: &PartyId| known.as_str() == id) {
                        let known = places.keys().map(PartyId::as_str);
                        return Err(row.unknown_reference(column, id, known));
                    }
                }
            }
        }
        let labels = index_labels(&parties, &lines, place)?;
        Ok(Self {
            matcher: Matcher::new(&parties),
            parties,
            places,
            labels,
        })
    }

    /// The parties in the order of the file.
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// The party with an id.
    pub fn get(&self, id: &PartyId) -> Option<&Party> {
        self.parties.get(*self.places.get(id)?)
    }

    /// The parties that a text names, in the order of the text; mentions do not overlap, and of
    /// the names that fit at a place the longest is taken. With a date, only parties of that date
    /// are found; without one, only names that mean one party at all times.
    ///
    /// Names are matched with their capitals, or wholly in capitals, at the bounds of words or
    /// beside a hyphen (*PvdA- en GroenLinks-fractie*); a space may be any white space. The words
    /// *denk*, *volt*, *forum* and *lid* in running text name no party.
    pub fn find_all(&self, text: &str, date: Option<PartialDate>) -> Vec<PartyMention> {
        let mut mentions = Vec::new();
        self.matcher.visit(text, |span, candidates| {
            let party = self.only_valid(candidates, date);
            mentions.extend(party.map(|party| PartyMention {
                span,
                party_id: party.id.clone(),
            }));
            party.is_some()
        });
        mentions
    }

    /// The first of the names that [`find_all`](Self::find_all) finds from byte `from` on, where it
    /// begins at byte `last` at the latest. `from` is the start of the text or the end of a name.
    pub(crate) fn find_next(
        &self,
        text: &str,
        from: usize,
        last: usize,
        date: Option<PartialDate>,
    ) -> Option<(Span, &PartyId)> {
        let mut found = None;
        let span = self.matcher.find_from(text, from, last, |_, candidates| {
            found = self.only_valid(candidates, date);
            found.is_some()
        })?;
        found.map(|party| (span, &party.id))
    }

    /// The party among these places in the register that exists at a date, where only one does.
    fn only_valid(&self, candidates: &[usize], date: Option<PartialDate>) -> Option<&Party> {
        let mut valid = candidates
            .iter()
            .filter_map(|i| self.parties.get(*i))
            .filter(|party| date.is_none_or(|date| party.is_valid_at(date)));
        valid.next().filter(|_| valid.next().is_none())
    }

    /// The party that a label means: a heading, a value in brackets, a column of a table.
    /// Capitals, hyphens and the words around a name (*de fractie van de …*, *…-fractie*) do not
    /// matter here.
    ///
    /// # Errors
    /// Where the register lacks the name, lacks it at that date, or has it for several parties.
    pub fn resolve(&self, alias: &str, date: Option<PartialDate>) -> Result<&PartyId, Unresolved> {
        let candidates = self.label_candidates(alias);
        if candidates.is_empty() {
            return Err(Unresolved::NotFound {
                alias: alias.to_owned(),
                closest: self.closest_alias(alias),
            });
        }
        let valid: Vec<&Party> = candidates
            .iter()
            .copied()
            .filter(|party| date.is_none_or(|date| party.is_valid_at(date)))
            .collect();
        match (valid.as_slice(), date) {
            ([party], _) => Ok(&party.id),
            ([], Some(date)) => Err(Unresolved::NotValidAt {
                alias: alias.to_owned(),
                date,
                periods: candidates
                    .iter()
                    .map(|party| format!("{} ({})", party.id, party.period()))
                    .collect(),
            }),
            _ => Err(Unresolved::Ambiguous {
                alias: alias.to_owned(),
                party_ids: valid.iter().map(|party| party.id.clone()).collect(),
            }),
        }
    }

    pub(super) fn label_candidates(&self, alias: &str) -> Vec<&Party> {
        const BEFORE: [&str; 5] = [
            "fractie van de ",
            "fractie van het ",
            "fractie van ",
            "de ",
            "het ",
        ];
        let folded = fold(alias);
        let mut label = folded.as_str();
        loop {
            if let Some(places) = self.labels.get(label) {
                return places.iter().filter_map(|i| self.parties.get(*i)).collect();
            }
            let shorter = BEFORE
                .iter()
                .find_map(|before| label.strip_prefix(before))
                .or_else(|| label.strip_suffix(" fractie"));
            match shorter {
                Some(shorter) => label = shorter,
                None => return Vec::new(),
            }
        }
    }

    fn closest_alias(&self, alias: &str) -> Option<String> {
        let aliases = self.parties.iter().flat_map(|party| &party.aliases);
        closest(alias, aliases.map(|alias| alias.text.as_str()))
    }
}

fn read_party(row: Row<'_>) -> Result<Party, DataError> {
    let id = row.required("party_id")?;
    let party = Party {
        id: id.parse().map_err(|_| {
            row.wrong(
                "party_id",
                id,
                "letters, digits, `.`, `_` or `-`, and not Kabinet or unknown",
            )
        })?,
        name: row.get("name").trim().to_owned(),
        name_english: row.get("name_english").trim().to_owned(),
        aliases: row
            .list("aliases", '|')
            .into_iter()
            .map(read_alias)
            .collect(),
        valid_from: row.parsed("valid_from", "a date as YYYY-MM-DD, YYYY-MM or YYYY")?,
        valid_to: row.parsed("valid_to", "a date as YYYY-MM-DD, YYYY-MM or YYYY")?,
        predecessors: read_ids(row, "predecessors")?,
        successors: read_ids(row, "successors")?,
        partyfacts_id: row.parsed("partyfacts_id", "a whole number")?,
        parlgov_id: row.parsed("parlgov_id", "a whole number")?,
        manifesto_id: row.parsed("manifesto_id", "a whole number")?,
        ches_id: row.parsed("ches_id", "a whole number")?,
    };
    if party
        .aliases
        .iter()
        .any(|alias| fold(&alias.text).is_empty())
    {
        return Err(row.wrong("aliases", row.get("aliases"), "names divided by `|`"));
    }
    match (party.valid_from, party.valid_to) {
        (Some(from), Some(to)) if to.last_day() < from.first_day() => Err(row.wrong(
            "valid_to",
            &to.to_string(),
            format!("{from} or later, the date in `valid_from`"),
        )),
        _ => Ok(party),
    }
}

fn read_alias(text: &str) -> Alias {
    let name = text.strip_prefix('=');
    Alias {
        text: name.unwrap_or(text).trim().to_owned(),
        is_label_only: name.is_some(),
    }
}

fn read_ids(row: Row<'_>, column: &str) -> Result<Vec<PartyId>, DataError> {
    row.list(column, '|')
        .into_iter()
        .map(|id| {
            id.parse()
                .map_err(|_| row.wrong(column, id, "ids divided by `|`"))
        })
        .collect()
}

/// Every name, folded, with the places of its parties; refuses names claimed twice at one time.
fn index_labels(
    parties: &[Party],
    lines: &[u64],
    place: &str,
) -> Result<HashMap<String, Vec<usize>>, DataError> {
    let mut labels: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, party) in parties.iter().enumerate() {
        for alias in &party.aliases {
            let claims = labels.entry(fold(&alias.text)).or_default();
            if claims.contains(&i) {
                continue;
            }
            let rival = claims
                .iter()
                .filter_map(|j| Some((parties.get(*j)?, lines.get(*j)?)))
                .find(|(other, _)| party.meets(other));
            if let Some((other, line)) = rival {
                return Err(DataFault::AliasClaimedTwice {
                    place: place.to_owned(),
                    line: lines.get(i).copied().unwrap_or(0),
                    alias: alias.text.clone(),
                    party_id: party.id.to_string(),
                    other_party_id: other.id.to_string(),
                    other_line: *line,
                }
                .into());
            }
            claims.push(i);
        }
    }
    Ok(labels)
}

#[cfg(test)]
#[path = "party_register_tests.rs"]
mod tests;
