//! Backups as the use cases see them: the list in the file, the plan in the shop's record, and the
//! desk that makes, proves, carries and restores them.

use super::store::StoreResult;
use crate::api::{AppError, AppResult, ErrorCode};
use crate::views::backup::{
    BackupDestinations, BackupProgress, BackupView, DrillReport, PlaceAddress, PlaceTried,
    RestoreSource, RestoreSourceView, RestoreStanding, RestoreView, SftpServer,
};
use crate::views::shop::KeySlot;
use pos_domain::fact::BackupWhy;
use pos_domain::ids::{BackupId, StageId, UserId};
use serde::{Deserialize, Serialize};

/// Backups that were made, and the newest drill.
pub trait BackupTable {
    /// Newest first.
    fn backups(&self) -> StoreResult<Vec<BackupView>>;
    fn backup(&self, id: BackupId) -> StoreResult<Option<BackupView>>;
    fn backup_put(&mut self, backup: &BackupView) -> StoreResult<()>;
    fn backup_forget(&mut self, id: BackupId) -> StoreResult<()>;
    fn drill(&self) -> StoreResult<Option<DrillReport>>;
    fn drill_put(&mut self, drill: &DrillReport) -> StoreResult<()>;
    /// How often the shop was restored.
    fn epoch(&self) -> StoreResult<u32>;
}

/// When backups are made and where they go; in the shop's record. A shop of before has none: only
/// what somebody asks for, and what an update makes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupPlan {
    /// Minutes after midnight by the shop's clock; None: not by the clock.
    pub daily_at_minute: Option<u16>,
    #[serde(default)]
    pub at_z: bool,
    #[serde(default)]
    pub keep: Keep,
    /// Without a good one for so many hours the till warns; 0: it never does.
    #[serde(default)]
    pub overdue_after_h: u16,
    #[serde(default)]
    pub places: Vec<BackupPlace>,
}

impl BackupPlan {
    /// What a new shop begins with: each night and at each Z, in the shop's own folder.
    pub fn usual() -> BackupPlan {
        BackupPlan {
            daily_at_minute: Some(3 * 60),
            at_z: true,
            keep: Keep::default(),
            overdue_after_h: 36,
            places: Vec::new(),
        }
    }
}

/// How many of each are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keep {
    pub daily: u16,
    pub weekly: u16,
    pub monthly: u16,
}

impl Default for Keep {
    fn default() -> Keep {
        Keep {
            daily: 7,
            weekly: 4,
            monthly: 12,
        }
    }
}

/// One place beside the shop's own folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupPlace {
    pub place_id: u32,
    pub name: String,
    pub address: PlaceAddress,
    /// Password or private key, sealed by the vault; never leaves the file in clear.
    #[serde(default)]
    pub sealed_secret: Option<String>,
}

/// A restore that two people, or a phrase, allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreOrder {
    pub stage_id: StageId,
    /// The newest numbers on paper; 0: none is known.
    pub paper_receipt_no: i64,
    pub paper_z_number: i64,
    pub by: Option<UserId>,
    pub approved_by: Option<UserId>,
}

/// The keys of a shop that is restored on another computer.
#[derive(Clone, Debug)]
pub struct NewDoor {
    pub slot: KeySlot,
    pub passphrase: Option<String>,
}

/// The desk.
pub trait Backups: Send + Sync {
    /// What it is doing now.
    fn running(&self) -> Option<BackupProgress>;
    /// Why the newest try to make or carry one failed; None: it did not.
    fn trouble(&self) -> Option<AppError>;
    /// Begins one; the rest is told by events.
    fn make(&self, why: BackupWhy, by: Option<UserId>) -> AppResult<BackupId>;
    /// Begins a proof.
    fn verify(&self, id: BackupId, by: Option<UserId>) -> AppResult<()>;
    /// Begins a rehearsal with the newest.
    fn drill(&self, id: BackupId, by: Option<UserId>) -> AppResult<()>;
    fn destinations(&self) -> BackupDestinations;
    /// Asks a server for its key; sends nothing of ours.
    fn sftp_server(&self, host: &str, port: u16) -> AppResult<SftpServer>;
    /// Seals a place's secret under the shop's keys.
    fn seal_secret(&self, secret: &str) -> AppResult<String>;
    /// Writes a file there, reads it back and takes it away.
    fn try_place(&self, place: &BackupPlace, secret: Option<&str>) -> AppResult<PlaceTried>;
    /// Files that could be restored: at the places of a plan and on the sticks that are in.
    fn sources(&self, plan: Option<&BackupPlan>) -> AppResult<Vec<RestoreSourceView>>;
    /// Fetches a file, opens it and proves it, aside. Changes nothing.
    fn stage(
        &self,
        source: &RestoreSource,
        plan: Option<&BackupPlan>,
        phrase: Option<&str>,
    ) -> AppResult<RestoreView>;
    /// What was fetched last, if it is this.
    fn staged(&self, id: StageId) -> Option<RestoreView>;
    /// Puts it in the place of an open shop's books; the rest is told by events.
    fn restore(&self, order: RestoreOrder);
    /// How the one of an open shop that was begun last stands.
    fn restore_standing(&self) -> Option<RestoreStanding>;
    /// Makes a shop of it where there is none, or where its file does not open any more.
    fn restore_anew(&self, order: RestoreOrder, door: &NewDoor) -> AppResult<()>;
}

/// A till without such a desk.
pub struct NoBackups;

fn none<T>() -> AppResult<T> {
    Err(AppError::new(ErrorCode::BackupUnavailable))
}

impl Backups for NoBackups {
    fn running(&self) -> Option<BackupProgress> {
        None
    }
    fn trouble(&self) -> Option<AppError> {
        None
    }
    fn make(&self, _: BackupWhy, _: Option<UserId>) -> AppResult<BackupId> {
        none()
    }
    fn verify(&self, _: BackupId, _: Option<UserId>) -> AppResult<()> {
        none()
    }
    fn drill(&self, _: BackupId, _: Option<UserId>) -> AppResult<()> {
        none()
    }
    fn destinations(&self) -> BackupDestinations {
        BackupDestinations {
            own_folder: String::new(),
            own_free_bytes: None,
            sticks: Vec::new(),
        }
    }
    fn sftp_server(&self, _: &str, _: u16) -> AppResult<SftpServer> {
        none()
    }
    fn seal_secret(&self, _: &str) -> AppResult<String> {
        none()
    }
    fn try_place(&self, _: &BackupPlace, _: Option<&str>) -> AppResult<PlaceTried> {
        none()
    }
    fn sources(&self, _: Option<&BackupPlan>) -> AppResult<Vec<RestoreSourceView>> {
        none()
    }
    fn stage(
        &self,
        _: &RestoreSource,
        _: Option<&BackupPlan>,
        _: Option<&str>,
    ) -> AppResult<RestoreView> {
        none()
    }
    fn staged(&self, _: StageId) -> Option<RestoreView> {
        None
    }
    fn restore(&self, _: RestoreOrder) {}
    fn restore_standing(&self) -> Option<RestoreStanding> {
        None
    }
    fn restore_anew(&self, _: RestoreOrder, _: &NewDoor) -> AppResult<()> {
        none()
    }
}
