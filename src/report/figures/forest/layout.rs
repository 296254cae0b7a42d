//! Where everything of a forest lies, in tenths of a millimetre.

use super::key::Key;
use super::{Forest, MarkRow, Row};
use crate::report::figures::canvas::{SMALL, text_width};
use crate::report::figures::lettering::{shortened, wrapped};

/// Width of a figure: the text of a page of a journal, 170 mm.
pub(super) const WIDTH: f64 = 1700.0;
/// Narrowest axis.
pub(super) const MIN_AXIS: f64 = 90.0;
/// Space between panels.
pub(super) const GAP: f64 = 30.0;
/// Height of a row.
pub(super) const ROW: f64 = 56.0;
/// Widest column of labels.
pub(super) const MAX_LABELS: f64 = 430.0;
/// Size of a mark.
pub(super) const MARK: f64 = 22.0;
/// Height of a line of text.
pub(super) const LINE: f64 = 31.0;
/// Space at the edges.
pub(super) const EDGE: f64 = 12.0;

/// The places of columns and rows, in tenths of a millimetre.
pub(super) struct Layout {
    pub(super) labels: f64,
    /// Right ends of the columns of notes.
    pub(super) notes: Vec<f64>,
    /// Left end, right end and end of the numbers beside it, per panel.
    pub(super) panels: Vec<(f64, f64, f64)>,
    pub(super) subtitles: Vec<Vec<String>>,
    /// The lines of the names of the axes, with the middle of each.
    pub(super) names: Vec<(Vec<String>, f64)>,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) below: f64,
    pub(super) key: Key,
    pub(super) has_counts: bool,
}

pub(super) fn side_width(forest: &Forest, place: usize) -> f64 {
    let Some(panel) = forest.panels.get(place) else {
        return 0.0;
    };
    let sides = forest.rows.iter().filter_map(|row| match row {
        Row::Marks(row) => row.cells.get(place).map(|cell| cell.side.as_str()),
        Row::Heading(_) => None,
    });
    let widest = sides
        .chain([panel.side_head.as_str()])
        .fold(0.0_f64, |widest, text| widest.max(text_width(text, SMALL)));
    if widest > 0.0 { widest + 22.0 } else { 0.0 }
}

pub(super) fn label_width(forest: &Forest) -> f64 {
    let labels = forest.rows.iter().filter_map(|row| match row {
        Row::Marks(row) => Some(text_width(&flagged(row, f64::MAX), SMALL)),
        Row::Heading(_) => None,
    });
    let head = text_width(&forest.row_head, SMALL);
    labels.fold(head, f64::max).clamp(120.0, MAX_LABELS) + 26.0
}

pub(super) fn note_widths(forest: &Forest) -> Vec<f64> {
    let heads = forest.note_heads.iter().enumerate();
    heads
        .map(|(place, head)| {
            let notes = forest.rows.iter().filter_map(|row| match row {
                Row::Marks(row) => row.notes.get(place),
                Row::Heading(_) => None,
            });
            let texts = notes.chain([head]);
            texts.fold(0.0_f64, |widest, text| widest.max(text_width(text, SMALL))) + 26.0
        })
        .collect()
}

/// How many panels fit the width.
pub(super) fn columns_that_fit(forest: &Forest) -> usize {
    let room = WIDTH - 2.0 * EDGE - label_width(forest) - note_widths(forest).iter().sum::<f64>();
    let widest = (0..forest.panels.len())
        .map(|place| side_width(forest, place))
        .fold(0.0_f64, f64::max);
    let mut n = 1;
    let mut used = 2.0 * (MIN_AXIS + widest) + GAP;
    while used <= room && n < forest.panels.len() {
        n += 1;
        used += MIN_AXIS + widest + GAP;
    }
    n
}

impl Layout {
    pub(super) fn of(forest: &Forest) -> Self {
        let labels = EDGE + label_width(forest);
        let mut right = WIDTH - EDGE;
        let mut notes = Vec::new();
        for width in note_widths(forest).iter().rev() {
            notes.insert(0, right);
            right -= width;
        }
        let n = forest.panels.len().max(1) as f64;
        let sides: Vec<f64> = (0..forest.panels.len())
            .map(|place| side_width(forest, place))
            .collect();
        let axis = (right - labels - GAP * (n - 1.0) - sides.iter().sum::<f64>()) / n;
        let mut left = labels;
        let mut panels = Vec::new();
        for side in &sides {
            panels.push((left, left + axis, left + axis + side));
            left += axis + side + GAP;
        }
        let subtitles: Vec<Vec<String>> = forest
            .panels
            .iter()
            .zip(&panels)
            .map(|(panel, place)| wrapped(&panel.subtitle, SMALL, place.2 - place.0 + GAP * 0.6, 3))
            .collect();
        let names = axis_names(forest, &panels);
        let longest = |lists: &[Vec<String>]| lists.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let has_sides = forest
            .panels
            .iter()
            .any(|panel| !panel.side_head.is_empty());
        let n_lines = longest(&subtitles) + if has_sides { 1.0 } else { 0.0 };
        let top = 44.0 + n_lines.max(1.0) * LINE + 12.0;
        let bottom = top + forest.rows.len() as f64 * ROW;
        let has_ends = forest
            .panels
            .iter()
            .any(|panel| !panel.axis.ends.0.is_empty());
        let ends = if has_ends { LINE } else { 0.0 };
        Self {
            labels,
            notes,
            panels,
            top,
            bottom,
            below: bottom
                + 50.0
                + ends
                + names.iter().map(|name| name.0.len()).max().unwrap_or(0) as f64 * LINE,
            subtitles,
            names,
            key: Key::of(forest, WIDTH - 2.0 * EDGE),
            has_counts: forest.cells().any(|cell| cell.counted.is_some()),
        }
    }

    pub(super) fn height(&self) -> f64 {
        let key = if self.key.height > 0.0 {
            self.key.height + 22.0
        } else {
            0.0
        };
        self.below + key + EDGE
    }
}

/// The name of each axis under it; one name under all of them where they have the same.
fn axis_names(forest: &Forest, places: &[(f64, f64, f64)]) -> Vec<(Vec<String>, f64)> {
    let names: Vec<&str> = forest.panels.iter().map(|p| p.axis.name.as_str()).collect();
    let ends = places.first().zip(places.last());
    if let (Some(first), Some((left, right))) = (names.first(), ends)
        && names.iter().all(|name| name == first)
    {
        let lines = wrapped(first, SMALL, right.1 - left.0, 2);
        return vec![(lines, f64::midpoint(left.0, right.1))];
    }
    let each = names.iter().zip(places);
    each.map(|(name, &(left, right, end))| {
        let lines = wrapped(name, SMALL, end - left + GAP * 0.6, 3);
        (lines, f64::midpoint(left, right))
    })
    .collect()
}

/// The label of a row, with a dagger where few numbers stand behind it.
pub(super) fn flagged(row: &MarkRow, room: f64) -> String {
    if row.is_flagged {
        let dagger = " \u{2020}";
        let label = shortened(&row.label, SMALL, room - text_width(dagger, SMALL));
        format!("{label}{dagger}")
    } else {
        shortened(&row.label, SMALL, room)
    }
}
