use super::*;
use crate::corpus::Actor;
use crate::random::Random;
use proptest::prelude::*;

fn settings(class_ids: &[&str], none_class: Option<usize>) -> CompareSettings {
    CompareSettings {
        class_ids: class_ids.iter().map(|&id| id.to_owned()).collect(),
        none_class,
        reference_standard: "coded by hand".to_owned(),
        design: "these documents; no sample".to_owned(),
    }
}

fn four() -> CompareSettings {
    let ids = ["pro-solidarity", "pro-control", "rights-safeguard", "none"];
    settings(&ids, Some(3))
}

fn fact(id: &str, actor: &str, role: Role, n_words: usize, predicted: usize) -> LabelledFact {
    LabelledFact {
        passage_id: id.to_owned(),
        document_id: id.split(':').next().unwrap().to_owned(),
        actor: Actor::from_name(actor),
        role: Some(role),
        n_words,
        predicted,
        gold: None,
        duplicate_of: None,
        is_in_sample: false,
    }
}

fn find<'a>(
    rows: &'a [ShareRow],
    unit: &str,
    role: Option<Role>,
    stance: usize,
    denominator: Denominator,
    source: Source,
) -> Option<&'a ShareRow> {
    let mut found = rows.iter().filter(|row| {
        (row.unit.as_str(), row.role, row.stance) == (unit, role, stance)
            && (row.denominator, row.source) == (denominator, source)
    });
    let first = found.next();
    assert!(found.next().is_none(), "a key must tell rows apart");
    first
}

#[test]
fn counts_passages_stances_and_words_of_each_role_and_of_all() {
    use {Denominator::*, Source::*};
    let mut letter = fact("b:0-9", "Kabinet", Role::Letter, 30, 1);
    letter.gold = Some(0);
    let facts = [
        fact("a:0-9", "Kabinet", Role::Answer, 10, 1),
        fact("a:10-19", "Kabinet", Role::Answer, 40, 3),
        fact("a:20-29", "Kabinet", Role::Answer, 20, 2),
        letter,
    ];
    let rows = shares_by_actor(&facts, &four()).unwrap();
    let estimate = |role, stance, denominator, source| {
        find(&rows, "Kabinet", role, stance, denominator, source).and_then(|row| row.estimate)
    };
    // Answers: one control of three passages, of two with a stance, 10 of 70 words.
    let answer = Some(Role::Answer);
    assert_eq!(estimate(answer, 1, Passages, Predicted), Some(1.0 / 3.0));
    assert_eq!(estimate(answer, 1, StanceTaking, Predicted), Some(0.5));
    assert_eq!(estimate(answer, 1, Words, Predicted), Some(10.0 / 70.0));
    // All: two control of four, of three with a stance, 40 of 100 words.
    assert_eq!(estimate(None, 1, Passages, Predicted), Some(0.5));
    assert_eq!(estimate(None, 1, StanceTaking, Predicted), Some(2.0 / 3.0));
    assert_eq!(estimate(None, 1, Words, Predicted), Some(0.4));
    // One of four was coded, as solidarity, predicted as control.
    assert_eq!(estimate(None, 0, Passages, Coded), Some(1.0));
    assert_eq!(estimate(None, 1, Passages, PredictedWhereCoded), Some(1.0));
    let all = find(&rows, "Kabinet", None, 0, Passages, Coded).unwrap();
    assert_eq!(
        (all.n_coded, all.n_passages, all.n_documents, all.n_words),
        (1, 4, 2, 100)
    );
    // Nothing coded among the answers, everything coded among the letters.
    assert_eq!(find(&rows, "Kabinet", answer, 0, Passages, Coded), None);
    let letters = find(
        &rows,
        "Kabinet",
        Some(Role::Letter),
        0,
        Passages,
        PredictedWhereCoded,
    );
    assert_eq!(letters, None);
    // The class that takes no stance has no share of the stance-taking passages.
    assert_eq!(
        find(&rows, "Kabinet", None, 3, StanceTaking, Predicted),
        None
    );
}

#[test]
fn a_share_of_no_stance_taking_passages_is_missing() {
    let facts = [fact("a:0-9", "SP", Role::Question, 10, 3)];
    let rows = shares_by_actor(&facts, &four()).unwrap();
    let row = find(
        &rows,
        "SP",
        None,
        0,
        Denominator::StanceTaking,
        Source::Predicted,
    )
    .unwrap();
    assert_eq!(
        (row.estimate, row.n_in_denominator, row.n_passages),
        (None, 0, 1)
    );
}

#[test]
fn a_copy_counts_once_per_speaker_as_its_first_passage() {
    let copy = |id, actor, role| LabelledFact {
        duplicate_of: Some("b:0-9".to_owned()),
        ..fact(id, actor, role, 10, 0)
    };
    let facts = [
        copy("a:9-10", "PVV", Role::Question),
        copy("c:0-9", "PVV", Role::Question),
        copy("a:10-19", "VVD", Role::Question),
        copy("a:9-9", "VVD", Role::Question),
        fact("b:0-9", "PVV", Role::Question, 12, 1),
    ];
    let rows = shares_by_actor(&facts, &four()).unwrap();
    let row = |unit, stance| {
        let (denominator, source) = (Denominator::Passages, Source::Predicted);
        find(&rows, unit, None, stance, denominator, source).unwrap()
    };
    assert_eq!(
        (row("PVV", 1).n_with_stance, row("PVV", 0).n_with_stance),
        (1, 0)
    );
    assert_eq!(
        (row("PVV", 1).n_duplicates_left_out, row("PVV", 1).n_words),
        (2, 12)
    );
    assert_eq!(
        (
            row("VVD", 0).n_passages,
            row("VVD", 0).n_duplicates_left_out
        ),
        (1, 1)
    );
}

#[test]
fn parties_that_speak_as_one_stay_one_actor() {
    let facts = [
        fact("a:0-9", "PvdA+GroenLinks", Role::Question, 10, 0),
        fact("a:10-19", "PvdA", Role::Question, 10, 0),
    ];
    let rows = shares_by_actor(&facts, &four()).unwrap();
    let units: BTreeSet<&str> = rows.iter().map(|row| row.unit.as_str()).collect();
    assert_eq!(
        units.into_iter().collect::<Vec<_>>(),
        ["PvdA", "PvdA+GroenLinks"]
    );
    let by_document = shares_by_document(&facts, &four()).unwrap();
    assert!(
        by_document
            .iter()
            .all(|row| row.unit == "a" && row.n_actors == 2)
    );
}

#[test]
fn a_codebook_without_a_none_class_has_no_stance_taking_shares() {
    let facts = [fact("a:0-9", "SP", Role::Question, 10, 1)];
    let rows = shares_by_actor(&facts, &settings(&["voor", "tegen"], None)).unwrap();
    assert!(
        rows.iter()
            .all(|row| row.denominator != Denominator::StanceTaking)
    );
    // Two classes, two denominators, one source, one role and all roles.
    assert_eq!(rows.len(), 2 * 2 * 2);
}

#[test]
fn a_passage_without_a_role_counts_for_all_roles_only() {
    let facts = [LabelledFact {
        role: None,
        ..fact("a:0-9", "SP", Role::Question, 10, 1)
    }];
    let rows = shares_by_actor(&facts, &four()).unwrap();
    assert!(rows.iter().all(|row| row.role.is_none()) && !rows.is_empty());
}

#[test]
fn refuses_in_sample_predictions_repeated_passages_and_unknown_classes() {
    let one = fact("a:0-9", "SP", Role::Question, 10, 1);
    let in_sample = LabelledFact {
        is_in_sample: true,
        ..fact("a:10-19", "SP", Role::Question, 10, 1)
    };
    let error = shares_by_actor(&[one.clone(), in_sample], &four()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "1 of 2 passages, first `a:10-19`, are labelled by a model that was trained on them; \
         expected out-of-fold predictions for these"
    );
    let error = shares_by_actor(&[one.clone(), one.clone()], &four()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "passage `a:0-9` occurs twice; expected every passage once"
    );
    let odd = LabelledFact {
        gold: Some(4),
        ..one
    };
    let error = shares_by_actor(&[odd], &four()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "passage `a:0-9`: class number 4, expected below 4"
    );
}

proptest! {
    #[test]
    fn shares_sum_to_one_and_do_not_depend_on_the_order_of_the_input(
        passages in prop::collection::vec(
            (0_usize..3, 0_usize..4, 1_usize..90, 0_usize..16, prop::option::of(0_usize..16), 0_usize..8),
            0..25,
        ),
        none in prop::option::of(0_usize..16),
        seed in 0_u64..50,
    ) {
        let ids: Vec<String> = (0..16).map(|k| format!("class-{k}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let settings = settings(&ids, none);
        let mut facts: Vec<LabelledFact> = passages
            .iter()
            .enumerate()
            .map(|(i, &(actor, role, n_words, predicted, gold, first))| LabelledFact {
                role: Role::ALL.get(role).copied(),
                gold,
                duplicate_of: (first < i).then(|| format!("d{}:{first}-{}", first % 2, first + 1)),
                ..fact(
                    &format!("d{}:{i}-{}", i % 2, i + 1),
                    ["VVD", "D66", "Kabinet"][actor],
                    Role::Answer,
                    n_words,
                    predicted,
                )
            })
            .collect();
        let rows = shares_by_actor(&facts, &settings).unwrap();
        Random::new(seed).shuffle(&mut facts);
        prop_assert_eq!(&rows, &shares_by_actor(&facts, &settings).unwrap());

        let mut sums: BTreeMap<_, (f64, usize, usize)> = BTreeMap::new();
        for row in &rows {
            let key = (&row.unit, row.role, row.denominator, row.source);
            let sum = sums.entry(key).or_default();
            sum.0 += row.estimate.unwrap_or(0.0);
            sum.1 += row.n_with_stance;
            sum.2 = row.n_in_denominator;
        }
        for (key, (share, n, total)) in sums {
            prop_assert!(total == 0 || (share - 1.0).abs() < 1e-12, "{:?}", key);
            prop_assert_eq!(n, total);
        }
        let left_out_and_counted: usize = rows
            .iter()
            .filter(|r| r.role.is_none() && r.denominator == Denominator::Passages)
            .filter(|r| r.source == Source::Predicted && r.stance == 0)
            .map(|r| r.n_passages + r.n_duplicates_left_out)
            .sum();
        prop_assert_eq!(left_out_and_counted, facts.len());
    }
}
