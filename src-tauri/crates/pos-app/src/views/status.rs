//! The till's status bar.

use super::backup::{BackupStanding, RestoreStanding};
use super::day::DoubtSum;
use super::peripheral::Health;
use super::posture::PostureWorst;
use super::terminal::Link;
use crate::api::{AppError, AppResult, ErrorCode};
use pos_domain::fact::PeripheralKind;
use pos_domain::ids::{PeripheralId, Seq, TerminalId};
use pos_domain::time::Instant;
use serde::Serialize;
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct TillStatus {
    pub terminals: Vec<TerminalStatus>,
    pub devices: Vec<DeviceStatus>,
    /// Papers that wait for somebody, or for a printer in trouble.
    pub print_troubled: u32,
    pub doubts: DoubtSum,
    pub suspended_count: u32,
    /// Payments stored and not yet forwarded.
    pub queue: DoubtSum,
    pub network: Network,
    pub now: Instant,
    pub time_zone: String,
    pub journal_seq: i64,
    pub alarm: Option<String>,
    pub file: FileHealth,
    /// The till did not end in order; until somebody has confirmed it.
    pub recovered: Option<Recovered>,
    pub backup: BackupStanding,
    /// Since the program started.
    pub restore: Option<RestoreStanding>,
    /// Devices whose inspection is due soon or over.
    pub inspections_due: u32,
    /// Devices that take no payment until two people have cleared them.
    pub devices_locked: u32,
    /// The worst that was found on this computer, by the shop's policy.
    pub posture: PostureWorst,
    /// A recovery code was used, and its entry was not opened since.
    pub recovery_used: Option<RecoveryUsed>,
}

/// Uses of recovery codes that nobody has looked at yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RecoveryUsed {
    pub count: u32,
    /// The entry of the oldest.
    pub seq: Seq,
}

/// How the shop's file and its disk stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileHealth {
    #[default]
    Good,
    /// No room: what is under way can be finished out of the reserve, nothing new is begun.
    Full,
    /// A write failed; the file is being opened and verified again.
    Failed,
    /// The disk takes no writes.
    ReadOnly,
    /// What stands in the file is not what the journal and the seals say: an older part of it was
    /// put back, or it was changed. Only a backup helps.
    Changed,
}

impl FileHealth {
    /// Refuses what is new while the disk is in trouble.
    pub fn must_have_room(self) -> AppResult<()> {
        match self {
            FileHealth::Good => Ok(()),
            FileHealth::Full => Err(AppError::new(ErrorCode::DiskFull)),
            FileHealth::Failed | FileHealth::ReadOnly => {
                Err(AppError::new(ErrorCode::FileUnwritable))
            }
            FileHealth::Changed => Err(AppError::new(ErrorCode::FileDamaged)),
        }
    }
}

/// What was found after the till had ended without warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Recovered {
    /// When the till's newest entry was made before it ended.
    pub at: Instant,
    /// Sales that were being rung or waited, as they were; after a power loss at most the last
    /// quarter second of scans is gone.
    pub open_sales: u32,
    pub doubts: u32,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct TerminalStatus {
    pub terminal_id: TerminalId,
    pub name: String,
    pub link: Link,
}

/// A device beside the terminals.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DeviceStatus {
    pub peripheral_id: PeripheralId,
    pub kind: PeripheralKind,
    pub name: String,
    pub health: Health,
}

/// Whether the till has a network; it needs none to sell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    Online,
    Offline,
    NoneNeeded,
}
