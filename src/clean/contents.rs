//! Tables of contents, with page numbers or without.

use std::sync::LazyLock;

use regex::Regex;

use super::{Line, LineKind};
use crate::corpus::pattern;

/// How far below its title a table of contents may reach, in lines.
const MAX_LINES: usize = 200;

/// Lines of text in a row that may lack a page number in a table of contents that has them.
const MAX_UNNUMBERED: usize = 3;

/// How many of the first entries are looked for below: the very first may be spelled otherwise.
const ENTRIES_TO_RETURN: usize = 3;

static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)^(inhoudsopgave|inhoud|table of contents)\s*:?(\s+(blz|pag(ina)?|bladzijde)\.?)?$",
    )
});

static DOTTED_LEADER: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"\S\s*(\.{5,}|(\. ){4,}\.?|…{2,})\s*\d{1,3}$"));

static PAGE_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(\s{2,}|\.{3,}\s*|\t)\d{1,3}$|Fout! Bladwijzer niet gedefinieerd\.$")
});

fn matches(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Marks tables of contents: from the title to the line before the first entry returns as a
/// heading or, where none does, to the last line that ends in a page number. Lines with dotted
/// leaders are contents wherever they stand.
pub(super) fn mark_contents(text: &str, lines: &mut [Line]) {
    if let Some((title, end)) = titled_contents(text, lines) {
        for line in &mut lines[title..end] {
            if line.kind == LineKind::Text {
                line.kind = LineKind::Contents;
            }
        }
    }
    for line in lines.iter_mut().filter(|line| line.kind == LineKind::Text) {
        if matches(&DOTTED_LEADER, &text[line.span.range()]) {
            line.kind = LineKind::Contents;
        }
    }
}

/// The line of the title and the line behind the last entry.
fn titled_contents(text: &str, lines: &[Line]) -> Option<(usize, usize)> {
    let content = |i: usize| &text[lines[i].span.range()];
    let is_title = |i: &usize| lines[*i].kind == LineKind::Text && matches(&TITLE, content(*i));
    let title = (0..lines.len()).find(is_title)?;
    let below: Vec<usize> = (title + 1..lines.len().min(title + MAX_LINES))
        .filter(|&i| lines[i].kind == LineKind::Text)
        .collect();
    let entries: Vec<String> = below.iter().map(|&i| entry(content(i))).collect();
    let numbered = last_numbered(&below, content);
    let returns = returning(&entries).filter(|&k| {
        let open = numbered.map_or(0, |numbered| numbered + 1);
        k >= open
            && below[open..k]
                .iter()
                .all(|&i| !content(i).ends_with(['.', '?', ':']))
    });
    let n = returns.or(numbered.map(|k| k + 1))?;
    let last = n.checked_sub(1).and_then(|k| below.get(k))?;
    Some((title, last + 1))
}

/// The last entry with a page number before the numbers stop.
fn last_numbered<'a>(below: &[usize], content: impl Fn(usize) -> &'a str) -> Option<usize> {
    let mut last = None;
    for (k, &i) in below.iter().enumerate() {
        if matches(&PAGE_NUMBER, content(i)) {
            last = Some(k);
        } else if k >= last.map_or(0, |last| last + 1) + MAX_UNNUMBERED {
            break;
        }
    }
    last
}

/// The place at which one of the first entries stands a second time.
fn returning(entries: &[String]) -> Option<usize> {
    entries
        .iter()
        .enumerate()
        .take(ENTRIES_TO_RETURN)
        .find_map(|(k, first)| {
            let below = entries.get(k + 1..)?;
            let again = below.iter().position(|entry| entry == first)?;
            // The heading above a second entry that returns is one of the first, spelled otherwise.
            Some(again + 1)
        })
}

/// A heading without its page number, white space folded, in lower case.
fn entry(text: &str) -> String {
    let text = match PAGE_NUMBER.as_ref() {
        Some(regex) => regex.replace(text, ""),
        None => text.into(),
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches(['.', ' ']).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn contents(text: &str) -> Vec<String> {
        let mut all = lines(text);
        mark_contents(text, &mut all);
        all.iter()
            .filter(|l| l.kind == LineKind::Contents)
            .map(|l| text[l.span.range()].to_owned())
            .collect()
    }

    #[test]
    fn contents_end_where_their_first_entry_returns() {
        let text = "Inhoudsopgave\n\nI Vragen\nVragen van de VVD-fractie    2\n\nII Antwoord    9\n\nI Vragen\nVragen van de VVD-fractie\nTekst.";
        assert_eq!(
            contents(text),
            [
                "Inhoudsopgave",
                "I Vragen",
                "Vragen van de VVD-fractie    2",
                "II Antwoord    9"
            ]
        );
    }

    #[test]
    fn contents_without_returning_entries_end_at_the_last_page_number() {
        let text = "Inhoud\nInleiding ..... 1\nSlot ..... 2\n\nHet kabinet schrijft.";
        assert_eq!(contents(text).len(), 3);
    }

    #[test]
    fn a_first_entry_spelled_otherwise_is_no_matter() {
        let text = "Inhoudsopgave\n\nI Vragen\nInbreng VVD\nII Reactie\n\nI. Vragen en opmerkingen\nInbreng VVD\nDe leden vragen.";
        assert_eq!(contents(text).len(), 4);
    }

    #[test]
    fn numbers_in_the_text_below_are_no_page_numbers() {
        let text = "Inhoud\nInleiding  1\nSlot  2\n\nEen zin.\nNog een.\nEn een.\nDe tabel.\nDuitsland   19";
        assert_eq!(contents(text).len(), 3);
    }

    #[test]
    fn dotted_leaders_need_no_title() {
        let text = "I Vragen ........ 2\nII Antwoord . . . . . . 4\nDe leden ... 3 vragen.";
        assert_eq!(contents(text).len(), 2);
    }

    #[test]
    fn a_text_about_contents_is_no_table_of_contents() {
        assert!(contents("Inhoud\nDe inhoud van het voorstel is bekend.\nEinde.").is_empty());
    }
}
