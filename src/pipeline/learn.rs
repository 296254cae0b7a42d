//! From hand-coded passages to a model, its scores and out-of-fold labels.

use std::path::Path;

use crate::Error;
use crate::config::{ClassWeight, Config, DataSource, FeaturesConfig, StemmerChoice};
use crate::corpus::{Codebook, Lexicon, NameList, WordList};
use crate::evaluate::{
    EvaluateSettings, Evaluation, EvaluationSet, FoldDone, Labeller, SeedWords, evaluate,
    score_splits,
};
use crate::features::{
    AnalyzerSettings, CharacterSettings, LexiconSettings, NameSettings, Stemming,
};
use crate::stance::logistic::ClassWeights;
use crate::stance::{
    ClassList, CrossModels, Model, Prediction, Scratch, StanceError, StanceSettings, StoredRows,
    TrainingRow, Watch, train_stored, train_with_folds,
};
use crate::store::Interrupt;
use crate::table::TableError;

use super::Coded;

/// A model with what was measured of models trained the same way.
#[derive(Debug)]
pub struct Learned {
    /// The model, trained on all coded passages and examples.
    pub model: Model,
    /// What was trained and tested on.
    pub set: EvaluationSet,
    /// Scores and out-of-fold predictions.
    pub evaluation: Evaluation<Prediction>,
}

/// Trains as the settings say.
#[derive(Debug, Clone)]
pub struct Trainer {
    settings: StanceSettings,
    classes: ClassList,
    examples_weight: f32,
    error_level: f64,
    n_top_terms: usize,
}

impl Trainer {
    /// A trainer for the classes of a codebook.
    ///
    /// # Errors
    /// Where a list of stop words or a lexicon cannot be read.
    pub fn new(config: &Config, codebook: &Codebook) -> Result<Self, Error> {
        let stance = config.stance();
        let settings = StanceSettings {
            analyzer: analyzer_settings(config.features(), codebook)?,
            alphas: stance.alphas.clone(),
            class_weights: match stance.class_weight {
                ClassWeight::Balanced => ClassWeights::Balanced,
                ClassWeight::Uniform => ClassWeights::None,
            },
            inner_folds: stance.inner_folds,
            ..StanceSettings::default()
        };
        let classes = ClassList::new(codebook.class_ids())?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a weight between 0 and 100"
        )]
        let examples_weight = stance.examples_weight as f32;
        Ok(Self {
            settings,
            classes,
            examples_weight,
            error_level: config.label().conformal_error_level,
            n_top_terms: config.label().top_terms,
        })
    }

    /// The stemmer of the models.
    pub fn stemmer(&self) -> Stemming {
        self.settings.analyzer.stemmer
    }

    /// The same trainer with another stemmer.
    #[must_use]
    pub fn with_stemmer(&self, stemmer: Stemming) -> Self {
        let mut other = self.clone();
        other.settings.analyzer.stemmer = stemmer;
        other
    }

    /// The number of fits that training takes, at most; for showing progress.
    pub fn n_fits(&self) -> usize {
        self.settings.n_fits()
    }

    /// Trains on some rows of a set.
    ///
    /// # Errors
    /// Where a class is too small, training does not converge, or the run is interrupted.
    pub fn train(
        &self,
        set: &EvaluationSet,
        rows: impl Iterator<Item = usize>,
        watch: Watch<'_>,
    ) -> Result<Model, StanceError> {
        self.train_with_folds(set, rows, watch)
            .map(|(model, _)| model)
    }

    /// The same as [`Self::train`], and the models of the inner cross-validation.
    ///
    /// # Errors
    /// As [`Self::train`].
    pub fn train_with_folds(
        &self,
        set: &EvaluationSet,
        rows: impl Iterator<Item = usize>,
        watch: Watch<'_>,
    ) -> Result<(Model, CrossModels), StanceError> {
        let rows = self.rows(set, rows);
        let (model, folds) = train_with_folds(&rows, &self.settings, &self.classes, &watch)?;
        Ok((model.with_error_level(self.error_level)?, folds))
    }

    /// Trains on all rows of a set, which is gone when the training begins: of a large one that is
    /// half of the memory.
    ///
    /// # Errors
    /// As [`Self::train`].
    pub fn train_once(&self, set: EvaluationSet, watch: Watch<'_>) -> Result<Model, StanceError> {
        let mut rows = StoredRows::default();
        for row in self.rows(&set, 0..set.rows().len()) {
            rows.push(row);
        }
        drop(set);
        let model = train_stored(rows, &self.settings, &self.classes, &watch)?;
        model.with_error_level(self.error_level)
    }

    /// Some rows of a set as training takes them, those of weight 0 left out.
    pub(super) fn rows<'s>(
        &self,
        set: &'s EvaluationSet,
        rows: impl Iterator<Item = usize>,
    ) -> Vec<TrainingRow<'s>> {
        let n_coded = set.coded().len();
        rows.filter_map(|i| Some((i, set.rows().get(i)?)))
            .map(|(i, row)| TrainingRow {
                text: &row.text,
                class: row.class,
                group: &row.group,
                weight: if i < n_coded {
                    1.0
                } else {
                    self.examples_weight
                },
                is_example: i >= n_coded,
            })
            .filter(|row| row.weight > 0.0)
            .collect()
    }

    /// What predicts rows of a set after training on others: as the model labels them, and with the
    /// p-values of CV+.
    pub(super) fn labeller<'a>(
        &self,
        set: &'a EvaluationSet,
        rows: &[usize],
        watch: Watch<'_>,
    ) -> Result<Labeller<'a, Prediction>, StanceError> {
        let (model, folds) = self.train_with_folds(set, rows.iter().copied(), watch)?;
        let mut scratch = Scratch::with_top_terms(self.n_top_terms);
        let mut fold_scratch = folds.scratch();
        Ok(Box::new(move |row| {
            let text = set.rows().get(row).map_or("", |row| row.text.as_str());
            Prediction {
                cross_p_values: folds.p_values(text, &mut fold_scratch),
                ..model.label(text, &mut scratch)
            }
        }))
    }
}

fn analyzer_settings(
    features: &FeaturesConfig,
    codebook: &Codebook,
) -> Result<AnalyzerSettings, Error> {
    let stop_words = match &features.stop_words {
        None => WordList::default(),
        Some(DataSource::BuiltIn) => WordList::stop_words(),
        Some(DataSource::File(path)) => {
            let file = path.display().to_string();
            WordList::from_text(&read_text(path)?, &file)?
        }
    };
    let lexicon = match &features.lexicon {
        None => None,
        Some(DataSource::BuiltIn) => Lexicon::built_in(codebook),
        Some(DataSource::File(path)) => {
            let file = path.display().to_string();
            Some(Lexicon::from_csv(
                read_text(path)?.as_bytes(),
                &file,
                codebook,
            )?)
        }
    };
    let settings = AnalyzerSettings {
        stemmer: match features.stemmer {
            StemmerChoice::DutchPorter => Stemming::DutchPorter,
            StemmerChoice::Off => Stemming::None,
        },
        longest_phrase: features.longest_phrase,
        phrase_weight: features.phrase_weight,
        characters: features.pieces.as_ref().map(|pieces| CharacterSettings {
            shortest: pieces.shortest,
            longest: pieces.longest,
            weight: pieces.weight,
        }),
        min_df: features.min_document_frequency,
        max_features: features.max_features,
        lexicon: lexicon
            .and_then(|lexicon| LexiconSettings::new(lexicon.terms(), features.lexicon_weight)),
        names: name_settings(features.names.as_ref())?,
        ..AnalyzerSettings::default()
    };
    Ok(settings.with_stop_words(stop_words.iter()))
}

pub(super) fn name_settings(source: Option<&DataSource>) -> Result<Option<NameSettings>, Error> {
    let list = match source {
        None => return Ok(None),
        Some(DataSource::BuiltIn) => NameList::built_in()?,
        Some(DataSource::File(path)) => {
            let file = path.display().to_string();
            NameList::from_csv(read_text(path)?.as_bytes(), &file)?
        }
    };
    let owned = |names: &mut dyn Iterator<Item = &str>| names.map(str::to_owned).collect();
    Ok(Some(NameSettings {
        names: owned(&mut list.parties().chain(list.places())),
        titles: owned(&mut list.titles()),
        particles: owned(&mut list.particles()),
    }))
}

pub(super) fn read_text(path: &Path) -> Result<String, TableError> {
    std::fs::read_to_string(path).map_err(|source| TableError::Open {
        file: path.display().to_string(),
        source,
    })
}

/// The passages to train and test on.
///
/// # Errors
/// Where there is no gold, or a passage stands twice.
pub fn evaluation_set(coded: &Coded, codebook: &Codebook) -> Result<EvaluationSet, Error> {
    Ok(EvaluationSet::new(
        &coded.gold,
        &coded.examples,
        codebook.len(),
    )?)
}

/// The same, without a second copy of the texts.
///
/// # Errors
/// As [`evaluation_set`].
pub fn into_evaluation_set(coded: Coded, codebook: &Codebook) -> Result<EvaluationSet, Error> {
    Ok(EvaluationSet::of_coded(
        coded.gold,
        coded.examples,
        codebook.len(),
    )?)
}

/// How to evaluate, as the settings say.
pub(super) fn evaluate_settings(config: &Config, codebook: &Codebook) -> EvaluateSettings {
    EvaluateSettings {
        none_class: codebook.none_class(),
        n_folds: config.evaluate().folds,
        fold_seed: None,
        n_resamples: u32::try_from(config.evaluate().bootstrap_replicates).unwrap_or(u32::MAX),
        seed: config.evaluate().seed,
    }
}

/// Scores models trained as the settings say on passages that they have not seen. `on_fold` is
/// told of each fold done.
///
/// # Errors
/// Where a class is too small for the folds, training does not converge, or the run is
/// interrupted.
pub fn measure(
    set: &EvaluationSet,
    trainer: &Trainer,
    config: &Config,
    codebook: &Codebook,
    interrupt: &Interrupt,
    on_fold: impl Fn(FoldDone<'_>) + Sync,
) -> Result<Evaluation<Prediction>, Error> {
    let settings = evaluate_settings(config, codebook);
    let nothing = || {};
    let train_fold = |rows: &[usize]| -> Result<Labeller<'_, Prediction>, StanceError> {
        let watch = Watch::new(&nothing, interrupt);
        trainer.labeller(set, rows, watch)
    };
    let predictions = evaluate(set, &settings, train_fold, on_fold)?;
    let class_ids: Vec<&str> = codebook.class_ids().collect();
    let words = SeedWords::built_in(&class_ids);
    Ok(score_splits(set, &settings, words.as_ref(), predictions)?)
}

/// Trains on everything and measures.
///
/// # Errors
/// As [`measure`] and [`Trainer::train`].
pub fn learn(
    coded: &Coded,
    config: &Config,
    codebook: &Codebook,
    interrupt: &Interrupt,
    on_fold: impl Fn(FoldDone<'_>) + Sync,
) -> Result<Learned, Error> {
    let trainer = Trainer::new(config, codebook)?;
    let set = evaluation_set(coded, codebook)?;
    let evaluation = measure(&set, &trainer, config, codebook, interrupt, on_fold)?;
    let nothing = || {};
    let model = trainer.train(&set, 0..set.rows().len(), Watch::new(&nothing, interrupt))?;
    Ok(Learned {
        model,
        set,
        evaluation,
    })
}
