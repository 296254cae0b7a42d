//! What stands between the questions of a paper: signatures, the headings of further sets of
//! questions, and the numbers of answers that stand together.

use super::askers::askers;
use super::letterhead::{Letterhead, is_person, letterhead};
use super::question_heads::{Head, HeadKind};
use super::question_parser::{Act, Event, MAX_FRAME_LINE, Parser};
use super::question_pieces::{answer_heading, names_answerer};
use crate::clean::EditReason;
use crate::corpus::Span;

impl Parser<'_> {
    /// The piece behind the heading of a further set of questions that begins at piece `i`.
    pub(super) fn next_front(&self, i: usize) -> Option<usize> {
        let text = self.text(i);
        let is_heading = ["Vragen van het lid ", "Vragen van de leden "]
            .iter()
            .any(|opening| text.starts_with(opening))
            && (self.pieces[i].opens_block || self.ends_above(i));
        if !is_heading {
            return None;
        }
        let end = (i..self.pieces.len())
            .find(|&j| j > i && (self.pieces[j].opens_block || self.pieces[j].head.is_some()));
        let end = end.unwrap_or(self.pieces.len());
        let text = self.clean.render(Span::new(
            self.pieces[i].span.start,
            self.pieces[end - 1].span.end,
        ));
        (askers(&text.text)
            .iter()
            .any(|asker| !asker.party.is_empty())
            && end < self.pieces.len())
        .then_some(end)
    }

    /// The piece behind a signature or an address that fills the block from piece `i` on.
    pub(super) fn frame(&self, i: usize) -> Option<usize> {
        let kind_of = |j: usize| {
            let text = self.text(j);
            (text.len() <= MAX_FRAME_LINE)
                .then(|| letterhead(text))
                .flatten()
        };
        if !self.pieces[i].opens_block {
            return None;
        }
        let after_office = matches!(
            self.parsed.events.last(),
            Some(Event::Drop(_, EditReason::Signature))
        );
        let end = self.block_from(i).last()? + 1;
        let is_frame = |j: usize| kind_of(j).is_some() || is_person(self.text(j));
        let opens = kind_of(i).is_some_and(|kind| kind != Letterhead::Title)
            || after_office && end == i + 1 && is_person(self.text(i));
        (opens && (i..end).all(is_frame)).then_some(end)
    }

    /// The heading of an answer where piece `i` begins with its number and all answers stand under
    /// one heading.
    pub(super) fn number_of_answer(&self, i: usize) -> Option<Head> {
        let last = self.last_answer?;
        let head = self.pieces.get(i)?.head.as_ref()?;
        let is_due = head.kind == HeadKind::BareNumber
            && head.numbers.first() == Some(&(last + 1))
            && last < self.last_question
            && (last == 0 || self.ends_above(i));
        is_due.then(|| Head {
            kind: HeadKind::Answer,
            ..head.clone()
        })
    }

    /// The heading that says who answered and when, behind the questions.
    pub(super) fn heading_of_answers(&self, i: usize) -> Option<Head> {
        let is_behind = self.last_question > 0 && self.ends_above(i);
        let length = answer_heading(self.text(i)).filter(|_| is_behind)?;
        Some(Head {
            kind: HeadKind::Answer,
            numbers: Vec::new(),
            length,
        })
    }

    /// Reads such a heading that runs over several lines, or does not say when the answers came,
    /// from piece `i` on; the piece behind it.
    pub(super) fn read_wrapped_heading(&mut self, i: usize) -> Option<usize> {
        /// Lines that such a heading may run over.
        const MAX_LINES: usize = 4;
        let is_behind = self.last_question > 0 && self.ends_above(i);
        let opens = |text: &str| {
            ["Antwoord van ", "Antwoorden van "]
                .iter()
                .any(|o| text.starts_with(o))
        };
        if !is_behind || !opens(self.text(i)) {
            return None;
        }
        let mut joined = String::new();
        let end = (i..self.pieces.len().min(i + MAX_LINES)).find_map(|j| {
            joined.push_str(self.text(j));
            let is_whole = answer_heading(&joined) == Some(joined.len())
                || names_answerer(&joined) && self.answers_begin_behind(j);
            joined.push(' ');
            is_whole.then_some(j + 1)
        })?;
        self.parsed.answerers.push(joined);
        let spans: Vec<Span> = (i..end).map(|j| self.pieces[j].span).collect();
        self.parsed
            .events
            .extend(spans.into_iter().map(Event::Head));
        self.last_answer = self.number_behind(end - 1, HeadKind::Answer, &[]);
        if self.last_answer != Some(0) && !self.is_numbered_answer(end) {
            self.open_act(HeadKind::Answer, Vec::new());
        }
        Some(end)
    }

    /// Whether the answers to several questions begin right below piece `i`, by their numbers.
    fn answers_begin_behind(&self, i: usize) -> bool {
        let is_answer = |act: &Act| act.kind == HeadKind::Answer;
        !self.parsed.acts.last().is_some_and(is_answer)
            && (self.is_numbered_answer(i + 1)
                || self.number_behind(i, HeadKind::Answer, &[]) == Some(0))
    }

    /// Whether the heading of an answer with its number stands at piece `i`: `Antwoord 1`.
    fn is_numbered_answer(&self, i: usize) -> bool {
        let head = self.pieces.get(i).and_then(|piece| piece.head.as_ref());
        head.is_some_and(|head| head.kind == HeadKind::Answer && !head.numbers.is_empty())
    }

    /// The number that the next answer follows, behind a heading at piece `i`: 0 where it is the
    /// only heading of answers, several questions stand above it and number 1 below it.
    pub(super) fn number_behind(&self, i: usize, kind: HeadKind, numbers: &[u32]) -> Option<u32> {
        if self.last_answer.is_some() && kind == HeadKind::Answer {
            return numbers.last().copied();
        }
        let heads = self.pieces.iter().filter_map(|piece| piece.head.as_ref());
        let is_only = heads
            .filter(|head| head.kind == HeadKind::Answer)
            .take(2)
            .count()
            <= 1;
        let below = self.pieces.get(i + 1)?.head.as_ref()?;
        let opens = kind == HeadKind::Answer
            && numbers.is_empty()
            && self.last_question > 1
            && is_only
            && below.kind == HeadKind::BareNumber
            && below.numbers.first() == Some(&1);
        opens.then_some(0)
    }
}
