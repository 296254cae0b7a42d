//! Where actors stand: log-odds of their corrected shares.

use super::actors::{ActorShares, RoleActors};
use super::estimate::{CellShares, Estimate, Status};
use super::scaling::{EstimatedShare, log_odds_of_share, log_ratio_of_shares, lowe_position};
use super::{CompareSettings, Inference, Influence, Population};

/// The class of statements for sharing asylum seekers among member states.
const SOLIDARITY: &str = "pro-solidarity";
/// The class of statements for limiting and controlling migration.
const CONTROL: &str = "pro-control";
/// The class of statements for safeguards of rights.
const RIGHTS: &str = "rights-safeguard";

/// What a position is measured on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scale {
    /// `ln p_solidarity − ln p_control`: above 0 towards solidarity.
    SolidarityAgainstControl,
    /// `ln p − ln (1 − p)` of the share of rights safeguards.
    Rights,
    /// `ln p − ln (1 − p)` of the share of passages that take no stance: silence is not balance.
    Silence,
}

impl Scale {
    /// Every scale, in the order of tables.
    pub const ALL: [Self; 3] = [Self::SolidarityAgainstControl, Self::Rights, Self::Silence];

    /// The scale as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SolidarityAgainstControl => "solidarity-against-control",
            Self::Rights => "rights",
            Self::Silence => "silence",
        }
    }

    /// The classes that it compares: one above, and one below where it has two; `None` with a
    /// codebook that lacks one.
    pub(super) fn classes(self, settings: &CompareSettings) -> Option<Vec<usize>> {
        let place = |id: &str| settings.class_ids.iter().position(|own| own == id);
        match self {
            Self::SolidarityAgainstControl => Some(vec![place(SOLIDARITY)?, place(CONTROL)?]),
            Self::Rights => Some(vec![place(RIGHTS)?]),
            Self::Silence => Some(vec![settings.none_class?]),
        }
    }
}

/// A position.
#[derive(Debug, Clone, PartialEq)]
pub struct PositionRow {
    /// The role in which the actor speaks.
    pub role: &'static str,
    /// The actor.
    pub actor: String,
    /// The scale.
    pub scale: Scale,
    /// What the interval is about.
    pub inference: Inference,
    /// The position, in log-odds.
    pub estimate: Estimate,
    /// Whether half a passage was added to a share, for want of passages of the class.
    pub is_offset: bool,
    /// The shares of all classes: one scale alone misleads.
    pub shares: Vec<Option<f64>>,
    /// Passages.
    pub n_passages: usize,
    /// Coded passages.
    pub n_coded: usize,
    /// Coded passages of the classes that the scale compares, in its order.
    pub n_coded_of_classes: Vec<usize>,
}

/// Positions of all actors on the scales that the codebook allows.
///
/// The delta method on corrected shares: `Var = V_a/p_a² + V_b/p_b² − 2 C_ab/(p_a p_b)`, and
/// `V/(p (1 − p))²` for one share. Where fewer than [`LimitRules::min_of_class`](super::LimitRules)
/// passages of a class are coded this says too little, and the labels speak alone, with the error
/// of Lowe, Benoit, Mikhaylov & Laver (2011), for as many passages as the codings are worth.
pub fn positions(
    roles: &[RoleActors],
    population: &Population<'_>,
    settings: &CompareSettings,
) -> Vec<PositionRow> {
    let mut rows = Vec::new();
    for role in roles {
        for scale in Scale::ALL {
            let Some(classes) = scale.classes(settings) else {
                continue;
            };
            for inference in Inference::ALL {
                for actor in &role.actors {
                    let position = position(actor, &classes, inference, population, settings);
                    rows.push(PositionRow {
                        role: role.role_name(),
                        actor: actor.actor.clone(),
                        scale,
                        inference,
                        estimate: position.estimate,
                        is_offset: position.is_offset,
                        shares: shares_of(actor, settings.class_ids.len()),
                        n_passages: actor.n_passages,
                        n_coded: actor.n_coded(),
                        n_coded_of_classes: coded_of(actor, &classes),
                    });
                }
            }
        }
    }
    rows
}

fn shares_of(actor: &ActorShares, n_classes: usize) -> Vec<Option<f64>> {
    let shares = actor.shares.as_ref();
    (0..n_classes)
        .map(|k| shares.and_then(|shares| shares.shares.get(k).copied()))
        .collect()
}

fn coded_of(actor: &ActorShares, classes: &[usize]) -> Vec<usize> {
    let coded = |class: &usize| {
        let shares = actor.shares.as_ref();
        shares
            .and_then(|shares| shares.coded_by_class.get(*class).copied())
            .unwrap_or(0)
    };
    classes.iter().map(coded).collect()
}

/// A position with what moves it.
#[derive(Debug, Clone)]
pub(super) struct Position {
    pub(super) estimate: Estimate,
    pub(super) is_offset: bool,
    /// How units and clusters move it; `None` where the labels speak alone.
    pub(super) influence: Option<Influence>,
}

impl Position {
    fn nothing(status: Status) -> Self {
        Self {
            estimate: Estimate::nothing(status),
            is_offset: false,
            influence: None,
        }
    }
}

pub(super) fn position(
    actor: &ActorShares,
    classes: &[usize],
    inference: Inference,
    population: &Population<'_>,
    settings: &CompareSettings,
) -> Position {
    let rules = &settings.rules;
    let Some(shares) = &actor.shares else {
        return Position::nothing(if population.is_sampled {
            Status::NotEstimable
        } else {
            Status::Descriptive
        });
    };
    if !shares.is_estimable(inference, rules) {
        return Position::nothing(Status::NotEstimable);
    }
    let is_exact = shares.is_certain(inference);
    let telling = |class: usize| shares.n_telling(class, inference);
    let of_all: usize = (0..shares.shares.len()).map(telling).sum();
    let of_classes: usize = classes.iter().map(|class| telling(*class)).sum();
    let is_two_sided = classes.len() == 2;
    let is_common = classes
        .iter()
        .all(|class| telling(*class) >= rules.min_of_class)
        && (is_two_sided || of_all - of_classes >= rules.min_of_class);
    if is_exact || (is_common && shares.n_coded >= rules.min_corrected) {
        by_delta(
            shares,
            actor.n_passages,
            classes,
            inference,
            population,
            settings,
        )
    } else {
        by_labels(shares, classes, inference, settings)
    }
}

/// From the corrected shares.
fn by_delta(
    shares: &CellShares,
    n_passages: usize,
    classes: &[usize],
    inference: Inference,
    population: &Population<'_>,
    settings: &CompareSettings,
) -> Position {
    let is_exact = shares.is_certain(inference);
    let covariance = shares.influence.covariance(inference, &population.strata);
    let of = |class: usize| EstimatedShare {
        estimate: shares.shares.get(class).copied().unwrap_or(0.0),
        variance: covariance.as_ref().map_or(0.0, |c| c.variance(class)),
    };
    let log_odds = match classes {
        [plus, minus] => {
            let row = covariance.as_ref().and_then(|c| c.matrix.get(*plus));
            let joint = row.and_then(|row| row.get(*minus)).copied().unwrap_or(0.0);
            log_ratio_of_shares(of(*plus), of(*minus), joint, n_passages)
        }
        [only] => log_odds_of_share(of(*only), n_passages),
        _ => None,
    };
    let Some(log_odds) = log_odds else {
        return Position::nothing(Status::NotEstimable);
    };
    let degrees = covariance.as_ref().map_or(f64::INFINITY, |c| c.degrees);
    let has_error = !is_exact && log_odds.standard_error > 0.0;
    let interval = has_error.then(|| {
        settings
            .rules
            .number(log_odds.estimate, log_odds.standard_error, degrees)
    });
    Position {
        estimate: Estimate {
            status: if shares.is_census {
                Status::Census
            } else {
                Status::Corrected
            },
            value: Some(log_odds.estimate),
            std_error: has_error.then_some(log_odds.standard_error),
            interval,
        },
        is_offset: log_odds.is_offset,
        influence: Some(
            shares
                .influence
                .mapped(&[gradient(shares, classes, n_passages)]),
        ),
    }
}

/// How the log-odds move with each share, which is kept half a passage away from 0 and 1.
fn gradient(shares: &CellShares, classes: &[usize], n_passages: usize) -> Vec<f64> {
    let half = 0.5 / n_passages.max(1) as f64;
    let share = |class: usize| {
        let share = shares.shares.get(class).copied().unwrap_or(0.0);
        share.clamp(half, 1.0 - half)
    };
    let mut gradient = vec![0.0; shares.shares.len()];
    let mut set = |class: usize, value: f64| {
        if let Some(place) = gradient.get_mut(class) {
            *place = value;
        }
    };
    match classes {
        [plus, minus] => {
            set(*plus, 1.0 / share(*plus));
            set(*minus, -1.0 / share(*minus));
        }
        [only] => set(*only, 1.0 / (share(*only) * (1.0 - share(*only)))),
        _ => {}
    }
    gradient
}

/// From the coded passages alone.
fn by_labels(
    shares: &CellShares,
    classes: &[usize],
    inference: Inference,
    settings: &CompareSettings,
) -> Position {
    let n = shares.n_effective(inference);
    let count = |class: usize| n * shares.labels.get(class).copied().unwrap_or(0.0);
    let (plus, minus) = match classes {
        [plus, minus] => (count(*plus), count(*minus)),
        [only] => (count(*only), n - count(*only)),
        _ => return Position::nothing(Status::NotEstimable),
    };
    let lowe = lowe_position(plus, minus);
    let interval = settings
        .rules
        .number(lowe.estimate, lowe.standard_error, f64::INFINITY);
    Position {
        estimate: Estimate {
            status: Status::LabelsOnly,
            value: Some(lowe.estimate),
            std_error: Some(lowe.standard_error),
            interval: Some(interval),
        },
        is_offset: true,
        influence: None,
    }
}

#[cfg(test)]
#[path = "positions_tests.rs"]
mod tests;
