//! The backend without a window: for machines without a screen, for scripts and for proof. Owns
//! the command line and what it prints; every act goes through the use cases.

mod backup;
mod cli;
mod demo;
mod doctor;
mod import;
mod init;
mod input;
mod journal;
mod key;
mod register;
mod replay;
mod say;
mod serve;
mod shop;
mod status;

use clap::Parser;
use cli::{Cli, Command, ImportCommand};
use say::Say;
use std::alloc::System;
use std::io::IsTerminal;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use zeroizing_alloc::ZeroAlloc;

/// What is given back is zeroed: passwords, codes and card numbers that somebody forgot to wipe do
/// not stay in freed memory.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    pos_host::posture::harden::this_process();
    let cli = Cli::parse();
    let quiet = || EnvFilter::new("warn");
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| quiet()))
        .init();
    let say = Say::new(cli.place.json);
    match run(&cli, &say) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say.failure(&error);
            ExitCode::FAILURE
        }
    }
}

/// Whether all is well; what is not was said.
fn run(cli: &Cli, say: &Say) -> anyhow::Result<bool> {
    let place = &cli.place;
    match &cli.command {
        Command::Init(args) => init::run(place, args, say),
        Command::Demo => demo::run(place, say),
        Command::Serve(args) => serve::run(place, args, say),
        Command::Import(ImportCommand::Products(args)) => import::run(place, args, say),
        Command::Replay(args) => replay::run(place, args, say),
        Command::Backup(command) => backup::run(place, command, say),
        Command::Journal(command) => journal::run(place, command, say),
        Command::Key(command) => key::run(place, command, say),
        Command::Wipe(args) => key::wipe(place, args, say),
        Command::Register => register::run(place, say),
        Command::Status => status::run(place, say),
        Command::Doctor(args) => doctor::run(place, args, say),
    }
}
