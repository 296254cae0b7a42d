//! Takes written questions apart: front matter, headings, questions and answers.

use super::answerers::answerers;
use super::askers::askers;
use super::blocks::{ends_sentence, starts_lower};
use super::question_front::{MAX_FRONT, opens_written_questions};
use super::question_heads::{Head, HeadKind};
use super::question_pieces::{Piece, pieces};
use super::question_tails::split_unlabelled_answers;
use super::signature::Signature;
use crate::clean::{CleanText, EditReason};
use crate::corpus::Span;

/// The longest line, in bytes, that may be part of a letter's frame.
pub(super) const MAX_FRAME_LINE: usize = 120;

/// What becomes of a stretch of the document, in its order.
#[derive(Debug)]
pub(super) enum Event {
    /// Nobody's words.
    Drop(Span, EditReason),
    /// The heading of a question or answer.
    Head(Span),
    /// A paragraph of a question or answer.
    Text(Span, usize),
}

/// A question or an answer.
#[derive(Debug)]
pub(super) struct Act {
    pub(super) kind: HeadKind,
    pub(super) numbers: Vec<u32>,
    /// Which set of askers it belongs to.
    pub(super) set: usize,
    /// Whether no heading says that it is an answer.
    pub(super) is_unlabelled: bool,
}

/// A document taken apart into questions and answers.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) events: Vec<Event>,
    pub(super) acts: Vec<Act>,
    /// The text above the first question, and the headings of further sets of questions.
    pub(super) fronts: Vec<String>,
    /// The headings behind questions that name who answers.
    pub(super) answerers: Vec<String>,
    /// Who signs the letter around them.
    pub(super) signatures: Vec<Signature>,
}

/// Where questions and answers stand.
pub(super) fn parse(clean: &CleanText) -> Option<Parsed> {
    let pieces = pieces(clean);
    let has = |kind: HeadKind| {
        pieces.iter().any(|piece| {
            let head = piece.head.as_ref();
            head.is_some_and(|head| head.kind == kind && !head.numbers.is_empty())
        })
    };
    let is_worded = has(HeadKind::Question);
    let text_of = |piece: &Piece| clean.source().text.get(piece.span.range()).unwrap_or("");
    let asks = |piece: &Piece| {
        let text = text_of(piece);
        text.contains('?') && !text.contains("http")
    };
    let is_key = |piece: &Piece| opens_written_questions(text_of(piece));
    // A number that stands alone has its question below, with no line of the heading in between.
    let asks_below = |i: usize| {
        let is_text = |piece: &&Piece| piece.head.is_none() && !is_key(piece);
        let below = pieces.get(i + 1..).unwrap_or(&[]);
        let n = below.iter().take_while(is_text).count();
        let is_heading = |piece: &Piece| is_key(piece) && !text_of(piece).starts_with("Antwoord");
        below.iter().take(n).any(asks) && !below.get(n).is_some_and(is_heading)
    };
    let is_first = |i: usize| {
        let head = pieces[i]
            .head
            .as_ref()
            .filter(|head| head.numbers.first() == Some(&1));
        head.is_some_and(|head| {
            asks(&pieces[i]) || head.length == pieces[i].span.len() && asks_below(i)
        })
    };
    // Behind the first question stands who answers, which is no heading of the paper.
    let above = (0..pieces.len())
        .find(|&i| is_first(i))
        .unwrap_or(pieces.len());
    let front = pieces.get(..above.min(MAX_FRONT)).unwrap_or(&[]);
    let all = || pieces.iter().take(MAX_FRONT).rposition(is_key);
    let key = front.iter().rposition(is_key).or_else(all);
    let opens = |piece: &Piece| match &piece.head {
        Some(head) => match head.kind {
            HeadKind::Question => !head.numbers.is_empty() || !is_worded,
            HeadKind::BareNumber => {
                let stands_alone = head.length == piece.span.len();
                !is_worded && head.numbers.first() == Some(&1) && (stands_alone || asks(piece))
            }
            HeadKind::Answer => !is_worded,
            HeadKind::Notice => true,
            HeadKind::Explanation => false,
        },
        None => false,
    };
    let behind_key = if is_worded { 0 } else { key.unwrap_or(0) };
    let first = (behind_key..pieces.len()).find(|&i| opens(&pieces[i]));
    let mut parser = Parser {
        clean,
        pieces: &pieces,
        is_worded,
        parsed: Parsed::default(),
        open: None,
        last_question: 0,
        last_answer: None,
    };
    match first {
        Some(first) => parser.headed(first),
        None => parser.unheaded(key?),
    }
    let mut parsed = parser.parsed;
    split_unlabelled_answers(&mut parsed, clean);
    Some(parsed)
}

pub(super) struct Parser<'a> {
    pub(super) clean: &'a CleanText,
    pub(super) pieces: &'a [Piece],
    is_worded: bool,
    pub(super) parsed: Parsed,
    /// The paragraph that may go on: its event.
    open: Option<usize>,
    pub(super) last_question: u32,
    /// The last number in a part that holds all answers under one heading; 0 at that heading.
    pub(super) last_answer: Option<u32>,
}

impl Parser<'_> {
    pub(super) fn text(&self, i: usize) -> &str {
        let span = self.pieces.get(i).map(|piece| piece.span);
        span.and_then(|span| self.clean.source().text.get(span.range()))
            .unwrap_or("")
    }

    /// A document with headings, of which the first stands at piece `first`.
    fn headed(&mut self, first: usize) {
        self.front(0..first);
        let mut i = first;
        while i < self.pieces.len() {
            i = self.read(i);
        }
    }

    /// A document without headings: what follows the block of its key line is one question a
    /// paragraph, or a word of the cabinet.
    fn unheaded(&mut self, key: usize) {
        let is_front = |i: &usize| {
            let piece = &self.pieces[*i];
            !piece.opens_block || self.text(*i).starts_with("Zie ook ")
        };
        let behind = (key + 1..self.pieces.len())
            .find(|i| !is_front(i))
            .unwrap_or(self.pieces.len());
        self.front(0..behind);
        let front = self.parsed.fronts.first().map_or("", String::as_str);
        let is_answer = !answerers(front).is_empty() || askers(front).is_empty();
        for i in behind..self.pieces.len() {
            let opens = self.pieces[i].opens_block;
            if self.parsed.acts.is_empty() || opens && !is_answer && !self.goes_on(i) {
                let kind = if is_answer {
                    HeadKind::Notice
                } else {
                    HeadKind::Question
                };
                self.open_act(kind, Vec::new());
            }
            self.body(i);
        }
    }

    fn front(&mut self, range: std::ops::Range<usize>) {
        let spans = range
            .clone()
            .map(|i| (self.pieces[i].span, self.pieces[i].dropped));
        let events: Vec<Event> = spans
            .map(|(span, reason)| Event::Drop(span, reason.unwrap_or(EditReason::Front)))
            .collect();
        self.parsed.events.extend(events);
        for i in range.clone() {
            let text = self.text(i);
            if text.len() <= MAX_FRAME_LINE {
                let line = text.to_owned();
                Signature::add_line(&line, &mut self.parsed.signatures);
            }
        }
        let start = self
            .pieces
            .get(range.start)
            .map_or(0, |piece| piece.span.start);
        let last = range.end.checked_sub(1).and_then(|i| self.pieces.get(i));
        let end = last.map_or(start, |piece| piece.span.end.max(start));
        let text = self.clean.render(Span::new(start, end)).text;
        self.parsed.fronts.push(text);
    }

    /// Reads piece `i` and returns the next one to read.
    fn read(&mut self, i: usize) -> usize {
        if let Some(end) = self.read_wrapped_heading(i) {
            return end;
        }
        let piece = &self.pieces[i];
        let accepted = piece.head.as_ref().filter(|head| self.accepts(i, head));
        let answer = self
            .number_of_answer(i)
            .or_else(|| self.heading_of_answers(i));
        if let Some(head) = answer.as_ref().or(accepted) {
            let span = piece.span;
            let text = Span::new(span.start + head.length, span.end);
            let title = Span::new(span.start, text.start);
            self.parsed.events.push(Event::Head(self.trimmed(title)));
            let (kind, numbers) = (head.kind, head.numbers.clone());
            self.last_answer = self.number_behind(i, kind, &numbers);
            if self.last_answer != Some(0) {
                self.open_act(kind, numbers);
            }
            if !self.trimmed(text).is_empty() {
                self.add(self.trimmed(text));
            }
            return i + 1;
        }
        if let Some(end) = self.next_front(i) {
            self.front(i..end);
            self.last_question = 0;
            self.open = None;
            return end;
        }
        if let Some(end) = self.frame(i) {
            for (piece, j) in self.pieces[i..end].iter().zip(i..end) {
                let line = self.text(j).to_owned();
                Signature::add_line(&line, &mut self.parsed.signatures);
                let reason = EditReason::Signature;
                self.parsed.events.push(Event::Drop(piece.span, reason));
            }
            self.open = None;
            return end;
        }
        self.body(i);
        i + 1
    }

    fn trimmed(&self, span: Span) -> Span {
        let text = self.clean.source().text.get(span.range()).unwrap_or("");
        let start = span.start + (text.len() - text.trim_start().len());
        Span::new(
            start.min(span.end),
            start.max(span.start + text.trim_end().len()),
        )
    }

    /// Whether the heading of piece `i` is one here, not a number or word inside a text.
    fn accepts(&self, i: usize, head: &Head) -> bool {
        let piece = &self.pieces[i];
        let stands_alone = head.length == piece.span.len();
        let is_free =
            stands_alone || piece.opens_block || self.ends_above(i) || piece.is_after_break;
        match head.kind {
            HeadKind::Question => is_free,
            HeadKind::BareNumber => {
                let is_due = head.numbers.first() == Some(&(self.last_question + 1))
                    || head.numbers.first() == Some(&1) && self.last_question == 0;
                let asks = || self.block_from(i).any(|j| self.text(j).contains('?'));
                !self.is_worded
                    && is_due
                    && (self.ends_above(i) || piece.opens_block || self.parsed.acts.is_empty())
                    && (is_free || self.parsed.acts.is_empty())
                    && (stands_alone || asks())
            }
            HeadKind::Answer => {
                is_free && (!head.numbers.is_empty() || !self.text(i).starts_with("Reactie"))
            }
            HeadKind::Notice => stands_alone,
            HeadKind::Explanation => {
                let follows = self
                    .pieces
                    .iter()
                    .skip(i + 1)
                    .any(|piece| piece.head.is_some());
                is_free && !follows && self.is_clerks_note(i)
            }
        }
    }

    /// Whether clerks explain what the questions build on.
    fn is_clerks_note(&self, i: usize) -> bool {
        [i, i + 1].iter().any(|&j| {
            let text = self
                .text(j)
                .trim_start_matches("Toelichting")
                .trim_start_matches([':', ' ']);
            ["Deze vragen dienen", "Deze vraag dient"]
                .iter()
                .any(|words| text.starts_with(words))
        })
    }

    /// Piece `i` and those behind it in its block.
    pub(super) fn block_from(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let end = (i + 1..self.pieces.len()).find(|&j| {
            let piece = &self.pieces[j];
            piece.opens_block || piece.head.is_some()
        });
        i..end.unwrap_or(self.pieces.len())
    }

    pub(super) fn ends_above(&self, i: usize) -> bool {
        i.checked_sub(1).is_none_or(|above| {
            let text = self.text(above);
            ends_sentence(
                text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | ')')),
            ) || self.pieces[above].head.is_some()
        })
    }

    pub(super) fn open_act(&mut self, kind: HeadKind, numbers: Vec<u32>) {
        self.open = None;
        if let (HeadKind::Question | HeadKind::BareNumber, Some(&last)) = (kind, numbers.last()) {
            self.last_question = last;
        }
        let set = self.parsed.fronts.len().saturating_sub(1);
        self.parsed.acts.push(Act {
            kind,
            numbers,
            set,
            is_unlabelled: false,
        });
    }

    /// Adds a piece to the open question or answer.
    fn body(&mut self, i: usize) {
        let piece = &self.pieces[i];
        if let Some(reason) = piece.dropped {
            self.parsed.events.push(Event::Drop(piece.span, reason));
            return;
        }
        if piece.opens_block && !self.goes_on(i) {
            self.open = None;
        }
        self.add(piece.span);
    }

    /// Whether piece `i` goes on with the sentence above it although a blank line divides them.
    fn goes_on(&self, i: usize) -> bool {
        let piece = &self.pieces[i];
        let above = self.open.and_then(|event| self.parsed.events.get(event));
        let Some(Event::Text(span, _)) = above else {
            return false;
        };
        let above = self.clean.source().text.get(span.range()).unwrap_or("");
        !ends_sentence(above) && (piece.is_after_break || starts_lower(self.text(i)))
    }

    fn add(&mut self, span: Span) {
        if let Some(Event::Text(open, _)) = self
            .open
            .and_then(|event| self.parsed.events.get_mut(event))
        {
            open.end = span.end;
            return;
        }
        let Some(act) = self.parsed.acts.len().checked_sub(1) else {
            self.parsed
                .events
                .push(Event::Drop(span, EditReason::Front));
            return;
        };
        self.open = Some(self.parsed.events.len());
        self.parsed.events.push(Event::Text(span, act));
    }
}
