//! Scores of a stance model that do not flatter it.
