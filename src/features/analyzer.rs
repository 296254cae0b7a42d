//! The one reader of texts for the model.

use std::sync::atomic::{AtomicU64, Ordering};

use super::lexicon::LexiconMatcher;
use super::terms::{FrozenTerms, GrowingTerms, LEXICON, PIECE};
use super::visit::{FeatureScratch, Occurrence, TokenRange, Walk};
use super::{AnalyzerSettings, FeatureError, Vocabulary};
use crate::math;

/// Numbers analyzers, so that a scratch can tell whose words it holds; 0 is nobody.
static NEXT_ID: AtomicU64 = AtomicU64::new(1);

/// Settings and vocabulary: turns a text into its row.
///
/// ```
/// use standpunt::features::{Analyzer, AnalyzerSettings, FeatureScratch};
///
/// let texts = ["opvang in de regio", "opvang in de regio", "grenscontrole"];
/// let analyzer = Analyzer::learn(&texts, &AnalyzerSettings::default())?;
/// let mut scratch = FeatureScratch::default();
/// let row = analyzer.row("opvang", &mut scratch);
/// let squares: f64 = row.values.iter().map(|x| x * x).sum();
/// assert!((squares - 2.0).abs() < 1e-12); // words, and pieces of words, each of length 1
/// # Ok::<(), standpunt::features::FeatureError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Analyzer {
    id: u64,
    settings: AnalyzerSettings,
    vocabulary: Vocabulary,
    terms: FrozenTerms,
    lexicon: LexiconMatcher,
    /// By feature.
    scales: Vec<Scale>,
    /// By block.
    block_weights: [f64; N_BLOCKS],
}

/// The number of blocks: words with phrases, pieces, lexicon.
const N_BLOCKS: usize = 3;

/// What turns the count of a feature into its value.
#[derive(Debug, Clone, Copy)]
struct Scale {
    /// The block that the feature belongs to.
    block: usize,
    /// Inverse document frequency times weight within the block.
    factor: f64,
}

/// The features of one text, in the order in which they are first met.
///
/// That order is the order of every sum over them: another one would be another number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row<'a> {
    /// Distinct feature ids, 0 to V − 1.
    pub features: &'a [u32],
    /// How often each occurs.
    pub counts: &'a [u32],
    /// Their values, positive; those of a block have the weight of the block as Euclidean length.
    pub values: &'a [f64],
}

impl Analyzer {
    /// Learns the vocabulary of `texts`. The order of the texts does not matter.
    ///
    /// # Errors
    /// Where a setting is out of range, or no term occurs in enough texts.
    pub fn learn<S: AsRef<str>>(
        texts: &[S],
        settings: &AnalyzerSettings,
    ) -> Result<Self, FeatureError> {
        settings.check()?;
        let mut terms = GrowingTerms::default();
        let mut walk = Walk::default();
        let lexicon = LexiconMatcher::new(settings, &mut terms)?;
        for (text, number) in texts.iter().zip(1_u32..) {
            walk.visit(settings, &lexicon, &mut terms, text.as_ref(), |terms, feature, _| {
                terms.count(feature, number);
            });
        }
        let vocabulary = terms.into_vocabulary(texts.len(), settings)?;
        Self::new(settings.clone(), vocabulary)
    }

    /// The analyzer of a model.
    ///
    /// # Errors
    /// Where a setting is out of range or made for another version.
    pub fn new(settings: AnalyzerSettings, vocabulary: Vocabulary) -> Result<Self, FeatureError> {
        settings.check()?;
        let scales = vocabulary
            .terms()
            .iter()
            .zip(vocabulary.idf())
            .map(|(term, idf)| scale(&settings, term, *idf))
            .collect();
        let block_weights = [
            1.0,
            settings.characters.map_or(1.0, |pieces| pieces.weight),
            settings.lexicon.as_ref().map_or(1.0, |lexicon| lexicon.weight),
        ];
        let terms = FrozenTerms::new(&vocabulary);
        Ok(Self {
            id: NEXT_ID.fetch_add(1, Ordering::Relaxed),
            lexicon: LexiconMatcher::new(&settings, &mut &terms)?,
            terms,
            block_weights,
            settings,
            vocabulary,
            scales,
        })
    }

    /// The settings.
    pub fn settings(&self) -> &AnalyzerSettings {
        &self.settings
    }

    /// The vocabulary.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Shows every known feature of `text` at each of its places, in the order of the text.
    pub fn visit(
        &self,
        text: &str,
        scratch: &mut FeatureScratch,
        mut sink: impl FnMut(usize, TokenRange),
    ) {
        self.note_occurrences(text, scratch);
        for occurrence in &scratch.occurrences {
            sink(occurrence.feature as usize, occurrence.tokens);
        }
    }

    /// The row of `text`; empty where it has no known term.
    pub fn row<'a>(&self, text: &str, scratch: &'a mut FeatureScratch) -> Row<'a> {
        self.note_occurrences(text, scratch);
        let FeatureScratch {
            occurrences,
            places,
            features,
            counts,
            values,
            ..
        } = &mut *scratch;
        for occurrence in &*occurrences {
            let Some(place) = places.get_mut(occurrence.feature as usize) else {
                continue;
            };
            if *place == 0 {
                features.push(occurrence.feature);
                counts.push(0);
                *place = u32::try_from(features.len()).unwrap_or(0);
            }
            if let Some(count) = counts.get_mut((*place as usize).wrapping_sub(1)) {
                *count += 1;
            }
        }
        let mut squares = [0.0; N_BLOCKS];
        for (&feature, &count) in features.iter().zip(&*counts) {
            let Scale { block, factor } = self.scale(feature);
            let value = sublinear(count) * factor;
            if let Some(sum) = squares.get_mut(block) {
                *sum += value * value;
            }
            values.push(value);
        }
        let lengths = squares.map(math::sqrt);
        for (&feature, value) in features.iter().zip(values) {
            let block = self.scale(feature).block;
            if let (Some(length), Some(weight)) =
                (lengths.get(block), self.block_weights.get(block))
            {
                *value = *value / length * weight;
            }
        }
        scratch.last_row()
    }

    fn scale(&self, feature: u32) -> Scale {
        let scale = self.scales.get(feature as usize).copied();
        scale.unwrap_or(Scale { block: 0, factor: 0.0 })
    }

    fn note_occurrences(&self, text: &str, scratch: &mut FeatureScratch) {
        if scratch.owner == self.id {
            for &feature in &scratch.features {
                if let Some(place) = scratch.places.get_mut(feature as usize) {
                    *place = 0;
                }
            }
        } else {
            scratch.walk.forget();
            scratch.places.clear();
            scratch.places.resize(self.vocabulary.len(), 0);
            scratch.owner = self.id;
        }
        scratch.features.clear();
        scratch.counts.clear();
        scratch.values.clear();
        let FeatureScratch {
            walk, occurrences, ..
        } = scratch;
        occurrences.clear();
        walk.visit(
            &self.settings,
            &self.lexicon,
            &mut &self.terms,
            text,
            |_, feature, tokens| {
                occurrences.push(Occurrence { feature, tokens });
            },
        );
    }
}

/// `1 + ln(count)`; most counts are 1.
fn sublinear(count: u32) -> f64 {
    if count == 1 {
        1.0
    } else {
        1.0 + math::ln(f64::from(count))
    }
}

fn scale(settings: &AnalyzerSettings, term: &str, idf: f64) -> Scale {
    let (block, weight) = if term.starts_with(PIECE) {
        (1, 1.0)
    } else if term.starts_with(LEXICON) {
        (2, 1.0)
    } else if term.contains(' ') {
        (0, settings.phrase_weight)
    } else {
        (0, 1.0)
    };
    Scale { block, factor: idf * weight }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::features::{CharacterSettings, LexiconSettings};

    fn settings() -> AnalyzerSettings {
        AnalyzerSettings {
            min_df: 1,
            lexicon: LexiconSettings::new(["*vang*", "niet … opvang*", "de"], 0.6),
            ..AnalyzerSettings::default()
        }
    }

    fn terms_of(analyzer: &Analyzer, text: &str) -> Vec<(String, TokenRange)> {
        let mut found = Vec::new();
        analyzer.visit(text, &mut FeatureScratch::default(), |feature, tokens| {
            found.push((analyzer.vocabulary().terms()[feature].clone(), tokens));
        });
        found
    }

    #[test]
    fn phrases_reach_over_stop_words_and_know_their_tokens() {
        let settings = AnalyzerSettings {
            characters: None,
            lexicon: None,
            ..settings().with_stop_words(["van"])
        };
        let analyzer = Analyzer::learn(&["opvang van kinderen"], &settings).unwrap();
        let range = |first, last| TokenRange { first, last };
        assert_eq!(
            terms_of(&analyzer, "Opvang van kinderen, opvang"),
            [
                ("opvang".to_owned(), range(0, 0)),
                ("kinder".to_owned(), range(2, 2)),
                ("opvang kinder".to_owned(), range(0, 2)),
                ("opvang".to_owned(), range(3, 3)),
            ]
        );
    }

    #[test]
    fn every_block_has_its_own_length_and_weight() {
        let characters = CharacterSettings { shortest: 5, longest: 5, weight: 0.5 };
        let settings = AnalyzerSettings {
            characters: Some(characters),
            longest_phrase: 1,
            lexicon: LexiconSettings::new(["op*", "wij"], 0.6),
            ..settings()
        };
        let analyzer = Analyzer::learn(&["wij wij", "wij opvang"], &settings).unwrap();
        let mut scratch = FeatureScratch::default();
        let row = analyzer.row("wij wij opvang", &mut scratch);
        let value = |term: &str| {
            let feature = analyzer.vocabulary().feature(term).unwrap();
            row.values[row.features.iter().position(|&f| f as usize == feature).unwrap()]
        };
        // tf(wij) = 1 + ln 2 = 1.693147, idf(wij) = ln(3/3) + 1 = 1; tf(opvang) = 1,
        // idf(opvang) = ln(3/2) + 1 = 1.405465. Words and lexicon have length
        // √(1.693147² + 1.405465²) = 2.200473 each, the lexicon weighs 0.6; the five pieces have
        // length √(1.693147² + 4 · 1.405465²) = 3.281475 and weigh 0.5.
        for (term, expected) in [
            ("wij", 0.769_447_073),
            ("opvang", 0.638_710_578),
            ("~<wij>", 0.257_985_715),
            ("~<opva", 0.214_151_448),
            ("~vang>", 0.214_151_448),
            ("=wij", 0.461_668_244),
            ("=op*", 0.383_226_347),
        ] {
            assert!((value(term) - expected).abs() < 1e-9, "{term}: {}", value(term));
        }
        assert_eq!(row.values.len(), 9);
    }

    #[test]
    fn an_unknown_word_breaks_a_phrase() {
        let settings = AnalyzerSettings {
            characters: None,
            lexicon: None,
            ..settings()
        };
        let analyzer = Analyzer::learn(&["geen opvang"], &settings).unwrap();
        assert_eq!(terms_of(&analyzer, "geen nieuwe opvang").len(), 2);
    }

    #[test]
    fn numbers_are_one_term_and_provisions_their_own() {
        let settings = AnalyzerSettings {
            characters: None,
            lexicon: None,
            longest_phrase: 1,
            ..settings()
        };
        let analyzer =
            Analyzer::learn(&["artikel 3 EVRM uit 1950, de 160.000"], &settings).unwrap();
        assert_eq!(
            analyzer.vocabulary().terms(),
            ["#", "art.3", "artikel", "de", "evrm", "uit"]
        );
    }

    #[test]
    fn a_scratch_forgets_the_words_of_another_analyzer() {
        let first = Analyzer::learn(&["opvang grens", "opvang"], &settings()).unwrap();
        let second = Analyzer::learn(&["aap opvang", "opvang noot"], &settings()).unwrap();
        let mut shared = FeatureScratch::default();
        first.row("opvang grens", &mut shared);
        let mut fresh = FeatureScratch::default();
        assert_eq!(
            second.row("opvang", &mut shared),
            second.row("opvang", &mut fresh)
        );
    }

    fn texts() -> impl Strategy<Value = Vec<String>> {
        let word = "(niet|de|opvang|opvangen|EU-lidstaten|grens|grenzen|artikel 3|12|foto's|én)";
        prop::collection::vec(
            prop::collection::vec(word, 1..12).prop_map(|words| words.join(" ")),
            1..8,
        )
    }

    proptest! {
        #[test]
        fn a_text_alone_has_the_row_it_has_in_a_batch(texts in texts()) {
            let analyzer = Analyzer::learn(&texts, &settings()).unwrap();
            let mut shared = FeatureScratch::default();
            for text in texts.iter().rev().chain(&texts) {
                let mut fresh = FeatureScratch::default();
                prop_assert_eq!(analyzer.row(text, &mut shared), analyzer.row(text, &mut fresh));
            }
        }

        #[test]
        fn the_order_of_texts_does_not_matter(texts in texts()) {
            let reversed: Vec<&String> = texts.iter().rev().collect();
            let one = Analyzer::learn(&texts, &settings()).unwrap();
            let other = Analyzer::learn(&reversed, &settings()).unwrap();
            prop_assert_eq!(one.vocabulary(), other.vocabulary());
        }

        #[test]
        fn blocks_have_the_length_of_their_weight_and_any_text_has_a_row(texts in texts(), text in any::<String>()) {
            let analyzer = Analyzer::learn(&texts, &settings()).unwrap();
            let mut scratch = FeatureScratch::default();
            for text in texts.iter().chain([&text]) {
                let row = analyzer.row(text, &mut scratch);
                let terms = analyzer.vocabulary().terms();
                let square = |is_in: fn(&str) -> bool| -> f64 {
                    let values = row.features.iter().zip(row.values);
                    let values = values.filter(|(f, _)| is_in(&terms[**f as usize]));
                    values.map(|(_, x)| x * x).sum()
                };
                for (found, expected) in [
                    (square(|t| !t.starts_with(['~', '='])), 1.0),
                    (square(|t| t.starts_with('~')), 1.0),
                    (square(|t| t.starts_with('=')), 0.36),
                ] {
                    prop_assert!(found == 0.0 || (found - expected).abs() < 1e-12);
                }
            }
        }
    }
}
