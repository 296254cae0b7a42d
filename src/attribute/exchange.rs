//! Written exchanges: questions of parties and answers of the cabinet.
//!
//! A party's section opens with its questions, `Antwoord` opens an answer; [`super::questions`]
//! finds where questions begin that no heading opens. Answers that stand together behind all
//! questions are linked to them by the party or the number they answer.

use std::collections::{BTreeMap, BTreeSet};

use super::Registers;
use super::askers::Asker;
use super::asking::{Asking, Floor, cabinet, in_order};
use super::committee::speaks_for_committee;
use super::elements::{Element, Paragraph};
use super::letterhead::Letterhead;
use super::meaning::Meaning;
use super::opening::{joins_others, named_parties, tells_of_the_past};
use super::persons::persons_speaking;
use super::question_heads::numbers_of;
use super::questions::{
    answer_part, question_starts, repeated_questions, statements_behind_questions,
};
use super::turns::{Builder, Rule, Speaker};
use super::unheaded::joining_paragraphs;
use super::voice::{says_i, sounds_like_answer, sounds_like_question};
use crate::clean::{CleanText, EditReason};
use crate::corpus::{Actor, PartialDate, Role, Span};

struct Exchange<'a> {
    registers: &'a Registers<'a>,
    date: Option<PartialDate>,
    chamber: &'a str,
    /// Who answers for the cabinet.
    cabinet: Speaker,
    /// Elements at which a question begins although no heading says so.
    question_starts: BTreeSet<usize>,
    /// Paragraphs behind the last question of a stretch that no answer heading follows.
    statements: BTreeSet<usize>,
    /// Paragraphs behind an answer in which these parties join the questions of others.
    joining: BTreeMap<usize, Vec<String>>,
    /// Questions that the part with all answers repeats, and whose the answers there are.
    repeated: BTreeSet<usize>,
    answered: Vec<String>,
    /// From the heading of the part that holds only answers to the end.
    answer_part: Option<usize>,
    /// The last heading of a question or an answer, and of an answer.
    last_heading: Option<usize>,
    last_answer: Option<usize>,
    floor: Floor,
    asking: Asking,
    n_exchanges: usize,
    /// Whether a numbered question above has no answer yet: the next one is answered with it.
    is_numbered: bool,
    /// The exchange that is open.
    current: Option<usize>,
    /// The first exchange of parties, their ids in order, and of numbered questions.
    by_parties: BTreeMap<Vec<String>, usize>,
    by_number: BTreeMap<u32, usize>,
    /// Exchanges that one answer answers together.
    joined: Vec<Vec<usize>>,
    builder: Builder,
}

/// The turns of a written exchange.
pub(super) fn attribute(
    elements: &[Element],
    clean: &CleanText,
    registers: &Registers<'_>,
) -> Builder {
    let document = &clean.source().document;
    let last = |test: fn(&Meaning) -> bool| {
        elements
            .iter()
            .rposition(|element| element.meaning().is_some_and(test))
    };
    let answer_part = answer_part(elements);
    let government_letter = elements.iter().rposition(|element| {
        matches!(
            element,
            Element::Frame {
                letterhead: Letterhead::GovernmentLetter,
                ..
            }
        )
    });
    let mut exchange = Exchange {
        registers,
        date: document.date,
        chamber: &document.chamber,
        cabinet: cabinet(elements, clean),
        question_starts: question_starts(elements, answer_part),
        statements: statements_behind_questions(elements, answer_part),
        joining: joining_paragraphs(elements, registers.parties, document.date),
        repeated: repeated_questions(elements, answer_part),
        answered: Vec::new(),
        answer_part,
        last_heading: last(|m| {
            !matches!(m, Meaning::Topic | Meaning::QuestionPart | Meaning::Agenda)
        }),
        last_answer: last(|m| {
            matches!(
                m,
                Meaning::Answer | Meaning::AnswerTo(_) | Meaning::AnswerPart | Meaning::Initiators
            )
        })
        .or(government_letter),
        floor: Floor::Nobody,
        asking: Asking::of_members(&[], registers, document.date, &document.chamber),
        n_exchanges: 0,
        is_numbered: false,
        current: None,
        by_parties: BTreeMap::new(),
        by_number: BTreeMap::new(),
        joined: Vec::new(),
        builder: Builder::default(),
    };
    for (i, element) in elements.iter().enumerate() {
        exchange.read(i, element);
    }
    exchange.builder.join_exchanges(&exchange.joined);
    exchange.builder
}

impl Exchange<'_> {
    fn read(&mut self, i: usize, element: &Element) {
        if self.answer_part == Some(i) {
            self.current = (self.n_exchanges == 1).then_some(1);
        }
        match element {
            Element::Heading {
                meaning,
                text,
                span,
            } => {
                if matches!(meaning, Meaning::Parties(parties) if parties.is_empty()) {
                    self.builder.unknown(text, *span, Rule::UnknownParty);
                }
                if self.is_answer_part(i) {
                    self.turn_to_answer(meaning, text);
                } else {
                    self.turn_to(i, meaning, text, *span);
                }
                match meaning {
                    Meaning::Parties(_)
                    | Meaning::Persons(_)
                    | Meaning::AnswerTo(_)
                    | Meaning::Initiators
                    | Meaning::QuestionPart
                    | Meaning::Agenda
                    | Meaning::AnswerPart => self.builder.open_section(text, *span),
                    Meaning::Topic => self.builder.open_topic(text, *span),
                    Meaning::Answer | Meaning::Number => self.builder.heading(*span),
                }
            }
            Element::Frame { letterhead, span } => {
                self.frame(*letterhead);
                self.builder.drop_text(*span, EditReason::Signature);
            }
            Element::Dropped { span, reason } => self.builder.drop_text(*span, *reason),
            Element::Paragraph(paragraph) => self.paragraph(i, paragraph),
        }
    }

    fn is_answer_part(&self, i: usize) -> bool {
        self.answer_part.is_some_and(|start| i >= start)
    }

    /// A heading before the part that holds only answers.
    fn turn_to(&mut self, i: usize, meaning: &Meaning, text: &str, span: Span) {
        match meaning {
            Meaning::Parties(parties) => {
                self.asking = Asking::of_parties(parties, Rule::SectionHeading);
                self.ask(Rule::SectionHeading);
                if text.starts_with("Vra") {
                    self.number(text);
                }
            }
            Meaning::Persons(names) => {
                self.asking = self.members(names);
                self.tell_unknown(span);
                self.ask(self.asking.speaker.rule);
            }
            Meaning::Number if self.floor != Floor::Nobody || self.last_answer > Some(i) => {
                let is_answered_with_last = self.is_numbered && self.answer_part.is_none();
                if !is_answered_with_last {
                    self.ask(Rule::SectionHeading);
                }
                self.is_numbered = true;
                self.number(text);
            }
            Meaning::Initiators => self.floor = Floor::Initiators,
            Meaning::Answer | Meaning::AnswerTo(_) => {
                self.floor = Floor::Answer(Rule::AnswerHeading);
                self.is_numbered = false;
            }
            Meaning::Topic if self.question_starts.contains(&i) => self.ask(Rule::SectionHeading),
            Meaning::Agenda => self.floor = Floor::Nobody,
            Meaning::AnswerPart if matches!(self.floor, Floor::Question(_)) => {
                self.floor = Floor::Answer(Rule::AnswerPart);
            }
            Meaning::QuestionPart if self.floor == Floor::Answer(Rule::AnswerPart) => {
                self.floor = Floor::Nobody;
            }
            Meaning::Number | Meaning::AnswerPart | Meaning::QuestionPart | Meaning::Topic => {}
        }
    }

    /// Remembers the numbers of the question that begins.
    fn number(&mut self, heading: &str) {
        for number in numbers_of(heading) {
            self.by_number.entry(number).or_insert(self.n_exchanges);
        }
    }

    /// Members whom the paper names without their groups.
    fn members(&self, names: &[String]) -> Asking {
        let asker = |name: &String| Asker {
            name: name.clone(),
            party: String::new(),
        };
        let askers: Vec<Asker> = names.iter().map(asker).collect();
        Asking::of_members(&askers, self.registers, self.date, self.chamber)
    }

    fn tell_unknown(&mut self, span: Span) {
        for (name, rule) in &self.asking.unknown {
            self.builder.unknown(name, span, *rule);
        }
    }

    /// A heading in the part that holds only answers.
    fn turn_to_answer(&mut self, meaning: &Meaning, text: &str) {
        match meaning {
            Meaning::Parties(parties) | Meaning::AnswerTo(parties) => self.answer_to(parties),
            Meaning::Answer | Meaning::Number => {
                let asked: Vec<usize> = numbers_of(text)
                    .iter()
                    .filter_map(|number| self.by_number.get(number).copied())
                    .collect();
                self.current = asked.first().copied().or(self.current);
                self.joined.push(asked);
            }
            Meaning::Persons(names) => {
                let parties = self.members(names).speaker.parties;
                self.answer_to(&parties);
            }
            Meaning::AnswerPart => {}
            Meaning::Agenda => {
                self.floor = Floor::Nobody;
                return;
            }
            Meaning::Initiators => {
                self.floor = Floor::Initiators;
                return;
            }
            Meaning::QuestionPart | Meaning::Topic => return,
        }
        self.floor = Floor::Answer(Rule::AnswerPart);
    }

    /// Links what follows to the questions of these parties.
    fn answer_to(&mut self, parties: &[String]) {
        self.current = self.by_parties.get(&in_order(parties)).copied();
        self.answered = parties.to_vec();
    }

    fn frame(&mut self, letterhead: Letterhead) {
        match letterhead {
            Letterhead::GovernmentLetter => self.floor = Floor::CoverLetter,
            Letterhead::CommitteeLetter | Letterhead::Signatory => self.floor = Floor::Nobody,
            Letterhead::Title
            | Letterhead::Address
            | Letterhead::Salutation
            | Letterhead::Closing
            | Letterhead::Name => {}
        }
    }

    fn ask(&mut self, rule: Rule) {
        self.is_numbered = false;
        self.floor = Floor::Question(rule);
        self.n_exchanges += 1;
        self.current = Some(self.n_exchanges);
        self.by_parties
            .entry(in_order(&self.asking.speaker.parties))
            .or_insert(self.n_exchanges);
    }

    /// Whether the document heads its answers, or sets them into a letter.
    fn has_answers(&self) -> bool {
        self.answer_part.is_some() || self.last_answer.is_some()
    }

    /// Turns to the cabinet or back to the party by the words of a paragraph.
    fn listen(&mut self, text: &str) {
        match self.floor {
            Floor::Question(_) if sounds_like_answer(text) => {
                self.floor = Floor::Answer(Rule::Words);
            }
            Floor::Answer(Rule::Words) if sounds_like_question(text) => self.ask(Rule::Words),
            _ => {}
        }
    }

    fn paragraph(&mut self, i: usize, paragraph: &Paragraph) {
        if !self.has_answers() {
            self.listen(&paragraph.text);
        }
        if self.question_starts.contains(&i) && matches!(self.floor, Floor::Answer(_)) {
            self.ask(Rule::SectionHeading);
        }
        self.hear_who_joins(i);
        self.hear_who_speaks(paragraph);
        let speaker = match &self.floor {
            Floor::Nobody => None,
            Floor::CoverLetter if self.last_heading > Some(i) => None,
            Floor::CoverLetter => Some(self.cabinet(Rule::Letter)),
            Floor::Answer(_) if self.repeated.contains(&i) => {
                let asking = Asking::of_parties(&self.answered, Rule::AnswerPart);
                Some(asking.speaker.in_exchange(self.current))
            }
            Floor::Answer(rule) => Some(self.cabinet(*rule)),
            Floor::Initiators => Some(self.unknown_answer(Rule::Initiators)),
            Floor::Question(_) if self.statements.contains(&i) => {
                Some(self.statement(&paragraph.text))
            }
            Floor::Question(rule) => {
                let asking = self.asking.speaker.clone();
                let rule = if asking.actor.is_unknown() {
                    asking.rule
                } else {
                    *rule
                };
                Some(Speaker { rule, ..asking }.in_exchange(self.current))
            }
        };
        match speaker {
            Some(speaker) => self.builder.say(paragraph, &speaker),
            None => self.builder.drop_text(paragraph.span, EditReason::Front),
        }
    }

    /// What stands behind the last question of a stretch in a paper that heads its answers: the
    /// cabinet's where it says `ik`, else nobody can tell whose.
    fn statement(&self, text: &str) -> Speaker {
        if says_i(text) {
            self.cabinet(Rule::Words)
        } else {
            self.unknown_answer(Rule::NotFound)
        }
    }

    /// Turns to members who join the questions of others behind the answer to them.
    fn hear_who_joins(&mut self, i: usize) {
        let is_answered = self.floor == Floor::Answer(Rule::AnswerHeading);
        if let Some(parties) = self.joining.get(&i).filter(|_| is_answered) {
            self.asking = Asking::of_parties(parties, Rule::NamedInParagraph);
            self.floor = Floor::Question(Rule::NamedInParagraph);
        }
    }

    /// Turns to whom a paragraph names as its subject.
    fn hear_who_speaks(&mut self, paragraph: &Paragraph) {
        let text = paragraph.text.as_str();
        let asks = matches!(self.floor, Floor::Nobody | Floor::Question(_));
        if asks && speaks_for_committee(text) {
            self.floor = Floor::Nobody;
            return;
        }
        if let Some(parties) = named_parties(text, self.registers.parties, self.date) {
            if asks {
                if parties.is_empty() {
                    let opening: Vec<&str> = text.split_whitespace().take(8).collect();
                    let name = opening.join(" ");
                    self.builder
                        .unknown(&name, paragraph.span, Rule::UnknownParty);
                }
                self.take_floor(Asking::of_parties(&parties, Rule::NamedInParagraph), text);
            } else if self.floor == Floor::Answer(Rule::AnswerPart)
                && self.by_parties.contains_key(&in_order(&parties))
            {
                self.answer_to(&parties);
            }
        } else if let Some(names) = persons_speaking(text).filter(|_| asks) {
            let asking = self.members(&names);
            if asking.speaker.person != self.asking.speaker.person {
                self.take_floor(asking, text);
                self.tell_unknown(paragraph.span);
            }
        }
    }

    /// A paragraph names who asks. A party that joins the questions of another stays in its
    /// exchange.
    fn take_floor(&mut self, asking: Asking, text: &str) {
        let parties = |asking: &Asking| in_order(&asking.speaker.parties);
        let is_same = !asking.speaker.parties.is_empty()
            && parties(&asking) == parties(&self.asking)
            || asking == self.asking;
        let is_in_section = self.floor == Floor::Question(Rule::SectionHeading);
        if self.floor != Floor::Nobody && is_same || is_in_section && tells_of_the_past(text) {
            return;
        }
        let joins = self.floor != Floor::Nobody && joins_others(text);
        self.asking = asking;
        if joins {
            self.floor = Floor::Question(Rule::NamedInParagraph);
        } else {
            self.ask(Rule::NamedInParagraph);
        }
    }

    fn cabinet(&self, rule: Rule) -> Speaker {
        let cabinet = self.cabinet.clone();
        Speaker { rule, ..cabinet }.in_exchange(self.current)
    }

    fn unknown_answer(&self, rule: Rule) -> Speaker {
        Speaker::new(Actor::unknown(), Role::Answer, rule).in_exchange(self.current)
    }
}
