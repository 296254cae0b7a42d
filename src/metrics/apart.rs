//! Which of several measured shares lie apart, and whether their intervals say so.

use super::Interval;

/// Two of several shares, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apart {
    /// The place of the higher share.
    pub high: usize,
    /// The place of the lower.
    pub low: usize,
    /// Whether their intervals have no number in common. That is a stricter rule than an interval of
    /// the difference: of two independent shares that are equal and known about as well, the 95 %
    /// intervals part in less than one of a hundred pairs (Schenker and Gentleman 2001), which leaves
    /// some room for looking at several pairs.
    pub is_certain: bool,
}

/// The two shares that lie farthest apart, by more than `least`: of those whose intervals part, if
/// there are any, else of all. Of equal distances the first in the order given. `None` where no two
/// lie that far apart.
pub fn farthest_apart(shares: &[(f64, Interval)], least: f64) -> Option<Apart> {
    let mut found: Option<(bool, f64, Apart)> = None;
    for (high, (above, of_above)) in shares.iter().enumerate() {
        for (low, (below, of_below)) in shares.iter().enumerate() {
            let distance = above - below;
            if distance <= least {
                continue;
            }
            let is_certain = of_above.low > of_below.high;
            let is_farther =
                found.is_none_or(|(known, most, _)| (is_certain, distance) > (known, most));
            if is_farther {
                let apart = Apart {
                    high,
                    low,
                    is_certain,
                };
                found = Some((is_certain, distance, apart));
            }
        }
    }
    found.map(|(_, _, apart)| apart)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::wilson_interval;

    fn share(n_correct: usize, n: usize) -> (f64, Interval) {
        let interval = wilson_interval(n_correct, n).unwrap();
        (n_correct as f64 / n as f64, interval)
    }

    #[test]
    fn shares_whose_intervals_part_go_before_those_that_lie_farther_apart() {
        // Wilson's intervals, computed apart: 9 of 10 .596 to .982, 2 of 4 .150 to .850, 30 of 100
        // .219 to .396, 1 of 5 .036 to .624. 9 of 10 and 1 of 5 lie .70 apart and overlap; 9 of 10
        // and 30 of 100 lie .60 apart and do not.
        let shares = [share(9, 10), share(2, 4), share(30, 100), share(1, 5)];
        let want = |high, low, is_certain| {
            Some(Apart {
                high,
                low,
                is_certain,
            })
        };
        assert_eq!(farthest_apart(&shares, 0.15), want(0, 2, true));
        let without = [share(9, 10), share(2, 4), share(1, 5)];
        assert_eq!(farthest_apart(&without, 0.15), want(0, 2, false));
        assert_eq!(farthest_apart(&without, 0.7), None);
    }

    #[test]
    fn equal_shares_and_one_alone_are_not_apart() {
        assert_eq!(farthest_apart(&[share(3, 6), share(3, 6)], 0.0), None);
        assert_eq!(farthest_apart(&[share(3, 6)], 0.0), None);
        // Of equal distances the first.
        let shares = [share(6, 6), share(6, 6), share(0, 6), share(0, 6)];
        let apart = farthest_apart(&shares, 0.15).unwrap();
        assert_eq!((apart.high, apart.low), (0, 2));
    }
}
