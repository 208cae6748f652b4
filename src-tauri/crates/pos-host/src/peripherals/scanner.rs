//! The ear of one serial scanner: each code goes to those who ring.

use super::{Peripherals, map};
use pos_app::event::Event;
use pos_app::ports::records::Peripheral;
use pos_devices::PeripheralLink;
use pos_devices::scanners::{
    ScannedCode, Scanner, ScannerListener, ScannerSettings, ScannerSuffix,
};
use pos_domain::ids::PeripheralId;
use std::sync::{Arc, Weak};

struct Ear {
    id: PeripheralId,
    links: Weak<Peripherals>,
}

/// How to talk to a scanner.
fn settings(paired: &Peripheral) -> ScannerSettings {
    ScannerSettings {
        suffix: match paired.options.suffix.as_str() {
            "lf" => ScannerSuffix::Lf,
            "crlf" => ScannerSuffix::CrLf,
            "tab" => ScannerSuffix::Tab,
            _ => ScannerSuffix::Cr,
        },
        ..ScannerSettings::default()
    }
}

/// Drives a scanner.
pub fn open(paired: &Peripheral, links: Weak<Peripherals>) -> Scanner {
    let ear = Ear {
        id: paired.peripheral_id,
        links,
    };
    let address = crate::links::address(&paired.address);
    Scanner::start(address, settings(paired), Arc::new(ear))
}

impl ScannerListener for Ear {
    fn on_link(&self, link: PeripheralLink) {
        if let Some(links) = self.links.upgrade() {
            links.note(self.id, |status| status.health = map::health(&link));
        }
    }

    fn on_code(&self, code: ScannedCode) {
        let Some(links) = self.links.upgrade() else {
            return;
        };
        // A scan that a technician waits for is a test, and rings nothing.
        if !links.take_scan(self.id, &code.text) {
            links.hub.publish(&Event::Scanned {
                code: code.text.clone(),
            });
        }
        links.note(self.id, |status| status.last_reading = Some(code.text));
    }

    fn on_garbage(&self, bytes: usize) {
        tracing::warn!(device = %self.id, bytes, "the scanner sent what is no code");
    }
}
