//! `standpunt evaluate --test-on`: trained on one file, tested on another.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::certainty_summary::{calibration, certainty};
use super::context::{Context, print};
use super::summary::scores;
use crate::Error;
use crate::corpus::{Codebook, DEFAULT_TEXT_COLUMN, RowFilter};
use crate::evaluate::{Estimator, Evaluation, Folds, Metric};
use crate::pipeline::{Coded, transfer, write_evaluation};
use crate::stance::Prediction;

/// The file to test on.
#[derive(Debug, Args)]
pub(super) struct TransferArgs {
    /// Train on these coded passages, with --test-on; may be repeated. Default: paths.gold of the
    /// settings
    #[arg(
        long,
        value_name = "FILE",
        requires = "test_on",
        conflicts_with = "gold"
    )]
    pub(super) train_on: Vec<PathBuf>,
    /// Test on this table instead: a text and a column `stance`; where known `group`, `actor` or
    /// `party`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["plan", "against_set"])]
    pub(super) test_on: Option<PathBuf>,
    /// The column of the test file with the texts
    #[arg(long, value_name = "NAME", requires = "test_on", default_value = DEFAULT_TEXT_COLUMN)]
    text_column: String,
    /// Test on the rows that have this value only: `--where eu_topic=true`
    #[arg(long = "where", value_name = "COLUMN=VALUE", requires = "test_on")]
    filter: Option<RowFilter>,
}

/// Trains, tests and prints the scores.
pub(super) fn run(
    args: &TransferArgs,
    test_file: &Path,
    mut coded: Coded,
    (out, codebook): (&Path, &Codebook),
    context: &Context,
) -> Result<Outcome, Error> {
    let columns = (args.text_column.as_str(), args.filter.as_ref());
    let (set, evaluation) = context.watched(|monitor| {
        let settings = (&context.config, codebook);
        transfer(&mut coded, test_file, columns, settings, monitor)
    })?;
    let config = &context.config;
    write_evaluation(out, &set, &evaluation, codebook, &coded, config, |_, _| {
        Ok(())
    })?;
    print(&summary(&evaluation, codebook))?;
    Ok(Outcome::Done)
}

fn summary(evaluation: &Evaluation<Prediction>, codebook: &Codebook) -> String {
    let mut text = scores(evaluation);
    let class_ids: Vec<&str> = codebook.class_ids().collect();
    let of_class = |row: &&crate::evaluate::ScoreRow| {
        (row.metric, row.estimator) == (Metric::F1, Estimator::Model)
    };
    for row in evaluation.scores().filter(of_class) {
        let id = row.stance.and_then(|class| class_ids.get(class));
        let interval = row.interval.map_or_else(String::new, |interval| {
            format!(" [{:.3}, {:.3}]", interval.low, interval.high)
        });
        let _ = writeln!(
            text,
            "  F1 {:<25} {:.3}{interval}  n {}",
            id.unwrap_or(&""),
            row.estimate.unwrap_or(0.0),
            row.n
        );
    }
    for result in &evaluation.splits {
        if let Folds::Of(folds) = &result.split.folds {
            let n_left_out: usize = folds.iter().map(|fold| fold.n_shared_runs).sum();
            let _ = writeln!(
                text,
                "left out of training: {n_left_out} rows that share a run of 15 words with the \
                 test file"
            );
        }
    }
    let _ = write!(
        text,
        "\n{}\n{}",
        certainty(evaluation),
        calibration(evaluation)
    );
    text
}
