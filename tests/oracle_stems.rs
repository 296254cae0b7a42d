//! Stems against those of another implementation of Snowball; `tests/oracle/stems.py` made them.

use standpunt::text::Stemmer;

#[test]
fn stems_are_those_of_snowballs_dutch_porter() {
    let mut stemmer = Stemmer::default();
    let mut n_words = 0;
    for line in include_str!("oracle/stems.csv").lines().skip(1) {
        let (word, stem) = line.split_once(',').unwrap();
        assert_eq!(stemmer.stem(word), stem, "{word}");
        n_words += 1;
    }
    assert!(n_words >= 300, "{n_words} words");
}
