//! Written questions of members (*schriftelijke vragen*) and the answers to them.
//!
//! The heading names who asks: every question is theirs, whoever sends the paper. `Vraag 3` opens
//! a question, `Antwoord op vraag 3 en 4` an answer; questions that are answered together are one
//! exchange. Everything above the first question is front matter.

use super::Registers;
use super::askers::{Answerer, Asker, answerers, askers};
use super::blocks::{ends_sentence, starts_lower};
use super::letterhead::{Letterhead, is_person, letterhead};
use super::paren_notes::ParenNotes;
use super::question_heads::{Head, HeadKind};
use super::question_links::QuestionLinks;
use super::question_pieces::{Piece, pieces};
use super::signature::{Signature, signed};
use super::spoken::speaker_of;
use super::stated_date::stated_date;
use super::turns::{Builder, Rule, Speaker};
use crate::clean::{CleanText, EditReason};
use crate::corpus::{Actor, PartialDate, Role, Span};
use crate::read::{Quality, SpeakerFacts};

/// Pieces at the start of a document among which its heading is looked for.
const MAX_FRONT: usize = 120;

/// The longest line, in bytes, that may be part of a letter's frame.
const MAX_FRAME_LINE: usize = 120;

/// The bytes of a line, and of a document, within which its heading is looked for.
const MAX_KEY_LINE: usize = 4000;
const MAX_HEAD: usize = 20_000;

/// What becomes of a stretch of the document, in its order.
#[derive(Debug)]
enum Event {
    /// Nobody's words.
    Drop(Span, EditReason),
    /// The heading of a question or answer.
    Head(Span),
    /// A paragraph of a question or answer.
    Text(Span, usize),
}

/// A question or an answer.
#[derive(Debug)]
struct Act {
    kind: HeadKind,
    numbers: Vec<u32>,
    /// Which set of askers it belongs to.
    set: usize,
}

/// A document taken apart into questions and answers.
#[derive(Debug, Default)]
struct Parsed {
    events: Vec<Event>,
    acts: Vec<Act>,
    /// The text above the first question, and the headings of further sets of questions.
    fronts: Vec<String>,
    /// Who signs the letter around them.
    signatures: Vec<Signature>,
}

/// Whether a document is one of written questions, by what stands at its head.
pub(super) fn looks_like(clean: &CleanText) -> bool {
    let mut n_heads = 0;
    let mut is_headed = false;
    for line in clean.lines().iter().take(MAX_FRONT) {
        let text = clean.line_text(line);
        let is_question = text.strip_prefix("Vraag ").is_some_and(|rest| {
            let digits = rest.trim_end_matches([':', '.', ' ']);
            !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
        });
        n_heads += usize::from(is_question);
        is_headed |= opens_written_questions(text);
    }
    is_headed && (n_heads > 0 || names_askers_or_answer(clean))
}

/// Whether a line stands at the head of written questions only.
fn opens_written_questions(line: &str) -> bool {
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
    let last = clean.lines().iter().take(MAX_FRONT).next_back();
    let end = last.map_or(0, |line| line.span.end);
    let source = clean.source().text.get(..end).unwrap_or("");
    let end = start_of(source, MAX_HEAD).len();
    let front = clean.render(Span::new(0, end)).text;
    let has_stamp = ["(ingezonden", "(ontvangen"]
        .iter()
        .any(|stamp| front.contains(stamp));
    has_stamp && (!askers(&front).is_empty() || !answerers(&front).is_empty())
}

/// The turns of written questions; `None` where the document holds neither question nor answer.
pub(super) fn attribute(clean: &CleanText, registers: &Registers<'_>) -> Option<Builder> {
    let parsed = parse(clean)?;
    let document = &clean.source().document;
    let date = document
        .date
        .or_else(|| parsed.fronts.iter().find_map(|front| stated_date(front)));
    let notes = ParenNotes::of(clean);
    let mut emitter = Emitter {
        clean,
        builder: Builder::default(),
        askers: Vec::new(),
        cabinet: cabinet(&parsed),
        exchanges: exchanges(&parsed.acts),
        notes,
    };
    emitter.askers = parsed
        .fronts
        .iter()
        .map(|front| asking(&askers(front), registers, date, &document.chamber))
        .collect();
    emitter.emit(&parsed);
    Some(emitter.builder)
}

/// Where questions and answers stand.
fn parse(clean: &CleanText) -> Option<Parsed> {
    let pieces = pieces(clean);
    let has = |kind: HeadKind| {
        pieces.iter().any(|piece| {
            let head = piece.head.as_ref();
            head.is_some_and(|head| head.kind == kind && !head.numbers.is_empty())
        })
    };
    let is_worded = has(HeadKind::Question);
    let key = pieces.iter().take(MAX_FRONT).rposition(|piece| {
        let text = clean.source().text.get(piece.span.range()).unwrap_or("");
        opens_written_questions(text)
    });
    let asks = |piece: &Piece| {
        let text = clean.source().text.get(piece.span.range()).unwrap_or("");
        text.contains('?') && !text.contains("http")
    };
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
    };
    match first {
        Some(first) => parser.headed(first),
        None => parser.unheaded(key?),
    }
    Some(parser.parsed)
}

struct Parser<'a> {
    clean: &'a CleanText,
    pieces: &'a [Piece],
    is_worded: bool,
    parsed: Parsed,
    /// The paragraph that may go on: its event.
    open: Option<usize>,
    last_question: u32,
}

impl Parser<'_> {
    fn text(&self, i: usize) -> &str {
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
        let piece = &self.pieces[i];
        if let Some(head) = piece.head.as_ref().filter(|head| self.accepts(i, head)) {
            let span = piece.span;
            let text = Span::new(span.start + head.length, span.end);
            let title = Span::new(span.start, text.start);
            self.parsed.events.push(Event::Head(self.trimmed(title)));
            let (kind, numbers) = (head.kind, head.numbers.clone());
            self.open_act(kind, numbers);
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
                    && (self.ends_above(i) || piece.opens_block)
                    && is_free
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
    fn block_from(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let end = (i + 1..self.pieces.len()).find(|&j| {
            let piece = &self.pieces[j];
            piece.opens_block || piece.head.is_some()
        });
        i..end.unwrap_or(self.pieces.len())
    }

    fn ends_above(&self, i: usize) -> bool {
        i.checked_sub(1).is_none_or(|above| {
            let text = self.text(above);
            ends_sentence(text.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' '))
                || self.pieces[above].head.is_some()
        })
    }

    /// The piece behind the heading of a further set of questions that begins at piece `i`.
    fn next_front(&self, i: usize) -> Option<usize> {
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
    fn frame(&self, i: usize) -> Option<usize> {
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

    fn open_act(&mut self, kind: HeadKind, numbers: Vec<u32>) {
        self.open = None;
        if let (HeadKind::Question | HeadKind::BareNumber, Some(&last)) = (kind, numbers.last()) {
            self.last_question = last;
        }
        let set = self.parsed.fronts.len().saturating_sub(1);
        self.parsed.acts.push(Act { kind, numbers, set });
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

/// The exchange of every act. An answer without a number answers all questions since the last
/// answer.
fn exchanges(acts: &[Act]) -> Vec<Option<usize>> {
    const SET: u32 = 100_000;
    const UNNUMBERED: u32 = 10_000;
    let mut links = QuestionLinks::default();
    let mut pending: Vec<u32> = Vec::new();
    let mut last_answered: Vec<u32> = Vec::new();
    let mut is_answered = false;
    let mut numbers_of: Vec<Vec<u32>> = Vec::with_capacity(acts.len());
    for (k, act) in acts.iter().enumerate() {
        let offset = u32::try_from(act.set).unwrap_or(0).min(1000) * SET;
        let mut numbers: Vec<u32> = act.numbers.iter().map(|number| number + offset).collect();
        match act.kind {
            HeadKind::Question | HeadKind::BareNumber => {
                if numbers.is_empty() {
                    numbers.push(offset + UNNUMBERED + u32::try_from(k).unwrap_or(0).min(80_000));
                }
                if std::mem::take(&mut is_answered) {
                    pending.clear();
                }
                pending.extend(&numbers);
            }
            HeadKind::Answer => {
                if numbers.is_empty() {
                    numbers.clone_from(if is_answered {
                        &last_answered
                    } else {
                        &pending
                    });
                }
                last_answered.clone_from(&numbers);
                is_answered = true;
            }
            HeadKind::Notice | HeadKind::Explanation => numbers.clear(),
        }
        links.join(&numbers);
        numbers_of.push(numbers);
    }
    numbers_of
        .iter()
        .map(|numbers| numbers.first().map(|&number| links.exchange(number)))
        .collect()
}

/// Who asks in a set of questions.
#[derive(Debug)]
struct Asking {
    speaker: Speaker,
    /// Names that no register knows, with the reason.
    unknown: Vec<(String, Rule)>,
}

fn asking(
    askers: &[Asker],
    registers: &Registers<'_>,
    date: Option<PartialDate>,
    chamber: &str,
) -> Asking {
    let mut parties: Vec<String> = Vec::new();
    let mut unknown: Vec<(String, Rule)> = Vec::new();
    let mut rule = Rule::Askers;
    for asker in askers {
        let facts = SpeakerFacts {
            name: asker.name.clone(),
            party: asker.party.clone(),
            function: String::new(),
            quality: Quality::Member,
        };
        let (speaker, name) = speaker_of(&facts, registers, date, chamber);
        if speaker.rule == Rule::Members {
            rule = Rule::Members;
        }
        unknown.extend(name.map(|name| (name, speaker.rule)));
        for party in speaker.actor.parties() {
            if !parties.iter().any(|known| known == party) {
                parties.push(party.to_owned());
            }
        }
    }
    if parties.is_empty() {
        rule = unknown.first().map_or(Rule::NotFound, |(_, rule)| *rule);
    }
    let names: Vec<&str> = askers.iter().map(|asker| asker.name.as_str()).collect();
    let speaker = Speaker {
        person: names.join("; "),
        ..Speaker::new(Actor::of_parties(&parties), Role::Question, rule)
    };
    Asking { speaker, unknown }
}

/// Who answers: as the heading says, or who signs where it gives no name.
fn cabinet(parsed: &Parsed) -> Speaker {
    let found: Vec<Answerer> = parsed
        .fronts
        .iter()
        .map(|front| answerers(front))
        .find(|found| !found.is_empty())
        .unwrap_or_default();
    let join = |part: fn(&Answerer) -> &str| {
        let parts: Vec<&str> = found
            .iter()
            .map(part)
            .filter(|part| !part.is_empty())
            .collect();
        parts.join("; ")
    };
    let (mut person, mut function) = (join(|a| &a.name), join(|a| &a.function));
    let (signer, office) = signed(&parsed.signatures);
    if person.is_empty() && !office.is_empty() {
        (person, function) = (signer, office);
    }
    Speaker {
        person,
        function,
        ..Speaker::new(Actor::cabinet(), Role::Answer, Rule::AnswerHeading)
    }
}

struct Emitter<'a> {
    clean: &'a CleanText,
    builder: Builder,
    askers: Vec<Asking>,
    cabinet: Speaker,
    exchanges: Vec<Option<usize>>,
    notes: ParenNotes,
}

impl Emitter<'_> {
    fn emit(&mut self, parsed: &Parsed) {
        let has_answers = parsed
            .acts
            .iter()
            .any(|act| matches!(act.kind, HeadKind::Answer | HeadKind::Notice));
        let is_reply = !has_answers && !self.cabinet.function.is_empty();
        let mut told: Vec<usize> = Vec::new();
        let mut asked: Option<(usize, bool)> = None;
        for event in &parsed.events {
            match event {
                Event::Drop(span, reason) => self.builder.drop_text(*span, *reason),
                Event::Head(span) => self.builder.heading(*span),
                Event::Text(span, k) => {
                    let Some(act) = parsed.acts.get(*k) else {
                        continue;
                    };
                    let text = self.clean.render(*span).text;
                    if self.notes.is_note(&text) {
                        self.builder.drop_text(*span, EditReason::Footnote);
                        continue;
                    }
                    let is_question = matches!(act.kind, HeadKind::Question | HeadKind::BareNumber);
                    // Where no heading says `Antwoord`, the answer follows the question mark.
                    let has_asked = asked == Some((*k, true));
                    let answers = is_reply && is_question && has_asked;
                    if is_question && !answers {
                        asked = Some((*k, text.trim_end().ends_with('?')));
                        if !told.contains(&act.set) {
                            told.push(act.set);
                            self.tell_unknown(act.set, *span);
                        }
                    }
                    self.say(act, *k, *span, answers);
                }
            }
        }
    }

    fn tell_unknown(&mut self, set: usize, span: Span) {
        for (name, rule) in self.askers.get(set).into_iter().flat_map(|a| &a.unknown) {
            self.builder.unknown(name, span, *rule);
        }
    }

    fn say(&mut self, act: &Act, k: usize, span: Span, answers: bool) {
        let exchange = self.exchanges.get(k).copied().flatten();
        let speaker = match act.kind {
            HeadKind::Explanation => {
                self.builder.drop_text(span, EditReason::Note);
                return;
            }
            HeadKind::Answer | HeadKind::Notice => self.cabinet.clone(),
            _ if answers => Speaker {
                rule: Rule::Words,
                ..self.cabinet.clone()
            },
            HeadKind::Question | HeadKind::BareNumber => match self.askers.get(act.set) {
                Some(asking) => asking.speaker.clone(),
                None => Speaker::new(Actor::unknown(), Role::Question, Rule::NotFound),
            },
        };
        let text = self.clean.render(span).text;
        self.builder
            .say_text(span, &text, &speaker.in_exchange(exchange));
        for mark in self.notes.marks(self.clean, span) {
            self.builder.drop_text(mark, EditReason::FootnoteMark);
        }
    }
}
