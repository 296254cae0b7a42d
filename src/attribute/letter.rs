//! Letters: the cabinet speaks from the first line to the signature.

use super::elements::Element;
use super::letterhead::Letterhead;
use super::turns::{Builder, Rule, Speaker};
use crate::clean::{CleanText, EditReason};
use crate::corpus::{Actor, Role};

/// The turns of a letter.
pub(super) fn attribute(elements: &[Element], is_cabinet: bool) -> Builder {
    let speaker = Speaker {
        actor: if is_cabinet {
            Actor::cabinet()
        } else {
            Actor::unknown()
        },
        role: Role::Letter,
        rule: if is_cabinet {
            Rule::Letter
        } else {
            Rule::NotFound
        },
        exchange: None,
    };
    let mut builder = Builder::default();
    for element in elements {
        match element {
            Element::Heading { text, span, .. } => builder.open_section(text, *span),
            Element::Frame { span, .. } => builder.drop_text(*span, EditReason::Signature),
            Element::Paragraph(paragraph) => builder.say(paragraph, &speaker),
        }
    }
    builder
}

/// Whether a title or a signature names a member of government.
pub(super) fn is_signed_by_cabinet(elements: &[Element], clean: &CleanText) -> bool {
    elements.iter().any(|element| match element {
        Element::Frame {
            letterhead: Letterhead::GovernmentLetter,
            ..
        } => true,
        Element::Frame {
            letterhead: Letterhead::Signatory,
            span,
        } => {
            let text = clean.render(*span).text.to_lowercase();
            text.contains("minister") || text.contains("staatssecretaris")
        }
        _ => false,
    })
}
