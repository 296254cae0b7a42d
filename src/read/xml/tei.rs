//! Sittings in TEI, as the `ParlaMint` corpora encode them.
//!
//! An utterance `u` names its speaker by id and the quality in `ana`; the party is found through
//! the persons of the corpus. A `note` is not speech, nor is what stands in `gap`, `kinesic`,
//! `vocal` and `incident`.

use super::{Events, Node, Persons, XmlDocument, XmlError};
use crate::corpus::DocumentKind;
use crate::read::Facts;
use crate::read::layout::{PartKind, PartsBuilder, Quality, SpeakerFacts, SpokenTurn};

#[derive(Debug, Default)]
struct Sitting {
    builder: PartsBuilder,
    facts: Facts,
    path: Vec<String>,
    turn: Option<usize>,
    buffer: String,
    /// Text of a paragraph around a note.
    outer: Vec<String>,
    /// Notes inside a paragraph, which follow it.
    notes: Vec<String>,
    /// Whether the token before goes on without a space.
    joins: bool,
    is_main_title: bool,
    line: usize,
}

/// Reads a sitting; without `persons` speakers stay nameless.
///
/// # Errors
/// Where the XML is damaged.
pub(super) fn read(
    text: &str,
    persons: Option<&Persons>,
    file: &str,
) -> Result<XmlDocument, XmlError> {
    let mut events = Events::new(text, file);
    let mut sitting = Sitting::default();
    sitting.facts.kind = Some(DocumentKind::Debat);
    while let Some(node) = events.next()? {
        match node {
            Node::Open(element) => {
                sitting.begin(&element, persons);
                if is_block(element.name()) {
                    sitting.line = events.line();
                }
                sitting.path.push(element.name().to_owned());
            }
            Node::Text(text) => sitting.buffer.push_str(&text),
            Node::Close => sitting.end(),
        }
    }
    let (text, parts) = sitting.builder.finish();
    Ok(XmlDocument {
        text,
        parts,
        facts: sitting.facts,
    })
}

impl Sitting {
    fn begin(&mut self, element: &super::events::Element<'_>, persons: Option<&Persons>) {
        let attribute = |name: &str| element.attribute(name).unwrap_or_default();
        match element.name() {
            "u" => {
                let speaker = self.speaker(&attribute("who"), &attribute("ana"), persons);
                self.turn = Some(self.builder.open_turn(SpokenTurn {
                    speaker,
                    is_interruption: false,
                }));
                self.buffer.clear();
            }
            "title" => {
                self.is_main_title = attribute("type") == "main" && attribute("lang") != "en";
            }
            "meeting" => match attribute("corresp").as_str() {
                "#TK" => "Tweede Kamer".clone_into(&mut self.facts.chamber),
                "#EK" => "Eerste Kamer".clone_into(&mut self.facts.chamber),
                _ => {}
            },
            "date"
                if self
                    .path
                    .iter()
                    .any(|name| name == "setting" || name == "bibl") =>
            {
                let date = attribute("when").parse().ok();
                self.facts.date = date.or(self.facts.date);
            }
            "w" | "pc" => {
                if !self.joins && !self.buffer.is_empty() {
                    self.buffer.push(' ');
                }
                self.joins = attribute("join") == "right";
            }
            name if is_aside(name) => self.outer.push(std::mem::take(&mut self.buffer)),
            _ => {}
        }
        let is_fresh = matches!(element.name(), "seg" | "p" | "head") && !self.is_in_aside();
        if is_fresh || element.name() == "title" {
            self.buffer.clear();
        }
    }

    fn is_in_aside(&self) -> bool {
        !self.outer.is_empty()
    }

    fn is_in(&self, name: &str) -> bool {
        self.path.iter().any(|open| open == name)
    }

    /// Who speaks, by id and quality.
    fn speaker(&self, who: &str, ana: &str, persons: Option<&Persons>) -> SpeakerFacts {
        let id = who.trim_start_matches('#');
        let mut facts = persons.map_or_else(
            || SpeakerFacts {
                name: id.to_owned(),
                ..SpeakerFacts::default()
            },
            |persons| persons.facts(id, self.facts.date),
        );
        for quality in ana.split_whitespace() {
            match quality {
                "#chair" => facts.quality = Quality::Chair,
                "#guest" if facts.quality == Quality::Member => facts.quality = Quality::Other,
                _ => {}
            }
        }
        facts
    }

    fn end(&mut self) {
        let Some(name) = self.path.pop() else {
            return;
        };
        if is_aside(&name) {
            let note = std::mem::replace(&mut self.buffer, self.outer.pop().unwrap_or_default());
            let is_inside = self.is_in("seg") || self.is_in("p");
            if self.is_in("text") && is_inside {
                self.notes.push(note);
            } else if self.is_in("text") {
                self.builder.push(&note, PartKind::Note, None, self.line);
            }
            return;
        }
        match name.as_str() {
            "seg" | "p" if self.is_in("text") && !self.is_in_aside() => self.paragraph(),
            "head" if self.is_in("text") => {
                let text = std::mem::take(&mut self.buffer);
                self.builder.push(&text, PartKind::Heading, None, self.line);
            }
            "title" if self.is_main_title => {
                std::mem::take(&mut self.buffer)
                    .trim()
                    .clone_into(&mut self.facts.title);
            }
            "u" => {
                // Some corpora set the words into the utterance itself.
                self.paragraph();
                self.turn = None;
            }
            _ => {}
        }
    }

    fn paragraph(&mut self) {
        let text = std::mem::take(&mut self.buffer);
        let kind = if self.turn.is_some() {
            PartKind::Text
        } else {
            PartKind::Note
        };
        self.builder.push(&text, kind, self.turn, self.line);
        for note in std::mem::take(&mut self.notes) {
            self.builder.push(&note, PartKind::Note, None, self.line);
        }
    }
}

/// Elements that begin a line of the text.
fn is_block(name: &str) -> bool {
    matches!(name, "seg" | "p" | "u" | "head" | "note")
}

/// Elements whose text is not speech.
fn is_aside(name: &str) -> bool {
    matches!(
        name,
        "note" | "gap" | "kinesic" | "vocal" | "incident" | "writing" | "shift" | "teiHeader"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITTING: &str = "<TEI><teiHeader><titleStmt><title type='main' xml:lang='nl'>Verslag</title><meeting corresp='#EK'>1</meeting>\
</titleStmt><setting><date when='2016-01-19'>19 januari</date></setting></teiHeader><text><body><note>Regeling</note>\
<u who='#A' ana='#chair'><seg>Ik open <note>(rumoer)</note>de vergadering.</seg></u>\
<u who='#B' ana='#regular'><seg>Dank <gap><desc>knip</desc></gap> u.</seg><seg>Verder.</seg></u></body></text></TEI>";

    #[test]
    fn notes_are_no_speech_and_the_chair_is_known() {
        let read = read(SITTING, None, "a.xml").unwrap();
        assert_eq!(
            read.described(),
            [
                (PartKind::Note, None, "Regeling"),
                (PartKind::Text, Some(0), "Ik open de vergadering."),
                (PartKind::Note, None, "(rumoer)"),
                (PartKind::Text, Some(1), "Dank u."),
                (PartKind::Note, None, "knip"),
                (PartKind::Text, Some(1), "Verder."),
            ]
        );
        assert_eq!(read.parts.turns[0].speaker.quality, Quality::Chair);
        assert_eq!(read.facts.chamber, "Eerste Kamer");
        assert_eq!(read.facts.title, "Verslag");
        assert_eq!(read.facts.date.unwrap().to_string(), "2016-01-19");
    }
}
