use roxmltree::Document;

use super::*;
use crate::report::ReportTable;

fn table(file: &str, columns: &str, rows: &[&str]) -> ReportTable {
    let fields = |line: &str| -> Vec<String> { line.split(',').map(str::to_owned).collect() };
    ReportTable {
        file: file.to_owned(),
        columns: fields(columns),
        rows: rows.iter().map(|row| fields(row)).collect(),
    }
}

fn drawn(file: &'static str, columns: &str, rows: &[&str]) -> Vec<Figure> {
    let tables = ReportTables::of([(file, table(file, columns, rows))]);
    figures(&tables, &Codebook::built_in()).unwrap()
}

/// The texts of a drawing, and whether it is well formed.
fn texts(figure: &Figure) -> Vec<String> {
    let document = Document::parse(&figure.drawing.svg).unwrap();
    let texts = document
        .descendants()
        .filter(|node| node.has_tag_name("text"));
    texts
        .map(|node| node.text().unwrap_or_default().trim().to_owned())
        .collect()
}

fn committed() -> ReportTables {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/labelled");
    ReportTables::read(&folder, FIGURE_TABLES).unwrap()
}

#[test]
fn a_folder_without_tables_has_no_plots() {
    let figures = figures(&ReportTables::of([]), &Codebook::built_in()).unwrap();
    assert!(figures.is_empty());
}

#[test]
fn every_plot_of_the_seeds_is_whole_and_the_same_each_time() {
    let tables = committed();
    let drawn = || figures(&tables, &Codebook::built_in()).unwrap();
    let figures = drawn();
    assert_eq!(figures, drawn());
    let mut ids: Vec<&str> = figures.iter().map(|figure| figure.id.as_str()).collect();
    ids.sort_unstable();
    let n = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), n);
    for prefix in [
        "certainty",
        "reliability",
        "confusion",
        "instruments",
        "framing",
        "exchanges",
    ] {
        assert!(ids.iter().any(|id| id.starts_with(prefix)), "{prefix}");
    }
    for figure in &figures {
        let document = Document::parse(&figure.drawing.svg).unwrap();
        let allowed = [
            "svg", "text", "line", "polyline", "polygon", "rect", "circle",
        ];
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            assert!(allowed.contains(&node.tag_name().name()), "{node:?}");
        }
        for words in [
            &figure.title,
            &figure.n,
            &figure.method,
            &figure.shows,
            &figure.shows_not,
        ] {
            assert!(
                !words.is_empty() && !words.contains("  "),
                "{}: {words}",
                figure.id
            );
        }
        for mark in &figure.drawing.marks {
            for (x, y, width, height) in [Some(mark.place), mark.also].into_iter().flatten() {
                assert!(width > 0 && height > 0, "{}: {mark:?}", figure.id);
                assert!(x + width <= figure.drawing.width && y + height <= figure.drawing.height);
            }
            assert!(!mark.target.contains([' ', '<', '"']), "{mark:?}");
        }
    }
}

#[test]
fn the_table_of_a_plot_has_the_fields_of_its_file() {
    let tables = committed();
    for figure in figures(&tables, &Codebook::built_in()).unwrap() {
        let source = tables.get(&figure.table.file).unwrap();
        let columns: Vec<&str> = figure.table.columns.iter().map(String::as_str).collect();
        assert!(
            columns
                .iter()
                .all(|c| source.columns.iter().any(|known| known == c))
        );
        let known: std::collections::BTreeSet<Vec<String>> =
            source.rows().map(|row| row.fields(&columns)).collect();
        assert!(!figure.table.rows.is_empty());
        for row in &figure.table.rows {
            assert!(known.contains(row), "{}: {row:?}", figure.id);
        }
    }
}

const TERMS: &str = "actor,compared_with,role,used_more_by,rank,term,surface_forms,status,\
                     not_estimable_because,delta,conf_low,conf_high,conf_level,q_bh,rate,rate_other,\
                     n_occurrences,n_occurrences_other,n_words_side,n_terms_tested,method,design";

#[test]
fn terms_lead_to_their_row_and_claims_are_filled() {
    let figures = drawn(
        "framing_terms_by_actor.csv",
        TERMS,
        &[
            "SP,other actors,question,,,,,not estimable,SP: n_words 9,,,,,,,,,,9,0,m,d",
            "A,other actors,question,A,1,grens,grenzen; grens,claim,,2.0,1.0,3.0,0.95,0.01,10.0,1.0,5,1,600,2,m,d",
            "A,other actors,question,other actors,1,recht,,exploratory,,-1.0,-2.0,0.0,0.95,0.4,1.0,40.0,1,5,600,2,m,d",
        ],
    );
    let [overview, plot] = figures.as_slice() else {
        panic!("an overview and one plot: {}", figures.len());
    };
    assert!(
        overview.shows_not.contains("SP: 9 words (questions)"),
        "{}",
        overview.shows_not
    );
    assert!(overview.n.starts_with("1 of 2 comparisons"));
    let marks = &plot.drawing.marks;
    assert_eq!(marks[0].target, "term-actor-1");
    assert_eq!(
        marks[0].label,
        "grenzen: more by A, log-odds 2.00 (1.00 to 3.00), q 0.010, claim; 10.0 per 10,000 words \
         (5 times) against 1.0 (1 time)"
    );
    assert_eq!(marks[1].target, "term-actor-2");
    assert_eq!(marks.len(), 2, "point and name of a term are one mark");
    assert!(marks.iter().all(|mark| mark.also.is_some()), "{marks:?}");
    let shown = texts(plot);
    for text in [
        "grenzen",
        "recht",
        "more by A \u{2192}",
        "\u{2190} more by other actors",
    ] {
        assert!(shown.iter().any(|known| known == text), "{text}: {shown:?}");
    }
    // Deltas run from -2 - 3 % of 5 to 3 + 3 % of 5 over 1010 units from 1085 upwards: 2.0 lies at
    // 1085 - (2.0 + 2.15) / 5.3 * 1010 = 294. Rates run from 10 / 1.25 to 40 * 1.5 over 1520 units
    // from 120: 10 lies at 120 + 1520 * ln(1.25) / ln(7.5) = 288.
    let document = Document::parse(&plot.drawing.svg).unwrap();
    let is_point = |node: &roxmltree::Node<'_, '_>| {
        node.attribute("cx") == Some("288") && node.attribute("cy") == Some("294")
    };
    let point = document.descendants().find(is_point).unwrap();
    assert_ne!(point.attribute("fill"), Some("none"));
}

#[test]
fn hostile_names_and_terms_are_data() {
    let long = "x".repeat(200);
    let rows: Vec<String> = ["<script>alert(1)</script>", &long, "\u{202E}حزب", "👩\u{200D}👧 & \"Co\""]
        .iter()
        .map(|name| {
            format!(
                "{name},other actors,question,{name},1,{name},{name},claim,,2.0,1.0,3.0,0.95,0.01,10.0,1.0,5,1,600,2,m,d"
            )
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let figures = drawn("framing_terms_by_actor.csv", TERMS, &rows);
    assert_eq!(figures.len(), 5);
    for figure in &figures {
        assert!(figure.title.chars().count() < 200);
        for text in texts(figure) {
            assert!(
                text.chars().count() < 90 && !text.contains('\u{202E}'),
                "{text}"
            );
        }
    }
    assert!(
        texts(&figures[0])
            .iter()
            .any(|text| text.starts_with("<script>alert"))
    );
}

#[test]
fn confusion_counts_add_up_and_lead_to_their_passages() {
    let figures = drawn(
        "confusion.csv",
        "split,gold,predicted,n",
        &[
            "grouped,pro-control,pro-control,3",
            "grouped,pro-control,none,1",
            "grouped,none,none,4",
            "leave-one-document-out,none,none,7",
            "forward-in-time,none,none,9",
        ],
    );
    let [figure, by_document] = figures.as_slice() else {
        panic!("two splits");
    };
    // Cells of the other split lead to what its models predicted.
    assert_eq!(
        by_document.drawing.marks.last().unwrap().target,
        "passages?gold=none&unseen=none"
    );
    assert_eq!(figure.n, "8 passages coded, 7 predicted as coded");
    let label = "coded pro-control, predicted none: 1 of 4 (0.25 of the row)";
    let mark = figure
        .drawing
        .marks
        .iter()
        .find(|mark| mark.label == label)
        .unwrap();
    assert_eq!(mark.target, "passages?gold=pro-control&stance=none");
}

const CELLS: &str = "actor,instrument,role,stance,denominator,inference,estimate,conf_low,conf_high,\
                     conf_level,status,n_passages,n_coded,method,design,reference_standard";

#[test]
fn small_cells_give_counts_and_large_ones_shares() {
    let row = |actor: &str, n: u32| {
        format!(
            "{actor},dublin,question,pro-control,passages,corpus,0.25,0.1,0.5,0.95,census,{n},{n},m,d,r"
        )
    };
    let counts = [row("A", 9), row("B", 9), row("all", 18)];
    let counts: Vec<&str> = counts.iter().map(String::as_str).collect();
    let figures = drawn("stance_by_actor_and_instrument.csv", CELLS, &counts);
    assert_eq!(figures.len(), 1);
    assert_eq!(figures[0].id, "instruments-question-counts");
    assert!(texts(&figures[0]).iter().any(|text| text == "9"));
    assert!(!texts(&figures[0]).iter().any(|text| text == ".25"));

    let shares = [row("A", 10), row("B", 9), row("all", 19)];
    let shares: Vec<&str> = shares.iter().map(String::as_str).collect();
    let figures = drawn("stance_by_actor_and_instrument.csv", CELLS, &shares);
    let control = figures
        .iter()
        .find(|f| f.id == "instruments-question-pro-control")
        .unwrap();
    assert_eq!(
        control.drawing.marks[0].label,
        "A, dublin, pro-control: 0.25 (0.10 to 0.50) of 10 passages (census)"
    );
    assert!(
        control.drawing.marks[1]
            .label
            .contains("no share shown, 9 passages")
    );
    assert_eq!(
        control.drawing.marks[0].target,
        "passages?actor=A&role=question&instrument=dublin&counted=yes&gold=pro-control"
    );
}

const EXCHANGES: &str = "exchange_id,actor,question_stance,answer_stance,source,status,copy_of";
const REFRAMING: &str = "actor,question_stance,answer_stance,source,basis,estimate,conf_low,conf_high,conf_level,\
     n_both,n_question_stance,n_exchanges,n_unanswered,expected,p_value,q_value,method,design";

/// The figures of `rows` of 9 or 10 exchanges, `n` of them of A, 4 answered without a stance.
fn reframed(n: u32, exchanges: &[&str]) -> Vec<Figure> {
    let row = |actor: &str, n: u32| {
        format!(
            "{actor},pro-control,none,coded,census,0.5,0.1,0.9,0.95,4,{n},{n},0,0.4,0.02,0.2,m,d"
        )
    };
    let rows = [row("all", n), row("A", 9)];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let tables = ReportTables::of([
        ("reframing.csv", table("reframing.csv", REFRAMING, &rows)),
        (
            "exchanges.csv",
            table("exchanges.csv", EXCHANGES, exchanges),
        ),
    ]);
    figures(&tables, &Codebook::built_in()).unwrap()
}

/// Four exchanges of A with the stances counted, one of them a copy of a fifth; and others.
const ANSWERED: [&str; 9] = [
    "d#1,A,pro-control,none,coded,answered,",
    "d#1,A,pro-control,none,predicted,answered,",
    "d#2,A,pro-control,none,coded,answered,",
    "d#3,A,pro-control,pro-control,coded,answered,",
    "d#4,A,pro-control,none,coded,answered,",
    "d#5,A,pro-control,none,coded,answered,",
    "d#6,A,none,none,coded,answered,",
    "d#7,A,pro-control,,coded,unanswered,",
    "d#8,A,pro-control,none,coded,answered,d#5",
];

#[test]
fn few_exchanges_have_counts_and_no_share() {
    let figures = reframed(10, &ANSWERED);
    let [all, by_actor] = figures.as_slice() else {
        panic!("all askers, then each");
    };
    assert_eq!(
        all.drawing.marks[0].label,
        "all askers, question pro-control, answer none: 4 of 10 exchanges, share 0.50 (0.10 to \
         0.90), expected 0.40, q 0.20; opens 4 exchanges"
    );
    assert_eq!(
        by_actor.drawing.marks[0].label,
        "A, question pro-control, answer none: 4 of 9 exchanges, expected 0.40, q 0.20; opens 4 \
         exchanges"
    );
    for figure in [all, by_actor] {
        assert_eq!(
            figure.drawing.marks[0].target,
            "passages?exchange=d%231&exchange=d%232&exchange=d%234&exchange=d%235"
        );
    }
    assert!(texts(by_actor).iter().all(|text| !text.contains("0.50")));
}

#[test]
fn a_cell_whose_exchanges_are_not_all_known_opens_nothing() {
    for figure in reframed(10, &ANSWERED[..4]) {
        assert!(figure.drawing.marks.is_empty(), "{}", figure.id);
    }
}

#[test]
fn four_exchanges_have_no_plot_of_shares() {
    let ids = |n| -> Vec<String> {
        let figures = reframed(n, &ANSWERED).into_iter();
        figures.map(|figure| figure.id).collect()
    };
    assert_eq!(ids(4), ["exchanges-coded-by-actor"]);
    assert_eq!(ids(5), ["exchanges-coded-all", "exchanges-coded-by-actor"]);
}
