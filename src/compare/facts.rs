//! The passages of a table in little room: records of one size, most of them in a temporary file,
//! and each name once.

use std::cell::RefCell;
use std::fmt;
use std::io;
use std::sync::Arc;

use super::names::Names;
use super::numbered::Numbered;
use super::{Gold, LabelledFact};
use crate::corpus::{Actor, PartialDate, PassageId, Role, Standing};
use crate::store::Records;

/// Bytes of a record before its probabilities.
const FIXED: usize = 52;

/// The places of some numbers of a record.
pub(super) const EXCHANGE: usize = 2;
pub(super) const INSTRUMENTS: usize = 7;

/// The id is in the list of ids, and no place in the document.
const IS_ODD: u8 = 1;
const IS_IN_SAMPLE: u8 = 2;
const IS_OUTSIDE: u8 = 4;
const IS_CERTAIN: u8 = 8;

/// Passages in the order of a table.
pub struct Facts {
    n_classes: usize,
    n: usize,
    pub(super) names: Names,
    actors: Numbered<Actor>,
    pub(super) instruments: Numbered<Arc<[usize]>>,
    dates: Numbered<PartialDate>,
    golds: Vec<Gold>,
    /// Ids that are no places, and those of passages that others repeat.
    ids: Vec<Box<str>>,
    pub(super) records: RefCell<Records>,
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Facts")
            .field("n", &self.n)
            .finish_non_exhaustive()
    }
}

impl Facts {
    /// No passages yet; each will have probabilities of this number of classes.
    pub fn new(n_classes: usize) -> Self {
        Self {
            n_classes,
            n: 0,
            names: Names::default(),
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

    /// The actor of a name.
    pub fn actor(&self, name: &str) -> Actor {
        let actor = Actor::from_name(name);
        let known = self.actors.known(&actor).cloned();
        known.unwrap_or(actor)
    }

    /// A list of instruments.
    pub fn instruments(&self, list: &[usize]) -> Arc<[usize]> {
        let known = self.instruments.known(list);
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

    /// The number of the document of a passage, and where it starts there: 0 for an id that is no
    /// place.
    pub(super) fn place(&self, number: usize) -> io::Result<(u32, u64)> {
        let mut records = self.records.borrow_mut();
        let record = records.get(number)?;
        let start = if is_odd(record) {
            let id = self.ids.get(field(record, 3) as usize);
            let place: Option<PassageId> = id.and_then(|id| id.parse().ok());
            place.map_or(0, |place| place.span.start as u64)
        } else {
            field(record, 3).into()
        };
        Ok((field(record, 0), start))
    }

    /// Whether the id of a passage is other than its document and its place in it.
    pub(super) fn has_odd_id(&self, number: usize) -> io::Result<bool> {
        Ok(is_odd(self.records.borrow_mut().get(number)?))
    }

    /// The rank of each document's name, by its number.
    pub(super) fn ranks(&self) -> Vec<u32> {
        self.names.ranks()
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
        set_name(&mut fact.document_id, self.names.get(field(0)));
        set_name(&mut fact.group, self.names.get(field(1)));
        set_name(&mut fact.exchange_id, self.names.get(field(EXCHANGE)));
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
        if let Some(instruments) = self.instruments.get(field(INSTRUMENTS)) {
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
}

fn is_odd(record: &[u8]) -> bool {
    record.get(50).is_some_and(|flags| flags & IS_ODD != 0)
}

/// The number at a place of a record.
pub(super) fn field(record: &[u8], place: usize) -> u32 {
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
fn set_name(slot: &mut Arc<str>, name: Option<&str>) {
    if let Some(name) = name.filter(|name| **name != **slot) {
        *slot = name.into();
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

#[cfg(test)]
#[path = "facts_tests.rs"]
mod tests;
