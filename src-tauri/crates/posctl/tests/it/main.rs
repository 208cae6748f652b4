//! The program from outside: its words, its exit codes, and what it leaves in a folder.

mod import;
mod journal;
mod making;
mod program;
mod replay;
#[cfg(unix)]
mod serve;
