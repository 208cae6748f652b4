//! The file from outside: opening, acts, projections, proof of the journal, crashes.

mod acts;
mod catalogue;
mod crash;
mod opening;
mod power;
mod proof;
mod rebuilding;
mod seals;
mod shop;
mod size;
mod tables;
