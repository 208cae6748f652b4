//! Asking what is at an address.

use super::{Peripherals, map};
use crate::links::address;
use pos_app::AppResult;
use pos_app::commands::terminal::same_place;
use pos_app::ports::records::{Address, Peripheral};
use pos_app::views::peripheral::{Health, PeripheralProbe};
use pos_devices::printers;
use pos_domain::fact::PeripheralKind;
use std::time::{Duration, Instant as Clock};

/// How long a device may take to answer once its port is open.
const PROBE_LIMIT: Duration = Duration::from_secs(4);

impl Peripherals {
    pub(super) fn probe_at(
        &self,
        kind: PeripheralKind,
        driver: &str,
        at: &Address,
    ) -> AppResult<PeripheralProbe> {
        // A device has one line: what is driven from there is let go of while it is asked.
        let driven = self.driven_at(at);
        if let Some(device) = &driven {
            self.detach(device.peripheral_id);
        }
        let answer = ask(kind, driver, at);
        if let Some(device) = &driven {
            self.attach(device);
        }
        answer
    }

    fn driven_at(&self, at: &Address) -> Option<Peripheral> {
        let all = self.locked();
        let mut there = all.values().filter(|l| same_place(&l.paired.address, at));
        there.next().map(|live| live.paired.clone())
    }
}

fn ask(kind: PeripheralKind, _driver: &str, at: &Address) -> AppResult<PeripheralProbe> {
    let began = Clock::now();
    let (model, simulator) = match kind {
        PeripheralKind::Printer => {
            let framing = pos_devices::peripherals::ESCPOS.framing;
            let found =
                printers::probe(&address(at), framing, PROBE_LIMIT).map_err(map::unreachable)?;
            (found.model.or(found.maker), found.simulator)
        }
        PeripheralKind::Scale | PeripheralKind::Display | PeripheralKind::Scanner => {
            return Err(map::unreachable("no driver"));
        }
    };
    Ok(PeripheralProbe {
        model,
        simulator,
        health: Health::Ready,
        answered_in_ms: u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX),
    })
}
