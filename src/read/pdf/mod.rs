//! The text of a PDF, in the order in which a reader reads it.
//!
//! What it does: takes the letters of every page with their places ([`lopdf`] parses, `content` runs
//! the drawing operations), puts them into lines, tells columns, running heads, feet, side columns,
//! footnotes and headings by place and size, and writes one printed line a line, with a blank line
//! between paragraphs. Hyphens at line ends stay: joining words is a later stage, with a list of
//! edits.
//!
//! Input and output: bytes to [`PdfText`]. Everything that is printed stands in its text; the
//! [`PageMark`]s only tell what it is, and leave out to later stages.
//!
//! Method and source: ISO 32000-1 for what a file shows; the layout rules stand in the modules that
//! apply them. They use white space and type only, no words, except for the feet of parliamentary
//! papers and page counts (`furniture`).
//!
//! What it drops: letters outside the visible part of the page, letters printed a second time in
//! their place, control characters, images and drawings.
//!
//! A PDF is a program, so [`extract_in_child`] runs all this in a process of its own with limits of
//! time and memory; [`extract`] is the same without limits.

mod child;
mod cmap;
mod columns;
mod compose;
mod content;
mod document;
mod error;
mod font;
mod footnotes;
mod furniture;
mod glyph;
mod layout;
mod line;
mod lines;
mod marked;
mod matrix;
mod names;
mod paragraphs;
mod widths;
mod wire;

use serde::{Deserialize, Serialize};

use super::PageMark;

pub use child::{PdfLimits, extract_in_child, serve};
pub use error::PdfError;
use glyph::{Glyph, Sheet, UNKNOWN};

/// Share of the letters that may lack a character, in percent.
const MAX_UNMAPPED_PERCENT: usize = 5;

/// Text of a PDF in reading order, with what place and size of the letters tell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PdfText {
    /// One printed line a line; a blank line between paragraphs. Around marked lines a blank line is
    /// set only where the paragraph before them is complete: without these lines and their line
    /// ends, a paragraph that goes on over a page is whole again.
    pub text: String,
    /// What parts of the text are, in order and without overlap, without the line ends behind them:
    /// running heads and feet, page numbers, side columns and turned text; footnotes with their
    /// numbers; raised numbers behind words; headings, the lines of one together.
    #[serde(with = "wire")]
    pub marks: Vec<PageMark>,
    /// Byte offset where each page begins in the text.
    pub page_starts: Vec<usize>,
    /// Pages, from 1, that show images and no letters: scans that are not read.
    pub pages_without_text: Vec<usize>,
    /// Pages, from 1, whose content could be read only in part.
    pub damaged_pages: Vec<usize>,
    /// Letters for which the file does not say which they are; `U+FFFD` or of the private area in
    /// the text.
    pub n_unmapped: usize,
}

/// The text of a PDF, read in this process without limits of time and memory.
///
/// # Errors
/// Where the bytes are no PDF, break off, ask for a password, are damaged, show no letters, or do
/// not say which letters they show.
pub fn extract(bytes: &[u8]) -> Result<PdfText, PdfError> {
    extract_within(bytes, PdfLimits::default().pages)
}

/// The text of a PDF of at most `max_pages` pages.
fn extract_within(bytes: &[u8], max_pages: usize) -> Result<PdfText, PdfError> {
    let sheets = document::draw_pages(bytes, max_pages)?;
    let n_unmapped = check_letters(&sheets)?;
    let numbered = || (1..).zip(&sheets);
    let is_scan = |sheet: &Sheet| sheet.n_images > 0 && sheet.glyphs.iter().all(Glyph::is_space);
    let pages_without_text = numbered()
        .filter(|(_, it)| is_scan(it))
        .map(|(n, _)| n)
        .collect();
    let damaged_pages = numbered()
        .filter(|(_, it)| it.damaged)
        .map(|(n, _)| n)
        .collect();
    let n_pages = sheets.len();
    let (lines, body_size) = layout::arrange(sheets);
    Ok(PdfText {
        pages_without_text,
        damaged_pages,
        n_unmapped,
        ..compose::compose(&lines, n_pages, body_size)
    })
}

/// Counts the letters without a character; refuses a document without letters, or with too many
/// such letters.
fn check_letters(sheets: &[Sheet]) -> Result<usize, PdfError> {
    let all = || {
        sheets
            .iter()
            .flat_map(|sheet| &sheet.glyphs)
            .filter(|it| !it.is_space())
    };
    let is_unmapped = |c: char| c == UNKNOWN || ('\u{E000}'..='\u{F8FF}').contains(&c);
    let letters = all().count();
    let unmapped = all().filter(|it| it.text.chars().any(is_unmapped)).count();
    if letters == 0 {
        let is_damaged = sheets.iter().any(|sheet| sheet.damaged);
        return Err(if is_damaged {
            PdfError::Damaged {
                detail: "the content of its pages cannot be read".to_owned(),
            }
        } else {
            PdfError::NoTextLayer {
                pages: sheets.len(),
                images: sheets.iter().map(|sheet| sheet.n_images).sum(),
            }
        });
    }
    if unmapped * 100 > letters * MAX_UNMAPPED_PERCENT {
        return Err(PdfError::Unmapped { unmapped, letters });
    }
    Ok(unmapped)
}
