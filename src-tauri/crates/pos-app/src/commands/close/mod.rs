//! X and Z: figures of what runs and of what was closed.

pub mod sums;
