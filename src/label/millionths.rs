//! Probabilities as they are printed: whole millionths that sum to one million.

/// One, in millionths.
const WHOLE: u32 = 1_000_000;

/// Rounds probabilities to millionths whose sum is exactly one million, by the method of the
/// largest remainder: all are rounded down, and what lacks goes, one each, to those that lost most;
/// of equals to the first. No order between two of them turns round, and none moves by a millionth
/// or more. `None` where `probabilities` are not from 0 to 1 with sum 1, within 1e-6.
pub(crate) fn to_millionths(probabilities: &[f64]) -> Option<Vec<u32>> {
    let sum: f64 = probabilities.iter().sum();
    let is_valid = probabilities.iter().all(|p| (0.0..=1.0 + 1e-9).contains(p));
    if !is_valid || (sum - 1.0).abs() > 1e-6 {
        return None;
    }
    let scaled = |p: &f64| p * f64::from(WHOLE) / sum;
    let mut rounded: Vec<u32> = probabilities.iter().map(|p| floor(scaled(p))).collect();
    let mut lacking = WHOLE.checked_sub(rounded.iter().sum())?;
    let mut order: Vec<(f64, usize)> = probabilities
        .iter()
        .enumerate()
        .map(|(i, p)| (scaled(p) - scaled(p).floor(), i))
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, i) in order {
        if lacking == 0 {
            break;
        }
        rounded[i] += 1;
        lacking -= 1;
    }
    (lacking == 0).then_some(rounded)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and one million"
)]
fn floor(scaled: f64) -> u32 {
    scaled.floor() as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn thirds_sum_to_one() {
        // 333333.33 each: one lacks, and of equals the first gets it.
        let third = 1.0 / 3.0;
        let rounded = to_millionths(&[third, third, third]);
        assert_eq!(rounded, Some(vec![333_334, 333_333, 333_333]));
    }

    #[test]
    fn the_largest_remainder_goes_first() {
        // 100000.2, 200000.7, 699999.1: one lacks, 0.7 is the largest remainder.
        let rounded = to_millionths(&[0.100_000_2, 0.200_000_7, 0.699_999_1]);
        assert_eq!(rounded, Some(vec![100_000, 200_001, 699_999]));
    }

    #[test]
    fn what_is_no_distribution_is_refused() {
        for bad in [&[0.5, 0.4][..], &[f64::NAN, 1.0], &[1.5, -0.5], &[]] {
            assert_eq!(to_millionths(bad), None);
        }
        assert_eq!(to_millionths(&[1.0, 0.0]), Some(vec![WHOLE, 0]));
    }

    proptest! {
        #[test]
        fn the_sum_is_exact_and_order_is_kept(weights in prop::collection::vec(1e-9..1.0_f64, 2..=16)) {
            let sum: f64 = weights.iter().sum();
            let probabilities: Vec<f64> = weights.iter().map(|w| w / sum).collect();
            let rounded = to_millionths(&probabilities).unwrap();
            prop_assert_eq!(rounded.iter().sum::<u32>(), WHOLE);
            for (i, p) in probabilities.iter().enumerate() {
                prop_assert!((p - f64::from(rounded[i]) / 1e6).abs() < 1.000_001e-6);
                for (j, q) in probabilities.iter().enumerate() {
                    prop_assert!(p <= q || rounded[i] >= rounded[j]);
                }
            }
        }
    }
}
