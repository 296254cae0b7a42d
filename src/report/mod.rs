//! Writes estimates to files.
