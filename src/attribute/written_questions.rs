//! Written questions of members (*schriftelijke vragen*) and the answers to them.
//!
//! The heading names who asks: every question is theirs, whoever sends the paper. `Vraag 3` opens
//! a question, `Antwoord op vraag 3 en 4` an answer; questions that are answered together are one
//! exchange. Everything above the first question is front matter.

use super::Registers;
use super::answerers::{Answerer, answerers};
use super::askers::askers;
use super::asking::Asking;
use super::paren_notes::ParenNotes;
use super::question_heads::HeadKind;
use super::question_links::QuestionLinks;
use super::question_parser::{Act, Event, Parsed, parse};
use super::signature::signed;
use super::stated_date::stated_date;
use super::turns::{Builder, Rule, Speaker};
use super::voice::says_i;
use crate::clean::{CleanText, EditReason};
use crate::corpus::{Actor, Role, Span};

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
        .map(|front| Asking::of_members(&askers(front), registers, date, &document.chamber))
        .collect();
    emitter.emit(&parsed);
    Some(emitter.builder)
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

/// Who answers: as the heading says, or who signs where it gives no name.
fn cabinet(parsed: &Parsed) -> Speaker {
    let found: Vec<Answerer> = parsed
        .fronts
        .iter()
        .chain(&parsed.answerers)
        .map(|front| answerers(front))
        .find(|found| !found.is_empty())
        .unwrap_or_default();
    let join = |part: fn(&Answerer) -> &str| {
        let parts: Vec<&str> = found
            .iter()
            .map(part)
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(";")
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
            .filter(|act| !act.is_unlabelled)
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
                    let answers =
                        is_reply && (is_question && has_asked || act.kind == HeadKind::Answer);
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
            HeadKind::Answer
                if act.is_unlabelled && !answers && !says_i(&self.clean.render(span).text) =>
            {
                Speaker::new(Actor::unknown(), Role::Answer, Rule::NotFound)
            }
            HeadKind::Answer if act.is_unlabelled => Speaker {
                rule: Rule::Words,
                ..self.cabinet.clone()
            },
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
