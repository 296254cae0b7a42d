use crate::segment::quotations_of_turn;

fn of_turn<'t>(paragraphs: &[&'t str]) -> Vec<Vec<&'t str>> {
    let spans = quotations_of_turn(paragraphs);
    let texts = paragraphs.iter().zip(spans);
    texts
        .map(|(text, spans)| spans.into_iter().map(|span| &text[span.range()]).collect())
        .collect()
}

#[test]
fn the_paragraph_behind_an_introduction_is_quoted() {
    let quoted = "De opvang schiet tekort en dat blijft zo.";
    for introduction in [
        "De leden lezen de volgende passage in de nota:",
        "Deze leden citeren uit het verslag:",
        "De tekst van artikel 3 luidt als volgt:",
        "De tekst van artikel 3 luidt:",
        "Dat is bekend. Op bladzijde 4 schrijft het kabinet:",
        "In de brief staat het volgende:",
    ] {
        assert_eq!(
            of_turn(&[introduction, quoted, "Wat bedoelt het daarmee?"]),
            [vec![], vec![quoted], vec![]],
            "{introduction}"
        );
    }
}

#[test]
fn own_words_and_questions_are_no_quotations() {
    for introduction in [
        "De leden vragen het volgende:",
        "Mijn antwoord luidt als volgt:",
        "De vragen luiden als volgt:",
        "Het kabinet merkt het volgende op:",
        "De leden lezen de volgende passage in de nota.",
        "De opvang telt drie soorten:",
    ] {
        assert_eq!(
            of_turn(&[introduction, "De opvang schiet tekort."]),
            [Vec::<&str>::new(), vec![]],
            "{introduction}"
        );
    }
}

#[test]
fn a_list_behind_an_introduction_is_quoted_as_a_whole() {
    assert_eq!(
        of_turn(&[
            "Het verdrag kent de volgende tekst:",
            "a. er is opvang;",
            "b. er is hulp.",
            "Dat is helder."
        ]),
        [
            vec![],
            vec!["a. er is opvang;"],
            vec!["b. er is hulp."],
            vec![]
        ]
    );
}

#[test]
fn marks_behind_an_introduction_say_where_the_quotation_ends() {
    assert_eq!(
        of_turn(&[
            "Zij lezen de volgende passage:",
            "«Er is hulp.» Dat klopt niet."
        ]),
        [vec![], vec!["«Er is hulp.»"]]
    );
}

#[test]
fn a_closing_formula_ends_a_quotation() {
    assert_eq!(
        of_turn(&[
            "De Raad schrijft het zelf op. Hij schrijft:",
            "Er is hulp.",
            "Die werkt. (Einde citaat) Maar dat is niet zo."
        ]),
        [vec![], vec!["Er is hulp."], vec!["Die werkt."]]
    );
    assert_eq!(
        of_turn(&["Voorzitter. Ik citeer: er is hulp genoeg. Einde citaat. Dat klopt niet."]),
        [vec!["er is hulp genoeg."]]
    );
    assert_eq!(
        of_turn(&["Ik citeer: er is hulp genoeg. Dat klopt niet."]),
        [Vec::<&str>::new()]
    );
}
