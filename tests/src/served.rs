//! The real `posctl serve` as its own process, and a browser's part of the conversation: calls over
//! HTTP from a seat of its own, and the stream by which the till says that something happened.
//!
//! Owns: the process and the wire. Must never: hide a lost answer; only the caller knows whether it
//! may ask again.

use crate::id;
use crate::programs::{self, Running};
use serde_json::{Value, json};
use std::fs::OpenOptions;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// No answer takes longer; a till that is killed hangs up at once.
const ANSWER_LIMIT: Duration = Duration::from_secs(30);

/// A till that serves a shop's folder.
pub struct Served {
    process: Running,
    ended: Receiver<()>,
    /// `127.0.0.1:41233`
    pub address: String,
    /// From the start of the process until it said that it is ready.
    pub ready_in: Duration,
}

impl Served {
    /// Starts it and waits until it is ready. What it warns of is added to a file.
    pub fn start(folder: &Path, log: &Path) -> Served {
        let log = OpenOptions::new().create(true).append(true).open(log);
        let mut command = Command::new(programs::ours("posctl"));
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder);
        let began = Instant::now();
        command
            .stdin(Stdio::null())
            .stderr(log.expect("a log can be written"));
        let (process, url, ended) = programs::start_watched(&mut command, "ready");
        let ready_in = began.elapsed();
        let address = url.strip_prefix("http://").expect("it says where");
        Served {
            process,
            ended,
            address: address.to_owned(),
            ready_in,
        }
    }

    /// Lets it live for so long, or until it ends by itself.
    pub fn ends_within(&self, life: Duration) {
        // Nothing is ever sent: either way the waiting is over.
        let _: Result<(), RecvTimeoutError> = self.ended.recv_timeout(life);
    }

    /// Kills it as `kill -9` does; answers false when it had ended by itself before.
    pub fn kill(mut self) -> bool {
        let lived = matches!(self.process.0.try_wait(), Ok(None));
        drop(self);
        lived
    }

    /// The process's number.
    pub fn pid(&self) -> u32 {
        self.process.0.id()
    }
}

/// Why a call was not answered well.
#[derive(Debug)]
pub enum CallError {
    /// No answer came: it may have happened, or not.
    Lost(io::Error),
    /// The till refused; its error as it said it.
    Refused(Value),
}

impl CallError {
    /// The code of a refusal; empty when no answer came.
    pub fn code(&self) -> &str {
        match self {
            CallError::Lost(_) => "",
            CallError::Refused(error) => error["code"].as_str().unwrap_or_default(),
        }
    }
}

/// All that a till answered and told over HTTP, as it came.
#[derive(Clone, Default)]
pub struct Heard(Arc<Mutex<Vec<u8>>>);

impl Heard {
    /// What came so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.kept().clone()
    }

    fn add(&self, bytes: &[u8]) {
        let mut kept = self.kept();
        kept.extend_from_slice(bytes);
        kept.push(b'\n');
    }

    fn kept(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A browser at a till: one seat, and one connection as long as the till keeps it.
pub struct Browser {
    address: String,
    stream: BufReader<TcpStream>,
    hung_up: bool,
    cookie: String,
    handle: String,
    heard: Option<Heard>,
}

impl Browser {
    /// Connects; nobody is signed in at its seat.
    pub fn at(address: &str) -> io::Result<Browser> {
        Ok(Browser {
            address: address.to_owned(),
            stream: connected(address)?,
            hung_up: false,
            cookie: id().replace('-', ""),
            handle: String::new(),
            heard: None,
        })
    }

    /// From now on everything that it hears is written down there too.
    pub fn heard_by(&mut self, heard: &Heard) {
        self.heard = Some(heard.clone());
    }

    /// Its seat's cookie and its session's handle, as somebody would steal them.
    pub fn seat(&self) -> (&str, &str) {
        (&self.cookie, &self.handle)
    }

    /// Signs a person in by name, with the PIN.
    pub fn sign_in(&mut self, name: &str, pin: &str) -> Result<(), CallError> {
        let users = self.call("session_users", &json!({}), &id())?;
        let user = users
            .as_array()
            .and_then(|all| all.iter().find(|user| user["name"] == name))
            .unwrap_or_else(|| panic!("{name} works here: {users}"));
        let input = json!({"user_id": user["user_id"], "pin": pin, "password": null});
        self.sit(&input).map(drop)
    }

    /// Signs a person in with whatever is shown, and stays; answers the session.
    pub fn sit(&mut self, shown: &Value) -> Result<Value, CallError> {
        let session = self.call("session_sign_in", shown, &id())?;
        session["handle"]
            .as_str()
            .expect("a session has a handle")
            .clone_into(&mut self.handle);
        Ok(session)
    }

    /// One call under a request id.
    pub fn call(
        &mut self,
        command: &str,
        input: &Value,
        request: &str,
    ) -> Result<Value, CallError> {
        self.send(&json!({"command": command, "input": input, "request_id": request}))
    }

    /// The same with a second person's word.
    pub fn call_approved(
        &mut self,
        command: &str,
        input: &Value,
        request: &str,
        token: &str,
    ) -> Result<Value, CallError> {
        self.send(&json!({
            "command": command, "input": input, "request_id": request, "approval": token,
        }))
    }

    fn send(&mut self, call: &Value) -> Result<Value, CallError> {
        let body = call.to_string();
        let head = format!(
            "POST /api/call HTTP/1.1\r\n{}Content-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n",
            self.headers(),
            body.len()
        );
        let answered = self.exchange(&(head + &body)).map_err(CallError::Lost)?;
        let mut told: Value = serde_json::from_slice(&answered)
            .map_err(|error| CallError::Lost(io::Error::other(error)))?;
        match told.get_mut("ok") {
            Some(ok) => Ok(ok.take()),
            None => Err(CallError::Refused(told["error"].take())),
        }
    }

    /// Sends a request and reads its answer, on a new connection when the till ended the last.
    fn exchange(&mut self, request: &str) -> io::Result<Vec<u8>> {
        if self.hung_up {
            self.stream = connected(&self.address)?;
        }
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (body, last) = answer(&mut self.stream)?;
        self.hung_up = last;
        if let Some(heard) = &self.heard {
            heard.add(&body);
        }
        Ok(body)
    }

    /// From now on a word for each event that this seat may hear. It ends with the till.
    pub fn listen(&self) -> io::Result<Receiver<()>> {
        let mut stream = TcpStream::connect(&self.address)?;
        let head = format!("GET /api/events HTTP/1.1\r\n{}\r\n", self.headers());
        stream.write_all(head.as_bytes())?;
        let mut lines = BufReader::new(stream);
        // The comment that opens the stream: nothing that happens later is missed.
        while next_line(&mut lines)? != ": open" {}
        let (send, receive) = std::sync::mpsc::channel();
        let heard = self.heard.clone();
        std::thread::spawn(move || pass_on(&mut lines, &send, heard.as_ref()));
        Ok(receive)
    }

    fn headers(&self) -> String {
        format!(
            "Host: {}\r\nCookie: countertop_seat={}\r\nx-countertop-session: {}\r\n",
            self.address, self.cookie, self.handle
        )
    }
}

fn connected(address: &str) -> io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(ANSWER_LIMIT))?;
    Ok(BufReader::new(stream))
}

/// The body of one answer, and whether it is the connection's last.
fn answer(stream: &mut BufReader<TcpStream>) -> io::Result<(Vec<u8>, bool)> {
    let (mut length, mut last) = (0, false);
    loop {
        let line = next_line(stream)?;
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
        last |= line.eq_ignore_ascii_case("connection: close");
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok((body, last))
}

/// Without its end; a stream that has ended is an error.
fn next_line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    match stream.read_line(&mut line)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(line.trim_end().to_owned()),
    }
}

/// Bytes on a terminal's cable are no news to a cashier.
fn pass_on(lines: &mut impl BufRead, send: &Sender<()>, heard: Option<&Heard>) {
    while let Ok(line) = next_line(lines) {
        if let Some(heard) = heard {
            heard.add(line.as_bytes());
        }
        let news = line.starts_with("data:") && !line.contains("\"type\":\"wire\"");
        if news && send.send(()).is_err() {
            return;
        }
    }
}
