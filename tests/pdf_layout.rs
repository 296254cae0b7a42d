//! What the PDF reader makes of pages as parliament and ministries print them. The pages are written
//! here, letter by letter, so that what is expected is known without reading anything back.

#![cfg(feature = "pdf")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use standpunt::read::PageMarkKind;
use standpunt::read::pdf::{PdfText, extract};
use support::pdf::{Pdf, Type};

fn marked(text: &PdfText, kind: PageMarkKind) -> Vec<&str> {
    let marks = text.marks.iter().filter(|mark| mark.kind == kind);
    marks
        .map(|mark| &text.text[mark.span.start..mark.span.end])
        .collect()
}

/// The text without running heads, feet, side columns and notes, each with its line end.
fn kept(text: &PdfText) -> String {
    let mut kept = String::new();
    let mut end = 0;
    for mark in text
        .marks
        .iter()
        .filter(|mark| mark.kind != PageMarkKind::Heading)
    {
        kept.push_str(&text.text[end..mark.span.start]);
        let has_line_end = mark.kind != PageMarkKind::FootnoteMark;
        end = mark.span.end
            + usize::from(has_line_end && text.text[mark.span.end..].starts_with('\n'));
    }
    kept.push_str(&text.text[end..]);
    while kept.contains("\n\n\n") {
        kept = kept.replace("\n\n\n", "\n\n");
    }
    kept
}

/// Two pages of a paper: one wide column, margin with the dossier, notes under a short line, feet.
fn paper() -> Pdf {
    let mut pdf = Pdf::default();
    let page = pdf.page();
    page.line(
        Type::Bold,
        20.0,
        57.0,
        80.0,
        "Tweede Kamer der Staten-Generaal",
    );
    page.line(Type::Bold, 40.0, 520.0, 84.0, "2");
    page.line(Type::Bold, 9.0, 57.0, 130.0, "Vergaderjaar 2030–2031");
    page.line(Type::Bold, 12.0, 57.0, 160.0, "99 317");
    page.line(Type::Bold, 12.0, 150.0, 160.0, "Raad voor de Proef");
    page.line(Type::Bold, 12.0, 57.0, 180.0, "Nr. 72");
    page.line(
        Type::Bold,
        12.0,
        150.0,
        180.0,
        "VERSLAG VAN EEN SCHRIFTELIJK OVERLEG",
    );
    page.line(Type::Plain, 9.0, 150.0, 200.0, "Vastgesteld 3 maart 2031");
    page.line(
        Type::Bold,
        9.0,
        150.0,
        230.0,
        "Vragen en opmerkingen van de leden van de ABC-fractie",
    );
    page.lines(
        9.0,
        150.0,
        252.0,
        "\
        De leden van de ABC-fractie hebben met belangstelling kennisgenomen van de agenda
        van de Raad en van de antwoorden die eerder zijn gegeven op hun vragen",
    );
    page.line(Type::Plain, 5.5, 441.0, 259.6, "1");
    page.lines(9.0, 446.0, 262.8, ". Kan de");
    page.lines(
        9.0,
        150.0,
        273.6,
        "\
        minister zeggen hoeveel plaatsen er in de opvang zijn en waar die plaatsen zijn en wie
        dat alles betaalt in de komende jaren? Deze leden vragen ook naar de maatschap-",
    );
    page.rule(150.0, 230.0, 690.0);
    page.line(Type::Plain, 4.5, 150.0, 699.0, "1");
    page.lines(
        7.0,
        154.0,
        702.0,
        "Zie de brief van 1 maart 2031 over dezelfde agenda, en de bijlage die daarbij hoort.",
    );
    page.lines(
        7.0,
        57.0,
        770.0,
        "kst-99317-72\nISSN 0921-0000\n's-Gravenhage 2031",
    );
    page.line(
        Type::Plain,
        8.0,
        150.0,
        786.8,
        "Tweede Kamer, vergaderjaar 2030–2031, 99 317, nr. 72",
    );
    page.line(Type::Plain, 8.0, 530.0, 786.8, "1");
    let page = pdf.page();
    page.lines(
        9.0,
        150.0,
        80.0,
        "\
        pelijke gevolgen van het besluit voor de gemeenten.
        Verder zijn deze leden benieuwd naar de planning van het kabinet voor dit jaar en het
        jaar daarna.",
    );
    page.lines(7.0, 150.0, 700.0, "2 Kamerstuk 99 317, nr. 70.");
    page.line(
        Type::Plain,
        8.0,
        150.0,
        786.8,
        "Tweede Kamer, vergaderjaar 2030–2031, 99 317, nr. 72",
    );
    page.line(Type::Plain, 8.0, 530.0, 786.8, "2");
    pdf
}

#[test]
fn a_paper_keeps_its_text_and_tells_notes_and_feet() {
    let text = extract(&paper().bytes()).unwrap();
    assert_eq!(
        marked(&text, PageMarkKind::Footnote),
        [
            "1 Zie de brief van 1 maart 2031 over dezelfde agenda, en de bijlage die daarbij hoort.",
            "2 Kamerstuk 99 317, nr. 70.",
        ]
    );
    assert_eq!(marked(&text, PageMarkKind::FootnoteMark), ["1"]);
    assert_eq!(
        marked(&text, PageMarkKind::PageHeader),
        [
            "kst-99317-72",
            "ISSN 0921-0000",
            "'s-Gravenhage 2031 Tweede Kamer, vergaderjaar 2030–2031, 99 317, nr. 72 1",
            "Tweede Kamer, vergaderjaar 2030–2031, 99 317, nr. 72 2",
        ]
    );
    let headings = marked(&text, PageMarkKind::Heading);
    assert!(
        headings.contains(&"Vragen en opmerkingen van de leden van de ABC-fractie"),
        "{headings:?}"
    );
    assert!(
        text.text.contains("99 317 Raad voor de Proef\n"),
        "{}",
        text.text
    );
}

#[test]
fn a_paragraph_goes_on_over_the_page_once_marked_lines_are_out() {
    let text = extract(&paper().bytes()).unwrap();
    let kept = kept(&text);
    assert!(
        kept.contains("vragen ook naar de maatschap-\npelijke gevolgen van het besluit voor de gemeenten.\n\nVerder"),
        "{kept}"
    );
    assert!(
        kept.contains("op hun vragen. Kan de\nminister zeggen"),
        "{kept}"
    );
    assert_eq!(text.page_starts.len(), 2);
    assert!(text.text[text.page_starts[1]..].starts_with("pelijke"));
}

/// A letter of a ministry: a side column in small type, page counts, notes.
#[test]
fn the_side_column_of_a_letter_is_no_part_of_its_text() {
    let mut pdf = Pdf::default();
    let page = pdf.page();
    page.lines(6.5, 85.0, 100.0, "> Retouradres Postbus 1 2500 AA Den Haag");
    page.lines(
        9.0,
        85.0,
        140.0,
        "Aan de Voorzitter van de Tweede Kamer\nder Staten-Generaal\nPostbus 2\n2500 AB Den Haag",
    );
    page.line(Type::Plain, 9.0, 85.0, 230.0, "Datum");
    page.line(Type::Plain, 9.0, 130.0, 230.0, "3 maart 2031");
    page.lines(
        9.0,
        85.0,
        300.0,
        "\
        Hierbij zend ik uw Kamer de antwoorden op de vragen van het lid
        Jansen (ABC) over de opvang in de gemeenten. De vragen werden
        ingezonden op 1 maart 2031 en de antwoorden zijn afgestemd met
        de minister van Proeven. Ik ga daarbij in op de kosten en op de",
    );
    page.line(Type::Bold, 6.5, 430.0, 140.0, "Directoraat-Generaal Proef");
    page.lines(
        6.5,
        430.0,
        148.0,
        "Afdeling Toetsing\nTurfmarkt 1\n2511 AA Den Haag\nPostbus 1",
    );
    page.line(Type::Bold, 6.5, 430.0, 300.0, "Ons kenmerk");
    page.lines(6.5, 430.0, 310.8, "1234567");
    page.line(Type::Plain, 6.5, 430.0, 800.0, "Pagina 1 van 2");
    let page = pdf.page();
    page.line(Type::Bold, 6.5, 430.0, 300.0, "Ons kenmerk");
    page.lines(6.5, 430.0, 310.8, "1234567");
    page.lines(
        9.0,
        85.0,
        120.0,
        "\
        planning van het kabinet. Daarna volgt een overzicht van alle
        plaatsen die er nu zijn, met de namen van de gemeenten en de
        aantallen mensen die daar wonen.",
    );
    page.lines(9.0, 85.0, 220.0, "De minister van Proeven,");
    page.line(Type::Plain, 6.5, 430.0, 800.0, "Pagina 2 van 2");
    let text = extract(&pdf.bytes()).unwrap();
    let kept = kept(&text);
    assert!(
        kept.contains("op de kosten en op de\nplanning van het kabinet."),
        "{kept}\n---\n{}",
        text.text
    );
    let headers = marked(&text, PageMarkKind::PageHeader);
    for side in [
        "Directoraat-Generaal Proef",
        "Turfmarkt 1",
        "1234567",
        "Pagina 1 van 2",
        "Pagina 2 van 2",
    ] {
        assert!(headers.contains(&side), "{side}: {headers:?}");
    }
    assert!(kept.contains("Datum 3 maart 2031"));
    assert!(!kept.contains("Turfmarkt"));
}

/// Two columns with labels, as debates are printed.
#[test]
fn columns_of_a_debate_are_read_one_after_the_other() {
    let mut pdf = Pdf::default();
    for number in 1..=2 {
        let page = pdf.page();
        // The second page has other lines, as no two pages are alike.
        let speech = |text: &str| {
            if number == 1 {
                text.to_owned()
            } else {
                text.replace("de", "het")
            }
        };
        page.line(Type::Plain, 9.0, 55.0, 100.0, "De heer");
        page.line(Type::Bold, 9.0, 90.5, 100.0, "Jansen");
        page.line(Type::Plain, 9.0, 124.0, 100.0, "(ABC):");
        page.lines(
            9.0,
            55.0,
            110.8,
            &speech(
                "\
            Voorzitter. Het gaat vandaag over de opvang in
            de gemeenten en over de kosten daarvan, die
            volgens het kabinet veel te hoog zijn, maar dat
            is volgens mijn fractie niet het hele verhaal en
            daarom vraag ik de minister naar de cijfers die
            ten grondslag liggen aan de brief van gisteren,
            en naar de planning voor de komende jaren.",
            ),
        );
        page.line(Type::Plain, 9.0, 305.0, 104.0, "De");
        page.line(Type::Bold, 9.0, 320.0, 104.0, "voorzitter");
        page.line(Type::Plain, 9.0, 361.0, 104.0, ":");
        page.lines(
            9.0,
            305.0,
            114.8,
            &speech(
                "\
            Dank u wel. Dan geef ik nu het woord aan de
            minister voor de beantwoording, en daarna aan
            de overige leden die zich hebben ingeschreven
            voor dit debat, in de volgorde van de lijst die
            u allen hebt gekregen. Ik stel voor dat we het
            kort houden, want er staat nog veel op de agenda
            van deze dag.",
            ),
        );
        page.line(Type::Plain, 9.0, 55.0, 790.0, "Tweede Kamer");
        page.line(Type::Plain, 9.0, 305.0, 780.0, "3 maart 2031");
        page.line(Type::Plain, 9.0, 500.0, 790.0, &format!("9-4-{number}"));
    }
    let text = extract(&pdf.bytes()).unwrap();
    let first = &text.text[..text.page_starts[1]];
    let place = |words: &str| {
        first
            .find(words)
            .unwrap_or_else(|| panic!("{words}: {first}"))
    };
    assert!(
        first.starts_with("De heer Jansen (ABC):\nVoorzitter. Het gaat"),
        "{first}"
    );
    assert!(place("komende jaren.") < place("De voorzitter:\nDank u wel."));
    assert!(place("van deze dag.") < place("3 maart 2031\nTweede Kamer 9-4-1"));
    assert_eq!(marked(&text, PageMarkKind::PageHeader).len(), 4);
    assert!(marked(&text, PageMarkKind::Heading).is_empty());
}

#[test]
fn every_way_to_show_text_is_read() {
    let mut pdf = Pdf::default();
    let table = pdf.stream(
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n\
         3 beginbfchar <0001> <FB01> <0002> <0065> <0003> <0074> endbfchar",
    );
    pdf.font(
        "F3",
        &format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /Proef /Encoding /Identity-H /ToUnicode {table} \
             /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Proef /DW 500 /W [1 2 600 3 [300]] >>] >>"
        ),
    );
    pdf.font("F4", "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding << /Differences [1 /V /r /a /e /eacute /g /n /uni2022] >> >>");
    pdf.form(
        "Form",
        "/Matrix [1 0 0 1 100 -40]",
        "BT /F1 10 Tf 0 600 Td (in een vorm) Tj ET",
    );
    pdf.page()
        .draw("BT /F1 10 Tf 12 TL 100 700 Td (met een haakje) ' 0 0 (met twee haakjes) \" ET")
        .draw("BT /F1 10 Tf 100 640 Td [(met) -300 (spa) 20 (tie)] TJ ET")
        .draw("BT /F3 10 Tf 100 620 Td <0001000200030003> Tj ET")
        .draw("BT /F4 10 Tf 100 600 Td <01020304060407> Tj ET BT /F4 10 Tf 100 580 Td <0803070505> Tj ET")
        .draw("q 1 0 0 1 0 0 cm /Form Do Q");
    let text = extract(&pdf.bytes()).unwrap();
    let lines: Vec<&str> = text.text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(
        lines,
        [
            "met een haakje",
            "met twee haakjes",
            "met spatie",
            "fiett",
            "Vraegen",
            "•anéé",
            "in een vorm"
        ]
    );
}

#[test]
fn a_turned_page_is_read_upright_and_turned_words_go_to_the_end() {
    let mut pdf = Pdf::default();
    pdf.page()
        .rotate(90)
        .draw("BT /F1 10 Tf 0 1 -1 0 100 200 Tm (de eerste regel van de tabel) Tj ET")
        .draw("BT /F1 10 Tf 0 1 -1 0 112 200 Tm (en de tweede regel) Tj ET")
        .draw("BT /F1 8 Tf 1 0 0 1 300 20 Tm (in de marge) Tj ET");
    let text = extract(&pdf.bytes()).unwrap();
    assert_eq!(
        text.text.lines().next(),
        Some("de eerste regel van de tabel")
    );
    assert_eq!(marked(&text, PageMarkKind::PageHeader), ["in de marge"]);
    assert!(text.text.ends_with("in de marge\n"));
}
