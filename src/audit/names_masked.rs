//! Texts without the names that tell who speaks.

use std::collections::BTreeSet;

use crate::corpus::{NameList, PartialDate, PartyRegister, Span};
use crate::features::{NameSettings, name_spans};

/// What stands for the name of a party.
const PARTY: &str = "[partij]";
/// What stands for the name of a person.
const PERSON: &str = "[naam]";

/// Finds names of parties and persons.
#[derive(Debug)]
pub struct NameMask<'a> {
    register: &'a PartyRegister,
    parties: NameSettings,
    persons: NameSettings,
}

impl<'a> NameMask<'a> {
    /// A mask of the parties in the register and in the list, and of persons behind a title.
    pub fn new(register: &'a PartyRegister, names: &NameList) -> Self {
        let owned = |words: &mut dyn Iterator<Item = &str>| -> BTreeSet<String> {
            words.map(str::to_owned).collect()
        };
        let parties = NameSettings {
            names: owned(&mut names.parties()),
            titles: BTreeSet::new(),
            particles: BTreeSet::new(),
        };
        let persons = NameSettings {
            names: BTreeSet::new(),
            titles: owned(&mut names.titles()),
            particles: owned(&mut names.particles()),
        };
        Self {
            register,
            parties,
            persons,
        }
    }

    /// The text with `[partij]` for each name of a party and `[naam]` for each name of a person.
    ///
    /// Names of parties are those of the register at `date` and the single words of the list. The
    /// cabinet, ministers without a name, and places stay: without them a text cannot be coded.
    pub fn mask(&self, text: &str, date: Option<PartialDate>) -> String {
        let mentions = self.register.find_all(text, date);
        let mut names: Vec<(Span, &str)> = mentions
            .into_iter()
            .map(|mention| (mention.span, PARTY))
            .collect();
        let parties = name_spans(text, &self.parties).into_iter();
        let persons = name_spans(text, &self.persons).into_iter();
        names.extend(parties.map(|span| (span, PARTY)));
        names.extend(persons.map(|span| (span, PERSON)));
        // Longer names first where several start at one place, and parties before persons.
        names.sort_by_key(|(span, word)| (span.start, usize::MAX - span.end, *word == PERSON));
        let mut masked = String::with_capacity(text.len());
        let mut end = 0;
        for (span, word) in names {
            if span.start < end {
                continue;
            }
            masked.push_str(text.get(end..span.start).unwrap_or_default());
            masked.push_str(word);
            end = span.end;
        }
        masked.push_str(text.get(end..).unwrap_or_default());
        masked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        let register = PartyRegister::built_in();
        let names = NameList::built_in().unwrap();
        let mask = NameMask::new(&register, &names);
        mask.mask(text, "2021-03".parse().ok())
    }

    #[test]
    fn parties_and_persons_are_masked_and_the_rest_stays() {
        assert_eq!(
            masked("De leden van de VVD-fractie vragen het kabinet naar Griekenland."),
            "De leden van de [partij]-fractie vragen het kabinet naar Griekenland."
        );
        assert_eq!(
            masked("Het lid Van der Berg (Partij voor de Dieren) denkt aan D66."),
            "Het lid [naam] der [naam] ([partij]) denkt aan [partij]."
        );
    }

    #[test]
    fn words_that_look_like_parties_stay() {
        let text = "Ik denk dat dit forum volt.";
        assert_eq!(masked(text), text);
    }
}
