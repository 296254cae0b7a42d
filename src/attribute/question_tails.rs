//! Answers without a heading in a paper that heads its other answers.
//!
//! `3. Hoeveel zaken lopen er? Er lopen 400 zaken.`: what follows the last question mark of a
//! question that nothing else answers is no part of it, unless it still asks for something.

use std::collections::{BTreeMap, BTreeSet};

use super::question_heads::HeadKind;
use super::question_parser::{Act, Event, Parsed};
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

/// Sets such answers apart as acts of their own, behind the questions that they follow.
pub(super) fn split_unlabelled_answers(parsed: &mut Parsed, clean: &CleanText) {
    if !parsed.acts.iter().any(|act| act.kind == HeadKind::Answer) {
        return;
    }
    let tails = tails(parsed, clean);
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

/// Where in the source the answers without a heading begin, by the act they stand in.
fn tails(parsed: &Parsed, clean: &CleanText) -> BTreeMap<usize, usize> {
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
            let is_question = matches!(act.kind, HeadKind::Question | HeadKind::BareNumber);
            let mut numbers = act.numbers.iter();
            is_question && !numbers.any(|number| answered.contains(&(act.set, *number)))
        }) && next.is_none_or(|next| next.kind != HeadKind::Answer || !next.numbers.is_empty())
    };
    spans
        .into_iter()
        .filter(|(k, _)| is_open(*k))
        .filter_map(|(k, spans)| Some((k, tail(&spans, &clean.source().text)?)))
        .collect()
}

/// Where text that asks nothing begins behind the last question mark of some spans.
fn tail(spans: &[Span], text: &str) -> Option<usize> {
    let of = |span: &Span| text.get(span.range()).unwrap_or("");
    let last = spans.iter().rposition(|span| of(span).contains('?'))?;
    let span = spans.get(last)?;
    let mark = span.start + of(span).rfind('?')? + 1;
    let behind = text.get(mark..span.end)?;
    let skipped = behind.len()
        - behind
            .trim_start_matches(|c: char| {
                c.is_ascii_digit() || c.is_whitespace() || ")]»”’\"'".contains(c)
            })
            .len();
    let start = mark + skipped;
    let (start, rest) = if start < span.end {
        (start, text.get(start..span.end)?)
    } else {
        let next = spans.get(last + 1)?;
        (next.start, of(next))
    };
    let asks = STILL_ASKING.iter().any(|words| rest.starts_with(words));
    (!asks && rest.starts_with(char::is_uppercase)).then_some(start)
}
