//! The register of devices: who a device is, when it was locked, cleared and inspected. Ids and
//! identities only; places, notes and photos stay in the file.

use crate::ids::{DeviceId, InspectionId};
use crate::payment::LastReceipt;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a device in the register is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum DeviceKind {
    #[n(0)]
    Terminal,
    #[n(1)]
    Printer,
    #[n(2)]
    Scale,
    #[n(3)]
    Display,
    #[n(4)]
    Scanner,
}

/// Why a device is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum LockReason {
    /// Another device answered in its place.
    #[n(0)]
    Substituted,
    /// It says that it was opened or lost its keys, or an inspection found it so.
    #[n(1)]
    Tampered,
    /// Its key check value is another than the register's.
    #[n(2)]
    KeyCheck,
    /// It has an approved receipt beyond the last one that the books know: they may have been set
    /// back.
    #[n(3)]
    BooksBehind,
}

impl LockReason {
    pub const ALL: [LockReason; 4] = [
        Self::Substituted,
        Self::Tampered,
        Self::KeyCheck,
        Self::BooksBehind,
    ];
}

/// Whence a terminal had a payment that the books did not know, as two people found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum BehindCause {
    /// Somebody took it at the terminal itself, past the till.
    #[n(0)]
    TakenByHand,
    /// The books are an older copy: it was rung here, and its sale is missing.
    #[n(1)]
    OlderBooks,
}

/// Who a device is, as the register has it from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct DeviceNoted {
    #[n(0)]
    pub device_id: DeviceId,
    #[n(1)]
    pub kind: DeviceKind,
    #[n(2)]
    pub serial_number: Option<String>,
    /// The acquirer's number of a terminal.
    #[n(3)]
    pub terminal_number: Option<String>,
    #[n(4)]
    pub firmware: Option<String>,
    /// Key check value, hexadecimal.
    #[n(5)]
    pub kcv: Option<String>,
    /// It is not used any more.
    #[n(6)]
    pub retired: bool,
}

/// A device was taken out of use until two people have looked.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct DeviceLocked {
    #[n(0)]
    pub device_id: DeviceId,
    #[n(1)]
    pub reason: LockReason,
    /// What the register has.
    #[n(2)]
    pub expected: Option<String>,
    /// What was found.
    #[n(3)]
    pub found: Option<String>,
    /// Of a terminal ahead of the books: its receipt that they do not know.
    #[n(4)]
    pub receipt: Option<LastReceipt>,
}

/// Two people took a lock off: the entry's actor and its approver.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct DeviceCleared {
    #[n(0)]
    pub device_id: DeviceId,
    #[n(1)]
    pub reason: LockReason,
    /// The identity that was read again before.
    #[n(2)]
    pub serial_number: Option<String>,
    #[n(3)]
    pub kcv: Option<String>,
    /// Of a terminal that was ahead of the books; older entries do not say.
    #[n(4)]
    pub cause: Option<BehindCause>,
}

/// Somebody looked a device over.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct DeviceInspected {
    #[n(0)]
    pub device_id: DeviceId,
    #[n(1)]
    pub inspection_id: InspectionId,
    #[n(2)]
    pub ok: bool,
    /// SHA-256 of the photo.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub photo_hash: Option<Vec<u8>>,
}
