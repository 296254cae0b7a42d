//! The one reader of texts for the model.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use super::counted::CountedTexts;
use super::lexicon::LexiconMatcher;
use super::names::NameFinder;
use super::scratch::FeatureScratch;
use super::tally::Tally;
use super::terms::{FrozenTerms, LEXICON, PIECE};
use super::visit::{Finders, TokenRange};
use super::word_sums::WordSums;
use super::words::Words;
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
    finders: Finders,
    /// By feature.
    scales: Vec<Scale>,
    /// By block.
    block_weights: BlockWeights,
}

/// The number of blocks: words with phrases, pieces, lexicon.
const N_BLOCKS: usize = 3;

/// By block: its weight, which is the length of its values.
pub(super) type BlockWeights = [f64; N_BLOCKS];

/// What turns the count of a feature into its value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
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
        let counted = CountedTexts::read(texts.iter().map(AsRef::as_ref), settings)?;
        let all: Vec<usize> = (0..texts.len()).collect();
        counted.analyzer(&counted.part(&all)?)
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
        let terms = FrozenTerms::new(&vocabulary);
        Ok(Self {
            id: NEXT_ID.fetch_add(1, Ordering::Relaxed),
            finders: Finders {
                lexicon: LexiconMatcher::new(&settings, &mut &terms)?,
                names: NameFinder::new(settings.names.as_ref()),
            },
            terms,
            block_weights: block_weights(&settings),
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
        for occurrence in scratch.occurrences() {
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
        for occurrence in &occurrences.0 {
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
        fill_values(features, counts, &self.scales, &self.block_weights, values);
        scratch.last_row()
    }

    fn scale(&self, feature: u32) -> Scale {
        scale_of(&self.scales, feature)
    }

    fn note_occurrences(&self, text: &str, scratch: &mut FeatureScratch) {
        self.claim(scratch);
        for &feature in &scratch.features {
            if let Some(place) = scratch.places.get_mut(feature as usize) {
                *place = 0;
            }
        }
        scratch.places.resize(self.vocabulary.len(), 0);
        scratch.features.clear();
        scratch.counts.clear();
        scratch.values.clear();
        let FeatureScratch {
            walk, occurrences, ..
        } = scratch;
        occurrences.0.clear();
        let terms = &mut &self.terms;
        walk.visit(&self.settings, &self.finders, terms, text, occurrences);
    }

    /// Makes the scratch this analyzer's own.
    fn claim(&self, scratch: &mut FeatureScratch) {
        if scratch.owner != self.id {
            *scratch = FeatureScratch::default();
            scratch.owner = self.id;
        }
    }

    /// Counts the features of `text` and gives them the values of [`Self::row`], up to rounding;
    /// without their order across blocks, and pieces by their words.
    pub(crate) fn tally<'a>(&self, text: &str, scratch: &'a mut FeatureScratch) -> &'a Tally {
        self.claim(scratch);
        let FeatureScratch {
            walk,
            tally,
            piece_squares,
            ..
        } = scratch;
        tally.start(self.vocabulary.len(), self.settings.characters.is_some());
        let terms = &mut &self.terms;
        walk.visit(&self.settings, &self.finders, terms, text, tally);
        piece_squares.start((self.id, walk.words.generation()), 1);
        tally.find_repeated(&walk.words);
        let mut squares = [
            0.0,
            self.piece_square(tally, &walk.words, piece_squares),
            0.0,
        ];
        self.weigh_others(tally, &mut squares);
        let lengths = squares.map(length);
        let mut scales = self.block_weights;
        for (scale, length) in scales.iter_mut().zip(lengths) {
            *scale /= length;
        }
        let [_, of_pieces, _] = scales;
        tally.piece_scale = of_pieces;
        for term in &mut tally.terms {
            term.value = term.unscaled * scales.get(term.block).copied().unwrap_or(0.0);
        }
        tally
    }

    /// What the count of a feature is multiplied by before its block is brought to its length.
    pub(crate) fn factor(&self, feature: u32) -> f64 {
        self.scale(feature).factor
    }

    /// The squared length of the block of pieces: as if each stood there once for each of its
    /// places, and then what is too much of those that are repeated.
    fn piece_square(&self, tally: &mut Tally, words: &Words, sums: &mut WordSums) -> f64 {
        let mut square = 0.0;
        for word in tally.words_with_pieces() {
            let own = sums.of(word.number, |sums| {
                let factors = Tally::pieces(word, words).iter().map(|f| self.factor(*f));
                sums.fill(factors.map(|factor| factor * factor).sum());
            });
            square += own.iter().sum::<f64>() * f64::from(word.n);
        }
        for piece in &mut tally.repeated {
            piece.factor = self.factor(piece.feature);
            piece.sublinear = sublinear(piece.count);
            let too_much = f64::from(piece.count) - piece.sublinear * piece.sublinear;
            square -= piece.factor * piece.factor * too_much;
        }
        square
    }

    /// Fills in the values of all other features before their block is brought to its length, and
    /// adds their squares.
    fn weigh_others(&self, tally: &mut Tally, squares: &mut [f64; N_BLOCKS]) {
        for term in &mut tally.terms {
            let Scale { block, factor } = self.scale(term.feature);
            let value = sublinear(term.count) * factor;
            if let Some(sum) = squares.get_mut(block) {
                *sum += value * value;
            }
            term.block = block;
            term.unscaled = value;
        }
    }
}

fn scale_of(scales: &[Scale], feature: u32) -> Scale {
    let scale = scales.get(feature as usize).copied();
    scale.unwrap_or(Scale {
        block: 0,
        factor: 0.0,
    })
}

/// Replaces `values` by those of features that occur so often.
pub(super) fn fill_values(
    features: &[u32],
    counts: &[u32],
    scales: &[Scale],
    block_weights: &BlockWeights,
    values: &mut Vec<f64>,
) {
    values.clear();
    let mut squares = [0.0; N_BLOCKS];
    for (&feature, &count) in features.iter().zip(counts) {
        let Scale { block, factor } = scale_of(scales, feature);
        let value = sublinear(count) * factor;
        if let Some(sum) = squares.get_mut(block) {
            *sum += value * value;
        }
        values.push(value);
    }
    // Squares of very small weights vanish.
    let lengths = squares.map(length);
    for (&feature, value) in features.iter().zip(values) {
        let block = scale_of(scales, feature).block;
        if let (Some(length), Some(weight)) = (lengths.get(block), block_weights.get(block)) {
            *value = *value / length * weight;
        }
    }
}

/// The length that a block is divided by; 1 where its values are too small to have one.
fn length(sum_of_squares: f64) -> f64 {
    if sum_of_squares > 0.0 {
        math::sqrt(sum_of_squares)
    } else {
        1.0
    }
}

/// `1 + ln(count)`, from 1; small counts, which most are, by a table.
fn sublinear(count: u32) -> f64 {
    let small = small_sublinear().get(count as usize).copied();
    small.unwrap_or_else(|| 1.0 + math::ln(f64::from(count)))
}

/// `1 + ln(count)` of small counts; 0 of 0.
fn small_sublinear() -> &'static [f64; 64] {
    static SMALL: LazyLock<[f64; 64]> = LazyLock::new(|| {
        std::array::from_fn(|count| match count {
            0 => 0.0,
            count => 1.0 + math::ln(count as f64),
        })
    });
    &SMALL
}

pub(super) fn block_weights(settings: &AnalyzerSettings) -> BlockWeights {
    let (pieces, lexicon) = (settings.characters, settings.lexicon.as_ref());
    [
        1.0,
        pieces.map_or(1.0, |pieces| pieces.weight),
        lexicon.map_or(1.0, |lexicon| lexicon.weight),
    ]
}

pub(super) fn scale(settings: &AnalyzerSettings, term: &str, idf: f64) -> Scale {
    let (block, weight) = if term.starts_with(PIECE) {
        (1, 1.0)
    } else if term.starts_with(LEXICON) {
        (2, 1.0)
    } else if term.contains(' ') {
        (0, settings.phrase_weight)
    } else {
        (0, 1.0)
    };
    Scale {
        block,
        factor: idf * weight,
    }
}
