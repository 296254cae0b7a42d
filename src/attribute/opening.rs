//! How a paragraph names who speaks: `De leden van de SP-fractie …`.

use std::sync::LazyLock;

use regex::Regex;

use super::meaning::without_bullet;
use super::phrases::{companions_before, members_ask, plain_opening};
use crate::corpus::{PartialDate, PartyId, PartyRegister, Span, first_characters, pattern};

/// The characters at the start of a paragraph within which its subject must end.
const MAX_SUBJECT: usize = 240;

/// The characters within which names without an article must end.
const MAX_BARE_NAMES: usize = 60;

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
    pattern(concat!(
        r"^(?:(?:De leden van de (?:fractie van )?|Het lid van de |De fractie van )",
        r"(?:(?:Groep|Fractie|groep|fractie)[ -]\p{Lu}|\p{Lu}[\w/]*-fractie)",
        r"|De (?:leden van de )?fractie van (?:de |het )?\p{Lu})"
    ))
});

/// A verb and the members behind it: `Daarnaast vragen de leden van …`.
static INVERTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r" (?:vragen|vraagt|lezen|leest|willen|wil|hebben|heeft|merken|merkt|",
        r"constateren|constateert|vinden|vindt|stellen|stelt|verzoeken|verzoekt|horen|hoort|vernemen|verneemt|",
        r"maken|maakt|onderschrijven|onderschrijft|zouden|zou|wijzen|wijst|zijn|is|danken|dankt|delen|deelt|",
        r"menen|meent|zien|ziet|steunen|steunt|ontvangen|ontvangt|achten|acht|pleiten|pleit|betreuren|betreurt|",
        r"verwelkomen|verwelkomt|begrijpen|begrijpt|sluiten|sluit)",
        r"(?: (?:zich|ook|dan ook|verder|voorts|graag|tevens|daarnaast|nog|eveneens))*",
        r" (?P<subject>de (?:aanwezige )?leden van|het lid van|de fracties? van|de [\p{L}\d/]+-fractie)(?-u:\b)"
    ))
});

/// The characters in front of the verb of [`INVERTED`].
const MAX_BEFORE_VERB: usize = 161;

/// The verb behind the bare name of a party that asks: `Het CDA vraagt`.
static ASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^ (?:vraagt|vragen|leest|lezen|verzoekt|verzoeken|hoort graag|horen graag|wil (?:graag )?weten|",
        r"willen (?:graag )?weten|zou graag|zouden graag|sluit zich|sluiten zich|",
        r"(?:heeft|hebben) (?:met [A-Za-zÀ-ÖØ-öø-ɏ ]{3,40} )?kennis ?genomen)(?-u:\b)"
    ))
});

static JOINING: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?-u:\b)sluit(en)? zich(?-u:\b)[^.?!]{0,120}(?-u:\b)aan(?-u:\b)"));

/// The parties that a paragraph names as those who speak: its grammatical subject. Empty where it
/// names a group that the register does not know.
pub(super) fn named_parties(
    text: &str,
    register: &PartyRegister,
    date: Option<PartialDate>,
) -> Option<Vec<String>> {
    let text = without_bullet(first_characters(text, MAX_SUBJECT));
    let names_members = ["leden van", "lid van", "fractie"]
        .iter()
        .any(|words| text.contains(words));
    let plain = names_members.then(|| plain_opening(text)).flatten();
    let text = plain.as_deref().unwrap_or(text);
    let names = Names { register, date };
    let (parties, at) = names.subject(text)?;
    if at.is_some() || !parties.is_empty() || is_unknown(text) {
        let behind = text.get(at.unwrap_or(text.len())..).unwrap_or("");
        return Some(names.with_companions(parties, behind));
    }
    let (before, subject) = names_members.then(|| inverted(text)).flatten()?;
    if holds_clause(before) {
        return None;
    }
    let subject = capitalised(subject);
    let (mut parties, at) = names.subject(&subject)?;
    if parties.is_empty() {
        return is_unknown(&subject).then_some(parties);
    }
    if let Some(companion) = companions_before(before) {
        parties = with_others(parties, names.all(companion));
    }
    let behind = subject.get(at.unwrap_or(subject.len())..).unwrap_or("");
    Some(names.with_companions(parties, behind))
}

/// What stands in front of the verb of the first sentence of a text, and the members behind it.
fn inverted(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next().filter(|c| c.is_uppercase())?;
    let from = first.len_utf8();
    let stop = text.get(from..)?.find(['.', '?', '!', ':', ';']);
    let sentence = text.get(..stop.map_or(text.len(), |stop| from + stop + 1))?;
    let found = INVERTED.as_ref()?.captures_at(sentence, from)?;
    let before = text.get(..found.get(0)?.start())?;
    let subject = text.get(found.name("subject")?.start()..)?;
    let is_near = before.chars().count() <= MAX_BEFORE_VERB;
    (is_near && !subject.contains('\n')).then_some((before, subject))
}

/// The register at a date.
struct Names<'a> {
    register: &'a PartyRegister,
    date: Option<PartialDate>,
}

impl Names<'_> {
    /// The parties that are the subject at the start of a text and where their names end; no
    /// parties and no place where others are the subject.
    fn subject(&self, text: &str) -> Option<(Vec<String>, Option<usize>)> {
        let none = Some((Vec::new(), None));
        let opens = ["De ", "Het ", "Ook de "]
            .iter()
            .any(|opening| text.starts_with(opening));
        if !text.starts_with(char::is_uppercase) {
            return None;
        }
        let head = if opens {
            text
        } else {
            first_characters(text, MAX_BARE_NAMES)
        };
        let mut parties: Vec<String> = Vec::new();
        let mut names_group = false;
        let mut at = 0;
        while let Some((span, party)) = self.next(head, at) {
            names_group |= names_members(text.get(at..span.start)?);
            parties = with_others(parties, vec![party.to_string()]);
            at = span.end;
        }
        if parties.is_empty() {
            return none;
        }
        let rest = text.get(at..).unwrap_or("");
        let is_group = rest.trim_start_matches(['-', ' ']).starts_with("fractie");
        let asks = || ASKS.as_ref().is_some_and(|regex| regex.is_match(rest));
        if opens && (names_group || is_group) || asks() || members_ask(rest) {
            Some((parties, Some(at)))
        } else {
            none
        }
    }

    /// The parties that a text names one behind the other from its start on.
    fn all(&self, text: &str) -> Vec<String> {
        let mut parties = Vec::new();
        let mut at = 0;
        while let Some((span, party)) = self.next(text, at) {
            parties.push(party.to_string());
            at = span.end;
        }
        parties
    }

    /// The next name from byte `at` on, the end of the one before, with nothing in front of it but
    /// words that stand between names.
    fn next(&self, text: &str, at: usize) -> Option<(Span, &PartyId)> {
        let other = text.get(at..).map(start_of_other_word)?;
        self.register.find_next(text, at, at + other, self.date)
    }

    /// The parties and those for whom or with whom they speak, by the first sentence behind their
    /// names: `mede namens …`, `…, samen met de leden van …,`.
    fn with_companions(&self, parties: Vec<String>, behind: &str) -> Vec<String> {
        const COMPANIONS: [&str; 4] = [
            "mede namens ",
            ", samen met ",
            ", tezamen met ",
            ", gezamenlijk met ",
        ];
        if parties.is_empty() {
            return parties;
        }
        let sentence = behind
            .split_once(['.', '?', '!'])
            .map_or(behind, |(first, _)| first);
        let found = COMPANIONS
            .iter()
            .find_map(|words| sentence.split_once(words));
        let others = found.map_or_else(Vec::new, |(_, named)| self.all(named));
        with_others(parties, others)
    }
}

fn with_others(mut parties: Vec<String>, others: Vec<String>) -> Vec<String> {
    for id in others {
        if !parties.contains(&id) {
            parties.push(id);
        }
    }
    parties
}

/// Whether the subject of a paragraph is a group that no register knows.
fn is_unknown(text: &str) -> bool {
    UNKNOWN.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Whether words in front of a verb hold a subject or a clause of their own, so that what stands behind the
/// verb is not the subject of the sentence.
fn holds_clause(before: &str) -> bool {
    const OPENING: [&str; 12] = [
        "dat", "of", "omdat", "die", "waarom", "wat", "zoals", "hoe", "welke", "waarin", "waarop",
        "nadat",
    ];
    let is_subject = [
        "De ",
        "Het ",
        "Deze ",
        "Dit ",
        "Zij",
        "Genoemde ",
        "Voornoemde ",
    ]
    .iter()
    .any(|words| before.starts_with(words));
    is_subject
        || before
            .trim_start_matches("Wat betreft")
            .to_lowercase()
            .split(|c: char| !c.is_alphabetic())
            .any(|word| OPENING.contains(&word))
}

/// The text with its first letter as a capital.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Where the first word begins that does not stand between names; the length of a text without one.
fn start_of_other_word(text: &str) -> usize {
    let is_between = |word: &str| {
        let is_word = |other: &&str| word.eq_ignore_ascii_case(other);
        word.is_empty() || BETWEEN_NAMES.iter().any(is_word)
    };
    let mut at = 0;
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if !is_between(word) {
            break;
        }
        let divider = text
            .get(at + word.len()..)
            .and_then(|rest| rest.chars().next());
        at += word.len() + divider.map_or(0, char::len_utf8);
    }
    at
}

/// Whether words between names speak of members or groups.
fn names_members(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .any(|word| ["leden", "lid", "fractie", "fracties"].contains(&word.to_lowercase().as_str()))
}

/// Whether a paragraph says that who speaks joins the questions of others.
pub(super) fn joins_others(text: &str) -> bool {
    text.contains("sluit") && JOINING.as_ref().is_some_and(|regex| regex.is_match(text))
}

static PAST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^De (?:leden van de )?[^.?!,]{1,80}?fracties?(?: van [^.?!,]{1,40}?)? ",
        r"(?:noemden?|stelden?|zei(?:den)?|vond(?:en)?|vroeg(?:en)?|was|waren|diende(?:n)?|stemden?|betoogden?",
        r"|(?:heeft|hebben) (?:eerder|destijds|toen|in het debat))(?-u:\b)"
    ))
});

/// Whether a paragraph tells what a group said or did elsewhere: in the section of another party it
/// is that party which tells it.
pub(super) fn tells_of_the_past(text: &str) -> bool {
    PAST.as_ref().is_some_and(|regex| regex.is_match(text))
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
            (
                "De leden van de VVD-fractie lezen dat de leden van de PVV-fractie stelden",
                "VVD",
            ),
            (
                "Met de leden van de SP-fractie vragen de leden van de CDA-fractie of",
                "CDA",
            ),
            (
                "In navolging van de leden van de VVD-fractie vragen ook de leden van de SGP-fractie",
                "SGP",
            ),
            (
                "Samen met de leden van de PvdA-fractie vragen de leden van de GroenLinks-fractie",
                "GroenLinks+PvdA",
            ),
            (
                "De leden van de SP-fractie vragen, samen met de leden van de PvdD-fractie, of",
                "SP+PvdD",
            ),
            (
                "Ten aanzien van de opvang van kinderen lezen de leden van de fractie van D66 dat",
                "D66",
            ),
            ("Het CDA vraagt naar de kosten.", "CDA"),
            ("De VVD heeft met belangstelling kennisgenomen", "VVD"),
            ("• De leden van de SGP-fractie vragen", "SGP"),
            ("De leden van de fractie van Zonnebloem vragen", ""),
            ("Daarnaast vragen de leden van de Zonnebloem-fractie", ""),
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
            "Met de leden van de SP-fractie vragen deze leden of dat klopt.",
            "Het kabinet schrijft dat dit zo is en vragen de leden van de VVD-fractie dat na?",
            "Zoals het kabinet weet, vragen de leden van de VVD-fractie al jaren om cijfers.",
            "Het CDA was tegen.",
        ] {
            assert_eq!(named(text), None, "{text}");
        }
    }
}
