//! Dates as Dutch papers write them: `5 juni 2025`.

use super::PartialDate;

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// The first date in a text that is written out with day, month and year; `None` where there is
/// none.
///
/// ```
/// use standpunt::corpus::find_dutch_date;
/// let date = find_dutch_date("Den Haag, 5 juni 2025");
/// assert_eq!(date.map(|date| date.to_string()).as_deref(), Some("2025-06-05"));
/// assert_eq!(find_dutch_date("in juni 2025"), None);
/// ```
pub fn find_dutch_date(text: &str) -> Option<PartialDate> {
    let trim = |word: &'_ str| -> String {
        word.trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase()
    };
    let words: Vec<String> = text.split_whitespace().map(trim).collect();
    words.windows(3).find_map(|three| {
        let [day, month, year] = three else {
            return None;
        };
        let month = MONTHS.iter().position(|name| name == month)? + 1;
        let is_year = year.len() == 4;
        let date = PartialDate::from_day(
            year.parse().ok().filter(|_| is_year)?,
            u8::try_from(month).ok()?,
            day.parse().ok()?,
        );
        date.ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<String> {
        find_dutch_date(text).map(|date| date.to_string())
    }

    #[test]
    fn finds_a_date_that_is_written_out() {
        for (text, date) in [
            ("Donderdag 5 april 2018", "2018-04-05"),
            ("(ingezonden 24 oktober 2024).", "2024-10-24"),
            ("Voorgesteld 1 Maart 2023", "2023-03-01"),
            ("van 31 februari 2020 en 2 mei 2021,", "2021-05-02"),
        ] {
            assert_eq!(found(text).as_deref(), Some(date), "{text}");
        }
        for text in [
            "",
            "5 juni",
            "juni 2025",
            "5 juni 20256",
            "99 juni 2025",
            "5 6 2025",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
