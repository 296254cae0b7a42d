//! The bodies of the targets, which the tests of the project replay; see `docs/fuzzing.md`.

#[path = "../../tests/fuzz_bodies/mod.rs"]
mod bodies;

/// Runs the body of a target.
pub fn run(target: &str, bytes: &[u8]) {
    bodies::run(target, bytes);
}
