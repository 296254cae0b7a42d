use crate::read::test_files::file_at;
use crate::read::{
    Layout, Quality, ReadError, ReadOptions, Reader, Source, SourceFile, SourceText,
};

fn file() -> SourceFile {
    file_at("tabel.csv".as_ref())
}

fn read(text: &str, options: ReadOptions) -> Result<Vec<Source>, ReadError> {
    Reader::new(options).read_bytes(&file(), text.as_bytes())
}

fn texts(text: &str) -> Vec<SourceText> {
    let sources = read(text, ReadOptions::default()).unwrap();
    let texts = sources.into_iter().filter_map(|source| match source {
        Source::Read(text) => Some(text),
        _ => None,
    });
    texts.collect()
}

#[test]
fn a_row_is_a_document_with_its_speaker_and_date() {
    let rows = texts(
        "partij;datum;tekst\nVVD;31-05-2022;\"Eerste zin.\n\nTweede zin.\"\nMinister van Asiel;2022-06-01;Antwoord.\n",
    );
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].document.id.as_str(), "tabel-1");
    assert_eq!(rows[0].document.date.unwrap().to_string(), "2022-05-31");
    assert_eq!(rows[0].text, "Eerste zin.\n\nTweede zin.");
    let Layout::Parts(parts) = &rows[0].layout else {
        panic!("no parts")
    };
    assert!(parts.is_stated);
    assert_eq!(parts.turns[0].speaker.party, "VVD");
    let lines: Vec<usize> = parts.parts.iter().map(|part| part.line).collect();
    assert_eq!(lines, [2, 4]);
    let Layout::Parts(parts) = &rows[1].layout else {
        panic!("no parts")
    };
    assert_eq!(parts.turns[0].speaker.quality, Quality::Government);
    assert_eq!(parts.parts[0].line, 5);
}

#[test]
fn without_a_speaker_the_text_is_read_as_plain_text_at_its_line() {
    let rows = texts("id,tekst\nb 7,\"Een.\nTwee.\"\nc,Drie.\n");
    assert_eq!(rows[0].layout, Layout::Lines);
    assert_eq!(rows[0].document.id.as_str(), "tabel-b-7");
    assert_eq!(rows[0].place_of(5).to_string(), "line 3");
    assert_eq!(rows[1].place_of(0).to_string(), "line 4");
}

#[test]
fn json_lines_are_rows_too() {
    let rows = texts(
        "{\"speech\": \"Eerste.\\nZin.\", \"party\": \"D66\", \"id\": 4}\n\n{\"speech\": \"Tweede.\", \"party\": null, \"id\": 5}\n{\"speech\": ",
    );
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].document.id.as_str(), "tabel-4");
    assert_eq!(rows[1].place_of(0).to_string(), "line 3");
}

#[test]
fn rows_without_text_or_with_too_few_fields_are_told_with_their_line() {
    let sources = read(
        "tekst,partij\nEen.,VVD\n ,SP\nTwee.\n",
        ReadOptions::default(),
    )
    .unwrap();
    let skipped: Vec<(usize, &str)> = sources
        .iter()
        .filter_map(|source| match source {
            Source::SkippedRow { line, reason, .. } => Some((*line, *reason)),
            _ => None,
        })
        .collect();
    assert_eq!(skipped, [(3, "empty"), (4, "damaged")]);
}

#[test]
fn ids_that_repeat_are_refused_where_they_were_asked_for() {
    let table = "id,tekst\na,Een.\nb,Twee.\na,Drie.\n";
    let ids: Vec<String> = texts(table)
        .iter()
        .map(|row| row.document.id.to_string())
        .collect();
    assert_eq!(ids, ["tabel-1", "tabel-2", "tabel-3"]);
    let options = ReadOptions {
        id_column: Some("id".to_owned()),
        ..ReadOptions::default()
    };
    assert_eq!(
        read(table, options).unwrap_err().to_string(),
        "tabel.csv, line 4, column `id`: `a` stands on line 2 already"
    );
}

#[test]
fn a_first_column_without_a_name_numbers_the_rows() {
    for table in [
        ",tekst\n0,Een.\n1,Twee.\n",
        "\"\",\"tekst\"\n\"1\",\"Een.\"\n",
    ] {
        assert_eq!(texts(table)[0].text, "Een.", "{table}");
    }
}

#[test]
fn text_with_commas_is_no_table() {
    for text in [
        "Geachte voorzitter, beste leden\nDank u, voorzitter\n",
        "Den Haag, 5 mei\n\nAan, de Kamer\n\nHet antwoord, zo luidt het\n\nJa, dat is zo\n\nNee, toch niet\n\nEinde, punt\n",
        "{De heer Van Dijk}, zo begint het.\nEn verder.",
        "Onderwerp: bericht\nDatum: morgen\n",
        "Titel | ondertitel\nDe bus rijdt.\n",
    ] {
        let rows = texts(text);
        assert_eq!((rows.len(), rows[0].text.as_str()), (1, text));
    }
}

#[test]
fn tables_and_json_without_texts_are_refused() {
    let names = "naam, partij\na, b\nc, d\ne, f\ng, h\ni, j\n";
    assert_eq!(
        read(names, ReadOptions::default()).unwrap_err().to_string(),
        "tabel.csv: a table without a column of texts; found the columns `naam`, ` partij`"
    );
    for json in ["[{\"tekst\": \"Een.\"}]", "{\n \"tekst\": \"Een.\"\n}"] {
        let error = read(json, ReadOptions::default()).unwrap_err().to_string();
        assert!(
            error.contains("found JSON that is not one object a line"),
            "{error}"
        );
    }
    let error = read("{\"naam\": \"a\"}\n", ReadOptions::default())
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "tabel.csv: a table without a column of texts; found the columns `naam`"
    );
}

/// Party and text of the rows of a table, divided by a bar.
fn said(table: &str) -> Vec<String> {
    let rows = texts(table);
    let rows = rows.iter().map(|row| match &row.layout {
        Layout::Parts(parts) => format!("{}|{}", parts.turns[0].speaker.party, row.text),
        _ => row.text.clone(),
    });
    rows.collect()
}

#[test]
fn other_signs_than_comma_semicolon_and_tab_divide_fields() {
    for table in [
        "id|partij|tekst\n1|SP|Een, twee.\n2|VVD|Drie; vier.\n",
        "id^partij^tekst\n1^SP^Een, twee.\n2^VVD^Drie; vier.\n",
        "\"id\" \"partij\" \"tekst\"\n1 \"SP\" \"Een, twee.\"\n2 \"VVD\" \"Drie; vier.\"\n",
        "\u{feff}\"partij\"|\"tekst\"\r\n\"SP\"|\"Een, twee.\"\r\n\"VVD\"|\"Drie; vier.\"\r\n",
        "|partij|tekst\n0|SP|Een, twee.\n1|VVD|Drie; vier.\n",
    ] {
        assert_eq!(said(table), ["SP|Een, twee.", "VVD|Drie; vier."], "{table}");
    }
    let sources = read(
        "id:partij:tekst\n1:SP:Een: twee.\n2:VVD:Drie.\n",
        ReadOptions::default(),
    );
    let skipped = sources.unwrap().iter().any(|source| {
        matches!(
            source,
            Source::SkippedRow {
                line: 2,
                reason: "damaged",
                ..
            }
        )
    });
    assert!(skipped);
    let stated = ReadOptions {
        text_column: Some("woorden".to_owned()),
        ..ReadOptions::default()
    };
    assert_eq!(read("wie|woorden\na|Een.\n", stated).unwrap().len(), 1);
}

#[test]
fn rows_that_r_numbers_without_naming_the_column_are_read() {
    for table in [
        "\"partij\" \"tekst\"\n\"1\" \"SP\" \"Een.\"\n\"2\" \"VVD\" \"Twee.\"\n",
        "\"partij\";\"tekst\"\n\"1\";\"SP\";\"Een.\"\n\"2\";\"VVD\";\"Twee.\"\n",
        "partij\ttekst\n1\tSP\tEen.\n2\tVVD\tTwee.\n",
    ] {
        assert_eq!(said(table), ["SP|Een.", "VVD|Twee."], "{table}");
    }
    // A text with a delimiter outside quotes is no row name.
    let table = "id;tekst\n1;Een; twee\n2;Drie.\n";
    assert_eq!(said(table), ["Drie."]);
}

#[test]
fn a_row_is_whose_any_of_its_columns_says() {
    for (table, parties) in [
        (
            "partij,actor,tekst\nSP,,Een.\n,VVD,Twee.\nNA,D66,Drie.\n",
            ["SP|Een.", "VVD|Twee.", "D66|Drie."],
        ),
        (
            "group,partij,tekst\ng1,SP,Een.\ng2,VVD,Twee.\ng3,D66,Drie.\n",
            ["SP|Een.", "VVD|Twee.", "D66|Drie."],
        ),
        (
            "{\"tekst\": \"Een.\", \"partij\": \"SP\"}\n{\"tekst\": \"Twee.\", \"partij\": [\"SP\", \"VVD\"]}\n{\"tekst\": \"Drie.\", \"spreker\": {\"naam\": \"Zon\", \"partij\": \"D66\"}}\n",
            ["SP|Een.", "SP; VVD|Twee.", "D66|Drie."],
        ),
    ] {
        assert_eq!(said(table), parties, "{table}");
    }
    let table = "partij,actor,tekst\nSP,,Een.\n,Kabinet,Twee.\nVVD,minister,Drie.\n";
    let qualities: Vec<Quality> = texts(table)
        .iter()
        .map(|row| match &row.layout {
            Layout::Parts(parts) => parts.turns[0].speaker.quality,
            _ => Quality::Other,
        })
        .collect();
    assert_eq!(
        qualities,
        [Quality::Member, Quality::Government, Quality::Government]
    );
}

#[test]
fn a_text_that_is_a_list_or_an_object_is_told_with_its_line() {
    let json = "{\"tekst\": \"Een.\"}\n\n{\"tekst\": [\"a\", \"b\"]}\n{\"tekst\": {\"nl\": \"a\"}}\n{\"tekst\": null}\n";
    let sources = read(json, ReadOptions::default()).unwrap();
    let skipped: Vec<String> = sources
        .iter()
        .filter_map(|source| match source {
            Source::SkippedRow {
                line,
                reason,
                detail,
                ..
            } => Some(format!("{line} {reason}: {detail}")),
            _ => None,
        })
        .collect();
    assert_eq!(
        skipped,
        [
            "3 not text: a list in the column `tekst`; expected a text",
            "4 not text: an object in the column `tekst`; expected a text",
            "5 empty: no text in the column `tekst`",
        ]
    );
    let error = read(
        "{\"tekst\": null}\n{\"tekst\": [\"a\"]}\n",
        ReadOptions::default(),
    );
    let error = error.unwrap_err();
    assert_eq!(
        error.to_string(),
        "tabel.csv, line 2: a list in the column `tekst`; expected a text"
    );
    assert!(error.help().unwrap().contains("--text-column"));
}

#[test]
fn what_statistics_programs_write_for_no_text_is_none() {
    let sources = read(
        "tekst,partij\nNA,VVD\nEen.,SP\nNaN,SP\n",
        ReadOptions::default(),
    )
    .unwrap();
    let n_skipped = sources.iter().filter(|s| {
        matches!(
            s,
            Source::SkippedRow {
                reason: "empty",
                ..
            }
        )
    });
    assert_eq!((sources.len(), n_skipped.count()), (3, 2));
}
