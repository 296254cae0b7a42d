//! From bytes to source text.
