//! Clearing a lock: a technician and a manager together, after the device was asked again who it
//! is. Owns who may; never takes one person's word for the other's.

use super::{device, record};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::approval::are_both_roles;
use crate::effect::Effect;
use crate::ports::register::{Device, SeenIdentity};
use crate::tx::Tx;
use crate::views::register::{DeviceRecord, DeviceState};
use pos_domain::fact::{BehindCause, DeviceCleared, DeviceKind, DeviceNoted, Fact, LockReason};
use pos_domain::ids::{DeviceId, TerminalId, UserId};
use pos_domain::staff::Permission;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DeviceClear {
    pub device_id: DeviceId,
    /// What was found, in the words of those who looked.
    pub note: String,
    /// Of a device that was exchanged: the serial number on the one that is there now, read off its
    /// label. It becomes the register's.
    #[serde(default)]
    pub serial_number: Option<String>,
    /// Of a terminal that is ahead of the books: whence it has the payment that they do not know.
    #[serde(default)]
    pub cause: Option<BehindCause>,
}

fn cleared_again(tx: &mut Tx, input: &DeviceClear) -> AppResult<DeviceRecord> {
    let device = device(tx, input.device_id)?;
    Ok(record(tx, &device))
}

/// Takes the lock off a device. One of the two is a technician, the other a manager; either asks.
#[command(permission = DeviceClear, mode = Act, again = cleared_again)]
pub fn device_clear(tx: &mut Tx, input: DeviceClear) -> AppResult<DeviceRecord> {
    let before = device(tx, input.device_id)?;
    let Some(lock) = before.lock.clone() else {
        return Ok(record(tx, &before));
    };
    let note = input.note.trim();
    if note.is_empty() || note.chars().count() > 500 {
        return Err(AppError::invalid("note", "missing_or_too_long"));
    }
    let cause = cause_of(lock.reason, input.cause)?;
    let cleared = read_again(tx, &before, &input)?;
    let approver = tx.require_second_about(Permission::DeviceClear, before.device_id.0)?;
    one_of_each(tx, approver)?;
    let state = match before.state {
        DeviceState::Locked | DeviceState::InUse => DeviceState::InUse,
        DeviceState::Retired => DeviceState::Retired,
    };
    let kcv = match lock.reason {
        // The two stand for the key that is there now.
        LockReason::KeyCheck => lock.found.clone(),
        LockReason::Substituted | LockReason::Tampered | LockReason::BooksBehind => {
            cleared.kcv.clone()
        }
    };
    let cleared = Device {
        state,
        lock: None,
        inspected_at: Some(tx.now),
        kcv,
        ..cleared
    };
    write(tx, &before, &cleared, (lock.reason, cause), note)?;
    Ok(record(tx, &cleared))
}

/// Only of a terminal ahead of the books is it asked, and there it must be told: money came that no
/// sale tells of, or sales are missing.
fn cause_of(reason: LockReason, told: Option<BehindCause>) -> AppResult<Option<BehindCause>> {
    match reason {
        LockReason::BooksBehind => match told {
            Some(cause) => Ok(Some(cause)),
            None => Err(AppError::invalid("cause", "missing")),
        },
        LockReason::Substituted | LockReason::Tampered | LockReason::KeyCheck => Ok(None),
    }
}

/// A technician and a manager, whichever way round.
fn one_of_each(tx: &Tx, approver: UserId) -> AppResult<()> {
    let other = tx.store.user(approver)?.map(|user| user.role);
    match other.is_some_and(|other| are_both_roles(tx.actor.role, other)) {
        true => Ok(()),
        false => Err(AppError::new(ErrorCode::SecondOtherRole)),
    }
}

/// Who the device is now. A terminal in use has answered since it was locked, is not tampered with
/// and is the register's own, or the one whose label was read.
fn read_again(tx: &Tx, before: &Device, input: &DeviceClear) -> AppResult<Device> {
    if before.state == DeviceState::Retired || before.kind != DeviceKind::Terminal {
        return Ok(before.clone());
    }
    let differs = |reason: &str| {
        AppError::new(ErrorCode::DeviceDiffers)
            .with("device", &before.name)
            .with("reason", reason)
    };
    let id = TerminalId(before.device_id.0);
    let locked_at = before.lock.as_ref().map(|lock| lock.at);
    let seen = tx
        .live
        .identity(id)
        .filter(|seen| Some(seen.at) >= locked_at);
    let Some(seen) = seen else {
        return Err(AppError::new(ErrorCode::TerminalUnreachable).with("terminal", &before.name));
    };
    if let Some(sign) = &seen.tamper {
        return Err(differs(sign.name()));
    }
    let known = before.serial_number == seen.serial_number;
    let read_off = input.serial_number.as_deref().map(str::trim);
    if !known && (read_off.is_none() || read_off != seen.serial_number.as_deref()) {
        return Err(differs(seen.serial_number.as_deref().unwrap_or("")).field("serial_number"));
    }
    Ok(taken_over(before, seen))
}

fn taken_over(before: &Device, seen: SeenIdentity) -> Device {
    Device {
        serial_number: seen.serial_number,
        terminal_number: Some(seen.terminal_number),
        firmware: seen.software.or_else(|| before.firmware.clone()),
        model: seen.model.or_else(|| before.model.clone()),
        ..before.clone()
    }
}

fn write(
    tx: &mut Tx,
    before: &Device,
    cleared: &Device,
    (reason, cause): (LockReason, Option<BehindCause>),
    note: &str,
) -> AppResult<()> {
    let terminal_id = TerminalId(cleared.device_id.0);
    tx.store.device_put(cleared)?;
    if cleared.kind == DeviceKind::Terminal {
        tx.device = Some(terminal_id);
    }
    tx.record(&Fact::DeviceCleared(DeviceCleared {
        device_id: cleared.device_id,
        reason,
        serial_number: cleared.serial_number.clone(),
        kcv: cleared.kcv.clone(),
        cause,
    }))?;
    super::inspect::keep_note(tx, cleared, note)?;
    let who = |d: &Device| {
        (
            d.serial_number.clone(),
            d.terminal_number.clone(),
            d.kcv.clone(),
        )
    };
    if who(before) != who(cleared) {
        tx.record(&Fact::DeviceNoted(DeviceNoted {
            device_id: cleared.device_id,
            kind: cleared.kind,
            serial_number: cleared.serial_number.clone(),
            terminal_number: cleared.terminal_number.clone(),
            firmware: cleared.firmware.clone(),
            kcv: cleared.kcv.clone(),
            retired: cleared.state == DeviceState::Retired,
        }))?;
    }
    follow(tx, terminal_id, cleared)?;
    super::changed(tx);
    Ok(())
}

/// The cable is driven for the terminal that was accepted.
fn follow(tx: &mut Tx, id: TerminalId, cleared: &Device) -> AppResult<()> {
    let Some(mut terminal) = tx.store.terminal(id)? else {
        return Ok(());
    };
    let number = cleared.terminal_number.clone().unwrap_or_default();
    if terminal.serial_number == cleared.serial_number && terminal.terminal_number == number {
        return Ok(());
    }
    terminal.serial_number = cleared.serial_number.clone();
    terminal.terminal_number = number;
    terminal.software = cleared.firmware.clone();
    terminal.model = cleared.model.clone();
    // What another terminal last did says nothing about this one.
    terminal.last_receipt = None;
    tx.store.terminal_put(&terminal)?;
    tx.effects.push(Effect::TerminalAttach(id));
    Ok(())
}
