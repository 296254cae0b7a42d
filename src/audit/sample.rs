//! A sample: a frame and the waves drawn from it.

use std::io::Read;

use serde::{Deserialize, Serialize};

use super::{AuditError, Frame, StratumDraw, Wave, WaveDesign};
use crate::table::TableReader;

/// What marks the file as a design.
const FORMAT: &str = "standpunt-sample";
/// Version of the format of `design.json`.
pub const DESIGN_VERSION: u32 = 1;

/// A frame and the waves drawn from it, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The frame.
    pub frame: Frame,
    /// The waves, from wave 1.
    pub waves: Vec<Wave>,
}

/// `design.json`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DesignFile {
    format: String,
    format_version: u32,
    frame_hash: String,
    waves: Vec<WaveDesign>,
}

impl Sample {
    /// The inclusion probability of a passage of the frame over all waves, which are independent:
    /// `π = 1 − Π_w (1 − π_w)`.
    pub fn pi(&self, passage: usize) -> f64 {
        let waves = self.waves.iter();
        1.0 - waves.map(|wave| 1.0 - wave.pi(passage)).product::<f64>()
    }

    /// The places in the frame of what a wave drew last and no other wave has, in the order of
    /// their random numbers: random for passages, document by document where these were drawn.
    pub fn to_code(&self, wave: u32) -> Vec<usize> {
        let Some(own) = self.waves.iter().find(|w| w.design.wave == wave) else {
            return Vec::new();
        };
        let last = own.design.sizes.len().saturating_sub(1);
        let others: Vec<&Wave> = (self.waves.iter())
            .filter(|w| w.design.wave != wave)
            .collect();
        let mut places: Vec<usize> = (0..self.frame.passages.len())
            .filter(|&i| own.batch_of.get(i) == Some(&Some(last)))
            .filter(|&i| !others.iter().any(|other| other.is_drawn(i)))
            .collect();
        places.sort_by_key(|&i| {
            let passage = self.frame.passages.get(i);
            (own.numbers.get(i), passage.map(super::FramePassage::order))
        });
        places
    }

    /// How many passages any wave drew.
    pub fn n_drawn(&self) -> usize {
        let places = 0..self.frame.passages.len();
        places
            .filter(|&i| self.waves.iter().any(|wave| wave.is_drawn(i)))
            .count()
    }

    /// The bytes of `design.json`.
    pub fn design_json(&self) -> String {
        let file = DesignFile {
            format: FORMAT.to_owned(),
            format_version: DESIGN_VERSION,
            frame_hash: self.frame.hash.clone(),
            waves: self.waves.iter().map(|wave| wave.design.clone()).collect(),
        };
        let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Lays the waves of an earlier draw over the frame from which it was made. `design` holds the
/// text of `design.json`, `strata` is the table `strata.csv` beside it; `folder` names both in
/// errors.
///
/// # Errors
/// Where the frame is another one, or the files do not belong together.
pub fn read_waves<R: Read>(
    frame: &Frame,
    design: &str,
    strata: TableReader<R>,
    folder: &str,
) -> Result<Vec<Wave>, AuditError> {
    let file = read_design(design, folder)?;
    if file.frame_hash != frame.hash {
        return Err(AuditError::OtherFrame {
            folder: folder.to_owned(),
            found: frame.hash.clone(),
            expected: file.frame_hash,
        });
    }
    let stratum_of = read_strata(frame, &file.waves, strata)?;
    let waves = file.waves.into_iter().zip(stratum_of);
    waves
        .map(|(design, stratum_of)| {
            let whole: Option<Vec<usize>> = stratum_of.into_iter().collect();
            let lacking = || damaged(folder, "strata.csv lacks passages of the frame".to_owned());
            Ok(Wave::lay_out(frame, design, whole.ok_or_else(lacking)?))
        })
        .collect()
}

fn damaged(folder: &str, reason: String) -> AuditError {
    AuditError::Design {
        file: format!("{folder}/design.json"),
        reason,
    }
}

fn read_design(design: &str, folder: &str) -> Result<DesignFile, AuditError> {
    let file: DesignFile =
        serde_json::from_str(design).map_err(|error| damaged(folder, error.to_string()))?;
    if file.format != FORMAT || file.format_version != DESIGN_VERSION {
        let reason = format!(
            "found {} {}, expected {FORMAT} {DESIGN_VERSION}",
            file.format, file.format_version
        );
        return Err(damaged(folder, reason));
    }
    Ok(file)
}

/// For each wave the stratum of each passage of the frame, by its place in the design; `None` where
/// the table does not tell.
fn read_strata<R: Read>(
    frame: &Frame,
    waves: &[WaveDesign],
    mut table: TableReader<R>,
) -> Result<Vec<Vec<Option<usize>>>, AuditError> {
    let mut stratum_of = vec![vec![None; frame.passages.len()]; waves.len()];
    while let Some(row) = table.next_row()? {
        let number = row.count("wave")?;
        let (id, name) = (row.get("passage_id")?, row.get("stratum")?);
        let wave = (waves.iter()).position(|design| design.wave as usize == number);
        let place = (frame.passages).binary_search_by(|p| p.passage_id.as_str().cmp(id));
        let slot = wave
            .zip(place.ok())
            .and_then(|(wave, place)| stratum_of.get_mut(wave)?.get_mut(place));
        let Some(slot) = slot else {
            return Err(row
                .reject("passage_id", "a passage of the frame, in a wave")
                .into());
        };
        let named = |stratum: &StratumDraw| stratum.name == name;
        *slot = wave
            .and_then(|wave| waves.get(wave))
            .and_then(|design| design.strata.iter().position(named));
    }
    Ok(stratum_of)
}

/// Puts a wave among the others: in the place of its earlier draw, or behind the last.
pub fn put_wave(waves: &mut Vec<Wave>, wave: Wave) {
    match waves.iter_mut().find(|w| w.design.wave == wave.design.wave) {
        Some(slot) => *slot = wave,
        None => waves.push(wave),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::frame::tests::{frame, passage};
    use super::super::{
        Allocation, DrawSettings, PermanentRandom, SamplingUnit, draw_wave, write_strata,
    };
    use super::*;
    use crate::table::TableSettings;

    /// 60 passages of VVD, 30 of CDA, 3 of SGP.
    fn parties() -> Frame {
        let of = |actor: &'static str, n: usize| {
            (0..n).map(move |i| {
                let mut passage = passage(&format!("{actor}-{i:02}"), actor);
                passage.document_id = format!("{actor}-{}", i / 10);
                passage
            })
        };
        frame(
            of("VVD", 60)
                .chain(of("CDA", 30))
                .chain(of("SGP", 3))
                .collect(),
        )
    }

    fn settings(wave: u32, n: usize) -> DrawSettings {
        DrawSettings {
            wave,
            seed: 7,
            units: SamplingUnit::Passages,
            strata: vec!["actor".to_owned()],
            allocation: Allocation::Equal,
            floor: 5,
            n,
            model_sha256: String::new(),
            pilot: BTreeMap::new(),
        }
    }

    fn drawn(wave: &Wave) -> Vec<usize> {
        (0..wave.batch_of.len())
            .filter(|&i| wave.is_drawn(i))
            .collect()
    }

    #[test]
    fn each_stratum_has_the_units_with_the_smallest_numbers() {
        let frame = parties();
        let wave = draw_wave(&frame, None, &settings(1, 23)).unwrap();
        let n: Vec<usize> = wave
            .design
            .strata
            .iter()
            .map(StratumDraw::n_drawn_last)
            .collect();
        assert_eq!(n, [10, 3, 10]);
        assert!((wave.pi(0) - 10.0 / 30.0).abs() < 1e-15);
        for stratum in 0..3 {
            let numbers = |is_drawn: bool| -> Vec<PermanentRandom> {
                (0..93)
                    .filter(|&i| wave.stratum_of[i] == stratum && wave.is_drawn(i) == is_drawn)
                    .map(|i| wave.numbers[i])
                    .collect()
            };
            let (inside, outside) = (numbers(true), numbers(false));
            assert!(outside.iter().all(|u| Some(u) > inside.iter().max()));
        }
    }

    #[test]
    fn an_extension_keeps_what_was_drawn_and_a_replay_draws_the_same() {
        let frame = parties();
        let small = draw_wave(&frame, None, &settings(1, 23)).unwrap();
        let large = draw_wave(&frame, Some(&small), &settings(1, 43)).unwrap();
        let replay = draw_wave(&frame, None, &settings(1, 43)).unwrap();
        assert_eq!(drawn(&large), drawn(&replay));
        assert!(drawn(&small).iter().all(|&i| large.batch_of[i] == Some(0)));
        assert_eq!(large.design.sizes, [23, 43]);
        let again = draw_wave(&frame, Some(&large), &settings(1, 43)).unwrap();
        assert_eq!(again, large);
        let sample = Sample {
            frame,
            waves: vec![large],
        };
        assert_eq!(sample.to_code(1).len(), 20);
    }

    #[test]
    fn waves_are_independent_and_their_probabilities_multiply() {
        let frame = parties();
        let first = draw_wave(&frame, None, &settings(1, 23)).unwrap();
        let second = draw_wave(&frame, None, &settings(2, 63)).unwrap();
        assert_ne!(first.numbers, second.numbers);
        let both = drawn(&first)
            .into_iter()
            .filter(|&i| second.is_drawn(i))
            .count();
        let sample = Sample {
            frame,
            waves: vec![first, second],
        };
        // CDA: 10 of 30, then 30 of 30; VVD: 10 of 60, then 30 of 60: 1 - (5/6)(1/2) = 7/12.
        assert!((sample.pi(0) - 1.0).abs() < 1e-15);
        assert!((sample.pi(92) - 7.0 / 12.0).abs() < 1e-12);
        assert_eq!(sample.to_code(2).len(), 63 - both);
        assert_eq!(sample.n_drawn(), 23 + 63 - both);
    }

    #[test]
    fn whole_documents_have_one_probability() {
        let frame = parties();
        let settings = DrawSettings {
            units: SamplingUnit::Documents,
            ..settings(1, 6)
        };
        let settings = DrawSettings {
            floor: 1,
            ..settings
        };
        let wave = draw_wave(&frame, None, &settings).unwrap();
        let units: Vec<usize> = wave.design.strata.iter().map(|s| s.n_units).collect();
        assert_eq!(units, [3, 1, 6]);
        let documents: std::collections::BTreeSet<&str> = drawn(&wave)
            .into_iter()
            .map(|i| frame.passages[i].document_id.as_str())
            .collect();
        assert_eq!(documents.len(), 6);
        let whole = |id: &str| {
            frame
                .passages
                .iter()
                .filter(|p| p.document_id == id)
                .count()
        };
        let n: usize = documents.iter().map(|id| whole(id)).sum();
        assert_eq!(n, drawn(&wave).len());
    }

    #[test]
    fn what_was_drawn_is_read_back() {
        let frame = parties();
        let first = draw_wave(&frame, None, &settings(1, 23)).unwrap();
        let second = draw_wave(&frame, None, &settings(2, 33)).unwrap();
        let sample = Sample {
            frame,
            waves: vec![first, second],
        };
        let strata = write_strata(&sample, Vec::new(), "strata.csv").unwrap();
        let table =
            || TableReader::new(&strata[..], "strata.csv", &TableSettings::default()).unwrap();
        let waves = read_waves(&sample.frame, &sample.design_json(), table(), "draw").unwrap();
        assert_eq!(waves, sample.waves);
        let other = frame_without_one(&sample.frame);
        let error = read_waves(&other, &sample.design_json(), table(), "draw").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("draw: an earlier draw is from another frame")
        );
    }

    fn frame_without_one(whole: &Frame) -> Frame {
        frame(whole.passages[1..].to_vec())
    }

    #[test]
    fn a_wave_is_extended_as_it_was_drawn() {
        let frame = parties();
        let wave = draw_wave(&frame, None, &settings(1, 23)).unwrap();
        let message = |settings: DrawSettings| {
            draw_wave(&frame, Some(&wave), &settings)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            message(DrawSettings {
                seed: 8,
                ..settings(1, 30)
            }),
            "wave 1 was drawn with seed `7`, not `8`"
        );
        assert_eq!(
            message(settings(1, 20)),
            "wave 1 has 23 units already; expected as many or more, found 20"
        );
        assert_eq!(
            message(DrawSettings {
                allocation: Allocation::Proportional,
                ..settings(1, 30)
            }),
            "wave 1 was drawn with allocation `equal`, not `proportional`"
        );
    }
}
