//! Owns the control channel of the devices beside the terminal: one JSON object a line in, one
//! out. Tests and the demo steer a device with it; a till never sees it.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Board, Fields};
use crate::link::{Input, Order};

/// How long a verb may wait for its event if it does not say.
const PATIENCE_MS: u64 = 10_000;
/// A watch that has nothing to tell looks this often whether it is still wanted.
const WATCH_MS: u64 = 1_000;

/// Listens; gives the address it got.
pub fn listen(at: SocketAddr, board: Arc<Board>, orders: Sender<Input>) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind(at)?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        while let Ok((stream, _)) = listener.accept() {
            let mut desk = Desk {
                board: board.clone(),
                orders: orders.clone(),
                position: 0,
            };
            thread::spawn(move || desk.serve(stream));
        }
    });
    Ok(address)
}

/// One connection, with its own place in the list of events.
struct Desk {
    board: Arc<Board>,
    orders: Sender<Input>,
    position: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WaitForEvent {
    event: String,
    /// Where to look from; left out: after the event last waited for.
    since: Option<usize>,
    timeout_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unplug {
    ms: Option<u64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Since {
    since: usize,
}

#[derive(Deserialize)]
struct Line {
    verb: String,
    #[serde(flatten)]
    fields: Fields,
}

impl Desk {
    fn serve(&mut self, stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut writer = stream.try_clone()?;
        for line in BufReader::new(stream).lines() {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            let board = self.board.clone();
            let answering = board.answering();
            let answer = match self.answer(&line) {
                Ok(Answer::Said(value)) => value,
                Ok(Answer::Watch(since)) => {
                    drop(answering);
                    return self.watch(since, &mut writer);
                }
                Err(error) => json!({ "ok": false, "error": error }),
            };
            write_line(&mut writer, &answer)?;
        }
        Ok(())
    }

    fn answer(&mut self, line: &str) -> Result<Answer, String> {
        let Line { verb, fields } =
            serde_json::from_str(line).map_err(|error| error.to_string())?;
        // Where the verb's own events will stand, for a later wait.
        let at = self.board.count();
        let value = match verb.as_str() {
            "events" => {
                let Since { since } = read(fields)?;
                json!({ "events": self.board.since(since) })
            }
            "wait_for_event" => self.wait_for_event(read(fields)?)?,
            "watch" => {
                let Since { since } = read(fields)?;
                return Ok(Answer::Watch(since));
            }
            "unplug" => {
                let Unplug { ms } = read(fields)?;
                self.order(Order::Unplug {
                    return_after_ms: ms,
                })?
            }
            "replug" => self.order(Order::Replug)?,
            "restart" => self.order(Order::Restart)?,
            "quit" => self.order(Order::Quit)?,
            _ => self.verb(verb, fields)?,
        };
        let mut answer = json!({ "ok": true, "at": at });
        if let (Some(answer), Value::Object(more)) = (answer.as_object_mut(), value) {
            answer.extend(more);
        }
        Ok(Answer::Said(answer))
    }

    fn wait_for_event(&mut self, wait: WaitForEvent) -> Result<Value, String> {
        let timeout = Duration::from_millis(wait.timeout_ms.unwrap_or(PATIENCE_MS));
        let since = wait.since.unwrap_or(self.position);
        let name = |event: &Value| event["event"] == wait.event.as_str();
        match self.board.wait(since, timeout, name) {
            Some((position, event)) => {
                self.position = position;
                Ok(json!({ "position": position, "event": event }))
            }
            None => {
                let seen = self.board.since(since);
                let seen: Vec<&str> = seen.iter().filter_map(|e| e["event"].as_str()).collect();
                Err(format!(
                    "no event {:?} in time; since then: {}",
                    wait.event,
                    seen.join(" ")
                ))
            }
        }
    }

    /// Sends events until the listener hangs up.
    fn watch(&self, since: usize, writer: &mut TcpStream) -> io::Result<()> {
        let mut position = since;
        loop {
            let wait = Duration::from_millis(WATCH_MS);
            if let Some((next, event)) = self.board.wait(position, wait, |_| true) {
                position = next;
                write_line(writer, &event)?;
            } else if hung_up(writer)? {
                return Ok(());
            }
        }
    }

    fn verb(&self, verb: String, fields: Fields) -> Result<Value, String> {
        let (done, answer) = mpsc::channel();
        self.orders
            .send(Input::Verb(verb, fields, done))
            .map_err(|_| "the device is gone")?;
        answer.recv().map_err(|_| "the device is gone")?
    }

    /// Orders the device's thread about, and waits until it has obeyed.
    fn order(&self, order: Order) -> Result<Value, String> {
        let (done, obeyed) = mpsc::channel();
        self.orders
            .send(Input::Order(order, done))
            .map_err(|_| "the device is gone")?;
        match obeyed.recv() {
            Ok(result) => result.map(|()| json!({})),
            // It went away while obeying: only `quit` may end so.
            Err(_) if order == Order::Quit => Ok(json!({})),
            Err(_) => Err("the device is gone".into()),
        }
    }
}

enum Answer {
    Said(Value),
    Watch(usize),
}

fn write_line(writer: &mut TcpStream, value: &Value) -> io::Result<()> {
    let mut line = value.to_string();
    line.push('\n');
    writer.write_all(line.as_bytes())
}

fn hung_up(stream: &TcpStream) -> io::Result<bool> {
    stream.set_nonblocking(true)?;
    let peeked = stream.peek(&mut [0]);
    stream.set_nonblocking(false)?;
    Ok(matches!(peeked, Ok(0)))
}

/// Reads the fields of a verb.
pub fn read<T: DeserializeOwned>(fields: Fields) -> Result<T, String> {
    serde_json::from_value(Value::Object(fields)).map_err(|error| error.to_string())
}
