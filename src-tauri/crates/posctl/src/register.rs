//! `register`: every device there is or was, with who it is, where it stands and when it was looked
//! after last. Reads beside a running till. Fails where one in use takes no payment.

use crate::cli::Place;
use crate::say::Say;
use anyhow::Context;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use pos_app::api::name_of;
use pos_app::commands::register::all;
use pos_app::views::register::{DeviceRecord, DeviceState, InspectionStanding};
use pos_domain::time::Instant;
use pos_host::proof::Books;
use serde_json::json;
use std::fmt::Write as _;

pub fn run(place: &Place, say: &Say) -> anyhow::Result<bool> {
    let folder = place.folder();
    let mut books = Books::open(&folder, place.passphrase()?.as_deref())?;
    let now = Instant(Timestamp::now().as_millisecond());
    let found = books.look(|store| match store.shop()? {
        Some(shop) => Ok(Some((all(store, &shop.inspection, now)?, shop.time_zone))),
        None => Ok(None),
    })?;
    let (devices, zone) =
        found.with_context(|| format!("there is no shop's record in {}", folder.display()))?;
    let zone = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
    let mut text: String = devices.iter().map(|one| line(one, &zone)).collect();
    if devices.is_empty() {
        text = "no device was paired yet".to_owned();
    }
    say.answer(&text, &json!(devices));
    Ok(devices.iter().all(good))
}

/// In use and free to take payments, or let go.
fn good(device: &DeviceRecord) -> bool {
    match device.state {
        DeviceState::InUse => device.inspection != InspectionStanding::Blocked,
        DeviceState::Locked => false,
        DeviceState::Retired => true,
    }
}

fn line(device: &DeviceRecord, zone: &TimeZone) -> String {
    let mut text = format!(
        "{:<8} {:<9} {}",
        name_of(device.state).replace('_', " "),
        name_of(device.kind),
        device.name
    );
    let known = [
        ("make", device.make.as_deref()),
        ("model", device.model.as_deref()),
        ("serial number", device.serial_number.as_deref()),
        ("terminal number", device.terminal_number.as_deref()),
        ("firmware", device.firmware.as_deref()),
        ("key check value", device.kcv.as_deref()),
        (
            "place",
            Some(device.place.as_str()).filter(|place| !place.is_empty()),
        ),
    ];
    for (what, value) in known {
        if let Some(value) = value {
            let _ = write!(text, "\n         {what} {value}");
        }
    }
    if let Some(lock) = &device.lock {
        let why = name_of(lock.reason).replace('_', " ");
        let _ = write!(text, "\n         LOCKED   {}: {why}", day(lock.at, zone));
        for (what, value) in [("known", &lock.expected), ("found", &lock.found)] {
            if let Some(value) = value {
                let _ = write!(text, ", {what} {value}");
            }
        }
    }
    let looked_at = device
        .inspected_at
        .map_or("never".to_owned(), |at| day(at, zone));
    let _ = write!(text, "\n         looked after: {looked_at}");
    if let Some(due) = device.inspection_due_at {
        let standing = name_of(device.inspection).replace('_', " ");
        let _ = write!(text, "; due {} ({standing})", day(due, zone));
    }
    text + "\n"
}

/// The shop's own date.
fn day(at: Instant, zone: &TimeZone) -> String {
    let moment = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.to_zoned(zone.clone()).date().to_string()
}
