//! A motie that is read aloud inside a speech.

use super::motion_parts::{MotionPartKind, is_closing, kind_of, starts_motion};
use super::turns::{Builder, Rule, Speaker};
use crate::clean::EditReason;
use crate::corpus::{Role, Span};

/// Whether a motie is being read.
#[derive(Debug)]
pub(super) struct MotieInSpeech {
    /// The speaker who reads it.
    reader: Option<Speaker>,
    /// What the paragraph above is.
    before: MotionPartKind,
    /// Whether it ended with a sign.
    is_complete: bool,
}

impl Default for MotieInSpeech {
    fn default() -> Self {
        Self {
            reader: None,
            before: MotionPartKind::Formula,
            is_complete: true,
        }
    }
}

impl MotieInSpeech {
    /// Whether this speaker is reading one.
    pub(super) fn is_read_by(&self, speaker: &Speaker) -> bool {
        self.reader.as_ref() == Some(speaker)
    }

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
        if text.trim() == "Motie" {
            builder.heading(span);
            return;
        }
        if starts_motion(text) {
            self.reader = Some(speaker.clone());
            (self.before, self.is_complete) = (MotionPartKind::Formula, true);
            builder.drop_text(span, EditReason::Formula);
            return;
        }
        let Some(reader) = &self.reader else {
            builder.say_text(span, text, speaker);
            return;
        };
        let kind = kind_of(text, self.before, self.is_complete);
        self.before = kind;
        self.is_complete = text.ends_with([';', ',', '.', ':']);
        let role = match kind {
            MotionPartKind::Consideration => Role::Consideration,
            MotionPartKind::Request => Role::Request,
            _ => {
                builder.drop_text(span, EditReason::Formula);
                if is_closing(text) {
                    self.reader = None;
                }
                return;
            }
        };
        let speaker = Speaker {
            role,
            rule: match reader.rule {
                Rule::Report => Rule::MotieReadAloud,
                other => other,
            },
            ..reader.clone()
        };
        builder.say_text(span, text, &speaker);
    }
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
            "Motie",
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
