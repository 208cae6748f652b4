//! Any bytes through the parsers of the devices beside the terminal: no panic, no unbounded
//! memory, and a code or a weight only within its bounds.
#![no_main]

use std::time::Instant;

use libfuzzer_sys::fuzz_target;
use pos_devices::printers::escpos::codec::{Answers, Heard};
use pos_devices::printers::escpos::session::{Action, Session};
use pos_devices::printers::{PrintEvent, PrintOrder, PrintOrderId, PrinterSettings};
use pos_devices::scales::session::{Action as ScaleAction, Session as ScaleSession};
use pos_devices::scales::{Reading, ScaleProtocol};
use pos_devices::scanners::ScannerSettings;
use pos_devices::scanners::codes::{Codes, Scanned};

fuzz_target!(|bytes: &[u8]| {
    let now = Instant::now();
    let mut answers = Answers::with_names();
    for heard in bytes.iter().filter_map(|byte| answers.push(*byte)) {
        if let Heard::Name(name) = heard {
            assert!(name.len() <= 3 * 80);
        }
    }
    printer(bytes, now);
    for protocol in [ScaleProtocol::Toledo8217, ScaleProtocol::Cas] {
        let mut session = ScaleSession::new(protocol, true, now);
        session.tick(now);
        session.bytes(bytes, now);
        for action in session.actions() {
            if let ScaleAction::Changed(Reading::Weight { thousandths_kg, .. }) = action {
                assert!(thousandths_kg > 0);
            }
        }
    }
    let settings = ScannerSettings::default();
    let length_max = settings.length_max;
    for scanned in Codes::new(settings).bytes(bytes, now) {
        if let Scanned::Code(code) = scanned {
            assert!(!code.text.is_empty() && code.text.len() <= length_max);
        }
    }
});

/// An order on a printer that says anything ends once.
fn printer(bytes: &[u8], now: Instant) {
    let mut session = Session::new(PrinterSettings::default(), false, now);
    let (id, document) = (PrintOrderId(1), vec![b'x'; 3_000]);
    let mut ends = 0;
    session.submit(PrintOrder { id, bytes: document }, now);
    for piece in bytes.chunks(2) {
        session.bytes(piece, now);
        session.tick(now);
        ends += carry_out(&mut session, now);
    }
    session.lost();
    ends += carry_out(&mut session, now);
    assert_eq!(ends, 1);
}

fn carry_out(session: &mut Session, now: Instant) -> u32 {
    let mut ends = 0;
    for action in session.actions() {
        match action {
            Action::Document(piece) => session.wrote(piece.len(), now),
            Action::Print(_, PrintEvent::Printed | PrintEvent::Failed { .. }) => ends += 1,
            _ => {}
        }
    }
    ends
}
