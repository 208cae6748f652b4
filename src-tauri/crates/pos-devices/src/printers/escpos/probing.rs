//! Who is there? One connection, a status, three names.
//!
//! Owns: the times of it. Must never: print.

use std::time::{Duration, Instant};

use super::codec::{Answers, Heard, Query, ask_name};
use crate::peripherals::PeripheralProbeError;
use crate::port::{self, Address, Patience, Port, ReadStep, SerialFraming};
use crate::printers::PrinterIdentity;

/// A name is answered within this, or the printer has none: it answers in its turn, after what
/// it prints just now.
const NAME_LIMIT: Duration = Duration::from_millis(700);

/// `GS I n`: the names that are asked for.
const MAKER: u8 = 66;
const MODEL: u8 = 67;
const LANGUAGE_FONT: u8 = 69;

/// See [`crate::printers::probe`].
pub(crate) fn probe(
    address: &Address,
    framing: SerialFraming,
    timeout: Duration,
) -> Result<PrinterIdentity, PeripheralProbeError> {
    let mut probing = Probing {
        port: port::open(address, framing)?,
        answers: Answers::with_names(),
    };
    let deadline = Instant::now() + timeout;
    // A status first: it is answered at once, by every printer, also without paper.
    let real_time = |heard: Heard| matches!(heard, Heard::RealTime(_)).then_some(());
    let status = probing.ask(&Query::Printer.bytes(), deadline, real_time)?;
    status.ok_or(PeripheralProbeError::Silent)?;
    let mut name = |n: u8| {
        let limit = deadline.min(Instant::now() + NAME_LIMIT);
        probing.ask(&ask_name(n), limit, |heard| match heard {
            Heard::Name(name) => Some(name),
            Heard::RealTime(_) | Heard::Automatic(_) | Heard::Done(_) => None,
        })
    };
    let said = |name: Option<String>| name.filter(|name| !name.is_empty());
    let (maker, model) = (said(name(MAKER)?), said(name(MODEL)?));
    let is_simulator = |name: &Option<String>| {
        let name = name.as_deref().unwrap_or_default();
        name.to_ascii_lowercase().contains("simulator")
    };
    Ok(PrinterIdentity {
        simulator: is_simulator(&maker) || is_simulator(&model),
        maker,
        model,
        language_font: said(name(LANGUAGE_FONT)?),
    })
}

struct Probing {
    port: Box<dyn Port>,
    answers: Answers,
}

impl Probing {
    /// Asks, and waits for the answer that `pick` takes. `None`: it did not come.
    fn ask<T>(
        &mut self,
        question: &[u8],
        limit: Instant,
        pick: impl Fn(Heard) -> Option<T>,
    ) -> Result<Option<T>, PeripheralProbeError> {
        let asked = self.port.write(question);
        asked.map_err(|_| PeripheralProbeError::Gone)?;
        let mut buffer = [0; 64];
        while Instant::now() < limit {
            match self.port.read(&mut buffer, Patience::Tick) {
                ReadStep::Bytes(count) => {
                    let heard = buffer[..count]
                        .iter()
                        .filter_map(|byte| self.answers.push(*byte))
                        .find_map(&pick);
                    if heard.is_some() {
                        return Ok(heard);
                    }
                }
                ReadStep::Quiet => {}
                ReadStep::Gone => return Err(PeripheralProbeError::Gone),
            }
        }
        Ok(None)
    }
}
