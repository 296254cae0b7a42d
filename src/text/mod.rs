//! From passage to terms.
