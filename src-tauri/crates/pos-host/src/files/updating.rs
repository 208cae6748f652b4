//! A file of an older format is changed by the program that opens it; before that, a backup of it
//! is made and proved. Where that cannot be done the update waits and the file stays as it is.

use super::{Files, Shop};
use crate::backup;
use pos_app::AppResult;
use pos_app::api::{AppError, ErrorCode};
use pos_app::views::shop::UnlockReason;
use pos_store::{Database, SCHEMA_VERSION};
use pos_vault::KeyRing;

impl Files {
    /// Nothing to do for a file of this program's format.
    ///
    /// # Errors
    /// `update_waits`, and the shop is locked for that reason; `file_locked` beside another writer.
    pub(super) fn back_up_before_update(
        &self,
        database: &Database,
        ring: &KeyRing,
    ) -> AppResult<()> {
        // A file that does not tell its format is refused by the opening itself, which says why.
        let format = database.format().unwrap_or(0);
        if !(1..SCHEMA_VERSION).contains(&format) {
            return Ok(());
        }
        tracing::info!(format, "a backup is made before the file is changed");
        let Err(error) = backup::before_update(self, database, ring) else {
            return Ok(());
        };
        if error.code == ErrorCode::FileLocked {
            return Err(error);
        }
        tracing::error!("the update waits, its backup could not be made: {error}");
        self.set(Shop::Locked(UnlockReason::UpdateWaits));
        Err(AppError::new(ErrorCode::UpdateWaits).with("reason", error))
    }
}
