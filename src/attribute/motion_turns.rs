//! The turns of a motion or an amendment: its sponsors', with considerations and request apart.

use super::Registers;
use super::elements::Element;
use super::letterhead::Letterhead;
use super::motion::{MotionReading, read_motion};
use super::motion_head::{cut_at_lines, title_inside, title_of_head};
use super::motion_parts::MotionPartKind;
use super::sponsors::{NameContext, Sponsor};
use super::turns::{Builder, Rule, Speaker};
use crate::clean::{CleanText, EditReason, Rendered};
use crate::corpus::{Actor, DocumentKind, Role, Span};
use crate::read::{Layout, PartKind, Parts};

/// Bytes that a title may have.
const MAX_TITLE: usize = 400;

/// Elements of a paper among which its title is looked for.
const MAX_ELEMENTS_ABOVE: usize = 40;

/// Whether a paper is a motion or an amendment, by a title of its own above the text.
pub(super) fn kind_of(clean: &CleanText, elements: &[Element]) -> Option<DocumentKind> {
    elements
        .iter()
        .take(MAX_ELEMENTS_ABOVE)
        .filter_map(|element| {
            let text = clean.render(element.span()).text;
            let of_head = || title_of_head(&text).map(|(kind, _)| kind);
            let inside = || title_inside(&text).map(|title| title.kind);
            DocumentKind::from_title(&text)
                .or_else(of_head)
                .or_else(inside)
        })
        .find(|kind| matches!(kind, DocumentKind::Motie | DocumentKind::Amendement))
}

/// The title and the paragraphs of a paper.
#[derive(Debug, Default)]
struct Paper {
    title: String,
    paragraphs: Vec<(Span, Rendered)>,
}

/// The turns of a motion or an amendment.
pub(super) fn attribute(
    clean: &CleanText,
    elements: &[Element],
    registers: &Registers<'_>,
) -> Builder {
    let mut builder = Builder::default();
    let paper = match &clean.source().layout {
        Layout::Parts(parts) => of_parts(clean, parts, &mut builder),
        Layout::Lines | Layout::Pages(_) => of_elements(clean, elements, &mut builder),
    };
    let document = &clean.source().document;
    let texts: Vec<&str> = paper
        .paragraphs
        .iter()
        .map(|(_, rendered)| rendered.text.as_str())
        .collect();
    let context = NameContext {
        registers: *registers,
        date: document.date,
        chamber: &document.chamber,
    };
    let title = if paper.title.is_empty() {
        document.title.as_str()
    } else {
        paper.title.as_str()
    };
    let motion = read_motion(title, &texts, &context);
    say(&motion, &paper, &mut builder);
    builder
}

/// What official XML marks: the title stands apart, all else is text.
fn of_parts(clean: &CleanText, parts: &Parts, builder: &mut Builder) -> Paper {
    let mut paper = Paper::default();
    for part in &parts.parts {
        match part.kind {
            PartKind::Title => {
                let text = clean.render(part.span).text;
                if names_a_motion(&text) {
                    paper.title = text;
                }
                builder.drop_text(part.span, EditReason::Title);
            }
            PartKind::Note => builder.drop_text(part.span, EditReason::Note),
            PartKind::Label => builder.drop_text(part.span, EditReason::Label),
            PartKind::Table => builder.drop_text(part.span, EditReason::Table),
            PartKind::Footnote => {}
            PartKind::Text | PartKind::Heading | PartKind::Signature => {
                paper.paragraphs.push((part.span, clean.render(part.span)));
            }
        }
    }
    paper
}

/// What lines tell: everything up to the title is none of the paper's text.
fn of_elements(clean: &CleanText, elements: &[Element], builder: &mut Builder) -> Paper {
    let mut paper = Paper::default();
    // A paper on one line begins as its title does, and is its text all the same.
    let is_title = |element: &Element| {
        let text = clean.render(element.span()).text;
        let is_short = text.len() <= MAX_TITLE && !text.contains("De Kamer,");
        is_short
            && title_inside(&text).is_none()
            && (names_a_motion(&text) || title_of_head(&text).is_some())
    };
    let title = elements.iter().position(is_title);
    for (i, element) in elements.iter().enumerate() {
        let span = element.span();
        let is_frame = matches!(
            element,
            Element::Frame {
                letterhead: Letterhead::Address | Letterhead::Title,
                ..
            }
        );
        match element {
            Element::Dropped { reason, .. } => builder.drop_text(span, *reason),
            _ if title.is_some_and(|title| i <= title) || is_frame => {
                if title == Some(i) {
                    let text = clean.render(span).text;
                    let title = title_of_head(&text).map_or(text.as_str(), |(_, title)| title);
                    title.clone_into(&mut paper.title);
                }
                builder.drop_text(span, EditReason::Title);
            }
            _ => {
                let span = without_title(clean, span, &mut paper, builder);
                for piece in cut_at_lines(clean, span) {
                    paper.paragraphs.push((piece, clean.render(piece)));
                }
            }
        }
    }
    paper
}

/// The rest of a paragraph behind a head and title that stand in it.
fn without_title(clean: &CleanText, span: Span, paper: &mut Paper, builder: &mut Builder) -> Span {
    if !paper.title.is_empty() {
        return span;
    }
    let rendered = clean.render(span);
    let opening = || rendered.text.find("De Kamer,");
    let (title, text) = match title_inside(&rendered.text) {
        Some(inside) => (inside.title, inside.text),
        None => (0, opening().unwrap_or(0)),
    };
    let head = rendered.text.get(title..text).unwrap_or("");
    if !names_a_motion(head) {
        return span;
    }
    head.clone_into(&mut paper.title);
    let start = rendered.source_start(text);
    builder.drop_text(Span::new(span.start, start), EditReason::Title);
    Span::new(start, span.end)
}

/// Whether a line is the title of a motion or an amendment: `GEWIJZIGDE MOTIE VAN HET LID …`.
fn names_a_motion(line: &str) -> bool {
    matches!(
        DocumentKind::from_title(line),
        Some(DocumentKind::Motie | DocumentKind::Amendement)
    )
}

fn say(motion: &MotionReading, paper: &Paper, builder: &mut Builder) {
    let speaker = speaker_of(&motion.sponsors);
    for part in &motion.parts {
        let Some((whole, rendered)) = paper.paragraphs.get(part.paragraph) else {
            continue;
        };
        // A piece that is the whole paragraph keeps its span, edits at its ends included.
        let span = if part.span == Span::new(0, rendered.text.len()) {
            *whole
        } else {
            let start = rendered.source_start(part.span.start);
            Span::new(start, rendered.source_end(part.span.end))
        };
        let role = match part.kind {
            MotionPartKind::Consideration => Role::Consideration,
            MotionPartKind::Request => Role::Request,
            MotionPartKind::Front => {
                builder.drop_text(span, EditReason::Front);
                continue;
            }
            MotionPartKind::Formula | MotionPartKind::Other => {
                builder.drop_text(span, EditReason::Formula);
                continue;
            }
            MotionPartKind::Signature => {
                builder.drop_text(span, EditReason::Signature);
                continue;
            }
        };
        let text = rendered.text.get(part.span.range()).unwrap_or_default();
        let speaker = Speaker {
            role,
            ..speaker.clone()
        };
        builder.say_text(span, text, &speaker);
    }
    let first = motion.sponsors.first();
    let place = paper
        .paragraphs
        .first()
        .map_or(Span::new(0, 0), |(span, _)| *span);
    for sponsor in motion
        .sponsors
        .iter()
        .filter(|sponsor| sponsor.party.is_err())
    {
        builder.unknown(&sponsor.name, place, rule_of(Some(sponsor)));
    }
    if first.is_none() {
        builder.unknown("(no sponsor)", place, Rule::NotFound);
    }
}

/// The first sponsor's party; all signatories stand beside it.
fn speaker_of(sponsors: &[Sponsor]) -> Speaker {
    let first = sponsors.first();
    let actor = first
        .and_then(Sponsor::party_id)
        .map_or_else(Actor::unknown, |id| Actor::of_parties(&[id.as_str()]));
    let mut parties: Vec<String> = Vec::new();
    for id in sponsors.iter().filter_map(Sponsor::party_id) {
        if !parties.iter().any(|known| known == id.as_str()) {
            parties.push(id.to_string());
        }
    }
    let names: Vec<&str> = sponsors
        .iter()
        .map(|sponsor| sponsor.name.as_str())
        .collect();
    Speaker {
        parties,
        person: names.join(";"),
        ..Speaker::new(actor, Role::Request, rule_of(first))
    }
}

/// How the party of a sponsor was found, or why it was not.
pub(super) fn rule_of(sponsor: Option<&Sponsor>) -> Rule {
    match sponsor.map(|sponsor| &sponsor.party) {
        None => Rule::NotFound,
        Some(Ok(_)) => Rule::Signature,
        Some(Err(reason)) if *reason == "namesakes" => Rule::Namesakes,
        Some(Err(reason)) if reason.contains("brackets") => Rule::UnknownParty,
        Some(Err(_)) => Rule::NoParty,
    }
}
