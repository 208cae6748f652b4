//! Owns the program under test: starts it, steers it, ends it.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::ecr::Ecr;

pub struct Sim {
    child: Child,
    stdout: BufReader<ChildStdout>,
    pub address: String,
    control: BufReader<TcpStream>,
    pub ledger: std::path::PathBuf,
    _folder: Option<tempfile::TempDir>,
}

pub fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_pos-sim"))
}

impl Sim {
    /// A new terminal with a new ledger; `link` is `tcp` or `pty`.
    pub fn start(link: &str, more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut sim = Self::start_at(link, &folder.path().join("ledger.jsonl"), more);
        sim._folder = Some(folder);
        sim
    }

    /// A terminal with this ledger.
    pub fn start_at(link: &str, ledger: &Path, more: &[&str]) -> Self {
        let mut command = program();
        command.args([
            "terminal",
            "--control",
            "127.0.0.1:0",
            "--exit-with-parent",
            "--no-sync",
        ]);
        command
            .args(["--t2-ms", "2000", "--t3-ms", "5000"])
            .arg("--ledger")
            .arg(ledger);
        match link {
            "tcp" => command.args(["--tcp", "127.0.0.1:0"]),
            _ => command.arg("--pty"),
        };
        command
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let control = ready(&mut stdout).split_off("control ".len());
        let address = ready(&mut stdout);
        let control = BufReader::new(TcpStream::connect(control).unwrap());
        Self {
            child,
            stdout,
            address,
            control,
            ledger: ledger.into(),
            _folder: None,
        }
    }

    /// Says one line on the control channel and wants `ok`.
    pub fn say(&mut self, line: &str) -> Value {
        let answer = self.try_say(line);
        assert_eq!(answer["ok"], true, "{line} -> {answer}");
        answer
    }

    pub fn try_say(&mut self, line: &str) -> Value {
        // One write a line: in two, the second would wait for a delayed ACK.
        self.control
            .get_mut()
            .write_all(format!("{line}\n").as_bytes())
            .unwrap();
        let mut answer = String::new();
        self.control.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    /// Waits until a step occurs after the one last waited for.
    pub fn wait_for(&mut self, step: &str) {
        self.say(&format!(r#"{{"verb":"wait_for_step","step":"{step}"}}"#));
    }

    pub fn connect(&self) -> Ecr {
        Ecr::connect(&self.address)
    }

    /// A till that has registered: prints lines itself, statuses, TLV.
    pub fn registered(&self) -> Ecr {
        let mut ecr = self.connect();
        ecr.register(0xBE);
        ecr
    }

    /// The bank's lines as `event net`, in order.
    pub fn bank(&mut self) -> Vec<String> {
        let answer = self.say(r#"{"verb":"ledger"}"#);
        let lines = answer["entries"].as_array().unwrap();
        let line = |e: &Value| format!("{} {}", e["event"].as_str().unwrap(), e["net_minor"]);
        lines.iter().map(line).collect()
    }

    /// What the bank owes the merchant.
    pub fn net(&mut self) -> i64 {
        let answer = self.say(r#"{"verb":"ledger"}"#);
        answer["summary"]["totals"]["EUR"]["net_minor"]
            .as_i64()
            .unwrap_or(0)
    }

    /// Closes its stdin and waits for the end.
    pub fn end(mut self) -> std::process::ExitStatus {
        drop(self.child.stdin.take());
        self.child.wait().unwrap()
    }

    pub fn pid(&self) -> String {
        self.child.id().to_string()
    }

    pub fn wait(&mut self) -> std::process::ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // Ended already, perhaps.
        let _ = self.child.wait();
        let mut rest = String::new();
        let _ = self.stdout.read_line(&mut rest);
        assert_eq!(rest, "", "stdout carries ready lines only");
    }
}

fn ready(stdout: &mut impl BufRead) -> String {
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    line.trim_end()
        .strip_prefix("ready ")
        .expect("a ready line")
        .to_owned()
}
