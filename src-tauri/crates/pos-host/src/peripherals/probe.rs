//! Asking what is at an address.

use super::{Peripherals, map, scale};
use crate::links::address;
use pos_app::AppResult;
use pos_app::commands::terminal::same_place;
use pos_app::ports::records::{Address, Peripheral};
use pos_app::views::peripheral::{Health, PeripheralProbe};
use pos_devices::displays::{Display, DisplayListener, DisplaySettings};
use pos_devices::scanners::{ScannedCode, Scanner, ScannerListener, ScannerSettings};
use pos_devices::{PeripheralDriver, PeripheralLink, printers, scales};
use pos_domain::fact::PeripheralKind;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
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

fn ask(kind: PeripheralKind, driver: &str, at: &Address) -> AppResult<PeripheralProbe> {
    let began = Clock::now();
    let at = address(at);
    let (model, simulator) = match kind {
        PeripheralKind::Printer => {
            let framing = pos_devices::peripherals::ESCPOS.framing;
            let found = printers::probe(&at, framing, PROBE_LIMIT).map_err(map::unreachable)?;
            (found.model.or(found.maker), found.simulator)
        }
        PeripheralKind::Scale => {
            let settings = scale::settings(driver).ok_or_else(|| map::unreachable("no driver"))?;
            scales::probe(&at, settings, PROBE_LIMIT).map_err(map::unreachable)?;
            (None, false)
        }
        PeripheralKind::Display => {
            let protocol = PeripheralDriver::named(driver)
                .and_then(|driver| driver.display_protocol())
                .ok_or_else(|| map::unreachable("no driver"))?;
            let (ear, heard) = Opened::pair();
            let display = Display::start(at, DisplaySettings::new(protocol), ear);
            let opened = wait(&heard);
            display.close();
            opened?;
            (None, false)
        }
        PeripheralKind::Scanner => {
            let (ear, heard) = Opened::pair();
            let scanner = Scanner::start(at, ScannerSettings::default(), ear);
            let opened = wait(&heard);
            scanner.close();
            opened?;
            (None, false)
        }
    };
    Ok(PeripheralProbe {
        model,
        simulator,
        health: Health::Ready,
        answered_in_ms: u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX),
    })
}

/// Hears whether the port of a device that never speaks opens.
struct Opened(Mutex<Sender<PeripheralLink>>);

impl Opened {
    fn pair() -> (Arc<Opened>, Receiver<PeripheralLink>) {
        let (send, heard) = channel();
        (Arc::new(Opened(Mutex::new(send))), heard)
    }

    fn tell(&self, link: PeripheralLink) {
        let send = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // The asker knows already.
        let _ = send.send(link);
    }
}

impl DisplayListener for Opened {
    fn on_link(&self, link: PeripheralLink) {
        self.tell(link);
    }
}

impl ScannerListener for Opened {
    fn on_link(&self, link: PeripheralLink) {
        self.tell(link);
    }
    fn on_code(&self, _code: ScannedCode) {}
    fn on_garbage(&self, _bytes: usize) {}
}

fn wait(heard: &Receiver<PeripheralLink>) -> AppResult<()> {
    let until = Clock::now() + PROBE_LIMIT;
    loop {
        let left = until.saturating_duration_since(Clock::now());
        match heard.recv_timeout(left) {
            Ok(PeripheralLink::Ready) => return Ok(()),
            Ok(PeripheralLink::Connecting) => {}
            Ok(PeripheralLink::Refused { why }) => return Err(map::unreachable(why)),
            Ok(PeripheralLink::Silent { .. } | PeripheralLink::Away { .. }) | Err(_) => {
                return Err(map::unreachable("the port does not open"));
            }
        }
    }
}
