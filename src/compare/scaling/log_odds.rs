//! Log-odds positions with delta-method errors.

use crate::math;

/// A position on the scale of natural log odds: 0 where both sides are equal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogOdds {
    /// The position, any number.
    pub estimate: f64,
    /// Its standard error, 0 or more.
    pub standard_error: f64,
    /// Whether a share was too small for a logarithm and half a passage was added to it.
    pub is_offset: bool,
    /// The largest standard error of a share over that share. The delta method takes the logarithm
    /// as straight over this range; above about 0.3 it is rough, and above 0.5 no interval should
    /// be shown.
    pub relative_error: f64,
}

/// A share with its sampling variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EstimatedShare {
    /// The share; a corrected one may lie a little below 0 or above 1.
    pub estimate: f64,
    /// The square of its standard error.
    pub variance: f64,
}

/// The logit scale of Lowe, Benoit, Mikhaylov & Laver (2011) for plain counts of passages of two
/// stances: `ln(plus + ½) − ln(minus + ½)`, with standard error
/// `sqrt(1/(plus + ½) + 1/(minus + ½))`. It takes the counts as if no classifier erred and passages
/// were independent. Checked by `positions_equal_the_published_ones`.
pub fn lowe_position(plus: f64, minus: f64) -> LogOdds {
    let (plus, minus) = (plus + 0.5, minus + 0.5);
    let (inverse_plus, inverse_minus) = (1.0 / plus, 1.0 / minus);
    LogOdds {
        estimate: math::ln(plus) - math::ln(minus),
        standard_error: math::sqrt(inverse_plus + inverse_minus),
        is_offset: true,
        relative_error: math::sqrt(inverse_plus.max(inverse_minus)),
    }
}

/// Where an actor of `n` passages stands between two stances: `ln a − ln b`, a position of the form
/// of Lowe et al. (2011) from estimated shares, with the delta method's variance
/// `V_a/a² + V_b/b² − 2 Cov/(ab)`. `covariance` is that of the two shares, which is negative
/// wherever they are shares of one whole.
///
/// A share of `0.5/n` or less, so of half a passage, is counted from 0 and gets `0.5/n` added: its
/// logarithm would be infinite or far too sure. `None` without passages or where an estimate or
/// variance is no number or a variance is negative. Checked by
/// `a_ratio_of_shares_equals_the_formula`, and by a simulation in
/// `the_delta_error_is_the_spread_of_repeated_samples`.
pub fn log_ratio_of_shares(
    a: EstimatedShare,
    b: EstimatedShare,
    covariance: f64,
    n: usize,
) -> Option<LogOdds> {
    let half = half_a_passage(n)?;
    let is_usable = a.is_usable() && b.is_usable() && covariance.is_finite();
    if !is_usable {
        return None;
    }
    let (share_a, offset_a) = with_offset(a.estimate, half);
    let (share_b, offset_b) = with_offset(b.estimate, half);
    let variance = a.variance / (share_a * share_a) + b.variance / (share_b * share_b)
        - 2.0 * covariance / (share_a * share_b);
    let relative = |share: EstimatedShare, used: f64| math::sqrt(share.variance) / used;
    Some(LogOdds {
        estimate: math::ln(share_a) - math::ln(share_b),
        standard_error: math::sqrt(variance.max(0.0)),
        is_offset: offset_a || offset_b,
        relative_error: relative(a, share_a).max(relative(b, share_b)),
    })
}

/// How much of an actor's `n` passages a stance takes, on the scale of log odds:
/// `ln p − ln(1 − p)`, with the delta method's standard error `sqrt(V)/(p(1 − p))`. A share within
/// `0.5/n` of 0 or 1 is moved to lie `0.5/n` further inside, as in [`log_ratio_of_shares`]. `None`
/// as there. Checked by `the_odds_of_one_share_equal_the_formula`.
pub fn log_odds_of_share(share: EstimatedShare, n: usize) -> Option<LogOdds> {
    let rest = EstimatedShare {
        estimate: 1.0 - share.estimate,
        variance: share.variance,
    };
    let half = half_a_passage(n)?;
    if !share.is_usable() {
        return None;
    }
    let (low, is_low) = with_offset(share.estimate, half);
    let (high, is_high) = with_offset(rest.estimate, half);
    let p = if is_high { 1.0 - high } else { low };
    let error = math::sqrt(share.variance);
    Some(LogOdds {
        estimate: math::ln(p) - math::ln(1.0 - p),
        standard_error: error / (p * (1.0 - p)),
        is_offset: is_low || is_high,
        relative_error: error / p.min(1.0 - p),
    })
}

impl EstimatedShare {
    fn is_usable(self) -> bool {
        self.estimate.is_finite() && self.variance.is_finite() && self.variance >= 0.0
    }
}

/// `0.5/n`; one passage or none has no inside to move to.
fn half_a_passage(n: usize) -> Option<f64> {
    (n > 1).then(|| 0.5 / n as f64)
}

fn with_offset(share: f64, half: f64) -> (f64, bool) {
    if share <= half {
        (share.max(0.0) + half, true)
    } else {
        (share, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[track_caller]
    fn near(got: f64, want: f64, tolerance: f64) {
        assert!((got - want).abs() <= tolerance, "got {got}, want {want}");
    }

    fn share(estimate: f64, variance: f64) -> EstimatedShare {
        EstimatedShare { estimate, variance }
    }

    // Lowe et al. (2011) by manifestoR's formula: (R, L), position, standard error.
    #[test]
    fn positions_equal_the_published_ones() {
        for (plus, minus, estimate, error) in [
            (24.0, 6.0, 1.326_870_9, 0.441_205_7),
            (10.0, 0.0, 3.044_522_4, 1.447_493_7),
            (0.0, 0.0, 0.0, 2.0),
            (120.0, 60.0, 0.689_006_4, 0.157_568_0),
        ] {
            let got = lowe_position(plus, minus);
            near(got.estimate, estimate, 5e-8);
            near(got.standard_error, error, 5e-8);
        }
    }

    // ln(.4/.1) = 1.3862943611; .0016/.16 + .0009/.01 + 2(.0003)/.04 = .01 + .09 + .015 = .115.
    #[test]
    fn a_ratio_of_shares_equals_the_formula() {
        let got = log_ratio_of_shares(share(0.4, 0.0016), share(0.1, 0.0009), -0.0003, 100);
        let got = got.unwrap();
        near(got.estimate, 1.386_294_361_119_891, 1e-14);
        near(got.standard_error, 0.115_f64.sqrt(), 1e-14);
        // .03/.1
        near(got.relative_error, 0.3, 1e-14);
        assert!(!got.is_offset);
    }

    // n = 50: half a passage is .01. A share of −.02 becomes .01, one of .004 becomes .014.
    #[test]
    fn half_a_passage_is_added_to_shares_below_it() {
        let got = log_ratio_of_shares(share(-0.02, 0.0), share(0.2, 0.0), 0.0, 50).unwrap();
        near(got.estimate, math::ln(0.01 / 0.2), 1e-14);
        assert!(got.is_offset);
        let got = log_ratio_of_shares(share(0.2, 0.0), share(0.004, 0.0), 0.0, 50).unwrap();
        near(got.estimate, math::ln(0.2 / 0.014), 1e-14);
        assert_eq!(
            log_ratio_of_shares(share(0.2, 0.0), share(0.1, 0.0), 0.0, 0),
            None
        );
        assert_eq!(
            log_ratio_of_shares(share(0.2, -1.0), share(0.1, 0.0), 0.0, 9),
            None
        );
        assert_eq!(
            log_ratio_of_shares(share(f64::NAN, 0.0), share(0.1, 0.0), 0.0, 9),
            None
        );
    }

    // ln(.2/.8) = −1.3862943611; .04/(.2 × .8) = .25; .04/.2 = .2.
    #[test]
    fn the_odds_of_one_share_equal_the_formula() {
        let got = log_odds_of_share(share(0.2, 0.0016), 100).unwrap();
        near(got.estimate, -1.386_294_361_119_891, 1e-14);
        near(got.standard_error, 0.25, 1e-14);
        near(got.relative_error, 0.2, 1e-14);
        // n = 50: 1.01 lies .01 inside 1 at .99; 0 at .01.
        let high = log_odds_of_share(share(1.01, 0.0), 50).unwrap();
        near(high.estimate, math::ln(99.0), 1e-12);
        let low = log_odds_of_share(share(0.0, 0.0), 50).unwrap();
        near(low.estimate, -math::ln(99.0), 1e-12);
        assert!(high.is_offset && low.is_offset);
        assert_eq!(log_odds_of_share(share(0.5, 0.1), 1), None);
    }

    /// Shares .4 and .2 of 400 independent passages: V = p(1 − p)/n, Cov = −ab/n.
    #[test]
    fn the_delta_error_is_the_spread_of_repeated_samples() {
        let n = 400;
        let mut random = Random::new(1);
        let ratios: Vec<f64> = (0..2000)
            .map(|_| {
                let mut counts = [0_u32; 2];
                for _ in 0..n {
                    let u = random.unit();
                    if u < 0.6 {
                        counts[usize::from(u >= 0.4)] += 1;
                    }
                }
                math::ln(f64::from(counts[0]) / f64::from(counts[1]))
            })
            .collect();
        let mean = ratios.iter().sum::<f64>() / 2000.0;
        let squares: f64 = ratios.iter().map(|r| (r - mean) * (r - mean)).sum();
        let spread = math::sqrt(squares / 1999.0);
        let of = |p: f64| share(p, p * (1.0 - p) / 400.0);
        let got = log_ratio_of_shares(of(0.4), of(0.2), -0.08 / 400.0, 400).unwrap();
        // A spread of 2,000 draws has a relative error of 1/sqrt(2 × 2000) = .016; four of these.
        near(spread / got.standard_error, 1.0, 0.064);
    }
}
