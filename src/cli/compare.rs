//! `standpunt compare`: shares of stances from a labelled table.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Outcome;
use super::context::{Context, load_model, print};
use super::shares_summary::shares;
use super::summary::unjoined;
use crate::Error;
use crate::compare::JointRule;
use crate::pipeline::{
    Coded, CompareRequest, ComparisonSources, Refit, Trainer, compare, write_comparison,
};
use crate::stance::Model;
use crate::store::StagedFolder;
use crate::table::{self, TableSettings};

/// What `compare` compares.
#[derive(Debug, Args)]
#[command(after_help = "\
Shares per actor, role, instrument, year and document; contrasts, distances, positions and rankings; which \
stance a question takes and which its answer; framing terms; a table for R; and report.html, a page that shows \
all of it with the passages behind every number. What an actor repeats counts once.

A classifier errs, and errs more for one actor than for another, so that no interval around a count of its \
labels covers. With a random sample, drawn by `sample`, coded and taken back by `collect`, shares are corrected \
and have intervals; with every passage coded they are a census; otherwise the table is descriptive.

Examples:
  standpunt compare labelled.csv --gold draw/coded/gold.csv --out vergelijking
  standpunt compare labelled.csv --gold draw/coded/gold.csv --refit --out vergelijking
  standpunt compare labelled.csv --out telling")]
pub(super) struct CompareArgs {
    /// A table that `label` or `run` wrote
    labelled: PathBuf,
    /// Hand-coded passages; those of a drawn sample correct the predictions. May be repeated
    #[arg(long, value_name = "FILE")]
    gold: Vec<PathBuf>,
    /// For whom a statement of several parties, or a motie with co-sponsors, counts: an actor of
    /// their own, the first, each fully, or each by 1/n. Default: compare.joint of the settings
    #[arg(long, value_name = "RULE", value_enum)]
    joint: Option<Joint>,
    /// Train anew for each fold and label every passage with a model that has not seen its group;
    /// needed where the passages of --gold trained the model
    #[arg(long, requires = "gold")]
    refit: bool,
    /// Written examples that train along with --refit; may be repeated
    #[arg(long, value_name = "FILE", requires = "refit")]
    examples: Vec<PathBuf>,
    /// The model that shades the words of passages in report.html. Default: paths.model of the
    /// settings, if it is there
    #[arg(long, short, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Folder of the report, its figures and the tables
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
}

/// Runs the command.
pub(super) fn run(args: &CompareArgs, context: &Context) -> Result<Outcome, Error> {
    let resources = context.resources()?;
    let coded = Coded::load(&args.gold, &args.examples, &resources.codebook)?;
    let labelled = table::open(&args.labelled, &TableSettings::default())?;
    let model = shading_model(args, context)?;
    let trainer = Trainer::new(&context.config, &resources.codebook)?;
    // A place that cannot be written to is told before the work.
    let folder = StagedFolder::create(&args.out)?;
    let (comparison, compared) = context.watched(|monitor| {
        let mut request = CompareRequest::new(&resources, &coded, &context.config)?;
        if let Some(joint) = args.joint {
            request.joint = joint.into();
        }
        request.monitor = Some(monitor);
        request.refit = args.refit.then_some(Refit {
            trainer: &trainer,
            coded: &coded,
            n_folds: context.config.evaluate().folds,
            monitor,
        });
        let mut comparison = compare(labelled, &request)?;
        let sources = ComparisonSources {
            labelled: &args.labelled,
            codebook: &resources.codebook,
            model: model.as_ref(),
        };
        let compared = write_comparison(
            &sources,
            folder,
            &mut comparison,
            &coded,
            &context.config,
            monitor,
        )?;
        Ok((comparison, compared))
    })?;
    if let Some(advice) = comparison.outside.advice() {
        context.say(&format!("warning: {advice}"));
    }
    print(&shares(&compared.by_actor, &comparison.settings))?;
    for warning in &compared.warnings {
        context.say(&format!("warning: {}", warning.message));
    }
    if let Some(unjoined) = unjoined(&comparison.unjoined, "in the table") {
        context.say(&unjoined);
    }
    Ok(Outcome::Done)
}

/// The model that shades words in the page: the one asked for, or that of the settings if it is
/// there and can be used.
fn shading_model(args: &CompareArgs, context: &Context) -> Result<Option<Model>, Error> {
    match &args.model {
        Some(path) => load_model(path).map(Some),
        None => Ok(load_model(&context.config.paths().model).ok()),
    }
}

/// The rules of `--joint`.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Joint {
    Own,
    First,
    Each,
    Fractional,
}

impl From<Joint> for JointRule {
    fn from(joint: Joint) -> Self {
        match joint {
            Joint::Own => Self::Own,
            Joint::First => Self::First,
            Joint::Each => Self::Each,
            Joint::Fractional => Self::Fractional,
        }
    }
}
