//! What a heading means for who speaks below it.

use std::sync::LazyLock;

use regex::Regex;

use crate::corpus::{PartialDate, PartyMention, PartyRegister};

/// What a heading says about the text below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A section of one party or of several that speak as one; empty where the heading names a
    /// party that the register does not know.
    Parties(Vec<String>),
    /// The part with the questions of all parties.
    QuestionPart,
    /// An answer.
    Answer,
    /// Answers to these parties.
    AnswerTo(Vec<String>),
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
    LazyLock::new(|| Regex::new(r"^([IVX]{1,4}|[A-H]|\d{1,2})(\.\d{1,2})*[.:)]?\s+").ok());

static ANSWER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(antwoord|antwoorden|reactie|beantwoording|kabinetsreactie)",
        r"([ ,]+(op|vraag|vragen|en|van|de|het|kabinet|regering|ministers?|staatssecretaris(sen)?",
        r"|bewindspersoon|bewindslieden|t/m|tot|met|namens|mede|\d+[a-z]?))*\s*[:.]?$",
        r"|^(antwoord|reactie) (van|namens) (de|het) (minister|staatssecretaris|bewindsperso|bewindslied",
        r"|regering|kabinet)[^.?!:]{0,160}$"
    ))
    .ok()
});

static ANSWER_PART: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^((II|III|B|2)[.:)]?\s+)(antwoord|antwoorden|reactie|beantwoording)(?-u:\b).*",
        r"|^(antwoord(en)?|reactie)\s*/\s*(antwoord|reactie).*",
        r"|^(antwoorden|beantwoording)(?-u:\b).{10,200}$"
    ))
    .ok()
});

static AGENDA: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^volledige agenda\s*:?$").ok());

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(((vraag|vragen) )?\d{1,3}[a-z]?((,| en|, en| t/m) ?\d{1,3}[a-z]?)*\s*[.:)]?|vraag\s*:)$",
    )
    .ok()
});

/// Words that open the heading of an answer.
const ANSWER_WORDS: [&str; 5] = [
    "antwoord",
    "antwoorden",
    "reactie",
    "beantwoording",
    "kabinetsreactie",
];

/// Words that may stand in the heading of a party's section beside the names of parties.
const SECTION_WORDS: [&str; 45] = [
    "of",
    "gezamenlijk",
    "tezamen",
    "samen",
    "vragen",
    "vraag",
    "en",
    "opmerkingen",
    "inbreng",
    "bijdrage",
    "bijdragen",
    "van",
    "vanuit",
    "de",
    "het",
    "leden",
    "lid",
    "fractie",
    "fracties",
    "met",
    "reactie",
    "antwoord",
    "antwoorden",
    "beantwoording",
    "bewindspersoon",
    "bewindslieden",
    "minister",
    "ministers",
    "staatssecretaris",
    "regering",
    "kabinet",
    "door",
    "op",
    "alsmede",
    "is",
    "gesteld",
    "gestelde",
    "ingediend",
    "ingebracht",
    "daarop",
    "namens",
    "gezamenlijke",
    "nadere",
    "aanvullende",
    "mede",
];

fn matches(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// What a heading means.
pub(super) fn meaning(text: &str, register: &PartyRegister, date: Option<PartialDate>) -> Meaning {
    if is_number(text) {
        return Meaning::Number;
    }
    let bare = without_numbering(text);
    let lower = bare.to_lowercase();
    let parties = parties_of_section(bare, register, date);
    if !parties.is_empty() {
        let first = lower.split_whitespace().next().unwrap_or("");
        // Members may react too: what they react to is then no answer.
        let is_members = lower.starts_with("reactie van de leden")
            || lower.starts_with("reactie van het lid")
            || lower.starts_with("reactie van de fractie");
        return if ANSWER_WORDS.contains(&first) && !is_members {
            Meaning::AnswerTo(parties)
        } else {
            Meaning::Parties(parties)
        };
    }
    if matches(&AGENDA, bare) {
        Meaning::Agenda
    } else if is_answer(text) {
        Meaning::Answer
    } else if matches(&ANSWER_PART, text) {
        Meaning::AnswerPart
    } else if is_question_part(&lower) {
        Meaning::QuestionPart
    } else if names_an_unknown_party(&lower) {
        Meaning::Parties(Vec::new())
    } else {
        Meaning::Topic
    }
}

/// Whether a line is the number of a question: `3`, `Vraag 3`, `5 en 6`.
pub(super) fn is_number(line: &str) -> bool {
    matches(&NUMBER, line)
}

/// Whether a line heads an answer and says nothing else.
pub(super) fn is_answer(line: &str) -> bool {
    matches(&ANSWER, line)
}

/// A heading without the number or letter of its part.
fn without_numbering(text: &str) -> &str {
    NUMBERING
        .as_ref()
        .and_then(|regex| regex.find(text))
        .map_or(text, |found| &text[found.end()..])
}

fn is_question_part(lower: &str) -> bool {
    let first = lower.split_whitespace().next().unwrap_or("");
    matches!(first, "vragen" | "inbreng") && lower.contains("fracties") && !lower.ends_with('.')
}

/// Whether a heading, in lower case, opens as a section's heading does, whatever follows.
fn opens_a_section(lower: &str) -> bool {
    const OPENINGS: [&str; 9] = [
        "vragen en opmerkingen van ",
        "vragen en opmerkingen vanuit ",
        "inbreng van ",
        "bijdrage van ",
        "vragen van de leden van ",
        "vragen van het lid van ",
        "vragen van de fractie",
        "antwoord op de vragen van ",
        "antwoorden op de vragen van ",
    ];
    OPENINGS.iter().any(|opening| lower.starts_with(opening))
}

/// Whether a text is the heading of a section and nothing else: it opens as one, and all its words
/// are those of such headings or names of parties. No sentence is so made, so that it is a heading
/// whatever the layout says.
pub(super) fn is_surely_section(
    text: &str,
    register: &PartyRegister,
    date: Option<PartialDate>,
) -> bool {
    let bare = without_numbering(text);
    let is_opened = ["Vragen ", "Inbreng ", "Bijdrage ", "VRAGEN ", "INBRENG "]
        .iter()
        .any(|opening| bare.starts_with(opening));
    is_opened && {
        let (others, mentions) = words_beside_names(bare, register, date);
        let is_known = !mentions.is_empty() && is_made_of_section_words(&others);
        is_known || mentions.is_empty() && names_only_an_unknown_group(bare)
    }
}

/// Whether a heading names a group that no register knows (`fractie-Zonnebloem`) and holds no other
/// word than such headings do.
fn names_only_an_unknown_group(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_group = ["fractie-", "groep-", "-fractie"]
        .iter()
        .any(|part| lower.contains(part));
    let mut names = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .filter(|word| !SECTION_WORDS.contains(&word.to_lowercase().as_str()))
        .filter(|word| !word.eq_ignore_ascii_case("groep"));
    is_group && names.clone().count() <= 3 && names.all(|word| word.starts_with(char::is_uppercase))
}

/// Whether all words of a text stand in headings of sections.
fn is_made_of_section_words(words: &str) -> bool {
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.contains(|c: char| !c.is_ascii_digit()))
        .all(|word| SECTION_WORDS.contains(&word.to_lowercase().as_str()))
}

/// The words of a text beside the names of parties, and these.
fn words_beside_names(
    text: &str,
    register: &PartyRegister,
    date: Option<PartialDate>,
) -> (String, Vec<PartyMention>) {
    let mentions = register.find_all(text, date);
    let mut words = String::new();
    let mut at = 0;
    for mention in &mentions {
        words.push_str(text.get(at..mention.span.start).unwrap_or(""));
        words.push(' ');
        at = mention.span.end;
    }
    words.push_str(text.get(at..).unwrap_or(""));
    (words, mentions)
}

fn names_an_unknown_party(lower: &str) -> bool {
    opens_a_section(lower)
        && ["fractie", "groep", " lid "]
            .iter()
            .any(|word| lower.contains(word))
}

/// The parties of a heading that opens as a section's heading does or has no other words.
fn parties_of_section(
    text: &str,
    register: &PartyRegister,
    date: Option<PartialDate>,
) -> Vec<String> {
    let (words, mentions) = words_beside_names(text, register, date);
    let is_section = opens_a_section(&text.to_lowercase()) || is_made_of_section_words(&words);
    let mut parties: Vec<String> = Vec::new();
    for mention in mentions.iter().filter(|_| is_section) {
        let id = mention.party_id.to_string();
        if !parties.contains(&id) {
            parties.push(id);
        }
    }
    parties
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
    fn other_headings_are_numbers_and_subjects() {
        for text in ["1", "Vraag 12", "5 en 6", "Vragen 3 t/m 5", "7.", "Vraag:"] {
            assert_eq!(read(text), Meaning::Number, "{text}");
        }
        for text in ["Aanleiding", "2. Solidariteit", "De PVV-motie over opvang"] {
            assert_eq!(read(text), Meaning::Topic, "{text}");
        }
        assert_eq!(read("III Volledige agenda"), Meaning::Agenda);
        assert_eq!(
            read("I Vragen en opmerkingen vanuit de fracties"),
            Meaning::QuestionPart
        );
    }
}
