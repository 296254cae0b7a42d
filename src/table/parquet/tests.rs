//! Both ways together.
