//! How well passages are tagged with policy instruments.

use super::EvaluateError;
use crate::corpus::Half;
use crate::metrics::{Interval, cluster_bootstrap, percentile_interval};

/// Which cues the tags go by; each takes in the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CueScope {
    /// The text of the passage.
    Text,
    /// Also its heading, as `label` does.
    Heading,
    /// Also the passages before it in its exchange.
    Exchange,
}

impl CueScope {
    /// All scopes, the widest last.
    pub const ALL: [Self; 3] = [Self::Text, Self::Heading, Self::Exchange];

    /// The scope as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Heading => "heading",
            Self::Exchange => "exchange",
        }
    }
}

/// A coded passage with its tags; instruments are places in the codebook, ascending, none twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedPassage {
    /// Its unit of independence.
    pub group: String,
    /// The half of the groups that it belongs to, where they were divided.
    pub half: Option<Half>,
    /// What it was coded to be about.
    pub gold: Vec<usize>,
    /// What it was tagged with, by scope in the order of [`CueScope::ALL`].
    pub predicted: [Vec<usize>; 3],
}

/// How right the tags of one instrument, or of all, are.
#[derive(Debug, Clone, PartialEq)]
pub struct InstrumentScore {
    /// The half of the groups; `None` where they were not divided.
    pub half: Option<Half>,
    /// The cues that the tags go by.
    pub scope: CueScope,
    /// The instrument; `None` for all tags together (micro average).
    pub instrument: Option<usize>,
    /// Tags given by coders, given by cues, and given by both.
    pub counts: TagCounts,
    /// The 95 % interval of F1, for all tags together.
    pub interval: Option<Interval>,
    /// Passages of the half, with or without tags.
    pub n_passages: usize,
    /// Groups of the half.
    pub n_groups: usize,
}

/// Tags counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TagCounts {
    /// Given by coders.
    pub n_gold: usize,
    /// Given by cues.
    pub n_predicted: usize,
    /// Given by both.
    pub n_right: usize,
}

impl TagCounts {
    /// `n_right / n_predicted`; 0 where nothing was predicted.
    pub fn precision(self) -> f64 {
        ratio(self.n_right, self.n_predicted)
    }

    /// `n_right / n_gold`; 0 where nothing was coded.
    pub fn recall(self) -> f64 {
        ratio(self.n_right, self.n_gold)
    }

    /// `2 n_right / (n_gold + n_predicted)`, the harmonic mean of precision and recall; 0 where
    /// there is no tag at all. Over all tags it is the micro-averaged F1 of Manning et al. (2008)
    /// §13.6. Checked by `tags_are_counted_right`.
    pub fn f1(self) -> f64 {
        ratio(2 * self.n_right, self.n_gold + self.n_predicted)
    }

    fn add(&mut self, other: Self, times: usize) {
        self.n_gold += times * other.n_gold;
        self.n_predicted += times * other.n_predicted;
        self.n_right += times * other.n_right;
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// Scores the tags of `passages` for each half, scope and instrument, in this order, with all tags
/// together before the instruments. Halves that no passage belongs to are left out.
///
/// The interval redraws whole groups of the half, `n_resamples` times: it covers other exchanges
/// and sections like those of these documents, not other documents.
///
/// # Errors
/// [`EvaluateError::NoGold`] without passages.
pub fn score_instruments(
    passages: &[TaggedPassage],
    n_instruments: usize,
    n_resamples: u32,
    seed: u64,
) -> Result<Vec<InstrumentScore>, EvaluateError> {
    if passages.is_empty() {
        return Err(EvaluateError::NoGold);
    }
    let mut scores = Vec::new();
    for half in [None, Some(Half::Writing), Some(Half::HeldOut)] {
        let mut members: Vec<&TaggedPassage> = passages
            .iter()
            .filter(|passage| passage.half == half)
            .collect();
        if members.is_empty() {
            continue;
        }
        members.sort_by(|a, b| a.group.cmp(&b.group));
        for (place, scope) in CueScope::ALL.into_iter().enumerate() {
            let groups: Vec<TagCounts> = members
                .chunk_by(|a, b| a.group == b.group)
                .map(|group| count(group, place, None))
                .collect();
            let score = |instrument: Option<usize>| InstrumentScore {
                half,
                scope,
                instrument,
                counts: count(&members, place, instrument),
                interval: instrument
                    .is_none()
                    .then(|| interval(&groups, n_resamples, seed))
                    .flatten(),
                n_passages: members.len(),
                n_groups: groups.len(),
            };
            scores.push(score(None));
            scores.extend((0..n_instruments).map(|instrument| score(Some(instrument))));
        }
    }
    Ok(scores)
}

/// The tags of one scope, of one instrument or of all.
fn count(passages: &[&TaggedPassage], scope: usize, instrument: Option<usize>) -> TagCounts {
    let mut counts = TagCounts::default();
    let counts_too = |found: &&usize| instrument.is_none_or(|wanted| **found == wanted);
    for passage in passages {
        let predicted = passage.predicted.get(scope).map_or(&[][..], Vec::as_slice);
        counts.n_gold += passage.gold.iter().filter(counts_too).count();
        counts.n_predicted += predicted.iter().filter(counts_too).count();
        let in_gold = |found: &&usize| passage.gold.contains(found);
        counts.n_right += predicted.iter().filter(counts_too).filter(in_gold).count();
    }
    counts
}

fn interval(groups: &[TagCounts], n_resamples: u32, seed: u64) -> Option<Interval> {
    if groups.len() < 2 {
        return None;
    }
    let scores = cluster_bootstrap(groups.len(), n_resamples, seed, |times| {
        let mut sum = TagCounts::default();
        for (group, &times) in groups.iter().zip(times) {
            sum.add(*group, times as usize);
        }
        sum.f1()
    });
    percentile_interval(scores)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(group: &str, half: Option<Half>, gold: &[usize], text: &[usize]) -> TaggedPassage {
        TaggedPassage {
            group: group.to_owned(),
            half,
            gold: gold.to_vec(),
            predicted: [text.to_vec(), text.to_vec(), gold.to_vec()],
        }
    }

    fn find(
        scores: &[InstrumentScore],
        scope: CueScope,
        instrument: Option<usize>,
    ) -> &InstrumentScore {
        let mut scores = scores.iter();
        scores
            .find(|score| score.scope == scope && score.instrument == instrument)
            .unwrap()
    }

    // By hand. Instrument 0 is coded twice, found once, rightly; so is 1; 2 is never coded and found
    // twice. Together 2 tags are right of 4 coded and 4 found.
    #[test]
    fn tags_are_counted_right() {
        let passages = [
            passage("g2", None, &[0, 1], &[0, 2]),
            passage("g1", None, &[1], &[1]),
            passage("g2", None, &[], &[2]),
            passage("g3", None, &[0], &[]),
        ];
        let scores = score_instruments(&passages, 3, 200, 1).unwrap();
        assert_eq!(scores.len(), 3 * 4);
        let expected = [
            (1.0, 0.5, 2.0 / 3.0),
            (1.0, 0.5, 2.0 / 3.0),
            (0.0, 0.0, 0.0),
        ];
        for (instrument, (precision, recall, f1)) in expected.into_iter().enumerate() {
            let counts = find(&scores, CueScope::Text, Some(instrument)).counts;
            assert!((counts.precision() - precision).abs() < 1e-12);
            assert!((counts.recall() - recall).abs() < 1e-12);
            assert!((counts.f1() - f1).abs() < 1e-12);
        }
        let all = find(&scores, CueScope::Text, None);
        assert!((all.counts.f1() - 0.5).abs() < 1e-12);
        assert_eq!((all.n_passages, all.n_groups), (4, 3));
        let interval = all.interval.unwrap();
        // g1 alone gives 1; g3 alone gives 0.
        assert!(interval.low < 0.5 && 0.5 < interval.high);
        let right = find(&scores, CueScope::Exchange, None);
        assert_eq!((right.counts.n_right, right.counts.n_predicted), (4, 4));
    }

    #[test]
    fn each_half_is_scored_apart() {
        let passages = [
            passage("g1", Some(Half::Writing), &[0], &[0]),
            passage("g2", Some(Half::HeldOut), &[0], &[]),
        ];
        let scores = score_instruments(&passages, 1, 200, 1).unwrap();
        let f1 = |half| {
            let mut of_half = scores.iter().filter(|score| score.half == Some(half));
            of_half.next().unwrap().counts.f1()
        };
        assert!((f1(Half::Writing) - 1.0).abs() < 1e-12);
        assert!(f1(Half::HeldOut).abs() < 1e-12);
        // One group has no interval.
        assert!(scores.iter().all(|score| score.interval.is_none()));
        assert!(score_instruments(&[], 1, 200, 1).is_err());
    }
}
