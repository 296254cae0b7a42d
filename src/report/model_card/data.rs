//! The sections *Evaluation data* and *Training data*.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::CardFacts;
use super::markdown::{escaped, header, table};
use super::tally;
use crate::evaluate::EvaluationRow;
use crate::metrics::krippendorff_alpha;

/// The section *Evaluation data*.
pub(super) fn evaluation_data(facts: &CardFacts<'_>) -> String {
    let set = facts.set;
    format!(
        "## Evaluation data\n\n\
         The {} coded passages of the training data, in {} groups, each labelled by a model that had not \
         seen it: everything that learns, penalty and calibration included, was fitted anew in each \
         training part, and training passages that share a run of 15 words with a test passage were left \
         out. Written examples were never tested on. There is no test set besides: the scores say what \
         models trained the same way do on passages, documents and actors that they have not seen.",
        set.tested().len(),
        set.n_groups(),
    )
}

/// The section *Training data*.
pub(super) fn training_data(facts: &CardFacts<'_>) -> String {
    let meta = facts.meta;
    let stated = |text: &str, unknown: &str| match text {
        "" => unknown.to_owned(),
        text => escaped(text),
    };
    let mut text = "## Training data\n\n".to_owned();
    let _ = writeln!(
        text,
        "- **Reference standard**: {}. {}",
        meta.reference_standard.in_words(),
        stated(&meta.coding, "How it was coded is not stated.")
    );
    let _ = writeln!(text, "- **Agreement**: {}", agreement(facts));
    let _ = writeln!(
        text,
        "- **Codebook**: version {}; version that the passages were coded with: {}",
        escaped(facts.codebook.version()),
        stated(&meta.codebook_version, "not stated")
    );
    let _ = writeln!(
        text,
        "- **Licence of the passages**: {}",
        stated(&meta.licence, "not stated")
    );
    text.push_str("\nCoded passages by class:\n\n");
    text.push_str(&by_class(facts, "role", tally::role));
    text.push_str(&by_class(facts, "actor", tally::actor));
    text.push_str(&by_class(facts, "document", tally::document));
    text.push_str(&examples(facts));
    text
}

/// What is known of the agreement of coders: computed where the codings are there.
fn agreement(facts: &CardFacts<'_>) -> String {
    let codings: Vec<[Option<usize>; 2]> = facts.gold.iter().map(|row| row.codings).collect();
    let pairs = codings
        .iter()
        .filter(|pair| pair.iter().all(Option::is_some));
    let (n, n_same) = pairs.fold((0, 0), |(n, n_same), pair| {
        (n + 1, n_same + usize::from(pair[0] == pair[1]))
    });
    let mut parts = Vec::new();
    match (krippendorff_alpha(&codings), facts.meta.alpha) {
        (Some(found), _) => parts.push(format!(
            "Krippendorff's alpha (nominal) of the two codings {:.2}, computed from {n} passages with \
             both; they agree on {n_same} ({:.1} %)",
            found.alpha,
            100.0 * n_same as f64 / f64::from(n.max(1))
        )),
        (None, Some(alpha)) => parts.push(format!(
            "Krippendorff's alpha {alpha:.2}, as stated; the single codings are not in the file"
        )),
        (None, None) => {}
    }
    if let Some(alpha) = facts.meta.alpha_blind_sample {
        let n = facts.meta.n_blind_sample;
        parts.push(format!(
            "alpha {alpha:.2} of a further blind coding{} against the final classes, as stated",
            n.map_or_else(String::new, |n| format!(" of {n} passages"))
        ));
    }
    if parts.is_empty() {
        return "not known: the file has no single codings (`coder_a`, `coder_b`) and states none"
            .to_owned();
    }
    parts.join("; ")
}

/// Numbers of passages by unit and class; nothing where no passage names its unit.
fn by_class(
    facts: &CardFacts<'_>,
    name: &str,
    unit: fn(&EvaluationRow) -> Option<String>,
) -> String {
    let rows = facts.set.tested().iter();
    let rows = rows.filter_map(|row| Some((unit(row)?, row.class)));
    counts(facts, name, "passages", rows)
}

/// Written examples by register and class.
fn examples(facts: &CardFacts<'_>) -> String {
    if facts.examples.is_empty() {
        return "No written examples were trained on.\n".to_owned();
    }
    let rows = facts.examples.iter().map(|example| {
        let register = match example.register.as_str() {
            "" => "not stated",
            register => register,
        };
        (register.to_owned(), example.stance)
    });
    "Texts written as examples of the classes, which are clearer than what is said in parliament:\n\n"
        .to_owned()
        + &counts(facts, "register", "examples", rows)
}

fn counts(
    facts: &CardFacts<'_>,
    name: &str,
    counted: &str,
    rows: impl Iterator<Item = (String, usize)>,
) -> String {
    let n_classes = facts.codebook.len();
    let mut units: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (unit, class) in rows {
        let counts = units.entry(unit).or_insert_with(|| vec![0; n_classes]);
        if let Some(n) = counts.get_mut(class) {
            *n += 1;
        }
    }
    if units.is_empty() {
        return String::new();
    }
    let mut names = header(&[name, counted]);
    names.extend(facts.codebook.class_ids().map(str::to_owned));
    let rows: Vec<Vec<String>> = units
        .into_iter()
        .map(|(unit, counts)| {
            let all = counts.iter().sum::<usize>();
            let counts = std::iter::once(all).chain(counts).map(|n| n.to_string());
            std::iter::once(unit).chain(counts).collect()
        })
        .collect();
    table(&names, &rows) + "\n"
}
