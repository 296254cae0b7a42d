//! Both ways together, files of another writer, and damaged ones.

use std::io::{Read as _, Write as _};
use std::path::Path;

use ::parquet::file::metadata::{ParquetMetaDataReader, RowGroupMetaData};
use ::parquet::file::reader::ChunkReader as _;
use proptest::prelude::*;

use super::pages::Budget;
use super::{CsvOfParquet, ParquetError, ParquetWriter, Source};
use crate::table::{
    Column, ColumnKind, Schema, TableError, TableReader, TableSettings, TableWriter,
};

const LIMIT: usize = 1 << 20;

fn schema(columns: Vec<Column>) -> Schema {
    Schema::new("t", "A table", "One row per thing.", columns)
}

fn written(schema: &Schema, csv: &str) -> Vec<u8> {
    let mut writer = ParquetWriter::new(Vec::new(), "t.parquet", schema).unwrap();
    writer.write_all(csv.as_bytes()).unwrap();
    writer.finish().unwrap()
}

fn opened(parquet: &[u8]) -> Result<CsvOfParquet, ParquetError> {
    CsvOfParquet::new(Source::Bytes(parquet.to_vec().into()), LIMIT)
}

fn read(parquet: &[u8]) -> Result<String, ParquetError> {
    let mut csv = String::new();
    match opened(parquet)?.read_to_string(&mut csv) {
        Ok(_) => Ok(csv),
        Err(error) => Err(error.downcast().unwrap()),
    }
}

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new("tests/fixtures/parquet").join(name);
    std::fs::read(path).unwrap()
}

fn text_columns(n: usize) -> Schema {
    schema((0..n).map(|i| Column::text(format!("c{i}"), "")).collect())
}

fn mixed() -> Schema {
    schema(vec![
        Column::text("id", "").required(),
        Column::text("text", ""),
        Column::integer("n", ""),
        Column::number("x", ""),
        Column::flag("flag", ""),
        Column::partial_date("date", ""),
    ])
}

prop_compose! {
    fn cell()(text in prop_oneof![
        any::<String>(),
        "[,;\"\n\r\t é€]{0,6}",
        Just("NA".to_owned()), Just("null".to_owned()), Just("\"\"".to_owned()), Just("\u{feff}".to_owned()),
    ]) -> String { text }
}

type MixedRow = (String, Option<i64>, Option<f64>, Option<bool>);

fn mixed_row() -> impl Strategy<Value = MixedRow> {
    let whole = prop_oneof![any::<i64>(), Just(i64::MIN), Just(i64::MAX), Just(0)];
    let number = prop_oneof![
        proptest::num::f64::NORMAL,
        proptest::num::f64::SUBNORMAL,
        -1.0..1.0,
        Just(f64::MAX),
        Just(-0.0),
    ];
    (
        cell(),
        proptest::option::of(whole),
        proptest::option::of(number),
        any::<Option<bool>>(),
    )
}

fn csv_of(rows: &[MixedRow]) -> String {
    let mut table = TableWriter::new(Vec::new(), "t.csv", &mixed()).unwrap();
    for (i, (text, whole, number, flag)) in rows.iter().enumerate() {
        table.text(&format!("r{i}")).unwrap().text(text).unwrap();
        match whole {
            Some(whole) => table.integer(*whole).unwrap(),
            None => table.missing().unwrap(),
        };
        table.optional_number(*number).unwrap();
        table.optional_flag(*flag).unwrap();
        table.text("2024-02").unwrap().end_row().unwrap();
    }
    String::from_utf8(table.finish().unwrap()).unwrap()
}

proptest! {
    #[test]
    fn a_table_comes_back_byte_for_byte(rows in proptest::collection::vec(mixed_row(), 0..40)) {
        let csv = csv_of(&rows);
        prop_assert_eq!(read(&written(&mixed(), &csv)).unwrap(), csv);
    }

    #[test]
    fn a_table_of_one_column_comes_back_byte_for_byte(texts in proptest::collection::vec(cell(), 0..40)) {
        let schema = text_columns(1);
        let mut table = TableWriter::new(Vec::new(), "t.csv", &schema).unwrap();
        for text in &texts {
            table.text(text).unwrap().end_row().unwrap();
        }
        let csv = String::from_utf8(table.finish().unwrap()).unwrap();
        prop_assert_eq!(read(&written(&schema, &csv)).unwrap(), csv);
    }

    #[test]
    fn the_file_does_not_depend_on_how_the_csv_arrives(
        rows in proptest::collection::vec(mixed_row(), 0..20),
        piece in 1_usize..50,
    ) {
        let csv = csv_of(&rows);
        let mut writer = ParquetWriter::new(Vec::new(), "t.parquet", &mixed()).unwrap();
        for bytes in csv.as_bytes().chunks(piece) {
            writer.write_all(bytes).unwrap();
        }
        prop_assert_eq!(writer.finish().unwrap(), written(&mixed(), &csv));
    }
}

#[test]
fn every_kind_of_value_has_the_text_of_the_oracle() {
    let expected = String::from_utf8(fixture("kinds.csv")).unwrap();
    for name in ["kinds", "kinds_snappy_v2", "kinds_gzip_plain", "kinds_none"] {
        let csv = read(&fixture(&format!("{name}.parquet")));
        assert_eq!(csv.as_ref(), Ok(&expected), "{name}");
    }
    // tests/oracle/parquet_kinds.py: the same two instants, and the columns of `delta`.
    let instants = "nano\n1970-01-01T00:00:00.000000001\n1970-01-01T00:00:01\n\"\"\n";
    assert_eq!(read(&fixture("int96.parquet")).as_deref(), Ok(instants));
    let delta = "text,n\naa,5\nab,7\n,\nb,900\n";
    assert_eq!(read(&fixture("delta.parquet")).as_deref(), Ok(delta));
}

#[test]
fn kinds_of_columns_are_told() {
    let columns = opened(&fixture("kinds.parquet")).unwrap().columns();
    let kind = |name: &str| columns.iter().find(|c| c.name == name).unwrap().kind;
    for (name, expected) in [
        ("flag", ColumnKind::Flag),
        ("uint32", ColumnKind::Integer),
        ("uint64", ColumnKind::Text),
        ("float32", ColumnKind::Number),
        ("decimal", ColumnKind::Text),
        ("date32", ColumnKind::Text),
        ("category", ColumnKind::Text),
    ] {
        assert_eq!(kind(name), expected, "{name}");
    }
}

#[test]
fn what_no_table_of_text_holds_is_refused_by_name() {
    let expected = "expected text, numbers, dates or true and false";
    for (name, message) in [
        ("list", format!("column `x` holds lists; {expected}")),
        ("struct", format!("column `x` holds structs; {expected}")),
        ("map", format!("column `x` holds maps; {expected}")),
        (
            "brotli",
            "column `text` is compressed with brotli; expected zstd, snappy, gzip or nothing"
                .to_owned(),
        ),
        (
            "delta_prefixes",
            "column `text` is encoded as DELTA_BYTE_ARRAY, which is not read".to_owned(),
        ),
        (
            "bytes",
            "row 1, column `x`: found bytes that are not UTF-8; expected text".to_owned(),
        ),
    ] {
        let error = read(&fixture(&format!("{name}.parquet"))).unwrap_err();
        assert_eq!(error.to_string(), message, "{name}");
        assert!(!error.help().is_empty());
    }
}

#[test]
fn rows_are_divided_into_groups_of_bounded_size() {
    // 122,880 rows are one group of the writer; one more begins the second.
    let schema = schema(vec![Column::count("n", "").required()]);
    let rows: Vec<String> = (0..122_881).map(|n| n.to_string()).collect();
    let csv = format!("n\n{}\n", rows.join("\n"));
    let parquet = written(&schema, &csv);
    let metadata = ParquetMetaDataReader::new()
        .parse_and_finish(&bytes::Bytes::from(parquet.clone()))
        .unwrap();
    let sizes: Vec<i64> = (metadata.row_groups().iter())
        .map(RowGroupMetaData::num_rows)
        .collect();
    assert_eq!(sizes, [122_880, 1]);
    assert_eq!(read(&parquet).unwrap(), csv);
}

#[test]
fn what_does_not_fit_its_column_is_told_with_its_place() {
    let fault = |csv: &str| {
        let mut writer = ParquetWriter::new(Vec::new(), "t.parquet", &mixed()).unwrap();
        let error = writer.write_all(csv.as_bytes()).unwrap_err();
        let error: TableError = error.downcast().unwrap();
        assert_eq!(
            error.help().as_deref(),
            Some("rename the column, or write CSV, which has no types")
        );
        error.to_string()
    };
    let header = "id,text,n,x,flag,date\n";
    assert_eq!(
        fault(&format!("{header}a,,1,,,\nb,,1.5,,,\n")),
        "t.parquet, row 2, column `n`: cannot write `1.5`; expected a whole number"
    );
    assert_eq!(
        fault(&format!("{header}a,,,veel,,\n")),
        "t.parquet, row 1, column `x`: cannot write `veel`; expected a number"
    );
    assert_eq!(
        fault(&format!("{header},,,,,\n")),
        "t.parquet, row 1, column `id`: cannot write nothing; expected a value"
    );
    assert_eq!(
        fault(&format!("{header}a,b\n")),
        "t.parquet, row 1, column `n`: cannot write a row of 2 fields; expected a field for every column"
    );
}

#[test]
fn a_line_in_a_message_is_a_row_and_the_header() {
    let csv = "id,text,n,x,flag,date\na,\"een\ntwee\",1,,,\nb,drie,,,,\n";
    let csv = opened(&written(&mixed(), csv)).unwrap();
    let columns = csv.columns();
    let table = TableReader::new(csv, "t.parquet", &TableSettings::default()).unwrap();
    let mut table = table.typed(columns);
    let n = table.column("n").unwrap();
    assert_eq!(table.next_row().unwrap().unwrap().integer(n).unwrap(), 1);
    let error = table.next_row().unwrap().unwrap().integer(n).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("t.parquet, line 3, column `n`")
    );
}

#[test]
fn a_page_that_is_too_large_is_not_unpacked() {
    // A megabyte of one letter packs to almost nothing.
    let text = "a".repeat(LIMIT - 100);
    let parquet = written(&text_columns(2), &format!("c0,c1\n{text},{text}\n"));
    assert!(parquet.len() < 10_000);
    let fault = |max_page, max_pages| {
        let budget = Budget::new(max_page, max_pages);
        let mut csv = CsvOfParquet::new(Source::Bytes(parquet.clone().into()), 4 * LIMIT)
            .unwrap()
            .within(budget);
        match csv.read_to_end(&mut Vec::new()) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    };
    let large = LIMIT as u64;
    assert_eq!(fault(large, 8 * large), "");
    assert!(fault(large / 2, 8 * large).contains("where 524288 is the most"));
    assert!(fault(large, large).contains("more than 1048576 bytes side by side"));
    // The same text twice in a row is more than a record may be.
    let error = read(&parquet).unwrap_err();
    assert_eq!(
        error.to_string(),
        "row 1 is larger than 1048576 bytes, in column `c1` or before it"
    );
}

/// Reads a file cut, and with bytes changed, at every `step`-th place: a panic would fail the test,
/// and a decoder that gives up is one whose page should have been refused before.
fn survives(parquet: &[u8], step: usize) {
    let damaged = |bytes: &[u8]| {
        if let Err(error) = read(bytes) {
            assert!(!error.to_string().contains("gave up"), "{error}");
        }
    };
    for place in (0..parquet.len()).step_by(step) {
        damaged(&parquet[..place]);
        for change in [0x01, 0x80, 0xFF] {
            let mut bytes = parquet.to_vec();
            bytes[place] ^= change;
            damaged(&bytes);
        }
    }
}

#[test]
fn damage_is_an_error_or_another_value_never_an_end_of_the_program() {
    for name in [
        "kinds",
        "kinds_snappy_v2",
        "kinds_none",
        "delta",
        "int96",
        "list",
    ] {
        survives(&fixture(&format!("{name}.parquet")), 29);
    }
    let rows: Vec<String> = (0..60)
        .map(|n| format!("r{n},tekst {n},{n},0.5,true,2024"))
        .collect();
    let rows = rows.join("\n");
    let own = written(&mixed(), &format!("id,text,n,x,flag,date\n{rows}\n"));
    survives(&own, 5);
}

#[test]
fn a_cut_file_says_so() {
    let own = written(&text_columns(1), "c0\na\n");
    let error = read(&own[..own.len() - 1]).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the Parquet file is cut off or damaged: "),
        "{error}"
    );
    let source = Source::Bytes(own.into());
    assert!(source.get_bytes(u64::MAX, 1).is_err());
    assert!(source.get_read(1 << 40).is_err());
}
