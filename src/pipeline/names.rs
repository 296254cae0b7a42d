//! Where names stand in a text.

use super::Resources;
use crate::corpus::Span;

/// Gives the places of names in a text: parties and groups of the register, at whatever time.
pub(super) fn names_in(resources: &Resources) -> impl Fn(&str) -> Vec<Span> + '_ {
    |text| {
        let mentions = resources.register.find_all(text, None);
        mentions.into_iter().map(|mention| mention.span).collect()
    }
}
