//! The title of a motion or an amendment inside a line, and its text cut apart where no line does.
//!
//! Text out of a PDF may run a paper together: dossier, number, title, date, text and signatures
//! on one line, or on lines without a blank one between them.

use std::sync::LazyLock;

use regex::Regex;

use super::motion_parts::{is_explanation_heading, may_be_names, starts_amendment, starts_motion};
use crate::clean::{CleanText, LineKind};
use crate::corpus::{DocumentKind, Span, pattern};

/// Bytes at the start of a text within which its title begins.
const MAX_HEAD: usize = 700;

/// Bytes between the start of a title and the text behind it.
const MAX_TITLE: usize = 500;

/// A title as the printer sets it.
static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:(?:(?i:nader|tweede|derde|vierde|vijfde) )*(?:GEWIJZIGDE?|[Gg]ewijzigde?) )?",
        r"(?:(?:MOTIE|(?:SUB)?AMENDEMENT) VAN|(?:[Mm]otie|(?:[Ss]ub)?[Aa]mendement) van)",
        r" (?i:het (?:kamer)?lid|de (?:kamer)?leden|(?:kamer)?lid|(?:kamer)?leden|de heer|mevrouw) \p{L}"
    ))
});

/// Words in front of a title that make it part of a sentence.
const IN_SENTENCE: [&str; 34] = [
    "de",
    "die",
    "deze",
    "dit",
    "dat",
    "een",
    "het",
    "zijn",
    "haar",
    "hun",
    "uw",
    "onze",
    "mijn",
    "bij",
    "aan",
    "over",
    "met",
    "van",
    "op",
    "in",
    "uit",
    "als",
    "aangenomen",
    "verworpen",
    "voorliggende",
    "genoemde",
    "betreffende",
    "inzake",
    "tegen",
    "voor",
    "en",
    "of",
    "eerdere",
    "bedoelde",
];

/// Where the text of a motion or an amendment begins.
static TEXT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"De (?:Eerste |Tweede )?Kamer(?: der Staten-Generaal)?, ?(?:gehoord|gelezen|overwegende|constaterende|van mening|van oordeel|gelet op|verzoekt)",
        r"|(?:(?:De )?[Oo]ndergeteken(?:de|den)|Het lid|De leden)(?-u:\b)[^.:]{0,200}?(?-u:\b)stel(?:t|len)(?-u:\b).{0,80}?(?-u:\b)(?:sub)?amendement(?:en)? voor"
    ))
});

/// The opening line of an amendment inside a paragraph.
static OPENING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:(?:De )?[Oo]ndergeteken(?:de|den)|Het lid|De leden)(?-u:\b)[^.:]{0,200}?(?-u:\b)",
        r"stel(?:t|len)(?-u:\b).{0,80}?(?-u:\b)(?:sub)?amendement(?:en)? voor\s*[:.]?"
    ))
});

/// The date of a paper by itself: `Ontvangen 10 juni 2025`.
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?i)^(?:voorgesteld|ontvangen|ingediend)(?: op)?:? \d{1,2} [a-z]+ ?\d{4}[.,]?$")
});

/// The foot of a printed page: `kst-36704-9`, `ISSN 0921 - 7371`.
static FOOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:(?-u:\b)kst-\d|(?-u:\b)ISSN \d{4}|Tweede Kamer, vergaderjaar \d|Eerste Kamer, vergaderjaar \d)",
    )
});

/// Where the foot of a page begins that ran into a paragraph.
pub(super) fn foot_at(text: &str) -> Option<usize> {
    let found = FOOT.as_ref()?.find(text)?;
    Some(found.start())
}

/// Whether a paragraph is the number of an item and nothing else: `II`, `3.`, `a.`.
pub(super) fn is_number(text: &str) -> bool {
    let bare = text.trim().trim_end_matches(['.', ')', ':']);
    let is_roman = bare.bytes().all(|byte| b"IVX".contains(&byte));
    let is_figure = bare.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = bare.len() == 1 && bare.bytes().all(|byte| byte.is_ascii_alphabetic());
    !bare.is_empty() && bare.len() <= 5 && (is_roman || is_figure || is_letter)
}

/// A title inside a text, with the kind that it tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TitleInside {
    /// What the paper is.
    pub(super) kind: DocumentKind,
    /// Where the title begins.
    pub(super) title: usize,
    /// Where the text of the paper begins.
    pub(super) text: usize,
}

/// The title of a motion or an amendment inside the head of a text that goes on with its text:
/// `De Kamer, gehoord`, `De ondergetekende stelt het volgende amendement voor`. A title that a
/// sentence mentions (*de motie van het lid …*) is none.
pub(super) fn title_inside(text: &str) -> Option<TitleInside> {
    let head = first_bytes(text, MAX_HEAD + 2 * MAX_TITLE);
    let title = title_at(head)?;
    let behind = head.get(title..)?;
    let start = TEXT.as_ref()?.find(behind)?.start();
    let kind = kind_of_title(behind)?;
    let is_letter = head.contains("Geachte ");
    (start <= MAX_TITLE && !is_letter).then_some(TitleInside {
        kind,
        title,
        text: title + start,
    })
}

/// The title in a line that holds the head of a paper and nothing else, and the kind that it
/// tells: in capitals, behind the number of the paper.
pub(super) fn title_of_head(line: &str) -> Option<(DocumentKind, &str)> {
    let start = title_at(line).filter(|_| line.len() <= MAX_TITLE)?;
    let (before, title) = line.split_at_checked(start)?;
    let is_numbered = before.trim_end().ends_with(|c: char| c.is_ascii_digit())
        || ends_with_letter_of_senate(before);
    let mut words = title.split(' ').take(3);
    let is_capital = words.all(|word| !word.contains(char::is_lowercase));
    let kind = kind_of_title(title).filter(|_| is_capital && is_numbered)?;
    Some((kind, title))
}

/// Whether a text ends with the letter by which the Senate numbers its papers: `G`, `AB`.
fn ends_with_letter_of_senate(text: &str) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or("");
    (1..=2).contains(&last.len()) && last.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The start of a text, at most `n` bytes long.
fn first_bytes(text: &str, n: usize) -> &str {
    let mut end = n.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

/// Where a title begins that no sentence mentions.
fn title_at(text: &str) -> Option<usize> {
    let found = TITLE
        .as_ref()?
        .find(text)
        .filter(|found| found.start() <= MAX_HEAD)?;
    let before = text.get(..found.start())?.trim_end();
    let word = before.rsplit([' ', '\n']).next().unwrap_or("");
    let goes_on = word.ends_with([',', ':', ';', '«', '“', '"', '(', '-'])
        || IN_SENTENCE.contains(&word.to_lowercase().as_str());
    (!goes_on).then_some(found.start())
}

fn kind_of_title(title: &str) -> Option<DocumentKind> {
    DocumentKind::from_title(title)
        .filter(|kind| matches!(kind, DocumentKind::Motie | DocumentKind::Amendement))
}

/// Whether a paragraph is the date of the paper and nothing else.
pub(super) fn is_date(text: &str) -> bool {
    DATE.as_ref()
        .is_some_and(|regex| regex.is_match(text.trim()))
}

/// A paragraph of a paper cut at lines of the source that are none of its running text: its date,
/// the opening of an amendment, the word *Toelichting*, names below a text that has ended.
pub(super) fn cut_at_lines(clean: &CleanText, span: Span) -> Vec<Span> {
    let within = |line: Span| Span::new(line.start.max(span.start), line.end.min(span.end));
    let lines = clean.lines();
    let first = lines.partition_point(|line| line.span.end <= span.start);
    let behind = lines.partition_point(|line| line.span.start < span.end);
    let lines: Vec<Span> = lines
        .get(first..behind)
        .unwrap_or_default()
        .iter()
        .filter(|line| line.kind == LineKind::Text)
        .map(|line| within(line.span))
        .filter(|line| line.start < line.end)
        .collect();
    let texts: Vec<String> = lines.iter().map(|line| clean.render(*line).text).collect();
    let stands_alone = |text: &str| {
        is_date(text)
            || is_explanation_heading(text)
            || starts_amendment(text)
            || starts_motion(text)
    };
    let mut starts = vec![span.start];
    let is_foot = |text: &&String| {
        foot_at(text) == Some(0) || ["'s-", "’s-"].iter().any(|s| text.starts_with(s))
    };
    let end = lines.len() - texts.iter().rev().take_while(is_foot).count();
    let mut names = end;
    while names > 1 {
        let (Some(name), Some(above)) = (texts.get(names - 1), texts.get(names - 2)) else {
            break;
        };
        let ends = above.ends_with(['.', '»', '”', '"', ')']) || may_be_names(above);
        if !may_be_names(name) || !ends || stands_alone(name) {
            break;
        }
        names -= 1;
        if above.ends_with(['.', '»', '”', '"']) || above.ends_with(')') && !may_be_names(above)
        {
            break;
        }
    }
    for (i, (line, text)) in lines.iter().zip(&texts).enumerate() {
        if stands_alone(text) {
            starts.push(line.start);
            starts.extend(lines.get(i + 1).map(|next| next.start));
        } else if i == end || (names..end).contains(&i) {
            starts.push(line.start);
        }
    }
    starts.sort_unstable();
    starts.dedup();
    starts.push(span.end);
    let pairs = starts.windows(2).filter_map(|pair| match pair {
        [start, end] => Some(Span::new(*start, *end)),
        _ => None,
    });
    pairs.filter(|piece| piece.start < piece.end).collect()
}

/// A paragraph of an amendment cut where its opening line or the word *Toelichting* stands inside
/// it.
pub(super) fn amendment_pieces(paragraph: &str) -> Vec<Span> {
    let mut starts = vec![0];
    if let Some(opening) = OPENING.as_ref().and_then(|regex| regex.find(paragraph)) {
        starts.extend([opening.start(), opening.end()]);
    }
    for (at, word) in paragraph.match_indices("Toelichting") {
        let before = paragraph.get(..at).unwrap_or("").trim_end();
        let behind = paragraph.get(at + word.len()..).unwrap_or("");
        let text = behind.trim_start_matches([':', '.']);
        let opens = text.starts_with(char::is_whitespace)
            && text.trim_start().starts_with(char::is_uppercase);
        let is_apart = before.is_empty() || before.ends_with(['.', '»', '”', ';', ':', ')', '"']);
        if is_apart && opens {
            starts.extend([at, paragraph.len() - text.len()]);
        }
    }
    starts.extend(foot_at(paragraph));
    for start in &mut starts {
        let rest = paragraph.get(*start..).unwrap_or("");
        *start += rest.len() - rest.trim_start().len();
    }
    starts.sort_unstable();
    if let Some(first) = starts.first_mut() {
        *first = 0;
    }
    starts.push(paragraph.len());
    starts.dedup();
    let pairs = starts.windows(2).filter_map(|pair| match pair {
        [start, end] if start < end => Some(Span::new(*start, *end)),
        _ => None,
    });
    pairs.collect()
}

/// Where names may begin behind the last sentence of a text: behind the first end of a sentence
/// from which on nothing but words of names follow.
pub(super) fn names_at_end(text: &str) -> Option<usize> {
    const MAX_BYTES: usize = 400;
    let mut from = text.len().saturating_sub(MAX_BYTES);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let ends = text
        .get(from..)?
        .match_indices(['.', '»', '”', '?', '!', ')', '"']);
    let mut starts = ends.filter_map(|(at, sign)| {
        let behind = text.get(from + at + sign.len()..)?;
        let rest = behind.trim_start();
        (rest.len() < behind.len() && may_be_names(rest)).then(|| text.len() - rest.len())
    });
    starts.next()
}

#[cfg(test)]
#[path = "motion_head_tests.rs"]
mod tests;
