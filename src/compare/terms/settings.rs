//! How framing terms are found.

use crate::corpus::{Role, WordList};
use crate::features::NameSettings;

/// How framing terms are found, and which may be shown.
///
/// | setting | default | range | effect |
/// |---|---|---|---|
/// | `max_prior_mass` | 500 | above 0 | the prior of a stratum is worth this many words, or half the mean size of the two sides where that is less |
/// | `n_resamples` | 1000 | 2 and up | bootstrap samples of groups |
/// | `n_first_resamples` | none | 1 and up | samples after which a term far from any claim is left; from `n_resamples` on no term is |
/// | `seed` | 1 | | seed of the bootstrap |
/// | `claim_level` | 0.05 | 0 to 1 | a term with `q_bh` up to this is a claim |
/// | `min_groups` | 5 | 1 and up | groups in which a term must occur |
/// | `min_groups_more` | 3 | 1 and up | groups in which it must occur on the side that uses it more |
/// | `min_actors` | 2 | 1 and up | actors of that side who must use it, where stances are compared |
/// | `min_words` | 500 | 1 and up | words that each side must have |
/// | `min_side_groups` | 3 | 1 and up | groups that each side must have |
/// | `max_terms` | 2000 | 1 and up | terms of a comparison that are tested: the most frequent |
/// | `n_listed` | 25 | 0 and up | terms listed for each side of a comparison |
/// | `coded_only` | false | | compare stances by coded passages alone |
#[derive(Debug, Clone, PartialEq)]
pub struct FramingSettings {
    /// The prior of a stratum is worth this many words, or half the mean size of the two sides in
    /// it where that is less.
    pub max_prior_mass: f64,
    /// Bootstrap samples of groups.
    pub n_resamples: u32,
    /// Samples after which a term is left that is far from any claim: its p then rests on these, or
    /// on twice, four times ... as many. Listed terms always have all.
    pub n_first_resamples: u32,
    /// Seed of the bootstrap.
    pub seed: u64,
    /// A term with a Benjamini-Hochberg q up to this is a claim.
    pub claim_level: f64,
    /// Groups in which a term must occur.
    pub min_groups: usize,
    /// Groups in which it must occur on the side that uses it more.
    pub min_groups_more: usize,
    /// Actors of that side who must use it, where stances are compared.
    pub min_actors: usize,
    /// Words that each side must have.
    pub min_words: usize,
    /// Groups that each side must have.
    pub min_side_groups: usize,
    /// Terms of a comparison that are tested: the most frequent, ties by the alphabet.
    pub max_terms: usize,
    /// Terms listed for each side of a comparison.
    pub n_listed: usize,
    /// Whether stances are compared by coded passages alone.
    pub coded_only: bool,
}

impl Default for FramingSettings {
    fn default() -> Self {
        Self {
            max_prior_mass: 500.0,
            n_resamples: 1000,
            n_first_resamples: u32::MAX,
            seed: 1,
            claim_level: 0.05,
            min_groups: 5,
            min_groups_more: 3,
            min_actors: 2,
            min_words: 500,
            min_side_groups: 3,
            max_terms: 2000,
            n_listed: 25,
            coded_only: false,
        }
    }
}

/// What the passages mean, as it stands in the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FramingContext {
    /// The ids of the classes, in the order of the codebook.
    pub class_ids: Vec<String>,
    /// Who gave the gold codes.
    pub reference_standard: String,
    /// How the documents came to be read.
    pub design: String,
}

/// The words that are no terms.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOutWords {
    /// Names of parties, places and persons; `None` keeps them.
    pub names: Option<NameSettings>,
    /// Words of procedure: each with all words of its stem, or, where marked, by itself. An empty
    /// list keeps them.
    pub procedure: WordList,
}

impl LeftOutWords {
    /// These names and `data/procedure_words.txt`.
    pub fn with_names(names: Option<NameSettings>) -> Self {
        Self {
            names,
            procedure: WordList::procedure_words(),
        }
    }
}

/// A passage as it is compared. Copies of passages must be left out before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FramingPassage<'a> {
    /// Its id, no other passage's.
    pub passage_id: &'a str,
    /// Its document.
    pub document_id: &'a str,
    /// The unit of independence that it belongs to.
    pub group: &'a str,
    /// Who speaks; parties that speak as one are one actor.
    pub actor: &'a str,
    /// What the speaker does; `None` where that is not known.
    pub role: Option<Role>,
    /// Its policy instruments, from 0. With k of them, 1/k of each of its words counts for each;
    /// passages without one are a stratum of their own.
    pub instruments: &'a [usize],
    /// Its class, from 0: coded or predicted.
    pub stance: usize,
    /// Whether the class was coded.
    pub is_coded: bool,
    /// Its text.
    pub text: &'a str,
}
