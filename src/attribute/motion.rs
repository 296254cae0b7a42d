//! Motions and amendments: which words ask, which consider, and whose they are.
//!
//! The group of a motion is the party of its first sponsor: the first who signs. Where the title
//! names another one first, that one is it only if also a signatory; `docs/decisions/motions.md`
//! says why, and what was measured. The same logic reads official XML and plain text: it sees a
//! title and clean paragraphs.

use super::motion_head::{amendment_pieces, foot_at, is_date, is_number, names_at_end};
use super::motion_parts::{
    MotionPart, MotionPartKind, is_closing, is_explanation_heading, kind_of, may_be_names, pieces,
    starts_amendment, starts_motion,
};
use super::sponsors::{
    NameContext, PrintedSponsor, PrintedSponsors, Sponsor, is_same_name, resolve_sponsor,
    split_names, split_signature,
};
use crate::corpus::Span;

/// What the title says of the first sponsor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleCheck {
    /// It names the first signatory first.
    Agrees,
    /// It names another signatory first, who counts as the first sponsor.
    NamesAnotherSignatory,
    /// It names first somebody who did not sign; the first signatory stays the first sponsor.
    NamesNoSignatory,
    /// It names nobody, or nobody signed.
    Silent,
}

/// A motion or amendment, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MotionReading {
    /// Whether it is an amendment.
    pub is_amendment: bool,
    /// Its pieces, in the order of the text; every byte of every paragraph is in exactly one.
    pub parts: Vec<MotionPart>,
    /// Who signed, the first sponsor first, the others in the order signed.
    pub sponsors: Vec<Sponsor>,
    /// Whether *c.s.* stands in a signature, or in the title while one name only was found.
    pub has_others: bool,
    /// Whether the title names the same first sponsor.
    pub title: TitleCheck,
}

/// Takes a motion or amendment apart: `title` is its title line (*MOTIE VAN HET LID CEDER C.S.*),
/// empty for none; `paragraphs` are clean and in order, and may begin before *De Kamer,*.
///
/// ```
/// use standpunt::attribute::{MotionPartKind, NameContext, Registers, read_motion};
/// use standpunt::corpus::{MemberRegister, PartyRegister};
/// let registers = Registers {
///     parties: &PartyRegister::built_in(),
///     members: &MemberRegister::built_in(),
/// };
/// let context = NameContext {
///     registers,
///     date: Some("2024-03-05".parse()?),
///     chamber: "Tweede Kamer",
/// };
/// let paragraphs = [
///     "De Kamer,",
///     "overwegende dat de bus niet rijdt;",
///     "verzoekt de regering de bus te laten rijden,",
///     "en gaat over tot de orde van de dag.",
///     "Ceder",
/// ];
/// let motion = read_motion("MOTIE VAN HET LID CEDER", &paragraphs, &context);
/// assert_eq!(motion.parts[2].kind, MotionPartKind::Request);
/// assert_eq!(motion.sponsors[0].party_id().map(|id| id.as_str()), Some("ChristenUnie"));
/// # Ok::<(), standpunt::corpus::DateError>(())
/// ```
pub fn read_motion(title: &str, paragraphs: &[&str], context: &NameContext<'_>) -> MotionReading {
    let title_names = split_names(title);
    let is_amendment = title.to_lowercase().contains("amendement") || opens_amendment(paragraphs);
    let parts = if is_amendment {
        amendment_parts(paragraphs, &title_names, context)
    } else {
        motion_parts(paragraphs, &title_names, context)
    };
    let mut signed = PrintedSponsors::default();
    for part in parts
        .iter()
        .filter(|part| part.kind == MotionPartKind::Signature)
    {
        let read = split_signature(text_of(paragraphs, part), &title_names.names, context);
        signed.names.extend(read.names);
        signed.has_others |= read.has_others;
    }
    if signed.names.is_empty() {
        let mut texts = parts.iter().map(|part| text_of(paragraphs, part));
        signed = texts
            .find(|text| starts_amendment(text))
            .map(split_names)
            .filter(|read| read.names.iter().all(|n| knows(context, &n.name)))
            .unwrap_or_default();
    }
    let (names, title) = order(signed.names, &title_names.names);
    MotionReading {
        is_amendment,
        parts,
        has_others: signed.has_others || (title_names.has_others && names.len() == 1),
        sponsors: names
            .iter()
            .map(|printed| resolve(printed, &title_names.names, context))
            .collect(),
        title,
    }
}

fn knows(context: &NameContext<'_>, name: &str) -> bool {
    context.registers.members.knows(name, context.chamber)
}

fn text_of<'a>(paragraphs: &[&'a str], part: &MotionPart) -> &'a str {
    let text = paragraphs.get(part.paragraph).copied().unwrap_or("");
    text.get(part.span.range()).unwrap_or("")
}

fn whole(paragraph: usize, text: &str, kind: MotionPartKind) -> MotionPart {
    MotionPart {
        paragraph,
        span: Span::new(0, text.len()),
        kind,
    }
}

fn motion_parts(
    paragraphs: &[&str],
    title: &PrintedSponsors,
    context: &NameContext<'_>,
) -> Vec<MotionPart> {
    let start = paragraphs
        .iter()
        .position(|text| starts_motion(text))
        .unwrap_or(0);
    let mut parts = Vec::new();
    let mut before = MotionPartKind::Formula;
    let mut is_complete = true;
    let mut is_closed = false;
    for (i, text) in paragraphs.iter().enumerate() {
        if i < start {
            parts.push(whole(i, text, MotionPartKind::Front));
            continue;
        }
        for span in pieces(text) {
            let piece = text.get(span.range()).unwrap_or("");
            let kind = if !is_closed {
                kind_of(piece, before, is_complete)
            } else if before != MotionPartKind::Other && may_be_names(piece) {
                MotionPartKind::Signature
            } else {
                MotionPartKind::Other
            };
            is_closed |= is_closing(piece);
            is_complete = piece.trim_end().ends_with([',', ';', ':', '.']);
            before = kind;
            parts.push(MotionPart {
                paragraph: i,
                span,
                kind,
            });
        }
    }
    if !is_closed {
        mark_last_names(&mut parts, paragraphs, title, context);
    }
    parts
}

/// Whether the opening line of an amendment stands in a paper that is no motion.
fn opens_amendment(paragraphs: &[&str]) -> bool {
    let opens_inside = |text: &&str| {
        let mut pieces = amendment_pieces(text).into_iter();
        pieces.any(|span| text.get(span.range()).is_some_and(starts_amendment))
    };
    paragraphs.iter().any(|text| starts_amendment(text))
        || !paragraphs.iter().any(|text| starts_motion(text)) && paragraphs.iter().any(opens_inside)
}

fn amendment_parts(
    paragraphs: &[&str],
    title: &PrintedSponsors,
    context: &NameContext<'_>,
) -> Vec<MotionPart> {
    let mut parts: Vec<MotionPart> = Vec::new();
    for (i, text) in paragraphs.iter().enumerate() {
        let pieces = amendment_pieces(text).into_iter();
        parts.extend(pieces.map(|span| MotionPart {
            paragraph: i,
            span,
            kind: MotionPartKind::Request,
        }));
    }
    let opening = parts
        .iter()
        .position(|part| starts_amendment(text_of(paragraphs, part)));
    let mut kind = MotionPartKind::Request;
    for (i, part) in parts.iter_mut().enumerate() {
        let text = text_of(paragraphs, part);
        part.kind = if opening.is_some_and(|opening| i < opening) || is_date(text) {
            MotionPartKind::Front
        } else if foot_at(text) == Some(0) {
            MotionPartKind::Other
        } else if Some(i) == opening || is_number(text) {
            MotionPartKind::Formula
        } else if is_explanation_heading(text) {
            kind = MotionPartKind::Consideration;
            MotionPartKind::Formula
        } else {
            kind
        };
    }
    cut_off_names(&mut parts, paragraphs, title, context);
    mark_last_names(&mut parts, paragraphs, title, context);
    parts
}

/// Makes names behind the last sentence of the last piece a piece of their own.
fn cut_off_names(
    parts: &mut Vec<MotionPart>,
    paragraphs: &[&str],
    title: &PrintedSponsors,
    context: &NameContext<'_>,
) {
    let is_text = |part: &MotionPart| part.kind != MotionPartKind::Other;
    let Some(place) = parts.iter().rposition(is_text) else {
        return;
    };
    let Some(last) = parts.get_mut(place) else {
        return;
    };
    let text = text_of(paragraphs, last);
    let names = names_at_end(text).filter(|&start| {
        let names = text.get(start..).unwrap_or("");
        are_names(names, title, context)
    });
    if let Some(start) = names {
        let start = last.span.start + start;
        let names = MotionPart {
            span: Span::new(start, last.span.end),
            ..*last
        };
        last.span.end = start;
        parts.insert(place + 1, names);
    }
}

/// Marks the last paragraphs as signatures that name only members of the register or persons of
/// the title.
fn mark_last_names(
    parts: &mut [MotionPart],
    paragraphs: &[&str],
    title: &PrintedSponsors,
    context: &NameContext<'_>,
) {
    for part in parts.iter_mut().rev() {
        if part.kind == MotionPartKind::Other {
            continue;
        }
        let text = text_of(paragraphs, part);
        let is_frame = matches!(part.kind, MotionPartKind::Front | MotionPartKind::Formula);
        if is_frame || !are_names(text, title, context) {
            return;
        }
        part.kind = MotionPartKind::Signature;
    }
}

/// Whether a text names only members of the register or persons of the title.
fn are_names(text: &str, title: &PrintedSponsors, context: &NameContext<'_>) -> bool {
    let names = split_signature(text, &title.names, context).names;
    let is_known = |name: &PrintedSponsor| {
        let mut in_title = title.names.iter();
        knows(context, &name.name) || in_title.any(|t| is_same_name(&t.name, &name.name))
    };
    !names.is_empty() && may_be_names(text) && names.iter().all(is_known)
}

/// The names with the first sponsor first, and what the title says of it.
fn order(
    signed: Vec<PrintedSponsor>,
    title: &[PrintedSponsor],
) -> (Vec<PrintedSponsor>, TitleCheck) {
    let (Some(first), Some(in_title)) = (signed.first(), title.first()) else {
        let names = if signed.is_empty() {
            title.to_vec()
        } else {
            signed
        };
        return (names, TitleCheck::Silent);
    };
    if is_same_name(&first.name, &in_title.name) {
        return (signed, TitleCheck::Agrees);
    }
    let place = signed
        .iter()
        .position(|s| is_same_name(&s.name, &in_title.name));
    let mut names = signed;
    match place {
        Some(place) => {
            let sponsor = names.remove(place);
            names.insert(0, sponsor);
            (names, TitleCheck::NamesAnotherSignatory)
        }
        None => (names, TitleCheck::NamesNoSignatory),
    }
}

/// The party of a signatory; the title may add brackets or a first name that the signature lacks.
fn resolve(
    printed: &PrintedSponsor,
    title: &[PrintedSponsor],
    context: &NameContext<'_>,
) -> Sponsor {
    let in_title = title.iter().find(|t| is_same_name(&t.name, &printed.name));
    let fuller = in_title
        .map(|t| t.name.as_str())
        .filter(|name| name.chars().count() > printed.name.chars().count())
        .unwrap_or(&printed.name);
    let asked = PrintedSponsor {
        name: fuller.to_owned(),
        party: printed
            .party
            .clone()
            .or_else(|| in_title.and_then(|t| t.party.clone())),
    };
    Sponsor {
        name: printed.name.clone(),
        ..resolve_sponsor(&asked, context)
    }
}

#[cfg(test)]
#[path = "motion_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "motion_samples.rs"]
mod samples;
