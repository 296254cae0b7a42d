//! Tests of what is known of a word.

use std::collections::BTreeSet;

use super::*;

#[test]
fn pieces_touch_the_edges_of_their_word() {
    let mut pieces = Vec::new();
    let characters = CharacterSettings {
        shortest: 3,
        longest: 4,
        weight: 1.0,
    };
    for_each_piece("één", characters, &mut String::new(), |piece| {
        pieces.push(piece.to_owned());
    });
    assert_eq!(pieces, ["~<éé", "~één", "~én>", "~<één", "~één>"]);
}

#[test]
fn a_genitive_is_no_part_of_the_word() {
    assert_eq!(without_genitive("eu's"), "eu");
    assert_eq!(without_genitive("'s"), "'s");
    assert_eq!(without_genitive("zo'n"), "zo'n");
}

#[test]
fn short_spellings_have_keys_of_their_own() {
    let letters = ["a", "b", "é"];
    let mut spellings = vec![String::new()];
    for _ in 0..5 {
        let longer = |known: &String| letters.map(|letter| format!("{known}{letter}"));
        let next: Vec<String> = spellings.iter().flat_map(longer).collect();
        spellings.extend(next);
        spellings.sort();
        spellings.dedup();
    }
    // 1 + 3 + … + 3^5 spellings of up to 5 letters.
    assert_eq!(spellings.len(), 364);
    let short = spellings.iter().filter(|spelling| spelling.len() < 8);
    let keys: BTreeSet<u64> = short.clone().map(|spelling| key_of(spelling)).collect();
    assert_eq!(keys.len(), short.count());
    assert!(keys.into_iter().all(is_exact));
    assert!(!is_exact(key_of("lidstaten")));
}
