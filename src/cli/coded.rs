//! The options that name what a model learns from.

use std::path::PathBuf;

use clap::Args;

use super::context::Context;
use crate::Error;
use crate::corpus::Codebook;
use crate::pipeline::Coded;

/// Hand-coded passages and written examples.
#[derive(Debug, Args)]
pub(super) struct CodedArgs {
    /// Hand-coded passages; may be repeated. Default: paths.gold of the settings
    #[arg(long, value_name = "FILE")]
    gold: Vec<PathBuf>,
    /// Written examples; may be repeated. Default: those of the settings
    #[arg(long, value_name = "FILE")]
    examples: Vec<PathBuf>,
    /// Train without written examples
    #[arg(long, conflicts_with = "examples")]
    no_examples: bool,
}

impl CodedArgs {
    /// Whether any of the options is given.
    pub(super) fn is_named(&self) -> bool {
        self.no_examples || !self.gold.is_empty() || !self.examples.is_empty()
    }

    /// Loads what the options name, or else the settings. The examples of the settings belong to
    /// their gold: other gold is learnt from without them.
    pub(super) fn load(&self, codebook: &Codebook, context: &Context) -> Result<Coded, Error> {
        self.load_trained_on(&[], codebook, context)
    }

    /// The same with other gold files, where any are named.
    pub(super) fn load_trained_on(
        &self,
        gold: &[PathBuf],
        codebook: &Codebook,
        context: &Context,
    ) -> Result<Coded, Error> {
        let (gold, examples) = self.files(gold, context);
        if gold.is_empty() {
            return Err(Error::Usage {
                message: "there are no coded passages to learn from".to_owned(),
                help: "name a gold file with --gold, or set paths.gold in standpunt.toml"
                    .to_owned(),
            });
        }
        Coded::load(&gold, &examples, codebook)
    }

    /// The files of coded passages and of written examples.
    pub(super) fn files(
        &self,
        gold: &[PathBuf],
        context: &Context,
    ) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let paths = context.config.paths();
        let default_gold: Vec<PathBuf> = paths.gold.iter().cloned().collect();
        let named = if gold.is_empty() {
            self.gold.as_slice()
        } else {
            gold
        };
        let gold = if named.is_empty() {
            default_gold.as_slice()
        } else {
            named
        };
        let examples = match self.examples.as_slice() {
            _ if self.no_examples => &[],
            [] if gold == default_gold => paths.examples.as_slice(),
            examples => examples,
        };
        (gold.to_vec(), examples.to_vec())
    }
}
