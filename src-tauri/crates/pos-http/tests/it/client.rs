//! A browser made by hand: one connection a request, nothing hidden.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// What came back.
pub struct Answer {
    pub status: u16,
    pub head: Vec<String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.iter().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    /// The error's code.
    pub fn code(&self) -> String {
        self.json()["error"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }
}

/// One browser, with its cookie and the handle of its session.
pub struct Browser {
    pub at: SocketAddr,
    pub cookie: Option<String>,
    pub handle: String,
}

impl Browser {
    pub fn new(at: SocketAddr) -> Browser {
        Browser {
            at,
            cookie: None,
            handle: String::new(),
        }
    }

    /// Sends a request as it stands; `lines` are further header lines.
    pub fn raw(&mut self, first: &str, lines: &[&str], body: &[u8]) -> Answer {
        let mut stream = self.open(first, lines, body);
        let (status, head) = read_head(&mut stream);
        if let Some(cookie) = head.iter().find_map(|l| l.strip_prefix("set-cookie: ")) {
            self.cookie = Some(cookie.split(';').next().unwrap_or_default().to_owned());
        }
        let mut body = Vec::new();
        stream.read_to_end(&mut body).expect("the server closes");
        Answer { status, head, body }
    }

    fn open(&self, first: &str, lines: &[&str], body: &[u8]) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(self.at).expect("the server listens");
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .expect("a timeout");
        let mut text = format!("{first} HTTP/1.1\r\nconnection: close\r\n");
        if !lines.iter().any(|l| l.starts_with("host:")) {
            text.push_str(&format!("host: {}\r\n", self.at));
        }
        if let Some(cookie) = &self.cookie {
            text.push_str(&format!("cookie: {cookie}\r\n"));
        }
        if !self.handle.is_empty() {
            text.push_str(&format!("x-countertop-session: {}\r\n", self.handle));
        }
        for line in lines {
            text.push_str(&format!("{line}\r\n"));
        }
        text.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
        stream.write_all(text.as_bytes()).expect("sent");
        // A server that refuses early may close before the whole body is sent.
        drop(stream.write_all(body));
        BufReader::new(stream)
    }

    pub fn get(&mut self, path: &str) -> Answer {
        self.raw(&format!("GET {path}"), &[], b"")
    }

    pub fn call(&mut self, command: &str, input: Value) -> Answer {
        let body = json!({ "command": command, "input": input });
        self.post(&body, &[])
    }

    pub fn post(&mut self, body: &Value, lines: &[&str]) -> Answer {
        let mut all = vec!["content-type: application/json"];
        all.extend(lines);
        self.raw("POST /api/call", &all, body.to_string().as_bytes())
    }

    /// The answer of a call that must succeed.
    pub fn ok(&mut self, command: &str, input: Value) -> Value {
        let answer = self.call(command, input);
        assert_eq!(answer.status, 200, "{command}: {}", answer.json());
        answer.json()["ok"].clone()
    }

    /// Opens the stream of events; returns when its head is here.
    pub fn listen(&self) -> Stream {
        let mut reader = self.open("GET /api/events", &[], b"");
        let (status, head) = read_head(&mut reader);
        assert_eq!(status, 200);
        assert!(
            head.iter().any(|l| l == "content-type: text/event-stream"),
            "{head:?}"
        );
        Stream { reader }
    }
}

/// An open stream of events.
pub struct Stream {
    reader: BufReader<TcpStream>,
}

impl Stream {
    /// The next event; None when the server ended the stream.
    ///
    /// # Panics
    /// Nothing came but a sign of life: the event that was waited for does not come any more.
    pub fn next(&mut self) -> Option<Value> {
        loop {
            let mut line = String::new();
            if self.reader.read_line(&mut line).expect("within the time") == 0 {
                return None;
            }
            assert!(
                line != ":\n" && line != ": \n",
                "no event for a quarter of a minute"
            );
            if let Some(text) = line.trim_end().strip_prefix("data: ") {
                return Some(serde_json::from_str(text).expect("an event is JSON"));
            }
        }
    }

    /// Reads on until an event of this type.
    pub fn until(&mut self, kind: &str) -> (Vec<String>, Value) {
        let mut before = Vec::new();
        loop {
            let event = self.next().expect("the stream is open");
            let own = event["type"].as_str().unwrap_or_default().to_owned();
            if own == kind {
                return (before, event);
            }
            before.push(own);
        }
    }
}

fn read_head(reader: &mut BufReader<TcpStream>) -> (u16, Vec<String>) {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("an answer");
        let line = line.trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let status = lines[0]
        .split(' ')
        .nth(1)
        .and_then(|s| s.parse().ok())
        .expect("a status");
    (status, lines)
}
