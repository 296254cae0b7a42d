//! The words of the headings that open a section of an exchange, and the groups they name.

use std::sync::LazyLock;

use regex::Regex;

use super::meaning::without_numbering;
use super::persons::persons_of_heading;
use crate::corpus::{PartialDate, PartyMention, PartyRegister, pattern};

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

/// Whether a heading, in lower case, opens as a section's heading does, whatever follows.
pub(super) fn opens_a_section(lower: &str) -> bool {
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
    if parties_of_question(text, register, date).is_some() {
        return true;
    }
    let bare = without_numbering(text);
    let is_opened = [
        "Vragen ",
        "Inbreng ",
        "Bijdrage ",
        "VRAGEN ",
        "INBRENG ",
        "Antwoord op ",
        "Antwoorden op ",
    ]
    .iter()
    .any(|opening| bare.starts_with(opening));
    is_opened && {
        let (others, mentions) = words_beside_names(bare, register, date);
        let is_known = !mentions.is_empty() && is_made_of_section_words(&others);
        is_known
            || mentions.is_empty()
                && (names_only_an_unknown_group(bare) || persons_of_heading(bare).is_some())
    }
}

/// Whether a text names parties and holds no other words than the headings of sections do.
pub(super) fn is_section_and_nothing_else(
    text: &str,
    register: &PartyRegister,
    date: Option<PartialDate>,
) -> bool {
    let (others, mentions) = words_beside_names(text, register, date);
    !mentions.is_empty() && is_made_of_section_words(&others)
}

/// Whether a heading names a group that no register knows (`fractie-Zonnebloem`) and holds no other
/// word than such headings do.
fn names_only_an_unknown_group(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["fractie-", "groep-", "-fractie"]
        .iter()
        .any(|part| lower.contains(part))
        && names_only_a_stranger(text)
}

/// Whether a heading holds nothing but one name of up to three words beside the words that such
/// headings have.
pub(super) fn names_only_a_stranger(text: &str) -> bool {
    let names: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .filter(|word| !SECTION_WORDS.contains(&word.to_lowercase().as_str()))
        .filter(|word| !word.eq_ignore_ascii_case("groep"))
        .collect();
    names.len() <= 3
        && names
            .iter()
            .all(|word| word.starts_with(char::is_uppercase))
        && !names.is_empty()
}

/// Whether all words of a text stand in headings of sections.
pub(super) fn is_made_of_section_words(words: &str) -> bool {
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.contains(|c: char| !c.is_ascii_digit()))
        .all(|word| {
            SECTION_WORDS
                .iter()
                .any(|other| word.eq_ignore_ascii_case(other))
        })
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

/// Whether a heading, in lower case, opens as that of a section and names a group, a known one or
/// not.
pub(super) fn names_an_unknown_party(lower: &str) -> bool {
    opens_a_section(lower)
        && ["fractie", "groep", " lid "]
            .iter()
            .any(|word| lower.contains(word))
}

/// The parties of a heading that opens as a section's heading does or has no other words.
pub(super) fn parties_of_section(
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

static QUESTION_OF: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:Vraag|Vragen)(?: \d{1,3}(?:(?:, | en )\d{1,3})*)? \(([^()\d]{1,2}[^()]{0,60})\)\s*:?$",
    )
});

/// The parties of a question that names them in brackets, `Vraag 3 (SP en PvdA)`; empty
/// where the register lacks one of them, `None` for other headings.
pub(super) fn parties_of_question(
    text: &str,
    register: &PartyRegister,
    date: Option<PartialDate>,
) -> Option<Vec<String>> {
    if !text.starts_with("Vra") {
        return None;
    }
    let found = QUESTION_OF.as_ref()?.captures(text)?;
    let label = found.get(1)?.as_str();
    let resolve = |name: &str| {
        let party = register.resolve(name.trim(), date).ok();
        party.map(ToString::to_string)
    };
    if let Some(party) = resolve(label) {
        return Some(vec![party]);
    }
    let label = label.replace(" en ", ",");
    let parties: Option<Vec<String>> = label.split([',', '+', ';']).map(resolve).collect();
    // Without a number the brackets may hold anything: `Vraag (vervolg)`.
    let is_numbered = text.bytes().any(|b| b.is_ascii_digit());
    parties.or_else(|| is_numbered.then(Vec::new))
}

static GROUP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:(?:De |de )?(?:Groep|Fractie|Lid|Lijst|Partij)[ -]\p{Lu}[\p{L}’'-]*(?: \p{Lu}[\p{L}’'-]*){0,2}",
        r"|(?:De )?[\p{Lu}\d][\p{L}\d]*-fractie",
        r"|Partij\p{Lu}[\p{L}\d]*|\p{Lu}\p{Ll}+partij",
        r"|\p{Lu}\p{Ll}+\p{Lu}[\p{L}\d]*)\s*:?$"
    ))
});

/// Whether a heading is nothing but a name that only a group can have: `Groep Jansen`, `PartijX`.
pub(super) fn is_name_of_group(text: &str) -> bool {
    text.len() <= 60
        && may_name_group(text)
        && GROUP.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Whether a heading may be the name of a group: most are not, and need no look at the pattern.
fn may_name_group(text: &str) -> bool {
    let name = ["De ", "de "]
        .iter()
        .find_map(|article| text.strip_prefix(article))
        .unwrap_or(text);
    let kinds = ["Groep", "Fractie", "Lid", "Lijst", "Partij"];
    if kinds.iter().any(|kind| name.starts_with(kind)) {
        return true;
    }
    let is_one_word = !name.trim_end_matches(':').trim_end().contains(' ');
    is_one_word
        && (name.contains("artij")
            || name.contains("-fractie")
            || name.chars().skip(1).any(char::is_uppercase))
}
