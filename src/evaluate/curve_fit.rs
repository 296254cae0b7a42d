//! The power law of learning curves.

use crate::math;

/// `e(n) = a + b · n^−c`: the error of a model of n training passages, which falls towards `a`
/// (Cortes et al. 1994; Figueroa et al. 2012).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerLaw {
    /// The error that no number of passages goes below, 0 or more.
    pub a: f64,
    /// What there is to learn, 0 or more; 0 for a curve that does not fall.
    pub b: f64,
    /// How fast it is learned: one of 0.05, 0.10, …, 2.00.
    pub c: f64,
}

/// Steps of the grid of `c`, each [`C_STEP`] wide.
const N_STEPS: u32 = 40;
const C_STEP: f64 = 0.05;

impl PowerLaw {
    /// The law nearest to points (n, error), n above 0: for each `c` of the grid, `a` and `b` by
    /// least squares with both at least 0, and of these the `c` with the smallest sum of squares, the
    /// smallest of equals. `None` for fewer than three different n. Checked by
    /// `exact_points_give_their_law`.
    pub fn fit(points: &[(f64, f64)]) -> Option<Self> {
        let mut sizes: Vec<f64> = points.iter().map(|(n, _)| *n).collect();
        sizes.sort_by(f64::total_cmp);
        sizes.dedup_by(|a, b| a.to_bits() == b.to_bits());
        let (first, last) = (*sizes.first()?, *sizes.last()?);
        if sizes.len() < 3 || first <= 0.0 {
            return None;
        }
        let mut best: Option<(f64, Self)> = None;
        for step in 1..=N_STEPS {
            let c = f64::from(step) * C_STEP;
            // In units of the largest n, so that no power is tiny.
            let scaled: Vec<(f64, f64)> = points
                .iter()
                .map(|(n, error)| (math::powf(n / last, -c), *error))
                .collect();
            let (squares, a, b) = line(&scaled);
            if best.is_none_or(|(least, _)| squares < least) {
                let b = b * math::powf(last, c);
                best = Some((squares, Self { a, b, c }));
            }
        }
        best.map(|(_, law)| law)
    }

    /// The error at `n` training passages.
    pub fn at(&self, n: f64) -> f64 {
        self.a + self.b * math::powf(n, -self.c)
    }
}

/// Sum of squares, intercept and slope of the least-squares line with both at least 0.
fn line(points: &[(f64, f64)]) -> (f64, f64, f64) {
    let n = points.len() as f64;
    let mean_x = points.iter().map(|(x, _)| x).sum::<f64>() / n;
    let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / n;
    let products = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y));
    let spread = points.iter().map(|(x, _)| (x - mean_x) * (x - mean_x));
    let slope = products.sum::<f64>() / spread.sum::<f64>();
    let intercept = mean_y - slope * mean_x;
    let squares = |(a, b): (f64, f64)| {
        let rests = points.iter().map(|(x, y)| y - a - b * x);
        (rests.map(|rest| rest * rest).sum::<f64>(), a, b)
    };
    if intercept >= 0.0 && slope >= 0.0 {
        return squares((intercept, slope));
    }
    // The least sum of squares under the bounds then lies on one of them.
    let through_zero = points.iter().map(|(x, y)| x * y).sum::<f64>()
        / points.iter().map(|(x, _)| x * x).sum::<f64>();
    let falling = squares((0.0, through_zero.max(0.0)));
    let flat = squares((mean_y.max(0.0), 0.0));
    if falling.0 < flat.0 { falling } else { flat }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn exact_points_give_their_law() {
        // e(n) = 0.3 + 2/√n: 0.3 + 2/10, 0.3 + 2/20, 0.3 + 2/30.
        let points = [(100.0, 0.5), (400.0, 0.4), (900.0, 0.3 + 2.0 / 30.0)];
        let law = PowerLaw::fit(&points).unwrap();
        assert!(is_near(law.a, 0.3) && is_near(law.b, 2.0), "{law:?}");
        assert!(is_near(law.c, 0.5));
        // From 900 to 1600, 2/30 − 2/40 = 1/60.
        assert!(is_near(law.at(900.0) - law.at(1600.0), 1.0 / 60.0));
    }

    #[test]
    fn points_beside_the_law_are_weighed_by_least_squares() {
        // e(n) = 10/n, each size twice, 0.01 above and below: the law stays.
        let points: Vec<(f64, f64)> = [20.0, 50.0, 100.0]
            .into_iter()
            .flat_map(|n| [(n, 10.0 / n + 0.01), (n, 10.0 / n - 0.01)])
            .collect();
        let law = PowerLaw::fit(&points).unwrap();
        assert!(
            (law.a).abs() < 1e-6 && (law.b - 10.0).abs() < 1e-4,
            "{law:?}"
        );
        assert!(is_near(law.c, 1.0));
    }

    #[test]
    fn a_curve_that_rises_is_flat_at_its_mean() {
        let law = PowerLaw::fit(&[(10.0, 0.2), (20.0, 0.3), (40.0, 0.4)]).unwrap();
        assert!(is_near(law.a, 0.3) && law.b.abs() < 1e-12, "{law:?}");
        assert!(is_near(law.at(40.0), law.at(140.0)));
    }

    #[test]
    fn a_law_that_would_fall_below_zero_ends_at_zero() {
        // On the line 1 − n/100 no law with a ≥ 0 and c > 0 lies; none falls below 0 either.
        let law = PowerLaw::fit(&[(50.0, 0.5), (70.0, 0.3), (90.0, 0.1)]).unwrap();
        assert!(law.a >= 0.0 && law.b > 0.0 && law.at(1e9) >= 0.0, "{law:?}");
    }

    #[test]
    fn two_sizes_have_no_law() {
        assert_eq!(
            PowerLaw::fit(&[(10.0, 0.5), (20.0, 0.4), (20.0, 0.3)]),
            None
        );
        assert_eq!(PowerLaw::fit(&[]), None);
    }
}
