//! Predictions of every passage of a table by models that have not seen its group.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use rayon::prelude::*;

use crate::Error;
use crate::compare::{Facts, LabelledFact};
use crate::corpus::{Codebook, GoldPassage};
use crate::stance::{Model, Prediction, Scratch, StanceError, Watch, stratified_group_folds};
use crate::store::Interrupt;

use super::labelled_rows::{LabelledRows, PredictionOrigin, temporary_file};
use super::learn::{Trainer, evaluation_set};
use super::{Coded, Monitor};

/// Texts that are in memory at once to be labelled.
const TEXTS_AT_A_TIME: usize = 10_000;

/// What trains the models.
pub struct Refit<'a> {
    /// How to train.
    pub trainer: &'a Trainer,
    /// What to train on.
    pub coded: &'a Coded,
    /// Folds at most, 2 or more.
    pub n_folds: usize,
    /// Who watches.
    pub monitor: &'a Monitor<'a>,
}

/// Predicts every row anew. All passages, coded or not, are divided into folds of whole groups; those
/// of a fold are predicted by a model that trained on the coded passages of the other folds.
///
/// As one model predicts the coded and the other passages of a fold, and knows none of their codes,
/// the difference estimator is unbiased within each fold, and so over all (Egami et al. 2023, §4;
/// Zrnic & Candès 2024).
///
/// # Errors
/// Where the coded passages cannot be divided, a class is too small, training does not converge,
/// or the run is interrupted.
pub(super) fn refit(
    read: &mut LabelledRows,
    codebook: &Codebook,
    refit: &Refit<'_>,
) -> Result<usize, Error> {
    let set = evaluation_set(refit.coded, codebook)?;
    let units = units_of_gold(read, &refit.coded.gold)?;
    let fold_of = divide(
        &read.facts,
        &refit.coded.gold,
        &units,
        codebook.len(),
        refit.n_folds,
    )?;
    let n_folds = 1 + fold_of.values().copied().max().unwrap_or(0);
    let gold_of: BTreeMap<&str, usize> = refit
        .coded
        .gold
        .iter()
        .enumerate()
        .map(|(i, coded)| (coded.passage_id.as_str(), i))
        .collect();
    // The set has an order of its own; written examples stand behind the coded passages.
    let fold_of_row: Vec<Option<usize>> = set
        .rows()
        .iter()
        .take(set.coded().len())
        .map(|row| {
            let unit = units.get(*gold_of.get(row.id.as_str())?)?;
            fold_of.get(unit.as_str()).copied()
        })
        .collect();
    let models = train_folds(n_folds, refit, |fold, interrupt| {
        let trained =
            (0..set.rows().len()).filter(|&i| fold_of_row.get(i).copied().flatten() != Some(fold));
        let nothing = || {};
        refit
            .trainer
            .train(&set, trained, Watch::new(&nothing, interrupt))
    })?;
    predict(read, &models, &fold_of)?;
    Ok(n_folds)
}

/// The unit of independence of a row: its group, else its document.
fn unit_of(fact: &LabelledFact) -> &str {
    if fact.group.is_empty() {
        &fact.document_id
    } else {
        &fact.group
    }
}

/// The unit of each coded passage: that of the row it joins, else its own group.
fn units_of_gold(read: &LabelledRows, gold: &[GoldPassage]) -> Result<Vec<String>, Error> {
    let mut units: Vec<String> = gold.iter().map(|coded| coded.group.clone()).collect();
    for (&row, &coded) in &read.notes.gold {
        let fact = read.facts.get(row).map_err(temporary_file)?;
        if let (Some(fact), Some(unit)) = (fact, units.get_mut(coded)) {
            unit_of(&fact).clone_into(unit);
        }
    }
    Ok(units)
}

/// The fold of each unit: classes of the coded passages spread evenly, then the units without a
/// coded passage, each to the fold with the fewest rows.
fn divide(
    facts: &Facts,
    gold: &[GoldPassage],
    units: &[String],
    n_classes: usize,
    n_folds: usize,
) -> Result<BTreeMap<String, usize>, Error> {
    let n_units = units.iter().collect::<BTreeSet<_>>().len();
    if n_units < 2 {
        return Err(Error::Usage {
            message: format!(
                "{} coded passages stand in {n_units} group: no model can be trained that has not \
                 seen it",
                gold.len()
            ),
            help: "code passages of more exchanges or documents; or leave out --refit and label \
                   the table with a model that was trained on other passages"
                .to_owned(),
        });
    }
    let n_folds = n_folds.clamp(2, n_units);
    let classes: Vec<usize> = gold.iter().map(|coded| coded.stance).collect();
    let folds = stratified_group_folds(&classes, units, n_classes, n_folds, None);
    let mut fold_of: BTreeMap<String, usize> = units.iter().cloned().zip(folds).collect();
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    let visited = facts.visit(|_, fact| match sizes.get_mut(unit_of(fact)) {
        Some(size) => *size += 1,
        None => _ = sizes.insert(unit_of(fact).to_owned(), 1),
    });
    visited.map_err(temporary_file)?;
    let mut loads = vec![0; n_folds];
    for (unit, size) in &sizes {
        if let Some(load) = fold_of.get(unit).and_then(|&fold| loads.get_mut(fold)) {
            *load += size;
        }
    }
    for (unit, size) in sizes {
        if let Entry::Vacant(slot) = fold_of.entry(unit) {
            let lightest = (0..n_folds).min_by_key(|&fold| loads.get(fold).copied());
            let fold = lightest.unwrap_or(0);
            slot.insert(fold);
            if let Some(load) = loads.get_mut(fold) {
                *load += size;
            }
        }
    }
    Ok(fold_of)
}

/// One model a fold, in their order.
fn train_folds(
    n_folds: usize,
    refit: &Refit<'_>,
    train: impl Fn(usize, &Interrupt) -> Result<Model, StanceError> + Sync,
) -> Result<Vec<Model>, Error> {
    let n_done = std::sync::atomic::AtomicUsize::new(0);
    let monitor = refit.monitor;
    let models: Result<Vec<Model>, StanceError> = (0..n_folds)
        .into_par_iter()
        .map(|fold| {
            let model = train(fold, monitor.interrupt)?;
            let done = n_done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
            monitor.step("training for each fold", done, n_folds);
            Ok(model)
        })
        .collect();
    Ok(models?)
}

fn predict(
    read: &mut LabelledRows,
    models: &[Model],
    fold_of: &BTreeMap<String, usize>,
) -> Result<(), Error> {
    let Some(texts) = read.texts.take() else {
        return Ok(());
    };
    let (facts, origins) = (&mut read.facts, &mut read.notes.origins);
    let label = |fact: &mut LabelledFact, text: &str, scratch: &mut Scratch| -> bool {
        let fold = fold_of.get(unit_of(fact));
        let model = fold.and_then(|&fold| models.get(fold));
        if let Some(model) = model {
            replace(fact, model.label(text, scratch));
        }
        model.is_some()
    };
    let mut failure = None;
    let visited = texts.visit(TEXTS_AT_A_TIME, |start, texts| {
        let rows = start..start + texts.len();
        let block: io::Result<Vec<Option<LabelledFact>>> =
            rows.clone().map(|row| facts.get(row)).collect();
        let mut block = match block {
            Ok(block) => block,
            Err(error) => {
                failure.get_or_insert(error);
                return;
            }
        };
        let passages = block.par_iter_mut().zip(texts);
        let labelled = passages.map_init(Scratch::default, |scratch, (fact, text)| {
            fact.as_mut().is_some_and(|fact| label(fact, text, scratch))
        });
        let labelled: Vec<bool> = labelled.collect();
        for ((row, fact), is_labelled) in rows.zip(block).zip(labelled) {
            if let (Some(fact), true) = (fact, is_labelled) {
                if let Some(origin) = origins.get_mut(row) {
                    *origin = PredictionOrigin::Unseen;
                }
                failure = facts.set(row, &fact).err().or(failure.take());
            }
        }
    });
    visited
        .and(failure.map_or(Ok(()), Err))
        .map_err(temporary_file)
}

fn replace(fact: &mut LabelledFact, prediction: Prediction) {
    fact.predicted = prediction.class;
    fact.is_certain = prediction.is_certain;
    fact.is_outside = prediction
        .reason
        .is_some_and(crate::stance::LabelReason::is_outside);
    fact.probabilities = prediction.probabilities.into();
}
