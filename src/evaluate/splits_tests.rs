use super::*;
use crate::corpus::{Actor, Example, GoldPassage};
use crate::random::Random;

/// A gold passage of `words` words of its own.
fn gold(id: &str, actor: &str, group: &str, class: usize) -> GoldPassage {
    let name = id.replace([':', '-'], "");
    let text: Vec<String> = (0..20).map(|i| format!("{name}w{i}")).collect();
    GoldPassage {
        passage_id: id.to_owned(),
        place: id.parse().ok(),
        text: text.join(" "),
        stance: class,
        secondary: None,
        codings: [None, None],
        confidence: None,
        instruments: Vec::new(),
        group: group.to_owned(),
        date: None,
        actor: Some(Actor::from_name(actor)),
        role: None,
        drawing: None,
    }
}

/// Two documents, three actors, four groups of which `g2` stands in both documents.
fn rows() -> Vec<GoldPassage> {
    vec![
        gold("a:0-9", "VVD", "g1", 0),
        gold("a:10-19", "Kabinet", "g1", 1),
        gold("a:20-29", "VVD", "g2", 1),
        gold("b:0-9", "Kabinet", "g2", 0),
        gold("b:10-19", "Kabinet", "g3", 1),
        gold("b:20-29", "D66", "g4", 0),
    ]
}

fn plan(rows: &[GoldPassage], examples: &[Example]) -> (EvaluationSet, Vec<Split>) {
    let set = EvaluationSet::new(rows, examples, 2).unwrap();
    let splits = plan_splits(&set, 5, None);
    (set, splits)
}

fn folds(splits: &[Split], kind: SplitKind) -> &[Fold] {
    let split = splits.iter().find(|split| split.kind == kind).unwrap();
    match &split.folds {
        Folds::Of(folds) => folds,
        Folds::NotPossible(reason) => panic!("{kind}: {reason}"),
    }
}

fn reason(splits: &[Split], kind: SplitKind) -> &str {
    let split = splits.iter().find(|split| split.kind == kind).unwrap();
    match &split.folds {
        Folds::NotPossible(reason) => reason,
        Folds::Of(folds) => panic!("{kind}: {folds:?}"),
    }
}

#[test]
fn every_row_is_tested_once_in_each_split_and_never_trained_on_then() {
    let (set, splits) = plan(&rows(), &[]);
    for kind in SplitKind::OF_ALL_ROWS {
        let mut tested: Vec<usize> = Vec::new();
        for fold in folds(&splits, kind) {
            assert!(fold.test.iter().all(|row| !fold.train.contains(row)));
            tested.extend(&fold.test);
        }
        tested.sort_unstable();
        assert_eq!(
            tested,
            (0..set.tested().len()).collect::<Vec<_>>(),
            "{kind}"
        );
    }
}

#[test]
fn grouped_folds_never_divide_a_group() {
    let (set, splits) = plan(&rows(), &[]);
    for fold in folds(&splits, SplitKind::Grouped) {
        for test in &fold.test {
            for train in &fold.train {
                assert_ne!(set.groups()[*test], set.groups()[*train]);
            }
        }
    }
}

#[test]
fn leaving_a_document_out_keeps_its_groups_out_of_other_documents() {
    let (_, splits) = plan(&rows(), &[]);
    let folds = folds(&splits, SplitKind::LeaveOneDocumentOut);
    assert_eq!(folds.len(), 2);
    // Document a has rows 0 to 2; row 3 of document b is in its group g2.
    assert_eq!(
        (folds[0].name.as_str(), &folds[0].test[..]),
        ("a", &[0, 1, 2][..])
    );
    assert_eq!(folds[0].train, [4, 5]);
    assert_eq!(folds[1].train, [0, 1]);
}

#[test]
fn leaving_an_actor_out_keeps_the_answers_to_its_questions() {
    let (_, splits) = plan(&rows(), &[]);
    let folds = folds(&splits, SplitKind::LeaveOneActorOut);
    let names: Vec<&str> = folds.iter().map(|fold| fold.name.as_str()).collect();
    assert_eq!(names, ["D66", "Kabinet", "VVD"]);
    assert_eq!(
        (&folds[2].test[..], &folds[2].train[..]),
        (&[0, 2][..], &[1, 3, 4, 5][..])
    );
}

/// The rows with these dates; an empty one is no date.
fn dated(rows: Vec<GoldPassage>, dates: [&str; 6]) -> Vec<GoldPassage> {
    let with_date = |(mut row, date): (GoldPassage, &str)| {
        row.date = date.parse().ok();
        row
    };
    rows.into_iter().zip(dates).map(with_date).collect()
}

#[test]
fn forward_in_time_learns_from_what_is_older_and_of_another_group() {
    // Rows 0 and 1 are the oldest and never tested; row 5 has no date and takes no part. Row 3
    // cannot learn from row 2, which is of its group g2.
    let rows = dated(
        rows(),
        [
            "2020-07-03",
            "2020-07-03",
            "2021",
            "2022-05",
            "2022-06-01",
            "",
        ],
    );
    let (_, splits) = plan(&rows, &[]);
    let folds = folds(&splits, SplitKind::ForwardInTime);
    let parts: Vec<(&str, &[usize], &[usize])> = folds
        .iter()
        .map(|fold| (fold.name.as_str(), &fold.test[..], &fold.train[..]))
        .collect();
    assert_eq!(
        parts,
        [
            ("2021", &[2][..], &[0, 1][..]),
            ("2022-05", &[3][..], &[0, 1][..]),
            ("2022-06-01", &[4][..], &[0, 1, 2, 3][..]),
        ]
    );
    assert_eq!(splits[3].tested(), [2, 3, 4]);
}

#[test]
fn dates_that_cannot_be_put_in_order_are_tested_together() {
    let rows = dated(
        rows(),
        ["2020", "2020", "2022-05-09", "2022", "2022-12", "2023-01"],
    );
    let (_, splits) = plan(&rows, &[]);
    let folds = folds(&splits, SplitKind::ForwardInTime);
    let tests: Vec<(&str, &[usize])> = folds
        .iter()
        .map(|fold| (fold.name.as_str(), &fold.test[..]))
        .collect();
    assert_eq!(
        tests,
        [("2022/2022-12", &[2, 3, 4][..]), ("2023-01", &[5][..])]
    );
}

#[test]
fn forward_in_time_says_why_it_is_not_possible() {
    let (_, splits) = plan(&rows(), &[]);
    assert_eq!(
        reason(&splits, SplitKind::ForwardInTime),
        "no passage has a date"
    );
    let (_, splits) = plan(
        &dated(rows(), ["2022", "2022-05", "2022", "2022", "", ""]),
        &[],
    );
    assert_eq!(
        reason(&splits, SplitKind::ForwardInTime),
        "no passage is surely older than another one"
    );
    // The older rows 0 and 5 are both of class 0.
    let dates = ["2020", "2022", "2022", "2022", "2022", "2020"];
    let (_, splits) = plan(&dated(rows(), dates), &[]);
    assert_eq!(
        reason(&splits, SplitKind::ForwardInTime),
        "before `2022` 1 of the classes could be learned"
    );
}

#[test]
fn training_rows_that_share_a_run_of_words_with_a_test_row_are_left_out() {
    let mut rows = rows();
    rows[5].text = rows[0].text.clone();
    let example = |id: &str, text: &str| Example {
        id: id.to_owned(),
        stance: 0,
        instrument: None,
        register: String::new(),
        text: text.to_owned(),
    };
    let examples = [
        example("ex-1", "geheel andere woorden"),
        example("ex-2", &rows[0].text),
    ];
    let (_, splits) = plan(&rows, &examples);
    // Rows 6 and 7 are the examples. Row 0 is tested with document a: row 5 and example 2 go.
    let fold = &folds(&splits, SplitKind::LeaveOneDocumentOut)[0];
    assert_eq!((&fold.train[..], fold.n_shared_runs), (&[4, 6][..], 2));
}

#[test]
fn what_the_gold_does_not_allow_is_said_and_not_scored() {
    let one_document: Vec<GoldPassage> = rows().into_iter().take(3).collect();
    let (_, splits) = plan(&one_document, &[]);
    assert_eq!(
        reason(&splits, SplitKind::LeaveOneDocumentOut),
        "all passages stand in one document"
    );

    let mut alone = rows();
    for row in &mut alone {
        row.group = "g1".to_owned();
        row.actor = None;
        row.place = None;
    }
    let (_, splits) = plan(&alone, &[]);
    assert_eq!(
        reason(&splits, SplitKind::Grouped),
        "all passages stand in one group"
    );
    assert_eq!(
        reason(&splits, SplitKind::LeaveOneDocumentOut),
        "the document of some passages is not known"
    );
    assert_eq!(
        reason(&splits, SplitKind::LeaveOneActorOut),
        "all passages are by one actor"
    );
}

#[test]
fn a_training_part_with_one_class_makes_the_split_impossible() {
    let rows = [
        gold("a:0-9", "VVD", "g1", 0),
        gold("a:10-19", "D66", "g2", 0),
        gold("b:0-9", "VVD", "g3", 1),
    ];
    let (_, splits) = plan(&rows, &[]);
    assert_eq!(
        reason(&splits, SplitKind::LeaveOneDocumentOut),
        "without `a` 1 of the classes would be left to learn"
    );
}

#[test]
fn the_order_of_the_gold_file_does_not_matter() {
    let mut rows = rows();
    let (set, splits) = plan(&rows, &[]);
    Random::new(5).shuffle(&mut rows);
    let (shuffled_set, shuffled) = plan(&rows, &[]);
    assert_eq!(set.rows(), shuffled_set.rows());
    assert_eq!(splits, shuffled);
}
