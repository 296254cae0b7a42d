//! Reports of a committee on a bill: questions of parties without headings of sections or answers.
//!
//! Their paragraphs open with who asks: `De leden van de …-fractie hebben kennisgenomen`. A paper in
//! which the government speaks too (*nota naar aanleiding van het verslag*, *memorie van antwoord*)
//! repeats such openings with answers behind them, and is none.

use std::collections::BTreeSet;

use super::elements::{Element, Paragraph};
use super::opening::named_parties;
use super::voice::sounds_like_answer;
use super::{Registers, letter};
use crate::clean::CleanText;
use crate::corpus::DocumentKind;

/// Parties whose paragraphs open with their name.
const MIN_PARTIES: usize = 2;

/// Of so many paragraphs behind the first that names a party, one at least names one.
const MAX_PARAGRAPHS_OF_A_PARTY: usize = 4;

/// Elements at the start of a document among which its title is looked for.
const MAX_FRONT: usize = 12;

/// Whether the paragraphs of a document are questions that open with the parties who ask, and
/// nothing in it is the government's.
pub(super) fn is_one(elements: &[Element], clean: &CleanText, registers: &Registers<'_>) -> bool {
    let document = &clean.source().document;
    let is_stated_otherwise = match &document.kind {
        Some(DocumentKind::Other(name)) => {
            let name = name.to_lowercase();
            !name.is_empty() && !name.contains("verslag") || name.contains("nota ")
        }
        _ => false,
    };
    if is_stated_otherwise
        || is_titled_as_answer(elements, clean)
        || letter::is_signed_by_cabinet(elements, clean)
    {
        return false;
    }
    let opens = |paragraph: &Paragraph| {
        named_parties(&paragraph.text, registers.parties, document.date)
            .filter(|parties| !parties.is_empty())
    };
    let paragraphs = elements.iter().filter_map(|element| match element {
        Element::Paragraph(paragraph) => Some(paragraph),
        _ => None,
    });
    let mut parties: BTreeSet<Vec<String>> = BTreeSet::new();
    let (mut n, mut n_open) = (0, 0);
    for paragraph in paragraphs {
        if let Some(named) = opens(paragraph) {
            parties.insert(named);
            n_open += 1;
        }
        if holds_section(&paragraph.text) {
            return false;
        }
        if n_open > 0 {
            n += 1;
            if sounds_like_answer(&paragraph.text) {
                return false;
            }
        }
    }
    parties.len() >= MIN_PARTIES && n <= MAX_PARAGRAPHS_OF_A_PARTY * n_open
}

/// Whether the heading of an answer or of a party's section stands inside a paragraph.
fn holds_section(text: &str) -> bool {
    const HEADINGS: [&str; 4] = [
        "Antwoord ",
        "Antwoord: ",
        "Reactie van de ",
        "Vragen en opmerkingen van de leden ",
    ];
    HEADINGS
        .iter()
        .flat_map(|heading| text.match_indices(heading))
        .any(|(at, _)| at > 0)
}

/// Whether the first lines say that the government answers.
fn is_titled_as_answer(elements: &[Element], clean: &CleanText) -> bool {
    const TITLES: [&str; 4] = [
        "nota naar aanleiding van",
        "memorie van antwoord",
        "nadere memorie van antwoord",
        "memorie van toelichting",
    ];
    elements.iter().take(MAX_FRONT).any(|element| {
        let text = clean.render(element.span()).text;
        let head: String = text.chars().take(200).collect::<String>().to_lowercase();
        TITLES.iter().any(|title| head.contains(title))
    })
}

#[cfg(test)]
mod tests {
    use super::super::elements;
    use super::*;
    use crate::clean::{clean, tests_support::source};
    use crate::corpus::{MemberRegister, PartyRegister};

    #[test]
    fn a_report_is_questions_alone() {
        const VVD: &str = "De leden van de VVD-fractie vragen naar de bus.";
        const SP: &str = "De leden van de SP-fractie hebben vragen over de trein.";
        let parties = PartyRegister::built_in();
        let members = MemberRegister::built_in();
        let registers = Registers {
            parties: &parties,
            members: &members,
        };
        for (text, expected) in [
            (format!("Verslag\n\n{VVD}\n\n{SP}\n"), true),
            (format!("{VVD}\n\n{VVD}\n"), false),
            (format!("MEMORIE VAN ANTWOORD\n\n{VVD}\n\n{SP}\n"), false),
            (
                format!("{VVD}\n\nDe regering laat de bus rijden.\n\n{SP}\n"),
                false,
            ),
            (format!("{VVD} Antwoord Die rijdt.\n\n{SP}\n"), false),
            (
                format!("{VVD}\n\n{SP}\n\nDe Minister van Vervoer,\nA. Bos\n"),
                false,
            ),
        ] {
            let clean = clean(source(&text));
            let elements = elements::elements(&clean, &parties);
            assert_eq!(is_one(&elements, &clean, &registers), expected, "{text}");
        }
    }
}
