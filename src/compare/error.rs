//! Passages that cannot be compared.

/// Why labelled passages were not compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompareError {
    /// A class number that the codebook does not have.
    #[error("passage `{passage_id}`: class number {found}, expected below {n_classes}")]
    Class {
        /// The passage.
        passage_id: String,
        /// The number found.
        found: usize,
        /// How many classes the codebook has.
        n_classes: usize,
    },
    /// A passage that stands twice among those to be counted.
    #[error("passage `{passage_id}` occurs twice; expected every passage once")]
    RepeatedPassage {
        /// The passage.
        passage_id: String,
    },
    /// A stratum with more coded units than it has.
    #[error(
        "stratum `{stratum}`: {n_coded} sampling units are coded, expected at most the {n_units} \
         that the gold file says it has"
    )]
    Stratum {
        /// The stratum.
        stratum: String,
        /// Coded units found.
        n_coded: usize,
        /// Units that it has in the frame.
        n_units: usize,
    },
    /// Coded passages that were drawn from another frame than the table.
    #[error(
        "the coded passages were drawn from frame {found}, expected {expected}, the frame of this \
         table"
    )]
    OtherFrame {
        /// The hash in the gold file, shortened.
        found: String,
        /// The hash of the table's own frame, shortened.
        expected: String,
    },
    /// Predictions of a model for the texts that it was trained on.
    #[error(
        "{n} of {n_passages} passages, first `{passage_id}`, are labelled by a model that was \
         trained on them; expected out-of-fold predictions for these"
    )]
    InSample {
        /// How many such passages there are.
        n: usize,
        /// How many passages there are in all.
        n_passages: usize,
        /// The first of them.
        passage_id: String,
    },
    /// What does not fit in memory cannot be read back.
    #[error("a temporary file cannot be written or read back")]
    TemporaryFile {
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl CompareError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::Class { .. } => "use the codebook with which the passages were labelled",
            Self::RepeatedPassage { .. } => "leave out one of the rows, or one of the files",
            Self::Stratum { .. } => {
                "use the gold.csv that `standpunt collect` wrote, with the table it was drawn from"
            }
            Self::OtherFrame { .. } => {
                "compare the table from which the sample was drawn, whole (labelling it anew keeps \
                 its frame); or draw and code a sample of this one"
            }
            Self::TemporaryFile { .. } => {
                "the folder for temporary files may be full: make room there, or name another one \
                 with the environment variable TMPDIR"
            }
            Self::InSample { .. } => {
                "add `--refit`, which trains anew for each fold and labels every passage with a \
                 model that has not seen its group; or compare the labelled.csv of `standpunt \
                 run`, which labels such passages out of fold; or leave them out"
            }
        };
        Some(help.to_owned())
    }
}
