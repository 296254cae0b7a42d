//! `standpunt sample`: passages to be coded by hand, drawn with known probabilities.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Outcome;
use super::context::{Context, print};
use super::sample_summary::sample_summary;
use crate::Error;
use crate::audit::{Allocation, DrawSettings, SamplingUnit};
use crate::pipeline::{SampleRequest, sample};

/// What `sample` draws.
#[derive(Debug, Args)]
#[command(after_help = "\
Every passage of the table can be drawn that is no copy and not said by the chair of a sitting; frame.csv lists \
them and its SHA-256 is the name of the draw. Each unit has a permanent random number made of seed, wave and id, and the smallest of each stratum \
are drawn: the same command draws the same passages, and a larger --n only adds some. A new --wave draws anew \
from the same frame, with other strata where you like; passages that are coded already are not handed out again.

Coders get to_code.csv, or label_studio.json with label_studio.xml: texts in random order, the passage before \
each, and no prediction. `standpunt collect` takes back what they made of it.

Examples:
  standpunt sample reports/labelled.csv --n 300 --out draw
  standpunt sample reports/labelled.csv --n 400 --strata actor,predicted --allocation equal-neyman --out draw
  standpunt sample data/gold_seeds.csv --kit --out kit")]
pub(super) struct SampleArgs {
    /// A table with `passage_id` and `text`, as `label` or `run` writes
    table: PathBuf,
    /// Folder of the sample; an earlier draw in it is extended
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
    /// Passages (or documents) in the sample
    #[arg(long, value_name = "N", required_unless_present = "kit")]
    n: Option<usize>,
    /// A validation kit: N passages drawn without strata, names masked, for two coders. Default 150
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "150",
          conflicts_with_all = ["n", "strata", "allocation", "units", "pilot"])]
    kit: Option<usize>,
    /// What makes the strata: none, actor, predicted, year, document or any column, joined by commas.
    /// Default: actor; none for documents
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    strata: Vec<String>,
    /// How the sample is divided among strata. Default: equal
    #[arg(long, value_enum)]
    allocation: Option<AllocationArg>,
    /// Units of each stratum at least, or the whole of it
    #[arg(long, value_name = "N", default_value_t = 5)]
    floor: usize,
    /// What is drawn. Default: passages
    #[arg(long, value_enum)]
    units: Option<UnitsArg>,
    /// The wave to draw or extend
    #[arg(long, value_name = "K", default_value_t = 1)]
    wave: u32,
    /// Seed of the permanent random numbers
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Passages coded before, which tell neyman the spread of strata; else the probabilities do
    #[arg(long, value_name = "FILE")]
    pilot: Option<PathBuf>,
    /// The model that made the predictions. Default: that of the run that wrote the table
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Put `[partij]` and `[naam]` for names of parties and persons
    #[arg(long)]
    mask_names: bool,
    /// Names of the coders, joined by commas; each gets a table
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    coders: Vec<String>,
}

/// How a sample is divided.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum AllocationArg {
    /// As many for each value of the first variable, and for each stratum within it
    Equal,
    /// By the size of strata
    Proportional,
    /// By size times spread: smallest error of the overall share
    Neyman,
    /// As many for each value of the first variable; within it by size times spread
    EqualNeyman,
}

/// What is drawn.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum UnitsArg {
    /// Passages
    Passages,
    /// Whole documents
    Documents,
}

/// Runs the command.
pub(super) fn run(args: &SampleArgs, context: &Context) -> Result<Outcome, Error> {
    let request = request(args)?;
    let resources = context.resources()?;
    let result = sample(&request, &resources, &context.config)?;
    print(&sample_summary(&result, &args.out))?;
    Ok(Outcome::Done)
}

fn request(args: &SampleArgs) -> Result<SampleRequest, Error> {
    let units = match args.units {
        Some(UnitsArg::Documents) => SamplingUnit::Documents,
        Some(UnitsArg::Passages) | None => SamplingUnit::Passages,
    };
    let allocation = match args.allocation {
        _ if args.kit.is_some() => Allocation::Proportional,
        Some(AllocationArg::Proportional) => Allocation::Proportional,
        Some(AllocationArg::Neyman) => Allocation::Neyman,
        Some(AllocationArg::EqualNeyman) => Allocation::EqualNeyman,
        Some(AllocationArg::Equal) | None => Allocation::Equal,
    };
    if allocation.needs_spread() && units == SamplingUnit::Documents {
        return Err(Error::Usage {
            message: format!(
                "--allocation {} is for passages; whole documents have no spread",
                allocation.as_str()
            ),
            help: "choose --allocation equal or proportional".to_owned(),
        });
    }
    check_coders(&args.coders)?;
    let kit_coders = ["coder_a", "coder_b"].map(str::to_owned);
    Ok(SampleRequest {
        table: args.table.clone(),
        out: args.out.clone(),
        draw: DrawSettings {
            wave: args.wave,
            seed: args.seed,
            units,
            strata: strata(args, units)?,
            allocation,
            floor: args.floor,
            n: args.kit.or(args.n).unwrap_or(0),
            model_sha256: String::new(),
            pilot: BTreeMap::new(),
        },
        model: args.model.clone(),
        pilot: args.pilot.clone(),
        mask_names: args.mask_names || args.kit.is_some(),
        coders: match args.coders.as_slice() {
            [] if args.kit.is_some() => kit_coders.to_vec(),
            coders => coders.to_vec(),
        },
    })
}

fn strata(args: &SampleArgs, units: SamplingUnit) -> Result<Vec<String>, Error> {
    match args.strata.as_slice() {
        _ if args.kit.is_some() => Ok(Vec::new()),
        [] if units == SamplingUnit::Documents => Ok(Vec::new()),
        [] => Ok(vec!["actor".to_owned()]),
        [none] if none == "none" => Ok(Vec::new()),
        strata if strata.iter().any(|name| name == "none" || name.is_empty()) => {
            Err(Error::Usage {
                message: format!("--strata {}: found nothing beside names", strata.join(",")),
                help: "name the variables, as in --strata actor,predicted, or none alone"
                    .to_owned(),
            })
        }
        strata => Ok(strata.to_vec()),
    }
}

/// A coder's name becomes the name of a file.
fn check_coders(coders: &[String]) -> Result<(), Error> {
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
    };
    let mut seen = std::collections::BTreeSet::new();
    for coder in coders {
        if !is_name(coder) || !seen.insert(coder) {
            return Err(Error::Usage {
                message: format!(
                    "--coders: `{coder}` cannot be the name of a coder; expected letters, digits, _ or -, \
                     and every name once"
                ),
                help: "name the coders as in --coders anna,bob".to_owned(),
            });
        }
    }
    Ok(())
}
