//! Labels passages with a model, as a stream.
