//! The real simulator as its own process: steered over its control channel, ended with the test.

use crate::clerk::Clerk;
use crate::id;
use crate::programs;
use crate::template::Who;
use crate::till::Till;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use tempfile::TempDir;

/// A terminal with the ledger of its bank.
pub struct Sim {
    child: Child,
    /// `127.0.0.1:38111`, or the path of the pseudo-terminal (`Sim::pty`: a link to it, the same
    /// after a replug).
    pub address: String,
    control: Mutex<BufReader<TcpStream>>,
    folder: TempDir,
}

impl Sim {
    /// A terminal on TCP.
    pub fn tcp() -> Sim {
        Sim::start(&["--tcp", "127.0.0.1:0"])
    }

    /// A terminal on a pseudo-terminal, with serial framing. Its number may be another one after a
    /// replug, so it is found by a link.
    pub fn pty() -> Sim {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link").to_str().unwrap().to_owned();
        let mut sim = Sim::start_in(folder, &["--pty", "--pty-link", &link]);
        sim.address = link;
        sim
    }

    /// A terminal with these options.
    pub fn start(options: &[&str]) -> Sim {
        Sim::start_in(tempfile::tempdir().unwrap(), options)
    }

    fn start_in(folder: TempDir, options: &[&str]) -> Sim {
        let mut command = Command::new(programs::ours("pos-sim"));
        command.args([
            "terminal",
            "--control",
            "127.0.0.1:0",
            "--exit-with-parent",
            "--no-sync",
        ]);
        command
            .args(options)
            .arg("--ledger")
            .arg(folder.path().join("bank.jsonl"));
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("pos-sim starts");
        let mut told = BufReader::new(child.stdout.take().unwrap());
        let control = ready(&mut told);
        let address = ready(&mut told);
        Sim {
            child,
            address,
            control: Mutex::new(BufReader::new(TcpStream::connect(control).unwrap())),
            folder,
        }
    }

    /// Says one verb and wants `ok`.
    #[track_caller]
    pub fn say(&self, verb: Value) -> Value {
        let answer = self.ask(verb.clone());
        assert_eq!(answer["ok"], true, "{verb} -> {answer}");
        answer
    }

    /// Says one verb; its answer may be an error.
    pub fn ask(&self, verb: Value) -> Value {
        let mut control = self.control.lock().unwrap();
        // One write a line: in two, the second would wait for a delayed ACK.
        control
            .get_mut()
            .write_all(format!("{verb}\n").as_bytes())
            .unwrap();
        let mut answer = String::new();
        control.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    /// Waits until a step occurs after the one last waited for.
    #[track_caller]
    pub fn wait_for(&self, step: &str) {
        self.say(json!({"verb": "wait_for_step", "step": step, "timeout_ms": 30_000}));
    }

    /// The bank's lines as `event net`, in order.
    pub fn bank(&self) -> Vec<String> {
        let answer = self.say(json!({"verb": "ledger"}));
        let lines = answer["entries"].as_array().unwrap();
        let line = |e: &Value| format!("{} {}", e["event"].as_str().unwrap(), e["net_minor"]);
        lines.iter().map(line).collect()
    }

    /// What the bank owes the merchant, in euro cents.
    pub fn net(&self) -> i64 {
        let answer = self.say(json!({"verb": "ledger"}));
        answer["summary"]["totals"]["EUR"]["net_minor"]
            .as_i64()
            .unwrap_or(0)
    }

    /// The folder of its ledger and its state.
    pub fn dir(&self) -> &Path {
        self.folder.path()
    }

    /// Its address as the commands take it.
    pub fn address_json(&self) -> Value {
        match self.address.rsplit_once(':') {
            Some((host, port)) => {
                json!({"kind": "tcp", "host": host, "port": port.parse::<u16>().unwrap()})
            }
            None => json!({
                "kind": "serial", "path": self.address, "baud": 9600, "usb_serial": null
            }),
        }
    }

    /// Pairs it with a till and waits until it takes payments; answers its id.
    pub fn pair(&self, till: &Till) -> String {
        let technician = till.sign_in(Who::Tao);
        let terminal = self.pair_as(&technician, "Counter");
        until_link(&technician, &terminal, "ready");
        terminal
    }

    /// Pairs it under a name; answers its id.
    pub fn pair_as(&self, technician: &Clerk, name: &str) -> String {
        let terminal = id();
        let input = json!({
            "terminal_id": terminal, "name": name, "address": self.address_json(),
            "password": null,
        });
        technician.ok("terminal_pair", input);
        terminal
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // It ends with its stdin; ended already is as good.
        let _ = self.child.wait();
    }
}

/// Waits until a terminal's link stands so. The clerk is one who rings or mends.
pub fn until_link(clerk: &Clerk, terminal: &str, link: &str) -> Value {
    clerk.till.until(&format!("terminal {link}"), || {
        let status = clerk.till.nobody().ok("till_status", json!({}));
        let all = status["terminals"].as_array().unwrap();
        let found = all.iter().find(|t| t["terminal_id"] == terminal)?;
        (found["link"] == link).then(|| found.clone())
    })
}

pub(crate) fn ready(told: &mut impl BufRead) -> String {
    let mut line = String::new();
    told.read_line(&mut line).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        ["ready", _, address] => address.to_owned(),
        _ => panic!("not a ready line: {line:?}"),
    }
}
