//! Passages that show a term.

use super::corpus::FramingCorpus;
use crate::corpus::Span;

/// Passages quoted for a term.
pub(super) const N_QUOTES: usize = 3;

/// Words of a quote.
const MAX_WORDS: usize = 25;

/// Passages kept per term from which the quoted ones are chosen.
const MAX_CANDIDATES: usize = 64;

/// A quote from a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The passage.
    pub passage_id: String,
    /// At most 25 of its words around the term, `…` where words are left out.
    pub text: String,
}

/// For each of `terms`, at most three quotes from the passages at its `places`, from different
/// documents where there are, else from different groups, the first of the corpus first.
pub(super) fn quotes(
    corpus: &mut FramingCorpus<'_>,
    terms: &[(u32, usize)],
    places: &[Vec<u32>; 2],
) -> Vec<Vec<Quote>> {
    let chosen = choose(corpus, terms, places);
    let quoted = terms.iter().zip(chosen).map(|(&(term, _), places)| {
        let quotes = places.into_iter().filter_map(|place| {
            let source = corpus.passage(place)?.source;
            let span = corpus.find(term, source.text)?;
            Some(Quote {
                passage_id: source.passage_id.to_owned(),
                text: window(source.text, span),
            })
        });
        quotes.collect()
    });
    quoted.collect()
}

/// The places of the passages to quote for each term on its side.
fn choose(
    corpus: &FramingCorpus<'_>,
    terms: &[(u32, usize)],
    places: &[Vec<u32>; 2],
) -> Vec<Vec<u32>> {
    let mut slots = vec![None; corpus.terms.len()];
    for (slot, &(term, side)) in terms.iter().enumerate() {
        if let Some(place) = slots.get_mut(term as usize) {
            *place = Some((slot, side));
        }
    }
    let mut candidates: Vec<Vec<Candidate>> = vec![Vec::new(); terms.len()];
    for (side, places) in places.iter().enumerate() {
        for &place in places {
            let Some(passage) = corpus.passage(place) else {
                continue;
            };
            let candidate = Candidate {
                document: passage.document,
                group: passage.group,
                place,
            };
            for &(term, _) in &passage.counts {
                if let Some((slot, of_side)) = slots.get(term as usize).copied().flatten()
                    && of_side == side
                    && let Some(found) = candidates.get_mut(slot)
                    && found.len() < MAX_CANDIDATES
                    && found
                        .last()
                        .is_none_or(|last| last.is_elsewhere(&candidate))
                {
                    found.push(candidate);
                }
            }
        }
    }
    candidates.iter().map(|found| spread_out(found)).collect()
}

/// A passage that may be quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Candidate {
    document: u32,
    group: u32,
    place: u32,
}

impl Candidate {
    /// Whether it stands in another document or group.
    fn is_elsewhere(&self, other: &Self) -> bool {
        self.document != other.document || self.group != other.group
    }
}

/// Three candidates: of different documents, then of different groups, then any.
fn spread_out(candidates: &[Candidate]) -> Vec<u32> {
    let rules: [fn(&Candidate, &Candidate) -> bool; 3] = [
        |old, new| old.document != new.document && old.group != new.group,
        |old, new| old.group != new.group,
        |old, new| old.place != new.place,
    ];
    let mut chosen: Vec<Candidate> = Vec::new();
    for is_new in rules {
        for candidate in candidates {
            if chosen.len() < N_QUOTES && chosen.iter().all(|old| is_new(old, candidate)) {
                chosen.push(*candidate);
            }
        }
    }
    chosen
        .into_iter()
        .map(|candidate| candidate.place)
        .collect()
}

/// At most 25 words around the span.
fn window(text: &str, span: Span) -> String {
    let mut at = 0;
    let words = text.split_whitespace().map(|word| {
        let start = at + text.get(at..).and_then(|rest| rest.find(word)).unwrap_or(0);
        at = start + word.len();
        (start, word)
    });
    let words: Vec<(usize, &str)> = words.collect();
    let first = words.partition_point(|(start, word)| start + word.len() <= span.start);
    let behind = words.partition_point(|(start, _)| *start < span.end);
    let before = MAX_WORDS.saturating_sub(behind - first) / 2;
    let end = (first.saturating_sub(before) + MAX_WORDS).min(words.len());
    let start = end.saturating_sub(MAX_WORDS);
    let shown: Vec<&str> = words
        .get(start..end)
        .unwrap_or(&[])
        .iter()
        .map(|(_, word)| *word)
        .collect();
    let mut quote = shown.join(" ");
    if start > 0 {
        quote.insert_str(0, "… ");
    }
    if end < words.len() {
        quote.push_str(" …");
    }
    quote
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_has_25_words_around_the_term() {
        let words: Vec<String> = (0..40).map(|i| format!("w{i:02}")).collect();
        let text = words.join("\n ");
        let quote_of = |word: &str| {
            let start = text.find(word).unwrap();
            window(&text, Span::new(start, start + word.len()))
        };
        let middle = quote_of("w20");
        assert!(
            middle.starts_with("… w08 ") && middle.ends_with(" w32 …"),
            "{middle}"
        );
        assert!(quote_of("w01").starts_with("w00 w01 ") && quote_of("w01").ends_with(" w24 …"));
        assert!(quote_of("w39").starts_with("… w15 ") && quote_of("w39").ends_with(" w39"));
        assert_eq!(window("Kort en goed.", Span::new(0, 4)), "Kort en goed.");
    }

    #[test]
    fn quotes_come_from_different_documents_first() {
        let candidate = |(document, group, place)| Candidate {
            document,
            group,
            place,
        };
        let candidates = [(0, 0, 1), (0, 1, 2), (1, 2, 3), (2, 2, 4), (3, 3, 5)].map(candidate);
        assert_eq!(spread_out(&candidates), [1, 3, 5]);
        assert_eq!(spread_out(&candidates[..2]), [1, 2]);
        assert_eq!(spread_out(&[(0, 0, 1), (1, 0, 2)].map(candidate)), [1, 2]);
    }
}
