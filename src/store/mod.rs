//! Whole outputs or none: staged writes, locks, manifests, skipped records.
