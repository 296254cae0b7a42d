//! The shares of one cell, corrected for what the classifier gets wrong.

use super::{Coding, Influence, StratumSize};

/// A passage of a cell, in numbers.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// The predicted probability of each of K classes, from a model that was not trained on the
    /// passage.
    pub predicted: &'a [f64],
    /// How much the passage counts, above 0: 1, its words, or its part of a joint statement.
    pub size: f64,
    /// The number of its cluster: the unit of independence beyond the corpus.
    pub cluster: usize,
    /// How it was coded and drawn; `None` where it was not, or where nobody knows how.
    pub coding: Option<Coding>,
}

/// How coded passages are weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighting {
    /// Each stands for `1/π` passages and the size of the cell is taken as known: design-based
    /// supervised learning (Egami, Hinck, Stewart & Wei 2023, eq. 3).
    HorvitzThompson,
    /// As before, divided by the sum of weights in the cell: steadier where a cell cuts through
    /// strata, because chance then decides how many of its passages are drawn (Särndal, Swensson
    /// & Wretman 1992, §5.8).
    Ratio,
}

/// Shares of the classes with their influence values.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrectedShares {
    /// The share of each class; they sum to 1, and one may lie a little outside 0 to 1.
    pub shares: Vec<f64>,
    /// How each unit and cluster moves them.
    pub influence: Influence,
}

/// The summed predictions of the passages of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PredictedSums {
    size: f64,
    predicted: Vec<f64>,
}

impl PredictedSums {
    pub(super) fn new(n_classes: usize) -> Self {
        Self {
            size: 0.0,
            predicted: vec![0.0; n_classes],
        }
    }

    /// Adds a passage of this size.
    pub(super) fn add(&mut self, size: f64, predicted: &[f64]) {
        self.size += size;
        for (sum, p) in self.predicted.iter_mut().zip(predicted) {
            *sum += size * p;
        }
    }
}

/// Shares of which the influence of clusters is still to be added, passage by passage.
#[derive(Debug, Clone)]
pub(super) struct BegunShares {
    shares: Vec<f64>,
    size: f64,
    divisor: f64,
    /// The centre of predictions and of residuals: with a ratio residuals sum to 0, else the whole
    /// estimate is the centre.
    centres: [Vec<f64>; 2],
    influence: Influence,
}

/// The difference estimator of class shares: the mean prediction of all passages, plus the weighted
/// mean of what coders found beyond the prediction in those they coded.
///
/// `θ_k = Σ m f_k / M + Σ_coded w m (1[y = k] − f_k) / W` with `W = Σ_coded w m` for
/// [`Weighting::Ratio`] and `W = M = Σ m` for [`Weighting::HorvitzThompson`]. Where every passage is
/// coded and has weight 1, this is the share that coders found. Unbiased whatever the predictions,
/// as long as they do not come from these codings. Checked by `dsl_of_f400_equals_r` and
/// `the_stratified_difference_of_f400`.
///
/// `None` without a coded passage.
pub fn corrected_shares(
    members: &[Member<'_>],
    strata: &[StratumSize],
    n_classes: usize,
    weighting: Weighting,
) -> Option<CorrectedShares> {
    let mut sums = PredictedSums::new(n_classes);
    for member in members {
        sums.add(member.size, member.predicted);
    }
    let coded: Vec<Member<'_>> = members
        .iter()
        .filter(|member| member.coding.is_some())
        .copied()
        .collect();
    let mut begun = BegunShares::of(&sums, &coded, strata, weighting)?;
    for member in members {
        begun.add(member, strata);
    }
    Some(begun.finish())
}

impl BegunShares {
    /// From the sums of all passages and those of them that are coded; `None` without any.
    pub(super) fn of(
        sums: &PredictedSums,
        coded: &[Member<'_>],
        strata: &[StratumSize],
        weighting: Weighting,
    ) -> Option<Self> {
        let n_classes = sums.predicted.len();
        let (mut sum_of_weights, mut residuals) = (0.0, vec![0.0; n_classes]);
        for (member, coding) in with_codings(coded) {
            let weight = coding.weight(strata) * member.size;
            sum_of_weights += weight;
            for (k, sum) in residuals.iter_mut().enumerate() {
                *sum += weight * residual(member, coding, k);
            }
        }
        if sum_of_weights <= 0.0 || sums.size <= 0.0 {
            return None;
        }
        let divisor = match weighting {
            Weighting::HorvitzThompson => sums.size,
            Weighting::Ratio => sum_of_weights,
        };
        let mean: Vec<f64> = sums.predicted.iter().map(|sum| sum / sums.size).collect();
        let excess: Vec<f64> = residuals.iter().map(|sum| sum / divisor).collect();
        let shares: Vec<f64> = mean.iter().zip(&excess).map(|(a, b)| a + b).collect();
        let mut begun = Self {
            centres: match weighting {
                Weighting::HorvitzThompson => [shares.clone(), vec![0.0; n_classes]],
                Weighting::Ratio => [mean, excess],
            },
            shares,
            size: sums.size,
            divisor,
            influence: Influence::new(n_classes),
        };
        for (member, coding) in with_codings(coded) {
            let values: Vec<f64> = begun.found(member, coding, strata).collect();
            begun.influence.add_unit(&coding.drawn, values.into_iter());
        }
        Some(begun)
    }

    /// What the code of a passage adds beyond its prediction.
    fn found(
        &self,
        member: &Member<'_>,
        coding: &Coding,
        strata: &[StratumSize],
    ) -> impl Iterator<Item = f64> {
        let weight = coding.weight(strata) * member.size / self.divisor;
        let [_, centre] = &self.centres;
        let values = centre.iter().enumerate();
        values.map(move |(k, centre)| weight * (residual(member, coding, k) - centre))
    }

    /// Adds what a passage, coded or not, adds through its cluster.
    pub(super) fn add(&mut self, member: &Member<'_>, strata: &[StratumSize]) {
        let [centre, residual_centre] = &self.centres;
        let own = |(k, centre): (usize, &f64)| {
            let predicted = member.predicted.get(k).copied().unwrap_or(0.0);
            member.size * (predicted - centre) / self.size
        };
        let own = centre.iter().enumerate().map(own);
        let Some(coding) = &member.coding else {
            self.influence.add_cluster(member.cluster, false, own);
            return;
        };
        let weight = coding.weight(strata) * member.size / self.divisor;
        let both = own.zip(residual_centre.iter().enumerate());
        let both =
            both.map(|(own, (k, centre))| own + weight * (residual(member, coding, k) - centre));
        self.influence.add_cluster(member.cluster, true, both);
    }

    pub(super) fn finish(self) -> CorrectedShares {
        CorrectedShares {
            shares: self.shares,
            influence: self.influence,
        }
    }
}

fn with_codings<'m, 'p>(
    members: &'m [Member<'p>],
) -> impl Iterator<Item = (&'m Member<'p>, &'m Coding)> {
    let coded = members.iter();
    coded.filter_map(|member| Some((member, member.coding.as_ref()?)))
}

fn residual(member: &Member<'_>, coding: &Coding, k: usize) -> f64 {
    let found = f64::from(u8::from(coding.class == k));
    found - member.predicted.get(k).copied().unwrap_or(0.0)
}

/// The weighted share of each class among the coded passages alone, and the number of independent
/// passages that they are worth: Kish's `(Σ w)² / Σ w²` (1965, §11.7). `None` without any.
pub fn labels_only(
    members: &[Member<'_>],
    strata: &[StratumSize],
    n_classes: usize,
) -> Option<(Vec<f64>, f64)> {
    let mut sums = vec![0.0; n_classes];
    let (mut total, mut squares) = (0.0, 0.0);
    for member in members {
        let Some(coding) = &member.coding else {
            continue;
        };
        let weight = coding.weight(strata) * member.size;
        total += weight;
        squares += weight * weight;
        if let Some(sum) = sums.get_mut(coding.class) {
            *sum += weight;
        }
    }
    (total > 0.0).then(|| {
        let shares = sums.iter().map(|sum| sum / total).collect();
        (shares, total * total / squares)
    })
}

#[cfg(test)]
#[path = "corrected_tests.rs"]
mod tests;
