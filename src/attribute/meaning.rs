//! What a heading means for who speaks below it.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use regex::Regex;

use super::letterhead::may_begin;
use super::persons::persons_of_heading;
use super::sections::{
    is_name_of_group, names_an_unknown_party, names_only_a_stranger, opens_a_section,
    parties_of_question, parties_of_section,
};
use crate::corpus::{PartialDate, PartyRegister, pattern};

/// What a heading says about the text below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A section of one party or of several that speak as one; empty where the heading names a
    /// party that the register does not know.
    Parties(Vec<String>),
    /// A section of members who are named without a group.
    Persons(Vec<String>),
    /// The part with the questions of all parties.
    QuestionPart,
    /// An answer.
    Answer,
    /// Answers to these parties.
    AnswerTo(Vec<String>),
    /// An answer of members who initiated a bill: not the cabinet's.
    Initiators,
    /// The part with all answers.
    AnswerPart,
    /// A numbered question.
    Number,
    /// The list of papers that the exchange is about.
    Agenda,
    /// A subject.
    Topic,
}

static NUMBERING: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^([IVX]{1,4}|[A-H]|\d{1,2})(\.\d{1,2})*[.:)]?\s+"));

static ANSWER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(antwoord|antwoorden|reactie|beantwoording|kabinetsreactie)",
        r"([ ,]+(op|vraag|vragen|en|van|de|het|kabinet|regering|ministers?|staatssecretaris(sen)?",
        r"|bewindspersoon|bewindslieden|t/m|tot|met|namens|mede|\d+[a-z]?))*\s*[:.]?$"
    ))
});

/// How the answer of an office is headed, whatever else is said of it.
static ANSWER_OF: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(antwoord|reactie) (van|namens) (de|het) (minister|staatssecretaris|bewindsperso|bewindslied",
        r"|regering|kabinet)"
    ))
});

/// The characters behind the office that [`ANSWER_OF`] names.
const MAX_BEHIND_OFFICE: usize = 160;

static ANSWER_PART: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^((II|III|B|2)[.:)]?\s+)(antwoord|antwoorden|reactie|beantwoording)(?-u:\b).*",
        r"|^(antwoord(en)?|reactie)\s*/\s*(antwoord|reactie).*"
    ))
});

/// The characters behind the word that heads a part with answers.
const BEHIND_ANSWERS: RangeInclusive<usize> = 10..=200;

static INITIATORS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)^(antwoord|antwoorden|reactie|beantwoording) (van|door) (de |het )?(initiatiefnem|indien)\p{L}*( .{0,60})?$",
    )
});

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)^(((vraag|vragen) )?\d{1,3}[a-z]?((,| en|, en| t/m) ?\d{1,3}[a-z]?)*\s*[.:)]?|(\d{1,3}[.)] )?vraag\s*:)$",
    )
});

/// Words that open the heading of an answer.
const ANSWER_WORDS: [&str; 5] = [
    "antwoord",
    "antwoorden",
    "reactie",
    "beantwoording",
    "kabinetsreactie",
];

fn matches(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// What a heading means.
pub(super) fn meaning(text: &str, register: &PartyRegister, date: Option<PartialDate>) -> Meaning {
    if is_number(text) {
        return Meaning::Number;
    }
    let text = without_bullet(text);
    if let Some(parties) = parties_of_question(text, register, date) {
        return Meaning::Parties(parties);
    }
    let bare = without_numbering(text);
    let lower = bare.to_lowercase();
    let first = lower.split_whitespace().next().unwrap_or("");
    // Members may react too: what they react to is then no answer.
    let answers = ANSWER_WORDS.contains(&first)
        && !["de leden van", "het lid van", "de fractie"]
            .iter()
            .any(|members| lower.starts_with(&format!("reactie van {members}")));
    let parties = parties_of_section(bare, register, date);
    if !parties.is_empty() {
        return if answers {
            Meaning::AnswerTo(parties)
        } else {
            Meaning::Parties(parties)
        };
    }
    // Whatever heads answers holds one of these; most headings need no look at a pattern.
    let may_answer = ["antwoord", "reactie"]
        .iter()
        .any(|word| lower.contains(word));
    if is_agenda(bare) {
        Meaning::Agenda
    } else if is_answer(text) {
        Meaning::Answer
    } else if may_answer && matches(&INITIATORS, bare) {
        Meaning::Initiators
    } else if let Some(names) = persons_of_heading(bare) {
        if answers {
            Meaning::AnswerTo(Vec::new())
        } else {
            Meaning::Persons(names)
        }
    } else if may_answer && is_answer_part(text) {
        Meaning::AnswerPart
    } else if is_question_part(&lower) {
        Meaning::QuestionPart
    } else if names_an_unknown_party(&lower)
        || is_name_of_group(bare)
        || opens_a_section(&lower) && names_only_a_stranger(bare)
    {
        if answers {
            Meaning::AnswerTo(Vec::new())
        } else {
            Meaning::Parties(Vec::new())
        }
    } else {
        Meaning::Topic
    }
}

/// A heading without the bullet in front of it.
pub(super) fn without_bullet(text: &str) -> &str {
    let bare = text.trim_start_matches(['•', '-', '–', '·', '*', '▪', '◦']);
    if bare.len() < text.len() && bare.starts_with(' ') {
        bare.trim_start()
    } else {
        text
    }
}

/// Whether a line is the number of a question: `3`, `Vraag 3`, `5 en 6`.
pub(super) fn is_number(line: &str) -> bool {
    may_begin(line, "v0123456789") && matches(&NUMBER, line)
}

/// Whether a line heads an answer and says nothing else.
pub(super) fn is_answer(line: &str) -> bool {
    may_begin(line, "abkr") && (matches(&ANSWER, line) || is_answer_of(line))
}

/// Whether a line heads the answer of an office, of which it may say more.
fn is_answer_of(line: &str) -> bool {
    let found = ANSWER_OF.as_ref().and_then(|regex| regex.find(line));
    found
        .and_then(|found| line.get(found.end()..))
        .is_some_and(|behind| {
            !behind.contains(['.', '?', '!', ':'])
                && behind.chars().nth(MAX_BEHIND_OFFICE).is_none()
        })
}

/// Whether a heading opens the part with all answers.
fn is_answer_part(text: &str) -> bool {
    let behind = |word: &str| {
        let (first, behind) = text.split_at_checked(word.len())?;
        first.eq_ignore_ascii_case(word).then_some(behind)
    };
    let is_open = |behind: &str| {
        let goes_on = |c: char| c.is_ascii_alphanumeric() || c == '_';
        !behind.starts_with(goes_on)
            && !behind.contains('\n')
            && BEHIND_ANSWERS.contains(&behind.chars().count())
    };
    ["antwoorden", "beantwoording"]
        .iter()
        .filter_map(|word| behind(word))
        .any(is_open)
        || matches(&ANSWER_PART, text)
}

/// Whether a heading is that of the list of papers.
fn is_agenda(text: &str) -> bool {
    let words = text.strip_suffix(':').unwrap_or(text).trim_end();
    words.eq_ignore_ascii_case("volledige agenda")
}

/// A heading without the number or letter of its part.
pub(super) fn without_numbering(text: &str) -> &str {
    NUMBERING
        .as_ref()
        .and_then(|regex| regex.find(text))
        .map_or(text, |found| &text[found.end()..])
}

fn is_question_part(lower: &str) -> bool {
    let first = lower.split_whitespace().next().unwrap_or("");
    matches!(first, "vragen" | "inbreng") && lower.contains("fracties") && !lower.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Meaning {
        meaning(text, &PartyRegister::built_in(), "2022-06".parse().ok())
    }

    fn parties(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|&id| id.to_owned()).collect()
    }

    #[test]
    fn sections_are_headed_in_many_ways() {
        for (text, ids) in [
            (
                "Vragen en opmerkingen van de leden van de VVD-fractie",
                vec!["VVD"],
            ),
            (
                "Vragen en/of opmerkingen van de leden van de SGP-fractie",
                vec!["SGP"],
            ),
            (
                "SGP en ChristenUnie gezamenlijk",
                vec!["SGP", "ChristenUnie"],
            ),
            ("Reactie van de leden van de CDA-fractie", vec!["CDA"]),
            (
                "Vragen en opmerkingen vanuit de CDA-fractie en reactie van de minister",
                vec!["CDA"],
            ),
            (
                "1. Inbreng van de leden van de fractie van Denk",
                vec!["DENK"],
            ),
            ("Inbreng VVD-fractie:", vec!["VVD"]),
            ("Vraag 3 (SP)", vec!["SP"]),
            (
                "Vragen en opmerkingen van de leden van de Volt-fractie over Frontex",
                vec!["Volt"],
            ),
            ("II.3 Bijdrage van de CU-fractie", vec!["ChristenUnie"]),
            ("PVV", vec!["PVV"]),
            ("Het lid van de BBB-fractie", vec!["BBB"]),
            (
                "VRAGEN EN OPMERKINGEN VAN DE LEDEN VAN DE PVDA- EN GROENLINKS-FRACTIES",
                vec!["PvdA", "GroenLinks"],
            ),
            (
                "Vragen en opmerkingen van de leden van de Groep-Zonnebloem",
                vec![],
            ),
            ("• Leden van de SGP-fractie", vec!["SGP"]),
            ("Vraag 2 (SP en PvdA)", vec!["SP", "PvdA"]),
            ("Vraag (SP):", vec!["SP"]),
            ("Vraag 2 (Zonnebloem)", vec![]),
            ("Inbreng van Zonnebloem", vec![]),
            ("Groep Zonnebloem", vec![]),
            ("PartijZon", vec![]),
            ("Zonnepartij:", vec![]),
        ] {
            assert_eq!(read(text), Meaning::Parties(parties(&ids)), "{text}");
        }
    }

    #[test]
    fn answers_are_headed_in_many_ways() {
        for text in [
            "Antwoord",
            "Antwoord:",
            "Antwoord op vraag 3",
            "Antwoord op vragen 1, 2 en 3:",
            "Reactie van het kabinet",
            "Antwoord van de staatssecretaris",
            "Antwoord van de Staatssecretaris van Justitie mede namens de Minister van Defensie",
        ] {
            assert_eq!(read(text), Meaning::Answer, "{text}");
        }
        for text in [
            "II Antwoord / Reactie van de staatssecretaris",
            "II. Reactie van de bewindspersoon",
            "II REACTIE VAN DE BEWINDSPERSOON",
            "Antwoorden van de Staatssecretaris van Justitie op de vragen over het fiche",
        ] {
            assert_eq!(read(text), Meaning::AnswerPart, "{text}");
        }
        assert_eq!(
            read("Antwoorden op de vragen van de leden van de SGP-fractie"),
            Meaning::AnswerTo(parties(&["SGP"]))
        );
    }

    #[test]
    fn members_are_named_without_a_group() {
        for (text, names) in [
            ("Inbreng van het lid Zonneveld", vec!["Zonneveld"]),
            (
                "Vragen en opmerkingen van de leden Van der Zon en El Maan en reactie van de minister",
                vec!["Van der Zon", "El Maan"],
            ),
            (
                "van de leden Zon, Maan en Ster",
                vec!["Zon", "Maan", "Ster"],
            ),
        ] {
            let names = names.into_iter().map(str::to_owned).collect();
            assert_eq!(read(text), Meaning::Persons(names), "{text}");
        }
        assert_eq!(
            read("Antwoord op de vragen van het lid Zonneveld"),
            Meaning::AnswerTo(Vec::new())
        );
    }

    #[test]
    fn who_initiated_a_bill_is_not_the_cabinet() {
        for text in [
            "Reactie van de initiatiefnemers",
            "Antwoord van de initiatiefnemer",
            "Reactie van de indieners",
        ] {
            assert_eq!(read(text), Meaning::Initiators, "{text}");
        }
    }

    #[test]
    fn other_headings_are_numbers_and_subjects() {
        for text in ["1", "Vraag 12", "5 en 6", "Vragen 3 t/m 5", "7.", "Vraag:"] {
            assert_eq!(read(text), Meaning::Number, "{text}");
        }
        for text in [
            "Aanleiding",
            "2. Solidariteit",
            "De PVV-motie over opvang",
            "IND",
            "Leden van de commissie",
            "Vraag (vervolg)",
            "Politieke partij",
            "Inbreng van Nederland in de Raad",
        ] {
            assert_eq!(read(text), Meaning::Topic, "{text}");
        }
        assert_eq!(read("III Volledige agenda"), Meaning::Agenda);
        assert_eq!(
            read("I Vragen en opmerkingen vanuit de fracties"),
            Meaning::QuestionPart
        );
    }
}
