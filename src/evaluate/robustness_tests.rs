use super::*;
use crate::evaluate::{write_grid, write_grid_shares};

fn settings() -> EvaluateSettings {
    EvaluateSettings {
        n_resamples: 200,
        ..EvaluateSettings::default()
    }
}

/// Passages of `actor`, one a letter of `classes`: `a` is class 0, `b` class 1. Three stand in a
/// group; each is coded as class 0.
fn passages(actor: &str, classes: &str) -> Vec<GridPassage> {
    classes
        .bytes()
        .enumerate()
        .map(|(i, letter)| GridPassage {
            actor: actor.to_owned(),
            group: format!("g{}", i / 3),
            predicted: usize::from(letter - b'a'),
            coded: Some((format!("{actor}{i}"), 0)),
            is_counted: true,
        })
        .collect()
}

fn variant(name: &str, actors: &[(&str, &str)]) -> GridVariant {
    GridVariant {
        name: name.to_owned(),
        method: "by hand".to_owned(),
        passages: actors
            .iter()
            .flat_map(|(actor, classes)| passages(actor, classes))
            .collect(),
    }
}

fn find<'a>(grid: &'a Robustness, variant: &str, measure: GridMeasure) -> &'a GridRow {
    let mut rows = grid.rows.iter();
    rows.find(|row| (row.variant.as_str(), row.measure) == (variant, measure))
        .unwrap()
}

/// Three actors of ten and one of two passages.
fn grid() -> Robustness {
    let default = variant(
        "default",
        &[
            ("CDA", "aaaaaaaabb"),
            ("PVV", "aabbbbbbbb"),
            ("VVD", "aaaaabbbbb"),
            ("SGP", "ab"),
        ],
    );
    let other = variant(
        "stemmer=none",
        &[
            ("CDA", "aaaabbbbbb"),
            ("PVV", "aabbbbbbbb"),
            ("VVD", "aaaaabbbbb"),
            ("SGP", "bb"),
        ],
    );
    compare_variants(&[default, other], 2, &settings())
}

#[test]
fn changes_of_shares_are_summed_over_actors_with_passages_enough() {
    let grid = grid();
    let mean = find(&grid, "stemmer=none", GridMeasure::MeanShareChange);
    // CDA moves by .4 in both classes, PVV and VVD not at all; SGP has two passages.
    assert!((mean.estimate.unwrap() - 0.8 / 6.0).abs() < 1e-12);
    assert_eq!(mean.n, 3);
    let largest = find(&grid, "stemmer=none", GridMeasure::LargestShareChange);
    assert!((largest.estimate.unwrap() - 0.4).abs() < 1e-12);
    let of_sgp = |share: &&GridShare| share.actor == "SGP" && share.variant == "stemmer=none";
    let sgp: Vec<&GridShare> = grid.shares.iter().filter(of_sgp).collect();
    assert_eq!((sgp[0].n_passages, sgp[0].n_with_stance), (2, 0));
    assert!((sgp[0].change.unwrap() + 0.5).abs() < 1e-12);
    assert_eq!(sgp[0].interval, None, "one group");
}

#[test]
fn ranks_are_compared_by_tau() {
    // Shares of class 0 .8, .2, .5 become .4, .2, .5: CDA and VVD change places, (2 − 1) / 3.
    let grid = grid();
    let tau = find(&grid, "stemmer=none", GridMeasure::RankCorrelation);
    assert_eq!((tau.stance, tau.n), (Some(0), 3));
    assert!((tau.estimate.unwrap() - 1.0 / 3.0).abs() < 1e-12);
}

#[test]
fn the_interval_of_a_change_is_paired() {
    let grid = grid();
    let of = |actor: &str| {
        let mut shares = grid.shares.iter();
        shares
            .find(|share| (share.actor.as_str(), share.variant.as_str()) == (actor, "stemmer=none"))
            .unwrap()
    };
    // No passage of VVD changes, whatever groups are drawn.
    let vvd = of("VVD").interval.unwrap();
    assert!(vvd.low.abs() < 1e-12 && vvd.high.abs() < 1e-12);
    let cda = of("CDA").interval.unwrap();
    assert!(cda.low < -0.4 && cda.high <= 0.0 && of("CDA").n_groups == 4);
}

#[test]
fn macro_f1_changes_on_the_coded_passages_that_both_join() {
    let mut default = variant("default", &[("CDA", "aaab")]);
    let mut other = variant("max_words=40", &[("CDA", "abbb")]);
    default.passages[3].coded = None;
    other.passages[0].coded = None;
    let grid = compare_variants(&[default, other], 2, &settings());
    // All are coded class 0, so class 1 has F1 0. Default: 3 of 3 right, (1 + 0) / 2.
    let own = find(&grid, "default", GridMeasure::MacroF1);
    assert!((own.estimate.unwrap() - 0.5).abs() < 1e-12 && own.n == 3);
    // Passages 1 and 2 are joined by both: right in the default, wrong in the other.
    let change = find(&grid, "max_words=40", GridMeasure::MacroF1Change);
    assert!((change.estimate.unwrap() + 0.5).abs() < 1e-12 && change.n == 2);
    let other = find(&grid, "max_words=40", GridMeasure::MacroF1);
    assert!(other.estimate.unwrap().abs() < 1e-12 && other.n == 3);
}

#[test]
fn copies_do_not_count_in_shares() {
    let mut default = variant("default", &[("CDA", "aab")]);
    default.passages[2].is_counted = false;
    let grid = compare_variants(&[default], 2, &settings());
    assert_eq!(
        (grid.shares[0].n_passages, grid.shares[0].n_with_stance),
        (2, 2)
    );
    assert_eq!(
        grid.rows.len(),
        1,
        "the default has nothing to be compared with"
    );
}

#[test]
fn both_tables_have_a_row_for_each_measure_and_share() {
    let grid = grid();
    let ids = ["delen", "streng"].map(str::to_owned);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let rows = text(write_grid(&grid, &ids, Vec::new(), "r.csv").unwrap());
    assert!(
        rows.contains("\nstemmer=none,rank_correlation,delen,0.333333,,,,3,,by hand\n"),
        "{rows}"
    );
    let shares = text(write_grid_shares(&grid, &ids, Vec::new(), "s.csv").unwrap());
    assert_eq!(shares.lines().count(), 1 + 2 * 4 * 2);
    assert!(
        shares.contains("\ndefault,SGP,streng,0.500000,,,,,1,2,1\n"),
        "{shares}"
    );
}
