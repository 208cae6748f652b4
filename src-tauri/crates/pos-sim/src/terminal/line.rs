//! Owns the faults of the line that a script asks for, while one payment runs.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use crate::apdu::LengthForm;
use crate::link::Wire;
use crate::script::{AckFault, Scenario};

/// The faults of the line during one payment.
#[derive(Debug, Default)]
pub struct LineFaults {
    pub acks: VecDeque<AckFault>,
    pub corrupt_frames: u32,
    pub byte_gap: Option<Duration>,
    pub coalesce: bool,
    pub length_form: LengthForm,
}

impl LineFaults {
    pub fn of(scenario: &Scenario) -> Self {
        Self {
            acks: scenario.ack_faults.clone(),
            corrupt_frames: scenario.corrupt_frames,
            byte_gap: scenario.byte_gap_ms.map(Duration::from_millis),
            coalesce: scenario.coalesce,
            length_form: match scenario.extended_length {
                true => LengthForm::Extended,
                false => LengthForm::Shortest,
            },
        }
    }
}

/// Writes the bytes at once, or each by itself with a gap before it.
pub fn write(wire: &mut dyn Wire, bytes: &[u8], gap: Option<Duration>) -> io::Result<()> {
    let Some(gap) = gap else {
        return wire.write(bytes);
    };
    bytes.iter().try_for_each(|byte| {
        // Nothing to await here: the gap itself is the fault.
        std::thread::sleep(gap);
        wire.write(&[*byte])
    })
}
