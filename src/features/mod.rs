//! From terms to sparse rows.
