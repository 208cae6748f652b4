//! The simulator of a device beside the terminal as its own process: printer, scale, display or
//! scanner, steered over its control channel, ended with the test.

use crate::id;
use crate::programs;
use crate::sim::ready;
use crate::template::Who;
use crate::till::Till;
use pos_devices::Address;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use tempfile::TempDir;

/// A device beside the terminal.
pub struct SimBeside {
    child: Child,
    /// Where a driver finds it; stays the same when it is unplugged and comes back.
    pub address: Address,
    control: Mutex<BufReader<TcpStream>>,
    folder: TempDir,
}

impl SimBeside {
    /// A device of this kind (`printer`, `scale` …) on TCP.
    pub fn tcp(kind: &str, options: &[&str]) -> SimBeside {
        SimBeside::start(kind, &["--tcp", "127.0.0.1:0"], options)
    }

    /// A device of this kind on a pseudo-terminal.
    pub fn pty(kind: &str, options: &[&str]) -> SimBeside {
        SimBeside::start(kind, &["--pty"], options)
    }

    fn start(kind: &str, link: &[&str], options: &[&str]) -> SimBeside {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(programs::ours("pos-sim"));
        command.args([kind, "--control", "127.0.0.1:0", "--exit-with-parent"]);
        command.args(link).args(options);
        let path = folder.path().join("link");
        if link == ["--pty"] {
            command.arg("--pty-link").arg(&path);
        }
        if kind == "printer" {
            command.arg("--out").arg(folder.path().join("slips"));
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("pos-sim starts");
        let mut told = BufReader::new(child.stdout.take().unwrap());
        let control = ready(&mut told);
        let address = match ready(&mut told).rsplit_once(':') {
            Some((host, port)) => Address::Tcp {
                host: host.to_owned(),
                port: port.parse().unwrap(),
            },
            None => Address::Serial {
                path: path.to_string_lossy().into_owned(),
                baud: 9600,
                usb_serial: None,
            },
        };
        SimBeside {
            child,
            address,
            control: Mutex::new(BufReader::new(TcpStream::connect(control).unwrap())),
            folder,
        }
    }

    /// Says one verb and wants `ok`.
    #[track_caller]
    pub fn say(&self, verb: Value) -> Value {
        let mut control = self.control.lock().unwrap();
        // One write a line: in two, the second would wait for a delayed ACK.
        let line = format!("{verb}\n");
        control.get_mut().write_all(line.as_bytes()).unwrap();
        let mut answer = String::new();
        control.read_line(&mut answer).unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["ok"], true, "{verb} -> {answer}");
        answer
    }

    /// Changes settings, given as an object.
    #[track_caller]
    pub fn set(&self, mut settings: Value) {
        settings["verb"] = json!("set");
        self.say(settings);
    }

    /// Waits for an event after the one last waited for.
    #[track_caller]
    pub fn wait_for(&self, event: &str) -> Value {
        let verb = json!({"verb": "wait_for_event", "event": event, "timeout_ms": 30_000});
        self.say(verb)["event"].clone()
    }

    /// What the device says about itself.
    #[track_caller]
    pub fn state(&self) -> Value {
        self.say(json!({"verb": "state"}))["state"].clone()
    }

    /// Its address as the commands take it.
    pub fn address_json(&self) -> Value {
        match &self.address {
            Address::Tcp { host, port } => json!({"kind": "tcp", "host": host, "port": port}),
            Address::Serial { path, baud, .. } => json!({
                "kind": "serial", "path": path, "baud": baud, "usb_serial": null,
            }),
            Address::Device { path } => json!({"kind": "device", "path": path}),
        }
    }

    /// The input that pairs it under the driver's name.
    pub fn pairing(&self, kind: &str, driver: &str, options: Value) -> Value {
        json!({
            "peripheral_id": id(), "kind": kind, "driver": driver, "name": driver,
            "address": self.address_json(), "options": options,
        })
    }

    /// Pairs it with a till and waits until it is ready; answers its id.
    #[track_caller]
    pub fn pair(&self, till: &Till, kind: &str, driver: &str, options: Value) -> String {
        let technician = till.sign_in(Who::Tao);
        let input = self.pairing(kind, driver, options);
        technician.ok("peripheral_pair", input.clone());
        let device = input["peripheral_id"].as_str().unwrap().to_owned();
        until_health(till, &device, "ready");
        device
    }

    /// Its folder; a printer's pictures are in `slips`.
    pub fn dir(&self) -> &Path {
        self.folder.path()
    }
}

/// Waits until a device stands so.
pub fn until_health(till: &Till, device: &str, health: &str) -> Value {
    till.until(&format!("device {health}"), || {
        let status = till.nobody().ok("till_status", json!({}));
        let all = status["devices"].as_array().unwrap();
        let found = all.iter().find(|d| d["peripheral_id"] == device)?;
        (found["health"] == health).then(|| found.clone())
    })
}

impl Drop for SimBeside {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // It ends with its stdin; ended already is as good.
        let _ = self.child.wait();
    }
}
