//! Text as Markdown that says the same: no character of it acts as markup.

/// A text as running Markdown on one line: fit for a paragraph, a heading or a cell of a table.
///
/// What stands between two back quotes is set as code, as the descriptions of columns have it; all
/// else is escaped, so that neither a table nor a page breaks (`CommonMark` 0.31 §2.4, §6.1; GFM
/// §4.10). Checked by a parser of GitHub's Markdown in `tests/tables/codebook.py`.
pub(super) fn prose(text: &str) -> String {
    let text = one_line(text);
    let pieces: Vec<&str> = text.split('`').collect();
    let is_paired = pieces.len() % 2 == 1;
    let mut out = String::with_capacity(text.len() + 8);
    for (n, piece) in pieces.iter().enumerate() {
        if is_paired && n % 2 == 1 && !piece.trim().is_empty() {
            out.push_str(&code(piece));
        } else if n > 0 && (!is_paired || n % 2 == 1) {
            out.push_str("\\`");
            escape(piece, &mut out);
            if is_paired {
                out.push_str("\\`");
            }
        } else {
            escape(piece, &mut out);
        }
    }
    if let Some(place) = marker_of_a_block(&out) {
        out.insert(place, '\\');
    }
    out
}

/// A text as code on one line.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text).replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let is_padded = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let pad = if is_padded { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn one_line(text: &str) -> String {
    let is_break = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.chars()
        .map(|c| if is_break(c) { ' ' } else { c })
        .collect()
}

/// Puts a backslash before what Markdown may read as markup; `_` inside a word is none.
fn escape(text: &str, out: &mut String) {
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let is_markup = match c {
            '\\' | '*' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#' | '!' | '$' => true,
            '_' => !before.is_alphanumeric() || !rest.peek().is_some_and(|&c| c.is_alphanumeric()),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
}

/// Where a backslash must stand, lest a line start a list or underline a heading.
fn marker_of_a_block(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let n_digits = line.len() - rest.len();
    let is_list = n_digits > 0 && rest.starts_with(['.', ')']);
    (is_list || line.starts_with(['-', '+', '='])).then_some(n_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_code_stay_readable() {
        assert_eq!(prose("Words of `text`."), "Words of `text`.");
        assert_eq!(prose("joined by ` > `"), "joined by `  >  `");
        assert_eq!(prose("log_loss in nats"), "log_loss in nats");
        assert_eq!(code("n_words"), "`n_words`");
    }

    #[test]
    fn markup_in_a_text_is_escaped() {
        assert_eq!(prose("a|b *c* <d>"), "a\\|b \\*c\\* \\<d\\>");
        assert_eq!(prose("one ` alone"), "one \\` alone");
        assert_eq!(prose("an `` empty pair"), "an \\`\\` empty pair");
        assert_eq!(prose("_begin, end_"), "\\_begin, end\\_");
        assert_eq!(prose("two\r\nlines"), "two  lines");
        assert_eq!(prose("1. item"), "1\\. item");
        assert_eq!(prose("- item"), "\\- item");
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }
}
