//! Finds names of parties, places and persons, which all become one term: a model that goes by
//! names tells who speaks, not what is said.

use std::collections::BTreeSet;

use super::NameSettings;
use crate::corpus::Span;
use crate::text::{FastMap, Tokenizer};

/// What a word is in a name; the first of these that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum NameMark {
    /// A name, whatever its capitals.
    Name,
    /// A name where it is spelled as listed.
    CasedName,
    /// Stands before the name of a person.
    Title,
    /// May stand in the name of a person.
    Particle,
    /// None of these.
    #[default]
    Other,
}

/// A word as it is spelled, to the search for names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NameWord {
    pub(super) mark: NameMark,
    /// Whether a name is spelled this way, capitals included.
    is_cased_name: bool,
    is_capital: bool,
}

impl NameWord {
    /// A word that is in no name.
    pub(super) const NONE: Self = Self {
        mark: NameMark::Other,
        is_cased_name: false,
        is_capital: false,
    };
}

/// The words of [`NameSettings`], laid out for lookup.
#[derive(Debug, Clone, Default)]
pub(super) struct NameFinder {
    marks: FastMap<Box<str>, NameMark>,
    /// Names with capitals, as they are spelled.
    cased: BTreeSet<String>,
}

/// Where the name of a person may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Place {
    #[default]
    Outside,
    BehindTitle,
    InName,
}

/// The state of a search through one text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct NameSearch {
    place: Place,
    /// The byte behind the last token.
    end: usize,
}

impl NameFinder {
    pub(super) fn new(settings: Option<&NameSettings>) -> Self {
        let mut finder = Self::default();
        let Some(settings) = settings else {
            return finder;
        };
        let mut mark = |word: String, mark: NameMark| {
            let slot = finder.marks.entry(word.into()).or_default();
            *slot = mark.min(*slot);
        };
        for name in &settings.names {
            let lower = name.to_lowercase();
            if lower == *name {
                mark(lower, NameMark::Name);
            } else {
                mark(lower, NameMark::CasedName);
                finder.cased.insert(name.clone());
            }
        }
        for title in &settings.titles {
            mark(title.clone(), NameMark::Title);
        }
        for particle in &settings.particles {
            mark(particle.clone(), NameMark::Particle);
        }
        finder
    }

    /// Whether there is nothing to find.
    pub(super) fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// What a word in lower case is.
    pub(super) fn mark(&self, word: &str) -> NameMark {
        self.marks.get(word).copied().unwrap_or_default()
    }

    /// Whether the token at `start..end` of `text` is a name or part of one.
    ///
    /// A person's name is what is spelled with a capital behind a title, as in *het lid Van der
    /// Berg* or *de leden Jansen en De Vries*, up to the end of the sentence or the first word
    /// that is neither capital nor particle.
    pub(super) fn is_name(
        search: &mut NameSearch,
        word: NameWord,
        text: &str,
        (start, end): (usize, usize),
    ) -> bool {
        if search.place != Place::Outside {
            let gap = text.get(search.end..start).unwrap_or("");
            if !is_gap_in_name(gap, text, search.end) {
                search.place = Place::Outside;
            }
        }
        search.end = end;
        let (place, is_person) = match search.place {
            _ if word.mark == NameMark::Title => (Place::BehindTitle, false),
            Place::Outside => (Place::Outside, false),
            _ if word.is_capital => (Place::InName, true),
            Place::InName if word.mark == NameMark::Particle => (Place::InName, false),
            _ => (Place::Outside, false),
        };
        search.place = place;
        is_person
            || word.mark == NameMark::Name
            || (word.mark == NameMark::CasedName && word.is_cased_name)
    }

    /// What the word is to the search as it is spelled here; `mark` is that of its normal form.
    pub(super) fn word(&self, mark: NameMark, spelling: &str) -> NameWord {
        NameWord {
            mark,
            is_cased_name: mark == NameMark::CasedName && self.cased.contains(spelling),
            is_capital: spelling.chars().next().is_some_and(char::is_uppercase),
        }
    }
}

/// Finds the places of names in a text, as an analyzer does that makes them one term.
#[derive(Debug, Clone)]
pub struct NameSpotter {
    finder: NameFinder,
}

impl NameSpotter {
    /// A spotter of these names; of none where there are no settings.
    pub fn new(settings: Option<&NameSettings>) -> Self {
        Self {
            finder: NameFinder::new(settings),
        }
    }

    /// The place of every token of `text` that is a name or part of one, in their order.
    pub fn find(&self, text: &str) -> Vec<Span> {
        let mut search = NameSearch::default();
        let mut places = Vec::new();
        if self.finder.is_empty() {
            return places;
        }
        Tokenizer::default().visit(text, |token| {
            let spelling = text.get(token.span.range()).unwrap_or("");
            let word = self.finder.word(self.finder.mark(token.text), spelling);
            let place = (token.span.start, token.span.end);
            if NameFinder::is_name(&mut search, word, text, place) {
                places.push(token.span);
            }
        });
        places
    }
}

/// Whether a name may go on behind this gap: no sentence or clause ends in it.
fn is_gap_in_name(gap: &str, text: &str, end: usize) -> bool {
    let is_after_initial = || {
        let mut before = text.get(..end).unwrap_or("").chars().rev();
        before.next().is_some_and(char::is_uppercase)
            && before.next().is_none_or(|c| !c.is_alphanumeric())
    };
    gap.chars().all(|c| match c {
        ',' | '/' | '-' | '(' => true,
        '.' => is_after_initial(),
        c => c.is_whitespace(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with every name replaced by `_`.
    fn masked(text: &str) -> String {
        let set = |words: &str| words.split(' ').map(str::to_owned).collect();
        let spotter = NameSpotter::new(Some(&NameSettings {
            names: set("vvd DENK griekenland"),
            titles: set("lid leden minister heer motie"),
            particles: set("van der de en c.s"),
        }));
        let names = spotter.find(text);
        let words: Vec<String> = Tokenizer::tokens(text)
            .into_iter()
            .map(|token| {
                let is_name = names.contains(&token.span);
                if is_name { "_".to_owned() } else { token.text }
            })
            .collect();
        words.join(" ")
    }

    #[test]
    fn listed_names_are_found_wherever_they_stand() {
        assert_eq!(masked("De VVD en vvd in Griekenland"), "de _ en _ in _");
        assert_eq!(
            masked("Ik denk dat DENK Denk heet"),
            "ik denk dat _ denk heet"
        );
    }

    #[test]
    fn persons_are_known_by_title_and_capital() {
        assert_eq!(
            masked("het lid Van der Berg vraagt"),
            "het lid _ der _ vraagt"
        );
        assert_eq!(
            masked("de leden Jansen en De Vries, Bakker c.s. vragen"),
            "de leden _ en _ _ _ c.s vragen"
        );
        assert_eq!(
            masked("de heer J. Bakker (Volt) zegt"),
            "de heer _ _ _ zegt"
        );
        assert_eq!(
            masked("de motie-Piri vraagt Frontex"),
            "de motie _ vraagt frontex"
        );
        assert_eq!(
            masked("de minister van Justitie"),
            "de minister van justitie"
        );
    }

    #[test]
    fn a_name_ends_with_its_sentence() {
        assert_eq!(
            masked("Vraag het de minister. Het kabinet"),
            "vraag het de minister het kabinet"
        );
        assert_eq!(
            masked("het lid Piri. Frontex werkt"),
            "het lid _ frontex werkt"
        );
    }

    #[test]
    fn a_spotter_gives_the_places_of_names() {
        let settings = NameSettings {
            names: std::iter::once("vvd".to_owned()).collect(),
            titles: std::iter::once("lid".to_owned()).collect(),
            particles: std::collections::BTreeSet::new(),
        };
        let text = "Het lid Piri (VVD) vraagt";
        let found = NameSpotter::new(Some(&settings)).find(text);
        let names: Vec<&str> = found.iter().map(|span| &text[span.range()]).collect();
        assert_eq!(names, ["Piri", "VVD"]);
    }

    #[test]
    fn without_settings_nothing_is_a_name() {
        assert!(NameFinder::new(None).is_empty());
        assert!(NameSpotter::new(None).find("VVD").is_empty());
    }
}
