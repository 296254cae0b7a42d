//! Scores of predictions against gold: pure arithmetic on slices.
//!
//! # What it does
//! Counts a [`ConfusionMatrix`] (rows gold, columns predicted) and derives from it accuracy,
//! precision, recall, F1, macro-F1, the Matthews correlation and Cohen's kappa; scores
//! [`Probabilities`] by log loss, Brier score and calibration error; gives the Wilson interval of
//! a share, the jackknife and bootstrap of any score over groups, paired tests of two classifiers
//! (McNemar, corrected resampled t), the adjustment of many p-values (Holm, Benjamini & Hochberg),
//! the distributions that intervals and tests need (normal, t, F, beta, chi-square), the rank
//! correlations of two orders, and the agreement of coders: Krippendorff's alpha, the kappas of
//! Cohen and Fleiss, Gwet's AC1.
//!
//! # Method and source
//! Each formula stands at its function. One convention holds everywhere: a score whose
//! denominator is zero is 0, so that a class without a member lowers a mean over classes instead
//! of making it undefined; [`ConfusionMatrix::absent_classes`] names such classes.
//!
//! # What it drops
//! Nothing: rows that do not fit (a class that does not exist, a probability that is no number)
//! are errors.

#[cfg(test)]
pub(crate) mod f400;

mod agreement;
mod apart;
mod beta;
mod calibration;
mod chi_square;
mod confusion;
mod error;
mod interval;
mod kendall;
mod mcnemar;
mod multiplicity;
mod normal;
mod probability;
mod rank;
mod resample;
mod resampled_t;
mod root;
mod student_t;

pub use agreement::{
    Agreement, AgreementSums, class_counts, cohen_kappa, gwet_ac1_standard_error,
    krippendorff_alpha,
};
pub use apart::{Apart, farthest_apart};
pub use beta::{beta_quantile, exact_interval, incomplete_beta};
pub use calibration::{
    Binning, CalibrationBin, calibration_bins, class_calibration_error,
    class_wise_calibration_error, top_label_calibration_error,
};
pub use chi_square::chi_square_upper_tail;
pub use confusion::ConfusionMatrix;
pub use error::MetricsError;
pub use interval::{Interval, percentile_interval, quantile, wilson_interval};
pub use kendall::kendall_tau;
pub use mcnemar::{McNemar, mcnemar};
pub use multiplicity::{benjamini_hochberg, holm};
pub use normal::{normal_cdf, normal_quantile, normal_two_sided};
pub use probability::Probabilities;
pub use rank::spearman;
pub use resample::{cluster_bootstrap, jackknife_standard_error};
pub use resampled_t::{ResampledT, corrected_resampled_t};
pub use student_t::{f_upper_tail, student_t_cdf, student_t_quantile, student_t_two_sided};
