//! The terms that a model knows, frozen with their inverse document frequencies.

use super::FeatureError;

/// The largest inverse document frequency: that of a word in one of 10^433 texts.
const MAX_IDF: f64 = 1000.0;

/// Sorted terms with their inverse document frequencies; a term's place is its feature id.
///
/// A term is a stem (`lidstat`), a phrase of stems with spaces between (`eu lidstat`), a piece of
/// a word behind a tilde, with `<` and `>` at the word's edges (`~<gren`), a term of the lexicon
/// behind an equals sign (`=herplaats*`), `#` for any number, or `art.3` for the number of an
/// article of law.
#[derive(Debug, Clone, PartialEq)]
pub struct Vocabulary {
    terms: Vec<String>,
    idf: Vec<f64>,
}

impl Vocabulary {
    /// A vocabulary from its parts, each of length V.
    ///
    /// # Errors
    /// Where lengths differ, terms are not in ascending order, or a frequency is not above 0 to
    /// 1000.
    pub fn new(terms: Vec<String>, idf: Vec<f64>) -> Result<Self, FeatureError> {
        if terms.len() != idf.len() {
            return Err(FeatureError::Lengths {
                n_terms: terms.len(),
                n_idf: idf.len(),
            });
        }
        for (index, pair) in terms.windows(2).enumerate() {
            if pair[0] >= pair[1] {
                return Err(FeatureError::Order {
                    index: index + 1,
                    term: pair[1].clone(),
                });
            }
        }
        match terms
            .iter()
            .zip(&idf)
            .find(|(_, idf)| !(**idf > 0.0 && **idf <= MAX_IDF))
        {
            Some((term, found)) => Err(FeatureError::Idf {
                term: term.clone(),
                found: *found,
            }),
            None => Ok(Self { terms, idf }),
        }
    }

    /// The terms, ascending.
    pub fn terms(&self) -> &[String] {
        &self.terms
    }

    /// The inverse document frequencies, in the order of the terms.
    pub fn idf(&self) -> &[f64] {
        &self.idf
    }

    /// The number of terms, V.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether there is no term.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The feature id of a term.
    pub fn feature(&self, term: &str) -> Option<usize> {
        self.terms
            .binary_search_by(|known| known.as_str().cmp(term))
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        let terms = |terms: &[&str]| terms.iter().map(|&t| t.to_owned()).collect::<Vec<_>>();
        assert!(matches!(
            Vocabulary::new(terms(&["a", "b"]), vec![1.0]),
            Err(FeatureError::Lengths {
                n_terms: 2,
                n_idf: 1
            })
        ));
        assert!(matches!(
            Vocabulary::new(terms(&["b", "b"]), vec![1.0, 1.0]),
            Err(FeatureError::Order { index: 1, .. })
        ));
        assert!(matches!(
            Vocabulary::new(terms(&["a"]), vec![f64::INFINITY]),
            Err(FeatureError::Idf { .. })
        ));
        assert!(Vocabulary::new(terms(&["a"]), vec![1000.5]).is_err());
        assert!(Vocabulary::new(terms(&["a"]), vec![f64::NAN]).is_err());
    }
}
