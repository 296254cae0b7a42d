//! Every message of a table, with its advice.

use super::*;

fn shown(errors: &[TableError]) -> String {
    let lines = errors.iter().map(|error| match error.help() {
        Some(help) => format!("{error}\n  help: {help}\n"),
        None => format!("{error}\n"),
    });
    lines.collect()
}

fn file() -> String {
    "a.csv".to_owned()
}

#[test]
fn messages_about_the_file_say_what_to_do() {
    let opened = |kind: io::ErrorKind| TableError::Open {
        file: file(),
        source: kind.into(),
    };
    let foreign = |found| TableError::NotText {
        file: file(),
        found,
    };
    insta::assert_snapshot!(shown(&[
        opened(io::ErrorKind::NotFound),
        opened(io::ErrorKind::PermissionDenied),
        opened(io::ErrorKind::IsADirectory),
        opened(io::ErrorKind::ResourceBusy),
        TableError::Empty { file: file() },
        foreign(ForeignFormat::Zip),
        foreign(ForeignFormat::OldOffice),
        foreign(ForeignFormat::Pdf),
        foreign(ForeignFormat::Compressed("gzip")),
        foreign(ForeignFormat::Utf16),
        foreign(ForeignFormat::Parquet),
        foreign(ForeignFormat::Markup),
        foreign(ForeignFormat::Json),
    ]));
}

#[test]
fn messages_about_a_record_say_where_it_is() {
    let ragged = |last_line, found| TableError::Ragged {
        file: file(),
        line: 14,
        last_line,
        found,
        expected: 3,
        delimiter: Delimiter::SEMICOLON,
    };
    let field = |found: &str, expected: &str| TableError::Field {
        file: file(),
        line: 14,
        column: "share".to_owned(),
        found: found.to_owned(),
        expected: expected.to_owned(),
    };
    let invalid: Result<u8, _> = "300".parse();
    insta::assert_snapshot!(shown(&[
        TableError::NulByte {
            file: file(),
            line: 14
        },
        TableError::InvalidUtf8 {
            file: file(),
            line: 14,
            offset: 801,
            byte: 0xE9
        },
        TableError::RecordTooLarge {
            file: file(),
            line: 14,
            limit: 1_048_576
        },
        TableError::UnclosedQuote {
            file: file(),
            line: 14
        },
        TableError::StrayQuote {
            file: file(),
            line: 14,
            first_line: 14
        },
        TableError::StrayQuote {
            file: file(),
            line: 15,
            first_line: 14
        },
        ragged(14, 4),
        ragged(14, 2),
        ragged(17, 5),
        field("0,5", "a number such as 0.25"),
        field("nee", "true or false"),
        TableError::Invalid {
            file: file(),
            line: 14,
            column: "share".to_owned(),
            reason: invalid.unwrap_err().to_string(),
        },
    ]));
}

#[test]
fn messages_about_columns_and_outputs_name_them() {
    let written = |kind: io::ErrorKind| TableError::Write {
        file: file(),
        source: kind.into(),
    };
    insta::assert_snapshot!(shown(&[
        TableError::UnnamedColumn {
            file: file(),
            position: 2
        },
        TableError::RepeatedColumn {
            file: file(),
            name: "text".to_owned(),
            first: 1,
            second: 3,
        },
        TableError::MissingColumn {
            file: file(),
            name: "text".to_owned(),
            columns: (1..=14).map(|i| format!("c{i}")).collect(),
        },
        TableError::Unfit {
            file: file(),
            row: 7,
            column: "share".to_owned(),
            found: "NaN".to_owned(),
            expected: "a finite number".to_owned(),
        },
        written(io::ErrorKind::StorageFull),
        written(io::ErrorKind::ReadOnlyFilesystem),
        written(io::ErrorKind::BrokenPipe),
    ]));
}
