//! Pages with letters to lines in the order of reading.

use std::collections::BTreeMap;

use super::columns::{
    Block, find_gutters, find_side, gutters_of_page, is_in_side, merge_rows, read_in_order,
};
use super::compose::{Part, Printed};
use super::footnotes::find_footnotes;
use super::furniture::{Page, find_furniture};
use super::glyph::{Glyph, Rule, Sheet};
use super::line::{Line, most_common};
use super::lines::build_pieces;
use super::paragraphs::Shape;

/// Distance in points within which gutters of two pages are one.
const SAME_GUTTER: f64 = 5.0;

/// One page, taken apart.
struct Parts {
    head: Vec<Line>,
    body: Vec<Line>,
    side: Vec<Line>,
    foot: Vec<Line>,
    turned: Vec<Line>,
    rules: Vec<Rule>,
}

/// The lines of a document, and the size of its text.
pub(super) fn arrange(sheets: Vec<Sheet>) -> (Vec<Printed>, f64) {
    let pages: Vec<Page> = sheets
        .iter()
        .map(|sheet| Page {
            height: sheet.height,
            pieces: build_pieces(&upright(&sheet.glyphs)),
        })
        .collect();
    let pieces = pages.iter().flat_map(|page| &page.pieces);
    let body_size = most_common(pieces.map(|it| (it.size, it.n_letters)));
    let furniture = find_furniture(&pages);
    let parts: Vec<Parts> = sheets
        .into_iter()
        .zip(pages)
        .zip(furniture)
        .map(|((sheet, page), furniture)| take_apart(&sheet, page, &furniture, body_size))
        .collect();
    let gutters = gutters_of_document(&parts, body_size);
    let mut printer = Printer::default();
    for (number, parts) in parts.into_iter().enumerate() {
        printer.print_page(number, parts, &gutters, body_size);
    }
    (printer.printed, body_size)
}

fn upright(glyphs: &[Glyph]) -> Vec<Glyph> {
    glyphs
        .iter()
        .filter(|glyph| glyph.turn == 0)
        .cloned()
        .collect()
}

/// Lines that are turned, direction by direction.
fn turned_lines(glyphs: &[Glyph]) -> Vec<Line> {
    let mut directions: BTreeMap<i32, Vec<Glyph>> = BTreeMap::new();
    for glyph in glyphs.iter().filter(|glyph| glyph.turn != 0) {
        directions
            .entry(glyph.turn)
            .or_default()
            .push(glyph.clone());
    }
    directions
        .into_values()
        .flat_map(|glyphs| merge_rows(build_pieces(&glyphs)))
        .collect()
}

fn take_apart(sheet: &Sheet, page: Page, furniture: &[bool], body_size: f64) -> Parts {
    let (mut head, mut foot, mut body) = (Vec::new(), Vec::new(), Vec::new());
    for (piece, is_furniture) in page.pieces.into_iter().zip(furniture) {
        match (is_furniture, piece.y < sheet.height / 2.0) {
            (true, true) => head.push(piece),
            (true, false) => foot.push(piece),
            (false, _) => body.push(piece),
        }
    }
    let side_edge = find_side(&body, sheet.width, body_size);
    let is_side = |piece: &Line| side_edge.is_some_and(|edge| is_in_side(piece, edge, body_size));
    let (side, body) = body.into_iter().partition(is_side);
    Parts {
        head: merge_rows(head),
        body,
        side: merge_rows(side),
        foot: merge_rows(foot),
        turned: turned_lines(&sheet.glyphs),
        rules: sheet.rules.clone(),
    }
}

/// The gutters that the pages have, near ones as one.
fn gutters_of_document(parts: &[Parts], body_size: f64) -> Vec<f64> {
    let mut all: Vec<f64> = parts
        .iter()
        .flat_map(|parts| find_gutters(&parts.body, body_size))
        .collect();
    all.sort_by(f64::total_cmp);
    all.dedup_by(|later, first| *later - *first <= SAME_GUTTER);
    all
}

/// Puts the lines of one page after another.
#[derive(Default)]
struct Printer {
    printed: Vec<Printed>,
    n_blocks: usize,
    /// Size of the notes at the foot of the page before, if it had any.
    note_size: Option<f64>,
}

impl Printer {
    fn print_page(&mut self, page: usize, parts: Parts, gutters: &[f64], body_size: f64) {
        self.print_furniture(page, parts.head);
        let gutters = gutters_of_page(&parts.body, gutters);
        let blocks = read_in_order(parts.body, &gutters);
        let notes = find_footnotes(&blocks, &parts.rules, body_size, self.note_size);
        self.note_size = None;
        for (Block { lines }, notes) in blocks.into_iter().zip(notes) {
            let text: Vec<Line> = lines
                .iter()
                .zip(&notes)
                .filter(|(_, it)| !**it)
                .map(|(it, _)| it.clone())
                .collect();
            let shape = Shape::of(if text.is_empty() { &lines } else { &text });
            for (line, is_note) in lines.into_iter().zip(notes) {
                if is_note {
                    self.note_size = Some(line.size);
                }
                let part = if is_note { Part::Footnote } else { Part::Text };
                self.printed.push(Printed {
                    line,
                    part,
                    page,
                    block: self.n_blocks,
                    shape,
                });
            }
            self.n_blocks += 1;
        }
        for lines in [parts.side, parts.foot, parts.turned] {
            self.print_furniture(page, lines);
        }
    }

    fn print_furniture(&mut self, page: usize, lines: Vec<Line>) {
        let shape = Shape::of(&lines);
        let block = self.n_blocks;
        let lines = lines.into_iter();
        self.printed.extend(lines.map(|line| Printed {
            line,
            part: Part::PageHeader,
            page,
            block,
            shape,
        }));
        self.n_blocks += 1;
    }
}
