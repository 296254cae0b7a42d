//! Tags that only other passages of the same exchange tell.

use super::{CueSource, Tags};

/// A passage of a corpus: which exchange it belongs to, and what it shows itself to be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangePassage {
    /// The question and answer that the passage is part of; empty outside exchanges.
    pub exchange_id: String,
    /// Its tags by its own text and heading; [`carry_over`] fills them where there are none.
    pub tags: Tags,
}

/// Gives every passage without tags those of the last passage before it in its exchange that has
/// any: an answer takes its question's, and a later part of a speech those of the part before.
///
/// `passages` stand in the order of the document, the question before the answer. This needs the
/// whole table, so labelling, which sees one row at a time, leaves it out.
pub fn carry_over(passages: &mut [ExchangePassage]) {
    let mut last = std::collections::BTreeMap::new();
    for passage in passages {
        if passage.exchange_id.is_empty() {
            continue;
        }
        if !passage.tags.instruments.is_empty() {
            last.insert(passage.exchange_id.as_str(), &passage.tags.instruments);
        } else if let Some(instruments) = last.get(passage.exchange_id.as_str()) {
            passage.tags = Tags {
                instruments: (*instruments).clone(),
                source: CueSource::Exchange,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(exchange_id: &str, instruments: &[usize]) -> ExchangePassage {
        let source = match instruments {
            [] => CueSource::None,
            _ => CueSource::Text,
        };
        ExchangePassage {
            exchange_id: exchange_id.to_owned(),
            tags: Tags {
                instruments: instruments.to_vec(),
                source,
            },
        }
    }

    #[test]
    fn an_answer_takes_what_the_question_is_about() {
        let mut passages = [
            passage("a", &[]),
            passage("a", &[2, 5]),
            passage("b", &[1]),
            passage("a", &[]),
            passage("b", &[]),
            passage("b", &[3]),
            passage("b", &[]),
            passage("", &[4]),
            passage("", &[]),
        ];
        carry_over(&mut passages);
        let tags: Vec<&[usize]> = passages
            .iter()
            .map(|p| p.tags.instruments.as_slice())
            .collect();
        let expected: [&[usize]; 9] = [&[], &[2, 5], &[1], &[2, 5], &[1], &[3], &[3], &[4], &[]];
        assert_eq!(tags, expected);
        assert_eq!(passages[3].tags.source, CueSource::Exchange);
        assert_eq!(passages[8].tags.source, CueSource::None);
    }
}
