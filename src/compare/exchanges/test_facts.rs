//! Facts and settings for the tests of this folder.

use super::{ExchangeFact, ExchangeSettings};
use crate::corpus::Role;

/// Four classes, the last without stance, and three instruments.
pub(super) fn settings() -> ExchangeSettings {
    let own = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect();
    ExchangeSettings {
        class_ids: own(&["pro-solidarity", "pro-control", "rights-safeguard", "none"]),
        none_class: Some(3),
        instrument_ids: own(&["pact", "dublin", "frontex"]),
        reference_standard: "human".to_owned(),
        design: "these documents; no sample".to_owned(),
        seed: 1,
    }
}

/// An answer of ten words without stance in no exchange, certain and not coded. Its document is
/// what stands before the `:`, its place the number behind it.
pub(super) fn fact(id: &str) -> ExchangeFact<'_> {
    ExchangeFact {
        passage_id: id,
        document_id: id.split(':').next().unwrap(),
        date: None,
        group: "g1",
        exchange_id: "",
        actor: "Kabinet",
        role: Some(Role::Answer),
        instruments: &[],
        n_words: 10,
        start: 0,
        predicted: 3,
        probabilities: &[],
        gold: None,
        is_certain: true,
        is_outside: false,
        duplicate_of: None,
        document_probability: None,
    }
}
