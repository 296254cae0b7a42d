//! Scores of predictions against gold: pure arithmetic.
