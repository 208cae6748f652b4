//! Trying devices out, and weighing.

use super::{Driver, Peripherals, map};
use pos_app::AppResult;
use pos_app::api::{AppError, ErrorCode};
use pos_app::ports::devices::PeripheralTry;
use pos_app::ports::records::Peripheral;
use pos_app::views::peripheral::{Health, PeripheralReading, WeightView};
use pos_devices::scales::{Adjusted, Adjustment, Reading, Scale};
use pos_domain::quantity::Quantity;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant as Clock};

/// How long a drawer's kick may take to be ordered.
const KICK_LIMIT: Duration = Duration::from_secs(5);
/// How long goods may take to come to rest.
const WEIGH_LIMIT: Duration = Duration::from_secs(3);
/// How long somebody may take to scan something.
const SCAN_LIMIT: Duration = Duration::from_secs(15);

impl Peripherals {
    pub(super) fn try_device(
        &self,
        device: &Peripheral,
        test: PeripheralTry,
    ) -> AppResult<PeripheralReading> {
        let began = Clock::now();
        let (ok, text) = match test {
            PeripheralTry::Kick => (self.kick_and_wait(device)?, None),
            PeripheralTry::Weigh => {
                let read = self.weigh_on(device)?;
                (read.stable, Some(read.weight.to_string()))
            }
            PeripheralTry::Zero => {
                let adjusted = self.scale(device)?.adjust(Adjustment::Zero);
                (adjusted == Adjusted::Done, None)
            }
            PeripheralTry::Message => (self.message(device)?, None),
            PeripheralTry::Scan => {
                let code = self.next_scan(device)?;
                (code.is_some(), code)
            }
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
            Some(_) | None => return Err(not_driven(device)),
        }
        Ok(heard.recv_timeout(KICK_LIMIT).unwrap_or(false))
    }

    /// Writes on a display until the customer's next sight.
    fn message(&self, device: &Peripheral) -> AppResult<bool> {
        let all = self.locked();
        match all.get(&device.peripheral_id) {
            Some(live) => match &live.driver {
                Driver::Display(display) => {
                    let shown = display.show(&device.name, "1234567890.:-/123456").is_ok();
                    Ok(shown && live.status.health == Health::Ready)
                }
                Driver::Printer(_) | Driver::Scale(_) | Driver::Scanner(_) => {
                    Err(not_driven(device))
                }
            },
            None => Err(not_driven(device)),
        }
    }

    fn next_scan(&self, device: &Peripheral) -> AppResult<Option<String>> {
        let (ear, heard) = channel();
        match self.locked().get_mut(&device.peripheral_id) {
            Some(live) => live.scans.push(ear),
            None => return Err(not_driven(device)),
        }
        Ok(heard.recv_timeout(SCAN_LIMIT).ok())
    }

    fn scale(&self, device: &Peripheral) -> AppResult<Arc<Scale>> {
        match self.locked().get(&device.peripheral_id).map(|l| &l.driver) {
            Some(Driver::Scale(scale)) => Ok(scale.clone()),
            Some(_) | None => Err(not_driven(device)),
        }
    }

    pub(super) fn weigh_on(&self, device: &Peripheral) -> AppResult<WeightView> {
        let reading = self.scale(device)?.weigh(WEIGH_LIMIT);
        let fault = |reason: &str| {
            Err(AppError::new(ErrorCode::ScaleFault)
                .with("reason", reason)
                .with("device", &device.name))
        };
        let (weight, stable) = match reading {
            Reading::Weight {
                thousandths_kg,
                stable,
                net,
            } => {
                // What the scale took off already is not taken off twice.
                let tare = if net {
                    0
                } else {
                    i64::from(device.options.tare_g)
                };
                (thousandths_kg - tare, stable)
            }
            Reading::Unstable => (0, false),
            Reading::Zero => return fault("empty"),
            Reading::Under => return fault("under"),
            Reading::Over => return fault("over"),
            Reading::WrongUnit => return fault("unit"),
            Reading::NoAnswer => return Err(not_driven(device)),
        };
        if stable && weight <= 0 {
            return fault("under");
        }
        let weight = Quantity(weight.max(0));
        if stable {
            let text = weight.to_string();
            self.note(device.peripheral_id, |status| {
                status.last_reading = Some(text);
            });
        }
        Ok(WeightView { weight, stable })
    }
}

fn not_driven(device: &Peripheral) -> AppError {
    map::unreachable("it does not answer").with("device", &device.name)
}
