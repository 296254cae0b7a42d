//! From a labelled table to shares and contrasts of actors.

use std::collections::BTreeMap;
use std::io::Read;

use crate::Error;
use crate::audit::{FrameRow, frame_hash};
use crate::compare::{
    CompareError, CompareSettings, Drawn, DrawnStratum, Gold, JointRule, LabelledFact,
};
use crate::corpus::{Actor, Cabinets, Codebook, GoldPassage, Standing};
use crate::duplicates::{OwnedText, find_repeats};
use crate::label::OutsideCount;
use crate::table::TableReader;

use super::comparison_design::{Origin, n_drawn_and_missing, n_mixed, settings};
use super::joining::GoldIndex;
use super::joint_names::unify_joint_actors;
use super::labelled_rows::{LabelledRow, PredictionOrigin, document_order, read_labelled_rows};
use super::refitting::refit;
use super::{CompareRequest, WordsRequest};

/// The passages of a labelled table, ready to be compared.
#[derive(Debug)]
pub struct Comparison {
    /// The passages, repeated ones included, in the order of the table.
    pub facts: Vec<LabelledFact>,
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
    /// The rows behind the facts, one each.
    pub(super) rows: Vec<LabelledRow>,
    /// How framing terms are found.
    pub(super) words: WordsRequest,
    /// Whether the table had a probability of each class.
    pub(super) has_probabilities: bool,
}

/// Compares the actors of a labelled table; passages that the gold joins also count as coded.
///
/// # Errors
/// Where the table lacks `text` or `predicted_stance`, has a class that the codebook does not
/// know, or is not the one from which the coded passages were drawn.
pub fn compare<R: Read>(
    table: TableReader<R>,
    request: &CompareRequest<'_>,
) -> Result<Comparison, Error> {
    let read = read_labelled_rows(table, request.codebook, request.tagger)?;
    let mut rows = read.rows;
    let (joined, unjoined) = join(&rows, request.gold);
    let n_folds = match &request.refit {
        Some(how) => Some(refit(&mut rows, &joined, request.codebook, how)?),
        None => None,
    };
    let repeats = repeats(&rows);
    check_frame(&rows, &repeats, request.gold)?;
    if request.joint == JointRule::Own {
        unify_joint_actors(&mut rows);
    }
    let coded = |i: usize| {
        joined
            .get(i)
            .copied()
            .flatten()
            .and_then(|g| request.gold.get(g))
    };
    let has_coded_instruments = use_coded_instruments(&rows, coded, request.codebook);
    if has_coded_instruments {
        set_coded_instruments(&mut rows, coded, request.codebook);
    }
    let facts: Vec<LabelledFact> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| LabelledFact {
            standing: standing(row, request.cabinets),
            ..fact(row, coded(i), repeated(&rows, &repeats, i))
        })
        .collect();
    Ok(Comparison {
        settings: settings(
            request,
            &facts,
            &Origin {
                n_folds,
                has_coded_instruments,
            },
        ),
        n_mixed: if n_folds.is_none() {
            n_mixed(&rows, &facts)
        } else {
            0
        },
        facts,
        outside: read.outside,
        unjoined,
        n_drawn_and_missing: n_drawn_and_missing(request.gold),
        alpha: request.meta.alpha,
        alpha_limits: request.meta.alpha_limits,
        words: request.words.clone(),
        has_probabilities: read.has_probabilities,
        n_chair: read.n_chair,
        rows,
    })
}

fn standing(row: &LabelledRow, cabinets: Option<&Cabinets>) -> Standing {
    match (cabinets, row.date()) {
        (Some(cabinets), Some(date)) => cabinets.standing(&Actor::from_name(&row.actor), date),
        _ => Standing::Unknown,
    }
}

/// For each row its coded passage, and the coded passages without a row.
fn join(rows: &[LabelledRow], gold: &[GoldPassage]) -> (Vec<Option<usize>>, Vec<String>) {
    let index = GoldIndex::of(gold);
    let joined: Vec<Option<usize>> = rows
        .iter()
        .map(|row| index.find(&row.passage_id, row.place.as_ref(), &row.text))
        .collect();
    let mut unjoined: BTreeMap<usize, &str> = gold
        .iter()
        .map(|coded| coded.passage_id.as_str())
        .enumerate()
        .collect();
    for i in joined.iter().flatten() {
        unjoined.remove(i);
    }
    (joined, unjoined.into_values().map(str::to_owned).collect())
}

/// Which row each row repeats, within its actor: as in the frame of a sample, so that every drawn
/// passage counts.
fn repeats(rows: &[LabelledRow]) -> Vec<Option<usize>> {
    let order = document_order(rows);
    let texts: Vec<OwnedText<'_>> = order
        .iter()
        .filter_map(|&i| rows.get(i))
        .map(|row| OwnedText {
            place: row.place.as_ref(),
            date: row.date(),
            owner: &row.actor,
            text: &row.text,
        })
        .collect();
    let mut repeats = vec![None; rows.len()];
    for (&i, repeat) in order.iter().zip(find_repeats(&texts)) {
        if let (Some(own), Some(original)) = (repeats.get_mut(i), repeat) {
            *own = order.get(original).copied();
        }
    }
    repeats
}

fn repeated<'a>(
    rows: &'a [LabelledRow],
    repeats: &[Option<usize>],
    row: usize,
) -> Option<&'a LabelledRow> {
    rows.get(repeats.get(row).copied().flatten()?)
}

/// Inclusion probabilities hold for the frame that they were drawn from, and for no other table.
fn check_frame(
    rows: &[LabelledRow],
    repeats: &[Option<usize>],
    gold: &[GoldPassage],
) -> Result<(), Error> {
    let all = || gold.iter().filter_map(|coded| coded.drawing.as_ref());
    let mut hashes = all()
        .map(|d| d.frame_hash.as_str())
        .filter(|hash| !hash.is_empty());
    if hashes.clone().next().is_none() {
        return Ok(());
    }
    let kept = rows
        .iter()
        .zip(repeats)
        .filter(|(_, repeat)| repeat.is_none());
    let own = frame_hash(
        kept.map(|(row, _)| FrameRow {
            passage_id: &row.passage_id,
            document_id: &row.document_id,
            actor: &row.actor,
            role: &row.role,
            date: &row.date,
            group: &row.group,
            n_words: row.n_words,
            text: &row.text,
        })
        .collect(),
    )?;
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
fn use_coded_instruments<'g>(
    rows: &[LabelledRow],
    coded: impl Fn(usize) -> Option<&'g GoldPassage>,
    codebook: &Codebook,
) -> bool {
    let all: Option<Vec<&GoldPassage>> = (0..rows.len()).map(coded).collect();
    !codebook.instruments().is_empty()
        && all.is_some_and(|all| all.iter().any(|coded| !coded.instruments.is_empty()))
}

fn set_coded_instruments<'g>(
    rows: &mut [LabelledRow],
    coded: impl Fn(usize) -> Option<&'g GoldPassage>,
    codebook: &Codebook,
) {
    for (i, row) in rows.iter_mut().enumerate() {
        let Some(coded) = coded(i) else { continue };
        row.instruments = codebook
            .instruments()
            .iter()
            .enumerate()
            .filter(|(_, instrument)| coded.instruments.contains(&instrument.id))
            .map(|(place, _)| place)
            .collect();
    }
}

fn fact(
    row: &LabelledRow,
    coded: Option<&GoldPassage>,
    repeats: Option<&LabelledRow>,
) -> LabelledFact {
    LabelledFact {
        passage_id: row.passage_id.clone(),
        document_id: row.document_id.clone(),
        group: row.group.clone(),
        year: row.date().map(crate::corpus::PartialDate::year),
        actor: Actor::from_name(&row.actor),
        standing: Standing::Unknown,
        role: row.role.parse().ok(),
        instruments: row.instruments.clone(),
        n_words: row.n_words,
        predicted: row.predicted,
        probabilities: row.probabilities.clone(),
        gold: coded.map(|coded| Gold {
            class: coded.stance,
            drawn: coded.drawing.as_ref().map(|drawing| Drawn {
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
            }),
        }),
        duplicate_of: repeats.map(|row| row.passage_id.clone()),
        is_in_sample: row.origin == PredictionOrigin::InSample,
        is_outside: row.is_outside,
        is_certain: row.is_certain,
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
        };
        let comparison = compare(table, &request).unwrap();
        let copies: Vec<_> = comparison
            .facts
            .iter()
            .map(|fact| fact.duplicate_of.as_deref())
            .collect();
        assert_eq!(copies, [Some("b:0-9"), None, None]);
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
            };
            let facts = compare(table, &request).unwrap().facts;
            facts.iter().map(|fact| fact.actor.to_string()).collect()
        };
        assert_eq!(of(JointRule::Own), ["GroenLinks+PvdA"; 2]);
        assert_eq!(of(JointRule::First), ["GroenLinks+PvdA", "PvdA+GroenLinks"]);
    }
}
