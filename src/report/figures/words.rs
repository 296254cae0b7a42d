//! The words of figures: names cut to their room, numbers as people read them, and ids.

use std::collections::BTreeSet;

use super::canvas::is_shown;
use super::lettering;
use crate::report::ReportRow;

/// What stands where a table has no number.
const NO_NUMBER: &str = "\u{2013}";

/// The names of figures, each given once.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: BTreeSet<String>,
}

impl Ids {
    /// An id of lower-case letters, digits and `-`, made from these parts; a number is put behind
    /// one that is taken.
    pub(super) fn next(&mut self, parts: &[&str]) -> String {
        let mut id = String::new();
        for c in parts.join("-").chars().take(60) {
            if c.is_ascii_alphanumeric() {
                id.push(c.to_ascii_lowercase());
            } else if !id.ends_with('-') {
                id.push('-');
            }
        }
        let stem = id.trim_matches('-').to_owned();
        let mut id = stem.clone();
        let mut n = 2;
        while !self.taken.insert(id.clone()) {
            id = format!("{stem}-{n}");
            n += 1;
        }
        id
    }
}

/// A text without characters that are not shown or have no width.
pub(super) fn clean(text: &str) -> String {
    let has_width = |c: &char| !matches!(*c, '\u{200B}' | '\u{061C}' | '\u{FEFF}');
    let shown: String = text
        .chars()
        .filter(|&c| is_shown(c))
        .filter(has_width)
        .collect();
    let shown = shown.trim();
    if shown.is_empty() {
        return "(no name)".to_owned();
    }
    shown.to_owned()
}

/// A clean text that is at most `room` wide in letters of this size; what is cut ends with `…`.
pub(super) fn shortened(text: &str, room: f64, size: f64) -> String {
    lettering::shortened(&clean(text), size, room)
}

/// A clean text of at most `n` characters, for words beside a figure.
pub(super) fn brief(text: &str, n: usize) -> String {
    let text = clean(text);
    if text.chars().count() <= n {
        return text;
    }
    let kept: String = text.chars().take(n.saturating_sub(1)).collect();
    format!("{}\u{2026}", kept.trim_end())
}

/// The number of a field with this many decimals, with a real minus; a dash where there is none.
pub(in crate::report) fn rounded(field: &str, decimals: usize) -> String {
    let Some(number) = field.parse::<f64>().ok().filter(|n| n.is_finite()) else {
        return NO_NUMBER.to_owned();
    };
    let text = format!("{number:.decimals$}");
    let is_zero = !text.chars().any(|c| ('1'..='9').contains(&c));
    if is_zero {
        return text.trim_start_matches('-').to_owned();
    }
    text.replace('-', "\u{2212}")
}

/// The estimate of a row with its interval, as far as it has them: `0.20 (0.06 to 0.52)`.
pub(super) fn with_interval(row: ReportRow<'_>, estimate: &str) -> String {
    let number = rounded(row.text(estimate), 2);
    let (low, high) = (row.number("conf_low"), row.number("conf_high"));
    if low.is_none() || high.is_none() {
        return number;
    }
    let low = rounded(row.text("conf_low"), 2);
    let high = rounded(row.text("conf_high"), 2);
    format!("{number} ({low} to {high})")
}

/// `95 %` of `0.950000`; empty where the field has no number.
pub(in crate::report) fn level(field: &str) -> String {
    let number = field.parse::<f64>().ok().filter(|n| n.is_finite());
    number.map_or_else(String::new, |n| {
        format!("{} %", (n * 1000.0).round() / 10.0)
    })
}

/// A count with commas between thousands.
pub(super) fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (k, digit) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 passage`, `2 passages`: a count and what is counted, of which the plural ends with `s`.
pub(super) fn counted(n: u64, what: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{} {what}{s}", thousands(n))
}

/// At most `most` names, and how many more there are: `A, B and 3 more`.
pub(super) fn listed(names: &[String], most: usize) -> String {
    let shown = names.iter().take(most).cloned().collect::<Vec<_>>();
    let left = names.len() - shown.len();
    let shown = shown.join(", ");
    if left == 0 {
        return shown;
    }
    format!("{shown} and {left} more")
}

/// A reason of a table as people say it: `n_words 417, at least 500 needed` is 417 words.
pub(super) fn said_plainly(reason: &str) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut words = reason.split(' ').peekable();
    while let Some(word) = words.next() {
        let is_number = |next: &&str| next.starts_with(|c: char| c.is_ascii_digit());
        match word.strip_prefix("n_") {
            Some(what) if words.peek().is_some_and(is_number) => {
                let number = words.next().unwrap_or_default();
                let ending = if number.ends_with(',') { "," } else { "" };
                let number = number.trim_end_matches(',');
                let what = what.replace('_', " ");
                let what = match number {
                    "1" => what.strip_suffix('s').unwrap_or(&what),
                    _ => &what,
                };
                said.push(format!("{number} {what}{ending}"));
            }
            _ => said.push(word.to_owned()),
        }
    }
    said.join(" ")
}

/// What a split leaves out of training, for people: `groups of passages`.
pub(super) fn left_out(split: &str) -> String {
    match split {
        "grouped" => "groups of passages".to_owned(),
        "leave-one-document-out" => "one document".to_owned(),
        "leave-one-actor-out" => "one actor".to_owned(),
        "forward-in-time" => "later documents".to_owned(),
        other => clean(other),
    }
}

/// The different texts of a column, in the order of the rows, joined by `; `.
pub(super) fn distinct<'t>(rows: impl IntoIterator<Item = ReportRow<'t>>, column: &str) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for row in rows {
        let text = row.text(column);
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.join("; ")
}

/// Passages of a role, in the plural: `questions`.
pub(super) fn passages_of(role: &str) -> String {
    match role {
        "all" | "" => "passages of all roles".to_owned(),
        "speech" => "speeches".to_owned(),
        role => format!("{}s", clean(role)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::canvas::text_width;
    use super::*;

    #[test]
    fn hostile_names_are_cut_visibly_and_turn_nothing_around() {
        let long = "a".repeat(200);
        let cut = shortened(&long, 300.0, 25.0);
        assert!(cut.ends_with('\u{2026}') && text_width(&cut, 25.0) <= 300.0);
        assert_eq!(shortened("\u{202E}Volt\u{0}\n", 300.0, 25.0), "Volt");
        assert_eq!(shortened("\u{200F}", 300.0, 25.0), "(no name)");
        assert_eq!(shortened("حزب العدالة", 900.0, 25.0), "حزب العدالة");
        assert!(shortened("👩\u{200D}👩\u{200D}👧👩👩👩👩", 80.0, 25.0).ends_with("👩\u{2026}"));
        assert_eq!(brief("abcdef", 4), "abc\u{2026}");
    }

    #[test]
    fn numbers_are_those_of_the_table() {
        assert_eq!(rounded("0.825", 1), "0.8");
        assert_eq!(rounded("-1.618874", 2), "\u{2212}1.62");
        assert_eq!(rounded("-0.000001", 2), "0.00");
        assert_eq!(rounded("", 2), "\u{2013}");
        assert_eq!(level("0.950000"), "95 %");
        assert_eq!(level("0.999000"), "99.9 %");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(12), "12");
        assert_eq!(counted(1, "passage"), "1 passage");
        let names: Vec<String> = ["A", "B", "C"].map(str::to_owned).to_vec();
        assert_eq!(listed(&names, 2), "A, B and 1 more");
    }

    #[test]
    fn splits_say_what_is_left_out() {
        assert_eq!(left_out("forward-in-time"), "later documents");
        assert_eq!(left_out("own"), "own");
    }

    #[test]
    fn reasons_are_said_in_words() {
        assert_eq!(
            said_plainly("Volt: n_words 417, at least 500 needed"),
            "Volt: 417 words, at least 500 needed"
        );
        assert_eq!(said_plainly("n_groups 2"), "2 groups");
        assert_eq!(
            said_plainly("none: n_actors 1, at least 2 needed"),
            "none: 1 actor, at least 2 needed"
        );
        assert_eq!(said_plainly("n_ and n_words"), "n_ and n_words");
    }

    #[test]
    fn ids_are_never_given_twice() {
        let mut ids = Ids::default();
        assert_eq!(
            ids.next(&["terms", "PvdA+GroenLinks"]),
            "terms-pvda-groenlinks"
        );
        assert_eq!(
            ids.next(&["terms", "PvdA GroenLinks"]),
            "terms-pvda-groenlinks-2"
        );
        assert_eq!(ids.next(&["terms", "<حزب>"]), "terms");
    }
}
