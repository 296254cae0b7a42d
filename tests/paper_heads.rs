//! Lines at the head and the foot of a paper that tell who speaks: the line that names who
//! answers, headings that announce the answers below them, titles in capitals, signatures.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod papers;

use std::collections::BTreeMap;

use standpunt::corpus::PartyRegister;

use papers::accounts::Reading;

fn read(text: &str) -> Reading {
    let document = papers::document("x", None, "2024-08-01");
    let reading = papers::read(&document, text, &PartyRegister::built_in());
    papers::accounts::check_accounts(&reading);
    reading
}

/// The letters that each actor says in each role.
fn said(text: &str) -> BTreeMap<String, String> {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for passage in read(text).passages {
        let who = format!("{} {}", passage.actor, passage.role);
        said.entry(who)
            .or_default()
            .push_str(&letters(&passage.text));
    }
    said
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

fn check(text: &str, expected: &[(&str, &str)]) {
    let of = |(who, text): &(&str, &str)| ((*who).to_owned(), letters(text));
    let expected: BTreeMap<String, String> = expected.iter().map(of).collect();
    assert_eq!(said(text), expected, "{text}");
}

const ASKED: &str = "Vragen van het lid Zonneveld (SP) aan de Minister van Vervoer over de bus (ingezonden 12 juli 2024)";

#[test]
fn answers_stand_behind_the_line_that_names_who_answers() {
    let expected = [
        (
            "SP question",
            "Rijdt de bus naar Assen? Klopt het dat zij vol is?",
        ),
        ("Kabinet answer", "Ja, zij rijdt. Dat is niet zo."),
    ];
    for heading in [
        "Antwoord van Minister Maan (Vervoer) (ontvangen 1 augustus 2024)",
        "Antwoord van Minister Maan (Vervoer)",
        "Antwoord van de Staatssecretaris van Vervoer",
        "Antwoorden van de minister-president, minister van Algemene Zaken",
        "Antwoord van Minister Maan (Vervoer), mede namens de Staatssecretaris van\nFinanciën (ontvangen 1 augustus 2024)",
        "Antwoord van Minister Maan (Vervoer), mede namens de Staatssecretaris van\nFinanciën",
    ] {
        for (one, two) in [("1\n", "2\n"), ("1. ", "2. ")] {
            let text = format!(
                "{ASKED}\n\n{one}Rijdt de bus naar Assen?\n{two}Klopt het dat zij vol is?\n\n{heading}\n{one}Ja, zij rijdt.\n{two}Dat is niet zo.\n"
            );
            check(&text, &expected);
        }
        let text = format!(
            "{ASKED}\n\nVraag 1\nRijdt de bus naar Assen?\n\nVraag 2\nKlopt het dat zij vol is?\n\n{heading}\n\nAntwoord 1\nJa, zij rijdt.\n\nAntwoord 2\nDat is niet zo.\n"
        );
        check(&text, &expected);
    }
}

#[test]
fn the_line_that_names_who_answers_may_stand_above_the_questions() {
    for (one, two) in [("Vraag 1\n", "Vraag 2\n"), ("1\n", "2\n"), ("1. ", "2. ")] {
        let text = format!(
            "{ASKED}\nAntwoord van Minister Maan (Vervoer) (ontvangen 1 augustus 2024)\n\n{one}Rijdt de bus naar Assen?\n\nAntwoord 1\nJa, zij rijdt.\n\n{two}Klopt het dat zij vol is?\n\nAntwoord 2\nDat is niet zo.\n"
        );
        check(
            &text,
            &[
                (
                    "SP question",
                    "Rijdt de bus naar Assen? Klopt het dat zij vol is?",
                ),
                ("Kabinet answer", "Ja, zij rijdt. Dat is niet zo."),
            ],
        );
    }
}

#[test]
fn who_answers_is_named_behind_the_questions() {
    let text = format!(
        "{ASKED}\n\n1\nRijdt de bus?\n2\nIs zij vol?\n\nAntwoord van Minister Maan (Vervoer)\n1\nJa.\n2\nNee.\n"
    );
    let reading = read(&text);
    let answer = reading.attributed.turns.last().unwrap();
    assert_eq!(
        (answer.person.as_str(), answer.function.as_str()),
        ("Maan", "Minister van Vervoer")
    );
}

#[test]
fn a_heading_may_announce_answers_that_have_none() {
    let expected = [
        (
            "VVD question",
            "De leden van de VVD-fractie vragen de Minister naar de bus naar Assen. De leden van de VVD-fractie vragen ook wat dat kost.",
        ),
        (
            "D66 question",
            "De leden van de D66-fractie zien dat de bus vol is. Hoe komt dat? Is de Minister bereid een tweede bus te kopen, zo vragen deze leden?",
        ),
        (
            "unknown answer",
            "De bus rijdt elk uur. De kosten zijn twaalf euro. Een tweede bus is besteld.",
        ),
        (
            "Kabinet answer",
            "Ik heb dat nagegaan en mij is niets gebleken.",
        ),
    ];
    let body = |of: &dyn Fn(&str) -> String| {
        format!(
            "{}\n\nDe leden van de VVD-fractie vragen de Minister naar de bus naar Assen.\n\nDe bus rijdt elk uur.\n\nDe leden van de VVD-fractie vragen ook wat dat kost.\n\nDe kosten zijn twaalf euro.\n\n{}\n\nDe leden van de D66-fractie zien dat de bus vol is. Hoe komt dat?\n\nIk heb dat nagegaan en mij is niets gebleken.\n\nIs de Minister bereid een tweede bus te kopen, zo vragen deze leden?\n\nEen tweede bus is besteld.\n",
            of("VVD"),
            of("D66")
        )
    };
    for reaction in [
        " en reactie van de bewindspersoon",
        " en de reactie van de Minister",
        " met antwoord van de Staatssecretaris",
    ] {
        let heading = |party: &str| {
            format!("Vragen en opmerkingen van de leden van de {party}-fractie{reaction}")
        };
        check(&body(&heading), &expected);
        let heading =
            |party: &str| format!("Vragen en opmerkingen van de leden van de {party}-fractie");
        let chief = format!("Vragen en opmerkingen vanuit de fracties{reaction}");
        check(&format!("{chief}\n\n{}", body(&heading)), &expected);
    }
}

#[test]
fn a_heading_without_a_reaction_announces_none() {
    let party = "De leden van de VVD-fractie vragen de Minister naar de bus naar Assen. De bus rijdt elk uur.";
    for heading in [
        "Vragen en opmerkingen van de leden van de VVD-fractie",
        "Vragen en opmerkingen van de leden van de VVD-fractie over het rapport en de reactie van de Minister",
    ] {
        let text = format!(
            "Verslag van een schriftelijk overleg\n\n{heading}\n\nDe leden van de VVD-fractie vragen de Minister naar de bus naar Assen.\n\nDe bus rijdt elk uur.\n"
        );
        check(&text, &[("VVD question", party)]);
    }
}

#[test]
fn a_party_joins_in_behind_an_answer() {
    let text = "Verslag van een schriftelijk overleg\n\nVragen en opmerkingen van de leden van de SP-fractie\n\nDe leden van de SP-fractie vragen of de bus rijdt. Kan de minister dat zeggen?\n\nAntwoord\n\nDe bus rijdt elk uur.\n\nDe leden van de PvdD-fractie sluiten zich aan bij de vragen van de leden van de SP-fractie.\n\nVragen en opmerkingen van de leden van de D66-fractie\n\nDeze leden vragen of de bus vol is.\n\nAntwoord\n\nDe leden van de SP-fractie sluiten zich aan bij de vragen van de leden van de D66-fractie.\n\nDe bus is vol.\n";
    check(
        text,
        &[
            (
                "SP question",
                "De leden van de SP-fractie vragen of de bus rijdt. Kan de minister dat zeggen?",
            ),
            (
                "PvdD question",
                "De leden van de PvdD-fractie sluiten zich aan bij de vragen van de leden van de SP-fractie.",
            ),
            ("D66 question", "Deze leden vragen of de bus vol is."),
            (
                "Kabinet answer",
                "De bus rijdt elk uur. De leden van de SP-fractie sluiten zich aan bij de vragen van de leden van de D66-fractie. De bus is vol.",
            ),
        ],
    );
}

#[test]
fn the_title_of_an_exchange_may_stand_in_capitals() {
    for title in [
        "VERSLAG VAN EEN SCHRIFTELIJK OVERLEG",
        "Nr. 2555\nVERSLAG VAN EEN SCHRIFTELIJK OVERLEG",
        "Nr. 2555\n\nVERSLAG VAN EEN SCHRIFTELIJK OVERLEG\n\nVastgesteld 3 juli 2024",
        "NADER VERSLAG VAN EEN SCHRIFTELIJK OVERLEG",
        "VERSLAG VAN EEN NADER SCHRIFTELIJK OVERLEG",
    ] {
        let text = format!(
            "{title}\n\nI Vragen en opmerkingen vanuit de fracties\n\nDe leden van de VVD-fractie vragen of de bus rijdt.\n\nII Antwoord/Reactie van de minister\n\nDe bus rijdt elk uur.\n"
        );
        check(
            &text,
            &[
                (
                    "VVD question",
                    "De leden van de VVD-fractie vragen of de bus rijdt.",
                ),
                ("Kabinet answer", "De bus rijdt elk uur."),
            ],
        );
    }
}

const REQUEST: &str = "De Kamer,\ngehoord de beraadslaging,\nverzoekt de regering de bus te laten rijden,\nen gaat over tot de orde van de dag.";

#[test]
fn a_paper_of_the_senate_has_a_letter_for_a_number() {
    let text = format!(
        "Eerste Kamer der Staten-Generaal\nVergaderjaar 2023–2024\n36 333 Regels inzake bussen in gemeenten\nG MOTIE VAN HET LID ZONNEVELD (SP) C.S.\nVoorgesteld 16 januari 2024\n{REQUEST}\nZonneveld\nMaan\n"
    );
    check(
        &text,
        &[("SP request", "verzoekt de regering de bus te laten rijden,")],
    );
}

#[test]
fn whoever_signs_a_motion_is_named() {
    for (names, foot, parties) in [
        (
            "Zonneveld (D66)\nMaan (GroenLinks-PvdA)\nSter (CU)",
            "",
            "D66 GroenLinks-PvdA ChristenUnie",
        ),
        (
            "Zonneveld\nMaan\nSter",
            "\n\nkst-19637-3250\nISSN 0921 - 7371\n's-Gravenhage 2024                       Tweede Kamer, vergaderjaar 2023–2024, 19 637, nr. 3250",
            "D66",
        ),
    ] {
        let text = format!(
            "19 637 Vervoer\n\nNr. 3250 MOTIE VAN HET LID ZONNEVELD (D66) C.S.\n\nVoorgesteld 4 juli 2024\n\n{}\n\n{names}{foot}\n",
            REQUEST.replace('\n', "\n\n")
        );
        let reading = read(&text);
        let turn = reading.attributed.turns.last().unwrap();
        assert_eq!(turn.person, "Zonneveld;Maan;Ster", "{text}");
        assert_eq!(turn.parties.join(" "), parties, "{text}");
    }
}

#[test]
fn a_party_below_a_motion_is_nobody_who_signs() {
    let text = format!(
        "19 637 Vervoer\n\nNr. 3250 MOTIE VAN HET LID ZONNEVELD (SP)\n\n{}\n\nZonneveld\n\nD66\n",
        REQUEST.replace('\n', "\n\n")
    );
    let reading = read(&text);
    let turn = reading.attributed.turns.last().unwrap();
    assert_eq!(turn.person, "Zonneveld");
}

#[test]
fn a_minister_signs_right_below_the_closing() {
    for tail in [
        "Hoogachtend,\nDe Minister van Vervoer,\nS. Munt",
        "\nHoogachtend,\nDe Minister van Vervoer,\nS. Munt",
        "Met vriendelijke groet,\nDe Minister van Vervoer,\nS. Munt",
        "DE MINISTER VAN VERVOER,\nS. Munt",
        "\nDE STAATSSECRETARIS VAN VERVOER EN WATER,\n\nS. Munt",
    ] {
        let text = format!(
            "Geachte voorzitter,\nMet deze brief schrijf ik uw Kamer over de bus naar Assen. De bus rijdt elk\nuur en is groen.\n{tail}\n"
        );
        check(
            &text,
            &[(
                "Kabinet letter",
                "Met deze brief schrijf ik uw Kamer over de bus naar Assen. De bus rijdt elk uur en is groen.",
            )],
        );
        let reading = read(&text);
        assert_eq!(
            reading.attributed.turns.first().unwrap().person,
            "S. Munt",
            "{tail}"
        );
    }
    let other = "Geachte voorzitter,\nMet deze brief schrijf ik uw Kamer over de bus naar Assen. De bus rijdt elk\nuur en is groen.\n\nHoogachtend,\nDe voorzitter van de Buskamer,\nS. Munt\n";
    assert!(said(other).contains_key("unknown letter"));
}
