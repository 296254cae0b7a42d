use crate::attribute::{Registers, attribute};
use crate::clean::{clean, tests_support::source};
use crate::corpus::{MemberRegister, PartyRegister};
use crate::read::{ReadOptions, Reader, Source, SourceFile, SpeakerFacts};

/// Who says what in a report in XML: actor, role and text of each paragraph.
fn read(xml: &str) -> Vec<String> {
    let file = SourceFile {
        path: "verslag.xml".into(),
        name: "verslag.xml".to_owned(),
        document: source("").document,
        is_named: true,
    };
    let sources = Reader::new(ReadOptions::default()).read_bytes(&file, xml.as_bytes());
    let Ok(Some(Source::Read(source))) = sources.map(|mut sources| sources.pop()) else {
        panic!("not read")
    };
    let (parties, members) = (PartyRegister::built_in(), MemberRegister::built_in());
    let registers = Registers {
        parties: &parties,
        members: &members,
    };
    let read = attribute(clean(source), &registers);
    let lines = read.turns.iter().flat_map(|turn| {
        let texts = turn
            .paragraphs
            .iter()
            .map(|span| read.text.render(*span).text);
        let said = texts.map(|text| format!("{} {} | {text}", turn.actor, turn.role.as_str()));
        said.collect::<Vec<_>>()
    });
    lines.collect()
}

fn handelingen(paragraphs: &[&str]) -> String {
    let text = format!("<al>{}</al>", paragraphs.join("</al><al>"));
    format!(
        "<officiele-publicatie><handelingen><vergaderdatum>Dinsdag 14 november 2023</vergaderdatum>\
         <spreekbeurt nieuw='ja'><spreker><voorvoegsels>De heer</voorvoegsels><naam><achternaam>Ceder</achternaam></naam> \
         (<politiek>ChristenUnie</politiek>):</spreker><tekst>{text}</tekst></spreekbeurt>\
         <spreekbeurt nieuw='nee'><spreker><voorvoegsels>Mevrouw</voorvoegsels><naam><achternaam>Podt</achternaam></naam> \
         (<politiek>D66</politiek>):</spreker><tekst><al>Mijn beurt.</al></tekst></spreekbeurt></handelingen></officiele-publicatie>"
    )
}

#[test]
fn a_label_inside_a_turn_opens_a_turn_of_that_speaker() {
    let xml = handelingen(&[
        "De bus rijdt.",
        "De heer <nadruk type='vet'>Eerdmans</nadruk> (JA21):",
        "De bus staat stil.",
        "Al jaren.",
        "De heer <nadruk type='vet'>Ceder</nadruk> (ChristenUnie):",
        "Zij rijdt.",
    ]);
    assert_eq!(
        read(&xml),
        [
            "ChristenUnie speech | De bus rijdt.",
            "JA21 interruption | De bus staat stil.",
            "JA21 interruption | Al jaren.",
            "ChristenUnie speech | Zij rijdt.",
            "D66 interruption | Mijn beurt.",
        ]
    );
}

#[test]
fn a_label_without_a_group_asks_the_register_and_an_unknown_one_is_nobodys() {
    for (label, actor) in [
        ("De heer Eerdmans:", "JA21"),
        ("De heer Nergensman:", "unknown"),
        ("De heer Eerdmans (Partij Zon):", "unknown"),
        ("Mevrouw Zon (CDA):", "CDA"),
        ("Minister Zon:", "Kabinet"),
        ("De voorzitter:", "Voorzitter"),
    ] {
        let read = read(&handelingen(&["De bus rijdt.", label, "Nee."]));
        assert!(read[1].starts_with(actor), "{label}: {}", read[1]);
        assert!(read[2].starts_with("D66"), "{label}: {}", read[2]);
    }
}

#[test]
fn a_label_that_is_announced_or_no_label_leaves_the_turn_alone() {
    for paragraphs in [
        &[
            "Ik lees voor:",
            "De heer Eerdmans (JA21):",
            "De bus staat stil.",
        ][..],
        &[
            "De heer Eerdmans (JA21): hij vergist zich.",
            "De bus rijdt.",
        ],
        &["De heer Eerdmans zei het zo:", "De bus staat stil."],
        &["Ik vraag het kort:", "Rijdt de bus?"],
    ] {
        let read = read(&handelingen(paragraphs));
        assert_eq!(read.len(), paragraphs.len() + 1);
        let own = read.iter().filter(|line| line.starts_with("ChristenUnie"));
        assert_eq!(own.count(), paragraphs.len(), "{read:?}");
    }
}

#[test]
fn the_chairs_label_with_words_makes_one_paragraph_the_chairs() {
    let xml = handelingen(&[
        "Ik dien een motie in.",
        "De voorzitter: Deze motie is voorgesteld door het lid Ceder.",
        "Tot zover.",
    ]);
    assert_eq!(
        read(&xml)[..3],
        [
            "ChristenUnie speech | Ik dien een motie in.",
            "Voorzitter speech | Deze motie is voorgesteld door het lid Ceder.",
            "ChristenUnie speech | Tot zover.",
        ]
    );
}

#[test]
fn a_cell_may_name_a_member_instead_of_a_party() {
    let (parties, members) = (PartyRegister::built_in(), MemberRegister::built_in());
    let registers = Registers {
        parties: &parties,
        members: &members,
    };
    for (party, name, date, actor, rule) in [
        (
            "Ceder",
            "Ceder",
            "2024-06-05",
            "ChristenUnie",
            "register of members",
        ),
        (
            "Ceder",
            "",
            "2024-06-05",
            "ChristenUnie",
            "register of members",
        ),
        ("Van Dijk", "", "2024-06-05", "unknown", "namesakes"),
        ("Nergensman", "", "2024-06-05", "unknown", "unknown party"),
        (
            "Lijst Ceder",
            "Ceder",
            "2024-06-05",
            "unknown",
            "unknown party",
        ),
        ("CDA/VVD", "", "2024-06-05", "CDA+VVD", "report"),
    ] {
        let facts = SpeakerFacts {
            party: party.to_owned(),
            name: name.to_owned(),
            ..SpeakerFacts::default()
        };
        let (speaker, _) = super::speaker_of(&facts, &registers, date.parse().ok(), "");
        assert_eq!(
            (speaker.actor.as_str(), speaker.rule.as_str()),
            (actor, rule),
            "{party}"
        );
    }
}
