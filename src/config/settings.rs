//! The checked settings, one struct per stage.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::check::Check;
use super::layers::Layers;
use super::{ConfigError, Variant};

/// All settings, checked. Only this module makes one, so whoever holds one may rely on the ranges.
///
/// ```
/// use standpunt::config::Config;
/// let config = Config::built_in();
/// assert_eq!(config.segment().max_words, 80);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    run: RunConfig,
    paths: PathsConfig,
    corpus: CorpusConfig,
    segment: SegmentConfig,
    features: FeaturesConfig,
    stance: StanceConfig,
    evaluate: EvaluateConfig,
    label: LabelConfig,
    compare: CompareConfig,
    entries: BTreeMap<String, String>,
    /// Where relative paths start.
    folder: PathBuf,
}

/// Settings of a whole run.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RunConfig {
    /// Share of records that may be skipped, 0 to 1.
    pub max_skipped_share: f64,
}

/// Where reference data comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataSource {
    /// The data that the program carries.
    BuiltIn,
    /// A file of the user.
    File(PathBuf),
}

/// Files in and out; relative paths are resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathsConfig {
    /// The codebook.
    pub codebook: DataSource,
    /// The party register.
    pub parties: DataSource,
    /// The member register.
    pub members: DataSource,
    /// The patterns of the policy instruments, if passages are tagged; the built-in ones only with a
    /// codebook that has their instruments.
    pub instruments: Option<DataSource>,
    /// The gold file, if any.
    pub gold: Option<PathBuf>,
    /// The files of written examples.
    pub examples: Vec<PathBuf>,
    /// The model file.
    pub model: PathBuf,
    /// The folder of tables and report.
    pub out: PathBuf,
}

/// The documents.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CorpusConfig {
    /// Their folder.
    pub dir: PathBuf,
}

/// How long passages become.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SegmentConfig {
    /// Words beyond which a passage gets no further sentence, 10 to 1000.
    pub max_words: usize,
    /// Sentences at most, 1 to 50.
    pub max_sentences: usize,
    /// Words below which a rest joins the passage before, 0 to `max_words`.
    pub min_words: usize,
    /// Abbreviations that do not end a sentence.
    pub abbreviations: DataSource,
}

/// What counts as a term.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FeaturesConfig {
    /// Words that are left out, if any.
    pub stop_words: Option<DataSource>,
    /// What is left of a word.
    pub stemmer: StemmerChoice,
    /// Words in the longest phrase, 1 to 5.
    pub longest_phrase: u8,
    /// Weight of phrases, above 0 to 10.
    pub phrase_weight: f64,
    /// Pieces of words, if they count.
    pub pieces: Option<PiecesConfig>,
    /// Training texts in which a term must occur, at least 1.
    pub min_document_frequency: u32,
    /// Terms at most; no limit where absent.
    pub max_features: Option<usize>,
    /// Terms that count as features of their own, if any; the built-in ones only with a codebook
    /// that has their classes.
    pub lexicon: Option<DataSource>,
    /// Weight of these terms, above 0 to 10.
    pub lexicon_weight: f64,
    /// Names that all become one term, if any.
    pub names: Option<DataSource>,
}

/// What is left of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StemmerChoice {
    /// The stem by Snowball's `dutch_porter`.
    DutchPorter,
    /// The word as it stands.
    Off,
}

/// Which pieces of words count as terms.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PiecesConfig {
    /// Letters in the shortest piece, 1 to 20.
    pub shortest: u8,
    /// Letters in the longest piece, `shortest` to 20.
    pub longest: u8,
    /// Weight of pieces, above 0 to 10.
    pub weight: f64,
}

/// What every class or passage weighs in training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassWeight {
    /// Every class weighs the same.
    Balanced,
    /// Every passage weighs the same.
    Uniform,
}

/// How the model is trained.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct StanceConfig {
    /// Strengths of the penalty to choose from, each above 0 to 1000, none twice.
    pub alphas: Vec<f64>,
    /// What the classes weigh.
    pub class_weight: ClassWeight,
    /// Folds of the inner cross-validation, 2 to 50.
    pub inner_folds: usize,
    /// Weight of a written example, 0 to 100; 0 leaves the examples out.
    pub examples_weight: f64,
}

/// How the model is measured.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct EvaluateConfig {
    /// Folds of the outer cross-validation, 2 to 50.
    pub folds: usize,
    /// Bootstrap replicates of an interval, 100 to 1,000,000.
    pub bootstrap_replicates: usize,
    /// Seed of bootstraps.
    pub seed: u64,
}

/// How passages are labelled.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LabelConfig {
    /// Threads that label; as many as there are processors where absent.
    pub threads: Option<usize>,
    /// Terms named as the grounds of a label, 0 to 50.
    pub top_terms: usize,
    /// Share of passages whose label set may miss the right label, 0.001 to 0.5.
    pub conformal_error_level: f64,
}

/// For whom a statement of several parties counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum JointChoice {
    /// They are an actor of their own.
    Own,
    /// The party named first.
    First,
    /// Each fully.
    Each,
    /// Each of n by 1/n.
    Fractional,
}

/// How actors are compared.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CompareConfig {
    /// For whom a statement of several parties counts.
    pub joint: JointChoice,
    /// Share of intervals that shall cover, 0.5 to 0.999.
    pub confidence_level: f64,
    /// Coded passages of a cell below which nothing is estimated.
    pub min_coded: usize,
    /// Coded passages of a cell below which the labels speak alone.
    pub min_corrected: usize,
    /// Coded passages of a class, and of all others, below which the labels speak alone.
    pub min_of_class: usize,
    /// Clusters below which nothing is said beyond the corpus.
    pub min_clusters: usize,
    /// Bootstrap samples of groups for framing terms; 0 for as many as the corpus allows.
    pub framing_resamples: usize,
    /// Whether framing terms of stances come from hand-coded passages alone.
    pub framing_coded_only: bool,
    /// Words of procedure; `None` keeps them among framing terms.
    pub procedure_words: Option<DataSource>,
}

impl Config {
    /// The defaults: the `standpunt.toml` of this project, paths relative to the current folder.
    pub fn built_in() -> Self {
        match Self::load(None, &[]) {
            Ok(config) => config,
            Err(error) => unreachable!("a test reads the defaults: {error}"),
        }
    }

    /// The settings of a file; `place` names it in errors, relative paths start at `folder`.
    ///
    /// # Errors
    /// Where the text is not TOML, a key is unknown, or a value has the wrong type or range.
    pub fn from_toml(text: &str, place: &str, folder: &Path) -> Result<Self, ConfigError> {
        Self::load(Some((text, place, folder)), &[])
    }

    /// The settings of a file (text, name in errors, folder), if any, with overrides of the form
    /// `table.key=value`, the last of which wins. Without a file, relative paths start at the
    /// current folder; those of overrides do wherever the others start.
    ///
    /// # Errors
    /// As [`Config::from_toml`], and where an override has another form.
    pub fn load(
        file: Option<(&str, &str, &Path)>,
        overrides: &[String],
    ) -> Result<Self, ConfigError> {
        let mut layers = Layers::defaults()?;
        if let Some((text, place, _)) = file {
            layers.lay_file(text, place)?;
        }
        for text in overrides {
            layers.lay_override(text)?;
        }
        layers.leave_examples_with_their_gold();
        let folder = file.map_or(Path::new(""), |(_, _, folder)| folder);
        Self::checked(&layers, folder)
    }

    fn checked(layers: &Layers, folder: &Path) -> Result<Self, ConfigError> {
        let raw = layers.to_raw()?;
        let check = Check { layers, folder };
        Ok(Self {
            run: check.run(&raw.run)?,
            paths: check.paths(&raw.paths)?,
            corpus: check.corpus(&raw.corpus)?,
            segment: check.segment(&raw.segment)?,
            features: check.features(&raw.features)?,
            stance: check.stance(&raw.stance)?,
            evaluate: check.evaluate(&raw.evaluate)?,
            label: check.label(&raw.label)?,
            compare: check.compare(&raw.compare)?,
            entries: layers.entries(),
            folder: folder.to_owned(),
        })
    }

    /// These settings with further overrides of the form `table.key=value` laid over them.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn with(&self, overrides: &[String]) -> Result<Self, ConfigError> {
        let mut layers = Layers::defaults()?;
        for (key, value) in &self.entries {
            layers.lay_override(&format!("{key}={value}"))?;
        }
        for text in overrides {
            layers.lay_override(text)?;
        }
        Self::checked(&layers, &self.folder)
    }

    /// The settings of a variant of a plan.
    ///
    /// # Errors
    /// As [`Config::load`], with the variant.
    pub fn of_variant(&self, variant: &Variant) -> Result<Self, ConfigError> {
        self.with(&variant.set)
            .map_err(|source| ConfigError::Variant {
                place: variant.place.clone(),
                variant: variant.name.clone(),
                source: Box::new(source),
            })
    }

    /// Settings of a whole run.
    pub fn run(&self) -> &RunConfig {
        &self.run
    }

    /// Files in and out.
    pub fn paths(&self) -> &PathsConfig {
        &self.paths
    }

    /// The documents.
    pub fn corpus(&self) -> &CorpusConfig {
        &self.corpus
    }

    /// How long passages become.
    pub fn segment(&self) -> &SegmentConfig {
        &self.segment
    }

    /// What counts as a term.
    pub fn features(&self) -> &FeaturesConfig {
        &self.features
    }

    /// How the model is trained.
    pub fn stance(&self) -> &StanceConfig {
        &self.stance
    }

    /// How the model is measured.
    pub fn evaluate(&self) -> &EvaluateConfig {
        &self.evaluate
    }

    /// How passages are labelled.
    pub fn label(&self) -> &LabelConfig {
        &self.label
    }

    /// How actors are compared.
    pub fn compare(&self) -> &CompareConfig {
        &self.compare
    }

    /// Every key (`segment.max_words`) with its value as TOML, as written, for the manifest.
    pub fn entries(&self) -> &BTreeMap<String, String> {
        &self.entries
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
