use super::*;
use crate::report::figures::{Drawing, FigureTable, Mark};
use crate::report::{ReportTable, ReportTables};
use crate::table::{TableReader, TableSettings};

/// Texts that try to leave their place.
const HOSTILE: &str =
    "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;\u{202e}{{ 7*7 }}";

fn table(file: &str, columns: &[&str], rows: &[&[&str]]) -> ReportTable {
    ReportTable {
        file: file.to_owned(),
        columns: columns.iter().map(|&c| c.to_owned()).collect(),
        rows: rows
            .iter()
            .map(|row| row.iter().map(|&field| field.to_owned()).collect())
            .collect(),
    }
}

fn hostile_figure() -> Figure {
    Figure {
        id: "shares-question".to_owned(),
        title: HOSTILE.to_owned(),
        drawing: Drawing {
            svg: "<svg xmlns=\"http://www.w3.org/2000/svg\"><circle r=\"1\"/></svg>".to_owned(),
            width: 100,
            height: 50,
            marks: vec![Mark {
                place: (1, 2, 3, 4),
                label: HOSTILE.to_owned(),
                target: "passages?actor=%22".to_owned(),
            }],
        },
        n: HOSTILE.to_owned(),
        method: HOSTILE.to_owned(),
        shows: HOSTILE.to_owned(),
        shows_not: HOSTILE.to_owned(),
        table: FigureTable {
            file: "stance_by_actor.csv".to_owned(),
            columns: vec!["actor".to_owned(), "estimate".to_owned()],
            rows: vec![vec![HOSTILE.to_owned(), "0.25".to_owned()]],
        },
    }
}

fn sample_of(text: &str) -> PassageSample {
    let quoted = text.replace('"', "\"\"");
    let csv = format!(
        "passage_id,document_id,actor,role,text,predicted_stance,prob_a\n\
         \"{quoted}\",\"{quoted}\",\"{quoted}\",question,\"{quoted}\",none,0.5\n"
    );
    let table = TableReader::new(csv.as_bytes(), "t.csv", &TableSettings::default()).unwrap();
    PassageSample::read(table, &["prob_a".to_owned()], &Wanted::default(), 10).unwrap()
}

fn filled(
    tables: &ReportTables,
    figures: &[Figure],
    sample: &PassageSample,
    title: &str,
) -> String {
    page(&PageSources {
        title,
        tables,
        figures,
        sample,
        codebook: &Codebook::built_in(),
        model: None,
        files: &["report.html".to_owned()],
    })
    .unwrap()
}

#[test]
fn texts_are_data_wherever_they_stand() {
    let terms = [
        "actor",
        "role",
        "term",
        "surface_forms",
        "status",
        "quote_1_id",
        "quote_1",
    ];
    let tables = ReportTables::of([
        (
            "comparison.csv",
            table(
                "comparison.csv",
                &["fact", "value"],
                &[&["design", HOSTILE]],
            ),
        ),
        (
            "warnings.csv",
            table("warnings.csv", &["code", "message"], &[&[HOSTILE, HOSTILE]]),
        ),
        (
            "skipped.csv",
            table("skipped.csv", &["stage", "reason"], &[&[HOSTILE, HOSTILE]]),
        ),
        (
            "framing_terms_by_actor.csv",
            table("framing_terms_by_actor.csv", &terms, &[&[HOSTILE; 7]]),
        ),
    ]);
    let html = filled(&tables, &[hostile_figure()], &sample_of(HOSTILE), HOSTILE);
    // Two scripts, ours: the data and the program. No element of the hostile text.
    assert_eq!(html.matches("<script").count(), 2);
    assert_eq!(html.matches("</script>").count(), 2);
    assert!(!html.contains("<img"));
    assert!(!html.contains("onerror=alert(2)>\""));
    assert!(html.contains("{{ 7*7 }}"), "a text is no template");
    let start = html.find("id=\"data\">").unwrap() + "id=\"data\">".len();
    let end = start + html[start..].find("</script>").unwrap();
    let data: serde_json::Value = serde_json::from_str(&html[start..end]).unwrap();
    assert_eq!(data["passages"][0]["text"], HOSTILE);
}

#[test]
fn a_folder_with_nothing_to_show_still_makes_a_page_that_says_so() {
    let html = filled(
        &ReportTables::of([]),
        &[],
        &PassageSample::default(),
        "Leeg",
    );
    assert!(html.contains("No coded passages were given"));
    assert!(html.contains("All 0 passages."));
    assert!(!html.contains("<figure"));
}

#[test]
fn where_figures_take_too_much_room_they_are_named_with_their_files() {
    let heavy = |i: usize| Figure {
        id: format!("shares-{i}"),
        title: format!("Shares {i}"),
        drawing: Drawing {
            svg: format!("<svg>{}</svg>", "<g/>".repeat(300_000)),
            width: 1,
            height: 1,
            marks: Vec::new(),
        },
        ..hostile_figure()
    };
    let figures: Vec<Figure> = (0..12).map(heavy).collect();
    let sample = sample_of("Tekst.");
    let html = filled(&ReportTables::of([]), &figures, &sample, "t");
    assert!(html.len() < 10_000_000, "{}", html.len());
    assert!(html.contains("All 1 passages."), "passages come first");
    assert!(html.contains("<a href=\"figures&#x2f;shares-11.svg\">Shares 11</a>"));
}

#[test]
fn figures_stand_in_their_section_with_their_marks_and_numbers() {
    let html = filled(
        &ReportTables::of([]),
        &[hostile_figure()],
        &PassageSample::default(),
        "t",
    );
    let section = html.find("<section id=\"shares\"").unwrap();
    let figure = html.find("<figure id=\"figure-shares-question\"").unwrap();
    let next = html.find("<section id=\"instruments\"").unwrap();
    assert!(section < figure && figure < next);
    assert!(html.contains("href=\"#passages?actor=%22\""));
    assert!(html.contains("<td class=\"number\"><bdi>0.25</bdi></td>"));
}

#[test]
fn the_policy_is_that_of_the_style_and_the_script_in_the_page() {
    let html = filled(&ReportTables::of([]), &[], &PassageSample::default(), "t");
    let between = |from: &str, to: &str| {
        let start = html.find(from).unwrap() + from.len();
        let end = start + html[start..].find(to).unwrap();
        &html[start..end]
    };
    let policy = security::policy(
        between("<style>", "</style>"),
        between("<script>", "</script>"),
    );
    let stated = between("http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    assert_eq!(stated.replace("&#x27;", "'").replace("&#x2f;", "/"), policy);
    for attribute in ["onclick", "onload", "style=\"", "javascript:"] {
        assert!(!html.contains(attribute), "{attribute}");
    }
}
