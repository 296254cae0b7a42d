//! Agreement of two orders.

use crate::math;

/// Spearman's rank correlation of pairs, −1 to 1: the Pearson correlation of their ranks, equal
/// values sharing the mean of the ranks they take (Spearman 1904; Kendall 1948, §3). `None` for
/// fewer than two pairs, slices of different length, or where one side has one value only. Checked
/// by `correlations_equal_scipy`.
pub fn spearman(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() != y.len() || x.len() < 2 {
        return None;
    }
    let (x, y) = (ranks(x), ranks(y));
    // Both sides have the ranks 1 to n, or means of them: their mean is (n + 1) / 2.
    let mean = f64::midpoint(1.0, x.len() as f64);
    let product = |a: &[f64], b: &[f64]| -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - mean) * (b - mean)).sum()
    };
    let spread = product(&x, &x) * product(&y, &y);
    (spread > 0.0).then(|| (product(&x, &y) / math::sqrt(spread)).clamp(-1.0, 1.0))
}

/// The rank of each value, the smallest 1; equal values share the mean of their ranks.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut ranks = vec![0.0; values.len()];
    let mut n_before = 0;
    for equals in order.chunk_by(|a, b| a.1 >= b.1) {
        let rank = n_before as f64 + f64::midpoint(1.0, equals.len() as f64);
        for &(place, _) in equals {
            if let Some(slot) = ranks.get_mut(place) {
                *slot = rank;
            }
        }
        n_before += equals.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    // tests/oracle/paired_tests.py
    #[test]
    fn correlations_equal_scipy() {
        let near = |x: &[f64], y: &[f64], want: f64| {
            let got = spearman(x, y).unwrap();
            assert!((got - want).abs() < 1e-12, "got {got}, want {want}");
        };
        near(
            &[1.0, 2.0, 3.0, 4.0, 5.0],
            &[5.0, 6.0, 7.0, 8.0, 7.0],
            0.820_782_681_668_12,
        );
        near(
            &[1.0, 2.0, 2.0, 3.0],
            &[1.0, 1.0, 2.0, 2.0],
            std::f64::consts::FRAC_1_SQRT_2,
        );
        near(
            &[3.2, 1.1, 1.1, 4.0, 2.5, 0.3],
            &[10.0, 30.0, 20.0, 20.0, 40.0, 50.0],
            -0.661_764_705_882_35,
        );
    }

    #[test]
    fn orders_that_agree_or_oppose_reach_the_ends() {
        assert_eq!(spearman(&[1.0, 5.0, 9.0], &[-3.0, 0.0, 0.1]), Some(1.0));
        assert_eq!(spearman(&[1.0, 5.0, 9.0], &[3.0, 2.0, 1.0]), Some(-1.0));
    }

    #[test]
    fn what_has_no_order_has_no_correlation() {
        assert_eq!(spearman(&[1.0], &[1.0]), None);
        assert_eq!(spearman(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(spearman(&[1.0, 2.0], &[1.0]), None);
    }
}
