//! `standpunt.toml`: raw settings become checked settings.
