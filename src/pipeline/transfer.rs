//! Trained on one file, tested on another.

use std::path::Path;

use crate::Error;
use crate::config::Config;
use crate::corpus::{Codebook, RowFilter};
use crate::evaluate::{
    Evaluation, EvaluationSet, Folds, Labeller, SeedWords, SplitKind, fit_splits, plan_split,
    score_splits,
};
use crate::stance::{Prediction, StanceError, Watch};

use super::learn::evaluate_settings;
use super::test_files::read_test_file;
use super::{Coded, Monitor, Trainer, evaluation_set};

/// Trains on the coded passages and examples, less those that share a run of 15 words with the test
/// file, and scores the labels of the test file; gives its rows with their scores. The file joins
/// `coded.inputs`.
///
/// # Errors
/// Where the test file cannot be read or lacks a column, a class is too small to learn, training
/// does not converge, or the run is interrupted.
pub fn transfer(
    coded: &mut Coded,
    test_file: &Path,
    columns: (&str, Option<&RowFilter>),
    (config, codebook): (&Config, &Codebook),
    monitor: &Monitor<'_>,
) -> Result<(EvaluationSet, Evaluation<Prediction>), Error> {
    let place = test_file.display().to_string();
    let tests = read_test_file(test_file, &place, columns, codebook, &mut coded.inputs)?;
    let trainer = Trainer::new(config, codebook)?;
    let coded_set = evaluation_set(coded, codebook)?;
    let set = EvaluationSet::of_test_file(&tests, &coded_set, codebook.len())?;
    let settings = evaluate_settings(config, codebook);
    let split = plan_split(&set, SplitKind::Transfer, settings.n_folds, None);
    if let Folds::NotPossible(reason) = &split.folds {
        return Err(Error::Usage {
            message: format!("{place}: too little to learn from: {reason}"),
            help: "name other passages with --train-on: those that share a run of 15 words with \
                   the test file are left out"
                .to_owned(),
        });
    }
    let nothing = || {};
    let train = |rows: &[usize]| -> Result<Labeller<'_, Prediction>, StanceError> {
        let watch = Watch::new(&nothing, monitor.interrupt);
        trainer.labeller(&set, rows, watch)
    };
    let done = |_: crate::evaluate::FoldDone<'_>| monitor.step("training and measuring", 1, 1);
    let predictions = fit_splits(vec![split], train, done)?;
    let class_ids: Vec<&str> = codebook.class_ids().collect();
    let words = SeedWords::built_in(&class_ids);
    let evaluation = score_splits(&set, &settings, words.as_ref(), predictions)?;
    Ok((set, evaluation))
}
