//! From a labelled table to shares and contrasts of actors.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::sync::Arc;

use crate::Error;
use crate::audit::{FrameHash, FrameRow};
use crate::compare::{
    CompareError, CompareSettings, Drawn, DrawnStratum, Facts, Gold, JointRule, LabelledFact,
};
use crate::corpus::{Actor, Cabinets, Codebook, GoldPassage, PartialDate, PassageId, Standing};
use crate::duplicates::{Owner, repeats_among};
use crate::label::OutsideCount;
use crate::store::to_hex;
use crate::table::TableReader;

use super::comparison_design::{Codings, Origin, n_drawn_and_missing, n_mixed, settings};
use super::joining::GoldIndex;
use super::joint_names::unify_joint_actors;
use super::labelled_rows::{
    LabelledRows, PredictionOrigin, ReadRequest, RowNotes, read_labelled_rows, temporary_file,
};
use super::refitting::refit;
use super::word_sample::WordSample;
use super::{CompareRequest, WordsRequest};

/// The passages of a labelled table, ready to be compared.
#[derive(Debug)]
pub struct Comparison {
    /// The passages, repeated ones included, in the order of the table.
    pub facts: Facts,
    /// What they mean.
    pub settings: CompareSettings,
    /// Passages that the model does not know about; none counted where the table has no
    /// `label_reason`.
    pub outside: OutsideCount,
    /// Coded passages that no passage of the table joins.
    pub unjoined: Vec<String>,
    /// Krippendorff's alpha of the coders, where the gold tells.
    pub alpha: Option<f64>,
    /// The limits of its interval.
    pub alpha_limits: Option<(f64, f64)>,
    /// Sampling units that were drawn, and those of them that nobody coded, in strata of which some
    /// are coded.
    pub n_drawn_and_missing: (usize, usize),
    /// Drawn passages whose prediction comes from another model than that of passages that nobody
    /// coded.
    pub n_mixed: usize,
    /// Passages of the chair of a sitting, which are not compared.
    pub n_chair: usize,
    /// The documents whose words are compared.
    pub(super) word_sample: WordSample,
    /// How framing terms are found.
    pub(super) words: WordsRequest,
    /// Whether the table had a probability of each class.
    pub(super) has_probabilities: bool,
}

impl Comparison {
    /// Frees the passages, once all tables are written.
    pub(super) fn forget_passages(&mut self) {
        self.facts = Facts::new(0);
        self.word_sample = WordSample::new(0);
    }
}

/// Compares the actors of a labelled table; passages that the gold joins also count as coded. The
/// table is read once, and its texts are not held.
///
/// # Errors
/// Where the table lacks `text` or `predicted_stance`, has a class that the codebook does not
/// know, or is not the one from which the coded passages were drawn.
pub fn compare<R: Read>(
    table: TableReader<R>,
    request: &CompareRequest<'_>,
) -> Result<Comparison, Error> {
    let index = GoldIndex::of(request.gold);
    let mut read = read_labelled_rows(
        table,
        &ReadRequest {
            codebook: request.codebook,
            tagger: request.tagger,
            gold: &index,
            has_frame: frame_hashes(request.gold).next().is_some(),
            keeps_texts: request.refit.is_some(),
            monitor: request.monitor,
        },
    )?;
    let n_folds = match &request.refit {
        Some(how) => Some(refit(&mut read, request.codebook, how)?),
        None => None,
    };
    let repeats = repeats(&read).map_err(temporary_file)?;
    check_frame(&read, &repeats, request.gold)?;
    let has_coded_instruments = use_coded_instruments(&read.notes, request.gold, request.codebook);
    complete(&mut read, &repeats, request, has_coded_instruments).map_err(temporary_file)?;
    let LabelledRows { facts, notes, .. } = read;
    Ok(Comparison {
        settings: settings(
            request,
            &Codings::of(&notes, request.gold),
            &Origin {
                n_folds,
                has_coded_instruments,
            },
        ),
        n_mixed: if n_folds.is_none() {
            n_mixed(&notes, request.gold)
        } else {
            0
        },
        facts,
        outside: read.outside,
        unjoined: unjoined(&notes, request.gold),
        n_drawn_and_missing: n_drawn_and_missing(request.gold),
        alpha: request.meta.alpha,
        alpha_limits: request.meta.alpha_limits,
        words: request.words.clone(),
        word_sample: read.words,
        has_probabilities: read.has_probabilities,
        n_chair: read.n_chair,
    })
}

/// Gives the passages what they lack: one name for joint actors, what they repeat, standings and
/// codings.
fn complete(
    read: &mut LabelledRows,
    repeats: &[Option<usize>],
    request: &CompareRequest<'_>,
    has_coded_instruments: bool,
) -> io::Result<()> {
    if request.joint == JointRule::Own {
        unify_joint_actors(&mut read.facts, &read.in_documents)?;
    }
    let mut originals: BTreeMap<usize, Box<str>> = BTreeMap::new();
    for (&place, original) in read.copies.passages.iter().zip(repeats) {
        if let Some(original) = original.map(|original| read.facts.get(original)) {
            let id = original?.map(|original| original.passage_id.into());
            originals.extend(id.map(|id| (place, id)));
        }
    }
    let notes = &read.notes;
    read.facts.change(|row, fact| {
        fact.duplicate_of = originals.remove(&row);
        fact.standing = standing(fact, request.cabinets);
        fact.is_in_sample = notes.origins.get(row) == Some(&PredictionOrigin::InSample);
        let coded = notes.gold.get(&row).and_then(|&i| request.gold.get(i));
        fact.gold = coded.map(|coded| Box::new(gold_of(coded)));
        if let Some(coded) = coded.filter(|_| has_coded_instruments) {
            fact.instruments = coded_instruments(coded, request.codebook);
        }
    })
}

fn standing(fact: &LabelledFact, cabinets: Option<&Cabinets>) -> Standing {
    match (cabinets, fact.date) {
        (Some(cabinets), Some(date)) => cabinets.standing(&fact.actor, date),
        _ => Standing::Unknown,
    }
}

/// The coded passages without a row.
fn unjoined(notes: &RowNotes, gold: &[GoldPassage]) -> Vec<String> {
    let joined: BTreeSet<usize> = notes.gold.values().copied().collect();
    let all = gold.iter().enumerate();
    all.filter(|(i, _)| !joined.contains(i))
        .map(|(_, coded)| coded.passage_id.clone())
        .collect()
}

/// For each passage that has copies the one that it repeats, within its actor: as in the frame of a
/// sample, so that every drawn passage counts.
fn repeats(read: &LabelledRows) -> io::Result<Vec<Option<usize>>> {
    let passages = &read.copies.passages;
    let mut owners: Vec<(Option<PassageId>, Option<PartialDate>, Actor)> =
        Vec::with_capacity(passages.len());
    for &place in passages {
        let fact = read.facts.get(place)?;
        let mut id: Option<PassageId> = fact.as_ref().and_then(|f| f.passage_id.parse().ok());
        let last = owners.last().and_then(|(last, ..)| last.as_ref());
        if let (Some(id), Some(last)) = (&mut id, last)
            && id.document_id == last.document_id
        {
            // Passages of a document share its name.
            id.document_id = last.document_id.clone();
        }
        let date = fact.as_ref().and_then(|fact| fact.date);
        owners.push((
            id,
            date,
            fact.map_or_else(Actor::unknown, |fact| fact.actor),
        ));
    }
    Ok(repeats_among(&read.copies, |i| {
        let owner = passages.binary_search(&i).ok();
        let owner = owner.and_then(|place| owners.get(place));
        Owner {
            place: owner.and_then(|(id, ..)| id.clone()),
            date: owner.and_then(|(_, date, _)| *date),
            name: owner.map_or("", |(.., actor)| actor.as_str()),
        }
    }))
}

/// The hashes of the frames that coded passages were drawn from.
fn frame_hashes(gold: &[GoldPassage]) -> impl Iterator<Item = &str> {
    let drawings = gold.iter().filter_map(|coded| coded.drawing.as_ref());
    drawings
        .map(|drawing| drawing.frame_hash.as_str())
        .filter(|hash| !hash.is_empty())
}

/// Inclusion probabilities hold for the frame that they were drawn from, and for no other table.
fn check_frame(
    read: &LabelledRows,
    repeats: &[Option<usize>],
    gold: &[GoldPassage],
) -> Result<(), Error> {
    let mut hashes = frame_hashes(gold).peekable();
    if hashes.peek().is_none() {
        return Ok(());
    }
    let of_copies = read.copies.passages.iter().zip(repeats);
    let left_out: BTreeSet<usize> = of_copies
        .filter(|(_, original)| original.is_some())
        .map(|(&place, _)| place)
        .collect();
    let mut kept: Vec<(String, usize)> = Vec::new();
    let visited = read.facts.visit(|place, fact| {
        if !left_out.contains(&place) {
            kept.push((fact.passage_id.clone(), place));
        }
    });
    visited.map_err(temporary_file)?;
    kept.sort_unstable();
    let mut hash = FrameHash::new()?;
    for (_, place) in kept {
        let fact = read.facts.get(place).map_err(temporary_file)?;
        if let (Some(fact), Some(frame)) = (fact, read.notes.frames.get(place)) {
            hash.add(&FrameRow {
                passage_id: &fact.passage_id,
                document_id: &fact.document_id,
                actor: &frame.actor,
                role: &frame.role,
                date: &frame.date,
                group: &fact.group,
                n_words: fact.n_words,
                text_sha256: to_hex(&frame.text_sha256),
            })?;
        }
    }
    let own = hash.finish()?;
    let short = |hash: &str| hash.chars().take(12).collect::<String>();
    match hashes.find(|hash| *hash != own) {
        None => Ok(()),
        Some(other) => Err(CompareError::OtherFrame {
            found: short(other),
            expected: short(&own),
        }
        .into()),
    }
}

/// Coded instruments go before tagged ones where every passage has been coded and the coders gave
/// instruments.
fn use_coded_instruments(notes: &RowNotes, gold: &[GoldPassage], codebook: &Codebook) -> bool {
    let mut coded = notes.gold.values().filter_map(|&i| gold.get(i));
    !codebook.instruments().is_empty()
        && notes.gold.len() == notes.origins.len()
        && coded.any(|coded| !coded.instruments.is_empty())
}

fn coded_instruments(coded: &GoldPassage, codebook: &Codebook) -> Arc<[usize]> {
    let instruments = codebook.instruments().iter().enumerate();
    instruments
        .filter(|(_, instrument)| coded.instruments.contains(&instrument.id))
        .map(|(place, _)| place)
        .collect()
}

fn gold_of(coded: &GoldPassage) -> Gold {
    let drawn = coded.drawing.as_ref().map(|drawing| Drawn {
        pi: drawing.pi,
        stratum: drawing
            .stratum
            .as_ref()
            .map(|(name, n_units)| DrawnStratum {
                name: name.clone(),
                n_units: *n_units,
            }),
        by_document: drawing.by_document,
        from_frame: !drawing.frame_hash.is_empty(),
    });
    Gold {
        class: coded.stance,
        drawn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::LimitRules;
    use crate::corpus::GoldMeta;
    use crate::table::TableSettings;

    #[test]
    fn the_first_of_two_copies_is_the_one_of_the_earlier_document() {
        let text = "Het kabinet vindt dat lidstaten asielzoekers eerlijk over alle landen van de \
                    Unie moeten verdelen en vraagt om voortgang op elk onderdeel";
        let table = format!(
            "passage_id,document_id,date,actor,text,predicted_stance\n\
             a:0-9,a,2024-05,VVD,{text},none\nb:0-9,b,2022-12,VVD,{text},none\n\
             c:0-9,c,2024-05,CDA,{text},none\n"
        );
        let table = TableReader::new(table.as_bytes(), "t.csv", &TableSettings::default()).unwrap();
        let request = CompareRequest {
            codebook: &Codebook::built_in(),
            tagger: None,
            gold: &[],
            meta: &GoldMeta::unstated(),
            joint: JointRule::Own,
            rules: LimitRules::default(),
            seed: 1,
            cabinets: None,
            words: WordsRequest::default(),
            refit: None,
            monitor: None,
        };
        let comparison = compare(table, &request).unwrap();
        let mut copies = Vec::new();
        let visited = comparison
            .facts
            .visit(|_, fact| copies.push(fact.duplicate_of.clone()));
        visited.unwrap();
        assert_eq!(copies, [Some("b:0-9".into()), None, None]);
    }

    #[test]
    fn parties_that_speak_as_one_are_one_actor_whoever_is_named_first() {
        let table = "passage_id,document_id,actor,text,predicted_stance\n\
                     a:0-9,a,GroenLinks+PvdA,Asiel is een recht van mensen,none\n\
                     b:0-9,b,PvdA+GroenLinks,Grenzen zijn van alle landen,none\n";
        let of = |joint| -> Vec<String> {
            let table =
                TableReader::new(table.as_bytes(), "t.csv", &TableSettings::default()).unwrap();
            let codebook = Codebook::built_in();
            let request = CompareRequest {
                codebook: &codebook,
                tagger: None,
                gold: &[],
                meta: &GoldMeta::unstated(),
                joint,
                rules: LimitRules::default(),
                seed: 1,
                cabinets: None,
                words: WordsRequest::default(),
                refit: None,
                monitor: None,
            };
            let facts = compare(table, &request).unwrap().facts;
            let mut actors = Vec::new();
            facts
                .visit(|_, fact| actors.push(fact.actor.to_string()))
                .unwrap();
            actors
        };
        assert_eq!(of(JointRule::Own), ["GroenLinks+PvdA"; 2]);
        assert_eq!(of(JointRule::First), ["GroenLinks+PvdA", "PvdA+GroenLinks"]);
    }
}
