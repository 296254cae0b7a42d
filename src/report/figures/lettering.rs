//! Text that fits its place, and numbers as people read them.

use super::canvas::{is_shown, text_width};

/// How much wider than its room a text may be and still fit: rooms are sums of widths, which differ
/// from the width of the text in the last digit.
const ROUNDING: f64 = 1e-6;

/// Whether a text of this size fits.
fn fits(text: &str, size: f64, width: f64) -> bool {
    text_width(text, size) <= width + ROUNDING
}

/// The text, with `…` for what does not fit `width` at this size; without characters that are not
/// shown.
pub(super) fn shortened(text: &str, size: f64, width: f64) -> String {
    let shown: String = text.chars().filter(|&c| is_shown(c)).collect();
    if fits(&shown, size, width) {
        return shown;
    }
    let room = width - text_width("\u{2026}", size);
    let mut kept = String::new();
    for c in shown.chars() {
        kept.push(c);
        if text_width(&kept, size) > room {
            kept.pop();
            break;
        }
    }
    let joins = ['\u{200D}', '\u{FE0F}', ' '];
    format!("{}\u{2026}", kept.trim_end_matches(joins))
}

/// The text, with `…` for what does not fit in its middle: of names that begin alike, as `class-15` and
/// `class-16`, the ends tell which is which.
pub(super) fn middle_shortened(text: &str, size: f64, width: f64) -> String {
    let shown: Vec<char> = text.chars().filter(|&c| is_shown(c)).collect();
    let whole: String = shown.iter().collect();
    if fits(&whole, size, width) {
        return whole;
    }
    for n_kept in (2..shown.len()).rev() {
        let n_end = n_kept.div_ceil(2);
        let start: String = shown.iter().take(n_kept - n_end).collect();
        let end: String = shown.iter().skip(shown.len() - n_end).collect();
        let short = format!("{start}\u{2026}{end}");
        if fits(&short, size, width) {
            return short;
        }
    }
    shortened(&whole, size, width)
}

/// A name in at most `most` lines, broken behind spaces, hyphens and the plus of joint actors; a line that is too wide is
/// shortened in its middle.
pub(super) fn broken(name: &str, size: f64, width: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in name.split_inclusive([' ', '-', '_', '/', '+']) {
        let is_full = lines.len() >= most;
        match lines.last_mut() {
            Some(line) if is_full || fits(&format!("{line}{}", piece.trim_end()), size, width) => {
                line.push_str(piece);
            }
            _ => lines.push(piece.to_owned()),
        }
    }
    lines
        .iter()
        .map(|line| middle_shortened(line.trim_end(), size, width))
        .collect()
}

/// The text in at most `most` lines of this width; what is left is shortened.
pub(super) fn wrapped(text: &str, size: f64, width: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer {
            Some(longer) if fits(&longer, size, width) || lines.len() >= most => {
                if let Some(line) = lines.last_mut() {
                    *line = longer;
                }
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
        .iter()
        .map(|line| shortened(line, size, width))
        .collect()
}

/// A number with two decimals and a true minus sign.
pub(super) fn decimal(number: f64) -> String {
    let text = format!("{number:.2}");
    match text.strip_prefix('-') {
        Some("0.00") => "0.00".to_owned(),
        Some(rest) => format!("\u{2212}{rest}"),
        None => text,
    }
}

/// A number with the limits of its interval: `0.65 [0.59, 0.70]`.
pub(super) fn with_limits(number: f64, limits: Option<(f64, f64)>) -> String {
    match limits {
        Some((low, high)) => format!("{} [{}, {}]", decimal(number), decimal(low), decimal(high)),
        None => decimal(number),
    }
}

/// Names as a list for people: `a, b and c`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] => format!("{} and {last}", start.join(", ")),
    }
}

/// A count with its noun: `1 passage`, `2 passages`.
pub(super) fn counted(n: u64, noun: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        assert_eq!(shortened("Volt", 25.0, 400.0), "Volt");
        let long = shortened(&"a".repeat(200), 25.0, 200.0);
        assert!(long.ends_with('\u{2026}') && text_width(&long, 25.0) <= 200.0);
        assert_eq!(shortened("a\u{202E}b\u{0}", 25.0, 400.0), "ab");
    }

    #[test]
    fn names_that_begin_alike_stay_apart() {
        let short = |name: &str| middle_shortened(name, 25.0, 120.0);
        let (first, second) = (short("class-number-15"), short("class-number-16"));
        assert!(
            first.ends_with("15") && second.ends_with("16"),
            "{first} {second}"
        );
        assert!(first.contains('\u{2026}') && text_width(&first, 25.0) <= 120.0);
        assert_eq!(middle_shortened("Volt", 25.0, 400.0), "Volt");
        // `rights-` is 102 wide at 25 units, the whole 245.
        assert_eq!(
            broken("rights-safeguard", 25.0, 160.0, 2),
            ["rights-", "safeguard"]
        );
        assert_eq!(
            broken("rights-safeguard", 25.0, 400.0, 2),
            ["rights-safeguard"]
        );
        assert_eq!(
            broken("a-very-long-name-of-a-class", 25.0, 100.0, 2).len(),
            2
        );
    }

    #[test]
    fn lines_are_filled_and_no_word_is_lost_without_a_sign() {
        // At 10 units, `aaa` is 3 * 0.62 * 10 = 18.6 wide and `aaa aaa` 40.4.
        assert_eq!(wrapped("aaa aaa aaa", 10.0, 41.0, 2), ["aaa aaa", "aaa"]);
        let cut = wrapped("aaa aaa aaa aaa aaa", 10.0, 41.0, 2);
        assert_eq!(cut.len(), 2);
        assert!(cut[1].ends_with('\u{2026}'));
    }

    #[test]
    fn numbers_are_those_of_people() {
        assert_eq!(decimal(-0.379_490), "\u{2212}0.38");
        assert_eq!(decimal(-0.001), "0.00");
        assert_eq!(
            with_limits(0.651_952, Some((0.591_323, 0.696_236))),
            "0.65 [0.59, 0.70]"
        );
        assert_eq!(counted(1, "passage"), "1 passage");
    }
}
