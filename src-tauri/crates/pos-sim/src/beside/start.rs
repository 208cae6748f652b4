//! Owns the start of the devices beside the terminal: control channel, link, signals.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;

use anyhow::Context;

use super::bench::Bench;
use super::{Board, Device, desk};
use crate::cli::{BesideArgs, DisplayArgs, PrinterArgs, ScaleArgs, ScaleProtocol, ScannerArgs};
use crate::display::Display;
use crate::printer::{Make, Printer};
use crate::scale::{Protocol, Scale};
use crate::scanner::Scanner;
use crate::start::{port, say, watch_signals, watch_stdin};

/// Runs a printer until it is told to quit.
pub fn printer(args: PrinterArgs) -> anyhow::Result<()> {
    make_folder(&args.out)?;
    let make = Make {
        model: args.model,
        width_dots: if args.paper == "58" { 384 } else { 576 },
        cutter_dots: args.cutter_dots,
        out: args.out,
    };
    run(args.beside, Box::new(Printer::new(make)))
}

/// Runs a scale until it is told to quit.
pub fn scale(args: ScaleArgs) -> anyhow::Result<()> {
    let protocol = match args.protocol {
        ScaleProtocol::Toledo8217 => Protocol::Toledo8217,
        ScaleProtocol::Cas => Protocol::Cas,
    };
    run(args.beside, Box::new(Scale::new(protocol)))
}

/// Runs a pole display until it is told to quit.
pub fn display(args: DisplayArgs) -> anyhow::Result<()> {
    if let Some(out) = &args.out {
        make_folder(out)?;
    }
    run(args.beside, Box::new(Display::new(args.out)))
}

/// Runs a scanner until it is told to quit.
pub fn scanner(args: ScannerArgs) -> anyhow::Result<()> {
    let scanner = Scanner::new(args.prefix, args.suffix).map_err(anyhow::Error::msg)?;
    run(args.beside, Box::new(scanner))
}

fn make_folder(path: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(path)
        .with_context(|| format!("cannot make the folder {}", path.display()))
}

fn run(args: BesideArgs, device: Box<dyn Device>) -> anyhow::Result<()> {
    let board = Arc::new(Board::default());
    let (to_device, inputs) = mpsc::channel();
    watch_signals(to_device.clone())?;
    if args.exit_with_parent {
        watch_stdin(to_device.clone());
    }
    if let Some(at) = args.control {
        let address = desk::listen(at, board.clone(), to_device.clone())
            .with_context(|| format!("cannot listen for control on {at}"))?;
        say(&format!("ready control {address}"))?;
    }
    let port = port(args.tcp, args.pty_link)?;
    let mut bench = Bench::new(device, board, port, to_device, inputs);
    let address = bench.plug().context("cannot open the device's link")?;
    say(&format!("ready {address}"))?;
    bench.run();
    Ok(())
}
