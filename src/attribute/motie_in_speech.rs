//! A motie that is read aloud inside a speech.

use super::turns::{Builder, Rule, Speaker};
use crate::clean::EditReason;
use crate::corpus::{Role, Span};

/// Whether a motie is being read.
#[derive(Debug, Default)]
pub(super) struct MotieInSpeech {
    /// The speaker who reads it.
    reader: Option<Speaker>,
}

impl MotieInSpeech {
    /// A paragraph of a speech: of a motie from `De Kamer,` to `gaat over tot de orde van de dag`,
    /// and of the speech itself elsewhere.
    pub(super) fn read(
        &mut self,
        text: &str,
        span: Span,
        speaker: &Speaker,
        builder: &mut Builder,
    ) {
        if self.reader.as_ref().is_some_and(|reader| reader != speaker) {
            self.reader = None;
        }
        let lower = text.to_lowercase();
        if is_opening(&lower) {
            self.reader = Some(speaker.clone());
            builder.drop_text(span, EditReason::Formula);
            return;
        }
        let Some(reader) = &self.reader else {
            builder.say_text(span, text, speaker);
            return;
        };
        if is_closing(&lower) {
            builder.drop_text(span, EditReason::Formula);
            self.reader = None;
        } else if is_formula(&lower) {
            builder.drop_text(span, EditReason::Formula);
        } else {
            let role = if is_request(&lower) {
                Role::Request
            } else {
                Role::Consideration
            };
            let rule = match reader.rule {
                Rule::Report => Rule::MotieReadAloud,
                other => other,
            };
            let speaker = Speaker {
                role,
                rule,
                ..reader.clone()
            };
            builder.say_text(span, text, &speaker);
        }
    }
}

fn is_opening(lower: &str) -> bool {
    matches!(lower.trim_end_matches([',', '.', ' ']), "de kamer")
}

fn is_closing(lower: &str) -> bool {
    lower.contains("gaat over tot de orde van de dag") && lower.chars().count() < 60
}

fn is_formula(lower: &str) -> bool {
    lower.starts_with("gehoord de beraadslaging") && lower.chars().count() < 60
}

fn is_request(lower: &str) -> bool {
    [
        "verzoekt", "spreekt", "roept", "draagt", "nodigt", "besluit", "dringt", "vraagt",
    ]
    .iter()
    .any(|verb| lower.starts_with(verb))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Actor;

    #[test]
    fn a_motie_has_roles_of_its_own_and_ends_with_its_formula() {
        let speaker = Speaker::new(Actor::of_parties(&["VVD"]), Role::Speech, Rule::Report);
        let mut motie = MotieInSpeech::default();
        let mut builder = Builder::default();
        let paragraphs = [
            "Ik heb een motie.",
            "De Kamer,",
            "gehoord de beraadslaging,",
            "overwegende dat er te weinig plekken zijn;",
            "verzoekt de regering er meer te maken,",
            "en gaat over tot de orde van de dag.",
            "Tot zover.",
        ];
        for (i, text) in paragraphs.iter().enumerate() {
            motie.read(text, Span::new(10 * i, 10 * i + 5), &speaker, &mut builder);
        }
        let found: Vec<(Role, usize)> = builder
            .turns()
            .iter()
            .map(|turn| (turn.role, turn.paragraphs.len()))
            .collect();
        assert_eq!(
            found,
            [
                (Role::Speech, 1),
                (Role::Consideration, 1),
                (Role::Request, 1),
                (Role::Speech, 1)
            ]
        );
    }
}
