//! Whether the device that answers is the one of the register. Decides and locks; never asks.

use super::{changed, note};
use crate::api::{AppError, AppResult};
use crate::ports::records::Address;
use crate::ports::register::{Device, SeenIdentity};
use crate::tx::Tx;
use crate::views::register::{DeviceLock, DeviceState, TamperSign};
use pos_domain::fact::{DeviceLocked, Fact, LockReason};
use pos_domain::ids::TerminalId;
use pos_domain::payment::LastReceipt;

/// What the cable is told of the terminal that answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    /// It is the one of the register.
    Same,
    /// It is another one; the text names the one of the register.
    Other { expected: String },
    /// The register has nothing under this name.
    Unregistered,
}

/// The serial number by which a USB device is found again.
pub fn usb_serial(address: &Address) -> Option<String> {
    match address {
        Address::Serial { usb_serial, .. } => usb_serial.clone(),
        Address::Tcp { .. } | Address::Device { .. } => None,
    }
}

/// A key check value as the register writes it.
pub fn kcv_of(text: &str) -> AppResult<String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let good = (6..=16).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    match good {
        true => Ok(digits.to_ascii_uppercase()),
        false => Err(AppError::invalid("kcv", "six_to_sixteen_hex_digits")),
    }
}

/// The key check value in what a terminal prints about itself: `KCV`, then hexadecimal digits. ZVT
/// has no field for it.
pub fn printed_kcv(lines: &[String]) -> Option<String> {
    lines.iter().find_map(|line| {
        let (_, after) = line
            .to_ascii_uppercase()
            .split_once("KCV")
            .map(|(a, b)| (a.to_owned(), b.to_owned()))?;
        let mut words = after.split(|c: char| !c.is_ascii_alphanumeric());
        words.find_map(|word| kcv_of(word).ok())
    })
}

/// Serial and number side by side.
fn spoken(serial: Option<&str>, number: Option<&str>) -> String {
    let parts = [serial, number];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The same terminal: its number and its serial number are those of the register. One that told
/// its serial number and does not any more is another one.
fn is_same(device: &Device, seen: &SeenIdentity) -> bool {
    let serial = device.serial_number.is_none() || device.serial_number == seen.serial_number;
    device.terminal_number.as_deref() == Some(seen.terminal_number.as_str()) && serial
}

/// Compares a terminal that answered with the register. Another one locks the device whose place it
/// took, unless it is one of this shop's own that was only plugged in elsewhere; signs of tampering
/// lock it too. New firmware is noted.
pub fn seen(tx: &mut Tx, id: TerminalId, found: &SeenIdentity) -> AppResult<Judged> {
    let Some(device) = tx.store.device(id.into())? else {
        return Ok(Judged::Unregistered);
    };
    if !is_same(&device, found) {
        let serial = device.serial_number.as_deref();
        let expected = spoken(serial, device.terminal_number.as_deref());
        // One that does not tell its serial number today may be tired, not exchanged: it is not
        // used, and asked again.
        if !is_silent(&device, found) && !is_another_of_ours(tx, &device, found)? {
            let told = spoken(found.serial_number.as_deref(), Some(&found.terminal_number));
            let expected = Some(expected.clone());
            let why = DeviceLock {
                reason: LockReason::Substituted,
                // As of its answer: it is one that was read since it was locked.
                at: found.at,
                expected,
                found: Some(told),
                receipt: None,
            };
            lock_for(tx, id, why, None)?;
        }
        return Ok(Judged::Other {
            expected: format!("{} ({expected})", device.name),
        });
    }
    if let Some(sign) = &found.tamper {
        tampered(tx, id, *sign)?;
    }
    refresh(tx, id, found)?;
    Ok(Judged::Same)
}

/// Whether it is the one of the register, and nothing would be written if it were seen. None: the
/// register has nothing under this name.
pub fn is_as_known(tx: &Tx, id: TerminalId, found: &SeenIdentity) -> AppResult<Option<bool>> {
    let device = tx.store.device(id.into())?;
    Ok(device.map(|device| {
        found.tamper.is_none() && is_same(&device, found) && refreshed(&device, found) == device
    }))
}

/// The right number, and no serial number where the register has one.
fn is_silent(device: &Device, found: &SeenIdentity) -> bool {
    found.serial_number.is_none()
        && device.terminal_number.as_deref() == Some(found.terminal_number.as_str())
}

fn is_another_of_ours(tx: &Tx, device: &Device, found: &SeenIdentity) -> AppResult<bool> {
    let all = tx.store.devices()?;
    Ok(all.iter().any(|other| {
        other.device_id != device.device_id
            && other.state == DeviceState::InUse
            && other.serial_number.is_some()
            && is_same(other, found)
    }))
}

fn refreshed(device: &Device, found: &SeenIdentity) -> Device {
    Device {
        firmware: found.software.clone().or_else(|| device.firmware.clone()),
        serial_number: found
            .serial_number
            .clone()
            .or_else(|| device.serial_number.clone()),
        ..device.clone()
    }
}

/// Keeps what the same device tells now: its firmware, and its serial number when it told none yet.
fn refresh(tx: &mut Tx, id: TerminalId, found: &SeenIdentity) -> AppResult<()> {
    let Some(device) = tx.store.device(id.into())? else {
        return Ok(());
    };
    let now = refreshed(&device, found);
    if now == device {
        return Ok(());
    }
    tx.device = Some(id);
    note(tx, &now)
}

/// Compares a key check value with the register's. The first one that is told is kept.
pub fn kcv_seen(tx: &mut Tx, id: TerminalId, kcv: &str) -> AppResult<()> {
    let Some(mut device) = tx.store.device(id.into())? else {
        return Ok(());
    };
    match &device.kcv {
        Some(known) if known == kcv => Ok(()),
        Some(known) => {
            let known = Some(known.clone());
            lock(tx, id, LockReason::KeyCheck, known, Some(kcv.to_owned()))
        }
        None => {
            device.kcv = Some(kcv.to_owned());
            tx.device = Some(id);
            note(tx, &device)
        }
    }
}

/// Locks a terminal that shows that somebody was at it.
pub fn tampered(tx: &mut Tx, id: TerminalId, sign: TamperSign) -> AppResult<()> {
    let found = Some(sign.name().to_owned());
    lock(tx, id, LockReason::Tampered, None, found)
}

/// Takes a device out of use. One that is locked stays locked for what it was locked for first.
pub fn lock(
    tx: &mut Tx,
    id: TerminalId,
    reason: LockReason,
    expected: Option<String>,
    found: Option<String>,
) -> AppResult<()> {
    let why = DeviceLock {
        reason,
        at: tx.now,
        expected,
        found,
        receipt: None,
    };
    lock_for(tx, id, why, None)
}

/// As `lock`, with the receipt that the books do not know.
pub(super) fn lock_for(
    tx: &mut Tx,
    id: TerminalId,
    why: DeviceLock,
    receipt: Option<LastReceipt>,
) -> AppResult<()> {
    let Some(mut device) = tx.store.device(id.into())? else {
        return Ok(());
    };
    if device.lock.is_some() {
        return Ok(());
    }
    device.state = DeviceState::Locked;
    device.lock = Some(why.clone());
    tx.device = Some(id);
    tx.store.device_put(&device)?;
    tx.record(&Fact::DeviceLocked(DeviceLocked {
        device_id: device.device_id,
        reason: why.reason,
        expected: why.expected,
        found: why.found,
        receipt,
    }))?;
    changed(tx);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_check_value_is_found_in_print() {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        for (text, found) in [
            ("Diagnose\nKCV: 8ca64d\nOK", Some("8CA64D")),
            ("ZKA KCV=08D7B4FB629D0885", Some("08D7B4FB629D0885")),
            ("KCV 8CA64", None),
            ("key check passed", None),
        ] {
            assert_eq!(printed_kcv(&lines(text)).as_deref(), found, "{text}");
        }
    }
}
