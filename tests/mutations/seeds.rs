//! A small sound file of every format, in words of our own.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::pdf::{Pdf, Type};

/// A sound file.
#[derive(Debug, Clone)]
pub(crate) struct Seed {
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
}

const TEXT: &str = include_str!("../fixtures/exchanges/so-names-of-groups.txt");
const LETTER: &str = include_str!("../fixtures/exchanges/brief-letterhead.txt");

const MOTIE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<officiele-publicatie><metadata><meta name='DC.type' scheme='OVERHEIDop.KamerstukTypen' content='Motie'/>
<meta name='DCTERMS.issued' content='2024-03-05'/></metadata><kamerstuk><kamerstukkop><tekstregel>Tweede Kamer der Staten-Generaal</tekstregel></kamerstukkop>
<dossier><dossiernummer><dossiernr>19 637</dossiernr></dossiernummer><titel>Opvang</titel></dossier><stuk><stuknr>Nr. <ondernummer>9001</ondernummer></stuknr>
<titel>MOTIE VAN HET LID TERPSTRA</titel><datumtekst>Voorgesteld 5 maart 2024</datumtekst><algemeen><vrije-tekst><tekst><al>De Kamer,</al>
<al>gehoord de beraadslaging,</al><al>overwegende dat de opvang in één gemeente niet volstaat<noot id='1'><noot.nr>1</noot.nr><noot.al>Zie de brief van 3 mei.</noot.al></noot>;</al>
<al>verzoekt de regering de opvang over alle gemeenten te verdelen, en de Kamer daarover te informeren,</al><al>en gaat over tot de orde van de dag.</al>
<al>Terpstra</al><al>Van Dijk</al></tekst></vrije-tekst></algemeen></stuk></kamerstuk></officiele-publicatie>";

const HANDELINGEN: &str = "<officiele-publicatie><handelingen><agendapunt><nr>3</nr><item-titel>Opvang</item-titel><onderwerp><al>Aan de orde is het debat over opvang</al></onderwerp>
<spreekbeurt nieuw='ja'><spreker><voorvoegsels>De heer</voorvoegsels><naam><achternaam>Terpstra</achternaam></naam> (<politiek>VVD</politiek>):</spreker><tekst>
<al>Voorzitter. De coördinatie van de opvang hapert, en de minister weet dat al jaren.</al><motie><kop><titel>Motie</titel></kop><al>De Kamer,</al><al>verzoekt de regering de opvang te verdelen,</al>
<motie-info><spreker><voorvoegsels>De</voorvoegsels><naam><achternaam>voorzitter</achternaam></naam>:</spreker><al>Zij krijgt nr. 12.</al></motie-info></motie></tekst></spreekbeurt>
<spreekbeurt nieuw='nee'><spreker><voorvoegsels>Minister</voorvoegsels><naam><achternaam>Bos</achternaam></naam>:</spreker><tekst><al>Daar ben ik het niet mee eens, voorzitter.</al></tekst></spreekbeurt>
<tekst><al>De beraadslaging wordt gesloten.</al></tekst></agendapunt></handelingen></officiele-publicatie>";

const VLOS: &str = "<?xml version='1.0'?><vlosCoreDocument><vergadering kamer='Tweede Kamer'><titel>Opvang</titel><datum>2025-07-02T00:00:00</datum>
<activiteit><titel>Opvang</titel><activiteithoofd><tekst><alinea><alineaitem>Aanvang 10.00 uur.</alineaitem></alinea></tekst><activiteitdeel><activiteititem>
<woordvoerder><spreker soort='Tweede Kamerlid'><fractie>VVD</fractie><verslagnaam>Terpstra</verslagnaam><functie>lid Tweede Kamer</functie></spreker><isvoorzitter>true</isvoorzitter>
<tekst><alinea><alineaitem>De <nadruk>voorzitter</nadruk>:</alineaitem><alineaitem>Ik open de vergadering en heet iedereen welkom.</alineaitem></alinea></tekst>
<interrumpant><spreker soort='Minister'><verslagnaam>Bos</verslagnaam><functie>minister van Asiel</functie></spreker><isvoorzitter>false</isvoorzitter><tekst><alinea>
<alineaitem>Minister <nadruk>Bos</nadruk>:</alineaitem><alineaitem>Dank u. De opvang wordt over alle gemeenten verdeeld.</alineaitem></alinea></tekst></interrumpant></woordvoerder>
</activiteititem></activiteitdeel></activiteithoofd></activiteit></vergadering></vlosCoreDocument>";

const TEI_ROOT: &str = "<teiCorpus><teiHeader><profileDesc><particDesc><listOrg><org xml:id='party.VVD' role='politicalParty'><orgName full='abb'>VVD</orgName></org></listOrg>
<listPerson><person xml:id='A'><persName><surname>Bakker</surname><forename>An</forename></persName><affiliation role='member' ref='#party.VVD' from='2010-01-01' to='2020-01-01'/></person>
<person xml:id='B'><persName><surname>Bos</surname></persName><affiliation role='minister' ref='#gov' from='2012-01-01'/></person></listPerson></particDesc></profileDesc></teiHeader></teiCorpus>";

const TEI: &str = "<TEI><teiHeader><fileDesc><titleStmt><title type='main' xml:lang='nl'>Verslag</title><meeting corresp='#EK'>1</meeting></titleStmt></fileDesc>
<profileDesc><settingDesc><setting><date when='2016-01-19'>19 januari</date></setting></settingDesc></profileDesc></teiHeader><text><body><div><note>Regeling van werkzaamheden</note>
<u who='#A' ana='#regular'><seg>De opvang moet over alle gemeenten worden verdeeld <note>(rumoer)</note>en dat is nu.</seg><seg>Dat vraag ik <gap><desc>knip</desc></gap> de minister.</seg></u>
<u who='#B' ana='#guest'><seg>Dat ga ik niet doen, voorzitter.</seg></u></div></body></text></TEI>";

const TABLE: &str = "id;partij;datum;tekst\n1;VVD;31-05-2022;\"De opvang in Ter Apel; dat gaat niet goed.\"\n2;Minister van Asiel;2022-06-01;\"Dat ben ik met u eens.\nEn verder niets.\"\n3;SP;;\n4;GL;1-6-2022;Kan de minister dat toezeggen?\n";

const LINES: &str = "{\"id\": 1, \"party\": \"VVD\", \"date\": \"2022-05-31\", \"text\": \"De opvang hapert.\\n\\nDat kan niet.\"}\n{\"id\": 2, \"party\": \"Kabinet\", \"text\": \"Dat ben ik met u eens.\"}\n{\"id\": 3, \"speaker\": \"Mevrouw Podt (D66)\", \"text\": \"Wanneer dan?\"}\n";

const DOCX_BODY: &str = "<?xml version='1.0' encoding='UTF-8'?><w:document xmlns:w='w' xmlns:mc='mc'><w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Datum</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>31 mei 2022</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:t>Geachte voorzitter,</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val='Kop1'/></w:pPr><w:r><w:t>Vraag 1</w:t></w:r></w:p><w:p><w:r><w:t>Kent u het bericht over de opvang in de gemeenten</w:t><w:footnoteReference w:id='2'/><w:t>?</w:t></w:r></w:p>
<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Antwoord op vraag 1</w:t></w:r></w:p><w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>Ja,</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>
<w:del><w:r><w:delText>nee</w:delText></w:r></w:del><w:ins><w:r><w:t xml:space='preserve'> dat bericht ken ik, en de opvang wordt verdeeld.</w:t></w:r></w:ins><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Pagina 1</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r></w:p></w:body></w:document>";

const DOCX_NOTES: &str = "<w:footnotes xmlns:w='w'><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote><w:footnote w:id='2'><w:p><w:r><w:t>Kamerstuk 32317, nr. 1.</w:t></w:r></w:p></w:footnote></w:footnotes>";

const DOCX_STYLES: &str = "<w:styles xmlns:w='w'><w:style w:styleId='Kop1'><w:name w:val='heading 1'/><w:basedOn w:val='Standaard'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style><w:style w:styleId='Standaard'><w:name w:val='Normal'/></w:style></w:styles>";

fn docx() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", DOCX_BODY),
        ("word/footnotes.xml", DOCX_NOTES),
        ("word/styles.xml", DOCX_STYLES),
        (
            "word/header1.xml",
            "<w:hdr xmlns:w='w'><w:p><w:r><w:t>Pagina 1</w:t></w:r></w:p></w:hdr>",
        ),
        (
            "docProps/core.xml",
            "<c:coreProperties><d:title>Antwoord</d:title></c:coreProperties>",
        ),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn pdf() -> Vec<u8> {
    let mut pdf = Pdf::default();
    for text in [
        "Geachte voorzitter,\nDe opvang hapert in veel gemeenten,\nen dat is al jaren zo.",
        "Daarom wordt de opvang anders verdeeld\nover alle gemeenten van het land.",
    ] {
        let page = pdf.page();
        page.line(Type::Bold, 14.0, 80.0, 60.0, "Opvang in de gemeenten");
        page.lines(10.0, 80.0, 100.0, text);
        page.line(Type::Plain, 8.0, 80.0, 800.0, "1 Kamerstuk 32317, nr. 1.");
    }
    pdf.bytes()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// The files of every format; those that need others beside them stand in `folder`.
pub(crate) fn seeds(folder: &Path) -> Vec<(&'static str, Vec<Seed>)> {
    std::fs::write(folder.join("ParlaMint-NL.xml"), TEI_ROOT).unwrap();
    let seed = |name: &str, bytes: Vec<u8>| Seed {
        path: folder.join(name),
        bytes,
    };
    let of = |name: &str, text: &str| seed(name, text.as_bytes().to_vec());
    let utf_16 = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let twice: String = TEXT.bytes().map(char::from).collect();
    vec![
        (
            "text",
            vec![
                of("a.txt", TEXT),
                of("b.txt", LETTER),
                of("c.txt", &twice),
                seed("d.txt", utf_16),
            ],
        ),
        ("motie", vec![of("kst.xml", MOTIE)]),
        ("handelingen", vec![of("h.xml", HANDELINGEN)]),
        ("vlos", vec![of("vlos.xml", VLOS)]),
        (
            "tei",
            vec![
                of("ParlaMint-NL_2016.xml", TEI),
                of("ParlaMint-NL_root.xml", TEI_ROOT),
            ],
        ),
        ("docx", vec![seed("a.docx", docx())]),
        (
            "gzip",
            vec![
                seed("a.txt.gz", gzip(LETTER.as_bytes())),
                seed("b.xml.gz", gzip(HANDELINGEN.as_bytes())),
                seed("c.csv.gz", gzip(TABLE.as_bytes())),
            ],
        ),
        ("pdf", vec![seed("a.pdf", pdf())]),
        ("csv", vec![of("a.csv", TABLE)]),
        ("jsonl", vec![of("a.jsonl", LINES)]),
    ]
}
