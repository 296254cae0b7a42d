//! The model card: what a model is, what was measured of it, what it may be used for.
//!
//! # What it does
//! Writes plain Markdown with the sections of Mitchell et al., *Model Cards for Model Reporting*
//! (FAT* 2019, <https://doi.org/10.1145/3287560.3287596>). Every number comes from the model, the
//! coded passages and the [`Evaluation`] of the same run; what is not known is said to be so. The
//! card holds no date: the same model always has the same card.
//!
//! # Input and output
//! [`CardFacts`] → the bytes of `model_card.md`. It serves any codebook and any gold file: actors,
//! roles and documents may be missing. Checked by `tests/model_card.rs`.

mod data;
mod details;
mod markdown;
mod scores;
mod tally;
mod terms;
mod units;

use std::fmt::Write as _;

use super::ClassTerms;
use crate::corpus::{Codebook, Example, GoldMeta, GoldPassage};
use crate::evaluate::{Evaluation, EvaluationSet, Warning};
use crate::stance::{Model, Prediction};
use crate::store::FileIdentity;

/// What a model card is made from.
#[derive(Debug, Clone, Copy)]
pub struct CardFacts<'a> {
    /// The model.
    pub model: &'a Model,
    /// The classes.
    pub codebook: &'a Codebook,
    /// The coded passages that it was trained on.
    pub gold: &'a [GoldPassage],
    /// Who coded them.
    pub meta: &'a GoldMeta,
    /// The written examples that it was trained on.
    pub examples: &'a [Example],
    /// The files that passages and examples were read from.
    pub inputs: &'a [FileIdentity],
    /// What was trained and tested on.
    pub set: &'a EvaluationSet,
    /// Scores and out-of-fold predictions of models trained the same way.
    pub evaluation: &'a Evaluation<Prediction>,
    /// What a reader must know before believing a number.
    pub warnings: &'a [Warning],
    /// The leading terms of the classes, where they were looked for.
    pub leading: Option<&'a ClassTerms>,
}

/// The model card, as Markdown.
pub fn model_card(facts: &CardFacts<'_>) -> String {
    let sections = [
        details::details(facts),
        include_str!("text/intended_use.md").to_owned(),
        units::factors(facts),
        include_str!("text/metrics.md").to_owned(),
        data::evaluation_data(facts),
        data::training_data(facts),
        scores::quantitative_analyses(facts),
        terms::leading_terms(facts),
        include_str!("text/ethics.md").to_owned(),
        caveats(facts),
    ];
    let sections: Vec<&str> = sections.iter().map(|section| section.trim_end()).collect();
    sections.join("\n\n") + "\n"
}

fn caveats(facts: &CardFacts<'_>) -> String {
    let mut text = include_str!("text/caveats.md").trim_end().to_owned();
    text.push_str("\n\n");
    if facts.warnings.is_empty() {
        text.push_str("None of the warnings of the program applies.\n");
        return text;
    }
    text.push_str("Warnings that apply to this model:\n\n");
    for warning in facts.warnings {
        let _ = writeln!(text, "- `{}`: {}", warning.code, warning.message);
    }
    text
}
