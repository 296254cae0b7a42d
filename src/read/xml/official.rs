//! Official publications: kamerstukken, written questions and Handelingen.
//!
//! The schema has changed over the years and files leave out parts of it, so the reader goes by
//! what elements mean: what stands inside a line, what begins one, and which lines are title,
//! heading, footnote, signature or label of a speaker.

use super::events::Element;
use super::official_elements::{Setting, kind, setting};
use super::{Events, Node, XmlDocument, XmlError};
use crate::corpus::{DocumentKind, PartialDate, find_dutch_date, one_line};
use crate::read::Facts;
use crate::read::layout::{PartKind, PartsBuilder, Quality, SpeakerFacts, SpokenTurn};

/// Words that a paragraph wholly in bold or italics may have to be a heading.
const MAX_WORDS_OF_HEADING: usize = 24;

/// A line that waits while a footnote inside it is read.
#[derive(Debug, Default)]
struct Line {
    text: String,
    /// Characters of it that stand in bold.
    n_bold: usize,
    number: usize,
}

#[derive(Debug, Default)]
struct Paper {
    builder: PartsBuilder,
    facts: Facts,
    /// The type that the publisher states, and the title of the paper itself.
    stated: String,
    title: String,
    path: Vec<String>,
    /// How many open elements set their text in bold, and how many are no text.
    n_bold: usize,
    n_nothing: usize,
    line: Line,
    waiting: Vec<Line>,
    footnotes: Vec<Line>,
    /// The cells of the table row that is open.
    cells: Vec<String>,
    /// The turns that are open: a turn, and one of the chair inside it.
    turns: Vec<usize>,
    /// The chair's turn behind a motie: what follows outside a turn of its own is the chair's too.
    chair_goes_on: Option<usize>,
    /// The name of who was given the floor.
    floor: String,
    speaker: SpeakerFacts,
    /// Whether the turn gives somebody the floor.
    is_new: bool,
    /// The number or bullet of the item or heading that follows.
    item_number: String,
    /// Whether the line ends in a bracket that what follows is set against.
    is_closed_up: bool,
    bold_stack: Vec<bool>,
}

/// Reads an official publication.
///
/// # Errors
/// Where the XML is damaged.
pub(super) fn read(text: &str, file: &str) -> Result<XmlDocument, XmlError> {
    let mut events = Events::new(text, file);
    let mut paper = Paper::default();
    while let Some(node) = events.next()? {
        match node {
            Node::Open(element) => {
                let line = match setting(element.name()) {
                    Setting::Block | Setting::Aside => events.line(),
                    Setting::Inline | Setting::Nothing => 0,
                };
                paper.begin(&element, line);
            }
            Node::Text(text) if paper.n_nothing == 0 => paper.text(&text),
            Node::Text(_) => {}
            Node::Close => paper.end(),
        }
    }
    let (text, parts) = paper.builder.finish();
    if paper.facts.kind.is_none() {
        let is_told = DocumentKind::from_title(&paper.facts.title).is_some();
        let is_told_above = DocumentKind::from_title(&paper.title).is_some();
        let title = if is_told && !is_told_above {
            &paper.facts.title
        } else {
            &paper.title
        };
        paper.facts.kind = DocumentKind::of_paper(&paper.stated, title);
    }
    if paper.facts.kind.is_none() && !parts.turns.is_empty() {
        paper.facts.kind = Some(DocumentKind::Debat);
    }
    Ok(XmlDocument {
        text,
        parts,
        facts: paper.facts,
    })
}

impl Paper {
    fn begin(&mut self, element: &Element<'_>, line: usize) {
        let name = element.name();
        match setting(name) {
            Setting::Block => {
                self.flush();
                self.line.number = line;
            }
            Setting::Aside => {
                self.waiting.push(std::mem::take(&mut self.line));
                self.line.number = line;
            }
            Setting::Nothing => self.n_nothing += 1,
            Setting::Inline => self.close_up(),
        }
        let is_bold = name == "nadruk"
            && element
                .attribute("type")
                .is_some_and(|kind| kind.starts_with("vet") || kind.ends_with("vet"));
        self.n_bold += usize::from(is_bold);
        self.bold_stack.push(is_bold);
        match name {
            "meta" => self.meta(element),
            "datum" => self.date(element.attribute("isodatum")),
            "spreekbeurt" => {
                self.is_new = element.attribute("nieuw").as_deref() == Some("ja");
                self.speaker = SpeakerFacts::default();
                self.chair_goes_on = None;
            }
            "spreker" => self.speaker = SpeakerFacts::default(),
            "handelingen" => self.facts.kind = Some(DocumentKind::Debat),
            _ => {}
        }
        self.path.push(name.to_owned());
    }

    fn text(&mut self, text: &str) {
        if self.n_bold > 0 {
            self.line.n_bold += text.chars().filter(|c| !c.is_whitespace()).count();
        }
        if self.is_in("spreker")
            && let Some(innermost) = self.path.last().cloned()
        {
            self.speaker_fact(&innermost, text.trim());
        }
        // Indented files set white space around what stands inside a line.
        let trimmed = text.trim_start();
        let is_indented = text[..text.len() - trimmed.len()].contains('\n');
        let closes = is_indented
            && trimmed.starts_with(['.', ',', ':', ';', ')', '?', '!', '»'])
            && !trimmed.starts_with("..");
        if closes {
            self.line.text.truncate(self.line.text.trim_end().len());
        }
        let joined = if std::mem::take(&mut self.is_closed_up) || closes {
            trimmed
        } else {
            text
        };
        self.line.text.push_str(joined);
    }

    /// Takes off the white space that an indented file sets behind an opening bracket.
    fn close_up(&mut self) {
        let trimmed = self.line.text.trim_end();
        if trimmed.ends_with(['(', '«']) && self.line.text[trimmed.len()..].contains('\n') {
            let length = trimmed.len();
            self.line.text.truncate(length);
            self.is_closed_up = true;
        }
    }

    fn end(&mut self) {
        let Some(name) = self.path.last().cloned() else {
            return;
        };
        match setting(&name) {
            Setting::Block => self.flush(),
            Setting::Aside => {
                let outer = self.waiting.pop().unwrap_or_default();
                let footnote = std::mem::replace(&mut self.line, outer);
                self.footnotes.push(footnote);
            }
            Setting::Nothing => self.n_nothing = self.n_nothing.saturating_sub(1),
            Setting::Inline if matches!(name.as_str(), "noot.nr" | "voorvoegsels" | "voornaam") => {
                self.line.text.push(' ');
            }
            Setting::Inline if matches!(name.as_str(), "li.nr" | "nr") => self.number(),
            Setting::Inline => {}
        }
        if self.bold_stack.pop() == Some(true) {
            self.n_bold = self.n_bold.saturating_sub(1);
        }
        self.path.pop();
        match name.as_str() {
            "spreekbeurt" => {
                self.turns.pop();
            }
            "motie-info" => self.chair_goes_on = self.turns.pop(),
            "row" => self.row(),
            _ => {}
        }
    }

    /// The number of an item, a heading or a question.
    fn number(&mut self) {
        let parent = self.path.iter().rev().nth(1).map(String::as_str);
        let kind = match parent {
            Some("vraag" | "antwoord") => PartKind::Heading,
            Some("agendapunt" | "opening" | "sluiting") => PartKind::Title,
            _ => {
                std::mem::take(&mut self.line.text)
                    .trim()
                    .clone_into(&mut self.item_number);
                return;
            }
        };
        let text = std::mem::take(&mut self.line.text);
        self.builder.push(&text, kind, None, self.line.number);
    }

    /// Ends the line that is open.
    fn flush(&mut self) {
        let number = self.line.number;
        let mut line = std::mem::replace(
            &mut self.line,
            Line {
                number,
                ..Line::default()
            },
        );
        if self.is_in("noot") {
            // A footnote of several paragraphs stays one line.
            self.line.text = line.text;
            self.line.text.push(' ');
            return;
        }
        if line.text.trim().is_empty() {
            return;
        }
        if !self.item_number.is_empty() {
            let number = std::mem::take(&mut self.item_number);
            line.text = format!("{number} {}", line.text);
        }
        let kind = kind(&self.path).unwrap_or_else(|| self.kind_of_text(&line));
        match kind {
            PartKind::Table => self.cells.push(line.text),
            PartKind::Label => self.open_turn(&line),
            _ => {
                self.note_kind(kind, &line.text);
                let turn = self.turns.last().copied().or(self.chair_goes_on);
                self.builder.push(&line.text, kind, turn, line.number);
            }
        }
        for footnote in std::mem::take(&mut self.footnotes) {
            self.builder
                .push(&footnote.text, PartKind::Footnote, None, footnote.number);
        }
    }

    fn is_in(&self, wanted: &str) -> bool {
        self.path.iter().any(|name| name == wanted)
    }

    /// A paragraph: a heading where all of it is bold, a note where a report says it itself.
    fn kind_of_text(&self, line: &Line) -> PartKind {
        let n_letters = line.text.chars().filter(|c| !c.is_whitespace()).count();
        let n_words = line.text.split_whitespace().count();
        if self.is_in("handelingen") {
            let is_nobodys = self.turns.is_empty() && self.chair_goes_on.is_none();
            return if is_nobodys || is_note(&line.text) {
                PartKind::Note
            } else {
                PartKind::Text
            };
        }
        if line.n_bold == n_letters && n_words <= MAX_WORDS_OF_HEADING {
            PartKind::Heading
        } else {
            PartKind::Text
        }
    }

    fn open_turn(&mut self, line: &Line) {
        if self.is_new && !self.is_in("motie-info") {
            self.floor.clone_from(&self.speaker.name);
        }
        let turn = self.builder.open_turn(SpokenTurn {
            is_interruption: self.speaker.quality != Quality::Chair
                && self.speaker.name != self.floor,
            speaker: self.speaker.clone(),
        });
        self.turns.push(turn);
        self.builder
            .push(&line.text, PartKind::Label, Some(turn), line.number);
    }

    fn speaker_fact(&mut self, element: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let lower = text.to_lowercase();
        match element {
            "achternaam" if lower == "voorzitter" => self.speaker.quality = Quality::Chair,
            "achternaam" => join(&mut self.speaker.name, text),
            "politiek" => text.clone_into(&mut self.speaker.party),
            "functie" | "voorvoegsels"
                if lower.starts_with("minister") || lower.starts_with("staatssecretaris") =>
            {
                self.speaker.quality = Quality::Government;
                join(&mut self.speaker.function, text);
            }
            _ => {}
        }
    }

    /// The row of a table, its cells divided by bars.
    fn row(&mut self) {
        let cells: Vec<String> = std::mem::take(&mut self.cells)
            .iter()
            .map(|cell| one_line(cell))
            .collect();
        let number = self.line.number;
        self.builder
            .push(&cells.join(" | "), PartKind::Table, None, number);
    }

    fn meta(&mut self, element: &Element<'_>) {
        let attribute = |name: &str| element.attribute(name).unwrap_or_default();
        let content = attribute("content");
        match (attribute("name").as_str(), attribute("scheme").as_str()) {
            ("DC.type", "OVERHEIDop.KamerstukTypen") => {
                self.stated = content;
            }
            ("DCTERMS.issued", _) => self.date(Some(content)),
            ("OVERHEIDop.documenttitel", _) => self.facts.title = content,
            ("DC.creator", "OVERHEID.StatenGeneraal") => self.chamber(&content),
            ("OVERHEIDop.aanhangsel" | "OVERHEIDop.vraagnummer", _) => {
                self.facts.kind = Some(DocumentKind::SchriftelijkeVragen);
            }
            _ => {}
        }
    }

    fn date(&mut self, date: Option<String>) {
        let date: Option<PartialDate> = date.and_then(|date| date.trim().parse().ok());
        self.facts.date = self.facts.date.or(date);
    }

    fn chamber(&mut self, name: &str) {
        for chamber in ["Tweede Kamer", "Eerste Kamer"] {
            if name.contains(chamber) {
                chamber.clone_into(&mut self.facts.chamber);
            }
        }
    }

    /// Learns date, chamber, dossier and title from the lines of the title.
    fn note_kind(&mut self, kind: PartKind, text: &str) {
        if kind == PartKind::Title && self.is_in("vergaderdatum") {
            self.facts.date = self.facts.date.or_else(|| find_dutch_date(text));
        }
        if kind != PartKind::Title {
            return;
        }
        let text = one_line(text);
        if self.facts.chamber.is_empty() {
            self.chamber(&text);
        }
        let innermost = self.path.iter().rev();
        let mut names = innermost.map(String::as_str);
        if names.any(|name| name == "dossiernummer" || name == "stuknr") {
            let number: Vec<&str> = text.trim_start_matches("Nr.").split_whitespace().collect();
            let separator = if self.path.iter().any(|name| name == "stuknr") {
                "-"
            } else {
                ""
            };
            self.facts.dossier.push_str(separator);
            self.facts.dossier.push_str(&number.concat());
        } else if self.path.iter().any(|name| name == "stuk") {
            let is_kind = |title: &str| DocumentKind::from_title(title).is_some();
            if self.title.is_empty() || is_kind(&text) && !is_kind(&self.title) {
                self.title.clone_from(&text);
            }
            if self.facts.title.is_empty() {
                self.facts.title = text;
            }
        }
    }
}

/// What a report says itself about the course of the sitting.
fn is_note(text: &str) -> bool {
    const OPENINGS: [&str; 6] = [
        "De vergadering wordt ",
        "De beraadslaging wordt ",
        "De algemene beraadslaging wordt ",
        "Sluiting ",
        "Aanvang ",
        "In stemming komt ",
    ];
    let text = text.trim_start();
    OPENINGS.iter().any(|opening| text.starts_with(opening)) && text.trim_end().len() < 200
}

fn join(so_far: &mut String, text: &str) {
    if !so_far.is_empty() {
        so_far.push(' ');
    }
    so_far.push_str(text);
}

#[cfg(test)]
#[path = "official_tests.rs"]
mod tests;
