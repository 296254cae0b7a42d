//! Tests of the pieces of words.

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
