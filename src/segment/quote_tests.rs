use super::*;

fn inside(text: &str) -> Vec<&str> {
    quoted_spans(text)
        .into_iter()
        .map(|span| &text[span.range()])
        .collect()
}

fn of_turn<'t>(paragraphs: &[&'t str]) -> Vec<Vec<&'t str>> {
    let spans = quotations_of_turn(paragraphs);
    let texts = paragraphs.iter().zip(spans);
    texts
        .map(|(text, spans)| spans.into_iter().map(|span| &text[span.range()]).collect())
        .collect()
}

#[test]
fn counts_words_between_marks_of_every_kind() {
    // 2 of 4 words each.
    for text in [
        "een «twee drie» vier",
        "een ‹twee drie› vier",
        "een “twee drie” vier",
        "een „twee drie” vier",
        "een „twee drie“ vier",
        "een ‘twee drie’ vier",
        "een ‚twee drie’ vier",
        "een \"twee drie\" vier",
        "een 'twee drie' vier",
        "een ”twee drie” vier",
    ] {
        assert!((quoted_share(text) - 0.5).abs() < 1e-12, "{text}");
    }
}

#[test]
fn takes_quotations_out_with_their_marks() {
    assert_eq!(
        without_quotations("Hij zei «grenzen dicht» en “ging” weg."),
        "Hij zei en weg."
    );
    assert_eq!(without_quotations("«alles»"), "");
    assert_eq!(
        without_quotations("de regio's  blijven"),
        "de regio's  blijven"
    );
}

#[test]
fn short_quotations_stay_where_only_long_ones_go() {
    let text = "De «pull factor» bestaat: «dat is niet zo maar gezegd» zei hij.";
    let spans = quoted_spans(text);
    assert_eq!(
        without_spans(text, &spans, 4),
        "De «pull factor» bestaat: zei hij."
    );
    assert!(matches!(without_spans(text, &spans, 9), Cow::Borrowed(_)));
}

#[test]
fn apostrophes_are_no_quotation_marks() {
    for text in [
        "de ngo’s en foto’s van ’s avonds",
        "regio's en scenario’s",
        "Frans' beleid van '90 en 't oude",
        "‘s avonds en ‘t kabinet zijn ’t eens",
        "'s-Hertogenbosch en PvdA'ers",
        "",
    ] {
        assert_eq!(inside(text), Vec::<&str>::new(), "{text}");
    }
    assert_eq!(
        inside("de 'race to the bottom' van regio's, 's avonds"),
        ["'race to the bottom'"]
    );
    assert_eq!(inside("een ‘foto’s maken’ verbod"), ["‘foto’s maken’"]);
}

#[test]
fn marks_inside_marks_belong_to_the_outer_quotation() {
    for text in [
        "«de vorming van een «pool». Zeker dan.»",
        "“hij zei: ‘nee’ en ging”",
        "‘hij zei: “nee” en ging’",
        "\"de 'pool' is er\"",
    ] {
        let whole = format!("Zij lezen: {text} Dat klopt.");
        assert_eq!(inside(&whole), [text]);
    }
}

#[test]
fn a_quotation_may_begin_before_the_text_or_end_behind_it() {
    // 2 of 4, then 2 of 3 words.
    assert!((quoted_share("een twee» drie vier") - 0.5).abs() < 1e-12);
    assert!((quoted_share("een «twee drie") - 2.0 / 3.0).abs() < 1e-12);
    // Straight and single marks alone may be anything.
    assert_eq!(inside("een \"twee drie"), Vec::<&str>::new());
}

#[test]
fn a_quotation_over_paragraphs_with_its_mark_repeated() {
    assert_eq!(
        of_turn(&[
            "Zij schrijven: «Er is hulp.",
            "«Die is er nu.",
            "«Zij helpt.» Dat is onjuist."
        ]),
        [
            vec!["«Er is hulp."],
            vec!["«Die is er nu."],
            vec!["«Zij helpt.»"]
        ]
    );
    assert_eq!(
        of_turn(&["Hij zei: \"Er is hulp.", "\"Die is er nu.\" Mooi."]),
        [vec!["\"Er is hulp."], vec!["\"Die is er nu.\""]]
    );
}

#[test]
fn a_quotation_over_paragraphs_with_its_mark_set_once() {
    assert_eq!(
        of_turn(&[
            "Zij schrijven: “Er is hulp.",
            "Veel «hulp».",
            "Echt waar.” Nee.",
            "Ja."
        ]),
        [
            vec!["“Er is hulp."],
            vec!["Veel «hulp»."],
            vec!["Echt waar.”"],
            vec![]
        ]
    );
}

#[test]
fn a_mark_that_is_never_closed_quotes_nothing_in_a_turn() {
    assert_eq!(
        of_turn(&["Een «vergissing hier.", "En een «term» daar."]),
        [vec![], vec!["«term»"]]
    );
}

#[test]
fn byte_ranges_are_read_or_refused() {
    let text = "één «twee» drie";
    // `é` has two bytes: the mark stands at 6, and behind it 2 + 4 + 2 more.
    assert_eq!(parse_spans("6-14", text), Some(vec![Span::new(6, 14)]));
    assert_eq!(parse_spans("6-14", text), Some(quoted_spans(text)));
    assert_eq!(parse_spans("", text), Some(vec![]));
    for wrong in [
        "6", "14-6", "6-7", "6-99", "6-14;2-3", "6-14;", "a-b", "6-6",
    ] {
        assert_eq!(parse_spans(wrong, text), None, "{wrong}");
    }
}

#[test]
fn many_open_marks_take_no_more_than_linear_time() {
    let text = "‘a “b «c ".repeat(20_000) + &"” » ’".repeat(20_000);
    let spans = quoted_spans(&text);
    assert!(spans.iter().all(|span| text.get(span.range()).is_some()));
}

#[test]
fn nothing_is_quoted_in_a_paragraph_without_characters() {
    let quotations = quotations_of_turn(&["«Er is hulp.", "", "Die komt.» Dat is zo."]);
    // `«` and `»` are two bytes each.
    assert_eq!(
        quotations,
        [vec![Span::new(0, 13)], vec![], vec![Span::new(0, 11)]]
    );
}
