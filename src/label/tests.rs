//! Tests of labelling, with a labeller that needs no model.

use std::io::{self, Read, Write};
use std::sync::Arc;

use super::*;
use crate::stance::{LabelReason, Prediction};
use crate::store::{Interrupt, StoreError};
use crate::table::{TableReader, TableSettings};

/// Labels by the number of words: an odd number speaks for the second class. Knows one text.
struct Counting([String; 3]);

fn counting() -> Arc<Counting> {
    Arc::new(Counting(
        ["pro-solidarity", "pro-control", "none"].map(str::to_owned),
    ))
}

impl Labeller for Counting {
    type Scratch = (Vec<String>, usize);

    fn class_ids(&self) -> &[String] {
        &self.0
    }

    fn scratch(&self, n_top_terms: usize) -> (Vec<String>, usize) {
        (Vec::new(), n_top_terms)
    }

    fn label(&self, text: &str, (words, n_terms): &mut (Vec<String>, usize)) -> Prediction {
        words.clear();
        words.extend(text.split_whitespace().map(str::to_owned));
        assert!(!text.contains("paniek"), "as a defect would");
        let n = words.len() as f64;
        let weights = [n, if words.len() % 2 == 1 { 2.0 * n } else { 0.5 }, 1.0];
        let sum: f64 = weights.iter().sum();
        let probabilities: Vec<f64> = weights.iter().map(|w| w / sum).collect();
        Prediction {
            class: crate::math::argmax(&probabilities),
            runner_up: 0,
            margin: 0.25,
            label_set: probabilities.iter().map(|p| *p > 0.3).collect(),
            is_certain: words.len() > 2,
            reason: match words.len() {
                0 => Some(LabelReason::Empty),
                1 | 2 => Some(LabelReason::Uncertain),
                _ => None,
            },
            top_terms: words.iter().take(*n_terms).cloned().collect(),
            scores: Vec::new(),
            p_values: Vec::new(),
            cross_p_values: Vec::new(),
            probabilities,
        }
    }

    fn knows_text(&self, text: &str) -> bool {
        text == "Geleerd."
    }
}

fn label_with(csv: &str, settings: LabelSettings) -> Result<(String, LabelSummary), LabelError> {
    let input = io::Cursor::new(csv.to_owned());
    let input = TableReader::new(input, "in.csv", &TableSettings::default())?;
    let mut watch = Watch {
        interrupt: &Interrupt::new(),
        progress: &mut |_| {},
    };
    let labelling = Labelling::new(counting(), settings);
    let (bytes, summary) = labelling.run(input, Vec::new(), "out.csv", &mut watch)?;
    Ok((String::from_utf8(bytes).unwrap(), summary))
}

fn label(csv: &str) -> Result<(String, LabelSummary), LabelError> {
    label_with(csv, LabelSettings::default())
}

#[test]
fn columns_pass_through_and_the_label_stands_behind_them() {
    let (csv, summary) =
        label("id;text;note\n007;Wij willen minder.;\"a;b\"\n8;Geleerd.;\n9;;x\n").unwrap();
    // Three words: 3, 6 and 1 of 10. One word: 1, 2 and 1 of 4. None: 0, 0.5 and 1 of 1.5.
    insta::assert_snapshot!(csv, @r"
    id,text,note,predicted_stance,certain,label_set,label_reason,in_training,out_of_fold,prob_pro_solidarity,prob_pro_control,prob_none,margin,top_terms
    007,Wij willen minder.,a;b,pro-control,true,pro-control,,false,false,0.300000,0.600000,0.100000,0.250000,Wij;willen;minder.
    8,Geleerd.,,pro-control,false,pro-control,uncertain,true,false,0.250000,0.500000,0.250000,0.250000,Geleerd.
    9,,x,none,false,pro-control;none,empty,false,false,0.000000,0.333333,0.666667,0.250000,
    ");
    assert_eq!(
        (summary.n_rows, summary.n_certain, summary.n_empty),
        (3, 1, 1)
    );
    assert_eq!(summary.n_of_class, [0, 2, 1]);
}

fn long_table(n_rows: usize) -> String {
    let mut csv = "text,n\n".to_owned();
    for i in 0..n_rows {
        let words = vec!["woord"; i % 37].join(" ");
        csv.extend([&words, ",", &i.to_string(), "\n"]);
    }
    csv
}

#[test]
fn the_bytes_do_not_depend_on_the_number_of_threads() {
    let csv = long_table(3001);
    let labelled = |n_threads| {
        let settings = LabelSettings {
            n_threads,
            ..LabelSettings::default()
        };
        label_with(&csv, settings).unwrap()
    };
    let one = labelled(1);
    assert_eq!(one.1.n_rows, 3001);
    assert_eq!(one.0.lines().count(), 3002);
    assert!(one == labelled(2));
    assert!(one == labelled(5));
}

#[test]
fn printed_probabilities_sum_to_one() {
    let (csv, _) = label(&long_table(200)).unwrap();
    let input = TableReader::new(csv.as_bytes(), "out.csv", &TableSettings::default());
    let mut table = input.unwrap();
    while let Some(row) = table.next_row().unwrap() {
        let sum: f64 = ["prob_pro_solidarity", "prob_pro_control", "prob_none"]
            .map(|name| row.number(name).unwrap())
            .iter()
            .sum();
        assert!((sum - 1.0).abs() < 2e-6, "line {}", row.line());
    }
}

#[test]
fn a_table_without_text_column_is_told_what_it_has() {
    let error = label("Text,actor\nNee.,VVD\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "in.csv: no text column `text`; found `Text`, `actor`"
    );
    assert_eq!(
        error.help().as_deref(),
        Some("say which column holds the text: --text-column 'Text'")
    );
    let settings = LabelSettings {
        text_column: "Text".to_owned(),
        ..LabelSettings::default()
    };
    assert!(label_with("Text,actor\nNee.,VVD\n", settings).is_ok());
}

#[test]
fn a_labelled_table_is_labelled_again_only_under_a_prefix() {
    let (csv, _) = label("text\nNee.\n").unwrap();
    let error = label(&csv).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("in.csv: the table already has `predicted_stance`, `certain`,")
    );
    assert_eq!(
        error.help().as_deref(),
        Some("give the new columns a prefix: --prefix new_")
    );
    let settings = LabelSettings {
        prefix: "new_".to_owned(),
        ..LabelSettings::default()
    };
    let (twice, _) = label_with(&csv, settings).unwrap();
    assert!(twice.starts_with("text,predicted_stance,"));
    assert!(twice.contains(",top_terms,new_predicted_stance,"));
}

#[test]
fn known_predictions_take_the_place_of_the_models_own() {
    let known = Prediction {
        probabilities: vec![0.0, 0.1, 0.9],
        scores: Vec::new(),
        p_values: Vec::new(),
        cross_p_values: Vec::new(),
        class: 2,
        runner_up: 1,
        margin: 0.8,
        label_set: vec![false, false, true],
        is_certain: true,
        reason: None,
        top_terms: Vec::new(),
    };
    let mut predictions = KnownPredictions::new();
    predictions.insert("a:0-4", "Nee.", known);
    let labelling = Labelling::new(counting(), LabelSettings::default());
    let labelling = labelling.with_known(predictions);
    let csv = "passage_id,text\na:0-4,Nee.\nb:0-3,Ja.\n";
    let input = TableReader::new(csv.as_bytes(), "in.csv", &TableSettings::default()).unwrap();
    let mut watch = Watch {
        interrupt: &Interrupt::new(),
        progress: &mut |_| {},
    };
    let (bytes, summary) = labelling
        .run(input, Vec::new(), "out.csv", &mut watch)
        .unwrap();
    let csv = String::from_utf8(bytes).unwrap();
    assert!(
        csv.contains("\na:0-4,Nee.,none,true,none,,true,true,0.000000,0.100000,0.900000,"),
        "{csv}"
    );
    assert!(csv.contains("\nb:0-3,Ja.,pro-control,false,"), "{csv}");
    assert_eq!(summary.n_in_training, 1);
}

#[test]
fn a_broken_row_far_down_stops_labelling_with_its_line() {
    let csv = long_table(2000) + "los\n";
    let error = label(&csv).unwrap_err();
    assert_eq!(
        error.to_string(),
        "in.csv, line 2002: found 1 fields, expected 2 as in the header"
    );
}

#[test]
fn a_defect_of_the_labeller_is_an_error_and_no_short_table() {
    let csv = long_table(600) + "paniek,1\n" + &long_table(600)[7..];
    assert!(matches!(label(&csv), Err(LabelError::ThreadLost)));
}

/// Gives every text the same probabilities.
struct Fixed {
    class_ids: [String; 2],
    probabilities: Vec<f64>,
}

impl Labeller for Fixed {
    type Scratch = ();

    fn class_ids(&self) -> &[String] {
        &self.class_ids
    }

    fn scratch(&self, _: usize) {}

    fn label(&self, _: &str, (): &mut ()) -> Prediction {
        Prediction {
            probabilities: self.probabilities.clone(),
            scores: Vec::new(),
            p_values: Vec::new(),
            cross_p_values: Vec::new(),
            class: 0,
            runner_up: 1,
            margin: 0.0,
            label_set: vec![true, true],
            is_certain: false,
            reason: Some(LabelReason::Uncertain),
            top_terms: Vec::new(),
        }
    }

    fn knows_text(&self, _: &str) -> bool {
        false
    }
}

#[test]
fn classes_that_would_share_a_column_are_refused() {
    let alike = Fixed {
        class_ids: ["a-b", "a_b"].map(str::to_owned),
        probabilities: vec![0.5, 0.5],
    };
    let input = TableReader::new(&b"text\n"[..], "in.csv", &TableSettings::default()).unwrap();
    let labelling = Labelling::new(Arc::new(alike), LabelSettings::default());
    let error = labelling.columns(&input).unwrap_err();
    assert_eq!(
        error.to_string(),
        "classes `a-b` and `a_b` would both have the column `prob_a_b`"
    );
}

#[test]
fn what_is_no_prediction_is_not_written() {
    let broken = Fixed {
        class_ids: ["a", "b"].map(str::to_owned),
        probabilities: vec![0.5, f64::NAN],
    };
    let input = TableReader::new(&b"text\nNee.\n"[..], "in.csv", &TableSettings::default());
    let labelling = Labelling::new(Arc::new(broken), LabelSettings::default());
    let mut watch = Watch {
        interrupt: &Interrupt::new(),
        progress: &mut |_| {},
    };
    let result = labelling.run(input.unwrap(), Vec::new(), "out.csv", &mut watch);
    assert_eq!(
        result.unwrap_err().to_string(),
        "in.csv, line 2: the model gave probabilities [0.5, NaN]; expected 2 from 0 to 1 with sum 1"
    );
}

/// Gives a table that never ends, or one that stops giving anything.
struct Endless {
    head: &'static [u8],
    is_silent: bool,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.head.is_empty() {
            return self.head.read(buffer);
        }
        if self.is_silent {
            std::thread::sleep(std::time::Duration::from_secs(3600));
        }
        for (byte, line) in buffer.iter_mut().zip(b"Nee.\n".iter().cycle()) {
            *byte = *line;
        }
        Ok(buffer.len() / 5 * 5)
    }
}

#[test]
fn an_interrupt_stops_labelling_even_while_the_input_is_silent() {
    for is_silent in [false, true] {
        let input = Endless {
            head: b"text\nNee.\n",
            is_silent,
        };
        let input = TableReader::new(input, "in.csv", &TableSettings::default()).unwrap();
        let interrupt = Interrupt::new();
        let signal = interrupt.clone();
        let sender = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(50));
            signal.trigger();
        });
        let mut watch = Watch {
            interrupt: &interrupt,
            progress: &mut |_| {},
        };
        let labelling = Labelling::new(counting(), LabelSettings::default());
        let result = labelling.run(input, io::sink(), "out.csv", &mut watch);
        let error = result.map(|_| ()).unwrap_err();
        assert!(matches!(error, LabelError::Store(StoreError::Interrupted)));
        assert!(error.is_interrupted());
        sender.join().unwrap();
    }
}

struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_goes_away_is_told_from_a_failure() {
    let input = Endless {
        head: b"text\n",
        is_silent: false,
    };
    let input = TableReader::new(input, "in.csv", &TableSettings::default()).unwrap();
    let mut watch = Watch {
        interrupt: &Interrupt::new(),
        progress: &mut |_| {},
    };
    let labelling = Labelling::new(counting(), LabelSettings::default());
    let error = labelling
        .run(input, Closed, "-", &mut watch)
        .map(|_| ())
        .unwrap_err();
    assert!(error.is_broken_pipe());
}

#[test]
fn progress_counts_the_rows() {
    let csv = long_table(1000);
    let input = TableReader::new(io::Cursor::new(csv), "in.csv", &TableSettings::default());
    let mut seen = Vec::new();
    let mut watch = Watch {
        interrupt: &Interrupt::new(),
        progress: &mut |n| seen.push(n),
    };
    let labelling = Labelling::new(counting(), LabelSettings::default());
    labelling
        .run(input.unwrap(), io::sink(), "out.csv", &mut watch)
        .unwrap();
    assert!(seen.is_sorted() && seen.len() > 2);
    assert_eq!(seen.last(), Some(&1000));
}
