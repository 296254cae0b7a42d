//! F400 against the R package dsl and the formulas of stratified sampling (Särndal, Swensson &
//! Wretman 1992); `tests/oracle/shares_f400.py` computes the same numbers apart from this code.

use super::*;
use crate::compare::{CellShares, DrawnUnit, Inference};
use crate::math;
use crate::metrics::f400;

/// The members of a party, or of all; clusters are passages or documents.
fn members(rows: &[f400::Row], party: Option<usize>, by_document: bool) -> Vec<Member<'_>> {
    rows.iter()
        .enumerate()
        .filter(|(_, row)| party.is_none_or(|party| row.party == party))
        .map(|(i, row)| Member {
            predicted: &row.probabilities,
            size: 1.0,
            cluster: if by_document { row.document } else { i },
            coding: row.is_coded.then_some(Coding {
                class: row.gold,
                drawn: DrawnUnit {
                    stratum: None,
                    unit: i,
                    pi: row.inclusion,
                },
            }),
        })
        .collect()
}

/// Without the factor G / (G − 1), which R's dsl leaves out.
fn cluster_error(shares: &CorrectedShares, class: usize) -> f64 {
    let n = shares.influence.n_clusters() as f64;
    let covariance = shares
        .influence
        .covariance(Inference::BeyondCorpus, &[])
        .unwrap();
    math::sqrt(covariance.variance(class) * (n - 1.0) / n)
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-6, "{a} {b}");
}

#[test]
fn dsl_of_f400_equals_r() {
    let rows = f400::rows();
    let dsl = |party, by_document| {
        let members = members(&rows, party, by_document);
        corrected_shares(&members, &[], 4, Weighting::HorvitzThompson).unwrap()
    };
    for (party, share, by_passage, by_document) in [
        (0, 0.409_665, 0.078_253, 0.072_277),
        (1, 0.164_531, 0.049_660, 0.046_108),
        (2, 0.428_078, 0.101_491, 0.094_502),
        (3, 0.199_023, 0.059_609, 0.052_803),
    ] {
        let shares = dsl(Some(party), false);
        close(shares.shares[0], share);
        close(cluster_error(&shares, 0), by_passage);
        close(cluster_error(&dsl(Some(party), true), 0), by_document);
        close(shares.shares.iter().sum(), 1.0);
    }
    let all = dsl(None, false);
    for (class, share, error) in [
        (0, 0.300_324, 0.037_925),
        (1, 0.326_643, 0.038_246),
        (2, 0.132_346, 0.028_119),
        (3, 0.240_686, 0.037_243),
    ] {
        close(all.shares[class], share);
        close(cluster_error(&all, class), error);
    }
}

#[test]
fn contrasts_of_f400_add_the_variances_of_parties_that_share_no_document() {
    let rows = f400::rows();
    let dsl = |party| {
        let members = members(&rows, Some(party), true);
        corrected_shares(&members, &[], 4, Weighting::HorvitzThompson).unwrap()
    };
    let (a, b) = (dsl(0), dsl(1));
    close(b.shares[0] - a.shares[0], -0.245_134);
    let difference = b.influence.minus(&a.influence);
    // 50 clusters, so that the factor 50/49 is taken out again.
    let covariance = difference.covariance(Inference::BeyondCorpus, &[]).unwrap();
    let error = math::sqrt(covariance.variance(0) * 49.0 / 50.0);
    close(error, 0.085_732);
}

#[test]
fn labels_alone_of_f400() {
    let rows = f400::rows();
    for (party, share) in [
        (0, 0.412_214),
        (1, 0.141_732),
        (2, 0.376_812),
        (3, 0.222_222),
    ] {
        let members = members(&rows, Some(party), true);
        let (shares, _) = labels_only(&members, &[], 4).unwrap();
        close(shares[0], share);
    }
    let (_, n_effective) = labels_only(&members(&rows, None, true), &[], 4).unwrap();
    assert!((n_effective - 108.446).abs() < 5e-4, "{n_effective}");
}

/// A party with its two strata, predicted as class 3 or not, as if a number of each had been drawn.
fn stratified(rows: &[f400::Row], party: usize) -> (Vec<Member<'_>>, Vec<StratumSize>) {
    let stratum = |row: &f400::Row| usize::from(row.predicted == 3);
    let mut strata = vec![
        StratumSize {
            n_units: 0,
            n_coded: 0,
        };
        2
    ];
    let mut members = members(rows, Some(party), true);
    let of_party = rows.iter().filter(|row| row.party == party);
    for (member, row) in members.iter_mut().zip(of_party) {
        let size = &mut strata[stratum(row)];
        size.n_units += 1;
        if let Some(coding) = &mut member.coding {
            size.n_coded += 1;
            coding.drawn.stratum = Some(stratum(row));
        }
    }
    (members, strata)
}

#[test]
fn the_stratified_difference_of_f400() {
    let rows = f400::rows();
    for (party, share, error) in [
        (0, 0.403_978, 0.045_405),
        (1, 0.168_983, 0.032_288),
        (2, 0.402_497, 0.059_637),
        (3, 0.199_441, 0.071_879),
    ] {
        let (members, strata) = stratified(&rows, party);
        let shares = corrected_shares(&members, &strata, 4, Weighting::Ratio).unwrap();
        close(shares.shares[0], share);
        let covariance = shares
            .influence
            .covariance(Inference::Corpus, &strata)
            .unwrap();
        close(math::sqrt(covariance.variance(0)), error);
        let n_coded: usize = strata.iter().map(|size| size.n_coded).sum();
        assert!((covariance.degrees - (n_coded as f64 - 2.0)).abs() < 1e-12);
    }
}

#[test]
fn a_cell_that_is_coded_whole_is_a_census() {
    let rows = f400::rows();
    let mut members = members(&rows, Some(0), true);
    for (member, row) in members
        .iter_mut()
        .zip(rows.iter().filter(|row| row.party == 0))
    {
        member.coding = Some(Coding {
            class: row.gold,
            drawn: DrawnUnit {
                stratum: None,
                unit: member.cluster,
                pi: 1.0,
            },
        });
    }
    let cell = CellShares::of(&members, &[], 4, Weighting::Ratio).unwrap();
    // 43 of 100 passages of party A are of class 0 (methods: truth .43).
    close(cell.shares[0], 0.43);
    let covariance = cell.influence.covariance(Inference::Corpus, &[]).unwrap();
    assert!(covariance.variance(0) < 1e-18);
    assert!(cell.is_census);
}

#[test]
fn shares_of_stance_taking_passages_are_ratios_with_the_error_of_ratios() {
    // Four passages by two coders' classes, all coded: 0, 0, 1, 2 with 2 = no stance. Of the three
    // that take a stance two are of class 0. Clusters are passages. With Y = 1[class 0] and S = 1
    // where a stance is taken, the linearised values are (Y − 2/3 S)/(4 · 3/4): 1/9, 1/9, −2/9, 0.
    // 4/3 · (1/81 + 1/81 + 4/81) = 8/81.
    let predicted = [0.2, 0.5, 0.3];
    let members: Vec<Member<'_>> = [0, 0, 1, 2]
        .iter()
        .enumerate()
        .map(|(i, &class)| Member {
            predicted: &predicted,
            size: 1.0,
            cluster: i,
            coding: Some(Coding {
                class,
                drawn: DrawnUnit {
                    stratum: None,
                    unit: i,
                    pi: 1.0,
                },
            }),
        })
        .collect();
    let cell = CellShares::of(&members, &[], 3, Weighting::Ratio).unwrap();
    let taking = cell.of_stance_taking(2).unwrap();
    close(taking.shares[0], 2.0 / 3.0);
    close(taking.shares[1], 1.0 / 3.0);
    assert_eq!(taking.n_coded, 3);
    let covariance = taking
        .influence
        .covariance(Inference::BeyondCorpus, &[])
        .unwrap();
    close(covariance.variance(0), 8.0 / 81.0);
}
