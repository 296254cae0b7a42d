//! Groups of passages that are read once: those of [`super::assign_groups`], in eight bytes a
//! passage.

use std::collections::BTreeMap;

use super::FoundCopies;
use super::groups::{Components, block_of, digits_of, is_tie};

/// Ties passages together that come one by one, document by document.
///
/// Exchanges and blocks lie within a document: what ties its passages is forgotten at the next one.
///
/// ```
/// use standpunt::duplicates::{CopyFinder, Ties};
///
/// let (mut ties, mut finder) = (Ties::default(), CopyFinder::default());
/// ties.begin_document();
/// ties.add("a#1", 1, 1);
/// ties.add("", 9, 9);
/// ties.add("a#1", 90, 90);
/// for _ in 0..3 {
///     finder.add("a", "")?;
/// }
/// let mut groups = ties.number(&finder.finish()?, [0, 1, 2]);
/// assert_eq!([0, 1, 2].map(|passage| groups.name(passage)), ["g01", "g02", "g01"]);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Ties {
    components: Components,
    /// The first passage of each exchange of the document.
    exchanges: BTreeMap<String, usize>,
    /// The first passage of each block of the document.
    blocks: BTreeMap<(usize, usize), usize>,
}

/// The numbers of groups.
#[derive(Debug)]
pub struct GroupNumbers {
    components: Components,
    /// The number of the group of each first passage of one, from 1; else 0.
    of_first: Vec<u32>,
    width: usize,
}

impl Ties {
    /// The passages that come now are those of another document.
    pub fn begin_document(&mut self) {
        self.exchanges.clear();
        self.blocks.clear();
    }

    /// Adds a passage: its exchange, empty outside exchanges, and the lines of [`super::block_name`].
    pub fn add(&mut self, exchange_id: &str, heading_line: usize, line: usize) {
        let i = self.components.push();
        let block = block_of(heading_line, line);
        let first = *self.blocks.entry(block).or_insert(i);
        self.components.join(i, first);
        if exchange_id.is_empty() {
            return;
        }
        match self.exchanges.get(exchange_id) {
            Some(&first) => self.components.join(i, first),
            None => _ = self.exchanges.insert(exchange_id.to_owned(), i),
        }
    }

    /// Ties copies together, and numbers the groups by their first passages in `order`, which holds
    /// each passage once: the order of their ids.
    pub fn number(
        mut self,
        found: &FoundCopies,
        order: impl IntoIterator<Item = usize>,
    ) -> GroupNumbers {
        self.tie(found);
        let mut components = self.components;
        let mut of_first = vec![0; components.len()];
        let mut n_groups = 0;
        for passage in order {
            let first = components.root(passage);
            if let Some(number @ 0) = of_first.get_mut(first) {
                n_groups += 1;
                *number = n_groups;
            }
        }
        GroupNumbers {
            components,
            of_first,
            width: digits_of(n_groups as usize),
        }
    }

    fn tie(&mut self, found: &FoundCopies) {
        let copies = &found.copies;
        let mut first_of_text: Vec<Option<usize>> = vec![None; copies.n_texts];
        for (&passage, &text) in found.passages.iter().zip(&copies.text_of) {
            if let Some(first) = first_of_text.get_mut(text) {
                self.components.join(passage, *first.get_or_insert(passage));
            }
        }
        for pair in copies.pairs.iter().filter(|pair| is_tie(pair)) {
            let first = |text: usize| first_of_text.get(text).copied().flatten();
            if let (Some(a), Some(b)) = (first(pair.first), first(pair.second)) {
                self.components.join(a, b);
            }
        }
    }
}

impl GroupNumbers {
    /// The name of the group of a passage, by its number in the order in which they came.
    pub fn name(&mut self, passage: usize) -> String {
        let number = self.of_first.get(self.components.root(passage));
        format!("g{:0width$}", number.unwrap_or(&0), width = self.width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::PassageId;
    use crate::duplicates::test_texts::text_of;
    use crate::duplicates::{CopyFinder, PassageFact, assign_groups, block_name, find_copies};
    use proptest::prelude::*;

    struct Row {
        id: PassageId,
        exchange: String,
        lines: (usize, usize),
        block: String,
        text: String,
    }

    proptest! {
        #[test]
        fn passages_that_come_one_by_one_have_the_groups_of_all_at_once(
            rows in prop::collection::vec(
                (0_usize..3, 0_usize..4, 0_usize..3, 0_usize..200, text_of(0..40)),
                0..25,
            ),
        ) {
            let mut rows: Vec<Row> = rows
                .into_iter()
                .enumerate()
                .map(|(i, (document, exchange, heading, line, text))| {
                    let id: PassageId = format!("d{document}:{i}-{}", i + 1).parse().unwrap();
                    let exchange = match exchange {
                        0 => String::new(),
                        n => format!("d{document}#{n}"),
                    };
                    let lines = (heading, line);
                    let block = block_name(&id.document_id, heading, line);
                    Row { id, exchange, lines, block, text }
                })
                .collect();
            // Documents come last to first, their passages in order.
            rows.sort_by(|a, b| {
                let document = b.id.document_id.cmp(&a.id.document_id);
                document.then(a.id.span.cmp(&b.id.span))
            });
            let facts: Vec<PassageFact<'_>> = rows
                .iter()
                .map(|row| PassageFact {
                    id: &row.id,
                    date: None,
                    exchange_id: &row.exchange,
                    block: &row.block,
                    text: &row.text,
                })
                .collect();
            let want = assign_groups(&facts, &find_copies(&facts));
            let (mut ties, mut finder) = (Ties::default(), CopyFinder::default());
            for of_document in rows.chunk_by(|a, b| a.id.document_id == b.id.document_id) {
                ties.begin_document();
                for row in of_document {
                    ties.add(&row.exchange, row.lines.0, row.lines.1);
                    finder.add(row.id.document_id.as_str(), &row.text).unwrap();
                }
            }
            let mut order: Vec<usize> = (0..rows.len()).collect();
            order.sort_by_key(|&i| &rows[i].id);
            let mut groups = ties.number(&finder.finish().unwrap(), order);
            let names: Vec<String> = (0..rows.len()).map(|i| groups.name(i)).collect();
            prop_assert_eq!(names, want);
        }
    }
}
