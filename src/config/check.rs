//! Checks of raw settings: ranges, choices, paths.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use super::layers::Layers;
use super::raw::{
    RawCompare, RawCorpus, RawEvaluate, RawFeatures, RawLabel, RawPaths, RawRun, RawSegment,
    RawStance,
};
use super::{
    ClassWeight, CompareConfig, ConfigError, CorpusConfig, DataSource, EvaluateConfig,
    FeaturesConfig, JointChoice, LabelConfig, PathsConfig, PiecesConfig, RunConfig, SegmentConfig,
    StanceConfig, StemmerChoice,
};

/// Turns raw settings into checked ones; the layers tell the place of a fault.
pub(super) struct Check<'a> {
    pub(super) layers: &'a Layers,
    pub(super) folder: &'a Path,
}

impl Check<'_> {
    pub(super) fn run(&self, raw: &RawRun) -> Result<RunConfig, ConfigError> {
        Ok(RunConfig {
            max_skipped_share: self.number(
                "run.max_skipped_share",
                raw.max_skipped_share,
                0.0..=1.0,
            )?,
        })
    }

    pub(super) fn paths(&self, raw: &RawPaths) -> Result<PathsConfig, ConfigError> {
        Ok(PathsConfig {
            codebook: self.source("paths.codebook", &raw.codebook)?,
            parties: self.source("paths.parties", &raw.parties)?,
            members: self.source("paths.members", &raw.members)?,
            instruments: self.optional_source("paths.instruments", &raw.instruments)?,
            gold: self.optional_path(&raw.gold),
            examples: raw
                .examples
                .iter()
                .filter_map(|path| self.optional_path(path))
                .collect(),
            model: self.path("paths.model", &raw.model)?,
            out: self.path("paths.out", &raw.out)?,
        })
    }

    pub(super) fn corpus(&self, raw: &RawCorpus) -> Result<CorpusConfig, ConfigError> {
        Ok(CorpusConfig {
            dir: self.path("corpus.dir", &raw.dir)?,
        })
    }

    pub(super) fn segment(&self, raw: &RawSegment) -> Result<SegmentConfig, ConfigError> {
        let max_words = self.whole("segment.max_words", raw.max_words, 10..=1000)?;
        let min_words = self.whole("segment.min_words", raw.min_words, 0..=1000)?;
        if min_words > max_words {
            let expected = format!("0 to {max_words}, the value of segment.max_words");
            return Err(self.wrong("segment.min_words", expected));
        }
        Ok(SegmentConfig {
            max_words,
            max_sentences: self.whole("segment.max_sentences", raw.max_sentences, 1..=50)?,
            min_words,
            abbreviations: self.source("segment.abbreviations", &raw.abbreviations)?,
        })
    }

    pub(super) fn features(&self, raw: &RawFeatures) -> Result<FeaturesConfig, ConfigError> {
        let max_features: usize =
            self.whole("features.max_features", raw.max_features, 0..=10_000_000)?;
        let stemmer = match raw.stemmer.as_str() {
            "dutch_porter" => StemmerChoice::DutchPorter,
            "none" => StemmerChoice::Off,
            _ => return Err(self.wrong("features.stemmer", "\"dutch_porter\" or \"none\"")),
        };
        Ok(FeaturesConfig {
            stemmer,
            stop_words: self.optional_source("features.stop_words", &raw.stop_words)?,
            longest_phrase: self.whole("features.longest_phrase", raw.longest_phrase, 1..=5)?,
            phrase_weight: self.weight("features.phrase_weight", raw.phrase_weight, 10.0)?,
            pieces: self.pieces(raw)?,
            min_document_frequency: self.whole(
                "features.min_document_frequency",
                raw.min_document_frequency,
                1..=1_000_000,
            )?,
            max_features: Some(max_features).filter(|limit| *limit > 0),
            lexicon: self.optional_source("features.lexicon", &raw.lexicon)?,
            lexicon_weight: self.weight("features.lexicon_weight", raw.lexicon_weight, 10.0)?,
            names: self.optional_source("features.names", &raw.names)?,
        })
    }

    fn pieces(&self, raw: &RawFeatures) -> Result<Option<PiecesConfig>, ConfigError> {
        let weight = self.weight("features.piece_weight", raw.piece_weight, 10.0)?;
        if raw.shortest_piece == 0 && raw.longest_piece == 0 {
            return Ok(None);
        }
        let shortest = self.whole("features.shortest_piece", raw.shortest_piece, 1..=20)?;
        let longest = self.whole(
            "features.longest_piece",
            raw.longest_piece,
            raw.shortest_piece..=20,
        )?;
        Ok(Some(PiecesConfig {
            shortest,
            longest,
            weight,
        }))
    }

    pub(super) fn stance(&self, raw: &RawStance) -> Result<StanceConfig, ConfigError> {
        let key = "stance.alphas";
        for (i, alpha) in raw.alphas.iter().enumerate() {
            let earlier = raw.alphas.iter().take(i);
            if !(*alpha > 0.0 && *alpha <= 1000.0) {
                return Err(self.wrong(key, "numbers above 0 to 1000"));
            }
            if earlier
                .map(|other| other.to_bits())
                .any(|bits| bits == alpha.to_bits())
            {
                return Err(self.wrong(key, "numbers that differ"));
            }
        }
        if !(1..=50).contains(&raw.alphas.len()) {
            return Err(self.wrong(key, "1 to 50 numbers"));
        }
        let class_weight = match raw.class_weight.as_str() {
            "balanced" => ClassWeight::Balanced,
            "none" => ClassWeight::Uniform,
            _ => return Err(self.wrong("stance.class_weight", "\"balanced\" or \"none\"")),
        };
        Ok(StanceConfig {
            alphas: raw.alphas.clone(),
            class_weight,
            inner_folds: self.whole("stance.inner_folds", raw.inner_folds, 2..=50)?,
            examples_weight: self.number(
                "stance.examples_weight",
                raw.examples_weight,
                0.0..=100.0,
            )?,
        })
    }

    pub(super) fn evaluate(&self, raw: &RawEvaluate) -> Result<EvaluateConfig, ConfigError> {
        Ok(EvaluateConfig {
            folds: self.whole("evaluate.folds", raw.folds, 2..=50)?,
            bootstrap_replicates: self.whole(
                "evaluate.bootstrap_replicates",
                raw.bootstrap_replicates,
                0..=1_000_000,
            )?,
            seed: self.whole("evaluate.seed", raw.seed, 0..=i64::MAX)?,
        })
    }

    pub(super) fn compare(&self, raw: &RawCompare) -> Result<CompareConfig, ConfigError> {
        let min_coded = self.whole("compare.min_coded", raw.min_coded, 2..=10_000)?;
        let min_corrected = self.whole("compare.min_corrected", raw.min_corrected, 2..=10_000)?;
        if min_corrected < min_coded {
            let expected = format!("{min_coded}, the value of compare.min_coded, to 10000");
            return Err(self.wrong("compare.min_corrected", expected));
        }
        let joint = match raw.joint.as_str() {
            "own" => JointChoice::Own,
            "first" => JointChoice::First,
            "each" => JointChoice::Each,
            "fractional" => JointChoice::Fractional,
            _ => {
                let expected = "\"own\", \"first\", \"each\" or \"fractional\"";
                return Err(self.wrong("compare.joint", expected));
            }
        };
        let resamples = raw.framing_resamples;
        Ok(CompareConfig {
            joint,
            confidence_level: self.number(
                "compare.confidence_level",
                raw.confidence_level,
                0.5..=0.999,
            )?,
            min_coded,
            min_corrected,
            min_of_class: self.whole("compare.min_of_class", raw.min_of_class, 1..=1000)?,
            min_clusters: self.whole("compare.min_clusters", raw.min_clusters, 2..=1000)?,
            framing_resamples: self.whole("compare.framing_resamples", resamples, 0..=1_000_000)?,
            framing_coded_only: raw.framing_coded_only,
            procedure_words: self
                .optional_source("compare.procedure_words", &raw.procedure_words)?,
        })
    }

    pub(super) fn label(&self, raw: &RawLabel) -> Result<LabelConfig, ConfigError> {
        let threads: usize = self.whole("label.threads", raw.threads, 0..=1024)?;
        Ok(LabelConfig {
            threads: Some(threads).filter(|n| *n > 0),
            top_terms: self.whole("label.top_terms", raw.top_terms, 0..=50)?,
            conformal_error_level: self.number(
                "label.conformal_error_level",
                raw.conformal_error_level,
                0.001..=0.5,
            )?,
        })
    }

    fn whole<T: TryFrom<i64>>(
        &self,
        key: &str,
        value: i64,
        range: RangeInclusive<i64>,
    ) -> Result<T, ConfigError> {
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        Some(value)
            .filter(|value| range.contains(value))
            .and_then(|value| T::try_from(value).ok())
            .ok_or_else(|| self.wrong(key, expected))
    }

    fn number(
        &self,
        key: &str,
        value: f64,
        range: RangeInclusive<f64>,
    ) -> Result<f64, ConfigError> {
        if range.contains(&value) {
            Ok(value)
        } else {
            let expected = format!("a number from {} to {}", range.start(), range.end());
            Err(self.wrong(key, expected))
        }
    }

    fn weight(&self, key: &str, value: f64, most: f64) -> Result<f64, ConfigError> {
        if value > 0.0 && value <= most {
            Ok(value)
        } else {
            Err(self.wrong(key, format!("a number above 0 to {most}")))
        }
    }

    fn source(&self, key: &str, value: &str) -> Result<DataSource, ConfigError> {
        match value {
            "" => Err(self.wrong(key, "\"built-in\" or a path")),
            "built-in" => Ok(DataSource::BuiltIn),
            path => Ok(DataSource::File(self.folder.join(path))),
        }
    }

    fn optional_source(&self, key: &str, value: &str) -> Result<Option<DataSource>, ConfigError> {
        match value {
            "none" => Ok(None),
            other => self.source(key, other).map(Some),
        }
    }

    fn path(&self, key: &str, value: &str) -> Result<PathBuf, ConfigError> {
        if value.is_empty() {
            Err(self.wrong(key, "a path"))
        } else {
            Ok(self.folder.join(value))
        }
    }

    fn optional_path(&self, value: &str) -> Option<PathBuf> {
        Some(value)
            .filter(|path| !path.is_empty())
            .map(|path| self.folder.join(path))
    }

    fn wrong(&self, key: &str, expected: impl Into<String>) -> ConfigError {
        ConfigError::Value {
            place: self.layers.place(key),
            key: key.to_owned(),
            found: format!("`{}`", self.layers.written(key)),
            expected: expected.into(),
        }
    }
}
