//! Agreement of coders.
//!
//! Every coefficient follows from sums over units, so that one pass over the sums of groups serves
//! every resample of a bootstrap.

use super::ConfusionMatrix;
use crate::math;

/// How far coders agree beyond chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Krippendorff's alpha for nominal categories, at most 1; 0 where coders agree as often as
    /// chance would have it.
    pub alpha: f64,
    /// Units with two or more codings; the others tell nothing.
    pub n_units: usize,
    /// Codings of these units.
    pub n_codings: usize,
}

/// Krippendorff's alpha for nominal categories; a coding that is missing is `None`.
///
/// The formula stands at [`AgreementSums::alpha`]. `None` where no unit has two codings, or all of
/// them are of one category: then there is nothing to agree on. Checked by
/// `the_published_examples_have_their_published_alpha`.
pub fn krippendorff_alpha<U: AsRef<[Option<usize>]>>(units: &[U]) -> Option<Agreement> {
    let codings = units.iter().flat_map(|unit| unit.as_ref().iter().flatten());
    let n_classes = codings.max()? + 1;
    let mut sums = AgreementSums::new(n_classes);
    for unit in units {
        sums.add_unit(&class_counts(unit.as_ref(), n_classes));
    }
    Some(Agreement {
        alpha: sums.alpha()?,
        n_units: sums.n_paired_units,
        n_codings: sums.n_paired_codings,
    })
}

/// How many coders gave a unit each class, `r_uk`; classes in `0..n_classes`, others are left out.
pub fn class_counts(codings: &[Option<usize>], n_classes: usize) -> Vec<u32> {
    let mut counts = vec![0; n_classes];
    for &class in codings.iter().flatten() {
        if let Some(count) = counts.get_mut(class) {
            *count += 1;
        }
    }
    counts
}

/// The sums of which coefficients of agreement are made.
///
/// In the formulas `r_uk` is how many coders gave unit u class k, `m_u = Σ_k r_uk`, and q the
/// number of classes in the codebook.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementSums {
    /// Units with a coding.
    n_units: usize,
    /// Units with two codings or more.
    n_paired_units: usize,
    /// Their codings.
    n_paired_codings: usize,
    /// `n_k = Σ_u r_uk` over units with `m_u ≥ 2`.
    paired: Vec<f64>,
    /// `Σ_u r_uk (r_uk − 1) / (m_u − 1)`: coincidences of class k with itself.
    coinciding: Vec<f64>,
    /// `Σ_u s (s − 1) / (m_u − 1)` with `s = m_u − r_uk`: coincidences of all but k with each other.
    coinciding_rest: Vec<f64>,
    /// `Σ_u Σ_k r_uk (r_uk − 1) / (m_u (m_u − 1))`: share of agreeing pairs of coders.
    agreeing: f64,
    /// `Σ_u r_uk / m_u` over units with a coding.
    shares: Vec<f64>,
}

impl AgreementSums {
    /// No unit yet.
    pub fn new(n_classes: usize) -> Self {
        Self {
            n_units: 0,
            n_paired_units: 0,
            n_paired_codings: 0,
            paired: vec![0.0; n_classes],
            coinciding: vec![0.0; n_classes],
            coinciding_rest: vec![0.0; n_classes],
            agreeing: 0.0,
            shares: vec![0.0; n_classes],
        }
    }

    /// Adds a unit by its [`class_counts`]; one without a coding adds nothing.
    pub fn add_unit(&mut self, counts: &[u32]) {
        let n_codings: u32 = counts.iter().sum();
        if n_codings == 0 {
            return;
        }
        let m = f64::from(n_codings);
        self.n_units += 1;
        for (share, &count) in self.shares.iter_mut().zip(counts) {
            *share += f64::from(count) / m;
        }
        if n_codings < 2 {
            return;
        }
        self.n_paired_units += 1;
        self.n_paired_codings += n_codings as usize;
        for (class, &count) in counts.iter().enumerate().take(self.paired.len()) {
            let (r, rest) = (f64::from(count), m - f64::from(count));
            let same = r * (r - 1.0) / (m - 1.0);
            self.paired[class] += r;
            self.coinciding[class] += same;
            self.coinciding_rest[class] += rest * (rest - 1.0) / (m - 1.0);
            self.agreeing += same / m;
        }
    }

    /// Adds the units of `other`, a tally of the same classes, `times` times.
    pub fn add(&mut self, other: &Self, times: u32) {
        debug_assert_eq!(self.paired.len(), other.paired.len());
        let weight = f64::from(times);
        self.n_units += other.n_units * times as usize;
        self.n_paired_units += other.n_paired_units * times as usize;
        self.n_paired_codings += other.n_paired_codings * times as usize;
        self.agreeing += weight * other.agreeing;
        for (sums, more) in [
            (&mut self.paired, &other.paired),
            (&mut self.coinciding, &other.coinciding),
            (&mut self.coinciding_rest, &other.coinciding_rest),
            (&mut self.shares, &other.shares),
        ] {
            for (sum, value) in sums.iter_mut().zip(more) {
                *sum += weight * value;
            }
        }
    }

    /// The number of classes.
    pub fn n_classes(&self) -> usize {
        self.paired.len()
    }

    /// Units with two codings or more.
    pub fn n_paired_units(&self) -> usize {
        self.n_paired_units
    }

    /// Codings of units with two codings or more.
    pub fn n_paired_codings(&self) -> usize {
        self.n_paired_codings
    }

    /// Krippendorff's alpha for nominal classes, at most 1:
    /// `α = 1 − (n − 1)(n − Σ_k o_kk) / (n² − Σ_k n_k²)` with the coincidences
    /// `o_kk = Σ_u r_uk (r_uk − 1) / (m_u − 1)` over units with `m_u ≥ 2`, `n_k` the codings of
    /// class k in them, and `n = Σ_k n_k` (Krippendorff 2011, "Computing Krippendorff's
    /// alpha-reliability", section C). `None` without a pair, or where all codings are of one
    /// class.
    pub fn alpha(&self) -> Option<f64> {
        let squares = self.paired.iter().map(|n| n * n).sum();
        alpha_of(self.n_paired_codings, self.coinciding.iter().sum(), squares)
    }

    /// Alpha of one class against all others taken together.
    pub fn alpha_of_class(&self, class: usize) -> Option<f64> {
        let of_class = *self.paired.get(class)?;
        let rest = self.n_paired_codings as f64 - of_class;
        let coinciding = self.coinciding.get(class)? + self.coinciding_rest.get(class)?;
        let squares = of_class * of_class + rest * rest;
        alpha_of(self.n_paired_codings, coinciding, squares)
    }

    /// The codings of a class in units with two codings or more.
    pub fn n_codings_of(&self, class: usize) -> f64 {
        self.paired.get(class).copied().unwrap_or(0.0)
    }

    /// The share of pairs of coders that agree, averaged over units with two codings or more:
    /// `P = mean_u Σ_k r_uk (r_uk − 1) / (m_u (m_u − 1))`, 0 to 1.
    pub fn raw_agreement(&self) -> Option<f64> {
        (self.n_paired_units > 0).then(|| self.agreeing / self.n_paired_units as f64)
    }

    /// Fleiss' kappa: `(P − P_e) / (1 − P_e)` with `P_e = Σ_k π_k²` and `π_k` the mean over units
    /// of `r_uk / m_u` (Fleiss 1971; with missing codings as in Gwet 2014, section 2.5).
    pub fn fleiss_kappa(&self) -> Option<f64> {
        let chance = self.class_shares().map(|share| share * share).sum();
        beyond_chance(self.raw_agreement()?, chance)
    }

    /// Gwet's AC1: as [`Self::fleiss_kappa`], with `P_e = Σ_k π_k (1 − π_k) / (q − 1)` (Gwet 2008).
    /// It stays high where one class is very frequent, which the kappas do not.
    pub fn gwet_ac1(&self) -> Option<f64> {
        beyond_chance(self.raw_agreement()?, self.ac1_chance())
    }

    fn ac1_chance(&self) -> f64 {
        let spread: f64 = self.class_shares().map(|share| share * (1.0 - share)).sum();
        spread / (self.shares.len() as f64 - 1.0)
    }

    fn class_shares(&self) -> impl Iterator<Item = f64> {
        let n = self.n_units as f64;
        self.shares.iter().map(move |share| share / n)
    }
}

fn alpha_of(n_codings: usize, coinciding: f64, squares: f64) -> Option<f64> {
    let n = n_codings as f64;
    let expected = n * n - squares;
    (expected > 0.0).then(|| 1.0 - (n - 1.0) * (n - coinciding) / expected)
}

/// `(p − p_e) / (1 − p_e)`; `None` where chance alone gives full agreement.
fn beyond_chance(agreement: f64, chance: f64) -> Option<f64> {
    (chance < 1.0).then(|| (agreement - chance) / (1.0 - chance))
}

/// The standard error of [`AgreementSums::gwet_ac1`] over units taken as independent (Gwet 2014,
/// section 5.3, for a sample from many units). `units` holds [`class_counts`]. `None` for fewer
/// than two units. Checked by `the_table_of_fleiss_has_its_coefficients`.
pub fn gwet_ac1_standard_error<U: AsRef<[u32]>>(units: &[U], n_classes: usize) -> Option<f64> {
    let mut sums = AgreementSums::new(n_classes);
    for unit in units {
        sums.add_unit(unit.as_ref());
    }
    let (ac1, chance) = (sums.gwet_ac1()?, sums.ac1_chance());
    let shares: Vec<f64> = sums.class_shares().collect();
    let n = sums.n_units as f64;
    if sums.n_units < 2 {
        return None;
    }
    let scale = n / sums.n_paired_units as f64;
    let mut squares = 0.0;
    for unit in units {
        let counts = unit.as_ref();
        let m = f64::from(counts.iter().sum::<u32>());
        if m < 1.0 {
            continue;
        }
        let own_chance: f64 = (counts.iter().zip(&shares))
            .map(|(&r, share)| f64::from(r) / m * (1.0 - share) / (n_classes as f64 - 1.0))
            .sum();
        let same: f64 = counts
            .iter()
            .map(|&r| f64::from(r) * (f64::from(r) - 1.0))
            .sum();
        let agreement = if m < 2.0 {
            0.0
        } else {
            scale * (same / (m * (m - 1.0)) - chance) / (1.0 - chance)
        };
        let part = agreement - 2.0 * (1.0 - ac1) * (own_chance - chance) / (1.0 - chance) - ac1;
        squares += part * part;
    }
    Some(math::sqrt(squares / (n * (n - 1.0))))
}

/// Cohen's kappa of two coders; `None` without a unit that both coded, or where both gave one
/// class to all.
pub fn cohen_kappa(pair: &ConfusionMatrix) -> Option<f64> {
    let n = pair.total();
    let is_one_class =
        (0..pair.n_classes()).any(|k| pair.gold_total(k) >= n && pair.predicted_total(k) >= n);
    (n > 0.0 && !is_one_class).then(|| pair.cohen_kappa())
}

#[cfg(test)]
#[path = "agreement_tests.rs"]
mod tests;
