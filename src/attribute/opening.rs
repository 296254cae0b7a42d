//! How a paragraph names who speaks: `De leden van de SP-fractie …`.

use std::sync::LazyLock;

use regex::Regex;

use crate::corpus::{PartialDate, PartyRegister};

static SUBJECT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(De leden van de|De leden van|Het lid van de|Het lid|De fractie van de|De fractie van|De) (?P<who>[^.?!]{1,80}?)(-?fracties?|fracties?)\b",
    )
    .ok()
});

static COMMITTEE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(De leden van|Binnen) de (vaste |algemene |tijdelijke )?commissies? (voor|van)\b")
        .ok()
});

/// The parties that a paragraph names as those who speak.
pub(super) fn named_parties(
    text: &str,
    register: &PartyRegister,
    date: Option<PartialDate>,
) -> Option<Vec<String>> {
    let found = SUBJECT.as_ref()?.captures(text)?;
    let whole = found.get(0)?;
    let mut parties: Vec<String> = Vec::new();
    for mention in register.find_all(whole.as_str(), date) {
        let id = mention.party_id.to_string();
        if !parties.contains(&id) {
            parties.push(id);
        }
    }
    (!parties.is_empty()).then_some(parties)
}

/// Whether a committee as a whole speaks, not a party in it.
pub(super) fn speaks_for_committee(text: &str) -> bool {
    COMMITTEE.as_ref().is_some_and(|regex| regex.is_match(text))
}
