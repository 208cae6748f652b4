//! The register of devices and the posture of the computer, as the use cases need them.

use super::store::StoreResult;
use crate::views::posture::{PostureCheck, PostureStatus};
use crate::views::register::{DeviceLock, DeviceState, TamperSign};
use pos_domain::fact::DeviceKind;
use pos_domain::ids::{DeviceId, InspectionId, UserId};
use pos_domain::time::Instant;
use std::collections::BTreeMap;

/// A device of the register. Not a projection: places and names are in the file only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    pub device_id: DeviceId,
    pub kind: DeviceKind,
    pub name: String,
    pub make: Option<String>,
    pub model: Option<String>,
    pub serial_number: Option<String>,
    pub terminal_number: Option<String>,
    pub firmware: Option<String>,
    pub kcv: Option<String>,
    pub place: String,
    pub state: DeviceState,
    pub lock: Option<DeviceLock>,
    pub enrolled_at: Instant,
    pub retired_at: Option<Instant>,
    pub inspected_at: Option<Instant>,
}

/// One look after a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    pub inspection_id: InspectionId,
    pub device_id: DeviceId,
    pub at: Instant,
    pub by: UserId,
    pub ok: bool,
    pub note: String,
    /// A photo is kept with it.
    pub photo: bool,
}

/// The register.
pub trait RegisterTable {
    fn device(&self, id: DeviceId) -> StoreResult<Option<Device>>;
    /// In the order in which they were enrolled; the retired ones too.
    fn devices(&self) -> StoreResult<Vec<Device>>;
    fn device_put(&mut self, device: &Device) -> StoreResult<()>;
    fn inspection(&self, id: InspectionId) -> StoreResult<Option<Inspection>>;
    /// The newest first.
    fn inspections(&self, device: DeviceId, limit: u32) -> StoreResult<Vec<Inspection>>;
    fn inspection_put(&mut self, made: &Inspection, photo: Option<&[u8]>) -> StoreResult<()>;
    fn inspection_photo(&self, id: InspectionId) -> StoreResult<Option<Vec<u8>>>;
}

/// Who answered on a terminal's cable, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenIdentity {
    pub at: Instant,
    pub terminal_number: String,
    pub serial_number: Option<String>,
    pub model: Option<String>,
    pub software: Option<String>,
    /// Why what it says of itself means that somebody was at it; None: nothing of the kind.
    pub tamper: Option<TamperSign>,
}

/// One thing that was looked at on this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostureFact {
    pub check: PostureCheck,
    pub status: PostureStatus,
    pub found: BTreeMap<String, String>,
}

impl PostureFact {
    /// A finding without particulars.
    pub fn new(check: PostureCheck, status: PostureStatus) -> PostureFact {
        PostureFact {
            check,
            status,
            found: BTreeMap::new(),
        }
    }

    /// With something that was seen.
    pub fn with(mut self, name: &str, value: impl ToString) -> PostureFact {
        self.found.insert(name.to_owned(), value.to_string());
        self
    }
}

/// Everything that was looked at, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostureFacts {
    pub at: Option<Instant>,
    pub facts: Vec<PostureFact>,
}

/// Looks this computer over.
pub trait Posture: Send + Sync {
    /// What is found now. May read files; never called inside a transaction.
    fn look(&self) -> Vec<PostureFact>;
}
