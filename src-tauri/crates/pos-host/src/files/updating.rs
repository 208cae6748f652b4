//! A file of an older format is changed by the program that opens it; before that, a backup of it
//! is made and proved. Where that cannot be done the update waits and the file stays as it is.
//!
//! In a till the update is put off until its threads run, so that the screens can show how far it
//! is; a tool that works on the file alone waits for it. Must never open an older file in passing.

use super::{Files, Shop, held};
use crate::backup;
use crate::events::Hub;
use crate::keys::{Unlocked, store_keys};
use pos_app::AppResult;
use pos_app::api::{AppError, ErrorCode};
use pos_app::event::Event;
use pos_app::views::shop::{UnlockReason, UpdateProgress, UpdateStep};
use pos_store::{Database, Mode, SCHEMA_VERSION};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// How far the update of an older file is, and who is told. The default one tells nobody, and is
/// done by whoever opens the file.
#[derive(Default)]
pub struct Updating {
    /// Told of each step; with it, updates are put off.
    hub: Option<Arc<Hub>>,
    /// What opens the file whose update is put off.
    put_off: Mutex<Option<Unlocked>>,
    progress: Mutex<Option<UpdateProgress>>,
    stopped: AtomicBool,
}

impl Updating {
    /// Of a till whose threads do it (`Files::update`).
    pub fn put_off(hub: Arc<Hub>) -> Updating {
        Updating {
            hub: Some(hub),
            ..Updating::default()
        }
    }

    /// How far it is, or why it waits; None: there is none.
    pub fn progress(&self) -> Option<UpdateProgress> {
        held(&self.progress).clone()
    }

    /// The till ends: what is under way is given up at the next step.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Tells a step, the same hundredth of it once. Answers whether to go on.
    fn tell(&self, step: UpdateStep, done: u64, total: u64) -> bool {
        self.take(UpdateProgress {
            step,
            done,
            total,
            trouble: None,
        });
        !self.stopped.load(Ordering::Relaxed)
    }

    fn fail(&self, trouble: AppError) {
        self.take(UpdateProgress {
            step: UpdateStep::Failed,
            done: 0,
            total: 0,
            trouble: Some(trouble),
        });
    }

    fn take(&self, progress: UpdateProgress) {
        let hundredth = |p: &UpdateProgress| (p.step, p.done * 100 / p.total.max(1));
        let mut now = held(&self.progress);
        // Why it waits is told each time: it was tried again.
        let is_new =
            progress.trouble.is_some() || now.as_ref().map(hundredth) != Some(hundredth(&progress));
        *now = Some(progress.clone());
        drop(now);
        if let (true, Some(hub)) = (is_new, &self.hub) {
            hub.publish(&Event::Update { progress });
        }
    }
}

impl Files {
    /// Opens the books with their keys; those of an older format after an update, which may be put
    /// off: then the shop is locked until [`Files::update`] has ended.
    pub(super) fn open_books(&self, unlocked: Unlocked) -> AppResult<()> {
        let keys = store_keys(&unlocked.ring);
        let database = Database::on(self.disk.clone(), &self.dir, keys);
        // A file that does not tell its format is refused by the opening itself, which says why.
        let format = database.format().unwrap_or(0);
        if !(1..SCHEMA_VERSION).contains(&format) {
            return self.open_ring(unlocked, Mode::Open);
        }
        if self.updating.hub.is_none() {
            return self.update_with(&database, unlocked);
        }
        *held(&self.updating.put_off) = Some(unlocked);
        let mut state = self.locked();
        *state = Shop::Locked(UnlockReason::Updating);
        self.updating.tell(UpdateStep::Copying, 0, 0);
        Ok(())
    }

    /// The till ends: an update goes no further than its next step.
    pub fn stop_update(&self) {
        self.updating.stop();
    }

    /// Does the update that was put off. Afterwards the shop is open, or locked because it waits.
    pub(crate) fn update(&self) {
        let unlocked = held(&self.updating.put_off).take();
        let done = match unlocked {
            Some(unlocked) => {
                let keys = store_keys(&unlocked.ring);
                let database = Database::on(self.disk.clone(), &self.dir, keys);
                self.update_with(&database, unlocked)
            }
            None => Err(AppError::internal("the update broke off")),
        };
        match done {
            Ok(()) => {}
            // It was told already, and may be under way again.
            Err(error) if error.code == ErrorCode::UpdateWaits => {}
            // Another program that holds the file, a cut journal: no matter which, it is tried
            // again by a person.
            Err(error) => self.let_wait(error),
        }
    }

    /// What is shown goes with the state: whoever tries again comes after both.
    fn let_wait(&self, trouble: AppError) {
        tracing::error!("the update waits: {trouble}");
        let mut state = self.locked();
        *state = Shop::Locked(UnlockReason::UpdateWaits);
        self.updating.fail(trouble);
    }

    /// # Errors
    /// `update_waits` without its backup, and the shop is locked for that reason; `file_locked`
    /// beside another writer; whatever else keeps the file from opening.
    fn update_with(&self, database: &Database, unlocked: Unlocked) -> AppResult<()> {
        tracing::info!("a backup is made before the file is changed");
        let updating = &self.updating;
        let mut told = |step, done, total| updating.tell(step, done, total);
        if let Err(error) = backup::before_update(self, database, &unlocked.ring, &mut told) {
            if error.code == ErrorCode::FileLocked {
                return Err(error);
            }
            self.let_wait(error.clone());
            return Err(AppError::new(ErrorCode::UpdateWaits).with("reason", error));
        }
        if !updating.tell(UpdateStep::Changing, 0, 0) {
            return Err(AppError::internal("the program ends"));
        }
        self.open_ring(unlocked, Mode::Open)?;
        *held(&updating.progress) = None;
        Ok(())
    }
}
