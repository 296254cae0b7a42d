//! The date that the heading of a paper states: `(ingezonden 24 oktober 2024)`.

use crate::corpus::PartialDate;

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

/// The first date behind `ingezonden`, else behind `ontvangen`; the heading's words may be glued
/// to the year.
pub(super) fn stated_date(front: &str) -> Option<PartialDate> {
    ["ingezonden", "ontvangen"].iter().find_map(|word| {
        let at = front.find(word)? + word.len();
        date_at(front.get(at..)?)
    })
}

fn date_at(text: &str) -> Option<PartialDate> {
    let mut words = text.split_whitespace();
    let day: u8 = words.next()?.parse().ok()?;
    let month = words.next()?;
    let (month, glued) = MONTHS.iter().enumerate().find_map(|(i, name)| {
        let rest = month.strip_prefix(name)?;
        Some((i + 1, rest))
    })?;
    let year = if glued.is_empty() {
        words.next()?
    } else {
        glued
    };
    let year = year.get(..4)?;
    format!("{year}-{month:02}-{day:02}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_sending_is_read() {
        for (front, expected) in [
            (
                "(ontvangen 18 november 2024) (ingezonden 3 mei 2024).",
                Some("2024-05-03"),
            ),
            ("(ontvangen 18 november2024)", Some("2024-11-18")),
            ("(ingezonden 31 februari 2024)", None),
            ("ingezonden", None),
        ] {
            let found = stated_date(front).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{front}");
        }
    }
}
