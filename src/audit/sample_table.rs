//! The tables `sample.csv`, `strata.csv` and `allocation.csv`.

use std::io::Write;

use super::{Sample, Wave};
use crate::table::{Column, Schema, TableError, TableWriter, format_number};

/// How the passages of a sample came to be coded.
pub(super) const DRAWN_BY: &str = "random";

/// The columns that tell how a passage was drawn; they stand in `sample.csv` and behind the labels
/// of a coded sample.
pub fn sampling_columns() -> Vec<Column> {
    vec![
        Column::text("frame_hash", "The SHA-256 of frame.csv, from which it was drawn.").required(),
        Column::text("sampling_unit", "passages, or documents drawn whole.")
            .one_of(&["passages", "documents"])
            .required(),
        Column::text("stratum", "Its stratum in this wave: the values of the variables, joined by |.")
            .required(),
        Column::count("wave", "The wave that drew it; in a gold file the first one.")
            .at_least(1.0)
            .required(),
        Column::count("batch", "1 for the first draw of the wave, 2 for its first extension, and on.")
            .at_least(1.0)
            .required(),
        Column::integer("seed", "The seed of the wave.").required(),
        Column::share("u", "Its permanent random number: the first 53 bits of SHA-256(seed LF wave LF id) / 2^53; the id is that of the sampling unit.")
            .required(),
        Column::count("n_stratum", "Sampling units of the stratum in the frame, N_h.").required(),
        Column::count("n_drawn", "Sampling units drawn from it in this wave, n_h.").required(),
        Column::share("pi_w", "Inclusion probability in this wave, n_h / N_h.").required(),
        Column::share("pi", "Inclusion probability over all waves, 1 - prod(1 - pi_w).").required(),
        Column::text("pi_by_wave", "The inclusion probability in every wave, as `wave:pi_w`, divided by `;`.")
            .required(),
        Column::text("drawn_by", "How it came to be coded: random.").required(),
        Column::text("model_at_draw", "The SHA-256 of the model whose predictions made the strata; empty where none is known."),
    ]
}

/// The columns that tell which passage it is.
fn passage_columns() -> Vec<Column> {
    vec![
        Column::text("passage_id", "The passage.").required(),
        Column::text("document_id", "Its document.").required(),
        Column::text("actor", "Who speaks."),
        Column::text("role", "What the speaker does."),
        Column::partial_date("date", "The date of the document."),
        Column::text("group", "The unit of independence."),
        Column::count("n_words", "Its words.")
            .in_unit("words")
            .required(),
    ]
}

/// The schema of `sample.csv`.
pub fn sample_schema() -> Schema {
    let mut columns = passage_columns();
    columns.extend(sampling_columns());
    columns.push(Column::text("text", "Its text.").required());
    Schema::new(
        "sample",
        "Passages drawn for coding",
        "One row is one passage in one wave that drew it. Strata may tell the prediction: this file \
         is not for coders.",
        columns,
    )
    .with_key(&["passage_id", "wave"])
    .referring(&["passage_id"], "frame", "passage_id")
}

/// How a passage was drawn, as fields of a table in the order of [`sampling_columns`].
pub(super) fn sampling_fields(sample: &Sample, wave: &Wave, passage: usize) -> Option<Vec<String>> {
    let stratum = wave.stratum(passage)?;
    let batch = (*wave.batch_of.get(passage)?)?;
    let design = &wave.design;
    let by_wave: Vec<String> = sample
        .waves
        .iter()
        .map(|wave| format!("{}:{}", wave.design.wave, format_number(wave.pi(passage))))
        .collect();
    Some(vec![
        sample.frame.hash.clone(),
        design.units.as_str().to_owned(),
        stratum.name.clone(),
        design.wave.to_string(),
        (batch + 1).to_string(),
        design.seed.to_string(),
        format_number(wave.numbers.get(passage)?.value()),
        stratum.n_units.to_string(),
        stratum.n_drawn_last().to_string(),
        format_number(stratum.pi()),
        format_number(sample.pi(passage)),
        by_wave.join(";"),
        DRAWN_BY.to_owned(),
        design.model_sha256.clone(),
    ])
}

/// Writes `sample.csv`, by wave and passage id; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_sample<W: Write>(sample: &Sample, output: W, file: &str) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &sample_schema())?;
    for wave in &sample.waves {
        for (place, passage) in sample.frame.passages.iter().enumerate() {
            let Some(fields) = sampling_fields(sample, wave, place) else {
                continue;
            };
            table
                .text(&passage.passage_id)?
                .text(&passage.document_id)?
                .text(&passage.actor)?
                .text(&passage.role)?
                .text(&passage.date)?
                .text(&passage.group)?
                .count(passage.n_words)?;
            for field in fields {
                table.copied(&field)?;
            }
            table.text(&passage.text)?.end_row()?;
        }
    }
    table.finish()
}

/// The schema of `strata.csv`.
pub fn strata_schema() -> Schema {
    Schema::new(
        "strata",
        "The stratum of every passage in every wave",
        "One row is one passage of the frame in one wave, drawn or not.",
        vec![
            Column::count("wave", "The wave.").at_least(1.0).required(),
            Column::text("passage_id", "The passage.").required(),
            Column::text(
                "stratum",
                "Its stratum: the values of the variables, joined by |.",
            )
            .required(),
            Column::share("pi_w", "Its inclusion probability in the wave.").required(),
            Column::flag("is_drawn", "Whether the wave drew it.").required(),
        ],
    )
    .with_key(&["wave", "passage_id"])
    .referring(&["passage_id"], "frame", "passage_id")
}

/// Writes `strata.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_strata<W: Write>(sample: &Sample, output: W, file: &str) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &strata_schema())?;
    for wave in &sample.waves {
        for (place, passage) in sample.frame.passages.iter().enumerate() {
            let name = wave.stratum(place).map_or("", |stratum| &stratum.name);
            table
                .count(wave.design.wave as usize)?
                .text(&passage.passage_id)?
                .text(name)?
                .number(wave.pi(place))?
                .flag(wave.is_drawn(place))?
                .end_row()?;
        }
    }
    table.finish()
}

/// The schema of `allocation.csv`.
pub fn allocation_schema() -> Schema {
    Schema::new(
        "allocation",
        "What was drawn of each stratum",
        "One row is one stratum of one wave.",
        vec![
            Column::count("wave", "The wave.").at_least(1.0).required(),
            Column::text("stratum", "The stratum.").required(),
            Column::text("sampling_unit", "passages, or documents drawn whole.")
                .one_of(&["passages", "documents"])
                .required(),
            Column::text("allocation", "How the wave was divided among strata.").required(),
            Column::count("n_stratum", "Sampling units in the frame, N_h.")
                .at_least(1.0)
                .required(),
            Column::count("n_drawn", "Sampling units drawn, n_h.").required(),
            Column::share("pi_w", "n_h / N_h.").required(),
            Column::count("n_passages", "Passages of the frame in the stratum.").required(),
            Column::count("n_passages_drawn", "Passages drawn.").required(),
            Column::number(
                "spread",
                "s_h of Neyman's allocation; empty where it was not needed.",
            )
            .at_least(0.0),
        ],
    )
    .with_key(&["wave", "stratum"])
}

/// Writes `allocation.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_allocation<W: Write>(sample: &Sample, output: W, file: &str) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &allocation_schema())?;
    for wave in &sample.waves {
        for (index, stratum) in wave.design.strata.iter().enumerate() {
            let (n_passages, n_drawn) = passages_of(wave, index);
            let spread = (stratum.spread > 0.0).then_some(stratum.spread);
            table
                .count(wave.design.wave as usize)?
                .text(&stratum.name)?
                .text(wave.design.units.as_str())?
                .text(&wave.design.allocation)?
                .count(stratum.n_units)?
                .count(stratum.n_drawn_last())?
                .number(stratum.pi())?
                .count(n_passages)?
                .count(n_drawn)?
                .optional_number(spread)?
                .end_row()?;
        }
    }
    table.finish()
}

/// Passages of a stratum in the frame, and those drawn.
pub fn passages_of(wave: &Wave, stratum: usize) -> (usize, usize) {
    let members = || {
        let all = wave.stratum_of.iter().enumerate();
        all.filter(move |(_, own)| **own == stratum)
    };
    let n_drawn = members().filter(|(place, _)| wave.is_drawn(*place)).count();
    (members().count(), n_drawn)
}
