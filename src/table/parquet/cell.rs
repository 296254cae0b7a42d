//! One value as the text that a CSV would have.

use std::io::Write as _;

use super::form::Form;
use crate::table::format_number;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The Julian day of 1970-01-01.
const JULIAN_EPOCH: i64 = 2_440_588;

/// A value as Parquet stores it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cell<'a> {
    /// One bit.
    Flag(bool),
    /// 32 or 64 bits.
    Whole(i64),
    /// 32 bits.
    Single(f32),
    /// 64 bits.
    Double(f64),
    /// Nanoseconds of the day in the lower 64 bits, the Julian day in the upper 32.
    Days([u32; 3]),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// Why a value has no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoText {
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// A value that its column cannot mean: what was found and expected.
    Outside(String, &'static str),
}

/// Appends the text of `cell`, without quotes. With `has_six_decimals`, a number that six decimals
/// hold whole is written with them, as in every table of this program; any other is written as
/// short as it can be read back.
pub(super) fn push_text(
    out: &mut Vec<u8>,
    form: Form,
    cell: Cell<'_>,
    has_six_decimals: bool,
) -> Result<(), NoText> {
    let unfit = || NoText::Outside(format!("{cell:?}"), "a value of the column's type");
    // Writing to memory cannot fail.
    let mut put = |text: std::fmt::Arguments<'_>| {
        let _ = out.write_fmt(text);
    };
    match (form, cell) {
        (Form::Text, Cell::Bytes(bytes)) => {
            if std::str::from_utf8(bytes).is_err() {
                return Err(NoText::NotUtf8);
            }
            out.extend_from_slice(bytes);
        }
        (Form::Flag, Cell::Flag(flag)) => put(format_args!("{flag}")),
        (Form::Signed, Cell::Whole(whole)) => put(format_args!("{whole}")),
        (Form::Unsigned32, Cell::Whole(whole)) => {
            put(format_args!("{}", whole & i64::from(u32::MAX)));
        }
        (Form::Unsigned64, Cell::Whole(whole)) => put(format_args!("{}", whole.cast_unsigned())),
        (Form::Number, Cell::Single(number)) => put(format_args!("{number:?}")),
        (Form::Number, Cell::Double(number)) => {
            let text = if has_six_decimals && number.is_finite() {
                Some(format_number(number))
            } else {
                None
            };
            let same = |text: &String| {
                let read = text.parse::<f64>().unwrap_or(f64::NAN);
                read.to_bits() == number.to_bits()
            };
            match text.filter(same) {
                Some(text) => put(format_args!("{text}")),
                None => put(format_args!("{number:?}")),
            }
        }
        (Form::Half, Cell::Bytes(&[low, high])) => {
            put(format_args!("{:?}", half(u16::from_le_bytes([low, high]))));
        }
        (Form::Decimal(scale), Cell::Whole(whole)) => push_decimal(out, i128::from(whole), scale),
        (Form::Decimal(scale), Cell::Bytes(bytes)) => {
            push_decimal(out, big_endian(bytes).ok_or_else(unfit)?, scale);
        }
        (Form::Uuid, Cell::Bytes(bytes)) => {
            for (i, byte) in bytes.iter().enumerate() {
                let dash = if matches!(i, 4 | 6 | 8 | 10) { "-" } else { "" };
                put(format_args!("{dash}{byte:02x}"));
            }
        }
        (Form::Date, Cell::Whole(days)) => push_date(out, days)?,
        (Form::Time(per_second), Cell::Whole(time)) => {
            if !(0..DAY * per_second).contains(&time) {
                return Err(NoText::Outside(time.to_string(), "a time of the day"));
            }
            push_time(out, time, per_second);
        }
        (Form::Instant(per_second, is_utc), Cell::Whole(time)) => {
            push_date(out, time.div_euclid(DAY * per_second))?;
            out.push(b'T');
            push_time(out, time.rem_euclid(DAY * per_second), per_second);
            if is_utc {
                out.push(b'Z');
            }
        }
        (Form::Instant(per_second, _), Cell::Days([low, high, day])) => {
            let time = i64::from(low) | i64::from(high) << 32;
            if !(0..DAY * per_second).contains(&time) {
                return Err(NoText::Outside(time.to_string(), "nanoseconds of a day"));
            }
            push_date(out, i64::from(day) - JULIAN_EPOCH)?;
            out.push(b'T');
            push_time(out, time, per_second);
        }
        _ => return Err(unfit()),
    }
    Ok(())
}

/// `YYYY-MM-DD` of a number of days since 1970-01-01, by the algorithm `civil_from_days` of
/// Hinnant (<https://howardhinnant.github.io/date_algorithms.html>).
fn push_date(out: &mut Vec<u8>, days: i64) -> Result<(), NoText> {
    let outside = || NoText::Outside(format!("day {days}"), "a day of the years 1 to 9999");
    let shifted = days.checked_add(719_468).ok_or_else(outside)?;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    if !(1..=9_999).contains(&year) {
        return Err(outside());
    }
    let _ = write!(out, "{year:04}-{month:02}-{day:02}");
    Ok(())
}

/// `HH:MM:SS`, and the parts of the second where there are any.
fn push_time(out: &mut Vec<u8>, time: i64, per_second: i64) {
    let (seconds, part) = (time / per_second, time % per_second);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let _ = write!(out, "{hour:02}:{minute:02}:{second:02}");
    if part > 0 {
        let digits = match per_second {
            1_000 => 3,
            1_000_000 => 6,
            _ => 9,
        };
        let _ = write!(out, ".{part:0digits$}");
    }
}

fn push_decimal(out: &mut Vec<u8>, number: i128, scale: u32) {
    let sign = if number < 0 { "-" } else { "" };
    let digits = number.unsigned_abs().to_string();
    let scale = scale as usize;
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, part) = digits.split_at(digits.len() - scale);
    let point = if scale > 0 { "." } else { "" };
    let _ = write!(out, "{sign}{whole}{point}{part}");
}

/// The number of at most 16 bytes, the highest first, in two's complement.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    let is_negative = bytes.first()? & 0x80 != 0;
    let mut all = [if is_negative { 0xFF } else { 0 }; 16];
    let start = 16_usize.checked_sub(bytes.len())?;
    all.get_mut(start..)?.copy_from_slice(bytes);
    Some(i128::from_be_bytes(all))
}

/// The number of 16 bits, by IEEE 754: one bit of sign, five of exponent, ten of fraction.
fn half(bits: u16) -> f32 {
    let sign = u32::from(bits >> 15) << 31;
    let (exponent, fraction) = (u32::from(bits >> 10 & 0x1F), u32::from(bits & 0x3FF));
    match exponent {
        0 => {
            // A fraction of 2^-24 each.
            let size = f32::from(bits & 0x3FF) / 16_777_216.0;
            f32::from_bits(size.to_bits() | sign)
        }
        0x1F => f32::from_bits(sign | 0x7F80_0000 | fraction << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(form: Form, cell: Cell<'_>) -> String {
        let mut out = Vec::new();
        push_text(&mut out, form, cell, false).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn days_and_times_are_written_as_iso_8601_has_them() {
        // Days since 1970-01-01 by `(date(Y, M, D) - date(1970, 1, 1)).days` of Python 3.11.
        for (days, date) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (19_782, "2024-02-29"),
            (19_783, "2024-03-01"),
            (-719_162, "0001-01-01"),
            (2_932_896, "9999-12-31"),
            (-25_509, "1900-02-28"),
            (-25_508, "1900-03-01"),
        ] {
            assert_eq!(text(Form::Date, Cell::Whole(days)), date);
        }
        let instant = |time, per, utc| text(Form::Instant(per, utc), Cell::Whole(time));
        assert_eq!(instant(-1, 1_000, true), "1969-12-31T23:59:59.999Z");
        assert_eq!(
            instant(86_399_000_000, 1_000_000, false),
            "1970-01-01T23:59:59"
        );
        assert_eq!(
            instant(1, 1_000_000_000, false),
            "1970-01-01T00:00:00.000000001"
        );
        // Noon of Julian day 2,440,588: 12 * 3600 * 10^9 ns = 0x274A_48A7_8000.
        let noon = Cell::Days([0x48A7_8000, 0x274A, 2_440_588]);
        assert_eq!(
            text(Form::Instant(1_000_000_000, false), noon),
            "1970-01-01T12:00:00"
        );
        let mut out = Vec::new();
        for days in [2_932_897, -719_163, i64::MAX, i64::MIN] {
            assert!(push_text(&mut out, Form::Date, Cell::Whole(days), false).is_err());
        }
    }

    #[test]
    fn numbers_are_written_as_short_as_they_can_be_read_back() {
        let number = |number| text(Form::Number, Cell::Double(number));
        for (value, written) in [
            (0.1, "0.1"),
            (1.0, "1.0"),
            (1e300, "1e300"),
            (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
            (f64::NAN, "NaN"),
            (-f64::INFINITY, "-inf"),
        ] {
            assert_eq!(number(value), written);
        }
        assert_eq!(text(Form::Number, Cell::Single(0.1)), "0.1");
        assert_eq!(text(Form::Unsigned32, Cell::Whole(-1)), "4294967295");
        assert_eq!(
            text(Form::Unsigned64, Cell::Whole(-1)),
            "18446744073709551615"
        );
        // IEEE 754 binary16: 0x3C00 is 1, 0xC000 is -2, 0x0001 is 2^-24, 0x7BFF is 65504.
        for (bits, value) in [
            (0x3C00, 1.0),
            (0xC000, -2.0),
            (1, 5.960_464_5e-8),
            (0x7BFF, 65504.0),
        ] {
            assert!((half(bits) - value).abs() < f32::MIN_POSITIVE, "{bits:04X}");
        }
    }

    #[test]
    fn six_decimals_are_kept_where_they_lose_nothing() {
        for (number, written) in [
            (0.5, "0.500000"),
            (0.666_667, "0.666667"),
            (2.0 / 3.0, "0.6666666666666666"),
            (-0.0, "-0.0"),
            (1e-7, "1e-7"),
        ] {
            let mut out = Vec::new();
            push_text(&mut out, Form::Number, Cell::Double(number), true).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), written);
        }
    }

    #[test]
    fn decimals_have_their_point_where_the_scale_puts_it() {
        let decimal = |whole, scale| text(Form::Decimal(scale), Cell::Whole(whole));
        assert_eq!(decimal(12_345, 2), "123.45");
        assert_eq!(decimal(-5, 3), "-0.005");
        assert_eq!(decimal(7, 0), "7");
        let bytes = text(Form::Decimal(2), Cell::Bytes(&[0xFF, 0x38]));
        assert_eq!(bytes, "-2.00", "0xFF38 is -200");
    }
}
