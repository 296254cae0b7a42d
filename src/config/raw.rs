//! The settings as they stand in the file, before any check of their range.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawConfig {
    pub(super) run: RawRun,
    pub(super) paths: RawPaths,
    pub(super) corpus: RawCorpus,
    pub(super) segment: RawSegment,
    pub(super) features: RawFeatures,
    pub(super) stance: RawStance,
    pub(super) evaluate: RawEvaluate,
    pub(super) label: RawLabel,
    pub(super) compare: RawCompare,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRun {
    pub(super) max_skipped_share: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPaths {
    pub(super) codebook: String,
    pub(super) parties: String,
    pub(super) members: String,
    pub(super) instruments: String,
    pub(super) gold: String,
    pub(super) examples: Vec<String>,
    pub(super) model: String,
    pub(super) out: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCorpus {
    pub(super) dir: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSegment {
    pub(super) max_words: i64,
    pub(super) max_sentences: i64,
    pub(super) min_words: i64,
    pub(super) abbreviations: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFeatures {
    pub(super) stop_words: String,
    pub(super) stemmer: String,
    pub(super) longest_phrase: i64,
    pub(super) phrase_weight: f64,
    pub(super) shortest_piece: i64,
    pub(super) longest_piece: i64,
    pub(super) piece_weight: f64,
    pub(super) min_document_frequency: i64,
    pub(super) max_features: i64,
    pub(super) lexicon: String,
    pub(super) lexicon_weight: f64,
    pub(super) names: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStance {
    pub(super) alphas: Vec<f64>,
    pub(super) class_weight: String,
    pub(super) inner_folds: i64,
    pub(super) examples_weight: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEvaluate {
    pub(super) folds: i64,
    pub(super) bootstrap_replicates: i64,
    pub(super) seed: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLabel {
    pub(super) threads: i64,
    pub(super) top_terms: i64,
    pub(super) conformal_error_level: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCompare {
    pub(super) joint: String,
    pub(super) confidence_level: f64,
    pub(super) min_coded: i64,
    pub(super) min_corrected: i64,
    pub(super) min_of_class: i64,
    pub(super) min_clusters: i64,
    pub(super) framing_resamples: i64,
    pub(super) framing_coded_only: bool,
    pub(super) procedure_words: String,
}
