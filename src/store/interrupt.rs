//! Stopping on request, without leaving half an output.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use super::StoreError;

/// A request to stop, shared by whoever asks and whoever works.
///
/// Long loops call [`Interrupt::check`]; the error they return unwinds through the staged outputs,
/// which remove themselves.
#[derive(Debug, Clone, Default)]
pub struct Interrupt(Arc<AtomicBool>);

static OF_SIGNALS: OnceLock<Interrupt> = OnceLock::new();

impl Interrupt {
    /// An interrupt that only [`Interrupt::trigger`] sets.
    pub fn new() -> Self {
        Self::default()
    }

    /// The interrupt of the process: set by Ctrl-C and by the signals to terminate or hang up.
    /// A second signal ends the process at once, should a loop not look.
    ///
    /// # Errors
    /// [`StoreError::Signals`].
    pub fn of_signals() -> Result<Self, StoreError> {
        if let Some(interrupt) = OF_SIGNALS.get() {
            return Ok(interrupt.clone());
        }
        let interrupt = Self::new();
        let asked = interrupt.clone();
        ctrlc::set_handler(move || {
            if asked.0.swap(true, Ordering::Relaxed) {
                end_process();
            }
        })
        .map_err(|source| StoreError::Signals { source })?;
        Ok(OF_SIGNALS.get_or_init(|| interrupt).clone())
    }

    /// Asks to stop.
    pub fn trigger(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether someone asked to stop.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Fails where someone asked to stop.
    ///
    /// # Errors
    /// [`StoreError::Interrupted`].
    pub fn check(&self) -> Result<(), StoreError> {
        if self.is_set() {
            Err(StoreError::Interrupted)
        } else {
            Ok(())
        }
    }
}

/// 128 + the number of SIGINT, as shells report it.
const EXIT_INTERRUPTED: i32 = 130;

#[expect(
    clippy::exit,
    reason = "the user insists, and the thread of the handler can stop the process in no other way"
)]
fn end_process() {
    std::process::exit(EXIT_INTERRUPTED);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_reaches_every_copy() {
        let interrupt = Interrupt::new();
        let copy = interrupt.clone();
        assert!(copy.check().is_ok());
        interrupt.trigger();
        assert!(matches!(copy.check(), Err(StoreError::Interrupted)));
    }
}
