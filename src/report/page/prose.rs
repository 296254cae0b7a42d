//! Sentences of the page: counts with their nouns, and code inside them.

use serde::Serialize;

/// A count with its noun: `1 passage`, `2 passages`.
pub(super) fn counted(n: u64, noun: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{ending}")
}

/// A part of a sentence.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Part {
    pub(super) text: String,
    /// Whether it stood between backticks.
    pub(super) is_code: bool,
}

/// A sentence in parts: what stands between two backticks is code. A backtick without a second one
/// is a character like others.
pub(super) fn with_code(sentence: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut push = |text: &str, is_code| {
        if !text.is_empty() {
            let text = text.to_owned();
            parts.push(Part { text, is_code });
        }
    };
    let mut rest = sentence;
    while let Some((before, (code, after))) = rest
        .split_once('`')
        .and_then(|(before, after)| Some((before, after.split_once('`')?)))
    {
        push(before, false);
        push(code, true);
        rest = after;
    }
    push(rest, false);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_backticks_is_code() {
        let parts = with_code("Add `--refit` to `compare`, or one ` alone.");
        let told: Vec<(&str, bool)> = parts
            .iter()
            .map(|part| (part.text.as_str(), part.is_code))
            .collect();
        assert_eq!(
            told,
            [
                ("Add ", false),
                ("--refit", true),
                (" to ", false),
                ("compare", true),
                (", or one ` alone.", false),
            ]
        );
        assert_eq!(with_code(""), []);
    }

    #[test]
    fn one_is_not_several() {
        assert_eq!(counted(1, "figure"), "1 figure");
        assert_eq!(counted(0, "figure"), "0 figures");
    }
}
