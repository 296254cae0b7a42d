//! The cells of a table with their shares, in two passes over the passages: one for sums, and one
//! for what each passage adds through its cluster, which rests on them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::cells::{Axis, CellIndex, CellKey, Part};
use super::corrected::BegunShares;
use super::tally::{Size, Tally, member};
use super::{CellShares, CompareError, CompareSettings, Population};

/// What a table is made of.
#[derive(Clone, Copy)]
pub(super) struct TableOf<'a, 'f> {
    pub(super) population: &'a Population<'f>,
    pub(super) axes: &'a [Axis],
    pub(super) settings: &'a CompareSettings,
}

/// Cells after the first pass.
pub(super) struct EstimatedCells<'a, 'f> {
    table: TableOf<'a, 'f>,
    documents: Range<usize>,
    index: CellIndex<'a>,
    /// By the numbers of cells.
    pub(super) tallies: Vec<Tally>,
}

impl<'a, 'f> EstimatedCells<'a, 'f> {
    /// Counts the cells of some documents; of these first values alone, where they are named.
    pub(super) fn tally(
        table: &TableOf<'a, 'f>,
        documents: Range<usize>,
        wanted: Option<&'a BTreeSet<Part>>,
    ) -> Result<Self, CompareError> {
        let mut index = CellIndex::new(table.axes, table.settings, wanted);
        let mut tallies: Vec<Tally> = Vec::new();
        let empty = Tally::new(table.settings.class_ids.len());
        let unit = table.population.cluster_unit;
        table
            .population
            .visit_documents(documents.clone(), |fact, entry| {
                for &(cell, part) in index.cells_of(fact) {
                    if tallies.len() <= cell {
                        tallies.resize(cell + 1, empty.clone());
                    }
                    match (tallies.get_mut(cell), entry) {
                        (Some(tally), Some(entry)) => tally.add(entry, part, unit),
                        (Some(tally), None) => tally.n_left_out += 1,
                        (None, _) => {}
                    }
                }
                Ok::<(), CompareError>(())
            })?;
        index.add_empty_instruments();
        tallies.resize(index.len(), empty);
        Ok(Self {
            table: *table,
            documents,
            index,
            tallies,
        })
    }

    /// The cells in the order of their table, with their numbers.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&CellKey, usize)> {
        self.index.keys()
    }

    /// The shares of each wanted cell, by its number; `None` without a usable coding.
    pub(super) fn estimate(
        &mut self,
        size: Size,
        is_wanted: impl Fn(&CellKey) -> bool,
    ) -> Result<Vec<Option<CellShares>>, CompareError> {
        let population = self.table.population;
        let strata = &population.strata;
        let mut begun: Vec<Option<BegunShares>> = vec![None; self.tallies.len()];
        for (_, cell) in self.index.keys().filter(|(key, _)| is_wanted(key)) {
            if let (Some(slot), Some(tally)) = (begun.get_mut(cell), self.tallies.get(cell)) {
                let coded = tally.coded_members(size, population);
                let sums = tally.predicted(size);
                *slot = BegunShares::of(sums, &coded, strata, population.weighting);
            }
        }
        if begun.iter().any(Option::is_some) {
            let (index, tallies) = (&mut self.index, &self.tallies);
            population.visit_documents(self.documents.clone(), |fact, entry| {
                let Some(entry) = entry else {
                    return Ok::<(), CompareError>(());
                };
                for &(cell, part) in index.cells_of(fact) {
                    if let (Some(Some(begun)), Some(tally)) =
                        (begun.get_mut(cell), tallies.get(cell))
                    {
                        let is_census = tally.is_census();
                        begun.add(&member(entry, part, size, is_census, population), strata);
                    }
                }
                Ok(())
            })?;
        }
        let cells = begun.into_iter().zip(&self.tallies);
        Ok(cells
            .map(|(begun, tally)| self.shares(begun?, tally, size))
            .collect())
    }

    fn shares(&self, begun: BegunShares, tally: &Tally, size: Size) -> Option<CellShares> {
        let population = self.table.population;
        let coded = tally.coded_members(size, population);
        let strata = &population.strata;
        let mut whole = CellShares::from_coded(begun.finish(), &coded, tally.n_passages, strata)?;
        let mut known = tally.coded(population);
        let is_unknown = tally.is_census() && known.any(|(coded, _)| coded.coding.is_none());
        whole.is_chosen = whole.is_census && !population.is_census && is_unknown;
        Some(whole)
    }
}
