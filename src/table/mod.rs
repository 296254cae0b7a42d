//! Tables in and out: CSV with places in every error.
