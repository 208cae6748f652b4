//! Devices beside the terminal.

use crate::ids::PeripheralId;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a device is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum PeripheralKind {
    #[n(0)]
    Printer,
    #[n(1)]
    Scale,
    /// A pole display with two rows.
    #[n(2)]
    Display,
    /// A scanner on a serial port.
    #[n(3)]
    Scanner,
}

/// A device was taken into use.
#[derive(Clone, Debug, PartialEq, Serialize, Encode, Decode)]
#[cbor(array)]
pub struct PeripheralPaired {
    #[n(0)]
    pub peripheral_id: PeripheralId,
    #[n(1)]
    pub kind: PeripheralKind,
    #[n(2)]
    pub driver: String,
    #[n(3)]
    pub model: Option<String>,
}
