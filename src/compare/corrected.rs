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

/// Sums that the shares follow from.
struct Sums {
    size: f64,
    weight: f64,
    predicted: Vec<f64>,
    residual: Vec<f64>,
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
    let sums = Sums::of(members, strata, n_classes);
    if sums.weight <= 0.0 || sums.size <= 0.0 {
        return None;
    }
    let divisor = match weighting {
        Weighting::HorvitzThompson => sums.size,
        Weighting::Ratio => sums.weight,
    };
    let mean: Vec<f64> = sums.predicted.iter().map(|sum| sum / sums.size).collect();
    let excess: Vec<f64> = sums.residual.iter().map(|sum| sum / divisor).collect();
    // The centre of residuals: with a ratio they sum to 0, else the whole estimate is the centre.
    let (prediction_centre, residual_centre): (Vec<f64>, Vec<f64>) = match weighting {
        Weighting::HorvitzThompson => {
            let shares = mean.iter().zip(&excess).map(|(a, b)| a + b).collect();
            (shares, vec![0.0; n_classes])
        }
        Weighting::Ratio => (mean.clone(), excess.clone()),
    };
    let mut influence = Influence::new(n_classes);
    for member in members {
        let own = |k: usize| {
            let predicted = member.predicted.get(k).copied().unwrap_or(0.0);
            let centre = prediction_centre.get(k).copied().unwrap_or(0.0);
            member.size * (predicted - centre) / sums.size
        };
        let Some(coding) = &member.coding else {
            influence.add_cluster(member.cluster, false, (0..n_classes).map(own));
            continue;
        };
        let weight = coding.weight(strata) * member.size / divisor;
        let found = |k: usize| {
            let centre = residual_centre.get(k).copied().unwrap_or(0.0);
            weight * (residual(member, coding, k) - centre)
        };
        influence.add_unit(&coding.drawn, (0..n_classes).map(found));
        let both = (0..n_classes).map(|k| own(k) + found(k));
        influence.add_cluster(member.cluster, true, both);
    }
    Some(CorrectedShares {
        shares: mean.iter().zip(&excess).map(|(a, b)| a + b).collect(),
        influence,
    })
}

impl Sums {
    fn of(members: &[Member<'_>], strata: &[StratumSize], n_classes: usize) -> Self {
        let mut sums = Self {
            size: 0.0,
            weight: 0.0,
            predicted: vec![0.0; n_classes],
            residual: vec![0.0; n_classes],
        };
        for member in members {
            sums.size += member.size;
            for (sum, p) in sums.predicted.iter_mut().zip(member.predicted) {
                *sum += member.size * p;
            }
            if let Some(coding) = &member.coding {
                let weight = coding.weight(strata) * member.size;
                sums.weight += weight;
                for (k, sum) in sums.residual.iter_mut().enumerate() {
                    *sum += weight * residual(member, coding, k);
                }
            }
        }
        sums
    }
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
