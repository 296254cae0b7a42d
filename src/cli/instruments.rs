//! `standpunt instruments`: which policy instruments passages are about, and how right that is.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::Outcome;
use super::context::{Context, print, write_table};
use crate::Error;
use crate::corpus::Half;
use crate::evaluate::{
    CueScope, InstrumentScore, instrument_scores_schema, score_instruments, write_instrument_scores,
};
use crate::instruments::InstrumentTagger;
use crate::pipeline::{
    Coded, join_tags, load_split, load_tagger, tag_table, tags_schema, write_tags,
};
use crate::table::{self, TableSettings};

/// Passages below which the score of an instrument tells little.
const FEW: usize = 10;

/// What `instruments` tags and scores.
#[derive(Debug, Args)]
#[command(after_help = "\
A passage is about what its own words name: Dublinclaimanten, EES, artikel 25bis. Where they name nothing, \
its heading counts, and then what was said before it in the same exchange, so that an answer takes the \
instrument of its question. `label` goes by text and heading alone, since it sees one row at a time.

The patterns are data (paths.instruments in standpunt.toml). Those of this project were written on one half \
of the coded groups; only the scores on the other half, held-out, tell how good they are on texts not read.

Examples:
  standpunt instruments passages.csv --out instruments.csv
  standpunt instruments data/labelled/passages.csv --against data/gold_seeds.csv --split data/instrument_split.csv")]
pub(super) struct InstrumentsArgs {
    /// The table of passages, as `read` or `label` writes it; - for standard input
    table: PathBuf,
    /// The table of tags; - for standard output
    #[arg(long, short, value_name = "FILE", required_unless_present = "against")]
    out: Option<PathBuf>,
    /// Score the tags against the instruments of this gold file
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// Score the halves of the groups apart that this table tells
    #[arg(long, value_name = "FILE", requires = "against")]
    split: Option<PathBuf>,
    /// The table of scores; - for standard output
    #[arg(long, value_name = "FILE", requires = "against")]
    scores: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &InstrumentsArgs, context: &Context) -> Result<Outcome, Error> {
    let tagger = load_tagger(&context.config)?.ok_or_else(no_patterns)?;
    let rows = tag_table(
        table::open(&args.table, &TableSettings::default())?,
        &tagger,
    )?;
    if let Some(path) = &args.out {
        write_table(path, &tags_schema(), |output, name| {
            write_tags(&rows, &tagger, output, name)
        })?;
        let n_tagged = rows.iter().filter(|row| !row.tags.instruments.is_empty());
        context.say(&format!(
            "{} passages, {} about an instrument",
            rows.len(),
            n_tagged.count()
        ));
    }
    let Some(path) = &args.against else {
        return Ok(Outcome::Done);
    };
    let codebook = context.resources()?.codebook;
    let coded = Coded::load(std::slice::from_ref(path), &[] as &[PathBuf], &codebook)?;
    let split = args
        .split
        .as_ref()
        .map(|path| load_split(path))
        .transpose()?;
    let split = split.as_ref().zip(args.split.as_deref());
    let passages = join_tags(&rows, &coded.gold, &tagger, split)?;
    let settings = context.config.evaluate();
    let scores = score_instruments(
        &passages,
        tagger.ids().len(),
        u32::try_from(settings.bootstrap_replicates).unwrap_or(u32::MAX),
        settings.seed,
    )?;
    if let Some(path) = &args.scores {
        write_table(
            path,
            &instrument_scores_schema(tagger.ids()),
            |output, name| write_instrument_scores(&scores, tagger.ids(), output, name),
        )?;
    }
    print(&in_words(&scores, &tagger))?;
    context.say(&format!(
        "reference standard: {}",
        coded.meta.reference_standard.in_words()
    ));
    Ok(Outcome::Done)
}

fn no_patterns() -> Error {
    Error::Usage {
        message: "there are no patterns of instruments for this codebook".to_owned(),
        help: "name a table with the columns instrument and pattern: --set paths.instruments=FILE"
            .to_owned(),
    }
}

/// The scores of every half: all tags by scope, then every instrument in the widest scope.
fn in_words(scores: &[InstrumentScore], tagger: &Arc<InstrumentTagger>) -> String {
    let mut text = String::new();
    for half in [None, Some(Half::Writing), Some(Half::HeldOut)] {
        let of_half: Vec<&InstrumentScore> =
            scores.iter().filter(|score| score.half == half).collect();
        let Some(first) = of_half.first() else {
            continue;
        };
        let _ = writeln!(
            text,
            "{}: {} passages in {} groups",
            half.map_or("all", Half::as_str),
            first.n_passages,
            first.n_groups
        );
        text.push_str("                            n  precision  recall     F1  [95 % interval]\n");
        for score in of_half {
            let is_widest = score.scope == CueScope::Exchange;
            match score.instrument.and_then(|i| tagger.ids().get(i)) {
                None => line(
                    &mut text,
                    &format!("all, by {}", score.scope.as_str()),
                    score,
                ),
                Some(id) if is_widest => line(&mut text, id, score),
                Some(_) => {}
            }
        }
        text.push('\n');
    }
    text
}

fn line(text: &mut String, name: &str, score: &InstrumentScore) {
    let counts = score.counts;
    let note = match score.interval {
        Some(interval) => format!("  [{:.3}, {:.3}]", interval.low, interval.high),
        None if counts.n_gold < FEW => "  few passages".to_owned(),
        None => String::new(),
    };
    let _ = writeln!(
        text,
        "  {name:<22} {:>4}  {:>9.3}  {:>6.3}  {:>5.3}{note}",
        counts.n_gold,
        counts.precision(),
        counts.recall(),
        counts.f1(),
    );
}
