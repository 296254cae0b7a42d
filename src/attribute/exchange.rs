//! Written exchanges: questions of parties and answers of the cabinet.
//!
//! Headings tell most of it: a party's section opens with its questions, `Antwoord` opens an
//! answer. Where the answer ends and the next question begins is decided between two answer
//! headings by the break at which the paragraphs above sound most like an answer and those below
//! most like a question: words, width of the lines, blank lines and headings count.

use std::ops::Range;

use super::elements::{Element, Paragraph};
use super::heading::Meaning;
use super::letterhead::Letterhead;
use super::opening::{named_parties, speaks_for_committee};
use super::turns::{Builder, Rule, Speaker};
use super::voice::{Widths, of_words, opens_as_question};
use crate::clean::EditReason;
use crate::corpus::{Actor, PartialDate, PartyRegister, Role};

/// Who has the floor.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Floor {
    /// Nobody yet, or a committee: text is front matter.
    Nobody,
    /// The cabinet presents its answers in a letter.
    CoverLetter,
    /// A party asks.
    Question(Rule),
    /// The cabinet answers.
    Answer(Rule),
}

struct Exchange<'a> {
    elements: &'a [Element],
    register: &'a PartyRegister,
    date: Option<PartialDate>,
    /// Elements at which a question begins although no heading says so.
    question_starts: Vec<usize>,
    /// From the heading of the part that holds only answers to the end.
    answer_part: Option<usize>,
    floor: Floor,
    parties: Vec<String>,
    n_exchanges: usize,
    builder: Builder,
}

/// The turns of a written exchange.
pub(super) fn attribute(
    elements: &[Element],
    register: &PartyRegister,
    date: Option<PartialDate>,
) -> Builder {
    let mut exchange = Exchange {
        elements,
        register,
        date,
        question_starts: question_starts(elements),
        answer_part: answer_part(elements),
        floor: Floor::Nobody,
        parties: Vec::new(),
        n_exchanges: 0,
        builder: Builder::default(),
    };
    for (i, element) in elements.iter().enumerate() {
        match element {
            Element::Heading {
                meaning,
                text,
                span,
            } => {
                exchange.turn_to(i, meaning);
                match meaning {
                    Meaning::Parties(_) | Meaning::QuestionPart | Meaning::AnswerPart => {
                        exchange.builder.open_section(text, *span);
                    }
                    Meaning::Topic => exchange.builder.open_topic(text, *span),
                    Meaning::Answer | Meaning::Number => exchange.builder.heading(*span),
                }
            }
            Element::Frame { letterhead, span } => {
                exchange.frame(*letterhead);
                exchange.builder.drop_text(*span, EditReason::Signature);
            }
            Element::Paragraph(paragraph) => exchange.paragraph(i, paragraph),
        }
    }
    exchange.builder
}

impl Exchange<'_> {
    fn turn_to(&mut self, i: usize, meaning: &Meaning) {
        let only_answers = self.answer_part.is_some_and(|start| i >= start);
        match meaning {
            Meaning::Parties(parties) => {
                self.parties.clone_from(parties);
                if !only_answers {
                    self.ask(Rule::SectionHeading);
                }
            }
            Meaning::Number if !only_answers && self.floor != Floor::Nobody => {
                self.ask(Rule::SectionHeading);
            }
            Meaning::Answer => self.floor = Floor::Answer(Rule::AnswerHeading),
            Meaning::AnswerPart if only_answers => self.floor = Floor::Answer(Rule::AnswerPart),
            Meaning::Topic if self.question_starts.contains(&i) => self.ask(Rule::SectionHeading),
            Meaning::Number | Meaning::AnswerPart | Meaning::QuestionPart | Meaning::Topic => {}
        }
    }

    fn frame(&mut self, letterhead: Letterhead) {
        match letterhead {
            Letterhead::GovernmentLetter => self.floor = Floor::CoverLetter,
            Letterhead::CommitteeLetter => self.floor = Floor::Nobody,
            Letterhead::Signatory if self.floor != Floor::Nobody => self.floor = Floor::Nobody,
            _ => {}
        }
    }

    fn ask(&mut self, rule: Rule) {
        self.floor = Floor::Question(rule);
        self.n_exchanges += 1;
    }

    fn paragraph(&mut self, i: usize, paragraph: &Paragraph) {
        if self.question_starts.contains(&i) && matches!(self.floor, Floor::Answer(_)) {
            self.ask(Rule::SectionHeading);
        }
        if matches!(self.floor, Floor::Nobody | Floor::Question(_)) {
            if speaks_for_committee(&paragraph.text) {
                self.floor = Floor::Nobody;
            } else if let Some(parties) = named_parties(&paragraph.text, self.register, self.date)
                && (self.floor == Floor::Nobody || !same_parties(&parties, &self.parties))
            {
                self.parties = parties;
                self.ask(Rule::NamedInParagraph);
            }
        }
        let speaker = match &self.floor {
            Floor::Nobody => {
                self.builder.drop_text(paragraph.span, EditReason::Front);
                return;
            }
            Floor::CoverLetter if self.answers_follow(i) => {
                self.builder.drop_text(paragraph.span, EditReason::Front);
                return;
            }
            Floor::CoverLetter => self.cabinet(Rule::Letter),
            Floor::Answer(rule) => self.cabinet(*rule),
            Floor::Question(rule) => Speaker {
                actor: Actor::of_parties(&self.parties),
                role: Role::Question,
                rule: if self.parties.is_empty() {
                    Rule::NotFound
                } else {
                    *rule
                },
                exchange: Some(self.n_exchanges),
            },
        };
        self.builder.say(paragraph, &speaker);
    }

    fn cabinet(&self, rule: Rule) -> Speaker {
        let exchange = (self.n_exchanges > 0).then_some(self.n_exchanges);
        Speaker {
            actor: Actor::cabinet(),
            role: Role::Answer,
            rule,
            exchange,
        }
    }

    /// Whether headings of questions or answers come behind element `i`.
    fn answers_follow(&self, i: usize) -> bool {
        self.elements[i + 1..].iter().any(|element| {
            matches!(
                element,
                Element::Heading {
                    meaning: Meaning::Parties(_)
                        | Meaning::Answer
                        | Meaning::AnswerPart
                        | Meaning::Number,
                    ..
                }
            )
        })
    }
}

fn same_parties(left: &[String], right: &[String]) -> bool {
    left.len() == right.len() && left.iter().all(|party| right.contains(party))
}

/// Where the part that holds only answers begins: behind its heading no single answer is headed.
fn answer_part(elements: &[Element]) -> Option<usize> {
    let start = elements.iter().rposition(|e| {
        matches!(
            e,
            Element::Heading {
                meaning: Meaning::AnswerPart,
                ..
            }
        )
    })?;
    let is_answer = |e: &Element| {
        matches!(
            e,
            Element::Heading {
                meaning: Meaning::Answer,
                ..
            }
        )
    };
    (!elements[start..].iter().any(is_answer)).then_some(start)
}

/// The elements at which questions begin that no heading of a section or number opens.
fn question_starts(elements: &[Element]) -> Vec<usize> {
    let answers: Vec<usize> = (0..elements.len())
        .filter(|&i| {
            matches!(
                elements[i],
                Element::Heading {
                    meaning: Meaning::Answer,
                    ..
                }
            )
        })
        .collect();
    let widths = widths(elements, &answers);
    answers
        .windows(2)
        .map(|pair| pair[0] + 1..pair[1])
        .filter(|between| !elements[between.clone()].iter().any(opens_a_question))
        .filter_map(|between| question_start(elements, &between, widths))
        .collect()
}

fn opens_a_question(element: &Element) -> bool {
    matches!(
        element,
        Element::Heading {
            meaning: Meaning::Parties(_) | Meaning::Number,
            ..
        } | Element::Frame { .. }
    )
}

/// The element of `between` at which the question begins: the best break.
fn question_start(
    elements: &[Element],
    between: &Range<usize>,
    widths: Option<Widths>,
) -> Option<usize> {
    let score = |element: &Element| match element {
        Element::Paragraph(paragraph) => {
            of_words(&paragraph.text) + widths.map_or(0.0, |widths| widths.score(paragraph))
        }
        _ => 0.0,
    };
    let total: f64 = elements[between.clone()].iter().map(score).sum();
    let mut above = 0.0;
    let mut best: Option<(f64, usize)> = None;
    for i in between.clone() {
        let is_first = i == between.start;
        let value = total - 2.0 * above + break_bonus(&elements[i]);
        if (!is_first || between.len() == 1 && total > 0.0)
            && best.is_none_or(|(top, _)| value > top)
        {
            best = Some((value, i));
        }
        above += score(&elements[i]);
    }
    best.map(|(_, i)| i)
}

/// What speaks for a break in front of an element.
fn break_bonus(element: &Element) -> f64 {
    match element {
        Element::Heading { .. } => 4.0,
        Element::Paragraph(paragraph) => {
            let gap = if paragraph.blank_before.is_some_and(|blank| blank >= 2) {
                2.0
            } else {
                0.0
            };
            let opening = if opens_as_question(&paragraph.text) {
                2.0
            } else {
                0.0
            };
            gap + opening
        }
        Element::Frame { .. } => 0.0,
    }
}

/// Widths of the paragraphs right below answer headings and right above them.
fn widths(elements: &[Element], answers: &[usize]) -> Option<Widths> {
    let width = |i: usize| match elements.get(i) {
        Some(Element::Paragraph(paragraph)) if paragraph.n_lines > 2 => Some(paragraph.width),
        _ => None,
    };
    let above: Vec<usize> = answers
        .iter()
        .filter_map(|&i| width(i.checked_sub(1)?))
        .collect();
    let below: Vec<usize> = answers.iter().filter_map(|&i| width(i + 1)).collect();
    Widths::of(&above, &below)
}
