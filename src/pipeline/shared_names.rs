//! Names that many rows of a table share, each held once.

use std::collections::HashSet;
use std::sync::Arc;

use crate::corpus::Actor;

/// The names met so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    texts: HashSet<Arc<str>>,
    actors: HashSet<Actor>,
    instruments: HashSet<Arc<[usize]>>,
}

impl Names {
    /// A name.
    pub(super) fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.texts.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        self.texts.insert(Arc::clone(&new));
        new
    }

    /// The actor of a name.
    pub(super) fn actor(&mut self, name: &str) -> Actor {
        let actor = Actor::from_name(name);
        if let Some(known) = self.actors.get(&actor) {
            return known.clone();
        }
        self.actors.insert(actor.clone());
        actor
    }

    /// A list of instruments.
    pub(super) fn instruments(&mut self, list: Vec<usize>) -> Arc<[usize]> {
        if let Some(known) = self.instruments.get(list.as_slice()) {
            return Arc::clone(known);
        }
        let new: Arc<[usize]> = list.into();
        self.instruments.insert(Arc::clone(&new));
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_are_one() {
        let mut names = Names::default();
        assert!(Arc::ptr_eq(&names.name("VVD"), &names.name("VVD")));
        let [first, second] = [vec![1, 2], vec![1, 2]].map(|list| names.instruments(list));
        assert!(Arc::ptr_eq(&first, &second));
        assert_eq!(names.actor(""), Actor::unknown());
    }
}
