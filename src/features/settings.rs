//! What the analyzer does with a text; travels in the model.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::FeatureError;

/// The version of the rules that make terms from a text. A model made by another version is
/// refused: its terms would mean something else.
pub const ANALYZER_VERSION: u32 = 1;

/// What the analyzer counts, and how.
///
/// | setting | default | range | effect |
/// |---|---|---|---|
/// | `stemmer` | `dutch_porter` | `dutch_porter`, `none` | what is left of a word |
/// | `longest_phrase` | 2 | 1–5 | words in the longest phrase that counts as a term |
/// | `phrase_weight` | 1 | above 0, at most 10 | weight of phrases beside single words |
/// | `characters` | 3–5, weight 1 | lengths 1–20 | pieces of words, so that compounds meet their parts |
/// | `min_df` | 2 | 1 and up | texts that a term must occur in to be learned |
/// | `max_features` | none | 1 and up | keep only the terms of the most texts |
/// | `stop_words` | none | | words left out before phrases are formed |
/// | `lexicon` | none | weight above 0, at most 10 | terms that count as features of their own |
/// | `names` | none | | names that all become one term |
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnalyzerSettings {
    /// [`ANALYZER_VERSION`] of the program that made the settings.
    pub version: u32,
    /// What is left of a word. A file that does not tell has the default.
    #[serde(default, skip_serializing_if = "Stemming::is_default")]
    pub stemmer: Stemming,
    /// Number of words in the longest phrase.
    pub longest_phrase: u8,
    /// Weight of phrases of two or more words; single words, in the same block, have weight 1.
    pub phrase_weight: f64,
    /// Pieces of words; none where absent.
    pub characters: Option<CharacterSettings>,
    /// Number of training texts that a term must occur in.
    pub min_df: u32,
    /// Number of terms to keep: those of the most texts, ties by the alphabet. No limit where
    /// absent.
    pub max_features: Option<usize>,
    /// Lower-case words that are left out. Words of stance must not be among them: *niet*,
    /// *geen*, *tegen*, *zonder*.
    pub stop_words: BTreeSet<String>,
    /// Words and phrases with wildcards; none where absent.
    pub lexicon: Option<LexiconSettings>,
    /// Names that are all one term; every name is a term of its own where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub names: Option<NameSettings>,
}

/// Names of parties, places and persons, all of which are one and the same term. What is spelled
/// with a capital behind a title is the name of a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameSettings {
    /// Names that are one word: in lower case whatever their capitals in the text, with a capital
    /// only as spelled here.
    pub names: BTreeSet<String>,
    /// Lower-case words that stand before the name of a person: *lid*, *minister*.
    pub titles: BTreeSet<String>,
    /// Lower-case words inside or between names of persons: *van*, *en*.
    pub particles: BTreeSet<String>,
}

/// What is left of a word, so that its forms count as one term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stemming {
    /// The stem by Snowball's `dutch_porter`; see [`Stemmer`](crate::text::Stemmer).
    #[default]
    DutchPorter,
    /// The word as it stands, in lower case.
    None,
}

impl Stemming {
    /// The setting as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DutchPorter => "dutch_porter",
            Self::None => "none",
        }
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a reference"
    )]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Words and phrases that count as features of their own wherever they are found, also where
/// stop words or other endings make them no term of the other kinds. See
/// [`LexiconTerm`](crate::corpus::LexiconTerm) for their form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LexiconSettings {
    /// Weight of the block; words and phrases together have weight 1.
    pub weight: f64,
    /// The terms. One that occurs in no training text is not learned; one suffices.
    pub terms: BTreeSet<String>,
}

impl LexiconSettings {
    /// Terms with the weight of their block; `None` where there is no term.
    pub fn new<S: Into<String>>(terms: impl IntoIterator<Item = S>, weight: f64) -> Option<Self> {
        let terms: BTreeSet<String> = terms.into_iter().map(Into::into).collect();
        (!terms.is_empty()).then_some(Self { weight, terms })
    }
}

/// Which pieces of words count as terms. A piece may touch the edge of its word, which is then
/// part of it: `<gren` is not the `gren` of `binnengrens`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CharacterSettings {
    /// Letters in the shortest piece, edges included.
    pub shortest: u8,
    /// Letters in the longest piece, edges included.
    pub longest: u8,
    /// Weight of the block; words and phrases together have weight 1.
    pub weight: f64,
}

impl Default for AnalyzerSettings {
    fn default() -> Self {
        Self {
            version: ANALYZER_VERSION,
            stemmer: Stemming::default(),
            longest_phrase: 2,
            phrase_weight: 1.0,
            characters: Some(CharacterSettings {
                shortest: 3,
                longest: 5,
                weight: 1.0,
            }),
            min_df: 2,
            max_features: None,
            stop_words: BTreeSet::new(),
            lexicon: None,
            names: None,
        }
    }
}

impl AnalyzerSettings {
    /// The same settings with these words left out of every text.
    #[must_use]
    pub fn with_stop_words<S: Into<String>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        self.stop_words = words.into_iter().map(Into::into).collect();
        self
    }

    /// Checks every setting.
    ///
    /// # Errors
    /// Where the version is another one or a setting is out of range.
    pub fn check(&self) -> Result<(), FeatureError> {
        if self.version != ANALYZER_VERSION {
            return Err(FeatureError::Version {
                found: self.version,
                supported: ANALYZER_VERSION,
            });
        }
        if !(1..=5).contains(&self.longest_phrase) {
            return Err(setting("longest_phrase", &self.longest_phrase, "1 to 5"));
        }
        check_weight("phrase_weight", self.phrase_weight)?;
        if self.min_df == 0 {
            return Err(setting("min_df", &self.min_df, "1 or more"));
        }
        if self.max_features == Some(0) {
            return Err(setting("max_features", &0, "1 or more"));
        }
        if let Some(lexicon) = &self.lexicon {
            check_weight("lexicon.weight", lexicon.weight)?;
        }
        let Some(characters) = self.characters else {
            return Ok(());
        };
        if characters.shortest == 0 || characters.shortest > characters.longest {
            let expected = "1 to characters.longest";
            return Err(setting(
                "characters.shortest",
                &characters.shortest,
                expected,
            ));
        }
        if characters.longest > 20 {
            return Err(setting(
                "characters.longest",
                &characters.longest,
                "at most 20",
            ));
        }
        check_weight("characters.weight", characters.weight)
    }
}

fn check_weight(name: &'static str, weight: f64) -> Result<(), FeatureError> {
    if weight > 0.0 && weight <= 10.0 {
        Ok(())
    } else {
        Err(setting(name, &weight, "above 0 and at most 10"))
    }
}

fn setting(name: &'static str, found: &dyn ToString, expected: &'static str) -> FeatureError {
    FeatureError::Setting {
        setting: name,
        found: found.to_string(),
        expected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_settings_are_in_range() {
        assert_eq!(AnalyzerSettings::default().check(), Ok(()));
    }

    #[test]
    fn a_file_that_names_no_stemmer_has_the_default_one() {
        let settings = AnalyzerSettings::default();
        let json = serde_json::to_string(&settings).unwrap();
        assert!(!json.contains("stemmer"), "{json}");
        let read: AnalyzerSettings = serde_json::from_str(&json).unwrap();
        assert_eq!(read, settings);
        let without = AnalyzerSettings {
            stemmer: Stemming::None,
            ..settings
        };
        let json = serde_json::to_string(&without).unwrap();
        assert!(json.contains("\"stemmer\":\"none\""), "{json}");
        let read: AnalyzerSettings = serde_json::from_str(&json).unwrap();
        assert_eq!(read, without);
    }

    #[test]
    fn settings_out_of_range_are_refused_by_name() {
        let refused = |change: fn(&mut AnalyzerSettings)| {
            let mut settings = AnalyzerSettings::default();
            change(&mut settings);
            settings.check().unwrap_err().to_string()
        };
        assert_eq!(
            refused(|s| s.min_df = 0),
            "analyzer setting `min_df` is 0; expected 1 or more"
        );
        assert!(refused(|s| s.phrase_weight = f64::NAN).contains("phrase_weight"));
        assert!(refused(|s| s.version = 9).contains("version 9"));
        let pieces = |shortest, longest| {
            AnalyzerSettings {
                characters: Some(CharacterSettings {
                    shortest,
                    longest,
                    weight: 1.0,
                }),
                ..AnalyzerSettings::default()
            }
            .check()
        };
        assert!(pieces(4, 3).is_err() && pieces(0, 3).is_err() && pieces(3, 21).is_err());
    }
}
