//! The drill: the newest backup restored from every place where it lies, into scratch folders, with
//! a report. Changes nothing but the report.

use super::{Clerk, name};
use crate::backup::make::{Scratch, own_folder};
use crate::backup::{carry, look};
use crate::peripherals::till;
use pos_app::api::AppResult;
use pos_app::commands::backup::notes;
use pos_app::views::backup::{
    BackupAct, BackupCopy, BackupView, CopyState, DrillPlace, DrillReport,
};
use pos_domain::ids::{BackupId, UserId};
use std::time::Instant;

impl Clerk {
    /// Restores the newest from each place where it lies, into scratch folders.
    pub(super) fn drill(&mut self, id: BackupId, by: Option<UserId>) -> AppResult<()> {
        let begun = Instant::now();
        let app = self.app()?;
        let backup = self.backup(&app, id)?;
        let plan = app.context()?.shop.backup.clone();
        let own = own_folder(self.files.dir()).join(&backup.file_name);
        let mut doubts = 0;
        let mut places = vec![self.rehearse(None, Ok(own), &backup, &mut doubts)?];
        let there = |copy: &&BackupCopy| matches!(copy.state, CopyState::There);
        for copy in backup.places.iter().filter(there) {
            let place = plan
                .places
                .iter()
                .find(|place| place.place_id == copy.place_id);
            let Some(place) = place else { continue };
            let scratch = Scratch::make(self.files.dir(), &format!("drill-{}", place.place_id))?;
            let name = Some(place.name.clone());
            let path = carry::fetch(&self.files, place, &backup.file_name, scratch.path());
            places.push(self.rehearse(name, path, &backup, &mut doubts)?);
        }
        let head = app.read(till(), |tx| Ok(tx.store.journal_head()?))?;
        let report = DrillReport {
            backup_id: id,
            backup_at: backup.at,
            seq: backup.seq,
            at: app.world().now(),
            by: name(&app, by)?,
            good: places.iter().all(|place| place.good),
            places,
            entries_since: head.map_or(0, |(seq, _)| seq.0) - backup.seq.0,
            doubts,
            ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        };
        app.till_act(|tx| notes::drilled(tx, &report, by))
    }

    fn rehearse(
        &self,
        place: Option<String>,
        path: AppResult<std::path::PathBuf>,
        backup: &BackupView,
        doubts: &mut u32,
    ) -> AppResult<DrillPlace> {
        let path = match path {
            Ok(path) => path,
            Err(error) => {
                return Ok(DrillPlace {
                    place,
                    good: false,
                    trouble: Some(error.reason()),
                    checks: Vec::new(),
                });
            }
        };
        let (proven, _scratch) = self.prove(&path, BackupAct::Drill, backup.backup_id)?;
        let good = proven.good();
        if let Some(copy) = &proven.copy {
            *doubts = look::doubts(copy)?;
        }
        Ok(DrillPlace {
            place,
            good,
            trouble: None,
            checks: proven.checks,
        })
    }
}
