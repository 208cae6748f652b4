//! A printer on the other end: a handful of commands, read by itself from the manual.

use std::io;
use std::sync::{Arc, Mutex};

use crate::wires::{Serve, Wire, piece};

/// What the printer is and what came out of it.
#[derive(Default)]
pub struct State {
    /// Answers to DLE EOT 1 to 4; 0 stands for "all is well".
    pub answers: [u8; 4],
    /// Everything that is not a status request.
    pub paper: Vec<u8>,
    /// Commands that came between documents.
    pub commands: Vec<Vec<u8>>,
    /// Break the connection after so many more bytes on paper.
    pub die_after: Option<usize>,
}

/// The printer.
#[derive(Clone, Default)]
pub struct Paper(pub Arc<Mutex<State>>);

/// Commands that the peer knows, by their first bytes, and how long they are.
const KNOWN: [(&[u8], usize); 6] = [
    (&[0x10, 0x04], 3),
    (&[0x10, 0x14, 1], 5),
    (&[0x10, 0x14, 8], 10),
    (&[0x1D, 0x61], 3),
    (&[0x1D, 0x72], 3),
    (&[0x1D, 0x49], 3),
];

impl Serve for Paper {
    fn serve(&mut self, wire: &mut dyn Wire) -> io::Result<()> {
        let mut waiting = Vec::new();
        loop {
            waiting.extend(piece(wire)?);
            while let Some(first) = waiting.first() {
                let known = KNOWN.iter().find(|(head, _)| {
                    let shorter = head.len().min(waiting.len());
                    head[..shorter] == waiting[..shorter]
                });
                let Some((_, length)) = known else {
                    self.print(*first)?;
                    waiting.remove(0);
                    continue;
                };
                if waiting.len() < *length {
                    break;
                }
                let command: Vec<u8> = waiting.drain(..length).collect();
                self.command(wire, command)?;
            }
        }
    }
}

impl Paper {
    fn print(&self, byte: u8) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.paper.push(byte);
        if let Some(left) = &mut state.die_after {
            *left -= 1;
            if *left == 0 {
                state.die_after = None;
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
        }
        Ok(())
    }

    fn command(&self, wire: &mut dyn Wire, command: Vec<u8>) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        let online = state.answers[0] & 0x08 == 0;
        let answer: Vec<u8> = match command[..] {
            [0x10, 0x04, n] => vec![0x12 | state.answers[usize::from(n) - 1]],
            [0x1D, 0x72, 1] if online => vec![0],
            [0x1D, 0x49, 66] => b"\x5FWorks\0".to_vec(),
            [0x1D, 0x49, 67] => b"\x5FPaper simulator\0".to_vec(),
            _ => Vec::new(),
        };
        if !matches!(command[..], [0x10, 0x04, _]) {
            state.commands.push(command);
        }
        drop(state);
        wire.write_all(&answer)
    }
}
