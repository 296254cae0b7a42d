//! The terms that lead each class of a model, in the passages that trained it.

use std::collections::BTreeSet;

use super::names::names_in;
use super::{Coded, Resources, Trainer, evaluation_set};
use crate::Error;
use crate::config::Config;
use crate::evaluate::EvaluationSet;
use crate::report::{ClassTerm, ClassTerms};
use crate::stance::{LeadingSettings, LeadingTerm, Model, TrainingRow, Watch, leading_terms};

/// The leading terms of a model, with where they occur. `coded` must be what trained the model.
///
/// # Errors
/// Where the model was trained on other passages, a refit does not converge, or the work is
/// interrupted.
pub fn leading_of(
    model: &Model,
    coded: &Coded,
    resources: &Resources,
    config: &Config,
    settings: &LeadingSettings,
    watch: &Watch<'_>,
) -> Result<ClassTerms, Error> {
    let set = evaluation_set(coded, &resources.codebook)?;
    let trainer = Trainer::new(config, &resources.codebook)?;
    let rows = trainer.rows(&set, 0..set.rows().len());
    check_origin(model, &rows)?;
    let names = names_in(resources, config)?;
    let terms = leading_terms(model, &rows, settings, &names, watch)?;
    let terms = terms.into_iter().map(|term| class_term(term, &set));
    Ok(ClassTerms {
        terms: terms.collect(),
        min_stability: 0.0,
    })
}

/// Refuses passages that the model was not trained on.
fn check_origin(model: &Model, rows: &[TrainingRow<'_>]) -> Result<(), Error> {
    let n_unknown = rows
        .iter()
        .filter(|row| !model.knows_text(row.text))
        .count();
    let n_examples = rows.iter().filter(|row| row.is_example).count();
    let found = (rows.len() - n_examples, n_examples);
    let trained = (model.n_coded(), model.n_examples());
    if n_unknown == 0 && found == trained {
        return Ok(());
    }
    Err(Error::Usage {
        message: format!(
            "the model was trained on {} coded passages and {} examples; found {} and {}, of which it \
             has not seen {n_unknown}",
            trained.0, trained.1, found.0, found.1
        ),
        help: "name the files that trained it with --gold and --examples, or --no-examples"
            .to_owned(),
    })
}

/// The term with the number of passages, groups, documents and examples that have it.
fn class_term(leading: LeadingTerm, set: &EvaluationSet) -> ClassTerm {
    let n_tested = set.tested().len();
    let n_passages = leading.rows.iter().filter(|row| **row < n_tested).count();
    let passages = || leading.rows.iter().filter_map(|&row| set.tested().get(row));
    let groups: BTreeSet<&str> = passages().map(|row| row.group.as_str()).collect();
    let documents: BTreeSet<&str> = passages().map(|row| row.document_id.as_str()).collect();
    let has_documents = set.tested().iter().all(|row| !row.document_id.is_empty());
    ClassTerm {
        n_passages,
        n_groups: groups.len(),
        n_documents: has_documents.then_some(documents.len()),
        n_examples: leading.rows.len() - n_passages,
        leading,
    }
}
