//! Dates that may lack a day or a month, as parliamentary papers often do.

use std::fmt;
use std::str::FromStr;

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DatePrecision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// Year, month and day.
    Day,
}

impl fmt::Display for DatePrecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
        })
    }
}

/// A calendar date known to the day, the month or the year: `2022-12-05`, `2022-12`, `2022`.
///
/// Dates order by their earliest day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: u16,
    month: u8,
    day: u8,
}

/// A text that is not a date in the form `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a date; expected YYYY-MM-DD, YYYY-MM or YYYY")]
pub struct DateError {
    /// The text as found.
    pub found: String,
}

impl PartialDate {
    /// The date of a known day.
    ///
    /// # Errors
    /// Where the calendar has no such day.
    pub fn from_day(year: u16, month: u8, day: u8) -> Result<Self, DateError> {
        let date = Self { year, month, day };
        if year >= 1 && (1..=12).contains(&month) && day >= 1 && day <= days_in(year, month) {
            Ok(date)
        } else {
            Err(DateError {
                found: format!("{year:04}-{month:02}-{day:02}"),
            })
        }
    }

    /// Whether some day that the date may mean lies in a period; a bound of `None` is open, and of a
    /// bound that is not known to the day every day counts.
    pub fn may_lie_within(self, from: Option<Self>, to: Option<Self>) -> bool {
        from.is_none_or(|from| from.first_day() <= self.last_day())
            && to.is_none_or(|to| to.last_day() >= self.first_day())
    }

    /// How much of the date is known.
    pub fn precision(self) -> DatePrecision {
        match (self.month, self.day) {
            (0, _) => DatePrecision::Year,
            (_, 0) => DatePrecision::Month,
            _ => DatePrecision::Day,
        }
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Year, month and day; 0 for a part that is not known.
    pub(super) fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }

    /// The first day that the date may mean, as a date with day precision.
    #[must_use]
    pub fn first_day(self) -> Self {
        Self {
            year: self.year,
            month: self.month.max(1),
            day: self.day.max(1),
        }
    }

    /// The last day that the date may mean, as a date with day precision.
    #[must_use]
    pub fn last_day(self) -> Self {
        let month = if self.month == 0 { 12 } else { self.month };
        let day = if self.day == 0 {
            days_in(self.year, month)
        } else {
            self.day
        };
        Self {
            year: self.year,
            month,
            day,
        }
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let error = || DateError {
            found: text.to_owned(),
        };
        let number = |part: &str, digits: usize| {
            if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) {
                part.parse::<u16>().map_err(|_| error())
            } else {
                Err(error())
            }
        };
        let parts: Vec<&str> = text.split('-').collect();
        let year = number(parts.first().copied().unwrap_or(""), 4)?;
        let small = |part: &str| u8::try_from(number(part, 2)?).map_err(|_| error());
        match parts.as_slice() {
            [_] if year >= 1 => Ok(Self {
                year,
                month: 0,
                day: 0,
            }),
            [_, month] => {
                let month = small(month)?;
                Self::from_day(year, month, 1).map_err(|_| error())?;
                Ok(Self {
                    year,
                    month,
                    day: 0,
                })
            }
            [_, month, day] => {
                Self::from_day(year, small(month)?, small(day)?).map_err(|_| error())
            }
            _ => Err(error()),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints_every_precision() {
        for (text, precision) in [
            ("2024-05-16", DatePrecision::Day),
            ("2022-12", DatePrecision::Month),
            ("1951", DatePrecision::Year),
        ] {
            let date: PartialDate = text.parse().unwrap();
            assert_eq!(date.to_string(), text);
            assert_eq!(date.precision(), precision);
        }
    }

    #[test]
    fn refuses_days_that_the_calendar_does_not_have() {
        for text in [
            "2023-02-29",
            "2023-13",
            "2023-00-01",
            "23-01-01",
            "2023-1-1",
            "",
            "2023-01-01-01",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
        assert!("2024-02-29".parse::<PartialDate>().is_ok());
    }

    #[test]
    fn a_month_spans_its_days() {
        let date: PartialDate = "2024-02".parse().unwrap();
        assert_eq!(date.first_day().to_string(), "2024-02-01");
        assert_eq!(date.last_day().to_string(), "2024-02-29");
    }
}
