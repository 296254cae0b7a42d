//! Where everything of a forest lies, in tenths of a millimetre.

use super::key::Key;
use super::{Forest, MarkRow, Panel, Row};
use crate::report::figures::canvas::{LARGE, SMALL, is_shown, text_width};
use crate::report::figures::lettering::{broken, wrapped};
use crate::report::figures::scale::Scale;

/// Width of a figure: the text of a page of a journal, 170 mm.
pub(super) const WIDTH: f64 = 1700.0;
/// Narrowest axis.
pub(super) const MIN_AXIS: f64 = 90.0;
/// Width from which long titles of panels can be told apart.
const TITLE: f64 = 170.0;
/// Space between panels.
pub(super) const GAP: f64 = 30.0;
/// Height of a row.
pub(super) const ROW: f64 = 56.0;
/// Widest column of labels, beside several panels and beside one.
const MAX_LABELS: (f64, f64) = (430.0, 620.0);
/// How much wider bold letters are.
const BOLD: f64 = 1.08;
/// Space behind the labels.
pub(super) const LABEL_PAD: f64 = 26.0;
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
    /// The size and the lines of the title of each panel.
    pub(super) titles: Vec<(f64, Vec<String>)>,
    pub(super) subtitles: Vec<Vec<String>>,
    /// Where the subtitles begin.
    pub(super) under_titles: f64,
    /// Lines of the words at the ends of the axes.
    pub(super) end_lines: usize,
    /// The lines of the names of the axes, with the middle of each.
    pub(super) names: Vec<(Vec<String>, f64)>,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) below: f64,
    pub(super) key: Key,
    /// Whether counts stand below estimates.
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
        Row::Marks(row) => Some(text_width(&flagged(row), SMALL)),
        Row::Heading(_) => None,
    });
    let head = text_width(&forest.row_head, SMALL);
    let most = if forest.panels.len() > 1 {
        MAX_LABELS.0
    } else {
        MAX_LABELS.1
    };
    labels.fold(head, f64::max).clamp(120.0, most) + LABEL_PAD
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
    let titles = forest
        .panels
        .iter()
        .map(|panel| text_width(&panel.title, SMALL));
    let least = (MIN_AXIS + widest).max(titles.fold(0.0_f64, f64::max).min(TITLE));
    let mut n = 1;
    let mut used = 2.0 * least + GAP;
    while used <= room && n < forest.panels.len() {
        n += 1;
        used += least + GAP;
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
        let each = || forest.panels.iter().zip(&panels);
        let titles: Vec<(f64, Vec<String>)> =
            each().map(|(panel, place)| title(panel, *place)).collect();
        let n_titles = titles.iter().map(|title| title.1.len()).max().unwrap_or(1);
        let under_titles = 44.0 + n_titles.saturating_sub(1) as f64 * LINE;
        let end_lines = each().map(|(panel, place)| end_lines(panel, *place));
        let end_lines = end_lines.max().unwrap_or(0);
        let longest = |lists: &[Vec<String>]| lists.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let has_sides = forest
            .panels
            .iter()
            .any(|panel| !panel.side_head.is_empty());
        let n_lines = longest(&subtitles) + if has_sides { 1.0 } else { 0.0 };
        let top = under_titles + n_lines.max(1.0) * LINE + 12.0;
        let bottom = top + forest.rows.len() as f64 * ROW;
        Self {
            labels,
            notes,
            panels,
            top,
            bottom,
            below: bottom
                + 50.0
                + end_lines as f64 * LINE
                + names.iter().map(|name| name.0.len()).max().unwrap_or(0) as f64 * LINE,
            titles,
            subtitles,
            under_titles,
            end_lines,
            names,
            key: Key::of(forest, WIDTH - 2.0 * EDGE),
            has_counts: forest.cells().any(|cell| cell.counted.is_some())
                && forest.cells().any(|cell| cell.value.is_some()),
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

/// The title of a panel: large on one line where it fits, else smaller on two.
fn title(panel: &Panel, (left, _, end): (f64, f64, f64)) -> (f64, Vec<String>) {
    let shape = if panel.is_look_shown {
        MARK + 12.0
    } else {
        0.0
    };
    let x = left + shape;
    let room = (end - x + GAP * 0.8).min(WIDTH - EDGE - x) / BOLD;
    if text_width(&panel.title, LARGE) <= room {
        return (LARGE, broken(&panel.title, LARGE, room, 1));
    }
    (SMALL, broken(&panel.title, SMALL, room, 2))
}

/// The lines that the words at the ends of an axis take: one where both fit beside each other.
fn end_lines(panel: &Panel, (left, right, _): (f64, f64, f64)) -> usize {
    let (low, high) = end_words(panel);
    let both = text_width(&low, SMALL) + text_width(&high, SMALL);
    match (panel.axis.ends.0.is_empty(), both + 12.0 <= right - left) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    }
}

/// The words at the ends of an axis, with their arrows.
pub(super) fn end_words(panel: &Panel) -> (String, String) {
    let (low, high) = &panel.axis.ends;
    (format!("\u{2190} {low}"), format!("{high} \u{2192}"))
}

/// The numbers of an axis that have room, with the places of their middles: none reaches far beyond
/// the ends, where the next panel begins, and none touches another.
pub(super) fn tick_places(panel: &Panel, (left, right): (f64, f64)) -> Vec<(f64, String)> {
    /// How far a number may reach beyond the ends.
    const BEYOND: f64 = 10.0;
    let scale = Scale::new(panel.axis.domain, (left, right));
    let ticks = panel.axis.ticks.iter().filter(|tick| !tick.1.is_empty());
    let ticks: Vec<&(f64, String)> = ticks.collect();
    let zero = ticks.iter().position(|tick| tick.0.abs() < 1e-9);
    let zero = zero.unwrap_or(0);
    let kept = |stride: usize| -> Vec<(f64, f64, String)> {
        let at_stride = ticks.iter().enumerate();
        at_stride
            .filter(|(k, _)| k.abs_diff(zero).is_multiple_of(stride))
            .map(|(_, tick)| {
                let half = text_width(&tick.1, SMALL) / 2.0;
                let (low, high) = (left - BEYOND + half, right + BEYOND - half);
                let x = scale.place(tick.0).min(high).max(low);
                (x, half, tick.1.clone())
            })
            .collect()
    };
    let is_clear = |kept: &[(f64, f64, String)]| {
        kept.windows(2).all(|pair| match pair {
            [a, b] => a.0 + a.1 + 6.0 <= b.0 - b.1,
            _ => true,
        })
    };
    let found = (1..=ticks.len().max(1)).map(kept).find(|k| is_clear(k));
    let found = found.unwrap_or_default().into_iter();
    found.map(|(x, _, text)| (x, text)).collect()
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
fn flagged(row: &MarkRow) -> String {
    let label: String = row.label.chars().filter(|&c| is_shown(c)).collect();
    if row.is_flagged {
        format!("{label} \u{2020}")
    } else {
        label
    }
}

/// The label of a row on the lines that it needs: two at most.
pub(super) fn label_lines(row: &MarkRow, room: f64) -> Vec<String> {
    broken(&flagged(row), SMALL, room, 2)
}
