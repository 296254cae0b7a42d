//! Tests of names as printed and their parties.

use super::*;
use crate::corpus::{MemberRegister, PartyRegister};

fn read(text: &str) -> String {
    let read = split_names(text);
    let names: Vec<String> = read
        .names
        .iter()
        .map(|n| match &n.party {
            Some(party) => format!("{} [{party}]", n.name),
            None => n.name.clone(),
        })
        .collect();
    format!(
        "{}{}",
        names.join(" | "),
        if read.has_others { " +" } else { "" }
    )
}

#[test]
fn splits_the_names_of_titles_signatures_and_announcements() {
    for (text, expected) in [
        ("MOTIE VAN HET LID BOOMSMA C.S.", "BOOMSMA +"),
        ("MOTIE VAN HET DOBBE C.S.", "DOBBE +"),
        (
            "GEWIJZIGDE MOTIE VAN DE LEDEN KOEKKOEK EN CEDER",
            "KOEKKOEK | CEDER",
        ),
        (
            "NADER GEWIJZIGDE MOTIE VAN HET LID CEDER C.S. TER VERVANGING VAN DIE GEDRUKT ONDER NR. 916",
            "CEDER +",
        ),
        (
            "GEWIJZIGDE MOTIE VAN DE LEDEN EERDMANS EN VAN DER PLAS TER VERVANGING VAN DIE GEDRUKT ONDER NR. 1",
            "EERDMANS | VAN DER PLAS",
        ),
        (
            "Motie van het lid Van Campen c.s. over de fiets",
            "Van Campen +",
        ),
        (
            "AMENDEMENT VAN DE LEDEN VAN NISPEN EN DIEDERIK VAN DIJK",
            "VAN NISPEN | DIEDERIK VAN DIJK",
        ),
        ("MOTIE VAN HET LID VAN APELDOORN C.S.", "VAN APELDOORN +"),
        (
            "Vragen van de leden Van Nispen (SP) en Lahlah (GroenLinks-PvdA) aan de Minister",
            "Van Nispen [SP] | Lahlah [GroenLinks-PvdA]",
        ),
        (
            "De leden Van Nispen (SP) en Lahlah (GroenLinks-PvdA)",
            "Van Nispen [SP] | Lahlah [GroenLinks-PvdA]",
        ),
        (
            "Vragen van de leden Rooderkerk en Paulusma (beiden D66) aan de Staatssecretarissen",
            "Rooderkerk [D66] | Paulusma [D66]",
        ),
        (
            "de leden Bikker (ChristenUnie), Podt, Piri en Dobbe (allen oppositie)",
            "Bikker [ChristenUnie] | Podt [oppositie] | Piri [oppositie] | Dobbe [oppositie]",
        ),
        (
            "de leden Podt, Piri en Dobbe (beiden SP)",
            "Podt | Piri [SP] | Dobbe [SP]",
        ),
        (
            "Mondelinge vragen van het lid Saris (Nieuw Sociaal Contract) aan de Minister van Economische Zaken",
            "Saris [Nieuw Sociaal Contract]",
        ),
        (
            "Vragen van het lid El Abassi (DENK), ingezonden 3 mei 2024",
            "El Abassi [DENK]",
        ),
        (
            "Deze motie is voorgesteld door de leden Kisteman, Flach en Thijssen. Zij krijgt nr. 1.",
            "Kisteman | Flach | Thijssen",
        ),
        ("Het lid Ceder stelt het volgende amendement voor:", "Ceder"),
        ("Eerdmans.", "Eerdmans"),
        ("Podt,", "Podt"),
        ("Van 't Wout", "Van 't Wout"),
        ("De heer Dijk en mevrouw Dobbe", "Dijk | Dobbe"),
        ("", ""),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

fn party(name: &str, party: Option<&str>, date: &str) -> String {
    let (parties, members) = (PartyRegister::built_in(), MemberRegister::built_in());
    let context = NameContext {
        registers: Registers {
            parties: &parties,
            members: &members,
        },
        date: Some(date.parse().unwrap()),
        chamber: "Tweede Kamer",
    };
    let printed = PrintedSponsor {
        name: name.to_owned(),
        party: party.map(str::to_owned),
    };
    match resolve_sponsor(&printed, &context).party {
        Ok((id, PartySource::Brackets)) => format!("{id} in brackets"),
        Ok((id, PartySource::Register)) => id.to_string(),
        Err(reason) => reason.to_owned(),
    }
}

#[test]
fn brackets_go_before_the_register_and_namesakes_stay_unknown() {
    assert_eq!(
        party("Van Dijk", Some("SGP"), "2024-05-14"),
        "SGP in brackets"
    );
    assert_eq!(party("Van Dijk", None, "2024-05-14"), "namesakes");
    assert_eq!(party("Ceder", None, "2024-05-14"), "ChristenUnie");
    assert_eq!(
        party("Ceder", Some("nummer 3"), "2024-05-14"),
        "ChristenUnie"
    );
    assert_eq!(
        party("Van Nispe", Some("nummer 3"), "2024-05-14"),
        "party in brackets not in the register"
    );
    assert_eq!(
        party("Van Nispe", None, "2024-05-14"),
        "not in the register"
    );
    assert_eq!(
        party("Keijzer", None, "2024-09-10"),
        "not a member at that date"
    );
}

#[test]
fn a_first_name_may_be_left_out_and_a_particle_may_not() {
    assert!(is_same_name("DIEDERIK VAN DIJK", "Van Dijk"));
    assert!(is_same_name("Dijk", "Jimmy Dijk"));
    assert!(is_same_name("D.J.H. van Dijk", "Van Dijk"));
    for (a, b) in [
        ("Dijk", "Van Dijk"),
        ("Dijk", "Inge van Dijk"),
        ("Inge van Dijk", "Olger van Dijk"),
        ("", "Dijk"),
    ] {
        assert!(!is_same_name(a, b) && !is_same_name(b, a), "{a} {b}");
    }
}
