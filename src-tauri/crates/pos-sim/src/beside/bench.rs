//! Owns the one thread of a device: waits for bytes, verbs and the clock, lets the device act,
//! and carries out what it hands back.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Board, Device, Fields, Hands};
use crate::link::{Input, Order, Port, Wire};

/// How long the end waits for answers that are being written.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// A device on its bench, with its cable.
pub struct Bench {
    device: Box<dyn Device>,
    board: Arc<Board>,
    port: Box<dyn Port>,
    wire: Option<(u64, Box<dyn Wire>)>,
    replug_at: Option<Instant>,
    to_self: Sender<Input>,
    inputs: Receiver<Input>,
}

/// Why the loop ends.
enum Ended {
    Quit(Option<Sender<Result<(), String>>>),
}

impl Bench {
    pub fn new(
        device: Box<dyn Device>,
        board: Arc<Board>,
        port: Box<dyn Port>,
        to_self: Sender<Input>,
        inputs: Receiver<Input>,
    ) -> Self {
        Self {
            device,
            board,
            port,
            wire: None,
            replug_at: None,
            to_self,
            inputs,
        }
    }

    /// Opens the port and gives its address.
    pub fn plug(&mut self) -> io::Result<String> {
        self.replug_at = None;
        self.port.open(&self.to_self)?;
        Ok(self.port.address())
    }

    /// Serves until told to quit.
    pub fn run(mut self) {
        let Ended::Quit(asked) = self.serve();
        let mut hands = Hands::default();
        self.device.end(&mut hands);
        self.carry_out(hands);
        self.port.close();
        if let Some(asked) = asked {
            // Whoever asked may have hung up.
            let _ = asked.send(Ok(()));
        }
        self.board.wait_answered(LAST_WORDS);
    }

    fn serve(&mut self) -> Ended {
        loop {
            let wake = [self.device.due(), self.replug_at];
            let input = match wake.into_iter().flatten().min() {
                None => self
                    .inputs
                    .recv()
                    .map_err(|_| RecvTimeoutError::Disconnected),
                Some(wake) => {
                    let left = wake.saturating_duration_since(Instant::now());
                    self.inputs.recv_timeout(left)
                }
            };
            match input {
                Ok(Input::Order(Order::Quit, asked)) => return Ended::Quit(Some(asked)),
                Ok(input) => self.obey(input),
                Err(RecvTimeoutError::Timeout) => self.timers(),
                Err(RecvTimeoutError::Disconnected) => return Ended::Quit(None),
            }
        }
    }

    fn obey(&mut self, input: Input) {
        match input {
            Input::Up(id, wire) => {
                self.wire = Some((id, wire));
                self.note("connected");
            }
            Input::Down(id) if self.is_current(id) => {
                self.wire = None;
                self.note("disconnected");
            }
            Input::Bytes(id, bytes) if self.is_current(id) => {
                let mut hands = Hands::default();
                self.device.take(&bytes, &mut hands);
                self.carry_out(hands);
            }
            Input::Down(_) | Input::Bytes(..) => {}
            Input::Order(order, asked) => {
                let done = self.order(order);
                // Whoever asked may have hung up.
                let _ = asked.send(done);
            }
            Input::Verb(verb, fields, asked) => {
                let answer = self.verb(&verb, fields);
                let _ = asked.send(answer);
            }
        }
        // A stream of bytes must not starve the clock.
        self.timers();
    }

    fn is_current(&self, id: u64) -> bool {
        let current = self.wire.as_ref().map(|(current, _)| *current);
        current == Some(id)
    }

    fn timers(&mut self) {
        let now = Instant::now();
        if self.device.due().is_some_and(|due| due <= now) {
            let mut hands = Hands::default();
            self.device.wake(now, &mut hands);
            self.carry_out(hands);
        }
        if self.replug_at.is_some_and(|at| at <= now) {
            let done = self.order(Order::Replug);
            if let Err(error) = done {
                eprintln!("pos-sim: cannot open the link again: {error}");
            }
        }
    }

    fn order(&mut self, order: Order) -> Result<(), String> {
        match order {
            Order::Unplug { return_after_ms } => {
                self.unplug(return_after_ms);
                Ok(())
            }
            Order::Replug => {
                self.plug().map_err(|error| error.to_string())?;
                self.note("replugged");
                Ok(())
            }
            Order::Restart => {
                self.unplug(None);
                let mut hands = Hands::default();
                self.device.power_cut(&mut hands);
                self.carry_out(hands);
                self.plug().map_err(|error| error.to_string())?;
                self.note("restarted");
                Ok(())
            }
            Order::Resume => Err("only the terminal can be resumed".into()),
            Order::Quit => Err("quit ends the loop, not a device".into()),
        }
    }

    fn unplug(&mut self, return_after_ms: Option<u64>) {
        self.port.close();
        self.wire = None;
        self.replug_at = return_after_ms.map(|ms| Instant::now() + Duration::from_millis(ms));
        self.note("unplugged");
    }

    fn verb(&mut self, verb: &str, fields: Fields) -> Result<Value, String> {
        let mut hands = Hands::default();
        let answer = match verb {
            "state" => Ok(json!({ "state": self.device.state() })),
            "set" => {
                let set = self.device.set(&fields, &mut hands);
                set.map(|()| json!({ "state": self.device.state() }))
            }
            other => self.device.verb(other, fields, &mut hands),
        };
        self.carry_out(hands);
        answer
    }

    fn note(&self, event: &str) {
        self.board.add(json!({ "event": event }));
    }

    fn carry_out(&mut self, hands: Hands) {
        // Whoever reads an answer on the cable finds on the board what led to it.
        for event in hands.events {
            self.board.add(event);
        }
        for bytes in hands.writes {
            let Some((_, wire)) = self.wire.as_mut() else {
                break;
            };
            if wire.write(&bytes).is_err() {
                // Nobody listens: a real device would not know either.
                break;
            }
        }
        if let Some(drop) = hands.drop_link {
            self.unplug(drop.return_after_ms);
        }
    }
}
