//! TF-IDF against scikit-learn's numbers for three short documents
//! (`TfidfVectorizer(sublinear_tf=True)`, scikit-learn 1.9.1).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use standpunt::features::{Analyzer, AnalyzerSettings, FeatureScratch};

const DOCUMENTS: [&str; 3] = [
    "wij willen opvang opvang",
    "wij willen grens",
    "grens controle grens",
];

fn analyzer() -> Analyzer {
    let settings = AnalyzerSettings {
        longest_phrase: 1,
        characters: None,
        min_df: 1,
        ..AnalyzerSettings::default()
    };
    Analyzer::learn(&DOCUMENTS, &settings).unwrap()
}

#[test]
fn inverse_document_frequencies_are_scikit_learns() {
    let analyzer = analyzer();
    let vocabulary = analyzer.vocabulary();
    // The stems of controle, grens, opvang, wij, willen.
    assert_eq!(
        vocabulary.terms(),
        ["control", "gren", "opvang", "wij", "will"]
    );
    let expected = [
        1.693_147_18,
        1.287_682_07,
        1.693_147_18,
        1.287_682_07,
        1.287_682_07,
    ];
    for (found, expected) in vocabulary.idf().iter().zip(expected) {
        assert!((found - expected).abs() < 5e-9, "{found} for {expected}");
    }
}

#[test]
fn values_of_a_document_are_scikit_learns() {
    let analyzer = analyzer();
    let mut scratch = FeatureScratch::default();
    let row = analyzer.row(DOCUMENTS[0], &mut scratch);
    let value = |term: &str| {
        let feature = analyzer.vocabulary().feature(term).unwrap();
        let place = row.features.iter().position(|&f| f as usize == feature);
        row.values[place.unwrap()]
    };
    for (term, expected) in [
        ("opvang", 0.844_092_83),
        ("wij", 0.379_148_58),
        ("will", 0.379_148_58),
    ] {
        assert!((value(term) - expected).abs() < 5e-9, "{term}");
    }
}
