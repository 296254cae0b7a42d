//! Rows of dots with whiskers in panels side by side: shares, differences, positions, scores.
//!
//! A row is an actor, a pair or a model; a panel is a class, a scale or a measure. What a mark looks
//! like says what stands behind it, and the key below the panels says so in words. Estimates lie in
//! the upper half of a row, counts of predicted labels in the lower, so that neither hides the other.

mod key;
mod layout;
mod pages;
mod paint;

use super::palette::{AXIS, INK, Shape};
use super::scale::{steps_to, tick_text};

pub(super) use pages::{Caption, figures_of};
pub(super) use paint::draw_mark;

/// Rows of a figure; more stand in a further one.
const MOST_ROWS: usize = 40;

/// Rows and panels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Forest {
    /// The panels, left to right.
    pub(super) panels: Vec<Panel>,
    /// The rows, top to bottom.
    pub(super) rows: Vec<Row>,
    /// What the rows are.
    pub(super) row_head: String,
    /// The headings of the columns of text at the right.
    pub(super) note_heads: Vec<String>,
    /// What the daggers of flagged rows say.
    pub(super) flag: String,
    /// What hollow marks are.
    pub(super) counted: String,
    /// What thick and thin whiskers are.
    pub(super) whiskers: (String, String),
}

/// One panel with its axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Panel {
    /// Its name.
    pub(super) title: String,
    /// What it means; may be empty.
    pub(super) subtitle: String,
    /// How its marks look.
    pub(super) look: Look,
    /// Whether the look stands beside the title.
    pub(super) is_look_shown: bool,
    /// Its axis.
    pub(super) axis: Axis,
    /// The heading of the numbers beside it; empty where there are none.
    pub(super) side_head: String,
}

/// Colour and shape of marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Look {
    /// `#rrggbb`.
    pub(super) colour: String,
    /// The shape.
    pub(super) shape: Shape,
}

/// An axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    /// The numbers at its ends.
    pub(super) domain: (f64, f64),
    /// The numbers that are marked, and their text.
    pub(super) ticks: Vec<(f64, String)>,
    /// Its name, with its unit.
    pub(super) name: String,
    /// What lies at its lower and upper end, in words; may be empty.
    pub(super) ends: (String, String),
    /// Where a line divides it.
    pub(super) divide: Option<f64>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Row {
    /// A heading above other rows.
    Heading(String),
    /// A row of marks.
    Marks(MarkRow),
}

/// A row of marks.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct MarkRow {
    /// What it is of.
    pub(super) label: String,
    /// Whether few numbers stand behind it.
    pub(super) is_flagged: bool,
    /// Whether it is of all actors together.
    pub(super) is_total: bool,
    /// Whether a line parts it from what stands above it.
    pub(super) is_apart: bool,
    /// The text at the right.
    pub(super) notes: Vec<String>,
    /// A cell per panel.
    pub(super) cells: Vec<Cell>,
}

/// What stands behind a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Behind {
    /// An estimate.
    #[default]
    Estimate,
    /// Everything is coded.
    Census,
    /// The coded passages alone.
    Labels,
}

/// What one row shows in one panel.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Cell {
    /// The number.
    pub(super) value: Option<f64>,
    /// What stands behind it.
    pub(super) behind: Behind,
    /// Whether something was added to be able to compute it, because there is hardly any of the class.
    pub(super) is_offset: bool,
    /// The limits of its interval.
    pub(super) interval: Option<(f64, f64)>,
    /// The limits of its interval for a wider claim.
    pub(super) wider: Option<(f64, f64)>,
    /// The number by counting.
    pub(super) counted: Option<f64>,
    /// Why there is no number.
    pub(super) reason: String,
    /// The number as text beside the panel.
    pub(super) side: String,
    /// How its mark looks, where not as its panel.
    pub(super) look: Option<Look>,
    /// What it says for people, and where it leads.
    pub(super) link: Option<(String, String)>,
    /// The same of the number by counting, where it leads elsewhere.
    pub(super) counted_link: Option<(String, String)>,
    /// The rows of the file behind it.
    pub(super) numbers: Vec<Vec<String>>,
}

impl Look {
    /// Black circles, where colour tells nothing.
    pub(super) fn plain() -> Self {
        Self {
            colour: INK.to_owned(),
            shape: Shape::Circle,
        }
    }

    /// Grey circles, on which the black outline of a census shows.
    pub(super) fn grey() -> Self {
        Self {
            colour: AXIS.to_owned(),
            shape: Shape::Circle,
        }
    }
}

impl Axis {
    /// The axis of shares: 0 to 1, and a little more where a corrected share lies outside.
    pub(super) fn of_shares(name: &str, numbers: impl Iterator<Item = f64>) -> Self {
        let (low, high) = numbers.fold((0.0_f64, 1.0_f64), |(low, high), number| {
            (low.min(number), high.max(number))
        });
        let ticks = [(0.0, "0"), (0.25, ""), (0.5, "0.5"), (0.75, ""), (1.0, "1")];
        Self {
            domain: (low, high),
            ticks: ticks.map(|(at, text)| (at, text.to_owned())).to_vec(),
            name: name.to_owned(),
            ends: (String::new(), String::new()),
            divide: None,
        }
    }
}

impl Axis {
    /// An axis from a round number below 0 to the same above it that holds `widest`.
    pub(super) fn both_ways(widest: f64, name: &str, ends: (&str, &str)) -> Self {
        let (step, end) = steps_to(widest);
        let mut ticks = Vec::new();
        let mut k = -end;
        while k <= end {
            ticks.push((k * step, tick_text(k * step, step)));
            k += 1.0;
        }
        Self {
            domain: (-end * step, end * step),
            ticks,
            name: name.to_owned(),
            ends: (ends.0.to_owned(), ends.1.to_owned()),
            divide: Some(0.0),
        }
    }
}

impl Cell {
    /// All numbers that the axis must hold.
    pub(super) fn extent(&self) -> impl Iterator<Item = f64> {
        let limits = [self.interval, self.wider].into_iter().flatten();
        let limits = limits.flat_map(|(low, high)| [low, high]);
        limits.chain(self.value).chain(self.counted)
    }
}

impl Forest {
    /// The cells of all rows.
    pub(super) fn cells(&self) -> impl Iterator<Item = &Cell> {
        let rows = self.rows.iter().filter_map(|row| match row {
            Row::Heading(_) => None,
            Row::Marks(row) => Some(&row.cells),
        });
        rows.flatten()
    }
}
