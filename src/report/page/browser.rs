//! The passages as data for the browser of a page.

use serde::Serialize;

use super::passages::{Counting, PassageSample, ShownPassage};
use super::security::data_block;
use super::shading::{Shading, shade};
use crate::corpus::Codebook;
use crate::stance::Model;

/// All that the script of a page reads.
#[derive(Debug, Serialize)]
pub(super) struct BrowserData<'a> {
    classes: Vec<ShownClass<'a>>,
    passages: Vec<PassageData<'a>>,
}

#[derive(Debug, Serialize)]
struct ShownClass<'a> {
    id: &'a str,
}

/// One passage; what is empty is left out.
#[derive(Debug, Serialize)]
struct PassageData<'a> {
    id: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    document: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    date: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    kind: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    place: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    actor: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    speaker: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    role: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    rule: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    heading: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    exchange: &'a str,
    stance: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    certain: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    set: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    instruments: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    terms: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    gold: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unseen: Option<&'a str>,
    /// Why comparisons do not count it; empty where they do.
    #[serde(skip_serializing_if = "str::is_empty")]
    counted: &'static str,
    /// In thousandths.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    probabilities: Vec<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shading: Option<ShadingData>,
}

#[derive(Debug, Serialize)]
struct ShadingData {
    against: String,
    /// Whether the shading model gives this label with these probabilities.
    same: bool,
    /// Gap, length and step of each word, one after another.
    words: Vec<i64>,
}

/// How many passages stand in the data of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ShownCounts {
    /// Passages.
    pub(super) shown: usize,
    /// Those of them that are coded or quoted.
    pub(super) wanted: usize,
    /// Those with shaded words.
    pub(super) shaded: usize,
    /// Those shaded by another model than the one that labelled them.
    pub(super) shaded_by_other: usize,
}

impl<'a> BrowserData<'a> {
    /// The data of a sample, as many passages as fit `max_bytes` of JSON in the order of the draw;
    /// with a model, words are shaded.
    pub(super) fn new(
        sample: &'a PassageSample,
        codebook: &'a Codebook,
        model: Option<&Model>,
        max_bytes: usize,
    ) -> (Self, ShownCounts) {
        let mut drawn: Vec<(usize, &ShownPassage)> = sample.shown.iter().enumerate().collect();
        drawn.sort_by_key(|(_, passage)| passage.place);
        let mut n_bytes = 0;
        let mut fits: Vec<(usize, &ShownPassage, PassageData<'a>)> = Vec::new();
        for (order, passage) in drawn {
            let shading = model.and_then(|model| shade(passage, model));
            let data = PassageData::new(passage, shading);
            n_bytes += data_block(&data).map_or(0, |json| json.len() + 1);
            if n_bytes > max_bytes {
                break;
            }
            fits.push((order, passage, data));
        }
        fits.sort_by_key(|&(order, ..)| order);
        let shadings = || fits.iter().filter_map(|(.., data)| data.shading.as_ref());
        let counts = ShownCounts {
            shown: fits.len(),
            wanted: fits
                .iter()
                .filter(|(_, passage, _)| passage.is_wanted)
                .count(),
            shaded: shadings().count(),
            shaded_by_other: shadings().filter(|shading| !shading.same).count(),
        };
        let classes = codebook
            .classes()
            .iter()
            .map(|class| ShownClass { id: &class.id });
        let data = Self {
            classes: classes.collect(),
            passages: fits.into_iter().map(|(.., data)| data).collect(),
        };
        (data, counts)
    }
}

impl<'a> PassageData<'a> {
    fn new(passage: &'a ShownPassage, shading: Option<Shading>) -> Self {
        Self {
            id: &passage.id,
            text: &passage.text,
            document: passage.field("document_id"),
            date: passage.field("date"),
            kind: passage.field("kind"),
            place: passage.field("source_place"),
            actor: passage.field("actor"),
            speaker: passage.field("speaker"),
            role: passage.field("role"),
            rule: passage.field("attribution_rule"),
            heading: passage.field("heading"),
            exchange: passage.field("exchange_id"),
            stance: passage.field("predicted_stance"),
            certain: passage.field("certain"),
            set: passage.field("label_set"),
            reason: passage.field("label_reason"),
            instruments: passage.field("predicted_instruments"),
            terms: passage.field("top_terms"),
            gold: passage.gold.as_deref(),
            unseen: passage.unseen.as_deref(),
            counted: match passage.counting {
                Counting::Counts => "",
                Counting::Copy => "no: a copy",
                Counting::Chair => "no: the chair",
            },
            probabilities: passage
                .probabilities
                .iter()
                .map(|&p| thousandths(p))
                .collect(),
            shading: shading.map(ShadingData::new),
        }
    }
}

impl ShadingData {
    fn new(shading: Shading) -> Self {
        let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let words = shading.words.iter();
        Self {
            words: words
                .flat_map(|&(gap, length, step)| [whole(gap), whole(length), i64::from(step)])
                .collect(),
            against: shading.against,
            same: shading.is_of_this_label,
        }
    }
}

fn thousandths(probability: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a probability lies between 0 and 1; a cast from f64 stops at the ends of u32"
    )]
    let whole = (probability * 1000.0).round() as u32;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::page::passages::TEXT_COLUMNS;

    #[test]
    fn what_does_not_fit_is_left_out_from_the_end_of_the_draw() {
        let passage = |row, place, is_wanted| ShownPassage {
            row,
            place,
            is_wanted,
            id: format!("p{row}"),
            text: "Tekst.".to_owned(),
            ..ShownPassage::default()
        };
        let sample = PassageSample {
            shown: vec![
                passage(0, 2, false),
                passage(1, 0, true),
                passage(2, 1, false),
            ],
            ..PassageSample::default()
        };
        let codebook = Codebook::built_in();
        // One passage is `{"id":"p0","text":"Tekst.","stance":""}` and a comma: 40 bytes.
        let (data, counts) = BrowserData::new(&sample, &codebook, None, 80);
        let ids: Vec<&str> = data.passages.iter().map(|p| p.id).collect();
        assert_eq!(ids, ["p1", "p2"]);
        assert_eq!((counts.shown, counts.wanted), (2, 1));
    }

    #[test]
    fn a_passage_keeps_its_fields_and_leaves_out_what_is_empty() {
        let mut fields = vec![String::new(); TEXT_COLUMNS.len()];
        fields[4] = "Volt".to_owned();
        fields[10] = "none".to_owned();
        let passage = ShownPassage {
            id: "a:1-2".to_owned(),
            text: "Tekst.".to_owned(),
            fields,
            probabilities: vec![0.25, 0.7504],
            ..ShownPassage::default()
        };
        let json = serde_json::to_value(PassageData::new(&passage, None)).unwrap();
        assert_eq!(
            json,
            serde_json::json!({
                "id": "a:1-2", "text": "Tekst.", "actor": "Volt", "stance": "none",
                "probabilities": [250, 750],
            })
        );
    }
}
