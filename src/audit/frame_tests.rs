//! Tests of frames, and frames for other tests.

use super::*;
use crate::table::TableSettings;

/// A passage of an actor, with nothing else known.
pub(in crate::audit) fn passage(id: &str, actor: &str) -> FramePassage {
    FramePassage {
        passage_id: id.to_owned(),
        document_id: "d".to_owned(),
        actor: actor.to_owned(),
        role: String::new(),
        date: String::new(),
        group: String::new(),
        n_words: 1,
        text: format!("Tekst {id}."),
        context: String::new(),
        variables: vec![actor.to_owned()],
        probabilities: Vec::new(),
        place: None,
    }
}

/// A frame of these passages.
pub(in crate::audit) fn frame(mut passages: Vec<FramePassage>) -> Frame {
    passages.sort_by(|a, b| a.passage_id.cmp(&b.passage_id));
    let csv = write_frame(passages.iter().map(FramePassage::row), Vec::new()).unwrap();
    Frame {
        hash: sha256_hex(&csv),
        left_out: Vec::new(),
        passages,
        csv,
    }
}

fn read(table: &str, variables: &[&str]) -> Result<Frame, AuditError> {
    let table = TableReader::new(table.as_bytes(), "t.csv", &TableSettings::default()).unwrap();
    let settings = FrameSettings {
        variables: variables.iter().map(|&v| v.to_owned()).collect(),
    };
    read_frame(table, &Codebook::built_in(), &settings)
}

const REPEATED: &str =
    "Wie geen recht heeft op bescherming moet snel terugkeren naar het land van herkomst.";

#[test]
fn a_copy_counts_once_for_each_actor() {
    let table = format!(
        "passage_id,actor,date,text\n\
         d:0-9,VVD,2021-03,{REPEATED}\n\
         d:10-19,VVD,2021-03,{REPEATED}\n\
         d:20-29,CDA,2021-03,{REPEATED}\n\
         d:30-39,CDA,2021-03,Iets anders over de opvang in de regio en de lidstaten.\n"
    );
    let frame = read(&table, &["actor", "year"]).unwrap();
    let ids: Vec<&str> = frame
        .passages
        .iter()
        .map(|p| p.passage_id.as_str())
        .collect();
    assert_eq!(ids, ["d:0-9", "d:20-29", "d:30-39"]);
    assert_eq!(frame.passages[0].variables, ["VVD", "2021"]);
    assert_eq!(frame.passages[1].context, REPEATED);
    assert_eq!(frame.left_out.len(), 1);
    assert_eq!(
        frame.left_out[0].detail,
        "d:10-19 repeats d:0-9 of the same actor"
    );
    assert_eq!(frame.hash, sha256_hex(&frame.csv));
}

#[test]
fn the_frame_does_not_depend_on_the_order_of_the_table() {
    let rows = [
        "b:0-9,VVD,Een.\n",
        "a:10-19,CDA,Twee.\n",
        "a:0-9,CDA,Drie.\n",
    ];
    let table = |order: [usize; 3]| {
        let rows: String = order.iter().map(|&i| rows[i]).collect();
        read(&format!("passage_id,actor,text\n{rows}"), &["actor"]).unwrap()
    };
    let (one, other) = (table([0, 1, 2]), table([2, 0, 1]));
    assert_eq!(one.csv, other.csv);
    assert_eq!(one.passages[1].context, "Drie.");
}

#[test]
fn a_table_that_is_no_frame_is_refused() {
    let message = |table: &str, variables: &[&str]| read(table, variables).unwrap_err().to_string();
    assert_eq!(
        message("passage_id,text\na,x\na,y\n", &[]),
        "t.csv, line 3, column `passage_id`: found `a`; expected an id that no other row has"
    );
    assert!(message("passage_id,text\na,x\n", &["predicted"]).contains("predicted_stance"));
    assert_eq!(
        message("passage_id,text\n", &[]),
        "t.csv: there is no passage to draw from"
    );
}
