//! Trying devices out, and weighing.

use super::{Driver, Peripherals, map};
use pos_app::AppResult;
use pos_app::api::AppError;
use pos_app::ports::devices::PeripheralTry;
use pos_app::ports::records::Peripheral;
use pos_app::views::peripheral::{PeripheralReading, WeightView};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant as Clock};

/// How long a drawer's kick may take to be ordered.
const KICK_LIMIT: Duration = Duration::from_secs(5);

impl Peripherals {
    pub(super) fn try_device(
        &self,
        device: &Peripheral,
        test: PeripheralTry,
    ) -> AppResult<PeripheralReading> {
        let began = Clock::now();
        let (ok, text) = match test {
            PeripheralTry::Kick => (self.kick_and_wait(device)?, None),
            PeripheralTry::Weigh
            | PeripheralTry::Zero
            | PeripheralTry::Message
            | PeripheralTry::Scan => return Err(map::unreachable("no driver")),
        };
        Ok(PeripheralReading {
            ok,
            text,
            took_ms: u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX),
        })
    }

    fn kick_and_wait(&self, device: &Peripheral) -> AppResult<bool> {
        let pin = device
            .options
            .drawer_pin
            .ok_or_else(|| AppError::invalid("test", "no_drawer"))?;
        let (ear, heard) = channel();
        match self.locked().get(&device.peripheral_id).map(|l| &l.driver) {
            Some(Driver::Printer(desk)) => desk.kick(pin, Some(ear)),
            None => return Err(map::unreachable("not driven")),
        }
        Ok(heard.recv_timeout(KICK_LIMIT).unwrap_or(false))
    }

    pub(super) fn weigh_on(&self, _scale: &Peripheral) -> AppResult<WeightView> {
        Err(map::unreachable("no driver"))
    }
}
