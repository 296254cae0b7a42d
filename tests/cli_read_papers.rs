//! `standpunt read` over papers that say little of themselves: which kind they are, and whose words.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use insta::assert_snapshot;
use support::Workspace;
use support::reading::passages;

/// A paper as the official publications set it; a line that begins with `#` is a heading.
fn paper(stated: &str, title: &str, lines: &[&str]) -> String {
    let body: String = lines
        .iter()
        .map(|line| match line.strip_prefix('#') {
            Some(heading) => format!("<tussenkop>{heading}</tussenkop>"),
            None => format!("<al>{line}</al>"),
        })
        .collect();
    format!(
        "<officiele-publicatie><metadata><meta name='DC.type' scheme='OVERHEIDop.KamerstukTypen' \
         content='{stated}'/><meta name='DCTERMS.issued' content='2024-06-03'/></metadata><kamerstuk>\
         <stuk><titel>{title}</titel><algemeen><vrije-tekst><tekst>{body}</tekst></vrije-tekst>\
         </algemeen></stuk></kamerstuk></officiele-publicatie>"
    )
}

#[test]
fn a_title_tells_more_than_a_type_that_says_report() {
    let workspace = Workspace::empty();
    let lines = [
        "#Vragen en opmerkingen van de leden van de VVD-fractie",
        "De leden van de VVD-fractie vragen naar de bus.",
        "#Vragen en opmerkingen van de leden van de SP-fractie",
        "De leden van de SP-fractie vragen naar de trein.",
        "#Reactie van de Minister",
        "De bus rijdt en de trein staat.",
    ];
    let title = "VERSLAG VAN EEN SCHRIFTELIJK OVERLEG";
    workspace.write("so.xml", paper("Verslag", title, &lines));
    assert_snapshot!(passages(&workspace, "so.xml"), @"
    2024-06-03 | line 1 | VVD |  | question | section heading | De leden van de VVD-fractie vragen naar de bus.
    2024-06-03 | line 1 | SP |  | question | section heading | De leden van de SP-fractie vragen naar de trein.
    2024-06-03 | line 1 | Kabinet |  | answer | answer heading | De bus rijdt en de trein staat.
    ");
}

#[test]
fn a_debate_among_papers_is_read_by_its_labels() {
    let workspace = Workspace::empty();
    let lines = [
        "De commissie heeft op 3 juni 2024 overleg gevoerd over de bus.",
        "<nadruk type='vet'>Voorzitter: Kuik</nadruk>",
        "Aanvang 10.00 uur.",
        "De <nadruk type='vet'>voorzitter</nadruk>:",
        "Het woord is aan de heer Ceder.",
        "De heer <nadruk type='vet'>Ceder</nadruk> (ChristenUnie):",
        "Voorzitter. De bus moet rijden.",
        "Ook in de nacht.",
        "De <nadruk type='vet'>voorzitter</nadruk>:",
        "Ik schors.",
        "De vergadering wordt van 11.00 uur tot 11.05 uur geschorst.",
        "#Antwoord in eerste termijn",
        "Staatssecretaris <nadruk type='vet'>Bos</nadruk>:",
        "Voorzitter. De bus rijdt.",
        "Sluiting 12.00 uur.",
    ];
    let title = "VERSLAG VAN EEN COMMISSIEDEBAT";
    let read = |stated: &str| {
        workspace.write("debat.xml", paper(stated, title, &lines));
        passages(&workspace, "debat.xml")
    };
    let run_in = [
        "Voorzitter: Kuik",
        "De voorzitter: Het woord is aan de heer Ceder.",
        "De heer <nadruk type='vet'>Ceder</nadruk> (ChristenUnie): De bus moet rijden.",
        "Staatssecretaris Bos: De bus rijdt.",
    ];
    workspace.write("kort.xml", paper("", title, &run_in));
    let found = passages(&workspace, "kort.xml");
    assert!(
        found.contains("| ChristenUnie | Ceder | speech | report | De bus moet rijden."),
        "{found}"
    );
    assert!(
        found.contains("| Kabinet | Bos | speech | report | De bus rijdt."),
        "{found}"
    );
    assert_snapshot!(read("Verslag"), @"
    2024-06-03 | line 1 | Voorzitter | Kuik | speech | chair | Het woord is aan de heer Ceder.
    2024-06-03 | line 1 | ChristenUnie | Ceder | speech | report | Voorzitter. De bus moet rijden.
    2024-06-03 | line 1 | ChristenUnie | Ceder | speech | report | Ook in de nacht.
    2024-06-03 | line 1 | Voorzitter | Kuik | speech | chair | Ik schors.
    2024-06-03 | line 1 | Kabinet | Bos | speech | report | Voorzitter. De bus rijdt.
    ");
    for stated in ["Verslag van een commissiedebat", ""] {
        assert_eq!(read(stated), read("Verslag"), "{stated}");
    }
}

#[test]
fn a_letter_of_others_is_not_the_cabinets_whatever_its_type() {
    let workspace = Workspace::empty();
    for (stated, title, signature) in [
        (
            "Brief",
            "BRIEF VAN DE ALGEMENE BUSKAMER",
            "De president van de Algemene Buskamer, A. Bos",
        ),
        ("Brief regering", "Brief van het lid Terpstra", "Terpstra"),
        (
            "Brief regering",
            "BRIEF VAN DE NATIONALE OMBUDSMAN",
            "De Nationale ombudsman,",
        ),
        (
            "Brief regering",
            "De bus",
            "De voorzitter van de vaste commissie voor Vervoer,",
        ),
    ] {
        let lines = [
            "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
            "Den Haag, 3 juni 2024",
            "De bus rijdt. De minister van Vervoer heeft dat gezien.",
            signature,
        ];
        workspace.write("brief.xml", paper(stated, title, &lines));
        let found = passages(&workspace, "brief.xml");
        let expected = "2024-06-03 | line 1 | unknown |  | letter | not found | De bus rijdt. De minister van Vervoer heeft dat gezien.";
        assert_eq!(found, expected, "{stated}: {title}");
    }
    let lines = [
        "De bus rijdt.",
        "De Minister van Vervoer, A. Bos",
        "De Staatssecretaris van Vervoer, B. Zon",
    ];
    for (stated, title) in [
        ("Brief", "BRIEF VAN DE MINISTER VAN VERVOER"),
        ("Brief regering", "De bus"),
    ] {
        workspace.write("brief.xml", paper(stated, title, &lines));
        assert_eq!(
            passages(&workspace, "brief.xml"),
            "2024-06-03 | line 1 | Kabinet | A. Bos;B. Zon | letter | letter | De bus rijdt."
        );
    }
}

#[test]
fn a_report_on_a_bill_is_its_parties_by_the_openings_of_paragraphs() {
    let workspace = Workspace::empty();
    workspace.write(
        "verslag.txt",
        "36 704 Wijziging van de Luchtvaartwet\n\nNr. 6 VERSLAG\nVastgesteld 3 juni 2024\n\n\
         De vaste commissie voor Vervoer, belast met het onderzoek van dit wetsvoorstel, brengt als\n\
         volgt verslag uit. De commissie acht de behandeling voldoende voorbereid.\n\n\
         Inhoudsopgave\nI. ALGEMEEN DEEL 1\n1. Inleiding 1\n2. De bus 3\n\n\
         I. ALGEMEEN DEEL\n\n1. Inleiding\n\n\
         De leden van de PVV-fractie hebben kennisgenomen van het voorstel. Zij steunen de bus.\n\n\
         De leden van de VVD-fractie hebben vragen over de bus en de trein.\n\n\
         Kan de regering zeggen hoeveel bussen er worden verwacht?\n\n\
         2. De bus\n\nDe leden van de fractie van de SP vragen of de bus meer geld krijgt.\n\n\
         De voorzitter van de commissie,\nZon\n",
    );
    assert_snapshot!(passages(&workspace, "verslag.txt"), @"
    2024-06-03 | line 18 | PVV |  | question | named in paragraph | De leden van de PVV-fractie hebben kennisgenomen van het voorstel. Zij steunen de bus.
    2024-06-03 | line 20 | VVD |  | question | named in paragraph | De leden van de VVD-fractie hebben vragen over de bus en de trein.
    2024-06-03 | line 22 | VVD |  | question | named in paragraph | Kan de regering zeggen hoeveel bussen er worden verwacht?
    2024-06-03 | line 26 | SP |  | question | named in paragraph | De leden van de fractie van de SP vragen of de bus meer geld krijgt.
    ");
    workspace.write(
        "nota.txt",
        "NOTA NAAR AANLEIDING VAN HET VERSLAG\n\nDe leden van de PVV-fractie vragen naar de bus. Die rijdt.\n\n\
         De leden van de SP-fractie vragen naar de trein. Die staat.\n",
    );
    assert!(!passages(&workspace, "nota.txt").contains("| SP |"));
}

#[test]
fn a_document_without_a_passage_is_told() {
    let workspace = Workspace::empty();
    workspace.write(
        "map/leeg.xml",
        "<officiele-publicatie><handelingen><agendapunt><item-titel>De bus</item-titel><tekst>\
         <al>Er is niemand.</al><al>De zaal is leeg.</al></tekst></agendapunt></handelingen>\
         </officiele-publicatie>",
    );
    workspace.write("map/brief.txt", "Een brief over de opvang.");
    let ending = workspace.run(&["read", "map", "--out", "-"]).succeeds();
    assert!(
        ending
            .stderr
            .contains("warning: 1 document gave no passage: leeg.xml ("),
        "{}",
        ending.stderr
    );
}

#[test]
fn answers_without_a_heading_are_not_the_askers() {
    let workspace = Workspace::empty();
    let heading = "Vragen van het lid Ceder (ChristenUnie) aan de minister van Vervoer over de bus \
                   (ingezonden 3 juni 2024)";
    let text = "1. Rijdt de bus? Graag een toelichting.\n\nDe bus rijdt.\n\n\
                2. Rijdt de trein?\n\nIk laat de trein rijden.\n\n\
                3. Kent u de tram?\n\nJa, die staat.\n";
    workspace.write("vragen.txt", format!("{heading}\n\n{text}"));
    assert_snapshot!(passages(&workspace, "vragen.txt"), @"
    2024-06-03 | line 3 | ChristenUnie | Ceder | question | askers | Rijdt de bus? Graag een toelichting.
    2024-06-03 | line 5 | unknown |  | answer | not found | De bus rijdt.
    2024-06-03 | line 7 | ChristenUnie | Ceder | question | askers | Rijdt de trein?
    2024-06-03 | line 9 | Kabinet |  | answer | words | Ik laat de trein rijden.
    2024-06-03 | line 11 | ChristenUnie | Ceder | question | askers | Kent u de tram?
    2024-06-03 | line 13 | Kabinet |  | answer | words | Ja, die staat.
    ");
    let letter = "Hierbij zend ik u de antwoorden op de vragen van het lid Ceder (ChristenUnie) over de \
                  bus.\n\nDe minister van Vervoer,\n\nA. Bos\n\n2024Z01\n\n";
    let text =
        "1. Rijdt de bus? 1\n\nDe bus rijdt.\n\n2. Rijdt de trein?\n\nIk laat de trein rijden.\n";
    workspace.write("brief.txt", format!("{letter}{text}"));
    let found = passages(&workspace, "brief.txt");
    for (actor, words) in [
        ("ChristenUnie", "Rijdt de bus?"),
        ("Kabinet", "De bus rijdt."),
        ("ChristenUnie", "Rijdt de trein?"),
        ("Kabinet", "Ik laat de trein rijden."),
    ] {
        let is_theirs = |row: &str| row.contains(words) && row.contains(&format!("| {actor} |"));
        assert!(found.lines().any(is_theirs), "{words}: {found}");
    }
    workspace.write(
        "fracties.txt",
        "Verslag van een schriftelijk overleg\n\nVragen van de leden van de SP-fractie\n\n1. Rijdt de bus?\n\n\
         2. Rijdt de trein?\n\nBRIEF VAN DE MINISTER VAN VERVOER\n\nHierbij zend ik u de antwoorden.\n\n\
         De Minister van Vervoer,\nA. Bos\n\nAntwoorden op de vragen van de leden van de SP-fractie\n\n\
         De bus rijdt.\n",
    );
    let found = passages(&workspace, "fracties.txt");
    assert!(found.contains("| SP |  | question |"), "{found}");
    workspace.write(
        "alleen.txt",
        format!("{heading}\n\n1. Rijdt de bus?\n\n2. Rijdt de trein?\n\nGraag voor vrijdag.\n\n3. En de tram?\n"),
    );
    assert!(!passages(&workspace, "alleen.txt").contains("answer"));
}
