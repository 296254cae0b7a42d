//! Training texts, read once for all the models that are trained on parts of them.
//!
//! A cross-validation learns a vocabulary from every part of the texts. Which terms stand in a text
//! does not depend on the part: texts are taken apart once, terms that are too rare in all of them
//! are too rare in each part and forgotten, and a part chooses from the rest. Vocabularies, inverse
//! document frequencies and rows are those of [`Analyzer::learn`] and [`Analyzer::row`] on the
//! part; checked by `parts_are_those_of_an_analyzer`.

use super::analyzer::{BlockWeights, Scale, block_weights, fill_values, scale};
use super::lexicon::LexiconMatcher;
use super::names::NameFinder;
use super::terms::{GrowingTerms, LEXICON, OfTerms, UNKNOWN, is_single_word};
use super::visit::{Finders, Sink, TokenRange, Walk};
use super::words::Words;
use super::{Analyzer, AnalyzerSettings, FeatureError, Row, Vocabulary};
use crate::math;
use crate::text::FastMap;

/// Marks a feature that the number of its occurrences follows; all others occur once.
const IS_REPEATED: u32 = 1 << 31;

/// The features of texts with the number of their occurrences.
pub(crate) struct CountedTexts {
    settings: AnalyzerSettings,
    /// The terms that are frequent enough in all texts, ascending.
    terms: Vec<String>,
    /// Where the entries of each text begin, and behind the last where they end.
    starts: Vec<usize>,
    /// Features as places in `terms`, in the order in which a text has them.
    entries: Vec<u32>,
    /// By text: its tokens that are no stop words.
    n_words: Vec<u32>,
}

/// What is learned from some of the texts: a vocabulary that refers to the terms of them all.
pub(crate) struct Part {
    /// By term: its feature in the part, possibly [`UNKNOWN`].
    features: Vec<u32>,
    /// By feature: its place among the terms; ascending.
    terms: Vec<u32>,
    /// By feature.
    idf: Vec<f64>,
    scales: Vec<Scale>,
    block_weights: BlockWeights,
}

/// A row that is made anew for every text.
#[derive(Debug, Default)]
pub(crate) struct RowBuffer {
    features: Vec<u32>,
    counts: Vec<u32>,
    values: Vec<f64>,
}

/// Reads texts one by one.
pub(crate) struct TextCounter {
    settings: AnalyzerSettings,
    finders: Finders,
    terms: GrowingTerms,
    walk: Walk,
    sink: DistinctTerms,
    starts: Vec<usize>,
    entries: Vec<u32>,
    n_words: Vec<u32>,
}

impl TextCounter {
    /// Has read nothing yet.
    ///
    /// # Errors
    /// Where a setting is out of range.
    pub(crate) fn new(settings: &AnalyzerSettings) -> Result<Self, FeatureError> {
        settings.check()?;
        let mut terms = GrowingTerms::default();
        let finders = Finders {
            lexicon: LexiconMatcher::new(settings, &mut terms)?,
            names: NameFinder::new(settings.names.as_ref()),
        };
        Ok(Self {
            settings: settings.clone(),
            finders,
            terms,
            walk: Walk::default(),
            sink: DistinctTerms::default(),
            starts: vec![0],
            entries: Vec::new(),
            n_words: Vec::new(),
        })
    }

    /// Reads the next text.
    pub(crate) fn read(&mut self, text: &str) {
        let Self { terms, sink, .. } = self;
        sink.start();
        self.walk
            .visit(&self.settings, &self.finders, terms, text, sink);
        for (&term, &count) in sink.terms.iter().zip(&sink.counts) {
            if count == 1 {
                self.entries.push(term);
            } else {
                self.entries.extend([term | IS_REPEATED, count]);
            }
        }
        self.starts.push(self.entries.len());
        let n_words = u32::try_from(self.walk.n_words).unwrap_or(u32::MAX);
        self.n_words.push(n_words);
    }

    /// All texts that were read.
    pub(crate) fn finish(self) -> CountedTexts {
        let Self {
            settings,
            terms,
            mut starts,
            mut entries,
            n_words,
            ..
        } = self;
        let mut df = terms.counts();
        for (term, _) in Entries(&entries) {
            if let Some(df) = df.slot(term) {
                *df += 1;
            }
        }
        let (terms, places) = terms.into_frequent(df, &settings);
        keep_known(&mut starts, &mut entries, &places);
        CountedTexts {
            settings,
            terms,
            starts,
            entries,
            n_words,
        }
    }
}

impl CountedTexts {
    /// Reads all texts.
    ///
    /// # Errors
    /// Where a setting is out of range.
    pub(crate) fn read<'t>(
        texts: impl Iterator<Item = &'t str>,
        settings: &AnalyzerSettings,
    ) -> Result<Self, FeatureError> {
        let mut counter = TextCounter::new(settings)?;
        texts.for_each(|text| counter.read(text));
        Ok(counter.finish())
    }

    /// The vocabulary of some of the texts.
    ///
    /// # Errors
    /// Where no term occurs in enough of them.
    pub(crate) fn part(&self, texts: &[usize]) -> Result<Part, FeatureError> {
        let mut df = vec![0_u32; self.terms.len()];
        for &text in texts {
            for (term, _) in self.entries(text) {
                if let Some(df) = df.get_mut(term as usize) {
                    *df += 1;
                }
            }
        }
        let settings = &self.settings;
        let mut kept: Vec<u32> = (0_u32..)
            .zip(&self.terms)
            .zip(&df)
            .filter(|((_, term), df)| settings.is_frequent(term, **df))
            .map(|((place, _), _)| place)
            .collect();
        if kept.is_empty() {
            return Err(FeatureError::NoTerms {
                n_texts: texts.len(),
                needed: settings.min_df - 1,
            });
        }
        let df_of = |place: &u32| df.get(*place as usize).copied().unwrap_or(0);
        if let Some(limit) = settings.max_features.filter(|&limit| limit < kept.len()) {
            kept.sort_by_key(|place| std::cmp::Reverse(df_of(place)));
            kept.truncate(limit);
            kept.sort_unstable();
        }
        let idf: Vec<f64> = kept
            .iter()
            .map(|place| idf_of(df_of(place), texts.len()))
            .collect();
        let mut features = vec![UNKNOWN; self.terms.len()];
        for (&place, feature) in kept.iter().zip(0_u32..) {
            if let Some(slot) = features.get_mut(place as usize) {
                *slot = feature;
            }
        }
        let scales = kept.iter().zip(&idf);
        let scales = scales.map(|(&place, &idf)| scale(settings, self.term(place), idf));
        Ok(Part {
            features,
            scales: scales.collect(),
            terms: kept,
            idf,
            block_weights: block_weights(settings),
        })
    }

    /// The analyzer with the vocabulary of a part.
    ///
    /// # Errors
    /// Where a setting is out of range, which [`Self::read`] has checked.
    pub(crate) fn analyzer(&self, part: &Part) -> Result<Analyzer, FeatureError> {
        let terms = part.terms.iter().map(|&place| self.term(place).to_owned());
        let vocabulary = Vocabulary::new(terms.collect(), part.idf.clone())?;
        Analyzer::new(self.settings.clone(), vocabulary)
    }

    /// The vocabulary of a part, where nothing more is wanted of the texts.
    ///
    /// # Errors
    /// Where terms and frequencies are no vocabulary, which those of a part are.
    pub(crate) fn into_vocabulary(self, part: Part) -> Result<Vocabulary, FeatureError> {
        let Self { mut terms, .. } = self;
        let mut features = part.features.iter();
        terms.retain(|_| features.next().is_some_and(|feature| *feature != UNKNOWN));
        Vocabulary::new(terms, part.idf)
    }

    /// The row of a text in the features of a part.
    pub(crate) fn row<'b>(&self, text: usize, part: &Part, buffer: &'b mut RowBuffer) -> Row<'b> {
        let RowBuffer {
            features,
            counts,
            values,
        } = buffer;
        features.clear();
        counts.clear();
        for (feature, count) in self.known(text, part) {
            features.push(feature);
            counts.push(count);
        }
        fill_values(features, counts, &part.scales, &part.block_weights, values);
        Row {
            features,
            counts,
            values,
        }
    }

    /// The features of a part that a text has, with the number of their occurrences.
    pub(crate) fn known(&self, text: usize, part: &Part) -> impl Iterator<Item = (u32, u32)> {
        self.entries(text).filter_map(|(term, count)| {
            let feature = part.features.get(term as usize).copied();
            feature.filter(|f| *f != UNKNOWN).map(|f| (f, count))
        })
    }

    /// The number of tokens of a text that are no stop words.
    pub(crate) fn n_words(&self, text: usize) -> usize {
        self.n_words.get(text).map_or(0, |&n| n as usize)
    }

    /// By feature of a part: its inverse document frequency, and whether it is a single word.
    pub(crate) fn words<'a>(&'a self, part: &'a Part) -> impl Iterator<Item = (f64, bool)> + 'a {
        let idf = part.idf.iter().copied();
        let is_word = |&place: &u32| is_single_word(self.term(place));
        idf.zip(part.terms.iter().map(is_word))
    }

    fn term(&self, place: u32) -> &str {
        self.terms.get(place as usize).map_or("", String::as_str)
    }

    fn entries(&self, text: usize) -> impl Iterator<Item = (u32, u32)> {
        let from = self.starts.get(text).copied().unwrap_or(0);
        let to = self.starts.get(text + 1).copied().unwrap_or(from);
        Entries(self.entries.get(from..to).unwrap_or(&[]))
    }
}

impl Part {
    /// The number of features, V.
    pub(crate) fn len(&self) -> usize {
        self.terms.len()
    }

    /// By feature: its inverse document frequency.
    pub(crate) fn idf(&self) -> &[f64] {
        &self.idf
    }

    /// By feature: how many features stand in more texts, or in as many and before it.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        let mut ordered: Vec<u32> = (0_u32..).take(self.len()).collect();
        let idf = |feature: &u32| self.idf.get(*feature as usize).copied().unwrap_or(0.0);
        ordered.sort_by(|a, b| idf(a).total_cmp(&idf(b)));
        let mut ranks = vec![0; self.len()];
        for (&feature, rank) in ordered.iter().zip(0_u32..) {
            if let Some(slot) = ranks.get_mut(feature as usize) {
                *slot = rank;
            }
        }
        ranks
    }
}

impl AnalyzerSettings {
    /// Whether a term that stands in `df` of the training texts is a feature. A list of words was
    /// made by hand: a term of it needs one text.
    pub(super) fn is_frequent(&self, term: &str, df: u32) -> bool {
        df >= self.min_df || df > 0 && term.starts_with(LEXICON)
    }
}

/// `ln((1 + n_texts) / (1 + df)) + 1`.
fn idf_of(df: u32, n_texts: usize) -> f64 {
    math::ln((1.0 + n_texts as f64) / (1.0 + f64::from(df))) + 1.0
}

/// Terms with the number of their occurrences.
struct Entries<'a>(&'a [u32]);

impl Iterator for Entries<'_> {
    type Item = (u32, u32);

    #[inline]
    fn next(&mut self) -> Option<(u32, u32)> {
        let (&first, rest) = self.0.split_first()?;
        if first & IS_REPEATED == 0 {
            self.0 = rest;
            return Some((first, 1));
        }
        let (&count, rest) = rest.split_first()?;
        self.0 = rest;
        Some((first & !IS_REPEATED, count))
    }
}

/// Replaces terms by their places, and leaves out those that have none.
fn keep_known(starts: &mut [usize], entries: &mut Vec<u32>, places: &OfTerms) {
    let (mut from, mut kept) = (0, 0);
    for end in starts.iter_mut().skip(1) {
        let until = *end;
        while from < until {
            let term = entries[from];
            let n = if term & IS_REPEATED == 0 { 1 } else { 2 };
            if let Some(place) = places.of(term & !IS_REPEATED) {
                if n == 2 {
                    entries[kept + 1] = entries[from + 1];
                }
                entries[kept] = place | (term & IS_REPEATED);
                kept += n;
            }
            from += n;
        }
        *end = kept;
    }
    entries.truncate(kept);
    entries.shrink_to_fit();
}

/// The terms of one text, each once, in the order in which they are met.
#[derive(Default)]
struct DistinctTerms {
    places: FastMap<u32, usize>,
    terms: Vec<u32>,
    counts: Vec<u32>,
}

impl DistinctTerms {
    fn start(&mut self) {
        self.places.clear();
        self.terms.clear();
        self.counts.clear();
    }

    fn add(&mut self, term: u32) {
        let place = *self.places.entry(term).or_insert(self.terms.len());
        if let Some(count) = self.counts.get_mut(place) {
            *count += 1;
        } else {
            self.terms.push(term);
            self.counts.push(1);
        }
    }
}

impl Sink<GrowingTerms> for DistinctTerms {
    fn word(&mut self, _: &mut GrowingTerms, words: &Words, word: u32, is_name: bool, _: u32) {
        if !is_name {
            for &piece in words.pieces_of(words.get(word)) {
                self.add(piece);
            }
        }
    }

    fn feature(&mut self, _: &mut GrowingTerms, feature: u32, _: TokenRange) {
        self.add(feature);
    }
}
