//! Tests of what is known of a word.

use super::*;

#[test]
fn a_genitive_is_no_part_of_the_word() {
    assert_eq!(without_genitive("eu's"), "eu");
    assert_eq!(without_genitive("'s"), "'s");
    assert_eq!(without_genitive("zo'n"), "zo'n");
}
