//! How a paragraph names who speaks: `De leden van de SP-fractie …`.

use std::sync::LazyLock;

use regex::Regex;

use crate::corpus::{PartialDate, PartyRegister};

/// The characters at the start of a paragraph within which its subject must end.
const MAX_SUBJECT: usize = 240;

/// Words that may stand between the names of the parties that speak.
const BETWEEN_NAMES: [&str; 20] = [
    "de",
    "het",
    "leden",
    "lid",
    "van",
    "fractie",
    "fracties",
    "en",
    "alsmede",
    "evenals",
    "als",
    "gezamenlijke",
    "ook",
    "beide",
    "namens",
    "mede",
    "samen",
    "tezamen",
    "met",
    "alsook",
];

static UNKNOWN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(De leden van de (fractie van )?|Het lid van de |De fractie van )",
        r"((Groep|Fractie|groep|fractie)[ -]\p{Lu}|\p{Lu}[\w/]*-fractie)"
    ))
    .ok()
});

static COMMITTEE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(De leden van|Binnen|In) de (vaste |algemene |tijdelijke )?commissies? (voor|van)(?-u:\b)",
    )
    .ok()
});

static JOINING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)sluit(en)? zich(?-u:\b)[^.?!]{0,120}(?-u:\b)aan(?-u:\b)").ok()
});

/// The parties that a paragraph names as those who speak: its grammatical subject. Empty where it
/// names a group that the register does not know.
pub(super) fn named_parties(
    text: &str,
    register: &PartyRegister,
    date: Option<PartialDate>,
) -> Option<Vec<String>> {
    let end = text.char_indices().nth(MAX_SUBJECT).map(|(at, _)| at);
    let text = &text[..end.unwrap_or(text.len())];
    let uninverted = uninverted(text);
    let text = uninverted.as_deref().unwrap_or(text);
    if !["De ", "Het lid ", "Ook de "]
        .iter()
        .any(|opening| text.starts_with(opening))
    {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    if !["leden", "lid", "fractie"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return None;
    }
    let mut parties: Vec<String> = Vec::new();
    let mut names_group = false;
    let mut at = 0;
    for mention in register.find_all(text, date) {
        let Some(words) = glue_words(text.get(at..mention.span.start)?) else {
            break;
        };
        names_group |= words;
        let id = mention.party_id.to_string();
        if !parties.contains(&id) {
            parties.push(id);
        }
        at = mention.span.end;
    }
    let is_followed_by_group = text
        .get(at..)
        .is_some_and(|rest| rest.trim_start_matches(['-', ' ']).starts_with("fractie"));
    for id in parties_named_with(text, at, register, date) {
        if !parties.contains(&id) && !parties.is_empty() {
            parties.push(id);
        }
    }
    if parties.is_empty() {
        let is_unknown = UNKNOWN.as_ref().is_some_and(|regex| regex.is_match(text));
        return is_unknown.then_some(parties);
    }
    (names_group || is_followed_by_group).then_some(parties)
}

/// The parties behind `mede namens` in the first sentence, from byte `from` on.
fn parties_named_with(
    text: &str,
    from: usize,
    register: &PartyRegister,
    date: Option<PartialDate>,
) -> Vec<String> {
    const ON_BEHALF: &str = "mede namens ";
    let rest = text.get(from..).unwrap_or("");
    let sentence = rest
        .split_once(['.', '?', '!'])
        .map_or(rest, |(first, _)| first);
    let Some((_, named)) = sentence.split_once(ON_BEHALF) else {
        return Vec::new();
    };
    let mut parties = Vec::new();
    let mut at = 0;
    for mention in register.find_all(named, date) {
        if named
            .get(at..mention.span.start)
            .and_then(glue_words)
            .is_none()
        {
            break;
        }
        parties.push(mention.party_id.to_string());
        at = mention.span.end;
    }
    parties
}

/// `Daarnaast vragen de leden van …` with its subject in front: `De leden van …`; `None` for a
/// paragraph that does not open so.
fn uninverted(text: &str) -> Option<String> {
    const ADVERBS: [&str; 14] = [
        "Daarnaast",
        "Verder",
        "Voorts",
        "Ook",
        "Tevens",
        "Tot slot",
        "Ten slotte",
        "Bovendien",
        "Daarbij",
        "Allereerst",
        "Ten eerste",
        "Vervolgens",
        "Graag",
        "Hierbij",
    ];
    const VERBS: [&str; 15] = [
        "vragen",
        "lezen",
        "willen",
        "hebben",
        "merken",
        "constateren",
        "vinden",
        "stellen",
        "verzoeken",
        "horen",
        "maken",
        "onderschrijven",
        "zouden",
        "wijzen",
        "zijn",
    ];
    let rest = ADVERBS
        .iter()
        .find_map(|adverb| text.strip_prefix(adverb))?;
    let rest = rest.strip_prefix(' ')?;
    let rest = VERBS.iter().find_map(|verb| rest.strip_prefix(verb))?;
    let rest = rest.strip_prefix(" ook").unwrap_or(rest);
    let subject = rest.strip_prefix(" de leden van ")?;
    Some(format!("De leden van {subject}"))
}

/// Whether the words between two names speak of members or groups; `None` where other words stand
/// there.
fn glue_words(text: &str) -> Option<bool> {
    let mut names_group = false;
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let word = word.to_lowercase();
        if !word.is_empty() && !BETWEEN_NAMES.contains(&word.as_str()) {
            return None;
        }
        names_group |= matches!(word.as_str(), "leden" | "lid" | "fractie" | "fracties");
    }
    Some(names_group)
}

/// Whether a committee as a whole speaks, not a party in it.
pub(super) fn speaks_for_committee(text: &str) -> bool {
    COMMITTEE.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Whether a paragraph says that who speaks joins the questions of others.
pub(super) fn joins_others(text: &str) -> bool {
    JOINING.as_ref().is_some_and(|regex| regex.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Option<String> {
        named_parties(text, &PartyRegister::built_in(), "2022-06".parse().ok())
            .map(|parties| parties.join("+"))
    }

    #[test]
    fn the_subject_names_who_speaks() {
        for (text, expected) in [
            ("De leden van de SP-fractie vragen", "SP"),
            ("De leden van de fractie van de PvdD hebben", "PvdD"),
            (
                "De leden van de PvdA- en GroenLinks-fracties lezen",
                "PvdA+GroenLinks",
            ),
            (
                "De leden van de D66-fractie en de Volt-fractie lezen",
                "D66+Volt",
            ),
            (
                "De leden van de fracties van VVD, CDA en SGP zien",
                "VVD+CDA+SGP",
            ),
            ("De CDA-fractie vraagt", "CDA"),
            (
                "Het lid van de BBB-fractie sluit zich aan bij de VVD-fractie",
                "BBB",
            ),
            (
                "De leden van de SP-fractie sluiten zich aan bij de vragen van de PVV-fractie",
                "SP",
            ),
            ("Daarnaast vragen de leden van de CDA-fractie", "CDA"),
            (
                "De leden van de VVD-fractie samen met de leden van de CDA-fractie",
                "VVD+CDA",
            ),
            ("De leden van de Groep-Zonnebloem vragen", ""),
            ("De leden van de Zonnebloem-fractie vragen", ""),
        ] {
            assert_eq!(named(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_group_names_nobody() {
        for text in [
            "De minister antwoordt de leden van de SP-fractie.",
            "De leden van de vaste commissie voor Justitie",
            "De VVD stelt een vraag.",
            "Deze leden vragen de SP-fractie.",
            "De PvdA-motie is aangenomen.",
        ] {
            assert_eq!(named(text), None, "{text}");
        }
    }
}
