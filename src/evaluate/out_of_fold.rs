//! The passages behind the scores: `out_of_fold.csv` and `errors.csv`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use super::table::split_column;
use super::{Evaluation, EvaluationRow, EvaluationSet, SplitKind};
use crate::label::probability_column;
use crate::label::to_millionths;
use crate::stance::Prediction;
use crate::table::{Column, Schema, TableError, TableWriter};

/// A tested passage with the prediction of a model that had not seen it.
#[derive(Debug, Clone, Copy)]
pub struct TestedPassage<'a> {
    /// The split.
    pub split: SplitKind,
    /// The name of the fold in which it was tested.
    pub fold: &'a str,
    /// Its id in tables: that of its row, or where its corpus was read, that of the passage read there.
    pub id: &'a str,
    /// The passage.
    pub row: &'a EvaluationRow,
    /// Its prediction.
    pub prediction: &'a Prediction,
}

impl TestedPassage<'_> {
    /// Whether the predicted class is the gold class.
    pub fn is_right(&self) -> bool {
        self.row.class == self.prediction.class
    }

    /// The probability of a class, 0 to 1.
    fn probability(&self, class: usize) -> f64 {
        let probability = self.prediction.probabilities.get(class).copied();
        probability.unwrap_or(0.0)
    }
}

/// Every tested passage of every split, splits in their order, passages in that of the set.
pub fn tested_passages<'a>(
    set: &'a EvaluationSet,
    evaluation: &'a Evaluation<Prediction>,
) -> Vec<TestedPassage<'a>> {
    let mut tested = Vec::new();
    for result in &evaluation.splits {
        let mut fold_of: BTreeMap<usize, &str> = BTreeMap::new();
        for fold in result.split.folds() {
            fold_of.extend(fold.test.iter().map(|&row| (row, fold.name.as_str())));
        }
        let rows = fold_of.into_iter().zip(&result.predictions);
        tested.extend(rows.filter_map(|((row, fold), prediction)| {
            let row = set.tested().get(row)?;
            Some(TestedPassage {
                split: result.split.kind,
                fold,
                id: &row.id,
                row,
                prediction,
            })
        }));
    }
    tested
}

/// The passages of one split that are of class `gold` and were predicted as class `predicted`, the
/// one predicted with most confidence first.
pub fn behind_cell<'a>(
    tested: &[TestedPassage<'a>],
    split: SplitKind,
    gold: usize,
    predicted: usize,
) -> Vec<TestedPassage<'a>> {
    let is_wanted = |passage: &&TestedPassage<'a>| {
        (passage.split, passage.row.class, passage.prediction.class) == (split, gold, predicted)
    };
    let mut found: Vec<TestedPassage<'a>> = tested.iter().filter(is_wanted).copied().collect();
    found.sort_by(|a, b| {
        b.probability(predicted)
            .total_cmp(&a.probability(predicted))
    });
    found
}

/// The schema of `out_of_fold.csv`.
pub fn out_of_fold_schema(class_ids: &[String]) -> Schema {
    let mut columns = vec![Column::text("passage_id", "The passage.").required()];
    columns.push(split_column());
    columns.push(
        Column::text(
            "fold",
            "The part in which it was tested: a number, or the document, actor or date.",
        )
        .required(),
    );
    columns.extend(place_columns());
    columns.extend(class_columns(class_ids));
    columns.push(Column::flag("is_right", "Whether gold and predicted are the same.").required());
    for (name, id) in probability_names(class_ids).into_iter().zip(class_ids) {
        columns.push(Column::share(name, format!("Calibrated probability of {id}.")).required());
    }
    columns.push(Column {
        minimum: Some(-1.0),
        maximum: Some(1.0),
        ..Column::number(
            "margin",
            "The probability of the predicted class minus the largest of the others.",
        )
        .required()
    });
    columns.push(certain_column());
    Schema {
        primary_key: ["passage_id", "split"].map(str::to_owned).to_vec(),
        ..Schema::new(
            "out_of_fold",
            "Out-of-fold predictions",
            "One row is one coded passage in one split, labelled by a model that had not seen it: \
             what the scores are made of.",
            columns,
        )
    }
}

/// The schema of `errors.csv`.
pub fn errors_schema(class_ids: &[String]) -> Schema {
    let mut columns = vec![split_column()];
    columns.extend(class_columns(class_ids));
    columns.push(Column::text("passage_id", "The passage.").required());
    columns.extend(place_columns());
    columns.push(Column::share("prob_predicted", "Probability of the predicted class.").required());
    columns.push(Column::share("prob_gold", "Probability of the gold class.").required());
    columns.push(certain_column());
    columns.push(Column::text(
        "top_terms",
        "Words that speak most for the predicted class, the strongest first, divided by `;`.",
    ));
    columns.push(Column::text("text", "The passage.").required());
    Schema {
        primary_key: ["split", "passage_id"].map(str::to_owned).to_vec(),
        ..Schema::new(
            "errors",
            "Passages behind the confusion matrix",
            "One row is one coded passage that a model which had not seen it labelled wrong, by \
             cell of the confusion matrix, the most confident error first.",
            columns,
        )
    }
}

fn place_columns() -> [Column; 4] {
    [
        Column::text(
            "document_id",
            "Its document; empty where that is not known.",
        ),
        Column::partial_date("date", "The date of its document, as far as known."),
        Column::text("actor", "Who speaks.").required(),
        Column::text("role", "What the speaker does."),
    ]
}

fn class_columns(class_ids: &[String]) -> [Column; 2] {
    [
        Column::text("gold", "The gold class."),
        Column::text("predicted", "The predicted class."),
    ]
    .map(|column| column.one_of(class_ids).required())
}

fn certain_column() -> Column {
    Column::flag(
        "certain",
        "Whether the label might have been used without a look at the text.",
    )
    .required()
}

/// One name a class; where two classes would share one, their numbers tell them apart.
fn probability_names(class_ids: &[String]) -> Vec<String> {
    let names = class_ids.iter().map(|id| probability_column(id));
    let names: Vec<String> = names.collect();
    let distinct: BTreeSet<&String> = names.iter().collect();
    if distinct.len() == names.len() {
        return names;
    }
    let numbered = names.iter().enumerate();
    numbered.map(|(k, name)| format!("{name}_{k}")).collect()
}

/// Writes `out_of_fold.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_out_of_fold<W: Write>(
    tested: &[TestedPassage<'_>],
    class_ids: &[String],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &out_of_fold_schema(class_ids))?;
    for passage in tested {
        let TestedPassage {
            row, prediction, ..
        } = passage;
        table
            .text(passage.id)?
            .text(passage.split.as_str())?
            .text(passage.fold)?;
        write_place(&mut table, row)?;
        table
            .text(name(class_ids, row.class))?
            .text(name(class_ids, prediction.class))?
            .flag(passage.is_right())?;
        // Rounded as in the labelled table.
        let millionths = to_millionths(&prediction.probabilities).unwrap_or_default();
        for class in 0..class_ids.len() {
            let millionths = millionths.get(class).copied().unwrap_or(0);
            table.number(f64::from(millionths) / 1e6)?;
        }
        table
            .number(prediction.margin)?
            .flag(prediction.is_certain)?
            .end_row()?;
    }
    table.finish()
}

/// Writes `errors.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_errors<W: Write>(
    tested: &[TestedPassage<'_>],
    class_ids: &[String],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &errors_schema(class_ids))?;
    let classes = 0..class_ids.len();
    let splits = SplitKind::ALL.into_iter().chain([SplitKind::Transfer]);
    let cells = splits.flat_map(|split| {
        let pairs = classes
            .clone()
            .flat_map(|gold| classes.clone().map(move |p| (gold, p)));
        pairs.map(move |(gold, predicted)| (split, gold, predicted))
    });
    for (split, gold, predicted) in cells.filter(|(_, gold, predicted)| gold != predicted) {
        for passage in behind_cell(tested, split, gold, predicted) {
            table
                .text(split.as_str())?
                .text(name(class_ids, gold))?
                .text(name(class_ids, predicted))?
                .text(passage.id)?;
            write_place(&mut table, passage.row)?;
            table
                .number(passage.probability(predicted))?
                .number(passage.probability(gold))?
                .flag(passage.prediction.is_certain)?
                .text(&passage.prediction.top_terms.join(";"))?
                .text(&passage.row.text)?
                .end_row()?;
        }
    }
    table.finish()
}

fn write_place<W: Write>(
    table: &mut TableWriter<W>,
    row: &EvaluationRow,
) -> Result<(), TableError> {
    table
        .text(&row.document_id)?
        .text(&row.date.map_or_else(String::new, |date| date.to_string()))?
        .text(&row.actor)?
        .text(row.role.map_or("", |role| role.as_str()))?;
    Ok(())
}

fn name(class_ids: &[String], class: usize) -> &str {
    class_ids.get(class).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Codebook, GoldPassage, read_gold};
    use crate::evaluate::{EvaluateSettings, Labeller, LearningError, evaluate, score_splits};

    #[derive(Debug, thiserror::Error)]
    #[error("none")]
    struct Never;

    impl LearningError for Never {
        fn is_for_want_of_rows(&self) -> bool {
            false
        }
    }

    const GOLD: &str = "\
passage_id,text,stance,group,actor,role,date
a:0-1,een,pro-solidarity,g1,VVD,question,2021
a:1-2,twee,pro-control,g2,Kabinet,answer,2021
b:0-1,drie,pro-control,g3,VVD,question,2022-05
b:1-2,vier,none,g4,Kabinet,answer,2022-05
";

    fn gold() -> Vec<GoldPassage> {
        read_gold(GOLD.as_bytes(), "gold.csv", &Codebook::built_in()).unwrap()
    }

    /// Class 1 for every passage, surer of each further one.
    fn evaluation(set: &EvaluationSet) -> Evaluation<Prediction> {
        let label = |row: usize| {
            let sure = 0.4 + 0.1 * row as f64;
            let rest = (1.0 - sure) / 3.0;
            Prediction {
                probabilities: vec![rest, sure, rest, rest],
                scores: vec![0.0, 1.0, 0.0, 0.0],
                p_values: vec![0.05, 0.9, 0.05, 0.05],
                cross_p_values: Vec::new(),
                class: 1,
                runner_up: 0,
                margin: sure - rest,
                label_set: vec![false, true, false, false],
                is_certain: row == 3,
                reason: None,
                top_terms: vec!["grens".to_owned(), "terugkeer".to_owned()],
            }
        };
        let train =
            |_: &[usize]| -> Result<Labeller<'_, Prediction>, Never> { Ok(Box::new(label)) };
        let settings = EvaluateSettings {
            n_folds: 2,
            n_resamples: 10,
            ..EvaluateSettings::default()
        };
        let predictions = evaluate(set, &settings, train, |_| {}).unwrap();
        score_splits(set, &settings, None, predictions).unwrap()
    }

    fn class_ids() -> Vec<String> {
        Codebook::built_in()
            .class_ids()
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn every_tested_passage_has_a_row_in_each_split_that_tests_it() {
        let set = EvaluationSet::new(&gold(), &[], 4).unwrap();
        let evaluation = evaluation(&set);
        let tested = tested_passages(&set, &evaluation);
        let n = |kind| {
            tested
                .iter()
                .filter(|passage| passage.split == kind)
                .count()
        };
        // Without an actor or a document three of four rows, or two, and two classes are left;
        // forward in time the two passages of 2021 are not tested.
        assert_eq!(SplitKind::ALL.map(n), [4, 4, 4, 2]);
        let bytes = write_out_of_fold(&tested, &class_ids(), Vec::new(), "o.csv").unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            text.ends_with(
                "b:1-2,forward-in-time,2022-05,b,2022-05,Kabinet,answer,none,pro-control,false,\
                 0.100000,0.700000,0.100000,0.100000,0.600000,true\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn errors_stand_by_cell_the_most_confident_first() {
        let set = EvaluationSet::new(&gold(), &[], 4).unwrap();
        let evaluation = evaluation(&set);
        let tested = tested_passages(&set, &evaluation);
        let bytes = write_errors(&tested, &class_ids(), Vec::new(), "e.csv").unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let grouped: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("grouped"))
            .collect();
        assert_eq!(
            grouped,
            [
                "grouped,pro-solidarity,pro-control,a:0-1,a,2021,VVD,question,0.400000,0.200000,\
                 false,grens;terugkeer,een",
                "grouped,none,pro-control,b:1-2,b,2022-05,Kabinet,answer,0.700000,0.100000,true,\
                 grens;terugkeer,vier",
            ]
        );
        let right = behind_cell(&tested, SplitKind::Grouped, 1, 1);
        let ids: Vec<&str> = right
            .iter()
            .map(|passage| passage.row.id.as_str())
            .collect();
        assert_eq!(ids, ["b:0-1", "a:1-2"]);
    }

    #[test]
    fn two_classes_never_share_a_column() {
        let names = probability_names(&["a-b".to_owned(), "a_b".to_owned()]);
        assert_eq!(names, ["prob_a_b_0", "prob_a_b_1"]);
    }
}
