use super::*;
use crate::corpus::{Actor, GoldPassage};
use crate::evaluate::{write_confusion, write_recalls, write_scores};
use crate::random::Random;

/// A prediction read from a file.
#[derive(Debug, Clone, PartialEq)]
struct Given(Vec<f64>);

impl Scored for Given {
    fn class(&self) -> usize {
        crate::math::argmax(&self.0)
    }

    fn probabilities(&self) -> &[f64] {
        &self.0
    }
}

#[derive(Debug, thiserror::Error)]
#[error("too few rows")]
struct TooFew;

impl LearningError for TooFew {
    fn is_for_want_of_rows(&self) -> bool {
        true
    }
}

fn table(path: &str) -> Vec<csv::StringRecord> {
    let mut table = csv::Reader::from_path(path).unwrap();
    table.records().map(Result::unwrap).collect()
}

/// The gold passages of `evaluation_rows.csv`.
fn gold() -> Vec<GoldPassage> {
    table("tests/oracle/evaluation_rows.csv")
        .iter()
        .map(|row| GoldPassage {
            passage_id: row[0].to_owned(),
            place: row[0].parse().ok(),
            text: row[0].to_owned(),
            stance: row[3].parse().unwrap(),
            secondary: None,
            codings: [None, None],
            confidence: None,
            instruments: Vec::new(),
            group: row[2].to_owned(),
            // Documents 0, 1 and 2 of one year each.
            date: format!("202{}", &row[0][9..10]).parse().ok(),
            actor: Some(Actor::from_name(&row[1])),
            role: None,
            drawing: None,
        })
        .collect()
}

/// The prediction that the file gives for each row of `set`, whatever was trained on.
fn given(set: &EvaluationSet) -> Vec<Given> {
    let rows = table("tests/oracle/evaluation_rows.csv");
    let of = |id: &str| {
        let row = rows.iter().find(|row| &row[0] == id).unwrap();
        Given((4..8).map(|column| row[column].parse().unwrap()).collect())
    };
    set.tested().iter().map(|row| of(&row.id)).collect()
}

fn settings() -> EvaluateSettings {
    EvaluateSettings {
        n_resamples: 200,
        ..EvaluateSettings::default()
    }
}

fn run(gold: &[GoldPassage]) -> Evaluation<Given> {
    let set = EvaluationSet::new(gold, &[], 4).unwrap();
    let given = given(&set);
    let train = |_: &[usize]| -> Result<Labeller<'_, Given>, TooFew> {
        Ok(Box::new(|row: usize| given[row].clone()))
    };
    let predictions = evaluate(&set, &settings(), train, |_| {}).unwrap();
    score_splits(&set, &settings(), None, predictions).unwrap()
}

fn bytes(evaluation: &Evaluation<Given>) -> String {
    let ids = ["a", "b", "c", "d"].map(str::to_owned);
    let mut bytes = write_scores(evaluation.scores(), &ids, Vec::new(), "e.csv").unwrap();
    bytes = write_confusion(evaluation.confusion(), &ids, bytes, "c.csv").unwrap();
    bytes = write_recalls(evaluation.recalls(), &ids, bytes, "r.csv").unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn pooled_scores_equal_scikit_learn() {
    let evaluation = run(&gold());
    let expected = table("tests/oracle/evaluation_scores.csv");
    assert_eq!(expected.len(), 18);
    for row in expected {
        let (metric, stance, value): (&str, Option<usize>, f64) =
            (&row[0], row[1].parse().ok(), row[2].parse().unwrap());
        let mut found = evaluation.scores().filter(|score| {
            score.split == SplitKind::Grouped
                && score.estimator == Estimator::Model
                && (score.metric.as_str(), score.stance) == (metric, stance)
        });
        let score = found.next().unwrap();
        assert!((score.estimate.unwrap() - value).abs() < 1e-11, "{score:?}");
        let interval = score.interval.unwrap();
        assert!(interval.low <= value && value <= interval.high, "{score:?}");
        assert!(found.next().is_none());
    }
}

#[test]
fn every_split_is_scored_with_its_n() {
    let evaluation = run(&gold());
    for kind in SplitKind::ALL {
        assert!(evaluation.macro_f1(kind).is_some(), "{kind}");
        // Of three documents of 30 passages, the oldest is not tested forward in time.
        let n = if kind == SplitKind::ForwardInTime {
            60
        } else {
            90
        };
        let cells: usize = evaluation
            .confusion()
            .filter(|row| row.split == kind)
            .map(|row| row.n)
            .sum();
        assert_eq!(cells, n);
        let recalls = evaluation
            .recalls()
            .filter(|row| row.split == kind && row.stance.is_none());
        assert_eq!(
            recalls
                .map(|row| (row.actor.as_str(), row.n))
                .collect::<Vec<_>>(),
            [("D66", n / 3), ("Kabinet", n / 3), ("VVD", n / 3)]
        );
    }
    assert_eq!(evaluation.out_of_fold().len(), 90);
}

#[test]
fn the_majority_class_is_learned_in_the_fold() {
    // Class 1 is the majority of document b's training part, a, and class 0 of a's, b.
    let class_of = [1, 1, 0, 0, 0, 1];
    let mut gold: Vec<GoldPassage> = gold().into_iter().take(6).collect();
    for (i, row) in gold.iter_mut().enumerate() {
        let document = if i < 3 { "a" } else { "b" };
        row.passage_id = format!("{document}:{i}-{}", i + 1);
        row.place = row.passage_id.parse().ok();
        row.group = format!("g{i}");
        row.stance = class_of[i];
    }
    let set = EvaluationSet::new(&gold, &[], 2).unwrap();
    let splits = plan_splits(&set, 5, None);
    let baseline = majority_class(&set, &splits[1]).unwrap();
    assert_eq!(baseline.classes, [0, 0, 0, 1, 1, 1]);
    // Two of three, one added to each count: 3 of 5.
    let probabilities = baseline.probabilities.unwrap();
    assert!((probabilities[0][0] - 0.6).abs() < 1e-15);
}

#[test]
fn a_difference_to_a_baseline_is_paired() {
    let evaluation = run(&gold());
    let of = |estimator| {
        let mut rows = evaluation.scores().filter(|row| {
            row.split == SplitKind::Grouped
                && row.metric == Metric::MacroF1
                && row.estimator == estimator
        });
        rows.next().unwrap()
    };
    let (model, baseline) = (of(Estimator::Model), of(Estimator::MajorityClass));
    let difference = of(Estimator::ModelMinusMajorityClass);
    let expected = model.estimate.unwrap() - baseline.estimate.unwrap();
    assert!((difference.estimate.unwrap() - expected).abs() < 1e-12);
    let (model, difference) = (model.interval.unwrap(), difference.interval.unwrap());
    assert!(model.high - difference.low > 0.0 && difference.low > 0.0);
    assert!(evaluation.better_baselines().is_empty());
}

#[test]
fn a_baseline_that_is_surely_better_is_named() {
    let set = EvaluationSet::new(&gold(), &[], 4).unwrap();
    // A class that is hardly ever gold, always.
    let train = |_: &[usize]| -> Result<Labeller<'_, Given>, TooFew> { Ok(Box::new(|_| worst())) };
    let predictions = evaluate(&set, &settings(), train, |_| {}).unwrap();
    let evaluation = score_splits(&set, &settings(), None, predictions).unwrap();
    let better = evaluation.better_baselines();
    assert!(
        better.contains(&(SplitKind::Grouped, Estimator::MajorityClass)),
        "{better:?}"
    );
}

fn worst() -> Given {
    Given(vec![0.0, 0.0, 0.0, 1.0])
}

#[test]
fn nothing_depends_on_the_order_of_the_gold_file_or_on_threads() {
    let mut gold = gold();
    let pool = |n| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(n)
            .build()
            .unwrap()
    };
    let one = pool(1).install(|| bytes(&run(&gold)));
    Random::new(2).shuffle(&mut gold);
    assert_eq!(one, pool(3).install(|| bytes(&run(&gold))));
}

#[test]
fn forward_in_time_says_what_it_does_not_test_and_scores_the_rest() {
    let mut gold = gold();
    gold[89].date = None;
    let set = EvaluationSet::new(&gold, &[], 4).unwrap();
    let evaluation = run(&gold);
    let rows: Vec<&ScoreRow> = evaluation
        .scores()
        .filter(|row| row.split == SplitKind::ForwardInTime)
        .collect();
    assert_eq!(
        (rows[0].metric, rows[0].estimator, rows[0].n),
        (Metric::MacroF1, Estimator::Model, 59)
    );
    assert!(rows[0].method.starts_with(
        "predictions of 2 folds pooled; not tested: 30 passages with too little before them to \
         learn from, 1 without a date; interval"
    ));
    // The given predictions do not depend on what was trained on.
    let grouped = evaluation.grouped_macro_f1_of_forward(&set).unwrap();
    assert!((grouped - rows[0].estimate.unwrap()).abs() < 1e-15);
}

#[test]
fn a_date_with_too_little_before_it_is_not_tested() {
    // Document 1 has 30 rows before it, document 2 has 60.
    let splits = run_with_need(60).unwrap();
    assert_eq!(splits[3].split.folds().len(), 1);
    assert_eq!(splits[3].split.folds()[0].name, "2022");
    assert_eq!(splits[3].predictions.len(), 30);
}

#[test]
fn a_split_that_is_not_possible_has_one_row_without_a_number() {
    let mut gold = gold();
    for row in &mut gold {
        row.group = "g01".to_owned();
    }
    let evaluation = run(&gold);
    let rows: Vec<&ScoreRow> = evaluation
        .scores()
        .filter(|row| row.split == SplitKind::Grouped)
        .collect();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].estimate, rows[0].interval), (None, None));
    assert_eq!(
        rows[0].method,
        "not possible: all passages stand in one group"
    );
    // The other splits have numbers, and no interval: there is one group to draw from.
    let actor = evaluation
        .scores()
        .find(|row| row.split == SplitKind::LeaveOneActorOut)
        .unwrap();
    assert!(actor.estimate.is_some() && actor.interval.is_none());
    assert!(
        actor
            .method
            .ends_with("no interval: all passages stand in one group")
    );
    assert!(bytes(&evaluation).contains("grouped,macro_f1,,model,,,,,90,1,not possible"));
}

/// Needs so many rows to train on: grouped folds leave 72, a document left out leaves 60.
fn run_with_need(needed: usize) -> Result<Vec<PredictedSplit<Given>>, FoldFailure<TooFew>> {
    let set = EvaluationSet::new(&gold(), &[], 4).unwrap();
    let train = |rows: &[usize]| -> Result<Labeller<'_, Given>, TooFew> {
        if rows.len() < needed {
            return Err(TooFew);
        }
        Ok(Box::new(|_| Given(vec![0.25; 4])))
    };
    evaluate(&set, &settings(), train, |_| {})
}

#[test]
fn a_grouped_fold_that_cannot_be_learned_is_an_error_that_names_it() {
    let error = run_with_need(80).unwrap_err();
    assert_eq!(
        error.to_string(),
        "split `grouped`, fold `1`: the model could not be trained"
    );
}

#[test]
fn leaving_out_what_nothing_can_be_learned_without_is_not_possible() {
    let splits = run_with_need(65).unwrap();
    assert!(matches!(splits[0].split.folds, Folds::Of(_)));
    let reason = Folds::NotPossible("without `document-0`: too few rows".to_owned());
    assert_eq!(
        (&splits[1].split.folds, splits[1].predictions.len()),
        (&reason, 0)
    );
    let reason = Folds::NotPossible("before `2022`: too few rows".to_owned());
    assert_eq!(splits[3].split.folds, reason);
}

#[test]
fn refuses_gold_that_is_missing_doubled_or_of_another_codebook() {
    let gold = gold();
    let error = EvaluationSet::new(&[], &[], 4).unwrap_err();
    assert!(error.to_string().starts_with("found no gold passage"));
    let twice = [gold[0].clone(), gold[0].clone()];
    let error = EvaluationSet::new(&twice, &[], 4).unwrap_err();
    assert_eq!(
        error.to_string(),
        "gold passage `document-0:0-9` occurs twice; expected every passage once"
    );
    let error = EvaluationSet::new(&gold, &[], 3).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("class number 3, expected below 3")
    );
}

#[test]
fn a_prediction_of_another_number_of_classes_is_refused() {
    let set = EvaluationSet::new(&gold(), &[], 4).unwrap();
    let train =
        |_: &[usize]| -> Result<Labeller<'_, Given>, TooFew> { Ok(Box::new(|_| Given(vec![1.0]))) };
    let predictions = evaluate(&set, &settings(), train, |_| {}).unwrap();
    let error = score_splits(&set, &settings(), None, predictions).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the predictions of the split `grouped` cannot be scored"
    );
}

/// Twelve exchanges that any model can tell apart, by two parties, each group in two documents.
fn plain_gold() -> Vec<GoldPassage> {
    let mut rows: Vec<GoldPassage> = gold().into_iter().take(24).collect();
    for (i, row) in rows.iter_mut().enumerate() {
        let about = ["herplaatsing steun landen", "terugkeer grenzen controle"][i / 2 % 2];
        row.passage_id = format!("d{}:{i}-{}", i % 2, i + 1);
        row.place = row.passage_id.parse().ok();
        row.text = format!("Dit lid vraagt naar {about} nummer{i}");
        row.stance = i / 2 % 2;
        row.group = format!("g{:02}", i / 2);
        row.actor = Some(Actor::from_name(["VVD", "D66"][i / 4 % 2]));
    }
    rows
}

#[test]
fn a_stance_model_is_learned_and_scored_in_every_split_that_has_rows_enough() {
    use crate::stance::{ClassList, Prediction, Scratch, StanceError, StanceSettings};
    use crate::stance::{TrainingRow, Watch, train};

    let set = EvaluationSet::new(&plain_gold(), &[], 2).unwrap();
    let classes = ClassList::new(["voor", "tegen"]).unwrap();
    let rows = set.rows();
    let learn = |numbers: &[usize]| -> Result<Labeller<'_, Prediction>, StanceError> {
        let training: Vec<TrainingRow<'_>> = numbers
            .iter()
            .map(|&number| TrainingRow {
                text: &rows[number].text,
                class: rows[number].class,
                group: &rows[number].group,
                weight: 1.0,
                is_example: false,
            })
            .collect();
        let model = train(
            &training,
            &StanceSettings::default(),
            &classes,
            &Watch::none(),
        )?;
        let mut scratch = Scratch::default();
        Ok(Box::new(move |number| {
            model.label(&rows[number].text, &mut scratch)
        }))
    };
    let settings = EvaluateSettings {
        n_folds: 3,
        n_resamples: 20,
        ..EvaluateSettings::default()
    };
    let predictions = evaluate(&set, &settings, learn, |_| {}).unwrap();
    let evaluation = score_splits(&set, &settings, None, predictions).unwrap();
    // Every group stands in both documents, so that leaving one out leaves nothing.
    assert_eq!(evaluation.macro_f1(SplitKind::LeaveOneDocumentOut), None);
    for kind in [SplitKind::Grouped, SplitKind::LeaveOneActorOut] {
        let score = evaluation.macro_f1(kind).unwrap();
        assert!((score - 1.0).abs() < 1e-12, "{kind}: {score}");
    }
}
