//! Any bytes through both framings and the decoder: no panic, no unbounded memory.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pos_devices::readers::zvt::apdu::APDU_MAX;
use pos_devices::readers::zvt::framing::{Received, SerialFrames, StreamUnits};
use pos_devices::readers::zvt::messages::{Asked, decode};

fuzz_target!(|bytes: &[u8]| {
    for asked in [Asked::Status, Asked::Other] {
        if let Some(message) = decode(bytes, asked) {
            let _ = (message.name(), message.summary());
        }
    }
    let (mut serial, mut stream) = (SerialFrames::new(), StreamUnits::new());
    for byte in bytes {
        for received in [serial.push(*byte), stream.push(*byte)]
            .into_iter()
            .flatten()
        {
            if let Received::Unit(unit) = received {
                assert!(unit.as_slice().len() <= APDU_MAX);
                decode(unit.as_slice(), Asked::Other);
            }
        }
    }
});
