//! Finds the names of parties in text: word bounds, hyphens, capitals, words that are no party.

use std::collections::BTreeMap;

use super::{Party, Span};

/// Words that open the name of a group called after a person.
const GROUP_WORDS: [&str; 3] = ["Groep ", "Lid ", "Fractie "];
/// Particles that names write with and without a capital.
const PARTICLES: [&str; 5] = ["Van ", "De ", "Den ", "Der ", "Ten "];
/// What stands before a label that is no name in running text.
const BEFORE_LABEL: [&str; 4] = [
    "fractie van",
    "fractie van de",
    "fractie van het",
    "fracties van",
];

/// All written forms of all names, found by their first two letters, longest first.
#[derive(Debug)]
pub(super) struct Matcher {
    forms: BTreeMap<(char, char), Vec<Form>>,
}

/// One written form of a name.
#[derive(Debug)]
struct Form {
    /// The form with plain spaces, hyphens and apostrophes.
    pattern: String,
    /// The letters and digits in ASCII that it begins with.
    n_plain: usize,
    is_label_only: bool,
    /// Whether it is *lid* and a surname, which could be the start of a longer surname.
    is_member: bool,
    /// Places in the register of the parties that have the name, at whatever time.
    parties: Vec<usize>,
}

impl Matcher {
    /// The forms of the aliases of `parties`.
    pub(super) fn new(parties: &[Party]) -> Self {
        let mut by_pattern: BTreeMap<(String, bool), Vec<usize>> = BTreeMap::new();
        for (i, party) in parties.iter().enumerate() {
            for alias in &party.aliases {
                for pattern in written_forms(&alias.text, alias.is_label_only) {
                    let places = by_pattern
                        .entry((pattern, alias.is_label_only))
                        .or_default();
                    if !places.contains(&i) {
                        places.push(i);
                    }
                }
            }
        }
        let mut forms: BTreeMap<(char, char), Vec<Form>> = BTreeMap::new();
        for ((pattern, is_label_only), parties) in by_pattern {
            let Some(key) = first_two(&pattern) else {
                continue;
            };
            forms.entry(key).or_default().push(Form {
                is_member: pattern.to_lowercase().starts_with("lid"),
                n_plain: pattern
                    .bytes()
                    .take_while(u8::is_ascii_alphanumeric)
                    .count(),
                pattern,
                is_label_only,
                parties,
            });
        }
        for list in forms.values_mut() {
            list.sort_by(|a, b| (b.pattern.len(), &a.pattern).cmp(&(a.pattern.len(), &b.pattern)));
        }
        Self { forms }
    }

    /// Calls `accept` with each place where a name stands and the parties that have the name. The
    /// longest name comes first; where `accept` refuses it, the next shorter one at that place
    /// follows, and otherwise the search goes on behind the name.
    pub(super) fn visit(&self, text: &str, mut accept: impl FnMut(Span, &[usize]) -> bool) {
        let mut at = 0;
        while let Some(name) = self.find_from(text, at, text.len(), &mut accept) {
            at = name.end;
        }
    }

    /// The first name that begins at one of the bytes `from..=last` and that `accept` takes.
    pub(super) fn find_from(
        &self,
        text: &str,
        from: usize,
        last: usize,
        mut accept: impl FnMut(Span, &[usize]) -> bool,
    ) -> Option<Span> {
        let head = text.get(..from).unwrap_or("");
        let mut follows_letter = head.chars().next_back().is_some_and(char::is_alphanumeric);
        for (at, letter) in text.get(from..)?.char_indices() {
            let start = from + at;
            if start > last {
                break;
            }
            let is_letter = match letter {
                'a'..='z' => true,
                ' ' => false,
                _ => letter.is_alphanumeric(),
            };
            let starts_word = is_letter && !follows_letter;
            follows_letter = is_letter;
            if !starts_word {
                continue;
            }
            let rest = text.get(start..).unwrap_or("");
            let forms = first_two(rest).and_then(|key| self.forms.get(&key));
            for form in forms.into_iter().flatten() {
                let Some(length) = form.length_in(rest) else {
                    continue;
                };
                let span = Span::new(start, start + length);
                if form.fits(text, span) && accept(span, &form.parties) {
                    return Some(span);
                }
            }
        }
        None
    }
}

impl Form {
    /// The bytes at the start of a text that are the form, if it starts with it. Of its first letters
    /// there is one way to write.
    fn length_in(&self, text: &str) -> Option<usize> {
        let (plain, others) = self.pattern.split_at_checked(self.n_plain)?;
        let behind = text.strip_prefix(plain)?;
        Some(self.n_plain + matched_length(behind, others)?)
    }

    /// Whether what stands around the name lets it mean the party.
    fn fits(&self, text: &str, span: Span) -> bool {
        let before = text.get(..span.start).unwrap_or("");
        let after = text.get(span.end..).unwrap_or("");
        if after.chars().next().is_some_and(char::is_alphanumeric) {
            return false;
        }
        if self.is_member && surname_goes_on(after) {
            return false;
        }
        !self.is_label_only || is_label(before, after)
    }
}

fn surname_goes_on(after: &str) -> bool {
    let mut letters = after.chars();
    letters.next().is_some_and(|c| c == ' ' || is_hyphen(c))
        && letters.next().is_some_and(char::is_uppercase)
}

/// Whether a word stands where a label is expected: in brackets, beside *fractie*, or alone.
fn is_label(before: &str, after: &str) -> bool {
    let in_brackets = before.ends_with('(') && after.starts_with(')');
    let names_group = after
        .strip_prefix(is_hyphen)
        .is_some_and(|rest| rest.trim_start().starts_with("fractie"));
    let is_alone = before.trim().is_empty() && matches!(after.trim(), "" | ":");
    in_brackets || names_group || is_alone || {
        let before = before.trim_end();
        BEFORE_LABEL.iter().any(|words| {
            before
                .len()
                .checked_sub(words.len())
                .and_then(|at| before.get(at..))
                .is_some_and(|tail| tail.eq_ignore_ascii_case(words))
        })
    }
}

/// The form of a label in which capitals, white space, hyphens and apostrophes do not matter.
pub(super) fn fold(label: &str) -> String {
    let plain: String = label
        .chars()
        .map(|c| if is_hyphen(c) { ' ' } else { plain_letter(c) })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").replace(" / ", "/").to_lowercase()
}

/// The ways to write a name: as it is, wholly in capitals, and for a group called after a person
/// also with a hyphen, a small first letter and a small particle (*groep-van Haga*).
fn written_forms(alias: &str, is_label_only: bool) -> Vec<String> {
    let plain: String = alias.chars().map(plain_letter).collect();
    let mut forms = vec![plain.clone()];
    for word in GROUP_WORDS {
        let Some(name) = plain.strip_prefix(word) else {
            continue;
        };
        let mut names = vec![name.to_owned()];
        names.extend(
            PARTICLES
                .iter()
                .filter(|particle| name.starts_with(*particle))
                .filter_map(|particle| {
                    let rest = name.strip_prefix(particle)?;
                    Some(format!("{}{rest}", particle.to_lowercase()))
                }),
        );
        let word = word.trim_end();
        for name in names {
            for word in [word.to_owned(), word.to_lowercase()] {
                forms.push(format!("{word} {name}"));
                forms.push(format!("{word}-{name}"));
            }
        }
    }
    if !is_label_only {
        let capitals: Vec<String> = forms.iter().map(|form| form.to_uppercase()).collect();
        forms.extend(capitals);
    }
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// The bytes at the start of `text` that are the name, if it starts with it.
fn matched_length(text: &str, pattern: &str) -> Option<usize> {
    let mut rest = text;
    for wanted in pattern.chars() {
        rest = match wanted {
            ' ' => {
                let trimmed = rest.trim_start();
                (trimmed.len() < rest.len()).then_some(trimmed)?
            }
            '-' => {
                let behind = rest.strip_prefix(is_hyphen)?;
                if behind
                    .trim_start_matches([' ', '\t', '\r'])
                    .starts_with('\n')
                {
                    behind.trim_start()
                } else {
                    behind
                }
            }
            '/' => rest.trim_start().strip_prefix('/')?.trim_start(),
            letter => rest.strip_prefix(|c| plain_letter(c) == letter)?,
        };
    }
    Some(text.len() - rest.len())
}

fn first_two(text: &str) -> Option<(char, char)> {
    let mut letters = text.chars().map(plain_letter);
    Some((letters.next()?, letters.next()?))
}

fn plain_letter(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '`' => '\'',
        c if is_hyphen(c) => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}')
}
