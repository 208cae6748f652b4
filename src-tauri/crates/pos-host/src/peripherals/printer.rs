//! The ear of one printer: its state goes to the screens, its prints to its desk.

use super::{Peripherals, map};
use crate::printing::{Desk, DeskWord, KickEars};
use pos_app::ports::records::Peripheral;
use pos_app::views::peripheral::Health;
use pos_devices::PeripheralLink;
use pos_devices::printers::{
    DrawerKick, KickEnd, PinLevel, PrintEvent, PrintOrderId, PrinterListener, PrinterSettings,
    PrinterStatus,
};
use pos_domain::ids::PeripheralId;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError, Weak};

struct Ear {
    id: PeripheralId,
    links: Weak<Peripherals>,
    desk: Sender<DeskWord>,
    kicks: KickEars,
    /// What the link and the printer said last.
    said: Mutex<(Option<PeripheralLink>, Option<PrinterStatus>)>,
}

/// Drives a printer.
pub fn open(paired: &Peripheral, links: Weak<Peripherals>) -> Desk {
    let options = &paired.options;
    let open_level = match options.drawer_inverted {
        false => PinLevel::High,
        true => PinLevel::Low,
    };
    let settings = PrinterSettings {
        drawer_open_level: options.drawer_pin.map(|_| open_level),
        ..PrinterSettings::default()
    };
    let (id, ear_links) = (paired.peripheral_id, links.clone());
    let address = crate::links::address(&paired.address);
    Desk::open(id, links, address, settings, |desk, kicks| {
        Arc::new(Ear {
            id,
            links: ear_links,
            desk,
            kicks,
            said: Mutex::default(),
        })
    })
}

impl Ear {
    /// Notes how the printer stands, then lets its desk look.
    fn changed(&self, change: impl FnOnce(&mut (Option<PeripheralLink>, Option<PrinterStatus>))) {
        let (health, drawer_open) = {
            let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
            change(&mut said);
            let health = match &said.0 {
                None => Health::Connecting,
                Some(link) => match (map::health(link), &said.1) {
                    // Connected, but it has not said how it stands.
                    (Health::Ready, None) => Health::Connecting,
                    (Health::Ready, Some(status)) => map::printer_health(status),
                    (other, _) => other,
                },
            };
            (health, said.1.and_then(|status| status.drawer_open))
        };
        if let Some(links) = self.links.upgrade() {
            links.note(self.id, |status| {
                status.health = health;
                status.drawer_open = drawer_open;
            });
        }
        // The desk may have closed first.
        let _ = self.desk.send(DeskWord::Look);
    }
}

impl PrinterListener for Ear {
    fn on_link(&self, link: PeripheralLink) {
        self.changed(|said| {
            // What it said before the link broke is old.
            if map::health(&link) != Health::Ready {
                said.1 = None;
            }
            said.0 = Some(link);
        });
    }

    fn on_status(&self, status: PrinterStatus) {
        self.changed(|said| said.1 = Some(status));
    }

    fn on_print(&self, order: PrintOrderId, event: PrintEvent) {
        let _ = self.desk.send(DeskWord::Print(order, event));
    }

    fn on_kick(&self, _kick: DrawerKick, end: KickEnd) {
        let waiting = self
            .kicks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front();
        match (waiting.flatten(), end) {
            // The asker may have given up waiting.
            (Some(ear), end) => drop(ear.send(end == KickEnd::Sent)),
            (None, KickEnd::Sent) => {}
            (None, KickEnd::NotSent) => tracing::warn!("the drawer was not opened: no printer"),
        }
    }
}
