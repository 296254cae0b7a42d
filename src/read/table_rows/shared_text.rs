//! A text in memory that is read more than once.

use std::io::Cursor;
use std::sync::Arc;

/// A text whose readers share its bytes.
#[derive(Clone)]
pub(super) struct SharedText(Arc<String>);

impl SharedText {
    pub(super) fn of(text: String) -> Self {
        Self(Arc::new(text))
    }

    /// A reader that begins at a byte.
    pub(super) fn from(&self, at: u64) -> Cursor<Self> {
        let mut text = Cursor::new(self.clone());
        text.set_position(at);
        text
    }
}

impl AsRef<[u8]> for SharedText {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}
