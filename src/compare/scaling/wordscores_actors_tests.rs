use super::*;
use crate::compare::scaling::write_wordscores;

fn counted(texts: &[(&str, &str)]) -> BTreeMap<String, ActorWords> {
    let names = NameSettings {
        names: ["vvd".to_owned(), "sp".to_owned()].into(),
        titles: ["lid".to_owned()].into(),
        particles: ["van".to_owned()].into(),
    };
    let mut counter = WordCounter::new(Some(&names));
    for (actor, text) in texts {
        counter.add(actor, text);
    }
    counter.finish()
}

fn settings() -> WordscoresSettings {
    WordscoresSettings {
        min_words: 4,
        positions_name: "CHES 2024 immigrate_policy".to_owned(),
        design: "chosen documents".to_owned(),
    }
}

fn positions(of: &[(&str, f64)]) -> BTreeMap<String, f64> {
    of.iter()
        .map(|(actor, at)| ((*actor).to_owned(), *at))
        .collect()
}

#[test]
fn names_and_numbers_do_not_count() {
    let words = counted(&[("VVD", "De VVD en het lid Van Dam vragen in 2024 grenzen.")]);
    let vvd = &words["VVD"];
    // de, en, het, lid, vragen, in, grenzen
    assert_eq!((vvd.n_passages, vvd.n_words), (1, 7));
    assert!(vvd.stems.keys().all(|stem| stem != "vvd" && stem != "dam"));
}

/// Three references with words of their own and one in common; the fourth has no position.
fn four() -> BTreeMap<String, ActorWords> {
    counted(&[
        ("A", "hek hek hek land"),
        ("B", "hek hulp hulp land"),
        ("C", "hulp hulp hulp land"),
        ("Kabinet", "hek hek hulp land"),
        ("Kort", "hek hulp"),
    ])
}

// A at 10, B at 5, C at 0. F(hek) = 3/4, 1/4, 0: S = (.75 × 10 + .25 × 5)/1 = 8.75;
// F(hulp) = 0, 1/2, 3/4: S = (.5 × 5)/1.25 = 2; land: S = 5. Kabinet: (2 × 8.75 + 2 + 5)/4 = 6.125;
// A: (3 × 8.75 + 5)/4 = 7.8125; C: (3 × 2 + 5)/4 = 2.75.
// MV: (6.125 − 2.75) × 10/(7.8125 − 2.75) + 0 = 6.666666667.
// A left out: hek stands with B alone at 5; hulp = (.5 × 5)/1.25 = 2; land (5 + 0)/2 = 2.5:
// (3 × 5 + 2.5)/4 = 4.375.
#[test]
fn scores_equal_those_by_hand() {
    let at = positions(&[("A", 10.0), ("B", 5.0), ("C", 0.0), ("Kort", 3.0)]);
    let rows = place_by_words(&four(), &at, &settings());
    let of = |actor: &str, kind: TextKind| {
        let row = rows
            .iter()
            .find(|row| row.actor == actor && row.kind == kind);
        row.unwrap()
    };
    let raw = |actor: &str, kind| of(actor, kind).placed.as_ref().unwrap().score.raw;
    let near = |got: f64, want: f64| assert!((got - want).abs() < 1e-9, "got {got}, want {want}");
    near(raw("Kabinet", TextKind::Virgin), 6.125);
    near(raw("A", TextKind::Reference), 7.8125);
    near(raw("C", TextKind::Reference), 2.75);
    near(raw("A", TextKind::LeftOut), 4.375);
    let kabinet = of("Kabinet", TextKind::Virgin).placed.as_ref().unwrap();
    near(kabinet.mv.unwrap(), 20.0 / 3.0);
    let a = of("A", TextKind::Reference).placed.as_ref().unwrap();
    near(a.mv.unwrap(), 10.0);
    assert_eq!(of("A", TextKind::Reference).n_references, 3);
    assert_eq!(of("A", TextKind::LeftOut).n_references, 2);
    assert!(of("Kort", TextKind::Virgin).placed.is_err());
    assert_eq!(rows.len(), 8);
}

#[test]
fn one_reference_makes_no_scale() {
    let rows = place_by_words(&four(), &positions(&[("A", 10.0)]), &settings());
    let why: Vec<_> = rows
        .iter()
        .filter_map(|row| row.placed.as_ref().err())
        .collect();
    assert_eq!(why.len(), rows.len());
    assert!(why[0].contains("fewer than 2 reference actors"));
    assert_eq!(left_out_correlation(&rows), None);
    // Two references: each is left out with one reference left.
    let rows = place_by_words(&four(), &positions(&[("A", 9.0), ("C", 1.0)]), &settings());
    let left_out = rows.iter().filter(|row| row.kind == TextKind::LeftOut);
    assert!(left_out.into_iter().all(|row| row.placed.is_err()));
}

#[test]
fn the_table_says_what_each_score_is() {
    let at = positions(&[("A", 10.0), ("B", 5.0), ("C", 0.0)]);
    let rows = place_by_words(&four(), &at, &settings());
    let bytes = write_wordscores(&rows, &settings(), Vec::new(), "wordscores.csv").unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "actor,kind,expert_position,raw_score,raw_standard_error,rescaled_lbg,rescaled_mv,\
         rescaled_mv_standard_error,reference_mean,n_passages,n_words,n_words_scored,n_stems_shared,\
         n_references,left_out_correlation,n_left_out,status,method,design"
    );
    assert!(lines[1].starts_with("A,reference,10.000000,7.812500,"));
    assert!(lines[2].starts_with("A,left-out,10.000000,4.375000,"));
    assert!(lines[7].starts_with("Kabinet,virgin,,6.125000,"));
    assert!(lines[8].starts_with("Kort,virgin,,,,,,,5.000000,1,2,,,3,1.000000,3,"));
    assert!(lines[8].contains("not estimable: fewer than 4 words"));
    assert!(lines[8].ends_with("positions: CHES 2024 immigrate_policy\",chosen documents"));
}

// Left out: A 4.375. B: hek = 10, hulp = 0, land = 5: (10 + 0 + 0 + 5)/4 = 3.75. C: hulp = 5 (B
// alone), land = (10 + 5)/2 = 7.5: (15 + 7.5)/4 = 5.625. The raw scores fall as the others' mean
// does: 2.5, 5 and 7.5. Less these they are 1.875, −1.25 and −1.875, in the order of the experts.
#[test]
fn the_correlation_is_of_left_out_scores_less_the_mean_of_the_references() {
    let at = positions(&[("A", 10.0), ("B", 5.0), ("C", 0.0)]);
    let rows = place_by_words(&four(), &at, &settings());
    let (correlation, n) = left_out_correlation(&rows).unwrap();
    assert!((correlation - 1.0).abs() < 1e-12, "{correlation}");
    assert_eq!(n, 3);
}

#[test]
fn words_that_tell_nothing_place_nobody() {
    let same = "land grens opvang asiel";
    let actors = counted(&[("A", same), ("B", same), ("C", same), ("D", same)]);
    let at = positions(&[("A", 9.0), ("B", 6.0), ("C", 2.0), ("D", 1.0)]);
    let rows = place_by_words(&actors, &at, &settings());
    for row in rows.iter().filter(|row| row.kind == TextKind::LeftOut) {
        let raw = row.placed.as_ref().unwrap().score.raw;
        assert!((raw - row.reference_mean.unwrap()).abs() < 1e-12);
    }
}
