//! The link: blocks, acknowledgements and repeats on a serial line; plain units on TCP.
//!
//! Source: ZVT PA00P016. Owns: T1, T2 and the two repeats. Must never: know what a unit means.

use std::collections::VecDeque;

use super::actions::{Action, BLOCK_REPEATS_MAX, SessionEvent, T1_MS, T2_MS, Timer};
use super::framing::{ACK, NAK, Received, SerialFrames, StreamUnits, wrap};
use crate::port::trace::Direction;
use crate::secret::WireBytes;

/// What carries the units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Blocks with checksum and acknowledgement.
    Serial,
    /// Bare units.
    Tcp,
}

/// What a block is for; comes back when it was delivered or given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// A command.
    Command,
    /// An abort, which may cross with the terminal's own blocks.
    Abort,
    /// A short answer to the terminal.
    Answer,
}

/// What the link heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A whole unit. `crossed`: it came while one of our blocks was not acknowledged yet, so it
    /// may be the repeat of one that was answered already.
    Unit {
        /// The unit.
        bytes: WireBytes,
        /// See above.
        crossed: bool,
    },
    /// A block arrived.
    Delivered(Block),
    /// A block was repeated twice and never acknowledged.
    Undelivered(Block),
}

#[derive(Debug)]
enum Incoming {
    Serial(SerialFrames),
    Stream(StreamUnits),
}

#[derive(Debug)]
struct InFlight {
    frame: WireBytes,
    block: Block,
    repeats: u8,
}

/// One connection's link.
#[derive(Debug)]
pub struct Link {
    incoming: Incoming,
    in_flight: Option<InFlight>,
    queue: VecDeque<(WireBytes, Block)>,
    between_bytes: bool,
    command_repeated_blindly: bool,
}

impl Link {
    /// A fresh link.
    pub fn new(transport: Transport) -> Self {
        let incoming = match transport {
            Transport::Serial => Incoming::Serial(SerialFrames::new()),
            Transport::Tcp => Incoming::Stream(StreamUnits::new()),
        };
        Self {
            incoming,
            in_flight: None,
            queue: VecDeque::new(),
            between_bytes: false,
            command_repeated_blindly: false,
        }
    }

    /// The last command was repeated after silence, so the terminal may have it twice.
    pub fn command_repeated_blindly(&self) -> bool {
        self.command_repeated_blindly
    }

    /// Sends a unit, after the blocks before it.
    pub fn send(
        &mut self,
        unit: &WireBytes,
        block: Block,
        heard: &mut VecDeque<Heard>,
    ) -> Vec<Action> {
        let mut out = Vec::new();
        if block == Block::Command {
            self.command_repeated_blindly = false;
        }
        match self.incoming {
            Incoming::Stream(_) => {
                out.push(Action::Send(unit.clone()));
                heard.push_back(Heard::Delivered(block));
            }
            Incoming::Serial(_) => {
                self.queue.push_back((wrap(unit.as_slice()), block));
                self.send_next(&mut out);
            }
        }
        out
    }

    fn send_next(&mut self, out: &mut Vec<Action>) {
        if self.in_flight.is_some() {
            return;
        }
        if let Some((frame, block)) = self.queue.pop_front() {
            out.push(Action::Send(frame.clone()));
            out.push(Action::StartTimer(Timer::T2, T2_MS));
            self.in_flight = Some(InFlight {
                frame,
                block,
                repeats: 0,
            });
        }
    }

    /// Takes bytes from the port.
    pub fn bytes(&mut self, bytes: &[u8], heard: &mut VecDeque<Heard>) -> Vec<Action> {
        let mut out = Vec::new();
        for byte in bytes {
            let received = match &mut self.incoming {
                Incoming::Serial(frames) => frames.push(*byte),
                Incoming::Stream(units) => units.push(*byte),
            };
            if let Some(received) = received {
                self.received(received, heard, &mut out);
            }
        }
        if let Incoming::Serial(frames) = &self.incoming {
            let inside = frames.inside();
            if inside {
                out.push(Action::StartTimer(Timer::T1, T1_MS));
            } else if self.between_bytes {
                out.push(Action::StopTimer(Timer::T1));
            }
            self.between_bytes = inside;
        }
        out
    }

    fn received(&mut self, got: Received, heard: &mut VecDeque<Heard>, out: &mut Vec<Action>) {
        match got {
            Received::Ack => self.delivered(heard, out),
            Received::Nak => {
                note(Direction::FromDevice, "NAK", out);
                self.repeat(heard, out);
            }
            Received::Broken => send_nak("broken block", out),
            Received::Unit(bytes) => {
                // Whatever it is, the terminal has gone on: our block is not waited for any more.
                let crossed = self.in_flight.is_some();
                if matches!(self.incoming, Incoming::Serial(_)) {
                    out.push(Action::Send(WireBytes::new(vec![ACK])));
                    self.delivered(heard, out);
                }
                heard.push_back(Heard::Unit { bytes, crossed });
            }
        }
    }

    fn delivered(&mut self, heard: &mut VecDeque<Heard>, out: &mut Vec<Action>) {
        if let Some(block) = self.in_flight.take() {
            out.push(Action::StopTimer(Timer::T2));
            heard.push_back(Heard::Delivered(block.block));
            self.send_next(out);
        }
    }

    fn repeat(&mut self, heard: &mut VecDeque<Heard>, out: &mut Vec<Action>) {
        let Some(block) = &mut self.in_flight else {
            return;
        };
        if block.repeats < BLOCK_REPEATS_MAX {
            block.repeats += 1;
            out.push(Action::Send(block.frame.clone()));
            out.push(Action::StartTimer(Timer::T2, T2_MS));
            return;
        }
        let block = block.block;
        self.in_flight = None;
        out.push(Action::StopTimer(Timer::T2));
        heard.push_back(Heard::Undelivered(block));
        self.send_next(out);
    }

    /// T1 or T2 ran out.
    pub fn timer(&mut self, timer: Timer, heard: &mut VecDeque<Heard>) -> Vec<Action> {
        let mut out = Vec::new();
        match (timer, &mut self.incoming) {
            (Timer::T1, Incoming::Serial(frames)) if frames.inside() => {
                frames.reset();
                self.between_bytes = false;
                send_nak("block without an end", &mut out);
            }
            (Timer::T2, _) => {
                if let Some(block) = &self.in_flight {
                    self.command_repeated_blindly |= block.block == Block::Command;
                    note(Direction::ToDevice, "no acknowledgement", &mut out);
                    self.repeat(heard, &mut out);
                }
            }
            _ => {}
        }
        out
    }
}

fn send_nak(why: &str, out: &mut Vec<Action>) {
    note(Direction::ToDevice, why, out);
    out.push(Action::Send(WireBytes::new(vec![NAK])));
}

fn note(direction: Direction, what: &str, out: &mut Vec<Action>) {
    let name = "link".to_owned();
    out.push(Action::Event(SessionEvent::Wire(
        direction,
        name,
        what.to_owned(),
    )));
}
