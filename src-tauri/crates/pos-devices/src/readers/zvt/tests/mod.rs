//! Transcripts of the session under a virtual clock: bytes in, actions out.

mod bench;
mod captures;
mod cards;
mod connecting;
mod ends;
mod line;
mod orders;
mod vectors;
mod walks;
