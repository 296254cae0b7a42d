//! How coded passages were drawn: strata, sampling units, inclusion probabilities.

/// A stratum of a sample: how many sampling units it has in the frame, and how many of them were
/// drawn and coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StratumSize {
    /// Sampling units in the frame, `N_h`.
    pub n_units: usize,
    /// Those drawn and coded, `n_h`.
    pub n_coded: usize,
}

impl StratumSize {
    /// `1 − n_h / N_h`, 0 to 1: the part of the variance that a finite stratum leaves.
    pub(super) fn correction(self) -> f64 {
        if self.n_coded >= self.n_units {
            0.0
        } else {
            1.0 - self.n_coded as f64 / self.n_units as f64
        }
    }
}

/// The sampling unit that brought a passage into the sample: itself, or its document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrawnUnit {
    /// The stratum, by its place in a list of [`StratumSize`]; `None` where only the probability
    /// is known, as after several waves.
    pub stratum: Option<usize>,
    /// A number of the unit that no other unit has.
    pub unit: usize,
    /// The probability with which the unit was drawn, above 0 to 1.
    pub pi: f64,
}

/// A coded passage whose inclusion probability is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coding {
    /// The class that coders gave, from 0.
    pub class: usize,
    /// What brought the passage into the sample.
    pub drawn: DrawnUnit,
}

impl Coding {
    /// How many passages of the frame this one stands for, 1 or more: `N_h / n_h`, or `1 / π`
    /// without strata. A drawn passage that nobody coded counts as missing at random in its
    /// stratum.
    pub(super) fn weight(&self, strata: &[StratumSize]) -> f64 {
        let stratum = self.drawn.stratum.and_then(|stratum| strata.get(stratum));
        match stratum {
            Some(size) => size.n_units as f64 / size.n_coded.max(1) as f64,
            None => 1.0 / self.drawn.pi,
        }
    }
}
