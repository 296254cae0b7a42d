//! Opens a PDF and draws its pages.

use std::io::Read as _;

use lopdf::{Dictionary, Document, Error, Object, ObjectId, Stream};

use super::content::{Fonts, MAX_OPERATIONS, Painter};
use super::error::PdfError;
use super::font::value;
use super::glyph::Sheet;
use super::matrix::Matrix;

/// How far from the start `%PDF-` may stand (ISO 32000-1, annex H, note 13).
const HEADER_RANGE: usize = 1024;
/// How far from the end `%%EOF` may stand (same annex, note 18).
const END_RANGE: usize = 1024;
/// Bytes the content of one page may unpack to.
const MAX_CONTENT: usize = 256 << 20;
/// Nodes between a page and the root of the tree.
const MAX_TREE_DEPTH: usize = 64;

/// Draws every page of a PDF.
///
/// # Errors
/// Where the bytes are no PDF, break off, are encrypted or damaged, or have more than `max_pages`
/// pages.
pub(super) fn draw_pages(bytes: &[u8], max_pages: usize) -> Result<Vec<Sheet>, PdfError> {
    let document = open(bytes)?;
    let pages = find_pages(&document, bytes, max_pages)?;
    let mut fonts = Fonts::new();
    let mut sheets = Vec::with_capacity(pages.len());
    for (number, page) in (1..).zip(pages) {
        sheets.push(draw_page(&document, &mut fonts, page, number)?);
    }
    Ok(sheets)
}

fn open(bytes: &[u8]) -> Result<Document, PdfError> {
    let head = &bytes[..bytes.len().min(HEADER_RANGE)];
    if !contains(head, b"%PDF-") {
        return Err(PdfError::NotPdf {
            searched: head.len(),
        });
    }
    let document = Document::load_mem(bytes).map_err(|error| match error {
        Error::Decryption(_) | Error::InvalidPassword | Error::UnsupportedSecurityHandler(_) => {
            encrypted(&error)
        }
        error if has_end(bytes) => PdfError::Damaged {
            detail: error.to_string(),
        },
        _ => PdfError::Truncated {
            n_bytes: bytes.len(),
            found: 0,
            expected: 0,
        },
    })?;
    if document.trailer.has(b"Encrypt") {
        let detail = match document.authenticate_user_password("") {
            Err(error) => encrypted(&error),
            Ok(()) => encrypted(&Error::InvalidPassword),
        };
        return Err(detail);
    }
    Ok(document)
}

fn encrypted(error: &Error) -> PdfError {
    use lopdf::encryption::DecryptionError;
    let detail = match error {
        Error::InvalidPassword | Error::Decryption(DecryptionError::IncorrectPassword) => {
            "it opens only with a password".to_owned()
        }
        Error::Decryption(error) => error.to_string(),
        error => error.to_string(),
    };
    PdfError::Encrypted { detail }
}

fn find_pages(document: &Document, bytes: &[u8], limit: usize) -> Result<Vec<ObjectId>, PdfError> {
    let count = document
        .catalog()
        .and_then(|catalog| catalog.get_deref(b"Pages", document))
        .and_then(Object::as_dict)
        .and_then(|pages| pages.get_deref(b"Count", document))
        .and_then(Object::as_i64);
    let expected = count
        .ok()
        .and_then(|count| usize::try_from(count).ok())
        .unwrap_or(0);
    let pages: Vec<ObjectId> = document.page_iter().take(limit + 1).collect();
    let found = pages.len();
    if found > limit {
        return Err(PdfError::TooManyPages {
            found: expected.max(found),
            limit,
        });
    }
    let is_whole = document.xref_recovery.is_none() || has_end(bytes);
    if !is_whole || (found < expected && !has_end(bytes)) {
        return Err(PdfError::Truncated {
            n_bytes: bytes.len(),
            found,
            expected,
        });
    }
    if found == 0 || found < expected {
        let detail = format!("{found} of {expected} pages can be reached");
        return Err(PdfError::Damaged { detail });
    }
    Ok(pages)
}

fn draw_page(
    document: &Document,
    fonts: &mut Fonts,
    page: ObjectId,
    number: usize,
) -> Result<Sheet, PdfError> {
    let Ok(page) = document.get_dictionary(page) else {
        let detail = format!("page {number} is missing");
        return Err(PdfError::Damaged { detail });
    };
    let [left, bottom, right, top] = page_box(document, page);
    let turn = inherited(document, page, b"Rotate").and_then(|it| value(document, it));
    let (width, height) = (right - left, top - bottom);
    let (base, size) = match quarter_turns(turn.unwrap_or(0.0)) {
        1 => ([0.0, 1.0, 1.0, 0.0, -bottom, -left], (height, width)),
        2 => ([-1.0, 0.0, 0.0, 1.0, right, -bottom], (width, height)),
        3 => ([0.0, -1.0, -1.0, 0.0, top, right], (height, width)),
        _ => ([1.0, 0.0, 0.0, -1.0, -left, top], (width, height)),
    };
    let empty = Dictionary::new();
    let resources = inherited(document, page, b"Resources").and_then(|it| it.as_dict().ok());
    let (content, is_damaged) = page_content(document, page);
    let mut painter = Painter::new(document, fonts, Matrix::new(base), size);
    painter.sheet.damaged = is_damaged;
    painter.run(&content, resources.unwrap_or(&empty));
    if painter.n_operations > MAX_OPERATIONS {
        return Err(PdfError::TooMuchOnPage {
            page: number,
            limit: MAX_OPERATIONS,
        });
    }
    Ok(painter.sheet)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the remainder of a division by 4 is small"
)]
fn quarter_turns(degrees: f64) -> i64 {
    (degrees / 90.0).round().rem_euclid(4.0) as i64
}

/// The visible part of a page: left, bottom, right, top; A4 where the file does not say.
fn page_box(document: &Document, page: &Dictionary) -> [f64; 4] {
    let named = |key: &[u8]| {
        let array = inherited(document, page, key)?.as_array().ok()?;
        let corners: Vec<f64> = array.iter().filter_map(|it| value(document, it)).collect();
        let [x0, y0, x1, y1] = corners.try_into().ok()?;
        let corners = [x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)];
        let is_area = corners[2] - corners[0] > 1.0 && corners[3] - corners[1] > 1.0;
        is_area.then_some(corners)
    };
    let media = named(b"MediaBox").unwrap_or([0.0, 0.0, 595.0, 842.0]);
    let Some(crop) = named(b"CropBox") else {
        return media;
    };
    let visible = [
        crop[0].max(media[0]),
        crop[1].max(media[1]),
        crop[2].min(media[2]),
        crop[3].min(media[3]),
    ];
    let is_area = visible[2] - visible[0] > 1.0 && visible[3] - visible[1] > 1.0;
    if is_area { visible } else { media }
}

/// An entry of the page or of the nearest node above it that has one.
fn inherited<'a>(document: &'a Document, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let mut node = page;
    for _ in 0..MAX_TREE_DEPTH {
        if let Ok(object) = node.get_deref(key, document) {
            return Some(object);
        }
        node = node.get_deref(b"Parent", document).ok()?.as_dict().ok()?;
    }
    None
}

/// The content of a page, and whether part of it cannot be unpacked.
fn page_content(document: &Document, page: &Dictionary) -> (Vec<u8>, bool) {
    let mut content = Vec::new();
    let mut is_damaged = false;
    let streams = match page.get_deref(b"Contents", document) {
        Ok(Object::Array(parts)) => parts.iter().collect(),
        Ok(stream @ Object::Stream(_)) => vec![stream],
        _ => Vec::new(),
    };
    for stream in streams {
        let stream = document.dereference(stream).map(|(_, it)| it.as_stream());
        let Ok(Ok(stream)) = stream else {
            is_damaged = true;
            continue;
        };
        let left = MAX_CONTENT.saturating_sub(content.len());
        match stream.get_plain_content_with_limit(left) {
            Ok(part) => {
                is_damaged |= !is_sound(stream, part.len());
                content.extend_from_slice(&part);
                content.push(b'\n');
            }
            Err(_) => is_damaged = true,
        }
    }
    (content, is_damaged)
}

/// Whether a stream that is only deflated unpacks without error to as much as was taken from it:
/// the library takes what it can get without a word.
fn is_sound(stream: &Stream, n_bytes: usize) -> bool {
    let filters = stream.filters().unwrap_or_default();
    if filters != [b"FlateDecode".as_slice()] || stream.dict.has(b"DecodeParms") {
        return true;
    }
    let limit = u64::try_from(n_bytes).unwrap_or(u64::MAX).saturating_add(1);
    let mut unpacked = Vec::with_capacity(n_bytes);
    let read = flate2::read::ZlibDecoder::new(stream.content.as_slice())
        .take(limit)
        .read_to_end(&mut unpacked);
    read.is_ok() && unpacked.len() == n_bytes
}

fn has_end(bytes: &[u8]) -> bool {
    contains(&bytes[bytes.len().saturating_sub(END_RANGE)..], b"%%EOF")
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|it| it == part)
}
