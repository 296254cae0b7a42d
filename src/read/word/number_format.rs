//! How the numbers of lists are written (ECMA-376, part 1, section 17.18.59).

/// The form of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum NumberFormat {
    /// A bullet, or a form that is not shown as text.
    Nothing,
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// 01, 02, 03.
    DecimalZero,
    /// a, b … z, aa, bb.
    LowerLetter,
    /// A, B … Z, AA, BB.
    UpperLetter,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
}

/// The highest number that letters are written for, thirty times the last one.
const MAX_LETTERS: u32 = 30 * 26;

/// The highest number that stands in Roman numerals without signs above them.
const MAX_ROMAN: u32 = 3_999;

/// Roman numerals and what they count, the greatest first.
const ROMAN: [(u32, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

impl NumberFormat {
    /// The form that the file names.
    pub(super) fn named(name: &str) -> Self {
        match name {
            "decimal" => Self::Decimal,
            "decimalZero" => Self::DecimalZero,
            "lowerLetter" => Self::LowerLetter,
            "upperLetter" => Self::UpperLetter,
            "lowerRoman" => Self::LowerRoman,
            "upperRoman" => Self::UpperRoman,
            _ => Self::Nothing,
        }
    }

    /// A number in this form; in decimals where the form has no sign for it.
    pub(super) fn show(self, n: u32) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::DecimalZero => format!("{n:02}"),
            Self::LowerLetter if (1..=MAX_LETTERS).contains(&n) => letters(n),
            Self::UpperLetter if (1..=MAX_LETTERS).contains(&n) => letters(n).to_uppercase(),
            Self::LowerRoman if (1..=MAX_ROMAN).contains(&n) => roman(n),
            Self::UpperRoman if (1..=MAX_ROMAN).contains(&n) => roman(n).to_uppercase(),
            _ => n.to_string(),
        }
    }
}

/// The letter of a number from 1, doubled behind `z`, trebled behind `zz`.
fn letters(n: u32) -> String {
    let letter = ('a'..='z').cycle().nth(((n - 1) % 26) as usize);
    let times = (n - 1) / 26 + 1;
    (0..times).filter_map(|_| letter).collect()
}

fn roman(mut n: u32) -> String {
    let mut numeral = String::new();
    for (value, sign) in ROMAN {
        while n >= value {
            numeral.push_str(sign);
            n -= value;
        }
    }
    numeral
}

#[cfg(test)]
mod tests {
    use super::NumberFormat::*;

    #[test]
    fn numbers_are_written_as_word_shows_them() {
        for (format, n, expected) in [
            (Decimal, 12, "12"),
            (DecimalZero, 7, "07"),
            (LowerLetter, 26, "z"),
            (LowerLetter, 28, "bb"),
            (UpperLetter, 53, "AAA"),
            (LowerLetter, 0, "0"),
            (LowerLetter, 781, "781"),
            (LowerRoman, 14, "xiv"),
            (UpperRoman, 1999, "MCMXCIX"),
            (UpperRoman, 4000, "4000"),
            (Nothing, 3, ""),
        ] {
            assert_eq!(format.show(n), expected, "{format:?} {n}");
        }
    }
}
