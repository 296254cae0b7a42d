use std::fs;
use std::io::Read;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::store::Interrupt;
use crate::table::{TableReader, TableSettings};

#[test]
fn a_shard_is_named_by_its_number_and_their_count() {
    for (text, expected) in [
        ("1/1", Some((1, 1))),
        ("3/10", Some((3, 10))),
        (" 2 / 4", Some((2, 4))),
    ] {
        let shard = text.parse::<Shard>().ok().map(|s| (s.number(), s.of()));
        assert_eq!(shard, expected, "{text}");
    }
    for text in ["0/3", "4/3", "3", "1/0", "a/b", "-1/3", "1/2/3", ""] {
        assert!(text.parse::<Shard>().is_err(), "{text}");
    }
}

#[test]
fn stretches_are_as_equal_as_can_be_and_leave_nothing_out() {
    // 10 bytes in 4: 0, 2.5, 5, 7.5, 10, rounded down.
    let stretches: Vec<(u64, u64)> = (1..=4)
        .map(|shard| Shard::new(shard, 4).unwrap().stretch(10))
        .collect();
    assert_eq!(stretches, [(0, 2), (2, 5), (5, 7), (7, 10)]);
    let last = Shard::new(u32::MAX, u32::MAX).unwrap();
    assert_eq!(last.stretch(u64::MAX).1, u64::MAX);
}

/// The fields and lines of all rows, or the message of the first fault.
fn rows<R: Read>(mut table: TableReader<R>) -> Result<Vec<(u64, Vec<String>)>, String> {
    let mut rows = Vec::new();
    loop {
        match table.next_row() {
            Ok(Some(row)) => rows.push((row.line(), row.fields().map(str::to_owned).collect())),
            Ok(None) => return Ok(rows),
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// The rows of the table in `path` by shard, and the places between them.
fn sharded(path: &Path, n_shards: u32) -> Result<Vec<(u64, Vec<String>)>, String> {
    let mut all = Vec::new();
    let mut behind: Option<TablePlace> = None;
    for number in 1..=n_shards {
        let shard = Shard::new(number, n_shards).unwrap();
        let opened = ShardRows::open(path, shard, &Interrupt::new()).unwrap();
        let (begin, end) = (opened.begin.clone(), opened.end.clone());
        all.extend(rows(opened.table)?);
        assert!(behind.is_none_or(|place| place == begin));
        behind = end.get().cloned();
    }
    assert_eq!(behind.unwrap().byte, fs::metadata(path).unwrap().len());
    Ok(all)
}

fn check(body: &str, n_shards: u32) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    fs::write(&path, body).unwrap();
    let name = path.display().to_string();
    let whole = TableReader::new(body.as_bytes(), name, &TableSettings::default());
    match rows(whole.unwrap()) {
        Ok(expected) => assert_eq!(
            sharded(&path, n_shards),
            Ok(expected),
            "{body:?} by {n_shards}"
        ),
        // The shard that holds the fault tells it, in the words of a single run.
        Err(message) => assert_eq!(
            sharded(&path, n_shards),
            Err(message),
            "{body:?} by {n_shards}"
        ),
    }
}

#[test]
fn the_shards_of_a_table_are_the_table() {
    for body in [
        "a,b\n",
        "a,b",
        "a,b\r\n1,2\r\n3,4\r\n",
        "a,b\r1,2\r\r3,4",
        "\u{feff}sep=;\r\na;b\r\n\"1\r\n;\";2\r\n\r\n3;\"\"\"\n\"\r\n",
        // A byte order mark is text where a row starts.
        "a,b\n\u{feff}1,2\n\u{feff}3,4\n",
        "a,b\n5\" pijp,1\n\"x\"\"\ny\",2\n,\n",
        "a,b\n1\n2,3\n",
        "a,b\n1,2\n\"3,4\n5,6\n",
        "\"a\n\",b\n1,2\n",
    ] {
        for n_shards in [1, 2, 3, 4, 7, 40] {
            check(body, n_shards);
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_behind_a_header(
        body in "(a|\"|\"\"|,|\n|\r|\r\n|\u{feff}|é){0,60}",
        n_shards in 1_u32..9,
    ) {
        check(&format!("a,b\n{body}"), n_shards);
    }

    #[test]
    fn rows_with_anything_in_quotes(
        cells in proptest::collection::vec(("[a\"\n\r,é]{0,6}", "[a\"\n,]{0,6}"), 0..30),
        n_shards in 1_u32..9,
        line_end in "\n|\r\n|\r",
    ) {
        let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
        let rows = cells.iter().map(|(a, b)| format!("{},{}{line_end}", quoted(a), quoted(b)));
        check(&format!("a,b{line_end}{}", rows.collect::<String>()), n_shards);
    }
}
