//! Who watches a run.

use std::path::PathBuf;

use crate::store::Interrupt;

/// Whoever may stop a run, and whoever is told how far it is.
pub struct Monitor<'a> {
    /// The program that reads PDFs in a process of its own, with limits: this one, mostly. Without
    /// one they are read in the process of the run.
    pub pdf_program: Option<PathBuf>,
    /// Stops the run.
    pub interrupt: &'a Interrupt,
    /// Told the name of the stage, the steps done and all steps; from any thread.
    pub on_step: &'a (dyn Fn(&'static str, usize, usize) + Sync),
}

impl Monitor<'_> {
    pub(super) fn step(&self, stage: &'static str, done: usize, all: usize) {
        (self.on_step)(stage, done, all);
    }
}
