//! Owns the conversation's mechanics: which APDUs came, sending with repeats,
//! timers T1 and T2, and the faults a script asks of the line. No meaning.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::line::{self, LineFaults};
use crate::apdu::Apdu;
use crate::framing::{ACK, NAK, SerialItem, SerialReader, wrap_serial};
use crate::link::{Input, Order, Port, Wire};
use crate::script::AckFault;
use crate::shared::Shared;

/// Why the terminal stops whatever it is doing.
#[derive(Debug)]
pub enum Halt {
    Quit,
    /// Loses its memory; comes back after this many ms.
    Restart(u64),
    /// Its own files failed: nothing it says can be trusted any more.
    Files(std::io::Error),
}

impl From<std::io::Error> for Halt {
    fn from(error: std::io::Error) -> Self {
        Self::Files(error)
    }
}

/// One end of the conversation.
pub struct Session {
    shared: Arc<Shared>,
    inputs: Receiver<Input>,
    to_self: Sender<Input>,
    port: Box<dyn Port>,
    wire: Option<(u64, Box<dyn Wire>)>,
    reader: SerialReader,
    last_byte: Instant,
    buffer: Vec<u8>,
    /// Whole APDUs, not looked at yet.
    pub inbox: VecDeque<Apdu>,
    acks: VecDeque<bool>,
    /// An answer kept back to travel with the next block (coalesce).
    kept_back: Vec<u8>,
    pub faults: LineFaults,
    /// No payment runs: the next command's frame may meet its script's faults.
    pub idle: bool,
    mute: bool,
    /// A block went unheard and nothing came since: the next ones are not tried.
    pub unheard: bool,
    replug_at: Option<Instant>,
    /// `resume` came; whoever waits for it clears it first.
    pub resumed: bool,
    waiting: Vec<Sender<Result<(), String>>>,
}

impl Session {
    pub fn new(
        shared: Arc<Shared>,
        port: Box<dyn Port>,
        to_self: Sender<Input>,
        inputs: Receiver<Input>,
    ) -> Self {
        Self {
            shared,
            inputs,
            to_self,
            port,
            wire: None,
            reader: SerialReader::default(),
            last_byte: Instant::now(),
            buffer: Vec::new(),
            inbox: VecDeque::new(),
            acks: VecDeque::new(),
            kept_back: Vec::new(),
            faults: LineFaults::default(),
            idle: true,
            mute: false,
            unheard: false,
            replug_at: None,
            resumed: false,
            waiting: Vec::new(),
        }
    }

    /// Opens the port and gives its address.
    pub fn plug(&mut self) -> std::io::Result<String> {
        self.replug_at = None;
        self.port.open(&self.to_self)?;
        Ok(self.port.address())
    }

    /// Closes the port; it opens again by itself when a time is given.
    pub fn unplug(&mut self, return_after_ms: Option<u64>) {
        self.line_lost();
        self.port.close();
        self.replug_at = return_after_ms.map(|ms| Instant::now() + Duration::from_millis(ms));
        self.shared.steps.add("unplugged");
    }

    /// A restart cuts a TCP connection; a serial cable stays where it is.
    pub fn forget(&mut self) {
        if self.port.is_serial() {
            let wire = self.wire.take();
            self.line_lost();
            self.wire = wire;
        } else {
            self.line_lost();
            self.port.close();
        }
        self.faults = LineFaults::default();
    }

    /// Tells those who ordered a restart that it is done.
    pub fn tell_done(&mut self) {
        for waiting in self.waiting.drain(..) {
            // Whoever asked may have hung up.
            let _ = waiting.send(Ok(()));
        }
    }

    pub fn is_up(&self) -> bool {
        self.wire.is_some()
    }

    fn line_lost(&mut self) {
        self.wire = None;
        self.reader.reset();
        self.buffer.clear();
        self.inbox.clear();
        self.acks.clear();
        self.kept_back.clear();
    }

    /// Waits for one thing to happen, at most until `until`.
    pub fn pump(&mut self, until: Option<Instant>) -> Result<(), Halt> {
        let t1 = Duration::from_millis(self.shared.settings().t1_ms);
        let t1_end = self.reader.is_mid_frame().then(|| self.last_byte + t1);
        let wake = [until, t1_end, self.replug_at].into_iter().flatten().min();
        let input = match wake {
            None => self.inputs.recv().map_err(|_| Halt::Quit)?,
            Some(wake) => {
                let left = wake.saturating_duration_since(Instant::now());
                match self.inputs.recv_timeout(left) {
                    Ok(input) => input,
                    Err(RecvTimeoutError::Disconnected) => return Err(Halt::Quit),
                    Err(RecvTimeoutError::Timeout) => return self.timers(t1_end),
                }
            }
        };
        match input {
            Input::Up(id, wire) => {
                self.line_lost();
                self.wire = Some((id, wire));
                self.shared.steps.add("connected");
                let greeting = self.shared.settings().connect_bytes.0.clone();
                self.write(&greeting);
            }
            Input::Down(id) if self.is_current(id) => {
                self.line_lost();
                self.shared.steps.add("disconnected");
            }
            Input::Bytes(id, bytes) if self.is_current(id) => self.take(&bytes),
            Input::Down(_) | Input::Bytes(..) => {}
            Input::Order(order, done) => return self.obey(order, done),
            Input::Verb(verb, _, done) => {
                // The terminal's verbs are answered at its desk; none comes here.
                let _ = done.send(Err(format!("no verb {verb:?}")));
            }
        }
        Ok(())
    }

    fn is_current(&self, id: u64) -> bool {
        self.wire
            .as_ref()
            .is_some_and(|(current, _)| *current == id)
    }

    fn timers(&mut self, t1_end: Option<Instant>) -> Result<(), Halt> {
        let now = Instant::now();
        if t1_end.is_some_and(|end| end <= now) {
            self.reader.reset();
            self.write_control(NAK);
        }
        if self.replug_at.is_some_and(|at| at <= now) {
            self.plug()?;
            self.shared.steps.add("replugged");
        }
        Ok(())
    }

    fn obey(&mut self, order: Order, done: Sender<Result<(), String>>) -> Result<(), Halt> {
        let result = match order {
            Order::Unplug { return_after_ms } => {
                self.unplug(return_after_ms);
                Ok(())
            }
            Order::Replug => {
                let plugged = self.plug().map(drop).map_err(|error| error.to_string());
                self.shared.steps.add("replugged");
                plugged
            }
            Order::Resume => {
                self.resumed = true;
                Ok(())
            }
            Order::Restart => {
                self.waiting.push(done);
                return Err(Halt::Restart(0));
            }
            Order::Quit => {
                self.waiting.push(done);
                return Err(Halt::Quit);
            }
        };
        // Whoever asked may have hung up.
        let _ = done.send(result);
        Ok(())
    }

    fn take(&mut self, bytes: &[u8]) {
        self.last_byte = Instant::now();
        self.unheard = false;
        if !self.port.is_serial() {
            self.buffer.extend(bytes);
            while let Some((apdu, used)) = Apdu::cut(&self.buffer) {
                self.buffer.drain(..used);
                self.arrived(apdu);
            }
            return;
        }
        for &byte in bytes {
            match self.reader.push(byte) {
                None => {}
                Some(SerialItem::Ack) => self.acks.push_back(true),
                Some(SerialItem::Nak) => self.acks.push_back(false),
                Some(SerialItem::Broken) => self.write_control(NAK),
                Some(SerialItem::Frame(bytes)) => self.take_frame(&bytes),
            }
        }
    }

    fn take_frame(&mut self, bytes: &[u8]) {
        let Some(apdu) = Apdu::whole(bytes) else {
            return self.write_control(NAK);
        };
        let fault = match self.idle && apdu.code == 0x0601 {
            // The script's payment has not begun, but its line fault has.
            true => self.shared.script().head().ack_faults.pop_front(),
            false => self.faults.acks.pop_front(),
        };
        match fault {
            Some(AckFault::Drop) => self.shared.steps.add("frame_dropped"),
            Some(AckFault::Nak) => {
                self.shared.steps.add("nak_sent");
                self.write_control(NAK);
            }
            Some(AckFault::Empty) => {
                self.shared.steps.add("ack_left_out");
                self.arrived(apdu);
            }
            None => {
                self.write_control(ACK);
                self.arrived(apdu);
            }
        }
    }

    fn arrived(&mut self, apdu: Apdu) {
        if !self.mute {
            self.inbox.push_back(apdu);
        }
    }

    fn write_control(&mut self, byte: u8) {
        if !self.mute {
            self.write(&[byte]);
        }
    }

    fn write(&mut self, bytes: &[u8]) {
        let Some((_, wire)) = &mut self.wire else {
            return;
        };
        let written = line::write(wire.as_mut(), bytes, self.faults.byte_gap);
        if written.is_err() && !self.port.is_serial() {
            self.line_lost();
        }
    }

    /// Sends one APDU; on a serial line until it is acknowledged, with at most
    /// two repeats. False when nobody took it.
    pub fn send(&mut self, apdu: &Apdu) -> Result<bool, Halt> {
        let bytes = apdu.encode(self.faults.length_form);
        if !self.port.is_serial() {
            let kept = std::mem::take(&mut self.kept_back);
            self.write(&[kept, bytes].concat());
            return Ok(self.is_up());
        }
        let frame = wrap_serial(&bytes);
        for _ in 0..3 {
            if !self.is_up() || self.unheard {
                return Ok(false);
            }
            self.acks.clear();
            let mut sent = frame.clone();
            if self.faults.corrupt_frames > 0 {
                self.faults.corrupt_frames -= 1;
                sent[frame.len() - 1] ^= 0x01;
            }
            self.write(&sent);
            if self.acknowledged()? {
                return Ok(true);
            }
        }
        self.unheard = true;
        self.shared.steps.add("send_failed");
        if let Some((_, wire)) = &mut self.wire {
            wire.discard_unread();
        }
        Ok(false)
    }

    fn acknowledged(&mut self) -> Result<bool, Halt> {
        let t2 = Duration::from_millis(self.shared.settings().t2_ms);
        let until = Instant::now() + t2;
        while self.is_up() && Instant::now() < until {
            if let Some(ack) = self.acks.pop_front() {
                return Ok(ack);
            }
            self.pump(Some(until))?;
        }
        Ok(self.acks.pop_front().unwrap_or(false))
    }

    /// Sends an answer (`80`/`84`); with coalescing it waits for the next block.
    pub fn answer(&mut self, code: u16, data: &[u8]) -> Result<bool, Halt> {
        let apdu = Apdu::new(code, data);
        if self.faults.coalesce && !self.port.is_serial() {
            self.kept_back.extend(apdu.encode(self.faults.length_form));
            return Ok(true);
        }
        self.send(&apdu)
    }

    /// Sends what was kept back, if anything.
    pub fn flush(&mut self) {
        let kept = std::mem::take(&mut self.kept_back);
        if !kept.is_empty() {
            self.write(&kept);
        }
    }

    /// The next APDU, or `None` at the deadline or when the line is lost.
    pub fn receive(&mut self, until: Instant) -> Result<Option<Apdu>, Halt> {
        loop {
            if let Some(apdu) = self.inbox.pop_front() {
                return Ok(Some(apdu));
            }
            if !self.is_up() || Instant::now() >= until {
                return Ok(None);
            }
            self.pump(Some(until))?;
        }
    }

    /// Says nothing and hears nothing until `ms`, `resume` or the link's end.
    pub fn silence(&mut self, ms: Option<u64>) -> Result<(), Halt> {
        self.mute = true;
        let ended = self.until_resumed(ms, true);
        self.mute = false;
        ended
    }

    /// Without power for `ms`: deaf and dumb, whatever the line does.
    pub fn dark(&mut self, ms: u64) -> Result<(), Halt> {
        self.mute = true;
        let ended = self.until_resumed(Some(ms), false);
        self.mute = false;
        ended
    }

    fn until_resumed(&mut self, ms: Option<u64>, ends_with_line: bool) -> Result<(), Halt> {
        self.resumed = false;
        let until = ms.map(|ms| Instant::now() + Duration::from_millis(ms));
        while !self.resumed && until.is_none_or(|until| Instant::now() < until) {
            if ends_with_line && !self.is_up() {
                break;
            }
            self.pump(until)?;
        }
        Ok(())
    }
}
