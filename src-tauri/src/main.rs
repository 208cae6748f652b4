//! The desktop program: one window over the till, and one for the customer.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod arguments;
mod bridge;
mod crash;
mod customer;
#[cfg(test)]
mod doors;
mod log;
mod rendering;
mod shell;
mod signals;
mod till;

use arguments::Asked;
use std::alloc::System;
use std::process::ExitCode;
use zeroizing_alloc::ZeroAlloc;

/// What is given back is zeroed: passwords, codes and card numbers that somebody forgot to wipe do
/// not stay in freed memory.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    pos_host::posture::harden::this_process();
    match arguments::read(std::env::args_os().skip(1)) {
        Ok(Asked::Run(options)) => {
            rendering::avoid_blank_windows();
            shell::run(options)
        }
        Ok(Asked::Tell(text)) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(text) => {
            eprintln!("countertop: {text}\n{}", arguments::USAGE);
            ExitCode::from(2)
        }
    }
}
