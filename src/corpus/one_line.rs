//! White space folded.

/// A text on one line: every run of white space a single space, none at its ends.
///
/// ```
/// use standpunt::corpus::one_line;
/// assert_eq!(one_line(" De\u{a0}Kamer,\n\tgehoord "), "De Kamer, gehoord");
/// assert_eq!(one_line(" \n"), "");
/// ```
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    push_one_line(&mut line, text);
    line
}

/// Adds a text to another, its white space folded.
pub(crate) fn push_one_line(line: &mut String, text: &str) {
    let start = line.len();
    for word in text.split_whitespace() {
        if line.len() > start {
            line.push(' ');
        }
        line.push_str(word);
    }
}
