//! The register of devices: who each one is, where it stands, whether it is locked, and when it
//! was looked after last.

use super::doubt::ReceiptReading;
use pos_domain::fact::{DeviceKind, LockReason};
use pos_domain::ids::{DeviceId, InspectionId, UserId};
use pos_domain::time::Instant;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a device stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DeviceState {
    InUse,
    /// It takes no payment until a technician and a manager have cleared it together.
    Locked,
    /// It was let go; its record stays.
    Retired,
}

/// By what a terminal shows that somebody was at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TamperSign {
    /// It put itself out of order until its maker had it.
    OutOfOrder,
    KeyMissing,
    PinPadDefective,
}

impl TamperSign {
    pub const ALL: [TamperSign; 3] = [Self::OutOfOrder, Self::KeyMissing, Self::PinPadDefective];

    /// What a lock and the journal keep as found; the screens have its words.
    pub fn name(self) -> &'static str {
        match self {
            Self::OutOfOrder => "out_of_order",
            Self::KeyMissing => "key_missing",
            Self::PinPadDefective => "pin_pad_defective",
        }
    }
}

/// What locked a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DeviceLock {
    pub reason: LockReason,
    pub at: Instant,
    /// What the register has.
    pub expected: Option<String>,
    /// What was found instead; of a device that was opened, by what it showed it.
    pub found: Option<String>,
    /// Of a terminal ahead of the books: its receipt that they do not know.
    #[serde(default)]
    pub receipt: Option<ReceiptReading>,
}

/// Whether a device is due for an inspection. Only terminals have to be inspected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InspectionStanding {
    /// Nobody asks for inspections of this one.
    NotAsked,
    Good,
    /// Within the days of warning before it is due.
    Soon,
    Overdue,
    /// Overdue for longer than the grace: it takes no payment until it was inspected.
    Blocked,
}

/// One device of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DeviceRecord {
    pub device_id: DeviceId,
    pub kind: DeviceKind,
    /// As its screen names it; of a retired one the last name it had.
    pub name: String,
    pub make: Option<String>,
    pub model: Option<String>,
    pub serial_number: Option<String>,
    /// The acquirer's number of a terminal.
    pub terminal_number: Option<String>,
    pub firmware: Option<String>,
    /// Key check value: six hexadecimal digits by which a key is told, and not the key.
    pub kcv: Option<String>,
    pub place: String,
    pub state: DeviceState,
    pub lock: Option<DeviceLock>,
    pub enrolled_at: Instant,
    pub retired_at: Option<Instant>,
    pub inspected_at: Option<Instant>,
    /// When the next inspection is due; None where none is asked for.
    pub inspection_due_at: Option<Instant>,
    pub inspection: InspectionStanding,
}

/// One look after a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct InspectionView {
    pub inspection_id: InspectionId,
    pub device_id: DeviceId,
    pub at: Instant,
    pub by: UserId,
    pub by_name: String,
    /// Nothing was wrong with it.
    pub ok: bool,
    pub note: String,
    /// A photo is kept with it.
    pub photo: bool,
}

/// A device with what happened to it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DeviceDetail {
    pub device: DeviceRecord,
    /// The newest first.
    pub inspections: Vec<InspectionView>,
}

/// The photo of an inspection.
#[derive(Clone, Debug, Serialize, TS)]
pub struct InspectionPhoto {
    /// `image/jpeg` or `image/png`.
    pub media_type: String,
    pub base64: String,
}

/// What an inspection that was not made does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InspectionRule {
    Off,
    Warn,
    /// Warn, and block the terminal after the grace.
    Block,
}

/// How often terminals are inspected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct InspectionPolicy {
    pub rule: InspectionRule,
    /// From one inspection to the next, 1 to 366.
    pub interval_days: u16,
    /// How long before it is due it is spoken of, 0 to 30.
    pub warn_days: u16,
    /// How long after it was due the terminal still takes payments, 0 to 90.
    pub grace_days: u16,
}

impl Default for InspectionPolicy {
    fn default() -> Self {
        Self {
            rule: InspectionRule::Block,
            interval_days: 30,
            warn_days: 3,
            grace_days: 14,
        }
    }
}
