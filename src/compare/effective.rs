//! How many independent passages the codings of a cell are worth.

use std::collections::BTreeMap;

use super::corrected::labels_only;
use super::{Coding, Inference, Member, StratumSize};

/// The number of independent passages that would give shares as sure as the codings of a cell do.
/// `labels` holds the weighted share of each class among them.
///
/// Kish's `(Σ w)² / Σ w²` (1965, §11.7), and less where several coded passages came by one draw, as
/// from a document drawn whole, or, beyond the corpus, stand in one cluster: such passages repeat
/// each other. Then no more than `Σ_k p_k (1 − p_k) / Σ_k V_k`, the size at which independent
/// passages have the variances that the units show, `V_k = m/(m − 1) Σ_j (Σ_{i∈j} w_i (1[y_i = k] −
/// p_k) / W)²` over m units j: one design effect (Kish 1965, §8.2) for all classes, because a rare
/// one alone shows none. Where all codings are of one class they show none either, and units count
/// as one passage each. Checked by `effective_codings_by_hand`.
///
/// `None` without codings.
pub(super) fn effective_codings(
    members: &[Member<'_>],
    strata: &[StratumSize],
    labels: &[f64],
    inference: Inference,
) -> Option<f64> {
    let (_, by_weights) = labels_only(members, strata, labels.len())?;
    let mut units: BTreeMap<usize, Unit> = BTreeMap::new();
    let mut n_coded = 0;
    for member in members {
        let Some(coding) = &member.coding else {
            continue;
        };
        let key = match inference {
            Inference::Corpus => coding.drawn.unit,
            Inference::BeyondCorpus => member.cluster,
        };
        let unit = units.entry(key).or_insert_with(|| Unit::new(labels.len()));
        unit.add(coding, coding.weight(strata) * member.size);
        n_coded += 1;
    }
    if units.len() == n_coded {
        return Some(by_weights);
    }
    let m = units.len() as f64;
    let independent: f64 = labels.iter().map(|p| p * (1.0 - p)).sum();
    let total: f64 = units.values().map(|unit| unit.weight).sum();
    let squares: f64 = units.values().map(|unit| unit.square(labels)).sum();
    if independent <= 0.0 || m < 2.0 {
        return Some(by_weights.min(m));
    }
    let variance = m / (m - 1.0) * squares / (total * total);
    Some(if variance > 0.0 {
        by_weights.min(independent / variance)
    } else {
        by_weights
    })
}

/// The coded passages of a unit.
struct Unit {
    weight: f64,
    of_class: Vec<f64>,
}

impl Unit {
    fn new(n_classes: usize) -> Self {
        Self {
            weight: 0.0,
            of_class: vec![0.0; n_classes],
        }
    }

    fn add(&mut self, coding: &Coding, weight: f64) {
        self.weight += weight;
        if let Some(sum) = self.of_class.get_mut(coding.class) {
            *sum += weight;
        }
    }

    /// `Σ_k (Σ_i w_i (1[y_i = k] − p_k))²`.
    fn square(&self, labels: &[f64]) -> f64 {
        let beyond = |(found, p): (&f64, &f64)| {
            let value = found - self.weight * p;
            value * value
        };
        self.of_class.iter().zip(labels).map(beyond).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::DrawnUnit;

    fn member(class: usize, unit: usize, cluster: usize) -> Member<'static> {
        Member {
            predicted: &[0.5, 0.5],
            size: 1.0,
            cluster,
            coding: Some(Coding {
                class,
                drawn: DrawnUnit {
                    stratum: None,
                    unit,
                    pi: 0.5,
                },
            }),
        }
    }

    fn effective(members: &[Member<'_>], inference: Inference) -> f64 {
        let (labels, _) = labels_only(members, &[], 2).unwrap();
        effective_codings(members, &[], &labels, inference).unwrap()
    }

    #[test]
    fn effective_codings_by_hand() {
        // Classes 0 0 | 0 1 | 1 1 of three documents drawn whole, equal weights: p = 1/2 each, and
        // Σ p(1 − p) = 1/2. Document sums beyond p: ±1, 0, ∓1 for both classes, so Σ_k Σ_j = 4;
        // V = 3/2 · 4/6² = 1/6, and (1/2)/(1/6) = 3. As many independent passages as documents.
        let whole = [(0, 0), (0, 0), (0, 1), (1, 1), (1, 2), (1, 2)];
        let of = |by_document: bool| -> Vec<Member<'static>> {
            let members = whole.iter().enumerate();
            members
                .map(|(i, &(class, document))| {
                    member(class, if by_document { document } else { i }, document)
                })
                .collect()
        };
        assert!((effective(&of(true), Inference::Corpus) - 3.0).abs() < 1e-12);
        // Drawn one by one they are six for this corpus, and three beyond it.
        assert!((effective(&of(false), Inference::Corpus) - 6.0).abs() < 1e-12);
        assert!((effective(&of(false), Inference::BeyondCorpus) - 3.0).abs() < 1e-12);
    }

    #[test]
    fn documents_that_are_alike_are_worth_their_passages_and_no_more() {
        // 0 1 | 0 1 | 0 1: the documents do not differ at all; six passages remain six.
        let alike: Vec<Member<'_>> = (0..6).map(|i| member(i % 2, i / 2, i)).collect();
        assert!((effective(&alike, Inference::Corpus) - 6.0).abs() < 1e-12);
        // All of one class: nothing tells how alike passages of a document are.
        let same: Vec<Member<'_>> = (0..6).map(|i| member(0, i / 2, i)).collect();
        assert!((effective(&same, Inference::Corpus) - 3.0).abs() < 1e-12);
    }

    #[test]
    fn without_codings_there_is_no_number() {
        let bare = Member {
            coding: None,
            ..member(0, 0, 0)
        };
        assert_eq!(
            effective_codings(&[bare], &[], &[0.5, 0.5], Inference::Corpus),
            None
        );
    }
}
