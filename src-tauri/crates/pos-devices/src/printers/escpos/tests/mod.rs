//! The codec by the manual's bytes, the session under a virtual clock.

mod bench;
mod bytes;
mod walks;
