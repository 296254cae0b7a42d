//! Tests of rows: their terms, values and independence of what else is read.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{
    Analyzer, AnalyzerSettings, CharacterSettings, CountedTexts, FeatureScratch, LexiconSettings,
    NameSettings, RowBuffer, Stemming, TokenRange,
};

fn settings() -> AnalyzerSettings {
    AnalyzerSettings {
        min_df: 1,
        lexicon: LexiconSettings::new(["*vang*", "niet … opvang*", "de"], 0.6),
        ..AnalyzerSettings::default()
    }
}

fn terms_of(analyzer: &Analyzer, text: &str) -> Vec<(String, TokenRange)> {
    let mut found = Vec::new();
    analyzer.visit(text, &mut FeatureScratch::default(), |feature, tokens| {
        found.push((analyzer.vocabulary().terms()[feature].clone(), tokens));
    });
    found
}

#[test]
fn phrases_reach_over_stop_words_and_know_their_tokens() {
    let settings = AnalyzerSettings {
        characters: None,
        lexicon: None,
        ..settings().with_stop_words(["van"])
    };
    let analyzer = Analyzer::learn(&["opvang van kinderen"], &settings).unwrap();
    let range = |first, last| TokenRange { first, last };
    assert_eq!(
        terms_of(&analyzer, "Opvang van kinderen, opvang"),
        [
            ("opvang".to_owned(), range(0, 0)),
            ("kinder".to_owned(), range(2, 2)),
            ("opvang kinder".to_owned(), range(0, 2)),
            ("opvang".to_owned(), range(3, 3)),
        ]
    );
}

#[test]
fn all_names_are_one_term_without_pieces() {
    let set = |word: &str| std::iter::once(word.to_owned()).collect();
    let settings = AnalyzerSettings {
        lexicon: LexiconSettings::new(["vvd", "piri"], 0.6),
        names: Some(NameSettings {
            names: set("vvd"),
            titles: set("lid"),
            particles: set("van"),
        }),
        ..settings()
    };
    let texts = ["het lid Piri van de VVD vraagt opvang", "de piri"];
    let analyzer = Analyzer::learn(&texts, &settings).unwrap();
    let of_token = |text, token: u32| -> Vec<String> {
        let terms = terms_of(&analyzer, text).into_iter();
        let here = terms.filter(|(_, at)| (at.first, at.last) == (token, token));
        here.map(|(term, _)| term).collect()
    };
    assert_eq!(of_token(texts[0], 2), ["@"]);
    assert_eq!(of_token(texts[0], 5), ["@"]);
    let phrases = terms_of(&analyzer, texts[0]);
    assert!(phrases.iter().any(|(term, _)| term == "lid @"));
    // Without a title, the same word is a word.
    assert!(of_token(texts[1], 1).contains(&"=piri".to_owned()));
}

#[test]
fn every_block_has_its_own_length_and_weight() {
    let characters = CharacterSettings {
        shortest: 5,
        longest: 5,
        weight: 0.5,
    };
    let settings = AnalyzerSettings {
        characters: Some(characters),
        longest_phrase: 1,
        lexicon: LexiconSettings::new(["op*", "wij"], 0.6),
        ..settings()
    };
    let analyzer = Analyzer::learn(&["wij wij", "wij opvang"], &settings).unwrap();
    let mut scratch = FeatureScratch::default();
    let row = analyzer.row("wij wij opvang", &mut scratch);
    let value = |term: &str| {
        let feature = analyzer.vocabulary().feature(term).unwrap();
        row.values[row
            .features
            .iter()
            .position(|&f| f as usize == feature)
            .unwrap()]
    };
    // tf(wij) = 1 + ln 2 = 1.693147, idf(wij) = ln(3/3) + 1 = 1; tf(opvang) = 1,
    // idf(opvang) = ln(3/2) + 1 = 1.405465. Words and lexicon have length
    // √(1.693147² + 1.405465²) = 2.200473 each, the lexicon weighs 0.6; the five pieces have
    // length √(1.693147² + 4 · 1.405465²) = 3.281475 and weigh 0.5.
    for (term, expected) in [
        ("wij", 0.769_447_073),
        ("opvang", 0.638_710_578),
        ("~<wij>", 0.257_985_715),
        ("~<opva", 0.214_151_448),
        ("~vang>", 0.214_151_448),
        ("=wij", 0.461_668_244),
        ("=op*", 0.383_226_347),
    ] {
        assert!(
            (value(term) - expected).abs() < 1e-9,
            "{term}: {}",
            value(term)
        );
    }
    assert_eq!(row.values.len(), 9);
}

#[test]
fn an_unknown_word_breaks_a_phrase() {
    let settings = AnalyzerSettings {
        characters: None,
        lexicon: None,
        ..settings()
    };
    let analyzer = Analyzer::learn(&["geen opvang"], &settings).unwrap();
    assert_eq!(terms_of(&analyzer, "geen nieuwe opvang").len(), 2);
}

#[test]
fn numbers_are_one_term_and_provisions_their_own() {
    let settings = AnalyzerSettings {
        characters: None,
        lexicon: None,
        longest_phrase: 1,
        ..settings()
    };
    let analyzer = Analyzer::learn(&["artikel 3 EVRM uit 1950, de 160.000"], &settings).unwrap();
    assert_eq!(
        analyzer.vocabulary().terms(),
        ["#", "art.3", "artikel", "de", "evrm", "uit"]
    );
}

#[test]
fn a_scratch_forgets_the_words_of_another_analyzer() {
    let first = Analyzer::learn(&["opvang grens", "opvang"], &settings()).unwrap();
    let second = Analyzer::learn(&["aap opvang", "opvang noot"], &settings()).unwrap();
    let mut shared = FeatureScratch::default();
    first.row("opvang grens", &mut shared);
    let mut fresh = FeatureScratch::default();
    assert_eq!(
        second.row("opvang", &mut shared),
        second.row("opvang", &mut fresh)
    );
}

#[test]
fn the_limit_keeps_the_terms_of_the_most_texts() {
    let settings = AnalyzerSettings {
        longest_phrase: 1,
        characters: None,
        lexicon: None,
        stemmer: Stemming::None,
        max_features: Some(2),
        ..settings()
    };
    let texts = ["aap bok circus", "aap bok circus", "circus"];
    let analyzer = Analyzer::learn(&texts, &settings).unwrap();
    // Of three texts aap and bok are in two, circus in three.
    assert_eq!(analyzer.vocabulary().terms(), ["aap", "circus"]);
    // ln((1 + 3) / (1 + 3)) + 1 = 1.
    assert!((analyzer.vocabulary().idf()[1] - 1.0).abs() < 1e-15);
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    let word = "(niet|de|opvang|opvangen|EU-lidstaten|grens|grenzen|artikel 3|12|foto's|én)";
    prop::collection::vec(
        prop::collection::vec(word, 1..12).prop_map(|words| words.join(" ")),
        1..8,
    )
}

proptest! {
    #[test]
    fn a_text_alone_has_the_row_it_has_in_a_batch(texts in texts()) {
        let analyzer = Analyzer::learn(&texts, &settings()).unwrap();
        let mut shared = FeatureScratch::default();
        for text in texts.iter().rev().chain(&texts) {
            let mut fresh = FeatureScratch::default();
            prop_assert_eq!(analyzer.row(text, &mut shared), analyzer.row(text, &mut fresh));
        }
    }

    #[test]
    fn parts_are_those_of_an_analyzer(texts in texts(), min_df in 1..3_u32, every in 1..4_usize) {
        let settings = AnalyzerSettings { min_df, ..settings() };
        let counted = CountedTexts::read(texts.iter().map(String::as_str), &settings).unwrap();
        let chosen: Vec<usize> = (0..texts.len()).step_by(every).collect();
        let own: Vec<&String> = chosen.iter().map(|&i| &texts[i]).collect();
        let Ok(analyzer) = Analyzer::learn(&own, &settings) else {
            prop_assert!(counted.part(&chosen).is_err());
            return Ok(());
        };
        let part = counted.part(&chosen).unwrap();
        let of_part = counted.analyzer(&part).unwrap();
        prop_assert_eq!(of_part.vocabulary(), analyzer.vocabulary());
        let (mut scratch, mut buffer) = (FeatureScratch::default(), RowBuffer::default());
        for (i, text) in texts.iter().enumerate() {
            let row = counted.row(i, &part, &mut buffer);
            prop_assert_eq!(row, analyzer.row(text, &mut scratch));
            prop_assert_eq!(counted.n_words(i), scratch.n_words());
        }
    }

    #[test]
    fn the_order_of_texts_does_not_matter(texts in texts()) {
        let reversed: Vec<&String> = texts.iter().rev().collect();
        let one = Analyzer::learn(&texts, &settings()).unwrap();
        let other = Analyzer::learn(&reversed, &settings()).unwrap();
        prop_assert_eq!(one.vocabulary(), other.vocabulary());
    }

    #[test]
    fn blocks_have_the_length_of_their_weight_and_any_text_has_a_row(texts in texts(), text in any::<String>()) {
        let analyzer = Analyzer::learn(&texts, &settings()).unwrap();
        let mut scratch = FeatureScratch::default();
        for text in texts.iter().chain([&text]) {
            let row = analyzer.row(text, &mut scratch);
            let terms = analyzer.vocabulary().terms();
            let square = |is_in: fn(&str) -> bool| -> f64 {
                let values = row.features.iter().zip(row.values);
                let values = values.filter(|(f, _)| is_in(&terms[**f as usize]));
                values.map(|(_, x)| x * x).sum()
            };
            for (found, expected) in [
                (square(|t| !t.starts_with(['~', '='])), 1.0),
                (square(|t| t.starts_with('~')), 1.0),
                (square(|t| t.starts_with('=')), 0.36),
            ] {
                prop_assert!(found == 0.0 || (found - expected).abs() < 1e-12);
            }
        }
    }
}

proptest! {
    #[test]
    fn a_tally_has_the_counts_and_values_of_the_row(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "opvang", "Opvang", "de", "niet", "grens", "grenzen", "VVD", "lid", "Piri", "2015", "één",
                "artikel", "3", "zo'n", "en", "overeenkomst",
            ]),
            0..60,
        ),
    ) {
        let settings = AnalyzerSettings {
            names: Some(NameSettings {
                names: ["vvd".to_owned()].into(),
                titles: ["lid".to_owned()].into(),
                particles: ["van".to_owned()].into(),
            }),
            ..settings()
        };
        let learnt = "de opvang niet opvangen aan de grens van de VVD zo'n overeenkomst artikel 3 in 2015";
        let analyzer = Analyzer::learn(&[learnt, "opvang grenzen één lid Piri"], &settings).unwrap();
        let text = words.join(" ");
        let mut scratch = FeatureScratch::default();
        let row = analyzer.row(&text, &mut scratch);
        let mut expected: Vec<(u32, u32, f64)> = (row.features.iter().copied())
            .zip(row.counts.iter().copied())
            .zip(row.values.iter().copied())
            .map(|((feature, count), value)| (feature, count, value))
            .collect();
        analyzer.tally(&text, &mut scratch);
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        scratch.for_each_word(|word, pieces| {
            for &piece in pieces {
                *counts.entry(piece).or_default() += word.n;
            }
        });
        let tally = scratch.last_tally();
        let mut repeated: Vec<(u32, u32)> = (tally.repeated.iter())
            .map(|piece| (piece.feature, piece.count))
            .collect();
        repeated.sort_unstable();
        let expected_repeated = counts.iter().filter(|(_, count)| **count > 1);
        let expected_repeated: Vec<(u32, u32)> = expected_repeated.map(|(f, n)| (*f, *n)).collect();
        prop_assert_eq!(repeated, expected_repeated);
        let mut found: Vec<(u32, u32, f64)> = (counts.into_iter())
            .map(|(feature, count)| {
                let value = (1.0 + crate::math::ln(f64::from(count))) * analyzer.factor(feature);
                (feature, count, value * tally.piece_scale)
            })
            .collect();
        found.extend(tally.terms.iter().map(|term| (term.feature, term.count, term.value)));
        expected.sort_by_key(|known| known.0);
        found.sort_by_key(|known| known.0);
        prop_assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(&expected) {
            prop_assert_eq!((found.0, found.1), (expected.0, expected.1));
            prop_assert!((found.2 - expected.2).abs() <= 1e-12 * expected.2);
        }
    }
}
