//! Passages that repeat each other, and groups of passages that are not independent.
