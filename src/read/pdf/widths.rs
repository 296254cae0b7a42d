//! Widths of the letters of the standard fonts, which a PDF need not carry.
//!
//! Source: Adobe's font metrics of Helvetica, Helvetica-Bold and Times-Roman ("Core 14 AFM files"),
//! codes 32 to 126, in thousandths of the size. `reportlab` 4 has the same numbers.

const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

const HELVETICA_BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

const TIMES: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

/// Width of a character in a standard font, in thousandths of the size; accents do not widen a
/// letter, and what has no ASCII letter below it is as wide as a digit.
pub(super) fn standard_width(font: &str, text: &str) -> f64 {
    use unicode_normalization::UnicodeNormalization as _;
    if font.contains("Courier") {
        return 600.0;
    }
    let table = match (font.contains("Times"), font.contains("Bold")) {
        (true, _) => &TIMES,
        (false, true) => &HELVETICA_BOLD,
        (false, false) => &HELVETICA,
    };
    let letter = text.nfd().next().and_then(|c| u8::try_from(c).ok());
    let width = letter
        .and_then(|letter| table.get(usize::from(letter).checked_sub(32)?))
        .copied();
    f64::from(width.unwrap_or(556))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_font_metrics() {
        // AFM: Helvetica W 944, i 222; Times-Roman m 778; Courier 600.
        let is = |font, text, width: f64| (standard_width(font, text) - width).abs() < 0.1;
        assert!(is("Helvetica", "W", 944.0) && is("Helvetica", "ï", 222.0));
        assert!(is("Times-Roman", "m", 778.0) && is("Courier-Bold", "m", 600.0));
        assert!(is("Helvetica-Bold", "m", 889.0));
    }
}
