//! Tests of the party register: the built-in file, names in text by date, refused files.

use super::*;

fn found(text: &str, date: &str) -> String {
    let date = (!date.is_empty()).then(|| date.parse().unwrap());
    PartyRegister::built_in()
        .find_all(text, date)
        .iter()
        .map(|mention| mention.party_id.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

fn resolved(alias: &str, date: &str) -> String {
    let date = (!date.is_empty()).then(|| date.parse().unwrap());
    match PartyRegister::built_in().resolve(alias, date) {
        Ok(id) => id.to_string(),
        Err(error) => error.to_string(),
    }
}

fn refused(rows: &str) -> String {
    let text =
        format!("party_id,aliases,valid_from,valid_to,predecessors,successors,parlgov_id\n{rows}");
    match PartyRegister::from_csv(text.as_bytes(), "p.csv") {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn finds_every_form_of_heading_in_which_groups_are_named() {
    for (text, parties) in [
        (
            "Vragen en opmerkingen van de leden van de VVD-fractie",
            "VVD",
        ),
        ("Vragen en opmerkingen vanuit de D66-fractie", "D66"),
        ("de leden van de D66-\nfractie", "D66"),
        (
            "Inbreng van de PvdA- en GroenLinks-fractie",
            "PvdA GroenLinks",
        ),
        (
            "Inbreng van de PvdA en GroenLinks-fractie",
            "PvdA GroenLinks",
        ),
        ("de fracties van PvdA en GroenLinks", "PvdA GroenLinks"),
        ("De fractie van de PvdA", "PvdA"),
        ("GroenLinks-PvdA-fractie", "GroenLinks PvdA"),
        ("PvdA/GroenLinks", "PvdA GroenLinks"),
        (
            "het lid Van der Staaij (SGP), mevrouw Westerveld (GL)",
            "SGP GroenLinks",
        ),
        ("VOLT-fractie", "Volt"),
        ("Forum voor Democratie", "FVD"),
        ("FvD-fractie", "FVD"),
        ("Forum-fractie", "FVD"),
        ("de fractie van Forum", "FVD"),
        ("PARTIJ VOOR DE DIEREN", "PvdD"),
        ("de Partij voor\nde Dieren", "PvdD"),
        ("50Plus-fractie", "50PLUS"),
        ("het lid Omtzigt", "Lid-Omtzigt"),
        (
            "Fractie Den Haan en fractie-Den Haan",
            "Fractie-Den-Haan Fractie-Den-Haan",
        ),
        (
            "de Groep Van Haga, groep-van Haga",
            "Groep-Van-Haga Groep-Van-Haga",
        ),
        ("(Omtzigt)", "Lid-Omtzigt"),
        ("D’66, D66'ers en CDA’er", "D66 D66 CDA"),
        (
            "Bij1, ChristenUnie (CU), JA21",
            "BIJ1 ChristenUnie ChristenUnie JA21",
        ),
    ] {
        assert_eq!(found(text, "2022-12"), parties, "{text}");
    }
}

#[test]
fn common_words_and_parts_of_words_are_no_party() {
    for text in [
        "Denk aan de opvang. Wij denken, ik denk en 230 volt.",
        "Forum Salafisme en het Global Refugee Forum",
        "een klein lid van het forum; Klein is de kans",
        "SPECT, VVDX, xCDA, D666, GLB, CUP en SPOED",
        "de heer Omtzigt en mevrouw Den Haan",
        "het lid Omtzigt-Jansen",
        "een nieuw sociaal contract",
        "Pro Rail en pro-control",
    ] {
        assert_eq!(found(text, "2022-12"), "", "{text}");
    }
    assert_eq!(found("het lid Klein Molekamp", "2015-01-01"), "");
    assert_eq!(
        found("het lid Klein (50PLUS/Klein)", "2015-01-01"),
        "Lid-Klein Lid-Klein"
    );
}

#[test]
fn one_name_means_different_groups_at_different_times() {
    for text in [
        "GroenLinks-PvdA-fractie",
        "(GL-PvdA)",
        "PvdA/GroenLinks",
        "GroenLinks – PvdA",
    ] {
        let joint = found(&text.replace(" – ", "–"), "2024-05-16");
        assert_eq!(joint, "GroenLinks-PvdA", "{text}");
    }
    assert_eq!(found("PvdA en GroenLinks", "2024-05-16"), "PvdA GroenLinks");
    assert_eq!(found("GroenLinks-PvdA", ""), "GroenLinks-PvdA");
    assert_eq!(found("Groep Van Haga", "2020-06-01"), "Lid-Van-Haga");
    assert_eq!(found("Groep Van Haga", "2022"), "Groep-Van-Haga");
    assert_eq!(found("Groep Van Haga", "2021-02-01"), "");
    assert_eq!(found("Groep Van Haga", ""), "");
    assert_eq!(found("PRO-fractie", "2024"), "");
    assert_eq!(found("PRO-fractie", "2026-10"), "PRO");
}

#[test]
fn mentions_carry_the_bytes_of_the_name() {
    let text = "één vraag van de Partij voor  de Dieren-fractie";
    let mentions = PartyRegister::built_in().find_all(text, None);
    assert_eq!(mentions.len(), 1);
    assert_eq!(&text[mentions[0].span.range()], "Partij voor  de Dieren");
}

#[test]
fn labels_are_resolved_whatever_their_capitals_and_hyphens() {
    assert_eq!(resolved("GROENLINKS", "2022"), "GroenLinks");
    assert_eq!(resolved("fvd", ""), "FVD");
    assert_eq!(resolved("Denk", "2019"), "DENK");
    assert_eq!(resolved("VVD-fractie", "2019"), "VVD");
    assert_eq!(
        resolved("de fractie van de ChristenUnie", "2019"),
        "ChristenUnie"
    );
    assert_eq!(resolved("Klein", "2016"), "Lid-Klein");
    assert_eq!(resolved("Fractie-Nanninga", "2022-03"), "Fractie-Nanninga");
    assert_eq!(resolved("van Haga", "2020-02-02"), "Lid-Van-Haga");
}

#[test]
fn what_cannot_be_resolved_says_why() {
    assert_eq!(
        resolved("GroenLink", "2022"),
        "party `GroenLink` is not in the register (closest: `GroenLinks`)"
    );
    assert_eq!(
        resolved("GroenLinks-PvdA", "2022-12"),
        "party `GroenLinks-PvdA` is in the register for GroenLinks-PvdA (2023-06-13 to 2026-09-08), not for 2022-12"
    );
    assert_eq!(
        resolved("Van Haga", ""),
        "party `Van Haga` may mean Lid-Van-Haga or Groep-Van-Haga"
    );
}

#[test]
fn a_register_that_contradicts_itself_is_refused_with_row_and_column() {
    assert_eq!(
        refused("A,Aa,,,,,\nA,Bb,,,,,\n"),
        "p.csv, line 3, column `party_id`: `A` stands on line 2 already"
    );
    assert_eq!(
        refused("A,Aa|Zz,2000,2005,,,\nB,zz,2005-06,,,,\n"),
        "p.csv, line 3, column `aliases`: `zz` of `B` is claimed in the same period by `A` on line 2"
    );
    assert_eq!(refused("A,Zz,2000,2005,,,\nB,Zz,2006,,,,\n"), "");
    assert_eq!(
        refused("A,Aa,2005-02,2004,,,\n"),
        "p.csv, line 2, column `valid_to`: found `2004`, expected 2005-02 or later, the date in `valid_from`"
    );
    assert_eq!(
        refused("PvdA,Aa,,,PvdB,,\n"),
        "p.csv, line 2, column `predecessors`: found `PvdB`, expected an id that a row of the file has (closest: `PvdA`)"
    );
    assert_eq!(
        refused("A,Aa,2005-13,,,,\n"),
        "p.csv, line 2, column `valid_from`: found `2005-13`, expected a date as YYYY-MM-DD, YYYY-MM or YYYY"
    );
    assert_eq!(
        refused("A,Aa,,,,,12a\n"),
        "p.csv, line 2, column `parlgov_id`: found `12a`, expected a whole number"
    );
    assert_eq!(
        refused("A+B,Aa,,,,,\n"),
        "p.csv, line 2, column `party_id`: found `A+B`, expected letters, digits, `.`, `_` or `-`, and not Kabinet or unknown"
    );
}

#[test]
fn the_built_in_register_has_the_parties_of_the_gold_file_at_their_dates() {
    let register = PartyRegister::built_in();
    let gold = include_str!("../../data/gold_seeds.csv");
    let table = Rows::read(gold.as_bytes(), "gold", &["actor", "date"]).unwrap();
    let mut n = 0;
    for row in table.iter() {
        let actor = crate::corpus::Actor::from_name(row.get("actor"));
        for id in actor.parties() {
            let party = register.get(&id.parse().unwrap()).unwrap();
            assert!(party.is_valid_at(row.get("date").parse().unwrap()), "{id}");
            n += 1;
        }
    }
    // 168 passages of parties, 23 of them by two parties.
    assert_eq!(n, 168 + 23);
}

#[test]
fn the_cabinets_follow_each_other_and_name_parties_of_the_register() {
    let register = PartyRegister::built_in();
    let text = include_str!("../../data/cabinets.csv");
    let table = Rows::read(text.as_bytes(), "cabinets", &["start", "end", "parties"]).unwrap();
    let mut last_end: Option<PartialDate> = None;
    for row in table.iter() {
        let start: PartialDate = row.get("start").parse().unwrap();
        if let Some(end) = last_end {
            assert!(end < start, "{}", row.line());
        }
        last_end = row.parsed("end", "a date").unwrap();
        for id in row.list("parties", '|') {
            let party = register.get(&id.parse().unwrap()).unwrap();
            assert!(party.is_valid_at(start), "{id} {start}");
        }
    }
    assert_eq!(last_end, None);
}
