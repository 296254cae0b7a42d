//! Probabilities of all classes for all passages, and scores that use all of them.

use super::MetricsError;
use crate::math;

/// Probabilities, one row a passage, one column a class, stored row after row.
#[derive(Debug, Clone, PartialEq)]
pub struct Probabilities {
    n_classes: usize,
    values: Vec<f64>,
}

/// Below this a probability is taken as this in the log loss, so that one impossible event does
/// not make the mean infinite. scikit-learn clipped at this value until release 1.3.
const SMALLEST_PROBABILITY: f64 = 1e-15;

impl Probabilities {
    /// A matrix without rows.
    pub fn empty(n_classes: usize) -> Self {
        Self {
            n_classes,
            values: Vec::new(),
        }
    }

    /// The matrix of `rows`, each of `n_classes` values from 0 to 1.
    ///
    /// # Errors
    /// When a row has another length or a value is below 0, above 1 or not a number.
    pub fn from_rows<R: AsRef<[f64]>>(n_classes: usize, rows: &[R]) -> Result<Self, MetricsError> {
        let mut matrix = Self::empty(n_classes);
        for row in rows {
            matrix.push(row.as_ref())?;
        }
        Ok(matrix)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// As for [`Self::from_rows`].
    pub fn push(&mut self, row: &[f64]) -> Result<(), MetricsError> {
        if row.len() != self.n_classes {
            return Err(MetricsError::Length {
                what: "a row of probabilities",
                found: row.len(),
                expected: self.n_classes,
            });
        }
        if let Some(&found) = row.iter().find(|p| !(0.0..=1.0).contains(*p)) {
            return Err(MetricsError::Probability {
                row: self.n_rows(),
                found,
            });
        }
        self.values.extend_from_slice(row);
        Ok(())
    }

    /// The number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// The number of passages.
    pub fn n_rows(&self) -> usize {
        self.values.len() / self.n_classes.max(1)
    }

    /// The rows in order, each of `n_classes` values.
    pub fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks_exact(self.n_classes.max(1))
    }

    /// The log loss of each row: `−ln p_{i,y_i}`, with probabilities below 1e-15 taken as 1e-15;
    /// 0 to 34.54 nats.
    ///
    /// # Errors
    /// When `gold` has another length or names a class that does not exist.
    pub fn log_losses(&self, gold: &[usize]) -> Result<Vec<f64>, MetricsError> {
        self.score_rows(gold, |row, class| {
            let p = row.get(class).copied().unwrap_or(0.0);
            -math::ln(p.max(SMALLEST_PROBABILITY))
        })
    }

    /// The Brier score of each row: `Σ_k (p_ik − 1[y_i = k])²`, 0 to 2 (Brier 1950). The form
    /// that runs from 0 to 1 for two classes is half of this.
    ///
    /// # Errors
    /// When `gold` has another length or names a class that does not exist.
    pub fn brier_scores(&self, gold: &[usize]) -> Result<Vec<f64>, MetricsError> {
        self.score_rows(gold, |row, class| {
            row.iter()
                .enumerate()
                .map(|(k, p)| {
                    let error = if k == class { p - 1.0 } else { *p };
                    error * error
                })
                .sum()
        })
    }

    /// The mean of [`Self::log_losses`].
    ///
    /// # Errors
    /// As there.
    pub fn log_loss(&self, gold: &[usize]) -> Result<f64, MetricsError> {
        self.log_losses(gold).map(|losses| mean(&losses))
    }

    /// The mean of [`Self::brier_scores`].
    ///
    /// # Errors
    /// As there.
    pub fn brier_score(&self, gold: &[usize]) -> Result<f64, MetricsError> {
        self.brier_scores(gold).map(|scores| mean(&scores))
    }

    /// Checks `gold` against the rows.
    pub(super) fn check_gold(&self, gold: &[usize]) -> Result<(), MetricsError> {
        if self.n_rows() != gold.len() {
            return Err(MetricsError::Length {
                what: "the probabilities",
                found: self.n_rows(),
                expected: gold.len(),
            });
        }
        match gold.iter().position(|&class| class >= self.n_classes) {
            Some(row) => Err(MetricsError::Class {
                row,
                found: gold[row],
                n_classes: self.n_classes,
            }),
            None => Ok(()),
        }
    }

    fn score_rows(
        &self,
        gold: &[usize],
        score: impl Fn(&[f64], usize) -> f64,
    ) -> Result<Vec<f64>, MetricsError> {
        self.check_gold(gold)?;
        Ok(self
            .rows()
            .zip(gold)
            .map(|(row, &class)| score(row, class))
            .collect())
    }
}

/// The mean, summed from the left; 0 for no values.
fn mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        0.0
    } else {
        values.iter().sum::<f64>() / values.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::f400;

    #[test]
    fn log_loss_and_brier_score_equal_scikit_learn() {
        let rows = f400::rows();
        let gold = f400::gold(&rows);
        let first: Vec<_> = rows.iter().map(|row| row.probabilities).collect();
        let second: Vec<_> = rows.iter().map(|row| row.probabilities2).collect();
        let first = Probabilities::from_rows(4, &first).unwrap();
        let second = Probabilities::from_rows(4, &second).unwrap();
        assert!((first.log_loss(&gold).unwrap() - 0.869_963_323_7).abs() < 1e-9);
        assert!((second.log_loss(&gold).unwrap() - 1.068_275_275_3).abs() < 1e-9);
        assert!((first.brier_score(&gold).unwrap() - 0.467_924_248_8).abs() < 1e-9);
    }

    #[test]
    fn an_impossible_event_costs_34_nats_and_no_rows_cost_nothing() {
        let sure = Probabilities::from_rows(2, &[[1.0, 0.0]]).unwrap();
        // −ln 1e-15 = 15 ln 10 = 34.538776394910684
        assert!((sure.log_loss(&[1]).unwrap() - 34.538_776_394_910_684).abs() < 1e-9);
        assert!((sure.brier_score(&[1]).unwrap() - 2.0).abs() < 1e-15);
        let none = Probabilities::empty(2);
        assert!(none.log_loss(&[]).unwrap().abs() < 1e-15);
    }

    #[test]
    fn refuses_what_is_no_probability() {
        let error = Probabilities::from_rows(2, &[[0.5, 0.5], [1.5, -0.5]]).unwrap_err();
        assert_eq!(error.to_string(), "row 1: probability 1.5, expected 0 to 1");
        let fine = Probabilities::from_rows(2, &[[0.5, 0.5]]).unwrap();
        assert!(fine.log_loss(&[2]).is_err());
        assert!(fine.log_loss(&[]).is_err());
    }
}
