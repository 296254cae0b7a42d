//! Sentences of an exchange on one line that name who asks behind their verb: `Over havens vragen
//! de leden van de SP-fractie …`.
//!
//! One pattern would say so, but it walks back from every verb to the start of its sentence, over a
//! counted gap, and builds most of its automaton anew for each text.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::corpus::first_of;

/// The verbs of such a sentence.
#[rustfmt::skip]
const VERBS: [&str; 25] = [
    "vragen", "vraagt", "lezen", "leest", "merken", "merkt", "constateren", "constateert",
    "willen", "wil", "hebben", "heeft", "vernemen", "verneemt", "zouden", "zou", "wijzen",
    "wijst", "is", "zien", "ziet", "stellen", "stelt", "vinden", "vindt",
];

/// Words between the verb and the members.
const PARTICLES: [&str; 7] = ["zich", "ook", "verder", "voorts", "graag", "tevens", "nog"];

/// Finds the members behind the verb.
static MEMBERS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| first_of(&["de leden van ", "het lid van "]));

/// The characters between the first letter of a sentence and its verb.
const MAX_BEFORE_VERB: usize = 160;

/// The bytes within which the sentence begins: a character has at most four, and a mark, a space and
/// a capital stand in front of it.
const MAX_BYTES_BEFORE_VERB: usize = 4 * (MAX_BEFORE_VERB + 3);

/// Where sentences begin, behind the first section, that name who asks behind their verb.
pub(super) fn inverted_cuts(content: &str, first_section: usize) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut from = 0;
    for asking in askings(content) {
        if let Some(start) = sentence_before(content, from, asking.start) {
            from = asking.end;
            cuts.push(start);
        }
    }
    cuts.retain(|&at| at > first_section);
    cuts
}

/// Verb and members, from the space in front of the verb to the article of the group.
fn askings(content: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let members = MEMBERS
        .iter()
        .flat_map(move |words| words.find_iter(content));
    members.filter_map(|members| {
        let behind = content.get(members.end()..)?;
        let article = ["de", "het"]
            .into_iter()
            .find(|article| begins_with_word(behind, article))?;
        let start = verb_before(content.get(..members.start())?)?;
        Some(start..members.end() + article.len())
    })
}

/// Whether a text begins with a word that no letter or digit in ASCII goes on with.
fn begins_with_word(text: &str, word: &str) -> bool {
    let goes_on = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.strip_prefix(word)
        .is_some_and(|behind| !behind.starts_with(goes_on))
}

/// The space in front of the verb with which a text ends, particles and a space behind it.
fn verb_before(text: &str) -> Option<usize> {
    let mut text = text.strip_suffix(' ')?;
    loop {
        let (before, word) = text.rsplit_once(' ')?;
        if VERBS.contains(&word) {
            return Some(before.len());
        }
        if !PARTICLES.contains(&word) {
            return None;
        }
        text = before;
    }
}

/// Where the sentence begins whose verb stands at a byte: behind a mark that closes another one, no
/// further back than byte `from`.
fn sentence_before(content: &str, from: usize, verb: usize) -> Option<usize> {
    let nearest = verb.saturating_sub(MAX_BYTES_BEFORE_VERB).max(from);
    let start = (nearest..verb).find(|&at| content.is_char_boundary(at))?;
    let head = content.get(start..verb)?;
    let is_stop = |byte| matches!(byte, b'.' | b'?' | b'!' | b':' | b';');
    let stop = head.bytes().rposition(is_stop).unwrap_or(0);
    let head = head.get(stop..)?;
    head.match_indices(['.', '?', '!', '»', '”', ')'])
        .find_map(|(at, mark)| {
            let sentence = head.get(at + mark.len()..)?.strip_prefix(' ')?;
            let mut letters = sentence.chars();
            let is_near = letters.next()?.is_uppercase() && letters.nth(MAX_BEFORE_VERB).is_none();
            is_near.then_some(verb - sentence.len())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    /// The one pattern that says the same.
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"[.?!»”)] (?P<sentence>\p{Lu}[^.?!:;]{0,160}?",
            r" (?:vragen|vraagt|lezen|leest|merken|merkt|constateren|constateert|willen|wil",
            r"|hebben|heeft|vernemen|verneemt|zouden|zou|wijzen|wijst|is|zien|ziet|stellen|stelt|vinden|vindt)",
            r"(?: (?:zich|ook|verder|voorts|graag|tevens|nog))* (?:de leden van|het lid van) (?:de|het)(?-u:\b))"
        ))
        .unwrap()
    });

    #[test]
    fn a_sentence_is_cut_where_it_begins() {
        let text = "Ja. Over havens vragen ook de leden van de SP-fractie iets.";
        assert_eq!(inverted_cuts(text, 0), [4]);
        assert!(inverted_cuts(text, 4).is_empty());
        assert!(inverted_cuts("Ja. Over havens vragen de leden van denk iets.", 0).is_empty());
    }

    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "Over",
            "één",
            "Én",
            "vragen",
            "is",
            "ook",
            "nog",
            "de leden van de",
            "het lid van het",
            "de leden van deze",
            "SP-fractie",
            "ja.",
            "nee?",
            "(zo)",
            "«dat»",
            "zo:",
            "asielprocedureverordeningen",
            "",
        ])
    }

    proptest! {
        #[test]
        fn sentences_are_those_that_the_pattern_finds(
            pieces in prop::collection::vec(piece(), 0..60)
        ) {
            let text = pieces.join(" ");
            let found = PATTERN.captures_iter(&text).filter_map(|found| found.name("sentence"));
            let want: Vec<usize> = found.map(|sentence| sentence.start()).collect();
            let mut all = inverted_cuts(&text, 0);
            all.dedup();
            prop_assert_eq!(all, want, "{}", text);
        }
    }
}
