//! What stays in the memory of the served till and in everything that it writes out: nothing of
//! card numbers that a reader hands over in clear, nothing of what people typed.
//!
//! Linux only: elsewhere a process's memory is not read so simply.
#![cfg(target_os = "linux")]

mod cards;
mod people;
mod stage;
