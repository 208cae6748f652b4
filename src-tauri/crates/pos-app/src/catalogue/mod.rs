//! The resident index of the catalogue, for search.

pub mod index;
