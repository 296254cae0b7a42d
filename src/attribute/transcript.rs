//! Debates in plain text: labels tell who speaks.
//!
//! What stands in front of the first label is front matter. Behind a note of the report (`De
//! vergadering wordt geschorst.`) nobody speaks until the next label. In text without line breaks
//! a turn is one paragraph; else blank lines divide paragraphs.

use std::collections::BTreeMap;

use super::Registers;
use super::blocks::{ends_sentence, starts_lower};
use super::floor::{FloorTurn, interruptions};
use super::labels::{Label, labels};
use super::motie_in_speech::MotieInSpeech;
use super::motie_pieces::{MotiePart, motie_pieces};
use super::spoken::speaker_of;
use super::stage::{chair_name, inline_notes, notes, stage};
use super::turns::{Builder, Speaker};
use crate::clean::{CleanText, EditReason, LineKind, ParagraphMarks};
use crate::corpus::{Role, Span};
use crate::read::{Quality, SpeakerFacts};

/// Labels from which on a document without a stated kind counts as a debate.
const MIN_LABELS: usize = 3;

/// Labels with a group at line starts from which on an excerpt without the chair counts as one.
const MIN_GROUPS: usize = 2;

/// A label and the paragraphs behind it.
#[derive(Debug)]
struct SpokenText {
    label: Span,
    speaker: usize,
    paragraphs: Vec<Span>,
    notes: Vec<Span>,
}

/// A debate taken apart.
#[derive(Debug)]
pub(super) struct Transcript {
    speakers: Vec<SpeakerFacts>,
    texts: Vec<SpokenText>,
    /// What stands in front of the first label.
    front: Span,
}

impl Transcript {
    /// Takes a debate apart; `None` where a text has too few labels to be one. Of a text whose
    /// kind is stated one label will do.
    pub(super) fn of(clean: &CleanText, is_stated: bool) -> Option<Self> {
        let source = clean.source().text.as_str();
        let labels = labels(source, clean.lines());
        let has_chair = labels.iter().any(|l| l.facts.quality == Quality::Chair);
        let names_group = |l: &&Label| l.starts_line && !l.facts.party.is_empty();
        let is_told = has_chair || labels.iter().filter(names_group).count() >= MIN_GROUPS;
        let is_debate = is_told && labels.len() >= MIN_LABELS || is_stated;
        let first = labels.first().filter(|_| is_debate)?;
        let front = Span::new(0, first.span.start);
        let mut chair = chair_name(source.get(front.range()).unwrap_or(""));
        let mut speakers = Speakers::default();
        let is_inline = labels.iter().any(|label| !label.starts_line);
        let mut texts = Vec::with_capacity(labels.len());
        for (i, label) in labels.iter().enumerate() {
            let end = labels
                .get(i + 1)
                .map_or(source.len(), |next| next.span.start);
            let stage = stage(source.get(label.span.end..end).unwrap_or(""), is_inline);
            let said_end = stage.as_ref().map_or(end, |s| label.span.end + s.at);
            let span = Span::new(label.span.end, said_end);
            let mut paragraphs = if is_inline {
                vec![trimmed(source, span)]
            } else {
                paragraphs(clean, span)
            };
            paragraphs.retain(|paragraph| !paragraph.is_empty());
            let headings = super::spoken_parts::take_headings(clean, &mut paragraphs);
            let next_is_chair = labels
                .get(i + 1)
                .is_some_and(|next| next.facts.quality == Quality::Chair);
            let is_chair = label.facts.quality == Quality::Chair;
            let mut notes = if is_inline {
                inline_notes(source, &mut paragraphs, is_chair && next_is_chair)
            } else {
                notes(source, &mut paragraphs, next_is_chair)
            };
            notes.extend(headings);
            notes.push(trimmed(source, Span::new(said_end, end)));
            texts.push(SpokenText {
                label: label.span,
                speaker: speakers.number(label, &chair),
                paragraphs,
                notes,
            });
            if let Some(next) = stage.and_then(|stage| stage.chair) {
                chair = next;
            }
        }
        Some(Self {
            speakers: speakers.facts,
            texts,
            front,
        })
    }

    /// The turns of the debate.
    pub(super) fn attribute(&self, clean: &CleanText, registers: &Registers<'_>) -> Builder {
        let document = &clean.source().document;
        let source = clean.source().text.as_str();
        let is_interruption = self.interruptions(source);
        let found: Vec<(Speaker, Option<String>)> = self
            .speakers
            .iter()
            .map(|facts| speaker_of(facts, registers, document.date, &document.chamber))
            .collect();
        let mut builder = Builder::default();
        drop_lines(clean, self.front, EditReason::Front, &mut builder);
        let mut motie = MotieInSpeech::default();
        let mut member: Option<Speaker> = None;
        for (text, is_interruption) in self.texts.iter().zip(is_interruption) {
            builder.drop_text(text.label, EditReason::Label);
            let Some((speaker, unknown)) = found.get(text.speaker) else {
                continue;
            };
            if let (Some(name), Some(first)) = (unknown, text.paragraphs.first()) {
                builder.unknown(name, *first, speaker.rule);
            }
            let role = if is_interruption {
                Role::Interruption
            } else {
                Role::Speech
            };
            let speaker = Speaker {
                role,
                ..speaker.clone()
            };
            // A motie that an extraction sets among the chair's words is the last speaker's.
            let reader = member.as_ref().filter(|_| speaker.actor.is_chair());
            let reader = reader.unwrap_or(&speaker);
            for (i, paragraph) in text.paragraphs.iter().enumerate() {
                let words = |span: &Span| source.get(span.range()).unwrap_or("");
                let next = text.paragraphs.get(i + 1).map_or("", words);
                if words(paragraph) == "Motie" && next.starts_with("De Kamer,") {
                    builder.heading(*paragraph);
                    continue;
                }
                say(
                    clean,
                    *paragraph,
                    [&speaker, reader],
                    &mut motie,
                    &mut builder,
                );
            }
            if !speaker.actor.is_chair() {
                member = Some(speaker);
            }
            for note in &text.notes {
                drop_lines(clean, *note, EditReason::Note, &mut builder);
            }
        }
        builder
    }

    fn interruptions(&self, source: &str) -> Vec<bool> {
        let turns: Vec<FloorTurn<'_>> = self
            .texts
            .iter()
            .map(|text| {
                let facts = self.speakers.get(text.speaker);
                let has = |quality| facts.is_some_and(|facts| facts.quality == quality);
                let end = text.paragraphs.last().map_or(text.label.end, |p| p.end);
                let words = source.get(text.label.end..end).unwrap_or("");
                FloorTurn {
                    speaker: text.speaker,
                    chair: has(Quality::Chair).then_some(words),
                    is_government: has(Quality::Government),
                }
            })
            .collect();
        interruptions(&turns)
    }
}

/// The speakers of a debate, each once.
#[derive(Debug, Default)]
struct Speakers {
    facts: Vec<SpeakerFacts>,
    numbers: BTreeMap<(Quality, String), usize>,
}

impl Speakers {
    /// The number of a label's speaker. A group that one label names counts for the others with
    /// that name.
    fn number(&mut self, label: &Label, chair: &str) -> usize {
        let mut facts = label.facts.clone();
        if facts.quality == Quality::Chair {
            chair.clone_into(&mut facts.name);
        }
        let with_party = format!("{} ({})", facts.name, facts.party);
        let named = self.numbers.get(&(facts.quality, facts.name.clone()));
        let known = if facts.party.is_empty() {
            named
        } else {
            self.numbers.get(&(facts.quality, with_party.clone()))
        };
        if let Some(&known) = known {
            return known;
        }
        let number = self.facts.len();
        if !facts.party.is_empty() {
            self.numbers.insert((facts.quality, with_party), number);
        }
        self.numbers
            .entry((facts.quality, facts.name.clone()))
            .or_insert(number);
        self.facts.push(facts);
        number
    }
}

/// Says a paragraph: a motie in it is the second speaker's, the rest the first one's.
fn say(
    clean: &CleanText,
    span: Span,
    [speaker, reader]: [&Speaker; 2],
    motie: &mut MotieInSpeech,
    builder: &mut Builder,
) {
    let source = clean.source().text.get(span.range()).unwrap_or("");
    for piece in motie_pieces(source, motie.is_read_by(reader)) {
        let place = Span::new(span.start + piece.range.start, span.start + piece.range.end);
        match piece.part {
            MotiePart::Heading => builder.heading(place),
            MotiePart::Speech => {
                builder.say_text(place, &clean.render(place).text, speaker);
            }
            MotiePart::Motie => {
                motie.read(&clean.render(place).text, place, reader, builder);
            }
        }
    }
}

/// Drops the lines of a stretch one by one.
fn drop_lines(clean: &CleanText, span: Span, reason: EditReason, builder: &mut Builder) {
    let lines = clean.lines();
    let first = lines.partition_point(|line| line.span.end <= span.start);
    let inside = lines.iter().skip(first);
    for line in inside.take_while(|line| line.span.start < span.end) {
        let part = Span::new(line.span.start.max(span.start), line.span.end.min(span.end));
        let part = trimmed(&clean.source().text, part);
        if line.kind == LineKind::Text && !part.is_empty() {
            builder.drop_text(part, reason);
        }
    }
}

/// A stretch without the white space around it.
pub(super) fn trimmed(source: &str, span: Span) -> Span {
    let text = source.get(span.range()).unwrap_or("");
    let start = span.start + (text.len() - text.trim_start().len());
    Span::new(start, start + text.trim().len())
}

/// The paragraphs of a stretch: lines between blank lines.
fn paragraphs(clean: &CleanText, span: Span) -> Vec<Span> {
    let source = clean.source().text.as_str();
    let is_line_a_paragraph = clean.paragraph_marks() == ParagraphMarks::Lines;
    let lines = clean.lines();
    let first = lines.partition_point(|line| line.span.end <= span.start);
    let mut paragraphs: Vec<Span> = Vec::new();
    let (mut is_apart, mut is_broken) = (true, false);
    for line in lines.iter().skip(first) {
        if line.span.start >= span.end {
            break;
        }
        match line.kind {
            LineKind::Blank => is_apart = true,
            LineKind::Footnote | LineKind::Contents | LineKind::PageHeader => is_broken = true,
            LineKind::Text => {
                let part = Span::new(line.span.start.max(span.start), line.span.end.min(span.end));
                let part = trimmed(source, part);
                let text = source.get(part.range()).unwrap_or("");
                let goes_on = paragraphs.last().is_some_and(|above| {
                    let above = source.get(above.range()).unwrap_or("");
                    !is_apart && !is_line_a_paragraph
                        || !ends_sentence(above)
                            && !text.is_empty()
                            && (is_broken || starts_lower(text))
                });
                match paragraphs.last_mut() {
                    Some(last) if goes_on => last.end = part.end,
                    _ => paragraphs.push(part),
                }
                (is_apart, is_broken) = (false, false);
            }
        }
    }
    paragraphs
}
