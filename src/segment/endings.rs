//! Whether a stop, question mark or ellipsis ends a sentence of parliamentary Dutch.

use super::openings::{can_begin, opens_with_common_word};
use super::sentences::{Abbreviations, is_terminator};

/// Abbreviations that may end a sentence but mostly stand in front of a name.
const MOSTLY_BEFORE_NAMES: [&str; 12] = [
    "i.c.", "m.i.", "q.q.", "a.w.", "o.c.", "u.s.", "t.a.p.", "a.i.", "b.d.", "min.", "red.", "al.",
];

/// The bytes of the longest of them.
const LONGEST_BEFORE_NAMES: usize = 6;

/// Words whose letter is no initial: `optie B.`, `vitamine C.`, `onder b.`
#[rustfmt::skip]
const LETTERED: [&str; 41] = [
    "annex", "bijlage", "blok", "categorie", "criterium", "deel", "fase", "figuur", "gebouw",
    "groep", "hal", "kamer", "klasse", "lijn", "lijst", "locatie", "loket", "model", "niveau",
    "onder", "onderdeel", "optie", "pakket", "plan", "protocol", "punt", "regel", "route",
    "scenario", "spoor", "stap", "sub", "tabel", "team", "terminal", "type", "unit", "variant",
    "vitamine", "zaal", "zone",
];

/// Words that with their number head what follows: `Artikel 4. De aanvraag …`
const NUMBERED: [&str; 8] = [
    "Aanbeveling",
    "Antwoord",
    "Artikel",
    "Hoofdstuk",
    "Onderdeel",
    "Paragraaf",
    "Stelling",
    "Vraag",
];

/// Words that begin a question.
#[rustfmt::skip]
const OPENINGS_OF_QUESTIONS: [&str; 44] = [
    "Acht", "Begrijpt", "Bent", "Deelt", "Denkt", "Erkent", "Gaat", "Had", "Hebben", "Hebt",
    "Heeft", "Herinnert", "Hoe", "Hoeveel", "In", "Is", "Kan", "Kent", "Klopt", "Kunnen",
    "Kunt", "Mag", "Moet", "Moeten", "Mogen", "Onderschrijft", "Vindt", "Waar", "Waarom",
    "Wanneer", "Waren", "Was", "Wat", "Weet", "Welk", "Welke", "Werd", "Wie", "Wil", "Willen",
    "Wilt", "Wordt", "Zal", "Zou",
];

/// Whether the sentence `so_far` ends in front of `rest`.
///
/// `so_far` closes with a terminator and the marks and footnote numbers behind it.
pub(super) fn is_end(so_far: &str, rest: &str, abbreviations: &Abbreviations) -> bool {
    if !can_begin(rest) || !so_far.contains(char::is_alphanumeric) {
        return false;
    }
    let last = so_far.split_whitespace().next_back().unwrap_or("");
    let before = so_far[..so_far.len() - last.len()].trim_end();
    if is_omission(last) {
        return before.ends_with(is_terminator);
    }
    let bare = without_note(last).trim_start_matches(|c: char| !c.is_alphanumeric());
    !bare.ends_with('.')
        || !is_label(before, bare) && is_end_behind(before, bare, rest, abbreviations, so_far)
}

/// Whether a word with its full stop ends the sentence.
fn is_end_behind(
    before: &str,
    word: &str,
    rest: &str,
    abbreviations: &Abbreviations,
    so_far: &str,
) -> bool {
    if is_acronym(word) && !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    // Most words are longer than any abbreviation.
    let longest = abbreviations.longest.max(LONGEST_BEFORE_NAMES);
    let lower = if word.is_ascii() && word.len() > longest {
        String::new()
    } else {
        word.to_lowercase()
    };
    let is_dotted_capitals = is_initials(word) && word.matches('.').count() > 1;
    if !is_dotted_capitals && abbreviations.never_final.contains(&lower) {
        return false;
    }
    let previous = before.split_whitespace().next_back().unwrap_or("");
    let may_be_final = abbreviations.may_be_final.contains(&lower);
    if MOSTLY_BEFORE_NAMES.contains(&lower.as_str()) && (may_be_final || previous == "et") {
        opens_with_common_word(rest)
    } else if is_initials(word) && (is_dotted_capitals || !may_be_final) {
        let is_letter = word.len() == 2 && LETTERED.contains(&previous.to_lowercase().as_str());
        is_letter || opens_with_common_word(rest)
    } else if may_be_final {
        !rest.starts_with(|c: char| c.is_ascii_digit() || c == '(')
            && (opens_with_common_word(rest) || !is_inside_question(so_far, rest))
    } else if reads_as_abbreviation(word) && !is_address(word) {
        let is_unit = previous.ends_with(|c: char| c.is_ascii_digit());
        opens_with_common_word(rest) || is_unit && rest.starts_with(char::is_uppercase)
    } else {
        true
    }
}

/// `Heeft u op 8 maart jl. Frontex bezocht?`: the sentence began as a question and becomes one.
fn is_inside_question(so_far: &str, rest: &str) -> bool {
    let opening = so_far
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| !word.is_empty());
    opening.is_some_and(|word| OPENINGS_OF_QUESTIONS.contains(&word))
        && rest.chars().find(|&c| is_terminator(c)) == Some('?')
}

/// `[...]`, `(…)`: words left out of a quotation.
fn is_omission(word: &str) -> bool {
    word.starts_with(['[', '('])
        && word.ends_with([']', ')'])
        && word
            .chars()
            .all(|c| is_terminator(c) || matches!(c, '[' | ']' | '(' | ')'))
}

/// Whether a word is the number of a list item, or of the article or question that follows.
fn is_label(before: &str, word: &str) -> bool {
    let opens_item = !before.contains(char::is_alphanumeric) || before.ends_with([':', ';']);
    opens_item && is_list_number(word)
        || NUMBERED.contains(&before)
            && word
                .trim_end_matches('.')
                .bytes()
                .all(|b| b.is_ascii_digit())
        || continues_count(before, word)
}

/// `over 1. het Pact, 2. Schengen`: the sentence holds the number before this one.
fn continues_count(before: &str, word: &str) -> bool {
    let number = word.trim_end_matches('.').parse::<u8>().unwrap_or(0);
    // A look back over so much text is enough, and keeps the time linear in its length.
    (2..=20).contains(&number) && tail(before, 400).contains(&format!(" {}. ", number - 1))
}

/// The last bytes of a text, at most about `n_bytes`.
pub(super) fn tail(text: &str, n_bytes: usize) -> &str {
    let mut from = text.len().saturating_sub(n_bytes)..text.len();
    from.find_map(|at| text.get(at..)).unwrap_or("")
}

/// `3.`, `12.`, `a.`, `iv.`: the number of a list item.
fn is_list_number(word: &str) -> bool {
    let body = word.trim_end_matches('.');
    !body.is_empty()
        && (body.len() <= 3 && body.bytes().all(|b| b.is_ascii_digit())
            || body.chars().count() == 1
            || body
                .bytes()
                .all(|b| matches!(b, b'i' | b'v' | b'x' | b'I' | b'V' | b'X')))
}

/// `z.o.z.`, `P.v.d.A.`, `kst.`: stops inside a short word, or small letters without a vowel.
fn reads_as_abbreviation(word: &str) -> bool {
    let body = word.trim_end_matches('.');
    let is_small = |part: &str| part.chars().all(char::is_lowercase) && !part.is_empty();
    if body.contains('.') {
        let is_letter =
            |part: &str| part.chars().count() == 1 && part.chars().all(char::is_alphabetic);
        return body
            .split('.')
            .all(|part| is_letter(part) || is_small(part) && part.chars().count() <= 3);
    }
    is_small(body)
        && (2..=5).contains(&body.len())
        && !body.contains(['a', 'e', 'i', 'o', 'u', 'y', 'é', 'ë', 'ï'])
}

/// `VS.`, `BV.`: letters that are an abbreviation only when written small.
fn is_acronym(word: &str) -> bool {
    let body = word.trim_end_matches('.');
    body.len() > 1 && body.chars().all(char::is_uppercase)
}

/// `www.ind.nl.`, `cbs.nl.`: the address of a website.
fn is_address(word: &str) -> bool {
    let body = word.trim_end_matches('.');
    let domain = body.rsplit_once('.');
    domain.is_some_and(|(name, domain)| {
        name.len() > 1 && matches!(domain, "nl" | "eu" | "com" | "org" | "net" | "int" | "be")
    })
}

/// `E.`, `J.P.H.`, `Th.`: initials of a person.
fn is_initials(word: &str) -> bool {
    word.split_terminator('.').all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_uppercase)
            && chars.as_str().chars().count() <= 1
            && chars.all(char::is_lowercase)
    }) && !word.trim_end_matches('.').eq_ignore_ascii_case("ja")
}

/// Bytes of a footnote number between the `marks` that close a sentence and what follows them.
///
/// `beleid.12`, `zo?7`, `klaar.[3]`, `geld.¹`. Digits behind a stop between digits are a number or
/// a time (`3.106`, `19.30`), except behind a year (`604/2013.15`).
pub(super) fn note_len(before: &str, marks: &str, rest: &str) -> usize {
    let number = rest.trim_start_matches(is_raised);
    if number.len() < rest.len() {
        return rest.len() - number.len();
    }
    let is_bracketed = rest.starts_with('[');
    let inner = rest.strip_prefix('[').unwrap_or(rest);
    let digits = inner
        .find(|c: char| !c.is_ascii_digit() && c != ',')
        .unwrap_or(inner.len());
    let is_number = inner[..digits]
        .split(',')
        .all(|number| (1..=3).contains(&number.len()));
    let closed = match &inner[digits..] {
        rest if is_bracketed => rest.strip_prefix(']'),
        rest => Some(rest),
    };
    let is_apart = closed.is_some_and(|rest| rest.starts_with(char::is_whitespace));
    if !is_number || !is_apart || marks == "." && !is_bracketed && !takes_note(before, digits) {
        return 0;
    }
    digits + if is_bracketed { 2 } else { 0 }
}

/// Whether digits behind the full stop of this text can be a footnote number.
fn takes_note(before: &str, n_digits: usize) -> bool {
    let mut reversed = before.chars().rev();
    let last: String = reversed.by_ref().take(4).collect();
    let is_year = (last.ends_with("91") || last.ends_with("02"))
        && last.len() == 4
        && last.bytes().all(|b| b.is_ascii_digit())
        && !reversed.next().is_some_and(|c| c.is_ascii_digit());
    let mut letters = last.chars();
    let first = letters.next();
    let is_word =
        first.is_some_and(char::is_alphabetic) && letters.next().is_some_and(char::is_alphabetic);
    let is_closed =
        first.is_some_and(|c| matches!(c, '»' | '”' | '’' | '"' | '\'' | ')' | ']' | '%'));
    is_word || is_closed || is_year && n_digits <= 2
}

/// A word without the footnote number behind its full stop.
fn without_note(word: &str) -> &str {
    let body = word.trim_end_matches(|c: char| {
        is_raised(c) || c.is_ascii_digit() || matches!(c, ',' | '[' | ']')
    });
    if body.ends_with(is_terminator) {
        body
    } else {
        word
    }
}

fn is_raised(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}
