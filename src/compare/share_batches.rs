//! Which cells of a table of shares are summed at the same time: as many as memory allows.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::cells::Part;

/// Documents whose cells are summed at the same time.
const DOCUMENTS_AT_A_TIME: usize = 50;

/// Passages of actors whose cells of documents are in memory at the same time.
pub(super) const PASSAGES_OF_ACTORS_AT_A_TIME: usize = 20_000;

/// Passages of actors whose cells of instruments are in memory at the same time, each counted in its
/// role and in all roles together. A cell has what each cluster adds, and with instruments nearly
/// every passage is a cluster of its own in some cell.
pub(super) const PASSAGES_OF_INSTRUMENTS_AT_A_TIME: usize = 4_000_000;

/// Documents, some at a time.
pub(super) fn batches(documents: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = documents.end;
    let starts = documents.step_by(DOCUMENTS_AT_A_TIME);
    starts.map(move |start| start..end.min(start + DOCUMENTS_AT_A_TIME))
}

/// The actors in their order, several together where they have few passages.
pub(super) fn batches_of_actors(
    sizes: BTreeMap<Part, usize>,
    n_at_a_time: usize,
) -> Vec<BTreeSet<Part>> {
    let mut batches: Vec<BTreeSet<Part>> = Vec::new();
    let mut n_of_last = 0;
    for (actor, size) in sizes {
        n_of_last += size;
        match batches.last_mut() {
            Some(last) if n_of_last <= n_at_a_time => _ = last.insert(actor),
            _ => {
                n_of_last = size;
                batches.push([actor].into());
            }
        }
    }
    batches
}
