//! Cells of matrices: shades that can be told apart in grey, numbers that can be read on them, and
//! marks for cells without an estimate.

use super::FigureError;
use super::axes::AXIS_LINE;
use super::canvas::{Canvas, Lettering, SMALL, Stroke, text_width};
use super::palette::{AXIS, EMPTY, GRID, INK, QUIET};
use super::scale::Scale;
use crate::math;

/// How a cell is filled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Filling {
    /// A shade: 0 is nearly white, 1 nearly black.
    Shade(f64),
    /// Grey with strokes: there is something, but no estimate.
    Hatched,
    /// A number that is no share.
    Plain,
    /// Nothing.
    Blank,
}

/// A cell of a matrix.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) filling: Filling,
    /// One or two lines of text.
    pub(super) lines: Vec<String>,
    /// The interval of the share, drawn along the foot of the cell, of which the width is 0 to 1.
    pub(super) whisker: Option<(f64, f64)>,
    /// Whether it has a heavy outline.
    pub(super) is_framed: bool,
    /// What its mark says and where it leads.
    pub(super) mark: Option<(String, String)>,
}

/// The colours of the shades 0, ½ and 1.
const STOPS: [(f64, f64, f64); 3] = [
    (246.0, 249.0, 252.0),
    (94.0, 140.0, 190.0),
    (8.0, 29.0, 68.0),
];
const WHITE: &str = "#ffffff";
const BLACK: &str = "#000000";
/// Behind a number that is no share.
const PLAIN: &str = "#f4f4f4";
/// The distance of slanted strokes along an edge.
const STRIPE: f64 = 16.0;
/// Half the space between cells.
const GAP: f64 = 2.0;

impl Cell {
    /// A cell of a filling and lines of text.
    pub(super) fn new(filling: Filling, lines: Vec<String>) -> Self {
        Self {
            filling,
            lines,
            whisker: None,
            is_framed: false,
            mark: None,
        }
    }

    /// Draws it between its corners.
    pub(super) fn paint(
        &self,
        canvas: &mut Canvas<'_>,
        from: (f64, f64),
        to: (f64, f64),
    ) -> Result<(), FigureError> {
        let (paper, ink) = self.colours();
        if self.filling != Filling::Blank {
            let inner = ((from.0 + GAP, from.1 + GAP), (to.0 - GAP, to.1 - GAP));
            canvas.fill(inner.0, inner.1, &paper)?;
            if self.filling == Filling::Hatched {
                hatch(canvas, inner.0, inner.1)?;
            }
        }
        self.write(canvas, (from, to), ink)?;
        if let Some((low, high)) = self.whisker {
            let along = Scale::new((0.0, 1.0), (from.0 + 5.0, to.0 - 5.0));
            let y = to.1 - 9.0;
            let stroke = Stroke {
                colour: ink,
                width: 3,
            };
            canvas.line(&[(along.place(low), y), (along.place(high), y)], stroke)?;
        }
        if let Some((label, target)) = &self.mark {
            canvas.mark(from, to, label.clone(), target.clone());
        }
        Ok(())
    }

    /// The heavy outline, where the cell has one; drawn when all cells are, so that none covers it.
    pub(super) fn outline(
        &self,
        canvas: &mut Canvas<'_>,
        from: (f64, f64),
        to: (f64, f64),
    ) -> Result<(), FigureError> {
        if !self.is_framed {
            return Ok(());
        }
        let stroke = Stroke {
            colour: INK,
            width: 5,
        };
        canvas.frame(from, to, stroke)
    }

    fn colours(&self) -> (String, &'static str) {
        match self.filling {
            Filling::Shade(share) => shade(share),
            Filling::Hatched => (EMPTY.to_owned(), INK),
            Filling::Plain => (PLAIN.to_owned(), INK),
            Filling::Blank => (WHITE.to_owned(), QUIET),
        }
    }

    fn write(
        &self,
        canvas: &mut Canvas<'_>,
        (from, to): ((f64, f64), (f64, f64)),
        ink: &str,
    ) -> Result<(), FigureError> {
        let lift = if self.whisker.is_some() { 6.0 } else { 0.0 };
        let middle = (
            f64::midpoint(from.0, to.0),
            f64::midpoint(from.1, to.1) - lift,
        );
        let n = self.lines.len() as f64;
        for (k, line) in self.lines.iter().enumerate() {
            let y = middle.1 + (k as f64 - (n - 1.0) / 2.0) * (SMALL + 2.0);
            let mut letters = Lettering::new(SMALL, ink).centred();
            letters.is_bold = k == 0 && self.lines.len() > 1;
            canvas.text(line, (middle.0, y), letters)?;
        }
        Ok(())
    }
}

/// Slanted strokes in a rectangle.
fn hatch(canvas: &mut Canvas<'_>, from: (f64, f64), to: (f64, f64)) -> Result<(), FigureError> {
    let stroke = Stroke {
        colour: GRID,
        width: 2,
    };
    let (width, height) = (to.0 - from.0, to.1 - from.1);
    let mut points = Vec::new();
    let mut offset = STRIPE;
    while offset < width + height {
        let start = (
            from.0 + offset.min(width),
            from.1 + (offset - width).max(0.0),
        );
        let end = (
            from.0 + (offset - height).max(0.0),
            from.1 + offset.min(height),
        );
        // One line to and fro along the edges keeps the file small.
        if points.len() % 4 == 0 {
            points.extend([start, end]);
        } else {
            points.extend([end, start]);
        }
        offset += STRIPE;
    }
    canvas.line(&points, stroke)
}

/// The colour of a shade between 0 and 1, and a colour of text on it with a contrast of 4.5 or more.
pub(super) fn shade(share: f64) -> (String, &'static str) {
    let share = share.clamp(0.0, 1.0);
    let [pale, middle, deep] = STOPS;
    let (from, to, along) = if share < 0.5 {
        (pale, middle, share * 2.0)
    } else {
        (middle, deep, share * 2.0 - 1.0)
    };
    let mix = |a: f64, b: f64| (a + (b - a) * along).round();
    let colour = (mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2));
    let light = luminance(colour);
    let on_white = 1.05 / (light + 0.05);
    // Between black and the ink of other text lie shades on which only black is dark enough.
    let ink = if on_white >= 4.5 { WHITE } else { BLACK };
    let (red, green, blue) = colour;
    let hex = format!("#{}{}{}", byte(red), byte(green), byte(blue));
    (hex, ink)
}

fn byte(part: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a mean of two parts of a colour lies between 0 and 255"
    )]
    let part = part as u8;
    format!("{part:02x}")
}

/// Relative luminance of WCAG 2.1, of parts between 0 and 255.
fn luminance((red, green, blue): (f64, f64, f64)) -> f64 {
    let linear = |part: f64| {
        let part = part / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            math::powf((part + 0.055) / 1.055, 2.4)
        }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// The legend of shades: a ramp with the texts of its ends, and its name behind it.
pub(super) fn ramp(
    canvas: &mut Canvas<'_>,
    (x, y): (f64, f64),
    (low, high): (&str, &str),
    name: &str,
) -> Result<f64, FigureError> {
    let letters = Lettering::new(SMALL, QUIET);
    let start = x + text_width(low, SMALL) + 8.0;
    canvas.text(low, (x, y), letters)?;
    let steps = 20;
    let width = 9.0;
    for k in 0..steps {
        let (colour, _) = shade(f64::from(k) / f64::from(steps - 1));
        let left = start + f64::from(k) * width;
        canvas.fill((left, y - 13.0), (left + width, y + 13.0), &colour)?;
    }
    let end = start + f64::from(steps) * width;
    canvas.frame((start, y - 13.0), (end, y + 13.0), AXIS_LINE)?;
    canvas.text(high, (end + 8.0, y), letters)?;
    let name_at = end + 8.0 + text_width(high, SMALL) + 14.0;
    canvas.text(name, (name_at, y), letters)?;
    Ok(name_at + text_width(name, SMALL) + 30.0)
}

/// The legend of hatched cells.
pub(super) fn hatched_legend(
    canvas: &mut Canvas<'_>,
    (x, y): (f64, f64),
    text: &str,
) -> Result<(), FigureError> {
    let (from, to) = ((x, y - 13.0), (x + 40.0, y + 13.0));
    canvas.fill(from, to, EMPTY)?;
    hatch(canvas, from, to)?;
    canvas.frame(
        from,
        to,
        Stroke {
            colour: AXIS,
            width: 2,
        },
    )?;
    canvas.text(text, (x + 50.0, y), Lettering::new(SMALL, QUIET))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(hex: &str) -> (f64, f64, f64) {
        let part = |from: usize| f64::from(u8::from_str_radix(&hex[from..from + 2], 16).unwrap());
        (part(1), part(3), part(5))
    }

    #[test]
    fn shades_grow_darker_and_text_on_them_has_enough_contrast() {
        let mut last = 2.0;
        for k in 0..=100 {
            let (paper, ink) = shade(f64::from(k) / 100.0);
            let light = luminance(parts(&paper));
            assert!(light < last, "{k}");
            last = light;
            let text = luminance(parts(ink));
            let contrast = (light.max(text) + 0.05) / (light.min(text) + 0.05);
            assert!(contrast >= 4.5, "{k}: {paper} {ink} {contrast}");
        }
        // WCAG 2.1: white has 1, black 0; #767676 on white is 4.54:1.
        assert!((luminance((255.0, 255.0, 255.0)) - 1.0).abs() < 1e-9);
        let grey = 1.05 / (luminance(parts("#767676")) + 0.05);
        assert!((grey - 4.54).abs() < 0.005, "{grey}");
    }
}
