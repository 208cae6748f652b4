//! ESC/POS, the language of nearly every receipt printer: status, kick and transport.
//!
//! Owns: codec, session and thread. Must never: make or read a document.

pub mod codec;
mod driver;
mod job;
mod probing;
pub mod session;
pub mod state;
#[cfg(test)]
mod tests;

pub(super) use driver::start;
pub(super) use probing::probe;
