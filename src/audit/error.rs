//! Samples that cannot be drawn, and codings that cannot be used.

use crate::corpus::DataError;
use crate::table::TableError;

/// Why a sample was not drawn or codings were not taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuditError {
    /// A table cannot be read or written.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A value in a file of codings is none.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A table that does not tell who coded.
    #[error(
        "{place}: who coded is not told; expected a column `coder`, or `coder_a` and `coder_b`"
    )]
    NoCoder {
        /// The file.
        place: String,
    },
    /// One coder has two codings of one passage.
    #[error(
        "passage `{passage_id}` is coded twice by `{coder}`: as `{}` in {}, and as `{}` in {}",
        codings[0].stance, codings[0].place, codings[1].stance, codings[1].place
    )]
    CodedTwice {
        /// The passage.
        passage_id: String,
        /// The coder.
        coder: String,
        /// The two codings.
        codings: Box<[CodingPlace; 2]>,
    },
    /// No passage has codings of two coders.
    #[error(
        "no passage has codings of two coders; found {n_codings} codings by {}",
        crate::table::list_names(coders)
    )]
    NothingShared {
        /// How many codings there are.
        n_codings: usize,
        /// Who gave them.
        coders: Vec<String>,
    },
    /// A table without a passage to draw.
    #[error("{file}: there is no passage to draw from")]
    EmptyFrame {
        /// The file.
        file: String,
    },
    /// The sample is too small for what each stratum must get.
    #[error(
        "{n} units cannot give each of {n_strata} strata its floor of {floor}; expected {needed} or more"
    )]
    TooFew {
        /// Units asked for.
        n: usize,
        /// Units needed.
        needed: usize,
        /// Units of each stratum at least.
        floor: usize,
        /// Strata.
        n_strata: usize,
    },
    /// Documents were to be drawn from strata that run through them.
    #[error(
        "document `{document_id}` lies in more than one stratum of `{strata}`: found `{found}`"
    )]
    MixedDocument {
        /// The document.
        document_id: String,
        /// The variables of the strata.
        strata: String,
        /// Two of its strata.
        found: String,
    },
    /// Neyman's allocation without probabilities.
    #[error("the table has no columns prob_<class> of the codebook, which this allocation needs")]
    NoProbabilities,
    /// A wave that was drawn in another way.
    #[error("wave {wave} was drawn with {what} `{drawn}`, not `{found}`")]
    OtherDesign {
        /// The wave.
        wave: u32,
        /// What differs.
        what: &'static str,
        /// What is asked for.
        found: String,
        /// What it was drawn with.
        drawn: String,
    },
    /// Passages have moved to other strata since a wave was drawn.
    #[error("passages lie in other strata than when wave {wave} was drawn")]
    StrataChanged {
        /// The wave.
        wave: u32,
    },
    /// A wave that was drawn larger.
    #[error("wave {wave} has {drawn} units already; expected as many or more, found {n}")]
    Smaller {
        /// The wave.
        wave: u32,
        /// Units asked for.
        n: usize,
        /// Units drawn.
        drawn: usize,
    },
    /// A wave whose predecessor was not drawn.
    #[error("wave {wave} cannot be drawn: the last wave in the folder is {n_waves}; expected 1 to {}", n_waves + 1)]
    WaveGap {
        /// The wave asked for.
        wave: u32,
        /// Waves in the folder.
        n_waves: u32,
    },
    /// The folder holds a draw from another frame.
    #[error("{folder}: an earlier draw is from another frame: found {found}, expected {expected}")]
    OtherFrame {
        /// The folder.
        folder: String,
        /// The hash of the frame of the table.
        found: String,
        /// The hash of the frame of the earlier draw.
        expected: String,
    },
    /// The design of an earlier draw cannot be read.
    #[error("{file}: this is not the design of a draw{}", reason_note(reason))]
    Design {
        /// The file.
        file: String,
        /// What is wrong with it; may be empty.
        reason: String,
    },
    /// A file for coders that somebody has worked in.
    #[error("{file}: the file has changed since it was drawn; it would be replaced")]
    EditedFile {
        /// The file.
        file: String,
    },
    /// A coding of a passage that was not drawn.
    #[error("{place}: passage `{passage_id}` was not drawn ({n} such in all)")]
    NotDrawn {
        /// The file.
        place: String,
        /// The first such passage.
        passage_id: String,
        /// How many there are.
        n: usize,
    },
    /// A coding of a passage from another draw.
    #[error(
        "{place}: passage `{passage_id}` was drawn from another frame: found {found}, expected {expected}"
    )]
    WrongFrame {
        /// The file.
        place: String,
        /// The passage.
        passage_id: String,
        /// The hash of the frame in the file.
        found: String,
        /// The hash of the frame of the draw.
        expected: String,
    },
    /// A file that is no export of Label Studio.
    #[error("{place}: this is no JSON export of Label Studio: {reason}")]
    NotAnExport {
        /// The file.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A value in an export of Label Studio that is none.
    #[error("{place}, task {task}, `{control}`: found `{found}`, expected {expected}")]
    ExportValue {
        /// The file.
        place: String,
        /// The task, from 1.
        task: usize,
        /// The control or field.
        control: &'static str,
        /// What stands there.
        found: String,
        /// What should.
        expected: String,
    },
}

fn reason_note(reason: &str) -> String {
    if reason.is_empty() {
        String::new()
    } else {
        format!(": {reason}")
    }
}

/// A coding and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodingPlace {
    /// The class.
    pub stance: String,
    /// The file.
    pub place: String,
}

impl AuditError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::Table(error) => return error.help(),
            Self::Data(error) => return error.help(),
            Self::NoCoder { place } => {
                return Some(format!("name the coder before the file: anna={place}"));
            }
            Self::CodedTwice { .. } => {
                "keep one of the two; where two coders have the same name, name each before the \
                 file: anna=first.json"
            }
            Self::EmptyFrame { .. } => "name a table with passages, as `standpunt label` writes",
            Self::TooFew { .. } => "raise --n, or lower --floor, or choose fewer --strata",
            Self::MixedDocument { .. } => {
                "draw documents from strata that do not run through them: --strata none, year or kind"
            }
            Self::NoProbabilities => {
                "name a table that `standpunt label` or `run` wrote with this codebook, or choose \
                 --allocation equal"
            }
            Self::OtherDesign { wave, .. } => {
                return Some(format!(
                    "repeat the settings of that wave to extend it, or draw a new one: --wave {}",
                    wave + 1
                ));
            }
            Self::StrataChanged { wave } => {
                return Some(format!(
                    "use the table from which that wave was drawn, or draw a new one: --wave {}",
                    wave + 1
                ));
            }
            Self::Smaller { .. } => "a drawn passage stays drawn: ask for as many or more with --n",
            Self::WaveGap { .. } => "draw the waves one after the other",
            Self::OtherFrame { .. } => {
                "use the table from which the earlier draw was made, or draw into another folder"
            }
            Self::Design { .. } => "draw into another folder",
            Self::EditedFile { .. } => {
                "copy it to another folder, give the copy to `standpunt collect`, and remove it here"
            }
            Self::NotDrawn { .. } => "give the codings of this draw, or remove these rows",
            Self::WrongFrame { .. } => "give the folder of the draw that was coded",
            Self::NotAnExport { .. } => "export from Label Studio as JSON, JSON-MIN or CSV",
            Self::ExportValue { .. } => {
                "label with the label_studio.xml that `standpunt sample` wrote, or correct it there"
            }
            Self::NothingShared { .. } => {
                "give the files of two coders who coded the same passages"
            }
        };
        Some(help.to_owned())
    }
}
