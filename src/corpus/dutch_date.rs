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
    let words: Vec<&str> = text.split_whitespace().collect();
    (0..words.len()).find_map(|i| {
        let bare = |i: usize| {
            let word: &str = words.get(i).copied().unwrap_or_default();
            word.trim_matches(|c: char| !c.is_alphanumeric())
        };
        let day: u8 = bare(i).parse().ok()?;
        let month = bare(i + 1).to_lowercase();
        let (number, glued) = MONTHS
            .iter()
            .zip(1..)
            .find_map(|(name, number)| Some((number, month.strip_prefix(name)?)))?;
        // Text taken from PDF glues the year to the month now and then.
        let year = if glued.is_empty() { bare(i + 2) } else { glued };
        let year = year.parse().ok().filter(|_| year.len() == 4)?;
        PartialDate::from_day(year, number, day).ok()
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
            ("(ontvangen 18 november2024)", "2024-11-18"),
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
