//! What each paragraph of a motion or an amendment is: formula, consideration, request, signature.
//!
//! The position of a motion stands in its request; its considerations may repeat what the sponsor
//! opposes. A paragraph that opens with no known word goes on with the kind of the one before it:
//! lists and paragraphs that a layout has cut in two.

use std::sync::LazyLock;

use regex::Regex;

use super::motion_head::foot_at;
use crate::corpus::{Span, pattern};

/// What a piece of a motion or amendment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MotionPartKind {
    /// What stands before *De Kamer,*: titles, dates, numbers.
    Front,
    /// `De Kamer,`, `gehoord de beraadslaging,`, `en gaat over tot de orde van de dag.`, the
    /// opening line of an amendment, the word `Toelichting`.
    Formula,
    /// *overwegende*, *constaterende*, *van mening*; the explanation of an amendment.
    Consideration,
    /// *verzoekt*, *spreekt uit*; the text that an amendment proposes.
    Request,
    /// Names of who signs.
    Signature,
    /// What stands behind the closing formula and is no name.
    Other,
}

/// A piece of one paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MotionPart {
    /// The paragraph, counted from 0.
    pub paragraph: usize,
    /// The bytes within the paragraph.
    pub span: Span,
    /// What it is.
    pub kind: MotionPartKind,
}

/// A piece of text that a motion may hold within one paragraph, from one opening word to the next.
static BOUNDARY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:[,;:.]|^\s*de kamer)\s*(?-u:\b)(gehoord de beraadslaging|",
        r"(?:tevens |voorts |ook |verder )?(?:overwegende|constaterende|vaststellende|van mening|van oordeel)(?-u:\b)|",
        r"(?:en )?(?:tevens |voorts )?(?:verzoekt|verzoeken|spreekt|roept|draagt|nodigt|besluit|keurt|vraagt)\s|",
        r"(?:en )?gaat over tot de orde van)",
    ))
});

static OPENING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)^(de (eerste |tweede )?kamer( der staten-generaal)?\s*[,.:;]?|gehoord de beraadslaging(en)?(?-u:\b)[^,;]{0,60}[,;.:]?)$",
    )
});

static CLOSING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?i)^(en )?gaat over tot de orde van (de|den|haar|zijn) dag(?-u:\b).{0,3}$")
});

/// The opening and the closing formula, wherever they stand.
static OPENING_INSIDE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)(?-u:\b)gehoord de beraadslaging(en)?\s*[,;]"));
static CLOSING_INSIDE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?i)(?-u:\b)(en )?gaat over tot de orde van (de|den|haar|zijn) dag\s*[.,;]?")
});

static STARTS_MOTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)^de (eerste |tweede )?kamer( der staten-generaal)?\s*(,|\.?$)"));

static AMENDMENT_OPENING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)^(de )?(ondergeteken(de|den)|het lid|de leden|lid|leden)(?-u:\b).{0,300}(?-u:\b)stel(t|len)(?-u:\b).{0,80}(?-u:\b)(sub)?amendement(en)? voor(?-u:\b).{0,3}$",
    )
});

static EXPLANATION: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)^toelichting\s*[.:]?$"));

/// Words that may stand before the word that tells what a paragraph is.
const CONNECTIVES: [&str; 15] = [
    "en",
    "tevens",
    "voorts",
    "daarnaast",
    "ook",
    "verder",
    "eveneens",
    "daartoe",
    "derhalve",
    "tot",
    "ten",
    "slot",
    "slotte",
    "daarom",
    "bovendien",
];

/// First words of a consideration that are no present participle.
const CONSIDERING: [&str; 16] = [
    "van",
    "gelet",
    "gezien",
    "gehoord",
    "kennisgenomen",
    "na",
    "in",
    "indachtig",
    "gegeven",
    "bezorgd",
    "mede",
    "brengt",
    "gehoor",
    "omdat",
    "aangezien",
    "verheugd",
];

/// Verbs by which the Kamer asks, decides or states something.
const REQUESTING: [&str; 40] = [
    "verzoekt",
    "verzoeken",
    "spreekt",
    "roept",
    "draagt",
    "nodigt",
    "besluit",
    "vraagt",
    "dringt",
    "keurt",
    "zegt",
    "betreurt",
    "veroordeelt",
    "verklaart",
    "stelt",
    "wijst",
    "acht",
    "bepaalt",
    "benoemt",
    "machtigt",
    "onderschrijft",
    "verwerpt",
    "wenst",
    "bepleit",
    "pleit",
    "herhaalt",
    "bevestigt",
    "steunt",
    "geeft",
    "neemt",
    "beschouwt",
    "ziet",
    "vindt",
    "verlangt",
    "eist",
    "moedigt",
    "gelast",
    "beveelt",
    "staat",
    "trekt",
];

fn matches(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Whether a paragraph opens a motion: *De Kamer,*.
pub(super) fn starts_motion(text: &str) -> bool {
    matches(&STARTS_MOTION, text.trim())
}

/// Whether a paragraph opens an amendment: *De ondergetekende stelt het volgende amendement voor:*.
pub(super) fn starts_amendment(text: &str) -> bool {
    matches(&AMENDMENT_OPENING, text.trim())
}

/// Whether a paragraph is the word *Toelichting*.
pub(super) fn is_explanation_heading(text: &str) -> bool {
    matches(&EXPLANATION, text.trim())
}

/// Whether a piece is the closing formula.
pub(super) fn is_closing(text: &str) -> bool {
    matches(&CLOSING, text.trim())
}

/// The pieces of a paragraph of a motion: the whole, or where a layout has run the motion together,
/// its parts.
pub(super) fn pieces(paragraph: &str) -> Vec<Span> {
    let whole = Span::new(0, paragraph.len());
    let lower = paragraph.to_lowercase();
    let runs_on = (starts_motion(paragraph)
        || lower.trim_start().starts_with("gehoord de beraadslaging")
        || lower.contains("gaat over tot de orde van"))
        && !matches(&OPENING, paragraph.trim())
        && !is_closing(paragraph);
    let Some(regex) = BOUNDARY.as_ref().filter(|_| runs_on) else {
        return vec![whole];
    };
    let mut starts = vec![0];
    for found in regex.captures_iter(paragraph) {
        if let Some(word) = found.get(1).filter(|word| word.start() > 0) {
            starts.push(word.start());
        }
    }
    if let Some(opening) = OPENING_INSIDE.as_ref().and_then(|r| r.find(paragraph)) {
        starts.push(opening.end());
    }
    if let Some(closing) = CLOSING_INSIDE.as_ref().and_then(|r| r.find(paragraph)) {
        starts.extend([closing.start(), closing.end()]);
        let behind = paragraph.get(closing.end()..).unwrap_or("");
        starts.extend(foot_at(behind).map(|foot| closing.end() + foot));
    }
    for start in &mut starts {
        let rest = paragraph.get(*start..).unwrap_or("");
        *start += rest.len() - rest.trim_start().len();
    }
    if let Some(first) = starts.first_mut() {
        *first = 0;
    }
    starts.push(paragraph.len());
    starts.sort_unstable();
    starts.dedup();
    let bounds = starts.windows(2);
    bounds
        .filter_map(|pair| match pair {
            [start, end] if start < end => Some(Span::new(*start, *end)),
            _ => None,
        })
        .collect()
}

/// What a piece before the closing formula is, by its first words; `before` is the kind of the
/// piece before it, and `is_complete` whether that one ended with a sign.
pub(super) fn kind_of(text: &str, before: MotionPartKind, is_complete: bool) -> MotionPartKind {
    let text = text.trim();
    if matches(&OPENING, text) || is_closing(text) {
        return MotionPartKind::Formula;
    }
    let opens = opening_kind(text);
    let goes_on = matches!(
        before,
        MotionPartKind::Consideration | MotionPartKind::Request
    );
    match opens {
        Some(kind) if is_complete || !goes_on => kind,
        _ if goes_on => before,
        Some(kind) => kind,
        None => MotionPartKind::Request,
    }
}

/// The kind that the first word tells, connectives left aside.
fn opening_kind(text: &str) -> Option<MotionPartKind> {
    let lower = text.to_lowercase();
    let mut words = lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .skip_while(|word| CONNECTIVES.contains(word));
    let first = words.next()?;
    let second = words.next().unwrap_or("");
    let is_opinion =
        first == "van" && ["mening", "oordeel", "opvatting", "gevoelen"].contains(&second);
    let is_considering = first.ends_with("ende") && first.len() > 7
        || is_opinion
        || (first != "van" && first != "in" && CONSIDERING.contains(&first))
        || (first == "in" && ["aanmerking", "overweging", "acht", "herinnering"].contains(&second));
    if is_considering {
        Some(MotionPartKind::Consideration)
    } else if REQUESTING.contains(&first) {
        Some(MotionPartKind::Request)
    } else {
        None
    }
}

/// Small words that stand in or between names.
const SMALL_WORDS: [&str; 26] = [
    "aan", "allen", "beiden", "c.s.", "c.s", "de", "den", "der", "e.a.", "el", "en", "heer", "het",
    "in", "la", "le", "leden", "lid", "mevrouw", "op", "te", "ten", "ter", "van", "von", "voor",
];

/// Whether a word closes brackets behind a name with a party that holds figures: `(D66)`.
fn has_figures(word: &str) -> bool {
    let party = word.trim_start_matches('(').trim_end_matches([',', '.']);
    ["D66)", "50PLUS)"]
        .iter()
        .any(|closing| party.eq_ignore_ascii_case(closing))
}

/// Whether a line behind the closing formula may be names: capitals, no figures, no other small
/// words than those of names.
pub(super) fn may_be_names(text: &str) -> bool {
    let is_word_of_name = |word: &str| {
        let bare = word.trim_matches([',', '(', ')', '\'', '’', '‘']);
        bare.is_empty()
            || bare.starts_with(char::is_uppercase)
            || bare == "t"
            || SMALL_WORDS.contains(&bare)
            || has_figures(word)
    };
    let is_number = |word: &str| word.contains(|c: char| c.is_ascii_digit()) && !has_figures(word);
    text.chars().any(char::is_uppercase)
        && !text.contains(';')
        && !text.split_whitespace().any(is_number)
        && text.split_whitespace().count() <= 60
        && text.split_whitespace().all(is_word_of_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(paragraphs: &[&str]) -> Vec<MotionPartKind> {
        let mut before = MotionPartKind::Formula;
        let mut is_complete = true;
        paragraphs
            .iter()
            .map(|text| {
                before = kind_of(text, before, is_complete);
                is_complete = text.trim().ends_with([',', ';', ':', '.']);
                before
            })
            .collect()
    }

    #[test]
    fn a_paragraph_is_told_by_its_first_words() {
        use MotionPartKind::{Consideration, Formula, Request};
        for (text, kind) in [
            ("De Kamer,", Formula),
            ("gehoord de beraadslaging,", Formula),
            ("en gaat over tot de orde van de dag.", Formula),
            ("gaat over tot de orde van de dag,", Formula),
            ("overwegende dat de bus niet rijdt;", Consideration),
            ("tevens constaterende dat de bus niet rijdt;", Consideration),
            ("van mening dat de bus moet rijden;", Consideration),
            ("van oordeel dat de bus moet rijden;", Consideration),
            ("verwijzende naar de motie over de bus;", Consideration),
            ("gelet op de dienstregeling;", Consideration),
            ("gehoord hebbende de chauffeur;", Consideration),
            (
                "na kennisgenomen te hebben van de dienstregeling;",
                Consideration,
            ),
            ("verzoekt de regering de bus te laten rijden,", Request),
            ("verzoekt het Presidium een bus te huren,", Request),
            ("en verzoekt de Kamer hierover te informeren,", Request),
            ("spreekt uit dat de bus rijdt,", Request),
            ("roept de regering op de bus te laten rijden,", Request),
            ("draagt het kabinet op de bus te laten rijden,", Request),
            ("nodigt de regering uit in te stappen,", Request),
            ("zegt het vertrouwen in de bus op,", Request),
            ("keurt het rijgedrag af,", Request),
        ] {
            assert_eq!(kinds(&[text]), [kind], "{text}");
        }
    }

    #[test]
    fn lists_and_cut_paragraphs_go_on() {
        use MotionPartKind::{Consideration, Request};
        assert_eq!(
            kinds(&[
                "overwegende dat,",
                "De bus vol is,",
                "verzoekt de regering:",
                "meer bussen te kopen;",
                "zorg voor stoelen,"
            ]),
            [Consideration, Consideration, Request, Request, Request]
        );
        assert_eq!(
            kinds(&[
                "constaterende dat de halte",
                "staat waar niemand woont;",
                "verzoekt de regering de halte te verplaatsen,"
            ]),
            [Consideration, Consideration, Request]
        );
    }

    #[test]
    fn a_motion_on_one_line_is_taken_apart() {
        let text = "De Kamer, gehoord de beraadslaging, overwegende dat de bus, die altijd vol is, niet rijdt; verzoekt de regering te lopen, en gaat over tot de orde van de dag.";
        let parts: Vec<&str> = pieces(text)
            .iter()
            .map(|span| &text[span.range()])
            .collect();
        assert_eq!(
            parts,
            [
                "De Kamer, ",
                "gehoord de beraadslaging, ",
                "overwegende dat de bus, die altijd vol is, niet rijdt; ",
                "verzoekt de regering te lopen, ",
                "en gaat over tot de orde van de dag."
            ]
        );
        assert_eq!(
            pieces("overwegende dat de Kamer, gehoord de motie, loopt;").len(),
            1
        );
    }
}
