//! The passages behind a cell of the confusion matrix, as text.

use std::fmt::Write as _;

use crate::Error;
use crate::corpus::Codebook;
use crate::evaluate::{SplitKind, TestedPassage, behind_cell};

/// Characters of a line of text.
const WIDTH: usize = 92;

/// A cell: the gold class and the predicted class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    gold: usize,
    predicted: usize,
}

impl Cell {
    /// Reads `gold:predicted`.
    pub(super) fn parse(text: &str, codebook: &Codebook) -> Result<Self, Error> {
        let wrong = |message: String| {
            let classes: Vec<&str> = codebook.class_ids().collect();
            Error::Usage {
                message,
                help: format!(
                    "a cell is the coded class, a colon and the predicted class; classes: {}",
                    classes.join(", ")
                ),
            }
        };
        let Some((gold, predicted)) = text.split_once(':') else {
            return Err(wrong(format!(
                "--cell: found `{text}`, expected GOLD:PREDICTED"
            )));
        };
        let class = |id: &str| {
            codebook
                .class_index(id)
                .ok_or_else(|| wrong(format!("--cell: there is no class `{id}`")))
        };
        Ok(Self {
            gold: class(gold)?,
            predicted: class(predicted)?,
        })
    }

    /// The passages of the cell in the grouped split, each with the words that counted.
    pub(super) fn text(self, tested: &[TestedPassage<'_>], codebook: &Codebook) -> String {
        let ids: Vec<&str> = codebook.class_ids().collect();
        let id = |class: usize| ids.get(class).copied().unwrap_or_default();
        let passages = behind_cell(tested, SplitKind::Grouped, self.gold, self.predicted);
        let n_gold = tested
            .iter()
            .filter(|p| p.split == SplitKind::Grouped && p.row.class == self.gold)
            .count();
        let mut text = format!(
            "\ncoded {}, predicted {}: {} of the {n_gold} passages so coded (split grouped)\n",
            id(self.gold),
            id(self.predicted),
            passages.len(),
        );
        for passage in passages {
            text.push_str(&entry(&passage, self));
        }
        text
    }
}

fn entry(passage: &TestedPassage<'_>, cell: Cell) -> String {
    let TestedPassage {
        row, prediction, ..
    } = passage;
    let probability = |class: usize| prediction.probabilities.get(class).copied().unwrap_or(0.0);
    let of_gold = if cell.gold == cell.predicted {
        String::new()
    } else {
        format!(", coded class {:.2}", probability(cell.gold))
    };
    let certain = if prediction.is_certain {
        "; held for certain"
    } else {
        ""
    };
    let role = row.role.map_or("role unknown", |role| role.as_str());
    let mut text = format!(
        "\n{}  {}, {role}\n  probability {:.2}{of_gold}{certain}\n",
        row.id,
        row.actor,
        probability(cell.predicted),
    );
    if !prediction.top_terms.is_empty() {
        let _ = writeln!(
            text,
            "  counted for it: {}",
            prediction.top_terms.join(", ")
        );
    }
    for line in wrapped(&row.text, WIDTH) {
        let _ = writeln!(text, "    {line}");
    }
    text
}

/// Lines of at most `width` characters, broken between words; a longer word has a line of its own.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut n_characters = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if n_characters + 1 + length <= width => {
                line.push(' ');
                line.push_str(word);
                n_characters += 1 + length;
            }
            _ => {
                lines.push(word.to_owned());
                n_characters = length;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(
            wrapped("één twee  drie\nonderhandelingen vier", 8),
            ["één twee", "drie", "onderhandelingen", "vier"]
        );
        assert!(wrapped("", 8).is_empty());
    }

    #[test]
    fn a_cell_names_two_classes() {
        let codebook = Codebook::built_in();
        let cell = Cell::parse("rights-safeguard:none", &codebook).unwrap();
        let ids: Vec<&str> = codebook.class_ids().collect();
        assert_eq!(
            (ids[cell.gold], ids[cell.predicted]),
            ("rights-safeguard", "none")
        );
        let message = |text| Cell::parse(text, &codebook).unwrap_err().to_string();
        assert_eq!(
            message("none"),
            "--cell: found `none`, expected GOLD:PREDICTED"
        );
        assert_eq!(message("none:geen"), "--cell: there is no class `geen`");
    }
}
