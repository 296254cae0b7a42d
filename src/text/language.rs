//! Tells a text that is not Dutch by its function words.

use std::sync::LazyLock;

use super::FastMap;

/// The languages told apart, Dutch first; their words stand in `data/function_words.txt`.
const N_LANGUAGES: usize = 6;

/// Shorter texts are never called foreign: a name or a title has too few words to tell.
const FEWEST_WORDS: usize = 5;

/// Function words of another language that a text must have at least.
const FEWEST_FOREIGN: u32 = 2;

/// How many times as many function words of another language as of Dutch a text must have: a Dutch
/// passage that quotes another language has more of its own.
const FOREIGN_PER_DUTCH: u32 = 4;

/// Bytes in the longest function word.
const LONGEST_WORD: usize = 8;

/// The language of each function word.
static LANGUAGES: LazyLock<FastMap<u64, Language>> = LazyLock::new(|| {
    let list = include_str!("../../data/function_words.txt");
    let mut languages = FastMap::default();
    let lines = list.lines().filter_map(|line| line.split_once(':'));
    let lines = lines.filter(|(code, _)| code.len() == 2);
    for (language, (_, words)) in (0..).zip(lines).take(N_LANGUAGES) {
        languages.extend(
            words
                .split_whitespace()
                .filter_map(|word| Some((key(word)?, language))),
        );
    }
    languages
});

/// Whether the text of these words is in another language than Dutch: English, German, French,
/// Spanish or Italian. It has then at least 5 words, and of one other language at least 2 function words
/// and more than 4 times as many as of Dutch. Languages that are not listed, and texts without
/// function words, are never told.
pub fn is_not_dutch<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let mut counts = LanguageCounts::default();
    for word in words {
        counts.add(language_of(word));
    }
    counts.is_not_dutch()
}

/// A language by its place in the list.
pub(crate) type Language = u8;

/// The language that a word is a function word of, whatever its capitals; `None` where it is none
/// or of several.
pub(crate) fn language_of(word: &str) -> Option<Language> {
    LANGUAGES.get(&key(word)?).copied()
}

/// Counts function words that belong to one language only; the rule is that of [`is_not_dutch`].
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LanguageCounts {
    n_words: usize,
    counts: [u32; N_LANGUAGES],
}

impl LanguageCounts {
    /// Counts a word by its [`language_of`].
    pub(crate) fn add(&mut self, language: Option<Language>) {
        self.n_words += 1;
        if let Some(count) =
            language.and_then(|language| self.counts.get_mut(usize::from(language)))
        {
            *count += 1;
        }
    }

    /// Whether the words counted are of another language than Dutch.
    pub(crate) fn is_not_dutch(&self) -> bool {
        let [dutch, foreign @ ..] = self.counts;
        let most = foreign.into_iter().max().unwrap_or(0);
        self.n_words >= FEWEST_WORDS && most >= FEWEST_FOREIGN && most > FOREIGN_PER_DUTCH * dutch
    }
}

/// The Dutch function words of `data/function_words.txt`.
pub(crate) fn dutch_function_words() -> impl Iterator<Item = &'static str> {
    let list = include_str!("../../data/function_words.txt");
    let words = list.lines().find_map(|line| line.strip_prefix("nl:"));
    words.unwrap_or("").split_whitespace()
}

/// The bytes of a short word in lower case as one number; `None` for a longer one. Capitals beyond
/// ASCII stay: no function word starts with one but in a heading.
fn key(word: &str) -> Option<u64> {
    if word.len() > LONGEST_WORD {
        return None;
    }
    let bytes = word.bytes().map(|byte| byte.to_ascii_lowercase());
    Some(bytes.fold(0, |key, byte| (key << 8) | u64::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Tokenizer;

    fn is_foreign(text: &str) -> bool {
        let tokens = Tokenizer::tokens(text);
        is_not_dutch(tokens.iter().map(|token| &text[token.span.range()]))
    }

    #[test]
    fn the_list_has_every_language_and_no_word_twice() {
        let list = include_str!("../../data/function_words.txt");
        let lines: Vec<&str> = list
            .lines()
            .filter(|line| line.get(2..4) == Some(": "))
            .collect();
        let codes: Vec<&str> = lines.iter().map(|line| &line[..2]).collect();
        assert_eq!(codes, ["nl", "en", "de", "fr", "es", "it"]);
        let words: Vec<&str> = lines.iter().flat_map(|line| line[4..].split(' ')).collect();
        assert!(
            words
                .iter()
                .all(|word| key(word).is_some() && word.to_lowercase() == *word)
        );
        assert_eq!(LANGUAGES.len(), words.len());
    }

    #[test]
    fn other_languages_are_told() {
        for text in [
            "The Member States should share responsibility, and they must not wait.",
            "We support the relocation of refugees to all countries",
            "Die Mitgliedstaaten müssen die Verantwortung gerechter teilen, und zwar mit uns.",
            "Les États membres doivent partager la responsabilité avec leurs voisins.",
            "Los Estados deben repartir la responsabilidad entre ellos para siempre.",
            "Gli Stati devono condividere la responsabilità con gli altri della regione.",
        ] {
            assert!(is_foreign(text), "{text}");
        }
    }

    #[test]
    fn dutch_that_quotes_and_short_texts_are_not() {
        for text in [
            "",
            "The Hague",
            "Member States and Commission",
            "De Raad besloot: “Member States shall share responsibility for the reception of \
             refugees.” Dat is een stap, maar het blijft bij woorden.",
            "Voorstel voor een Regulation on asylum and migration management (RAMM)",
            "Wat is de appreciatie van het non-paper van Oostenrijk?",
            "xqzw vbnm qwrt plkj hgfd zxcv",
        ] {
            assert!(!is_foreign(text), "{text}");
        }
    }
}
