//! Owns the start of a terminal: files, script, control channel, link, signals. The link,
//! the signals and the ready lines are also those of the devices beside it.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;

use anyhow::{Context, anyhow, bail};
use serde_json::Value;

use crate::cli::{Rule, TerminalArgs};
use crate::control;
use crate::currency;
use crate::link::{Input, Order, Port, tcp::TcpPort};
use crate::script::{Scenario, Script, Unacknowledged};
use crate::shared::{Books, Settings, Shared};
use crate::state::State;
use crate::terminal::Terminal;

/// Runs a terminal until it is told to quit.
pub fn terminal(args: TerminalArgs) -> anyhow::Result<()> {
    let state_path = args.state.clone().unwrap_or_else(|| beside(&args.ledger));
    let is_new = !state_path.exists();
    let mut books = Books::open(args.ledger.clone(), state_path, !args.no_sync)
        .with_context(|| format!("cannot open the ledger {}", args.ledger.display()))?;
    if is_new && !args.unused {
        books.state = State::installed();
        books.save().context("cannot keep the terminal's state")?;
    }
    let script = args
        .script
        .as_deref()
        .map(read_script)
        .transpose()?
        .unwrap_or_default();
    let shared = Arc::new(Shared::new(settings(&args)?, script, books));
    let (to_terminal, inputs) = mpsc::channel();
    watch_signals(to_terminal.clone())?;
    if args.exit_with_parent {
        watch_stdin(to_terminal.clone());
    }
    if let Some(at) = args.control {
        let address = control::listen(at, shared.clone(), to_terminal.clone())
            .with_context(|| format!("cannot listen for control on {at}"))?;
        say(&format!("ready control {address}"))?;
    }
    let port = port(args.tcp, args.pty_link)?;
    let mut terminal = Terminal::new(shared, port, to_terminal, inputs);
    let address = terminal
        .start()
        .context("cannot open the terminal's link")?;
    say(&format!("ready {address}"))?;
    Ok(terminal.run()?)
}

/// Says that something is ready.
pub fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

fn beside(ledger: &Path) -> PathBuf {
    let mut path = ledger.as_os_str().to_owned();
    path.push(".state");
    path.into()
}

fn settings(args: &TerminalArgs) -> anyhow::Result<Settings> {
    let mut settings = Settings {
        card_ms: if args.human { 1_500 } else { args.delay_ms },
        bank_ms: if args.human { 800 } else { args.delay_ms },
        t2_ms: args.t2_ms,
        t3_ms: args.t3_ms,
        mirrors: args.mirrors,
        tampered: args.tamper,
        unacknowledged: match (args.mirrors, args.unacknowledged) {
            (true, _) | (false, Rule::Keep) => Unacknowledged::Keep,
            (false, Rule::Reverse) => Unacknowledged::Reverse,
        },
        ..Settings::default()
    };
    let texts = [
        (&mut settings.name, &args.name),
        (&mut settings.serial, &args.serial),
        (&mut settings.kcv, &args.kcv),
        (&mut settings.terminal_id, &args.terminal_id),
    ];
    for (setting, given) in texts {
        if let Some(given) = given {
            setting.clone_from(given);
        }
    }
    if let Some(currencies) = &args.currencies {
        if let Some(unknown) = currencies.iter().find(|c| currency::number(c).is_none()) {
            bail!(
                "unknown currency {unknown:?}; known are {}",
                currency::all().join(" ")
            );
        }
        settings.currencies.clone_from(currencies);
    }
    Ok(settings)
}

/// Reads scenarios, one a line; blank lines and lines that begin with # are skipped.
fn read_script(path: &Path) -> anyhow::Result<Script> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the script {}", path.display()))?;
    let mut script = Script::default();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let scenario = control::split(line).and_then(|(verb, rest)| match verb.as_str() {
            "next" => Scenario::parse(Value::Object(rest)),
            other => Err(format!("a script knows only \"next\", not {other:?}")),
        });
        let scenario = scenario.map_err(|error| anyhow!("script line {}: {error}", at + 1))?;
        script.queue.push_back(scenario);
    }
    Ok(script)
}

/// The link: TCP if there is an address, else a pseudo-terminal.
#[cfg(unix)]
pub fn port(tcp: Option<SocketAddr>, pty_link: Option<PathBuf>) -> anyhow::Result<Box<dyn Port>> {
    Ok(match tcp {
        Some(at) => Box::new(TcpPort::new(at)),
        None => Box::new(crate::link::pty::PtyPort::new(pty_link)),
    })
}

/// The link: only TCP, this system has no pseudo-terminals.
#[cfg(not(unix))]
pub fn port(tcp: Option<SocketAddr>, _pty_link: Option<PathBuf>) -> anyhow::Result<Box<dyn Port>> {
    match tcp {
        Some(at) => Ok(Box::new(TcpPort::new(at))),
        None => bail!("this system has no pseudo-terminals; use --tcp"),
    }
}

/// The first signal asks politely; a second one ends the program at once.
#[cfg(unix)]
pub fn watch_signals(terminal: Sender<Input>) -> io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
    thread::spawn(move || {
        for (count, _) in signals.forever().enumerate() {
            let (done, _) = mpsc::channel();
            if count > 0 || terminal.send(Input::Order(Order::Quit, done)).is_err() {
                std::process::exit(1);
            }
        }
    });
    Ok(())
}

#[cfg(not(unix))]
pub fn watch_signals(_terminal: Sender<Input>) -> io::Result<()> {
    Ok(())
}

/// Ends the device when stdin ends.
pub fn watch_stdin(terminal: Sender<Input>) {
    thread::spawn(move || {
        // An error ends the waiting as well as the end of the input does.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let (done, _) = mpsc::channel();
        // A terminal that is gone needs no telling.
        let _ = terminal.send(Input::Order(Order::Quit, done));
    });
}
