//! Signatures that stand as plain paragraphs at the end of a letter.

use super::elements::Element;
use super::letter_line::read_signatures;
use super::letterhead::{Letterhead, is_person};
use super::meaning::Meaning;
use crate::clean::CleanText;

/// Words of the name of who signs without an office.
const MAX_WORDS_OF_NAME: usize = 5;

/// Names that may stand behind one another.
const MAX_NAMES: usize = 6;

/// Tells the signatures at the end of a letter from its text: paragraphs that are nothing but an
/// office and a name, and a name alone that is the last line of a letter with an address or title.
pub(super) fn mark(elements: &mut [Element], clean: &CleanText) {
    let is_addressed = elements.iter().any(|element| {
        matches!(
            element,
            Element::Frame {
                letterhead: Letterhead::Address
                    | Letterhead::Salutation
                    | Letterhead::GovernmentLetter
                    | Letterhead::CommitteeLetter,
                ..
            }
        )
    });
    let has_text_above = elements.len() > 2;
    let mut is_last = true;
    for element in elements.iter_mut().rev() {
        let text = match &element {
            Element::Paragraph(paragraph) => paragraph.text.clone(),
            Element::Heading {
                meaning: Meaning::Topic,
                span,
                ..
            } => clean.render(*span).text,
            Element::Frame {
                letterhead: Letterhead::Signatory | Letterhead::Closing | Letterhead::Name,
                ..
            } => {
                is_last = false;
                continue;
            }
            Element::Dropped { .. } => continue,
            _ => return,
        };
        let is_name = is_last && is_addressed && has_text_above && is_made_of_names(&text);
        let letterhead = match read_signatures(&text, 0) {
            Some(_) => Letterhead::Signatory,
            None if is_name => Letterhead::Name,
            None => return,
        };
        let span = element.span();
        *element = Element::Frame { letterhead, span };
        is_last = false;
    }
}

/// Whether a line is nothing but names divided by commas and `en`, offices in small letters among
/// them: `Terpstra en Bos`, `Buskamer, A. Bos, president`.
fn is_made_of_names(text: &str) -> bool {
    const OFFICES: [&str; 4] = ["president", "voorzitter", "griffier", "secretaris"];
    let names: Vec<&str> = text
        .split(", ")
        .flat_map(|part| part.split(" en "))
        .map(str::trim)
        .collect();
    let is_name = |name: &&str| {
        OFFICES.contains(name)
            || name.split_whitespace().count() <= MAX_WORDS_OF_NAME && is_person(name)
    };
    names.len() <= MAX_NAMES && names.iter().all(is_name) && !text.trim_end().ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::super::{elements, letter};
    use super::*;
    use crate::clean::{clean, tests_support::source};
    use crate::corpus::PartyRegister;

    /// Whether the cabinet signs, and what is said.
    fn read(tail: &str) -> (bool, Vec<String>) {
        let text = format!(
            "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\n\nDen Haag, 3 mei 2022\n\n\
             Het kabinet koopt een bus. De bus rijdt van Assen naar Zwolle. Zij is groen.\n\n{tail}\n"
        );
        let clean = clean(source(&text));
        let mut elements = elements::elements(&clean, &PartyRegister::built_in());
        mark(&mut elements, &clean);
        let is_cabinet = letter::is_signed_by_cabinet(&elements, &clean);
        let read = letter::attribute(&elements, &clean, is_cabinet).finish(clean);
        let said = read.turns.iter().flat_map(|turn| &turn.paragraphs);
        let said = said.map(|span| read.text.render(*span).text).collect();
        (is_cabinet, said)
    }

    #[test]
    fn signatures_in_plain_paragraphs_are_no_text() {
        let text = "Het kabinet koopt een bus. De bus rijdt van Assen naar Zwolle. Zij is groen.";
        for (tail, is_cabinet) in [
            (
                "De Minister van Vervoer, A. Bos\n\nDe Staatssecretaris van Vervoer, B. Zon",
                true,
            ),
            ("De Minister van Vervoer,\n\nA. Bos", true),
            ("De president van de Algemene Buskamer,\n\nA. Bos", false),
            ("De president van de Algemene Buskamer,\nA. Bos", false),
            ("De Nationale ombudsman, A. Bos", false),
            ("Terpstra", false),
            ("Terpstra en Bos", false),
            ("Algemene Buskamer, A. Bos, president", false),
        ] {
            let expected = (is_cabinet, vec![text.to_owned()]);
            assert_eq!(read(tail), expected, "{tail}");
        }
        assert_eq!(read("De Minister van Vervoer komt.").1.len(), 2);
    }
}
