//! `standpunt explain --classes`: the terms that lead each class.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::coded::CodedArgs;
use super::context::{Context, print, write_table};
use crate::Error;
use crate::pipeline::leading_of;
use crate::report::{leading_terms_schema, leading_terms_text, write_leading_terms};
use crate::stance::{LeadingSettings, Model, Watch};

/// What `explain --classes` needs.
#[derive(Debug, Args)]
#[command(next_help_heading = "With --classes")]
pub(super) struct ClassesArgs {
    /// Explain the classes instead of a text: the terms that lead each of them
    #[arg(long, conflicts_with_all = ["text", "table"])]
    classes: bool,
    #[command(flatten)]
    coded: CodedArgs,
    /// Refits to bootstrap samples of groups, of which stability is a share
    #[arg(long, value_name = "N", default_value_t = 100, requires = "classes")]
    refits: usize,
    /// Show terms that lead in this share of the refits or more
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.8,
        requires = "classes"
    )]
    min_stability: f64,
    /// File of the table; - is standard output. Default: a drawing on a terminal, else the table
    #[arg(long, short, value_name = "FILE", requires = "classes")]
    out: Option<PathBuf>,
}

impl ClassesArgs {
    /// Whether the classes are to be explained.
    pub(super) fn is_asked_for(&self) -> bool {
        self.classes
    }

    /// Refuses what makes sense with --classes alone, and numbers out of range.
    pub(super) fn check(&self) -> Result<(), Error> {
        if !self.classes && self.coded.is_named() {
            return Err(Error::Usage {
                message: "--gold, --examples and --no-examples go with --classes".to_owned(),
                help:
                    "a text is explained by the model alone; leave them out, or ask for --classes"
                        .to_owned(),
            });
        }
        if (0.0..=1.0).contains(&self.min_stability) {
            return Ok(());
        }
        Err(Error::Usage {
            message: format!("--min-stability is {}", self.min_stability),
            help: "it is a share of the refits: a number from 0 to 1".to_owned(),
        })
    }
}

/// Runs `explain --classes`; `n_terms` is how many to draw on either side.
pub(super) fn explain_classes(
    args: &ClassesArgs,
    n_terms: usize,
    is_csv: bool,
    model: &Model,
    context: &Context,
) -> Result<Outcome, Error> {
    let resources = context.resources()?;
    let coded = args.coded.load(&resources.codebook, context)?;
    let settings = LeadingSettings {
        n_refits: args.refits,
        seed: context.config.evaluate().seed,
        ..LeadingSettings::default()
    };
    let bar = context.bar("refitting", args.refits as u64);
    let on_fit = || bar.inc(1);
    let watch = Watch::new(&on_fit, &context.interrupt);
    let mut leading = leading_of(
        model,
        &coded,
        &resources,
        &context.config,
        &settings,
        &watch,
    )?;
    bar.finish_and_clear();
    leading.keep_stable(args.min_stability);
    let draws = args.out.is_none() && !is_csv && std::io::stdout().is_terminal();
    if draws {
        print(&leading_terms_text(
            &leading,
            model.classes().ids(),
            n_terms,
        ))?;
    } else {
        let out = args.out.as_deref().unwrap_or(Path::new("-"));
        let ids = model.classes().ids();
        write_table(out, &leading_terms_schema(ids), |output, file| {
            write_leading_terms(&leading, ids, output, file)
        })?;
    }
    Ok(Outcome::Done)
}
