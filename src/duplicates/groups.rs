//! Groups: the unit of independence.

use std::collections::BTreeMap;

use super::clusters::MIN_SIMILARITY;
use super::shingles::TextPair;
use super::{Copies, PassageFact};
use crate::corpus::{DocumentId, PassageId};

/// Source lines of a block.
const BLOCK_LINES: usize = 60;

/// A text that lies two thirds in another one ties them together from this number of shared
/// 5-grams on: 24 words, one long sentence. Less is a formula, which would tie half the corpus
/// together; splits keep such passages apart by their shared runs of words.
const MIN_SHARED_SHINGLES: usize = 20;

/// The name of the block of a passage: the section of its heading, cut into stretches of 60 lines.
///
/// `heading_line` is the line of the innermost heading above the passage (0 without one) and
/// `line` that of the passage's first word, both counted in the source from the same number.
pub fn block_name(document: &DocumentId, heading_line: usize, line: usize) -> String {
    let (heading_line, stretch) = block_of(heading_line, line);
    format!("{document}#{heading_line}.{stretch}")
}

/// What tells the blocks of one document apart: the line of the heading, and the number of the
/// stretch of lines below it.
pub(super) fn block_of(heading_line: usize, line: usize) -> (usize, usize) {
    let stretch = line.saturating_sub(heading_line) / BLOCK_LINES;
    (heading_line, stretch)
}

/// Whether two texts that share much are tied together.
pub(super) fn is_tie(pair: &TextPair) -> bool {
    pair.similarity() >= MIN_SIMILARITY || pair.n_shared >= MIN_SHARED_SHINGLES
}

/// How many digits the numbers of so many groups have.
pub(super) fn digits_of(n_groups: usize) -> usize {
    n_groups.to_string().len().max(2)
}

/// One group name a passage, in the order of `passages`: `g01`, `g02`, … in the order of each
/// group's smallest passage id, with more digits where there are 100 groups or more.
///
/// A group is a connected component: passages of one exchange, of one block, or of which one
/// repeats the other (copies as in `duplicates.csv`, and texts of which two thirds stand in the
/// other) are tied together, and so is whatever is tied to them. `copies` must come from the same
/// `passages`.
pub fn assign_groups(passages: &[PassageFact<'_>], copies: &Copies) -> Vec<String> {
    let mut components = Components::new(passages.len());
    let mut first_of_exchange: BTreeMap<&str, usize> = BTreeMap::new();
    let mut first_of_block: BTreeMap<&str, usize> = BTreeMap::new();
    let mut first_of_text: Vec<Option<usize>> = vec![None; copies.n_texts];
    for (i, passage) in passages.iter().enumerate() {
        for (firsts, name) in [
            (&mut first_of_exchange, passage.exchange_id),
            (&mut first_of_block, passage.block),
        ] {
            if !name.is_empty() {
                components.join(i, *firsts.entry(name).or_insert(i));
            }
        }
        let text = copies.text_of.get(i).copied();
        if let Some(first) = text.and_then(|text| first_of_text.get_mut(text)) {
            components.join(i, *first.get_or_insert(i));
        }
    }
    for pair in &copies.pairs {
        if is_tie(pair) {
            let first = |text: usize| first_of_text.get(text).copied().flatten();
            if let (Some(a), Some(b)) = (first(pair.first), first(pair.second)) {
                components.join(a, b);
            }
        }
    }
    name_groups(passages, &mut components)
}

fn name_groups(passages: &[PassageFact<'_>], components: &mut Components) -> Vec<String> {
    let roots: Vec<usize> = (0..passages.len()).map(|i| components.root(i)).collect();
    let mut smallest: BTreeMap<usize, &PassageId> = BTreeMap::new();
    for (passage, &root) in passages.iter().zip(&roots) {
        let id = smallest.entry(root).or_insert(passage.id);
        *id = passage.id.min(id);
    }
    let mut order: Vec<(&PassageId, usize)> =
        smallest.into_iter().map(|(root, id)| (id, root)).collect();
    order.sort_unstable();
    let width = digits_of(order.len());
    let names: BTreeMap<usize, String> = order
        .iter()
        .zip(1_usize..)
        .map(|((_, root), number)| (*root, format!("g{number:0width$}")))
        .collect();
    roots
        .iter()
        .map(|root| names.get(root).cloned().unwrap_or_default())
        .collect()
}

/// Disjoint sets with path halving (Tarjan & van Leeuwen 1984), in four bytes an element.
#[derive(Debug, Default)]
pub(super) struct Components(Vec<u32>);

impl Components {
    pub(super) fn new(n: usize) -> Self {
        Self((0_u32..).take(n).collect())
    }

    /// How many elements there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds an element, in a set of its own.
    pub(super) fn push(&mut self) -> usize {
        let i = self.0.len();
        self.0.push(u32::try_from(i).unwrap_or(u32::MAX));
        i
    }

    /// The representative of the set of `i`, which must be below `n`: its first element.
    pub(super) fn root(&mut self, i: usize) -> usize {
        let mut i = i;
        loop {
            let above = self.0[i] as usize;
            if above == i {
                return i;
            }
            self.0[i] = self.0[above];
            i = self.0[i] as usize;
        }
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = u32::try_from(a.min(b)).unwrap_or(u32::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duplicates::{cluster_duplicates, find_copies};
    use crate::random::Random;
    use proptest::prelude::*;

    struct Row {
        id: PassageId,
        exchange: String,
        block: String,
        text: String,
    }

    fn row(id: &str, exchange: &str, block: &str, text: &str) -> Row {
        Row {
            id: id.parse().unwrap(),
            exchange: exchange.to_owned(),
            block: block.to_owned(),
            text: text.to_owned(),
        }
    }

    fn facts(rows: &[Row]) -> Vec<PassageFact<'_>> {
        rows.iter()
            .map(|row| PassageFact {
                id: &row.id,
                date: None,
                exchange_id: &row.exchange,
                block: &row.block,
                text: &row.text,
            })
            .collect()
    }

    fn groups(rows: &[Row]) -> Vec<String> {
        let facts = facts(rows);
        assign_groups(&facts, &find_copies(&facts))
    }

    /// `n` words of their own for each letter.
    fn words(letter: char, n: usize) -> String {
        let words: Vec<String> = (0..n).map(|i| format!("{letter}{i}")).collect();
        words.join(" ")
    }

    #[test]
    fn exchange_block_and_copy_tie_passages_together() {
        let copy = words('x', 20);
        let rows = [
            row("b:0-1", "", "b#1.0", "een"),
            row("a:0-1", "a#1", "a#1.0", "twee"),
            row("a:2-3", "a#1", "a#9.0", "drie"),
            row("a:4-5", "", "a#9.0", &copy),
            row("a:6-7", "", "", "vier"),
            row("c:0-1", "", "", &copy),
        ];
        assert_eq!(groups(&rows), ["g03", "g01", "g01", "g01", "g02", "g01"]);
    }

    #[test]
    fn a_long_sentence_inside_another_passage_ties_and_a_formula_does_not() {
        let long = words('x', 24);
        let formula = words('y', 16);
        let rows = [
            row("a:0-1", "", "", &long),
            row("b:0-1", "", "", &format!("{long} {}", words('p', 60))),
            row("c:0-1", "", "", &formula),
            row("d:0-1", "", "", &format!("{formula} {}", words('q', 60))),
        ];
        assert_eq!(groups(&rows), ["g01", "g01", "g02", "g03"]);
    }

    #[test]
    fn a_hundred_groups_get_three_digits() {
        let rows: Vec<Row> = (0..100)
            .map(|i| row(&format!("a:{i}-{}", i + 1), "", "", &format!("woord{i}")))
            .collect();
        let names = groups(&rows);
        assert_eq!((names[0].as_str(), names[99].as_str()), ("g001", "g100"));
        assert!(groups(&[]).is_empty());
    }

    #[test]
    fn blocks_are_sections_of_at_most_sixty_lines() {
        let document: DocumentId = "a".parse().unwrap();
        assert_eq!(block_name(&document, 10, 69), block_name(&document, 10, 11));
        assert_ne!(block_name(&document, 10, 70), block_name(&document, 10, 69));
        assert_ne!(block_name(&document, 10, 75), block_name(&document, 74, 75));
    }

    proptest! {
        #[test]
        fn groups_hold_ties_and_do_not_depend_on_the_order_of_the_input(
            rows in prop::collection::vec((0_usize..4, 0_usize..4, 0_usize..20, 1_usize..40), 0..15),
            seed in 0_u64..100,
        ) {
            let name = |n: usize| if n == 0 { String::new() } else { n.to_string() };
            let mut rows: Vec<Row> = rows
                .iter()
                .enumerate()
                .map(|(i, &(exchange, block, start, n))| {
                    let words: Vec<String> = (start..start + n).map(|w| format!("w{w}")).collect();
                    let id = format!("d{}:{i}-{}", i % 3, i + 1);
                    row(&id, &name(exchange), &name(block), &words.join(" "))
                })
                .collect();
            let by_id = |rows: &[Row]| -> BTreeMap<PassageId, String> {
                rows.iter().map(|r| r.id.clone()).zip(groups(rows)).collect()
            };
            let before = by_id(&rows);
            for a in &rows {
                for b in &rows {
                    let tied = (!a.block.is_empty() && a.block == b.block)
                        || (!a.exchange.is_empty() && a.exchange == b.exchange);
                    prop_assert!(!tied || before[&a.id] == before[&b.id]);
                }
            }
            let passages = facts(&rows);
            for duplicate in cluster_duplicates(&passages, &find_copies(&passages)) {
                prop_assert_eq!(&before[&duplicate.passage_id], &before[&duplicate.cluster_id]);
            }
            Random::new(seed).shuffle(&mut rows);
            prop_assert_eq!(before, by_id(&rows));
        }
    }
}
