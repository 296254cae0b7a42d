//! The one reader of texts for the model.

use std::sync::atomic::{AtomicU64, Ordering};

use super::terms::{FrozenTerms, GrowingTerms, PIECE};
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
/// let length: f64 = row.values.iter().map(|x| x * x).sum();
/// assert!((length - 1.0).abs() < 1e-12);
/// # Ok::<(), standpunt::features::FeatureError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Analyzer {
    id: u64,
    settings: AnalyzerSettings,
    vocabulary: Vocabulary,
    terms: FrozenTerms,
    /// Inverse document frequency times weight of the block, by feature.
    scale: Vec<f64>,
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
    /// Their values, positive, of Euclidean length 1.
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
        for (text, number) in texts.iter().zip(1_u32..) {
            walk.visit(settings, &mut terms, text.as_ref(), |terms, feature, _| {
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
        let scale = vocabulary
            .terms()
            .iter()
            .zip(vocabulary.idf())
            .map(|(term, idf)| idf * block_weight(&settings, term))
            .collect();
        Ok(Self {
            id: NEXT_ID.fetch_add(1, Ordering::Relaxed),
            terms: FrozenTerms::new(&vocabulary),
            settings,
            vocabulary,
            scale,
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
        let mut squares = 0.0;
        for (&feature, &count) in features.iter().zip(&*counts) {
            let scale = self.scale.get(feature as usize).copied().unwrap_or(0.0);
            let value = sublinear(count) * scale;
            squares += value * value;
            values.push(value);
        }
        let length = math::sqrt(squares);
        for value in values {
            *value /= length;
        }
        scratch.last_row()
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

fn block_weight(settings: &AnalyzerSettings, term: &str) -> f64 {
    if term.starts_with(PIECE) {
        settings.characters.map_or(1.0, |pieces| pieces.weight)
    } else if term.contains(' ') {
        settings.phrase_weight
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn settings() -> AnalyzerSettings {
        AnalyzerSettings {
            min_df: 1,
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
    fn an_unknown_word_breaks_a_phrase() {
        let settings = AnalyzerSettings {
            characters: None,
            ..settings()
        };
        let analyzer = Analyzer::learn(&["geen opvang"], &settings).unwrap();
        assert_eq!(terms_of(&analyzer, "geen nieuwe opvang").len(), 2);
    }

    #[test]
    fn numbers_are_one_term_and_provisions_their_own() {
        let settings = AnalyzerSettings {
            characters: None,
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
        fn rows_have_length_one_and_any_text_has_a_row(texts in texts(), text in any::<String>()) {
            let analyzer = Analyzer::learn(&texts, &settings()).unwrap();
            let mut scratch = FeatureScratch::default();
            for text in texts.iter().chain([&text]) {
                let row = analyzer.row(text, &mut scratch);
                let length: f64 = row.values.iter().map(|x| x * x).sum();
                prop_assert!(row.values.is_empty() || (length - 1.0).abs() < 1e-12);
            }
        }
    }
}
