//! Distances between two vectors of shares.

use crate::math;

/// How far two vectors of shares lie apart, sampling error taken off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SquaredDistance {
    /// The squared distance, unbiased: 0 on average for two actors that do not differ, so below 0
    /// about half of the time for them.
    pub estimate: f64,
    /// Its standard error, above 0 unless both vectors are known without error.
    pub standard_error: f64,
    /// The squared distance of the estimates as they stand, biased upwards.
    pub plug_in: f64,
}

/// The squared Euclidean distance of two vectors of K shares, given their estimated difference `d`
/// and its covariance V (K × K, row after row): `D² = Σ_k (d_k² − V_kk)`.
///
/// With d normal around δ with covariance V, `E d_k² = δ_k² + V_kk`, so D² is unbiased for `|δ|²`
/// while the plain `Σ d_k²` is `tr V` too large. The variance of `Σ d_k²`, and so of D² where V is
/// known, is `4 δ'Vδ + 2 tr(V²)` (Searle 1971, Linear Models, §2.5); as
/// `E d'Vd = δ'Vδ + tr(V²)`, it is estimated without bias by `4 d'Vd − 2 tr(V²)`, and taken as no
/// smaller than `2 tr(V²)`, its value at δ = 0. Near δ = 0 D² is far from normal: test whether two
/// actors differ at all with [`wald_test`](super::wald_test).
///
/// `None` where the lengths do not fit or a value is not finite. Checked by
/// `identical_actors_are_at_distance_0_on_average` and `the_error_of_the_distance_is_its_spread`.
pub fn squared_distance(difference: &[f64], covariance: &[f64]) -> Option<SquaredDistance> {
    let k = difference.len();
    let all_finite = difference.iter().chain(covariance).all(|x| x.is_finite());
    if k == 0 || covariance.len() != k * k || !all_finite {
        return None;
    }
    let plug_in: f64 = math::dot(difference, difference);
    let rows = || covariance.chunks_exact(k);
    let trace: f64 = rows().enumerate().filter_map(|(i, row)| row.get(i)).sum();
    let form: f64 = rows()
        .zip(difference)
        .map(|(row, d)| d * math::dot(row, difference))
        .sum();
    // tr(V²) = Σ V_ij V_ji, and V is symmetric.
    let trace_of_square = math::dot(covariance, covariance);
    let variance = (4.0 * form - 2.0 * trace_of_square).max(2.0 * trace_of_square);
    Some(SquaredDistance {
        estimate: plug_in - trace,
        standard_error: math::sqrt(variance),
        plug_in,
    })
}

/// Shares cut to 0 to 1 and divided by their sum, as distances between distributions need them.
/// `None` where nothing is left or a share is not finite.
pub fn clipped_shares(shares: &[f64]) -> Option<Vec<f64>> {
    if shares.iter().any(|share| !share.is_finite()) {
        return None;
    }
    let clipped: Vec<f64> = shares.iter().map(|share| share.clamp(0.0, 1.0)).collect();
    let sum: f64 = clipped.iter().sum();
    (sum > 0.0).then(|| clipped.iter().map(|share| share / sum).collect())
}

/// The total variation distance `½ Σ |p_k − q_k|` of two distributions, 0 to 1: the share of
/// passages that would have to change stance. Sampling pushes it upwards. Checked by
/// `distances_equal_the_published_ones`.
pub fn total_variation(p: &[f64], q: &[f64]) -> f64 {
    0.5 * p.iter().zip(q).map(|(p, q)| (p - q).abs()).sum::<f64>()
}

/// The Jensen–Shannon divergence of two distributions in bits, 0 to 1:
/// `½ Σ p log₂(p/m) + ½ Σ q log₂(q/m)` with `m = (p + q)/2` (Lin 1991); its root is a metric.
/// Sampling pushes it upwards. Checked by `distances_equal_the_published_ones`.
pub fn jensen_shannon(p: &[f64], q: &[f64]) -> f64 {
    let part = |p: f64, m: f64| if p > 0.0 { p * math::log2(p / m) } else { 0.0 };
    let sum: f64 = p
        .iter()
        .zip(q)
        .map(|(&p, &q)| {
            let m = f64::midpoint(p, q);
            0.5 * (part(p, m) + part(q, m))
        })
        .sum();
    sum.clamp(0.0, 1.0)
}

/// The Hellinger distance `sqrt(½ Σ (√p_k − √q_k)²)` of two distributions, 0 to 1. Sampling pushes
/// it upwards. Checked by `distances_equal_the_published_ones`.
pub fn hellinger(p: &[f64], q: &[f64]) -> f64 {
    let squares: f64 = p
        .iter()
        .zip(q)
        .map(|(p, q)| {
            let root = math::sqrt(*p) - math::sqrt(*q);
            root * root
        })
        .sum();
    math::sqrt(0.5 * squares)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[track_caller]
    fn near(got: f64, want: f64, tolerance: f64) {
        assert!((got - want).abs() <= tolerance, "got {got}, want {want}");
    }

    // scipy's jensenshannon(base=2) and its square; by hand TV = (.2 + .2)/2.
    #[test]
    fn distances_equal_the_published_ones() {
        let (p, q) = ([0.4, 0.2, 0.15, 0.25], [0.2, 0.4, 0.15, 0.25]);
        near(jensen_shannon(&p, &q), 0.049_022_499_6, 5e-11);
        near(jensen_shannon(&p, &q).sqrt(), 0.221_410_251_7, 5e-11);
        near(total_variation(&p, &q), 0.2, 1e-15);
        near(hellinger(&p, &q), 0.185_241_936_5, 5e-11);
    }

    #[test]
    fn distributions_without_a_common_class_are_at_distance_1() {
        let (p, q) = ([1.0, 0.0], [0.0, 1.0]);
        near(jensen_shannon(&p, &q), 1.0, 1e-15);
        near(hellinger(&p, &q), 1.0, 1e-15);
        near(jensen_shannon(&p, &p), 0.0, 1e-15);
    }

    #[test]
    fn shares_outside_0_to_1_are_clipped_and_add_up() {
        // −.1 is cut to 0; .6 and .5 are divided by 1.1.
        let got = clipped_shares(&[-0.1, 0.6, 0.5]).unwrap();
        near(got[0], 0.0, 0.0);
        near(got[1], 6.0 / 11.0, 1e-15);
        assert_eq!(clipped_shares(&[-0.1, 0.0]), None);
        assert_eq!(clipped_shares(&[f64::NAN, 1.0]), None);
    }

    // d = (.3, −.3), V = .01 [[1, −1], [−1, 1]]: Σd² = .18, tr V = .02, d'Vd = .01 (.6)² = .0036,
    // tr V² = 4 (.0001) = .0004; 4 (.0036) − 2 (.0004) = .0136. With d = 0: 2 (.0004) = .0008.
    #[test]
    fn the_distance_equals_the_formula() {
        let covariance = [0.01, -0.01, -0.01, 0.01];
        let got = squared_distance(&[0.3, -0.3], &covariance).unwrap();
        near(got.estimate, 0.16, 1e-15);
        near(got.plug_in, 0.18, 1e-15);
        near(got.standard_error, 0.0136_f64.sqrt(), 1e-15);
        let zero = squared_distance(&[0.0, 0.0], &covariance).unwrap();
        near(zero.standard_error, 0.0008_f64.sqrt(), 1e-15);
        assert_eq!(squared_distance(&[0.1], &covariance), None);
        assert_eq!(squared_distance(&[], &[]), None);
        assert_eq!(squared_distance(&[f64::NAN], &[0.1]), None);
    }

    const N: u32 = 60;

    /// The shares of 60 independent passages and their covariance, `(diag p − pp')/(n − 1)`.
    fn sample(shares: &[f64; 4], random: &mut Random) -> ([f64; 4], [f64; 16]) {
        let mut counts = [0_u32; 4];
        for _ in 0..N {
            let u = random.unit();
            let mut sum = 0.0;
            let class = shares.iter().position(|share| {
                sum += share;
                u < sum
            });
            counts[class.unwrap_or(3)] += 1;
        }
        let p = counts.map(|count| f64::from(count) / f64::from(N));
        let mut covariance = [0.0; 16];
        for i in 0..4 {
            for j in 0..4 {
                let own = if i == j { p[i] } else { 0.0 };
                covariance[4 * i + j] = (own - p[i] * p[j]) / f64::from(N - 1);
            }
        }
        (p, covariance)
    }

    /// Distances of 4,000 pairs of samples of two actors.
    fn distances(a: &[f64; 4], b: &[f64; 4]) -> Vec<SquaredDistance> {
        let mut random = Random::new(7);
        (0..4000)
            .map(|_| {
                let (shares_a, errors_a) = sample(a, &mut random);
                let (shares_b, errors_b) = sample(b, &mut random);
                let difference: Vec<f64> =
                    shares_a.iter().zip(shares_b).map(|(a, b)| a - b).collect();
                let covariance: Vec<f64> =
                    errors_a.iter().zip(errors_b).map(|(a, b)| a + b).collect();
                squared_distance(&difference, &covariance).unwrap()
            })
            .collect()
    }

    /// The mean and its standard error.
    fn mean(values: &[f64]) -> (f64, f64) {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        (mean, (squares / (n - 1.0) / n).sqrt())
    }

    // The plug-in's mean is tr V = 2 (1 − Σp²)/60 = 2 (.715)/60 = .0238333.
    #[test]
    fn identical_actors_are_at_distance_0_on_average() {
        let shares = [0.4, 0.2, 0.15, 0.25];
        let found = distances(&shares, &shares);
        let (bias, error) = mean(&found.iter().map(|d| d.estimate).collect::<Vec<_>>());
        assert!(bias.abs() < 4.0 * error, "{bias} ± {error}");
        let (plug_in, error) = mean(&found.iter().map(|d| d.plug_in).collect::<Vec<_>>());
        near(plug_in, 0.023_833_3, 4.0 * error);
        assert!(plug_in > 20.0 * error, "{plug_in} ± {error}");
    }

    // |δ|² = .04 + .04 = .08.
    #[test]
    fn the_error_of_the_distance_is_its_spread() {
        let found = distances(&[0.4, 0.2, 0.15, 0.25], &[0.2, 0.4, 0.15, 0.25]);
        let (centre, error) = mean(&found.iter().map(|d| d.estimate).collect::<Vec<_>>());
        near(centre, 0.08, 4.0 * error);
        let spread = error * 4000_f64.sqrt();
        let variances: Vec<f64> = found.iter().map(|d| d.standard_error.powi(2)).collect();
        // The spread of 4,000 draws has a relative error of about 1/sqrt(8000) = .011; four of these.
        near(mean(&variances).0.sqrt() / spread, 1.0, 0.045);
    }
}
