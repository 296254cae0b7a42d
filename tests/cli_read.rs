//! `standpunt read` over the formats of parliament: who speaks, what is left out, and why.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use insta::assert_snapshot;
use support::Workspace;

const DEBATE: &str = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><vlosCoreDocument xmlns=\"http://www.tweedekamer.nl/ggm/vergaderverslag/v1.0\">
<vergadering kamer=\"Tweede Kamer\"><titel>Opvang</titel><datum>2025-07-02T00:00:00</datum><activiteit><titel>Opvang</titel><activiteithoofd>
<tekst><alinea><alineaitem>Aanvang 10.00 uur.</alineaitem></alinea></tekst><activiteitdeel><activiteititem>
<woordvoerder><spreker soort=\"Tweede Kamerlid\"><fractie>NSC</fractie><verslagnaam>Terpstra</verslagnaam><functie>lid Tweede Kamer</functie></spreker>
<isvoorzitter>true</isvoorzitter><tekst><alinea><alineaitem>De <nadruk>voorzitter</nadruk>:</alineaitem>
<alineaitem>Ik geef het woord aan mevrouw Zonneveld.</alineaitem></alinea></tekst></woordvoerder>
<woordvoerder><spreker soort=\"Tweede Kamerlid\"><fractie>VVD</fractie><verslagnaam>Zonneveld</verslagnaam><functie>lid Tweede Kamer</functie></spreker>
<isvoorzitter>false</isvoorzitter><tekst><alinea><alineaitem>Mevrouw <nadruk>Zonneveld</nadruk> (VVD):</alineaitem>
<alineaitem>De opvang zit vol. Er moet meer grip komen op wie hier komt.</alineaitem></alinea></tekst>
<interrumpant><spreker soort=\"Tweede Kamerlid\"><fractie>Lijst Regenboog</fractie><verslagnaam>Groenewoud</verslagnaam><functie>lid Tweede Kamer</functie></spreker>
<isvoorzitter>false</isvoorzitter><tekst><alinea><alineaitem>De heer <nadruk>Groenewoud</nadruk> (Lijst Regenboog):</alineaitem>
<alineaitem>Waar blijft de solidariteit?</alineaitem></alinea></tekst></interrumpant></woordvoerder>
<woordvoerder><spreker soort=\"Minister\"><verslagnaam>Bos</verslagnaam><functie>minister van Asiel</functie></spreker>
<isvoorzitter>false</isvoorzitter><tekst><alinea><alineaitem>Minister <nadruk>Bos</nadruk>:</alineaitem>
<alineaitem>Het kabinet werkt aan beide.</alineaitem></alinea></tekst></woordvoerder>
</activiteititem></activiteitdeel></activiteithoofd></activiteit></vergadering></vlosCoreDocument>";

const ROOT: &str = "<teiCorpus><listOrg><org role=\"politicalParty\" xml:id=\"party.D66\"><orgName full=\"init\">D66</orgName></org>
<org role=\"politicalParty\" xml:id=\"party.SP\"><orgName full=\"init\">SP</orgName></org></listOrg>
<person xml:id=\"AnnaTerpstra\"><persName><surname>Terpstra</surname><forename>Anna</forename></persName>
<affiliation role=\"member\" ref=\"#party.SP\" to=\"2015-12-31\"/><affiliation role=\"member\" ref=\"#party.D66\" from=\"2016-01-01\"/></person></teiCorpus>";

const SITTING: &str = "<TEI><teiHeader><setting><date when=\"2016-01-19\">19 januari 2016</date></setting></teiHeader><text><body>
<u who=\"#AnnaTerpstra\" ana=\"#regular\"><seg>Voorzitter. Wij delen de lasten.</seg><note>(geroffel op de bankjes)</note></u></body></text></TEI>";

/// The rows of the table of passages, without the columns that say nothing here.
fn passages(workspace: &Workspace, source: &str) -> String {
    workspace
        .run(&[
            "read",
            source,
            "--out",
            "passages.csv",
            "--skipped",
            "skipped.csv",
        ])
        .succeeds();
    let mut table = csv::Reader::from_path(workspace.path("passages.csv")).unwrap();
    let names = table.headers().unwrap().clone();
    let wanted = [
        "date",
        "source_place",
        "actor",
        "speaker",
        "role",
        "attribution_rule",
        "text",
    ];
    let places: Vec<usize> = wanted
        .iter()
        .map(|name| names.iter().position(|found| found == *name).unwrap())
        .collect();
    let rows = table.records().map(|row| {
        let row = row.unwrap();
        places
            .iter()
            .map(|&i| row[i].to_owned())
            .collect::<Vec<_>>()
            .join(" | ")
    });
    rows.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_debate_knows_chair_members_and_government() {
    let workspace = Workspace::empty();
    workspace.write("debat.xml", DEBATE);
    assert_snapshot!(passages(&workspace, "debat.xml"));
    assert_snapshot!(
        workspace
            .run(&["read", "debat.xml", "--list-unknown"])
            .succeeds()
            .stdout
    );
    assert_snapshot!(
        workspace
            .run(&["read", "debat.xml", "--explain"])
            .succeeds()
            .stdout
    );
}

#[test]
fn a_sitting_finds_the_persons_of_its_corpus_and_the_party_of_the_day() {
    let workspace = Workspace::empty();
    workspace.write("tei/Proef.xml", ROOT);
    workspace.write("tei/2016/Proef_2016-01-19.xml", SITTING);
    assert_snapshot!(
        passages(&workspace, "tei"),
        @"2016-01-19 | line 2 | D66 | Anna Terpstra | speech | report | Voorzitter. Wij delen de lasten."
    );
    let skipped = workspace.read("skipped.csv");
    assert!(skipped.contains("Proef.xml,,,,read,register"), "{skipped}");
    assert!(skipped.contains("(geroffel op de bankjes)"), "{skipped}");
}

#[test]
fn texts_that_ids_refer_to_can_be_had() {
    let workspace = Workspace::empty();
    workspace.write("debat.xml", DEBATE);
    workspace
        .run(&["read", "debat.xml", "--texts", "texts"])
        .succeeds();
    let text = workspace.read("texts/debat.txt");
    assert!(
        text.contains("\n\nMevrouw Zonneveld (VVD):\n\nDe opvang zit vol."),
        "{text}"
    );
}

#[test]
fn copies_are_found_in_any_table_whatever_the_order_of_its_rows() {
    let workspace = Workspace::empty();
    let long = "Kan de minister toelichten hoe het kabinet ervoor gaat zorgen dat de afspraken over \
                herplaatsing worden nagekomen door alle lidstaten van de Unie?";
    let edited = long.replace("toelichten", "uitleggen");
    workspace.write(
        "a.csv",
        format!("nr,tekst\nx1,{long}\nx2,{edited}\nx3,Iets anders.\n"),
    );
    workspace.write(
        "b.csv",
        format!("nr,tekst\nx3,Iets anders.\nx2,{edited}\nx1,{long}\n"),
    );
    let copies = |file: &str| {
        let columns = ["--id-column", "nr", "--text-column", "tekst", "--out", "-"];
        workspace
            .run(&[&["duplicates", file], &columns[..]].concat())
            .succeeds()
    };
    let found = copies("a.csv");
    // 23 words make 19 5-grams; the fourth word stands in four of them, so that 15 are shared of
    // 19 + 19 - 15 = 23: 0.652174.
    assert_snapshot!(found.stdout, @"
    passage_id,cluster_id,duplicate_of,similarity
    x1,x1,,1.000000
    x2,x1,x1,0.652174
    ");
    assert_snapshot!(found.stderr, @"3 passages, 1 copies: 0 exact, 1 edited; 1 in clusters of several documents");
    assert_eq!(found.stdout, copies("b.csv").stdout);
}

#[test]
fn a_paper_on_one_line_is_not_lost_as_its_own_title() {
    let workspace = Workspace::empty();
    workspace.write(
        "motie.txt",
        "MOTIE VAN HET LID CEDER Voorgesteld 5 maart 2024 De Kamer, gehoord de beraadslaging, \
         overwegende dat de bus niet rijdt; verzoekt de regering de bus te laten rijden, en gaat over \
         tot de orde van de dag. Ceder",
    );
    assert_snapshot!(passages(&workspace, "motie.txt"), @"
    2024-03-05 | line 1 | ChristenUnie | Ceder | consideration | signature | overwegende dat de bus niet rijdt;
    2024-03-05 | line 1 | ChristenUnie | Ceder | request | signature | verzoekt de regering de bus te laten rijden,
    ");
}

#[test]
fn a_section_is_headed_although_its_text_goes_on_right_below() {
    let workspace = Workspace::empty();
    let section = |who: &str| {
        format!(
            "Vragen en opmerkingen van de leden van de {who}-fractie\nDe leden van de {who}-fractie vragen \
             of de staatssecretaris kan\ntoelichten hoe de opvang wordt verbeterd en wanneer dat is.\n\n"
        )
    };
    let text = format!(
        "Verslag van een schriftelijk overleg\n\n{}{}{}",
        section("VVD"),
        section("GroenLinks-PvdA"),
        section("Zonnebloem")
    );
    workspace.write("map/so.txt", text);
    workspace.write(
        "map/documents.csv",
        "document_id,file,date\nso,so.txt,2024-06-03\n",
    );
    assert_snapshot!(passages(&workspace, "map"), @"
    2024-06-03 | line 4 | VVD |  | question | section heading | De leden van de VVD-fractie vragen of de staatssecretaris kan toelichten hoe de opvang wordt verbeterd en wanneer dat is.
    2024-06-03 | line 8 | GroenLinks-PvdA |  | question | section heading | De leden van de GroenLinks-PvdA-fractie vragen of de staatssecretaris kan toelichten hoe de opvang wordt verbeterd en wanneer dat is.
    2024-06-03 | line 12 | unknown |  | question | unknown party | De leden van de Zonnebloem-fractie vragen of de staatssecretaris kan toelichten hoe de opvang wordt verbeterd en wanneer dat is.
    ");
}

#[test]
fn files_of_one_name_are_told_apart_by_their_folder() {
    let workspace = Workspace::empty();
    workspace.write("map/a/brief.txt", "Een brief over de opvang.");
    workspace.write("map/b/brief.txt", "Een andere brief over de opvang.");
    let ending = workspace.run(&["read", "map", "--out", "-"]).succeeds();
    assert!(ending.stdout.contains("a-brief:0-25"), "{}", ending.stdout);
    assert!(ending.stdout.contains("b-brief:0-32"), "{}", ending.stdout);
}

/// The same papers in printed lines, without blank lines, and on one line.
#[test]
fn papers_without_blank_lines_or_on_one_line_fall_apart_as_in_print() {
    let workspace = Workspace::empty();
    let amendment = [
        "36 704 Wijziging van de Luchtvaartwet",
        "Nr. 9 GEWIJZIGD AMENDEMENT VAN HET LID PODT TER VERVANGING VAN DAT GEDRUKT ONDER NR. 7",
        "Ontvangen 10 juni 2025",
        "De ondergetekende stelt het volgende amendement voor:",
        "In artikel I wordt «bus» vervangen door «trein».",
        "Toelichting",
        "Met de trein komt iedereen op tijd.",
        "Podt",
    ];
    let letter = [
        "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
        "Datum 3 mei 2022",
        "Geachte voorzitter,",
        "Het kabinet koopt een bus. De bus rijdt van Assen naar Zwolle.",
        "De Staatssecretaris van Vervoer,",
        "B. Zon",
    ];
    for separator in ["\n\n", "\n", " "] {
        workspace.write("amendement.txt", amendment.join(separator));
        workspace.write("brief.txt", letter.join(separator));
        let read =
            passages(&workspace, "amendement.txt") + "\n" + &passages(&workspace, "brief.txt");
        let without_place: Vec<String> = read
            .lines()
            .map(|line| {
                line.split(" | ")
                    .filter(|cell| !cell.starts_with("line "))
                    .collect::<Vec<_>>()
                    .join(" | ")
            })
            .collect();
        assert_eq!(
            without_place,
            [
                "2025-06-10 | D66 | Podt | request | signature | In artikel I wordt «bus» vervangen door «trein».",
                "2025-06-10 | D66 | Podt | consideration | signature | Met de trein komt iedereen op tijd.",
                "2022-05-03 | Kabinet | B. Zon | letter | letter | Het kabinet koopt een bus. De bus rijdt van Assen naar Zwolle.",
            ],
            "{separator:?}"
        );
    }
}

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
