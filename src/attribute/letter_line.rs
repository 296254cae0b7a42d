//! Letters that an extraction set on one line: their head and signatures cut from their text.
//!
//! The text begins behind the salutation or, without one, behind the address and the date; it ends
//! where nothing but offices and names follow its last sentence.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::elements::{Element, Paragraph};
use super::letterhead::{Letterhead, is_person, letterhead};
use crate::clean::{CleanText, Rendered};
use crate::corpus::{Span, pattern};

/// Bytes at the start of a letter within which its head ends.
const MAX_HEAD: usize = 1500;

/// Bytes at the end of a letter within which its signatures begin.
const MAX_TAIL: usize = 800;

// Letters of names are Latin ones: forty times every letter of Unicode takes a third of the start.
static SALUTATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:Zeer g|G)eachte (?:(?:heer|mevrouw|dames en heren)(?: de)? ?)?(?:[Vv]oorzitter|[Ll]eden|\p{Lu}[A-Za-zÀ-ÖØ-öø-ɏ -]{1,40})?(?: van de (?:Tweede|Eerste) Kamer(?: der Staten-Generaal)?)?\s?[,:]",
    )
});

/// The end of a letterhead that no salutation follows: address, place and date.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"Aan de (?:[Vv]oorzitter|[Ll]eden) van de (?:Tweede|Eerste) Kamer.{0,160}?(?:Den Haag|[’']s-Gravenhage), ?\d{1,2} [a-z]+ \d{4}",
    )
});

static GOVERNMENT: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"BRIEF VAN DE (?:MINISTER|STAATSSECRETARIS|MINISTER-PRESIDENT)"));

/// The elements of a letter, with heads and signatures that stand inside a paragraph apart.
pub(super) fn cut(mut elements: Vec<Element>, clean: &CleanText) -> Vec<Element> {
    super::letter_tail::mark(&mut elements, clean);
    let has = |wanted: &[Letterhead]| {
        elements.iter().any(|element| {
            matches!(element, Element::Frame { letterhead, .. } if wanted.contains(letterhead))
        })
    };
    let has_salutation = has(&[Letterhead::Salutation]);
    let is_signed = has(&[Letterhead::Signatory]);
    let is_paragraph = |element: &Element| matches!(element, Element::Paragraph(_));
    let first = elements.iter().position(is_paragraph);
    let last = elements.iter().rposition(is_paragraph);
    let mut cut = Vec::with_capacity(elements.len());
    for (i, element) in elements.into_iter().enumerate() {
        let Element::Paragraph(paragraph) = element else {
            cut.push(element);
            continue;
        };
        let rendered = clean.render(paragraph.span);
        let text = rendered.text.as_str();
        let start = if Some(i) == first && !has_salutation {
            push_head(&rendered, &paragraph, &mut cut)
        } else {
            0
        };
        let signatures = if Some(i) == last && !is_signed {
            signatures(text, start)
        } else {
            Vec::new()
        };
        let end = signatures
            .first()
            .map_or(text.len(), |(_, range)| range.start);
        if start == 0 && end == text.len() {
            cut.push(Element::Paragraph(paragraph));
            continue;
        }
        push_text(&rendered, start..end, &paragraph, &mut cut);
        for (letterhead, range) in signatures {
            let span = span_of(&rendered, &range);
            cut.push(Element::Frame { letterhead, span });
        }
    }
    cut
}

fn span_of(rendered: &Rendered, range: &Range<usize>) -> Span {
    Span::new(
        rendered.source_start(range.start),
        rendered.source_end(range.end),
    )
}

/// Adds the head of a letter, if one stands at the start of a paragraph; returns where it ends.
fn push_head(rendered: &Rendered, paragraph: &Paragraph, cut: &mut Vec<Element>) -> usize {
    let text = rendered.text.as_str();
    let end = end_of_head(text);
    let head = text.get(..end).unwrap_or("");
    if head.is_empty() {
        return 0;
    }
    let is_government = GOVERNMENT.as_ref().is_some_and(|r| r.is_match(head));
    let letterhead = if is_government {
        Letterhead::GovernmentLetter
    } else {
        Letterhead::Salutation
    };
    let span = Span::new(
        paragraph.span.start,
        rendered.source_end(head.trim_end().len()),
    );
    if is_government {
        // What opens a letter is looked for by its salutation or address.
        cut.push(Element::Frame {
            letterhead,
            span: Span::new(span.start, span.start),
        });
    }
    cut.push(Element::Frame {
        letterhead: Letterhead::Salutation,
        span,
    });
    end
}

/// Where the text of a letter begins behind its head; 0 where it has none.
fn end_of_head(text: &str) -> usize {
    let mut limit = MAX_HEAD.min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = text.get(..limit).unwrap_or("");
    let find = |regex: &LazyLock<Option<Regex>>| {
        let found = regex.as_ref()?.find(head)?;
        Some((found.start(), found.end()))
    };
    let found = match find(&SALUTATION) {
        // A letter whose own salutation stands at its start is read by its lines.
        Some((start, end)) => (start > 0).then_some(end),
        None => find(&ADDRESS).map(|(_, end)| end),
    };
    found.map_or(0, |end| {
        let rest = text.get(end..).unwrap_or("");
        end + (rest.len() - rest.trim_start().len())
    })
}

/// Adds the text of a letter.
fn push_text(
    rendered: &Rendered,
    range: Range<usize>,
    paragraph: &Paragraph,
    cut: &mut Vec<Element>,
) {
    let text = rendered.text.get(range.clone()).unwrap_or("").trim_end();
    if text.is_empty() {
        return;
    }
    let range = range.start..range.start + text.len();
    cut.push(Element::Paragraph(Paragraph {
        span: span_of(rendered, &range),
        text: text.to_owned(),
        ..paragraph.clone()
    }));
}

/// The signatures at the end of a text, from the first sentence end behind which nothing else
/// follows; what each is and where it stands.
fn signatures(text: &str, from: usize) -> Vec<(Letterhead, Range<usize>)> {
    let mut start = text.len().saturating_sub(MAX_TAIL).max(from);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let tail = text.get(start..).unwrap_or("");
    let ends = tail.match_indices(['.', '?', '!', '»', '”', ')', '"', ',']);
    let mut found = ends.filter_map(|(at, sign)| {
        let behind = tail.get(at + sign.len()..)?;
        let rest = behind.trim_start();
        let is_apart = rest.len() < behind.len();
        let closes = |opening: &str| rest.starts_with(opening);
        let is_closing = ["Hoogachtend", "Met vriendelijke groet"]
            .into_iter()
            .any(closes);
        let may_open = is_apart && (sign != "," || is_closing);
        may_open.then(|| read_signatures(rest, text.len() - rest.len()))?
    });
    found.next().unwrap_or_default()
}

/// The parts of a signature, where a text is nothing else: closings, offices and names divided by
/// commas, at least one office among them. `offset` is where the text stands.
pub(super) fn read_signatures(
    text: &str,
    offset: usize,
) -> Option<Vec<(Letterhead, Range<usize>)>> {
    let mut parts: Vec<(Letterhead, Range<usize>)> = Vec::new();
    let mut at = 0;
    for piece in pieces(text) {
        let start = at + (piece.len() - piece.trim_start().len());
        at += piece.len();
        let bare = piece.trim().trim_end_matches(',').trim_end();
        let range = offset + start..offset + start + piece.trim().len();
        if bare.is_empty() {
            continue;
        }
        let is_office_above = parts
            .last()
            .is_some_and(|(kind, _)| *kind == Letterhead::Signatory);
        match letterhead(bare) {
            Some(kind @ (Letterhead::Closing | Letterhead::Signatory)) => parts.push((kind, range)),
            _ if is_office_above && is_person(bare.trim_end_matches('.')) => {
                parts.push((Letterhead::Name, range));
            }
            _ => {
                if let Some(name) = name_behind_office(bare) {
                    let name = range.start + name;
                    parts.push((Letterhead::Signatory, range.start..name - 1));
                    parts.push((Letterhead::Name, name..range.end));
                } else if let Some((_, office)) = parts.last_mut().filter(|_| is_office_above)
                    && goes_on_as_office(bare)
                {
                    office.end = range.end;
                } else {
                    return None;
                }
            }
        }
    }
    let has_office = parts.iter().any(|(kind, _)| *kind == Letterhead::Signatory);
    has_office.then_some(parts)
}

/// A text divided behind commas and in front of offices.
fn pieces(text: &str) -> Vec<&str> {
    const OFFICES: [&str; 7] = [
        " De voorzitter",
        " De griffier",
        " De adjunct-griffier",
        " De Minister",
        " De minister",
        " De Staatssecretaris",
        " De staatssecretaris",
    ];
    let commas = text.match_indices(',').map(|(at, _)| at + 1);
    let offices = OFFICES.iter().flat_map(|office| text.match_indices(office));
    let mut ends: Vec<usize> = commas.chain(offices.map(|(at, _)| at)).collect();
    ends.push(text.len());
    ends.sort_unstable();
    ends.dedup();
    let mut at = 0;
    let pieces = ends.into_iter().filter_map(|end| {
        let piece = text.get(at..end);
        at = end;
        piece
    });
    pieces.collect()
}

/// Where the name begins that stands behind an office without a comma: at initials.
fn name_behind_office(text: &str) -> Option<usize> {
    let mut at = 0;
    text.split_inclusive(' ').find_map(|word| {
        let start = at;
        at += word.len();
        let is_initial = word.contains('.') && word.starts_with(char::is_uppercase);
        let (office, name) = text.split_at_checked(start)?;
        let fits = letterhead(office.trim_end()) == Some(Letterhead::Signatory) && is_person(name);
        (is_initial && fits).then_some(start)
    })
}

/// Whether words go on with the name of an office behind a comma: *Cultuur en Wetenschap*.
fn goes_on_as_office(text: &str) -> bool {
    text.split_whitespace()
        .all(|word| word == "en" || word.starts_with(char::is_uppercase) && !word.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::super::{elements, letter};
    use super::*;
    use crate::clean::{clean, tests_support::source};
    use crate::corpus::PartyRegister;

    /// Who signs, whether the cabinet, and what is said.
    fn read(text: &str) -> (String, bool, Vec<String>) {
        let clean = clean(source(text));
        let elements = cut(
            elements::elements(&clean, &PartyRegister::built_in()),
            &clean,
        );
        let is_cabinet = letter::is_signed_by_cabinet(&elements, &clean);
        let read = letter::attribute(&elements, &clean, is_cabinet).finish(clean);
        let said = read.turns.iter().flat_map(|turn| &turn.paragraphs);
        let said = said.map(|span| read.text.render(*span).text).collect();
        let person = read.turns.first().map_or("", |turn| turn.person.as_str());
        (person.to_owned(), is_cabinet, said)
    }

    const TEXT: &str =
        "Het kabinet koopt een bus. De bus rijdt van Assen naar Zwolle. Zij is groen.";

    #[test]
    fn a_letter_on_one_line_has_a_head_a_text_and_signatures() {
        for (head, tail, person) in [
            (
                "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal Postbus 20018 2500 EA Den Haag Datum 3 mei 2022 Betreft De bus Geachte voorzitter,",
                "De Minister van Vervoer, A. van der Bus",
                "A. van der Bus",
            ),
            (
                "31 936 Vervoer Nr. 8 BRIEF VAN DE STAATSSECRETARIS VAN VERVOER Aan de Voorzitter van de Tweede Kamer der Staten-Generaal Den Haag, 3 mei 2022",
                "De Staatssecretaris van Vervoer, B. Zon",
                "B. Zon",
            ),
            (
                "Den Haag, 3 mei 2022 Zeer geachte mevrouw de voorzitter,",
                "Hoogachtend, mede namens de Minister van Financiën, De Minister van Landbouw, Natuur en Voedselkwaliteit, A. Bos De Staatssecretaris van Vervoer, B. Zon",
                "A. Bos;B. Zon",
            ),
            (
                "Postbus 20901 Datum 3 mei 2022 Geachte voorzitter,",
                "Hoogachtend, De Minister van Onderwijs, Cultuur en Wetenschap, A. Bos",
                "A. Bos",
            ),
            (
                "Postbus 20901 Datum 3 mei 2022 Geachte voorzitter,",
                "De Minister van Vervoer A. Bos",
                "A. Bos",
            ),
        ] {
            let found = read(&format!("{head} {TEXT} {tail}"));
            let expected = (person.to_owned(), true, vec![TEXT.to_owned()]);
            assert_eq!(found, expected, "{head} … {tail}");
        }
    }

    #[test]
    fn who_signs_for_a_committee_is_no_part_of_the_text() {
        let tail = "De voorzitter van de vaste commissie voor Vervoer, Bos De griffier van de commissie, Zon";
        let (person, is_cabinet, said) = read(&format!(
            "Datum 3 mei 2022 Geachte voorzitter, {TEXT} {tail}"
        ));
        assert_eq!((person.as_str(), is_cabinet), ("", false));
        assert_eq!(said, [TEXT]);
    }

    #[test]
    fn a_letter_that_no_minister_signs_is_not_the_cabinets() {
        for tail in [
            "De voorzitter van de vaste commissie voor Vervoer, Bos",
            "Met vriendelijke groet, A. Bos",
            "De bus van de Minister van Vervoer, A. Bos, rijdt.",
            "",
        ] {
            let text = format!("Datum 3 mei 2022 Geachte voorzitter, {TEXT} {tail}");
            assert!(!read(&text).1, "{tail}");
        }
    }
}
