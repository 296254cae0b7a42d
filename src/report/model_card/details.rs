//! The first section: what the model is.

use std::fmt::Write as _;

use super::CardFacts;
use super::markdown::escaped;
use crate::features::AnalyzerSettings;

/// The heading and the section *Model details*.
pub(super) fn details(facts: &CardFacts<'_>) -> String {
    let (model, codebook) = (facts.model, facts.codebook);
    let settings = model.analyzer().settings();
    let title = match codebook.title() {
        "" => "Model card of a stance model".to_owned(),
        title => format!("Model card of a stance model: {}", escaped(title)),
    };
    let mut text = format!(
        "# {title}\n\n\
         After Mitchell et al., *Model Cards for Model Reporting* (FAT* 2019). Written by `standpunt` \
         from what was measured when the model was trained; no number is entered by hand.\n\n\
         ## Model details\n\n"
    );
    let mut item = |name: &str, value: &str| {
        let _ = writeln!(text, "- **{name}**: {value}");
    };
    item("SHA-256", &format!("`{}`", model.digest()));
    item(
        "Made by",
        &format!(
            "Standpunt {}, `standpunt train` or `standpunt run`",
            env!("CARGO_PKG_VERSION")
        ),
    );
    item("Kind", &kind(settings));
    item(
        "Size",
        &format!(
            "{} terms, {} classes; penalty {} (grouped inner cross-validation chooses where several are set)",
            with_commas(model.analyzer().vocabulary().len()),
            model.classes().len(),
            model.alpha()
        ),
    );
    item(
        "Calibration",
        "bias-corrected temperature scaling (Alexandari, Kundaje and Shrikumar 2020); label sets by \
         class-conditional conformal prediction; both on scores of passages that the scoring model had \
         not seen",
    );
    item("Learnt from", &learnt_from(facts));
    item(
        "Licence",
        "the program MIT OR Apache-2.0; the model as the licence of the coded passages, below, allows",
    );
    item(
        "Citation",
        &format!(
            "Standpunt {}, with the SHA-256 above, and those who coded the passages",
            env!("CARGO_PKG_VERSION")
        ),
    );
    text
}

/// What is counted and how it is weighed, in words.
fn kind(settings: &AnalyzerSettings) -> String {
    let mut counted = vec![match settings.longest_phrase {
        1 => "words".to_owned(),
        n => format!("words and phrases of up to {n} words"),
    }];
    if let Some(pieces) = settings.characters {
        counted.push(format!(
            "pieces of words of {} to {} letters (weight {})",
            pieces.shortest, pieces.longest, pieces.weight
        ));
    }
    if let Some(lexicon) = &settings.lexicon {
        counted.push(format!(
            "{} terms of a stance lexicon (weight {})",
            lexicon.terms.len(),
            lexicon.weight
        ));
    }
    let names = match settings.names {
        Some(_) => "; names of parties, places and persons are all one term",
        None => "; names of parties, places and persons are terms like any other",
    };
    format!(
        "multinomial logistic regression on TF-IDF rows of {}{names}",
        counted.join(", ")
    )
}

fn learnt_from(facts: &CardFacts<'_>) -> String {
    let mut files: Vec<String> = facts
        .inputs
        .iter()
        .map(|file| {
            let name = file.path.rsplit(['/', '\\']).next().unwrap_or("");
            format!(
                "`{}` (SHA-256 `{}…`)",
                escaped(name),
                file.sha256.get(..12).unwrap_or("")
            )
        })
        .collect();
    files.sort();
    format!(
        "{} coded passages and {} written examples: {}",
        facts.model.n_coded(),
        facts.model.n_examples(),
        files.join(", ")
    )
}

/// A count with commas between thousands.
fn with_commas(n: usize) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
