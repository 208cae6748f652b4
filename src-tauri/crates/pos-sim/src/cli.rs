//! Owns the command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

/// The other side of the till's cables: a card terminal that speaks ZVT, with a
/// ledger of what the customer's bank did; a printer with a drawer, a scale, a pole
/// display and a scanner. It shares no code with the till.
#[derive(Debug, Parser)]
#[command(name = "pos-sim", version, about, long_about)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs a card terminal (ZVT) on TCP or on a pseudo-terminal.
    ///
    /// Prints `ready tcp 127.0.0.1:20007` or `ready pty /dev/pts/5` when a till can connect,
    /// and `ready control 127.0.0.1:PORT` before it when a control channel was asked for.
    /// Ends on SIGTERM, SIGINT, the control verb `quit`, or with its parent.
    Terminal(Box<TerminalArgs>),
    /// Prints what the bank did: net per card, and totals.
    Ledger(LedgerArgs),
    /// Runs a receipt printer (ESC/POS) with a drawer; each slip becomes a picture.
    Printer(PrinterArgs),
    /// Runs a scale.
    Scale(ScaleArgs),
    /// Runs a pole display of two lines (CD5220 and Epson commands).
    Display(DisplayArgs),
    /// Runs a scanner that sends what the control channel scans.
    Scanner(ScannerArgs),
}

/// What every device beside the terminal has.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("cable").required(true).args(["tcp", "pty"])))]
pub struct BesideArgs {
    /// Listen here; port 0 takes any free one.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub tcp: Option<SocketAddr>,
    /// Open a pseudo-terminal.
    #[arg(long)]
    pub pty: bool,
    /// Keep a symlink here to the pseudo-terminal, whatever its number.
    #[arg(long, value_name = "PATH", requires = "pty")]
    pub pty_link: Option<PathBuf>,
    /// Listen here for control, JSON lines; port 0 takes any free one.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub control: Option<SocketAddr>,
    /// End when stdin ends.
    #[arg(long)]
    pub exit_with_parent: bool,
}

#[derive(Debug, Args)]
pub struct PrinterArgs {
    #[command(flatten)]
    pub beside: BesideArgs,
    /// Where the pictures and texts of the slips go.
    #[arg(long, value_name = "DIR", default_value = "pos-sim-slips")]
    pub out: PathBuf,
    /// The paper's width in millimetres: 80 (576 dots) or 58 (384 dots).
    #[arg(long, value_parser = ["80", "58"], default_value = "80")]
    pub paper: String,
    /// The name it gives itself (GS I 67).
    #[arg(long, default_value = "Countertop simulator")]
    pub model: String,
    /// How far behind the print head the cutter is, in dots of 1/8 mm.
    #[arg(long, default_value_t = 96)]
    pub cutter_dots: usize,
}

#[derive(Debug, Args)]
pub struct ScaleArgs {
    #[command(flatten)]
    pub beside: BesideArgs,
    /// What it speaks.
    #[arg(long, value_enum)]
    pub protocol: ScaleProtocol,
}

/// What a scale speaks.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ScaleProtocol {
    /// Mettler Toledo 8217.
    #[value(name = "toledo8217")]
    Toledo8217,
    /// CAS PD-II, type 6.
    Cas,
}

#[derive(Debug, Args)]
pub struct DisplayArgs {
    #[command(flatten)]
    pub beside: BesideArgs,
    /// Keep its picture here, `display.png`, new after each change.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ScannerArgs {
    #[command(flatten)]
    pub beside: BesideArgs,
    /// Sent before each code; knows \r \n \t and \xNN.
    #[arg(long, default_value = "")]
    pub prefix: String,
    /// Sent after each code; knows \r \n \t and \xNN.
    #[arg(long, default_value = "\\r")]
    pub suffix: String,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("link").required(true).args(["tcp", "pty"])))]
pub struct TerminalArgs {
    /// Listen here, bare APDUs; port 0 takes any free one.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub tcp: Option<SocketAddr>,
    /// Open a pseudo-terminal, serial framing.
    #[arg(long)]
    pub pty: bool,
    /// Keep a symlink here to the pseudo-terminal, whatever its number.
    #[arg(long, value_name = "PATH", requires = "pty")]
    pub pty_link: Option<PathBuf>,
    /// The bank's ledger, JSON lines, appended to.
    #[arg(long, value_name = "FILE", default_value = "pos-sim-ledger.jsonl")]
    pub ledger: PathBuf,
    /// Counters, registration, last receipt [default: the ledger's path + .state].
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// Out of its box: it has no last receipt, not even of a trial payment.
    #[arg(long)]
    pub unused: bool,
    /// Do not wait for the disk after each ledger line (long replays).
    #[arg(long)]
    pub no_sync: bool,
    /// JSON lines, one scenario a payment.
    #[arg(long, value_name = "FILE")]
    pub script: Option<PathBuf>,
    /// Listen here for control, JSON lines; port 0 takes any free one.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub control: Option<SocketAddr>,
    /// How long the card and the bank take, each.
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub delay_ms: u64,
    /// Take as long as people and banks do (card 1.5 s, bank 0.8 s).
    #[arg(long, conflicts_with = "delay_ms")]
    pub human: bool,
    /// The name it gives itself (1F40) [default: Countertop Simulator].
    #[arg(long)]
    pub name: Option<String>,
    /// Its serial number (1F42) [default: SIM-00000001].
    #[arg(long)]
    pub serial: Option<String>,
    /// Its terminal id, eight digits [default: 52000001].
    #[arg(long, value_parser = terminal_id)]
    pub terminal_id: Option<String>,
    /// Its key check value, as its diagnosis prints it [default: 8CA64D].
    #[arg(long, value_parser = key_check)]
    pub kcv: Option<String>,
    /// Somebody opened it: its keys are gone. It tells DF when it is asked how it is, and refuses
    /// what needs a key with 85.
    #[arg(long)]
    pub tamper: bool,
    /// Currencies of the merchant's contract, ISO letters [default: all it knows].
    #[arg(long, value_delimiter = ',')]
    pub currencies: Option<Vec<String>>,
    /// What becomes of a booking that is not acknowledged.
    #[arg(long, value_enum, default_value = "reverse")]
    pub unacknowledged: Rule,
    /// Lists receipt-number mirroring (1F1F) among what it knows, and keeps what is not
    /// acknowledged: the next payment's mirrored number decides (chapter 4).
    #[arg(long, conflicts_with = "unacknowledged")]
    pub mirrors: bool,
    /// T2, block sent to ACK (serial).
    #[arg(long, value_name = "MS", default_value_t = 5_000)]
    pub t2_ms: u64,
    /// T3, block sent to its answer.
    #[arg(long, value_name = "MS", default_value_t = 5_000)]
    pub t3_ms: u64,
    /// End when stdin ends.
    #[arg(long)]
    pub exit_with_parent: bool,
}

/// See [`crate::script::Unacknowledged`].
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Rule {
    /// Take it back (specification 2.2.8).
    Reverse,
    /// Keep it; the next payment's mirrored number decides (chapter 4).
    Keep,
}

#[derive(Debug, Args)]
pub struct LedgerArgs {
    /// The ledger file.
    pub file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
    /// Print every line too.
    #[arg(long)]
    pub entries: bool,
}

fn key_check(text: &str) -> Result<String, String> {
    match text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        true => Ok(text.to_ascii_uppercase()),
        false => Err("a key check value is six hexadecimal digits".into()),
    }
}

fn terminal_id(text: &str) -> Result<String, String> {
    match text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Ok(text.to_owned()),
        false => Err("a terminal id is eight digits".into()),
    }
}
