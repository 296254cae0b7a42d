//! Tables that tell the program what to know: registers, lexicon, gold file, codings and others.

use std::sync::LazyLock;

use standpunt::audit::{read_adjudicated, read_codings, read_label_studio, read_sample};
use standpunt::corpus::{
    Cabinets, Codebook, DataError, InstrumentPatterns, InstrumentSplit, Lexicon, LexiconTerm,
    MemberRegister, NameList, PartyRegister, RowFilter, WordList, read_documents, read_examples,
    read_expert_positions, read_gold, read_seed_lines, read_test_rows,
};
use standpunt::instruments::InstrumentTagger;
use standpunt::table::{TableReader, TableSettings};

use super::documents::registers;
use super::settings::check_fault;

static CODEBOOK: LazyLock<Codebook> = LazyLock::new(Codebook::built_in);

/// The register of parties: every name that it knows at some time is found in a text.
pub(super) fn parties(bytes: &[u8]) {
    match PartyRegister::from_csv(bytes, "parties.csv") {
        Ok(register) => {
            for party in register.parties() {
                assert_eq!(register.get(&party.id), Some(party));
                let text = format!("De leden van de {}-fractie vragen dit.", party.id);
                for mention in register.find_all(&text, None) {
                    assert!(text.get(mention.span.range()).is_some());
                    assert!(register.get(&mention.party_id).is_some());
                }
                let _ = register.resolve(party.id.as_str(), None);
            }
        }
        Err(error) => check_fault(&error, "parties.csv"),
    }
}

/// The register of members: who is found by name is a member of the register.
pub(super) fn members(bytes: &[u8]) {
    match MemberRegister::from_csv(bytes, "members.csv") {
        Ok(register) => {
            for member in register.members() {
                for name in [&member.name, &member.full_name()] {
                    match register.find(name, member.valid_from, &member.chamber) {
                        Ok(found) => assert!(register.members().contains(found)),
                        Err(error) => assert!(!error.to_string().is_empty()),
                    }
                }
            }
            let _ = register.check_parties(registers().parties);
        }
        Err(error) => check_fault(&error, "members.csv"),
    }
}

/// The lexicon: its terms are terms.
pub(super) fn lexicon(bytes: &[u8]) {
    match Lexicon::from_csv(bytes, "lexicon.csv", &CODEBOOK) {
        Ok(lexicon) => {
            for term in lexicon.terms() {
                assert!(term.parse::<LexiconTerm>().is_ok(), "`{term}`");
            }
        }
        Err(error) => check_fault(&error, "lexicon.csv"),
    }
}

/// The gold file, and any table as a file to test on.
pub(super) fn gold(bytes: &[u8]) {
    match read_gold(bytes, "gold.csv", &CODEBOOK) {
        Ok(passages) => {
            for passage in passages {
                assert!(passage.stance < CODEBOOK.len() && !passage.group.is_empty());
            }
        }
        Err(error) => check_fault(&error, "gold.csv"),
    }
    let filter: Option<RowFilter> = "eu_topic=true".parse().ok();
    for filter in [None, filter.as_ref()] {
        match read_test_rows(bytes, "test.csv", "text", filter, &CODEBOOK) {
            Ok(rows) => assert!(rows.iter().all(|row| row.class < CODEBOOK.len())),
            Err(error) => check_fault(&error, "test.csv"),
        }
    }
}

/// What coders send back: tables and exports of Label Studio.
pub(super) fn codings(bytes: &[u8]) {
    for coder in [None, Some("anna")] {
        if let Ok(codings) = read_codings(bytes, "codings.csv", coder, &CODEBOOK) {
            let _ = codings.units(&CODEBOOK);
        }
        if let Ok(text) = std::str::from_utf8(bytes)
            && let Ok(codings) = read_label_studio(text, "export.json", coder, &CODEBOOK)
        {
            let _ = codings.units(&CODEBOOK);
        }
    }
    let table = || TableReader::new(bytes, "a.csv", &TableSettings::default());
    if let Ok(table) = table() {
        let _ = read_sample(table);
    }
    if let Ok(table) = table() {
        let _ = read_adjudicated(table, &CODEBOOK);
    }
}

/// The other lists; the first byte says which.
pub(super) fn lists(bytes: &[u8]) {
    let Some((kind, rest)) = bytes.split_first() else {
        return;
    };
    let place = "list.csv";
    let read: Result<(), DataError> = match kind {
        b'a' => NameList::from_csv(rest, place).map(|_| ()),
        b'b' => read_examples(rest, place, &CODEBOOK).map(|_| ()),
        b'c' => read_seed_lines(rest, place).map(|_| ()),
        b'd' => read_documents(rest, place).map(|_| ()),
        b'e' => read_expert_positions(rest, place).map(|_| ()),
        b'f' => Cabinets::from_csv(rest, place, registers().parties).map(|_| ()),
        b'g' => InstrumentPatterns::from_csv(rest, place, &CODEBOOK).map(|patterns| {
            let _ = InstrumentTagger::new(&patterns);
        }),
        b'h' => InstrumentSplit::from_csv(rest, place).map(|_| ()),
        b'i' => match std::str::from_utf8(rest) {
            Ok(text) => WordList::from_text(text, place).map(|words| {
                assert!(words.iter().all(|word| words.contains(word)));
            }),
            Err(_) => Ok(()),
        },
        _ => Ok(()),
    };
    if let Err(error) = read {
        check_fault(&error, place);
    }
}
