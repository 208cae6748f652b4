//! pos-sim: the other side of the till's cables, as a program of its own.
//! It must never use one of our crates: a mistake in one is seen by the other.

mod apdu;
mod bmp;
mod card;
mod cli;
mod clock;
mod control;
mod currency;
mod framing;
mod hex;
mod ledger;
mod link;
mod report;
mod script;
mod shared;
mod start;
mod state;
mod steps;
mod terminal;
mod tlv;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let done = match cli::Cli::parse().command {
        cli::Command::Terminal(args) => start::terminal(*args),
        cli::Command::Ledger(args) => report::ledger(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pos-sim: {error:#}");
            ExitCode::FAILURE
        }
    }
}
