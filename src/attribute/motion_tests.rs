//! Tests of motions and amendments taken apart.

use std::sync::LazyLock;

use super::*;
use crate::attribute::{PartySource, Registers};
use crate::corpus::{MemberRegister, PartialDate, PartyRegister};

/// The registers of the project, read once for all tests.
static REGISTERS: LazyLock<(PartyRegister, MemberRegister)> =
    LazyLock::new(|| (PartyRegister::built_in(), MemberRegister::built_in()));

pub(super) fn reading(
    title: &str,
    paragraphs: &[&str],
    date: &str,
    chamber: &str,
) -> MotionReading {
    let registers = Registers {
        parties: &REGISTERS.0,
        members: &REGISTERS.1,
    };
    let date: Option<PartialDate> = Some(date.parse().unwrap());
    read_motion(
        title,
        paragraphs,
        &NameContext {
            registers,
            date,
            chamber,
        },
    )
}

fn sponsors(motion: &MotionReading) -> String {
    let said = |s: &Sponsor| match &s.party {
        Ok((id, _)) => format!("{} {id}", s.name),
        Err(reason) => format!("{} ({reason})", s.name),
    };
    motion
        .sponsors
        .iter()
        .map(said)
        .collect::<Vec<_>>()
        .join(" | ")
}

fn letters(motion: &MotionReading) -> String {
    let letter = |part: &MotionPart| match part.kind {
        MotionPartKind::Front => 'F',
        MotionPartKind::Formula => 'f',
        MotionPartKind::Consideration => 'c',
        MotionPartKind::Request => 'r',
        MotionPartKind::Signature => 's',
        MotionPartKind::Other => 'o',
    };
    motion.parts.iter().map(letter).collect()
}

const BODY: [&str; 5] = [
    "De Kamer,",
    "gehoord de beraadslaging,",
    "overwegende dat de trein te laat is;",
    "verzoekt de regering de trein te laten rijden,",
    "en gaat over tot de orde van de dag.",
];

fn with_signatures<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    BODY.iter().chain(lines).copied().collect()
}

#[test]
fn a_motion_has_formulas_considerations_a_request_and_signatures() {
    let text = with_signatures(&["Koekkoek", "Ceder"]);
    let motion = reading(
        "MOTIE VAN DE LEDEN KOEKKOEK EN CEDER",
        &text,
        "2024-05-14",
        "Tweede Kamer",
    );
    assert_eq!(letters(&motion), "ffcrfss");
    assert_eq!(sponsors(&motion), "Koekkoek Volt | Ceder ChristenUnie");
    assert_eq!(motion.title, TitleCheck::Agrees);
    assert!(!motion.is_amendment);
}

#[test]
fn signatures_stand_in_every_layout() {
    for (lines, expected) in [
        (
            vec!["Koekkoek en Ceder"],
            "Koekkoek Volt | Ceder ChristenUnie",
        ),
        (
            vec!["Koekkoek, Ceder"],
            "Koekkoek Volt | Ceder ChristenUnie",
        ),
        (
            vec!["Koekkoek   Inge van Dijk"],
            "Koekkoek Volt | Inge van Dijk CDA",
        ),
        (
            vec!["Six Dijkstra", "Van der Plas."],
            "Six Dijkstra NSC | Van der Plas BBB",
        ),
        (
            vec!["Van Dijk (SGP)", "Ceder,"],
            "Van Dijk SGP | Ceder ChristenUnie",
        ),
        (vec!["Van Dijk"], "Van Dijk (namesakes)"),
        (vec!["Van Nispe"], "Van Nispe (not in the register)"),
    ] {
        let motion = reading("", &with_signatures(&lines), "2024-05-14", "Tweede Kamer");
        assert_eq!(sponsors(&motion), expected);
    }
    let motion = reading(
        "",
        &with_signatures(&["Podt c.s."]),
        "2024-05-14",
        "Tweede Kamer",
    );
    assert!(motion.has_others);
    assert_eq!(sponsors(&motion), "Podt D66");
}

#[test]
fn the_title_settles_who_is_first_only_among_those_who_signed() {
    let text = with_signatures(&["Ceder", "Koekkoek"]);
    let check = |title: &str| {
        let motion = reading(title, &text, "2024-05-14", "Tweede Kamer");
        (sponsors(&motion), motion.title)
    };
    assert_eq!(
        check("MOTIE VAN HET LID KOEKKOEK C.S."),
        (
            "Koekkoek Volt | Ceder ChristenUnie".to_owned(),
            TitleCheck::NamesAnotherSignatory
        )
    );
    assert_eq!(
        check("MOTIE VAN HET LID PIRI C.S."),
        (
            "Ceder ChristenUnie | Koekkoek Volt".to_owned(),
            TitleCheck::NamesNoSignatory
        )
    );
    assert_eq!(check("").1, TitleCheck::Silent);
    let motion = reading(
        "MOTIE VAN HET LID PIRI",
        &BODY,
        "2024-05-14",
        "Tweede Kamer",
    );
    assert_eq!(sponsors(&motion), "PIRI GroenLinks-PvdA");
}

#[test]
fn the_title_adds_a_first_name_or_a_party() {
    let text = with_signatures(&["Van Dijk", "Ceder"]);
    let motion = reading(
        "MOTIE VAN HET LID DIEDERIK VAN DIJK C.S.",
        &text,
        "2024-05-14",
        "Tweede Kamer",
    );
    assert_eq!(sponsors(&motion), "Van Dijk SGP | Ceder ChristenUnie");
    let motion = reading(
        "Motie van het lid Van Dijk (CDA) c.s.",
        &text,
        "2024-05-14",
        "Tweede Kamer",
    );
    assert_eq!(sponsors(&motion), "Van Dijk CDA | Ceder ChristenUnie");
    assert!(matches!(
        motion.sponsors[0].party,
        Ok((_, PartySource::Brackets))
    ));
}

#[test]
fn a_motion_of_the_eerste_kamer_is_looked_up_there() {
    let mut text = vec![
        "L",
        "MOTIE VAN HET LID VAN APELDOORN C.S.",
        "Voorgesteld 14 mei 2024",
    ];
    text.extend(with_signatures(&["Van Apeldoorn", "Vos", "De Vries"]));
    let motion = reading(
        "MOTIE VAN HET LID VAN APELDOORN C.S.",
        &text,
        "2024-05-14",
        "Eerste Kamer der Staten-Generaal",
    );
    assert_eq!(letters(&motion), "FFFffcrfsss");
    assert_eq!(
        sponsors(&motion),
        "Van Apeldoorn SP | Vos GroenLinks-PvdA | De Vries SGP"
    );
}

#[test]
fn an_amendment_has_a_text_an_explanation_and_signatures() {
    let text = [
        "AMENDEMENT VAN DE LEDEN CEDER EN PODT",
        "Ontvangen 14 mei 2024",
        "De ondergetekenden stellen het volgende amendement voor:",
        "I",
        "In artikel 3 wordt «trein» vervangen door «bus».",
        "Toelichting",
        "De indieners willen dat er een bus rijdt. De Kamer wil dat ook.",
        "Ceder",
        "Podt",
    ];
    let motion = reading(
        "AMENDEMENT VAN DE LEDEN CEDER EN PODT",
        &text,
        "2024-05-14",
        "Tweede Kamer",
    );
    assert!(motion.is_amendment);
    assert_eq!(letters(&motion), "FFffrfcss");
    assert_eq!(sponsors(&motion), "Ceder ChristenUnie | Podt D66");
    let text = [
        "Het lid Ceder stelt het volgende amendement voor:",
        "Artikel 3 vervalt.",
        "Toelichting",
        "De bus rijdt niet.",
    ];
    let motion = reading("", &text, "2024-05-14", "Tweede Kamer");
    assert_eq!(
        (letters(&motion).as_str(), sponsors(&motion).as_str()),
        ("frfc", "Ceder ChristenUnie")
    );
}

#[test]
fn a_motion_on_one_line_has_the_same_parts() {
    let text = BODY.join(" ");
    let motion = reading("", &[&text, "Ceder"], "2024-05-14", "Tweede Kamer");
    assert_eq!(letters(&motion), "ffcrfs");
    assert_eq!(sponsors(&motion), "Ceder ChristenUnie");
    let text = format!("{text} Inge van Dijk Ceder");
    let motion = reading("", &[&text], "2024-05-14", "Tweede Kamer");
    assert_eq!(letters(&motion), "ffcrfs");
    assert_eq!(sponsors(&motion), "Inge van Dijk CDA | Ceder ChristenUnie");
}

#[test]
fn names_of_the_title_divide_a_line_of_signatures() {
    let text = format!("{} Ceder Nergensman", BODY.join(" "));
    let title = "MOTIE VAN DE LEDEN CEDER EN NERGENSMAN";
    let motion = reading(title, &[&text], "2024-05-14", "Tweede Kamer");
    assert_eq!(
        sponsors(&motion),
        "Ceder ChristenUnie | Nergensman (not in the register)"
    );
    let motion = reading("", &[&text], "2024-05-14", "Tweede Kamer");
    assert_eq!(sponsors(&motion), "Ceder Nergensman (not in the register)");
}

#[test]
fn names_on_one_line_end_at_the_foot_of_the_page() {
    let text = format!(
        "{} Inge van Dijk Ceder kst-31936-9 ISSN 0921 - 7371",
        BODY.join(" ")
    );
    let motion = reading("", &[&text], "2024-05-14", "Tweede Kamer");
    assert_eq!(letters(&motion), "ffcrfso");
    assert_eq!(sponsors(&motion), "Inge van Dijk CDA | Ceder ChristenUnie");
}

#[test]
fn an_amendment_in_one_paragraph_has_the_same_parts() {
    let title = "AMENDEMENT VAN DE LEDEN PODT EN CEDER";
    for (paragraphs, expected) in [
        (
            &[
                "Front De ondergetekenden stellen het volgende amendement voor: In artikel 3 vervalt «bus». Toelichting De bus rijdt niet. De trein wel. Podt Ceder",
            ][..],
            "Ffrfcs",
        ),
        (
            &[
                "Ontvangen 14 mei 2024",
                "De ondergetekende stelt het volgende amendement voor: In artikel 3 wordt «bus» vervangen door «trein».",
                "Toelichting:",
                "De bus rijdt niet. Podt kst-31936-9 ISSN 0921 - 7371",
            ],
            "Ffrfcso",
        ),
        (
            &[
                "Ontvangen 14 mei 2024",
                "In artikel 3 vervalt «bus». Toelichting De bus rijdt niet. Podt",
            ],
            "Frfcs",
        ),
        (
            &[
                "De ondergetekende stelt het volgende amendement voor: In artikel 3 vervalt «bus». Toelichting De bus rijdt niet. Elke Dag",
            ],
            "frfc",
        ),
    ] {
        let motion = reading(title, paragraphs, "2024-05-14", "Tweede Kamer");
        assert_eq!(letters(&motion), expected, "{paragraphs:?}");
        assert_eq!(motion.sponsors[0].name.to_uppercase(), "PODT");
    }
}

#[test]
fn every_byte_is_in_one_part() {
    let text = [
        "Front",
        "De Kamer, gehoord de beraadslaging, van mening dat é; verzoekt de regering é,",
        "en gaat over tot de orde van de dag,",
        "Podt",
        "Noot 3",
    ];
    let motion = reading("", &text, "2024-05-14", "Tweede Kamer");
    for (i, paragraph) in text.iter().enumerate() {
        let mut end = 0;
        for part in motion.parts.iter().filter(|part| part.paragraph == i) {
            assert_eq!(part.span.start, end);
            end = part.span.end;
        }
        assert_eq!(end, paragraph.len());
    }
    assert_eq!(letters(&motion), "Fffcrfso");
}

proptest::proptest! {
    #[test]
    fn any_text_is_taken_apart_without_loss(
        title in ".{0,60}",
        paragraphs in proptest::collection::vec(
            "(De Kamer,|gehoord de beraadslaging, |verzoekt |overwegende |Van Dijk |en gaat over tot de orde van de dag.|[ -~é€]{0,30}){0,6}",
            0..6,
        ),
    ) {
        let paragraphs: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
        let motion = reading(&title, &paragraphs, "2024-05-14", "Tweede Kamer");
        let mut joined = vec![String::new(); paragraphs.len()];
        for part in &motion.parts {
            joined[part.paragraph].push_str(&paragraphs[part.paragraph][part.span.range()]);
        }
        proptest::prop_assert_eq!(joined, paragraphs);
    }
}
