//! Compares the words of two sides.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::background::Background;
use super::bootstrap::{Draws, Part, Strata, TermEstimate, merge, prior_mass, unstratified};
use super::corpus::{FramingCorpus, ReadPassage, n_distinct};
use super::keyness::{g2, log2_ratio};
use super::log_odds::{LogOdds, TermCounts};
use super::settings::FramingSettings;
use crate::metrics::benjamini_hochberg;

/// How much text a side has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SideSize {
    /// Passages.
    pub n_passages: usize,
    /// Words that are neither name, number, single letter nor word of procedure.
    pub n_words: usize,
    /// Groups.
    pub n_groups: usize,
    /// Documents.
    pub n_documents: usize,
    /// Actors.
    pub n_actors: usize,
}

/// Where a term occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermSpread {
    /// Occurrences on each side.
    pub n_occurrences: [usize; 2],
    /// Documents of both sides.
    pub n_documents: usize,
    /// Groups of both sides.
    pub n_groups: usize,
    /// Groups on each side.
    pub n_side_groups: [usize; 2],
    /// Actors on each side.
    pub n_side_actors: [usize; 2],
}

/// A term that was tested.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TestedTerm {
    pub(super) term: u32,
    pub(super) spread: TermSpread,
    pub(super) estimate: TermEstimate,
    pub(super) q: f64,
    pub(super) unstratified: LogOdds,
    pub(super) g2: f64,
    pub(super) log2_ratio: f64,
}

impl TestedTerm {
    /// The side that uses the term more.
    pub(super) fn side(&self) -> usize {
        usize::from(self.estimate.delta.delta < 0.0)
    }
}

/// Two sides that are compared, and what they are compared among.
pub(super) struct Sides<'s> {
    /// Places of passages, ascending.
    pub(super) places: &'s [Vec<u32>; 2],
    pub(super) background: &'s Background,
    /// Actors of the side that uses a term more who must use it.
    pub(super) min_actors: usize,
}

/// What comparing two sides gave.
pub(super) struct Compared {
    pub(super) sizes: [SideSize; 2],
    /// Why the sides cannot be compared: the side, what it has, what it needs.
    pub(super) lack: Option<(usize, String)>,
    /// What the prior of the log-odds over strata is worth, in words.
    pub(super) prior_mass: f64,
    /// What the prior of the log-odds without strata is worth, in words.
    pub(super) prior_mass_unstratified: f64,
    /// Share of the words of each side that stands in strata where both have text.
    pub(super) stratum_shares: [f64; 2],
    /// In the order of the alphabet.
    pub(super) terms: Vec<TestedTerm>,
}

/// Compares two sides.
pub(super) fn compare_sides(
    corpus: &FramingCorpus<'_>,
    sides: &Sides<'_>,
    settings: &FramingSettings,
) -> Compared {
    let amounts = [0, 1].map(|side: usize| size(corpus, &sides.places[side]));
    let words = amounts.map(|size| size.n_words as f64);
    let mut compared = Compared {
        sizes: amounts,
        lack: find_lack(&amounts, sides.min_actors, settings),
        prior_mass: 0.0,
        prior_mass_unstratified: prior_mass(words, settings.max_prior_mass),
        stratum_shares: [0.0; 2],
        terms: Vec::new(),
    };
    if compared.lack.is_some() {
        return compared;
    }
    let groups = groups(corpus, sides.places);
    let draws = Draws::new(groups.len(), settings.n_resamples, settings.seed);
    let word_parts = merge(parts(corpus, sides.places, &groups, |passage, add| {
        add(0, f64::from(passage.n_words));
    }));
    let strata = Strata::new(&word_parts, corpus.n_strata, settings.max_prior_mass, draws);
    compared.stratum_shares = strata.shares(words);
    compared.prior_mass = strata.prior_mass();

    let candidates = candidates(corpus, sides, settings);
    let mut slots = vec![None; corpus.terms.len()];
    for (slot, (term, _)) in candidates.iter().enumerate() {
        if let Some(place) = slots.get_mut(*term as usize) {
            *place = Some(slot);
        }
    }
    let term_parts = merge(parts(corpus, sides.places, &groups, |passage, add| {
        for &(term, n) in &passage.counts {
            if let Some(slot) = slots.get(term as usize).copied().flatten() {
                add(slot, f64::from(n));
            }
        }
    }));
    let prior_mass = compared.prior_mass_unstratified;
    let of_terms: Vec<&[Part]> = term_parts.chunk_by(|a, b| a.slot == b.slot).collect();
    let test = |parts: &[Part], n_first: u32| {
        let candidate = *candidates.get(parts.first()?.slot)?;
        let background = sides.background;
        test_term(
            candidate,
            parts,
            &strata,
            background,
            prior_mass,
            words,
            n_first as usize,
        )
    };
    let estimates: Vec<Option<TestedTerm>> = of_terms
        .par_iter()
        .map(|parts| test(parts, settings.n_first_resamples))
        .collect();
    let mut terms: Vec<(&[Part], TestedTerm)> = of_terms
        .into_iter()
        .zip(estimates)
        .filter_map(|(parts, term)| Some((parts, term?)))
        .filter(|(_, term)| is_used(&term.spread, term.side(), sides, settings))
        .collect();
    let listed = places_of_listed(&terms, settings.n_listed);
    terms
        .par_iter_mut()
        .enumerate()
        .for_each(|(place, (parts, term))| {
            if !term.estimate.is_complete && listed.contains(&place) {
                *term = test(parts, u32::MAX).unwrap_or(*term);
            }
        });
    compared.terms = adjusted(terms.into_iter().map(|(_, term)| term).collect());
    compared
}

/// The places of the terms that will be listed.
fn places_of_listed(terms: &[(&[Part], TestedTerm)], n_listed: usize) -> BTreeSet<usize> {
    let all: Vec<TestedTerm> = terms.iter().map(|(_, term)| *term).collect();
    let sides = [0, 1].map(|side| list_side(&all, side, n_listed));
    let listed: BTreeSet<u32> = sides.iter().flatten().map(|term| term.term).collect();
    let places = all.iter().enumerate();
    places
        .filter(|(_, term)| listed.contains(&term.term))
        .map(|(place, _)| place)
        .collect()
}

/// The terms that a side uses more, by the size of z, then by the alphabet; at most `n_listed`.
pub(super) fn list_side(terms: &[TestedTerm], side: usize, n_listed: usize) -> Vec<TestedTerm> {
    let z = |term: &TestedTerm| term.estimate.delta.z().abs();
    let of_side = terms.iter().filter(|term| term.side() == side);
    let mut of_side: Vec<TestedTerm> = of_side.copied().collect();
    of_side.sort_by(|a, b| z(b).total_cmp(&z(a)).then(a.term.cmp(&b.term)));
    of_side.truncate(n_listed);
    of_side
}

/// Estimates one candidate, its q not yet adjusted.
fn test_term(
    (term, spread): (u32, TermSpread),
    parts: &[Part],
    strata: &Strata,
    background: &Background,
    prior_mass: f64,
    words: [f64; 2],
    n_first: usize,
) -> Option<TestedTerm> {
    let counts = TermCounts {
        occurrences: spread.n_occurrences.map(|n| n as f64),
        words,
    };
    let share = |stratum| background.stratum_share(term, stratum);
    let estimate = strata.estimate(parts, share, n_first)?;
    Some(TestedTerm {
        term,
        spread,
        estimate,
        q: estimate.p,
        unstratified: unstratified(&counts, background.share(term), prior_mass),
        g2: g2(&counts),
        log2_ratio: log2_ratio(&counts),
    })
}

/// The terms, each q adjusted for their number.
fn adjusted(mut terms: Vec<TestedTerm>) -> Vec<TestedTerm> {
    let p: Vec<f64> = terms.iter().map(|term| term.estimate.p).collect();
    for (term, q) in terms.iter_mut().zip(benjamini_hochberg(&p)) {
        term.q = q;
    }
    terms
}

/// The size of a side.
fn size(corpus: &FramingCorpus<'_>, places: &[u32]) -> SideSize {
    let passages = || places.iter().filter_map(|&place| corpus.passage(place));
    let n_distinct = |unit: fn(&ReadPassage<'_>) -> u32| {
        let mut units: Vec<u32> = passages().map(unit).collect();
        units.sort_unstable();
        units.dedup();
        units.len()
    };
    SideSize {
        n_passages: places.len(),
        n_words: passages().map(|passage| passage.n_words as usize).sum(),
        n_groups: n_distinct(|passage| passage.group),
        n_documents: n_distinct(|passage| passage.document),
        n_actors: n_distinct(|passage| passage.actor),
    }
}

/// What a side lacks to be compared, if anything.
fn find_lack(
    sizes: &[SideSize; 2],
    min_actors: usize,
    settings: &FramingSettings,
) -> Option<(usize, String)> {
    let least = [
        ("words", settings.min_words),
        ("groups", settings.min_side_groups),
        ("actors", min_actors),
    ];
    sizes.iter().enumerate().find_map(|(side, size)| {
        let found = [size.n_words, size.n_groups, size.n_actors];
        let lacks = least.iter().zip(found).find(|((_, least), n)| n < least);
        let ((what, least), n) = lacks?;
        Some((side, format!("n_{what} {n}, at least {least} needed")))
    })
}

/// The groups of both sides by their number in the corpus, with their place in the comparison.
fn groups(corpus: &FramingCorpus<'_>, places: &[Vec<u32>; 2]) -> BTreeMap<u32, usize> {
    let places = places.iter().flatten();
    let numbers = places.filter_map(|&place| Some(corpus.passage(place)?.group));
    let mut groups: BTreeMap<u32, usize> = numbers.map(|group| (group, 0)).collect();
    for (place, slot) in groups.values_mut().enumerate() {
        *slot = place;
    }
    groups
}

/// What the passages hold, by stratum, side and group; `visit` gives the slots and numbers of a
/// passage.
fn parts(
    corpus: &FramingCorpus<'_>,
    places: &[Vec<u32>; 2],
    groups: &BTreeMap<u32, usize>,
    visit: impl Fn(&ReadPassage<'_>, &mut dyn FnMut(usize, f64)),
) -> Vec<Part> {
    let mut parts = Vec::new();
    for (side, places) in places.iter().enumerate() {
        for passage in places.iter().filter_map(|&place| corpus.passage(place)) {
            let Some(&group) = groups.get(&passage.group) else {
                continue;
            };
            visit(passage, &mut |slot, n| {
                parts.extend(passage.strata().map(|(stratum, share)| Part {
                    slot,
                    stratum,
                    side,
                    group,
                    n: share * n,
                }));
            });
        }
    }
    parts
}

/// Whether a side uses a term in enough groups, and by enough actors, to be told to use it more.
fn is_used(
    spread: &TermSpread,
    side: usize,
    sides: &Sides<'_>,
    settings: &FramingSettings,
) -> bool {
    spread.n_side_groups[side] >= settings.min_groups_more
        && spread.n_side_actors[side] >= sides.min_actors
}

/// The terms that occur in enough groups, and by enough actors, at most `max_terms`, in the order
/// of the alphabet.
fn candidates(
    corpus: &FramingCorpus<'_>,
    sides: &Sides<'_>,
    settings: &FramingSettings,
) -> Vec<(u32, TermSpread)> {
    let passes = |(_, spread): &(u32, TermSpread)| {
        spread.n_groups >= settings.min_groups.max(1)
            && [0, 1]
                .into_iter()
                .any(|side| is_used(spread, side, sides, settings))
    };
    let spreads = (0..).zip(spreads(corpus, sides.places));
    let mut found: Vec<(u32, TermSpread)> = spreads.filter(passes).collect();
    if found.len() > settings.max_terms {
        found.sort_by_key(|(term, spread)| {
            (
                std::cmp::Reverse(spread.n_occurrences.iter().sum::<usize>()),
                *term,
            )
        });
        found.truncate(settings.max_terms);
        found.sort_by_key(|(term, _)| *term);
    }
    found
}

/// Where each term occurs.
fn spreads(corpus: &FramingCorpus<'_>, places: &[Vec<u32>; 2]) -> Vec<TermSpread> {
    let n_terms = corpus.terms.len();
    let distinct = |places: &[u32], unit: fn(&ReadPassage<'_>) -> u32| {
        n_distinct(&corpus.passages, places, n_terms, unit)
    };
    let both = places.concat();
    let documents = distinct(&both, |passage| passage.document);
    let groups = distinct(&both, |passage| passage.group);
    let by_side = |unit| [0, 1].map(|side: usize| distinct(&places[side], unit));
    let side_groups = by_side(|passage| passage.group);
    let side_actors = by_side(|passage| passage.actor);
    let occurrences = [0, 1].map(|side: usize| {
        let mut n = vec![0_usize; n_terms];
        for passage in places[side].iter().filter_map(|&p| corpus.passage(p)) {
            for &(term, count) in &passage.counts {
                if let Some(n) = n.get_mut(term as usize) {
                    *n += count as usize;
                }
            }
        }
        n
    });
    let at = |of: &[u32], term: usize| of.get(term).map_or(0, |n| *n as usize);
    (0..n_terms)
        .map(|term| TermSpread {
            n_occurrences: [0, 1]
                .map(|side: usize| occurrences[side].get(term).copied().unwrap_or(0)),
            n_documents: at(&documents, term),
            n_groups: at(&groups, term),
            n_side_groups: [0, 1].map(|side: usize| at(&side_groups[side], term)),
            n_side_actors: [0, 1].map(|side: usize| at(&side_actors[side], term)),
        })
        .collect()
}
