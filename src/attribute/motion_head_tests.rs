use super::*;

#[test]
fn a_title_inside_a_line_is_found_behind_its_head() {
    for (text, kind, title) in [
        (
            "Tweede Kamer der Staten-Generaal Vergaderjaar 2024-2025 31 936 Luchtvaart Nr. 12 MOTIE VAN HET LID BOS C.S. Voorgesteld 5 juni 2025 De Kamer, gehoord de beraadslaging, verzoekt de regering",
            DocumentKind::Motie,
            "MOTIE VAN HET LID BOS",
        ),
        (
            "31 936 Luchtvaart Gewijzigde motie van de leden Bos en Zon ter vervanging van die gedrukt onder nr. 12 De Kamer, gehoord de beraadslaging,",
            DocumentKind::Motie,
            "Gewijzigde motie van de leden",
        ),
        (
            "36 704 Wijziging van de Luchtvaartwet Nr. 7 NADER GEWIJZIGD AMENDEMENT VAN HET LID BOS TER VERVANGING VAN DAT GEDRUKT ONDER NR. 5 Ontvangen 10 juni 2025 De ondergetekende stelt het volgende amendement voor: In artikel I",
            DocumentKind::Amendement,
            "NADER GEWIJZIGD AMENDEMENT VAN",
        ),
    ] {
        let found = title_inside(text).unwrap();
        assert_eq!(found.kind, kind, "{text}");
        assert!(text[found.title..].starts_with(title), "{text}");
        assert!(text[found.text..].starts_with("De "), "{text}");
    }
}

#[test]
fn a_title_that_a_sentence_mentions_is_none() {
    for text in [
        "Hierbij reageer ik op de motie van het lid Bos, die luidt: De Kamer, gehoord de beraadslaging,",
        "Geachte voorzitter, Betreft Motie van het lid Bos De Kamer, gehoord de beraadslaging,",
        "Nr. 12 MOTIE VAN HET LID BOS over de bus, waarop ik hier inga.",
        "De Kamer nam de gewijzigde motie van de leden Bos en Zon aan. De Kamer, zo bleek, wil meer.",
    ] {
        assert_eq!(title_inside(text), None, "{text}");
    }
    let head = "31 936 Luchtvaart Nr. 12 MOTIE VAN HET LID BOS";
    assert_eq!(title_of_head(head).unwrap().1, "MOTIE VAN HET LID BOS");
    for line in [
        "UITVOERING MOTIE VAN HET LID BOS",
        "REACTIE OP DE MOTIE VAN HET LID BOS",
        "Nr. 12 Motie van het lid Bos over de bus",
    ] {
        assert_eq!(title_of_head(line), None, "{line}");
    }
}

fn pieces(text: &str) -> Vec<&str> {
    let pieces = amendment_pieces(text).into_iter();
    pieces.map(|span| &text[span.range()]).collect()
}

#[test]
fn an_amendment_in_one_paragraph_is_cut() {
    assert_eq!(
        pieces(
            "De ondergetekenden stellen het volgende amendement voor: I In artikel 3 wordt «bus» vervangen door «trein». II Artikel 4 vervalt. Toelichting Met de toelichting op de trein. Bos"
        ),
        [
            "De ondergetekenden stellen het volgende amendement voor: ",
            "I In artikel 3 wordt «bus» vervangen door «trein». II Artikel 4 vervalt. ",
            "Toelichting ",
            "Met de toelichting op de trein. Bos",
        ]
    );
    for whole in [
        "In artikel 3 vervalt de Toelichting.",
        "Zie de Toelichting Bijlage 3",
        "Toelichting",
        "",
    ] {
        assert_eq!(pieces(whole).concat(), whole);
        assert!(pieces(whole).len() < 2, "{whole}");
    }
}

#[test]
fn names_stand_behind_the_last_sentence() {
    for (text, names) in [
        ("De bus rijdt. Bos", Some("Bos")),
        (
            "De bus rijdt. De trein ook. Van der Zon De Bos",
            Some("Van der Zon De Bos"),
        ),
        ("door «trein». Bos", Some("Bos")),
        ("De bus rijdt.", None),
        ("De bus rijdt. En Bos niet", None),
        ("Bos", None),
    ] {
        let found = names_at_end(text).map(|start| &text[start..]);
        assert_eq!(found, names, "{text}");
    }
    assert!(is_date("Ontvangen 10 juni 2025") && !is_date("Ontvangen op 10 juni 2025 is de brief"));
}
