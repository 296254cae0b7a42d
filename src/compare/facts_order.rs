//! The orders in which passages stand in their documents.

use std::io;
use std::sync::Arc;

use super::{Facts, LabelledFact};
use crate::corpus::PassageId;

impl Facts {
    /// The passages by document and place; `key` orders those that start at the same byte of a
    /// document, and those beyond 4 GiB.
    fn ordered<K: Ord>(&self, key: impl Fn(&LabelledFact) -> K) -> io::Result<Vec<u32>> {
        let ranks = self.ranks();
        let mut places: Vec<u64> = Vec::with_capacity(self.len());
        for i in 0..self.len() {
            let (document, start) = self.place(i)?;
            let rank = ranks.get(document as usize).copied().unwrap_or(0);
            // Starts that do not fit in 32 bits are alike here, and `key` orders them.
            places.push(u64::from(rank) << 32 | start.min(u32::MAX.into()));
        }
        let mut order: Vec<u32> = (0_u32..).take(self.len()).collect();
        let of = |i: u32| places.get(i as usize).copied().unwrap_or_default();
        if !places.is_sorted() {
            order.sort_unstable_by_key(|&i| (of(i), i));
        }
        let mut start = 0;
        while start < order.len() {
            let first = order.get(start).map(|&i| of(i));
            let rest = order.get(start..).unwrap_or(&[]);
            let n = rest
                .iter()
                .take_while(|&&i| Some(of(i)) == first)
                .count()
                .max(1);
            if n > 1 {
                let mut alike: Vec<(K, u32)> = Vec::with_capacity(n);
                for &i in rest.iter().take(n) {
                    if let Some(fact) = self.get(i as usize)? {
                        alike.push((key(&fact), i));
                    }
                }
                alike.sort();
                let slots = order.get_mut(start..start + n).into_iter().flatten();
                for (slot, (_, i)) in slots.zip(alike) {
                    *slot = i;
                }
            }
            start += n;
        }
        Ok(order)
    }

    /// The passages by document and place, those of the same place by their ids.
    pub(super) fn by_document(&self) -> io::Result<Vec<u32>> {
        let start = |fact: &LabelledFact| {
            let place: Option<PassageId> = fact.passage_id.parse().ok();
            place.map_or(0, |place| place.span.start)
        };
        self.ordered(|fact| (start(fact), fact.passage_id.clone()))
    }

    /// The passages in the order in which they stand in their documents; in that of the table where
    /// some id is no place.
    ///
    /// # Errors
    /// When the temporary file cannot be read back.
    pub fn in_documents(&self) -> io::Result<Vec<u32>> {
        let mut is_place = true;
        let mut is_own = true;
        let mut fact = self.blank();
        for i in 0..self.len() {
            if self.has_odd_id(i)? {
                is_own = false;
                self.read(i, &mut fact)?;
                is_place &= fact.passage_id.parse::<PassageId>().is_ok();
            }
        }
        let place = |fact: &LabelledFact| fact.passage_id.parse::<PassageId>().ok();
        if !is_place {
            return Ok((0_u32..).take(self.len()).collect());
        }
        if is_own {
            let span = |fact: &LabelledFact| place(fact).map(|place| place.span);
            return self.ordered(|fact| (span(fact), fact.passage_id.clone()));
        }
        // Ids name other documents than their column: rare, and small.
        let mut keys = Vec::with_capacity(self.len());
        for (i, number) in (0..self.len()).zip(0_u32..) {
            self.read(i, &mut fact)?;
            let named = fact
                .passage_id
                .rsplit_once(':')
                .map(|(document, _)| document.to_owned());
            let span = place(&fact).map(|place| place.span);
            let document = Arc::clone(&fact.document_id);
            keys.push(((document, named, span, fact.passage_id.clone()), number));
        }
        keys.sort();
        Ok(keys.into_iter().map(|(_, number)| number).collect())
    }
}
