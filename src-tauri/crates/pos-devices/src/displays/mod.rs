//! Pole displays: two lines of twenty characters for the customer.
//!
//! Owns: the words between host and display driver. Must never: show what it was not given.

mod protocol;

pub use protocol::DisplayProtocol;
