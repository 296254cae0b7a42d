//! A corpus as read, scored against hand-coded passages and lines.

use std::path::Path;

use super::{Coded, Reading};
use crate::Error;
use crate::corpus::{Codebook, SeedLine, read_seed_lines};
use crate::evaluate::{GoldSpeaker, ReadingScores, score_document};
use crate::table::open_csv;

/// Hand-coded passages and lines.
#[derive(Debug)]
pub struct ReadingReference {
    speakers: Vec<GoldSpeaker>,
    lines: Vec<SeedLine>,
}

impl ReadingReference {
    /// Loads a gold file with actors, roles and places, and optionally the kinds of lines.
    ///
    /// # Errors
    /// Where a file cannot be read or is faulty, or no passage has place, actor and role.
    pub fn load(gold: &Path, lines: Option<&Path>, codebook: &Codebook) -> Result<Self, Error> {
        let coded = Coded::load(&[gold], &[] as &[&Path], codebook)?;
        let speakers: Vec<GoldSpeaker> = coded
            .gold
            .into_iter()
            .filter_map(|p| {
                Some(GoldSpeaker {
                    id: p.place?,
                    actor: p.actor?,
                    role: p.role?,
                    text: p.text,
                })
            })
            .collect();
        if speakers.is_empty() {
            return Err(Error::Usage {
                message: format!(
                    "{}: no passage has a place, an actor and a role",
                    gold.display()
                ),
                help: "give the columns passage_id (document_id:start-end), actor and role"
                    .to_owned(),
            });
        }
        let lines = match lines {
            None => Vec::new(),
            Some(path) => {
                let place = path.display().to_string();
                read_seed_lines(open_csv(path)?, &place)?
            }
        };
        Ok(Self { speakers, lines })
    }
}

/// Scores every document of a reading that the reference knows.
pub fn score_reading(reading: &Reading, reference: &ReadingReference) -> ReadingScores {
    let mut scores = ReadingScores::default();
    for text in &reading.texts {
        let id = &text.text.source().document.id;
        let is_here = |speaker: &&GoldSpeaker| speaker.id.document_id == *id;
        let speakers: Vec<GoldSpeaker> =
            reference.speakers.iter().filter(is_here).cloned().collect();
        if speakers.is_empty() {
            continue;
        }
        let passages: Vec<_> = reading
            .passages
            .iter()
            .filter(|passage| passage.id.document_id == *id)
            .cloned()
            .collect();
        let lines: Vec<_> = reference
            .lines
            .iter()
            .filter(|line| line.document_id == *id)
            .cloned()
            .collect();
        scores.add(score_document(text, &passages, &speakers, &lines));
    }
    scores
}
