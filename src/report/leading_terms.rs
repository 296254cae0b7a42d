//! The terms that lead each class, for people and as a table.

use std::fmt::Write as _;
use std::io::Write;

use super::term_names::{TermKind, shown_term};
use crate::stance::LeadingTerm;
use crate::table::{Column, Schema, TableError, TableWriter};

/// A leading term with where it occurs in the texts that trained the model.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassTerm {
    /// The term.
    pub leading: LeadingTerm,
    /// Coded passages in which it occurs.
    pub n_passages: usize,
    /// Groups of these passages.
    pub n_groups: usize,
    /// Documents of these passages; `None` where documents are not known.
    pub n_documents: Option<usize>,
    /// Written examples in which it occurs.
    pub n_examples: usize,
}

/// The leading terms of all classes.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassTerms {
    /// Classes in their order, terms for a class before those against it, the strongest first.
    pub terms: Vec<ClassTerm>,
    /// The share of refits that a term had to lead in to be among them; 0 where all are.
    pub min_stability: f64,
}

impl ClassTerms {
    /// Leaves out terms that lead in a smaller share of the refits; where no refit was made, every
    /// term stays.
    pub fn keep_stable(&mut self, min_stability: f64) {
        self.min_stability = min_stability;
        let is_stable = |term: &ClassTerm| {
            let stability = term.leading.stability();
            stability.is_none_or(|share| share >= min_stability)
        };
        self.terms.retain(is_stable);
    }
}

/// The schema of the table of leading terms.
pub fn leading_terms_schema(class_ids: &[String]) -> Schema {
    let mut columns = vec![
        Column::text("stance", "The class.")
            .one_of(class_ids)
            .required(),
        Column::text(
            "direction",
            "Whether the term speaks for the class or against it.",
        )
        .one_of(&["for", "against"])
        .required(),
        Column::count(
            "rank",
            "Its place among the terms of this class and direction, by the size of contribution; \
             numbers are missing where terms were not stable.",
        )
        .required(),
    ];
    columns.extend(term_columns());
    columns.extend(count_columns());
    Schema::new(
        "leading_terms",
        "Leading terms of the classes",
        "One row per class, direction and term: what the model goes by in the texts that trained \
         it. Associations in these texts, not reasons; terms that occur together share their \
         weight.",
        columns,
    )
    .with_key(&["stance", "direction", "term"])
}

fn term_columns() -> Vec<Column> {
    vec![
        Column::text("kind", "What the term is.")
            .one_of(&TermKind::ALL.map(TermKind::as_str))
            .required(),
        Column::text(
            "term",
            "The term as the model knows it: stems, a piece of a word behind ~, or a term of the \
             lexicon behind =.",
        )
        .required(),
        Column::text(
            "words",
            "How it most often stands in the training texts; for a piece, the word.",
        ),
        Column::number(
            "contribution",
            "weight times mean_value: what the term adds on average to the log-odds of the class \
             against the geometric mean of the classes, before calibration.",
        )
        .required(),
        Column::number(
            "weight",
            "The weight of the term for the class minus the mean of its weights.",
        )
        .required(),
        Column::number(
            "mean_value",
            "The mean value of the term over the training texts.",
        )
        .required(),
    ]
}

fn count_columns() -> Vec<Column> {
    vec![
        Column::share(
            "stability",
            "The share of refits in which the term is among the 50 that lead the class in this \
             direction: refits to bootstrap samples of groups, examples drawn one by one, with the \
             vocabulary and the penalty of the model. Empty where no refit was made.",
        ),
        Column::count("n_refits", "Refits behind stability.").required(),
        Column::count("n_passages", "Coded passages in which the term occurs.").required(),
        Column::count("n_groups", "Groups of these passages.").required(),
        Column::count(
            "n_documents",
            "Documents of these passages; empty where documents are not known.",
        ),
        Column::count("n_examples", "Written examples in which the term occurs.").required(),
        Column::flag(
            "is_name",
            "Whether at least half of its occurrences lie in the name of a party, person or place \
             that the program knows, and the term says in which: such a term makes the model a detector of names, and a \
             comparison of parties circular.",
        )
        .required(),
    ]
}

/// Writes the table of leading terms; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_leading_terms<W: Write>(
    terms: &ClassTerms,
    class_ids: &[String],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &leading_terms_schema(class_ids))?;
    for term in &terms.terms {
        let found = &term.leading;
        table
            .text(class_ids.get(found.class).map_or("", String::as_str))?
            .text(if found.is_for { "for" } else { "against" })?
            .count(found.rank)?
            .text(TermKind::of(&found.term).as_str())?
            .text(&found.term)?
            .text(&found.words)?
            .number(found.contribution())?
            .number(found.weight)?
            .number(found.mean_value)?
            .optional_number(found.stability())?
            .count(found.n_refits)?
            .count(term.n_passages)?
            .count(term.n_groups)?
            .optional_count(term.n_documents)?
            .count(term.n_examples)?
            .flag(found.is_name)?
            .end_row()?;
    }
    table.finish()
}

/// The terms that speak most for each class and most against it, at most `n_terms` each.
pub fn leading_terms_text(terms: &ClassTerms, class_ids: &[String], n_terms: usize) -> String {
    let mut out = String::new();
    for (class, id) in class_ids.iter().enumerate() {
        for (is_for, direction) in [(true, "for"), (false, "against")] {
            let of_side =
                |term: &&ClassTerm| term.leading.class == class && term.leading.is_for == is_for;
            let found: Vec<&ClassTerm> = terms.terms.iter().filter(of_side).collect();
            let _ = writeln!(
                out,
                "{:<44} {:>8} {:>7} {:>8} {:>7} {:>9} {:>9}",
                format!("{direction} {id}"),
                "adds",
                "stable",
                "passages",
                "groups",
                "documents",
                "examples"
            );
            for term in found.iter().take(n_terms) {
                write_line(&mut out, term);
            }
            let n_more = found.len().saturating_sub(n_terms);
            if n_more > 0 {
                let _ = writeln!(out, "  and {n_more} more");
            }
            out.push('\n');
        }
    }
    out.push_str(&footer(terms));
    out
}

fn write_line(out: &mut String, term: &ClassTerm) {
    let found = &term.leading;
    let name = if found.is_name { " [name]" } else { "" };
    let stability = found.stability();
    let _ = writeln!(
        out,
        "  {:<42} {:>+8.4} {:>7} {:>8} {:>7} {:>9} {:>9}",
        shown_term(&found.term, &found.words) + name,
        found.contribution(),
        stability.map_or_else(|| "-".to_owned(), |share| format!("{share:.2}")),
        term.n_passages,
        term.n_groups,
        term.n_documents
            .map_or_else(|| "-".to_owned(), |n| n.to_string()),
        term.n_examples,
    );
}

fn footer(terms: &ClassTerms) -> String {
    let n_refits = terms.terms.first().map_or(0, |term| term.leading.n_refits);
    let shown = if n_refits == 0 {
        "no refit was made: how stable the terms are is not known".to_owned()
    } else {
        format!(
            "shown are terms that lead in {:.2} or more of {n_refits} refits to bootstrap samples of groups",
            terms.min_stability
        )
    };
    format!(
        "adds: mean log-odds over the training texts, before calibration; {shown}; associations in these \
         texts, not reasons\n"
    )
}

#[cfg(test)]
#[path = "leading_terms_tests.rs"]
mod tests;
