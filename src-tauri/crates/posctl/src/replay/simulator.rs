//! The simulated card terminal that a replay pays at: a program of its own, started here, paired
//! like any other terminal and spoken to over the real driver.

use super::ids;
use anyhow::{Context, bail, ensure};
use pos_app::console::Console;
use pos_app::event::Event;
use pos_app::views::terminal::Link;
use pos_domain::currency::Currency;
use pos_domain::ids::RequestId;
use pos_host::Host;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant as Clock};

/// Its ledger in the shop's folder: what the bank did must outlive a replay that was broken off.
const LEDGER: &str = "replay-terminal.jsonl";
/// No answer of the simulator takes longer.
const PATIENCE: Duration = Duration::from_secs(60);

/// The terminal, and what the till tells of it.
pub struct Simulator {
    child: Child,
    /// Its input ends with us, and it with its input.
    input: Option<ChildStdin>,
    events: Receiver<Event>,
    ready: bool,
}

impl Simulator {
    /// Starts the program, pairs it and waits until the till may pay at it.
    pub fn start(
        program: &Path,
        folder: &Path,
        host: &Host,
        console: &Console,
    ) -> anyhow::Result<Simulator> {
        let mut child = Command::new(program)
            .args([
                "terminal",
                "--tcp",
                "127.0.0.1:0",
                "--no-sync",
                "--exit-with-parent",
            ])
            .arg("--ledger")
            .arg(folder.join(LEDGER))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("starting {}", program.display()))?;
        let mut simulator = Simulator {
            input: child.stdin.take(),
            events: host.subscribe(),
            ready: false,
            child,
        };
        let address = simulator.address()?;
        let pair = json!({
            "terminal_id": ids::terminal(),
            "name": "Replay",
            "address": { "kind": "tcp", "host": address.ip(), "port": address.port() },
            "password": null,
        });
        let request = RequestId(console.flow().world().new_id());
        console.call("terminal_pair", Some(request), pair)?;
        simulator.wait_ready()?;
        Ok(simulator)
    }

    /// Where it listens, by its own word.
    fn address(&mut self) -> anyhow::Result<SocketAddr> {
        let output = self.child.stdout.take().context("its output is a pipe")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let told = line.trim().strip_prefix("ready tcp ");
        told.and_then(|address| address.parse().ok())
            .with_context(|| format!("the simulator did not say where it listens: `{line}`"))
    }

    /// Waits until it stands ready for the next payment.
    pub fn wait_ready(&mut self) -> anyhow::Result<()> {
        while let Ok(event) = self.events.try_recv() {
            self.hear(&event);
        }
        let limit = Clock::now() + PATIENCE;
        while !self.ready {
            let event = self.next(limit).context("the simulator is not ready")?;
            self.hear(&event);
        }
        Ok(())
    }

    /// It was just sent something: it is ready again only when the till says so.
    pub fn is_busy(&mut self) {
        self.ready = false;
    }

    /// Waits for what the till tells next, until `found` finds in it what it looks for.
    pub fn wait<T>(
        &mut self,
        what: &str,
        mut found: impl FnMut(&Event) -> Option<T>,
    ) -> anyhow::Result<T> {
        let limit = Clock::now() + PATIENCE;
        loop {
            let event = self.next(limit).context(what.to_owned())?;
            self.hear(&event);
            if let Some(answer) = found(&event) {
                return Ok(answer);
            }
        }
    }

    fn next(&mut self, limit: Clock) -> anyhow::Result<Event> {
        let left = limit.saturating_duration_since(Clock::now());
        match self.events.recv_timeout(left) {
            Ok(event) => Ok(event),
            Err(_) => bail!("no answer within {} s", PATIENCE.as_secs()),
        }
    }

    fn hear(&mut self, event: &Event) {
        if let Event::Terminal { terminal } = event
            && terminal.terminal_id == ids::terminal()
        {
            self.ready = terminal.link == Link::Ready;
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// What the simulator's bank owes the shop by its own ledger, in minor units; None: nobody ever
/// paid at it here.
pub fn bank_minor(
    program: &Path,
    folder: &Path,
    currency: &Currency,
) -> anyhow::Result<Option<i64>> {
    let ledger = folder.join(LEDGER);
    if !ledger.exists() {
        return Ok(None);
    }
    let output = Command::new(program)
        .arg("ledger")
        .arg(&ledger)
        .arg("--json")
        .output()
        .with_context(|| format!("starting {}", program.display()))?;
    ensure!(
        output.status.success(),
        "{} cannot be read: {}",
        ledger.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    let told: Value = serde_json::from_slice(&output.stdout)?;
    let net = told["totals"][currency.code]["net_minor"].as_i64();
    Ok(Some(net.unwrap_or(0)))
}

/// The simulator's program: named, beside this one, or on the path.
pub fn program(named: Option<&Path>) -> anyhow::Result<PathBuf> {
    if let Some(path) = named {
        ensure!(
            path.is_file(),
            "--sim: there is no program {}",
            path.display()
        );
        return Ok(path.to_owned());
    }
    let name = format!("pos-sim{}", std::env::consts::EXE_SUFFIX);
    let own = std::env::current_exe()?;
    let beside = own.parent().map(Path::to_path_buf);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = beside
        .into_iter()
        .chain(std::env::split_paths(&path))
        .map(|folder| folder.join(&name))
        .find(|program| program.is_file());
    found
        .with_context(|| format!("{name} is neither beside posctl nor on the path: say --sim PATH"))
}
