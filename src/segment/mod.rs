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

pub use packing::{SegmentSettings, count_words};
pub use quotes::{
    parse_spans, quotations_of_turn, quoted_share, quoted_spans, without_quotations, without_spans,
};
pub use reported::is_reported;
pub use sentences::{Abbreviations, sentences};

use crate::attribute::{AttributedText, Turn};
use crate::clean::CleanText;
use crate::corpus::{Passage, PassageId, Span};

/// Cuts the turns of a document into passages, in the order of the document.
///
/// `fixed` holds hand-coded boundaries: spans of the source, in order and without overlap. A
/// fixed span that reaches over the end of what one speaker says is cut there; a rest too short
/// for a passage joins the fixed span beside it.
pub fn segment(
    attributed: &AttributedText,
    fixed: &[Span],
    abbreviations: &Abbreviations,
    settings: SegmentSettings,
) -> Vec<Passage> {
    let text = &attributed.text;
    let mut passages = Vec::new();
    for speech in attributed.turns.chunk_by(is_same_speaker) {
        let mut spans = fixed::spans_inside(text, speech, fixed);
        for rest in fixed::rests(speech, &spans) {
            let rendered = text.render(rest);
            let found = sentences(&rendered.text, abbreviations);
            for packed in packing::pack(&rendered.text, &found, settings) {
                let start = rendered.source_start(packed.start);
                spans.push(Span::new(start, rendered.source_end(packed.end)));
            }
        }
        spans.sort();
        passages.extend(
            spans
                .into_iter()
                .filter_map(|span| passage(text, speech, span)),
        );
    }
    passages
}

fn is_same_speaker(left: &Turn, right: &Turn) -> bool {
    left.actor == right.actor && left.role == right.role && left.person == right.person
}

/// The passage of a span; `None` where no word is left of it.
fn passage(clean: &CleanText, speech: &[Turn], span: Span) -> Option<Passage> {
    let begins = |turn: &Turn| {
        let first = turn.paragraphs.first();
        first.is_some_and(|paragraph| paragraph.start <= span.start)
    };
    let place = speech.partition_point(begins).saturating_sub(1);
    let turn = speech.get(place)?;
    let rendered = clean.render(span);
    let n_words = count_words(&rendered.text);
    if n_words == 0 {
        return None;
    }
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
        heading: turn.headings.join(" > "),
        exchange_id,
        section: turn.section,
        group: String::new(),
        quoted_share: quoted_share(&rendered.text),
        quotations: Vec::new(),
        reported: false,
        n_words,
        text: rendered.text,
    })
}
