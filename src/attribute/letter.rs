//! Letters: the cabinet speaks from the first line to the signature.

use super::elements::Element;
use super::letterhead::{Letterhead, letterhead};
use super::signature::{Signature, signed};
use super::turns::{Builder, Rule, Speaker};
use crate::clean::{CleanText, EditReason};
use crate::corpus::{Actor, Role};

/// Elements of a letter among which its salutation is looked for.
const MAX_LETTERHEAD: usize = 60;

/// A paragraph of so many lines is no part of a letterhead.
const MIN_LINES_OF_TEXT: usize = 3;

/// The turns of a letter.
pub(super) fn attribute(elements: &[Element], clean: &CleanText, is_cabinet: bool) -> Builder {
    let speaker = if is_cabinet {
        let (person, function) = signed(&signatures(elements, clean));
        Speaker {
            person,
            function,
            ..Speaker::new(Actor::cabinet(), Role::Letter, Rule::Letter)
        }
    } else {
        Speaker::new(Actor::unknown(), Role::Letter, Rule::NotFound)
    };
    let mut builder = Builder::default();
    let opening = opening(elements);
    for (i, element) in elements.iter().enumerate() {
        match element {
            Element::Heading { span, .. } | Element::Frame { span, .. } if i < opening => {
                builder.drop_text(*span, EditReason::Front);
            }
            Element::Paragraph(paragraph) if i < opening => {
                builder.drop_text(paragraph.span, EditReason::Front);
            }
            Element::Dropped { span, reason } => builder.drop_text(*span, *reason),
            Element::Heading { text, span, .. } => builder.open_section(text, *span),
            Element::Frame { span, .. } => builder.drop_text(*span, EditReason::Signature),
            Element::Paragraph(paragraph) => builder.say(paragraph, &speaker),
        }
    }
    builder
}

/// Where the text of a letter begins: behind the salutation or, without one, behind the last
/// address that only lines of the letterhead precede.
fn opening(elements: &[Element]) -> usize {
    let head = &elements[..elements.len().min(MAX_LETTERHEAD)];
    let is = |element: &Element, wanted: Letterhead| matches!(element, Element::Frame { letterhead, .. } if *letterhead == wanted);
    if let Some(salutation) = head.iter().position(|e| is(e, Letterhead::Salutation)) {
        return salutation + 1;
    }
    let is_text = |element: &Element| match element {
        Element::Paragraph(paragraph) => paragraph.n_lines >= MIN_LINES_OF_TEXT,
        _ => false,
    };
    let text = head.iter().position(is_text).unwrap_or(head.len());
    let address = |e: &Element| is(e, Letterhead::Address);
    head[..text].iter().rposition(address).map_or(0, |i| i + 1)
}

/// Who signs a letter, in the order of the signatures.
pub(super) fn signatures(elements: &[Element], clean: &CleanText) -> Vec<Signature> {
    let mut signatures: Vec<Signature> = Vec::new();
    for element in elements {
        let Element::Frame { letterhead, span } = element else {
            continue;
        };
        if !matches!(
            letterhead,
            Letterhead::Signatory | Letterhead::Name | Letterhead::Closing
        ) {
            continue;
        }
        let text = clean.source().text.get(span.range()).unwrap_or("");
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            Signature::add_line(line, &mut signatures);
        }
    }
    signatures
}

/// Whether a title or a signature names a member of government; a title that names another
/// sender says no.
pub(super) fn is_signed_by_cabinet(elements: &[Element], clean: &CleanText) -> bool {
    match sender(elements) {
        Some(Letterhead::GovernmentLetter) => true,
        Some(_) => false,
        None => offices(elements, clean).any(|office| is_of_government(&office)),
    }
}

/// Whether a title or all signatures name others than members of government.
pub(super) fn is_signed_by_others(elements: &[Element], clean: &CleanText) -> bool {
    match sender(elements) {
        Some(Letterhead::GovernmentLetter) => false,
        Some(_) => true,
        None => {
            let offices: Vec<String> = offices(elements, clean).collect();
            !offices.is_empty() && !offices.iter().any(|office| is_of_government(office))
        }
    }
}

/// Whether the first title that names who sends a letter names the government or others.
fn sender(elements: &[Element]) -> Option<Letterhead> {
    elements.iter().find_map(|element| match element {
        Element::Frame { letterhead, .. } => Some(*letterhead).filter(|letterhead| {
            matches!(
                letterhead,
                Letterhead::GovernmentLetter | Letterhead::CommitteeLetter
            )
        }),
        _ => None,
    })
}

/// The offices of who signs, in small letters; they may stand right below `Hoogachtend,`.
fn offices<'a>(elements: &'a [Element], clean: &'a CleanText) -> impl Iterator<Item = String> + 'a {
    elements.iter().filter_map(|element| match element {
        Element::Frame {
            letterhead: Letterhead::Signatory,
            span,
        } => Some(clean.render(*span).text.to_lowercase()),
        Element::Frame {
            letterhead: Letterhead::Closing,
            span,
        } => {
            let text = clean.source().text.get(span.range()).unwrap_or("");
            let is_office = |line: &&str| letterhead(line) == Some(Letterhead::Signatory);
            let offices: Vec<&str> = text.lines().map(str::trim).filter(is_office).collect();
            (!offices.is_empty()).then(|| offices.join("\n").to_lowercase())
        }
        _ => None,
    })
}

fn is_of_government(office: &str) -> bool {
    office.contains("minister") || office.contains("staatssecretaris")
}
