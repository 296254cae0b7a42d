//! Other words with which a paragraph names its group: `De hier aan het woord zijnde leden van …`.
//!
//! Each is turned into the plain opening that it stands for, `De leden van …`, which
//! [`super::opening`] reads.

use std::sync::LazyLock;

use regex::Regex;

use super::opening::capitalised;
use crate::corpus::pattern;

/// Members with a word that points at them: the group stands behind `van`.
static POINTED_AT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:De|Deze|Die|Alle|Ook|Beide|Dezelfde|(?:Eerder)?[Gg]enoemde|(?:Voor|Boven|Laatst)genoemde|Voornoemde)",
        r"(?: (?:de|deze|hier|hiervoor|thans|nu|zojuist|eerder|reeds|aan het woord zijnde|aanwezige|gezamenlijke",
        r"|betrokken|betreffende|(?:eerder|boven|voor|laatst)?genoemde|voornoemde))* leden (?P<group>van .*)$"
    ))
});

static POINTED_AT_ONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:Dit|Ook dit|Ook het|Genoemd|Voornoemd|Het (?:hier |thans )?aan het woord zijnde|Het genoemde|Het voornoemde)",
        r" lid (?P<group>van .*)$"
    ))
});

/// `Namens de leden van … wordt gevraagd`, `Voor … staat voorop`, `Bij … leven vragen`.
static ON_BEHALF: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:Namens|Voor|Bij|Onder|Binnen|Vanuit) (?P<subject>(?:de leden van|het lid van|de fracties? van|de [\p{L}\d/-]+-fractie(?-u:\b))",
        r"[^.?!,:;]{0,100}? (?:staat|staan|leeft|leven|is|zijn|wordt|worden|bestaat|bestaan|rijst|rijzen|geldt|gelden|heersen|heerst",
        r"|blijft|blijven|telt|tellen|komt|komen|roept|roepen)(?-u:\b).*)$"
    ))
});

/// `Het viel de leden van … op dat`.
static STRUCK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:Het|Ook|Verder|Tevens|Daarbij|Hierbij|Wel|Voorts) (?:(?:viel|valt|verbaas(?:t|de)|bevreemd(?:t|de)|verheug(?:t|de)|spijt(?:te)?",
        r"|ontgaat|ontging|tref(?:t)|trof|baart|baarde|stemt|stemde|bevalt|komt|stelt)(?: het)?)",
        r"(?: ook)? (?P<subject>(?:de leden van|het lid van|de fracties? van|de [\p{L}\d/-]+-fractie(?-u:\b)).*)$"
    ))
});

/// Behind the name of a party: its members as the subject of a verb, as in `D66-leden vragen`.
static MEMBERS_ASK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^-(?:leden|lid) (?:vragen|vraagt|lezen|leest|willen|wil|hebben|heeft|constateren|constateert|vinden|vindt|merken|merkt",
        r"|zien|ziet|zouden|zou|verzoeken|verzoekt|maken|maakt|steunen|steunt|wijzen|wijst|zijn|is|stellen|stelt|horen|hoort",
        r"|sluiten|sluit|danken|dankt|begrijpen|begrijpt)(?-u:\b)"
    ))
});

/// The plain opening for which other words at the start of a text stand; `None` where they are
/// plain already or name no members.
pub(super) fn plain_opening(text: &str) -> Option<String> {
    let group = |regex: &LazyLock<Option<Regex>>, name: &str| {
        let found = regex.as_ref()?.captures(text)?;
        Some(found.name(name)?.as_str().to_owned())
    };
    if text.starts_with("De leden van ") || text.starts_with("Het lid van ") {
        return None;
    }
    // The patterns begin with one of these words, or hold it: most texts do not.
    let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    let pointed_at = || group(&POINTED_AT, "group");
    if let Some(group) = text.contains(" leden van ").then(pointed_at).flatten() {
        return Some(format!("De leden {group}"));
    }
    let pointed_at_one = || group(&POINTED_AT_ONE, "group");
    if let Some(group) = text.contains(" lid van ").then(pointed_at_one).flatten() {
        return Some(format!("Het lid {group}"));
    }
    let on_behalf = begins(&["Namens ", "Voor ", "Bij ", "Onder ", "Binnen ", "Vanuit "]);
    let struck = begins(&[
        "Het ", "Ook ", "Verder ", "Tevens ", "Daarbij ", "Hierbij ", "Wel ", "Voorts ",
    ]);
    let subject = match (on_behalf, struck) {
        (true, _) => group(&ON_BEHALF, "subject"),
        (_, true) => group(&STRUCK, "subject"),
        _ => None,
    };
    subject.as_deref().map(capitalised)
}

/// Whether what stands behind the name of a party makes its members the subject.
pub(super) fn members_ask(behind: &str) -> bool {
    MEMBERS_ASK
        .as_ref()
        .is_some_and(|regex| regex.is_match(behind))
}

/// Those for whom or with whom the subject behind the verb speaks: the words in front of it.
pub(super) fn companions_before(before: &str) -> Option<&str> {
    ["Samen met ", "Tezamen met ", "Mede namens ", "Ook namens "]
        .iter()
        .find_map(|words| before.strip_prefix(words))
}

#[cfg(test)]
mod tests {
    use super::super::opening::named_parties;
    use super::*;
    use crate::corpus::PartyRegister;

    fn named(text: &str) -> Option<String> {
        named_parties(text, &PartyRegister::built_in(), "2022-06".parse().ok())
            .map(|parties| parties.join("+"))
    }

    #[test]
    fn other_words_name_the_group() {
        for (text, expected) in [
            (
                "De hier aan het woord zijnde leden van de SP-fractie lezen",
                "SP",
            ),
            (
                "De aan het woord zijnde leden van de fractie van de SP lezen",
                "SP",
            ),
            ("Genoemde leden van de SP-fractie vragen naar havens.", "SP"),
            ("Deze leden van de SP-fractie vragen naar havens.", "SP"),
            ("Dit lid van de BBB-fractie vraagt naar havens.", "BBB"),
            (
                "Namens de leden van de SP-fractie wordt gevraagd naar havens.",
                "SP",
            ),
            (
                "Voor de leden van de fractie van de SGP staat voorop dat het klopt.",
                "SGP",
            ),
            (
                "Bij de leden van de SP-fractie leven vragen over havens.",
                "SP",
            ),
            ("Binnen de SP-fractie bestaan zorgen over havens.", "SP"),
            (
                "Het viel de leden van de SP-fractie op dat havens dichtgaan.",
                "SP",
            ),
            (
                "Verder verbaast het de leden van de SP-fractie dat havens dichtgaan.",
                "SP",
            ),
            ("SP-leden vragen zich af of havens dichtgaan.", "SP"),
            ("De SP-leden vragen zich af of havens dichtgaan.", "SP"),
            (
                "Mede namens de leden van de CDA-fractie vragen de leden van de SP-fractie naar havens.",
                "SP+CDA",
            ),
            (
                "Genoemde leden van de Zonnebloem-fractie vragen naar havens.",
                "",
            ),
            (
                "Voor de leden van de Zonnebloem-fractie staat voorop dat het klopt.",
                "",
            ),
        ] {
            assert_eq!(named(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn members_who_are_only_mentioned_do_not_speak() {
        for text in [
            "Deze leden vragen de SP-fractie.",
            "Voor de leden van de commissie staat voorop dat het klopt.",
            "Bij de leden van de raad leven vragen.",
            "Kan de minister de leden van de SP-fractie uitleggen waarom?",
            "In reactie op de leden van de SP-fractie zei de minister nee.",
            "Evenals de leden van de SP-fractie vragen deze leden naar havens.",
            "SP-leden in Groningen zeiden nee.",
        ] {
            assert_eq!(named(text), None, "{text}");
        }
        assert_eq!(plain_opening("De leden van de SP-fractie vragen"), None);
    }
}
