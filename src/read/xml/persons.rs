//! Persons and organisations of a TEI corpus: who was a member of what, from when to when.

use std::collections::BTreeMap;

use super::{Events, Node, XmlError};
use crate::corpus::{PartialDate, one_line};
use crate::read::layout::{Quality, SpeakerFacts};

/// Persons and organisations, from the root of the corpus or the lists it includes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Persons {
    by_id: BTreeMap<String, Person>,
    /// Names of parties and groups by id, the short name before the full one.
    parties: BTreeMap<String, String>,
    /// Files that the root includes, as it names them.
    pub(crate) includes: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Person {
    forenames: Vec<String>,
    name_links: Vec<String>,
    surnames: Vec<String>,
    affiliations: Vec<Affiliation>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Affiliation {
    role: String,
    organisation: String,
    from: Option<PartialDate>,
    to: Option<PartialDate>,
}

impl Affiliation {
    fn covers(&self, date: PartialDate) -> bool {
        date.may_lie_within(self.from, self.to)
    }

    fn is_dated(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    fn is_in_government(&self) -> bool {
        let role = self.role.to_lowercase();
        // `secretary` is the encoders' word for a staatssecretaris.
        role.contains("minister") || role.contains("secretary")
    }
}

/// The element that is being read.
#[derive(Debug, Default)]
struct Current {
    person: Option<String>,
    organisation: Option<(String, bool)>,
    is_short: bool,
    text: String,
}

impl Persons {
    /// Reads `person` and `org` elements, wherever they stand.
    ///
    /// # Errors
    /// Where the XML is damaged.
    pub fn read(text: &str, file: &str) -> Result<Self, XmlError> {
        let mut persons = Self::default();
        persons.add(text, file)?;
        Ok(persons)
    }

    /// Adds the persons and organisations of a further file.
    pub(crate) fn add(&mut self, text: &str, file: &str) -> Result<(), XmlError> {
        let mut events = Events::new(text, file);
        let mut current = Current::default();
        let mut path: Vec<String> = Vec::new();
        while let Some(node) = events.next()? {
            match node {
                Node::Open(element) => {
                    self.begin(&element, &mut current);
                    current.text.clear();
                    path.push(element.name().to_owned());
                }
                Node::Text(text) => current.text.push_str(&text),
                Node::Close => {
                    if let Some(name) = path.pop() {
                        self.end(&name, &mut current);
                    }
                }
            }
        }
        Ok(())
    }

    fn begin(&mut self, element: &super::events::Element<'_>, current: &mut Current) {
        let attribute = |name: &str| element.attribute(name).unwrap_or_default();
        match element.name() {
            "person" => {
                let id = attribute("id");
                self.by_id.entry(id.clone()).or_default();
                current.person = Some(id);
            }
            "org" => {
                let role = attribute("role").to_lowercase();
                let is_party = role.contains("party") || role.contains("group");
                current.organisation = Some((attribute("id"), is_party));
            }
            "orgName" => {
                current.is_short = matches!(attribute("full").as_str(), "init" | "abb" | "no");
            }
            "include" => self.includes.push(attribute("href")),
            "affiliation" => {
                let date = |name: &str| element.attribute(name).and_then(|date| date.parse().ok());
                let affiliation = Affiliation {
                    role: attribute("role"),
                    organisation: attribute("ref").trim_start_matches('#').to_owned(),
                    from: date("from").or_else(|| date("when")),
                    to: date("to").or_else(|| date("when")),
                };
                if let Some(person) = current
                    .person
                    .as_ref()
                    .and_then(|id| self.by_id.get_mut(id))
                {
                    person.affiliations.push(affiliation);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str, current: &mut Current) {
        let text = one_line(&current.text);
        let person = current
            .person
            .as_ref()
            .and_then(|id| self.by_id.get_mut(id));
        match (name, person) {
            ("person", _) => current.person = None,
            ("org", _) => current.organisation = None,
            ("forename", Some(person)) => person.forenames.push(text),
            ("nameLink", Some(person)) => person.name_links.push(text),
            ("surname", Some(person)) => person.surnames.push(text),
            ("orgName", _) => {
                if let Some((id, true)) = &current.organisation
                    && (current.is_short || !self.parties.contains_key(id))
                {
                    self.parties.insert(id.clone(), text);
                }
            }
            _ => {}
        }
    }

    /// What the corpus says about a person on a date. The party is empty where it says nothing,
    /// or names several at that date.
    pub(crate) fn facts(&self, id: &str, date: Option<PartialDate>) -> SpeakerFacts {
        let Some(person) = self.by_id.get(id) else {
            return SpeakerFacts {
                name: id.to_owned(),
                ..SpeakerFacts::default()
            };
        };
        let covers = |affiliation: &&Affiliation| date.is_none_or(|date| affiliation.covers(date));
        let valid: Vec<&Affiliation> = person.affiliations.iter().filter(covers).collect();
        // An office without dates says only that it was held at some time.
        let office = valid
            .iter()
            .find(|affiliation| affiliation.is_in_government() && affiliation.is_dated());
        let names = [&person.forenames, &person.name_links, &person.surnames];
        SpeakerFacts {
            name: names
                .into_iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>()
                .join(" "),
            party: self.party(&valid),
            function: office.map_or_else(String::new, |office| office.role.clone()),
            quality: if office.is_some() {
                Quality::Government
            } else {
                Quality::Member
            },
        }
    }

    /// The one party of some affiliations; those with dates go before those without.
    fn party(&self, affiliations: &[&Affiliation]) -> String {
        let of = |is_dated: bool| {
            let mut parties: Vec<&String> = affiliations
                .iter()
                .filter(|affiliation| affiliation.is_dated() == is_dated)
                .filter_map(|affiliation| self.parties.get(&affiliation.organisation))
                .collect();
            parties.sort();
            parties.dedup();
            parties
        };
        let mut parties = of(true);
        if parties.is_empty() {
            parties = of(false);
        }
        match parties.as_slice() {
            [party] => (*party).clone(),
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "<teiCorpus><listOrg><org role='politicalParty' xml:id='party.A'><orgName full='yes'>Partij A</orgName>\
<orgName full='init'>PA</orgName></org><org role='politicalParty' xml:id='party.B'><orgName full='yes'>Partij B</orgName></org>\
<org role='parliament' xml:id='TK'><orgName full='yes'>Kamer</orgName></org></listOrg><person xml:id='JanTerpstra'><persName>\
<surname>Terpstra</surname><forename>Jan</forename></persName><affiliation role='member' ref='#TK'/>\
<affiliation role='member' ref='#party.A' to='2015-06-30'/><affiliation role='member' ref='#party.B' from='2015-07-01'/>\
<affiliation role='minister' from='2018-01-01' to='2018-12-31'/></person></teiCorpus>";

    #[test]
    fn the_party_is_that_of_the_date() {
        let persons = Persons::read(ROOT, "root.xml").unwrap();
        let at = |date: &str| persons.facts("JanTerpstra", date.parse().ok());
        assert_eq!(at("2014-04-16").party, "PA");
        assert_eq!(at("2016-04-16").party, "Partij B");
        assert_eq!(at("2016-04-16").name, "Jan Terpstra");
        assert_eq!(at("2018-05-01").quality, Quality::Government);
        assert_eq!(at("2019-05-01").quality, Quality::Member);
        assert_eq!(persons.facts("JanTerpstra", None).party, "");
        assert_eq!(persons.facts("Niemand", None).name, "Niemand");
    }
}
