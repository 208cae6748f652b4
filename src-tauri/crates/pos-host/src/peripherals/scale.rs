//! The ear of one scale.

use super::{Peripherals, map};
use pos_app::ports::records::Peripheral;
use pos_devices::PeripheralLink;
use pos_devices::scales::{Reading, Scale, ScaleListener, ScaleSettings};
use pos_domain::ids::PeripheralId;
use std::sync::{Arc, Weak};

struct Ear {
    id: PeripheralId,
    links: Weak<Peripherals>,
}

/// How to talk to a scale; None: no scale's driver has this name.
pub fn settings(driver: &str) -> Option<ScaleSettings> {
    let driver = pos_devices::PeripheralDriver::named(driver)?;
    driver.scale_protocol().map(ScaleSettings::new)
}

/// Drives a scale.
pub fn open(paired: &Peripheral, links: Weak<Peripherals>) -> Option<Scale> {
    let ear = Ear {
        id: paired.peripheral_id,
        links,
    };
    let address = crate::links::address(&paired.address);
    settings(&paired.driver).map(|settings| Scale::start(address, settings, Arc::new(ear)))
}

impl ScaleListener for Ear {
    fn on_link(&self, link: PeripheralLink) {
        if let Some(links) = self.links.upgrade() {
            links.note(self.id, |status| status.health = map::health(&link));
        }
    }

    fn on_reading(&self, reading: Reading) {
        let Reading::Weight { thousandths_kg, .. } = reading else {
            return;
        };
        if let Some(links) = self.links.upgrade() {
            let text = pos_domain::quantity::Quantity(thousandths_kg).to_string();
            links.note(self.id, |status| status.last_reading = Some(text));
        }
    }
}
