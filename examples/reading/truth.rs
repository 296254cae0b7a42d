//! Who says what by the files' own metadata, read by another parser than the program's.

use std::fs;
use std::path::Path;

use roxmltree::{Document, Node};
use standpunt::corpus::PartyRegister;

use crate::alignment::Word;

const MAX_LABEL: usize = 100;

fn parse<T>(path: &Path, read: impl Fn(&Document<'_>) -> T) -> T {
    let text = fs::read_to_string(path).expect("a text in UTF-8");
    let text = undo_double_encoding(&text);
    let start = text.find("<?xml").or_else(|| text.find('<')).unwrap_or(0);
    read(&Document::parse(&text[start..]).expect("well-formed XML"))
}

/// Runs of characters that are bytes of UTF-8, read as Latin-1 or Windows-1252, become what they
/// were.
fn undo_double_encoding(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(['\0']) {
        if !c.is_ascii() {
            run.push(c);
            continue;
        }
        let bytes: Option<Vec<u8>> = run.chars().map(byte_of).collect();
        match bytes.map(String::from_utf8) {
            Some(Ok(mended)) => out.push_str(&mended),
            _ => out.push_str(&run),
        }
        run.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

fn byte_of(c: char) -> Option<u8> {
    u8::try_from(u32::from(c)).ok().or_else(|| {
        let text = c.to_string();
        let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(&text);
        (!lost).then(|| bytes[0])
    })
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children()
        .find(|child| child.tag_name().name() == name)
}

fn all_text(node: Node<'_, '_>) -> String {
    node.descendants()
        .filter(Node::is_text)
        .filter_map(|node| node.text())
        .collect()
}

fn child_text(node: Node<'_, '_>, name: &str) -> String {
    let found = node
        .children()
        .find(|child| child.tag_name().name() == name);
    found.map_or_else(String::new, |found| all_text(found).trim().to_owned())
}

pub(crate) fn say(words: &mut Vec<Word>, text: &str, actor: &str) {
    words.extend(
        text.split_whitespace()
            .filter(|word| word.contains(char::is_alphanumeric))
            .map(|word| Word::new(word, actor)),
    );
}

pub(crate) fn party(register: &PartyRegister, label: &str, date: &str) -> String {
    match register.resolve(label, date.parse().ok()) {
        Ok(id) => id.to_string(),
        Err(_) => format!("?{label}"),
    }
}

/// Debate reports: `isvoorzitter`, `functie` and `fractie` of whoever a text belongs to.
pub(crate) fn vlos(path: &Path, register: &PartyRegister) -> Vec<Word> {
    parse(path, |document| {
        let mut words = Vec::new();
        let date = document
            .descendants()
            .find(|node| node.tag_name().name() == "datum")
            .map_or_else(String::new, |node| {
                all_text(node).chars().take(10).collect()
            });
        for text in document
            .descendants()
            .filter(|n| n.tag_name().name() == "tekst")
        {
            let Some(turn) = text.parent() else { continue };
            if !matches!(turn.tag_name().name(), "woordvoerder" | "interrumpant") {
                continue;
            }
            let speaker = child(turn, "spreker").expect("a speaker");
            let office = child_text(speaker, "functie").to_lowercase();
            let actor = if child_text(turn, "isvoorzitter") == "true" {
                "Voorzitter".to_owned()
            } else if office.contains("minister") || office.contains("staatssecretaris") {
                "Kabinet".to_owned()
            } else {
                party(register, &child_text(speaker, "fractie"), &date)
            };
            let items = text
                .descendants()
                .filter(|n| n.tag_name().name() == "alineaitem");
            for (i, item) in items.enumerate() {
                let item = all_text(item);
                let is_label = i == 0 && item.trim_end().ends_with(':') && item.len() < MAX_LABEL;
                if !is_label {
                    say(&mut words, &item, &actor);
                }
            }
        }
        words
    })
}

/// Handelingen: `politiek` of whoever a text belongs to.
pub(crate) fn handelingen(path: &Path, register: &PartyRegister) -> Vec<Word> {
    parse(path, |document| {
        let mut words = Vec::new();
        let mut actor: Option<String> = None;
        for node in document.descendants() {
            match node.tag_name().name() {
                "spreekbeurt" => actor = None,
                // A motie is its reader's, also behind what the chair said about the one before.
                "motie" => {
                    let turn = node
                        .ancestors()
                        .find(|n| n.tag_name().name() == "spreekbeurt");
                    let reader = turn.and_then(|turn| child(turn, "spreker"));
                    actor = reader.map(|reader| speaker(reader, register));
                }
                "spreker" => actor = Some(speaker(node, register)),
                "al" if !is_inside(node, &["onderwerp", "opening", "noot"]) => {
                    let text = without_indentation(&all_text(node));
                    if let Some(actor) = &actor
                        && !is_procedure(&text)
                    {
                        say(&mut words, &text, actor);
                    }
                }
                _ => {}
            }
        }
        words
    })
}

/// A text without the white space of an indented file around what stands inside a line.
fn without_indentation(text: &str) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (set, meant) in [
        (" . ", ". "),
        (" ,", ","),
        (" ;", ";"),
        (" )", ")"),
        ("( ", "("),
    ] {
        text = text.replace(set, meant);
    }
    match text.strip_suffix(" .") {
        Some(sentence) => format!("{sentence}."),
        None => text,
    }
}

fn is_inside(node: Node<'_, '_>, names: &[&str]) -> bool {
    node.ancestors()
        .any(|node| names.contains(&node.tag_name().name()))
}

/// What the report says itself, and the set phrases of a motie.
fn is_procedure(text: &str) -> bool {
    text.ends_with("uur geschorst.")
        || text == "De vergadering wordt enkele ogenblikken geschorst."
        || text.starts_with("De beraadslaging wordt gesloten")
        || text.starts_with("Sluiting ")
        || text == "De Kamer,"
        || text == "gehoord de beraadslaging,"
        || text == "en gaat over tot de orde van de dag."
}

fn speaker(node: Node<'_, '_>, register: &PartyRegister) -> String {
    let text = |name: &str| {
        let found = node.descendants().find(|n| n.tag_name().name() == name);
        found.map_or_else(String::new, |found| all_text(found).trim().to_owned())
    };
    let form = text("voorvoegsels");
    if text("achternaam") == "voorzitter" {
        "Voorzitter".to_owned()
    } else if form.starts_with("Minister") || form.starts_with("Staatssecretaris") {
        "Kabinet".to_owned()
    } else {
        party(register, &text("politiek"), "2018-04-05")
    }
}

/// Sittings in TEI: the party of the person at the date, by the root of the corpus.
pub(crate) fn parlamint(path: &Path, register: &PartyRegister) -> Vec<Word> {
    let name = path
        .file_name()
        .expect("a file")
        .to_string_lossy()
        .into_owned();
    let date = name
        .split('_')
        .nth(1)
        .unwrap_or_default()
        .chars()
        .take(10)
        .collect::<String>();
    let root = path.with_file_name("ParlaMint-NL.xml");
    let groups: Vec<(String, String)> = parse(&root, |root| {
        root.descendants()
            .filter(|node| node.tag_name().name() == "affiliation")
            .filter(|node| {
                let from = node.attribute("from").unwrap_or("0000");
                let to = node.attribute("to").unwrap_or("9999");
                node.attribute("role") == Some("member")
                    && from <= date.as_str()
                    && date.as_str() <= to
            })
            .filter_map(|node| {
                let person = node
                    .parent()?
                    .attribute(("http://www.w3.org/XML/1998/namespace", "id"))?;
                let group = node.attribute("ref")?.strip_prefix("#party.")?;
                Some((person.to_owned(), group.to_owned()))
            })
            .collect()
    });
    parse(path, |document| {
        let mut words = Vec::new();
        for turn in document
            .descendants()
            .filter(|n| n.tag_name().name() == "u")
        {
            let who = turn
                .attribute("who")
                .unwrap_or_default()
                .trim_start_matches('#');
            let actor = if turn
                .attribute("ana")
                .is_some_and(|ana| ana.contains("#chair"))
            {
                "Voorzitter".to_owned()
            } else {
                let group = groups.iter().find(|(person, _)| person == who);
                group.map_or_else(
                    || format!("?{who}"),
                    |(_, group)| party(register, group, &date),
                )
            };
            for part in turn.children().filter(|n| n.tag_name().name() == "seg") {
                let own: String = part
                    .children()
                    .filter(Node::is_text)
                    .filter_map(|n| n.text())
                    .collect();
                say(&mut words, &own, &actor);
            }
        }
        words
    })
}

/// Motions: the first sponsor's party by `sponsors.csv` beside them; nothing where that has none.
pub(crate) fn motions(path: &Path, register: &PartyRegister) -> Vec<Word> {
    let id = path
        .file_stem()
        .expect("a file")
        .to_string_lossy()
        .into_owned();
    let mut table =
        csv::Reader::from_path(path.with_file_name("sponsors.csv")).expect("sponsors.csv");
    let row = table
        .records()
        .map(|row| row.expect("a row"))
        .find(|row| &row[0] == id.as_str())
        .expect("a row of sponsors.csv");
    if &row[3] == "?" {
        return Vec::new();
    }
    let actor = party(register, &row[3], &row[1]);
    parse(path, |document| {
        let mut words = Vec::new();
        for paragraph in document
            .descendants()
            .filter(|n| n.tag_name().name() == "al")
        {
            let text = all_text(paragraph)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            if text.starts_with("en gaat over tot de orde van de dag") {
                break;
            }
            if !is_procedure(&text) && !is_inside(paragraph, &["noot"]) {
                say(&mut words, &text, &actor);
            }
        }
        words
    })
}
