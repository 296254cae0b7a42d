//! Who says what by headings and labels, read again by rules of its own.

use std::fs;
use std::path::Path;

use standpunt::corpus::PartyRegister;

use crate::alignment::Word;
use crate::truth::{party, say};

/// Written questions as text: the parties in brackets of the heading ask, the cabinet answers; lines
/// that are a number or `Vraag n` open a question, `Antwoord …` an answer. Feet and footnotes of the
/// pages are left in, so that only who speaks is measured by this reading, not what is lost.
pub(crate) fn written_questions(path: &Path, register: &PartyRegister) -> Vec<Word> {
    let text = fs::read_to_string(path).expect("a text in UTF-8");
    let head = text.split("(ingezonden").next().unwrap_or_default();
    let head = head.split_once("Vragen van").map_or("", |(_, head)| head);
    let mut parties: Vec<String> = Vec::new();
    for label in head
        .split('(')
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
    {
        let label = label
            .trim_start_matches("beiden ")
            .trim_start_matches("allen ");
        if let Ok(id) = register.resolve(label, "2024-11".parse().ok())
            && !parties.contains(&id.to_string())
        {
            parties.push(id.to_string());
        }
    }
    let askers = if parties.is_empty() {
        "?".to_owned()
    } else {
        parties.join("+")
    };
    let mut words = Vec::new();
    let mut actor: Option<&str> = None;
    // Beside headings a number by itself is that of a footnote.
    let has_headings = text.contains("\nVraag ");
    for line in text.lines().map(str::trim) {
        let numbered = line
            .strip_prefix("Vraag ")
            .or_else(|| line.strip_prefix("Vragen "));
        let number = numbered.unwrap_or(if has_headings { "" } else { line });
        let is_number = !number.is_empty()
            && number.len() < 30
            && number
                .chars()
                .all(|c| c.is_ascii_digit() || " ,en".contains(c))
            && number.starts_with(|c: char| c.is_ascii_digit());
        if is_number {
            actor = Some(&askers);
        } else if line.starts_with("Antwoord") && line.len() < 40 || line == "Mededeling" {
            actor = Some("Kabinet");
        } else if let Some(actor) = actor {
            say(&mut words, line, actor);
        }
    }
    words
}

/// Debates in PDF: the labels `De heer … (PARTY):` of another extraction of the same file, on one
/// line, which stands beside it.
pub(crate) fn pdf(path: &Path, register: &PartyRegister) -> Vec<Word> {
    let beside = format!("{}.txt", path.display());
    let text = fs::read_to_string(beside).expect("the extraction beside the PDF");
    // It glues labels to what follows now and then.
    let mut text = text
        .replace("):", "): ")
        .replace("voorzitter:", "voorzitter: ");
    for form in ["Mevrouw ", "De heer ", "Minister ", "De voorzitter"] {
        for end in [".", "?", "!", "…"] {
            text = text.replace(&format!("{end}{form}"), &format!("{end} {form}"));
        }
    }
    let mut words = Vec::new();
    let mut actor: Option<String> = None;
    let mut pending: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        pending.push(word);
        if !word.ends_with(':') {
            continue;
        }
        if let Some((start, found)) = label(&pending, register) {
            let (before, _) = pending.split_at(start);
            if let Some(actor) = &actor {
                say(&mut words, &before.join(" "), actor);
            }
            actor = Some(found);
            pending.clear();
        }
    }
    if let Some(actor) = &actor {
        say(&mut words, &pending.join(" "), actor);
    }
    words
}

/// Where the label that ends some words begins, and whom it names.
fn label(words: &[&str], register: &PartyRegister) -> Option<(usize, String)> {
    let from = words.len().saturating_sub(8);
    (from..words.len()).rev().find_map(|start| {
        let text = words[start..].join(" ");
        let is_chair = text == "De voorzitter:";
        let is_office = text.starts_with("Minister ") || text.starts_with("Staatssecretaris ");
        let is_member = text.starts_with("De heer ") || text.starts_with("Mevrouw ");
        if is_chair {
            Some((start, "Voorzitter".to_owned()))
        } else if is_office && text.split_whitespace().count() <= 5 {
            Some((start, "Kabinet".to_owned()))
        } else if is_member && text.ends_with("):") {
            let group = text.rsplit_once('(')?.1.trim_end_matches("):");
            Some((start, party(register, group, "2024-10-17")))
        } else {
            None
        }
    })
}
