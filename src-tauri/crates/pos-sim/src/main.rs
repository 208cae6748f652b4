//! pos-sim: the other side of the till's cables, as a program of its own.
//! It must never use one of our crates: a mistake in one is seen by the other.

mod apdu;
mod beside;
mod bmp;
mod card;
mod cli;
mod clock;
mod code_page;
mod control;
mod currency;
mod display;
mod framing;
mod hex;
mod ledger;
mod link;
mod paint;
mod printer;
mod report;
mod scale;
mod scanner;
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
        cli::Command::Printer(args) => beside::start::printer(args),
        cli::Command::Scale(args) => beside::start::scale(args),
        cli::Command::Display(args) => beside::start::display(args),
        cli::Command::Scanner(args) => beside::start::scanner(args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pos-sim: {error:#}");
            ExitCode::FAILURE
        }
    }
}
