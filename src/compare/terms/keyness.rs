//! Keyness: how surprising it would be that two sides use a term alike.

use super::TermCounts;
use crate::math;

/// The four cells of a term: used and not used, on the first and on the second side.
fn cells(counts: &TermCounts) -> [f64; 4] {
    let [a, b] = counts.occurrences;
    let [n1, n2] = counts.words;
    [a, b, n1 - a, n2 - b]
}

/// The expectation of each cell from its row and column, in the order of [`cells`].
fn expected([a, b, c, d]: [f64; 4]) -> [f64; 4] {
    let n = a + b + c + d;
    [
        (a + b) * (a + c) / n,
        (a + b) * (b + d) / n,
        (c + d) * (a + c) / n,
        (c + d) * (b + d) / n,
    ]
}

/// Minus where the first side uses the term less than expected.
fn signed(value: f64, counts: &TermCounts) -> f64 {
    let observed = cells(counts);
    if observed[0] > expected(observed)[0] {
        value
    } else {
        -value
    }
}

/// The log-likelihood ratio `G² = 2 Σ O ln(O/E)` over all **four** cells (Dunning 1993), negative
/// where the first side uses the term less. Rayson's form takes two of the cells and is smaller.
/// Both sides must have words. Checked by `keyness_equals_the_reference_table`.
pub fn g2(counts: &TermCounts) -> f64 {
    let observed = cells(counts);
    let parts = observed.into_iter().zip(expected(observed));
    let sum: f64 = parts
        .filter(|(o, e)| *o > 0.0 && *e > 0.0)
        .map(|(o, e)| o * math::ln(o / e))
        .sum();
    signed(2.0 * sum, counts)
}

/// [`g2`] divided by Williams' correction
/// `q = 1 + (N/(a+b) + N/(c+d) − 1)(N/(a+c) + N/(b+d) − 1) / 6N` (Williams 1976). Checked by
/// `keyness_equals_quanteda`.
pub fn g2_williams(counts: &TermCounts) -> f64 {
    let [a, b, c, d] = cells(counts);
    let n = a + b + c + d;
    let rows = n / (a + b) + n / (c + d) - 1.0;
    let columns = n / (a + c) + n / (b + d) - 1.0;
    g2(counts) / (1.0 + rows * columns / (6.0 * n))
}

/// Pearson's `χ² = N(|ad−bc| − Nδ)² / ((a+b)(c+d)(a+c)(b+d))`, negative where the first side uses
/// the term less. With `yates`, δ = ½ where `|ad−bc| ≥ N/2` and an expectation is below 5, as in
/// quanteda; otherwise δ = 0. Checked by `keyness_equals_quanteda`.
pub fn chi_squared(counts: &TermCounts, yates: bool) -> f64 {
    let observed = cells(counts);
    let [a, b, c, d] = observed;
    let n = a + b + c + d;
    let product = (a * d - b * c).abs();
    let is_sparse = expected(observed).into_iter().any(|e| e < 5.0);
    let delta = if yates && is_sparse && product >= n / 2.0 {
        0.5
    } else {
        0.0
    };
    let difference = product - n * delta;
    let margins = (a + b) * (c + d) * (a + c) * (b + d);
    signed(n * difference * difference / margins, counts)
}

/// The logarithm to base 2 of the ratio of the two rates, with ½ in place of no occurrence. Both
/// sides must have words. Checked by `keyness_equals_the_reference_table`.
pub fn log2_ratio(counts: &TermCounts) -> f64 {
    let rate = |side: usize| counts.occurrences[side].max(0.5) / counts.words[side];
    math::log2(rate(0) / rate(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(occurrences: [f64; 2], words: [f64; 2]) -> TermCounts {
        TermCounts { occurrences, words }
    }

    /// term, y1, y2, G², χ², log2 ratio: methods, §5, and `tests/oracle/framing_terms.py`.
    const TABLE: [(&str, f64, f64, f64, f64, f64); 8] = [
        ("solidariteit", 24.0, 3.0, 19.318_714, 17.060_214, 3.024_894),
        ("opvang", 31.0, 14.0, 7.126_984, 6.965_237, 1.171_736),
        ("grens", 6.0, 29.0, -16.471_438, -15.136_639, -2.248_124),
        ("controle", 9.0, 33.0, -14.621_820, -13.757_472, -1.849_575),
        (
            "asielzoekers",
            40.0,
            44.0,
            -0.136_787,
            -0.136_726,
            -0.112_609,
        ),
        ("de", 510.0, 498.0, 2.031_688, 2.029_380, 0.059_246),
        ("verdrag", 12.0, 5.0, 3.132_546, 3.045_229, 1.287_929),
        ("terugkeer", 0.0, 17.0, -23.500_718, -16.934_975, -5.062_569),
    ];

    #[test]
    fn keyness_equals_the_reference_table() {
        for (term, y1, y2, g, chi, ratio) in TABLE {
            let found = counts([y1, y2], [632.0, 643.0]);
            assert!((g2(&found) - g).abs() < 1e-6, "{term}");
            assert!((chi_squared(&found, false) - chi).abs() < 1e-6, "{term}");
            assert!((log2_ratio(&found) - ratio).abs() < 1e-6, "{term}");
        }
    }

    // quanteda's own test: d1 "b×7 a×3", d2 "a×7 b×2", term b.
    #[test]
    fn keyness_equals_quanteda() {
        let b = counts([7.0, 2.0], [10.0, 9.0]);
        assert!((chi_squared(&b, false) - 4.337_160_494).abs() < 1e-9);
        assert!((chi_squared(&b, true) - 2.632_438_272).abs() < 1e-9);
        assert!((g2(&b) - 4.534_939_332).abs() < 1e-9);
        assert!((g2_williams(&b) - 4.200_833_412).abs() < 1e-9);
    }

    #[test]
    fn a_term_that_nobody_uses_is_no_key() {
        assert!(g2(&counts([0.0, 0.0], [10.0, 10.0])).abs() < 1e-12);
    }
}
