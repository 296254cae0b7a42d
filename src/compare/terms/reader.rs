//! Finds the terms of a text: stems of single words and of phrases of two.

use std::collections::BTreeSet;

use super::settings::LeftOutWords;
use crate::corpus::{Span, WordList};
use crate::features::NameSpotter;
use crate::text::{FastMap, Stemmer, TokenKind, Tokenizer, dutch_function_words};

/// What a word may be part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WordUse {
    /// A term and a phrase.
    Content,
    /// A phrase with the content word behind it: *niet veilig*, *zonder toestemming*.
    Modifier,
    /// Neither, but it counts as a word: *de*.
    Function,
    /// Neither, and it counts as no word: names, numbers, single letters, words of procedure.
    LeftOut,
}

/// Function words that turn what follows: negation, limits, direction against.
const MODIFIERS: [&str; 9] = [
    "alleen", "geen", "meer", "minder", "niet", "nooit", "slechts", "tegen", "zonder",
];

/// A word as it stands in texts, in lower case.
#[derive(Debug, Clone)]
struct Form {
    text: Box<str>,
    stem: u32,
    word_use: WordUse,
}

/// Stands in the second place of a term of one word.
const NO_WORD: u32 = u32::MAX;

/// One or two words by their number, the second [`NO_WORD`] in a term of one.
pub(super) type Words = (u32, u32);

/// The forms and terms met so far.
pub(super) struct TermReader {
    names: NameSpotter,
    procedure_stems: BTreeSet<String>,
    procedure: WordList,
    stop_words: WordList,
    function_words: BTreeSet<&'static str>,
    stemmer: Stemmer,
    form_of_text: FastMap<Box<str>, u32>,
    forms: Vec<Form>,
    stem_of_text: FastMap<Box<str>, u32>,
    stems: Vec<Box<str>>,
    /// By its forms, the place of a term in `met`.
    met_of_forms: FastMap<Words, u32>,
    met: Vec<MetForms>,
    term_of_stems: FastMap<Words, u32>,
    terms: Vec<Words>,
}

/// Forms that make a term, and how often they were met.
#[derive(Debug, Clone, Copy)]
struct MetForms {
    forms: Words,
    term: u32,
    count: u32,
}

/// A place where a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Occurrence {
    /// The term, in the order in which terms were first met.
    pub(super) term: u32,
    /// Where it stands.
    pub(super) span: Span,
}

impl TermReader {
    pub(super) fn new(left_out: &LeftOutWords) -> Self {
        let mut stemmer = Stemmer::default();
        let whole = |word: &&str| !left_out.procedure.is_marked(word);
        let procedure_stems = left_out.procedure.iter().filter(whole);
        Self {
            names: NameSpotter::new(left_out.names.as_ref()),
            procedure_stems: procedure_stems
                .map(|word| stemmer.stem(word).to_owned())
                .collect(),
            procedure: left_out.procedure.clone(),
            stop_words: WordList::stop_words(),
            function_words: dutch_function_words().collect(),
            stemmer,
            form_of_text: FastMap::default(),
            forms: Vec::new(),
            stem_of_text: FastMap::default(),
            stems: Vec::new(),
            met_of_forms: FastMap::default(),
            met: Vec::new(),
            term_of_stems: FastMap::default(),
            terms: Vec::new(),
        }
    }

    /// Puts the terms of `text` into `found`, in their order, and gives the number of its words:
    /// those that are neither name, number, single letter nor word of procedure.
    pub(super) fn read(&mut self, text: &str, found: &mut Vec<Occurrence>) -> u32 {
        found.clear();
        let names = self.names.find(text);
        let mut names = names.iter().peekable();
        let mut n_words = 0;
        let mut before: Option<(u32, Span)> = None;
        Tokenizer::default().visit(text, |token| {
            let is_name = names.next_if(|name| **name == token.span).is_some();
            if is_name || token.kind != TokenKind::Word {
                before = None;
                return;
            }
            let form = self.form(token.text);
            let word_use = self.use_of(form);
            if word_use == WordUse::LeftOut {
                before = None;
                return;
            }
            n_words += 1;
            if let Some((first, span)) = before
                && is_phrase(self.use_of(first), word_use)
                && is_gap_in_phrase(text.get(span.end..token.span.start).unwrap_or(""))
            {
                let span = Span::new(span.start, token.span.end);
                let term = self.term((first, form));
                found.push(Occurrence { term, span });
            }
            if word_use == WordUse::Content {
                let span = token.span;
                let term = self.term((form, NO_WORD));
                found.push(Occurrence { term, span });
            }
            before = Some((form, token.span));
        });
        n_words
    }

    /// The number of terms met.
    pub(super) fn n_terms(&self) -> usize {
        self.terms.len()
    }

    /// The stems of a term, with a space between two.
    pub(super) fn stems_of(&self, term: u32) -> String {
        let words = self.terms.get(term as usize).copied();
        joined(words.unwrap_or((NO_WORD, NO_WORD)), |word| {
            self.stems.get(word as usize)
        })
    }

    /// For each of `n_places` places, the forms of its term with how often each was met, the most
    /// frequent first, then by the alphabet; `place_of_term` gives the place of a term, if it has
    /// one.
    pub(super) fn forms_by_place(
        &self,
        place_of_term: &[Option<u32>],
        n_places: usize,
    ) -> Vec<Vec<(String, u32)>> {
        let mut forms = vec![Vec::new(); n_places];
        for met in &self.met {
            let place = place_of_term.get(met.term as usize).copied().flatten();
            let Some(place) = place else { continue };
            let text = joined(met.forms, |word| {
                self.forms.get(word as usize).map(|form| &form.text)
            });
            if let Some(slot) = forms.get_mut(place as usize) {
                slot.push((text, met.count));
            }
        }
        for forms in &mut forms {
            forms.sort_by(|a: &(String, u32), b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        }
        forms
    }

    fn use_of(&self, form: u32) -> WordUse {
        let form = self.forms.get(form as usize);
        form.map_or(WordUse::LeftOut, |form| form.word_use)
    }

    /// The number of a word, which gets one where it has none.
    fn form(&mut self, text: &str) -> u32 {
        if let Some(&form) = self.form_of_text.get(text) {
            return form;
        }
        let stem_text = self.stemmer.stem(text);
        let is_procedure =
            self.procedure.contains(text) || self.procedure_stems.contains(stem_text);
        let is_short = text.chars().filter(|c| c.is_alphabetic()).count() < 2;
        let word_use = if is_procedure || is_short || text.contains(char::is_numeric) {
            WordUse::LeftOut
        } else if MODIFIERS.contains(&text) {
            WordUse::Modifier
        } else if self.stop_words.contains(text) || self.function_words.contains(text) {
            WordUse::Function
        } else {
            WordUse::Content
        };
        let n_stems = number(self.stems.len());
        let stem = *self.stem_of_text.entry(stem_text.into()).or_insert(n_stems);
        if stem == n_stems {
            self.stems.push(stem_text.into());
        }
        let form = number(self.forms.len());
        self.forms.push(Form {
            text: text.into(),
            stem,
            word_use,
        });
        self.form_of_text.insert(text.into(), form);
        form
    }

    /// The term of these forms, which are counted as met once more.
    fn term(&mut self, forms: Words) -> u32 {
        let n_met = number(self.met.len());
        let place = *self.met_of_forms.entry(forms).or_insert(n_met);
        if let Some(met) = self.met.get_mut(place as usize) {
            met.count += 1;
            return met.term;
        }
        let stem = |form: u32| self.forms.get(form as usize).map_or(NO_WORD, |f| f.stem);
        let stems = (stem(forms.0), stem(forms.1));
        let n_terms = number(self.terms.len());
        let term = *self.term_of_stems.entry(stems).or_insert(n_terms);
        if term == n_terms {
            self.terms.push(stems);
        }
        self.met.push(MetForms {
            forms,
            term,
            count: 1,
        });
        term
    }
}

/// Words with a space between, each spelled by its number.
fn joined<'a>((first, second): Words, spelled: impl Fn(u32) -> Option<&'a Box<str>>) -> String {
    let words = [first, second].into_iter().filter_map(spelled);
    words.map(AsRef::as_ref).collect::<Vec<&str>>().join(" ")
}

/// Whether two words make a phrase: a content word behind another one or behind a modifier.
fn is_phrase(first: WordUse, second: WordUse) -> bool {
    use WordUse::{Content, Modifier};
    matches!((first, second), (Content | Modifier, Content))
}

/// Whether a phrase may go on behind this gap: no mark stands in it but a hyphen.
fn is_gap_in_phrase(gap: &str) -> bool {
    let is_hyphen = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}');
    gap.chars().all(|c| c.is_whitespace() || is_hyphen(c))
}

/// A length as a number; texts of more than 2^32 words are refused by memory before.
fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(NO_WORD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::NameSettings;

    fn left_out() -> LeftOutWords {
        LeftOutWords::with_names(Some(NameSettings {
            names: ["vvd".to_owned()].into(),
            titles: ["lid".to_owned()].into(),
            particles: std::collections::BTreeSet::new(),
        }))
    }

    /// The terms of a text as they stand in it, and its number of words.
    fn terms(text: &str) -> (Vec<&str>, u32) {
        let mut reader = TermReader::new(&left_out());
        let mut found = Vec::new();
        let n_words = reader.read(text, &mut found);
        let spans = found.iter().map(|o| &text[o.span.range()]);
        (spans.collect(), n_words)
    }

    #[test]
    fn names_numbers_and_words_of_procedure_are_no_terms() {
        let (found, n_words) = terms("De leden van de VVD vragen het lid Piri om 300 grenzen.");
        assert_eq!(found, ["grenzen"]);
        // de, van, de, het, om, grenzen
        assert_eq!(n_words, 6);
    }

    #[test]
    fn phrases_have_content_and_end_with_their_clause() {
        assert_eq!(
            terms("Niet veilig, strenge grenzen zonder hek op de grens.").0,
            [
                "Niet veilig",
                "veilig",
                "strenge",
                "strenge grenzen",
                "grenzen",
                "zonder hek",
                "hek",
                "grens",
            ]
        );
    }

    #[test]
    fn forms_of_a_stem_are_one_term() {
        let mut reader = TermReader::new(&left_out());
        let mut found = Vec::new();
        reader.read("lidstaat lidstaten, lidstaten", &mut found);
        let single = reader.stems_of(found[0].term);
        let place_of_term: Vec<Option<u32>> = (0..).take(reader.n_terms()).map(Some).collect();
        let forms = reader.forms_by_place(&place_of_term, reader.n_terms());
        assert_eq!(single, "lidstat");
        assert_eq!(
            forms[found[0].term as usize],
            [("lidstaten".to_owned(), 2), ("lidstaat".to_owned(), 1)]
        );
    }

    #[test]
    fn an_empty_list_keeps_words_of_procedure() {
        let mut reader = TermReader::new(&LeftOutWords {
            names: None,
            procedure: WordList::default(),
        });
        let mut found = Vec::new();
        reader.read("motie", &mut found);
        assert_eq!(found.len(), 1);
    }
}
