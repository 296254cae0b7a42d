//! How far apart two actors are over all stances at once.

use super::actors::{ActorShares, RoleActors};
use super::contrasts::weaker;
use super::estimate::Status;
use super::pairs::{Adjusted, rows_of_pairs};
use super::scaling::{
    clipped_shares, hellinger, jensen_shannon, squared_distance, total_variation, wald_test,
};
use super::{CompareSettings, Covariance, Inference, Population};
use crate::metrics::{Interval, f_upper_tail};

/// The distance of two actors.
#[derive(Debug, Clone, PartialEq)]
pub struct DistanceRow {
    /// The role in which they are compared.
    pub role: &'static str,
    /// The first actor.
    pub actor_a: String,
    /// The second actor.
    pub actor_b: String,
    /// What the interval is about.
    pub inference: Inference,
    /// What stands behind the shares.
    pub status: Status,
    /// The squared distance of shares, less what chance alone adds to it; may be below 0.
    pub squared: Option<f64>,
    /// Its standard error.
    pub std_error: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
    /// The p-value of equal shares of all classes (Hotelling).
    pub p: Option<f64>,
    /// The same by Holm's method over the family.
    pub p_holm: Option<f64>,
    /// The same by Benjamini and Hochberg's method over the family.
    pub q_bh: Option<f64>,
    /// Pairs of the role and inference that have a p-value: the family.
    pub n_in_family: usize,
    /// Total variation, 0 to 1, of the estimated shares.
    pub total_variation: Option<f64>,
    /// Jensen–Shannon divergence in bits, 0 to 1.
    pub jensen_shannon: Option<f64>,
    /// Hellinger distance, 0 to 1.
    pub hellinger: Option<f64>,
    /// Coded passages of a, and of b.
    pub n_coded: [usize; 2],
}

/// The distances of all pairs of actors of each role.
///
/// Distances of estimated shares are too large, because chance adds to each: the squared distance
/// is given without that, and the plug-in distances stand beside it as descriptions.
pub fn distances(
    roles: &[RoleActors],
    population: &Population<'_>,
    settings: &CompareSettings,
) -> Vec<DistanceRow> {
    rows_of_pairs(
        roles,
        |role, [a, b], inference| {
            vec![distance(
                role.role_name(),
                a,
                b,
                inference,
                population,
                settings,
            )]
        },
        |row: &DistanceRow| row.p,
        adjust,
    )
}

fn adjust(row: &mut DistanceRow, adjusted: Adjusted) {
    (row.p_holm, row.q_bh) = (adjusted.p_holm, adjusted.q_bh);
    row.n_in_family = adjusted.n_in_family;
}

fn distance(
    role: &'static str,
    a: &ActorShares,
    b: &ActorShares,
    inference: Inference,
    population: &Population<'_>,
    settings: &CompareSettings,
) -> DistanceRow {
    let status_of = |actor: &ActorShares| match &actor.shares {
        None if population.is_sampled => Status::NotEstimable,
        None => Status::Descriptive,
        Some(shares) if shares.is_certain(inference) => Status::Census,
        Some(shares) => {
            let is_enough = shares.n_coded >= settings.rules.min_corrected
                && shares.is_estimable(inference, &settings.rules);
            match (is_enough, shares.is_census) {
                (false, _) => Status::NotEstimable,
                (true, true) => Status::Census,
                (true, false) => Status::Corrected,
            }
        }
    };
    let mut row = DistanceRow {
        role,
        actor_a: a.actor.clone(),
        actor_b: b.actor.clone(),
        inference,
        status: weaker(status_of(a), status_of(b)),
        squared: None,
        std_error: None,
        interval: None,
        p: None,
        p_holm: None,
        q_bh: None,
        n_in_family: 0,
        total_variation: None,
        jensen_shannon: None,
        hellinger: None,
        n_coded: [a.n_coded(), b.n_coded()],
    };
    if row.status <= Status::Corrected {
        fill(&mut row, a, b, population, settings);
    }
    row
}

fn fill(
    row: &mut DistanceRow,
    a: &ActorShares,
    b: &ActorShares,
    population: &Population<'_>,
    settings: &CompareSettings,
) -> Option<()> {
    let (a, b) = (a.shares.as_ref()?, b.shares.as_ref()?);
    let difference: Vec<f64> = a.shares.iter().zip(&b.shares).map(|(a, b)| a - b).collect();
    let both = a.influence.minus(&b.influence);
    let covariance = both.covariance(row.inference, &population.strata);
    let matrix: Vec<f64> = match &covariance {
        Some(covariance) => covariance.matrix.concat(),
        None => vec![0.0; difference.len() * difference.len()],
    };
    let squared = squared_distance(&difference, &matrix)?;
    row.squared = Some(squared.estimate);
    if squared.standard_error > 1e-12 {
        row.std_error = Some(squared.standard_error);
        let degrees = covariance.as_ref().map_or(f64::INFINITY, |c| c.degrees);
        row.interval = Some(settings.rules.number(
            squared.estimate,
            squared.standard_error,
            degrees,
        ));
        row.p = covariance.and_then(|covariance| p_of_equal_shares(&difference, &covariance));
    }
    let (p, q) = (clipped_shares(&a.shares)?, clipped_shares(&b.shares)?);
    row.total_variation = Some(total_variation(&p, &q));
    row.jensen_shannon = Some(jensen_shannon(&p, &q));
    row.hellinger = Some(hellinger(&p, &q));
    Some(())
}

/// The p-value of equal shares: Hotelling's `T² = d' V⁻¹ d` over q free classes, as
/// `(ν − q + 1) T² / (ν q)` against F with q and ν − q + 1 degrees of freedom, where ν are those of V
/// (Korn & Graubard 1990): against chi-square few documents would reject too readily. Classes that
/// neither actor takes are left out. `None` where V has no inverse or ν is too small. Checked by
/// `the_test_of_two_classes_is_a_t_test`.
fn p_of_equal_shares(difference: &[f64], covariance: &Covariance) -> Option<f64> {
    const NOTHING: f64 = 1e-12;
    let is_open = |k: &usize| {
        let d = difference.get(*k).copied().unwrap_or(0.0);
        covariance.variance(*k) > NOTHING * NOTHING || d.abs() > NOTHING
    };
    let open: Vec<usize> = (0..difference.len()).filter(is_open).collect();
    let kept = |values: &[f64]| -> Vec<f64> {
        let kept = open.iter().filter_map(|k| values.get(*k).copied());
        kept.collect()
    };
    let rows = open.iter().filter_map(|k| covariance.matrix.get(*k));
    let matrix: Vec<f64> = rows.flat_map(|row| kept(row)).collect();
    let test = wald_test(&kept(difference), &matrix)?;
    let (q, degrees) = (test.degrees as f64, covariance.degrees);
    let rest = degrees - q + 1.0;
    (rest >= 1.0).then(|| f_upper_tail(rest * test.statistic / (degrees * q), q, rest))
}

#[cfg(test)]
mod tests {
    use super::super::test_facts::{coded, fact, sampled_actor, settings};
    use super::*;
    use crate::compare::{LabelledFact, actors_by_role};
    use crate::corpus::Actor;

    fn of(facts: &[LabelledFact]) -> Vec<DistanceRow> {
        let settings = settings();
        let population = Population::of(facts, &settings).unwrap();
        distances(
            &actors_by_role(&population, &settings).unwrap(),
            &population,
            &settings,
        )
    }

    /// A with classes 0 and 1 alike, B with 0, 0, 0, 1 by turns: shares .5 .5 and .75 .25, so the
    /// squared distance is 2 · .0625, and half the absolute differences .25.
    #[test]
    fn coded_corpora_are_at_a_known_distance() {
        let facts: Vec<LabelledFact> = (0..40)
            .map(|i| LabelledFact {
                actor: Actor::from_name(if i < 20 { "A" } else { "B" }),
                gold: Some(coded(if i < 20 {
                    i % 2
                } else {
                    usize::from(i % 4 == 0)
                })),
                ..fact(&format!("d{i:02}:0-9"))
            })
            .collect();
        let rows = of(&facts);
        let row = &rows[0];
        assert_eq!(
            (row.status, row.inference),
            (Status::Census, Inference::Corpus)
        );
        assert!((row.squared.unwrap() - 0.125).abs() < 1e-12);
        assert!((row.total_variation.unwrap() - 0.25).abs() < 1e-12);
        assert_eq!((row.std_error, row.interval, row.p), (None, None, None));
        assert_eq!(row.n_in_family, 0);
    }

    #[test]
    fn distances_of_few_codings_are_not_given() {
        let few = sampled_actor("A", [6, 6, 6, 6], 4);
        let enough = sampled_actor("B", [10, 8, 7, 5], 4);
        let rows = of(&[few, enough].concat());
        assert!(rows.iter().all(|row| row.status == Status::NotEstimable));
        assert!(rows.iter().all(|row| row.squared.is_none()));
    }

    /// Two classes: T² = .3²/.0225 = 4, and F(1, 20) ≥ 4 is |t| ≥ 2 with 20 degrees of freedom,
    /// .0592655 (R: 2 * pt(-2, 20)). A third class that nobody takes changes nothing.
    #[test]
    fn the_test_of_two_classes_is_a_t_test() {
        let v = 0.0225;
        let two = Covariance {
            matrix: vec![vec![v, -v], vec![-v, v]],
            degrees: 20.0,
        };
        let three = Covariance {
            matrix: vec![vec![v, 0.0, -v], vec![0.0; 3], vec![-v, 0.0, v]],
            degrees: 20.0,
        };
        let p = p_of_equal_shares(&[0.3, -0.3], &two).unwrap();
        assert!((p - 0.059_265_5).abs() < 1e-6, "{p}");
        let same = p_of_equal_shares(&[0.3, 0.0, -0.3], &three).unwrap();
        assert!((p - same).abs() < 1e-12);
        // Three classes need two degrees.
        let few = Covariance {
            matrix: vec![
                vec![2.0, -1.0, -1.0],
                vec![-1.0, 2.0, -1.0],
                vec![-1.0, -1.0, 2.0],
            ],
            degrees: 1.0,
        };
        assert_eq!(p_of_equal_shares(&[0.3, 0.0, -0.3], &few), None);
    }

    /// A class that neither actor takes has no variance; the test is that of the other classes.
    #[test]
    fn a_class_that_nobody_takes_leaves_a_test() {
        let sharp = |mut facts: Vec<LabelledFact>| {
            for fact in &mut facts {
                let third = usize::from(fact.predicted < 2);
                fact.predicted = fact.predicted.min(1);
                fact.probabilities = [0.0; 4].into();
                fact.probabilities[fact.predicted] = if third == 1 { 1.0 } else { 0.9 };
                fact.probabilities[3] = 1.0 - fact.probabilities[fact.predicted];
            }
            facts
        };
        let a = sharp(sampled_actor("A", [14, 12, 0, 6], 4));
        let b = sharp(sampled_actor("B", [8, 18, 0, 6], 4));
        let rows = of(&[a, b].concat());
        assert!(rows[0].p.is_some(), "{:?}", rows[0]);
        assert_eq!(rows[0].n_in_family, 1);
    }
}
