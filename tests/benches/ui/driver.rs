//! A window under WebDriver (W3C WebDriver, 2018): one driver process, one session, plain HTTP.

use crate::display::Display;
use crate::kit::process;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// No first screen takes as long as this.
const SHOWN_LIMIT: Duration = Duration::from_secs(60);
/// Between two looks whether the driver listens yet, or a program has ended; they do not tell.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// A driver without a window.
pub struct Driver {
    process: Child,
    port: u16,
}

/// A program's window; it ends with this value.
pub struct Window {
    driver: Driver,
    session: String,
    pub began: Instant,
}

impl Driver {
    /// What it starts finds these in its environment.
    pub fn start(display: &Display, environment: &[(&str, String)]) -> Driver {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("a bound port").port();
        drop(free);
        let process = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("DISPLAY", &display.name)
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env_remove("WAYLAND_DISPLAY")
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver starts");
        let driver = Driver { process, port };
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            std::thread::park_timeout(LOOK_AGAIN);
        }
        driver
    }

    /// Starts a program; its clock begins now.
    pub fn open(self, program: &Path, arguments: &[String]) -> Window {
        let began = Instant::now();
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": { "binary": program, "args": arguments },
        }}});
        let session = self.ask("POST", "/session", &wanted);
        let session = session["sessionId"]
            .as_str()
            .unwrap_or_else(|| panic!("no session: {session}"))
            .to_owned();
        let window = Window {
            driver: self,
            session,
            began,
        };
        window.ask("POST", "/timeouts", &json!({ "script": 600_000 }));
        window
    }

    /// One request; the answer's value.
    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = body.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the driver listens");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream
            .write_all(format!("{head}{body}").as_bytes())
            .expect("the driver listens");
        let mut answer = String::new();
        stream
            .read_to_string(&mut answer)
            .expect("the driver answers");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        let answer: Value = serde_json::from_str(body)
            .unwrap_or_else(|error| panic!("{method} {path}: {error}: {head}"));
        answer["value"].clone()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Window {
    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let path = format!("/session/{}{path}", self.session);
        self.driver.ask(method, &path, body)
    }

    /// Runs a script in the page that answers at once.
    pub fn run(&self, script: &str, arguments: Value) -> Value {
        self.checked("/execute/sync", script, arguments)
    }

    /// Runs a script in the page that calls its last argument when it is done.
    pub fn wait_for(&self, script: &str, arguments: Value) -> Value {
        let script = format!("{}\n{script}", include_str!("page.js"));
        self.checked("/execute/async", &script, arguments)
    }

    fn checked(&self, path: &str, script: &str, arguments: Value) -> Value {
        let answer = self.ask(
            "POST",
            path,
            &json!({ "script": script, "args": arguments }),
        );
        if let Some(error) = answer.get("error") {
            panic!("{error}: {}", answer["message"]);
        }
        if let Some(failed) = answer.get("failed") {
            panic!("in the page: {failed}");
        }
        answer
    }

    /// Looks until the page shows this, and then for one frame more; answers the time since the
    /// program was started.
    pub fn until_shown(&self, selector: &str) -> Duration {
        let there = "return document.querySelector(arguments[0]) !== null";
        while self.run(there, json!([selector])) != json!(true) {
            let waited = self.began.elapsed();
            assert!(waited < SHOWN_LIMIT, "{selector} was never shown");
        }
        self.wait_for("painted().then(() => done(true));", json!([]));
        self.began.elapsed()
    }

    /// PSS of the program and its web processes, MiB.
    pub fn memory_mib(&self) -> f64 {
        let sum: u64 = self.processes().into_iter().map(process::pss_kib).sum();
        sum as f64 / 1024.0
    }

    /// The program and its web processes; the driver itself is none of them.
    fn processes(&self) -> Vec<u32> {
        let driver = self.driver.process.id();
        let mut all = process::tree(driver);
        all.retain(|pid| *pid != driver);
        all
    }
}

/// Ends the program and waits for it: the next one wants its file.
impl Drop for Window {
    fn drop(&mut self) {
        let processes = self.processes();
        self.ask("DELETE", "", &json!({}));
        // The session's end closes the page, not always the program.
        for pid in &processes {
            let _ = Command::new("kill")
                .arg(pid.to_string())
                .stderr(Stdio::null())
                .status();
        }
        let alive = |pid: &u32| process::pss_kib(*pid) > 0;
        while processes.iter().any(alive) {
            std::thread::park_timeout(LOOK_AGAIN);
        }
    }
}
