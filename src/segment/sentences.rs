//! Sentences of parliamentary Dutch.

use crate::corpus::Span;

/// Abbreviations after which a full stop does not end a sentence.
#[derive(Debug, Clone, Default)]
pub struct Abbreviations {
    never_final: std::collections::BTreeSet<String>,
    may_be_final: std::collections::BTreeSet<String>,
}

impl Abbreviations {
    /// The abbreviations of parliamentary papers.
    pub fn built_in() -> Self {
        let words = |list: &str| list.split(' ').map(str::to_owned).collect::<Vec<_>>();
        Self::new(
            words("nr. nrs. art. o.a. m.b.t. t.a.v. mr. dr. ca. dhr. d.d. i.v.m. bijv. d.w.z. t/m blz."),
            words("jl. as. enz. e.d."),
        )
    }

    /// The abbreviations that never end a sentence, and those that may: after `jl.` or `enz.` a
    /// capital begins a new sentence, after `nr.` or `mr.` it does not. With their full stops, in
    /// lower case.
    pub fn new(
        never_final: impl IntoIterator<Item = String>,
        may_be_final: impl IntoIterator<Item = String>,
    ) -> Self {
        Self {
            never_final: never_final.into_iter().collect(),
            may_be_final: may_be_final.into_iter().collect(),
        }
    }
}

/// Cuts clean text into sentences: spans of `text`, in order, white space at their ends left out.
///
/// A sentence ends at `.`, `?`, `!` or `…`, closing quotation marks and brackets included, where
/// white space follows and then something that can begin a sentence. It does not end behind an
/// abbreviation, an initial (`J.P.H. Donner`) or the number of a list item.
pub fn sentences(text: &str, abbreviations: &Abbreviations) -> Vec<Span> {
    let mut sentences = Vec::new();
    let mut start = text.len() - text.trim_start().len();
    for end in candidate_ends(text) {
        let rest = &text[end..];
        let next = end + (rest.len() - rest.trim_start().len());
        if next > end && end > start && is_end(&text[start..end], &text[next..], abbreviations) {
            sentences.push(Span::new(start, end));
            start = next;
        }
    }
    let end = text.trim_end().len();
    if end > start {
        sentences.push(Span::new(start, end));
    }
    sentences
}

/// Whether a text ends as a sentence does, closing marks set aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(is_closing).ends_with(is_terminator)
}

/// Offsets behind terminators and the closing marks that follow them.
fn candidate_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (_, c) = chars.next()?;
            if !is_terminator(c) {
                continue;
            }
            while chars
                .next_if(|&(_, c)| is_terminator(c) || is_closing(c))
                .is_some()
            {}
            return Some(chars.peek().map_or(text.len(), |&(at, _)| at));
        }
    })
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '…')
}

fn is_closing(c: char) -> bool {
    matches!(c, '»' | '”' | '’' | '"' | '\'' | ')' | ']')
}

/// Whether the sentence `so_far` ends in front of `rest`.
fn is_end(so_far: &str, rest: &str, abbreviations: &Abbreviations) -> bool {
    if !can_begin(rest) {
        return false;
    }
    let last = so_far.split_whitespace().next_back().unwrap_or("");
    let is_first_word = last.len() == so_far.len();
    let bare = last.trim_start_matches(|c: char| !c.is_alphanumeric());
    if !bare.ends_with('.') {
        return true;
    }
    if is_first_word && is_list_number(bare) {
        return false;
    }
    let lower = bare.to_lowercase();
    if abbreviations.may_be_final.contains(&lower) {
        return !rest.starts_with(|c: char| c.is_ascii_digit());
    }
    !abbreviations.never_final.contains(&lower) && !is_initials(bare)
}

/// Whether a sentence can begin so: with a capital, a digit, or either behind opening marks.
fn can_begin(rest: &str) -> bool {
    let inner = rest.trim_start_matches(|c: char| {
        matches!(
            c,
            '«' | '“' | '‘' | '„' | '"' | '\'' | '(' | '[' | '–' | '-' | '•' | ' '
        )
    });
    let apostrophe = rest.strip_prefix(['’', '\'']);
    inner.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || apostrophe.is_some_and(|rest| rest.starts_with("s ") || rest.starts_with("t "))
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

/// `E.`, `J.P.H.`, `Th.`: initials of a person.
fn is_initials(word: &str) -> bool {
    word.split_terminator('.').all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_uppercase)
            && chars.as_str().chars().count() <= 1
            && chars.all(char::is_lowercase)
    }) && !word.trim_end_matches('.').eq_ignore_ascii_case("ja")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let words = |list: &[&str]| list.iter().map(|&w| w.to_owned()).collect::<Vec<_>>();
        let abbreviations = Abbreviations::new(
            words(&["nr.", "art.", "o.a.", "mr.", "dr.", "ca."]),
            words(&["jl.", "enz."]),
        );
        sentences(text, &abbreviations)
            .into_iter()
            .map(|s| &text[s.range()])
            .collect()
    }

    #[test]
    fn ends_at_question_and_exclamation_marks() {
        assert_eq!(
            split("Zo nee, waarom niet? Zo ja, hoe?"),
            ["Zo nee, waarom niet?", "Zo ja, hoe?"]
        );
    }

    #[test]
    fn abbreviations_initials_and_numbers_do_not_end_a_sentence() {
        for text in [
            "De verkenning van mr. J.P.H. Donner en mr. dr. M. den Heijer is af.",
            "Zie Kamerstuk 32 317, nr. 872 van de Kamer.",
            "Er kwamen 1.100 mensen, o.a. Syriërs.",
            "Op 10 april jl. zijn de voorstellen aangenomen.",
            "3. Het derde punt.",
            "Het kabinet (ca. 2.575 mensen) telt.",
        ] {
            assert_eq!(split(text), [text]);
        }
    }

    #[test]
    fn a_capital_behind_jl_begins_a_sentence() {
        assert_eq!(
            split("Dat was op 23 september jl. De procedure loopt.").len(),
            2
        );
    }

    #[test]
    fn closing_quotation_marks_belong_to_the_sentence() {
        assert_eq!(
            split("«Het kabinet waardeert deze aanpak.» De leden vragen dit. “Ja.” Nee."),
            [
                "«Het kabinet waardeert deze aanpak.»",
                "De leden vragen dit.",
                "“Ja.”",
                "Nee."
            ]
        );
    }

    #[test]
    fn an_ellipsis_in_front_of_small_letters_goes_on() {
        assert_eq!(
            split("Zij lezen: «... is het kabinet van mening dat dit kan.» Kunt u dat uitleggen?")
                .len(),
            2
        );
        assert_eq!(split("om deze te beheersen.. Vindt hij dat?").len(), 2);
    }
}
