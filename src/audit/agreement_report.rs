//! What is measured of the agreement of coders.

use crate::metrics::{ConfusionMatrix, Interval};

/// How agreement is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgreementSettings {
    /// Bootstrap samples; 2000 by default.
    pub n_resamples: u32,
    /// The seed of the bootstrap.
    pub seed: u64,
}

/// A coefficient of agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgreementMeasure {
    /// Krippendorff's alpha for nominal classes.
    KrippendorffAlpha,
    /// The share of pairs of coders that agree.
    RawAgreement,
    /// Fleiss' kappa.
    FleissKappa,
    /// Gwet's AC1.
    GwetAc1,
    /// Cohen's kappa of two coders.
    CohenKappa,
    /// Macro-F1 of one coder, or the model, against another.
    MacroF1,
}

/// One coefficient.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementRow {
    /// Which coefficient.
    pub measure: AgreementMeasure,
    /// The class that is held against all others; `None` for all classes.
    pub stance: Option<usize>,
    /// The two whom it compares; `None` for all coders together.
    pub coders: Option<(String, String)>,
    /// The split of the model's evaluation; empty for coders.
    pub split: String,
    /// The coefficient; `None` where chance alone gives full agreement.
    pub estimate: Option<f64>,
    /// Its standard error, by a formula or the jackknife.
    pub std_error: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
    /// Passages behind it.
    pub n_units: usize,
    /// Codings behind it; of the class, where there is one.
    pub n_codings: usize,
    /// Clusters that were drawn.
    pub n_clusters: usize,
    /// Bootstrap samples in which it is not defined.
    pub n_skipped: usize,
}

/// The classes of two coders, passage by passage.
#[derive(Debug, Clone, PartialEq)]
pub struct CoderPair {
    /// The coder of the rows.
    pub coder_a: String,
    /// The coder of the columns.
    pub coder_b: String,
    /// Counts of passages that both coded.
    pub matrix: ConfusionMatrix,
}

/// What was drawn for the intervals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClusterKind {
    /// Groups: exchanges, blocks, copies.
    Group,
    /// Documents, where groups are not known.
    Document,
    /// Passages, where neither is known.
    Passage,
}

/// All that is measured.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementReport {
    /// Who coded, by name.
    pub coders: Vec<String>,
    /// All coefficients, in the order of the table.
    pub rows: Vec<AgreementRow>,
    /// Every pair of coders who share passages.
    pub pairs: Vec<CoderPair>,
    /// Ids of the passages on which coders differ.
    pub disputed: Vec<String>,
    /// Passages with a coding.
    pub n_passages: usize,
    /// Passages with two codings or more.
    pub n_paired: usize,
    /// What was drawn for the intervals.
    pub cluster: ClusterKind,
    /// How it was measured.
    pub settings: AgreementSettings,
}
