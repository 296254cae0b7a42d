//! From source text to clean text: a list of edits, each with its reason.
