//! The uncertainty of a score, by leaving out or redrawing whole groups of passages.
//!
//! A score is given as a function of how often each group counts, so that one pass over
//! per-group sums serves every resample.

use rayon::prelude::*;

use crate::math;
use crate::random::Random;

/// The jackknife standard error of `score` over `n_groups` groups:
/// `SE² = (G − 1)/G · Σ_d (θ_(−d) − mean)²`, where `θ_(−d)` leaves out group d (Efron 1982).
/// `None` for fewer than two groups. Checked by `jackknives_of_f400_equal_scikit_learn`.
pub fn jackknife_standard_error(n_groups: usize, score: impl Fn(&[u32]) -> f64) -> Option<f64> {
    if n_groups < 2 {
        return None;
    }
    let mut counts = vec![1; n_groups];
    let left_out: Vec<f64> = (0..n_groups)
        .map(|group| {
            counts[group] = 0;
            let value = score(&counts);
            counts[group] = 1;
            value
        })
        .collect();
    let n = n_groups as f64;
    let mean = left_out.iter().sum::<f64>() / n;
    let squares: f64 = left_out.iter().map(|v| (v - mean) * (v - mean)).sum();
    Some(math::sqrt((n - 1.0) / n * squares))
}

/// The scores of `n_resamples` cluster bootstrap samples: each draws `n_groups` groups with
/// replacement and calls `scores` with how often each was drawn. Sample b uses its own random
/// stream, so that the result does not depend on threads.
pub fn cluster_bootstrap<T: Send>(
    n_groups: usize,
    n_resamples: u32,
    seed: u64,
    scores: impl Fn(&[u32]) -> T + Sync,
) -> Vec<T> {
    (0..n_resamples)
        .into_par_iter()
        .map(|resample| {
            let mut random = Random::stream(seed, u64::from(resample));
            let mut counts = vec![0_u32; n_groups];
            for _ in 0..n_groups {
                if let Some(count) = counts.get_mut(random.below(n_groups)) {
                    *count += 1;
                }
            }
            scores(&counts)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{ConfusionMatrix, f400, percentile_interval};

    /// One matrix a document of F400, or one a passage.
    fn matrices(by_document: bool, second: bool) -> Vec<ConfusionMatrix> {
        f400::rows()
            .chunk_by(|a, b| by_document && a.document == b.document)
            .map(|rows| {
                let predicted: Vec<usize> = rows
                    .iter()
                    .map(|r| if second { r.predicted2 } else { r.predicted })
                    .collect();
                ConfusionMatrix::count(4, &f400::gold(rows), &predicted).unwrap()
            })
            .collect()
    }

    fn macro_f1(groups: &[ConfusionMatrix], counts: &[u32]) -> f64 {
        let mut sum = ConfusionMatrix::empty(4);
        for (group, &times) in groups.iter().zip(counts) {
            sum.add(group, f64::from(times));
        }
        sum.macro_f1()
    }

    // Document jackknives from tests/oracle/jackknife_f400.py (scikit-learn 1.9.1); the passage
    // jackknife was computed apart from it, with scikit-learn too.
    #[test]
    fn jackknives_of_f400_equal_scikit_learn() {
        let passages = matrices(false, false);
        let se = jackknife_standard_error(400, |counts| macro_f1(&passages, counts)).unwrap();
        assert!((se - 0.024_675_161_8).abs() < 1e-9, "{se}");

        let documents = matrices(true, false);
        let se = jackknife_standard_error(100, |counts| macro_f1(&documents, counts)).unwrap();
        assert!((se - 0.027_310_597_972).abs() < 1e-9, "{se}");

        let second = matrices(true, true);
        let difference = |counts: &[u32]| macro_f1(&documents, counts) - macro_f1(&second, counts);
        assert!((difference(&[1; 100]) - 0.148_451_397_9).abs() < 1e-9);
        let se = jackknife_standard_error(100, difference).unwrap();
        assert!((se - 0.032_326_887_882).abs() < 1e-9, "{se}");
    }

    #[test]
    fn the_bootstrap_of_documents_spreads_as_the_jackknife_says() {
        let documents = matrices(true, false);
        let scores = cluster_bootstrap(100, 2000, 7, |counts| macro_f1(&documents, counts));
        let interval = percentile_interval(scores).unwrap();
        // A normal interval of jackknife standard error .0273 is 2 · 1.96 · .0273 = .107 wide.
        let width = interval.high - interval.low;
        assert!((width - 0.107).abs() < 0.012, "{width}");
        assert!(interval.low < 0.663 && 0.663 < interval.high);
    }

    #[test]
    fn a_bootstrap_is_the_same_with_any_number_of_threads() {
        let run = |n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads);
            let pool = pool.build().unwrap();
            pool.install(|| cluster_bootstrap(5, 50, 1, <[u32]>::to_vec))
        };
        assert_eq!(run(1), run(3));
        assert!(run(1).iter().all(|counts| counts.iter().sum::<u32>() == 5));
    }

    #[test]
    fn one_group_has_no_standard_error() {
        assert_eq!(jackknife_standard_error(1, |_| 0.5), None);
    }
}
