//! A hand-written till (`ecr`) against the real program (`sim`), as processes.
#![cfg(unix)]

mod canary;
mod day;
mod ecr;
mod faults;
mod scenarios;
mod serial;
mod sim;
