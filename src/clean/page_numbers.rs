//! Page numbers that stand alone on a line.
//!
//! A lone number may also head a numbered question. It is a page number where it stands at the
//! edge of a page and rises with the pages, or where it interrupts a sentence.

use super::{Line, LineKind};

/// Pages whose numbers must rise together to count; questions may begin pages, too.
const MIN_PAGES_AT_TOP: usize = 3;
const MIN_PAGES_AT_BOTTOM: usize = 2;

/// Marks the lines that hold nothing but the number of the page.
pub(super) fn mark_page_numbers(text: &str, lines: &mut [Line]) {
    let filled: Vec<usize> = (0..lines.len())
        .filter(|&i| lines[i].kind == LineKind::Text)
        .collect();
    let mut found = rising_with_pages(text, lines, &filled);
    found.extend(
        filled
            .windows(3)
            .filter(|three| interrupts(text, lines, three))
            .map(|three| three[1]),
    );
    for i in found {
        lines[i].kind = LineKind::PageHeader;
    }
}

/// The lone number of a line: `12`, `- 12 -`.
fn lone_number(content: &str) -> Option<usize> {
    let bare = content.trim_matches(|c: char| c == '-' || c == '–' || c.is_whitespace());
    let is_number = (1..=4).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| bare.parse().ok()).flatten()
}

/// Lone numbers at the top or bottom of pages that rise by one from page to page, and those at the
/// bottom that count the pages of the text.
fn rising_with_pages(text: &str, lines: &[Line], filled: &[usize]) -> Vec<usize> {
    let tops: Vec<usize> = (0..filled.len())
        .filter(|&k| lines[filled[k]].starts_page)
        .collect();
    let bottoms: Vec<usize> = tops.iter().skip(1).map(|&k| k - 1).collect();
    let mut found = Vec::new();
    for (edge, min_pages) in [(tops, MIN_PAGES_AT_TOP), (bottoms, MIN_PAGES_AT_BOTTOM)] {
        let numbers: Vec<(usize, usize)> = edge
            .iter()
            .enumerate()
            .filter_map(|(page, &k)| {
                let number = lone_number(&text[lines[filled[k]].span.range()])?;
                Some((number + edge.len() - page, filled[k]))
            })
            .collect();
        for same in numbers.chunk_by(|a, b| a.0 == b.0) {
            let counts_pages = same.iter().any(|(offset, _)| *offset == edge.len() + 1);
            if same.len() >= min_pages || counts_pages && min_pages == MIN_PAGES_AT_BOTTOM {
                found.extend(same.iter().map(|&(_, line)| line));
            }
        }
    }
    found
}

/// Whether the line in the middle is a number and the lines around it are one sentence.
fn interrupts(text: &str, lines: &[Line], three: &[usize]) -> bool {
    let content = |k: usize| &text[lines[three[k]].span.range()];
    lone_number(content(1)).is_some()
        && content(0).ends_with(|c: char| c.is_lowercase() || matches!(c, ',' | '-'))
        && content(2).starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn page_numbers(text: &str) -> Vec<String> {
        let mut all = lines(text);
        mark_page_numbers(text, &mut all);
        all.iter()
            .filter(|l| l.kind == LineKind::PageHeader)
            .map(|l| text[l.span.range()].to_owned())
            .collect()
    }

    #[test]
    fn numbers_that_rise_with_the_pages_go() {
        let text = "Een.\n\n2\n\u{c}Twee.\n\n3\n\u{c}Drie.\n\n4\n\u{c}Vier.";
        assert_eq!(page_numbers(text), ["2", "3", "4"]);
    }

    #[test]
    fn the_number_of_the_page_at_its_bottom_goes() {
        assert_eq!(page_numbers("Een.\n\n1\n\u{c}Twee."), ["1"]);
        assert!(page_numbers("Een.\n\n\u{c}3\nKlopt het?").is_empty());
    }

    #[test]
    fn a_number_inside_a_sentence_goes() {
        assert_eq!(page_numbers("het kabinet is\n\n7\n\nvan mening"), ["7"]);
    }

    #[test]
    fn numbers_of_questions_stay() {
        assert!(page_numbers("1\nKlopt het?\nAntwoord\nJa.\n2\nWaarom?").is_empty());
    }
}
