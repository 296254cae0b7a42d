//! The passages of a table in little room: records of one size, most of them in a temporary file,
//! and each name once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::io;
use std::sync::Arc;

use super::records::Records;
use super::{Gold, LabelledFact};
use crate::corpus::{Actor, PartialDate, PassageId, Role, Standing};

/// Bytes of a record before its probabilities.
const FIXED: usize = 52;

/// The id is in the list of ids, and no place in the document.
const IS_ODD: u8 = 1;
const IS_IN_SAMPLE: u8 = 2;
const IS_OUTSIDE: u8 = 4;
const IS_CERTAIN: u8 = 8;

/// Passages in the order of a table.
pub struct Facts {
    n_classes: usize,
    n: usize,
    names: Numbered<Arc<str>>,
    actors: Numbered<Actor>,
    instruments: Numbered<Arc<[usize]>>,
    dates: Numbered<PartialDate>,
    golds: Vec<Gold>,
    /// Ids that are no places, and those of passages that others repeat.
    ids: Vec<Box<str>>,
    records: RefCell<Records>,
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Facts")
            .field("n", &self.n)
            .finish_non_exhaustive()
    }
}

/// What decides where a passage stands in the order of documents.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The number of its document's name.
    pub(super) document: u32,
    /// Where it starts; 0 for an id that is no place.
    pub(super) start: u64,
}

impl Facts {
    /// No passages yet; each will have probabilities of this number of classes.
    pub fn new(n_classes: usize) -> Self {
        Self {
            n_classes,
            n: 0,
            names: Numbered::default(),
            actors: Numbered::default(),
            instruments: Numbered::default(),
            dates: Numbered::default(),
            golds: Vec::new(),
            ids: Vec::new(),
            records: RefCell::new(Records::new(FIXED + 8 * n_classes)),
        }
    }

    /// The number of passages.
    pub fn len(&self) -> usize {
        self.n
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Whether some passage is coded.
    pub fn is_coded(&self) -> bool {
        !self.golds.is_empty()
    }

    /// A name, that of passages before where they have it.
    pub fn name(&self, name: &str) -> Arc<str> {
        let number = self.names.numbers.get(name).copied();
        let known = number.and_then(|number| self.names.get(number));
        known.map_or_else(|| name.into(), Arc::clone)
    }

    /// The actor of a name.
    pub fn actor(&self, name: &str) -> Actor {
        let actor = Actor::from_name(name);
        let number = self.actors.numbers.get(&actor).copied();
        let known = number.and_then(|number| self.actors.get(number)).cloned();
        known.unwrap_or(actor)
    }

    /// A list of instruments.
    pub fn instruments(&self, list: &[usize]) -> Arc<[usize]> {
        let number = self.instruments.numbers.get(list).copied();
        let known = number.and_then(|number| self.instruments.get(number));
        known.map_or_else(|| list.into(), Arc::clone)
    }

    /// Adds a passage.
    ///
    /// # Errors
    /// When the temporary file cannot be written.
    pub fn push(&mut self, fact: &LabelledFact) -> io::Result<()> {
        let record = self.record(fact, [u32::MAX; 3]);
        self.n += 1;
        self.records.get_mut().push(&record)
    }

    /// Changes a passage; one that does not exist is left alone.
    ///
    /// # Errors
    /// When the temporary file cannot be written or read.
    pub fn set(&mut self, number: usize, fact: &LabelledFact) -> io::Result<()> {
        if number >= self.n {
            return Ok(());
        }
        let old = self.records.get_mut().get(number)?;
        let id = if is_odd(old) { field(old, 3) } else { u32::MAX };
        let known = [id, field(old, 9), field(old, 10)];
        let record = self.record(fact, known);
        self.records.get_mut().set(number, &record)
    }

    /// Changes each passage in the order of the table.
    ///
    /// # Errors
    /// When the temporary file cannot be written or read.
    pub fn change(&mut self, mut change: impl FnMut(usize, &mut LabelledFact)) -> io::Result<()> {
        let mut fact = self.blank();
        for number in 0..self.n {
            self.read(number, &mut fact)?;
            change(number, &mut fact);
            self.set(number, &fact)?;
        }
        Ok(())
    }

    /// Calls `visit` with each passage in the order of the table.
    ///
    /// # Errors
    /// When the temporary file cannot be read back.
    pub fn visit(&self, mut visit: impl FnMut(usize, &LabelledFact)) -> io::Result<()> {
        let mut fact = self.blank();
        for number in 0..self.n {
            self.read(number, &mut fact)?;
            visit(number, &fact);
        }
        Ok(())
    }

    /// A passage; `None` where there is none.
    ///
    /// # Errors
    /// When the temporary file cannot be read back.
    pub fn get(&self, number: usize) -> io::Result<Option<LabelledFact>> {
        if number >= self.n {
            return Ok(None);
        }
        let mut fact = self.blank();
        self.read(number, &mut fact)?;
        Ok(Some(fact))
    }

    /// A passage that others are read into.
    pub(super) fn blank(&self) -> LabelledFact {
        let empty: Arc<str> = "".into();
        LabelledFact {
            passage_id: String::new(),
            document_id: Arc::clone(&empty),
            group: Arc::clone(&empty),
            exchange_id: empty,
            date: None,
            year: None,
            actor: Actor::unknown(),
            standing: Standing::Unknown,
            role: None,
            instruments: [].into(),
            n_words: 0,
            predicted: 0,
            probabilities: vec![0.0; self.n_classes].into(),
            gold: None,
            duplicate_of: None,
            is_in_sample: false,
            is_outside: false,
            is_certain: false,
        }
    }

    /// The record of a passage. `known` are the numbers that its id, its code and its original have
    /// already, if they are the same.
    fn record(&mut self, fact: &LabelledFact, known: [u32; 3]) -> Vec<u8> {
        let [known_id, known_gold, known_original] = known;
        let mut record = Vec::with_capacity(FIXED + 8 * self.n_classes);
        let place = place_in(&fact.passage_id, &fact.document_id);
        let [start, end] = place.unwrap_or_else(|| [self.id(&fact.passage_id, known_id), 0]);
        let gold = fact.gold.as_ref().map_or(0, |gold| {
            let is_known = self.gold(known_gold) == Some(&**gold);
            if is_known {
                return known_gold;
            }
            self.golds.push((**gold).clone());
            number(self.golds.len())
        });
        let original = fact.duplicate_of.as_ref();
        let original = original.map_or(0, |id| 1 + self.id(id, known_original.wrapping_sub(1)));
        for field in [
            self.names.number(&fact.document_id),
            self.names.number(&fact.group),
            self.names.number(&fact.exchange_id),
            start,
            end,
            fact.date.map_or(0, |date| 1 + self.dates.number(&date)),
            self.actors.number(&fact.actor),
            self.instruments.number(&fact.instruments),
            number(fact.n_words),
            gold,
            original,
        ] {
            record.extend(field.to_le_bytes());
        }
        let role = Role::ALL.iter().position(|role| Some(*role) == fact.role);
        let standing = Standing::ALL.iter().position(|s| *s == fact.standing);
        let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
        record.extend(fact.year.unwrap_or(0).to_le_bytes());
        record.extend(short(fact.predicted).to_le_bytes());
        record.push(byte(role.map_or(0, |role| role + 1)));
        record.push(byte(standing.unwrap_or(0)));
        record.push(
            flag(place.is_none(), IS_ODD)
                | flag(fact.is_in_sample, IS_IN_SAMPLE)
                | flag(fact.is_outside, IS_OUTSIDE)
                | flag(fact.is_certain, IS_CERTAIN),
        );
        record.push(byte(usize::from(fact.year.is_some())));
        for class in 0..self.n_classes {
            let p = fact.probabilities.get(class).copied().unwrap_or(0.0);
            record.extend(p.to_le_bytes());
        }
        record
    }

    fn gold(&self, number: u32) -> Option<&Gold> {
        self.golds.get(number.checked_sub(1)? as usize)
    }

    /// The number of an id; `known` where that is it.
    fn id(&mut self, id: &str, known: u32) -> u32 {
        if self
            .ids
            .get(known as usize)
            .is_some_and(|known| **known == *id)
        {
            return known;
        }
        self.ids.push(id.into());
        number(self.ids.len() - 1)
    }

    /// Reads a passage into another one's place.
    pub(super) fn read(&self, number: usize, fact: &mut LabelledFact) -> io::Result<()> {
        let mut records = self.records.borrow_mut();
        let record = records.get(number)?;
        let field = |place: usize| field(record, place);
        let byte = |place: usize| record.get(44 + place).copied().unwrap_or(0);
        let short = |place: usize| u16::from_le_bytes([byte(place), byte(place + 1)]);
        let flags = byte(6);
        set_shared(&mut fact.document_id, self.names.get(field(0)));
        set_shared(&mut fact.group, self.names.get(field(1)));
        set_shared(&mut fact.exchange_id, self.names.get(field(2)));
        fact.passage_id.clear();
        if flags & IS_ODD == 0 {
            let (document, start, end) = (&fact.document_id, field(3), field(4));
            fact.passage_id.push_str(document);
            push_place(&mut fact.passage_id, start, end);
        } else if let Some(id) = self.ids.get(field(3) as usize) {
            fact.passage_id.push_str(id);
        }
        fact.date = field(5)
            .checked_sub(1)
            .and_then(|date| self.dates.get(date))
            .copied();
        if let Some(actor) = self.actors.get(field(6)) {
            fact.actor.clone_from(actor);
        }
        if let Some(instruments) = self.instruments.get(field(7)) {
            fact.instruments = Arc::clone(instruments);
        }
        fact.n_words = field(8) as usize;
        fact.gold = self.gold(field(9)).map(|gold| Box::new(gold.clone()));
        let original = field(10)
            .checked_sub(1)
            .and_then(|id| self.ids.get(id as usize));
        fact.duplicate_of = original.cloned();
        fact.year = (byte(7) != 0).then(|| short(0));
        fact.predicted = usize::from(short(2));
        fact.role = usize::from(byte(4))
            .checked_sub(1)
            .and_then(|role| Role::ALL.get(role).copied());
        fact.standing = Standing::ALL
            .get(usize::from(byte(5)))
            .copied()
            .unwrap_or(Standing::Unknown);
        fact.is_in_sample = flags & IS_IN_SAMPLE != 0;
        fact.is_outside = flags & IS_OUTSIDE != 0;
        fact.is_certain = flags & IS_CERTAIN != 0;
        let numbers = record.get(FIXED..).unwrap_or(&[]).chunks_exact(8);
        for (p, bytes) in fact.probabilities.iter_mut().zip(numbers) {
            *p = <[u8; 8]>::try_from(bytes).map_or(0.0, f64::from_le_bytes);
        }
        Ok(())
    }

    /// Where a passage stands in the order of documents.
    fn place(&self, number: usize) -> io::Result<Place> {
        let mut records = self.records.borrow_mut();
        let record = records.get(number)?;
        let start = if is_odd(record) {
            let id = self.ids.get(field(record, 3) as usize);
            let place: Option<PassageId> = id.and_then(|id| id.parse().ok());
            place.map_or(0, |place| place.span.start as u64)
        } else {
            field(record, 3).into()
        };
        Ok(Place {
            document: field(record, 0),
            start,
        })
    }

    /// The passages by document and place; `key` orders those that start at the same byte of a
    /// document.
    fn ordered<K: Ord>(&self, key: impl Fn(&LabelledFact) -> K) -> io::Result<Vec<u32>> {
        let ranks = self.names.ranks();
        let mut places: Vec<(u32, u64)> = Vec::with_capacity(self.n);
        for i in 0..self.n {
            let place = self.place(i)?;
            let rank = ranks.get(place.document as usize).copied();
            places.push((rank.unwrap_or(0), place.start));
        }
        let mut order: Vec<u32> = (0_u32..).take(self.n).collect();
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
        self.ordered(|fact| fact.passage_id.clone())
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
        for i in 0..self.n {
            let is_odd = is_odd(self.records.borrow_mut().get(i)?);
            if is_odd {
                is_own = false;
                self.read(i, &mut fact)?;
                is_place &= fact.passage_id.parse::<PassageId>().is_ok();
            }
        }
        let place = |fact: &LabelledFact| fact.passage_id.parse::<PassageId>().ok();
        if !is_place {
            return Ok((0_u32..).take(self.n).collect());
        }
        if is_own {
            let span = |fact: &LabelledFact| place(fact).map(|place| place.span);
            return self.ordered(|fact| (span(fact), fact.passage_id.clone()));
        }
        // Ids name other documents than their column: rare, and small.
        let mut keys = Vec::with_capacity(self.n);
        for (i, number) in (0..self.n).zip(0_u32..) {
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

fn is_odd(record: &[u8]) -> bool {
    record.get(50).is_some_and(|flags| flags & IS_ODD != 0)
}

fn field(record: &[u8], place: usize) -> u32 {
    let bytes = record.get(4 * place..4 * place + 4);
    let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, u32::from_le_bytes)
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn short(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

fn byte(n: usize) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}

/// Names change seldom from one passage to the next.
fn set_shared(slot: &mut Arc<str>, name: Option<&Arc<str>>) {
    if let Some(name) = name.filter(|name| !Arc::ptr_eq(name, slot)) {
        *slot = Arc::clone(name);
    }
}

/// Start and end of an id that is made of its document and them.
fn place_in(id: &str, document: &str) -> Option<[u32; 2]> {
    let (start, end) = id
        .strip_prefix(document)?
        .strip_prefix(':')?
        .split_once('-')?;
    let place = [start.parse().ok()?, end.parse().ok()?];
    let mut again = String::with_capacity(id.len());
    push_place(&mut again, place[0], place[1]);
    (again.get(1..) == Some(&id[document.len() + 1..])).then_some(place)
}

fn push_place(id: &mut String, start: u32, end: u32) {
    id.push(':');
    id.push_str(&start.to_string());
    id.push('-');
    id.push_str(&end.to_string());
}

/// Things that many passages share, each once, with a number.
struct Numbered<T> {
    list: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    fn number(&mut self, thing: &T) -> u32 {
        if let Some(&known) = self.numbers.get(thing) {
            return known;
        }
        let new = number(self.list.len());
        self.list.push(thing.clone());
        self.numbers.insert(thing.clone(), new);
        new
    }

    fn get(&self, number: u32) -> Option<&T> {
        self.list.get(number as usize)
    }
}

impl<T: Ord> Numbered<T> {
    /// The rank of each thing, by its number.
    fn ranks(&self) -> Vec<u32> {
        let mut sorted: Vec<u32> = (0_u32..).take(self.list.len()).collect();
        sorted.sort_unstable_by_key(|&i| self.list.get(i as usize));
        let mut ranks = vec![0; self.list.len()];
        for (rank, i) in (0_u32..).zip(sorted) {
            if let Some(slot) = ranks.get_mut(i as usize) {
                *slot = rank;
            }
        }
        ranks
    }
}

#[cfg(test)]
#[path = "facts_tests.rs"]
mod tests;
