//! Which sides are compared with which.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::background::Background;
use super::corpus::{FramingCorpus, ReadPassage};
use super::settings::FramingSettings;
use crate::corpus::{Actor, Role};

/// All roles together, as it stands in tables.
pub(super) const ALL_ROLES: &str = "all";

/// A role that is not known, as it stands in tables.
pub(super) const NO_ROLE: &str = "unstated";

/// A comparison to be made.
pub(super) struct Task {
    /// The actor or stance, and what it is compared with.
    pub(super) names: [String; 2],
    pub(super) role: &'static str,
    /// Places of passages, ascending.
    pub(super) places: [Vec<u32>; 2],
    /// The passages of the role, from which the prior is taken.
    pub(super) background: Arc<Background>,
    pub(super) min_actors: usize,
}

/// The comparisons of all tables.
#[derive(Default)]
pub(super) struct Tasks {
    pub(super) actors: Vec<Task>,
    pub(super) stances: Vec<Task>,
    pub(super) pairs: Vec<Task>,
}

/// The passages of each role and, under [`ALL_ROLES`], of all.
type Frame = (&'static str, Vec<u32>);

impl Tasks {
    pub(super) fn of(
        corpus: &FramingCorpus<'_>,
        class_ids: &[String],
        settings: &FramingSettings,
    ) -> Self {
        let mut tasks = Self::default();
        tasks.add_actors(corpus);
        tasks.add_stances(corpus, class_ids, settings);
        tasks
    }

    pub(super) fn len(&self) -> usize {
        self.actors.len() + self.stances.len() + self.pairs.len()
    }

    /// Actors within each role; across roles only where they share none.
    fn add_actors(&mut self, corpus: &FramingCorpus<'_>) {
        let is_known = |p: &ReadPassage<'_>| !Actor::from_name(p.source.actor).is_unknown();
        let mut met: BTreeSet<&str> = BTreeSet::new();
        let mut met_pairs: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (role, places) in frames(corpus, is_known) {
            let by_actor = split(corpus, &places, |p| p.source.actor);
            if by_actor.len() < 2 {
                continue;
            }
            let background = Arc::new(Background::of(corpus, &places));
            let task = |names: [&str; 2], places: [Vec<u32>; 2]| Task {
                names: names.map(str::to_owned),
                role,
                places,
                background: Arc::clone(&background),
                min_actors: 1,
            };
            let is_all = role == ALL_ROLES;
            for (actor, own) in &by_actor {
                if met.insert(actor) || !is_all {
                    let sides = [own.clone(), without(&places, own)];
                    self.actors.push(task([actor, "other actors"], sides));
                }
            }
            for (i, (first, own)) in by_actor.iter().enumerate() {
                for (second, others) in by_actor.iter().skip(i + 1) {
                    if met_pairs.insert((first, second)) || !is_all {
                        let sides = [own.clone(), others.clone()];
                        self.pairs.push(task([first, second], sides));
                    }
                }
            }
        }
    }

    /// Stances within each role and over all roles.
    fn add_stances(
        &mut self,
        corpus: &FramingCorpus<'_>,
        class_ids: &[String],
        settings: &FramingSettings,
    ) {
        let is_counted = |p: &ReadPassage<'_>| p.source.is_coded || !settings.coded_only;
        let frames = frames(corpus, is_counted);
        let has_one_role = frames.len() == 2;
        for (role, places) in frames {
            if has_one_role && role == ALL_ROLES {
                continue;
            }
            let by_stance = split(corpus, &places, |p| p.source.stance);
            if by_stance.len() < 2 {
                continue;
            }
            let background = Arc::new(Background::of(corpus, &places));
            for (stance, own) in &by_stance {
                let id = class_ids.get(*stance).map_or("", String::as_str);
                self.stances.push(Task {
                    names: [id, "other stances"].map(str::to_owned),
                    role,
                    places: [own.clone(), without(&places, own)],
                    background: Arc::clone(&background),
                    min_actors: settings.min_actors,
                });
            }
        }
    }
}

/// The passages that count, by role in the order of tables, all roles last.
fn frames(corpus: &FramingCorpus<'_>, is_counted: impl Fn(&ReadPassage<'_>) -> bool) -> Vec<Frame> {
    let counted = || {
        let numbered = (0_u32..).zip(&corpus.passages);
        numbered.filter(|(_, passage)| is_counted(passage))
    };
    let roles = Role::ALL.map(Some).into_iter().chain([None]);
    let of_roles = roles.map(|role| {
        let places = counted().filter(|(_, p)| p.source.role == role);
        let name = role.map_or(NO_ROLE, Role::as_str);
        (name, places.map(|(place, _)| place).collect())
    });
    let all = (ALL_ROLES, counted().map(|(place, _)| place).collect());
    let frames = of_roles.chain([all]);
    frames
        .filter(|(_, places): &Frame| !places.is_empty())
        .collect()
}

/// The places by what their passages have.
fn split<'a, K: Ord>(
    corpus: &FramingCorpus<'a>,
    places: &[u32],
    key: impl Fn(&ReadPassage<'a>) -> K,
) -> Vec<(K, Vec<u32>)> {
    let mut split: BTreeMap<K, Vec<u32>> = BTreeMap::new();
    for &place in places {
        if let Some(passage) = corpus.passage(place) {
            split.entry(key(passage)).or_default().push(place);
        }
    }
    split.into_iter().collect()
}

/// The places that are not among `own`; both ascending.
fn without(places: &[u32], own: &[u32]) -> Vec<u32> {
    let others = places
        .iter()
        .filter(|place| own.binary_search(place).is_err());
    others.copied().collect()
}
