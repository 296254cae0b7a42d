//! What can be said of the shares of one cell, and when nothing can.

use super::corrected::{CorrectedShares, corrected_shares, labels_only};
use super::effective::effective_codings;
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
    /// There is nothing in the cell to take a share of: no passage, or, all being coded, none that
    /// takes a stance.
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
    /// The independent passages that the codings are worth, of the corpus and beyond it.
    n_effective: [f64; 2],
    /// Coded passages of each class.
    pub coded_by_class: Vec<usize>,
    /// Those of them that stand for others too: what is drawn whole adds no chance, and tells
    /// nothing of what chance does.
    sampled_by_class: Vec<usize>,
    /// Whether every passage is coded, but somebody chose which cells to code.
    pub(super) is_chosen: bool,
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
        let is_coded = |member: &&Member<'_>| member.coding.is_some();
        let coded: Vec<Member<'_>> = members.iter().filter(is_coded).copied().collect();
        Self::from_coded(corrected, &coded, members.len(), strata)
    }

    /// The shares of a cell of `n_passages`, some of which are coded; `None` where none is.
    pub(super) fn from_coded(
        corrected: CorrectedShares,
        coded: &[Member<'_>],
        n_passages: usize,
        strata: &[StratumSize],
    ) -> Option<Self> {
        let n_classes = corrected.shares.len();
        let (labels, _) = labels_only(coded, strata, n_classes)?;
        let n_effective = Inference::ALL
            .map(|inference| effective_codings(coded, strata, &labels, inference).unwrap_or(0.0));
        let mut coded_by_class = vec![0; n_classes];
        let mut sampled_by_class = vec![0; n_classes];
        for coding in coded.iter().filter_map(|member| member.coding) {
            let counts = coded_by_class.get_mut(coding.class);
            if let Some((n, n_sampled)) = counts.zip(sampled_by_class.get_mut(coding.class)) {
                *n += 1;
                *n_sampled += usize::from(coding.weight(strata) > 1.0);
            }
        }
        let n_coded: usize = coded_by_class.iter().sum();
        let is_census = n_coded == n_passages;
        Some(Self {
            // Prediction and correction cancel but for rounding where all is coded.
            shares: if is_census {
                labels.clone()
            } else {
                corrected.shares
            },
            influence: corrected.influence,
            labels,
            n_effective,
            coded_by_class,
            sampled_by_class,
            is_chosen: false,
            n_coded,
            is_census,
        })
    }

    /// Coded passages of a class that tell what chance does to an estimate.
    pub fn n_telling(&self, class: usize, inference: Inference) -> usize {
        let counts = match inference {
            Inference::Corpus => &self.sampled_by_class,
            Inference::BeyondCorpus => &self.coded_by_class,
        };
        counts.get(class).copied().unwrap_or(0)
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
        let weights: Vec<Vec<f64>> = (self.shares.iter().enumerate())
            .map(|(k, share)| {
                let own = |j: usize| match j {
                    _ if k == none_class => 0.0,
                    j if j == k => 1.0 / taking,
                    j if j == none_class => share / (taking * taking),
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
        let mut sampled_by_class = self.sampled_by_class.clone();
        for counts in [&mut coded_by_class, &mut sampled_by_class] {
            if let Some(n) = counts.get_mut(none_class) {
                *n = 0;
            }
        }
        Some(Self {
            shares: ratio(&self.shares, taking),
            influence: self.influence.mapped(&weights),
            labels: ratio(&self.labels, labels_taking),
            n_effective: self.n_effective.map(|n| n * labels_taking),
            n_coded: coded_by_class.iter().sum(),
            coded_by_class,
            sampled_by_class,
            is_chosen: self.is_chosen,
            is_census: self.is_census,
        })
    }

    /// The independent passages that the codings are worth, above 0: Kish's number with a
    /// design effect of drawn documents or clusters.
    pub fn n_effective(&self, inference: Inference) -> f64 {
        let [corpus, beyond] = self.n_effective;
        match inference {
            Inference::Corpus => corpus,
            Inference::BeyondCorpus => beyond,
        }
    }

    /// Whether every passage is coded and nothing beyond them is asked: no chance is left.
    pub fn is_certain(&self, inference: Inference) -> bool {
        self.is_census && inference == Inference::Corpus
    }

    /// Whether there is enough to estimate anything: coded passages, and as many independent things
    /// as an interval needs, be they drawn documents or clusters.
    pub fn is_estimable(&self, inference: Inference, rules: &LimitRules) -> bool {
        let n_independent = self.influence.n_independent(inference);
        self.is_certain(inference)
            || (!self.is_chosen
                && self.n_coded >= rules.min_coded
                && n_independent >= rules.min_clusters)
    }

    /// The estimate of one class.
    ///
    /// Where fewer than [`LimitRules::min_corrected`] passages are coded, or fewer than
    /// [`LimitRules::min_of_class`] that stand for others are of the class or of all others, the corrected share has a
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
        if self.is_certain(inference) {
            return Estimate {
                value: Some(share),
                ..Estimate::nothing(Status::Census)
            };
        }
        if !self.is_estimable(inference, rules) {
            return Estimate::nothing(Status::NotEstimable);
        }
        let corrected = self.corrected(class, share, inference, strata, rules);
        corrected.unwrap_or_else(|| self.labels_alone(class, inference, rules))
    }

    fn corrected(
        &self,
        class: usize,
        share: f64,
        inference: Inference,
        strata: &[StratumSize],
        rules: &LimitRules,
    ) -> Option<Estimate> {
        let n_of_class = self.n_telling(class, inference);
        let of_all = (0..self.shares.len()).map(|class| self.n_telling(class, inference));
        let n_of_others = of_all.sum::<usize>() - n_of_class;
        if self.n_coded < rules.min_corrected || n_of_class.min(n_of_others) < rules.min_of_class {
            return None;
        }
        let covariance = self.influence.covariance(inference, strata)?;
        let std_error = math::sqrt(covariance.variance(class));
        let interval = rules.share(share, std_error, covariance.degrees)?;
        Some(Estimate {
            status: if self.is_census {
                Status::Census
            } else {
                Status::Corrected
            },
            value: Some(share),
            std_error: Some(std_error),
            interval: Some(interval),
        })
    }

    fn labels_alone(&self, class: usize, inference: Inference, rules: &LimitRules) -> Estimate {
        let share = self.labels.get(class).copied();
        Estimate {
            status: Status::LabelsOnly,
            value: share,
            std_error: None,
            interval: share.and_then(|share| rules.labels(share, self.n_effective(inference))),
        }
    }
}

#[cfg(test)]
#[path = "estimate_tests.rs"]
mod tests;
