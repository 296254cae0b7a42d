//! Names and other things that many passages share, as numbers.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// Things that many passages share, each once, with a number.
pub(super) struct Numbered<T> {
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
    pub(super) fn number(&mut self, thing: &T) -> u32 {
        if let Some(&known) = self.numbers.get(thing) {
            return known;
        }
        let new = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(thing.clone());
        self.numbers.insert(thing.clone(), new);
        new
    }

    /// What is equal to `thing`, if it has a number.
    pub(super) fn known<Q>(&self, thing: &Q) -> Option<&T>
    where
        T: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.get(*self.numbers.get(thing)?)
    }

    pub(super) fn get(&self, number: u32) -> Option<&T> {
        self.list.get(number as usize)
    }
}
