//! How firm a difference is: groups of passages are drawn again, and the log-odds taken anew.

use std::ops::Range;

use crate::metrics::{Interval, cluster_bootstrap, quantile};

use super::log_odds::{
    LogOdds, Stratum, TermCounts, log_odds, log_odds_ratio, stratified_log_odds,
};

/// The share of the bootstrap that an interval covers.
pub(super) const CONF_LEVEL: f64 = 0.95;

/// Samples on the lesser side of 0 from which on a term is known to be no claim.
const CLEAR_TAIL: usize = 10;

/// How often each group is drawn in each bootstrap sample.
pub(super) struct Draws {
    n_resamples: usize,
    /// By group, then by sample.
    times: Vec<u8>,
}

impl Draws {
    /// Draws as many groups as there are, with replacement.
    pub(super) fn new(n_groups: usize, n_resamples: u32, seed: u64) -> Self {
        // A group is drawn once on average, and 256 times in no run that anybody will see.
        let small = |&n: &u32| u8::try_from(n).unwrap_or(u8::MAX);
        let samples = cluster_bootstrap(n_groups, n_resamples, seed, |times| {
            times.iter().map(small).collect::<Vec<u8>>()
        });
        let mut times = Vec::with_capacity(n_groups * samples.len());
        for group in 0..n_groups {
            times.extend(samples.iter().filter_map(|sample| sample.get(group)));
        }
        Self {
            n_resamples: samples.len(),
            times,
        }
    }

    /// Adds `n`, times how often the group was drawn, to the sums of the samples in `range`.
    fn add(&self, group: usize, n: f64, range: &Range<usize>, sums: &mut [f64]) {
        let start = group * self.n_resamples;
        let times = self.times.get(start + range.start..start + range.end);
        for (sum, &times) in sums.iter_mut().zip(times.unwrap_or(&[])) {
            *sum += n * f64::from(times);
        }
    }
}

/// What one group holds on one side in one stratum: words, or occurrences of a term.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part {
    /// The term, by its place among those that are tested; 0 for words.
    pub(super) slot: usize,
    pub(super) stratum: usize,
    pub(super) side: usize,
    /// By its place among the groups of the comparison.
    pub(super) group: usize,
    pub(super) n: f64,
}

/// Puts parts of one group, side, stratum and term together.
pub(super) fn merge(mut parts: Vec<Part>) -> Vec<Part> {
    let key = |part: &Part| (part.slot, part.stratum, part.side, part.group);
    parts.sort_by_key(key);
    let runs = parts.chunk_by(|a, b| key(a) == key(b));
    runs.filter_map(|run| {
        let n = run.iter().map(|part| part.n).sum();
        Some(Part { n, ..*run.first()? })
    })
    .collect()
}

/// A stratum in which both sides have text.
pub(super) struct StratumText {
    words: [f64; 2],
    prior_mass: f64,
    /// Words of each side in each bootstrap sample.
    drawn: [Vec<f64>; 2],
    /// `n₁·n₂ / (n₁+n₂)²` in each: the weight of one occurrence ([`stratum_weight`]).
    ///
    /// [`stratum_weight`]: super::stratum_weight
    balance: Vec<f64>,
}

/// The strata of a comparison; `None` where a side has no text.
pub(super) struct Strata {
    strata: Vec<Option<StratumText>>,
    draws: Draws,
}

impl Strata {
    /// From the words of the groups, merged; each stratum has a prior of its own, worth at most
    /// `max_prior_mass` words.
    pub(super) fn new(words: &[Part], n_strata: usize, max_prior_mass: f64, draws: Draws) -> Self {
        let strata = (0..n_strata).map(|stratum| {
            let mut text = StratumText {
                words: [0.0; 2],
                prior_mass: 0.0,
                drawn: [(); 2].map(|()| vec![0.0; draws.n_resamples]),
                balance: Vec::new(),
            };
            let all = 0..draws.n_resamples;
            for part in words.iter().filter(|part| part.stratum == stratum) {
                text.words[part.side] += part.n;
                draws.add(part.group, part.n, &all, &mut text.drawn[part.side]);
            }
            let [n1, n2] = &text.drawn;
            text.balance = n1
                .iter()
                .zip(n2)
                .map(|(n1, n2)| balance(*n1, *n2))
                .collect();
            text.prior_mass = prior_mass(text.words, max_prior_mass);
            (text.words[0] > 0.0 && text.words[1] > 0.0).then_some(text)
        });
        Self {
            strata: strata.collect(),
            draws,
        }
    }

    /// What the priors of all strata in which both sides have text are worth, in words.
    pub(super) fn prior_mass(&self) -> f64 {
        self.strata
            .iter()
            .flatten()
            .map(|text| text.prior_mass)
            .sum()
    }

    /// The share of the words of each side that stands in strata where both have text.
    pub(super) fn shares(&self, words: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|side: usize| {
            let both = self.strata.iter().flatten();
            let n: f64 = both.map(|text| text.words[side]).sum();
            if words[side] > 0.0 {
                n / words[side]
            } else {
                0.0
            }
        })
    }

    fn text(&self, stratum: usize) -> Option<&StratumText> {
        self.strata.get(stratum)?.as_ref()
    }

    /// The difference in the use of one term whose occurrences are `parts`, merged; `share` gives
    /// its share of all words in a stratum. `None` where it occurs in no stratum in which both
    /// sides have text.
    ///
    /// Where after `n_first` samples, or twice, four times ... as many, [`CLEAR_TAIL`] lie on either
    /// side of 0, no more are drawn (Besag & Clifford 1991): such a term is far from any claim.
    pub(super) fn estimate(
        &self,
        parts: &[Part],
        share: impl Fn(usize) -> f64,
        n_first: usize,
    ) -> Option<TermEstimate> {
        let cells: Vec<TermCell<'_>> = parts
            .chunk_by(|a, b| a.stratum == b.stratum)
            .filter_map(|parts| {
                let stratum = parts.first()?.stratum;
                Some(TermCell {
                    parts,
                    text: self.text(stratum)?,
                    share: share(stratum),
                })
            })
            .collect();
        let with_prior =
            |factor: f64| stratified_log_odds(cells.iter().map(|cell| cell.stratum(factor)));
        let found = with_prior(1.0)?;
        let z = |factor| with_prior(factor).map_or(0.0, |odds| odds.z());
        let drawn = self.drawn_until_clear(&cells, n_first);
        Some(TermEstimate {
            is_complete: drawn.len() == self.draws.n_resamples,
            delta: found,
            z_prior_tenth: z(0.1),
            z_prior_double: z(2.0),
            p: two_sided_p(&drawn),
            interval: interval(drawn),
            n_strata: cells.len(),
        })
    }

    /// The weighted mean of δ in the first samples: in all where they do not clearly lie on both
    /// sides of 0.
    fn drawn_until_clear(&self, cells: &[TermCell<'_>], n_first: usize) -> Vec<f64> {
        let n = self.draws.n_resamples;
        let mut end = n_first.clamp(1, n.max(1)).min(n);
        let mut drawn = self.drawn(cells, &(0..end));
        while end < n && lesser_tail(&drawn) < CLEAR_TAIL {
            let next = (2 * end).min(n);
            drawn.extend(self.drawn(cells, &(end..next)));
            end = next;
        }
        drawn
    }

    /// The weighted mean of δ in each bootstrap sample of `range`; 0 where the sample holds no
    /// stratum with the term and text of both sides, which speaks neither for nor against a
    /// difference.
    fn drawn(&self, cells: &[TermCell<'_>], range: &Range<usize>) -> Vec<f64> {
        let (mut weights, mut deltas) = (vec![0.0; range.len()], vec![0.0; range.len()]);
        let mut occurrences = [(); 2].map(|()| vec![0.0; range.len()]);
        for cell in cells {
            for side in &mut occurrences {
                side.fill(0.0);
            }
            for part in cell.parts {
                let sums = &mut occurrences[part.side];
                self.draws.add(part.group, part.n, range, sums);
            }
            let (prior, mass) = cell.prior(1.0);
            let [y1, y2] = &occurrences;
            let [n1, n2] = cell.text.drawn.each_ref().map(|drawn| within(drawn, range));
            let balance = within(&cell.text.balance, range);
            let counts = y1.iter().zip(y2).zip(n1.iter().zip(n2)).zip(balance);
            let sums = weights.iter_mut().zip(&mut deltas);
            for ((((y1, y2), (n1, n2)), balance), (weight_sum, delta_sum)) in counts.zip(sums) {
                let weight = (y1 + y2) * balance;
                let counts = TermCounts {
                    occurrences: [*y1, *y2],
                    words: [*n1, *n2],
                };
                // Without a branch before it: the logarithms of several samples are taken at once.
                let delta = log_odds_ratio(&counts, prior, mass);
                *weight_sum += weight;
                *delta_sum += if weight > 0.0 { weight * delta } else { 0.0 };
            }
        }
        let sums = deltas.into_iter().zip(weights);
        sums.map(|(delta, weight)| if weight > 0.0 { delta / weight } else { 0.0 })
            .collect()
    }
}

fn within<'v>(values: &'v [f64], range: &Range<usize>) -> &'v [f64] {
    values.get(range.clone()).unwrap_or(&[])
}

fn balance(n1: f64, n2: f64) -> f64 {
    if n1 > 0.0 && n2 > 0.0 {
        n1 * n2 / ((n1 + n2) * (n1 + n2))
    } else {
        0.0
    }
}

/// A term in a stratum.
struct TermCell<'s> {
    parts: &'s [Part],
    text: &'s StratumText,
    share: f64,
}

impl TermCell<'_> {
    /// The prior of the term and of all terms, `factor` times as strong as set.
    fn prior(&self, factor: f64) -> (f64, f64) {
        let mass = factor * self.text.prior_mass;
        (mass * self.share, mass)
    }

    fn stratum(&self, factor: f64) -> Stratum {
        let mut occurrences = [0.0; 2];
        for part in self.parts {
            occurrences[part.side] += part.n;
        }
        let (prior, prior_mass) = self.prior(factor);
        Stratum {
            counts: TermCounts {
                occurrences,
                words: self.text.words,
            },
            prior,
            prior_mass,
        }
    }
}

/// How differently two sides use a term.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TermEstimate {
    pub(super) delta: LogOdds,
    pub(super) z_prior_tenth: f64,
    pub(super) z_prior_double: f64,
    pub(super) interval: Interval,
    pub(super) p: f64,
    pub(super) n_strata: usize,
    /// Whether `interval` and `p` rest on all bootstrap samples.
    pub(super) is_complete: bool,
}

/// `2 (1 + min(#{δ* ≤ 0}, #{δ* ≥ 0})) / (B + 1)`, at most 1 (Davison and Hinkley 1997, §4.4): never
/// 0, for B samples cannot tell a smaller one.
fn two_sided_p(drawn: &[f64]) -> f64 {
    (2.0 * (1 + lesser_tail(drawn)) as f64 / (drawn.len() + 1) as f64).min(1.0)
}

/// `min(#{δ* ≤ 0}, #{δ* ≥ 0})`.
fn lesser_tail(drawn: &[f64]) -> usize {
    let below = drawn.iter().filter(|delta| **delta <= 0.0).count();
    let above = drawn.iter().filter(|delta| **delta >= 0.0).count();
    below.min(above)
}

fn interval(mut drawn: Vec<f64>) -> Interval {
    drawn.sort_by(f64::total_cmp);
    let tail = (1.0 - CONF_LEVEL) / 2.0;
    let end = |share| quantile(&drawn, share).unwrap_or(0.0);
    Interval {
        low: end(tail),
        high: end(1.0 - tail),
    }
}

/// The prior's worth in words: half the mean size of the two sides, at most `most`.
pub(super) fn prior_mass(words: [f64; 2], most: f64) -> f64 {
    most.min((words[0] + words[1]) / 4.0)
}

/// The log-odds without strata; `share` is the term's share of all words.
pub(super) fn unstratified(counts: &TermCounts, share: f64, prior_mass: f64) -> LogOdds {
    log_odds(counts, prior_mass * share, prior_mass)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(side: usize, group: usize, n: f64) -> Part {
        Part {
            slot: 0,
            stratum: 0,
            side,
            group,
            n,
        }
    }

    #[test]
    fn p_counts_both_tails() {
        // 3 of 19 at or below 0: 2 · 4/20.
        let drawn: Vec<f64> = (0..19).map(|i| f64::from(i) - 2.0).collect();
        assert!((two_sided_p(&drawn) - 0.4).abs() < 1e-12);
        assert!((two_sided_p(&[0.0; 9]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn parts_of_one_group_are_one() {
        let merged = merge(vec![part(0, 1, 2.0), part(1, 0, 1.0), part(0, 1, 3.0)]);
        assert_eq!(merged, [part(0, 1, 5.0), part(1, 0, 1.0)]);
    }

    // Groups 0-4 on one side, 5-9 on the other, 100 words each.
    fn strata() -> Strata {
        let words: Vec<Part> = (0..10).map(|g| part(g / 5, g, 100.0)).collect();
        Strata::new(&words, 1, 250.0, Draws::new(10, 400, 1))
    }

    #[test]
    fn a_word_of_one_group_is_less_firm_than_a_word_of_all() {
        let strata = strata();
        let all: Vec<Part> = (0..5).map(|g| part(0, g, 4.0)).collect();
        let all = strata.estimate(&all, |_| 0.02, 400).unwrap();
        let one = strata.estimate(&[part(0, 0, 20.0)], |_| 0.02, 400).unwrap();
        assert!((all.delta.delta - one.delta.delta).abs() < 1e-12);
        assert!(all.p < 0.01 && one.p > 0.3, "{} {}", all.p, one.p);
        assert!(all.interval.low > 0.0 && one.interval.low <= 0.0);
        assert!(all.z_prior_tenth > all.delta.z() * 0.5 && all.z_prior_double < all.delta.z());
    }

    // The same words on both sides: half of the samples lie on either side of 0, so that 50 of them tell
    // enough. A word of one side alone is drawn to the end.
    #[test]
    fn samples_end_where_a_term_is_far_from_a_claim() {
        let strata = strata();
        let alike: Vec<Part> = (0..10)
            .map(|g| part(g / 5, g, (1 + g % 2) as f64))
            .collect();
        let left = strata.estimate(&alike, |_| 0.02, 50).unwrap();
        let whole = strata.estimate(&alike, |_| 0.02, 400).unwrap();
        assert!(!left.is_complete && left.p > 0.2, "{}", left.p);
        assert!((left.p - whole.p).abs() < 0.3 && whole.is_complete);
        let one_sided: Vec<Part> = (0..5).map(|g| part(0, g, 4.0)).collect();
        let found = strata.estimate(&one_sided, |_| 0.02, 50).unwrap();
        let whole = strata.estimate(&one_sided, |_| 0.02, 400).unwrap();
        assert!(found.is_complete && (found.p - whole.p).abs() < 1e-12);
        assert_eq!(found.interval, whole.interval);
    }

    // Half of (500 + 500)/2, and half of (9000 + 500)/2 = 2375, which is more than 500.
    #[test]
    fn the_prior_is_half_a_side_at_most() {
        assert!((prior_mass([500.0, 500.0], 500.0) - 250.0).abs() < 1e-12);
        assert!((prior_mass([9000.0, 500.0], 500.0) - 500.0).abs() < 1e-12);
    }
}
