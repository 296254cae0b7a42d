//! Labels of speakers in the plain text of a debate: `De heer Zon (VVD):`, `De voorzitter:`.
//!
//! Labels stand at the start of lines. In extractions that lost the line breaks they stand inside
//! a line, where a sentence ended; a label that a sentence only mentions opens no turn. Which of
//! the two a document is, the number of labels at either place tells.

use memchr::memrchr_iter;

use super::stage::ends_with_change;
use crate::clean::{Line, LineKind};
use crate::corpus::{Span, one_line};
use crate::read::{Quality, SpeakerFacts};

/// A label with what it says about the speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// From the form of address to the colon.
    pub(super) span: Span,
    /// Who speaks.
    pub(super) facts: SpeakerFacts,
    /// Whether it stands at the start of a line.
    pub(super) starts_line: bool,
}

/// The bytes in front of a colon within which a label begins.
const MAX_LABEL: usize = 140;

/// Forms of address with the quality they tell.
const TITLES: [(&str, Quality); 11] = [
    ("De heer ", Quality::Member),
    ("de heer ", Quality::Member),
    ("Mevrouw ", Quality::Member),
    ("mevrouw ", Quality::Member),
    ("Het lid ", Quality::Member),
    ("Lid ", Quality::Member),
    ("Minister-president ", Quality::Government),
    ("Minister ", Quality::Government),
    ("Staatssecretaris ", Quality::Government),
    ("Regeringscommissaris ", Quality::Other),
    ("Informateur ", Quality::Other),
];

/// How a report names the chair.
const CHAIRS: [&str; 5] = [
    "De voorzitter",
    "De Voorzitter",
    "DE VOORZITTER",
    "De fungerend voorzitter",
    "De waarnemend voorzitter",
];

/// Particles and titles that stand in names in small letters.
const SMALL: [&str; 24] = [
    "van", "der", "den", "de", "het", "’t", "'t", "ten", "ter", "te", "el", "al", "von", "le",
    "la", "in", "op", "mr.", "dr.", "drs.", "ir.", "ing.", "prof.", "’s",
];

/// The labels of a text in order, at whichever place its labels stand.
pub(super) fn labels(text: &str, lines: &[Line]) -> Vec<Label> {
    let mut found: Vec<Label> = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let from = found.last().map_or(0, |label: &Label| label.span.end);
        let Some(label) = label_before(text, colon, from) else {
            continue;
        };
        if is_in_text(lines, label.span.start) {
            found.push(label);
        }
    }
    let n_at_start = found.iter().filter(|label| label.starts_line).count();
    if 2 * n_at_start >= found.len() {
        found.retain(|label| label.starts_line);
    }
    found
}

/// The speaker of a paragraph that is a label and nothing else: `De heer Zon (VVD):`.
pub(super) fn whole_label(paragraph: &str) -> Option<SpeakerFacts> {
    let text = paragraph.trim();
    let colon = text.strip_suffix(':')?.len();
    let label = label_before(text, colon, 0)?;
    (label.span.start == 0).then_some(label.facts)
}

/// The chair's label at the start of a paragraph that goes on with the chair's words: its length
/// in bytes.
pub(super) fn chair_label(paragraph: &str) -> Option<usize> {
    let title = CHAIRS.iter().find(|title| paragraph.starts_with(**title))?;
    let behind = paragraph.get(title.len()..)?.strip_prefix(':')?;
    let goes_on = behind.trim_start().starts_with(char::is_uppercase) && opens_speech(behind);
    goes_on.then_some(title.len() + 1)
}

fn is_in_text(lines: &[Line], at: usize) -> bool {
    let i = lines.partition_point(|line| line.span.end <= at);
    lines.get(i).is_some_and(|line| line.kind == LineKind::Text)
}

/// The label that ends with the colon at byte `colon` and begins behind `from`, if one does.
fn label_before(text: &str, colon: usize, from: usize) -> Option<Label> {
    let mut start = colon.saturating_sub(MAX_LABEL).max(from);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let window = text.get(start..colon)?;
    let (at, facts) = chair(window).or_else(|| speaker(window))?;
    let at = start + at;
    let before = text.get(..at)?;
    let line_head = before.trim_end_matches([' ', '\t', '\r', '\u{c}', '\u{feff}', '\u{a0}']);
    let starts_line = line_head.is_empty() || line_head.ends_with('\n');
    let is_first = from == 0 && facts.quality == Quality::Chair;
    let is_free = starts_line
        || (is_first || ends_sentence(before) || ends_with_change(before))
            && opens_speech(text.get(colon + 1..)?);
    let is_capital = text.get(at..)?.starts_with(char::is_uppercase);
    (is_free && is_capital).then(|| Label {
        span: Span::new(at, colon + 1),
        facts,
        starts_line,
    })
}

/// Members of government whom a label names by their office alone.
const OFFICES: [&str; 3] = [
    "De minister-president",
    "De minister",
    "De staatssecretaris",
];

/// Whether a sentence ended at the end of a text.
fn ends_sentence(before: &str) -> bool {
    before.trim_end().ends_with([
        '.', '?', '!', '…', '»', '”', '"', '’', '\'', ')', ']', '—', '–',
    ])
}

/// Whether what stands behind the colon begins as a speech does: not as a quotation or the rest of
/// a sentence.
fn opens_speech(behind: &str) -> bool {
    let behind = behind.trim_start();
    !behind.starts_with(|c: char| c.is_lowercase() || "“„«\"‘".contains(c))
}

fn chair(window: &str) -> Option<(usize, SpeakerFacts)> {
    let bare = window.trim_end();
    if let Some(office) = OFFICES.iter().find(|office| bare.ends_with(**office)) {
        let facts = SpeakerFacts {
            function: office.trim_start_matches("De ").to_owned(),
            quality: Quality::Government,
            ..SpeakerFacts::default()
        };
        return Some((bare.len() - office.len(), facts));
    }
    let title = CHAIRS.iter().find(|title| bare.ends_with(**title))?;
    let facts = SpeakerFacts {
        quality: Quality::Chair,
        ..SpeakerFacts::default()
    };
    Some((bare.len() - title.len(), facts))
}

/// The last form of address of a text from which on nothing follows but a name and a group.
fn speaker(window: &str) -> Option<(usize, SpeakerFacts)> {
    TITLES
        .iter()
        .filter_map(|(title, quality)| {
            let at = rfind_words(window, title)?;
            let behind = window.get(at..)?;
            let name = skip_words(behind, title)?;
            let (name, bracket) = name_and_bracket(name)?;
            let title = title.trim().to_lowercase();
            let facts = match quality {
                Quality::Government => SpeakerFacts {
                    name,
                    party: String::new(),
                    function: [title.as_str(), bracket.as_str()]
                        .join(" ")
                        .trim()
                        .to_owned(),
                    quality: *quality,
                },
                _ => SpeakerFacts {
                    name,
                    party: bracket,
                    function: match quality {
                        Quality::Other => title,
                        _ => String::new(),
                    },
                    quality: *quality,
                },
            };
            Some((at, facts))
        })
        .max_by_key(|(at, _)| *at)
}

/// Where a form of address stands last in a text; its words may be divided by any white space.
fn rfind_words(window: &str, title: &str) -> Option<usize> {
    let (first, rest) = title
        .trim_end()
        .split_once(' ')
        .unwrap_or((title.trim_end(), ""));
    let initial = first.bytes().next()?;
    memrchr_iter(initial, window.as_bytes()).find(|at| {
        let behind = window.get(*at..).and_then(|text| text.strip_prefix(first));
        behind.is_some_and(|behind| {
            let is_word = window
                .get(..*at)
                .is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '-'));
            let is_whole = behind.starts_with(char::is_whitespace);
            is_word && is_whole && behind.trim_start().starts_with(rest)
        })
    })
}

/// What stands behind a form of address.
fn skip_words<'a>(text: &'a str, title: &str) -> Option<&'a str> {
    let mut rest = text;
    for word in title.split_whitespace() {
        rest = rest.trim_start().strip_prefix(word)?;
    }
    rest.starts_with(char::is_whitespace).then(|| rest.trim())
}

/// A name and what stands in brackets behind it; `None` where anything else stands there.
fn name_and_bracket(text: &str) -> Option<(String, String)> {
    let (name, bracket) = match text.split_once('(') {
        Some((name, rest)) => (name, rest.trim_end().strip_suffix(')')?),
        None => (text, ""),
    };
    if bracket.contains(['(', ')', ':', '?', '!']) || bracket.chars().count() > 60 {
        return None;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = |word: &&str| {
        let is_plain = word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\'' | '.' | '‑'));
        let starts_upper = word
            .trim_start_matches(['’', '\''])
            .starts_with(char::is_uppercase);
        let is_closed = word.ends_with('.') && word.chars().count() > 5;
        SMALL.contains(word) || is_plain && starts_upper && !is_closed
    };
    let has_capital = words.iter().any(|word| !SMALL.contains(word));
    let fits = (1..=7).contains(&words.len()) && has_capital && words.iter().all(is_name);
    fits.then(|| (one_line(name), one_line(bracket)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::{clean, tests_support::source};

    fn found(text: &str) -> Vec<String> {
        let clean = clean(source(text));
        labels(text, clean.lines())
            .into_iter()
            .map(|label| {
                let facts = label.facts;
                format!("{}|{}|{}", facts.name, facts.party, facts.function)
            })
            .collect()
    }

    #[test]
    fn labels_at_the_start_of_lines() {
        let text = "De voorzitter:\nHet woord is aan de heer Zon.\n\nDe heer Zon (VVD):\nVoorzitter. Ik zei: nee.\nMevrouw Van der Maan (Nieuw Sociaal\nContract):\nMag ik? De heer Zon (VVD): dat klopt.\nMinister Ster-’t Licht: Ja.\nStaatssecretaris Van der Burcht: Nee.";
        assert_eq!(
            found(text),
            [
                "||",
                "Zon|VVD|",
                "Van der Maan|Nieuw Sociaal Contract|",
                "Ster-’t Licht||minister",
                "Van der Burcht||staatssecretaris"
            ]
        );
    }

    #[test]
    fn labels_inside_a_line_follow_a_sentence() {
        let text = "9 Post De voorzitter: Goedenavond. De heer Zon (VVD): Ik heb een vraag ... De voorzitter: Ga uw gang.De heer Zon (VVD): Toen zei de heer Maan (SP): dat kan niet. En minister Ster: nee. Minister Ster: \"Wij doen dat.\" Dat zei zij. Minister Ster: Dat klopt. Eén ding: nee.";
        assert_eq!(
            found(text),
            ["||", "Zon|VVD|", "||", "Zon|VVD|", "Ster||minister"]
        );
    }

    #[test]
    fn a_paragraph_may_be_a_label_and_nothing_else() {
        for (text, party) in [
            ("De heer Zon (VVD):", Some("VVD")),
            (
                "Mevrouw Van der Maan (Nieuw Sociaal Contract):",
                Some("Nieuw Sociaal Contract"),
            ),
            ("De heer Zon:", Some("")),
            ("De heer Zon zegt het zo:", None),
            ("Toen vroeg de heer Zon (VVD):", None),
            ("De heer Zon (VVD): nee.", None),
            ("De heer Zon (VVD)", None),
        ] {
            let found = whole_label(text).map(|facts| facts.party);
            assert_eq!(found.as_deref(), party, "{text}");
        }
        assert_eq!(chair_label("De voorzitter: Dank u wel."), Some(14));
        assert_eq!(chair_label("De voorzitter: dank u wel, zei zij."), None);
        assert_eq!(chair_label("De voorzitter zei: Dank u."), None);
    }

    #[test]
    fn what_is_no_name_is_no_label() {
        for text in [
            "De heer sprak als volgt: ja.",
            "De heer Zon zegt: nee.",
            "Mevrouw de voorzitter: dank.",
            "Minister van Defensie zijn: dat is zwaar.",
            "De heer Zon (VVD) en mevrouw Maan (SP): samen.",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
