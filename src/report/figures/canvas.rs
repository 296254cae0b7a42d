//! A canvas in tenths of a millimetre, drawn by plotters' SVG backend, and the places on it that a
//! reader may select.
//!
//! The backend is used without fonts: an SVG names its font and the program that shows it measures
//! the text. [`text_width`] estimates that width where labels must not overlap.

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::prelude::{IntoFont, RGBColor, ShapeStyle, TextStyle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, FontStyle, FontTransform};

use super::FigureError;
use super::palette::Shape;

/// Units of the canvas in one millimetre.
const UNITS_PER_MM: u32 = 10;

/// A finished drawing: a whole SVG document, and what can be selected in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// The document, without an XML declaration.
    pub svg: String,
    /// Width in tenths of a millimetre.
    pub width: u32,
    /// Height in tenths of a millimetre.
    pub height: u32,
    /// The places that can be selected, in reading order.
    pub marks: Vec<Mark>,
}

/// A place in a drawing that leads to what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Left, top, width and height in tenths of a millimetre.
    pub place: (u32, u32, u32, u32),
    /// A second place that is the same mark, as the word beside a point.
    pub also: Option<(u32, u32, u32, u32)>,
    /// What it says, for people: `Volt, pro-control: 0.03 of 32`.
    pub label: String,
    /// Where it leads, a fragment of the page: `passages?actor=Volt&stance=pro-control`, or the id of
    /// an element.
    pub target: String,
}

/// Where a text lies from its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    /// It begins there.
    Left,
    /// Its middle is there.
    Centre,
    /// It ends there.
    Right,
}

/// How text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lettering<'a> {
    /// Height of the letters in tenths of a millimetre (7 points are 25).
    pub(super) size: f64,
    /// `#rrggbb`.
    pub(super) colour: &'a str,
    /// Where it lies from its point.
    pub(super) align: Align,
    /// Whether it is bold.
    pub(super) is_bold: bool,
    /// Whether it runs upwards.
    pub(super) is_upright: bool,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stroke<'a> {
    /// `#rrggbb`.
    pub(super) colour: &'a str,
    /// Width in tenths of a millimetre.
    pub(super) width: u32,
}

/// A canvas under way.
pub(super) struct Canvas<'s> {
    id: String,
    backend: SVGBackend<'s>,
    marks: Vec<Mark>,
}

/// The fonts of journals first, then those of systems without them; much alike in width.
pub(super) const FONTS: &str = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

/// Letters of axis labels: 7 points.
pub(super) const SMALL: f64 = 25.0;
/// Letters of headings inside a figure: 8 points.
pub(super) const LARGE: f64 = 28.0;

impl<'a> Lettering<'a> {
    /// Upright letters that begin at their point.
    pub(super) fn new(size: f64, colour: &'a str) -> Self {
        Self {
            size,
            colour,
            align: Align::Left,
            is_bold: false,
            is_upright: false,
        }
    }

    /// The same, ending at its point.
    pub(super) fn right(self) -> Self {
        Self {
            align: Align::Right,
            ..self
        }
    }

    /// The same, with its point in the middle.
    pub(super) fn centred(self) -> Self {
        Self {
            align: Align::Centre,
            ..self
        }
    }

    /// The same, bold.
    pub(super) fn bold(self) -> Self {
        Self {
            is_bold: true,
            ..self
        }
    }

    /// The same, running upwards.
    pub(super) fn upright(self) -> Self {
        Self {
            is_upright: true,
            ..self
        }
    }
}

/// Draws a figure of `width` by `height` millimetres.
///
/// # Errors
/// [`FigureError::Draw`].
pub(super) fn draw(
    id: &str,
    (width, height): (u32, u32),
    paint: impl FnOnce(&mut Canvas<'_>) -> Result<(), FigureError>,
) -> Result<Drawing, FigureError> {
    let size = (width * UNITS_PER_MM, height * UNITS_PER_MM);
    let mut svg = String::new();
    let mut canvas = Canvas {
        id: id.to_owned(),
        backend: SVGBackend::with_string(&mut svg, size),
        marks: Vec::new(),
    };
    paint(&mut canvas)?;
    let presented = canvas.backend.present();
    presented.map_err(|error| canvas.failure(&error))?;
    let marks = std::mem::take(&mut canvas.marks);
    drop(canvas);
    Ok(Drawing {
        svg: with_size(&svg, (width, height), size),
        width: size.0,
        height: size.1,
        marks,
    })
}

/// The document with its size in millimetres, as publishers ask for; its fonts stand once on the root
/// instead of on every text, and what is opaque does not say so, which halves the file.
fn with_size(svg: &str, (width, height): (u32, u32), size: (u32, u32)) -> String {
    let inside = svg.split_once('>').map_or("", |(_, inside)| inside);
    let fonts = FONTS.replace('\'', "&apos;");
    let inside = inside
        .replace(&format!(" font-family=\"{fonts}\""), "")
        .replace(" opacity=\"1\"", "");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" \
         viewBox=\"0 0 {} {}\" font-family=\"{fonts}\">{inside}",
        size.0, size.1
    )
}

impl Canvas<'_> {
    /// Sets text; `y` is the middle of its letters.
    pub(super) fn text(
        &mut self,
        text: &str,
        (x, y): (f64, f64),
        lettering: Lettering<'_>,
    ) -> Result<(), FigureError> {
        // plotters divides the size of a font by 1.24, its guess of the height of a line.
        let mut font = (FontFamily::Name(FONTS), lettering.size * 1.24).into_font();
        if lettering.is_bold {
            font = font.style(FontStyle::Bold);
        }
        if lettering.is_upright {
            font = font.transform(FontTransform::Rotate270);
        }
        let align = match lettering.align {
            Align::Left => HPos::Left,
            Align::Centre => HPos::Center,
            Align::Right => HPos::Right,
        };
        let colour = colour_of(lettering.colour);
        let style = TextStyle::from(font)
            .color(&colour)
            .pos(Pos::new(align, VPos::Center));
        let shown: String = text.chars().filter(|&c| is_shown(c)).collect();
        let drawn = self.backend.draw_text(&shown, &style, at((x, y)));
        drawn.map_err(|error| self.failure(&error))
    }

    /// Draws a line through points.
    pub(super) fn line(
        &mut self,
        points: &[(f64, f64)],
        stroke: Stroke<'_>,
    ) -> Result<(), FigureError> {
        let style = ShapeStyle {
            color: colour_of(stroke.colour).to_rgba(),
            filled: false,
            stroke_width: stroke.width,
        };
        let points: Vec<_> = points.iter().copied().map(at).collect();
        let drawn = self.backend.draw_path(points, &style);
        drawn.map_err(|error| self.failure(&error))
    }

    /// Fills a rectangle from its upper left to its lower right corner.
    pub(super) fn fill(
        &mut self,
        from: (f64, f64),
        to: (f64, f64),
        colour: &str,
    ) -> Result<(), FigureError> {
        let style = colour_of(colour).filled();
        let drawn = self.backend.draw_rect(at(from), at(to), &style, true);
        drawn.map_err(|error| self.failure(&error))
    }

    /// Draws the outline of a rectangle.
    pub(super) fn frame(
        &mut self,
        from: (f64, f64),
        to: (f64, f64),
        stroke: Stroke<'_>,
    ) -> Result<(), FigureError> {
        let corners = [from, (to.0, from.1), to, (from.0, to.1), from];
        self.line(&corners, stroke)
    }

    /// Draws a mark of about `size` across; hollow marks have only an outline.
    pub(super) fn point(
        &mut self,
        shape: Shape,
        (x, y): (f64, f64),
        size: f64,
        colour: &str,
        is_filled: bool,
    ) -> Result<(), FigureError> {
        let outline = Stroke { colour, width: 3 };
        let half = size / 2.0;
        if shape == Shape::Circle {
            return self.circle((x, y), half, colour, is_filled);
        }
        if shape == Shape::Cross {
            self.line(&[(x - half, y - half), (x + half, y + half)], outline)?;
            return self.line(&[(x - half, y + half), (x + half, y - half)], outline);
        }
        let mut corners = corners_of(shape, (x, y), half);
        if is_filled {
            let style = colour_of(colour).filled();
            let points: Vec<_> = corners.iter().copied().map(at).collect();
            let drawn = self.backend.fill_polygon(points, &style);
            return drawn.map_err(|error| self.failure(&error));
        }
        corners.extend(corners.first().copied());
        self.line(&corners, outline)
    }

    /// Makes a place selectable; `from` and `to` are its corners.
    pub(super) fn mark(&mut self, from: (f64, f64), to: (f64, f64), label: String, target: String) {
        self.marks.push(Mark {
            place: place_between(from, to),
            also: None,
            label,
            target,
        });
    }

    /// Makes a second place part of the mark that was made last.
    pub(super) fn mark_also(&mut self, from: (f64, f64), to: (f64, f64)) {
        if let Some(mark) = self.marks.last_mut() {
            mark.also = Some(place_between(from, to));
        }
    }

    fn circle(
        &mut self,
        centre: (f64, f64),
        radius: f64,
        colour: &str,
        is_filled: bool,
    ) -> Result<(), FigureError> {
        let style = ShapeStyle {
            color: colour_of(colour).to_rgba(),
            filled: is_filled,
            stroke_width: 3,
        };
        let circle = (at(centre), unit(radius));
        let drawn = self
            .backend
            .draw_circle(circle.0, circle.1, &style, is_filled);
        drawn.map_err(|error| self.failure(&error))
    }

    fn failure(&self, error: &dyn std::fmt::Display) -> FigureError {
        FigureError::Draw {
            id: self.id.clone(),
            message: error.to_string(),
        }
    }
}

fn corners_of(shape: Shape, (x, y): (f64, f64), half: f64) -> Vec<(f64, f64)> {
    match shape {
        Shape::Triangle => vec![(x, y - half), (x + half, y + half), (x - half, y + half)],
        Shape::TriangleDown => vec![(x, y + half), (x + half, y - half), (x - half, y - half)],
        Shape::Diamond => {
            let far = half * 1.2;
            vec![(x, y - far), (x + far, y), (x, y + far), (x - far, y)]
        }
        Shape::Square | Shape::Circle | Shape::Cross => {
            let near = half * 0.9;
            vec![
                (x - near, y - near),
                (x + near, y - near),
                (x + near, y + near),
                (x - near, y + near),
            ]
        }
    }
}

/// About how wide a text is in a sans-serif font, in the units of its size: by the widths of
/// `DejaVu` Sans in groups of letters, the widest of the fonts that programs take for `sans-serif`.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    let ems: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | '\'' | '|' | '.' | ',' | ':' | ';' | '!' | ' ' => 0.32,
            'f' | 't' | 'r' | '-' | '(' | ')' | 'I' => 0.4,
            'm' | 'w' | 'M' | 'W' | '%' | '+' | '=' | '\u{2026}' | '\u{2212}' => 0.95,
            c if c.is_uppercase() => 0.72,
            c if u32::from(c) > 0x2E80 => 1.2,
            _ => 0.62,
        })
        .sum();
    ems * size
}

/// Whether a character may stand in a drawing: no control characters, none that XML forbids, and none
/// that turn the direction of what follows.
pub(super) fn is_shown(c: char) -> bool {
    !(c.is_control()
        || matches!(
            c,
            '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2028}' | '\u{2029}'
        )
        || matches!(c, '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}'))
}

fn at((x, y): (f64, f64)) -> (i32, i32) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cast from f64 stops at the ends of i32; the backend takes whole units"
    )]
    let whole = |number: f64| number.round() as i32;
    (whole(x), whole(y))
}

/// Left, top, width and height of the place between two corners.
fn place_between(from: (f64, f64), to: (f64, f64)) -> (u32, u32, u32, u32) {
    let (left, top) = (unit(from.0), unit(from.1));
    let width = unit(to.0).saturating_sub(left);
    (left, top, width, unit(to.1).saturating_sub(top))
}

fn unit(number: f64) -> u32 {
    u32::try_from(at((number, 0.0)).0).unwrap_or_default()
}

fn colour_of(hex: &str) -> RGBColor {
    let part = |from: usize| {
        let digits = hex.get(from..from + 2).unwrap_or("00");
        u8::from_str_radix(digits, 16).unwrap_or_default()
    };
    RGBColor(part(1), part(3), part(5))
}

#[cfg(test)]
#[path = "canvas_tests.rs"]
mod tests;
