//! Debates: who has the floor, as the report's own marks tell it.
//!
//! The chair speaks for nobody's party. A member of government is `Kabinet`. A member's group is
//! the one the report names, looked up at the date of the sitting; where it names none, the
//! register of members is asked. A motie that is read aloud is its sponsor's, with the roles of a
//! motie, so that it is found to be the same as the paper of its own. A label that stands as a
//! paragraph inside a turn opens a turn of its own, unless the paragraph above announces it as
//! quoted.

use super::sponsors::is_same_name;
use super::turns::{Builder, Rule, Speaker};
use super::{Registers, labels, motie_in_speech::MotieInSpeech};
use crate::clean::{CleanText, EditReason};
use crate::corpus::{Actor, MemberNotFound, PartialDate, Role, Span};
use crate::read::{Part, PartKind, Parts, Quality, SpeakerFacts, SpokenTurn};

/// The turns of a debate.
pub(super) fn attribute(clean: &CleanText, parts: &Parts, registers: &Registers<'_>) -> Builder {
    let mut debate = Debate {
        clean,
        parts,
        registers,
        builder: Builder::default(),
        speakers: vec![None; parts.turns.len()],
        inner: None,
        announces: false,
        motie: MotieInSpeech::default(),
    };
    for part in &parts.parts {
        debate.read(part);
    }
    debate.builder
}

/// A debate under way.
struct Debate<'a> {
    clean: &'a CleanText,
    parts: &'a Parts,
    registers: &'a Registers<'a>,
    builder: Builder,
    /// The speakers of the turns, once looked up.
    speakers: Vec<Option<Speaker>>,
    /// The turn inside which a label gives somebody else the floor, and who that is.
    inner: Option<(usize, Speaker)>,
    /// Whether the paragraph above announces something: a label behind it is quoted.
    announces: bool,
    motie: MotieInSpeech,
}

impl Debate<'_> {
    fn read(&mut self, part: &Part) {
        let text = self.clean.render(part.span).text;
        let builder = &mut self.builder;
        match part.kind {
            PartKind::Heading if part.turn.is_none() => builder.open_section(&text, part.span),
            PartKind::Heading => builder.heading(part.span),
            PartKind::Label => {
                self.inner = None;
                builder.drop_text(part.span, EditReason::Label);
            }
            PartKind::Title => builder.drop_text(part.span, EditReason::Title),
            PartKind::Table => builder.drop_text(part.span, EditReason::Table),
            PartKind::Note | PartKind::Signature => {
                builder.drop_text(part.span, EditReason::Note);
            }
            PartKind::Footnote => {}
            PartKind::Text => match part.turn.and_then(|i| Some((i, self.parts.turns.get(i)?))) {
                Some((i, turn)) => {
                    self.paragraph(i, turn, part.span, &text);
                    self.announces = text.trim_end().ends_with(':');
                }
                None => builder.drop_text(part.span, EditReason::Note),
            },
        }
    }

    /// A paragraph of a turn.
    fn paragraph(&mut self, i: usize, turn: &SpokenTurn, span: Span, text: &str) {
        if self.inner.as_ref().is_some_and(|(inside, _)| *inside != i) {
            self.inner = None;
        }
        let is_read = self.opens_inner(i, turn, span, text) || self.is_chairs(turn, span, text);
        if is_read {
            return;
        }
        let inner = self.inner.as_ref().map(|(_, speaker)| speaker.clone());
        let speaker = inner.unwrap_or_else(|| self.speaker(i, turn, span));
        self.motie.read(text, span, &speaker, &mut self.builder);
    }

    /// A paragraph that is nothing but the label of somebody else opens a turn of that speaker
    /// inside the turn; the label of its own speaker ends that again.
    fn opens_inner(&mut self, i: usize, turn: &SpokenTurn, span: Span, text: &str) -> bool {
        let is_quoted = self.announces && self.inner.is_none();
        let label = labels::whole_label(text).filter(|_| !self.parts.is_stated && !is_quoted);
        let Some(facts) = label else {
            return false;
        };
        self.builder.drop_text(span, EditReason::Label);
        self.inner = if is_same_speaker(&facts, &turn.speaker) {
            None
        } else {
            let mut speaker = self.look_up(&facts, Role::Interruption, span);
            if speaker.rule == Rule::Report {
                speaker.rule = Rule::LabelInText;
            }
            Some((i, speaker))
        };
        true
    }

    /// The chair's label with words behind it makes this paragraph alone the chair's.
    fn is_chairs(&mut self, turn: &SpokenTurn, span: Span, text: &str) -> bool {
        let is_open = turn.speaker.quality != Quality::Chair && !self.parts.is_stated;
        let Some(length) = labels::chair_label(text).filter(|_| is_open && !self.announces) else {
            return false;
        };
        let words = text.get(length..).unwrap_or("").trim_start();
        let start = self
            .clean
            .render(span)
            .source_start(text.len() - words.len());
        self.builder
            .drop_text(Span::new(span.start, start), EditReason::Label);
        let chair = Speaker::new(Actor::chair(), Role::Speech, Rule::Chair);
        self.builder
            .say_text(Span::new(start, span.end), words, &chair);
        true
    }

    /// The speaker of a turn, looked up once.
    fn speaker(&mut self, i: usize, turn: &SpokenTurn, span: Span) -> Speaker {
        if let Some(Some(known)) = self.speakers.get(i) {
            return known.clone();
        }
        let role = if turn.is_interruption {
            Role::Interruption
        } else {
            Role::Speech
        };
        let mut speaker = self.look_up(&turn.speaker, role, span);
        if self.parts.is_stated && speaker.rule == Rule::Report {
            speaker.rule = Rule::Stated;
        }
        if let Some(place) = self.speakers.get_mut(i) {
            *place = Some(speaker.clone());
        }
        speaker
    }

    /// A speaker by what the report says; a name that no register knows is noted.
    fn look_up(&mut self, facts: &SpeakerFacts, role: Role, span: Span) -> Speaker {
        let document = &self.clean.source().document;
        let (speaker, unknown) =
            speaker_of(facts, self.registers, document.date, &document.chamber);
        if let Some(name) = unknown.filter(|name| !name.is_empty()) {
            self.builder.unknown(&name, span, speaker.rule);
        }
        let role = if facts.quality == Quality::Chair {
            Role::Speech
        } else {
            role
        };
        Speaker { role, ..speaker }
    }
}

/// Whether a label names who speaks already: the same name, first names aside, or both the chair.
fn is_same_speaker(label: &SpeakerFacts, turn: &SpeakerFacts) -> bool {
    match (label.quality, turn.quality) {
        (Quality::Chair, quality) | (quality, Quality::Chair) => quality == Quality::Chair,
        _ => is_same_name(&label.name, &turn.name),
    }
}

/// Who speaks, and the name that no register knows, if there is one.
pub(super) fn speaker_of(
    facts: &SpeakerFacts,
    registers: &Registers<'_>,
    date: Option<PartialDate>,
    chamber: &str,
) -> (Speaker, Option<String>) {
    let of = |actor: Actor, rule: Rule| Speaker {
        person: facts.name.clone(),
        function: facts.function.clone(),
        ..Speaker::new(actor, Role::Speech, rule)
    };
    match facts.quality {
        Quality::Chair => (of(Actor::chair(), Rule::Chair), None),
        Quality::Government => (of(Actor::cabinet(), Rule::Report), None),
        Quality::Other => (of(Actor::unknown(), Rule::Guest), None),
        Quality::Member if facts.party.is_empty() => {
            match of_member(&facts.name, registers, date, chamber) {
                Ok(actor) => (of(actor, Rule::Members), None),
                Err(rule) => (of(Actor::unknown(), rule), Some(facts.name.clone())),
            }
        }
        Quality::Member => match registers.parties.resolve_joint(&facts.party, date) {
            Some(parties) => {
                let ids: Vec<&str> = parties.iter().map(|id| id.as_str()).collect();
                (of(Actor::of_parties(&ids), Rule::Report), None)
            }
            // A column of parties, or the only one of speakers, may name a person.
            None if facts.name.is_empty() || facts.name == facts.party => {
                match of_member(&facts.party, registers, date, chamber) {
                    Ok(actor) => (of(actor, Rule::Members), None),
                    Err(Rule::Namesakes) => (
                        of(Actor::unknown(), Rule::Namesakes),
                        Some(facts.party.clone()),
                    ),
                    Err(_) => (
                        of(Actor::unknown(), Rule::UnknownParty),
                        Some(facts.party.clone()),
                    ),
                }
            }
            None => (
                of(Actor::unknown(), Rule::UnknownParty),
                Some(facts.party.clone()),
            ),
        },
    }
}

/// The group of a member by the register, or why it is unknown.
fn of_member(
    name: &str,
    registers: &Registers<'_>,
    date: Option<PartialDate>,
    chamber: &str,
) -> Result<Actor, Rule> {
    match registers.members.find(name, date, chamber) {
        Ok(member) => Ok(Actor::of_parties(&[member.party_id.as_str()])),
        Err(MemberNotFound::Namesakes { .. }) => Err(Rule::Namesakes),
        Err(_) => Err(Rule::NoParty),
    }
}

#[cfg(test)]
#[path = "spoken_tests.rs"]
mod tests;
