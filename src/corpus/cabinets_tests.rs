use super::Standing::{Government, Mixed, Opposition, Unknown};
use super::*;

#[track_caller]
fn stands(actor: &str, date: &str, want: Standing) {
    let cabinets = Cabinets::built_in();
    let got = cabinets.standing(&Actor::from_name(actor), date.parse().unwrap());
    assert_eq!(got, want, "{actor} {date}");
}

// Days of data/cabinets.csv: Rutte II ends 2017-10-25, Rutte III starts 2017-10-26.
#[test]
fn a_party_changes_sides_with_the_day_on_which_a_cabinet_begins() {
    stands("PvdA", "2017-10-25", Government);
    stands("PvdA", "2017-10-26", Opposition);
    stands("D66", "2017-10-25", Opposition);
    stands("D66", "2017-10-26", Government);
    stands("VVD", "2017-10-26", Government);
    stands("SP", "2017-10-26", Opposition);
}

// Schoof: PVV left on 2025-06-03, NSC on 2025-08-22; Jetten starts 2026-02-23.
#[test]
fn who_leaves_a_caretaker_cabinet_is_opposition_and_who_stays_governs() {
    stands("PVV", "2024-07-02", Government);
    stands("PVV", "2025-06-03", Opposition);
    stands("NSC", "2025-08-21", Government);
    stands("NSC", "2025-08-22", Opposition);
    stands("BBB", "2026-02-22", Government);
    stands("BBB", "2026-02-23", Opposition);
    stands("D66", "2026-02-23", Government);
    stands("CDA", "2030-01-01", Government);
    let cabinets = Cabinets::built_in();
    let caretaker = |date: &str| cabinets.is_caretaker(date.parse().unwrap());
    assert_eq!(caretaker("2025-06-02"), Some(false));
    assert_eq!(caretaker("2025-06-03"), Some(true));
    assert_eq!(caretaker("2025"), None);
    assert_eq!(caretaker("1990"), None);
}

#[test]
fn a_party_that_supports_a_cabinet_without_ministers_is_opposition() {
    stands("PVV", "2011-05-01", Opposition);
}

#[test]
fn of_a_month_or_a_year_every_day_counts() {
    // Rutte II gave way to Rutte III on 2017-10-26; VVD sat in both, SP in neither.
    stands("PvdA", "2017", Mixed);
    stands("PvdA", "2017-10", Mixed);
    stands("PvdA", "2017-09", Government);
    stands("PvdA", "2017-11", Opposition);
    stands("VVD", "2017", Government);
    stands("SP", "2017", Opposition);
    // The table starts on 1994-08-22.
    stands("VVD", "1994", Unknown);
    stands("VVD", "1994-08", Unknown);
    stands("VVD", "1994-09", Government);
    stands("VVD", "1994-08-21", Unknown);
}

#[test]
fn parties_that_speak_as_one_are_mixed_where_they_differ() {
    stands("PvdA+GroenLinks", "2016-05-01", Mixed);
    stands("PvdA+GroenLinks", "2019-05-01", Opposition);
    stands("VVD+CDA", "2019-05-01", Government);
    stands("VVD+Nieuwpartij", "2019-05-01", Unknown);
    stands("Kabinet", "1951", Standing::Cabinet);
    stands("unknown", "2019", Unknown);
    stands("Nieuwpartij", "2019", Unknown);
}

#[test]
fn a_joint_group_stands_where_its_parties_stand() {
    stands("GroenLinks-PvdA", "2024-05-16", Opposition);
    stands("PRO", "2026-09-20", Opposition);
    // Before the joint group existed, PvdA governed and GroenLinks did not.
    stands("GroenLinks-PvdA", "2016-05-01", Mixed);
    // VVD governed when Groep Wilders left it; the group did not, and before that it was not there.
    stands("Groep-Wilders", "2005-05-01", Opposition);
    stands("Groep-Wilders", "2003-05-01", Unknown);
}

fn read(rows: &str) -> Result<Cabinets, DataError> {
    let text = format!("cabinet,start,end,parties,caretaker\n{rows}");
    Cabinets::from_csv(text.as_bytes(), "c.csv", &PartyRegister::built_in())
}

#[test]
fn a_party_of_a_joint_group_that_governs_governs() {
    let cabinets = read("X,2025-01-01,,GroenLinks-PvdA,false\n").unwrap();
    let standing = |actor: &str, date: &str| {
        cabinets.standing(&Actor::from_name(actor), date.parse().unwrap())
    };
    assert_eq!(standing("PvdA", "2025-02-01"), Government);
    assert_eq!(standing("GroenLinks-PvdA", "2025-02-01"), Government);
    let cabinets = read("X,2025-01-01,,PvdA,false\n").unwrap();
    let group = Actor::from_name("GroenLinks-PvdA");
    let date = "2025-02-01".parse().unwrap();
    assert_eq!(cabinets.standing(&group, date), Mixed);
}

#[test]
fn days_between_two_cabinets_are_unknown() {
    let cabinets = read("X,2020-01-01,2020-02-28,VVD,false\nY,2020-03-01,,VVD,false\n").unwrap();
    let standing = |date: &str| cabinets.standing(&Actor::from_name("VVD"), date.parse().unwrap());
    assert_eq!(standing("2020-02-28"), Government);
    assert_eq!(standing("2020-02-29"), Unknown);
    assert_eq!(standing("2020-02"), Unknown);
    assert_eq!(standing("2020"), Unknown);
    assert_eq!(standing("2020-03"), Government);
    // Without the leap day nothing is missing.
    let cabinets = read("X,2019-01-01,2019-02-28,VVD,false\nY,2019-03-01,,VVD,false\n").unwrap();
    let all = cabinets.standing(&Actor::from_name("VVD"), "2019".parse().unwrap());
    assert_eq!(all, Government);
}

#[test]
fn a_table_that_cannot_be_is_refused() {
    let error = |rows: &str| read(rows).unwrap_err().to_string();
    assert_eq!(
        error("X,2020-01-01,2020-02-01,VVD,false\nY,2020-02-01,,VVD,false\n"),
        "c.csv, line 3, column `start`: found `2020-02-01`, expected a day after the end of the \
         cabinet above"
    );
    assert_eq!(
        error("X,2020-02,,VVD,false\n"),
        "c.csv, line 2, column `start`: found `2020-02`, expected a day as YYYY-MM-DD"
    );
    assert_eq!(
        error("X,2020-02-02,2020-01-01,VVD,false\n"),
        "c.csv, line 2, column `end`: found `2020-01-01`, expected 2020-02-02 or later"
    );
    assert!(error("X,2020-02-02,,VVDD,false\n").contains("closest: `VVD`"));
    assert!(error("X,2020-02-02,,VVD,ja\n").contains("expected true or false"));
}
