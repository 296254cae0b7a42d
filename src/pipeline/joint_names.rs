//! One name for parties that speak as one, whichever of them a paper names first.

use std::collections::BTreeMap;
use std::io;

use crate::compare::Facts;
use crate::corpus::Actor;

/// Gives joint actors of the same parties the same name: that of their first passage in the order
/// of documents. Without this `PvdA+GroenLinks` and `GroenLinks+PvdA` would be two actors with half
/// of the passages each.
///
/// `in_documents` are the passages in that order.
pub(super) fn unify_joint_actors(facts: &mut Facts, in_documents: &[u32]) -> io::Result<()> {
    let mut names: BTreeMap<Vec<String>, Actor> = BTreeMap::new();
    for &i in in_documents {
        let Some(mut fact) = facts.get(i as usize)? else {
            continue;
        };
        let Some(parties) = joint_parties(&fact.actor) else {
            continue;
        };
        let actor = names.entry(parties).or_insert_with(|| fact.actor.clone());
        if fact.actor != *actor {
            fact.actor.clone_from(actor);
            facts.set(i as usize, &fact)?;
        }
    }
    Ok(())
}

/// The parties of a joint actor, sorted; `None` for every other actor.
fn joint_parties(actor: &Actor) -> Option<Vec<String>> {
    let mut parties: Vec<String> = actor.parties().into_iter().map(str::to_owned).collect();
    parties.sort();
    (parties.len() > 1).then_some(parties)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_names_makes_no_other_actor() {
        let joint_parties = |name: &str| joint_parties(&Actor::from_name(name));
        assert_eq!(
            joint_parties("PvdA+GroenLinks"),
            joint_parties("GroenLinks+PvdA")
        );
        assert_ne!(joint_parties("PvdA+SP"), joint_parties("GroenLinks+PvdA"));
        for alone in ["PvdA", "Kabinet", "unknown", ""] {
            assert_eq!(joint_parties(alone), None);
        }
    }
}
