//! How far labels lie from calibrated probabilities within a stratum.

use std::collections::BTreeMap;

use super::FramePassage;
use crate::math;

/// Coded passages of the pilot that a stratum needs before they tell its spread.
const MIN_PILOT: usize = 5;

/// The spread of a stratum for Neyman's allocation; `None` where passages have no probabilities.
///
/// With five or more passages of the pilot in the stratum:
/// `s² = Σ_k Σ_i (e_ik − mean e_k)² / (n − 1)` with the residuals `e_ik = 1[y_i = k] − p_ik`.
/// Else what calibrated probabilities let expect, `s² = mean_i Σ_k p_ik (1 − p_ik)`. Both are
/// summed over classes, so that the sample serves the shares of all of them.
pub(super) fn spread_of(members: &[&FramePassage], pilot: &BTreeMap<String, usize>) -> Option<f64> {
    if members.iter().any(|p| p.probabilities.is_empty()) {
        return None;
    }
    let coded: Vec<(&FramePassage, usize)> = members
        .iter()
        .filter_map(|passage| Some((*passage, *pilot.get(&passage.passage_id)?)))
        .collect();
    let variance = if coded.len() >= MIN_PILOT {
        residual_variance(&coded)
    } else {
        expected_variance(members)
    };
    Some(math::sqrt(variance.max(0.0)))
}

fn residual_variance(coded: &[(&FramePassage, usize)]) -> f64 {
    let n = coded.len() as f64;
    let n_classes = coded.first().map_or(0, |(p, _)| p.probabilities.len());
    (0..n_classes)
        .map(|class| {
            let residuals: Vec<f64> = coded
                .iter()
                .map(|(passage, stance)| {
                    let p = passage.probabilities.get(class).copied().unwrap_or(0.0);
                    f64::from(u8::from(*stance == class)) - p
                })
                .collect();
            let mean = residuals.iter().sum::<f64>() / n;
            let squares: f64 = residuals.iter().map(|e| (e - mean) * (e - mean)).sum();
            squares / (n - 1.0)
        })
        .sum()
}

fn expected_variance(members: &[&FramePassage]) -> f64 {
    let sum: f64 = members
        .iter()
        .map(|passage| {
            passage
                .probabilities
                .iter()
                .map(|p| p * (1.0 - p))
                .sum::<f64>()
        })
        .sum();
    sum / members.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::super::frame::tests::passage;
    use super::*;

    #[test]
    fn without_a_pilot_the_probabilities_tell_the_spread() {
        // .8 · .2 + .2 · .8 = .32 and .5 · .5 + .5 · .5 = .5; mean .41.
        let (mut a, mut b) = (passage("a", "VVD"), passage("b", "VVD"));
        a.probabilities = vec![0.8, 0.2];
        b.probabilities = vec![0.5, 0.5];
        let spread = spread_of(&[&a, &b], &BTreeMap::new()).unwrap();
        assert!((spread * spread - 0.41).abs() < 1e-12);
        b.probabilities.clear();
        assert_eq!(spread_of(&[&a, &b], &BTreeMap::new()), None);
    }

    #[test]
    fn five_coded_passages_tell_it_themselves() {
        // p = (.5, .5) for all; three of five are class 0: e_0 = .5 .5 .5 -.5 -.5, mean .1,
        // squares 3 · .16 + 2 · .36 = 1.2, / 4 = .3; class 1 the same; sum .6.
        let passages: Vec<FramePassage> = (0..5)
            .map(|i| {
                let mut passage = passage(&i.to_string(), "VVD");
                passage.probabilities = vec![0.5, 0.5];
                passage
            })
            .collect();
        let members: Vec<&FramePassage> = passages.iter().collect();
        let pilot = (0..5)
            .map(|i| (i.to_string(), usize::from(i > 2)))
            .collect();
        let spread = spread_of(&members, &pilot).unwrap();
        assert!((spread * spread - 0.6).abs() < 1e-12);
    }
}
