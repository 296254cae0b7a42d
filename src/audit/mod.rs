//! Passages drawn for hand coding, and codings brought back: what makes estimates about actors
//! possible although the classifier errs.
//!
//! # What it does
//! [`read_frame`] freezes the passages that can be drawn, [`draw_wave`] draws from them, and
//! [`passages_to_code`] makes what coders get. [`read_codings`] and [`read_label_studio`] read what
//! they give back, [`collect_codings`] holds it against the draw, and [`measure_agreement`] tells
//! how far coders agree.
//!
//! # Input and output
//! A labelled table → [`Frame`] → [`Sample`] → tables and tasks for coders; files of codings →
//! [`Codings`] → [`Collected`], the gold file of the sample, and [`AgreementReport`].
//!
//! # Method and source
//! Stratified random sampling without replacement by [`PermanentRandom`] numbers (Ohlsson 1995), in
//! independent waves; [`allocate`] divides the sample by equal proportions (Wright 2012), which
//! lets every draw be extended. Krippendorff's alpha is the headline of agreement (Krippendorff
//! 2004, 2011), with an interval from a bootstrap over groups; beside it the kappas of Cohen and
//! Fleiss, Gwet's AC1 and raw agreement.
//!
//! # What it drops
//! Copies are no part of the frame: a passage that an actor repeats counts once for that actor.
//! Passages without a coding tell nothing of agreement; one with a single coding counts in the
//! class shares of Fleiss' kappa and AC1 and in nothing else. Passages that nobody coded, and ties,
//! stay in the gold file as rows without a class.

mod agreement;
mod agreement_report;
mod agreement_table;
mod allocation;
mod coder_files;
mod coding_table;
mod codings;
mod collect;
mod draw;
mod error;
mod frame;
mod frame_copies;
mod gold_table;
mod label_studio;
mod model_score;
mod names_masked;
mod permanent_random;
mod sample;
mod sample_table;
mod spread;

pub use agreement::measure_agreement;
pub use agreement_report::{
    AgreementMeasure, AgreementReport, AgreementRow, AgreementSettings, ClusterKind, CoderPair,
};
pub use agreement_table::{
    ReliabilityMark, agreement_schema, disagreements_schema, pairs_schema, write_agreement,
    write_disagreements, write_pairs,
};
pub use allocation::{Allocation, StratumSize, allocate};
pub use coder_files::{
    CoderPassage, coder_instructions, label_studio_config, label_studio_tasks, passages_to_code,
    to_code_schema, write_to_code,
};
pub use coding_table::{codings_schema, read_codings, write_codings};
pub use codings::{CodedUnit, CodedUnits, Coding, Codings, PassageNote};
pub use collect::{
    Collected, CollectedPassage, Decision, DrawnPassage, MAX_MISSING_SHARE, collect_codings,
    read_adjudicated, read_sample,
};
pub use draw::{DrawSettings, SamplingUnit, StratumDraw, Wave, WaveDesign, draw_wave};
pub use error::{AuditError, CodingPlace};
pub use frame::{
    Frame, FrameHash, FramePassage, FrameRow, FrameSettings, copy_frame, frame_schema, read_frame,
};
pub use frame_copies::{LEFT_OUT_CHAIR, LEFT_OUT_COPY};
pub use gold_table::{gold_meta_toml, gold_schema, write_gold};
pub use label_studio::read_label_studio;
pub use model_score::{ModelScore, read_model_scores};
pub use names_masked::NameMask;
pub use permanent_random::PermanentRandom;
pub use sample::{DESIGN_VERSION, Sample, put_wave, read_waves};
pub use sample_table::{
    allocation_schema, passages_of, sample_schema, sampling_columns, strata_schema,
    write_allocation, write_sample, write_strata,
};
use spread::spread_of;
