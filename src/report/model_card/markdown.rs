//! Pieces of Markdown.

use crate::corpus::one_line;
use crate::metrics::Interval;

/// A table; every row must be as long as the header. Bars in cells are escaped.
pub(super) fn table(header: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let rule = vec!["---".to_owned(); header.len()];
    let rows: String = rows.iter().map(|row| line(row)).collect();
    line(header) + &line(&rule) + &rows
}

/// The header of a table.
pub(super) fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// Text of a user in a line of Markdown: one line, and no bar that would end a cell.
pub(super) fn escaped(text: &str) -> String {
    one_line(text).replace('|', "\\|")
}

/// `0.648`; a dash for what is not known.
pub(super) fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

/// `0.648 [0.590, 0.701]`.
pub(super) fn with_interval(value: Option<f64>, interval: Option<Interval>) -> String {
    let interval = interval.map_or_else(String::new, |Interval { low, high }| {
        format!(" [{low:.3}, {high:.3}]")
    });
    number(value) + &interval
}

/// `12 of 18: 0.67 [0.44, 0.84]`, with the Wilson interval; a dash where there is none to count.
pub(super) fn share(n_of: usize, n: usize) -> String {
    let Some(Interval { low, high }) = crate::metrics::wilson_interval(n_of, n) else {
        return "–".to_owned();
    };
    let share = n_of as f64 / n as f64;
    format!("{n_of} of {n}: {share:.2} [{low:.2}, {high:.2}]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stays_one_cell() {
        let rows = [vec!["a|b\nc".to_owned(), "d".to_owned()]];
        assert_eq!(
            table(&header(&["x", "y"]), &rows),
            "| x | y |\n| --- | --- |\n| a\\|b c | d |\n"
        );
    }

    #[test]
    fn numbers_carry_their_interval_and_count() {
        let interval = Interval {
            low: 0.25,
            high: 0.75,
        };
        assert_eq!(
            with_interval(Some(0.5), Some(interval)),
            "0.500 [0.250, 0.750]"
        );
        assert_eq!(with_interval(None, None), "–");
        // statsmodels: the Wilson interval of 7 of 60 is .0577 to .2218.
        assert_eq!(share(7, 60), "7 of 60: 0.12 [0.06, 0.22]");
        assert_eq!(share(0, 0), "–");
    }
}
