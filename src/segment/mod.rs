//! From turns to passages.
