//! Answers without a heading in a paper that heads its other answers.
//!
//! `3. Hoeveel zaken lopen er? Er lopen 400 zaken.`: what follows the last question mark of a
//! question that nothing else answers is no part of it, unless it still asks for something. A paper
//! that heads no answer at all holds answers where a paragraph of its own follows at least every
//! second question.

use std::collections::{BTreeMap, BTreeSet};

use super::question_heads::HeadKind;
use super::question_parser::{Act, Event, Parsed};
use super::voice::says_i;
use crate::clean::CleanText;
use crate::corpus::Span;

/// How the rest of a question begins behind its last question mark.
const STILL_ASKING: [&str; 16] = [
    "Graag",
    "Gaarne",
    "Zo ",
    "Kunt",
    "Wilt",
    "Indien",
    "Deze vra",
    "Hierbij",
    "Ik ",
    "Wij ",
    "Verzoeke",
    "Dit ",
    "Zie ",
    "Bron",
    "Toelichting",
    "Mededeling",
];

/// How a paragraph of its own begins that belongs to the question above it.
const STILL_ASKING_BELOW: [&str; 15] = [
    "Graag",
    "Gaarne",
    "Zo ja",
    "Zo nee",
    "Zo niet",
    "Kunt",
    "Wilt",
    "Indien",
    "Deze vra",
    "Hierbij",
    "Ik verzoek",
    "Verzoeke",
    "Bron",
    "Toelichting",
    "Mededeling",
];

/// Whether a paragraph of its own belongs to the question above it, by its first words.
pub(super) fn still_asks(text: &str) -> bool {
    STILL_ASKING_BELOW
        .iter()
        .any(|words| text.starts_with(words))
}

/// Sets such answers apart as acts of their own, behind the questions that they follow.
pub(super) fn split_unlabelled_answers(parsed: &mut Parsed, clean: &CleanText) {
    let is_headed = parsed.acts.iter().any(|act| act.kind == HeadKind::Answer);
    if !is_headed {
        mark_replies(parsed, clean);
    }
    let tails = tails(parsed, clean, is_headed);
    let n_questions = parsed.acts.iter().filter(|act| is_question(act)).count();
    if !is_headed && 2 * tails.len() < n_questions {
        return;
    }
    if tails.is_empty() {
        return;
    }
    let mut places: Vec<usize> = Vec::with_capacity(parsed.acts.len());
    let mut acts: Vec<Act> = Vec::with_capacity(parsed.acts.len() + tails.len());
    for (k, act) in std::mem::take(&mut parsed.acts).into_iter().enumerate() {
        places.push(acts.len());
        let tail = tails.contains_key(&k).then(|| Act {
            kind: HeadKind::Answer,
            numbers: act.numbers.clone(),
            set: act.set,
            is_unlabelled: true,
        });
        acts.push(act);
        acts.extend(tail);
    }
    parsed.acts = acts;
    let mut events = Vec::with_capacity(parsed.events.len() + tails.len());
    for event in std::mem::take(&mut parsed.events) {
        let Event::Text(span, k) = event else {
            events.push(event);
            continue;
        };
        let place = places.get(k).copied().unwrap_or(k);
        match tails.get(&k) {
            Some(&cut) if cut <= span.start => events.push(Event::Text(span, place + 1)),
            Some(&cut) if cut < span.end => {
                let text = clean.source().text.get(span.start..cut).unwrap_or("");
                let end = span.start + text.trim_end().len();
                events.push(Event::Text(Span::new(span.start, end), place));
                events.push(Event::Text(Span::new(cut, span.end), place + 1));
            }
            _ => events.push(Event::Text(span, place)),
        }
    }
    parsed.events = events;
}

/// Makes an answer of what follows a question without a number, asks nothing and says `ik`, `ja`
/// or `nee`, as members never do.
fn mark_replies(parsed: &mut Parsed, clean: &CleanText) {
    let mut texts: BTreeMap<usize, String> = BTreeMap::new();
    for event in &parsed.events {
        if let Event::Text(span, k) = event {
            let text = texts.entry(*k).or_default();
            text.push_str(clean.source().text.get(span.range()).unwrap_or(""));
            text.push(' ');
        }
    }
    for (k, act) in parsed.acts.iter_mut().enumerate().skip(1) {
        let text = texts.get(&k).map_or("", String::as_str);
        let asks = STILL_ASKING_BELOW
            .iter()
            .any(|words| text.starts_with(words));
        if is_question(act) && act.numbers.is_empty() && !asks && says_i(text) {
            act.kind = HeadKind::Answer;
            act.is_unlabelled = true;
        }
    }
}

/// Where in the source the answers without a heading begin, by the act they stand in.
fn tails(parsed: &Parsed, clean: &CleanText, is_headed: bool) -> BTreeMap<usize, usize> {
    let answered: BTreeSet<(usize, u32)> = parsed
        .acts
        .iter()
        .filter(|act| act.kind == HeadKind::Answer)
        .flat_map(|act| act.numbers.iter().map(|number| (act.set, *number)))
        .collect();
    let mut spans: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for event in &parsed.events {
        if let Event::Text(span, k) = event {
            spans.entry(*k).or_default().push(*span);
        }
    }
    let is_open = |k: usize| {
        let act = parsed.acts.get(k);
        let next = parsed.acts.get(k + 1);
        act.is_some_and(|act| {
            let mut numbers = act.numbers.iter();
            is_question(act) && !numbers.any(|number| answered.contains(&(act.set, *number)))
        }) && next.is_none_or(|next| next.kind != HeadKind::Answer || !next.numbers.is_empty())
    };
    spans
        .into_iter()
        .filter(|(k, _)| is_open(*k))
        .filter_map(|(k, spans)| {
            let text = &clean.source().text;
            let within = || tail(&spans, text).filter(|_| is_headed);
            Some((k, within().or_else(|| paragraph_behind(&spans, text))?))
        })
        .collect()
}

fn is_question(act: &Act) -> bool {
    matches!(act.kind, HeadKind::Question | HeadKind::BareNumber)
}

/// Where text that asks nothing begins behind the last question mark of some spans.
fn tail(spans: &[Span], text: &str) -> Option<usize> {
    let of = |span: &Span| text.get(span.range()).unwrap_or("");
    let last = spans.iter().rposition(|span| of(span).contains('?'))?;
    let span = spans.get(last)?;
    let mark = span.start + of(span).rfind('?')? + 1;
    let start = mark + length_of_marks(text.get(mark..span.end)?);
    let (start, rest) = if start < span.end {
        (start, text.get(start..span.end)?)
    } else {
        let next = spans.get(last + 1)?;
        (next.start, of(next))
    };
    let asks = STILL_ASKING.iter().any(|words| rest.starts_with(words));
    (!asks && rest.starts_with(char::is_uppercase)).then_some(start)
}

/// Where the first paragraph of its own begins that asks nothing, behind the paragraph with the
/// last question mark, or behind the first where none has one and the next says yes or no.
fn paragraph_behind(spans: &[Span], text: &str) -> Option<usize> {
    let of = |span: &Span| text.get(span.range()).unwrap_or("");
    let asked = spans.iter().rposition(|span| of(span).contains('?'));
    let below = spans.get(asked.unwrap_or(0) + 1..)?;
    let says_yes_or_no = |words: &str| {
        ["Ja.", "Ja,", "Nee.", "Nee,"]
            .iter()
            .any(|opening| words.starts_with(opening))
    };
    let found = below.iter().find(|span| {
        let asks = STILL_ASKING_BELOW
            .iter()
            .any(|words| of(span).starts_with(words));
        !asks && of(span).starts_with(char::is_uppercase)
    })?;
    (asked.is_some() || says_yes_or_no(of(found))).then_some(found.start)
}

/// Bytes of closing marks and footnote numbers at the start of a text.
fn length_of_marks(text: &str) -> usize {
    let rest = text.trim_start_matches(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || ")]»”’\"'".contains(c)
    });
    text.len() - rest.len()
}
