//! Wordscores of actors: those whom experts have placed are the references of the others.

use std::collections::BTreeMap;

use super::wordscores::{
    Rescaling, TextScore, WordCounts, Wordscores, lbg_rescaling, mv_rescaling,
};
use crate::features::{NameSettings, NameSpotter};
use crate::metrics::spearman;
use crate::text::{Stemmer, TokenKind, Tokenizer};

/// The words of one actor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActorWords {
    /// Passages counted.
    pub n_passages: usize,
    /// Words counted, names and numbers left out.
    pub n_words: u64,
    /// How often each stem stands there.
    pub stems: WordCounts,
}

/// Counts the stems of passages, names of parties and persons left out: they tell who speaks.
#[derive(Debug)]
pub struct WordCounter {
    names: NameSpotter,
    stemmer: Stemmer,
    actors: BTreeMap<String, ActorWords>,
}

/// What a text was to the scores that it got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextKind {
    /// Its own words helped to score the words: says nothing about how well that works.
    Reference,
    /// Scored as if its place were unknown, by the other references: shows how well it works.
    LeftOut,
    /// Experts have not placed it, or it has too few words to be a reference.
    Virgin,
}

impl TextKind {
    /// Every kind, in the order of the table.
    pub const ALL: [Self; 3] = [Self::Reference, Self::LeftOut, Self::Virgin];

    /// The kind as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::LeftOut => "left-out",
            Self::Virgin => "virgin",
        }
    }
}

/// What is asked of the texts.
#[derive(Debug, Clone, PartialEq)]
pub struct WordscoresSettings {
    /// Words that an actor must have; below, it is neither reference nor scored.
    pub min_words: u64,
    /// Survey, year and dimension of the positions, for people.
    pub positions_name: String,
    /// How the passages came about, in words.
    pub design: String,
}

/// A score with its two rescalings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlacedScore {
    /// As it came out.
    pub score: TextScore,
    /// Rescaled after Laver, Benoit & Garry (2003).
    pub lbg: Option<f64>,
    /// Rescaled after Martin & Vanberg (2008).
    pub mv: Option<f64>,
    /// The standard error of `mv`.
    pub mv_standard_error: Option<f64>,
}

/// One row of `wordscores.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct WordscoreRow {
    /// The actor.
    pub actor: String,
    /// What its text was.
    pub kind: TextKind,
    /// Where experts place it.
    pub expert_position: Option<f64>,
    /// Where its words place it, or why they do not.
    pub placed: Result<PlacedScore, String>,
    /// The mean position of the references: where a text lies whose words tell nothing. `None`
    /// without references.
    pub reference_mean: Option<f64>,
    /// Its passages.
    pub n_passages: usize,
    /// Its words.
    pub n_words: u64,
    /// References whose words scored the words.
    pub n_references: usize,
}

/// Fewer references make no line.
const MIN_REFERENCES: usize = 2;

impl WordCounter {
    /// A counter that leaves out these names.
    pub fn new(names: Option<&NameSettings>) -> Self {
        Self {
            names: NameSpotter::new(names),
            stemmer: Stemmer::default(),
            actors: BTreeMap::new(),
        }
    }

    /// Counts a passage of `actor`. The order of passages does not matter.
    pub fn add(&mut self, actor: &str, text: &str) {
        let mut names = self.names.find(text).into_iter().peekable();
        let words = self.actors.entry(actor.to_owned()).or_default();
        words.n_passages += 1;
        let stemmer = &mut self.stemmer;
        Tokenizer::default().visit(text, |token| {
            if names.next_if_eq(&token.span).is_some() || token.kind != TokenKind::Word {
                return;
            }
            words.n_words += 1;
            let stem = stemmer.stem(token.text);
            match words.stems.get_mut(stem) {
                Some(count) => *count += 1,
                None => {
                    words.stems.insert(stem.to_owned(), 1);
                }
            }
        });
    }

    /// The words of every actor.
    pub fn finish(self) -> BTreeMap<String, ActorWords> {
        self.actors
    }
}

/// Places actors by their words (see [`Wordscores`]): those with an expert's position and enough
/// words are references; every reference is also scored by the others alone. Rows by actor, the
/// left-out score of a reference below its own.
///
/// Scores of all actors with enough words are rescaled together. The line of Martin & Vanberg goes
/// through the references with the lowest and the highest position, the first by name of several.
pub fn place_by_words(
    actors: &BTreeMap<String, ActorWords>,
    positions: &BTreeMap<String, f64>,
    settings: &WordscoresSettings,
) -> Vec<WordscoreRow> {
    let texts: Vec<Text<'_>> = actors
        .iter()
        .map(|(actor, words)| Text {
            actor,
            words,
            position: positions.get(actor).copied(),
            has_enough: words.n_words >= settings.min_words.max(1),
        })
        .collect();
    let all = Scale::of(&texts, None);
    let mut rows = Vec::new();
    for text in &texts {
        let kind = if text.is_reference() {
            TextKind::Reference
        } else {
            TextKind::Virgin
        };
        rows.push(text.row(kind, &all, settings));
        if text.is_reference() {
            let others = Scale::of(&texts, Some(text.actor));
            rows.push(text.row(TextKind::LeftOut, &others, settings));
        }
    }
    rows
}

/// The rank correlation (Spearman) of left-out scores with experts' positions, and over how many
/// actors: how well words place an actor whose place is not known. `None` for fewer than three.
///
/// A raw score shrinks to the mean position of its references, and that mean falls when an actor of
/// a high position is left out: raw scores of words that tell nothing correlate with the experts at
/// −1. So the mean is taken off before. What is left is not wholly fair either, since references
/// with many words pull more.
pub fn left_out_correlation(rows: &[WordscoreRow]) -> Option<(f64, usize)> {
    let shift = |row: &WordscoreRow| {
        let placed = row.placed.as_ref().ok()?;
        Some((placed.score.raw - row.reference_mean?, row.expert_position?))
    };
    let left_out = rows.iter().filter(|row| row.kind == TextKind::LeftOut);
    let (shifts, experts): (Vec<f64>, Vec<f64>) = left_out.filter_map(shift).unzip();
    if shifts.len() < 3 {
        return None;
    }
    Some((spearman(&shifts, &experts)?, shifts.len()))
}

/// An actor with what is known of it.
struct Text<'a> {
    actor: &'a str,
    words: &'a ActorWords,
    position: Option<f64>,
    has_enough: bool,
}

/// Word scores and the lines that rescale what they give.
struct Scale {
    n_references: usize,
    reference_mean: Option<f64>,
    scores: Option<Wordscores>,
    lbg: Option<Rescaling>,
    mv: Option<Rescaling>,
}

impl Text<'_> {
    fn is_reference(&self) -> bool {
        self.has_enough && self.position.is_some()
    }

    fn row(&self, kind: TextKind, scale: &Scale, settings: &WordscoresSettings) -> WordscoreRow {
        WordscoreRow {
            actor: self.actor.to_owned(),
            kind,
            expert_position: self.position,
            reference_mean: scale.reference_mean,
            placed: self.placed(scale, settings),
            n_passages: self.words.n_passages,
            n_words: self.words.n_words,
            n_references: scale.n_references,
        }
    }

    fn placed(&self, scale: &Scale, settings: &WordscoresSettings) -> Result<PlacedScore, String> {
        if !self.has_enough {
            return Err(format!("fewer than {} words", settings.min_words.max(1)));
        }
        let Some(scores) = &scale.scores else {
            return Err(format!(
                "fewer than {MIN_REFERENCES} reference actors at different positions"
            ));
        };
        let Some(score) = scores.score(&self.words.stems) else {
            return Err("no word in common with a reference actor".to_owned());
        };
        Ok(PlacedScore {
            score,
            lbg: scale.lbg.map(|line| line.apply(score.raw)),
            mv: scale.mv.map(|line| line.apply(score.raw)),
            mv_standard_error: scale
                .mv
                .map(|line| line.apply_to_error(score.standard_error)),
        })
    }
}

impl Scale {
    /// The scale of all references but one.
    fn of(texts: &[Text<'_>], left_out: Option<&str>) -> Self {
        let references: Vec<(f64, &WordCounts)> = texts
            .iter()
            .filter(|text| text.is_reference() && Some(text.actor) != left_out)
            .filter_map(|text| Some((text.position?, &text.words.stems)))
            .collect();
        let scores = Wordscores::fit(&references);
        let placed: Vec<(f64, f64)> = scores
            .iter()
            .flat_map(|scores| {
                let raw =
                    |(at, counts): &(f64, &WordCounts)| Some((*at, scores.score(counts)?.raw));
                references.iter().filter_map(raw)
            })
            .collect();
        let raw: Vec<f64> = scores
            .iter()
            .flat_map(|scores| {
                let raw = |text: &Text<'_>| Some(scores.score(&text.words.stems)?.raw);
                texts.iter().filter(|text| text.has_enough).filter_map(raw)
            })
            .collect();
        let positions: Vec<f64> = references.iter().map(|(at, _)| *at).collect();
        let lowest = placed
            .iter()
            .copied()
            .reduce(|a, b| if b.0 < a.0 { b } else { a });
        let highest = placed
            .iter()
            .copied()
            .reduce(|a, b| if b.0 > a.0 { b } else { a });
        Self {
            n_references: references.len(),
            reference_mean: (!positions.is_empty())
                .then(|| positions.iter().sum::<f64>() / positions.len() as f64),
            lbg: lbg_rescaling(&raw, &positions),
            mv: lowest
                .zip(highest)
                .and_then(|(low, high)| mv_rescaling(low, high)),
            scores,
        }
    }
}

#[cfg(test)]
#[path = "wordscores_actors_tests.rs"]
mod tests;
