//! Owns the cable's end: opening, closing, reading in its own thread, writing.
//! Knows bytes only; frames and meaning live elsewhere.

use std::io;
use std::sync::mpsc::Sender;

use serde_json::{Map, Value};

#[cfg(unix)]
pub mod pty;
pub mod tcp;

/// What a device's one thread waits for.
pub enum Input {
    /// A till connected (TCP) or the line opened (serial).
    Up(u64, Box<dyn Wire>),
    Bytes(u64, Vec<u8>),
    Down(u64),
    /// An order from the control channel; it is told when the order is done.
    Order(Order, Sender<Result<(), String>>),
    /// A verb of the device's own, with its fields; it answers.
    Verb(String, Map<String, Value>, Sender<Result<Value, String>>),
}

/// What the control channel may order at any moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Unplug {
        return_after_ms: Option<u64>,
    },
    Replug,
    Restart,
    /// Ends a silence or a hold.
    Resume,
    Quit,
}

/// The sending half of a connection.
pub trait Wire: Send {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Throws away what the till has not read: nobody was there to hear it.
    fn discard_unread(&mut self);
}

/// A place a till can connect to. Connections are numbered, so that late bytes
/// of an old one are not taken for the new one's.
pub trait Port: Send {
    /// Opens the place; what happens there goes into `inputs`.
    fn open(&mut self, inputs: &Sender<Input>) -> io::Result<()>;
    /// Closes it and everything connected to it.
    fn close(&mut self);
    /// Frames with DLE and CRC (serial) or bare APDUs (TCP).
    fn is_serial(&self) -> bool;
    /// What the till needs to connect, such as `tcp 127.0.0.1:20007`.
    fn address(&self) -> String;
}
