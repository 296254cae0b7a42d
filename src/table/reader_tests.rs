//! Tests of reading: what is accepted, and what is refused with its place.

use std::io;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::table::{Schema, TableWriter, open};

fn read(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, TableError> {
    read_with(bytes, &TableSettings::default())
}

fn read_with(
    bytes: &[u8],
    settings: &TableSettings,
) -> Result<Vec<(u64, Vec<String>)>, TableError> {
    let mut table = TableReader::new(bytes, "t.csv", settings)?;
    let mut rows = vec![(0, table.header().names().to_vec())];
    while let Some(row) = table.next_row()? {
        rows.push((row.line(), row.fields().map(str::to_owned).collect()));
    }
    Ok(rows)
}

fn lines(bytes: &[u8]) -> Vec<u64> {
    let rows = read(bytes).unwrap();
    rows.iter().skip(1).map(|(line, _)| *line).collect()
}

fn message(bytes: &[u8]) -> String {
    let error = read(bytes).unwrap_err();
    assert!(error.help().is_some(), "{error}");
    error.to_string()
}

#[test]
fn reads_what_spreadsheet_programs_write() {
    let expected = vec![
        (0, vec!["text".to_owned(), "actor".to_owned()]),
        (2, vec!["Nee, \"nooit\"".to_owned(), "PVV".to_owned()]),
    ];
    for file in [
        "text,actor\n\"Nee, \"\"nooit\"\"\",PVV\n",
        "\u{FEFF}text,actor\r\n\"Nee, \"\"nooit\"\"\",PVV\r\n",
        "text;actor\r\"Nee, \"\"nooit\"\"\";PVV",
        "text\tactor\n\"Nee, \"\"nooit\"\"\"\tPVV\n\n\n",
    ] {
        assert_eq!(read(file.as_bytes()).unwrap(), expected, "{file:?}");
    }
}

#[test]
fn the_line_for_excel_names_the_delimiter() {
    let rows = read(b"\xEF\xBB\xBFsep=;\r\na,b;c\r\n1;2\r\n").unwrap();
    assert_eq!(rows[0].1, ["a,b", "c"]);
    assert_eq!(rows[1], (3, vec!["1".to_owned(), "2".to_owned()]));
}

#[test]
fn a_given_delimiter_is_not_overruled() {
    let settings = TableSettings {
        delimiter: Some("|".parse().unwrap()),
        ..TableSettings::default()
    };
    let rows = read_with(b"a,b|c;d\n1|2\n", &settings).unwrap();
    assert_eq!(rows[0].1, ["a,b", "c;d"]);
}

#[test]
fn lines_are_those_of_an_editor() {
    assert_eq!(lines(b"a,b\n1,2\n\n\n3,4\n"), [2, 5]);
    assert_eq!(lines(b"a,b\r\n1,2\r\n\r\n3,4\r\n"), [2, 4]);
    assert_eq!(lines(b"a,b\r1,2\r3,4\r"), [2, 3]);
    assert_eq!(lines(b"a,b\n1,\"x\ny\r\nz\"\n3,4\n"), [2, 5]);
    assert_eq!(lines(b"\n\na,b\n1,2"), [4]);
}

#[test]
fn a_header_alone_is_a_table_without_rows() {
    assert_eq!(read(b"text,actor").unwrap().len(), 1);
    assert_eq!(read(b"text\n").unwrap().len(), 1);
}

#[test]
fn a_file_without_header_is_refused() {
    let expected = "t.csv: the file is empty; expected a line with column names";
    for bytes in [&b""[..], b"\xEF\xBB\xBF", b"\r\n\n", b"sep=,\n"] {
        assert_eq!(message(bytes), expected);
    }
}

#[test]
fn ragged_rows_are_named_with_their_line() {
    let error = read(b"a,b\n1,2\n3,4,5\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "t.csv, line 3: found 3 fields, expected 2 as in the header"
    );
    assert_eq!(
        error.help().as_deref(),
        Some("put quotes around a field that contains a comma")
    );
    let spread = read(b"a,b\n1,\"2\n3,4\",5\n").unwrap_err();
    let help = spread.help().unwrap_or_default();
    assert!(
        help.starts_with("the record runs from line 2 to line 3"),
        "{help}"
    );
}

#[test]
fn a_quote_closed_by_the_next_row_does_not_run_rows_together() {
    // Line 2 lacks its closing quote; the quote that opens on line 3 would close it.
    let error = read(b"a,b\n1,\"Nee\n2,\"Ja\"\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "t.csv, line 3: found text behind a closing quote, in the record that starts on line 2; expected a separator or the end of the line"
    );
    assert!(message(b"a,b\n\"zegt \"nee\"\",1\n").contains("line 2"));
    assert_eq!(
        read(b"a,b\n5\" pijp,\"x\"\n").unwrap()[1].1,
        ["5\" pijp", "x"]
    );
}

#[test]
fn a_quote_that_never_closes_is_named_with_its_line() {
    let expected = "t.csv: the file ends inside quotes; the quote opened in the record that starts on line 3 is never closed";
    for tail in ["\"oeps\n5,6\n", "\"oeps", "\"\"\"\n", "\""] {
        assert_eq!(message(format!("a,b\n1,2\n3,{tail}").as_bytes()), expected);
    }
    assert_eq!(read(b"a,b\n1,\"\"\"\"").unwrap()[1].1, ["1", "\""]);
    assert_eq!(read(b"a,b\n1,\"\"").unwrap()[1].1, ["1", ""]);
}

/// An endless field: what a huge file with an unclosed quote looks like.
struct Endless {
    head: &'static [u8],
    n_given: u64,
}

impl Read for &mut Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.head.is_empty() {
            return self.head.read(buffer);
        }
        buffer.fill(b'x');
        self.n_given += buffer.len() as u64;
        Ok(buffer.len())
    }
}

#[test]
fn an_unclosed_quote_in_a_huge_file_is_found_within_the_limit() {
    let mut input = Endless {
        head: b"a,b\n1,2\n3,\"",
        n_given: 0,
    };
    let settings = TableSettings::default();
    let mut table = TableReader::new(&mut input, "t.csv", &settings).unwrap();
    assert!(table.next_row().unwrap().is_some());
    let error = table.next_row().unwrap_err();
    assert_eq!(
        error.to_string(),
        "t.csv: the record that starts on line 3 is larger than 1048576 bytes; a quote opened there is probably never closed"
    );
    assert!(table.next_row().unwrap().is_none(), "nothing behind it");
    drop(table);
    assert!(input.n_given < 1_300_000, "{}", input.n_given);
}

#[test]
fn the_limit_is_exact() {
    let settings = TableSettings {
        max_record_bytes: 10,
        ..TableSettings::default()
    };
    assert!(read_with(b"a,b\n1234567,9\n", &settings).is_ok());
    assert!(read_with(b"a,b\n12345678,9\n", &settings).is_err());
}

#[test]
fn bytes_that_are_not_utf8_are_named_with_their_place() {
    // a,b = 4 bytes with its line end; "1,\"x = 4 bytes; line 3 starts at 9 with é in Latin-1.
    assert_eq!(
        message(b"a,b\n1,\"x\n\xE9n\"\n"),
        "t.csv, line 3: found byte 0xE9 at offset 9, which is not UTF-8 there"
    );
    // A character cut by a closing quote is valid only when the quote is left out.
    assert!(read(b"a,b\n1,\"\xC3\"\xA9\n").is_err());
    assert!(message(b"a,b\n1,\"x\xE9").contains("not UTF-8"));
}

#[test]
fn files_that_are_no_text_are_told_apart() {
    assert_eq!(
        message(b"PK\x03\x04\x14\x00\x06\x00"),
        "t.csv: found what looks like an Excel, Word or zip file; expected a CSV file in UTF-8"
    );
    assert_eq!(
        message(b"a,b\n1,\x00\n"),
        "t.csv, line 2: found a NUL byte, so this is not text; expected CSV in UTF-8"
    );
}

#[test]
fn missing_files_and_folders_are_told_apart() {
    let settings = TableSettings::default();
    let open = |path: &Path| open(path, &settings).map(|_| ()).unwrap_err();
    let folder = tempfile::tempdir().unwrap();
    let missing = open(&folder.path().join("geen.csv"));
    assert!(missing.to_string().ends_with("geen.csv: no such file"));
    let found = open(folder.path()).to_string();
    assert!(
        found.ends_with(": found a folder; expected a file"),
        "{found}"
    );
}

#[test]
fn a_batch_holds_the_rows_of_the_table() {
    let settings = TableSettings::default();
    let bytes = b"a,b\n1,x\n\n2,yy\n3,\n";
    let mut table = TableReader::new(&bytes[..], "t.csv", &settings).unwrap();
    let mut rows = Vec::new();
    while let Some(batch) = table.next_batch(2, 1000).unwrap() {
        assert!(batch.len() <= 2);
        rows.extend(batch.rows().map(|row| {
            let fields: Vec<String> = row.fields().map(str::to_owned).collect();
            (row.line(), fields)
        }));
    }
    assert_eq!(rows, read(bytes).unwrap().split_off(1));
}

/// Gives its bytes in pieces of a few, as a pipe may.
struct Dripping<'b>(&'b [u8], usize);

impl Read for Dripping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = buffer.len().min(self.1);
        self.0.read(&mut buffer[..n])
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn quotes_and_line_ends_in_any_order_never_panic(text in "[\",;\\t\\r\\na€]{0,60}") {
        let whole = read(text.as_bytes());
        let dripped = TableReader::new(
            Dripping(text.as_bytes(), 1), "t.csv", &TableSettings::default(),
        );
        prop_assert_eq!(whole.is_ok() , dripped.is_ok_and(|mut table| loop {
            match table.next_row() {
                Ok(Some(_)) => {}
                Ok(None) => break true,
                Err(_) => break false,
            }
        }));
    }

    #[test]
    fn what_is_written_is_read_back(
        rows in prop::collection::vec(prop::collection::vec("[ -~\\t\\r\\n\"é€]{0,12}", 3), 0..20),
    ) {
        let columns = ["a", "b", "c"].map(|name| Column::text(name, "")).to_vec();
        let schema = Schema::new("t", "T", "", columns);
        let mut table = TableWriter::new(Vec::new(), "t.csv", &schema).unwrap();
        for row in &rows {
            for field in row {
                table.text(field).unwrap();
            }
            table.end_row().unwrap();
        }
        let bytes = table.finish().unwrap();
        let back: Vec<Vec<String>> =
            read(&bytes).unwrap().into_iter().skip(1).map(|(_, row)| row).collect();
        prop_assert_eq!(back, rows);
    }
}
