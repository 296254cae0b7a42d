//! Members whom a heading or the start of a paragraph names without a group: `Inbreng van het lid
//! Zon`, `De leden Zon en Maan vragen …`.

use super::askers::name_length;
use super::sections::is_made_of_section_words;

/// What stands in front of the names in a heading, in lower case.
const INTRODUCTIONS: [&str; 6] = [
    "het lid ",
    "de leden ",
    "het kamerlid ",
    "de kamerleden ",
    "de heer ",
    "mevrouw ",
];

/// What may stand in front of a name behind the first.
const BEFORE_NAMES: [&str; 5] = ["en ", "het lid ", "de leden ", "de heer ", "mevrouw "];

/// Verbs with which members ask; past tenses tell what somebody did elsewhere.
const VERBS: [&str; 24] = [
    "vraagt",
    "vragen",
    "leest",
    "lezen",
    "wil",
    "willen",
    "heeft",
    "hebben",
    "hoort",
    "horen",
    "verzoekt",
    "verzoeken",
    "constateert",
    "constateren",
    "maakt",
    "maken",
    "sluit",
    "sluiten",
    "vindt",
    "vinden",
    "dankt",
    "danken",
    "zou",
    "zouden",
];

/// Words that a name has at most.
const MAX_WORDS: usize = 5;

/// The members whom a heading names and no other words than such headings have; `None` for other
/// headings.
pub(super) fn persons_of_heading(text: &str) -> Option<Vec<String>> {
    if !text.chars().any(char::is_lowercase) {
        return None;
    }
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    let at = INTRODUCTIONS
        .iter()
        .filter_map(|words| {
            let at = lower.find(words)?;
            let is_apart = at == 0 || lower.get(..at)?.ends_with(' ');
            is_apart.then_some(at + words.len())
        })
        .min()?;
    let (names, behind) = names(text.get(at..)?)?;
    let around = [text.get(..at)?, behind].join(" ");
    is_made_of_section_words(&around.replace("heer", "").replace("mevrouw", "")).then_some(names)
}

/// The members who are the subject of a paragraph that asks; `None` where others are, or where the
/// names belong to groups.
pub(super) fn persons_speaking(text: &str) -> Option<Vec<String>> {
    let text = ["Het lid ", "De leden ", "Het Kamerlid ", "De Kamerleden "]
        .iter()
        .find_map(|opening| text.strip_prefix(opening))?;
    let (names, behind) = names(text)?;
    let verb = behind.split_whitespace().next()?;
    VERBS.contains(&verb).then_some(names)
}

/// The names at the start of a text, joined by commas and `en`, and what stands behind them; `None`
/// where the text begins with no name.
fn names(text: &str) -> Option<(Vec<String>, &str)> {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        // A small particle in front belongs to a group: `van de Zonnebloem-fractie`.
        if !rest.starts_with(char::is_uppercase) {
            break;
        }
        let length = name_length(rest);
        let name = rest.get(..length)?.trim();
        if name.is_empty()
            || name.to_lowercase().contains("fractie")
            || name.split(' ').count() > MAX_WORDS
        {
            return None;
        }
        names.push(name.to_owned());
        let behind = rest.get(length..)?;
        let mut next = behind.trim_start_matches([' ', ',']);
        let mut is_joined = behind.starts_with(',');
        while let Some(shorter) = BEFORE_NAMES
            .iter()
            .find_map(|words| next.strip_prefix(words))
        {
            next = shorter;
            is_joined = true;
        }
        if !is_joined || !next.starts_with(char::is_uppercase) {
            rest = behind;
            break;
        }
        rest = next;
    }
    (!names.is_empty()).then_some((names, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_name_members_who_ask() {
        for (text, expected) in [
            (
                "Het lid Zonneveld vraagt naar de opvang.",
                Some(vec!["Zonneveld"]),
            ),
            (
                "De leden Van der Zon en El Maan lezen dat",
                Some(vec!["Van der Zon", "El Maan"]),
            ),
            ("Het lid van de BBB-fractie vraagt", None),
            ("De leden van de SP-fractie vragen", None),
            ("Het lid Zonneveld diende een motie in.", None),
            ("De leden hebben kennisgenomen", None),
        ] {
            let expected = expected.map(|names| names.into_iter().map(str::to_owned).collect());
            assert_eq!(persons_speaking(text), expected, "{text}");
        }
    }

    #[test]
    fn headings_with_other_words_name_nobody() {
        for text in [
            "Motie van het lid Zonneveld",
            "De leden van de commissie",
            "Brief aan de heer Zon",
        ] {
            assert_eq!(persons_of_heading(text), None, "{text}");
        }
    }
}
