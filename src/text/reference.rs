//! Tells the number of an article of law from other numbers.

use super::TokenKind;

/// What a word does to the number behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum ReferenceWord {
    /// A number behind it is the number of an article: `artikel`.
    Opens,
    /// A number behind it is what the number before was: `en`.
    Continues,
    /// A number behind it is no number of an article.
    #[default]
    Ends,
}

impl ReferenceWord {
    /// What this word, in normal form, does.
    pub(crate) fn of(word: &str) -> Self {
        match word {
            "artikel" | "artikelen" | "art" | "arts" => Self::Opens,
            "en" | "of" | "tot" => Self::Continues,
            _ => Self::Ends,
        }
    }
}

/// Whether a reference to articles is under way.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reference {
    is_open: bool,
}

impl Reference {
    /// Goes past a word.
    pub(crate) fn word(&mut self, word: ReferenceWord) {
        self.is_open = match word {
            ReferenceWord::Opens => true,
            ReferenceWord::Continues => self.is_open,
            ReferenceWord::Ends => false,
        };
    }

    /// What a number is here.
    pub(crate) fn number(self) -> TokenKind {
        if self.is_open {
            TokenKind::Provision
        } else {
            TokenKind::Number
        }
    }
}
