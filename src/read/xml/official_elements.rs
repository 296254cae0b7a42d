//! What the elements of official publications are.

use crate::read::layout::PartKind;

/// How the content of an element is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// Goes on in the line: emphasis, references, numbers.
    Inline,
    /// Begins and ends a line of its own.
    Block,
    /// Stands apart from the text around it and follows it.
    Aside,
    /// Is no text: metadata, pictures.
    Nothing,
}

/// How an element is set; elements that nobody knows begin a line.
pub(super) fn setting(name: &str) -> Setting {
    match name {
        "nadruk" | "extref" | "intref" | "sup" | "inf" | "ondernummer" | "dossiernr"
        | "begindossiernr" | "eindossiernr" | "datum" | "isodatum" | "nr" | "voorvoegsels"
        | "achternaam" | "voornaam" | "politiek" | "naam" | "functie" | "organisatie"
        | "noot.nr" | "li.nr" | "ovl" | "unl" | "subtitel" | "label" | "nootref" | "redactie"
        | "formule" | "spatie" => Setting::Inline,
        "noot" => Setting::Aside,
        "metadata" | "plaatje" | "illustratie" | "colspec" | "nds" | "thead-id" => Setting::Nothing,
        _ => Setting::Block,
    }
}

/// Elements in which a title is one of what follows in the text, not of the paper.
const AROUND_HEADINGS: [&str; 7] = [
    "divisie",
    "motie",
    "artikel",
    "kop",
    "vrije-tekst",
    "tekst-sectie",
    "tekst",
];

/// What a line is, by the elements around it, innermost last; `None` for running text.
pub(super) fn kind(path: &[String]) -> Option<PartKind> {
    path.iter().rev().find_map(|name| kind_by(name, path))
}

fn kind_by(name: &str, path: &[String]) -> Option<PartKind> {
    let is_in = |wanted: &str| path.iter().any(|open| open == wanted);
    match name {
        "noot" => Some(PartKind::Footnote),
        "tussenkop" | "kop" | "item-titel" => Some(PartKind::Heading),
        "titel" if AROUND_HEADINGS.iter().any(|around| is_in(around)) => Some(PartKind::Heading),
        "titel"
        | "kamerstukkop"
        | "dossier"
        | "stuknr"
        | "datumtekst"
        | "kamervraagkop"
        | "kamervraagnummer"
        | "aanhangselkop"
        | "vergadering"
        | "officiele-inhoudsopgave" => Some(PartKind::Title),
        "ondertekening" | "adressering" | "slotformulier" => Some(PartKind::Signature),
        "table" | "row" => Some(PartKind::Table),
        "spreker" => Some(PartKind::Label),
        "onderwerp" | "opening" | "sluiting" => Some(PartKind::Note),
        _ => None,
    }
}
