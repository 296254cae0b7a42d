//! How figures stand where names are long, ranks are few or nothing is coded.

use super::*;
use crate::report::ReportTable;

fn codebook(ids: &[String]) -> Codebook {
    let classes = ids.iter().enumerate().map(|(k, id)| {
        format!(
            "[[class]]\nid = \"{id}\"\nname = \"Name {k}\"\ndescription = \"d\"\n\
             colour = \"#{:02x}4080\"\n",
            k * 12
        )
    });
    let classes: Vec<String> = classes.collect();
    Codebook::from_toml(&format!("version = \"1\"\n{}", classes.concat()), "test").unwrap()
}

fn table(file: &'static str, columns: &str, rows: &[String]) -> (&'static str, ReportTable) {
    let fields = |line: &str| -> Vec<String> { line.split(',').map(str::to_owned).collect() };
    let table = ReportTable {
        file: file.to_owned(),
        columns: fields(columns),
        rows: rows.iter().map(|row| fields(row)).collect(),
    };
    (file, table)
}

/// The texts of a drawing with their left and right ends and their heights.
fn texts(figure: &Figure) -> Vec<(String, (f64, f64), f64)> {
    let document = roxmltree::Document::parse(&figure.drawing.svg).unwrap();
    let nodes = document.descendants();
    nodes
        .filter(|node| node.has_tag_name("text"))
        .map(|node| {
            let number = |name| -> f64 { node.attribute(name).unwrap().parse().unwrap() };
            let text = node.text().unwrap_or_default().trim().to_owned();
            let length = canvas::text_width(&text, number("font-size"));
            let left = match node.attribute("text-anchor") {
                Some("end") => number("x") - length,
                Some("middle") => number("x") - length / 2.0,
                _ => number("x"),
            };
            (text, (left, left + length), number("y"))
        })
        .collect()
}

fn has(figure: &Figure, wanted: &str) -> bool {
    texts(figure).iter().any(|(text, ..)| text == wanted)
}

const SHARES: &str = "actor,role,stance,denominator,inference,estimate,conf_low,conf_high,conf_level,\
                      status,raw_share,n_passages,n_coded,method,design,reference_standard,note";

/// Shares of two actors of which nothing is coded.
fn uncoded(ids: &[String]) -> Vec<Figure> {
    let rows: Vec<String> = ["A", "B"]
        .iter()
        .flat_map(|actor| {
            ids.iter().map(move |id| {
                format!(
                    "{actor},question,{id},passages,corpus,,,,0.95,descriptive,0.5,40,0,counted,d,r,"
                )
            })
        })
        .collect();
    let tables = ReportTables::of([table("stance_by_actor.csv", SHARES, &rows)]);
    figures(&tables, &codebook(ids)).unwrap()
}

#[test]
fn a_figure_of_counts_alone_says_so_once() {
    let figures = uncoded(&["yes".to_owned(), "no".to_owned()]);
    let figure = &figures[0];
    assert!(
        figure.shows.starts_with("No share is estimated"),
        "{}",
        figure.shows
    );
    for (text, ..) in texts(figure) {
        assert!(text != "not coded" && !text.contains('\u{2020}'), "{text}");
    }
    // The hollow marks of the first class stand at the height of the names of their rows.
    let document = roxmltree::Document::parse(&figure.drawing.svg).unwrap();
    let heights: Vec<f64> = document
        .descendants()
        .filter(|node| node.attribute("fill") == Some("none") && node.has_tag_name("circle"))
        .map(|node| node.attribute("cy").unwrap().parse().unwrap())
        .collect();
    for actor in ["A", "B"] {
        let found = texts(figure);
        let (.., y) = found.iter().find(|(text, ..)| text == actor).unwrap();
        assert!(heights.contains(y), "{actor} at {y}: {heights:?}");
    }
    assert_eq!(
        figure.drawing.marks[0].target,
        "passages?actor=A&role=question&stance=yes&counted=yes"
    );
}

#[test]
fn titles_of_many_classes_stay_apart() {
    let ids: Vec<String> = (1..=16)
        .map(|k| format!("klassemetlangenaam{k:02}"))
        .collect();
    let figures = uncoded(&ids);
    let shown: Vec<String> = figures
        .iter()
        .flat_map(|figure| texts(figure).into_iter().map(|(text, ..)| text))
        .filter(|text| text.starts_with("kl"))
        .collect();
    assert_eq!(shown.len(), 16);
    let distinct: std::collections::BTreeSet<&String> = shown.iter().collect();
    assert_eq!(distinct.len(), 16, "{shown:?}");
    // What is said of the whole is not said again of each part.
    assert!(figures.len() > 1 && figures[1].shows.starts_with("Further rows or columns"));
}

const POSITIONS: &str = "role,actor,scale,inference,estimate,conf_low,conf_high,conf_level,status,\
                         is_offset,n_passages,n_coded,method,design";
const RANKINGS: &str = "role,scale,inference,rank,actor,rank_low,rank_high,reason";

fn positions_of(rankings: &[&str]) -> Figure {
    let rows: Vec<String> = ["solidarity-against-control", "rights", "silence"]
        .iter()
        .map(|scale| format!("question,A,{scale},corpus,9.5,,,0.95,census,false,40,40,m,d"))
        .collect();
    let rankings: Vec<String> = rankings.iter().map(|&row| row.to_owned()).collect();
    let tables = ReportTables::of([
        table("positions.csv", POSITIONS, &rows),
        table("rankings.csv", RANKINGS, &rankings),
    ]);
    let mut found = figures(&tables, &Codebook::built_in()).unwrap();
    found.retain(|figure| figure.id.starts_with("positions"));
    found.remove(0)
}

#[test]
fn an_actor_with_a_rank_is_not_said_to_have_none() {
    let few = "recall of too few passages to be compared: A (none n = 4)";
    let figure = positions_of(&[
        &format!("question,rights,corpus,1,A,1,1,fewer than 25 coded passages: C; {few}"),
        "question,silence,corpus,1,A,1,1,fewer than 25 coded passages: C",
        "question,silence,beyond-corpus,0,,,,fewer than two actors to rank",
    ]);
    let said = format!(
        "; without rank (fewer than 25 coded passages: C); rights: ranks with caution ({few})"
    );
    assert!(figure.n.ends_with(&said), "{}", figure.n);
}

#[test]
fn words_and_numbers_of_axes_are_whole_and_apart() {
    let figure = positions_of(&[]);
    for words in [
        "\u{2190} control",
        "sharing \u{2192}",
        "\u{2190} seldom",
        "often \u{2192}",
    ] {
        assert!(has(&figure, words), "{words}");
    }
    let numbers: Vec<(String, (f64, f64), f64)> = texts(&figure)
        .into_iter()
        .filter(|(text, ..)| text.trim_start_matches('\u{2212}').parse::<f64>().is_ok())
        .collect();
    let lowest = numbers.iter().map(|number| number.2).fold(0.0, f64::max);
    let mut ends: Vec<(f64, f64)> = numbers
        .iter()
        .filter(|number| number.2 > lowest - 1.0)
        .map(|number| number.1)
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(ends.len() >= 9, "{ends:?}");
    assert!(
        ends.windows(2).all(|pair| pair[0].1 < pair[1].0),
        "{ends:?}"
    );
}

#[test]
fn both_names_of_a_difference_stand_whole_where_they_fit() {
    let columns = "role,actor_a,actor_b,stance,inference,estimate,conf_low,conf_high,conf_level,\
                   status,p_holm,n_in_family,share_a,share_b,n_coded_a,n_coded_b,method,design";
    let row =
        "question,PvdA+GroenLinks,ChristenUnie,yes,corpus,0.5,,,0.95,census,,0,0.1,0.2,30,30,m,d";
    let tables = ReportTables::of([table("contrasts.csv", columns, &[row.to_owned()])]);
    let figures = figures(&tables, &codebook(&["yes".to_owned(), "no".to_owned()])).unwrap();
    assert!(has(&figures[0], "PvdA+GroenLinks \u{2212} ChristenUnie"));
    for words in ["\u{2190} second more", "first more \u{2192}"] {
        assert!(has(&figures[0], words), "{words}");
    }
}

#[test]
fn an_actor_in_two_roles_is_one_actor() {
    let columns =
        "role,actor,stance,recall,conf_low,conf_high,conf_level,n,n_correct,method,design";
    let rows = ["question,A", "speech,A", "speech,B"];
    let rows = rows.map(|of| format!("{of},yes,0.5,0.2,0.8,0.95,10,5,m,d"));
    let tables = ReportTables::of([table("recall_in_comparison.csv", columns, &rows)]);
    let figures = figures(&tables, &codebook(&["yes".to_owned(), "no".to_owned()])).unwrap();
    assert!(
        figures[0].n.starts_with("30 coded passages of 2 actors;"),
        "{}",
        figures[0].n
    );
}

#[test]
fn differences_that_leave_zero_out_are_told_with_what_adjustment_leaves() {
    let columns = "role,actor_a,actor_b,stance,inference,estimate,conf_low,conf_high,conf_level,\
                   status,p_holm,n_in_family,share_a,share_b,n_coded_a,n_coded_b,method,design";
    // All three intervals leave zero out; one difference survives the adjustment.
    let rows = [("B", "0.040000"), ("C", "0.300000"), ("D", "1.000000")];
    let rows = rows.map(|(b, p_holm)| {
        format!("question,A,{b},yes,corpus,0.4,0.1,0.7,0.95,corrected,{p_holm},3,0.5,0.1,30,30,m,d")
    });
    let tables = ReportTables::of([table("contrasts.csv", columns, &rows)]);
    let figures = figures(&tables, &codebook(&["yes".to_owned(), "no".to_owned()])).unwrap();
    assert!(
        figures[0].shows.starts_with(
            "3 of the 3 differences with an interval for the corpus leave zero out, before any \
             adjustment for their number; after that of Holm 1 has p of 0.05 or less."
        ),
        "{}",
        figures[0].shows
    );
}

#[test]
fn a_name_has_the_room_that_it_needs() {
    let names = ["GroenLinks-PvdA", "Volt"];
    let shares = |names: &[&str]| -> Figure {
        let rows = names.iter().map(|name| {
            format!("{name},question,yes,passages,corpus,0.25,,,0.95,census,0.5,40,40,counted,d,r,")
        });
        let rows: Vec<String> = rows.collect();
        let tables = ReportTables::of([table("stance_by_actor.csv", SHARES, &rows)]);
        figures(&tables, &codebook(&["yes".to_owned(), "no".to_owned()]))
            .unwrap()
            .remove(0)
    };
    let figure = shares(&names);
    assert!(
        names.iter().all(|name| has(&figure, name)),
        "{:?}",
        texts(&figure)
    );
    // A name wider than the gutter stands on two lines, around the height of its row.
    let joint = "ChristenUnie+GroenLinks+Partij voor de Dieren+Volt";
    let figure = shares(&[joint, "Volt"]);
    let found = texts(&figure);
    let lines: Vec<&(String, (f64, f64), f64)> = found
        .iter()
        .filter(|(text, ..)| joint.contains(text.as_str()) && text.len() > 4)
        .collect();
    let said: Vec<&str> = lines.iter().map(|line| line.0.as_str()).collect();
    assert_eq!(lines.len(), 2, "{found:?}");
    assert_eq!(said.concat().replace(' ', ""), joint.replace(' ', ""));
}

#[test]
fn rings_mark_what_had_half_a_passage_added_and_a_census_keeps_its_outline() {
    let row = |actor: &str, status: &str, is_offset: bool| {
        format!("question,{actor},rights,corpus,1.5,,,0.95,{status},{is_offset},40,30,m,d")
    };
    let rings_of = |rows: &[String]| -> (usize, usize) {
        let tables = ReportTables::of([table("positions.csv", POSITIONS, rows)]);
        let found = figures(&tables, &Codebook::built_in()).unwrap();
        let document = roxmltree::Document::parse(&found[0].drawing.svg).unwrap();
        let of = |colour: &str| {
            let nodes = document.descendants();
            nodes
                .filter(|node| node.has_tag_name("circle"))
                .filter(|node| node.attribute("fill") == Some("none"))
                .filter(|node| {
                    let stroke = node.attribute("stroke").unwrap_or_default();
                    stroke.eq_ignore_ascii_case(colour)
                })
                .count()
        };
        (of(palette::AXIS), of(palette::INK))
    };
    // To coded passages alone half a passage is always added, whatever there is of a class.
    assert_eq!(rings_of(&[row("A", "labels-only", true)]), (0, 0));
    // One ring and one outline in the drawing, one of each in the key.
    assert_eq!(rings_of(&[row("A", "census", true)]), (2, 2));
    assert_eq!(rings_of(&[row("A", "census", false)]), (0, 2));
}

#[test]
fn an_actor_in_two_roles_is_one_actor_of_positions() {
    let rows = ["answer", "letter"]
        .map(|role| format!("{role},A,rights,corpus,1.5,,,0.95,census,false,40,30,m,d"));
    let tables = ReportTables::of([table("positions.csv", POSITIONS, &rows)]);
    let found = figures(&tables, &Codebook::built_in()).unwrap();
    assert_eq!(
        found[0].n,
        "2 rows of 1 actor; none with fewer than 25 coded passages"
    );
}

#[test]
fn contrasts_are_named_only_where_there_are_some() {
    let share =
        "A,question,yes,passages,corpus,0.25,,,0.95,census,0.5,40,40,counted,d,r,".to_owned();
    let columns = "role,actor_a,actor_b,stance,inference,estimate,status";
    let shows_not = |estimate: &str| -> String {
        let contrast = format!("question,A,B,yes,corpus,{estimate},census");
        let tables = ReportTables::of([
            table("stance_by_actor.csv", SHARES, std::slice::from_ref(&share)),
            table("contrasts.csv", columns, &[contrast]),
        ]);
        let codebook = codebook(&["yes".to_owned(), "no".to_owned()]);
        figures(&tables, &codebook).unwrap()[0].shows_not.clone()
    };
    let where_to = "(for that see “How far actors differ”)";
    assert!(shows_not("0.1").contains(where_to));
    assert!(!shows_not("").contains("see"));
}

#[test]
fn differences_that_are_exact_are_not_called_others_of_nothing() {
    let columns = "role,actor_a,actor_b,stance,inference,estimate,conf_low,conf_high,conf_level,\
                   status,p_holm,n_in_family,share_a,share_b,n_coded_a,n_coded_b,method,design";
    let rows = ["B", "C"]
        .map(|b| format!("question,A,{b},yes,corpus,0.4,,,0.95,census,,0,0.5,0.1,30,30,m,d"));
    let tables = ReportTables::of([table("contrasts.csv", columns, &rows)]);
    let found = figures(&tables, &codebook(&["yes".to_owned(), "no".to_owned()])).unwrap();
    assert!(
        found[0]
            .shows
            .starts_with("All 2 differences drawn are exact"),
        "{}",
        found[0].shows
    );
}

#[test]
fn scores_say_which_split_has_which_folds() {
    let line = |split: &str, method: &str| {
        format!("{split},macro_f1,,model,0.65,0.59,0.70,0.95,552,43,{method}")
    };
    let rows = [
        line(
            "grouped",
            "predictions of 5 folds pooled; interval: percentiles",
        ),
        line(
            "forward-in-time",
            "predictions of 4 folds pooled; not tested: 65 passages; interval: percentiles",
        ),
    ];
    let columns =
        "split,metric,stance,estimator,estimate,conf_low,conf_high,conf_level,n,n_groups,method";
    let tables = ReportTables::of([table("evaluation.csv", columns, &rows)]);
    let ids = ["yes", "no"].map(str::to_owned);
    let drawn = figures(&tables, &codebook(&ids)).unwrap();
    assert_eq!(
        drawn[0].method,
        "groups of passages left out: predictions of 5 folds pooled; later documents left out: \
         predictions of 4 folds pooled, not tested: 65 passages; interval: percentiles; intervals of 95 %"
    );
    assert_eq!(
        drawn[0].n,
        "groups of passages left out: 552 passages in 43 groups; later documents left out: 552 passages \
         in 43 groups"
    );
    assert!(has(&drawn[0], "95 % interval, by resampling groups"));
}
