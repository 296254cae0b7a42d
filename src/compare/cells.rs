//! Which passages make a cell of a table.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::{CompareError, CompareSettings, LabelledFact, Population};
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
pub(crate) const ALL: &str = "all";

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

/// What decides in which cells a passage stands.
#[derive(PartialEq, Eq, Hash)]
struct Signature {
    actor: Option<Actor>,
    document: Option<Arc<str>>,
    year: Option<u16>,
    instruments: Option<Arc<[usize]>>,
    role: Option<Role>,
}

impl Signature {
    fn of(fact: &LabelledFact, axes: &[Axis]) -> Self {
        let has = |axis: Axis| axes.contains(&axis);
        Self {
            actor: has(Axis::Actor).then(|| fact.actor.clone()),
            document: has(Axis::Document).then(|| Arc::clone(&fact.document_id)),
            year: fact.year.filter(|_| has(Axis::Year)),
            instruments: has(Axis::Instrument).then(|| Arc::clone(&fact.instruments)),
            role: fact.role,
        }
    }
}

/// The cells of a table, by their numbers in the order in which they are met.
///
/// With [`Axis::Actor`] there are also the cells of all actors together, and in tables of one axis
/// those of all roles together: finer tables stay within a role, where a passage has one. The
/// names of cells are made once for all passages that stand in the same ones.
pub(super) struct CellIndex<'a> {
    axes: &'a [Axis],
    settings: &'a CompareSettings,
    /// The first values of the cells that are wanted; `None` for all.
    wanted: Option<&'a BTreeSet<Part>>,
    numbers: BTreeMap<CellKey, usize>,
    of_signature: HashMap<Signature, Vec<(usize, f64)>>,
}

impl<'a> CellIndex<'a> {
    pub(super) fn new(
        axes: &'a [Axis],
        settings: &'a CompareSettings,
        wanted: Option<&'a BTreeSet<Part>>,
    ) -> Self {
        Self {
            axes,
            settings,
            wanted,
            numbers: BTreeMap::new(),
            of_signature: HashMap::new(),
        }
    }

    /// The number of cells met.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The cells of a passage, and its part in the actor's statement, above 0 to 1.
    pub(super) fn cells_of(&mut self, fact: &LabelledFact) -> &[(usize, f64)] {
        let (numbers, wanted) = (&mut self.numbers, self.wanted);
        let (axes, settings) = (self.axes, self.settings);
        self.of_signature
            .entry(Signature::of(fact, axes))
            .or_insert_with(|| {
                let is_wanted = |key: &CellKey| {
                    wanted.is_none_or(|wanted| {
                        key.parts.first().is_some_and(|part| wanted.contains(part))
                    })
                };
                let keys = keys(fact, axes, settings).into_iter();
                let numbered = keys.filter(|(key, _)| is_wanted(key)).map(|(key, part)| {
                    let next = numbers.len();
                    (*numbers.entry(key).or_insert(next), part)
                });
                numbered.collect()
            })
    }

    /// Adds an empty cell for every instrument of each actor and role that occurs, where
    /// instruments are an axis.
    pub(super) fn add_empty_instruments(&mut self) {
        let Some(place) = self.axes.iter().position(|axis| *axis == Axis::Instrument) else {
            return;
        };
        let keys: Vec<CellKey> = self.numbers.keys().cloned().collect();
        for key in keys {
            for of_codebook in 0..=self.settings.instrument_ids.len() {
                let mut key = key.clone();
                if let Some(part) = key.parts.get_mut(place) {
                    *part = instrument(of_codebook, self.settings);
                }
                let next = self.numbers.len();
                self.numbers.entry(key).or_insert(next);
            }
        }
    }

    /// The cells with their numbers: actors and other values in the order of their names,
    /// instruments in the order of the codebook, all together last.
    pub(super) fn into_cells(self) -> BTreeMap<CellKey, usize> {
        self.numbers
    }

    /// The cells by their numbers.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&CellKey, usize)> {
        self.numbers.iter().map(|(key, number)| (key, *number))
    }
}

/// How many passages each actor has, copies included, and all together.
pub(super) fn actor_sizes(
    population: &Population<'_>,
    settings: &CompareSettings,
) -> Result<BTreeMap<Part, usize>, CompareError> {
    let mut index = CellIndex::new(&[Axis::Actor], settings, None);
    let mut sizes: Vec<usize> = Vec::new();
    population.visit_documents(0..population.n_documents(), |fact, _| {
        for &(cell, _) in index.cells_of(fact) {
            if sizes.len() <= cell {
                sizes.resize(cell + 1, 0);
            }
            if let Some(size) = sizes.get_mut(cell) {
                *size += 1;
            }
        }
        Ok::<(), CompareError>(())
    })?;
    let mut of_actors: BTreeMap<Part, usize> = BTreeMap::new();
    for (key, cell) in index.into_cells() {
        let size = sizes.get(cell).copied().unwrap_or(0);
        if let Some(part) = key.parts.into_iter().next() {
            *of_actors.entry(part).or_default() += size;
        }
    }
    Ok(of_actors)
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
