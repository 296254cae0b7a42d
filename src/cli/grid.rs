//! The robustness grid, as text.

use std::fmt::Write as _;

use crate::evaluate::{GridMeasure, GridRow, Robustness};

/// What moves, one line a variant.
pub(super) fn grid_text(grid: &Robustness, class_ids: &[String]) -> String {
    let mut text = format!(
        "\n{:<22} {:<22} {:<24} share change  Kendall's tau of the actors' shares with the default\n",
        "robustness", "macro-F1", "change, paired"
    );
    let mut variants: Vec<&str> = Vec::new();
    for row in &grid.rows {
        if !variants.contains(&row.variant.as_str()) {
            variants.push(&row.variant);
        }
    }
    for variant in variants {
        let of = |measure: GridMeasure, stance: Option<usize>| {
            grid.rows.iter().find(|row| {
                (row.variant.as_str(), row.measure, row.stance) == (variant, measure, stance)
            })
        };
        let number = |measure| {
            let estimate = of(measure, None).and_then(|row| row.estimate);
            estimate.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"))
        };
        let _ = write!(
            text,
            "  {variant:<20} {:<22} {:<24}",
            of(GridMeasure::MacroF1, None).map_or_else(String::new, with_interval),
            of(GridMeasure::MacroF1Change, None).map_or_else(String::new, with_interval),
        );
        if of(GridMeasure::MeanShareChange, None).is_some() {
            let _ = write!(
                text,
                " {} ≤ {}",
                number(GridMeasure::MeanShareChange),
                number(GridMeasure::LargestShareChange)
            );
        }
        for (stance, id) in class_ids.iter().enumerate() {
            let tau = of(GridMeasure::RankCorrelation, Some(stance)).and_then(|row| row.estimate);
            if let Some(tau) = tau {
                let _ = write!(text, "  {id} {tau:.2}");
            }
        }
        text.push('\n');
    }
    text.push_str(
        "share change: mean ≤ largest, absolute, over classes and actors with 10 passages or more\n",
    );
    text
}

fn with_interval(row: &GridRow) -> String {
    let Some(estimate) = row.estimate else {
        return "-".to_owned();
    };
    let interval = row.interval.map_or_else(String::new, |interval| {
        format!(" [{:.3}, {:.3}]", interval.low, interval.high)
    });
    format!("{estimate:.3}{interval}")
}
