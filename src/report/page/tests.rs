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
                also: Some((5, 6, 7, 8)),
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
        are_checked: true,
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
fn what_a_table_does_not_tell_is_not_counted() {
    let csv = "text,predicted_stance\nx,none\ny,none\n";
    let table = TableReader::new(csv.as_bytes(), "t.csv", &TableSettings::default()).unwrap();
    // A comparison names passages without ids by their lines.
    let wanted = Wanted {
        counted: Some(["row-2", "row-3"].into_iter().collect()),
        ..Wanted::default()
    };
    let sample = PassageSample::read(table, &[], &wanted, 10).unwrap();
    let html = filled(&ReportTables::of([]), &[], &sample, "t");
    assert!(html.contains("<p class=\"lead\">2 passages, labelled by stance"));
    assert!(html.contains("The tables here and all figures below count 2 passages."));
    assert!(html.contains("has no <code>warnings.csv</code>"));
}

#[test]
fn a_table_that_is_cut_says_how_many_rows_there_are_and_where() {
    let row = vec!["VVD".to_owned(), "0.25".to_owned()];
    let figure = |n: usize| Figure {
        table: FigureTable {
            rows: vec![row.clone(); n],
            ..hostile_figure().table
        },
        ..hostile_figure()
    };
    let html = |n| {
        filled(
            &ReportTables::of([]),
            &[figure(n)],
            &PassageSample::default(),
            "t",
        )
    };
    assert!(html(301).contains(
        "The first 300 of the 301 rows of this figure; all of them stand in <code>stance_by_actor.csv</code>."
    ));
    assert!(!html(300).contains("The first 300"));
}

#[test]
fn terms_have_true_minus_signs_and_the_level_of_their_interval() {
    let columns = [
        "actor",
        "role",
        "term",
        "status",
        "delta",
        "conf_low",
        "conf_high",
        "conf_level",
        "q_bh",
    ];
    let fields = [
        "SP",
        "question",
        "grens",
        "exploratory",
        "-1.25",
        "-2.5",
        "-0.001",
        "0.950000",
        "0.040000",
    ];
    let terms = table("framing_terms_by_actor.csv", &columns, &[&fields]);
    let tables = ReportTables::of([("framing_terms_by_actor.csv", terms)]);
    let html = filled(&tables, &[], &sample_of("Tekst."), "t");
    assert!(
        html.contains("log-odds \u{2212}1.25, 95 % interval \u{2212}2.50 to 0.00 \u{b7} q 0.040")
    );
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
    assert!(html.contains("The one passage."), "passages come first");
    assert!(html.contains("<a href=\"figures&#x2f;shares-11.svg\">Shares 11</a>"));
    assert!(html.contains("There is no room for them in a page of less than 10 MB"));
    assert!(
        html.contains("more figures, in files beside this page") && html.contains("<figure "),
        "as many as there is room for are shown"
    );
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
    assert_eq!(html.matches("href=\"#passages?actor=%22\"").count(), 1);
    assert!(html.contains(
        "<rect x=\"1\" y=\"2\" width=\"3\" height=\"4\"/><rect x=\"5\" y=\"6\" width=\"7\" height=\"8\"/></a>"
    ));
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

#[test]
fn sentences_speak_of_one_as_one_and_of_code_as_code() {
    let tables = ReportTables::of([
        (
            "warnings.csv",
            table(
                "warnings.csv",
                &["code", "message"],
                &[&["a-code", "Add `--refit` <b>."]],
            ),
        ),
        (
            "skipped.csv",
            table("skipped.csv", &["stage", "reason"], &[&["read", "empty"]]),
        ),
    ]);
    let html = filled(&tables, &[], &sample_of("Tekst."), "t");
    assert!(html.contains("Add <code>--refit</code> &lt;b&gt;."));
    assert!(html.contains("1 passage of 1 document and 1 actor, labelled"));
    assert!(html.contains("The one passage.") && html.contains("(1 piece of text, "));
    assert!(html.contains("The tables here and all figures below count 1 passage."));
}

#[test]
fn the_chair_is_told_apart_from_the_actors() {
    let csv = "passage_id,document_id,actor,role,text,predicted_stance\n\
               a,d,VVD,speech,x,none\nb,d,Voorzitter,speech,y,none\nc,d,VVD,speech,x,none\n";
    let table = TableReader::new(csv.as_bytes(), "t.csv", &TableSettings::default()).unwrap();
    let wanted = Wanted {
        counted: Some(["a"].into_iter().collect()),
        ..Wanted::default()
    };
    let sample = PassageSample::read(table, &[], &wanted, 10).unwrap();
    let html = filled(&ReportTables::of([]), &[], &sample, "t");
    assert!(html.contains("3 passages of 1 document and 1 actor, and the chair, labelled"));
    assert!(html.contains(
        "The tables here count 3 passages. Figures that compare actors count 1 of them: 1 repeats another \
         one of its actor, and 1 is of the chair of a sitting, who is not compared."
    ));
}
