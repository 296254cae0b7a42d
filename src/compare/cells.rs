//! Which passages make a cell of a table.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{CompareSettings, LabelledFact, Population};
use crate::corpus::{Actor, Role};

/// What the cells of a table are divided by, beside the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    /// Who speaks.
    Actor,
    /// The document.
    Document,
    /// The policy instrument; a passage counts for each that it is about.
    Instrument,
    /// The year of the document.
    Year,
}

impl Axis {
    /// The name of its column.
    pub fn column(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Document => "document_id",
            Self::Instrument => "instrument",
            Self::Year => "year",
        }
    }
}

/// The instrument of passages that are about none.
pub const NO_INSTRUMENT: &str = "none";

/// The word for all actors or roles together.
pub(super) const ALL: &str = "all";

/// A value of an axis; all values together come last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    rank: usize,
    /// The value.
    pub(super) name: String,
}

impl Part {
    fn named(name: impl Into<String>) -> Self {
        Self {
            rank: 0,
            name: name.into(),
        }
    }

    fn all() -> Self {
        Self {
            rank: usize::MAX,
            name: ALL.to_owned(),
        }
    }

    /// Whether it stands for all values together.
    pub(super) fn is_all(&self) -> bool {
        self.rank == usize::MAX
    }
}

/// What tells a cell from others: a value of each axis, and the role.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CellKey {
    /// The values, in the order of the axes.
    pub(super) parts: Vec<Part>,
    /// The role and whether it is all roles together, which come last.
    role: (bool, Option<Role>),
}

impl CellKey {
    /// The role; `None` for all roles together.
    pub(super) fn role(&self) -> Option<Role> {
        self.role.1
    }
}

/// A passage in a cell: its place among the entries of the population, and its part in the actor's
/// statement, above 0 to 1.
pub(super) type CellMember = (usize, f64);

/// A cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// Its passages.
    pub(super) members: Vec<CellMember>,
    /// The passages that repeat one of the same actor; they do not count.
    pub(super) n_left_out: usize,
}

/// The cells of a table, actors and other values in the order of their names, instruments in the
/// order of the codebook, all together last.
///
/// With [`Axis::Actor`] there are also the cells of all actors together, and in tables of one axis
/// those of all roles together: finer tables stay within a role, where a passage has one. With
/// [`Axis::Instrument`] every instrument has a cell for each actor and role that occurs, be it
/// empty.
pub(super) fn cells(
    population: &Population<'_>,
    axes: &[Axis],
    settings: &CompareSettings,
) -> BTreeMap<CellKey, Cell> {
    let mut found = FoundCells::default();
    for (place, entry) in population.entries.iter().enumerate() {
        found.visit(entry.fact, axes, settings, |cell, part| {
            cell.members.push((place, part));
        });
    }
    for fact in &population.left_out {
        found.visit(fact, axes, settings, |cell, _| cell.n_left_out += 1);
    }
    let mut cells = found.into_cells();
    if let Some(place) = axes.iter().position(|axis| *axis == Axis::Instrument) {
        add_empty_instruments(&mut cells, place, settings);
    }
    cells
}

/// What decides in which cells a passage stands.
#[derive(PartialEq, Eq, Hash)]
struct Signature<'a> {
    actor: Option<&'a Actor>,
    document: Option<&'a str>,
    year: Option<u16>,
    instruments: Option<&'a [usize]>,
    role: Option<Role>,
}

impl<'a> Signature<'a> {
    fn of(fact: &'a LabelledFact, axes: &[Axis]) -> Self {
        let has = |axis: Axis| axes.contains(&axis);
        Self {
            actor: has(Axis::Actor).then_some(&fact.actor),
            document: has(Axis::Document).then_some(&*fact.document_id),
            year: fact.year.filter(|_| has(Axis::Year)),
            instruments: has(Axis::Instrument).then_some(&*fact.instruments),
            role: fact.role,
        }
    }
}

/// Cells under way. The names of cells are made once for all passages that stand in the same ones.
#[derive(Default)]
struct FoundCells<'a> {
    places: BTreeMap<CellKey, usize>,
    cells: Vec<Cell>,
    /// Places of cells, and the part of the passage in each.
    of_signature: HashMap<Signature<'a>, Vec<(usize, f64)>>,
}

impl<'a> FoundCells<'a> {
    /// Calls `change` with each cell of a passage and the part of the passage in it.
    fn visit(
        &mut self,
        fact: &'a LabelledFact,
        axes: &[Axis],
        settings: &CompareSettings,
        mut change: impl FnMut(&mut Cell, f64),
    ) {
        let (places, cells) = (&mut self.places, &mut self.cells);
        let signature = Signature::of(fact, axes);
        let of_fact = self.of_signature.entry(signature).or_insert_with(|| {
            let keys = keys(fact, axes, settings).into_iter();
            let numbered = keys.map(|(key, part)| {
                let place = *places.entry(key).or_insert(cells.len());
                if place == cells.len() {
                    cells.push(Cell::default());
                }
                (place, part)
            });
            numbered.collect()
        });
        for &(place, part) in of_fact.iter() {
            if let Some(cell) = cells.get_mut(place) {
                change(cell, part);
            }
        }
    }

    fn into_cells(mut self) -> BTreeMap<CellKey, Cell> {
        let cells = &mut self.cells;
        let named = self.places.into_iter().map(|(key, place)| {
            let cell = cells.get_mut(place).map(std::mem::take);
            (key, cell.unwrap_or_default())
        });
        named.collect()
    }
}

fn keys(fact: &LabelledFact, axes: &[Axis], settings: &CompareSettings) -> Vec<(CellKey, f64)> {
    let mut keys: Vec<(Vec<Part>, f64)> = vec![(Vec::new(), 1.0)];
    for axis in axes {
        let values = values(fact, *axis, settings);
        keys = keys
            .iter()
            .flat_map(|(parts, weight)| {
                values.iter().map(move |(part, own)| {
                    let mut parts = parts.clone();
                    parts.push(part.clone());
                    (parts, weight * own)
                })
            })
            .collect();
    }
    let own = fact.role.map(|role| (false, Some(role)));
    let together = (axes.len() == 1 || own.is_none()).then_some((true, None));
    let roles: Vec<_> = own.into_iter().chain(together).collect();
    let of_role = |(parts, weight): (Vec<Part>, f64)| {
        let parts = move |role: &(bool, Option<Role>)| {
            let key = CellKey {
                parts: parts.clone(),
                role: *role,
            };
            (key, weight)
        };
        roles.iter().map(parts).collect::<Vec<_>>()
    };
    keys.into_iter().flat_map(of_role).collect()
}

fn values(fact: &LabelledFact, axis: Axis, settings: &CompareSettings) -> Vec<(Part, f64)> {
    match axis {
        Axis::Actor => {
            let actors = settings.joint.shares(&fact.actor).into_iter();
            let named = actors.map(|(name, part)| (Part::named(name), part));
            named.chain([(Part::all(), 1.0)]).collect()
        }
        Axis::Document => vec![(Part::named(&*fact.document_id), 1.0)],
        Axis::Year => {
            let year = fact
                .year
                .map_or_else(|| "unknown".to_owned(), |year| year.to_string());
            vec![(Part::named(year), 1.0)]
        }
        Axis::Instrument if fact.instruments.is_empty() => {
            vec![(instrument(settings.instrument_ids.len(), settings), 1.0)]
        }
        Axis::Instrument => {
            let places = fact.instruments.iter();
            places
                .map(|&place| (instrument(place, settings), 1.0))
                .collect()
        }
    }
}

fn instrument(place: usize, settings: &CompareSettings) -> Part {
    let name = settings.instrument_ids.get(place);
    Part {
        rank: place,
        name: name.map_or(NO_INSTRUMENT, String::as_str).to_owned(),
    }
}

fn add_empty_instruments(
    cells: &mut BTreeMap<CellKey, Cell>,
    place: usize,
    settings: &CompareSettings,
) {
    let keys: BTreeSet<CellKey> = cells.keys().cloned().collect();
    for key in keys {
        for instrument_place in 0..=settings.instrument_ids.len() {
            let mut key = key.clone();
            if let Some(part) = key.parts.get_mut(place) {
                *part = instrument(instrument_place, settings);
            }
            cells.entry(key).or_default();
        }
    }
}
