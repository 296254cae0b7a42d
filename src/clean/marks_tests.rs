//! Footnote marks in the lines of a text.

use super::super::{clean, tests_support::source};

fn cleaned(text: &str) -> String {
    let clean = clean(source(text));
    clean.render(crate::corpus::Span::new(0, text.len())).text
}

#[test]
fn marks_go_from_words_punctuation_and_quotation_marks() {
    assert_eq!(
        cleaned("De motie1 van 8 november jl.2, «de tekst»3 en (IND)4, einde.5 Klaar."),
        "De motie van 8 november jl., «de tekst» en (IND), einde. Klaar."
    );
}

#[test]
fn a_mark_glued_to_a_year_goes_and_the_year_stays() {
    assert_eq!(
        cleaned("Een1 twee2 drie3 vier4 vijf5 zes6 in oktober 20187, klaar."),
        "Een twee drie vier vijf zes in oktober 2018, klaar."
    );
}

#[test]
fn two_marks_in_a_row_go_both() {
    assert_eq!(
        cleaned("Een1 en twee2 asielzoekers.3 4 Het gevolg."),
        "Een en twee asielzoekers. Het gevolg."
    );
}

#[test]
fn marks_in_brackets_and_raised_marks_go() {
    assert_eq!(
        cleaned("De brief[1], de motie [2]. Het plan³ kost 12%4 meer op 30 km² grond."),
        "De brief, de motie. Het plan kost 12% meer op 30 km² grond."
    );
}

#[test]
fn no_number_is_passed_over_that_comes_later() {
    assert_eq!(
        cleaned(
            "Tweede Kamer der Staten-Generaal2\n\nHet bericht.1 En een brief.2\n\n1 Zie www.nu.nl.\n2 Kamerstuk 19 637."
        ),
        "Tweede Kamer der Staten-Generaal2 Het bericht. En een brief."
    );
}

#[test]
fn marks_are_counted_anew_where_footnotes_begin_again() {
    let text = "Een brief.1 Dan een plan.2\n\n1 Kamerstuk 19 637.\n2 Kamerstuk 32 317.\n\n\n\nNog een brief.1 Klaar.\n\n1 Kamerstuk 22 112.";
    assert_eq!(
        cleaned(text),
        "Een brief. Dan een plan. Nog een brief. Klaar."
    );
}

#[test]
fn numbers_that_are_not_due_stay() {
    for text in [
        "De D66-fractie en COVID-19 in Q1 2023.",
        "Artikel 25bis, COM(2020)609 en 1.100 asielzoekers.",
        "Het tarief is 3,1 procent; zie nr.1 en art.1 van de wet.",
        "In 2021 waren er 2 wetten.",
    ] {
        assert_eq!(cleaned(text), text);
    }
}
