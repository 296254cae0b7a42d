//! Names of members as papers print them: capitals, diacritics, hyphens, particles, initials.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that belong to a surname and may stand behind it: *Dijk, van*.
const PARTICLES: [&str; 17] = [
    "aan", "de", "den", "der", "el", "het", "in", "la", "le", "op", "s", "t", "te", "ten", "ter",
    "van", "von",
];

/// A printed name in the form in which names are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PrintedName {
    /// First name, if printed, and surname, folded: `van der plas`, `caroline van der plas`.
    pub(super) folded: String,
    /// Letters of the initials that stand before the name; empty for none.
    pub(super) initials: String,
}

impl PrintedName {
    /// Reads `Van Dijk`, `VAN DIJK`, `Diederik van Dijk`, `D.J.H. van Dijk`, `Dijk, van`,
    /// `Dijk van` and `Dijk, D.J.H. van`.
    pub(super) fn read(text: &str) -> Self {
        let text = text.trim().trim_end_matches([',', ';', ':']);
        let mut initials = String::new();
        let mut words: Vec<&str> = Vec::new();
        let mut behind: Vec<&str> = Vec::new();
        let (name, rest) = text.split_once(',').unwrap_or((text, ""));
        for (part, list) in [(name, &mut words), (rest, &mut behind)] {
            for word in part.split_whitespace() {
                if is_initials(word) {
                    initials.push_str(&letters(word));
                } else {
                    list.push(word);
                }
            }
        }
        behind.extend(words);
        Self {
            folded: particles_first(&fold(&behind.join(" "))),
            initials,
        }
    }
}

/// Whether a folded word belongs to the surname behind it: *van*, *de*, *ter*.
pub(crate) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// `baarle van` becomes `van baarle`: the particles behind a surname go before it.
fn particles_first(folded: &str) -> String {
    let words: Vec<&str> = folded.split(' ').collect();
    let n_behind = words
        .iter()
        .rev()
        .take_while(|word| is_particle(word))
        .count();
    let n_before = words.len() - n_behind;
    if n_before == 0 {
        return folded.to_owned();
    }
    let (name, particles) = words.split_at(n_before);
    let ordered: Vec<&str> = particles.iter().chain(name).copied().collect();
    ordered.join(" ")
}

/// Whether a word is initials: `D.J.H.`, `Th.`, `Chr.A.`; a full stop behind one to three letters.
fn is_initials(word: &str) -> bool {
    word.ends_with('.')
        && word.split('.').all(|part| {
            part.chars().count() <= 3
                && part.chars().all(char::is_alphabetic)
                && (part.is_empty() || part.starts_with(char::is_uppercase))
        })
        && word.chars().any(char::is_uppercase)
}

/// The capital letters of initials: `D.J.H.` gives `djh`.
pub(super) fn letters(initials: &str) -> String {
    initials
        .chars()
        .filter(|c| c.is_uppercase())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The form of a name in which capitals, diacritics, hyphens, apostrophes and white space do not
/// matter: *Yeşilgöz-Zegerius* is `yesilgoz zegerius`, *Van 't Wout* is `van t wout`.
pub(crate) fn fold(name: &str) -> String {
    let plain: String = name
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'ı' => 'i',
            'ø' | 'Ø' => 'o',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// The part of a double name by which its bearer is also printed: *Michon* of *Michon-Derkzen*.
/// `None` where the name is not double.
pub(super) fn first_of_double(name: &str) -> Option<&str> {
    let (first, rest) = name.split_once(['-', '\u{2010}', '\u{2011}'])?;
    (first.len() > 2 && rest.starts_with(char::is_alphabetic)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_ways_in_which_papers_print_a_name() {
        for (text, folded, initials) in [
            ("Van Dijk", "van dijk", ""),
            ("VAN DER PLAS", "van der plas", ""),
            ("Diederik van Dijk", "diederik van dijk", ""),
            ("D.J.H. van Dijk", "van dijk", "djh"),
            ("D. J. H. van Dijk", "van dijk", "djh"),
            ("Dijk, van", "van dijk", ""),
            ("Baarle van", "van baarle", ""),
            ("Dijk, D.J.H. van", "van dijk", "djh"),
            ("Van Dijk, Diederik", "diederik van dijk", ""),
            ("Van ’t Wout", "van t wout", ""),
            ("Yeşilgöz\u{2011}Zegerius", "yesilgoz zegerius", ""),
            ("KOSTIĆ", "kostic", ""),
            ("Gündoğan,", "gundogan", ""),
            ("El Abassi", "el abassi", ""),
            ("Th. Bosma", "bosma", "t"),
        ] {
            let read = PrintedName::read(text);
            assert_eq!(
                (read.folded.as_str(), read.initials.as_str()),
                (folded, initials),
                "{text}"
            );
        }
    }

    #[test]
    fn the_first_part_of_a_double_name_is_a_name() {
        assert_eq!(first_of_double("Michon-Derkzen"), Some("Michon"));
        assert_eq!(first_of_double("Faber-van de Klashorst"), Some("Faber"));
        assert_eq!(first_of_double("Six Dijkstra"), None);
    }
}
