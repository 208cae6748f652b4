//! The file from outside: opening, acts, projections, proof of the journal, crashes.

mod acts;
mod opening;
mod shop;
mod tables;
