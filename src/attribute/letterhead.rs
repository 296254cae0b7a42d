//! Addresses, places and dates, salutations, titles of letters and signatures.

use std::sync::LazyLock;

use regex::Regex;

use crate::clean::OFFICE_WORDS;
use crate::corpus::pattern;

/// What a line of a letter is that is not its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letterhead {
    /// `BRIEF VAN DE MINISTER …`: a letter of the government begins.
    GovernmentLetter,
    /// `BRIEF VAN DE VOORZITTER …`: a letter of a committee or of others begins.
    CommitteeLetter,
    /// Another title in capitals.
    Title,
    /// Addressee, place and date, reference.
    Address,
    /// `Geachte voorzitter,`.
    Salutation,
    /// The office of who signs; names may follow.
    Signatory,
    /// `Hoogachtend`.
    Closing,
    /// The name of who signs, apart from the office.
    Name,
}

static OFFICE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^((mede )?namens )?(de |het )?(fungerend |waarnemend |plv\. |plaatsvervangend |adjunct-)?",
        r"(staatssecretaris|minister-president|minister|voorzitter|griffier",
        r"|(vice-)?president van (de|het)|(nationale )?ombudsman)(?-u:\b),?"
    ))
});

/// Bytes that a line of a letter's frame may have.
const MAX_LINE: usize = 400;

/// Bytes at the start of a line of its own within which a salutation greets.
const MAX_SALUTATION: usize = 10;

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(aan de (voorzitter|staatssecretaris|minister|leden)(?-u:\b).*",
        r"|(den haag|[’']s-gravenhage|utrecht|amsterdam|rotterdam|vastgesteld|voorgesteld)(?-u:\b),?",
        r" \d{1,2} [a-z]+ \d{4}",
        r"|der staten-generaal|postbus \d.*|(?-i:\d{4} ?[A-Z]{2} [A-Z][A-Za-z ’'-]{2,30})|> ?retouradres.*|(onderwerp|datum|betreft|ons kenmerk|uw kenmerk",
        r"|kenmerk|bijlage(n|\(n\))?|onze referentie|uw referentie|postbus|telefoon|t|f|e)\s*:?\s*",
        r"(\d[^.?!]*|))$"
    ))
});

static SALUTATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?i)^(zeer )?geachte (heer|mevrouw|voorzitter|leden|griffier)(?-u:\b).{0,80},?$")
});

static CLOSING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?i)^(hoogachtend|met vriendelijke groet(en)?|namens de commissie),?$")
});

fn matches(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Lines that stand in the side column of a letter.
static SIDE_COLUMN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^(((?i:directie|directoraat-generaal|afdeling|programmadirectie|ministerie van) .{3,60})",
        r"|\d{4} ?[A-Z]{2} [A-Z].{2,30}|(?i:postbus \d.*|(https?://|www\.)\S+|contactpersoon.*",
        r"|ons kenmerk.*|uw kenmerk.*|uw brief.*|onze referentie.*|bijlagen?(?-u:\b).{0,12}|datum.*|onderwerp.*",
        r"|bij beantwoording de datum.*|behandelen\.|wilt u slechts één zaak.*)",
        r"|[TFE] [\d(+].*|\S+@\S+|.*(straat|weg|plein|markt|laan) \d{1,4}[a-z]?|\d{5,8}(-\d+)?)$"
    ))
});

/// Whether lines, taken together, are the side column of a letter: at least two of them could be
/// nothing else, and none is a sentence.
pub(super) fn is_side_column<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let (mut n, mut n_typical) = (0, 0);
    for line in lines {
        if line.ends_with([',', ';', ':']) || line.chars().nth(60).is_some() {
            return false;
        }
        n += 1;
        n_typical += usize::from(matches(&SIDE_COLUMN, line));
    }
    n_typical >= 2 && 2 * n_typical >= n
}

/// What a line is as part of a letter's frame; `None` for text.
pub(super) fn letterhead(line: &str) -> Option<Letterhead> {
    // A letter on one line begins as its address does.
    if line.len() > MAX_LINE || line.find("eachte ").is_some_and(|at| at > MAX_SALUTATION) {
        return None;
    }
    if is_title(line) {
        let is_letter = line.contains("BRIEF VAN");
        let (sender, _) = line.split_once(" AAN ").unwrap_or((line, ""));
        return Some(match () {
            () if is_letter
                && (sender.contains("MINISTER") || sender.contains("STAATSSECRETARIS")) =>
            {
                Letterhead::GovernmentLetter
            }
            () if is_letter => Letterhead::CommitteeLetter,
            () if signs_in_capitals(line) => Letterhead::Signatory,
            () => Letterhead::Title,
        });
    }
    let begins = |letters| may_begin(line, letters);
    if begins("gz") && matches(&SALUTATION, line) {
        Some(Letterhead::Salutation)
    } else if begins("abdefkoprtuv'>0123456789") && matches(&ADDRESS, line) {
        Some(Letterhead::Address)
    } else if begins("hmn") && matches(&CLOSING, line) {
        Some(Letterhead::Closing)
    } else if is_signatory(line) {
        Some(Letterhead::Signatory)
    } else {
        None
    }
}

/// Whether a line in capitals is the office of a member of government who signs, the name below it.
fn signs_in_capitals(line: &str) -> bool {
    let is_office = ["DE MINISTER", "DE STAATSSECRETARIS"]
        .iter()
        .any(|office| line.starts_with(office));
    is_office && line.ends_with(',') && is_signatory(line)
}

/// Whether a line begins with one of these letters, small or capital, or beyond ASCII: most lines
/// do not, and need no look at a pattern.
pub(super) fn may_begin(line: &str, letters: &str) -> bool {
    let first = line.bytes().next().map(|byte| byte.to_ascii_lowercase());
    first.is_none_or(|first| !first.is_ascii() || letters.as_bytes().contains(&first))
}

/// The name of an office and nothing else: no verb, no full stop.
fn is_signatory(line: &str) -> bool {
    if !may_begin(line, "adfghmnopsvw") {
        return false;
    }
    let Some(office) = OFFICE.as_ref().and_then(|office| office.find(line)) else {
        return false;
    };
    let rest = line[office.end()..].trim_end_matches(',');
    rest.split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| word.contains(char::is_alphanumeric))
        .all(|word| {
            OFFICE_WORDS.contains(&word)
                || word == "ad"
                || word.starts_with(char::is_uppercase) && !word.ends_with(['.', '?', '!', ':'])
        })
}

/// Whether a line has letters and all of them are capitals.
pub(super) fn is_in_capitals(line: &str) -> bool {
    line.chars().any(char::is_alphabetic) && !line.chars().any(char::is_lowercase)
}

/// Two words or more in capitals: more than the acronym of a party.
fn is_title(line: &str) -> bool {
    is_in_capitals(line)
        && line.chars().filter(|c| c.is_alphabetic()).count() >= 8
        && line.split_whitespace().count() >= 2
}

/// Whether a line may be a name below a signature: `E. van der Burg`.
pub(super) fn is_name(line: &str) -> bool {
    let words = line.split_whitespace().count();
    (1..=6).contains(&words)
        && !line.ends_with(['?', '!', ':', ';'])
        && line.chars().next().is_some_and(char::is_uppercase)
        && !line.chars().any(|c| c.is_ascii_digit())
}

/// Particles of Dutch surnames.
const PARTICLES: [&str; 10] = [
    "van", "der", "den", "de", "het", "’t", "'t", "ten", "ter", "te",
];

/// Titles in front of a name.
const TITLES: [&str; 7] = ["mr.", "dr.", "drs.", "ir.", "ing.", "prof.", "w.g."];

/// Whether a line holds nothing but the name of a person: `E. van der Burg`, `Meijer`.
pub(super) fn is_person(line: &str) -> bool {
    let mut name = line;
    while let Some(rest) = TITLES.iter().find_map(|title| name.strip_prefix(title)) {
        name = rest.trim_start();
    }
    is_name(name)
        && name.split_whitespace().all(|word| {
            PARTICLES.contains(&word)
                || word.trim_start_matches('(').starts_with(char::is_uppercase)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_who_signs() {
        for line in [
            "De Staatssecretaris van Justitie en Veiligheid,",
            "De voorzitter van de vaste commissie voor Immigratie en Asiel/JBZ-Raad,",
            "Adjunct-griffier van de commissie,",
            "De Minister van Asiel en Migratie",
        ] {
            assert_eq!(letterhead(line), Some(Letterhead::Signatory), "{line}");
        }
    }

    #[test]
    fn a_sentence_about_a_minister_is_text() {
        for line in [
            "De Minister van Justitie heeft de brief gestuurd.",
            "De staatssecretaris erkent de positieve ontwikkelingen in Bulgarije",
            "De Minister van Justitie heeft de",
            "Minister van Buitenlandse Zaken overleg heeft gehad om plannen te ontwikkelen?",
        ] {
            assert_eq!(letterhead(line), None, "{line}");
        }
    }

    #[test]
    fn knows_the_side_column_of_a_letter() {
        let column = [
            "Directie Migratiebeleid",
            "Turfmarkt 147",
            "2511 DP Den Haag",
            "J. Bos",
        ];
        assert!(is_side_column(column.into_iter()));
        let text = [
            "Het kabinet zette in 2511 zaken door.",
            "Dat was op de Turfmarkt 147",
        ];
        assert!(!is_side_column(text.into_iter()));
    }

    #[test]
    fn knows_names_of_persons() {
        for line in [
            "E. van der Burg",
            "Meijer",
            "C. (Kees) van Loenen",
            "drs. J.W. Terpstra-Bos",
        ] {
            assert!(is_person(line), "{line}");
        }
        for line in ["Bijlage 1", "Tot slot volgt de planning", "Akkoord?"] {
            assert!(!is_person(line), "{line}");
        }
    }

    #[test]
    fn knows_addresses_and_titles() {
        assert_eq!(
            letterhead("Aan de Voorzitter van de Tweede Kamer der Staten-Generaal"),
            Some(Letterhead::Address)
        );
        assert_eq!(
            letterhead("Den Haag, 16 mei 2024"),
            Some(Letterhead::Address)
        );
        assert_eq!(
            letterhead("Geachte voorzitter,"),
            Some(Letterhead::Salutation)
        );
        assert_eq!(
            letterhead("BRIEF VAN DE STAATSSECRETARIS VAN JUSTITIE EN"),
            Some(Letterhead::GovernmentLetter)
        );
        assert_eq!(
            letterhead("BRIEF VAN DE VOORZITTER VAN DE VASTE COMMISSIE VOOR"),
            Some(Letterhead::CommitteeLetter)
        );
        assert_eq!(
            letterhead("IMMIGRATIE EN ASIEL/JBZ-RAAD"),
            Some(Letterhead::Title)
        );
        assert_eq!(letterhead("PVV"), None);
    }
}
