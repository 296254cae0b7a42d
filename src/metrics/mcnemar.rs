//! McNemar's test: do two classifiers err on the same passages equally often?

use crate::math;

/// What McNemar's test says of two classifiers on the same passages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct McNemar {
    /// Two-sided exact p-value, 0 to 1.
    pub exact_p: f64,
    /// Two-sided mid-p-value, 0 to 1.
    pub mid_p: f64,
    /// `(n10 − n01)² / (n10 + n01)`, 0 or more.
    pub chi2: f64,
    /// The p-value of `chi2` with 1 degree of freedom.
    pub chi2_p: f64,
    /// `(|n10 − n01| − 1)² / (n10 + n01)`; 0 where both are equal.
    pub chi2_corrected: f64,
}

/// McNemar's test of `n10` passages that only the first of two classifiers has right, and `n01`
/// that only the second has.
///
/// With `n = n10 + n01` and X binomial over n trials of chance ½, `exact = 2 P(X ≤ min)`, at most
/// 1, and `mid_p = exact − P(X = min)`, which keeps its level and has more power (Fagerland,
/// Lydersen & Laake 2013). Both take passages as independent: passages of one exchange are not,
/// so that the p-values come out too small. Without a passage that only one has right, p is 1.
/// Checked by `p_values_equal_statsmodels`.
pub fn mcnemar(n10: usize, n01: usize) -> McNemar {
    let n = (n10 + n01) as f64;
    let least = n10.min(n01);
    let ln_factorial = |k: f64| math::ln_gamma(k + 1.0);
    let probability = |k: usize| {
        let k = k as f64;
        let ln_choices = ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
        math::exp(ln_choices - n * std::f64::consts::LN_2)
    };
    let twice_below: f64 = 2.0 * (0..=least).map(probability).sum::<f64>();
    let difference = n10.abs_diff(n01) as f64;
    let per_n = |square: f64| if n > 0.0 { square / n } else { 0.0 };
    let chi2 = per_n(difference * difference);
    let corrected = (difference - 1.0).max(0.0);
    McNemar {
        exact_p: twice_below.min(1.0),
        mid_p: (twice_below - probability(least)).clamp(0.0, 1.0),
        chi2,
        chi2_p: math::erfc(math::sqrt(chi2 / 2.0)),
        chi2_corrected: per_n(corrected * corrected),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: f64, want: f64) {
        assert!(
            (got - want).abs() <= 1e-9 * want.abs().max(1e-6),
            "got {got}, want {want}"
        );
    }

    // tests/oracle/paired_tests.py
    #[test]
    fn p_values_equal_statsmodels() {
        let first = mcnemar(121, 60);
        near(first.exact_p, 6.789_517_574_18e-6);
        near(first.mid_p, 5.028_082_184_98e-6);
        near(first.chi2, 20.558_011_049_7);
        near(first.chi2_p, 5.785_118_276_99e-6);
        near(first.chi2_corrected, 19.889_502_762_4);
        let second = mcnemar(6, 16);
        near(second.exact_p, 0.052_478_790_283_2);
        near(second.mid_p, 0.034_689_664_840_7);
        near(second.chi2, 4.545_454_545_45);
        near(second.chi2_corrected, 3.681_818_181_82);
        let large = mcnemar(900, 1100);
        near(large.exact_p, 8.457_089_535_5e-6);
        near(large.mid_p, 7.656_628_347_76e-6);
        assert_eq!(mcnemar(16, 6), second);
    }

    #[test]
    fn classifiers_that_err_alike_do_not_differ() {
        for n in [0, 1, 5] {
            let same = mcnemar(n, n);
            near(same.exact_p, 1.0);
            near(same.mid_p, 1.0);
            near(same.chi2, 0.0);
            near(same.chi2_corrected, 0.0);
        }
        // 3 of 3: exact 2 · 1/8, mid-p less 1/8.
        near(mcnemar(0, 3).exact_p, 0.25);
        near(mcnemar(0, 3).mid_p, 0.125);
    }
}
