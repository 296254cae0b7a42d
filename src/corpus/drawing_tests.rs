//! How a gold file tells how a passage was drawn, and what it may not say.

use super::super::gold::read_gold;
use super::*;
use crate::corpus::Codebook;

/// The drawing of a gold passage with these columns.
fn read(columns: &[(&str, &str)]) -> Result<Option<Drawing>, String> {
    let names: Vec<&str> = columns.iter().map(|column| column.0).collect();
    let values: Vec<&str> = columns.iter().map(|column| column.1).collect();
    let table = format!(
        "passage_id,text,stance,{}\np1,Een tekst.,none,{}\n",
        [&["group"], &names[..]].concat().join(","),
        [&["g1"], &values[..]].concat().join(",")
    );
    let gold = read_gold(table.as_bytes(), "g.csv", &Codebook::built_in());
    let mut gold = gold.map_err(|error| error.to_string())?;
    Ok(gold.swap_remove(0).drawing)
}

fn drawn() -> Vec<(&'static str, &'static str)> {
    vec![
        ("frame_hash", "abc"),
        ("sampling_unit", "passages"),
        ("stratum", "VVD"),
        ("wave", "1"),
        ("n_stratum", "40"),
        ("pi", "0.25"),
        ("pi_by_wave", "1:0.25"),
        ("drawn_by", "random"),
    ]
}

fn with(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut columns = drawn();
    for (name, value) in changes {
        for column in columns.iter_mut().filter(|column| column.0 == *name) {
            column.1 = value;
        }
    }
    columns
}

#[test]
fn a_draw_of_one_wave_has_its_stratum() {
    let expected = Drawing {
        pi: 0.25,
        frame_hash: "abc".to_owned(),
        by_document: false,
        stratum: Some(("1:VVD".to_owned(), 40)),
        n_drawn: None,
    };
    assert_eq!(read(&drawn()), Ok(Some(expected)));
    let documents = read(&with(&[("sampling_unit", "documents")]))
        .unwrap()
        .unwrap();
    assert!(documents.by_document);
    // The same name in another wave is another stratum.
    let second = read(&with(&[("wave", "2"), ("pi_by_wave", "2:0.25")]))
        .unwrap()
        .unwrap();
    assert_eq!(second.stratum, Some(("2:VVD".to_owned(), 40)));
}

#[test]
fn strata_of_several_waves_cross_and_are_left_out() {
    let waves = read(&with(&[("pi", "0.4"), ("pi_by_wave", "1:0.25;2:0.2")]))
        .unwrap()
        .unwrap();
    assert_eq!((waves.pi, waves.stratum), (0.4, None));
}

#[test]
fn a_probability_alone_is_enough() {
    let expected = Drawing {
        pi: 1.0,
        frame_hash: String::new(),
        by_document: false,
        stratum: None,
        n_drawn: None,
    };
    assert_eq!(read(&[("pi", "1")]), Ok(Some(expected)));
    let unnumbered = read(&with(&[("n_stratum", "")])).unwrap().unwrap();
    assert_eq!(unnumbered.stratum, None);
}

#[test]
fn what_was_not_drawn_at_random_has_no_probability() {
    assert_eq!(read(&[]), Ok(None));
    assert_eq!(read(&with(&[("pi", "")])), Ok(None));
    for by in ["active", "seed", "convenience"] {
        assert_eq!(read(&with(&[("drawn_by", by)])), Ok(None), "{by}");
    }
    assert!(read(&with(&[("drawn_by", "")])).unwrap().is_some());
}

#[test]
fn what_is_no_probability_unit_or_number_is_refused_with_its_place() {
    for pi in ["0", "1.01", "-0.5", "NaN", "inf", "half"] {
        let message = read(&with(&[("pi", pi)])).unwrap_err();
        assert_eq!(
            message,
            format!(
                "g.csv, line 2, column `pi`: found `{pi}`, expected a probability above 0 to 1"
            )
        );
    }
    let message = read(&with(&[("sampling_unit", "pages")])).unwrap_err();
    assert_eq!(
        message,
        "g.csv, line 2, column `sampling_unit`: found `pages`, expected one of passages, documents"
    );
    let message = read(&with(&[("n_stratum", "many")])).unwrap_err();
    assert_eq!(
        message,
        "g.csv, line 2, column `n_stratum`: found `many`, expected a whole number, or nothing"
    );
}
