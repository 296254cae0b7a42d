//! Tests of the one form of a table.

use super::*;

fn schema() -> Schema {
    Schema::new(
        "t",
        "T",
        "",
        vec![
            Column::text("id", "").required(),
            Column::number("x", ""),
            Column::flag("certain", ""),
        ],
    )
}

fn table() -> TableWriter<Vec<u8>> {
    TableWriter::new(Vec::new(), "t.csv", &schema()).unwrap()
}

#[test]
fn numbers_have_six_decimals_and_no_negative_zero() {
    for (number, text) in [
        (0.5, "0.500000"),
        (-0.000_000_4, "0.000000"),
        (-0.0, "0.000000"),
        (-0.000_000_6, "-0.000001"),
        (12345.678, "12345.678000"),
    ] {
        assert_eq!(format_number(number), text);
    }
}

#[test]
fn millionths_are_written_as_the_number_that_they_are() {
    for n in [0, 1, 9, 10, 123_456, 999_999, 1_000_000, 12_345_678] {
        let write = |row: &dyn Fn(&mut TableWriter<Vec<u8>>)| {
            let mut rows = table();
            rows.text("a").unwrap();
            row(&mut rows);
            rows.missing().unwrap();
            rows.end_row().unwrap();
            rows.finish().unwrap()
        };
        let of_number = write(&|rows| {
            rows.number(f64::from(n) / 1e6).unwrap();
        });
        let of_millionths = write(&|rows| {
            rows.millionths(n).unwrap();
        });
        assert_eq!(of_millionths, of_number);
    }
}

#[test]
fn infinity_is_refused_with_its_place() {
    let mut table = table();
    table.text("a").unwrap();
    let error = table.number(f64::INFINITY).map(|_| ()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "t.csv, row 1, column `x`: cannot write inf; expected a finite number"
    );
}

#[test]
fn what_the_schema_does_not_allow_is_refused() {
    let mut rows = table();
    assert!(rows.missing().is_err(), "a required field");
    assert!(rows.flag(true).is_err(), "a flag in a column of text");
    rows.text("a").unwrap();
    assert!(rows.text("1.5").is_err(), "text in a column of numbers");
    assert!(rows.end_row().is_err(), "a row without its last fields");
    rows.missing().unwrap().flag(true).unwrap();
    assert!(rows.copied("b").is_err(), "a field too many");
}

#[test]
fn quotes_stand_only_where_they_are_needed() {
    let mut rows = table();
    for text in ["zegt \"nee\"", "a\nb", "a;b 'c'", " a "] {
        rows.text(text)
            .unwrap()
            .missing()
            .unwrap()
            .missing()
            .unwrap();
        rows.end_row().unwrap();
    }
    let text = String::from_utf8(rows.finish().unwrap()).unwrap();
    assert_eq!(
        text,
        "id,x,certain\n\"zegt \"\"nee\"\"\",,\n\"a\nb\",,\na;b 'c',,\n a ,,\n"
    );
}

#[test]
fn names_with_the_signs_of_other_delimiters_are_read_back() {
    for names in [vec!["a\tb"], vec!["a;b;c", "d"], vec!["\u{feff}a", "b"]] {
        let columns = names.iter().map(|name| Column::text(*name, "")).collect();
        let schema = Schema::new("t", "T", "", columns);
        let table = TableWriter::new(Vec::new(), "t.csv", &schema).unwrap();
        let bytes = table.finish().unwrap();
        let settings = crate::table::TableSettings::default();
        let read = crate::table::TableReader::new(bytes.as_slice(), "t.csv", &settings);
        assert_eq!(read.unwrap().header().names(), names);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let error = TableWriter::new(full, "out.csv", &schema())
        .and_then(TableWriter::finish)
        .unwrap_err();
    assert_eq!(error.to_string(), "out.csv: writing failed");
    assert_eq!(
        error.help().as_deref(),
        Some("make room on the disk, or write somewhere else")
    );
    assert!(!error.is_broken_pipe());
}
