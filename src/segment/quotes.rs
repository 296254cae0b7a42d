//! Words between quotation marks.

/// The share of the words of `text` that stand between quotation marks, 0 to 1; 0 for no words.
///
/// `«…»`, `“…”`, `„…”`, `‘…’` and `"…"` count. A passage may begin or end inside a quotation: a
/// closing `»` or `”` without its opening mark quotes from the start of the text, an opening `«`
/// or `“` without its closing mark to the end. An apostrophe is no quotation mark.
pub fn quoted_share(text: &str) -> f64 {
    let n_words = text.split_whitespace().count();
    if n_words == 0 {
        return 0.0;
    }
    let quoted = quoted_ranges(text);
    let start_of = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let n_quoted = text
        .split_whitespace()
        .filter(|word| {
            let middle = start_of(word) + word.len() / 2;
            quoted
                .iter()
                .any(|&(start, end)| start <= middle && middle < end)
        })
        .count();
    n_quoted as f64 / n_words as f64
}

/// What is left of `text` without its words between quotation marks, and without the marks;
/// white space is folded where something was taken out. May be empty.
///
/// The marks are those of [`quoted_share`].
pub fn without_quotations(text: &str) -> String {
    let quoted = quoted_ranges(text);
    if quoted.is_empty() {
        return text.to_owned();
    }
    let mut rest = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end) in quoted {
        rest.push_str(text.get(at..start).unwrap_or_default());
        rest.push(' ');
        at = end;
    }
    rest.push_str(text.get(at..).unwrap_or_default());
    rest.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Byte ranges between quotation marks, marks included, in order.
fn quoted_ranges(text: &str) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        let behind = at + c.len_utf8();
        match (c, open) {
            ('«', None) => open = Some((at, '»')),
            ('“' | '„', None) => open = Some((at, '”')),
            ('"', None) => open = Some((at, '"')),
            ('‘', None) if !starts_elision(&text[behind..]) => open = Some((at, '’')),
            ('’', Some((start, '’'))) if !is_inside_word(text, at, behind) => {
                ranges.push((start, behind));
                open = None;
            }
            (c, Some((start, closing))) if c == closing && c != '’' => {
                ranges.push((start, behind));
                open = None;
            }
            ('»' | '”', None) if ranges.is_empty() => ranges.push((0, behind)),
            _ => {}
        }
    }
    if let Some((start, '»' | '”')) = open {
        ranges.push((start, text.len()));
    }
    ranges
}

/// `‘s avonds`, `‘t`: an apostrophe set as an opening mark.
fn starts_elision(rest: &str) -> bool {
    rest.starts_with("s ") || rest.starts_with("t ") || rest.starts_with("n ")
}

fn is_inside_word(text: &str, at: usize, behind: usize) -> bool {
    let before = text[..at]
        .chars()
        .next_back()
        .is_some_and(char::is_alphanumeric);
    let after = text[behind..]
        .chars()
        .next()
        .is_some_and(char::is_alphanumeric);
    before && after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_words_between_marks_of_every_kind() {
        // 2 of 4 words each.
        for text in [
            "een «twee drie» vier",
            "een “twee drie” vier",
            "een ‘twee drie’ vier",
            "een \"twee drie\" vier",
        ] {
            assert!((quoted_share(text) - 0.5).abs() < 1e-12, "{text}");
        }
    }

    #[test]
    fn takes_quotations_out_with_their_marks() {
        assert_eq!(
            without_quotations("Hij zei «grenzen dicht» en “ging” weg."),
            "Hij zei en weg."
        );
        assert_eq!(without_quotations("«alles»"), "");
        assert_eq!(
            without_quotations("de regio's  blijven"),
            "de regio's  blijven"
        );
    }

    #[test]
    fn apostrophes_are_no_quotation_marks() {
        for text in [
            "de ngo’s en foto’s van ’s avonds",
            "regio's en scenario’s",
            "",
        ] {
            assert!(quoted_share(text).abs() < 1e-12, "{text}");
        }
    }

    #[test]
    fn a_quotation_may_begin_before_the_text_or_end_behind_it() {
        // 2 of 4, then 2 of 3 words.
        assert!((quoted_share("een twee» drie vier") - 0.5).abs() < 1e-12);
        assert!((quoted_share("een «twee drie") - 2.0 / 3.0).abs() < 1e-12);
    }
}
