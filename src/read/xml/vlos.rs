//! Debate reports of the Tweede Kamer (VLOS).
//!
//! A `woordvoerder` has the floor; an `interrumpant` inside it breaks in. Both say who speaks, of
//! which group, and whether as chair: the chair's own group stands there too and says nothing. The
//! first item of a turn repeats the name as a label.

use super::{Events, Node, XmlDocument, XmlError};
use crate::corpus::{DocumentKind, fold_name, one_line};
use crate::read::Facts;
use crate::read::layout::{PartKind, PartsBuilder, Quality, SpeakerFacts, SpokenTurn};

/// A turn whose facts are being read.
#[derive(Debug)]
struct Open {
    /// How many elements were open when it began.
    depth: usize,
    facts: SpeakerFacts,
    is_interruption: bool,
    /// The turn, once its text begins.
    turn: Option<usize>,
}

#[derive(Debug, Default)]
struct Report {
    builder: PartsBuilder,
    facts: Facts,
    open: Vec<Open>,
    /// The elements that are open.
    path: Vec<String>,
    buffer: String,
    line: usize,
}

/// Reads a debate report.
///
/// # Errors
/// Where the XML is damaged.
pub(super) fn read(text: &str, file: &str) -> Result<XmlDocument, XmlError> {
    let mut events = Events::new(text, file);
    let mut report = Report::default();
    report.facts.kind = Some(DocumentKind::Debat);
    while let Some(node) = events.next()? {
        match node {
            Node::Open(element) => {
                let name = element.name().to_owned();
                if name == "vergadering" {
                    report.facts.chamber = element.attribute("kamer").unwrap_or_default();
                }
                let soort = element.attribute("soort").unwrap_or_default();
                report.begin(name, &soort, events.depth(), events.line());
            }
            Node::Text(text) => report.buffer.push_str(&text),
            Node::Close => report.end(events.depth() + 1),
        }
    }
    let (text, parts) = report.builder.finish();
    Ok(XmlDocument {
        text,
        parts,
        facts: report.facts,
    })
}

impl Report {
    fn begin(&mut self, name: String, soort: &str, depth: usize, line: usize) {
        match name.as_str() {
            "woordvoerder" | "interrumpant" => self.open.push(Open {
                depth,
                facts: SpeakerFacts::default(),
                is_interruption: name == "interrumpant",
                turn: None,
            }),
            "spreker" => {
                if let Some(open) = self.open.last_mut()
                    && is_in_government(soort)
                {
                    open.facts.quality = Quality::Government;
                }
            }
            _ => {}
        }
        if !is_inline(&name) {
            self.buffer.clear();
            self.line = line;
        }
        self.path.push(name);
    }

    fn end(&mut self, depth: usize) {
        let Some(name) = self.path.pop() else {
            return;
        };
        if is_inline(&name) {
            return;
        }
        let text = std::mem::take(&mut self.buffer);
        match name.as_str() {
            "alineaitem" => self.item(&text),
            "woordvoerder" | "interrumpant" => {
                if self.open.last().is_some_and(|open| open.depth == depth) {
                    self.open.pop();
                }
            }
            _ => self.fact(&name, text.trim()),
        }
    }

    /// An item of running text: a label, speech, or a note outside every turn.
    fn item(&mut self, text: &str) {
        let line = self.line;
        let Some(open) = self.open.last_mut() else {
            self.builder.push(text, PartKind::Note, None, line);
            return;
        };
        if let Some(turn) = open.turn {
            self.builder.push(text, PartKind::Text, Some(turn), line);
            return;
        }
        // Some reports give the chair's label to a turn that no mark tells to be the chair's.
        let label = one_line(text);
        let is_label = is_label(&label, &open.facts);
        if label.eq_ignore_ascii_case("De voorzitter:") {
            open.facts.quality = Quality::Chair;
        }
        let turn = self.builder.open_turn(SpokenTurn {
            speaker: open.facts.clone(),
            is_interruption: open.is_interruption,
        });
        open.turn = Some(turn);
        let kind = if is_label {
            PartKind::Label
        } else {
            PartKind::Text
        };
        self.builder.push(text, kind, Some(turn), line);
    }

    /// What an element says about the sitting or the speaker.
    fn fact(&mut self, name: &str, text: &str) {
        let parent = self.path.last().map_or("", String::as_str);
        match (parent, name) {
            ("vergadering", "titel") => text.clone_into(&mut self.facts.title),
            ("vergadering", "datum") => {
                self.facts.date = text.get(..10).and_then(|date| date.parse().ok());
            }
            ("activiteit", "titel") => {
                self.builder.push(text, PartKind::Heading, None, self.line);
            }
            ("spreker", _) => self.speaker_fact(name, text),
            (_, "isvoorzitter") if text == "true" => {
                if let Some(open) = self.open.last_mut() {
                    open.facts.quality = Quality::Chair;
                }
            }
            _ => {}
        }
    }

    fn speaker_fact(&mut self, name: &str, text: &str) {
        let is_own = matches!(
            self.path.iter().rev().nth(1).map(String::as_str),
            Some("woordvoerder" | "interrumpant")
        );
        let Some(open) = self.open.last_mut().filter(|_| is_own) else {
            return;
        };
        let facts = &mut open.facts;
        match name {
            "verslagnaam" => text.clone_into(&mut facts.name),
            "fractie" => text.clone_into(&mut facts.party),
            "functie" => {
                text.clone_into(&mut facts.function);
                if is_in_government(text) {
                    facts.quality = Quality::Government;
                } else if !text.to_lowercase().contains("lid") && facts.party.is_empty() {
                    facts.quality = Quality::Other;
                }
            }
            _ => {}
        }
    }
}

/// Whether an office is one of the government.
fn is_in_government(office: &str) -> bool {
    let office = office.to_lowercase();
    ["minister", "staatssecretaris", "bewindspersoon"]
        .iter()
        .any(|title| office.contains(title))
}

/// Whether the first item of a turn is the label of its speaker: words of address, first names and
/// the speaker's own name, or where the report gives none, an office; not every text that ends in a
/// colon.
fn is_label(text: &str, speaker: &SpeakerFacts) -> bool {
    const WORDS: [&str; 12] = [
        "de",
        "heer",
        "lid",
        "van",
        "voor",
        "en",
        "der",
        "den",
        "minister",
        "minister-president",
        "staatssecretaris",
        "voorzitter",
    ];
    let Some(label) = text.strip_suffix(':') else {
        return false;
    };
    let label = label.split(" (").next().unwrap_or(label).trim();
    let is_word = |word: &str| WORDS.contains(&word) || word.starts_with(char::is_uppercase);
    let has_office = |words: &str| {
        let lower = words.to_lowercase();
        lower.ends_with("voorzitter") || is_in_government(words)
    };
    let (folded, name) = (fold_name(label), fold_name(&speaker.name));
    let n_before = match folded.strip_suffix(name.as_str()) {
        Some(before) if !name.is_empty() && (before.is_empty() || before.ends_with(' ')) => {
            before.split_whitespace().count()
        }
        _ if has_office(label) => usize::MAX,
        _ => return false,
    };
    label.split_whitespace().take(n_before).all(is_word)
}

/// Elements inside running text.
fn is_inline(name: &str) -> bool {
    matches!(name, "nadruk" | "dossiernummer" | "stuknummer")
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "<?xml version='1.0'?><vlosCoreDocument><vergadering kamer='Tweede Kamer'>\
<titel>Opvang</titel><datum>2025-07-02T00:00:00</datum><activiteit><titel>Opvang</titel><activiteithoofd>\
<tekst><alinea><alineaitem>Aanvang 10.00 uur.</alineaitem></alinea></tekst><activiteitdeel><activiteititem>\
<woordvoerder><spreker soort='Tweede Kamerlid'><fractie>NSC</fractie><verslagnaam>Terpstra</verslagnaam>\
<functie>lid Tweede Kamer</functie></spreker><isvoorzitter>true</isvoorzitter><tekst><alinea><alineaitem>De \
<nadruk>voorzitter</nadruk>:</alineaitem><alineaitem>Ik open de vergadering.</alineaitem></alinea></tekst>\
<interrumpant><spreker soort='Minister'><verslagnaam>Bos</verslagnaam><functie>minister van Asiel</functie>\
</spreker><isvoorzitter>false</isvoorzitter><tekst><alinea><alineaitem>Minister <nadruk>Bos</nadruk>:\
</alineaitem><alineaitem>Dank u.</alineaitem></alinea></tekst></interrumpant></woordvoerder></activiteititem>\
</activiteitdeel></activiteithoofd></activiteit></vergadering></vlosCoreDocument>";

    #[test]
    fn turns_know_who_speaks_and_in_what_quality() {
        let read = read(REPORT, "a.xml").unwrap();
        assert_eq!(read.facts.date.unwrap().to_string(), "2025-07-02");
        assert_eq!(read.facts.chamber, "Tweede Kamer");
        assert_eq!(
            read.described(),
            [
                (PartKind::Heading, None, "Opvang"),
                (PartKind::Note, None, "Aanvang 10.00 uur."),
                (PartKind::Label, Some(0), "De voorzitter:"),
                (PartKind::Text, Some(0), "Ik open de vergadering."),
                (PartKind::Label, Some(1), "Minister Bos:"),
                (PartKind::Text, Some(1), "Dank u."),
            ]
        );
        let turns = &read.parts.turns;
        assert_eq!(turns[0].speaker.quality, Quality::Chair);
        assert!(!turns[0].is_interruption && turns[1].is_interruption);
        assert_eq!(turns[1].speaker.function, "minister van Asiel");
        assert_eq!(turns[1].speaker.quality, Quality::Government);
    }

    #[test]
    fn a_label_names_its_speaker_and_other_first_items_are_speech() {
        let of = |name: &str| SpeakerFacts {
            name: name.to_owned(),
            ..SpeakerFacts::default()
        };
        for (text, name, expected) in [
            ("De heer Jan van der Laan (SP):", "Van der Laan", true),
            ("Mevrouw Bos (GroenLinks-PvdA):", "Bos", true),
            ("Minister Bos:", "Bos", true),
            ("De voorzitter:", "Terpstra", true),
            ("De minister-president:", "Rutte", true),
            ("Minister van Asiel en Migratie:", "", true),
            ("Ik dien nog een motie in:", "Bos", false),
            ("Ik vraag het mevrouw Bos:", "Bos", false),
            ("De heer Terpstra (CDA):", "Bos", false),
            ("De minister zei het zo:", "Bos", false),
            ("Voorzitter. Drie punten:", "Bos", false),
            ("De motie luidt:", "", false),
            ("De heer Bos (SP)", "Bos", false),
        ] {
            assert_eq!(is_label(text, &of(name)), expected, "{text}");
        }
    }
}
