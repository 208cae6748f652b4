//! `backup` and `drill`: what was kept, and the newest rehearsal.

use super::peripheral::{json, to_json};
use super::restored;
use crate::rows::{all, one, run};
use crate::tx::Tx;
use pos_app::ports::backups::BackupTable;
use pos_app::ports::store::StoreResult;
use pos_app::views::backup::{BackupView, DrillReport};
use pos_domain::ids::BackupId;
use rusqlite::params;

impl BackupTable for Tx<'_> {
    fn backups(&self) -> StoreResult<Vec<BackupView>> {
        let sql = "SELECT record FROM backup ORDER BY at DESC, backup_id DESC";
        all(self.connection, sql, (), |row| json(row, 0))
    }

    fn backup(&self, id: BackupId) -> StoreResult<Option<BackupView>> {
        let sql = "SELECT record FROM backup WHERE backup_id = ?1";
        one(self.connection, sql, [id.bytes()], |row| json(row, 0))
    }

    fn backup_put(&mut self, backup: &BackupView) -> StoreResult<()> {
        run(
            self.change()?,
            "INSERT INTO backup (backup_id, at, record) VALUES (?1, ?2, ?3)
             ON CONFLICT (backup_id) DO UPDATE SET at = excluded.at, record = excluded.record",
            params![backup.backup_id.bytes(), backup.at.0, to_json(backup)?],
        )?;
        Ok(())
    }

    fn backup_forget(&mut self, id: BackupId) -> StoreResult<()> {
        let sql = "DELETE FROM backup WHERE backup_id = ?1";
        run(self.change()?, sql, [id.bytes()])?;
        Ok(())
    }

    fn drill(&self) -> StoreResult<Option<DrillReport>> {
        let sql = "SELECT record FROM drill WHERE only = 1";
        one(self.connection, sql, (), |row| json(row, 0))
    }

    fn drill_put(&mut self, drill: &DrillReport) -> StoreResult<()> {
        run(
            self.change()?,
            "INSERT INTO drill (only, record) VALUES (1, ?1)
             ON CONFLICT (only) DO UPDATE SET record = excluded.record",
            [to_json(drill)?],
        )?;
        Ok(())
    }

    fn epoch(&self) -> StoreResult<u32> {
        Ok(u32::try_from(restored::epoch(self.connection)?).unwrap_or(u32::MAX))
    }
}
