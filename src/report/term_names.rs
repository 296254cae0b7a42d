//! What a term of the model is called in front of people.

/// What a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermKind {
    /// One word, as a stem.
    Word,
    /// Two or more words in a row.
    Phrase,
    /// Letters in a row within a word.
    Piece,
    /// A word or phrase of the lexicon.
    Lexicon,
}

impl TermKind {
    /// Every kind, in the order of tables.
    pub const ALL: [Self; 4] = [Self::Word, Self::Phrase, Self::Piece, Self::Lexicon];

    /// The kind of a term as it stands in the vocabulary.
    pub fn of(term: &str) -> Self {
        if term.starts_with('~') {
            Self::Piece
        } else if term.starts_with('=') {
            Self::Lexicon
        } else if term.contains(' ') {
            Self::Phrase
        } else {
            Self::Word
        }
    }

    /// The kind as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Phrase => "phrase",
            Self::Piece => "piece",
            Self::Lexicon => "lexicon",
        }
    }
}

/// The words of a term, with what it is of them where it is not the words themselves:
/// `grenzen (<gren)` for a piece, `asielrechters (lexicon *rechter*)`, `2022 (any number)`,
/// `vvd (any name)`.
pub fn shown_term(term: &str, words: &str) -> String {
    let rest = term.get(1..).unwrap_or("");
    match TermKind::of(term) {
        TermKind::Piece => format!("{words} ({rest})"),
        TermKind::Lexicon => format!("{words} (lexicon {rest})"),
        TermKind::Word | TermKind::Phrase if has_stem(term, "#") => {
            format!("{words} (any number)")
        }
        TermKind::Word | TermKind::Phrase if has_stem(term, "@") => {
            format!("{words} (any name)")
        }
        TermKind::Word | TermKind::Phrase => words.to_owned(),
    }
}

fn has_stem(term: &str, wanted: &str) -> bool {
    term.split(' ').any(|stem| stem == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_and_terms_of_the_lexicon_are_named_as_such() {
        assert_eq!(shown_term("~<gren", "grenzen"), "grenzen (<gren)");
        assert_eq!(
            shown_term("=*rechter*", "asielrechters"),
            "asielrechters (lexicon *rechter*)"
        );
        assert_eq!(shown_term("eu lidstat", "EU-lidstaten"), "EU-lidstaten");
        assert_eq!(shown_term("# jar", "twee jaar"), "twee jaar (any number)");
        assert_eq!(shown_term("lid @", "lid piri"), "lid piri (any name)");
        let kinds = ["gren", "eu lidstat", "~<gr", "=meer grip"].map(TermKind::of);
        assert_eq!(kinds, TermKind::ALL);
    }
}
