//! Headings of numbered questions and their answers: `Vraag 3 en 4`, `Antwoord op vraag 3`, `5.`.

/// What a heading of written questions opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadKind {
    /// A question.
    Question,
    /// A question of which only the number stands there.
    BareNumber,
    /// An answer.
    Answer,
    /// Word from the cabinet that the answers come later.
    Notice,
    /// What the clerks add: `Toelichting`.
    Explanation,
}

/// The heading at the start of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// What it opens.
    pub(super) kind: HeadKind,
    /// The numbers it names, in its order.
    pub(super) numbers: Vec<u32>,
    /// Its length in bytes; text of the question or answer may follow on the same line.
    pub(super) length: usize,
}

/// Questions that a range of numbers may span.
const MAX_RANGE: u32 = 99;

/// Words that may stand between the first word of a heading and the last number.
const GLUE: [&str; 12] = [
    "op", "de", "vraag", "vragen", "en", "t/m", "tot", "met", "nr", "nrs", "nummer", "nummers",
];

/// The heading with which a line begins, if it does: alone on its line, or with the text behind a
/// number or a colon.
pub(super) fn head(line: &str) -> Option<Head> {
    let first = line.chars().next()?;
    if first.is_ascii_digit() {
        return bare_number(line);
    }
    if !matches!(first, 'V' | 'v' | 'A' | 'B' | 'R' | 'M' | 'T') {
        return None;
    }
    let word_end = line
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(line.len());
    let kind = match line.get(..word_end)?.to_lowercase().as_str() {
        "vraag" | "vragen" => HeadKind::Question,
        "antwoord" | "antwoorden" | "beantwoording" | "reactie" => HeadKind::Answer,
        "mededeling" => HeadKind::Notice,
        "toelichting" => HeadKind::Explanation,
        _ => return None,
    };
    if first == 'v' {
        return None;
    }
    let (numbers, end) = numbers_behind(line, word_end);
    let rest = line.get(end..)?;
    let behind = rest.trim_start().strip_prefix([':', '.', ')']);
    let has_colon = rest.trim_start().starts_with(':');
    let text = behind.unwrap_or(rest).trim_start();
    let length = line.len() - text.len();
    let starts_text = text
        .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "«“‘\"'’(".contains(c));
    let is_head = match kind {
        _ if text.is_empty() => kind != HeadKind::Question || !numbers.is_empty() || has_colon,
        HeadKind::Question | HeadKind::Answer => {
            starts_text && (!numbers.is_empty() || has_colon && end == word_end)
        }
        HeadKind::Explanation => has_colon,
        HeadKind::Notice | HeadKind::BareNumber => false,
    };
    is_head.then_some(Head {
        kind,
        numbers,
        length: if text.is_empty() { line.len() } else { length },
    })
}

/// `3`, `3.`, `3 en 4`, or a number in front of a question: `3. Klopt het?`.
fn bare_number(line: &str) -> Option<Head> {
    let (numbers, end) = numbers_behind(line, 0);
    let rest = line.get(end..)?;
    let behind = rest.strip_prefix(['.', ')', ':']);
    let text = behind.unwrap_or(rest).trim_start();
    let is_divided = behind.is_some() || rest.starts_with(char::is_whitespace);
    let starts_text =
        is_divided && text.starts_with(|c: char| c.is_uppercase() || "«“‘\"'’".contains(c));
    (!numbers.is_empty() && (text.is_empty() || starts_text)).then(|| Head {
        kind: HeadKind::BareNumber,
        numbers,
        length: if text.is_empty() {
            line.len()
        } else {
            line.len() - text.len()
        },
    })
}

/// The numbers that the heading of an exchange names: `Antwoord op vraag 3 t/m 5`, `2.`.
pub(super) fn numbers_of(heading: &str) -> Vec<u32> {
    let start = heading.find(|c: char| c.is_ascii_digit());
    start.map_or_else(Vec::new, |start| numbers_behind(heading, start).0)
}

/// The numbers from `start` on, joined by nothing but words such as `en` and `t/m`, and where the
/// last of them ends; `start` itself where there is none.
fn numbers_behind(line: &str, start: usize) -> (Vec<u32>, usize) {
    let mut numbers: Vec<u32> = Vec::new();
    let mut end = start;
    let mut at = start;
    let mut is_range = false;
    while let Some(rest) = line.get(at..) {
        let trimmed = rest.trim_start_matches([' ', '\t', '\u{a0}', ',', '&']);
        at = line.len() - trimmed.len();
        let Some(first) = trimmed.chars().next() else {
            break;
        };
        if first.is_ascii_digit() {
            let length = trimmed.find(|c: char| !c.is_ascii_digit());
            let digits = trimmed.get(..length.unwrap_or(trimmed.len())).unwrap_or("");
            let Some(number) = question_number(digits) else {
                break;
            };
            match numbers.last() {
                Some(&last) if is_range && last < number && number - last <= MAX_RANGE => {
                    numbers.extend(last + 1..=number);
                }
                _ => numbers.push(number),
            }
            is_range = false;
            at += digits.len();
            at += sub_letter(line.get(at..).unwrap_or(""));
            end = at;
            continue;
        }
        if matches!(first, '-' | '–') && !numbers.is_empty() {
            is_range = true;
            at += first.len_utf8();
            continue;
        }
        let length = trimmed.find(|c: char| c.is_whitespace() || c == ',' || c == '.');
        let word = trimmed.get(..length.unwrap_or(trimmed.len())).unwrap_or("");
        if !GLUE.contains(&word.to_lowercase().as_str()) {
            break;
        }
        is_range |= matches!(word, "t/m" | "met");
        at += word.len();
    }
    (numbers, end)
}

/// A number that a question may have: 1 to 999.
fn question_number(digits: &str) -> Option<u32> {
    let number = (digits.len() <= 3).then(|| digits.parse().ok()).flatten()?;
    (number > 0).then_some(number)
}

/// The length of the letter of a part: `3a`.
fn sub_letter(rest: &str) -> usize {
    let mut letters = rest.chars();
    let is_letter = letters.next().is_some_and(|c| c.is_ascii_lowercase());
    usize::from(is_letter && !letters.next().is_some_and(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(HeadKind, Vec<u32>, &str)> {
        head(line).map(|head| (head.kind, head.numbers, line.get(head.length..).unwrap()))
    }

    #[test]
    fn questions_are_headed_in_many_ways() {
        for (line, numbers, text) in [
            ("Vraag 1", vec![1], ""),
            ("Vraag 12:", vec![12], ""),
            ("Vraag 3 en 4", vec![3, 4], ""),
            ("Vragen 3 t/m 5", vec![3, 4, 5], ""),
            ("Vragen 2, 3 en 4:", vec![2, 3, 4], ""),
            ("Vraag 2 Klopt het bericht?", vec![2], "Klopt het bericht?"),
            ("Vraag 7Klopt het bericht?", vec![7], "Klopt het bericht?"),
            ("Vraag:", vec![], ""),
        ] {
            let expected = Some((HeadKind::Question, numbers, text));
            assert_eq!(read(line), expected, "{line}");
        }
        for (line, numbers, text) in [
            ("5", vec![5], ""),
            ("5.", vec![5], ""),
            ("5 en 6", vec![5, 6], ""),
            ("5. Klopt het?", vec![5], "Klopt het?"),
        ] {
            let expected = Some((HeadKind::BareNumber, numbers, text));
            assert_eq!(read(line), expected, "{line}");
        }
    }

    #[test]
    fn answers_are_headed_in_many_ways() {
        for (line, numbers, text) in [
            ("Antwoord", vec![], ""),
            ("Antwoord:", vec![], ""),
            ("Antwoord: Ja.", vec![], "Ja."),
            ("Antwoord 1", vec![1], ""),
            ("Antwoord op vraag 3 en 8", vec![3, 8], ""),
            ("Antwoord op de vragen 4, 5, 6 en 7:", vec![4, 5, 6, 7], ""),
            ("Antwoorden 2 tot en met 4", vec![2, 3, 4], ""),
            ("Antwoord 9 Nee.", vec![9], "Nee."),
        ] {
            let expected = Some((HeadKind::Answer, numbers, text));
            assert_eq!(read(line), expected, "{line}");
        }
    }

    #[test]
    fn sentences_are_no_headings() {
        for line in [
            "Vraag 3 en vraag 4 hangen samen.",
            "Antwoord op de vraag of dit klopt: nee.",
            "Vragen van het lid Zonneveld (SP) aan de Minister",
            "Antwoord van Minister Bakker (Defensie)",
            "Beantwoording Kamervragen over de opvang",
            "Reactie op het bericht",
            "12 november 2024 was de dag",
            "2024Z18776",
            "vraag 3",
            "Mededeling van de griffier",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
