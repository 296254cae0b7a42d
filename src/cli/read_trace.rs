//! `standpunt read --explain`: a document line by line, in colour on a terminal.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};

use crate::attribute::Turn;
use crate::corpus::Actor;
use crate::pipeline::{DocumentTrace, Fate, Reading, TracedLine, trace};

/// Characters of a line that are shown.
const WIDTH: usize = 100;

/// Escape sequences of a terminal, or nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Colours(bool);

impl Colours {
    /// Colours where standard output is a terminal and the user has not asked for none.
    pub(super) fn of_terminal() -> Self {
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self(io::stdout().is_terminal() && !unwanted)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.0 {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

const FAINT: &str = "2";
const BOLD_RED: &str = "1;31";
const CABINET: &str = "1;34";
const CHAIR: &str = "1;33";
const PARTIES: [&str; 6] = ["1;32", "1;35", "1;36", "1;92", "1;95", "1;96"];

/// Every document of a reading, line by line.
pub(super) fn in_words(reading: &Reading, colours: Colours) -> String {
    let mut text = String::new();
    let mut codes: BTreeMap<String, &'static str> = BTreeMap::new();
    for document in trace(reading) {
        describe(&document, &mut text, colours);
        let mut last: Option<usize> = None;
        for line in &document.lines {
            if let Fate::Kept { turn, .. } = line.fate
                && last != Some(turn)
                && let Some(found) = document.turn(turn)
            {
                let code = code_of(&found.actor, &mut codes);
                let _ = writeln!(text, "\n{}", colours.paint(code, &turn_in_words(found)));
                last = Some(turn);
            }
            write_line(line, &mut text, colours);
        }
        text.push('\n');
    }
    text
}

fn describe(document: &DocumentTrace<'_>, text: &mut String, colours: Colours) {
    let known = &document.text.text.source().document;
    let mut facts = vec![known.id.to_string()];
    facts.extend(known.kind.as_ref().map(|kind| kind.as_str().to_owned()));
    facts.extend(known.date.map(|date| date.to_string()));
    facts.extend([known.chamber.clone(), known.dossier.clone()]);
    facts.retain(|fact| !fact.is_empty());
    let _ = writeln!(text, "{}", colours.paint("1", &facts.join(" | ")));
    let _ = writeln!(text, "{}", known.file);
    for notice in &document.text.text.source().notices {
        let _ = writeln!(text, "{} ({})", notice.label(), notice.detail);
    }
}

/// The colour of an actor; parties take turns in the order in which they come.
fn code_of(actor: &Actor, codes: &mut BTreeMap<String, &'static str>) -> &'static str {
    if actor.is_unknown() {
        BOLD_RED
    } else if actor.is_cabinet() {
        CABINET
    } else if actor.is_chair() {
        CHAIR
    } else {
        let n = codes.len();
        codes
            .entry(actor.to_string())
            .or_insert(PARTIES[n % PARTIES.len()])
    }
}

/// `VVD | question | rule: section heading | exchange 3 | Inbreng > Opvang`.
fn turn_in_words(turn: &Turn) -> String {
    let mut facts = vec![
        turn.actor.to_string(),
        turn.person.clone(),
        turn.function.clone(),
        turn.role.to_string(),
        format!("rule: {}", turn.rule),
    ];
    facts.extend(turn.exchange.map(|number| format!("exchange {number}")));
    facts.push(turn.headings.join(" > "));
    facts.retain(|fact| !fact.is_empty());
    facts.join(" | ")
}

fn write_line(line: &TracedLine<'_>, text: &mut String, colours: Colours) {
    let place = line.place.to_string();
    let shown: String = line.text.chars().take(WIDTH).collect();
    let dots = if line.text.chars().nth(WIDTH).is_some() {
        "…"
    } else {
        ""
    };
    match &line.fate {
        Fate::Dropped(reason) => {
            let row = format!("{place:>10}   -- {reason}: {shown}{dots}");
            let _ = writeln!(text, "{}", colours.paint(FAINT, &row));
        }
        Fate::Kept { passages, .. } => {
            let _ = writeln!(text, "{place:>10} | {shown}{dots}");
            for (reason, cut) in &line.edits {
                let row = format!("{:>10} |    -- {reason}: {cut}", "");
                let _ = writeln!(text, "{}", colours.paint(FAINT, &row));
            }
            for passage in passages {
                let row = format!("{:>10} |    => passage {}", "", passage.id.span);
                let _ = writeln!(text, "{}", colours.paint(FAINT, &row));
            }
        }
    }
}
