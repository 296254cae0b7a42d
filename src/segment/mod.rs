//! From turns to passages.
//!
//! A passage is one to four sentences of one speaker, about 80 words, never across paragraphs.
//! Where a gold file has hand-coded boundaries in a turn, these are kept and only the rest is cut.

mod endings;
mod fixed;
mod introduced;
mod marks;
mod openings;
mod packing;
mod quotes;
mod reported;
mod sentences;
mod speech;
mod word_count;

pub use packing::SegmentSettings;
pub use quotes::{
    parse_spans, quotations_of_turn, quoted_share, quoted_spans, without_quotations, without_spans,
};
pub use reported::is_reported;
pub use sentences::{Abbreviations, sentences};
pub use word_count::count_words;

use crate::attribute::{AttributedText, Turn};
use crate::clean::{CleanText, Rendered};
use crate::corpus::{Passage, PassageId, Role, Span};
use speech::{Speech, share_within};

/// Passages of a document that are handed over at a time.
const BATCH: usize = 1024;

/// Cuts the turns of a document into passages, in the order of the document.
///
/// `fixed` holds hand-coded boundaries: spans of the source. One that reaches over the end of what
/// one speaker says, over the end of the text, into another one or into a character is cut there;
/// a rest too short for a passage joins the fixed span beside it.
pub fn segment(
    attributed: &AttributedText,
    fixed: &[Span],
    abbreviations: &Abbreviations,
    settings: SegmentSettings,
) -> Vec<Passage> {
    let mut passages = Vec::new();
    segment_each(attributed, fixed, abbreviations, settings, &mut |found| {
        if passages.is_empty() {
            passages = found;
        } else {
            passages.extend(found);
        }
        true
    });
    passages
}

/// As [`segment`], but hands over the passages about a thousand at a time, so that never all of
/// them need be held. Ends at once, and is false, where `take` is.
pub fn segment_each(
    attributed: &AttributedText,
    fixed: &[Span],
    abbreviations: &Abbreviations,
    settings: SegmentSettings,
    take: &mut dyn FnMut(Vec<Passage>) -> bool,
) -> bool {
    let text = &attributed.text;
    let fixed = fixed::sound(&text.source().text, fixed);
    let mut passages: Vec<Passage> = Vec::new();
    for turns in attributed.turns.chunk_by(is_same_speaker) {
        let speech = Speech::of(text, turns);
        let mut spans = fixed::spans_inside(text, turns, &fixed);
        for rest in fixed::rests(turns, &spans) {
            let cut = |rendered: &Rendered, spans: &mut Vec<Span>| {
                let found = sentences(&rendered.text, abbreviations);
                for packed in packing::pack(&rendered.text, &found, settings) {
                    let start = rendered.source_start(packed.start);
                    spans.push(Span::new(start, rendered.source_end(packed.end)));
                }
            };
            match speech.paragraph(rest) {
                Some(rendered) => cut(rendered, &mut spans),
                None => cut(&text.render(rest), &mut spans),
            }
        }
        spans.sort();
        let mut first = passages.len();
        for span in spans {
            let previous = passages.get(first..).and_then(<[Passage]>::last);
            let found = passage(text, turns, &speech, span, previous);
            passages.extend(found);
            if passages.len() > BATCH {
                // The last one stays: it is the one before the next.
                let last = passages.split_off(BATCH);
                first = first.saturating_sub(BATCH);
                if !take(std::mem::replace(&mut passages, last)) {
                    return false;
                }
            }
        }
    }
    passages.is_empty() || take(passages)
}

fn is_same_speaker(left: &Turn, right: &Turn) -> bool {
    left.actor == right.actor && left.role == right.role && left.person == right.person
}

/// The passage of a span; `None` where no word is left of it.
fn passage(
    clean: &CleanText,
    turns: &[Turn],
    speech: &Speech,
    span: Span,
    previous: Option<&Passage>,
) -> Option<Passage> {
    let begins = |turn: &Turn| {
        let first = turn.paragraphs.first();
        first.is_some_and(|paragraph| paragraph.start <= span.start)
    };
    let place = turns.partition_point(begins).saturating_sub(1);
    let turn = turns.get(place)?;
    let rendered = clean.render(span);
    let n_words = count_words(&rendered.text);
    if n_words == 0 {
        return None;
    }
    let quotations = speech.quotations_in(span, &rendered);
    let heading = turn.headings.join(" > ");
    let reported = turn.role == Role::Letter
        && is_reported(
            &heading,
            &rendered.text,
            previous.map_or("", |passage| passage.text.as_str()),
        );
    let document = &clean.source().document;
    let exchange_id = turn
        .exchange
        .map_or_else(String::new, |n| format!("{}#{n}", document.id));
    Some(Passage {
        id: PassageId {
            document_id: document.id.clone(),
            span,
        },
        date: document.date,
        kind: document
            .kind
            .as_ref()
            .map_or_else(String::new, |kind| kind.as_str().to_owned()),
        chamber: document.chamber.clone(),
        dossier: document.dossier.clone(),
        source_place: clean.source().place_of(span.start).to_string(),
        actor: turn.actor.clone(),
        parties: turn.parties.clone(),
        speaker: turn.person.clone(),
        function: turn.function.clone(),
        role: turn.role,
        attribution_rule: turn.rule.as_str(),
        heading,
        exchange_id,
        section: turn.section,
        group: String::new(),
        quoted_share: share_within(&rendered.text, &quotations),
        quotations,
        reported,
        n_words,
        text: rendered.text,
    })
}
