//! The letters inside an exchange on one line: their titles, addresses and signatures.

use std::sync::LazyLock;

use regex::Regex;

use crate::corpus::pattern;

static TITLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"BRIEF VAN DE(?: (?:\p{Lu}{2,}[\p{Lu}/,’-]*|/|&))+(?-u:\b)"));

/// An address with place and date, each a group.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(Aan de (?:[Vv]oorzitter|[Ss]taatssecretaris|[Mm]inister)[^.?!]{3,120}?) ",
        r"((?:Den Haag|[’']s-Gravenhage), \d{1,2} \p{Ll}+ \d{4})"
    ))
});

/// An office and the name behind it, each a group.
static SIGNATURE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(De (?:fungerend |waarnemend )?(?:voorzitter|(?:adjunct-)?griffier|[Mm]inister|[Ss]taatssecretaris)",
        r"(?: (?:van|voor) [^.?!]{3,120}?)?,) ",
        r"((?:\p{Lu}[\p{Ll}]?[.-]){1,6} ?(?:(?:van|der|den|de|het|ten|ter|in|’t) )*\p{Lu}[\p{L}’-]+",
        r"|(?:Van |De )?\p{Lu}\p{Ll}+)(?-u:\b)"
    ))
});

/// Words that sign beside a committee's name.
const SIGNING_WORDS: [&str; 3] = ["griffier", "voorzitter", "adjunct-griffier"];

/// Small words that may stand in the name of an office.
pub(crate) const OFFICE_WORDS: [&str; 13] = [
    "van",
    "voor",
    "der",
    "de",
    "het",
    "en",
    "vaste",
    "algemene",
    "tijdelijke",
    "commissie",
    "commissies",
    "kamer",
    "zaken",
];

/// Where a line is cut around the frame of the letters in it.
pub(super) fn letter_cuts(content: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    for title in TITLE.iter().flat_map(|regex| regex.find_iter(content)) {
        cuts.extend([title.start(), title.end()]);
    }
    for address in ADDRESS
        .iter()
        .flat_map(|regex| regex.captures_iter(content))
    {
        for part in [address.get(1), address.get(2)].into_iter().flatten() {
            cuts.extend([part.start(), part.end()]);
        }
    }
    for found in SIGNATURE
        .iter()
        .flat_map(|regex| regex.captures_iter(content))
    {
        let (Some(office), Some(name)) = (found.get(1), found.get(2)) else {
            continue;
        };
        if is_office(office.as_str()) && opens_text(content.get(name.end()..).unwrap_or("")) {
            cuts.extend([office.start(), name.start(), name.end()]);
        }
    }
    cuts
}

/// Whether all words are those of an office, so that no sentence is cut.
fn is_office(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| word.contains(char::is_alphanumeric))
        .all(|word| {
            let is_capital = word.starts_with(char::is_uppercase);
            let lower = word.to_lowercase();
            is_capital
                || OFFICE_WORDS.contains(&lower.as_str())
                || SIGNING_WORDS.contains(&lower.as_str())
                || lower == "minister"
                || lower == "staatssecretaris"
        })
}

/// Whether a text begins as a new one does, or is none.
fn opens_text(text: &str) -> bool {
    let text = text.trim_start();
    text.is_empty() || text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_addresses_and_signatures_are_cut_out() {
        let text = "Tot slot. De voorzitter van de vaste commissie voor Justitie en Veiligheid, B. Zonneveld BRIEF VAN DE MINISTER VAN JUSTITIE EN VEILIGHEID Aan de Voorzitter van de Tweede Kamer der Staten-Generaal Den Haag, 3 mei 2023 Hierbij de antwoorden. De Minister van Justitie en Veiligheid, C. van der Maan Vraag";
        let mut cuts = letter_cuts(text);
        cuts.sort_unstable();
        cuts.dedup();
        let length = text.len();
        let ends = cuts.iter().skip(1).chain([&length]);
        let parts: Vec<&str> = cuts
            .iter()
            .zip(ends)
            .map(|(&a, &b)| text[a..b].trim())
            .filter(|part| !part.is_empty())
            .collect();
        assert_eq!(
            parts,
            [
                "De voorzitter van de vaste commissie voor Justitie en Veiligheid,",
                "B. Zonneveld",
                "BRIEF VAN DE MINISTER VAN JUSTITIE EN VEILIGHEID",
                "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
                "Den Haag, 3 mei 2023",
                "Hierbij de antwoorden.",
                "De Minister van Justitie en Veiligheid,",
                "C. van der Maan",
                "Vraag",
            ]
        );
    }

    #[test]
    fn sentences_about_offices_stay_whole() {
        assert!(
            letter_cuts("De Minister van Justitie heeft gezegd, Nederland doet dat.").is_empty()
        );
    }
}
