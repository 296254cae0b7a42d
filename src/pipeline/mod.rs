//! Runs the stages; the only module that knows them all.
//!
//! [`run`] is the pipeline from sources to a folder of tables; [`check`] does it again and compares
//! with what is committed. The parts stand in files of their own for the commands that do one step.

mod agreeing;
mod card;
mod check;
mod collecting;
mod compare_request;
mod comparing;
mod comparison_design;
mod comparison_facts;
mod comparison_outputs;
mod comparison_warnings;
mod comparison_words;
mod copied_rows;
mod curve;
mod instruments;
mod joining;
mod labelled_rows;
mod leading;
mod learn;
mod monitor;
mod names;
mod outputs;
mod reading;
mod reading_scores;
mod refitting;
mod regression_rows;
mod reporting;
mod resources;
mod robustness;
mod run;
mod sampling;
mod test_files;
mod texts;
mod trace;
mod transfer;
mod variant_outputs;
mod variant_scores;
mod variants;

pub use agreeing::{CodedFile, CoderAgreement, agreement, write_coder_agreement};
pub use card::card_of;
pub use check::{Difference, check};
pub use collecting::{Collection, collect, write_collection};
pub use compare_request::{CompareRequest, WordsRequest, joint_rule};
pub use comparing::{Comparison, compare};
pub use comparison_outputs::{Compared, write_comparison};
pub use copied_rows::{CopiedRow, CopiedRows, CopyColumns, find_copied_rows, write_copied_rows};
pub use curve::measure_curve;
pub use instruments::{TaggedRow, join_tags, load_split, tag_table, tags_schema, write_tags};
pub use leading::leading_of;
pub use learn::{Learned, Trainer, evaluation_set, learn, measure};
pub use monitor::Monitor;
pub use outputs::{CARD_FILE, MODEL_FILE, write_evaluation};
pub use reading::{Reading, ReadingOptions, read_corpus};
pub use reading_scores::{ReadingReference, score_reading};
pub use refitting::Refit;
pub use resources::{Coded, Resources, load_tagger};
pub use robustness::measure_robustness;
pub use run::{RunResult, run};
pub use sampling::{SampleRequest, SampleResult, sample};
pub use texts::save_texts;
pub use trace::{DocumentTrace, Fate, TracedLine, trace};
pub use transfer::transfer;
pub use variant_outputs::write_plan;
pub use variants::{PlanResult, run_plan};
