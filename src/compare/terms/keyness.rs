//! Keyness: how surprising it would be that two sides use a term alike.

use super::TermCounts;
use crate::math;

/// A table of two rows, the term and all other words, and two columns, the sides.
struct Cells {
    /// Row by row.
    observed: [f64; 4],
    /// From the margins, in the same order.
    expected: [f64; 4],
    /// Occurrences of the term, and of all other words.
    rows: [f64; 2],
    /// Words of each side.
    columns: [f64; 2],
    /// Words of both.
    n: f64,
}

impl Cells {
    fn of(counts: &TermCounts) -> Self {
        let [first, second] = counts.occurrences;
        let columns = counts.words;
        let n = columns[0] + columns[1];
        let rows = [first + second, n - first - second];
        let [used, other] = rows.map(|row| columns.map(|column| row * column / n));
        Self {
            observed: [first, second, columns[0] - first, columns[1] - second],
            expected: [used[0], used[1], other[0], other[1]],
            rows,
            columns,
            n,
        }
    }

    /// Minus where the first side uses the term less than expected.
    fn signed(&self, value: f64) -> f64 {
        if self.observed[0] > self.expected[0] {
            value
        } else {
            -value
        }
    }
}

/// The log-likelihood ratio `G² = 2 Σ O ln(O/E)` over all **four** cells (Dunning 1993), negative
/// where the first side uses the term less. Rayson's form takes two of the cells and is smaller.
/// Both sides must have words. Checked by `keyness_equals_the_reference_table`.
pub fn g2(counts: &TermCounts) -> f64 {
    let cells = Cells::of(counts);
    let parts = cells.observed.into_iter().zip(cells.expected);
    let sum: f64 = parts
        .filter(|(o, e)| *o > 0.0 && *e > 0.0)
        .map(|(o, e)| o * math::ln(o / e))
        .sum();
    cells.signed(2.0 * sum)
}

/// [`g2`] divided by Williams' correction
/// `q = 1 + (N/(a+b) + N/(c+d) − 1)(N/(a+c) + N/(b+d) − 1) / 6N` (Williams 1976). Checked by
/// `keyness_equals_quanteda`.
pub fn g2_williams(counts: &TermCounts) -> f64 {
    let cells = Cells::of(counts);
    let n = cells.n;
    let [rows, columns] =
        [cells.rows, cells.columns].map(|margins| n / margins[0] + n / margins[1] - 1.0);
    g2(counts) / (1.0 + rows * columns / (6.0 * n))
}

/// Pearson's `χ² = N(|ad−bc| − Nδ)² / ((a+b)(c+d)(a+c)(b+d))`, negative where the first side uses
/// the term less. With `yates`, δ = ½ where `|ad−bc| ≥ N/2` and an expectation is below 5, as in
/// quanteda; otherwise δ = 0. Checked by `keyness_equals_quanteda`.
pub fn chi_squared(counts: &TermCounts, yates: bool) -> f64 {
    let cells = Cells::of(counts);
    let [a, b, c, d] = cells.observed;
    let product = (a * d - b * c).abs();
    let is_sparse = cells.expected.into_iter().any(|e| e < 5.0);
    let correction = if yates && is_sparse && product >= cells.n / 2.0 {
        cells.n / 2.0
    } else {
        0.0
    };
    let difference = product - correction;
    let margins: f64 = cells.rows.into_iter().chain(cells.columns).product();
    cells.signed(cells.n * difference * difference / margins)
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
