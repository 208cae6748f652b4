//! A hand-written till (`ecr`) against the real program (`sim`), as processes.
#![cfg(unix)]

mod beside;
mod canary;
mod day;
mod ecr;
mod faults;
mod gadget;
mod printer;
mod scenarios;
mod serial;
mod sim;
