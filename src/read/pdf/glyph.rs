//! What a page shows: letters with their places, and lines that are drawn.

use std::rc::Rc;

/// Letters whose character is not known stand as this in the text.
pub(super) const UNKNOWN: char = '\u{FFFD}';

/// One letter as printed. Lengths are points (1/72 inch); `x` runs to the right and `y` down, from
/// the top left corner of the page as it is looked at.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// What it says; more than one character where the letter is a ligature.
    pub(super) text: Rc<str>,
    /// Where it begins.
    pub(super) x: f64,
    /// Its base line.
    pub(super) y: f64,
    /// How far the next letter is set.
    pub(super) width: f64,
    /// Size of the type.
    pub(super) size: f64,
    /// Whether the type is bold.
    pub(super) bold: bool,
    /// Whether the file itself calls it a running head or foot.
    pub(super) pagination: bool,
    /// Degrees by which its line is turned; 0 for a line that runs to the right.
    pub(super) turn: i32,
}

impl Glyph {
    /// Whether it only makes room.
    pub(super) fn is_space(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    /// Where the next letter is set.
    pub(super) fn end(&self) -> f64 {
        self.x + self.width
    }
}

/// A horizontal line that is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// Left end.
    pub(super) x0: f64,
    /// Right end.
    pub(super) x1: f64,
    /// Height on the page.
    pub(super) y: f64,
}

/// Everything on one page that matters to the layout.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    /// Width of the page.
    pub(super) width: f64,
    /// Height of the page.
    pub(super) height: f64,
    /// Letters, in the order of the file.
    pub(super) glyphs: Vec<Glyph>,
    /// Horizontal lines.
    pub(super) rules: Vec<Rule>,
    /// Images.
    pub(super) n_images: usize,
    /// Whether part of its content cannot be read.
    pub(super) damaged: bool,
}
