//! How many units each stratum gets.

use std::cmp::Ordering;

use super::AuditError;
use crate::math;

/// How the sample is divided among strata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allocation {
    /// As many for each value of the first variable of the strata, and as many for each stratum
    /// within it.
    Equal,
    /// In proportion to the size of the strata: `n_h ∝ N_h`.
    Proportional,
    /// Smallest error of the overall share: `n_h ∝ N_h s_h`, with `s_h` the spread of the stratum.
    Neyman,
    /// As many for each value of the first variable; within it as [`Allocation::Neyman`].
    EqualNeyman,
}

impl Allocation {
    /// All allocations.
    pub const ALL: [Self; 4] = [
        Self::Equal,
        Self::Proportional,
        Self::Neyman,
        Self::EqualNeyman,
    ];

    /// The allocation as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Proportional => "proportional",
            Self::Neyman => "neyman",
            Self::EqualNeyman => "equal-neyman",
        }
    }

    /// Whether strata need a spread.
    pub fn needs_spread(self) -> bool {
        matches!(self, Self::Neyman | Self::EqualNeyman)
    }

    fn starts_equal(self) -> bool {
        matches!(self, Self::Equal | Self::EqualNeyman)
    }

    fn weight(self, stratum: &StratumSize) -> f64 {
        match self {
            Self::Equal => 1.0,
            Self::Proportional => stratum.n_units as f64,
            Self::Neyman | Self::EqualNeyman => stratum.n_units as f64 * stratum.spread,
        }
    }
}

/// A stratum before its sample is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct StratumSize {
    /// The value of the first variable.
    pub first: String,
    /// Units in the frame, `N_h`.
    pub n_units: usize,
    /// How far labels lie from calibrated probabilities, `s_h`; 0 where not needed.
    pub spread: f64,
}

/// How many units are drawn from each stratum, `n_h`: `n` in all, at least `floor` (or the whole
/// stratum) and at most `N_h` of each.
///
/// Units are given out one by one, each to the stratum with the largest `w_h / sqrt(k (k + 1))`,
/// `k` being what it has already. For Neyman's weights this is the exact optimum in whole numbers
/// (Wright 2012, "The equivalence of Neyman optimum allocation for sampling and equal proportions
/// for apportioning the U.S. House of Representatives"), and a larger `n` never takes a unit from a
/// stratum, so that a sample can be extended.
///
/// # Errors
/// [`AuditError::TooFew`] where `n` is less than the floors together.
pub fn allocate(
    strata: &[StratumSize],
    n: usize,
    floor: usize,
    allocation: Allocation,
) -> Result<Vec<usize>, AuditError> {
    let lower = |stratum: &StratumSize| floor.max(1).min(stratum.n_units);
    let needed: usize = strata.iter().map(lower).sum();
    if n < needed {
        return Err(AuditError::TooFew {
            n,
            needed,
            floor,
            n_strata: strata.len(),
        });
    }
    let whole: Vec<Share> = strata
        .iter()
        .map(|stratum| Share {
            lower: lower(stratum),
            upper: stratum.n_units,
            weight: allocation.weight(stratum),
        })
        .collect();
    if !allocation.starts_equal() {
        return Ok(apportion(n, &whole));
    }
    let mut firsts: Vec<&str> = strata.iter().map(|s| s.first.as_str()).collect();
    firsts.sort_unstable();
    firsts.dedup();
    let members = |first: &str| -> Vec<usize> {
        let places = (0..strata.len()).filter(|&i| strata.get(i).is_some_and(|s| s.first == first));
        places.collect()
    };
    let of_first: Vec<Share> = firsts
        .iter()
        .map(|first| sum_of(members(first).iter().filter_map(|&i| whole.get(i))))
        .collect();
    let mut drawn = vec![0; strata.len()];
    for (first, n) in firsts.iter().zip(apportion(n, &of_first)) {
        let places = members(first);
        let shares: Vec<Share> = places
            .iter()
            .filter_map(|&i| whole.get(i).copied())
            .collect();
        for (place, n) in places.into_iter().zip(apportion(n, &shares)) {
            if let Some(slot) = drawn.get_mut(place) {
                *slot = n;
            }
        }
    }
    Ok(drawn)
}

/// What one stratum may get, and its claim to it.
#[derive(Debug, Clone, Copy)]
struct Share {
    lower: usize,
    upper: usize,
    weight: f64,
}

/// All strata of one value of the first variable; each value weighs the same.
fn sum_of<'a>(shares: impl Iterator<Item = &'a Share>) -> Share {
    let start = Share {
        lower: 0,
        upper: 0,
        weight: 1.0,
    };
    shares.fold(start, |sum, share| Share {
        lower: sum.lower + share.lower,
        upper: sum.upper + share.upper,
        weight: 1.0,
    })
}

fn apportion(n: usize, shares: &[Share]) -> Vec<usize> {
    let mut given: Vec<usize> = shares.iter().map(|share| share.lower).collect();
    let mut left = n.saturating_sub(given.iter().sum());
    while left > 0 {
        let open = (0..shares.len()).filter(|&i| has_room(shares.get(i), given.get(i)));
        let Some(best) = open.max_by(|&a, &b| compare(shares, &given, a, b)) else {
            break;
        };
        if let Some(k) = given.get_mut(best) {
            *k += 1;
        }
        left -= 1;
    }
    given
}

fn has_room(share: Option<&Share>, given: Option<&usize>) -> bool {
    share
        .zip(given)
        .is_some_and(|(share, &given)| given < share.upper)
}

/// By priority; of equals the one with less, then the earlier one is greater.
fn compare(shares: &[Share], given: &[usize], a: usize, b: usize) -> Ordering {
    let of = |i: usize| {
        let weight = shares.get(i).map_or(0.0, |share| share.weight);
        let k = given.get(i).copied().unwrap_or(0);
        (weight / math::sqrt((k * (k + 1)).max(1) as f64), k)
    };
    let ((pa, ka), (pb, kb)) = (of(a), of(b));
    pa.total_cmp(&pb).then(kb.cmp(&ka)).then(b.cmp(&a))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strata(sizes: &[(&str, usize, f64)]) -> Vec<StratumSize> {
        let stratum = |&(first, n_units, spread): &(&str, usize, f64)| StratumSize {
            first: first.to_owned(),
            n_units,
            spread,
        };
        sizes.iter().map(stratum).collect()
    }

    #[test]
    fn neyman_gives_by_size_times_spread() {
        // N s = 300 · .4 : 100 · .2 : 100 · .6 = 120 : 20 : 60; of 20: 12, 2, 6.
        let strata = strata(&[("a", 300, 0.4), ("b", 100, 0.2), ("c", 100, 0.6)]);
        assert_eq!(
            allocate(&strata, 20, 1, Allocation::Neyman).unwrap(),
            [12, 2, 6]
        );
        assert_eq!(
            allocate(&strata, 20, 5, Allocation::Neyman).unwrap(),
            [10, 5, 5]
        );
        // N = 300 : 100 : 100; of 20: 12, 4, 4.
        assert_eq!(
            allocate(&strata, 20, 1, Allocation::Proportional).unwrap(),
            [12, 4, 4]
        );
    }

    #[test]
    fn equal_is_equal_for_the_first_variable_and_takes_small_strata_whole() {
        let strata = strata(&[
            ("a", 200, 0.1),
            ("a", 40, 0.5),
            ("b", 100, 0.3),
            ("c", 4, 0.3),
        ]);
        assert_eq!(
            allocate(&strata, 44, 5, Allocation::Equal).unwrap(),
            [10, 10, 20, 4]
        );
        // Within `a`: N s = 20 : 20.
        assert_eq!(
            allocate(&strata, 44, 5, Allocation::EqualNeyman).unwrap(),
            [10, 10, 20, 4]
        );
        assert_eq!(
            allocate(&strata, 9999, 5, Allocation::Equal).unwrap(),
            [200, 40, 100, 4]
        );
    }

    #[test]
    fn a_larger_sample_takes_nothing_away() {
        let strata = strata(&[
            ("a", 90, 0.31),
            ("a", 40, 0.5),
            ("b", 33, 0.27),
            ("c", 8, 0.0),
        ]);
        for allocation in Allocation::ALL {
            let mut before = allocate(&strata, 12, 3, allocation).unwrap();
            for n in 13..=171 {
                let after = allocate(&strata, n, 3, allocation).unwrap();
                assert_eq!(after.iter().sum::<usize>(), n);
                assert!(after.iter().zip(&before).all(|(a, b)| a >= b), "{after:?}");
                before = after;
            }
        }
    }

    #[test]
    fn fewer_than_the_floors_are_refused() {
        let strata = strata(&[("a", 90, 0.3), ("b", 3, 0.3)]);
        let error = allocate(&strata, 7, 5, Allocation::Equal).unwrap_err();
        assert_eq!(
            error.to_string(),
            "7 units cannot give each of 2 strata its floor of 5; expected 8 or more"
        );
    }
}
