//! Printers, scales, displays and scanners: paired, named, tried, let go.

pub mod pair;
pub mod tryout;

use super::{printing, register};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::effect::Effect;
use crate::event::Event;
use crate::ports::records::Peripheral;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::peripheral::{PeripheralOptions, PeripheralView};
use crate::views::status::DeviceStatus;
use pos_domain::fact::{Fact, PeripheralPaired};
use pos_domain::ids::PeripheralId;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PeripheralRef {
    pub peripheral_id: PeripheralId,
}

/// A device with its cable's state.
pub fn view(tx: &Tx, device: &Peripheral) -> AppResult<PeripheralView> {
    let live = tx.beside.status(device.peripheral_id);
    Ok(PeripheralView {
        peripheral_id: device.peripheral_id,
        kind: device.kind,
        driver: device.driver.clone(),
        name: device.name.clone(),
        model: device.model.clone(),
        address: device.address.clone(),
        options: device.options.clone(),
        simulator: device.simulator,
        paired_at: device.paired_at,
        health: live.health,
        last_seen_at: live.last_seen_at,
        last_reading: live.last_reading,
        drawer_open: live.drawer_open,
        waiting: printing::waiting(tx, device.peripheral_id)?,
    })
}

/// The devices for the status bar.
pub fn statuses(tx: &Tx) -> AppResult<Vec<DeviceStatus>> {
    let all = tx.store.peripherals()?;
    let status = |device: &Peripheral| DeviceStatus {
        peripheral_id: device.peripheral_id,
        kind: device.kind,
        name: device.name.clone(),
        health: tx.beside.status(device.peripheral_id).health,
    };
    Ok(all.iter().map(status).collect())
}

/// The device, or an error that it is not paired.
pub fn device(tx: &Tx, id: PeripheralId) -> AppResult<Peripheral> {
    tx.store
        .peripheral(id)?
        .ok_or_else(|| AppError::new(ErrorCode::PeripheralMissing).field("peripheral_id"))
}

/// All paired devices beside the terminals.
#[command(permission = PeripheralView, mode = Query)]
pub fn peripherals(tx: &mut Tx, _input: Nothing) -> AppResult<Vec<PeripheralView>> {
    let all = tx.store.peripherals()?;
    all.iter().map(|device| view(tx, device)).collect()
}

/// Writes a device, with its entry, and drives it as it is now.
fn put(tx: &mut Tx, device: &Peripheral) -> AppResult<PeripheralView> {
    tx.store.peripheral_put(device)?;
    tx.record(&Fact::PeripheralPaired(PeripheralPaired {
        peripheral_id: device.peripheral_id,
        kind: device.kind,
        driver: device.driver.clone(),
        model: device.model.clone(),
    }))?;
    register::enrol_peripheral(tx, device)?;
    tx.effects
        .push(Effect::PeripheralAttach(device.peripheral_id));
    changed(tx);
    view(tx, device)
}

fn changed(tx: &mut Tx) {
    tx.events.push(Event::Changed {
        tags: vec!["peripherals".into(), "status".into()],
    });
}

/// A name for the screens, trimmed.
fn named(name: &str) -> AppResult<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(AppError::invalid("name", "missing_or_too_long"));
    }
    Ok(name.to_owned())
}

/// Refuses options that no device has.
fn checked(options: &PeripheralOptions) -> AppResult<()> {
    let rules = [
        ("columns", [32, 42, 48].contains(&options.columns)),
        (
            "encoding",
            ["gb18030", "pc858", "wpc1252"].contains(&options.encoding.as_str()),
        ),
        ("drawer_pin", options.drawer_pin.is_none_or(|pin| pin < 2)),
        ("drawer_no", (1..=99).contains(&options.drawer_no)),
        (
            "suffix",
            ["cr", "lf", "crlf", "tab"].contains(&options.suffix.as_str()),
        ),
        ("tare_g", options.tare_g <= 10_000),
    ];
    match rules.iter().find(|(_, good)| !good) {
        None => Ok(()),
        Some((field, _)) => Err(AppError::invalid(&format!("options.{field}"), "unknown")),
    }
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PeripheralSave {
    pub peripheral_id: PeripheralId,
    pub name: String,
    pub options: PeripheralOptions,
}

fn saved_again(tx: &mut Tx, input: &PeripheralSave) -> AppResult<PeripheralView> {
    let device = device(tx, input.peripheral_id)?;
    view(tx, &device)
}

/// Names a device and sets its options.
#[command(permission = PeripheralPair, mode = Act, again = saved_again)]
pub fn peripheral_save(tx: &mut Tx, input: PeripheralSave) -> AppResult<PeripheralView> {
    let device = Peripheral {
        name: named(&input.name)?,
        options: input.options.clone(),
        ..device(tx, input.peripheral_id)?
    };
    checked(&device.options)?;
    put(tx, &device)
}

fn gone_again(_tx: &mut Tx, _input: &PeripheralRef) -> AppResult<()> {
    Ok(())
}

/// Lets a device go. What waits for a printer that goes is printed by the first one there is.
#[command(permission = PeripheralPair, mode = Act, again = gone_again)]
pub fn peripheral_remove(tx: &mut Tx, input: PeripheralRef) -> AppResult<()> {
    let gone = device(tx, input.peripheral_id)?;
    tx.store.peripheral_remove(gone.peripheral_id)?;
    tx.record(&Fact::PeripheralUnpaired(gone.peripheral_id))?;
    register::retire(tx, gone.peripheral_id.into())?;
    tx.effects
        .push(Effect::PeripheralDetach(gone.peripheral_id));
    tx.effects.push(Effect::Print);
    changed(tx);
    Ok(())
}
