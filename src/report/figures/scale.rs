//! From numbers to places, and round numbers for the marks of an axis.

use crate::math;

/// A straight line from the numbers of an axis to places on the canvas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    /// The numbers at both ends of the axis.
    pub(super) domain: (f64, f64),
    /// Their places, in tenths of a millimetre; the first may be the larger.
    pub(super) range: (f64, f64),
}

impl Scale {
    /// A scale of these ends.
    pub(super) fn new(domain: (f64, f64), range: (f64, f64)) -> Self {
        Self { domain, range }
    }

    /// The place of a number; a number outside the domain stands at its end.
    pub(super) fn place(&self, number: f64) -> f64 {
        let (low, high) = self.domain;
        let width = high - low;
        if width.abs() < f64::MIN_POSITIVE {
            return f64::midpoint(self.range.0, self.range.1);
        }
        let share = ((number - low) / width).clamp(0.0, 1.0);
        self.range.0 + share * (self.range.1 - self.range.0)
    }

    /// Whether a number lies on the axis.
    pub(super) fn holds(&self, number: f64) -> bool {
        (self.domain.0..=self.domain.1).contains(&number)
    }
}

/// Round numbers (1, 2 or 5 times a power of ten apart) within `low..=high`, about `n` of them.
pub(super) fn round_ticks(low: f64, high: f64, n: u32) -> Vec<f64> {
    let width = high - low;
    if !width.is_finite() || width <= 0.0 || n == 0 {
        return vec![low];
    }
    let step = round_step(width / f64::from(n));
    let first = (low / step - 1e-9).ceil();
    let last = (high / step + 1e-9).floor();
    let mut ticks = Vec::new();
    let mut k = first;
    while k <= last {
        ticks.push(k * step);
        k += 1.0;
    }
    ticks
}

/// A round step (1, 2 or 5 times a power of ten) and how many of them, at most 3, reach from 0 to the
/// nearest end at or beyond `widest`; of two that reach as far, the smaller.
pub(super) fn steps_to(widest: f64) -> (f64, f64) {
    if !widest.is_finite() || widest <= 0.0 {
        return (1.0, 1.0);
    }
    let tenth = power_of_ten(widest) / 10.0;
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0].map(|times| times * tenth);
    let reaching = steps.map(|step| (step, (widest / step - 1e-9).ceil()));
    let few = reaching.into_iter().filter(|(_, n)| *n <= 3.0);
    let nearer = |a: (f64, f64), b: (f64, f64)| if b.0 * b.1 < a.0 * a.1 - 1e-12 { b } else { a };
    few.reduce(nearer).unwrap_or((widest, 1.0))
}

/// The smallest round step that is at least `rough`.
fn round_step(rough: f64) -> f64 {
    let power = power_of_ten(rough);
    let times = rough / power;
    let round = [1.0, 2.0, 5.0].into_iter().find(|&t| times <= t + 1e-9);
    round.unwrap_or(10.0) * power
}

/// The power of ten at or below a positive number.
fn power_of_ten(number: f64) -> f64 {
    let exponent = (math::ln(number) / math::ln(10.0) + 1e-9).floor();
    let mut power = 1.0;
    let factor = if exponent < 0.0 { 0.1 } else { 10.0 };
    let mut left = exponent.abs();
    while left >= 1.0 {
        power *= factor;
        left -= 1.0;
    }
    power
}

/// A tick as text: no more decimals than the step needs.
pub(super) fn tick_text(tick: f64, step: f64) -> String {
    let mut decimals = 0;
    let mut scaled = step.abs();
    while decimals < 6 && (scaled - scaled.round()).abs() > 1e-6 {
        scaled *= 10.0;
        decimals += 1;
    }
    let text = format!("{tick:.decimals$}");
    if text.starts_with('-') && !text.chars().any(|c| ('1'..='9').contains(&c)) {
        return text.trim_start_matches('-').to_owned();
    }
    text.replace('-', "\u{2212}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_runs_straight_between_its_ends_and_stops_there() {
        let scale = Scale::new((0.0, 1.0), (100.0, 300.0));
        for (number, place) in [(0.0, 100.0), (0.5, 200.0), (1.0, 300.0), (2.0, 300.0)] {
            assert!((scale.place(number) - place).abs() < 1e-12);
        }
        let falling = Scale::new((-1.0, 1.0), (300.0, 100.0));
        assert!((falling.place(0.5) - 150.0).abs() < 1e-12);
        assert!(falling.holds(0.0) && !falling.holds(1.5));
    }

    #[test]
    fn an_axis_both_ways_ends_at_the_nearest_round_number() {
        // Three steps of 2 end nearer to 5.03 than two of 5, one of 5 nearer to 4.2 than three of 2.
        for (widest, step, n) in [
            (5.03, 2.0, 3.0),
            (4.2, 5.0, 1.0),
            (3.0, 1.0, 3.0),
            (1.0, 0.5, 2.0),
            (0.7, 0.5, 2.0),
            (0.0, 1.0, 1.0),
        ] {
            let found = steps_to(widest);
            assert!(
                (found.0 - step).abs() < 1e-9 && (found.1 - n).abs() < 1e-9,
                "{widest}: {found:?}"
            );
        }
    }

    #[test]
    fn ticks_are_round() {
        let shown = |low, high, n| -> Vec<String> {
            let ticks = round_ticks(low, high, n);
            let step = ticks.get(1).map_or(1.0, |second| second - ticks[0]);
            ticks.iter().map(|&tick| tick_text(tick, step)).collect()
        };
        assert_eq!(
            shown(0.0, 1.0, 5),
            ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]
        );
        assert_eq!(
            shown(-3.0, 3.0, 6),
            ["\u{2212}3", "\u{2212}2", "\u{2212}1", "0", "1", "2", "3"]
        );
        assert_eq!(shown(0.0, 0.03, 4), ["0.00", "0.01", "0.02", "0.03"]);
        assert_eq!(shown(0.0, 950.0, 5), ["0", "200", "400", "600", "800"]);
    }
}
