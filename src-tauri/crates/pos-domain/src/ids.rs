//! Identities. Every id that a caller makes is a UUIDv7 of its own type, so that two kinds of id
//! can never be swapped; ids that the file gives (sequence, product) are small integers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(pub Uuid);

        impl $name {
            /// The sixteen bytes as the file keeps them.
            pub fn bytes(&self) -> &[u8; 16] { self.0.as_bytes() }
            /// From the sixteen bytes of the file.
            pub fn from_bytes(bytes: [u8; 16]) -> Self { Self(Uuid::from_bytes(bytes)) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self, e: &mut minicbor::Encoder<W>, _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(self.0.as_bytes()).map(|_| ())
            }
        }
        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(
                d: &mut minicbor::Decoder<'b>, _: &mut C,
            ) -> Result<Self, minicbor::decode::Error> {
                let bytes: [u8; 16] = d.bytes()?.try_into()
                    .map_err(|_| minicbor::decode::Error::message("an id has sixteen bytes"))?;
                Ok(Self::from_bytes(bytes))
            }
        }
    )+};
}

uuid_ids! {
    /// One customer's purchase or return.
    SaleId,
    /// One line of a sale.
    LineId,
    /// One means of payment laid against a sale.
    TenderId,
    /// One try to get a card or wallet tender approved.
    AttemptId,
    /// A paired terminal.
    TerminalId,
    /// A paired printer, scale, display or scanner.
    PeripheralId,
    /// A device in the register: a terminal or a device beside it, by that one's own id.
    DeviceId,
    /// One look after a device.
    InspectionId,
    /// Something to be printed.
    PrintJobId,
    /// A person who signs in.
    UserId,
    /// One call that changes something; the same id again returns the first answer.
    RequestId,
    /// One import of a file.
    ImportId,
    /// The shop itself; stands in the first journal entry.
    ShopId,
    /// One backup.
    BackupId,
    /// A backup that was fetched and opened for a look before it is restored.
    StageId,
}

impl From<TerminalId> for DeviceId {
    fn from(id: TerminalId) -> DeviceId {
        DeviceId(id.0)
    }
}

impl From<PeripheralId> for DeviceId {
    fn from(id: PeripheralId) -> DeviceId {
        DeviceId(id.0)
    }
}

/// A product's key in the catalogue.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    TS,
    minicbor::Encode,
    minicbor::Decode,
)]
#[serde(transparent)]
#[cbor(transparent)]
#[ts(type = "number")]
pub struct ProductId(#[n(0)] pub i64);

/// The place of an entry in the journal: 1, 2, 3 … without gaps.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    TS,
    minicbor::Encode,
    minicbor::Decode,
)]
#[serde(transparent)]
#[cbor(transparent)]
#[ts(type = "number")]
pub struct Seq(#[n(0)] pub i64);

/// A tax class of the shop: 1 = the usual one.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    TS,
    minicbor::Encode,
    minicbor::Decode,
)]
#[serde(transparent)]
#[cbor(transparent)]
#[ts(type = "number")]
pub struct TaxClassId(#[n(0)] pub u8);
