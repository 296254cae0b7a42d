//! Who speaks: from clean text to turns.
