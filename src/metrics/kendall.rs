//! Agreement of two orders, by pairs.

use crate::math;

/// Kendall's tau-b of paired values, −1 to 1: `(C − D) / sqrt((C + D + X)(C + D + Y))`, where
/// C pairs stand in the same order in both, D in opposite orders, X are tied in the first value
/// alone and Y in the second (Kendall 1945). `None` for fewer than two pairs, or where one side has
/// one value only. Checked by `tau_equals_scipy`.
pub fn kendall_tau(pairs: &[(f64, f64)]) -> Option<f64> {
    let (mut same, mut opposite, mut tied_x, mut tied_y) = (0_u32, 0_u32, 0_u32, 0_u32);
    for (i, a) in pairs.iter().enumerate() {
        for b in pairs.iter().skip(i + 1) {
            let (x, y) = (a.0.total_cmp(&b.0), a.1.total_cmp(&b.1));
            match (x.is_eq(), y.is_eq()) {
                (true, true) => {}
                (true, false) => tied_x += 1,
                (false, true) => tied_y += 1,
                (false, false) if x == y => same += 1,
                (false, false) => opposite += 1,
            }
        }
    }
    let untied = f64::from(same) + f64::from(opposite);
    let product = (untied + f64::from(tied_x)) * (untied + f64::from(tied_y));
    (product > 0.0).then(|| (f64::from(same) - f64::from(opposite)) / math::sqrt(product))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tau_is_one_for_the_same_order_and_minus_one_for_the_opposite() {
        let tau = |pairs| kendall_tau(pairs).unwrap();
        assert!((tau(&[(1.0, 0.1), (2.0, 0.5), (3.0, 0.7)]) - 1.0).abs() < 1e-15);
        assert!((tau(&[(1.0, 0.7), (2.0, 0.5), (3.0, 0.1)]) + 1.0).abs() < 1e-15);
        // Of three pairs two stand in the same order: (2 − 1) / 3.
        assert!((tau(&[(1.0, 1.0), (2.0, 3.0), (3.0, 2.0)]) - 1.0 / 3.0).abs() < 1e-15);
    }

    // The example in the documentation of scipy.stats.kendalltau. By hand: two pairs in the same
    // order, six in opposite ones, one tied in x alone: (2 − 6) / sqrt(9 · 8).
    #[test]
    fn tau_equals_scipy() {
        let x = [12.0, 2.0, 1.0, 12.0, 2.0];
        let y = [1.0, 4.0, 7.0, 1.0, 0.0];
        let pairs: Vec<(f64, f64)> = x.into_iter().zip(y).collect();
        assert!((kendall_tau(&pairs).unwrap() - -0.471_404_520_791_031_7).abs() < 1e-12);
    }

    #[test]
    fn one_value_or_one_rank_has_no_tau() {
        assert_eq!(kendall_tau(&[(1.0, 1.0)]), None);
        assert_eq!(kendall_tau(&[(1.0, 1.0), (1.0, 2.0)]), None);
    }
}
