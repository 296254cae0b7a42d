//! Shares of stances per actor and document.
