//! Axes of plots, and the round numbers of an axis of logarithms.

use super::FigureError;
use super::canvas::{Canvas, Lettering, SMALL, Stroke};
use super::palette::{AXIS, GRID, INK, QUIET};
use super::scale::{Scale, round_ticks, tick_text};
use crate::math;

/// The part of a canvas inside the axes, in its units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// Lines behind the marks.
pub(super) const GRID_LINE: Stroke<'_> = Stroke {
    colour: GRID,
    width: 2,
};
/// Lines of axes.
pub(super) const AXIS_LINE: Stroke<'_> = Stroke {
    colour: AXIS,
    width: 2,
};

/// A number of an axis: its place and its text.
pub(super) type Tick = (f64, String);

impl Frame {
    /// Grid lines upwards from ticks below the frame, with the name of the axis.
    pub(super) fn x_axis(
        &self,
        canvas: &mut Canvas<'_>,
        ticks: &[Tick],
        name: &str,
    ) -> Result<(), FigureError> {
        for (x, text) in ticks {
            canvas.line(&[(*x, self.top), (*x, self.bottom)], GRID_LINE)?;
            let place = (*x, self.bottom + 20.0);
            canvas.text(text, place, Lettering::new(SMALL, QUIET).centred())?;
        }
        let place = (f64::midpoint(self.left, self.right), self.bottom + 57.0);
        canvas.text(name, place, Lettering::new(SMALL, INK).centred())
    }

    /// Grid lines from ticks left of the frame, with the name of the axis `room` away.
    pub(super) fn y_axis(
        &self,
        canvas: &mut Canvas<'_>,
        ticks: &[Tick],
        (name, room): (&str, f64),
    ) -> Result<(), FigureError> {
        for (y, text) in ticks {
            canvas.line(&[(self.left, *y), (self.right, *y)], GRID_LINE)?;
            let place = (self.left - 10.0, *y);
            canvas.text(text, place, Lettering::new(SMALL, QUIET).right())?;
        }
        let place = (self.left - room, f64::midpoint(self.top, self.bottom));
        canvas.text(name, place, Lettering::new(SMALL, INK).centred().upright())
    }

    /// The outline.
    pub(super) fn outline(&self, canvas: &mut Canvas<'_>) -> Result<(), FigureError> {
        let (from, to) = ((self.left, self.top), (self.right, self.bottom));
        canvas.frame(from, to, AXIS_LINE)
    }
}

/// Round numbers of a straight axis with their places.
pub(super) fn ticks_of(scale: &Scale, n: u32) -> Vec<Tick> {
    let ticks = round_ticks(scale.domain.0, scale.domain.1, n);
    let step = match ticks.as_slice() {
        [first, second, ..] => second - first,
        _ => 1.0,
    };
    let ticks = ticks.into_iter();
    ticks
        .map(|tick| (scale.place(tick), tick_text(tick, step)))
        .collect()
}

/// Ticks of shares between 0 and 1 at every quarter; `is_short` leaves out all but the ends and the
/// middle.
pub(super) fn share_ticks(scale: &Scale, is_short: bool) -> Vec<Tick> {
    let ticks = [
        (0.0, "0"),
        (0.25, ".25"),
        (0.5, ".5"),
        (0.75, ".75"),
        (1.0, "1"),
    ];
    let kept = ticks.into_iter().step_by(if is_short { 2 } else { 1 });
    kept.map(|(share, text)| (scale.place(share), text.to_owned()))
        .collect()
}

/// The numbers 1, 2 and 5 times a power of ten within `low..=high`, both above 0; where more than
/// nine would stand, the powers alone.
pub(super) fn log_ticks(low: f64, high: f64) -> Vec<f64> {
    if !(low > 0.0 && high.is_finite() && low <= high) {
        return Vec::new();
    }
    let mut all = Vec::new();
    let mut power: f64 = 1e-9;
    while power <= high * 1.000_001 && power < 1e12 {
        for times in [1.0, 2.0, 5.0] {
            let tick = power * times;
            if tick >= low * 0.999_999 && tick <= high * 1.000_001 {
                all.push((tick, times < 1.5));
            }
        }
        power *= 10.0;
    }
    let is_crowded = all.len() > 9;
    let kept = all
        .into_iter()
        .filter(|&(_, is_power)| is_power || !is_crowded);
    kept.map(|(tick, _)| tick).collect()
}

/// A scale on which equal ratios are equally far; takes logarithms.
pub(super) fn log_scale(low: f64, high: f64, range: (f64, f64)) -> Scale {
    Scale::new((math::ln(low), math::ln(high)), range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_ticks_are_one_two_five() {
        let shown = |low, high| -> Vec<String> {
            let ticks = log_ticks(low, high).into_iter();
            ticks.map(|tick| format!("{tick:.1}")).collect()
        };
        assert_eq!(shown(3.0, 60.0), ["5.0", "10.0", "20.0", "50.0"]);
        assert_eq!(shown(0.5, 2.0), ["0.5", "1.0", "2.0"]);
        // 1, 2, 5, … 10000 are thirteen; the five powers stay.
        assert_eq!(shown(1.0, 10_000.0).len(), 5);
        assert!(log_ticks(0.0, 1.0).is_empty());
    }

    #[test]
    fn ticks_of_shares_stand_at_quarters() {
        let scale = Scale::new((0.0, 1.0), (100.0, 500.0));
        let ticks = share_ticks(&scale, false);
        assert_eq!(ticks[1], (200.0, ".25".to_owned()));
        assert_eq!(share_ticks(&scale, true).len(), 3);
    }
}
