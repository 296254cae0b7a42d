//! What stands behind all numbers, told before any of them.

use serde::Serialize;

use crate::report::ReportTables;

/// One fact.
#[derive(Debug, Serialize)]
pub(super) struct Fact {
    name: &'static str,
    value: String,
    meaning: &'static str,
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
    ("n_coded", "Coded passages", "each once for its actor"),
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
    (
        "macro_f1",
        "Macro-F1",
        "of the predictions that are compared, on the coded passages",
    ),
];

/// The facts of `comparison.csv`; where nothing is coded, that alone.
pub(super) fn reference(tables: &ReportTables) -> Vec<Fact> {
    let Some(table) = tables.get("comparison.csv") else {
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
            meaning: NOTHING_CODED,
        }];
    }
    let facts = REFERENCE.iter().filter_map(|&(fact, name, meaning)| {
        let value = value_of(fact);
        (!value.is_empty()).then(|| Fact {
            name,
            value: in_words(value),
            meaning,
        })
    });
    facts.collect()
}

/// A value for people: a flag as yes or no, a number with at most three decimals, codes by language
/// models by that name.
fn in_words(value: &str) -> String {
    if let Some(number) = value.parse::<f64>().ok().filter(|_| value.contains('.')) {
        let rounded = format!("{number:.3}");
        return rounded
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned();
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

    #[test]
    fn values_are_told_in_words() {
        for (written, shown) in [
            ("0.930000", "0.93"),
            ("0.652716", "0.653"),
            ("1.000000", "1"),
            ("552", "552"),
            ("false", "no"),
            ("document", "document"),
        ] {
            assert_eq!(in_words(written), shown);
        }
    }
}
