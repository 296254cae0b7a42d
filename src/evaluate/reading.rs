//! How well sources are read: attribution, foreign words, lost words, boundaries.
//!
//! The unit is the word of the source: a run without white space, placed by its first byte. A word
//! lies in a passage where its first byte is inside the passage's span and no edit drops it.

use std::collections::BTreeMap;

use crate::attribute::AttributedText;
use crate::corpus::{Actor, DocumentId, LineKind, Passage, PassageId, Role, SeedLine, Span};

/// A hand-coded passage: place and speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldSpeaker {
    /// Place.
    pub id: PassageId,
    /// Who speaks.
    pub actor: Actor,
    /// What the speaker does.
    pub role: Role,
    /// The text that was coded. Lines inside the place most of whose words are not in it, such as
    /// a heading at the end, were not coded.
    pub text: String,
}

/// A hand-coded passage some words of which are lost or given to somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// The passage.
    pub id: PassageId,
    /// Its words.
    pub n_words: usize,
    /// Those that lie in a passage of the same actor and role.
    pub n_right: usize,
    /// The speaker as coded.
    pub expected: String,
    /// The speakers found instead, with the number of their words.
    pub found: BTreeMap<String, usize>,
}

/// A line of speech that lost words, or another line some words of which are in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFault {
    /// The document.
    pub document_id: DocumentId,
    /// Number of the line, from 1.
    pub line: usize,
    /// What it is.
    pub kind: LineKind,
    /// Words of the line that are where they should not be, or are not where they should be.
    pub n_words: usize,
    /// The line.
    pub text: String,
}

/// The scores of a reading. All counts are words of the source, but those of boundaries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadingScores {
    /// Words of the hand-coded passages, headings and footnotes inside them left out.
    pub n_gold: usize,
    /// Those that lie in a passage of the same actor and role.
    pub n_right: usize,
    /// Hand-coded passages with a word elsewhere.
    pub misses: Vec<Miss>,
    /// Words in passages.
    pub n_in_passages: usize,
    /// Those that stand on lines which are not speech.
    pub n_foreign: usize,
    /// Words on lines of speech.
    pub n_body: usize,
    /// Those that lie in no passage.
    pub n_lost: usize,
    /// The lines with foreign or lost words.
    pub line_faults: Vec<LineFault>,
    /// Ends of hand-coded passages.
    pub n_gold_ends: usize,
    /// Ends of passages.
    pub n_ends: usize,
    /// Ends of passages at which a hand-coded passage ends.
    pub n_shared_ends: usize,
}

/// Scores the passages of one document against hand-coded passages and lines of the same one.
pub fn score_document(
    text: &AttributedText,
    passages: &[Passage],
    gold: &[GoldSpeaker],
    lines: &[SeedLine],
) -> ReadingScores {
    let words = words_of(text, passages, lines);
    let mut scores = ReadingScores::default();
    score_speakers(
        &text.text.source().text,
        &words,
        passages,
        gold,
        &mut scores,
    );
    score_lines(text, &words, lines, &mut scores);
    score_ends(&words, passages, gold, &mut scores);
    scores
}

impl ReadingScores {
    /// Adds the scores of another document.
    pub fn add(&mut self, other: Self) {
        self.n_gold += other.n_gold;
        self.n_right += other.n_right;
        self.misses.extend(other.misses);
        self.n_in_passages += other.n_in_passages;
        self.n_foreign += other.n_foreign;
        self.n_body += other.n_body;
        self.n_lost += other.n_lost;
        self.line_faults.extend(other.line_faults);
        self.n_gold_ends += other.n_gold_ends;
        self.n_ends += other.n_ends;
        self.n_shared_ends += other.n_shared_ends;
    }

    /// Share of the gold words attributed to the right actor in the right role, 0 to 1.
    pub fn right_share(&self) -> f64 {
        share(self.n_right, self.n_gold)
    }

    /// Share of the words in passages that are not speech, 0 to 1.
    pub fn foreign_share(&self) -> f64 {
        share(self.n_foreign, self.n_in_passages)
    }

    /// Share of the words of speech that lie in no passage, 0 to 1.
    pub fn lost_share(&self) -> f64 {
        share(self.n_lost, self.n_body)
    }

    /// Share of the passages' ends that are hand-coded ends, 0 to 1.
    pub fn boundary_precision(&self) -> f64 {
        share(self.n_shared_ends, self.n_ends)
    }

    /// Share of the hand-coded ends found, 0 to 1.
    pub fn boundary_recall(&self) -> f64 {
        share(self.n_shared_ends, self.n_gold_ends)
    }

    /// The lowest share of right words of any hand-coded passage, 0 to 1.
    pub fn worst_passage(&self) -> f64 {
        self.misses
            .iter()
            .map(|miss| share(miss.n_right, miss.n_words))
            .fold(1.0, f64::min)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// A word of the source.
struct Word {
    span: Span,
    /// Index of the line, from 0.
    line: usize,
    /// Index of the passage in which it lies.
    passage: Option<usize>,
    /// Whether its line is coded as speech, or not coded at all.
    is_body: bool,
}

fn words_of(text: &AttributedText, passages: &[Passage], lines: &[SeedLine]) -> Vec<Word> {
    let source = text.text.source().text.as_str();
    let document_id = &text.text.source().document.id;
    let kinds: BTreeMap<usize, LineKind> = lines
        .iter()
        .filter(|line| line.document_id == *document_id)
        .map(|line| (line.line, line.kind))
        .collect();
    let mut words = Vec::new();
    let mut start_of_line = 0;
    for (line, content) in source.split_inclusive('\n').enumerate() {
        let is_body = kinds
            .get(&(line + 1))
            .is_none_or(|kind| *kind == LineKind::Body);
        for word in content.split_whitespace() {
            let start = start_of_line + (word.as_ptr() as usize - content.as_ptr() as usize);
            let span = Span::new(start, start + word.len());
            words.push(Word {
                span,
                line,
                passage: passage_at(text, passages, span),
                is_body,
            });
        }
        start_of_line += content.len();
    }
    words
}

/// The passage in which a word lies.
fn passage_at(text: &AttributedText, passages: &[Passage], word: Span) -> Option<usize> {
    let next = passages.partition_point(|passage| passage.id.span.start <= word.start);
    let index = next.checked_sub(1)?;
    let is_inside = word.start < passages.get(index)?.id.span.end;
    let edits = text.text.edits();
    let edit = edits.partition_point(|edit| edit.span.end <= word.start);
    let is_dropped = edits.get(edit).is_some_and(|edit| edit.span.contains(word));
    (is_inside && !is_dropped).then_some(index)
}

/// The words of a place that were coded: those on lines of speech at least half of whose words
/// stand in the coded text, each word of which is used once.
fn coded_words<'w>(
    inside: impl Iterator<Item = &'w Word>,
    source: &str,
    text: &str,
) -> Vec<&'w Word> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for word in text.split_whitespace() {
        *left.entry(bare(word)).or_default() += 1;
    }
    let body: Vec<&Word> = inside.filter(|word| word.is_body).collect();
    body.chunk_by(|a, b| a.line == b.line)
        .filter(|line| {
            let mut n_found = 0;
            for word in *line {
                let word = source.get(word.span.range()).map_or("", bare);
                if let Some(n) = left.get_mut(word).filter(|n| **n > 0) {
                    *n -= 1;
                    n_found += 1;
                }
            }
            2 * n_found >= line.len()
        })
        .flatten()
        .copied()
        .collect()
}

/// A word without the signs around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphabetic())
}

fn score_speakers(
    source: &str,
    words: &[Word],
    passages: &[Passage],
    gold: &[GoldSpeaker],
    scores: &mut ReadingScores,
) {
    for coded in gold {
        let first = words.partition_point(|word| word.span.start < coded.id.span.start);
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        let (mut n_words, mut n_right) = (0, 0);
        let inside = words[first..]
            .iter()
            .take_while(|word| word.span.start < coded.id.span.end);
        for word in coded_words(inside, source, &coded.text) {
            n_words += 1;
            match word.passage.and_then(|i| passages.get(i)) {
                Some(passage) if passage.actor == coded.actor && passage.role == coded.role => {
                    n_right += 1;
                }
                Some(passage) => {
                    *found
                        .entry(format!("{}, {}", passage.actor, passage.role))
                        .or_default() += 1;
                }
                None => *found.entry("nobody".to_owned()).or_default() += 1,
            }
        }
        scores.n_gold += n_words;
        scores.n_right += n_right;
        if n_right < n_words {
            let expected = format!("{}, {}", coded.actor, coded.role);
            scores.misses.push(Miss {
                id: coded.id.clone(),
                n_words,
                n_right,
                expected,
                found,
            });
        }
    }
}

fn score_lines(
    text: &AttributedText,
    words: &[Word],
    lines: &[SeedLine],
    scores: &mut ReadingScores,
) {
    let source = text.text.source();
    let contents: Vec<&str> = source.text.split('\n').collect();
    scores.n_in_passages += words.iter().filter(|word| word.passage.is_some()).count();
    for line in lines
        .iter()
        .filter(|line| line.document_id == source.document.id)
    {
        let index = line.line.saturating_sub(1);
        let first = words.partition_point(|word| word.line < index);
        let on_line = || words[first..].iter().take_while(|word| word.line == index);
        let is_body = line.kind == LineKind::Body;
        let n_words = on_line()
            .filter(|word| word.passage.is_some() != is_body)
            .count();
        if is_body {
            scores.n_body += on_line().count();
            scores.n_lost += n_words;
        } else {
            scores.n_foreign += n_words;
        }
        if n_words > 0 {
            scores.line_faults.push(LineFault {
                document_id: line.document_id.clone(),
                line: line.line,
                kind: line.kind,
                n_words,
                text: contents
                    .get(index)
                    .map_or("", |content| content.trim())
                    .to_owned(),
            });
        }
    }
}

/// Ends are compared by the last word inside, so that white space and marks do not matter.
fn score_ends(
    words: &[Word],
    passages: &[Passage],
    gold: &[GoldSpeaker],
    scores: &mut ReadingScores,
) {
    let last_word = |span: Span| {
        let behind = words.partition_point(|word| word.span.start < span.end);
        words[..behind].iter().rposition(|word| word.is_body)
    };
    let ends: std::collections::BTreeSet<_> = passages
        .iter()
        .filter_map(|passage| last_word(passage.id.span))
        .collect();
    let gold_ends: std::collections::BTreeSet<_> = gold
        .iter()
        .filter_map(|coded| last_word(coded.id.span))
        .collect();
    scores.n_ends += ends.len();
    scores.n_gold_ends += gold_ends.len();
    scores.n_shared_ends += ends.intersection(&gold_ends).count();
}
