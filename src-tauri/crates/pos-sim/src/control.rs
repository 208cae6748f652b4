//! Owns the control channel: one JSON object a line in, one out. Tests and the
//! demo steer the terminal with it; a till never sees it.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::ledger;
use crate::link::{Input, Order};
use crate::script::Scenario;
use crate::shared::Shared;

/// Listens; gives the address it got.
pub fn listen(
    at: SocketAddr,
    shared: Arc<Shared>,
    orders: Sender<Input>,
) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind(at)?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        while let Ok((stream, _)) = listener.accept() {
            let mut desk = Desk {
                shared: shared.clone(),
                orders: orders.clone(),
                position: 0,
            };
            thread::spawn(move || desk.serve(stream));
        }
    });
    Ok(address)
}

/// One connection, with its own place in the list of steps.
struct Desk {
    shared: Arc<Shared>,
    orders: Sender<Input>,
    position: usize,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct WaitForStep {
    step: String,
    /// Where to look from; left out: after the step last waited for.
    since: Option<usize>,
    timeout_ms: Option<u64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Unplug {
    ms: Option<u64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Since {
    since: usize,
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
            let mut answer = match self.answer(&line) {
                Ok(answer) => answer,
                Err(error) => json!({ "ok": false, "error": error }),
            }
            .to_string();
            answer.push('\n');
            writer.write_all(answer.as_bytes())?;
        }
        Ok(())
    }

    fn answer(&mut self, line: &str) -> Result<Value, String> {
        let (verb, rest) = split(line)?;
        // Where the verb's own steps will stand, for a later wait.
        let at = self.shared.steps.count();
        let value = match verb.as_str() {
            "next" => {
                let scenario = Scenario::parse(Value::Object(rest))?;
                let mut script = self.shared.script();
                script.queue.push_back(scenario);
                json!({ "queued": script.queue.len() })
            }
            "default" => {
                self.shared.script().otherwise = Scenario::parse(Value::Object(rest))?;
                json!({})
            }
            "clear" => {
                self.shared.script().queue.clear();
                json!({})
            }
            "set" => {
                let mut settings = self.shared.settings();
                settings.change(&rest)?;
                json!({ "settings": *settings })
            }
            "state" => self.state(),
            "ledger" => {
                let Since { since } = read(rest)?;
                let books = self.shared.books();
                json!({
                    "entries": books.ledger.entries.get(since..).unwrap_or_default(),
                    "summary": ledger::summary(&books.ledger.entries),
                })
            }
            "steps" => {
                let Since { since } = read(rest)?;
                json!({ "steps": self.shared.steps.since(since) })
            }
            "wait_for_step" => self.wait_for_step(read(rest)?)?,
            "unplug" => {
                let Unplug { ms } = read(rest)?;
                self.order(Order::Unplug {
                    return_after_ms: ms,
                })?
            }
            "replug" => self.order(Order::Replug)?,
            "restart" => self.order(Order::Restart)?,
            "resume" => self.order(Order::Resume)?,
            "quit" => self.order(Order::Quit)?,
            other => return Err(format!("no verb {other:?}")),
        };
        let mut answer = json!({ "ok": true, "at": at });
        if let (Some(answer), Value::Object(more)) = (answer.as_object_mut(), value) {
            answer.extend(more);
        }
        Ok(answer)
    }

    fn state(&self) -> Value {
        let settings = self.shared.settings().clone();
        let queued = self.shared.script().queue.len();
        let books = self.shared.books();
        json!({ "state": books.state, "settings": settings, "queued": queued })
    }

    fn wait_for_step(&mut self, wait: WaitForStep) -> Result<Value, String> {
        let timeout = Duration::from_millis(wait.timeout_ms.unwrap_or(10_000));
        let since = wait.since.unwrap_or(self.position);
        match self.shared.steps.wait(&wait.step, since, timeout) {
            Some(position) => {
                self.position = position;
                Ok(json!({ "position": position }))
            }
            None => {
                let seen = self.shared.steps.since(since).join(" ");
                Err(format!(
                    "no step {:?} in time; since then: {seen}",
                    wait.step
                ))
            }
        }
    }

    /// Orders the terminal's thread about, and waits until it has obeyed.
    fn order(&self, order: Order) -> Result<Value, String> {
        let (done, obeyed) = mpsc::channel();
        self.orders
            .send(Input::Order(order, done))
            .map_err(|_| "the terminal is gone")?;
        match obeyed.recv() {
            Ok(result) => result.map(|()| json!({})),
            // It went away while obeying: only `quit` may end so.
            Err(_) if order == Order::Quit => Ok(json!({})),
            Err(_) => Err("the terminal is gone".into()),
        }
    }
}

fn read<T: for<'de> Deserialize<'de>>(rest: Map<String, Value>) -> Result<T, String> {
    serde_json::from_value(Value::Object(rest)).map_err(|error| error.to_string())
}

/// The verb of a line, and its other fields.
pub fn split(line: &str) -> Result<(String, Map<String, Value>), String> {
    let mut fields: Map<String, Value> =
        serde_json::from_str(line).map_err(|error| error.to_string())?;
    match fields.remove("verb") {
        None => Ok(("next".into(), fields)),
        Some(Value::String(verb)) => Ok((verb, fields)),
        Some(other) => Err(format!("the verb is no text: {other}")),
    }
}
