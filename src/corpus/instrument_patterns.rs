//! Words and phrases by which a passage shows which policy instruments it is about.

use std::collections::BTreeMap;
use std::io::Read;

use super::rows::{Row, Rows};
use super::{Codebook, DataError, LexiconTerm, WordShape};

/// What a pattern must look like, for messages.
const PATTERN: &str = "words in Unicode form NFC with single spaces between, each with a letter or \
    digit at either end, `*` only at the start or end of a word, `…` only between two words";

/// How much a cue says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CueRank {
    /// It gives its instrument wherever it stands.
    Main,
    /// It gives its instrument only where no main cue of any instrument stands.
    Side,
}

/// Where a cue counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CuePlace {
    /// In the passage and in its heading.
    Anywhere,
    /// In the passage alone.
    Text,
    /// In the heading alone.
    Heading,
}

/// A term that is found whatever its capitals, or, where it has a capital, only as it stands:
/// *EES* is the Entry/Exit System, *Ees* a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CueTerm {
    /// Its words; they stand with spaces, hyphens or other marks between them that end no clause.
    pub term: LexiconTerm,
    /// Whether it must be spelled as listed.
    pub is_cased: bool,
}

/// One cue of an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstrumentPattern {
    /// The instrument, by its place in the codebook.
    pub instrument: usize,
    /// What to find.
    pub cue: CueTerm,
    /// How much it says.
    pub rank: CueRank,
    /// Where it counts.
    pub place: CuePlace,
    /// Terms of which one must stand in the same text or heading; none where it counts without.
    pub with: Vec<CueTerm>,
    /// Terms of which none may stand in the same text or heading.
    pub without: Vec<CueTerm>,
}

/// The cues of all instruments, each checked against a codebook.
///
/// ```
/// use standpunt::corpus::{Codebook, InstrumentPatterns};
/// let patterns = InstrumentPatterns::built_in(&Codebook::built_in()).unwrap();
/// assert_eq!(patterns.ids().len(), 22);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstrumentPatterns {
    ids: Vec<String>,
    patterns: Vec<InstrumentPattern>,
}

impl InstrumentPatterns {
    /// `data/instruments.csv`; `None` where the codebook lacks one of its instruments.
    pub fn built_in(codebook: &Codebook) -> Option<Self> {
        let text = include_str!("../../data/instruments.csv");
        Self::from_csv(text.as_bytes(), "data/instruments.csv", codebook).ok()
    }

    /// Reads patterns with the columns `instrument` and `pattern`, and where the table has them
    /// `rank` (`main`, which is the default, or `side`), `place` (`text`, `heading` or nothing),
    /// `with` and `without` (terms divided by `;`). `place` names the file in errors.
    ///
    /// # Errors
    /// Where the table is not CSV, an instrument is not in the codebook, a term, rank or place is
    /// none, or a pattern of an instrument stands there twice for one place.
    pub fn from_csv(
        reader: impl Read,
        place: &str,
        codebook: &Codebook,
    ) -> Result<Self, DataError> {
        let table = Rows::read(reader, place, &["instrument", "pattern"])?;
        let mut lines: BTreeMap<(usize, &str, &str), u64> = BTreeMap::new();
        let mut patterns = Vec::new();
        for row in table.iter() {
            let pattern = read_pattern(row, codebook)?;
            let key = (
                pattern.instrument,
                row.get("pattern").trim(),
                row.get("place").trim(),
            );
            if let Some(first) = lines.insert(key, row.line()) {
                return Err(row.duplicate("pattern", row.get("pattern").trim(), first));
            }
            patterns.push(pattern);
        }
        Ok(Self {
            ids: codebook
                .instruments()
                .iter()
                .map(|i| i.id.clone())
                .collect(),
            patterns,
        })
    }

    /// The ids of the codebook's instruments, in its order.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The cues, in the order of the file.
    pub fn patterns(&self) -> &[InstrumentPattern] {
        &self.patterns
    }
}

fn read_pattern(row: Row<'_>, codebook: &Codebook) -> Result<InstrumentPattern, DataError> {
    let id = row.required("instrument")?;
    let known = codebook.instruments();
    let instrument = known
        .iter()
        .position(|i| i.id == id)
        .ok_or_else(|| row.wrong_choice("instrument", id, known.iter().map(|i| i.id.as_str())))?;
    let rank = match row.filled("rank") {
        None | Some("main") => CueRank::Main,
        Some("side") => CueRank::Side,
        Some(found) => return Err(row.wrong_choice("rank", found, ["main", "side"])),
    };
    let place = match row.filled("place") {
        None => CuePlace::Anywhere,
        Some("text") => CuePlace::Text,
        Some("heading") => CuePlace::Heading,
        Some(found) => return Err(row.wrong_choice("place", found, ["text", "heading"])),
    };
    let terms = |column: &str| -> Result<Vec<CueTerm>, DataError> {
        let found = row.list(column, ';').into_iter();
        found.map(|text| cue_term(row, column, text)).collect()
    };
    Ok(InstrumentPattern {
        instrument,
        cue: cue_term(row, "pattern", row.required("pattern")?)?,
        rank,
        place,
        with: terms("with")?,
        without: terms("without")?,
    })
}

fn cue_term(row: Row<'_>, column: &str, text: &str) -> Result<CueTerm, DataError> {
    let term = LexiconTerm::in_any_case(text).ok();
    let term = term.filter(|term| term.words().iter().all(|word| has_edges(&word.shape)));
    Ok(CueTerm {
        term: term.ok_or_else(|| row.wrong(column, text, PATTERN))?,
        is_cased: text.to_lowercase() != text,
    })
}

/// Whether a word begins and ends with a letter or digit: other marks stand between words, where
/// the finder does not look.
fn has_edges(shape: &WordShape) -> bool {
    let core = shape.core();
    core.starts_with(char::is_alphanumeric) && core.ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        let read = InstrumentPatterns::from_csv(text.as_bytes(), "i.csv", &Codebook::built_in());
        read.unwrap_err().to_string()
    }

    #[test]
    fn every_instrument_of_the_codebook_has_a_cue() {
        let codebook = Codebook::built_in();
        let patterns = InstrumentPatterns::from_csv(
            include_str!("../../data/instruments.csv").as_bytes(),
            "data/instruments.csv",
            &codebook,
        )
        .unwrap();
        assert_eq!(
            Some(&patterns),
            InstrumentPatterns::built_in(&codebook).as_ref()
        );
        for (i, id) in patterns.ids().iter().enumerate() {
            let mut cues = patterns.patterns().iter().filter(|p| p.instrument == i);
            assert!(cues.any(|cue| cue.rank == CueRank::Main), "{id}");
        }
    }

    #[test]
    fn the_built_in_patterns_belong_to_the_built_in_codebook() {
        let text = include_str!("../../data/codebook.toml");
        let other = text.replace("id = \"eurodac\"", "id = \"fingerprints\"");
        let other = Codebook::from_toml(&other, "c.toml").unwrap();
        assert_eq!(InstrumentPatterns::built_in(&other), None);
    }

    #[test]
    fn a_pattern_alone_is_a_main_cue_anywhere() {
        let table = "instrument,pattern\ntravel-systems,EES\neurodac,*eurodac*\n";
        let codebook = Codebook::built_in();
        let read = InstrumentPatterns::from_csv(table.as_bytes(), "i.csv", &codebook).unwrap();
        let [ees, eurodac] = read.patterns() else {
            unreachable!("two rows");
        };
        assert!(ees.cue.is_cased && !eurodac.cue.is_cased);
        assert_eq!((ees.rank, ees.place), (CueRank::Main, CuePlace::Anywhere));
    }

    #[test]
    fn a_faulty_row_is_named() {
        let unknown = message("instrument,pattern\neurodac,x\neurodak,y\n");
        assert!(
            unknown.starts_with(
                "i.csv, line 3, column `instrument`: found `eurodak`, expected one of pact, "
            ) && unknown.ends_with("(closest: `eurodac`)"),
            "{unknown}"
        );
        assert_eq!(
            message("instrument,pattern\neurodac,x\npact,x\neurodac,x\n"),
            "i.csv, line 4, column `pattern`: `x` stands on line 2 already"
        );
        assert_eq!(
            message("instrument,pattern,rank\neurodac,x,often\n"),
            "i.csv, line 2, column `rank`: found `often`, expected one of main, side"
        );
        assert_eq!(
            message("instrument,pattern,place\neurodac,x,title\n"),
            "i.csv, line 2, column `place`: found `title`, expected one of text, heading"
        );
        for wrong in ["asiel- en pact", "a  b", "*", "x …", "(x)"] {
            assert!(message(&format!("instrument,pattern\npact,{wrong}\n")).contains("words in"));
        }
        assert!(message("instrument,pattern,without\npact,x,y;*\n").contains("column `without`"));
    }
}
