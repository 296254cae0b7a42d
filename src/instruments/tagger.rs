//! Tags a passage with the instruments that it is about.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use super::InstrumentError;
use super::finder::CueFinder;
use super::openings::Openings;
use crate::corpus::{CuePlace, CueRank, CueTerm, InstrumentPatterns, Span};
use crate::text::KnownWords;

/// Stands between the headings of a passage, outermost first.
const HEADING_SEPARATOR: &str = " > ";

/// Where the tags of a passage come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CueSource {
    /// A main cue in its text.
    Text,
    /// Its heading.
    Heading,
    /// A side cue in its text.
    SideCue,
    /// Another passage of its exchange.
    Exchange,
    /// It has no tags.
    #[default]
    None,
}

impl CueSource {
    /// All sources, in the order in which they are asked; the last means that none answered.
    pub const ALL: [Self; 5] = [
        Self::Text,
        Self::Heading,
        Self::SideCue,
        Self::Exchange,
        Self::None,
    ];

    /// The source as it stands in tables; empty for none.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Heading => "heading",
            Self::SideCue => "side-cue",
            Self::Exchange => "exchange",
            Self::None => "",
        }
    }
}

/// The instruments of a passage and where they come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tags {
    /// Places in the codebook, ascending, none twice.
    pub instruments: Vec<usize>,
    /// Where they come from.
    pub source: CueSource,
}

/// Memory that is used again for every passage.
#[derive(Debug, Clone, Default)]
pub struct TagScratch {
    /// By term: the first byte at which it stands; `None` where it does not.
    found: Vec<Option<usize>>,
    /// The terms found, each once.
    terms: Vec<usize>,
    openings: Openings,
}

/// Tags passages with the instruments of a codebook. The tags depend on the passage and its
/// heading alone, not on the order of the patterns nor on other passages.
///
/// ```
/// use standpunt::corpus::{Codebook, InstrumentPatterns};
/// use standpunt::instruments::InstrumentTagger;
/// let patterns = InstrumentPatterns::built_in(&Codebook::built_in()).unwrap();
/// let tagger = InstrumentTagger::new(&patterns)?;
/// let tags = tagger.tag("Hoeveel Dublinclaimanten staan in Eurodac?", "", &mut Default::default());
/// assert_eq!(tagger.join(&tags.instruments), "dublin;eurodac");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct InstrumentTagger {
    ids: Vec<String>,
    finder: CueFinder,
    /// By term: the cues that it is; none for a term that is only a condition.
    cues: Vec<Vec<Cue>>,
}

/// What a term says where it stands.
#[derive(Debug, Clone)]
struct Cue {
    instrument: usize,
    rank: CueRank,
    place: CuePlace,
    /// Terms of which one must stand there too, where there are any.
    with: Vec<usize>,
    /// Terms of which none may.
    without: Vec<usize>,
}

/// What the cues of one text or heading say.
#[derive(Debug, Default)]
struct Verdict {
    main: Vec<usize>,
    /// The instrument of the first side cue; of two at one place, the earlier in the codebook.
    side: Option<usize>,
}

impl InstrumentTagger {
    /// A tagger that goes by `patterns`.
    ///
    /// # Errors
    /// [`InstrumentError::TooManyPatterns`].
    pub fn new(patterns: &InstrumentPatterns) -> Result<Self, InstrumentError> {
        let mut terms: Vec<CueTerm> = Vec::new();
        let mut cues: Vec<Vec<Cue>> = Vec::new();
        for pattern in patterns.patterns() {
            let mut numbers = |wanted: &[CueTerm]| -> Vec<usize> {
                let number = |term: &CueTerm| number_of(&mut terms, &mut cues, term);
                wanted.iter().map(number).collect()
            };
            let (with, without) = (numbers(&pattern.with), numbers(&pattern.without));
            let number = number_of(&mut terms, &mut cues, &pattern.cue);
            if let Some(cues) = cues.get_mut(number) {
                cues.push(Cue {
                    instrument: pattern.instrument,
                    rank: pattern.rank,
                    place: pattern.place,
                    with,
                    without,
                });
            }
        }
        Ok(Self {
            ids: patterns.ids().to_vec(),
            finder: CueFinder::new(terms)?,
            cues,
        })
    }

    /// The ids of the instruments, in the order of the codebook.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The instruments that a passage with this text and heading is about, by four steps of which
    /// the first that gives any counts: main cues of the text; the innermost heading that has a
    /// cue; the first side cue of the text; none.
    pub fn tag(&self, text: &str, heading: &str, scratch: &mut TagScratch) -> Tags {
        let of_text = self.read(text, CuePlace::Text, scratch);
        self.tag_by(of_text, heading, scratch)
    }

    /// The same where the words of the text are known, which takes less time: what a word can begin
    /// is found out once.
    pub fn tag_words<I: Iterator<Item = (Span, Option<u32>)>>(
        &self,
        text: &str,
        heading: &str,
        words: KnownWords<I>,
        scratch: &mut TagScratch,
    ) -> Tags {
        if !self.finder.starts_in_words() || matches!(normal_form(text), Cow::Owned(_)) {
            return self.tag(text, heading, scratch);
        }
        let TagScratch {
            found,
            terms,
            openings,
        } = scratch;
        openings.start(words.id);
        found.resize(self.cues.len(), None);
        for (span, number) in words.places {
            openings.find(&self.finder, number, text, span, |term, start| {
                note(found, terms, term, start);
            });
        }
        let of_text = self.verdict(CuePlace::Text, scratch);
        self.tag_by(of_text, heading, scratch)
    }

    fn tag_by(&self, of_text: Verdict, heading: &str, scratch: &mut TagScratch) -> Tags {
        if !of_text.main.is_empty() {
            return Tags {
                instruments: of_text.main,
                source: CueSource::Text,
            };
        }
        for part in heading.rsplit(HEADING_SEPARATOR) {
            let of_heading = self.read(part, CuePlace::Heading, scratch);
            let instruments = if of_heading.main.is_empty() {
                Vec::from_iter(of_heading.side)
            } else {
                of_heading.main
            };
            if !instruments.is_empty() {
                return Tags {
                    instruments,
                    source: CueSource::Heading,
                };
            }
        }
        of_text.side.map_or_else(Tags::default, |side| Tags {
            instruments: vec![side],
            source: CueSource::SideCue,
        })
    }

    /// The ids of instruments, joined by `;`.
    pub fn join(&self, instruments: &[usize]) -> String {
        let ids = instruments.iter().filter_map(|i| self.ids.get(*i));
        ids.map(String::as_str).collect::<Vec<_>>().join(";")
    }

    /// What the cues of `text` say that count at `place`.
    fn read(&self, text: &str, place: CuePlace, scratch: &mut TagScratch) -> Verdict {
        if text.is_empty() {
            return Verdict::default();
        }
        let TagScratch { found, terms, .. } = scratch;
        found.resize(self.cues.len(), None);
        self.finder.find(&normal_form(text), |term, start| {
            note(found, terms, term, start);
        });
        self.verdict(place, scratch)
    }

    /// What the terms found say, which are forgotten.
    fn verdict(&self, place: CuePlace, scratch: &mut TagScratch) -> Verdict {
        let TagScratch { found, terms, .. } = scratch;
        let verdict = self.judge(place, found, terms);
        for term in terms.drain(..) {
            if let Some(first) = found.get_mut(term) {
                *first = None;
            }
        }
        verdict
    }

    fn judge(&self, place: CuePlace, found: &[Option<usize>], terms: &[usize]) -> Verdict {
        let stands = |term: &usize| found.get(*term).copied().flatten();
        let mut main = Vec::new();
        let mut side: Option<(usize, usize)> = None;
        for term in terms {
            for cue in self.cues.get(*term).into_iter().flatten() {
                let counts = (cue.place == CuePlace::Anywhere || cue.place == place)
                    && (cue.with.is_empty() || cue.with.iter().any(|term| stands(term).is_some()))
                    && !cue.without.iter().any(|term| stands(term).is_some());
                match (cue.rank, stands(term)) {
                    (CueRank::Main, _) if counts => main.push(cue.instrument),
                    (CueRank::Side, Some(start)) if counts => {
                        let new = (start, cue.instrument);
                        side = Some(side.map_or(new, |first| first.min(new)));
                    }
                    _ => {}
                }
            }
        }
        main.sort_unstable();
        main.dedup();
        Verdict {
            main,
            side: side.map(|(_, instrument)| instrument),
        }
    }
}

/// Notes that a term stands at `start`.
fn note(found: &mut [Option<usize>], terms: &mut Vec<usize>, term: usize, start: usize) {
    if let Some(first) = found.get_mut(term) {
        if first.is_none() {
            terms.push(term);
        }
        *first = Some(first.map_or(start, |first: usize| first.min(start)));
    }
}

/// The place of a term in the list, at its end where it is new.
fn number_of(terms: &mut Vec<CueTerm>, cues: &mut Vec<Vec<Cue>>, term: &CueTerm) -> usize {
    let known = terms.iter().position(|known| known == term);
    known.unwrap_or_else(|| {
        terms.push(term.clone());
        cues.push(Vec::new());
        terms.len() - 1
    })
}

/// The text with its accents inside their letters and without soft hyphens: in Dutch, without a
/// combining accent (U+0300 to U+036F) or a soft hyphen it is so already.
fn normal_form(text: &str) -> Cow<'_, str> {
    // The combining marks, which begin with these bytes, and the soft hyphen.
    let bytes = text.as_bytes();
    let may_differ = memchr::memchr2(0xCC, 0xCD, bytes).is_some()
        || memchr::memmem::find(bytes, "\u{AD}".as_bytes()).is_some();
    if may_differ {
        text.chars().filter(|c| *c != '\u{AD}').nfc().collect()
    } else {
        Cow::Borrowed(text)
    }
}
