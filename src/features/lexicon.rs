//! Finds the terms of a lexicon in the words of a text.

use super::terms::{LEXICON, TermSpace, UNKNOWN};
use super::{AnalyzerSettings, FeatureError};
use crate::corpus::{LexiconTerm, WordShape};
use crate::text::FastMap;

/// How many words a gap (`…`) in a term may span, the word behind it included.
const GAP_REACH: u32 = 4;

/// The terms of a lexicon that a space of terms knows, laid out for matching.
///
/// An element is one word of a term with its wildcards; terms share elements. Which elements a
/// word fits is found once for each distinct word.
#[derive(Debug, Clone, Default)]
pub(super) struct LexiconMatcher {
    whole: FastMap<Box<str>, u32>,
    starts: FastMap<Box<str>, u32>,
    /// Bytes of the longest of `starts`.
    longest_start: usize,
    ends: Vec<(Box<str>, u32)>,
    insides: Vec<(Box<str>, u32)>,
    /// By element: the terms that begin with it.
    beginning: Vec<Vec<u32>>,
    terms: Vec<Term>,
}

#[derive(Debug, Clone)]
struct Term {
    feature: u32,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy)]
struct Part {
    element: u32,
    /// At most how many tokens behind the part before it; 1 is right behind it.
    reach: u32,
}

/// A term whose first words have been met.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenTerm {
    term: u32,
    next_part: u32,
    first: u32,
    /// The last token that the next part may be.
    until: u32,
}

impl LexiconMatcher {
    /// The lexicon of the settings, with the features that `space` gives its terms; terms that it
    /// does not know are left out.
    pub(super) fn new<S: TermSpace>(
        settings: &AnalyzerSettings,
        space: &mut S,
    ) -> Result<Self, FeatureError> {
        let mut matcher = Self::default();
        let mut marked = String::new();
        for text in settings.lexicon.iter().flat_map(|lexicon| &lexicon.terms) {
            let term: LexiconTerm = text
                .parse()
                .map_err(|_| FeatureError::LexiconTerm { term: text.clone() })?;
            marked.clear();
            marked.push(LEXICON);
            marked.push_str(text);
            let feature = space.listed(&marked);
            if feature != UNKNOWN {
                matcher.add(&term, feature);
            }
        }
        Ok(matcher)
    }

    fn add(&mut self, term: &LexiconTerm, feature: u32) {
        let parts: Vec<Part> = term
            .words()
            .iter()
            .map(|word| Part {
                element: self.element(&word.shape),
                reach: if word.after_gap { GAP_REACH } else { 1 },
            })
            .collect();
        let number = size(self.terms.len());
        let first = parts
            .first()
            .and_then(|part| self.beginning.get_mut(part.element as usize));
        if let Some(terms) = first {
            terms.push(number);
        }
        self.terms.push(Term { feature, parts });
    }

    /// The number of an element, a new one where it is new.
    fn element(&mut self, shape: &WordShape) -> u32 {
        let new = size(self.beginning.len());
        let element = match shape {
            WordShape::Whole(word) => *self.whole.entry(word.as_str().into()).or_insert(new),
            WordShape::Start(start) => {
                self.longest_start = self.longest_start.max(start.len());
                *self.starts.entry(start.as_str().into()).or_insert(new)
            }
            WordShape::End(end) => find_or_push(&mut self.ends, end, new),
            WordShape::Inside(inside) => find_or_push(&mut self.insides, inside, new),
        };
        if element == new {
            self.beginning.push(Vec::new());
        }
        element
    }

    /// Shows the elements that a word fits.
    pub(super) fn elements_of(&self, word: &str, mut sink: impl FnMut(u32)) {
        if self.terms.is_empty() {
            return;
        }
        if let Some(&element) = self.whole.get(word) {
            sink(element);
        }
        for length in 1..=word.len().min(self.longest_start) {
            if let Some(&element) = word.get(..length).and_then(|start| self.starts.get(start)) {
                sink(element);
            }
        }
        for (end, element) in &self.ends {
            if word.ends_with(end.as_ref()) {
                sink(*element);
            }
        }
        for (inside, element) in &self.insides {
            if word.contains(inside.as_ref()) {
                sink(*element);
            }
        }
    }

    /// Takes in token number `at`, which fits `elements`: shows the feature and the first token of
    /// every term that ends there. A term with a gap takes the first word that fits behind it.
    pub(super) fn step(
        &self,
        open: &mut Vec<OpenTerm>,
        elements: &[u32],
        at: u32,
        mut sink: impl FnMut(u32, u32),
    ) {
        open.retain_mut(|state| {
            let Some((feature, part)) = self.part(state) else {
                return false;
            };
            if !elements.contains(&part.element) {
                return at < state.until;
            }
            state.next_part += 1;
            if let Some((_, part)) = self.part(state) {
                state.until = at + part.reach;
                return true;
            }
            sink(feature, state.first);
            false
        });
        for &element in elements {
            for &term in self.beginning.get(element as usize).into_iter().flatten() {
                let mut state = OpenTerm {
                    term,
                    next_part: 1,
                    first: at,
                    until: at,
                };
                if let Some((_, part)) = self.part(&state) {
                    state.until = at + part.reach;
                    open.push(state);
                } else if let Some(term) = self.terms.get(term as usize) {
                    sink(term.feature, at);
                }
            }
        }
    }

    /// The feature of an open term and the part that it waits for.
    fn part(&self, state: &OpenTerm) -> Option<(u32, Part)> {
        let term = self.terms.get(state.term as usize)?;
        let part = term.parts.get(state.next_part as usize)?;
        Some((term.feature, *part))
    }
}

fn find_or_push(list: &mut Vec<(Box<str>, u32)>, text: &str, new: u32) -> u32 {
    if let Some((_, element)) = list.iter().find(|(known, _)| known.as_ref() == text) {
        return *element;
    }
    list.push((text.into(), new));
    new
}

/// A count as a number; a lexicon of 2^32 words does not fit in memory.
fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(UNKNOWN)
}

#[cfg(test)]
mod tests {
    use crate::features::{
        Analyzer, AnalyzerSettings, FeatureScratch, LexiconSettings, TokenRange,
    };

    /// The terms of a lexicon in a text with their first and last token.
    fn found(lexicon: &[&str], text: &str) -> Vec<(String, u32, u32)> {
        let settings = AnalyzerSettings {
            characters: None,
            min_df: 1,
            lexicon: LexiconSettings::new(lexicon.iter().copied(), 0.6),
            ..AnalyzerSettings::default().with_stop_words(["de", "van", "het"])
        };
        let analyzer = Analyzer::learn(&[text], &settings).unwrap();
        let mut terms = Vec::new();
        analyzer.visit(text, &mut FeatureScratch::default(), |feature, tokens| {
            let TokenRange { first, last } = tokens;
            if let Some(term) = analyzer.vocabulary().terms()[feature].strip_prefix('=') {
                terms.push((term.to_owned(), first, last));
            }
        });
        terms
    }

    fn term(term: &str, first: u32, last: u32) -> (String, u32, u32) {
        (term.to_owned(), first, last)
    }

    #[test]
    fn wildcards_reach_into_compounds() {
        let lexicon = ["grens", "grens*", "*hubs", "*rechter*", "hub"];
        assert_eq!(
            found(
                &lexicon,
                "Grens, grensbewaking; terugkeerhubs en de asielrechters"
            ),
            [
                term("grens", 0, 0),
                term("grens*", 0, 0),
                term("grens*", 1, 1),
                term("*hubs", 2, 2),
                term("*rechter*", 5, 5),
            ]
        );
        assert!(found(&lexicon, "binnengrens hubspot recht").is_empty());
    }

    #[test]
    fn phrases_know_stop_words_and_their_places() {
        // niet-begeleide is one token; `de` and `van` are stop words and still count as words.
        let lexicon = ["belang van het kind", "van de", "art.3"];
        assert_eq!(
            found(&lexicon, "het belang van het kind van de, artikel 3"),
            [
                term("belang van het kind", 1, 4),
                term("van de", 5, 6),
                term("art.3", 8, 8)
            ]
        );
        assert!(found(&lexicon, "belang van een kind, 3 van alle").is_empty());
    }

    #[test]
    fn a_gap_spans_at_most_three_words_and_takes_the_first_that_fits() {
        let lexicon = ["grenzen … sluit*"];
        assert_eq!(
            found(&lexicon, "grenzen een twee drie sluiten sluit"),
            [term("grenzen … sluit*", 0, 4)]
        );
        assert!(found(&lexicon, "grenzen een twee drie vier sluiten").is_empty());
        assert!(found(&lexicon, "sluit de grenzen").is_empty());
        assert_eq!(
            found(&lexicon, "grenzen en grenzen sluiten"),
            [
                term("grenzen … sluit*", 0, 3),
                term("grenzen … sluit*", 2, 3)
            ]
        );
    }

    #[test]
    fn a_phrase_goes_on_right_behind_what_filled_its_gap() {
        let lexicon = ["deel* … de zorg*"];
        assert_eq!(
            found(&lexicon, "deelt u wel de zorgen"),
            [term("deel* … de zorg*", 0, 4)]
        );
        // The first `de` fills the gap; the term does not look for another.
        assert!(found(&lexicon, "deelt u de grote de zorgen").is_empty());
    }
}
