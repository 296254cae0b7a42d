//! Settings in TOML: configuration, plan, codebook.

use std::collections::BTreeSet;
use std::path::Path;

use standpunt::config::{Config, Plan};
use standpunt::corpus::{Codebook, DataError, GoldMeta};

/// `standpunt.toml`; each line also as an override. What is accepted is accepted again when its
/// entries are laid over the defaults.
pub(super) fn configuration(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    match Config::from_toml(text, "a.toml", Path::new("folder")) {
        Ok(config) => {
            let again = config
                .with(&[])
                .expect("what was accepted is accepted again");
            assert_eq!(again.entries(), config.entries());
        }
        Err(error) => {
            let message = error.to_string();
            assert!(message.contains("a.toml"), "{message}");
            assert!(error.help().is_none_or(|help| !help.is_empty()));
        }
    }
    let overrides: Vec<String> = text.lines().take(4).map(str::to_owned).collect();
    if let Ok(config) = Config::load(None, &overrides) {
        assert!(config.with(&[]).is_ok());
    }
}

/// The plan of a measurement.
pub(super) fn plan(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    match Plan::from_toml(text, "plan.toml", Path::new("folder")) {
        Ok(plan) => {
            assert!(plan.baseline < plan.variants.len());
            let names: BTreeSet<&str> = plan.variants.iter().map(|v| v.name.as_str()).collect();
            assert_eq!(names.len(), plan.variants.len());
        }
        Err(error) => check_fault(&error, "plan.toml"),
    }
}

/// The codebook, and what a gold file says of itself.
pub(super) fn codebook(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    match Codebook::from_toml(text, "codebook.toml") {
        Ok(codebook) => {
            assert_eq!(
                Ok(&codebook),
                Codebook::from_toml(text, "again").as_ref().map_err(|_| ())
            );
            for (index, id) in codebook.class_ids().enumerate() {
                assert_eq!(codebook.class_index(id), Some(index));
            }
            assert!(
                codebook
                    .none_class()
                    .is_none_or(|class| class < codebook.len())
            );
        }
        Err(error) => check_fault(&error, "codebook.toml"),
    }
    if let Err(error) = GoldMeta::from_toml(text, "gold.meta.toml") {
        check_fault(&error, "gold.meta.toml");
    }
}

/// A message names the file.
pub(super) fn check_fault(error: &DataError, place: &str) {
    let message = error.to_string();
    assert!(message.contains(place), "{message}");
    assert!(error.help().is_none_or(|help| !help.is_empty()));
}
