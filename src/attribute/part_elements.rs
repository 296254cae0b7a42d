//! Elements of a document whose format tells its parts apart.

use super::blocks::ends_sentence;
use super::elements::{Element, Paragraph};
use super::heading::run_in_heading;
use super::letterhead::{Letterhead, is_person, letterhead};
use super::meaning::{Meaning, is_answer, meaning};
use super::question_heads::head;
use crate::clean::{CleanText, EditReason};
use crate::corpus::{DocumentKind, PartialDate, PartyRegister, Span};
use crate::read::{Part, PartKind, Parts};

/// Words that a paragraph may have to be the heading of a section although the format does not
/// mark it as one.
const MAX_WORDS_OF_SECTION: usize = 24;

/// Characters that a printed line holds, to compare the length of paragraphs with printed ones.
const CHARACTERS_OF_A_LINE: usize = 90;

/// Takes a document apart as its format does.
pub(super) fn elements(clean: &CleanText, parts: &Parts, register: &PartyRegister) -> Vec<Element> {
    let date = clean.source().document.date;
    let mut elements = Vec::with_capacity(parts.parts.len());
    let is_exchange = matches!(
        clean.source().document.kind,
        Some(DocumentKind::SchriftelijkOverleg | DocumentKind::SchriftelijkeVragen)
    );
    for (i, part) in parts.parts.iter().enumerate() {
        let rendered = clean.render(part.span).text;
        match part.kind {
            PartKind::Footnote => {}
            PartKind::Heading if is_exchange && is_bold_question(&rendered) => {
                let next = parts.parts.get(i + 1).filter(|p| p.kind == PartKind::Text);
                let is_answered = next.is_some_and(|next| {
                    let next = clean.render(next.span).text;
                    !is_answer(&next) && run_in_heading(&next).is_none()
                });
                bold_question(clean, part.span, &rendered, is_answered, &mut elements);
            }
            PartKind::Heading => elements.push(heading(rendered, part.span, register, date)),
            PartKind::Title => elements.push(Element::Frame {
                letterhead: title(&rendered),
                span: part.span,
            }),
            PartKind::Signature => elements.push(Element::Frame {
                letterhead: letterhead(&rendered).unwrap_or(Letterhead::Name),
                span: part.span,
            }),
            PartKind::Label => elements.push(dropped(part, EditReason::Label)),
            PartKind::Note => elements.push(dropped(part, EditReason::Note)),
            PartKind::Table => elements.push(dropped(part, EditReason::Table)),
            PartKind::Text => text(clean, part.span, rendered, register, &mut elements),
        }
    }
    elements
}

/// What a title says of a letter, however it is set: `Brief van de Minister`.
fn title(text: &str) -> Letterhead {
    let upper = text.to_uppercase();
    let is_letter = upper.starts_with("BRIEF VAN ");
    letterhead(if is_letter { &upper } else { text }).unwrap_or(Letterhead::Title)
}

fn dropped(part: &Part, reason: EditReason) -> Element {
    Element::Dropped {
        span: part.span,
        reason,
    }
}

/// Words from which on a question in bold is no heading although no number stands in front.
const MIN_WORDS_OF_QUESTION: usize = 12;

/// Whether what the format marks as a heading is a question that is set in bold.
fn is_bold_question(text: &str) -> bool {
    let is_numbered = head(text).is_some_and(|head| head.length < text.len());
    text.ends_with('?') && (is_numbered || text.split_whitespace().count() >= MIN_WORDS_OF_QUESTION)
}

/// A question in bold; the text below it that is not bold is its answer.
fn bold_question(
    clean: &CleanText,
    span: Span,
    rendered: &str,
    is_answered: bool,
    elements: &mut Vec<Element>,
) {
    let source = clean.source().text.get(span.range()).unwrap_or_default();
    let length = head(source).map_or(0, |head| head.length);
    let number = source.get(..length).unwrap_or("").trim_end();
    let place = Span::new(span.start, span.start + number.len());
    elements.push(Element::Heading {
        meaning: Meaning::Number,
        text: number.to_owned(),
        span: place,
    });
    let rest = Span::new(span.start + length, span.end);
    let text = if length == 0 {
        rendered.to_owned()
    } else {
        clean.render(rest).text
    };
    elements.push(paragraph(rest, text));
    if is_answered {
        elements.push(Element::Heading {
            meaning: Meaning::Answer,
            text: String::new(),
            span: Span::new(span.end, span.end),
        });
    }
}

fn heading(
    text: String,
    span: Span,
    register: &PartyRegister,
    date: Option<PartialDate>,
) -> Element {
    Element::Heading {
        meaning: meaning(&text, register, date),
        text,
        span,
    }
}

/// A paragraph; or what papers set as one although it is a heading or part of a letter's frame.
fn text(
    clean: &CleanText,
    span: Span,
    rendered: String,
    register: &PartyRegister,
    elements: &mut Vec<Element>,
) {
    let date = clean.source().document.date;
    if let Some(letterhead) = letterhead(&rendered) {
        elements.push(Element::Frame { letterhead, span });
        return;
    }
    let is_below_office = matches!(
        elements.last(),
        Some(Element::Frame {
            letterhead: Letterhead::Signatory | Letterhead::Closing,
            ..
        })
    );
    if is_below_office
        && is_person(&rendered)
        && meaning(&rendered, register, date) == Meaning::Topic
    {
        elements.push(Element::Frame {
            letterhead: Letterhead::Name,
            span,
        });
        return;
    }
    if let Some(length) = run_in_heading(&rendered) {
        let source = clean.source().text.get(span.range()).unwrap_or_default();
        // The heading is looked up in the source, where an edit may have made the text longer.
        if source.get(..length) == rendered.get(..length) {
            let head = Span::new(span.start, span.start + length);
            elements.push(heading(clean.render(head).text, head, register, date));
            let rest = Span::new(head.end, span.end);
            elements.push(paragraph(rest, clean.render(rest).text));
            return;
        }
    }
    let n_words = rendered.split_whitespace().count();
    let is_section = n_words <= MAX_WORDS_OF_SECTION
        && (!ends_sentence(&rendered) || rendered.ends_with(':'))
        && !matches!(meaning(&rendered, register, date), Meaning::Topic);
    elements.push(if is_section {
        heading(rendered, span, register, date)
    } else {
        paragraph(span, rendered)
    });
}

fn paragraph(span: Span, text: String) -> Element {
    let length = text.chars().count();
    Element::Paragraph(Paragraph {
        span,
        blank_before: Some(1),
        width: CHARACTERS_OF_A_LINE,
        n_lines: length.div_ceil(CHARACTERS_OF_A_LINE),
        text,
    })
}
