//! The nouns that three or more stages share: documents, actors, passages, classes, gold labels.

mod actor;
mod date;
mod document;
mod passage;
mod span;

pub use actor::{Actor, Role};
pub use date::{DateError, DatePrecision, PartialDate};
pub use document::{Document, DocumentId, DocumentIdError, DocumentKind};
pub use passage::{Passage, PassageId, PassageIdError};
pub use span::Span;
