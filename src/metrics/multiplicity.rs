//! Many tests at once.

/// The p-values of Holm (1979) in the order of `p`: with the values ascending, the i-th of m is
/// `max over j ≤ i of (m − j + 1) p_(j)`, at most 1. A claim with an adjusted value of 0.05 or less
/// may be made: the chance that any of the claims is false stays at 0.05, however the tests
/// depend on each other. A value that is no number stays so and is not counted. Equal to R's
/// `p.adjust(p, "holm")`. Checked by `adjusted_values_equal_the_published_ones`.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let mut adjusted = vec![f64::NAN; p.len()];
    let mut largest: f64 = 0.0;
    for (place, i) in order.iter().enumerate() {
        let remaining = (order.len() - place) as f64;
        largest = largest.max(remaining * p[*i]).min(1.0);
        adjusted[*i] = largest;
    }
    adjusted
}

/// The q-values of Benjamini & Hochberg (1995) in the order of `p`: with the values ascending, the
/// i-th of m is `min over j ≥ i of m p_(j) / j`. Of those at 0.05 or less at most one in twenty is
/// expected to be false, for tests that are independent or depend positively (Benjamini & Yekutieli
/// 2001): good for screening, not for claims. A value that is no number stays so and is not
/// counted. Equal to R's `p.adjust(p, "BH")`. Checked by
/// `adjusted_values_equal_the_published_ones`.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let mut adjusted = vec![f64::NAN; p.len()];
    let mut smallest: f64 = 1.0;
    for (place, i) in order.iter().enumerate().rev() {
        smallest = smallest.min(order.len() as f64 * p[*i] / (place + 1) as f64);
        adjusted[*i] = smallest;
    }
    adjusted
}

/// The places of the values in ascending order, without those that are no number.
fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).filter(|i| !p[*i].is_nan()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]).then(a.cmp(b)));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(got: &[f64], want: &[f64]) {
        assert_eq!(got.len(), want.len());
        for (got, want) in got.iter().zip(want) {
            assert!((got - want).abs() < 4e-6, "got {got}, want {want}");
        }
    }

    // By hand, and R's p.adjust: sorted .005 .01 .02 .03 .04 .55; Holm 6(.005) = .03, 5(.01) = .05,
    // 4(.02) = .08, 3(.03) = .09, 2(.04) = .08 → .09, .55; BH 6(.005)/1 = .03, 6(.01)/2 = .03,
    // 6(.02)/3 = .04, 6(.03)/4 = .045, 6(.04)/5 = .048, .55.
    #[test]
    fn adjusted_values_equal_the_published_ones() {
        let p = [0.01, 0.04, 0.03, 0.005, 0.55, 0.02];
        near(&holm(&p), &[0.05, 0.09, 0.09, 0.03, 0.55, 0.08]);
        near(
            &benjamini_hochberg(&p),
            &[0.03, 0.048, 0.045, 0.03, 0.55, 0.04],
        );
    }

    // The example of Benjamini & Hochberg (1995), §4: at .05 their method rejects 4, Holm's 3.
    #[test]
    fn rejections_equal_those_of_the_paper() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719, 0.6528, 0.7590, 1.0,
        ];
        let rejected = |adjusted: Vec<f64>| adjusted.into_iter().filter(|p| *p <= 0.05).count();
        assert_eq!(rejected(benjamini_hochberg(&p)), 4);
        assert_eq!(rejected(holm(&p)), 3);
    }

    // The pairs AB AC AD BC BD CD of F400, class 0; adjusted by R's p.adjust from p-values
    // with more digits than these six, times up to 6.
    #[test]
    fn the_pairs_of_f400_equal_r() {
        let p = [
            0.004_245, 0.877_007, 0.018_609, 0.012_197, 0.622_697, 0.034_352,
        ];
        near(
            &holm(&p),
            &[0.025_473, 1.0, 0.074_437, 0.060_986, 1.0, 0.103_055],
        );
        near(
            &benjamini_hochberg(&p),
            &[
                0.025_473, 0.877_007, 0.037_218, 0.036_591, 0.747_236, 0.051_528,
            ],
        );
    }

    #[test]
    fn what_is_no_number_stays_and_counts_for_nothing() {
        let got = holm(&[0.02, f64::NAN, 0.04]);
        near(&[got[0], got[2]], &[0.04, 0.04]);
        assert!(got[1].is_nan());
        // m = 2: q(.02) = min(2(.02)/1, 2(.04)/2) = .04.
        let got = benjamini_hochberg(&[0.02, f64::NAN, 0.04]);
        near(&[got[0], got[2]], &[0.04, 0.04]);
        assert!(holm(&[]).is_empty() && benjamini_hochberg(&[]).is_empty());
    }
}
