//! Where names stand in a text.

use super::Resources;
use super::learn::name_settings;
use crate::Error;
use crate::config::{Config, DataSource};
use crate::corpus::Span;
use crate::features::NameSpotter;

/// Gives the places of names in a text: parties of the register, at whatever time, and the names
/// that are one term in training or, where none are, those of the built-in list.
///
/// # Errors
/// Where the list of names cannot be read.
pub(super) fn names_in<'a>(
    resources: &'a Resources,
    config: &Config,
) -> Result<impl Fn(&str) -> Vec<Span> + 'a, Error> {
    let source = config.features().names.as_ref();
    let listed = name_settings(Some(source.unwrap_or(&DataSource::BuiltIn)))?;
    let spotter = NameSpotter::new(listed.as_ref());
    Ok(move |text: &str| {
        let mentions = resources.register.find_all(text, None);
        let mut places: Vec<Span> = mentions.into_iter().map(|mention| mention.span).collect();
        places.extend(spotter.find(text));
        places
    })
}
