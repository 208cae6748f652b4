//! Taking devices into use and letting them go.

use super::{Live, Peripherals, pole, printer, scale, scanner};
use crate::printing::Desk;
use pos_app::ports::devices::PeripheralStatus;
use pos_app::ports::records::Peripheral;
use pos_app::views::peripheral::Health;
use pos_devices::displays::Display;
use pos_devices::scales::Scale;
use pos_devices::scanners::Scanner;
use pos_domain::fact::PeripheralKind;
use pos_domain::ids::PeripheralId;
use std::sync::{Arc, Weak};

/// A device's driver.
pub enum Driver {
    Printer(Desk),
    /// Shared with whoever weighs right now.
    Scale(Arc<Scale>),
    Display(Display),
    Scanner(Scanner),
}

impl Driver {
    fn open(paired: &Peripheral, links: Weak<Peripherals>) -> Option<Driver> {
        match paired.kind {
            PeripheralKind::Printer => Some(Driver::Printer(printer::open(paired, links))),
            PeripheralKind::Scale => {
                scale::open(paired, links).map(|scale| Driver::Scale(Arc::new(scale)))
            }
            PeripheralKind::Display => pole::open(paired, links).map(Driver::Display),
            PeripheralKind::Scanner => Some(Driver::Scanner(scanner::open(paired, links))),
        }
    }

    /// Ends the driver and waits for its threads.
    fn close(self) {
        match self {
            Driver::Printer(desk) => desk.close(),
            // Who weighs on it closes it by letting go.
            Driver::Scale(scale) => {
                if let Ok(scale) = Arc::try_unwrap(scale) {
                    scale.close();
                }
            }
            Driver::Display(display) => display.close(),
            Driver::Scanner(scanner) => scanner.close(),
        }
    }
}

impl Peripherals {
    /// Starts driving a device; one that was driven otherwise is let go first.
    pub fn attach(&self, paired: &Peripheral) {
        let same = |live: &Live| live.paired == *paired;
        if self.locked().get(&paired.peripheral_id).is_some_and(same) {
            return;
        }
        self.detach(paired.peripheral_id);
        let me = self.me.clone();
        // The lock is held until the handle is in place: the driver's first word waits for it.
        let mut live = self.locked();
        let Some(driver) = Driver::open(paired, me) else {
            tracing::error!(driver = paired.driver, "no such driver");
            return;
        };
        live.insert(
            paired.peripheral_id,
            Live {
                paired: paired.clone(),
                driver,
                status: PeripheralStatus {
                    health: Health::Connecting,
                    last_seen_at: None,
                    last_reading: None,
                    drawer_open: None,
                },
                scans: Vec::new(),
            },
        );
        drop(live);
        if paired.kind == PeripheralKind::Display
            && let Some(Ok(view)) = self.app().map(|app| app.customer_now())
        {
            self.show(&view);
        }
    }

    /// Lets a device go; its threads end before this returns.
    pub fn detach(&self, id: PeripheralId) {
        let gone = self.locked().remove(&id);
        if let Some(live) = gone {
            live.driver.close();
        }
    }

    pub fn detach_all(&self) {
        let all: Vec<PeripheralId> = self.locked().keys().copied().collect();
        for id in all {
            self.detach(id);
        }
    }

    /// How a device stands.
    pub(crate) fn health(&self, id: PeripheralId) -> Health {
        let all = self.locked();
        all.get(&id).map_or(Health::Away, |live| live.status.health)
    }
}
