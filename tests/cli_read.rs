//! `standpunt read` over the formats of parliament: who speaks, what is left out, and why.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use insta::assert_snapshot;
use support::Workspace;
use support::reading::passages;

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
