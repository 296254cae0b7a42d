//! Runs the stages; the only module that knows them all.
//!
//! [`run`] is the pipeline from sources to a folder of tables; [`check`] does it again and compares
//! with what is committed. The parts stand in files of their own for the commands that do one step.

mod check;
mod comparing;
mod curve;
mod joining;
mod learn;
mod monitor;
mod outputs;
mod reading;
mod reading_scores;
mod resources;
mod robustness;
mod run;
mod test_files;
mod transfer;
mod variant_outputs;
mod variant_scores;
mod variants;

pub use check::{Difference, check};
pub use comparing::{Comparison, compare};
pub use curve::measure_curve;
pub use learn::{Learned, Trainer, evaluation_set, learn, measure};
pub use monitor::Monitor;
pub use outputs::{MODEL_FILE, write_comparison, write_evaluation};
pub use reading::{Reading, ReadingOptions, read_corpus};
pub use reading_scores::{ReadingReference, score_reading};
pub use resources::{Coded, Resources};
pub use robustness::measure_robustness;
pub use run::{RunResult, run};
pub use transfer::transfer;
pub use variant_outputs::write_plan;
pub use variants::{PlanResult, run_plan};
