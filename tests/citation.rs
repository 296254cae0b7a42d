//! `CITATION.cff` says of the program what `Cargo.toml` says.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

#[test]
fn the_citation_has_the_version_and_the_licences_of_the_package() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let citation = fs::read_to_string(root.join("CITATION.cff")).unwrap();
    let has = |line: &str| citation.lines().any(|found| found.trim() == line);
    assert!(has(&format!("version: {}", env!("CARGO_PKG_VERSION"))));
    for licence in env!("CARGO_PKG_LICENSE").split(" OR ") {
        assert!(has(&format!("- {licence}")), "{licence}");
    }
}
