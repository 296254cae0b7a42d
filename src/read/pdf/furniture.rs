//! Running heads, feet and page numbers: what belongs to the page and not to the text.
//!
//! A row at the edge of a page is furniture where most of it stands at the same height on another
//! page too (numbers may differ), or is of a kind that only feet are; and where the rows nearer to
//! the edge are furniture, and the other pages have furniture at that height as well. The last
//! condition keeps a label such as "De voorzitter:" that two columns happen to begin with; so does
//! that furniture is apart from the text, unless it is on most of many pages. Where the file itself
//! marks heads and feet, that is believed.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::line::Line;

/// Heads and feet stand in this part of the page at its top and at its bottom.
const EDGE: f64 = 0.22;
/// How far heights on two pages may differ, in points.
const SAME_HEIGHT: f64 = 4.0;
/// How many of the rows at one height must be alike, over all pages.
const PURITY: f64 = 0.6;
/// From so many pages on a head that is on most of them need not be apart from the text.
const MANY_PAGES: usize = 4;
/// Rows apart by this many sizes are a block of their own.
const APART: f64 = 1.9;

/// Feet of parliamentary papers and page counts of letters, as whole pieces.
static SURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)^(
          (kst|ah|nds|blg|h|stcrt|stb|trb)-[\w.-]*\d\S* | KST\d+
        | ISSN\s[\dX\s-]+
        | ['’‘]?s-?\s?Gravenhage\s\d{4}
        | pagina\s\d+\s*(van|/)\s*\d+
        | page\s\d+\s*(of|/)\s*\d+
        | (Tweede|Eerste)\sKamer,\svergaderjaar\s\d{4}.*
        )$",
    )
});

/// A page number of its own, with what printers set around it.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[-–—]?\s?(\d{1,4})(\s?/\s?\d{1,4})?\s?[-–—]?$"));

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| unreachable!("a fixed pattern compiles: {error}"))
}

/// The pieces of one page, from the top.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) height: f64,
    pub(super) pieces: Vec<Line>,
}

/// A row of pieces.
struct Row {
    y: f64,
    size: f64,
    pieces: Vec<usize>,
    /// Whether most of it is furniture wherever it stands.
    is_sure: bool,
    /// Whether most of it stands on another page too, or is sure.
    is_like: bool,
    /// Whether it is a number of its own.
    number: Option<i64>,
}

/// For every piece of every page whether it is furniture.
pub(super) fn find_furniture(pages: &[Page]) -> Vec<Vec<bool>> {
    let repeated = Repeated::new(pages);
    let rows: Vec<Vec<Row>> = (0..)
        .zip(pages)
        .map(|(n, page)| page_rows(n, page, &repeated))
        .collect();
    (0..)
        .zip(pages)
        .zip(&rows)
        .map(|((number, page), own)| {
            let mut found: Vec<bool> = page
                .pieces
                .iter()
                .map(|it| is_told(it, page.height))
                .collect();
            let top: Vec<&Row> = own.iter().collect();
            let bottom: Vec<&Row> = own.iter().rev().collect();
            for side in [top, bottom] {
                for row in edge_rows(&side, page, number, &rows) {
                    row.pieces.iter().for_each(|&piece| found[piece] = true);
                }
            }
            found
        })
        .collect()
}

/// Whether the file, or the wording, tells that a piece is furniture wherever it stands.
fn is_told(piece: &Line, height: f64) -> bool {
    let is_at_edge = piece.y < EDGE * height || piece.y > (1.0 - EDGE) * height;
    let is_marked = piece.n_pagination * 2 > piece.n_letters;
    is_marked || (is_at_edge && SURE.is_match(&piece.text))
}

/// The furniture among rows that are given from the edge inwards.
fn edge_rows<'a>(rows: &[&'a Row], page: &Page, number: usize, all: &[Vec<Row>]) -> Vec<&'a Row> {
    let mut found = 0;
    let mut certain = 0;
    for (rank, row) in rows.iter().enumerate() {
        let is_at_edge = row.y < EDGE * page.height || row.y > (1.0 - EDGE) * page.height;
        let is_apart = rows
            .get(rank + 1)
            .is_none_or(|next| (row.y - next.y).abs() > APART * row.size);
        let is_number =
            row.number.is_some() && (counts_pages(row, number, all) || (is_apart && rank == 0));
        let is_furniture = row.is_sure || is_number || (row.is_like && is_pure(row, all));
        if !is_at_edge || !is_furniture {
            break;
        }
        found = rank + 1;
        if is_apart || row.is_sure || is_number || is_on_most_pages(row, all) {
            certain = found;
        }
    }
    rows.get(..certain.min(found)).unwrap_or_default().to_vec()
}

/// Rows at the height of a row, over all pages: how many there are, and how many are alike.
fn at_height(row: &Row, all: &[Vec<Row>]) -> (usize, usize) {
    let is_there = |other: &&Row| (other.y - row.y).abs() <= SAME_HEIGHT / 2.0;
    let there = all.iter().flatten().filter(is_there);
    there.fold((0, 0), |(n, alike), it| {
        (n + 1, alike + usize::from(it.is_like))
    })
}

/// Whether the rows at this height are alike on most pages that have one there.
fn is_pure(row: &Row, all: &[Vec<Row>]) -> bool {
    let (n, alike) = at_height(row, all);
    n >= 2 && alike as f64 >= PURITY * n as f64
}

/// Whether it stands on so many pages that it need not be apart from the text.
fn is_on_most_pages(row: &Row, all: &[Vec<Row>]) -> bool {
    all.len() >= MANY_PAGES && at_height(row, all).1 as f64 >= PURITY * all.len() as f64
}

/// Whether another page has a number at this height that differs as the pages do.
fn counts_pages(row: &Row, page: usize, all: &[Vec<Row>]) -> bool {
    let others = (0_i64..).zip(all);
    let page = i64::try_from(page).unwrap_or(i64::MAX);
    others
        .filter(|(number, _)| *number != page)
        .any(|(number, rows)| {
            rows.iter().any(|it| {
                (it.y - row.y).abs() <= SAME_HEIGHT
                    && it
                        .number
                        .zip(row.number)
                        .is_some_and(|(it, own)| it - own == number - page)
            })
        })
}

fn page_rows(number: usize, page: &Page, repeated: &Repeated) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (piece, line) in page.pieces.iter().enumerate() {
        match rows
            .last_mut()
            .filter(|row| (line.y - row.y).abs() <= 0.3 * line.size)
        {
            Some(row) => row.pieces.push(piece),
            None => rows.push(Row {
                y: line.y,
                size: line.size,
                pieces: vec![piece],
                is_sure: false,
                is_like: false,
                number: None,
            }),
        }
    }
    for row in &mut rows {
        let pieces = || row.pieces.iter().map(|&piece| &page.pieces[piece]);
        let letters = |keep: &dyn Fn(&Line) -> bool| -> usize {
            pieces().filter(|it| keep(it)).map(|it| it.n_letters).sum()
        };
        let all = letters(&|_| true);
        let sure = letters(&|it| is_told(it, page.height));
        let like = letters(&|it| is_told(it, page.height) || repeated.contains(number, it));
        (row.is_sure, row.is_like) = (sure * 2 > all, like * 2 > all);
        if let [piece] = row.pieces.as_slice() {
            let caught = NUMBER.captures(&page.pieces[*piece].text);
            row.number = caught.and_then(|it| it.get(1)?.as_str().parse().ok());
        }
    }
    rows
}

/// Where every text stands, numbers counted as one.
struct Repeated(BTreeMap<String, Vec<(usize, f64)>>);

impl Repeated {
    fn new(pages: &[Page]) -> Self {
        let mut places: BTreeMap<String, Vec<(usize, f64)>> = BTreeMap::new();
        for (number, page) in pages.iter().enumerate() {
            for piece in &page.pieces {
                places
                    .entry(key(&piece.text))
                    .or_default()
                    .push((number, piece.y));
            }
        }
        Self(places)
    }

    /// Whether a piece of a page stands at the same height on another page.
    fn contains(&self, page: usize, piece: &Line) -> bool {
        let places = self.0.get(&key(&piece.text));
        places
            .into_iter()
            .flatten()
            .any(|(other, y)| *other != page && (y - piece.y).abs() <= SAME_HEIGHT)
    }
}

/// The text with every number as one sign.
fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '0'..='9' if key.ends_with('#') => {}
            '0'..='9' => key.push('#'),
            c => key.push(c),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::super::lines::build_pieces;
    use super::super::lines::tests::set;
    use super::*;

    fn page(rows: &[(&str, f64)]) -> Page {
        let glyphs: Vec<_> = rows
            .iter()
            .flat_map(|(text, y)| set(text, 80.0, *y, 10.0))
            .collect();
        Page {
            height: 842.0,
            pieces: build_pieces(&glyphs),
        }
    }

    fn found(pages: &[Page]) -> Vec<Vec<String>> {
        let flags = find_furniture(pages);
        let of = |(page, flags): (&Page, &Vec<bool>)| {
            let pieces = page.pieces.iter().zip(flags);
            pieces
                .filter(|(_, is)| **is)
                .map(|(it, _)| it.text.clone())
                .collect()
        };
        pages.iter().zip(&flags).map(of).collect()
    }

    #[test]
    fn a_head_that_comes_back_once_is_furniture() {
        let pages = [
            page(&[
                ("Verslag deel 1", 40.0),
                ("Wij vragen door", 80.0),
                ("en door", 92.0),
                ("7", 800.0),
            ]),
            page(&[
                ("Verslag deel 2", 40.0),
                ("Het antwoord is kort", 80.0),
                ("nee", 92.0),
                ("8", 800.0),
            ]),
        ];
        assert_eq!(
            found(&pages),
            [["Verslag deel 1", "7"], ["Verslag deel 2", "8"]]
        );
    }

    #[test]
    fn a_label_that_two_pages_begin_with_is_text() {
        let pages = [
            page(&[
                ("De voorzitter:", 80.0),
                ("Dank u wel", 92.0),
                ("Foot 1", 800.0),
            ]),
            page(&[
                ("De voorzitter:", 80.0),
                ("Ga uw gang", 92.0),
                ("Foot 2", 800.0),
            ]),
            page(&[
                ("En toen zei hij dat", 80.0),
                ("het mocht", 92.0),
                ("Foot 3", 800.0),
            ]),
            page(&[
                ("Waarom dan niet nu", 80.0),
                ("al begonnen", 92.0),
                ("Foot 4", 800.0),
            ]),
        ];
        for (page, found) in found(&pages).iter().enumerate() {
            assert_eq!(found, &[format!("Foot {}", page + 1)]);
        }
    }

    #[test]
    fn a_label_that_both_pages_of_a_short_paper_begin_with_is_text() {
        let pages = [
            page(&[("De voorzitter:", 80.0), ("Dank u wel", 92.0)]),
            page(&[("De voorzitter:", 80.0), ("Ga uw gang", 92.0)]),
        ];
        assert!(found(&pages).iter().all(Vec::is_empty));
    }

    #[test]
    fn the_feet_of_papers_are_known_on_a_single_page() {
        let pages = [page(&[
            ("De leden vragen dit", 80.0),
            ("kst-99999-1", 770.0),
            ("ISSN 0921-7371", 782.0),
            ("'s-Gravenhage 2024", 794.0),
        ])];
        assert_eq!(found(&pages)[0].len(), 3);
        let title = [page(&[
            ("Tweede Kamer der Staten-Generaal", 60.0),
            ("De leden", 90.0),
        ])];
        assert!(found(&title)[0].is_empty());
    }
}
