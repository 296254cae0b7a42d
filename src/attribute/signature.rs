//! Who signs a letter: the office and the name below it.

use super::letterhead::{Letterhead, is_person, letterhead};
use crate::corpus::one_line;

/// A member of government that signs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Signature {
    /// The name as printed; may be empty.
    pub(super) name: String,
    /// The office without its article: `Staatssecretaris van Justitie en Veiligheid`.
    pub(super) function: String,
}

impl Signature {
    /// Reads a line of a signature: an office, an office with the name behind it, or the name that
    /// belongs to the office above.
    pub(super) fn add_line(line: &str, signatures: &mut Vec<Self>) {
        let (office, name) = match line.rsplit_once(',') {
            Some((office, name)) if is_person(name.trim()) && !name.trim().is_empty() => {
                (office, name.trim())
            }
            _ => (line, ""),
        };
        if letterhead(office) == Some(Letterhead::Signatory) {
            let function = office_of(office);
            let has_office = function.is_some();
            signatures.push(Self {
                name: if has_office {
                    name.to_owned()
                } else {
                    String::new()
                },
                function: function.unwrap_or_default(),
            });
        } else if is_person(line)
            && let Some(last) = signatures.last_mut()
            && last.name.is_empty()
        {
            line.clone_into(&mut last.name);
        }
    }
}

/// The office of a member of government that a line names; `None` for others and for those in
/// whose name somebody else signs.
fn office_of(line: &str) -> Option<String> {
    let line = line.trim_end_matches([',', ' ']);
    let bare = ["De ", "de ", "DE "]
        .iter()
        .find_map(|article| line.strip_prefix(article))
        .unwrap_or(line);
    let lower = bare.to_lowercase();
    let is_government = lower.starts_with("minister") || lower.starts_with("staatssecretaris");
    is_government.then(|| one_line(bare))
}

/// Names and offices of those who sign, each joined by `; `.
pub(super) fn signed(signatures: &[Signature]) -> (String, String) {
    // A letter with its enclosure may be signed twice by one person.
    let is_first = |i: usize, signature: &Signature| {
        let earlier = signatures.iter().take(i);
        let same = |s: &Signature| s.name == signature.name && s.function == signature.function;
        !earlier.into_iter().any(same)
    };
    let government = || {
        let all = signatures.iter().enumerate();
        let first = all.filter(|&(i, s)| !s.function.is_empty() && is_first(i, s));
        first.map(|(_, signature)| signature)
    };
    let names: Vec<&str> = government()
        .map(|signature| signature.name.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    let functions: Vec<&str> = government().map(|s| s.function.as_str()).collect();
    (names.join(";"), functions.join(";"))
}

/// Name and office of the one member of government who signs; both empty where several do, or none
/// with a name.
pub(super) fn only_signer(signatures: &[Signature]) -> (String, String) {
    let mut named = signatures
        .iter()
        .filter(|s| !s.function.is_empty() && !s.name.is_empty());
    match named.next() {
        Some(first) if named.all(|other| other.name == first.name) => {
            (first.name.clone(), first.function.clone())
        }
        _ => (String::new(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> (String, String) {
        let mut signatures = Vec::new();
        for line in lines {
            Signature::add_line(line, &mut signatures);
        }
        signed(&signatures)
    }

    #[test]
    fn who_signs_twice_is_named_once() {
        let office = "De Minister van Defensie,";
        let (names, functions) = read(&[office, "S. Munt", office, "S. Munt"]);
        assert_eq!(names, "S. Munt");
        assert_eq!(functions.matches("Defensie").count(), 1, "{functions}");
    }

    #[test]
    fn only_one_signer_is_named() {
        let of = |lines: &[&str]| {
            let mut signatures = Vec::new();
            for line in lines {
                Signature::add_line(line, &mut signatures);
            }
            only_signer(&signatures).0
        };
        let one = ["De Minister van Defensie,", "S. Munt"];
        assert_eq!(of(&one), "S. Munt");
        let two = [
            "De Minister van Defensie,",
            "S. Munt",
            "De Minister van Asiel en Migratie,",
            "T. Zon",
        ];
        assert_eq!(of(&two), "");
    }

    #[test]
    fn one_or_two_members_of_government_sign() {
        let of = |person: &str, function: &str| (person.to_owned(), function.to_owned());
        assert_eq!(
            read(&[
                "De Staatssecretaris van Justitie en Veiligheid,",
                "E. van der Kust"
            ]),
            of(
                "E. van der Kust",
                "Staatssecretaris van Justitie en Veiligheid"
            )
        );
        assert_eq!(
            read(&["De Staatssecretaris van Justitie en Veiligheid, E. van der Kust"]),
            of(
                "E. van der Kust",
                "Staatssecretaris van Justitie en Veiligheid"
            )
        );
        assert_eq!(
            read(&[
                "De Minister van Sociale Zaken en Werkgelegenheid,",
                "C.E.G. Duinroos",
                "De Minister voor Natuur en Stikstof,",
                "Ch. Akkerland",
            ]),
            of(
                "C.E.G. Duinroos;Ch. Akkerland",
                "Minister van Sociale Zaken en Werkgelegenheid;Minister voor Natuur en Stikstof"
            )
        );
        assert_eq!(
            read(&[
                "Mede namens de Minister van Defensie,",
                "De Minister van Financiën,",
                "S. Munt"
            ]),
            of("S. Munt", "Minister van Financiën")
        );
        assert_eq!(
            read(&["De griffier van de commissie,", "Brouwers"]),
            of("", "")
        );
    }
}
