//! What stands behind all numbers, told before any of them.

use serde::Serialize;

use super::prose::counted;
use crate::report::figures::{level, rounded};
use crate::report::{ReportTable, ReportTables};

/// One fact.
#[derive(Debug, Serialize)]
pub(super) struct Fact {
    name: &'static str,
    value: String,
    meaning: String,
}

/// What a reader must know of a comparison without codes.
const NOTHING_CODED: &str = "shares are counts of predicted labels: biased wherever the model errs more for one actor than for \
     another, and without interval. Where the shipped model labelled: it learnt from five papers, coded by language models; \
     draw a random sample (standpunt sample), code it, and compare again with --gold";

/// The facts that come before any number: what to call them, and what they mean for a reader.
const REFERENCE: [(&str, &str, &str); 9] = [
    (
        "reference_standard",
        "Reference standard",
        "who gave the codes: every share, score and interval holds against these, not against the truth",
    ),
    (
        "is_human_standard",
        "Coded by people",
        "agreement with language models is not agreement with human experts",
    ),
    (
        "alpha",
        "Agreement of the coders",
        "Krippendorff's alpha; 1 is full agreement",
    ),
    (
        "n_coded",
        "Coded passages",
        "each once for its actor: what an actor repeats is left out",
    ),
    (
        "cluster_unit",
        "Unit of independence",
        "passages within one unit are not independent",
    ),
    (
        "n_clusters",
        "Units",
        "intervals beyond the corpus rest on this number, not on that of passages",
    ),
    ("design", "Design", "how passages and codings came about"),
    (
        "estimator",
        "Estimator",
        "how codes correct the counts of predicted labels",
    ),
    ("macro_f1", "Macro-F1", ""),
];

/// What a reader must know of a macro-F1 that only the comparison gives.
const NOT_MEASURED: &str = "0 to 1, of the predictions that are compared, on the coded passages; without an interval: \
     standpunt evaluate gives one";

/// The facts of `comparison.csv`; where nothing is coded, that alone.
pub(super) fn reference(tables: &ReportTables) -> Vec<Fact> {
    let Some(table) = tables.whole("comparison.csv") else {
        return Vec::new();
    };
    let value_of = |fact: &str| {
        let row = table.rows().find(|row| row.text("fact") == fact);
        row.map_or("", |row| row.text("value"))
    };
    if matches!(value_of("n_coded"), "" | "0") {
        return vec![Fact {
            name: "Reference standard",
            value: "none: no passage is coded".to_owned(),
            meaning: NOTHING_CODED.to_owned(),
        }];
    }
    let facts = REFERENCE.iter().filter_map(|&(fact, name, meaning)| {
        let value = in_words(value_of(fact));
        let (value, meaning) = match fact {
            "alpha" => {
                let limits = interval("95 %", value_of("alpha_low"), value_of("alpha_high"));
                (value + &limits, meaning.to_owned())
            }
            "macro_f1" => macro_f1(value, tables),
            _ => (value, meaning.to_owned()),
        };
        (!value.is_empty()).then_some(Fact {
            name,
            value,
            meaning,
        })
    });
    facts.collect()
}

/// The macro-F1 of models on passages that they had not seen, with its interval, where that was
/// measured; else that of the comparison, which has none.
fn macro_f1(compared: String, tables: &ReportTables) -> (String, String) {
    let wanted = [
        ("split", "grouped"),
        ("metric", "macro_f1"),
        ("stance", ""),
        ("estimator", "model"),
    ];
    let mut rows = tables
        .get("evaluation.csv")
        .into_iter()
        .flat_map(ReportTable::rows);
    let measured = rows.find(|row| row.is(&wanted) && row.number("estimate").is_some());
    let Some(row) = measured else {
        return (compared, NOT_MEASURED.to_owned());
    };
    let limits = interval(
        &level(row.text("conf_level")),
        row.text("conf_low"),
        row.text("conf_high"),
    );
    (
        in_words(row.text("estimate")) + &limits,
        format!(
            "0 to 1, on all {} by models that had not seen the group of the passage; the interval is by \
             resampling the {} and leaves out chance in the training",
            counted(row.count("n"), "coded passage"),
            counted(row.count("n_groups"), "group")
        ),
    )
}

/// ` (95 % interval 0.59 to 0.70)`; empty where there is none.
fn interval(level: &str, low: &str, high: &str) -> String {
    match (low.parse::<f64>(), high.parse::<f64>()) {
        (Ok(_), Ok(_)) => format!(
            " ({level} interval {} to {})",
            rounded(low, 2),
            rounded(high, 2)
        ),
        _ => String::new(),
    }
}

/// A value for people: a flag as yes or no, a number with two decimals, as many as intervals of some
/// hundreds of passages bear, codes by language models by that name.
fn in_words(value: &str) -> String {
    if value.contains('.') && value.parse::<f64>().is_ok() {
        return rounded(value, 2);
    }
    match value {
        "true" => "yes".to_owned(),
        "false" => "no".to_owned(),
        "adjudicated-llm" => {
            "language models, their differences settled (adjudicated-llm)".to_owned()
        }
        "group" => {
            "group: a question with its answer, copies, or a section of a document".to_owned()
        }
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figures::needed_columns;

    fn table(file: &str, columns: &[&str], rows: &[&[&str]]) -> ReportTable {
        let own = |fields: &[&str]| fields.iter().map(|&f| f.to_owned()).collect();
        ReportTable {
            file: file.to_owned(),
            columns: own(columns),
            rows: rows.iter().map(|row| own(row)).collect(),
        }
    }

    /// The value and the meaning of the macro-F1 of a comparison with these tables beside it.
    fn shown_macro_f1(others: Vec<(&'static str, ReportTable)>) -> (String, String) {
        let facts: [&[&str]; 2] = [&["n_coded", "40"], &["macro_f1", "0.652716"]];
        let comparison = table("comparison.csv", &["fact", "value"], &facts);
        let tables = [("comparison.csv", comparison)].into_iter().chain(others);
        let facts = reference(&ReportTables::of(tables));
        let fact = facts.into_iter().find(|fact| fact.name == "Macro-F1");
        fact.map(|fact| (fact.value, fact.meaning)).unwrap()
    }

    #[test]
    fn a_score_has_its_interval_and_no_more_digits_than_that_bears() {
        let needed = needed_columns();
        let (_, columns) = needed
            .iter()
            .find(|(file, _)| *file == "evaluation.csv")
            .unwrap();
        let rows: [&[&str]; 2] = [
            &[
                "grouped",
                "macro_f1",
                "",
                "seed_words",
                "0.4",
                "0.3",
                "0.5",
                "0.95",
                "552",
                "43",
            ],
            &[
                "grouped", "macro_f1", "", "model", "0.651952", "0.591323", "0.696236", "0.950000",
                "552", "43",
            ],
        ];
        let evaluation = table("evaluation.csv", columns, &rows);
        let (value, meaning) = shown_macro_f1(vec![("evaluation.csv", evaluation)]);
        assert_eq!(value, "0.65 (95 % interval 0.59 to 0.70)");
        assert!(meaning.contains("552 coded passages") && meaning.contains("43 groups"));
        let (value, meaning) = shown_macro_f1(Vec::new());
        assert_eq!(value, "0.65");
        assert!(meaning.contains("without an interval"), "{meaning}");
    }

    #[test]
    fn values_are_told_in_words() {
        for (written, shown) in [
            ("0.930000", "0.93"),
            ("0.652716", "0.65"),
            ("1.000000", "1.00"),
            ("552", "552"),
            ("false", "no"),
            ("document", "document"),
        ] {
            assert_eq!(in_words(written), shown);
        }
    }
}
