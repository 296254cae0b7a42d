//! Whether a document is one of written questions, by what stands at its head.

use super::answerers::answerers;
use super::askers::askers;
use crate::clean::CleanText;
use crate::corpus::Span;

/// Pieces at the start of a document among which its heading is looked for.
pub(super) const MAX_FRONT: usize = 120;

/// The bytes of a line, and of a document, within which its heading is looked for.
const MAX_KEY_LINE: usize = 4000;
const MAX_HEAD: usize = 20_000;

/// Whether a line names members with their groups whose questions it is about.
fn names_members_who_ask(line: &str) -> bool {
    let line = start_of(line, MAX_KEY_LINE);
    line.contains("ragen van ")
        && askers(line)
            .iter()
            .any(|asker| !asker.name.is_empty() && !asker.party.is_empty())
}

/// Questions behind bare numbers from which on a document that speaks of questions of members
/// holds them.
const MIN_NUMBERED: usize = 2;

/// Whether a line is a question behind its number: `2. Rijdt de trein?`.
fn is_numbered_question(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len()
        && [". ", ") "].iter().any(|mark| rest.starts_with(mark))
        && rest.contains('?')
}

/// Whether a document is one of written questions, by what stands at its head.
pub(super) fn looks_like(clean: &CleanText) -> bool {
    let (mut n_heads, mut n_numbered) = (0, 0);
    let mut is_headed = false;
    let mut names_members = false;
    let mut is_of_groups = false;
    let mut speaks_of_questions = false;
    for line in clean.lines().iter().take(MAX_FRONT) {
        let text = clean.line_text(line);
        let is_question = text.strip_prefix("Vraag ").is_some_and(|rest| {
            let digits = rest.trim_end_matches([':', '.', ' ']);
            !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
        });
        n_heads += usize::from(is_question);
        n_numbered += usize::from(is_numbered_question(text));
        is_headed |= opens_written_questions(text);
        names_members |= names_members_who_ask(text);
        is_of_groups |= text.contains("leden van de ") && text.contains("ractie");
        speaks_of_questions |= text.contains("ragen van ");
    }
    // The names may stand in the line below.
    is_headed |= !is_headed && speaks_of_questions && names_who_asks(&front(clean));
    let is_numbered = n_numbered >= MIN_NUMBERED && names_members && !is_of_groups;
    is_headed && (n_heads > 0 || is_numbered || names_askers_or_answer(clean))
}

/// Whether a line stands at the head of written questions only.
pub(super) fn opens_written_questions(line: &str) -> bool {
    const OPENINGS: [&str; 15] = [
        "Vragen van het lid ",
        "Vragen van de leden ",
        "Mondelinge vragen van ",
        "Schriftelijke vragen van ",
        "Antwoord van minister ",
        "Antwoord van Minister ",
        "Antwoord van staatssecretaris ",
        "Antwoord van Staatssecretaris ",
        "Mededeling van minister ",
        "Mededeling van Minister ",
        "Mededeling van staatssecretaris ",
        "Mededeling van Staatssecretaris ",
        "Vragen gesteld door de leden der Kamer",
        "Antwoorden op de vragen van het lid ",
        "Antwoorden op de vragen van de leden ",
    ];
    const INSIDE: [&str; 6] = [
        "Kamervragen van het lid ",
        "Kamervragen van de leden ",
        "schriftelijke vragen van het lid ",
        "schriftelijke vragen van de leden ",
        "dat de vragen van het lid ",
        "dat de vragen van de leden ",
    ];
    let line = start_of(line, MAX_KEY_LINE);
    OPENINGS.iter().any(|opening| line.starts_with(opening))
        || INSIDE.iter().any(|words| line.contains(words))
        || line.contains("Aanhangsel van de Handelingen")
        || line.contains("Vragen gesteld door de leden der Kamer")
        || names_who_asks(line)
}

/// Whether a line names members with their groups, or a group, whose questions it is about:
/// `de antwoorden op de vragen van de leden Zon (SP) en Maan (D66)`.
fn names_who_asks(line: &str) -> bool {
    line.contains("ragen van ") && askers(line).iter().any(|asker| !asker.party.is_empty())
}

/// The start of a text, at most `max` bytes of it.
fn start_of(text: &str, max: usize) -> &str {
    let mut end = max.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// Whether the head names a member with a group in brackets, or says when an answer came.
fn names_askers_or_answer(clean: &CleanText) -> bool {
    let front = front(clean);
    let has_stamp = ["(ingezonden", "(ontvangen"]
        .iter()
        .any(|stamp| front.contains(stamp));
    has_stamp && (!askers(&front).is_empty() || !answerers(&front).is_empty())
}

/// The clean text in which the heading is looked for.
fn front(clean: &CleanText) -> String {
    let last = clean.lines().iter().take(MAX_FRONT).next_back();
    let end = last.map_or(0, |line| line.span.end);
    let source = clean.source().text.get(..end).unwrap_or("");
    let end = start_of(source, MAX_HEAD).len();
    clean.render(Span::new(0, end)).text
}
