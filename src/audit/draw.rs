//! Draws waves of passages or documents with known inclusion probabilities.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Allocation, AuditError, Frame, PermanentRandom, StratumSize, allocate, spread_of};

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SamplingUnit {
    /// Passages.
    Passages,
    /// Whole documents: all passages of a drawn one are in the sample.
    Documents,
}

impl SamplingUnit {
    /// The unit as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passages => "passages",
            Self::Documents => "documents",
        }
    }
}

/// What is asked of a wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawSettings {
    /// The number of the wave, from 1.
    pub wave: u32,
    /// The seed of its permanent random numbers.
    pub seed: u64,
    /// What is drawn.
    pub units: SamplingUnit,
    /// The variables of the strata; none for a simple random sample.
    pub strata: Vec<String>,
    /// How the sample is divided among strata.
    pub allocation: Allocation,
    /// Units at least of each stratum, or the whole of it.
    pub floor: usize,
    /// Units in all.
    pub n: usize,
    /// The SHA-256 of the model whose predictions made the strata; may be empty.
    pub model_sha256: String,
    /// Classes of passages coded before, for the spread of strata.
    pub pilot: BTreeMap<String, usize>,
}

/// How a wave was drawn, as it stands in `design.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaveDesign {
    /// The number of the wave, from 1.
    pub wave: u32,
    /// The seed of its permanent random numbers.
    pub seed: u64,
    /// What was drawn.
    pub units: SamplingUnit,
    /// The variables of the strata.
    pub variables: Vec<String>,
    /// How the sample was divided among strata.
    pub allocation: String,
    /// Units at least of each stratum.
    pub floor: usize,
    /// Units asked for, once for each time the wave was extended.
    pub sizes: Vec<usize>,
    /// The SHA-256 of the model at the draw; may be empty.
    pub model_sha256: String,
    /// Passages of the pilot that told the spread of strata.
    pub n_pilot: usize,
    /// The strata, in the order of their names.
    pub strata: Vec<StratumDraw>,
}

/// A stratum and what was drawn of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StratumDraw {
    /// The values of its variables, joined by `|`; `all` without variables.
    pub name: String,
    /// Units in the frame, `N_h`.
    pub n_units: usize,
    /// Units drawn, `n_h`, after each of [`WaveDesign::sizes`].
    pub n_drawn: Vec<usize>,
    /// How far labels lie from calibrated probabilities; 0 where it was not needed.
    pub spread: f64,
}

/// A wave laid over the frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Wave {
    /// How it was drawn.
    pub design: WaveDesign,
    /// The stratum of each passage of the frame, by its place in the design.
    pub stratum_of: Vec<usize>,
    /// The random number of each passage of the frame, or of its document.
    pub numbers: Vec<PermanentRandom>,
    /// The place among [`WaveDesign::sizes`] at which each passage was drawn.
    pub batch_of: Vec<Option<usize>>,
}

impl StratumDraw {
    /// Units drawn in all, `n_h`.
    pub fn n_drawn_last(&self) -> usize {
        self.n_drawn.last().copied().unwrap_or(0)
    }

    /// The inclusion probability of its units in this wave, `n_h / N_h`.
    pub fn pi(&self) -> f64 {
        self.n_drawn_last() as f64 / self.n_units.max(1) as f64
    }
}

impl Wave {
    /// The stratum of a passage of the frame.
    pub fn stratum(&self, passage: usize) -> Option<&StratumDraw> {
        self.design.strata.get(*self.stratum_of.get(passage)?)
    }

    /// The inclusion probability of a passage of the frame in this wave.
    pub fn pi(&self, passage: usize) -> f64 {
        self.stratum(passage).map_or(0.0, StratumDraw::pi)
    }

    /// Whether a passage of the frame is in this wave.
    pub fn is_drawn(&self, passage: usize) -> bool {
        self.batch_of.get(passage).is_some_and(Option::is_some)
    }

    /// A wave over `frame` with this design, in which `stratum_of` names the stratum of each
    /// passage.
    pub fn lay_out(frame: &Frame, design: WaveDesign, stratum_of: Vec<usize>) -> Self {
        let id = |i: usize| match (frame.passages.get(i), design.units) {
            (Some(passage), SamplingUnit::Passages) => passage.passage_id.as_str(),
            (Some(passage), SamplingUnit::Documents) => passage.document_id.as_str(),
            (None, _) => "",
        };
        let numbers: Vec<PermanentRandom> = (0..frame.passages.len())
            .map(|i| PermanentRandom::new(design.seed, design.wave, id(i)))
            .collect();
        let mut ranks: Vec<BTreeSet<(PermanentRandom, &str)>> =
            vec![BTreeSet::new(); design.strata.len()];
        for (i, (&stratum, &number)) in stratum_of.iter().zip(&numbers).enumerate() {
            if let Some(units) = ranks.get_mut(stratum) {
                units.insert((number, id(i)));
            }
        }
        let mut batch_of_unit: BTreeMap<&str, usize> = BTreeMap::new();
        for (units, stratum) in ranks.iter().zip(&design.strata) {
            for (rank, (_, id)) in units.iter().enumerate() {
                if let Some(batch) = stratum.n_drawn.iter().position(|&n| rank < n) {
                    batch_of_unit.insert(id, batch);
                }
            }
        }
        let batch_of = (0..frame.passages.len())
            .map(|i| batch_of_unit.get(id(i)).copied())
            .collect();
        Self {
            design,
            stratum_of,
            numbers,
            batch_of,
        }
    }
}

/// Draws a wave, or extends an `earlier` draw of it: of each stratum the units with the smallest
/// permanent random numbers.
///
/// # Errors
/// Where documents differ within in a variable of the strata, the sample is too small for the
/// floor, or the earlier draw was made in another way or was larger.
pub fn draw_wave(
    frame: &Frame,
    earlier: Option<&Wave>,
    settings: &DrawSettings,
) -> Result<Wave, AuditError> {
    let names = stratum_names(frame, settings)?;
    let known: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let strata: Vec<&str> = known.into_iter().collect();
    let stratum_of: Vec<usize> = names
        .iter()
        .map(|name| strata.partition_point(|other| *other < name.as_str()))
        .collect();
    let sizes = stratum_sizes(frame, settings, &strata, &stratum_of)?;
    let mut design = match earlier {
        Some(wave) => {
            check_same(wave, settings, &strata, &stratum_of)?;
            wave.design.clone()
        }
        None => new_design(settings, &strata, &sizes),
    };
    if design.sizes.last() != Some(&settings.n) {
        let sizes: Vec<StratumSize> = (sizes.into_iter().zip(&design.strata))
            .map(|(size, stratum)| StratumSize {
                spread: stratum.spread,
                ..size
            })
            .collect();
        let n_drawn = allocate(&sizes, settings.n, settings.floor, settings.allocation)?;
        design.sizes.push(settings.n);
        for (stratum, n) in design.strata.iter_mut().zip(n_drawn) {
            stratum.n_drawn.push(n);
        }
    }
    Ok(Wave::lay_out(frame, design, stratum_of))
}

/// The name of the stratum of each passage.
fn stratum_names(frame: &Frame, settings: &DrawSettings) -> Result<Vec<String>, AuditError> {
    let name = |variables: &[String]| {
        let filled: Vec<&str> = variables
            .iter()
            .map(|value| if value.is_empty() { "unknown" } else { value })
            .collect();
        if filled.is_empty() {
            "all".to_owned()
        } else {
            filled.join("|")
        }
    };
    let passages = &frame.passages;
    let names: Vec<String> = passages.iter().map(|p| name(&p.variables)).collect();
    if settings.units == SamplingUnit::Documents {
        let mut of_document: BTreeMap<&str, &str> = BTreeMap::new();
        for (passage, name) in passages.iter().zip(&names) {
            let first = of_document.entry(&passage.document_id).or_insert(name);
            if *first != name {
                return Err(AuditError::MixedDocument {
                    document_id: passage.document_id.clone(),
                    strata: settings.strata.join(","),
                    found: [(*first).to_owned(), name.clone()].join("` and `"),
                });
            }
        }
    }
    Ok(names)
}

fn stratum_sizes(
    frame: &Frame,
    settings: &DrawSettings,
    strata: &[&str],
    stratum_of: &[usize],
) -> Result<Vec<StratumSize>, AuditError> {
    let mut sizes = Vec::with_capacity(strata.len());
    for (place, name) in strata.iter().enumerate() {
        let members = frame.passages.iter().zip(stratum_of);
        let members: Vec<_> = members
            .filter(|(_, stratum)| **stratum == place)
            .map(|(passage, _)| passage)
            .collect();
        let documents: BTreeSet<&str> = members.iter().map(|p| p.document_id.as_str()).collect();
        let spread = if settings.allocation.needs_spread() {
            spread_of(&members, &settings.pilot).ok_or(AuditError::NoProbabilities)?
        } else {
            0.0
        };
        sizes.push(StratumSize {
            first: name.split('|').next().unwrap_or_default().to_owned(),
            n_units: match settings.units {
                SamplingUnit::Passages => members.len(),
                SamplingUnit::Documents => documents.len(),
            },
            spread,
        });
    }
    Ok(sizes)
}

fn new_design(settings: &DrawSettings, strata: &[&str], sizes: &[StratumSize]) -> WaveDesign {
    WaveDesign {
        wave: settings.wave,
        seed: settings.seed,
        units: settings.units,
        variables: settings.strata.clone(),
        allocation: settings.allocation.as_str().to_owned(),
        floor: settings.floor,
        sizes: Vec::new(),
        model_sha256: settings.model_sha256.clone(),
        n_pilot: settings.pilot.len(),
        strata: strata
            .iter()
            .zip(sizes)
            .map(|(name, size)| StratumDraw {
                name: (*name).to_owned(),
                n_units: size.n_units,
                n_drawn: Vec::new(),
                spread: size.spread,
            })
            .collect(),
    }
}

/// Refuses to extend a wave by a draw of another kind.
fn check_same(
    wave: &Wave,
    settings: &DrawSettings,
    strata: &[&str],
    stratum_of: &[usize],
) -> Result<(), AuditError> {
    let design = &wave.design;
    let known: Vec<&str> = design.strata.iter().map(|s| s.name.as_str()).collect();
    let or_none = |strata: &[String]| match strata {
        [] => "none".to_owned(),
        strata => strata.join(","),
    };
    for (what, found, drawn) in [
        ("seed", settings.seed.to_string(), design.seed.to_string()),
        (
            "units",
            settings.units.as_str().to_owned(),
            design.units.as_str().to_owned(),
        ),
        (
            "strata",
            or_none(&settings.strata),
            or_none(&design.variables),
        ),
        (
            "allocation",
            settings.allocation.as_str().to_owned(),
            design.allocation.clone(),
        ),
        (
            "floor",
            settings.floor.to_string(),
            design.floor.to_string(),
        ),
    ] {
        if found != drawn {
            return Err(AuditError::OtherDesign {
                wave: design.wave,
                what,
                found,
                drawn,
            });
        }
    }
    if known != strata || wave.stratum_of != stratum_of {
        return Err(AuditError::StrataChanged { wave: design.wave });
    }
    match design.sizes.last() {
        Some(&drawn) if settings.n < drawn => Err(AuditError::Smaller {
            wave: design.wave,
            n: settings.n,
            drawn,
        }),
        _ => Ok(()),
    }
}
