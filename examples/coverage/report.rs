//! The table of coverage.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use standpunt::math;

use crate::corpus::Design;

/// How common a class is for a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Band {
    /// Below 2 %.
    VeryRare,
    /// From 2 to 5 %.
    Rare,
    /// From 5 to 10 %.
    Uncommon,
    /// From 10 % on.
    Common,
}

impl Band {
    pub(crate) fn of(share: f64) -> Self {
        match share {
            share if share < 0.02 => Self::VeryRare,
            share if share < 0.05 => Self::Rare,
            share if share < 0.10 => Self::Uncommon,
            _ => Self::Common,
        }
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::VeryRare => "below 2 %",
            Self::Rare => "2 to 5 %",
            Self::Uncommon => "5 to 10 %",
            Self::Common => "10 % and more",
        })
    }
}

impl fmt::Display for Design {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passages {
                per_party,
                by_prediction: false,
            } => {
                write!(f, "{per_party} passages a party")
            }
            Self::Passages {
                per_party,
                by_prediction: true,
            } => {
                write!(f, "{per_party} passages a party, by predicted class")
            }
            Self::TwoWaves { per_party } => {
                write!(
                    f,
                    "{per_party} passages a party, then {per_party} by predicted class"
                )
            }
            Self::Documents { per_party } => write!(f, "{per_party} documents a party"),
        }
    }
}

/// What an interval is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Quantity {
    /// The share of a class for a party.
    Share(Band),
    /// The difference of two parties' shares of a class.
    Contrast,
    /// The log-odds of two shares of a party.
    Position,
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Share(band) => write!(f, "share, {band}"),
            Self::Contrast => f.write_str("difference of two parties"),
            Self::Position => f.write_str("log-odds of two shares"),
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) place: usize,
    pub(crate) design: Design,
    pub(crate) inference: &'static str,
    pub(crate) quantity: Quantity,
}

/// What is counted for a row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) n: u64,
    pub(crate) n_estimated: u64,
    pub(crate) n_labels_only: u64,
    pub(crate) n_covered: u64,
    pub(crate) n_below: u64,
    pub(crate) width: f64,
    pub(crate) squares: f64,
    pub(crate) labels_squares: f64,
    pub(crate) raw_error: f64,
}

impl Tally {
    pub(crate) fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.n_estimated += other.n_estimated;
        self.n_labels_only += other.n_labels_only;
        self.n_covered += other.n_covered;
        self.n_below += other.n_below;
        self.width += other.width;
        self.squares += other.squares;
        self.labels_squares += other.labels_squares;
        self.raw_error += other.raw_error;
    }
}

/// The table in Markdown.
pub(crate) fn table(tallies: &BTreeMap<Key, Tally>) -> String {
    let mut text = String::from(
        "| design | of | interval of | n | given | labels only | covers | too low / too high | half \
         width | RMSE |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for (key, tally) in tallies {
        let n = tally.n_estimated;
        let part = |count: u64, of: u64| count as f64 / of.max(1) as f64;
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {:.3} | {:.3} | {:.3} | {:.3} / {:.3} | {:.3} | {:.4} |",
            key.design,
            key.inference,
            key.quantity,
            tally.n,
            part(n, tally.n),
            part(tally.n_labels_only, n),
            part(tally.n_covered, n),
            part(n - tally.n_covered - tally.n_below, n),
            part(tally.n_below, n),
            tally.width / n.max(1) as f64 / 2.0,
            math::sqrt(tally.squares / n.max(1) as f64),
        );
    }
    text
}

/// Errors of three ways to a share, by design: counting labels, coded passages alone, corrected.
pub(crate) fn errors(tallies: &BTreeMap<Key, Tally>) -> String {
    let mut text = String::from(
        "| design | predicted labels counted, mean error | coded passages alone, RMSE | as given, RMSE |\n\
         |---|---|---|---|\n",
    );
    let mut by_design: BTreeMap<usize, (Design, Tally)> = BTreeMap::new();
    for (key, tally) in tallies {
        if key.inference == "corpus" && matches!(key.quantity, Quantity::Share(_)) {
            let entry = by_design.entry(key.place);
            entry.or_insert((key.design, Tally::default())).1.add(tally);
        }
    }
    for (design, tally) in by_design.values() {
        let n = tally.n_estimated.max(1) as f64;
        let _ = writeln!(
            text,
            "| {design} | {:.3} | {:.4} | {:.4} |",
            tally.raw_error / tally.n.max(1) as f64,
            math::sqrt(tally.labels_squares / n),
            math::sqrt(tally.squares / n),
        );
    }
    text
}
