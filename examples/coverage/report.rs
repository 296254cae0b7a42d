//! The table of coverage.

use std::collections::BTreeMap;
use std::fmt;

use crate::corpus::Design;

/// How common a class is for a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
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
    pub fn of(share: f64) -> Self {
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

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub place: usize,
    pub design: Design,
    pub inference: &'static str,
    pub band: Band,
}

/// What is counted for a row.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    pub n: u64,
    pub n_estimated: u64,
    pub n_labels_only: u64,
    pub n_covered: u64,
    pub n_below: u64,
    pub width: f64,
    pub squares: f64,
    pub labels_squares: f64,
    pub raw_error: f64,
}

impl Tally {
    pub fn add(&mut self, other: &Self) {
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

/// Prints the table in Markdown.
pub fn print_table(tallies: &BTreeMap<Key, Tally>, n_corpora: u64) {
    println!("{n_corpora} corpora of ten parties\n");
    println!(
        "| design | interval of | true share | n | estimated | labels only | covers | misses above / below | half width | RMSE | labels alone, RMSE | counted, mean error |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (key, tally) in tallies {
        let part = |n: u64, of: u64| n as f64 / of.max(1) as f64;
        let n = tally.n_estimated;
        let root = |sum: f64| standpunt::math::sqrt(sum / n.max(1) as f64);
        println!(
            "| {} | {} | {} | {} | {:.3} | {:.3} | {:.3} | {:.3} / {:.3} | {:.3} | {:.3} | {:.3} | {:.3} |",
            key.design,
            key.inference,
            key.band,
            tally.n,
            part(n, tally.n),
            part(tally.n_labels_only, n),
            part(tally.n_covered, n),
            part(n - tally.n_covered - tally.n_below, n),
            part(tally.n_below, n),
            tally.width / n.max(1) as f64 / 2.0,
            root(tally.squares),
            root(tally.labels_squares),
            tally.raw_error / tally.n.max(1) as f64,
        );
    }
}
