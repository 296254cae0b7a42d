//! What every figure must hold, and where marks lie.

use std::path::Path;

use super::*;
use crate::report::{ReportTable, ReportTables};

/// Two classes, a circle and a square.
const CODEBOOK: &str = "version = \"1\"\n\
    [[class]]\nid = \"yes\"\nname = \"For\"\ndescription = \"d\"\ncolour = \"#009E73\"\n\
    [[class]]\nid = \"no\"\nname = \"Against\"\ndescription = \"d\"\ncolour = \"#D55E00\"\n";

const SHARES: &str = "actor,role,stance,denominator,inference,estimate,conf_low,conf_high,conf_level,\
    status,raw_share,n_passages,n_coded,method,design,reference_standard,note";

fn codebook() -> Codebook {
    Codebook::from_toml(CODEBOOK, "test").unwrap()
}

fn table(file: &'static str, text: &str) -> (&'static str, ReportTable) {
    let mut lines = text.lines().map(|line| {
        line.split(',')
            .map(|field| field.trim().to_owned())
            .collect()
    });
    let table = ReportTable {
        file: file.to_owned(),
        columns: lines.next().unwrap(),
        rows: lines.collect(),
    };
    (file, table)
}

fn committed() -> ReportTables {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/labelled");
    ReportTables::read(&folder, FIGURE_TABLES).unwrap()
}

/// Shares of actors whose names are given: yes 0.25, no 0.75, 40 passages.
fn shares_of(actors: &[&str]) -> ReportTables {
    let mut rows = vec![SHARES.to_owned()];
    for actor in actors {
        for (stance, share) in [("yes", "0.250000"), ("no", "0.750000")] {
            for (inference, limits) in [("corpus", ",,"), ("beyond-corpus", "0.100000,0.900000,")] {
                rows.push(format!(
                    "{actor},question,{stance},passages,{inference},{share},{limits}0.95,census,\
                     0.500000,40,40,counted,chosen,expert,"
                ));
            }
        }
    }
    ReportTables::of([table("stance_by_actor.csv", &rows.join("\n"))])
}

fn of_tag<'d>(document: &'d roxmltree::Document<'d>, tag: &str) -> Vec<roxmltree::Node<'d, 'd>> {
    let nodes = document.descendants();
    nodes.filter(|node| node.has_tag_name(tag)).collect()
}

fn texts(document: &roxmltree::Document<'_>) -> Vec<(f64, String)> {
    of_tag(document, "text")
        .iter()
        .map(|node| {
            let text = node.text().unwrap_or_default().trim().to_owned();
            (node.attribute("x").unwrap().parse().unwrap(), text)
        })
        .collect()
}

#[test]
fn a_mark_lies_at_its_number_between_the_ends_of_its_axis() {
    let figures = figures(&shares_of(&["A", "B"]), &codebook()).unwrap();
    assert_eq!(figures.len(), 1);
    let svg = &figures[0].drawing.svg;
    let document = roxmltree::Document::parse(svg).unwrap();
    let at = |text: &str| -> Vec<f64> {
        let found = texts(&document);
        found
            .iter()
            .filter(|one| one.1 == text)
            .map(|one| one.0)
            .collect()
    };
    let (zero, half, one) = (at("0"), at("0.5"), at("1"));
    assert_eq!((zero.len(), half.len(), one.len()), (2, 2, 2));
    let circles: Vec<(f64, &str)> = of_tag(&document, "circle")
        .iter()
        .map(|node| {
            let x: f64 = node.attribute("cx").unwrap().parse().unwrap();
            (x, node.attribute("fill").unwrap())
        })
        .collect();
    // Circles are the marks of the first class: the one of its heading, then per actor the hollow
    // count at 0.5, the filled estimate at 0.25 and the outline of the census around it; and three in
    // the key: census with its outline, and a count.
    assert_eq!(circles.len(), 1 + 2 * 3 + 3, "{circles:?}");
    let quarter = zero[0] + 0.25 * (one[0] - zero[0]);
    for row in [1, 4] {
        assert!((circles[row].0 - half[0]).abs() <= 1.0, "{circles:?}");
        assert!((circles[row + 1].0 - quarter).abs() <= 1.0, "{circles:?}");
        assert_eq!((circles[row].1, circles[row + 1].1), ("none", "#009E73"));
        assert_eq!(circles[row + 2].0.to_bits(), circles[row + 1].0.to_bits());
    }
}

#[test]
fn a_figure_of_shares_says_what_it_draws() {
    let figures = figures(&shares_of(&["A", "B"]), &codebook()).unwrap();
    let figure = &figures[0];
    assert_eq!(figure.id, "shares-question");
    assert_eq!(figure.table.rows.len(), 8);
    assert_eq!(figure.table.rows[0][5], "0.250000");
    assert_eq!(
        figure.method,
        "counted; intervals of 95 %; design: chosen; reference standard: expert"
    );
    // Every passage is coded, so the estimate leads to codes; the count beside it to predictions.
    let targets: Vec<&str> = figure.drawing.marks[..4]
        .iter()
        .map(|mark| mark.target.as_str())
        .collect();
    assert_eq!(
        targets,
        [
            "passages?actor=A&role=question&gold=yes&counted=yes",
            "passages?actor=A&role=question&stance=yes&counted=yes",
            "passages?actor=A&role=question&gold=no&counted=yes",
            "passages?actor=A&role=question&stance=no&counted=yes"
        ]
    );
    assert_eq!(
        figure.drawing.marks[3].label,
        "A, question, no: predicted labels, counted: 0.50 of 40 passages"
    );
    let mark = &figure.drawing.marks[2];
    assert_eq!(
        mark.label,
        "A, question, no: 0.75 of 40 passages (census, beyond the corpus 0.10 to 0.90); 40 coded; \
         predicted labels, counted: 0.50"
    );
}

#[test]
fn names_are_data_and_fit_their_place() {
    let long = "x".repeat(200);
    let names = [
        "<script>alert(1)</script>",
        long.as_str(),
        "\u{202E}evil",
        "حزب",
        "A&B\"'",
        "👩\u{200D}👧",
    ];
    let figures = figures(&shares_of(&names), &codebook()).unwrap();
    let file = String::from_utf8(figure_file(&figures[0])).unwrap();
    let document = roxmltree::Document::parse(&file).unwrap();
    assert!(of_tag(&document, "script").is_empty());
    let shown = texts(&document);
    let has = |wanted: &str| shown.iter().any(|(_, text)| text == wanted);
    assert!(
        has("<script>alert(1)</script>") && has("evil") && has("A&B\"'"),
        "{shown:?}"
    );
    assert!(
        shown
            .iter()
            .any(|(_, text)| text.starts_with("xxx") && text.contains('\u{2026}'))
    );
    for mark in &figures[0].drawing.marks {
        assert!(
            !mark.target.contains(['<', '"', '\'', ' ']),
            "{}",
            mark.target
        );
    }
}

#[test]
fn many_actors_and_classes_take_further_figures() {
    let names: Vec<String> = (0..100).map(|i| format!("Party {i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let found = figures(&shares_of(&names), &codebook()).unwrap();
    let ids: Vec<&str> = found.iter().map(|figure| figure.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "shares-question-1",
            "shares-question-2",
            "shares-question-3"
        ]
    );
    assert!(found[2].title.ends_with("(3 of 3)"));
    assert_eq!(
        found
            .iter()
            .map(|figure| figure.table.rows.len())
            .sum::<usize>(),
        400
    );
    assert!(found.iter().all(|figure| figure.drawing.height < 2970));
}

#[test]
fn a_line_joins_the_years_of_an_actor_that_has_two() {
    let rows = [
        "A,2020,question,yes,passages,corpus,0.2,,,0.95,census,,30,30,counted,chosen,expert,",
        "A,2022,question,yes,passages,corpus,0.4,,,0.95,census,,30,30,counted,chosen,expert,",
        "B,2022,question,yes,passages,corpus,0.4,,,0.95,census,,30,30,counted,chosen,expert,",
    ];
    let header = SHARES.replace("actor,role", "actor,year,role");
    let text = format!("{header}\n{}", rows.join("\n"));
    let tables = ReportTables::of([table("stance_by_actor_and_year.csv", &text)]);
    let found = figures(&tables, &codebook()).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].table.rows.len(), 2);
    assert_eq!(found[0].n, "A, questions: passages 30 in 2020, 30 in 2022");
    let years: Vec<&str> = found[0]
        .drawing
        .marks
        .iter()
        .map(|mark| mark.target.as_str())
        .collect();
    assert_eq!(
        years,
        [
            "passages?actor=A&role=question&gold=yes&year=2020&counted=yes",
            "passages?actor=A&role=question&gold=yes&year=2022&counted=yes"
        ]
    );
}

#[test]
fn the_largest_differences_are_drawn_and_the_rest_is_counted() {
    let mut lines = vec![
        "role,actor_a,actor_b,stance,inference,estimate,conf_low,conf_high,conf_level,status,p_holm,\
         n_in_family,share_a,share_b,n_coded_a,n_coded_b,method,design"
            .to_owned(),
    ];
    lines.extend((10..50).map(|i| {
        format!(
            "question,A,B{i},yes,corpus,-0.{i},-0.9,0.1,0.95,corrected,0.04,40,0.1,0.2,30,30,m,d"
        )
    }));
    let tables = ReportTables::of([table("contrasts.csv", &lines.join("\n"))]);
    let figures = figures(&tables, &codebook()).unwrap();
    let figure = &figures[0];
    assert_eq!(figure.table.rows.len(), 30);
    assert_eq!(figure.table.rows[0][5], "-0.49");
    assert_eq!(figure.table.rows[29][5], "-0.20");
    assert_eq!(
        figure.n,
        "the 30 largest of 40 estimated differences; the others stand in contrasts.csv; p adjusted by \
         Holm in families of 40"
    );
    // A corrected estimate rests on predictions.
    assert_eq!(
        figure.drawing.marks[0].target,
        "passages?actor=A&actor=B49&role=question&stance=yes&counted=yes"
    );
    assert!(
        figure.shows.starts_with("0 of the 30 differences"),
        "{}",
        figure.shows
    );
}

#[test]
fn differences_of_actors_with_few_codes_come_last() {
    let mut lines = vec![
        "role,actor_a,actor_b,stance,inference,estimate,conf_low,conf_high,conf_level,status,p_holm,\
         n_in_family,share_a,share_b,n_coded_a,n_coded_b,method,design"
            .to_owned(),
    ];
    // Forty differences of few codes, the larger ones; then two of 25 and more.
    for (i, n_coded) in (10..50).map(|i| (i, 24)).chain([(3, 25), (4, 26)]) {
        lines.push(format!(
            "question,A,B{i},yes,corpus,0.{i:02},,,0.95,census,,0,0.1,0.2,30,{n_coded},m,d"
        ));
    }
    let tables = ReportTables::of([table("contrasts.csv", &lines.join("\n"))]);
    let figures = figures(&tables, &codebook()).unwrap();
    let drawn: Vec<&str> = figures[0]
        .table
        .rows
        .iter()
        .map(|row| row[2].as_str())
        .collect();
    assert_eq!(drawn[..3], ["B4", "B3", "B49"]);
    assert_eq!(drawn.len(), 30);
    assert!(
        figures[0].n.starts_with(
            "all 2 differences of actors that both have at least 25 coded passages, then the 28 \
             largest of 40 others; the others stand in contrasts.csv"
        ),
        "{}",
        figures[0].n
    );
    assert_eq!(
        figures[0].drawing.marks[0].target,
        "passages?actor=A&actor=B4&role=question&gold=yes&counted=yes"
    );
}

#[test]
fn recall_is_told_of_classes_with_enough_codes() {
    let shows = |rows: &[&str]| -> String {
        let text = format!(
            "split,actor,stance,recall,conf_low,conf_high,conf_level,n_correct,n,method\n{}",
            rows.join("\n")
        );
        let tables = ReportTables::of([table("recall_by_actor.csv", &text)]);
        figures(&tables, &codebook()).unwrap()[0].shows.clone()
    };
    // 20 of 25 and 15 of 30 count; 1 of 24 does not, though the actor has more codes in all.
    let rows = [
        "grouped,A,,0.8,,,0.95,40,50,m",
        "grouped,A,yes,0.8,,,0.95,20,25,m",
        "grouped,B,yes,0.5,,,0.95,15,30,m",
        "grouped,C,,0.5,,,0.95,15,30,m",
        "grouped,C,yes,0.041667,,,0.95,1,24,m",
    ];
    assert_eq!(
        shows(&rows),
        "Among the 2 rows with at least 25 coded passages of yes, its recall runs from 0.50 (B, \
         15/30) to 0.80 (A, 20/25)."
    );
    assert!(shows(&rows[..2]).starts_with("No class has two rows with at least 25"));
    assert!(shows(&rows[4..]).starts_with("No row has at least 25"));
}

#[test]
fn no_tables_no_figures() {
    assert!(
        figures(&ReportTables::of([]), &codebook())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn the_figures_of_the_committed_tables_hold_their_numbers() {
    let tables = committed();
    let found = figures(&tables, &Codebook::built_in()).unwrap();
    let mut ids: Vec<&str> = found.iter().map(|figure| figure.id.as_str()).collect();
    assert!(ids.len() >= 8, "{ids:?}");
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), found.len());
    for figure in &found {
        let Figure { id, table, .. } = figure;
        for text in [
            &figure.title,
            &figure.n,
            &figure.method,
            &figure.shows,
            &figure.shows_not,
        ] {
            assert!(!text.is_empty(), "{id}");
        }
        let columns: Vec<&str> = table.columns.iter().map(String::as_str).collect();
        let file = tables.get(&table.file).unwrap();
        let written: Vec<Vec<String>> = file.rows().map(|row| row.fields(&columns)).collect();
        assert!(!table.rows.is_empty(), "{id}");
        assert!(table.rows.iter().all(|row| written.contains(row)), "{id}");
    }
    assert_eq!(found, figures(&tables, &Codebook::built_in()).unwrap());
}

#[test]
fn nothing_lies_outside_its_drawing() {
    for figure in figures(&committed(), &Codebook::built_in()).unwrap() {
        let document = roxmltree::Document::parse(&figure.drawing.svg).unwrap();
        let (width, height) = (
            f64::from(figure.drawing.width),
            f64::from(figure.drawing.height),
        );
        for node in of_tag(&document, "text") {
            let number = |name| -> f64 { node.attribute(name).unwrap().parse().unwrap() };
            let text = node.text().unwrap_or_default().trim();
            let length = canvas::text_width(text, number("font-size"));
            let left = match node.attribute("text-anchor") {
                Some("end") => number("x") - length,
                Some("middle") => number("x") - length / 2.0,
                _ => number("x"),
            };
            let is_upright = node.attribute("transform").is_some();
            assert!(
                is_upright || (left >= -2.0 && left + length <= width + 24.0),
                "{}: {text} from {left} to {}",
                figure.id,
                left + length
            );
            assert!(
                (0.0..=height).contains(&number("y")),
                "{}: {text}",
                figure.id
            );
        }
        for mark in &figure.drawing.marks {
            let (left, top, wide, high) = mark.place;
            let is_inside =
                left + wide <= figure.drawing.width && top + high <= figure.drawing.height;
            assert!(is_inside, "{}: {mark:?}", figure.id);
        }
    }
}
