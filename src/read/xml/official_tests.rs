use super::*;

fn parts(xml: &str) -> Vec<(PartKind, String)> {
    let read = read(xml, "a.xml").unwrap();
    let parts = read.parts.parts.iter();
    parts
        .map(|part| (part.kind, read.text[part.span.range()].to_owned()))
        .collect()
}

const MOTIE: &str = "<officiele-publicatie><metadata><meta name='DC.type' scheme='OVERHEIDop.KamerstukTypen' content='Motie'/>\
<meta name='DCTERMS.issued' content='2024-03-05'/></metadata><kamerstuk><kamerstukkop><tekstregel>Tweede Kamer der \
Staten-Generaal</tekstregel></kamerstukkop><dossier><dossiernummer><dossiernr>19 637</dossiernr></dossiernummer><titel>Opvang\
</titel></dossier><stuk><stuknr>Nr. <ondernummer>9001</ondernummer></stuknr><titel>MOTIE VAN HET LID TERPSTRA</titel>\
<algemeen><vrije-tekst><tekst><al>De Kamer,</al><al>verzoekt de regering<noot><noot.nr>1</noot.nr><noot.al>Zie elders.</noot.al>\
</noot> iets,</al><lijst><li><li.nr>–</li.nr><al>een punt</al></li></lijst><table><tgroup><row><entry>a</entry><entry>b</entry>\
</row></tgroup></table><al><nadruk type='vet'>Een kop</nadruk></al></tekst></vrije-tekst></algemeen></stuk></kamerstuk></officiele-publicatie>";

#[test]
fn a_motie_is_taken_apart() {
    let text = |text: &str| text.to_owned();
    assert_eq!(
        parts(MOTIE),
        [
            (PartKind::Title, text("Tweede Kamer der Staten-Generaal")),
            (PartKind::Title, text("19 637")),
            (PartKind::Title, text("Opvang")),
            (PartKind::Title, text("Nr. 9001")),
            (PartKind::Title, text("MOTIE VAN HET LID TERPSTRA")),
            (PartKind::Text, text("De Kamer,")),
            (PartKind::Text, text("verzoekt de regering iets,")),
            (PartKind::Footnote, text("1 Zie elders.")),
            (PartKind::Text, text("– een punt")),
            (PartKind::Table, text("a | b")),
            (PartKind::Heading, text("Een kop")),
        ]
    );
}

#[test]
fn metadata_and_title_tell_what_a_paper_is() {
    let facts = read(MOTIE, "a.xml").unwrap().facts;
    assert_eq!(facts.kind, Some(DocumentKind::Motie));
    assert_eq!(facts.date.unwrap().to_string(), "2024-03-05");
    assert_eq!(facts.chamber, "Tweede Kamer");
    assert_eq!(facts.dossier, "19637-9001");
    assert_eq!(facts.title, "MOTIE VAN HET LID TERPSTRA");
}

const HANDELINGEN: &str = "<officiele-publicatie><handelingen><agendapunt><item-titel>Opvang</item-titel><onderwerp><al>Aan de orde\
</al></onderwerp><spreekbeurt nieuw='ja'><spreker><voorvoegsels>De heer</voorvoegsels><naam><achternaam>Terpstra</achternaam></naam> (\
<politiek>VVD</politiek>):</spreker><tekst><al>Ik heb een motie.</al><motie><kop><titel>Motie</titel></kop><al>De Kamer,</al>\
<al>verzoekt iets,</al><motie-info><spreker><voorvoegsels>De</voorvoegsels><naam><achternaam>voorzitter</achternaam></naam>:\
</spreker><al>Zij krijgt nr. 1.</al></motie-info></motie></tekst></spreekbeurt><tekst><al>Er is een vraag.</al><al>De vergadering wordt geschorst.</al></tekst>\
<spreekbeurt nieuw='nee'><spreker><voorvoegsels>Minister</voorvoegsels><naam><achternaam>Bos</achternaam></naam>:</spreker>\
<tekst><al>Nee.</al></tekst></spreekbeurt><tekst><al>De beraadslaging wordt gesloten.</al></tekst></agendapunt></handelingen></officiele-publicatie>";

#[test]
fn the_chair_goes_on_behind_a_motie() {
    let read = read(HANDELINGEN, "a.xml").unwrap();
    assert_eq!(
        read.described(),
        [
            (PartKind::Heading, None, "Opvang"),
            (PartKind::Note, None, "Aan de orde"),
            (PartKind::Label, Some(0), "De heer Terpstra (VVD):"),
            (PartKind::Text, Some(0), "Ik heb een motie."),
            (PartKind::Heading, Some(0), "Motie"),
            (PartKind::Text, Some(0), "De Kamer,"),
            (PartKind::Text, Some(0), "verzoekt iets,"),
            (PartKind::Label, Some(1), "De voorzitter:"),
            (PartKind::Text, Some(1), "Zij krijgt nr. 1."),
            (PartKind::Text, Some(1), "Er is een vraag."),
            (PartKind::Note, Some(1), "De vergadering wordt geschorst."),
            (PartKind::Label, Some(2), "Minister Bos:"),
            (PartKind::Text, Some(2), "Nee."),
            (PartKind::Note, None, "De beraadslaging wordt gesloten."),
        ]
    );
    let turns = &read.parts.turns;
    assert_eq!(turns[0].speaker.party, "VVD");
    assert_eq!(turns[1].speaker.quality, Quality::Chair);
    assert_eq!(turns[2].speaker.quality, Quality::Government);
    assert!(turns[2].is_interruption && !turns[1].is_interruption);
}

#[test]
fn white_space_of_an_indented_file_is_no_part_of_a_line() {
    let xml = "<officiele-publicatie><kamerstuk><al>\n Aan de orde is het\n <nadruk>debat</nadruk>\n .\n Het nummer (\n \
<extref>\n 305\n </extref>\n ) volgt, en een spatie vóór een <nadruk>vet</nadruk> woord blijft.</al></kamerstuk></officiele-publicatie>";
    assert_eq!(
        parts(xml)[0].1,
        "Aan de orde is het debat. Het nummer (305) volgt, en een spatie vóór een vet woord blijft."
    );
}

#[test]
fn titles_inside_the_text_are_headings() {
    let al = |text: &str| format!("<al>{text}</al>");
    let ways = [
        "<vrije-tekst><kop><nr>II.</nr><titel>Reactie van de Minister</titel></kop><tekst>@</tekst></vrije-tekst>",
        "<vrije-tekst><tekst><kop><nr>II.</nr><titel>Reactie van de Minister</titel></kop>@</tekst></vrije-tekst>",
        "<vrije-tekst><tekst-sectie><titel>II. Reactie van de Minister</titel><tekst>@</tekst></tekst-sectie></vrije-tekst>",
        "<vrije-tekst><tekst><titel>II. Reactie van de Minister</titel>@</tekst></vrije-tekst>",
        "<vrije-tekst><tekst><tussenkop>II. Reactie van de Minister</tussenkop>@</tekst></vrije-tekst>",
    ];
    for way in ways {
        let xml = format!(
            "<officiele-publicatie><kamerstuk><stuk><titel>VERSLAG</titel><algemeen>{}</algemeen></stuk></kamerstuk></officiele-publicatie>",
            way.replace('@', &al("Het plan volgt."))
        );
        assert_eq!(
            parts(&xml),
            [
                (PartKind::Title, "VERSLAG".to_owned()),
                (PartKind::Heading, "II. Reactie van de Minister".to_owned()),
                (PartKind::Text, "Het plan volgt.".to_owned()),
            ],
            "{way}"
        );
    }
}
