//! Characters of a text, counted many bytes at a time where it is all ASCII.

/// The number of characters of a text.
pub(crate) fn n_characters(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    }
}

/// The first `n` characters of a text, or all where it has fewer.
pub(crate) fn first_characters(text: &str, n: usize) -> &str {
    match text.as_bytes().get(..n) {
        None => text,
        Some(head) if head.is_ascii() => text.get(..n).unwrap_or(text),
        Some(_) => {
            let end = text.char_indices().nth(n).map(|(at, _)| at);
            end.and_then(|end| text.get(..end)).unwrap_or(text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_no_bytes() {
        assert_eq!(
            [n_characters("één"), n_characters("een"), n_characters("")],
            [3, 3, 0]
        );
        assert_eq!(first_characters("één en twee", 3), "één");
        assert_eq!(first_characters("een é", 3), "een");
        assert_eq!(first_characters("één", 3), "één");
        assert_eq!(first_characters("één", 4), "één");
        assert_eq!(first_characters("een", 9), "een");
    }
}
