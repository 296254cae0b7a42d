//! Labelling a table with a real model: the stream gives what the model gives, text by text.

use std::io::Cursor;
use std::sync::Arc;

use super::{LabelSettings, Labelling, Watch};
use crate::stance::{ClassList, Model, Scratch, StanceSettings, TrainingRow, train};
use crate::store::Interrupt;
use crate::table::{TableReader, TableSettings, open};

struct Coded {
    text: String,
    stance: String,
    group: String,
}

fn gold() -> Vec<Coded> {
    let path = "data/gold_seeds.csv".as_ref();
    let mut table = open(path, &TableSettings::default()).unwrap();
    let mut coded = Vec::new();
    while let Some(row) = table.next_row().unwrap() {
        coded.push(Coded {
            text: row.required("text").unwrap().to_owned(),
            stance: row.required("stance").unwrap().to_owned(),
            group: row.required("group").unwrap().to_owned(),
        });
    }
    coded
}

fn model(coded: &[Coded]) -> Model {
    let ids = ["pro-solidarity", "pro-control", "rights-safeguard", "none"];
    let classes = ClassList::new(ids).unwrap();
    let rows: Vec<TrainingRow<'_>> = coded
        .iter()
        .map(|row| TrainingRow {
            text: &row.text,
            class: ids.iter().position(|id| *id == row.stance).unwrap(),
            group: &row.group,
            weight: 1.0,
            is_example: false,
        })
        .collect();
    let settings = StanceSettings {
        alphas: vec![0.3],
        inner_folds: 2,
        ..StanceSettings::default()
    };
    train(&rows, &settings, &classes, &crate::stance::Watch::none()).unwrap()
}

/// The texts as a table with semicolons, as a spreadsheet program writes it.
fn semicolons(texts: &[&str]) -> Vec<u8> {
    let mut table = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    table.write_record(["tekst", "n"]).unwrap();
    for (i, text) in texts.iter().enumerate() {
        table.write_record([*text, &i.to_string()]).unwrap();
    }
    table.into_inner().unwrap()
}

#[test]
fn the_stream_gives_what_the_model_gives() {
    let mut coded = gold();
    let unseen = coded.split_off(coded.len() - 40);
    let model = Arc::new(model(&coded));
    let mut texts: Vec<&str> = unseen.iter().map(|row| row.text.as_str()).collect();
    texts.extend(["", " ", "xqzw", coded[0].text.as_str()]);
    let csv = semicolons(&texts);

    let labelled = |n_threads| {
        let settings = LabelSettings {
            text_column: "tekst".to_owned(),
            n_threads,
            ..LabelSettings::default()
        };
        let input = Cursor::new(csv.clone());
        let input = TableReader::new(input, "t.csv", &TableSettings::default()).unwrap();
        let mut watch = Watch {
            interrupt: &Interrupt::new(),
            progress: &mut |_| {},
        };
        let labelling = Labelling::new(Arc::clone(&model), settings);
        labelling
            .run(input, Vec::new(), "out.csv", &mut watch)
            .unwrap()
            .0
    };
    let bytes = labelled(1);
    assert_eq!(bytes, labelled(3));

    let mut table = TableReader::new(&bytes[..], "out.csv", &TableSettings::default()).unwrap();
    let mut scratch = Scratch::default();
    let mut reasons = Vec::new();
    while let Some(row) = table.next_row().unwrap() {
        let text = row.get("tekst").unwrap();
        let prediction = model.label(text, &mut scratch);
        let class_id = model.classes().id(prediction.class);
        assert_eq!(row.get("predicted_stance").unwrap(), class_id);
        assert_eq!(row.flag("certain").unwrap(), prediction.is_certain);
        assert_eq!(row.flag("in_training").unwrap(), model.knows_text(text));
        let mut sum = 0.0;
        for (id, expected) in model.classes().ids().iter().zip(&prediction.probabilities) {
            let column = format!("prob_{}", id.replace('-', "_"));
            let found = row.number(column.as_str()).unwrap();
            assert!(
                (found - expected).abs() < 1.000_001e-6,
                "line {}",
                row.line()
            );
            sum += found;
        }
        assert!((sum - 1.0).abs() < 2e-6, "line {}", row.line());
        reasons.push(row.get("label_reason").unwrap().to_owned());
    }
    assert_eq!(reasons.len(), texts.len());
    assert_eq!(reasons[40..43], ["empty", "empty", "no_known_terms"]);
}

/// More distinct words than are kept, so that words are forgotten between two texts and others, in
/// other spellings, are kept.
#[test]
fn a_label_does_not_depend_on_texts_before_it() {
    let coded = gold();
    let model = model(&coded);
    let mut shared = Scratch::default();
    for i in 0..150 {
        let known = &coded[i % coded.len()].text;
        let words = (0..1_000).map(|k| format!("opvang{i}x{k}"));
        let words: Vec<String> = words.collect();
        let text = format!("{known} {} {}", known.to_uppercase(), words.join(" "));
        let alone = model.label(&text, &mut Scratch::default());
        assert_eq!(model.label(&text, &mut shared), alone, "text {i}");
    }
}
