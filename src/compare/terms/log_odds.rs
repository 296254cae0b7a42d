//! Weighted log-odds with an informative Dirichlet prior.

use crate::math;

/// The log-odds ratio of a term between two sides, and its variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogOdds {
    /// Above 0 where the first side uses the term more.
    pub delta: f64,
    /// Its variance, above 0.
    pub variance: f64,
}

impl LogOdds {
    /// `delta / sqrt(variance)`.
    pub fn z(&self) -> f64 {
        self.delta / math::sqrt(self.variance)
    }
}

/// How often each of two sides uses a term.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TermCounts {
    /// Occurrences on each side, from 0.
    pub occurrences: [f64; 2],
    /// Words of each side, above 0.
    pub words: [f64; 2],
}

/// The log-odds ratio of Monroe, Colaresi and Quinn (2008), equations 15, 16 and 19, with the full
/// variance:
/// `δ = ln[(y₁+α)/(n₁+a₀−y₁−α)] − ln[(y₂+α)/(n₂+a₀−y₂−α)]` and
/// `var = 1/(y₁+α) + 1/(y₂+α) + 1/(n₁+a₀−y₁−α) + 1/(n₂+a₀−y₂−α)`,
/// where y are occurrences, n words, α is the prior occurrences of the term (`prior`, above 0) and
/// a₀ those of all terms (`prior_mass`, above `prior`).
///
/// The paper's last step drops the third and fourth part of the variance, and with them every
/// frequent word looks significant; they are kept here. Checked by
/// `log_odds_equal_the_reference_table`.
pub fn log_odds(counts: &TermCounts, prior: f64, prior_mass: f64) -> LogOdds {
    let [used, other] = smoothed(counts, prior, prior_mass);
    LogOdds {
        delta: log_odds_ratio(counts, prior, prior_mass),
        variance: 1.0 / used.0 + 1.0 / other.0 + 1.0 / used.1 + 1.0 / other.1,
    }
}

/// δ of [`log_odds`], without its variance.
pub(super) fn log_odds_ratio(counts: &TermCounts, prior: f64, prior_mass: f64) -> f64 {
    let [used, other] = smoothed(counts, prior, prior_mass);
    math::ln_of_normal((used.0 * other.1) / (used.1 * other.0))
}

/// For each side the occurrences of the term and of other words, with those of the prior.
fn smoothed(counts: &TermCounts, prior: f64, prior_mass: f64) -> [(f64, f64); 2] {
    [0, 1].map(|side: usize| {
        let (y, n) = (counts.occurrences[side], counts.words[side]);
        (y + prior, n + prior_mass - y - prior)
    })
}

/// A stratum of a term: its counts, and the share that the term has of all words in the stratum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// The counts in the stratum.
    pub counts: TermCounts,
    /// The prior occurrences of the term in the stratum, above 0.
    pub prior: f64,
    /// The prior occurrences of all terms in the stratum.
    pub prior_mass: f64,
}

/// The weight of a stratum: `m·n₁·n₂ / (n₁+n₂)²` with `m = y₁ + y₂`, the inverse of the variance
/// that δ has where both sides use the term alike (Peto's V for a rare term; Yusuf et al. 1985).
/// It is 0 where a side has no text and where neither uses the term; it does not depend on which
/// side uses the term, so that it cannot pull the mean to one of them.
pub fn stratum_weight(counts: &TermCounts) -> f64 {
    let [n1, n2] = counts.words;
    let m = counts.occurrences[0] + counts.occurrences[1];
    if m > 0.0 && n1 > 0.0 && n2 > 0.0 {
        m * n1 * n2 / ((n1 + n2) * (n1 + n2))
    } else {
        0.0
    }
}

/// The weighted mean of δ over strata, `Σ w δ / Σ w`, with the variance `Σ w² var / (Σ w)²`;
/// `None` where every weight is 0. Checked by `strata_are_weighed_by_hand`.
pub fn stratified_log_odds(strata: impl IntoIterator<Item = Stratum>) -> Option<LogOdds> {
    let (mut weights, mut deltas, mut variances) = (0.0, 0.0, 0.0);
    for stratum in strata {
        let weight = stratum_weight(&stratum.counts);
        if weight > 0.0 {
            let found = log_odds(&stratum.counts, stratum.prior, stratum.prior_mass);
            weights += weight;
            deltas += weight * found.delta;
            variances += weight * weight * found.variance;
        }
    }
    (weights > 0.0).then(|| LogOdds {
        delta: deltas / weights,
        variance: variances / (weights * weights),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// term, y1, y2, background, δ and z (full variance) with a₀ = 500: methods, §5, and
    /// `tests/oracle/framing_terms.py`.
    const TABLE: [(&str, f64, f64, f64, f64, f64); 8] = [
        ("solidariteit", 24.0, 3.0, 60.0, 1.372_642, 3.310_050),
        ("opvang", 31.0, 14.0, 120.0, 0.582_101, 2.188_441),
        ("grens", 6.0, 29.0, 110.0, -0.979_014, -3.099_371),
        ("controle", 9.0, 33.0, 105.0, -0.902_018, -3.072_433),
        ("asielzoekers", 40.0, 44.0, 300.0, -0.055_958, -0.307_465),
        ("de", 510.0, 498.0, 6000.0, 0.132_232, 1.181_035),
        ("verdrag", 12.0, 5.0, 70.0, 0.540_812, 1.357_559),
        ("terugkeer", 0.0, 17.0, 40.0, -1.919_932, -3.065_799),
    ];

    #[test]
    fn log_odds_equal_the_reference_table() {
        for (term, y1, y2, background, delta, z) in TABLE {
            let counts = TermCounts {
                occurrences: [y1, y2],
                words: [632.0, 643.0],
            };
            let found = log_odds(&counts, 500.0 * background / 6805.0, 500.0);
            assert!((found.delta - delta).abs() < 1e-6, "{term}: {found:?}");
            assert!((found.z() - z).abs() < 1e-6, "{term}: {}", found.z());
        }
    }

    fn stratum(occurrences: [f64; 2], words: [f64; 2]) -> Stratum {
        Stratum {
            counts: TermCounts { occurrences, words },
            prior: 1.0,
            prior_mass: 10.0,
        }
    }

    // By hand. First stratum: y 3, 1; n 93, 97; weight 4·93·97/190² = .999557;
    // δ = ln[(4/99)/(2/105)] = ln(420/198) = .751988; var = 1/4 + 1/2 + 1/99 + 1/105 = .769625.
    // Second: y 0, 1; n 41, 92; weight 41·92/133² = .213240;
    // δ = ln[(1/50)/(2/100)] = 0; var = 1/1 + 1/2 + 1/50 + 1/100 = 1.53.
    // Mean: .999557·.751988/1.212797 = .619769.
    // Variance: (.999557²·.769625 + .213240²·1.53)/1.212797² = (.768943 + .069571)/1.470876
    // = .570078.
    #[test]
    fn strata_are_weighed_by_hand() {
        let strata = [
            stratum([3.0, 1.0], [93.0, 97.0]),
            stratum([0.0, 1.0], [41.0, 92.0]),
            stratum([5.0, 0.0], [80.0, 0.0]),
            stratum([0.0, 0.0], [80.0, 80.0]),
        ];
        let found = stratified_log_odds(strata).unwrap();
        assert!((found.delta - 0.619_769).abs() < 2e-6, "{found:?}");
        assert!((found.variance - 0.570_078).abs() < 2e-6, "{found:?}");
        let none = [stratum([0.0, 0.0], [80.0, 80.0])];
        assert_eq!(stratified_log_odds(none), None);
    }

    // A topic that one side speaks of more (200 of its 210 words, 10 of 210) with the same words
    // inside the topic: 10 % and 0 % in both strata. Pooled, it looks like framing.
    #[test]
    fn a_topic_is_no_frame() {
        let inside = stratum([20.0, 1.0], [200.0, 10.0]);
        let outside = stratum([0.0, 0.0], [10.0, 200.0]);
        let pooled = stratum([20.0, 1.0], [210.0, 210.0]);
        let found = stratified_log_odds([inside, outside]).unwrap();
        assert!(found.z().abs() < 1.0, "{}", found.z());
        let pooled = stratified_log_odds([pooled]).unwrap();
        assert!(pooled.z() > 2.5, "{}", pooled.z());
    }
}
