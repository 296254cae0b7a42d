//! How the terms of a model stand in texts.

use std::collections::BTreeMap;

use crate::corpus::Span;
use crate::features::FeatureScratch;

/// The forms in which features were met, with how often.
#[derive(Debug, Default)]
pub(super) struct SurfaceForms {
    of_feature: BTreeMap<u32, Forms>,
}

#[derive(Debug, Default)]
struct Forms {
    counts: BTreeMap<String, usize>,
    n_in_names: usize,
}

impl SurfaceForms {
    /// Notes the occurrences in the text that `scratch` has seen last; `names` are the places of
    /// names in it.
    pub(super) fn note(&mut self, text: &str, scratch: &FeatureScratch, names: &[Span]) {
        for occurrence in scratch.occurrences() {
            let span = scratch.span(occurrence.tokens);
            let forms = self.of_feature.entry(occurrence.feature).or_default();
            let is_in_name = names.iter().any(|name| name.overlap(span) > 0);
            forms.n_in_names += usize::from(is_in_name);
            let words = text.get(span.range()).unwrap_or("").split_whitespace();
            let form = words.collect::<Vec<_>>().join(" ").to_lowercase();
            *forms.counts.entry(form).or_default() += 1;
        }
    }

    /// The form met most often; of equals the first in the alphabet. Empty where there is none.
    pub(super) fn most_frequent(&self, feature: u32) -> String {
        let counts = self.of_feature.get(&feature).map(|forms| &forms.counts);
        let forms = counts.into_iter().flatten();
        let most = forms.reduce(|most, next| if next.1 > most.1 { next } else { most });
        most.map(|(form, _)| form.clone()).unwrap_or_default()
    }

    /// Whether at least half of the occurrences lie in a name.
    pub(super) fn is_name(&self, feature: u32) -> bool {
        let Some(forms) = self.of_feature.get(&feature) else {
            return false;
        };
        let n: usize = forms.counts.values().sum();
        n > 0 && 2 * forms.n_in_names >= n
    }
}
