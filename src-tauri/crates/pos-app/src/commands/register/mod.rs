//! The register of devices: enrolled when they are paired, compared at each connect, locked when
//! they are not who they were, retired when they are let go. Owns the comparison; never asks a
//! device anything itself.

pub mod behind;
pub mod clear;
pub mod compare;
pub mod inspect;

use super::sale::view::user_name;
use crate::api::{AppError, AppResult, ErrorCode, name_of};
use crate::event::Event;
use crate::ports::records::{Peripheral, Terminal};
use crate::ports::register::{Device, Inspection};
use crate::ports::store::Store;
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::register::{
    DeviceDetail, DeviceRecord, DeviceState, InspectionPolicy, InspectionStanding, InspectionView,
};
use pos_domain::fact::{DeviceKind, DeviceNoted, Fact, PeripheralKind};
use pos_domain::ids::{DeviceId, TerminalId};
use pos_domain::staff::Permission;
use pos_domain::time::Instant;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// Inspections that are shown with a device.
const INSPECTIONS_SHOWN: u32 = 100;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DeviceRef {
    pub device_id: DeviceId,
}

/// A device with where it stands by the shop's policy.
pub fn record(tx: &Tx, device: &Device) -> DeviceRecord {
    known(&tx.context.shop.inspection, device, tx.now)
}

fn known(policy: &InspectionPolicy, device: &Device, now: Instant) -> DeviceRecord {
    DeviceRecord {
        device_id: device.device_id,
        kind: device.kind,
        name: device.name.clone(),
        make: device.make.clone(),
        model: device.model.clone(),
        serial_number: device.serial_number.clone(),
        terminal_number: device.terminal_number.clone(),
        firmware: device.firmware.clone(),
        kcv: device.kcv.clone(),
        place: device.place.clone(),
        state: device.state,
        lock: device.lock.clone(),
        enrolled_at: device.enrolled_at,
        retired_at: device.retired_at,
        inspected_at: device.inspected_at,
        inspection_due_at: inspect::due_at(policy, device),
        inspection: inspect::standing(policy, device, now),
    }
}

/// Every device there is or was: those in use first, then by when they were enrolled.
///
/// # Errors
/// The file cannot be read.
pub fn all(
    store: &dyn Store,
    policy: &InspectionPolicy,
    now: Instant,
) -> AppResult<Vec<DeviceRecord>> {
    let mut all = store.devices()?;
    all.sort_by_key(|device| device.state == DeviceState::Retired);
    Ok(all
        .iter()
        .map(|device| known(policy, device, now))
        .collect())
}

fn inspection_view(tx: &Tx, made: &Inspection) -> AppResult<InspectionView> {
    Ok(InspectionView {
        inspection_id: made.inspection_id,
        device_id: made.device_id,
        at: made.at,
        by: made.by,
        by_name: user_name(tx, made.by)?,
        ok: made.ok,
        note: made.note.clone(),
        photo: made.photo,
    })
}

fn detail(tx: &Tx, device: &Device) -> AppResult<DeviceDetail> {
    let inspections = tx
        .store
        .inspections(device.device_id, INSPECTIONS_SHOWN)?
        .iter()
        .map(|made| inspection_view(tx, made))
        .collect::<AppResult<_>>()?;
    Ok(DeviceDetail {
        device: record(tx, device),
        inspections,
    })
}

/// The device, or an error that the register does not have it.
pub fn device(tx: &Tx, id: DeviceId) -> AppResult<Device> {
    tx.store
        .device(id)?
        .ok_or_else(|| AppError::new(ErrorCode::DeviceUnknown).field("device_id"))
}

/// How many devices are due for an inspection, and how many are locked.
pub fn counts(tx: &Tx) -> AppResult<(u32, u32)> {
    let policy = &tx.context.shop.inspection;
    let all = tx.store.devices()?;
    let due = |device: &&Device| match inspect::standing(policy, device, tx.now) {
        InspectionStanding::Soon | InspectionStanding::Overdue | InspectionStanding::Blocked => {
            true
        }
        InspectionStanding::NotAsked | InspectionStanding::Good => false,
    };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let locked = |device: &&Device| device.state == DeviceState::Locked;
    Ok((
        count(all.iter().filter(due).count()),
        count(all.iter().filter(locked).count()),
    ))
}

/// Whether a terminal is locked in the register.
pub fn is_locked(tx: &Tx, id: TerminalId) -> AppResult<bool> {
    let device = tx.store.device(id.into())?;
    Ok(device.is_some_and(|device| device.state == DeviceState::Locked))
}

/// Refuses a terminal that is locked.
pub fn must_not_be_locked(tx: &Tx, id: TerminalId) -> AppResult<()> {
    match tx.store.device(id.into())? {
        Some(device) if device.state == DeviceState::Locked => Err(locked_error(&device)),
        Some(_) | None => Ok(()),
    }
}

/// Refuses a terminal that nobody has looked at for too long.
pub fn must_be_inspected(tx: &Tx, id: TerminalId) -> AppResult<()> {
    let policy = &tx.context.shop.inspection;
    match tx.store.device(id.into())? {
        Some(device)
            if inspect::standing(policy, &device, tx.now) == InspectionStanding::Blocked =>
        {
            Err(AppError::new(ErrorCode::DeviceInspectionDue).with("device", device.name))
        }
        Some(_) | None => Ok(()),
    }
}

fn locked_error(device: &Device) -> AppError {
    let error = AppError::new(ErrorCode::DeviceLocked).with("device", &device.name);
    match &device.lock {
        Some(lock) => error.with("reason", name_of(lock.reason)),
        None => error,
    }
}

/// Writes who a device is, with its entry.
fn note(tx: &mut Tx, device: &Device) -> AppResult<()> {
    tx.store.device_put(device)?;
    tx.record(&Fact::DeviceNoted(DeviceNoted {
        device_id: device.device_id,
        kind: device.kind,
        serial_number: device.serial_number.clone(),
        terminal_number: device.terminal_number.clone(),
        firmware: device.firmware.clone(),
        kcv: device.kcv.clone(),
        retired: device.state == DeviceState::Retired,
    }))?;
    changed(tx);
    Ok(())
}

fn changed(tx: &mut Tx) {
    tx.events.push(Event::Changed {
        tags: vec!["register".into(), "terminals".into(), "status".into()],
    });
}

/// Refuses to pair what a lock of the register stands against: the locked device itself, under
/// whatever name it comes, and the one that was found in the place of another.
pub fn may_enrol(tx: &Tx, id: DeviceId, serial_number: Option<&str>) -> AppResult<()> {
    for device in tx.store.devices()? {
        let Some(lock) = &device.lock else { continue };
        let same = device.device_id == id
            || serial_number.is_some_and(|serial| {
                device.serial_number.as_deref() == Some(serial)
                    || lock
                        .found
                        .as_deref()
                        .is_some_and(|found| found.split_whitespace().any(|word| word == serial))
            });
        if same {
            return Err(locked_error(&device));
        }
    }
    Ok(())
}

/// Takes a terminal into the register. One that was there before under another id keeps what is
/// known of it: to pair it again is no inspection.
pub fn enrol_terminal(tx: &mut Tx, paired: &Terminal) -> AppResult<()> {
    let serial = paired.serial_number.as_deref();
    may_enrol(tx, paired.terminal_id.into(), serial)?;
    let known = tx.store.devices()?.into_iter().find(|device| {
        device.kind == DeviceKind::Terminal
            && (device.device_id == paired.terminal_id.into()
                || (serial.is_some() && device.serial_number.as_deref() == serial))
    });
    let fresh = fresh(tx, paired.terminal_id.into(), DeviceKind::Terminal);
    let same = |known: &Device| known.serial_number.as_deref() == serial;
    let device = Device {
        device_id: paired.terminal_id.into(),
        name: paired.name.clone(),
        model: paired.model.clone(),
        serial_number: paired.serial_number.clone(),
        terminal_number: Some(paired.terminal_number.clone()),
        firmware: paired.software.clone(),
        state: DeviceState::InUse,
        retired_at: None,
        ..known.filter(same).unwrap_or(fresh)
    };
    note(tx, &device)
}

fn fresh(tx: &Tx, device_id: DeviceId, kind: DeviceKind) -> Device {
    Device {
        device_id,
        kind,
        name: String::new(),
        make: None,
        model: None,
        serial_number: None,
        terminal_number: None,
        firmware: None,
        kcv: None,
        place: String::new(),
        state: DeviceState::InUse,
        lock: None,
        enrolled_at: tx.now,
        retired_at: None,
        inspected_at: None,
    }
}

/// Takes a device beside the terminals into the register, or its new name. What it was called
/// before makes no entry of its own.
pub fn enrol_peripheral(tx: &mut Tx, paired: &Peripheral) -> AppResult<()> {
    let kind = match paired.kind {
        PeripheralKind::Printer => DeviceKind::Printer,
        PeripheralKind::Scale => DeviceKind::Scale,
        PeripheralKind::Display => DeviceKind::Display,
        PeripheralKind::Scanner => DeviceKind::Scanner,
    };
    let serial_number = compare::usb_serial(&paired.address);
    may_enrol(tx, paired.peripheral_id.into(), serial_number.as_deref())?;
    let before = tx.store.device(paired.peripheral_id.into())?;
    let device = Device {
        name: paired.name.clone(),
        model: paired.model.clone(),
        serial_number,
        state: DeviceState::InUse,
        retired_at: None,
        ..before
            .clone()
            .unwrap_or_else(|| fresh(tx, paired.peripheral_id.into(), kind))
    };
    let renamed = |before: &Device| {
        let same = Device {
            name: device.name.clone(),
            ..before.clone()
        };
        same == device
    };
    match before {
        Some(before) if renamed(&before) => Ok(tx.store.device_put(&device)?),
        Some(_) | None => note(tx, &device),
    }
}

/// A device was let go. Its record stays, and so does its lock.
pub fn retire(tx: &mut Tx, id: DeviceId) -> AppResult<()> {
    let Some(mut device) = tx.store.device(id)? else {
        return Ok(());
    };
    device.state = DeviceState::Retired;
    device.retired_at = Some(tx.now);
    note(tx, &device)
}

/// See [`all`].
#[command(permission = RegisterView, mode = Query)]
pub fn register_list(tx: &mut Tx, _input: Nothing) -> AppResult<Vec<DeviceRecord>> {
    all(&*tx.store, &tx.context.shop.inspection, tx.now)
}

/// One device with its inspections.
#[command(permission = RegisterView, mode = Query)]
pub fn register_device(tx: &mut Tx, input: DeviceRef) -> AppResult<DeviceDetail> {
    let device = device(tx, input.device_id)?;
    detail(tx, &device)
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RegisterEdit {
    pub device_id: DeviceId,
    pub place: String,
    pub make: Option<String>,
    pub model: Option<String>,
    /// Hexadecimal, 6 to 16 digits, as the device or its key letter tells it.
    pub kcv: Option<String>,
}

fn edited_again(tx: &mut Tx, input: &RegisterEdit) -> AppResult<DeviceRecord> {
    let device = device(tx, input.device_id)?;
    Ok(record(tx, &device))
}

/// Writes down what a device does not tell of itself. A key check value that is known is changed
/// by two people: it is what a strange key is found by.
#[command(permission = DeviceInspect, mode = Act, again = edited_again)]
pub fn register_edit(tx: &mut Tx, input: RegisterEdit) -> AppResult<DeviceRecord> {
    let before = device(tx, input.device_id)?;
    let place = short("place", &input.place)?.unwrap_or_default();
    let make = optional("make", input.make.as_deref())?;
    let model = optional("model", input.model.as_deref())?;
    let kcv = input.kcv.as_deref().map(compare::kcv_of).transpose()?;
    if kcv != before.kcv {
        if before.lock.is_some() {
            return Err(locked_error(&before));
        }
        if before.kcv.is_some() {
            tx.require_second_about(Permission::DeviceClear, before.device_id.0)?;
        }
    }
    let device = Device {
        place,
        make,
        model: model.or_else(|| before.model.clone()),
        kcv,
        ..before
    };
    note(tx, &device)?;
    Ok(record(tx, &device))
}

fn optional(field: &str, text: Option<&str>) -> AppResult<Option<String>> {
    text.map_or(Ok(None), |text| short(field, text))
}

/// A short text, trimmed; None when it is empty.
fn short(field: &str, text: &str) -> AppResult<Option<String>> {
    let text = text.trim();
    if text.chars().count() > 80 || text.chars().any(char::is_control) {
        return Err(AppError::invalid(field, "too_long"));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}
