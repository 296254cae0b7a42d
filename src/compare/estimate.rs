//! What can be said of the shares of one cell, and when nothing can.

use super::corrected::{corrected_shares, labels_only};
use super::{Inference, Influence, LimitRules, Member, StratumSize, Weighting};
use crate::math;
use crate::metrics::Interval;

/// What stands behind an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Every passage of the cell is coded: the share that coders found, without chance.
    Census,
    /// The predictions of all passages, corrected by the coded ones.
    Corrected,
    /// The coded passages alone, because they are few or few of them are of the class, or of any
    /// other.
    LabelsOnly,
    /// Too few codings or clusters.
    NotEstimable,
    /// Nobody knows how the coded passages were chosen, or none is coded: raw counts only.
    Descriptive,
    /// There is no passage in the cell.
    Empty,
}

impl Status {
    /// Every status, in the order of the documentation.
    pub const ALL: [Self; 6] = [
        Self::Census,
        Self::Corrected,
        Self::LabelsOnly,
        Self::NotEstimable,
        Self::Descriptive,
        Self::Empty,
    ];

    /// The status as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Census => "census",
            Self::Corrected => "corrected",
            Self::LabelsOnly => "labels-only",
            Self::NotEstimable => "not-estimable",
            Self::Descriptive => "descriptive",
            Self::Empty => "empty",
        }
    }
}

/// An estimate of one number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// What stands behind it.
    pub status: Status,
    /// The number.
    pub value: Option<f64>,
    /// Its standard error, above 0; `None` for a census and where it is not known.
    pub std_error: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
}

impl Estimate {
    pub(super) fn nothing(status: Status) -> Self {
        Self {
            status,
            value: None,
            std_error: None,
            interval: None,
        }
    }
}

/// The shares of the classes in one cell, with all that is needed to judge them.
#[derive(Debug, Clone)]
pub struct CellShares {
    /// The corrected share of each class.
    pub shares: Vec<f64>,
    /// How units and clusters move them.
    pub influence: Influence,
    /// The share of each class among the coded passages, weighted.
    pub labels: Vec<f64>,
    /// The independent passages that the codings are worth.
    pub n_effective: f64,
    /// Coded passages of each class.
    pub coded_by_class: Vec<usize>,
    /// Coded passages that count.
    pub n_coded: usize,
    /// Whether every passage is coded.
    pub is_census: bool,
}

impl CellShares {
    /// The shares of a cell; `None` without a coded passage.
    pub fn of(
        members: &[Member<'_>],
        strata: &[StratumSize],
        n_classes: usize,
        weighting: Weighting,
    ) -> Option<Self> {
        let corrected = corrected_shares(members, strata, n_classes, weighting)?;
        let (labels, n_effective) = labels_only(members, strata, n_classes)?;
        let mut coded_by_class = vec![0; n_classes];
        for coding in members.iter().filter_map(|member| member.coding) {
            if let Some(n) = coded_by_class.get_mut(coding.class) {
                *n += 1;
            }
        }
        let n_coded = coded_by_class.iter().sum();
        Some(Self {
            shares: corrected.shares,
            influence: corrected.influence,
            labels,
            n_effective,
            coded_by_class,
            n_coded,
            is_census: n_coded == members.len(),
        })
    }

    /// The shares of each class among those other than `none_class`, as ratios of shares with
    /// linearised influence values: `∂(θ_k / S) = φ_k / S + θ_k φ_none / S²` for `S = 1 − θ_none`.
    /// `None` where no passage takes a stance.
    pub fn of_stance_taking(&self, none_class: usize) -> Option<Self> {
        let taking = 1.0 - self.shares.get(none_class)?;
        let labels_taking = 1.0 - self.labels.get(none_class)?;
        if taking <= 0.0 || labels_taking <= 0.0 {
            return None;
        }
        let n_classes = self.shares.len();
        let weights: Vec<Vec<f64>> = (0..n_classes)
            .map(|k| {
                let own = |j: usize| match j {
                    _ if k == none_class => 0.0,
                    j if j == k => 1.0 / taking,
                    j if j == none_class => self.shares[k] / (taking * taking),
                    _ => 0.0,
                };
                (0..n_classes).map(own).collect()
            })
            .collect();
        let ratio = |values: &[f64], whole: f64| -> Vec<f64> {
            let share = |(k, v): (usize, &f64)| if k == none_class { 0.0 } else { v / whole };
            values.iter().enumerate().map(share).collect()
        };
        let mut coded_by_class = self.coded_by_class.clone();
        coded_by_class[none_class] = 0;
        Some(Self {
            shares: ratio(&self.shares, taking),
            influence: self.influence.mapped(&weights),
            labels: ratio(&self.labels, labels_taking),
            n_effective: self.n_effective * labels_taking,
            n_coded: coded_by_class.iter().sum(),
            coded_by_class,
            is_census: self.is_census,
        })
    }

    /// The estimate of one class.
    ///
    /// Where fewer than [`LimitRules::min_corrected`] passages are coded, or fewer than
    /// [`LimitRules::min_of_class`] are of the class or of all others, the corrected share has a
    /// standard error that says too little; the labels speak alone then, with Wilson's interval.
    pub fn estimate(
        &self,
        class: usize,
        inference: Inference,
        strata: &[StratumSize],
        rules: &LimitRules,
    ) -> Estimate {
        let Some(&share) = self.shares.get(class) else {
            return Estimate::nothing(Status::NotEstimable);
        };
        if self.is_census && inference == Inference::Corpus {
            return Estimate {
                value: Some(share),
                ..Estimate::nothing(Status::Census)
            };
        }
        let n_clusters = self.influence.n_clusters();
        let has_clusters = inference == Inference::Corpus || n_clusters >= rules.min_clusters;
        if self.n_coded < rules.min_coded || !has_clusters {
            return Estimate::nothing(Status::NotEstimable);
        }
        let covariance = self.influence.covariance(inference, strata);
        let n_of_class = self.coded_by_class.get(class).copied().unwrap_or(0);
        let n_of_others = self.n_coded.saturating_sub(n_of_class);
        let is_corrected = self.n_coded >= rules.min_corrected
            && n_of_class >= rules.min_of_class
            && n_of_others >= rules.min_of_class;
        if let (true, Some(covariance)) = (is_corrected, &covariance) {
            let std_error = math::sqrt(covariance.variance(class));
            if let Some(interval) = rules.share(share, std_error, covariance.degrees) {
                return Estimate {
                    status: if self.is_census {
                        Status::Census
                    } else {
                        Status::Corrected
                    },
                    value: Some(share),
                    std_error: Some(std_error),
                    interval: Some(interval),
                };
            }
        }
        self.labels_alone(class, inference, rules)
    }

    /// Beyond the corpus, passages of one cluster say the same: at most as many count as there are
    /// clusters.
    fn labels_alone(&self, class: usize, inference: Inference, rules: &LimitRules) -> Estimate {
        let n_effective = match inference {
            Inference::Corpus => self.n_effective,
            Inference::BeyondCorpus => self.n_effective.min(self.influence.n_clusters() as f64),
        };
        let share = self.labels.get(class).copied();
        Estimate {
            status: Status::LabelsOnly,
            value: share,
            std_error: None,
            interval: share.and_then(|share| rules.labels(share, n_effective)),
        }
    }
}
