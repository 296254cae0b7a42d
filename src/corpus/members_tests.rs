//! Tests of the member register: the built-in file, printed names by date, refused files.

use super::*;

const TK: &str = "Tweede Kamer";
const EK: &str = "Eerste Kamer";

fn found(name: &str, date: &str, chamber: &str) -> String {
    let date = (!date.is_empty()).then(|| date.parse().unwrap());
    match MemberRegister::built_in().find(name, date, chamber) {
        Ok(member) => format!("{} {}", member.id, member.party_id),
        Err(error) => error.reason().to_owned(),
    }
}

fn small(rows: &str) -> Result<MemberRegister, DataError> {
    let text = format!("member_id,name,first_names,party_id,chamber,valid_from,valid_to\n{rows}");
    MemberRegister::from_csv(text.as_bytes(), "m.csv")
}

fn refused(rows: &str) -> String {
    match small(rows) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn every_party_of_the_built_in_register_is_known_and_valid_when_its_members_sat() {
    let parties = PartyRegister::built_in();
    let members = MemberRegister::built_in();
    members.check_parties(&parties).unwrap();
    for member in members.members() {
        let party = parties.get(&member.party_id).unwrap();
        for date in [member.valid_from, member.valid_to].into_iter().flatten() {
            assert!(party.is_valid_at(date), "{}", member.described());
        }
        assert!(!member.chamber.is_empty(), "{}", member.described());
    }
}

#[test]
fn one_id_is_one_person() {
    let register = MemberRegister::built_in();
    let mut persons: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for member in register.members() {
        let id = &member.id;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(id.chars().all(plain), "{id}");
        let person = (member.first_names.as_str(), member.initials.as_str());
        let first = *persons.entry(id).or_insert(person);
        assert_eq!(first, person, "{id}");
    }
}

#[test]
fn the_chamber_of_2023_has_150_members_divided_as_elected() {
    // Official result of the election of 22 November 2023 (Kiesraad).
    let elected = [
        ("PVV", 37),
        ("GroenLinks-PvdA", 25),
        ("VVD", 24),
        ("NSC", 20),
        ("D66", 9),
        ("BBB", 7),
        ("CDA", 5),
        ("SP", 5),
        ("DENK", 3),
        ("PvdD", 3),
        ("FVD", 3),
        ("SGP", 3),
        ("ChristenUnie", 3),
        ("Volt", 2),
        ("JA21", 1),
    ];
    assert_eq!(elected.iter().map(|(_, n)| n).sum::<usize>(), 150);
    let register = MemberRegister::built_in();
    let began = "2023-12-06".parse().unwrap();
    for (party, n) in elected {
        let members = register.members().iter().filter(|m| {
            m.chamber == TK && m.valid_from == Some(began) && m.party_id.as_str() == party
        });
        assert_eq!(members.count(), n, "{party}");
    }
}

#[test]
fn finds_a_member_in_every_printed_form() {
    for name in [
        "Van der Plas",
        "VAN DER PLAS",
        "Caroline van der Plas",
        "Plas, van der",
        "C.A.M. van der Plas",
    ] {
        assert_eq!(
            found(name, "2024-05-14", TK),
            "caroline-van-der-plas BBB",
            "{name}"
        );
    }
    for name in [
        "Yesilgöz-Zegerius",
        "Yeşilgöz",
        "YEŞILGÖZ-ZEGERIUS",
        "Dilan Yeşilgöz",
    ] {
        assert_eq!(
            found(name, "2024-05-14", TK),
            "dilan-yesilgoz-zegerius VVD",
            "{name}"
        );
    }
    assert_eq!(
        found("Michon", "2024-05-14", TK),
        "ingrid-michon-derkzen VVD"
    );
    assert_eq!(
        found("D.G.M. Ceder", "2024-05-14", TK),
        "don-ceder ChristenUnie"
    );
    assert_eq!(
        found("Six Dijkstra", "2024-05-14", TK),
        "jesse-six-dijkstra NSC"
    );
    assert_eq!(found("Kostic", "2024-05-14", TK), "ines-kostic PvdD");
}

#[test]
fn never_guesses_between_namesakes() {
    assert_eq!(found("Van Dijk", "2024-05-14", TK), "namesakes");
    assert_eq!(
        found("Diederik van Dijk", "2024-05-14", TK),
        "diederik-van-dijk SGP"
    );
    assert_eq!(
        found("INGE VAN DIJK", "2024-05-14", TK),
        "inge-van-dijk CDA"
    );
    assert_eq!(
        found("Olger van Dijk", "2024-05-14", TK),
        "olger-van-dijk NSC"
    );
    assert_eq!(found("Dijk", "2024-05-14", TK), "jimmy-dijk SP");
    assert_eq!(found("Van Dijck", "2024-05-14", TK), "tony-van-dijck PVV");
    // Three of the four have no known initials that differ.
    assert_eq!(found("D.J.H. van Dijk", "2024-05-14", TK), "namesakes");
    assert_eq!(found("Van Dijk", "2023-09-05", EK), "diederik-van-dijk SGP");
    assert_eq!(
        found("Van Dijk", "2024-05-14", EK),
        "not a member at that date"
    );
}

#[test]
fn a_switch_of_party_is_two_rows() {
    for (name, date, expected) in [
        ("Omtzigt", "2021-04-20", "pieter-omtzigt CDA"),
        ("Omtzigt", "2022-04-20", "pieter-omtzigt Lid-Omtzigt"),
        ("Omtzigt", "2024-04-20", "pieter-omtzigt NSC"),
        ("Van Haga", "2018-06-05", "wybren-van-haga VVD"),
        ("Van Haga", "2020-06-05", "wybren-van-haga Lid-Van-Haga"),
        ("Van Haga", "2022-06-05", "wybren-van-haga Groep-Van-Haga"),
        ("Ephraim", "2023-09-05", "olaf-ephraim Lid-Ephraim"),
        ("Gündoğan", "2023-09-05", "nilufer-gundogan Lid-Gundogan"),
        ("Den Haan", "2022-09-06", "liane-den-haan Fractie-Den-Haan"),
        ("Helder", "2023-09-05", "lilian-helder BBB"),
        ("Joseph", "2025-07-02", "agnes-joseph NSC"),
        ("Joseph", "2025-09-09", "agnes-joseph BBB"),
        ("Joseph", "2025", "party unclear at that date"),
        ("Keijzer", "2024-09-10", "not a member at that date"),
    ] {
        assert_eq!(found(name, date, TK), expected, "{name} {date}");
    }
}

#[test]
fn a_name_that_is_missing_says_what_is_near_and_what_to_do() {
    let register = MemberRegister::built_in();
    let error = register.find("Kron", None, EK).unwrap_err();
    assert_eq!(
        error.to_string(),
        "member `Kron` is not in the register (closest: `Kroon`)"
    );
    assert!(error.help().unwrap().contains("paths.members"));
    let small =
        small("a,Van Dam,Ann,VVD,Tweede Kamer,2020,2021\nb,Van Dam,Bea,SP,Tweede Kamer,2021,\n")
            .unwrap();
    let date = Some("2019-05".parse().unwrap());
    let error = small.find("Van Dam", date, TK).unwrap_err();
    assert_eq!(
        error.to_string(),
        "member `Van Dam` is in the register as Ann van Dam (VVD, 2020 to 2021) and Bea van Dam (SP, 2021 to), not for 2019-05"
    );
    let date = Some("2021-05".parse().unwrap());
    let error = small.find("Van Dam", date, TK).unwrap_err();
    assert_eq!(
        error.to_string(),
        "member `Van Dam` may be Ann van Dam (VVD, 2020 to 2021) or Bea van Dam (SP, 2021 to)"
    );
    assert!(error.help().is_some());
}

#[test]
fn a_faulty_row_is_refused_with_its_place() {
    assert_eq!(
        refused("a,,,VVD,,,\n"),
        "m.csv, line 2, column `name`: found ``, expected a value"
    );
    assert_eq!(
        refused("a,Dam,,VVD,Kamer,,\n"),
        "m.csv, line 2, column `chamber`: found `Kamer`, expected one of Tweede Kamer, Eerste Kamer"
    );
    assert_eq!(
        refused("a,Dam,,VVD,,2021,2020\n"),
        "m.csv, line 2, column `valid_to`: found `2020`, expected 2021 or later, the date in `valid_from`"
    );
    assert_eq!(
        refused("a,Dam,,VVD,,2020-01-01,2021-01-01\na,Dam,,SP,,2020-06-01,\n"),
        "m.csv, line 3, column `valid_from`: found `2020-06-01`, expected a period beside that of `a` on line 2, Dam (VVD, 2020-01-01 to 2021-01-01)"
    );
    // What meets within an unknown day or month does not overlap for certain.
    assert_eq!(refused("a,Dam,,VVD,,2020,2021\na,Dam,,SP,,2021,\n"), "");
    let error = small("a,Dam,,VVP,,,\n")
        .unwrap()
        .check_parties(&PartyRegister::built_in());
    assert_eq!(
        error.unwrap_err().to_string(),
        "m.csv, line 2, column `party_id`: found `VVP`, expected an id of the party register (closest: `VVD`)"
    );
}
