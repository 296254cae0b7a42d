//! Documents and what is known about them.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::PartialDate;

/// The name of a document, stable across runs; never a bare number, so that no spreadsheet
/// turns it into one. Letters, digits, `.`, `_` and `-`, at least one letter.
///
/// Copies share the text: every passage of a document holds one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DocumentId(Arc<str>);

impl Ord for DocumentId {
    fn cmp(&self, other: &Self) -> Ordering {
        // Most comparisons are between passages of one document.
        if Arc::ptr_eq(&self.0, &other.0) {
            return Ordering::Equal;
        }
        self.0.cmp(&other.0)
    }
}

impl PartialOrd for DocumentId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A text that cannot name a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` cannot be a document id; expected letters, digits, `.`, `_` or `-`, with at least one letter"
)]
pub struct DocumentIdError {
    /// The text as found.
    pub found: String,
}

impl DocumentId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An id made from a file's name: other characters become `-`, a bare number gets the
    /// prefix `doc-`.
    pub fn from_file_stem(stem: &str) -> Self {
        let mut id: String = stem
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') {
                    c
                } else {
                    '-'
                }
            })
            .collect();
        if !id.bytes().any(|b| b.is_ascii_alphabetic()) {
            id.insert_str(0, "doc-");
        }
        Self(id.into())
    }
}

impl FromStr for DocumentId {
    type Err = DocumentIdError;

    fn from_str(text: &str) -> Result<Self, DocumentIdError> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        if text.bytes().all(allowed) && text.bytes().any(|b| b.is_ascii_alphabetic()) {
            Ok(Self(text.into()))
        } else {
            Err(DocumentIdError {
                found: text.to_owned(),
            })
        }
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a document is; decides who may speak in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentKind {
    /// A letter of a member of government to parliament (*kamerbrief*).
    Kamerbrief,
    /// Questions of parties and the answers of the government (*schriftelijk overleg*).
    SchriftelijkOverleg,
    /// Questions of members and the answers of the government (*schriftelijke vragen*).
    SchriftelijkeVragen,
    /// A motion.
    Motie,
    /// An amendment to a bill.
    Amendement,
    /// The report of a debate (*Handelingen*, *verslag van een commissiedebat*).
    Debat,
    /// Anything else, by its own name.
    Other(String),
}

impl DocumentKind {
    /// The kind as it stands in tables.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Kamerbrief => "kamerbrief",
            Self::SchriftelijkOverleg => "verslag van een schriftelijk overleg",
            Self::SchriftelijkeVragen => "schriftelijke vragen",
            Self::Motie => "motie",
            Self::Amendement => "amendement",
            Self::Debat => "debat",
            Self::Other(name) => name,
        }
    }

    /// The kind that the title of a paper tells, as it stands above it; `None` where it tells none.
    ///
    /// ```
    /// use standpunt::corpus::DocumentKind;
    /// let kind = DocumentKind::from_title("GEWIJZIGDE MOTIE VAN HET LID TERPSTRA C.S.");
    /// assert_eq!(kind, Some(DocumentKind::Motie));
    /// assert_eq!(DocumentKind::from_title("Vreemdelingenbeleid"), None);
    /// ```
    pub fn from_title(title: &str) -> Option<Self> {
        const VERSIONS: [&str; 7] = [
            "NADER",
            "GEWIJZIGDE",
            "GEWIJZIGD",
            "TWEEDE",
            "DERDE",
            "VIERDE",
            "VIJFDE",
        ];
        let upper = title.to_uppercase();
        let words: Vec<&str> = upper
            .split_whitespace()
            .skip_while(|word| VERSIONS.contains(word) || is_number(word))
            .collect();
        let begins = |opening: &str| {
            let opening: Vec<&str> = opening.split(' ').collect();
            words.starts_with(&opening)
        };
        let is_any = |openings: &[&str]| openings.iter().any(|opening| begins(opening));
        if begins("MOTIE VAN") {
            Some(Self::Motie)
        } else if is_any(&["AMENDEMENT VAN", "SUBAMENDEMENT VAN"]) {
            Some(Self::Amendement)
        } else if is_any(&[
            "VERSLAG VAN EEN SCHRIFTELIJK OVERLEG",
            "VERSLAG VAN EEN NADER SCHRIFTELIJK OVERLEG",
            "INBRENG VERSLAG VAN EEN SCHRIFTELIJK OVERLEG",
            "LIJST VAN VRAGEN EN ANTWOORDEN",
        ]) {
            Some(Self::SchriftelijkOverleg)
        } else if is_any(&[
            "BRIEF VAN DE MINISTER",
            "BRIEF VAN DE MINISTERS",
            "BRIEF VAN DE STAATSSECRETARIS",
            "BRIEF VAN DE STAATSSECRETARISSEN",
            "BRIEF VAN DE MINISTER-PRESIDENT",
        ]) || begins("BRIEF VAN DE MINISTER-PRESIDENT,")
        {
            Some(Self::Kamerbrief)
        } else if is_any(&[
            "VERSLAG VAN EEN COMMISSIEDEBAT",
            "VERSLAG VAN EEN ALGEMEEN OVERLEG",
            "VERSLAG VAN EEN NOTAOVERLEG",
            "VERSLAG VAN EEN WETGEVINGSOVERLEG",
            "VERSLAG VAN EEN RONDETAFELGESPREK",
            "VERSLAG VAN EEN PLENAIR DEBAT",
            "VERSLAG VAN EEN TWEEMINUTENDEBAT",
            "VERSLAG VAN EEN VRAGENUUR",
        ]) {
            Some(Self::Debat)
        } else {
            None
        }
    }

    /// The kind that a table names.
    pub fn from_name(name: &str) -> Self {
        match name.trim().to_lowercase().as_str() {
            "kamerbrief" | "brief regering" => Self::Kamerbrief,
            "verslag van een schriftelijk overleg" | "schriftelijk overleg" => {
                Self::SchriftelijkOverleg
            }
            "schriftelijke vragen" | "kamervragen" | "antwoord schriftelijke vragen" => {
                Self::SchriftelijkeVragen
            }
            "motie" | "motie (gewijzigd)" | "gewijzigde motie" | "motie (nader gewijzigd)" => {
                Self::Motie
            }
            "amendement" | "gewijzigd amendement" | "nader gewijzigd amendement" => {
                Self::Amendement
            }
            "debat" | "handelingen" | "commissiedebat" | "plenair debat" => Self::Debat,
            _ => Self::Other(name.trim().to_owned()),
        }
    }

    /// The kind of a paper by the type its publisher states, empty where none, and its title;
    /// `None` where only the text can tell.
    ///
    /// A title that tells wins over a type that only says that a paper is a letter or a report
    /// (`Brief`, `Brief regering`, `Verslag`), or that names no kind known here. A letter whose
    /// title names another sender than a member of government is no *kamerbrief*.
    ///
    /// ```
    /// use standpunt::corpus::DocumentKind;
    /// let kind = DocumentKind::of_paper("Verslag", "VERSLAG VAN EEN SCHRIFTELIJK OVERLEG");
    /// assert_eq!(kind, Some(DocumentKind::SchriftelijkOverleg));
    /// assert_eq!(DocumentKind::of_paper("Brief regering", "BRIEF VAN HET PRESIDIUM"), None);
    /// ```
    pub fn of_paper(stated: &str, title: &str) -> Option<Self> {
        let told = Self::from_title(title);
        match Self::from_name(stated) {
            Self::Kamerbrief if told.is_none() && is_letter(title) => None,
            Self::Kamerbrief => told.or(Some(Self::Kamerbrief)),
            Self::Other(name) => {
                let says_little = matches!(name.to_lowercase().as_str(), "" | "brief" | "verslag");
                told.or_else(|| Self::from_title(&name))
                    .or((!says_little).then_some(Self::Other(name)))
            }
            kind => Some(kind),
        }
    }
}

/// Whether a title names the sender of a letter.
fn is_letter(title: &str) -> bool {
    let upper = title.to_uppercase();
    let mut words = upper.split_whitespace().skip_while(|word| is_number(word));
    words.next() == Some("BRIEF") && words.next() == Some("VAN")
}

/// `NR.`, `15`, `15.`, `XX`: what stands in front of a title on the same line.
fn is_number(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ':']);
    matches!(bare, "NR" | "NUMMER")
        || bare.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        || bare.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

/// What is known about a document; one row of `documents.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The document's name.
    pub id: DocumentId,
    /// Its file, relative to the corpus folder.
    pub file: String,
    /// What it is; `None` where the reader must find out.
    pub kind: Option<DocumentKind>,
    /// When it was sent, as far as known.
    pub date: Option<PartialDate>,
    /// `Tweede Kamer`, `Eerste Kamer` or empty.
    pub chamber: String,
    /// Number of the dossier and the paper, or empty.
    pub dossier: String,
    /// The title, or empty.
    pub title: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_what_a_paper_is() {
        for (title, kind) in [
            (
                "NADER GEWIJZIGDE MOTIE VAN DE LEDEN BOS EN TERPSTRA",
                DocumentKind::Motie,
            ),
            ("Motie van het lid Bos c.s.", DocumentKind::Motie),
            (
                "Nr. 15 AMENDEMENT VAN HET LID BOS",
                DocumentKind::Amendement,
            ),
            (
                "TWEEDE NADER GEWIJZIGD AMENDEMENT VAN HET LID BOS",
                DocumentKind::Amendement,
            ),
            (
                "BRIEF VAN DE STAATSSECRETARIS VAN JUSTITIE",
                DocumentKind::Kamerbrief,
            ),
            (
                "VERSLAG VAN EEN SCHRIFTELIJK OVERLEG",
                DocumentKind::SchriftelijkOverleg,
            ),
            ("VERSLAG VAN EEN COMMISSIEDEBAT", DocumentKind::Debat),
        ] {
            assert_eq!(DocumentKind::from_title(title), Some(kind), "{title}");
        }
        for title in ["", "De motie van Bos", "BRIEF VAN DE VOORZITTER", "MOTIE"] {
            assert_eq!(DocumentKind::from_title(title), None, "{title}");
        }
    }

    #[test]
    fn a_title_that_tells_wins_over_a_type_that_says_little() {
        for (stated, title, kind) in [
            (
                "Verslag",
                "VERSLAG VAN EEN SCHRIFTELIJK OVERLEG",
                Some(DocumentKind::SchriftelijkOverleg),
            ),
            (
                "Verslag",
                "INBRENG VERSLAG VAN EEN SCHRIFTELIJK OVERLEG",
                Some(DocumentKind::SchriftelijkOverleg),
            ),
            (
                "Verslag",
                "VERSLAG VAN EEN COMMISSIEDEBAT",
                Some(DocumentKind::Debat),
            ),
            (
                "Verslag van een commissiedebat",
                "De bus",
                Some(DocumentKind::Debat),
            ),
            ("Verslag", "VERSLAG", None),
            (
                "Brief",
                "BRIEF VAN DE MINISTER VAN VERVOER",
                Some(DocumentKind::Kamerbrief),
            ),
            ("Brief", "BRIEF VAN DE BUSKAMER", None),
            ("Brief regering", "BRIEF VAN HET LID TERPSTRA", None),
            ("Brief regering", "De bus", Some(DocumentKind::Kamerbrief)),
            (
                "Motie",
                "VERSLAG VAN EEN COMMISSIEDEBAT",
                Some(DocumentKind::Motie),
            ),
            (
                "Memorie van antwoord",
                "MEMORIE VAN ANTWOORD",
                Some(DocumentKind::Other("Memorie van antwoord".to_owned())),
            ),
            ("", "De bus", None),
        ] {
            let found = DocumentKind::of_paper(stated, title);
            assert_eq!(found, kind, "{stated}: {title}");
        }
    }

    #[test]
    fn a_bare_number_is_no_document_id() {
        assert!("19637".parse::<DocumentId>().is_err());
        assert!("kst-32317-872".parse::<DocumentId>().is_ok());
        assert!("met spatie".parse::<DocumentId>().is_err());
        assert_eq!(
            DocumentId::from_file_stem("19637 (1)").as_str(),
            "doc-19637--1-"
        );
    }
}
