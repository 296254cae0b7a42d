//! Explanations of labels, for people and as a table.

use std::fmt::Write as _;

use super::term_names::shown_term;
use crate::corpus::{Span, one_line};
use crate::math;
use crate::stance::{Explanation, Model, TermContribution};
use crate::table::{Column, Schema, TableError, TableWriter};

/// Whether colours may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Signs only.
    Plain,
    /// Colours of a terminal.
    Coloured,
}

/// Widest bar, in characters.
const BAR: f64 = 24.0;

/// A word is marked where its share of the largest contribution reaches this.
const MARKED_SHARE: f64 = 0.15;

/// The text with the words that count marked, the terms that speak most for the class and most
/// against it, and the sum: what is shown adds up to the log-odds.
pub fn explanation_text(
    text: &str,
    explanation: &Explanation,
    model: &Model,
    n_terms: usize,
    style: Style,
) -> String {
    let mut out = String::new();
    write_classes(&mut out, explanation, model);
    let _ = writeln!(out, "\n{}\n", marked_text(text, explanation, style));
    let classes = model.classes();
    let (class, against) = (
        classes.id(explanation.class),
        classes.id(explanation.against),
    );
    let _ = writeln!(out, "for {class} and against {against}, in log-odds:");
    let largest = explanation.terms.first();
    let largest = largest.map_or(0.0, |term| term.contribution.abs());
    let (shown, rest) = split_terms(&explanation.terms, n_terms);
    for term in shown {
        let name = shown_term(&term.term, &term.words);
        line(&mut out, &name, term.contribution, largest, style);
    }
    let rest: f64 = rest.iter().map(|term| term.contribution).sum();
    line(&mut out, "other terms", rest, largest, style);
    line(&mut out, "base rate", explanation.base, largest, style);
    let _ = writeln!(
        out,
        "  {:<28} {:+.3} = ln({:.3} / {:.3})",
        "sum",
        explanation.log_odds,
        probability(explanation, explanation.class),
        probability(explanation, explanation.against)
    );
    out
}

fn probability(explanation: &Explanation, class: usize) -> f64 {
    let probabilities = &explanation.prediction.probabilities;
    probabilities.get(class).copied().unwrap_or(0.0)
}

/// The probabilities, the label marked, and what a reader must know of the label.
fn write_classes(out: &mut String, explanation: &Explanation, model: &Model) {
    let prediction = &explanation.prediction;
    for (class, id) in model.classes().ids().iter().enumerate() {
        let mark = if class == prediction.class { '*' } else { ' ' };
        let _ = writeln!(
            out,
            "{mark} {id:<20} {:.3}",
            probability(explanation, class)
        );
    }
    if let Some(reason) = prediction.reason {
        let _ = writeln!(out, "  not certain: {}", reason.as_str());
    }
    if let Some(sentence) = offset_sentence(explanation, model) {
        let _ = writeln!(out, "  {sentence}");
    }
}

/// Why the label is not the most probable class, where it is not.
fn offset_sentence(explanation: &Explanation, model: &Model) -> Option<String> {
    let prediction = &explanation.prediction;
    let (label, most) = (prediction.class, math::argmax(&prediction.probabilities));
    if label == most {
        return None;
    }
    let offset = |class: usize| explanation.offsets.get(class).copied().unwrap_or(0.0);
    let id = |class: usize| model.classes().id(class);
    Some(format!(
        "the most probable class is {}; the label is {} because the rule of the model, which gives \
         rare classes their due, adds {:.3} to its log-odds over {}, now {:.3}",
        id(most),
        id(label),
        offset(label) - offset(most),
        id(most),
        math::ln(probability(explanation, label) / probability(explanation, most)),
    ))
}

/// The terms to show, those for the class first, and the others.
fn split_terms(
    terms: &[TermContribution],
    n_terms: usize,
) -> (Vec<&TermContribution>, Vec<&TermContribution>) {
    let (mut n_for, mut n_against) = (0, 0);
    let (mut shown, rest): (Vec<_>, Vec<_>) = terms.iter().partition(|term| {
        let n = if term.contribution > 0.0 {
            &mut n_for
        } else {
            &mut n_against
        };
        *n += 1;
        *n <= n_terms
    });
    shown.sort_by(|a, b| b.contribution.total_cmp(&a.contribution));
    (shown, rest)
}

fn line(out: &mut String, words: &str, contribution: f64, largest: f64, style: Style) {
    let share = if largest > 0.0 {
        (contribution.abs() / largest).min(1.0)
    } else {
        0.0
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of the bar's width"
    )]
    let length = (share * BAR).round() as usize;
    let sign = if contribution < 0.0 { "-" } else { "+" };
    let bar = sign.repeat(length);
    let words = one_line(words);
    let _ = writeln!(
        out,
        "  {words:<28} {contribution:+.3} {}",
        coloured(&bar, contribution, style)
    );
}

fn coloured(text: &str, contribution: f64, style: Style) -> String {
    match style {
        Style::Plain => text.to_owned(),
        Style::Coloured if contribution < 0.0 => format!("\u{1b}[38;5;166m{text}\u{1b}[0m"),
        Style::Coloured => format!("\u{1b}[38;5;32m{text}\u{1b}[0m"),
    }
}

/// The text with the words that count most marked: in colour, or between signs.
fn marked_text(text: &str, explanation: &Explanation, style: Style) -> String {
    let largest = explanation
        .words
        .iter()
        .map(|word| word.contribution.abs())
        .fold(0.0, f64::max);
    let mut out = String::new();
    let mut at = 0;
    for word in &explanation.words {
        if largest <= 0.0 || word.contribution.abs() < MARKED_SHARE * largest {
            continue;
        }
        out.push_str(text.get(at..word.span.start).unwrap_or(""));
        let shown = text.get(word.span.range()).unwrap_or("");
        match (style, word.contribution < 0.0) {
            (Style::Plain, false) => {
                let _ = write!(out, "[+{shown}]");
            }
            (Style::Plain, true) => {
                let _ = write!(out, "[-{shown}]");
            }
            (Style::Coloured, _) => out.push_str(&coloured(shown, word.contribution, style)),
        }
        at = word.span.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// The columns of an explanation as a table.
pub fn explanation_schema() -> Schema {
    Schema::new(
        "explanation",
        "Contributions of terms",
        "One row per term of the text, one for the base rate; contributions add up to the log-odds.",
        vec![
            Column::text("kind", "What contributes.")
                .one_of(&["term", "base_rate"])
                .required(),
            Column::text(
                "term",
                "The term as the model knows it: stems, or a piece of a word.",
            ),
            Column::text("words", "Its first occurrence in the text."),
            Column::text(
                "spans",
                "Where it stands in the text: byte offsets start-end, divided by `;`.",
            ),
            Column::text(
                "label",
                "The class explained: the label, or the one asked for with --for.",
            )
            .required(),
            Column::text(
                "runner_up",
                "The class it is held against: the one the label was chosen over, or the one asked \
                 for with --against.",
            )
            .required(),
            Column::number("contribution", "What it adds to ln(p_label / p_runner_up).").required(),
        ],
    )
}

/// All terms as CSV.
///
/// # Errors
/// Where a contribution is no finite number.
pub fn explanation_csv(explanation: &Explanation, model: &Model) -> Result<String, TableError> {
    let mut table = TableWriter::new(Vec::new(), "explanation.csv", &explanation_schema())?;
    let label = model.classes().id(explanation.class);
    let runner_up = model.classes().id(explanation.against);
    for term in &explanation.terms {
        let spans: Vec<String> = term.spans.iter().map(Span::to_string).collect();
        table
            .text("term")?
            .text(&term.term)?
            .text(&term.words)?
            .text(&spans.join(";"))?;
        table
            .text(label)?
            .text(runner_up)?
            .number(term.contribution)?
            .end_row()?;
    }
    table.text("base_rate")?.missing()?.missing()?.missing()?;
    table
        .text(label)?
        .text(runner_up)?
        .number(explanation.base)?
        .end_row()?;
    Ok(String::from_utf8_lossy(&table.finish()?).into_owned())
}

#[cfg(test)]
#[path = "explanation_tests.rs"]
mod tests;
