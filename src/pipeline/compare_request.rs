//! What is compared with what, and how.

use crate::Error;
use crate::compare::terms::FramingSettings;
use crate::compare::{JointRule, LimitRules};
use crate::config::{Config, DataSource, JointChoice};
use crate::corpus::{Cabinets, Codebook, GoldMeta, GoldPassage, WordList};
use crate::features::NameSettings;
use crate::instruments::InstrumentTagger;

use super::learn::{name_settings, read_text};
use super::refitting::Refit;
use super::{Coded, Monitor, Resources};

/// What is compared with what.
pub struct CompareRequest<'a> {
    /// Classes and instruments.
    pub codebook: &'a Codebook,
    /// What tags passages with policy instruments, where they are to be tagged.
    pub tagger: Option<&'a InstrumentTagger>,
    /// The coded passages.
    pub gold: &'a [GoldPassage],
    /// What stands behind them.
    pub meta: &'a GoldMeta,
    /// How joint statements count.
    pub joint: JointRule,
    /// From how many codings an interval is given.
    pub rules: LimitRules,
    /// The seed of draws from estimated distributions.
    pub seed: u64,
    /// Who governed when; without it nobody's standing is known.
    pub cabinets: Option<&'a Cabinets>,
    /// How framing terms are found.
    pub words: WordsRequest,
    /// Trains anew for each fold and predicts every passage with a model that has not seen its
    /// group; `None` takes the predictions of the table.
    pub refit: Option<Refit<'a>>,
    /// Who is told how many rows are read and may stop the reading; `None` for nobody.
    pub monitor: Option<&'a Monitor<'a>>,
}

impl<'a> CompareRequest<'a> {
    /// What a run compares, as the settings say.
    ///
    /// # Errors
    /// Where the list of names or of words of procedure cannot be read.
    pub fn new(resources: &'a Resources, coded: &'a Coded, config: &Config) -> Result<Self, Error> {
        Ok(Self {
            codebook: &resources.codebook,
            tagger: resources.tagger.as_deref(),
            gold: &coded.gold,
            meta: &coded.meta,
            joint: joint_rule(config.compare().joint),
            rules: LimitRules {
                level: config.compare().confidence_level,
                min_coded: config.compare().min_coded,
                min_corrected: config.compare().min_corrected,
                min_of_class: config.compare().min_of_class,
                min_clusters: config.compare().min_clusters,
            },
            words: words(config)?,
            seed: config.evaluate().seed,
            cabinets: resources.cabinets.as_ref(),
            refit: None,
            monitor: None,
        })
    }
}

/// How framing terms are found.
#[derive(Debug, Clone)]
pub struct WordsRequest {
    /// Names that are no terms.
    pub names: Option<NameSettings>,
    /// Words of procedure that are no terms.
    pub procedure: WordList,
    /// Bootstrap samples of groups; `None` for 10,000 up to 10,000 passages, and 2,000 beyond.
    pub n_resamples: Option<u32>,
    /// Whether stances are compared by coded passages alone.
    pub coded_only: bool,
}

impl Default for WordsRequest {
    fn default() -> Self {
        let settings = FramingSettings::default();
        Self {
            names: None,
            procedure: WordList::procedure_words(),
            n_resamples: None,
            coded_only: settings.coded_only,
        }
    }
}

fn words(config: &Config) -> Result<WordsRequest, Error> {
    let names = config.features().names.as_ref();
    let compare = config.compare();
    Ok(WordsRequest {
        names: name_settings(Some(names.unwrap_or(&DataSource::BuiltIn)))?,
        procedure: match &compare.procedure_words {
            None => WordList::default(),
            Some(DataSource::BuiltIn) => WordList::procedure_words(),
            Some(DataSource::File(path)) => {
                WordList::from_text(&read_text(path)?, &path.display().to_string())?
            }
        },
        n_resamples: u32::try_from(compare.framing_resamples)
            .ok()
            .filter(|n| *n > 1),
        coded_only: compare.framing_coded_only,
    })
}

/// The rule that the settings name.
pub fn joint_rule(choice: JointChoice) -> JointRule {
    match choice {
        JointChoice::First => JointRule::First,
        JointChoice::Each => JointRule::Each,
        JointChoice::Fractional => JointRule::Fractional,
        _ => JointRule::Own,
    }
}
