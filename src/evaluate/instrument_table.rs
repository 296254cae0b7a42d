//! The table `instrument_scores.csv`.

use std::io::Write;

use super::instruments::{CueScope, InstrumentScore};
use crate::corpus::Half;
use crate::table::{Column, Schema, TableError, TableWriter};

/// The level of all intervals.
const CONF_LEVEL: f64 = 0.95;

/// What `half` holds where the groups were not divided.
const UNDIVIDED: &str = "all";

/// The schema of `instrument_scores.csv`; `ids` are the instruments of the codebook.
pub fn instrument_scores_schema(ids: &[String]) -> Schema {
    let halves = Half::ALL.map(Half::as_str);
    let columns =
        vec![
        Column::text(
            "half",
            "writing: groups whose texts were read when the patterns were written, so that scores \
             on them are too good; held-out: the others; all: groups that were not divided.",
        )
        .one_of(&[&[UNDIVIDED][..], &halves[..]].concat())
        .required(),
        Column::text(
            "scope",
            "What the tags go by, each with those before it: the text of the passage; its heading, \
             as in predicted_instruments; the passages before it in its exchange.",
        )
        .one_of(&CueScope::ALL.map(CueScope::as_str))
        .required(),
        Column::text("instrument", "The instrument; empty for all tags together.").one_of(ids),
        Column::share("precision", "n_right / n_predicted; 0 where nothing was predicted.")
            .required(),
        Column::share("recall", "n_right / n_gold; 0 where nothing was coded.").required(),
        Column::share(
            "f1",
            "2 n_right / (n_gold + n_predicted); the micro average for all tags together.",
        )
        .required(),
        Column::share("conf_low", "Lower end of the interval of f1; all tags only."),
        Column::share("conf_high", "Upper end of the interval of f1; all tags only."),
        Column::share("conf_level", "Level of the interval."),
        Column::count("n_gold", "Tags given by coders.").required(),
        Column::count("n_predicted", "Tags given by cues.").required(),
        Column::count("n_right", "Tags given by both.").required(),
        Column::count("n_passages", "Passages of the half, with or without tags.").required(),
        Column::count("n_groups", "Groups of the half.").required(),
        Column::text("method", "How the interval came about.").required(),
    ];
    Schema {
        primary_key: ["half", "scope", "instrument"].map(str::to_owned).to_vec(),
        ..Schema::new(
            "instrument_scores",
            "Scores of the policy instruments",
            "One row is how right the tags of one instrument, or of all, are against coded \
             passages. Instruments with fewer than ten coded passages tell little.",
            columns,
        )
    }
}

/// Writes `instrument_scores.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_instrument_scores<W: Write>(
    scores: &[InstrumentScore],
    ids: &[String],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &instrument_scores_schema(ids))?;
    for score in scores {
        let id = score.instrument.and_then(|i| ids.get(i));
        let method = match (score.instrument, score.interval) {
            (Some(_), _) => "no interval of a single instrument",
            (None, Some(_)) => "percentile interval of a cluster bootstrap over groups",
            (None, None) => "no interval with fewer than two groups",
        };
        let counts = score.counts;
        table
            .text(score.half.map_or(UNDIVIDED, Half::as_str))?
            .text(score.scope.as_str())?
            .text(id.map_or("", String::as_str))?
            .number(counts.precision())?
            .number(counts.recall())?
            .number(counts.f1())?
            .optional_number(score.interval.map(|interval| interval.low))?
            .optional_number(score.interval.map(|interval| interval.high))?
            .optional_number(score.interval.map(|_| CONF_LEVEL))?
            .count(counts.n_gold)?
            .count(counts.n_predicted)?
            .count(counts.n_right)?
            .count(score.n_passages)?
            .count(score.n_groups)?
            .text(method)?
            .end_row()?;
    }
    table.finish()
}
