//! Scores of a stance model that do not flatter it.
//!
//! # What it does
//! [`evaluate`] divides the gold four times into training and test parts ([`plan_splits`]), trains
//! a model for each part and scores its predictions beside two baselines. The
//! splits answer four questions and are always shown together: how well are other passages
//! of these documents labelled (`grouped`), how well a document that was never seen
//! (`leave-one-document-out`), how well an actor who was never heard (`leave-one-actor-out`), how
//! well papers later than all that was learnt from (`forward-in-time`, which cannot test the oldest
//! ones).
//!
//! [`predict_curve`] and [`score_curve`] measure how scores grow with the passages that are learnt
//! from, on the folds of `grouped`, and predict what the next hundred would bring.
//!
//! [`compare_variants`] says how scores, shares and ranks move when a setting is another one.
//!
//! [`score_document`] scores the step before: whether the source was read without a mistake.
//!
//! [`score_instruments`] scores the tags of policy instruments.
//!
//! # Input and output
//! An [`EvaluationSet`] and a function that trains → an [`Evaluation`]: the out-of-fold
//! predictions, [`ScoreRow`]s (`evaluation.csv`), [`ConfusionRow`]s (`confusion.csv`),
//! [`ActorRecall`]s (`recall_by_actor.csv`), [`CertaintyRow`]s (`certainty.csv`),
//! [`CalibrationRow`]s (`calibration.csv`), [`ReliabilityRow`]s (`reliability.csv`),
//! [`TestedPassage`]s (`out_of_fold.csv`, and those that
//! are wrong with their texts in `errors.csv`). Nothing depends on the order of the gold file or on
//! the number of threads.
//!
//! # Method and source
//! Whatever learns (vocabulary, weights, their penalty, calibration, thresholds) is learned within
//! a training part: that is the contract of the function that trains. Groups are never divided,
//! and training passages that share a run of 15 words with a test passage are left out.
//!
//! The predictions of all folds are pooled and scored once: a fold may lack a class, and a mean of
//! macro-F1 over such folds means little (Forman & Scholz 2010).
//!
//! Intervals are percentiles of a cluster bootstrap: groups are drawn with replacement and the
//! predictions scored anew, the fitted models held fixed. Such an interval says how much the score
//! would differ had these documents held other exchanges and sections like these. It does not
//! cover what other training passages would have changed, nor documents of another kind; that is
//! so for all splits, and for the calibration error it lies too high, since drawing twice
//! adds noise to each bin. Differences between model and baseline are paired: both are scored on
//! the same draw.
//!
//! # What it drops
//! A split that the gold does not allow has one row without a number that says why.

mod baselines;
mod calibration;
mod calibration_table;
mod certainty;
mod certainty_table;
mod confusion;
mod cross_fit;
mod curve_fit;
mod curve_plan;
mod curve_table;
mod error;
mod evaluation;
mod instrument_table;
mod instruments;
mod learning_curve;
mod out_of_fold;
mod paired;
mod positions;
mod reading;
mod recall;
mod robustness;
mod robustness_table;
mod rows;
mod scores;
mod seed_words;
mod splits;
mod table;
mod tally;
mod variant_table;
mod variants;
mod warnings;

pub use calibration::{CalibrationMeasure, CalibrationRow, ReliabilityRow};
pub use calibration_table::{
    calibration_schema, reliability_schema, write_calibration, write_reliability,
};
pub use certainty::{CertaintyRow, ERROR_LEVELS, LabelSets, Slice};
pub use certainty_table::{certainty_schema, write_certainty};
pub use confusion::ConfusionRow;
pub use cross_fit::{FoldDone, Labeller, LearningError, Scored};
pub use curve_fit::PowerLaw;
pub use curve_plan::{Curve, CurvePlan, plan_curve};
pub use curve_table::{curve_schema, gain_schema, write_curve, write_gains};
pub use error::{EvaluateError, FoldFailure};
pub use evaluation::{
    EvaluateSettings, Evaluation, PredictedSplit, SplitResult, evaluate, fit_splits, score_splits,
};
pub use instrument_table::{instrument_scores_schema, write_instrument_scores};
pub use instruments::{CueScope, InstrumentScore, TagCounts, TaggedPassage, score_instruments};
pub use learning_curve::{
    CurveGain, CurvePoint, CurvePredictions, LearningCurve, predict_curve, score_curve,
};
pub use out_of_fold::{
    TestedPassage, behind_cell, errors_schema, out_of_fold_schema, tested_passages, write_errors,
    write_out_of_fold,
};
pub use paired::{PairedRow, compare_pairs};
pub use positions::{PartyPoint, PositionSettings, score_positions};
pub use reading::{GoldSpeaker, LineFault, Miss, ReadingScores, score_document};
pub use recall::ActorRecall;
pub use robustness::{
    GridMeasure, GridPassage, GridRow, GridShare, GridVariant, Robustness, compare_variants,
};
pub use robustness_table::{grid_schema, grid_shares_schema, write_grid, write_grid_shares};
pub use rows::{EvaluationRow, EvaluationSet};
pub use scores::{Estimator, ScoreRow};
pub use seed_words::SeedWords;
pub use splits::{Fold, Folds, Split, SplitKind, plan_split, plan_splits};
pub use table::{
    confusion_schema, recall_schema, scores_schema, warnings_schema, write_confusion,
    write_recalls, write_scores, write_warnings,
};
pub use tally::Metric;
pub use variant_table::{
    VariantModel, models_schema, paired_schema, points_schema, variants_schema, write_models,
    write_paired, write_points, write_variants,
};
pub use variants::{
    Contest, Difference, Trial, VariantPrediction, VariantScore, choose_inside, not_scored,
    score_contest,
};
pub use warnings::{OUTSIDE_TRAINING, Warning, WarningFacts, warnings};
