use super::*;

#[test]
fn what_others_found_is_reported() {
    for text in [
        "De onderzoekers concluderen dat de opvang tekortschiet. Zij adviseren voorts meer geld.",
        "Volgens de commissie werkt het stelsel niet. Dat komt door de lange procedures.",
        "Uit het onderzoek blijkt dat de doorlooptijden oplopen.",
        "Het Hof oordeelt dat de overdracht niet mag plaatsvinden.",
        "Een aantal lidstaten benadrukte dat de grens beter bewaakt moet worden.",
        "De Adviesraad beveelt aan het verdrag te behouden.",
    ] {
        assert!(is_reported("", text, ""), "{text}");
    }
}

#[test]
fn what_the_cabinet_holds_is_not_reported() {
    for text in [
        "Het kabinet onderschrijft de conclusie van de onderzoekers dat de opvang tekortschiet.",
        "Ik neem de aanbeveling van de commissie over.",
        "Wij delen het oordeel van het Hof.",
        "Nederland heeft benadrukt dat de lidstaten hun grens moeten bewaken.",
        "De opvang telt 40.000 plaatsen. Dat is te weinig.",
        "Met deze brief informeer ik uw Kamer over het rapport van de commissie.",
        "Het voorstel bevat afspraken over screening.",
    ] {
        assert!(!is_reported("", text, ""), "{text}");
    }
}

#[test]
fn headings_decide_where_sentences_do_not() {
    let text = "De mogelijkheden zijn beperkter geworden. Het verdrag is daar niet de oorzaak van.";
    assert!(is_reported(
        "Inleiding > Uitkomsten van de verkenning",
        text,
        ""
    ));
    assert!(!is_reported(
        "Uitkomsten van de verkenning > Kabinetsreactie",
        text,
        ""
    ));
    assert!(!is_reported("Achtergrond", text, ""));
}

#[test]
fn a_passage_goes_on_as_the_one_before_it() {
    let before = "De commissie stelt vast dat de opvang tekortschiet.";
    let text = "Voorts zouden er te weinig tolken zijn. Dat leidt tot vertraging.";
    assert!(is_reported("", text, before));
    assert!(!is_reported(
        "",
        text,
        "Het kabinet stelt vast dat de opvang tekortschiet."
    ));
    assert!(!is_reported("", text, ""));
}
