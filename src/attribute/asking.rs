//! Who asks, by name or by party, and who has the floor.

use super::Registers;
use super::askers::Asker;
use super::elements::Element;
use super::letter::signatures;
use super::signature::only_signer;
use super::spoken::speaker_of;
use super::turns::{Rule, Speaker};
use crate::clean::CleanText;
use crate::corpus::{Actor, PartialDate, Role};
use crate::read::{Quality, SpeakerFacts};

/// Who asks in a set of questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asking {
    pub(super) speaker: Speaker,
    /// Names that no register knows, with the reason.
    pub(super) unknown: Vec<(String, Rule)>,
}

impl Asking {
    /// Parties that a heading or a paragraph names; none where no register knows the group.
    pub(super) fn of_parties(parties: &[String], rule: Rule) -> Self {
        let rule = if parties.is_empty() {
            Rule::UnknownParty
        } else {
            rule
        };
        Self {
            speaker: Speaker::new(Actor::of_parties(parties), Role::Question, rule),
            unknown: Vec::new(),
        }
    }

    /// Members with their groups as printed, or looked up at the date.
    pub(super) fn of_members(
        askers: &[Asker],
        registers: &Registers<'_>,
        date: Option<PartialDate>,
        chamber: &str,
    ) -> Self {
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
        let names: Vec<&str> = askers
            .iter()
            .map(|asker| asker.name.as_str())
            .filter(|name| !name.is_empty())
            .collect();
        let speaker = Speaker {
            person: names.join(";"),
            ..Speaker::new(Actor::of_parties(&parties), Role::Question, rule)
        };
        Self { speaker, unknown }
    }
}

/// Who has the floor in an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Floor {
    /// Nobody yet, or a committee: text is front matter.
    Nobody,
    /// The cabinet presents its answers in a letter.
    CoverLetter,
    /// A party asks.
    Question(Rule),
    /// The cabinet answers.
    Answer(Rule),
    /// Members who initiated a bill answer.
    Initiators,
}

/// Who answers for the cabinet: the member of government who signs, where only one does.
pub(super) fn cabinet(elements: &[Element], clean: &CleanText) -> Speaker {
    let (person, function) = only_signer(&signatures(elements, clean));
    Speaker {
        person,
        function,
        ..Speaker::new(Actor::cabinet(), Role::Answer, Rule::AnswerHeading)
    }
}

/// The ids of parties, sorted.
pub(super) fn in_order(parties: &[String]) -> Vec<String> {
    let mut parties = parties.to_vec();
    parties.sort();
    parties
}
