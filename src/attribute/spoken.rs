//! Debates: who has the floor, as the report's own marks tell it.
//!
//! The chair speaks for nobody's party. A member of government is `Kabinet`. A member's group is
//! the one the report names, looked up at the date of the sitting; where it names none, the
//! register of members is asked. A motie that is read aloud is its sponsor's, with the roles of a
//! motie, so that it is found to be the same as the paper of its own.

use super::turns::{Builder, Rule, Speaker};
use super::{Registers, motie_in_speech::MotieInSpeech};
use crate::clean::{CleanText, EditReason};
use crate::corpus::{Actor, MemberNotFound, PartialDate, Role};
use crate::read::{PartKind, Parts, Quality, SpeakerFacts};

/// The turns of a debate.
pub(super) fn attribute(clean: &CleanText, parts: &Parts, registers: &Registers<'_>) -> Builder {
    let document = &clean.source().document;
    let mut builder = Builder::default();
    let mut speakers: Vec<Option<Speaker>> = vec![None; parts.turns.len()];
    let mut motie = MotieInSpeech::default();
    for part in &parts.parts {
        let text = clean.render(part.span).text;
        match part.kind {
            PartKind::Heading if part.turn.is_none() => builder.open_section(&text, part.span),
            PartKind::Heading => builder.heading(part.span),
            PartKind::Label => builder.drop_text(part.span, EditReason::Label),
            PartKind::Title => builder.drop_text(part.span, EditReason::Title),
            PartKind::Table => builder.drop_text(part.span, EditReason::Table),
            PartKind::Note | PartKind::Signature => {
                builder.drop_text(part.span, EditReason::Note);
            }
            PartKind::Footnote => {}
            PartKind::Text => {
                let Some((i, turn)) = part.turn.and_then(|i| Some((i, parts.turns.get(i)?))) else {
                    builder.drop_text(part.span, EditReason::Note);
                    continue;
                };
                let known = speakers.get_mut(i).and_then(Option::take);
                let speaker = known.unwrap_or_else(|| {
                    let (speaker, unknown) =
                        speaker_of(&turn.speaker, registers, document.date, &document.chamber);
                    if let Some(name) = unknown.filter(|name| !name.is_empty()) {
                        builder.unknown(&name, part.span, speaker.rule);
                    }
                    let is_chair = turn.speaker.quality == Quality::Chair;
                    let role = if turn.is_interruption && !is_chair {
                        Role::Interruption
                    } else {
                        Role::Speech
                    };
                    let mut speaker = Speaker { role, ..speaker };
                    if parts.is_stated && speaker.rule == Rule::Report {
                        speaker.rule = Rule::Stated;
                    }
                    speaker
                });
                motie.read(&text, part.span, &speaker, &mut builder);
                if let Some(place) = speakers.get_mut(i) {
                    *place = Some(speaker);
                }
            }
        }
    }
    builder
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
            match registers.members.find(&facts.name, date, chamber) {
                Ok(member) => {
                    let actor = Actor::of_parties(&[member.party_id.as_str()]);
                    (of(actor, Rule::Members), None)
                }
                Err(error) => {
                    let rule = match error {
                        MemberNotFound::Namesakes { .. } => Rule::Namesakes,
                        _ => Rule::NoParty,
                    };
                    (of(Actor::unknown(), rule), Some(facts.name.clone()))
                }
            }
        }
        Quality::Member => match parties_of(&facts.party, registers, date) {
            Some(parties) => (of(Actor::of_parties(&parties), Rule::Report), None),
            None => (
                of(Actor::unknown(), Rule::UnknownParty),
                Some(facts.party.clone()),
            ),
        },
    }
}

/// The party that a label means, or the several that it joins (`VVD+D66`); `None` where a register
/// does not know one of them.
fn parties_of(
    label: &str,
    registers: &Registers<'_>,
    date: Option<PartialDate>,
) -> Option<Vec<String>> {
    let resolve = |name: &str| {
        Some(
            registers
                .parties
                .resolve(name.trim(), date)
                .ok()?
                .to_string(),
        )
    };
    if let Some(party) = resolve(label) {
        return Some(vec![party]);
    }
    let names = label.split(['+', ';']);
    let is_joint = names.clone().nth(1).is_some();
    is_joint.then(|| names.map(resolve).collect())?
}
