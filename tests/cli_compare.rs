//! From a labelled table through a coded random sample to corrected shares, held against numbers
//! that are worked out here.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fmt::Write as _;

use support::drawn::{Cell, Coding, Row, STANCES, Share, share_of};
use support::number;

/// Tables have six decimals.
const TOLERANCE: f64 = 1.1e-6;

fn assert_near(row: &Row, column: &str, expected: f64) {
    let found = number(&row[column]);
    let place = [&row["actor"], &row["role"], &row["stance"], column];
    assert!(
        (found - expected).abs() < TOLERANCE,
        "{place:?}: {found}, expected {expected}"
    );
}

/// Holds the four shares of an actor against those worked out here; gives back how many of them
/// are corrected.
fn check_shares(
    rows: &[Row],
    place: [&str; 2],
    cell: &Cell,
    share: impl Fn(usize) -> Share,
) -> usize {
    let mut n_corrected = 0;
    for (class, stance) in STANCES.iter().enumerate() {
        let row = share_of(rows, place[0], place[1], stance);
        assert_eq!(row["n_passages"], cell.predicted.len().to_string());
        assert_eq!(row["n_coded"], cell.n_coded().to_string());
        if row["status"] == "corrected" {
            n_corrected += 1;
            let expected = share(class);
            assert_near(row, "estimate", expected.value);
            assert_near(row, "std_error", expected.std_error);
            let limits = [number(&row["conf_low"]), number(&row["conf_high"])];
            assert!(limits[0] < expected.value && expected.value < limits[1]);
        } else {
            assert_eq!(row["status"], "labels-only", "{place:?} {stance}");
            assert_eq!(row["std_error"], "");
            assert_eq!(row["estimate"], row["coded_share"]);
        }
        assert_near(
            row,
            "shift",
            number(&row["estimate"]) - number(&row["raw_share"]),
        );
    }
    n_corrected
}

#[test]
fn shares_of_a_sample_by_actor_are_those_of_the_difference_estimator() {
    let coding = Coding::compared(&["--n", "172"]);
    let rows = coding.workspace.table("shares/stance_by_actor.csv");
    // 172 passages: seven actors whole, and 26 each of CDA, Kabinet and Volt.
    for actor in ["CDA", "Kabinet", "Volt"] {
        let cell = coding.cell(|row| row["actor"] == actor);
        assert_eq!(cell.n_coded(), 26);
        let n = check_shares(&rows, [actor, "all"], &cell, |class| cell.share(class));
        assert!(n >= 2, "{actor}: {n}");
    }
    // The whole table crosses all ten strata.
    let cell = coding.cell(|_| true);
    let n = check_shares(&rows, ["all", "all"], &cell, |class| cell.share(class));
    assert_eq!(n, 4);
    // Within one stratum the difference estimator is f̄ + ē, with standard error
    // sqrt((1 − n/N) s² / n).
    let cell = coding.cell(|row| row["actor"] == "CDA");
    let row = share_of(&rows, "CDA", "all", "none");
    let (value, std_error) = simple_difference(&cell, 3);
    assert_near(row, "estimate", value);
    assert_near(row, "std_error", std_error);
    // Wilson's interval for p (1 − p) / se² independent passages; Student's t with 25 degrees of
    // freedom has its 0.975 quantile at 2.059539 in any table.
    let n = value * (1.0 - value) / (std_error * std_error);
    let t2 = 2.059_539 * 2.059_539;
    let reach = (t2 * (value * (1.0 - value) / n + t2 / (4.0 * n * n))).sqrt();
    assert_near(
        row,
        "conf_low",
        (value + t2 / (2.0 * n) - reach) / (1.0 + t2 / n),
    );
    assert_near(
        row,
        "conf_high",
        (value + t2 / (2.0 * n) + reach) / (1.0 + t2 / n),
    );
}

fn simple_difference(cell: &Cell, class: usize) -> (f64, f64) {
    let own = cell
        .codings
        .iter()
        .filter_map(|drawn| Some((drawn, cell.predicted.get(&drawn.passage_id)?)));
    let residuals: Vec<f64> = own
        .map(|(drawn, p)| f64::from(u8::from(drawn.class == class)) - p[class])
        .collect();
    let (big, n) = (cell.predicted.len() as f64, residuals.len() as f64);
    let mean = residuals.iter().sum::<f64>() / n;
    let s2 = residuals
        .iter()
        .map(|e| (e - mean) * (e - mean))
        .sum::<f64>()
        / (n - 1.0);
    let predicted: f64 = cell.predicted.values().map(|p| p[class]).sum();
    (predicted / big + mean, ((1.0 - n / big) * s2 / n).sqrt())
}

#[test]
fn every_row_says_what_stands_behind_it() {
    let coding = Coding::compared(&["--n", "172"]);
    let rows = coding.workspace.table("shares/stance_by_actor.csv");
    for row in &rows {
        assert_eq!(row["reference_standard"], "adjudicated-expert");
        assert_eq!(
            row["design"],
            "172 coded passages of a random sample of passages; joint actors stand alone; \
             instruments tagged"
        );
        assert_eq!(row["n_coded_unknown_pi"], "0");
        assert_eq!(row["conf_level"], "0.950000");
        assert!(!row["method"].is_empty());
        let has_interval = !row["conf_low"].is_empty();
        assert_eq!(has_interval, !row["conf_high"].is_empty());
        let status = row["status"].as_str();
        let is_of_corpus = row["inference"] == "corpus";
        assert_eq!(
            has_interval,
            match status {
                "corrected" | "labels-only" => true,
                "census" => !is_of_corpus,
                "not-estimable" => false,
                other => panic!("{other}"),
            }
        );
    }
    // Drawn whole, an actor's passages are a census: what the coders found, by counting.
    let bbb: Vec<&Row> = coding
        .rows
        .iter()
        .filter(|row| row["actor"] == "BBB")
        .collect();
    for stance in STANCES {
        let row = share_of(&rows, "BBB", "question", stance);
        let n = bbb
            .iter()
            .filter(|row| coding.stance(&row["passage_id"]) == stance)
            .count();
        assert_eq!(
            (row["status"].as_str(), row["conf_low"].as_str()),
            ("census", "")
        );
        assert_near(row, "estimate", n as f64 / bbb.len() as f64);
        let raw = bbb.iter().filter(|row| row["predicted_stance"] == stance);
        assert_near(row, "raw_share", raw.count() as f64 / bbb.len() as f64);
    }
    // 17 answers and 9 letters of the cabinet are coded: too few to correct, too few for anything.
    let answer = share_of(&rows, "Kabinet", "answer", "none");
    assert_eq!(
        (answer["n_coded"].as_str(), answer["status"].as_str()),
        ("17", "labels-only")
    );
    let letter = share_of(&rows, "Kabinet", "letter", "none");
    assert_eq!(
        (letter["n_coded"].as_str(), letter["status"].as_str()),
        ("9", "not-estimable")
    );
    assert_eq!(letter["estimate"], "");
    assert!(number(&letter["raw_share"]) > 0.0);
}

#[test]
fn strata_by_predicted_class_are_weighed_by_their_sizes() {
    let coding = Coding::compared(&["--n", "250", "--strata", "actor,predicted"]);
    let rows = coding.workspace.table("shares/stance_by_actor.csv");
    let mut n_corrected = 0;
    for place in [
        ["Kabinet", "all"],
        ["Kabinet", "answer"],
        ["Kabinet", "letter"],
        ["all", "question"],
    ] {
        let cell = coding.cell(|row| {
            [("actor", place[0]), ("role", place[1])]
                .iter()
                .all(|(column, value)| *value == "all" || row[*column] == *value)
        });
        if cell.n_coded() < cell.predicted.len() {
            n_corrected += check_shares(&rows, place, &cell, |class| cell.share(class));
        }
    }
    assert!(n_corrected >= 8, "{n_corrected}");
}

#[test]
fn passages_that_nobody_coded_leave_their_weight_to_the_stratum() {
    let coding = Coding::of_seeds();
    coding.draw(&["--n", "300"]);
    // Every seventh passage of the table is left out by both coders: 14 %.
    let ids = coding.workspace.table("draw/sample.csv");
    let left_out: Vec<String> = ids
        .iter()
        .step_by(7)
        .map(|row| row["passage_id"].clone())
        .collect();
    coding.fill(1, |id| left_out.iter().any(|own| own == id));
    let ending = coding.collect(1);
    let share = 100.0 * left_out.len() as f64 / 300.0;
    assert!(
        ending
            .stderr
            .contains(&format!("{share:.1} % of the drawn passages are not coded")),
        "{}",
        ending.stderr
    );
    coding.compare();
    let rows = coding.workspace.table("shares/stance_by_actor.csv");
    for actor in ["CDA", "Kabinet", "Volt", "all"] {
        let cell = coding.cell(|row| actor == "all" || row["actor"] == actor);
        assert!(cell.n_coded() < cell.predicted.len());
        let n = check_shares(&rows, [actor, "all"], &cell, |class| cell.share(class));
        assert!(n >= 2, "{actor}: {n}");
    }
}

#[test]
fn two_waves_weigh_each_passage_by_the_chance_of_either() {
    let coding = Coding::of_seeds();
    coding.draw(&["--n", "172"]);
    coding.fill(1, |_| false);
    coding.draw(&["--n", "100", "--wave", "2", "--strata", "none"]);
    coding.fill(2, |_| false);
    coding.collect(2);
    coding.compare();
    let rows = coding.workspace.table("shares/stance_by_actor.csv");
    for (actor, size) in [("CDA", 33), ("Kabinet", 378)] {
        let cell = coding.cell(|row| row["actor"] == actor);
        assert_eq!(cell.predicted.len(), size);
        // 26 of the actor's passages in the first wave, 100 of all 537 in the second.
        let pi = 1.0 - (1.0 - 26.0 / size as f64) * (1.0 - 100.0 / 537.0);
        let n = check_shares(&rows, [actor, "all"], &cell, |class| {
            drawn_one_by_one(&cell, class, pi)
        });
        assert!(n >= 3, "{actor}: {n}");
        let row = share_of(&rows, actor, "all", "none");
        assert_near(row, "pi_min", pi);
        assert_near(row, "pi_max", pi);
    }
}

/// The same probability for all, drawn one by one: `f̄ + ē`, with `Σ (1 − π) (e − ē)² m / (m − 1)`
/// over m² as its variance.
fn drawn_one_by_one(cell: &Cell, class: usize, pi: f64) -> Share {
    let (value, _) = simple_difference(cell, class);
    let predicted: f64 = cell.predicted.values().map(|p| p[class]).sum();
    let mean = value - predicted / cell.predicted.len() as f64;
    let m = cell.n_coded() as f64;
    let own = cell
        .codings
        .iter()
        .filter_map(|drawn| Some((drawn, cell.predicted.get(&drawn.passage_id)?)));
    let squares: f64 = own
        .map(|(drawn, p)| f64::from(u8::from(drawn.class == class)) - p[class] - mean)
        .map(|e| e * e)
        .sum();
    Share {
        value,
        std_error: ((1.0 - pi) * squares * m / (m - 1.0)).sqrt() / m,
    }
}

/// Forty documents, each with two questions of a party and an answer; what is predicted is right
/// in two documents of three.
fn forty_documents() -> Coding {
    let mut table = "passage_id,document_id,actor,role,group,text,predicted_stance,\
                     prob_pro_solidarity,prob_pro_control,prob_rights_safeguard,prob_none\n"
        .to_owned();
    let mut codes = Vec::new();
    for document in 0..40_usize {
        for place in 0..3_usize {
            let class = (3 * document + place * place + document / 7) % 4;
            let predicted = (class + usize::from(document % 3 == 0)) % 4;
            let (actor, role) = [("VVD", "question"), ("Kabinet", "answer")][place / 2];
            let id = format!("d{document:02}:{}-{}", 100 * place, 100 * place + 99);
            let p = |k: usize| if k == predicted { "0.55" } else { "0.15" };
            writeln!(
                table,
                "{id},d{document:02},{actor},{role},d{document:02},Tekst {document} over punt \
                 {place}.,{},{},{},{},{}",
                STANCES[predicted],
                p(0),
                p(1),
                p(2),
                p(3)
            )
            .unwrap();
            codes.push((id, class));
        }
    }
    Coding::made_up(&table, codes.into_iter())
}

#[test]
fn drawn_documents_are_the_units_of_the_error() {
    let coding = forty_documents().coded(&["--n", "20", "--units", "documents"]);
    let ending = coding.compare();
    insta::assert_snapshot!(format!("{}---\n{}", ending.stdout, ending.stderr), @"
    share of passages               n  coded           pro-solidarity              pro-control         rights-safeguard                     none
      Kabinet, answer              40     20  0.25 [0.11,0.47] | 0.25  0.25 [0.11,0.47] | 0.23  0.25 [0.11,0.47] | 0.28  0.25 [0.11,0.47] | 0.25
      VVD, question                80     40  0.25 [0.18,0.33] | 0.25  0.25 [0.19,0.34] | 0.24  0.25 [0.18,0.33] | 0.25  0.25 [0.18,0.33] | 0.26
    corrected share [interval for this corpus]; | share of predicted labels, counted: biased, and no interval covers
    ---
    warning: Fewer than 25 coded passages, too few for a headline: Kabinet (answer, 20).
    warning: Macro-F1 of the predictions on the coded passages is 0.45, below 0.50: raw shares are a rough guide at best.
    warning: Rows `beyond-corpus` hold only if the 40 documents are like a sample of such papers; the clusters are documents.
    ");
    let rows = coding.workspace.table("shares/stance_by_actor.csv");
    for (actor, n_coded) in [("VVD", 40), ("Kabinet", 20), ("all", 60)] {
        let cell = coding.cell(|row| actor == "all" || row["actor"] == actor);
        assert_eq!(cell.n_coded(), n_coded);
        let n = check_shares(&rows, [actor, "all"], &cell, |class| cell.share(class));
        let expected = if n_coded < 25 { 0 } else { 4 };
        assert_eq!(n, expected, "{actor}");
    }
    assert!(
        rows.iter()
            .all(|row| row["design"]
                .starts_with("60 coded passages of a random sample of documents"))
    );
    // Passages of one document go together: as if drawn one by one, the error would be another.
    let cell = coding.cell(|row| row["actor"] == "VVD");
    let (_, as_passages) = simple_difference(&cell, 3);
    let row = share_of(&rows, "VVD", "all", "none");
    assert!((number(&row["std_error"]) - as_passages).abs() > 0.001);
}

#[test]
fn three_drawn_documents_are_too_few_for_an_interval() {
    let options = ["--n", "3", "--floor", "1", "--units", "documents"];
    let coding = Coding::compared(&options);
    let rows = coding.workspace.table("shares/stance_by_actor.csv");
    let of_corpus = rows.iter().filter(|row| row["inference"] == "corpus");
    let mut n_partly = 0;
    for row in of_corpus {
        // Three documents of five, some with hundreds of coded passages.
        n_partly += usize::from(row["status"] != "census");
        assert_eq!(row["conf_low"], "", "{} {}", row["actor"], row["role"]);
        assert!(row["status"] == "census" || row["status"] == "not-estimable");
    }
    assert!(n_partly > 0);
}
