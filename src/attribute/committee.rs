//! Whether a committee speaks, and not a party in it.

use std::sync::LazyLock;

use regex::Regex;

use crate::corpus::pattern;

static COMMITTEE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:De leden van|Binnen|In) de (?:vaste |algemene |tijdelijke )*commissies?(?: voor| van|[ ,])",
    )
});

/// A committee that opens a text as the subject of a verb.
static COMMITTEE_ASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:De (?:vaste |algemene |tijdelijke )*commissies? (?:voor|van)(?-u:\b)[^.?!]{0,160}",
        r"(?:zie(?:t|n)|wacht(?:en)?|heeft|hebben|brengt|besluit)(?-u:\b)",
        r"|De (?:vaste |algemene )*commissie ziet(?-u:\b))"
    ))
});

/// Whether a committee as a whole speaks, not a party in it.
pub(super) fn speaks_for_committee(text: &str) -> bool {
    let matches = |regex: &Option<Regex>| regex.as_ref().is_some_and(|regex| regex.is_match(text));
    matches(&COMMITTEE) || opens_with_committee(text) && matches(&COMMITTEE_ASKS)
}

/// Whether a text begins with a committee: most do not, and need no look at the pattern.
fn opens_with_committee(text: &str) -> bool {
    let mut rest = text.strip_prefix("De ").unwrap_or("");
    while let Some(behind) = ["vaste ", "algemene ", "tijdelijke "]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
    {
        rest = behind;
    }
    rest.starts_with("commissie")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_committee_speaks_as_the_subject_of_a_verb() {
        for text in [
            "De leden van de vaste commissie voor Vervoer hebben vragen.",
            "Binnen de commissie hebben fracties vragen.",
            "De vaste algemene commissie voor Vervoer heeft op 3 mei vragen gesteld.",
            "De commissie ziet de antwoorden graag tegemoet.",
        ] {
            assert!(speaks_for_committee(text), "{text}");
        }
        for text in [
            "De commissie voor Vervoer. Die heeft vragen.",
            "De leden van de SP-fractie wijzen op de commissie.",
            "De Europese commissie heeft een voorstel.",
        ] {
            assert!(!speaks_for_committee(text), "{text}");
        }
    }
}
