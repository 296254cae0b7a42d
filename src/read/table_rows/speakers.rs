//! Who speaks, by what a cell of a table says.

use crate::corpus::{PartialDate, find_dutch_date};
use crate::read::{Quality, SpeakerFacts};

/// Words with which the name of the government or an office in it begins.
const GOVERNMENT: [&str; 9] = [
    "minister",
    "staatssecretaris",
    "regering",
    "kabinet",
    "bewindspersoon",
    "bewindslieden",
    "premier",
    "government",
    "cabinet",
];

/// Words with which the chair of a sitting is named.
const CHAIR: [&str; 5] = [
    "voorzitter",
    "kamervoorzitter",
    "fungerend voorzitter",
    "ondervoorzitter",
    "chair",
];

/// Forms of address in front of a person's name.
const ADDRESS: [&str; 7] = [
    "de heer ", "mevrouw ", "het lid ", "dhr. ", "mw. ", "mr. ", "ms. ",
];

/// Bytes that the cell of a name may have; more is text that went astray.
const MAX_CELL: usize = 200;

/// Values that say that nothing is known.
const NOTHING: [&str; 12] = [
    "unknown", "onbekend", "na", "n/a", "<na>", "nan", "none", "null", "nvt", "n.v.t.", ".", "-",
];

/// The cell that tells most among those of several columns of one sort: one that names the
/// government, else the first that is filled.
pub(super) fn telling<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> &'a str {
    let filled = cells.map(filled).filter(|cell| !cell.is_empty());
    let mut government = filled.clone().filter(|cell| begins(cell, &GOVERNMENT));
    government
        .next()
        .or_else(|| filled.clone().next())
        .unwrap_or("")
}

/// Whether a cell of texts says that there is none: what statistics programs write for it.
pub(super) fn is_no_text(cell: &str) -> bool {
    matches!(
        cell.trim(),
        "" | "NA" | "<NA>" | "NaN" | "nan" | "NULL" | "null" | "None"
    )
}

/// The facts about a speaker in the cells of a row; each may be empty.
pub(super) fn speaker_facts(party: &str, speaker: &str, function: &str) -> SpeakerFacts {
    let (party, speaker) = (filled(party), filled(speaker));
    let (name, group) = name_and_group(speaker);
    let mut facts = SpeakerFacts {
        name: name.to_owned(),
        party: if party.is_empty() { group } else { party }.to_owned(),
        function: filled(function).to_owned(),
        quality: Quality::Member,
    };
    // A column of the party may hold `Van Dijk (SP)` as well.
    if let (named, group) = name_and_group(party)
        && !group.is_empty()
    {
        group.clone_into(&mut facts.party);
        if facts.name.is_empty() {
            named.clone_into(&mut facts.name);
        }
    }
    // A single column of speakers may hold the party itself.
    if facts.party.is_empty() && !is_person(speaker) {
        speaker.clone_into(&mut facts.party);
    }
    let cells = [party, speaker, facts.function.as_str()];
    if cells.iter().any(|cell| begins(cell, &GOVERNMENT)) {
        facts.quality = Quality::Government;
        if facts.function.is_empty() {
            facts.function = cells
                .iter()
                .find(|cell| begins(cell, &GOVERNMENT[..2]))
                .map_or_else(String::new, |cell| (*cell).to_owned());
        }
    } else if cells.iter().any(|cell| begins(cell, &CHAIR)) {
        facts.quality = Quality::Chair;
    }
    facts
}

/// A date as tables write it: `2022-05-31`, `31-05-2022`, `31/5/2022`, `20220531`, with or without
/// a time behind it, or written out: `31 mei 2022`, and `31may2022` as Stata does.
pub(super) fn date_of(cell: &str) -> Option<PartialDate> {
    if cell.contains(|c: char| c.is_alphabetic() && c != 'T' && c != 'Z') {
        return find_dutch_date(cell).or_else(|| date_of_stata(cell.trim()));
    }
    let day = cell.trim().split(['T', ' ']).next().unwrap_or_default();
    if let Ok(date) = day.parse() {
        return Some(date);
    }
    if day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) {
        let (year, rest) = day.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        return PartialDate::from_day(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
            .ok();
    }
    let mut parts = day.split(['-', '/', '.']);
    let (first, month, last) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, day) = if first.len() == 4 {
        (first, last)
    } else {
        (last, first)
    };
    let is_whole = parts.next().is_none() && year.len() == 4;
    is_whole
        .then(|| {
            PartialDate::from_day(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
        })
        .flatten()
}

/// `31may2022`: Stata's own way to write a day.
fn date_of_stata(cell: &str) -> Option<PartialDate> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let (day, rest) = cell.split_at_checked(cell.find(|c: char| !c.is_ascii_digit())?)?;
    let (month, year) = rest.split_at_checked(3)?;
    let month = MONTHS
        .iter()
        .position(|name| month.eq_ignore_ascii_case(name))?;
    let year = year.parse().ok().filter(|_| year.len() == 4)?;
    PartialDate::from_day(year, u8::try_from(month + 1).ok()?, day.parse().ok()?).ok()
}

fn filled(cell: &str) -> &str {
    let cell = cell.trim();
    let is_nothing = NOTHING
        .iter()
        .any(|nothing| cell.eq_ignore_ascii_case(nothing));
    if is_nothing || cell.len() > MAX_CELL {
        ""
    } else {
        cell
    }
}

/// `De heer Van Dijk (SP)`: the name without form of address, and the group in brackets.
fn name_and_group(cell: &str) -> (&str, &str) {
    let (name, group) = cell
        .strip_suffix([')', ':'])
        .map(|cell| cell.trim_end_matches(')'))
        .and_then(|cell| cell.rsplit_once('('))
        .unwrap_or((cell, ""));
    (without_address(name.trim()), group.trim())
}

fn without_address(name: &str) -> &str {
    let starts = |form: &&&str| {
        name.get(..form.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(form))
    };
    let form = ADDRESS.iter().find(starts);
    form.and_then(|form| name.get(form.len()..)).unwrap_or(name)
}

fn is_person(cell: &str) -> bool {
    without_address(cell) != cell
}

/// Whether a cell begins with one of some words, an article aside.
fn begins(cell: &str, words: &[&str]) -> bool {
    let cell = cell.to_lowercase();
    let cell = ["de ", "het ", "the "]
        .iter()
        .find_map(|article| cell.strip_prefix(article))
        .unwrap_or(&cell);
    words.iter().any(|word| {
        cell.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()) || rest == "s")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(party: &str, speaker: &str) -> (String, String, Quality) {
        let facts = speaker_facts(party, speaker, "");
        (facts.party, facts.name, facts.quality)
    }

    fn member(party: &str, name: &str) -> (String, String, Quality) {
        (party.to_owned(), name.to_owned(), Quality::Member)
    }

    #[test]
    fn parties_and_persons_are_told_apart() {
        assert_eq!(of("VVD", "De heer Becker"), member("VVD", "Becker"));
        assert_eq!(of("", "De heer Van Dijk (SP)"), member("SP", "Van Dijk"));
        assert_eq!(of("Van Dijk (SP)", ""), member("SP", "Van Dijk"));
        assert_eq!(of("", "D66"), member("D66", "D66"));
        assert_eq!(of("", "Mevrouw Podt"), member("", "Podt"));
        assert_eq!(of("unknown", ""), member("", ""));
    }

    #[test]
    fn government_and_chair_are_known_by_their_words() {
        for cell in [
            "Kabinet",
            "de regering",
            "Minister van Asiel",
            "Staatssecretaris Keijzer",
        ] {
            assert_eq!(of(cell, "").2, Quality::Government, "{cell}");
        }
        assert_eq!(of("VVD", "De voorzitter").2, Quality::Chair);
        for cell in ["ministerie", "Fractievoorzitter Jetten", "VVD"] {
            assert_eq!(of(cell, "").2, Quality::Member, "{cell}");
        }
    }

    #[test]
    fn of_several_columns_the_one_that_is_filled_tells() {
        for (cells, told) in [
            (["", "Kabinet"], "Kabinet"),
            (["NA", "SP"], "SP"),
            (["SP", ""], "SP"),
            (["VVD", "de minister"], "de minister"),
            (["VVD", "SP"], "VVD"),
            (["", "."], ""),
        ] {
            assert_eq!(telling(cells.into_iter()), told, "{cells:?}");
        }
    }

    #[test]
    fn dates_are_read_as_tables_write_them() {
        for cell in [
            "2022-05-31",
            "31-05-2022",
            "31/5/2022",
            "2022-05-31T10:00:00",
            "20220531",
            "2022/05/31",
            "31 mei 2022",
            "dinsdag 31 mei 2022",
            "31may2022",
            "2022-05-31 00:00:00",
            "2022-05-31T10:00:00Z",
        ] {
            assert_eq!(
                date_of(cell).map(|date| date.to_string()).as_deref(),
                Some("2022-05-31"),
                "{cell}"
            );
        }
        for cell in [
            "",
            "31 mei",
            "mei 2022",
            "31maa2022",
            "2022-02-30",
            "5-2022",
        ] {
            assert_eq!(date_of(cell).filter(|_| !cell.is_empty()), None, "{cell}");
        }
    }
}
