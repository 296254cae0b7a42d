//! Where texts on one line are cut.

use super::super::lines::lines;
use super::*;

fn cut(text: &str) -> Vec<String> {
    let mut all = lines(text);
    cut_long_lines(text, &mut all);
    all.iter()
        .map(|line| text[line.span.range()].to_owned())
        .collect()
}

#[test]
fn headings_inside_a_line_become_lines() {
    let filler =
        "Dat is een lange zin over de opvang in de regio, die verder niets zegt. ".repeat(9);
    let text = format!(
        "I Vragen en opmerkingen vanuit de fracties Vragen en opmerkingen van de leden van de VVD-fractie De leden van de VVD-fractie vragen veel. {filler}Waarom? Antwoord op vraag 1 en 2 Daarom. De leden van de VVD-fractie vragen meer. Ja? Antwoord Ja."
    );
    assert_eq!(
        cut(&text),
        [
            "I Vragen en opmerkingen vanuit de fracties".to_owned(),
            "Vragen en opmerkingen van de leden van de VVD-fractie".to_owned(),
            format!("De leden van de VVD-fractie vragen veel. {filler}Waarom?"),
            "Antwoord op vraag 1 en 2".to_owned(),
            "Daarom.".to_owned(),
            "De leden van de VVD-fractie vragen meer. Ja?".to_owned(),
            "Antwoord".to_owned(),
            "Ja.".to_owned(),
        ]
    );
}

#[test]
fn headings_name_members_groups_and_titles() {
    let filler = "Dat is een lange zin over de opvang in de regio, die verder niets zegt.";
    let text = format!(
        "Inbreng van de leden van de fracties van SP en de PvdD gezamenlijk De leden van SP vragen veel. {filler} Opvang in de regio De leden van de SP-fractie vragen meer. Inbreng van het lid Van der Zon Het lid Van der Zon vraagt iets. Antwoorden van de minister Antwoord op de vragen van de leden van de SP-fractie Ja. Antwoord op de vragen van het lid Van der Zon Nee."
    );
    let found = cut(&text);
    let titles: Vec<&str> = found
        .iter()
        .map(String::as_str)
        .filter(|line| !line.ends_with('.'))
        .collect();
    assert_eq!(
        titles,
        [
            "Inbreng van de leden van de fracties van SP en de PvdD gezamenlijk",
            "Opvang in de regio",
            "Inbreng van het lid Van der Zon",
            "Antwoorden van de minister",
            "Antwoord op de vragen van de leden van de SP-fractie",
            "Antwoord op de vragen van het lid Van der Zon",
        ]
    );
}

#[test]
fn other_long_lines_stay_whole() {
    let text = "De leden van de VVD-fractie vragen naar de fractie van het licht. ".repeat(20);
    assert_eq!(cut(&text).len(), 1);
}
