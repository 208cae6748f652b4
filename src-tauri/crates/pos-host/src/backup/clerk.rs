//! Works at the desk: one thing after the other, on a thread of its own that no panic ends.

mod drill;

use crate::backup::check::{self, Proven};
use crate::backup::make::{self, Order, Scratch, headers, own_folder};
use crate::backup::state::Board;
use crate::backup::{carry, keep, restore};
use crate::files::Files;
use crate::peripherals::till;
use pos_app::App;
use pos_app::api::{AppError, AppResult, ErrorCode};
use pos_app::commands::backup::{next_at, notes};
use pos_app::ports::backups::{BackupPlace, RestoreOrder};
use pos_app::ports::store::Store;
use pos_app::ports::world::{FileState, ShopFiles};
use pos_app::survive::survive;
use pos_app::views::backup::{
    BackupAct, BackupProof, BackupStep, BackupView, CopyState, RestoreState,
};
use pos_domain::fact::BackupWhy;
use pos_domain::ids::{BackupId, Seq, UserId};
use pos_vault::Secret32;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// What the desk is asked to do.
pub enum Work {
    Make(BackupId, BackupWhy, Option<UserId>),
    Verify(BackupId, Option<UserId>),
    Drill(BackupId, Option<UserId>),
    Restore(RestoreOrder),
}

/// How often the desk looks at its plan and for sticks.
const LOOK: Duration = Duration::from_secs(10);
/// A scheduled backup that failed is tried again after this.
const TRY_AGAIN: Duration = Duration::from_secs(30 * 60);

/// Who works there.
pub struct Clerk {
    files: Arc<Files>,
    board: Arc<Board>,
    app: Weak<App>,
    failed_at: Option<Instant>,
    /// What lies in the shop's own folder is in the list.
    taken_in: bool,
}

impl Clerk {
    pub fn new(files: Arc<Files>, board: Arc<Board>, app: Weak<App>) -> Clerk {
        Clerk {
            files,
            board,
            app,
            failed_at: None,
            taken_in: false,
        }
    }

    pub fn work(mut self, orders: &Receiver<Work>, by_the_clock: bool) {
        loop {
            match orders.recv_timeout(LOOK) {
                Ok(_) if self.board.is_stopped() => return,
                Ok(work) => self.one(work),
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) if by_the_clock => {
                    let looked = survive("a look at the plan", || self.look());
                    if let Err(error) = looked {
                        tracing::warn!("the plan of the backups was not looked at: {error}");
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn one(&mut self, work: Work) {
        let (act, id, stage) = match &work {
            Work::Make(id, ..) => (BackupAct::Make, Some(*id), None),
            Work::Verify(id, _) => (BackupAct::Verify, Some(*id), None),
            Work::Drill(id, _) => (BackupAct::Drill, Some(*id), None),
            Work::Restore(order) => (BackupAct::Restore, None, Some(order.stage_id)),
        };
        let done = survive("a backup", || match work {
            Work::Make(id, why, by) => self.make(id, why, by),
            Work::Verify(id, by) => self.verify(id, by),
            Work::Drill(id, by) => self.drill(id, by),
            Work::Restore(order) => self.restore(&order),
        });
        if let Some(stage_id) = stage {
            let state = match &done {
                Ok(()) => RestoreState::Done,
                Err(_) => RestoreState::Failed,
            };
            self.board.restore_is(stage_id, state);
        }
        if let Err(error) = &done {
            tracing::error!(?act, "the desk could not do it: {error}");
            if act == BackupAct::Make {
                self.failed_at = Some(Instant::now());
            }
        }
        self.board.end(act, id, done.err());
        if let Some(app) = self.app.upgrade() {
            app.tell_status();
        }
    }

    fn app(&self) -> AppResult<Arc<App>> {
        let gone = || AppError::new(ErrorCode::BackupUnavailable);
        self.app.upgrade().ok_or_else(gone)
    }

    /// By the clock: makes what is due, carries what waits for a stick that is in now.
    fn look(&mut self) -> AppResult<()> {
        if self.files.state() != FileState::Open {
            return Ok(());
        }
        let app = self.app()?;
        self.take_in(&app)?;
        let context = app.context()?;
        let plan = &context.shop.backup;
        let (newest, now, first) = app.read(till(), |tx| {
            let newest = tx.store.backups()?.first().map(|backup| backup.at);
            let first = tx.store.entry(Seq(1))?.map(|(header, _)| header.at);
            Ok((newest, tx.now, first))
        })?;
        let since = newest.or(first).map(|at| at.min(now));
        let due = since.and_then(|at| next_at(plan, &context.day_rule.zone, at));
        let rested = self.failed_at.is_none_or(|at| at.elapsed() >= TRY_AGAIN);
        if due.is_some_and(|due| due <= now) && rested {
            self.one(Work::Make(
                BackupId(Uuid::now_v7()),
                BackupWhy::Schedule,
                None,
            ));
            return Ok(());
        }
        self.carry(&app, false)
    }

    fn make(&mut self, id: BackupId, why: BackupWhy, by: Option<UserId>) -> AppResult<()> {
        let app = self.app()?;
        self.take_in(&app)?;
        let shop = self.files.shop()?;
        // The page key stays what it is while the pages are read.
        let turn = shop.one_change_of_keys()?;
        let ring = self.files.ring()?;
        let order = Order {
            backup_id: id,
            why,
            at: app.world().now(),
        };
        let board = &self.board;
        let mut told = |done, total| {
            board.tell(BackupAct::Make, Some(id), BackupStep::Copying, done, total);
            !board.is_stopped()
        };
        let made = make::make(&self.files, shop.database(), &ring, order, &mut told)?;
        drop(turn);
        drop(shop);
        app.till_act(|tx| notes::made(tx, &made, by))?;
        self.failed_at = None;
        let proven = self.prove_own(&app, &made, by, BackupAct::Make)?;
        if !proven {
            let reason = "it was made and could not be restored";
            return Err(AppError::new(ErrorCode::BackupBroken).with("reason", reason));
        }
        self.carry(&app, true)?;
        self.let_go(&app)
    }

    fn verify(&mut self, id: BackupId, by: Option<UserId>) -> AppResult<()> {
        let app = self.app()?;
        let backup = self.backup(&app, id)?;
        self.prove_own(&app, &backup, by, BackupAct::Verify)?;
        Ok(())
    }

    fn backup(&self, app: &App, id: BackupId) -> AppResult<BackupView> {
        let found = app.read(till(), |tx| Ok(tx.store.backup(id)?))?;
        found.ok_or_else(|| AppError::new(ErrorCode::BackupMissing))
    }

    /// Proves the file in the shop's own folder and keeps the result.
    fn prove_own(
        &self,
        app: &App,
        backup: &BackupView,
        by: Option<UserId>,
        act: BackupAct,
    ) -> AppResult<bool> {
        let path = own_folder(self.files.dir()).join(&backup.file_name);
        let (proven, _scratch) = self.prove(&path, act, backup.backup_id)?;
        self.note_proof(app, backup, by, proven)
    }

    fn note_proof(
        &self,
        app: &App,
        backup: &BackupView,
        by: Option<UserId>,
        proven: Proven,
    ) -> AppResult<bool> {
        let proof = BackupProof {
            at: app.world().now(),
            by: name(app, by)?,
            good: proven.good(),
            checks: proven.checks,
        };
        app.till_act(|tx| {
            let mut backup = tx.store.backup(backup.backup_id)?.unwrap_or(backup.clone());
            backup.proof = Some(proof.clone());
            notes::proved(tx, &backup, by)
        })?;
        Ok(proof.good)
    }

    /// Looks after what a program that ended left in the shop's own folder, once in its life:
    /// a file that is not in the list (made before an update, or right before the program was
    /// killed) is proved and listed; one that is listed and was not proved yet is proved. What
    /// nobody listed and is broken or another shop's is passed over.
    fn take_in(&mut self, app: &App) -> AppResult<()> {
        if self.taken_in {
            return Ok(());
        }
        let shop_id = app.context()?.shop.shop_id;
        let known = app.read(till(), |tx| Ok(tx.store.backups()?))?;
        for (name, header, bytes) in headers(&own_folder(self.files.dir())) {
            let id = header.backup_id;
            let listed = known.iter().find(|one| one.backup_id == id);
            if header.shop_id != shop_id || listed.is_some_and(|one| one.proof.is_some()) {
                continue;
            }
            let path = own_folder(self.files.dir()).join(&name);
            let (proven, _scratch) = self.prove(&path, BackupAct::Verify, id)?;
            if listed.is_none() && !proven.good() {
                tracing::warn!("{name} is not listed: it cannot be restored");
                continue;
            }
            let found = make::view(&header, name, bytes);
            if listed.is_none() {
                app.till_act(|tx| notes::made(tx, &found, None))?;
            }
            self.note_proof(app, listed.unwrap_or(&found), None, proven)?;
        }
        self.taken_in = true;
        self.board.rest();
        Ok(())
    }

    /// A proof in a scratch folder, which lives as long as the second value.
    fn prove(&self, path: &Path, act: BackupAct, id: BackupId) -> AppResult<(Proven, Scratch)> {
        let shop = self.files.shop()?;
        let ring = self.files.ring()?;
        let keys: Vec<&Secret32> = self.files.backup_keys(&ring);
        let scratch = Scratch::make(self.files.dir(), &format!("proof-{}", Uuid::now_v7()))?;
        let mut told = |done, total| {
            self.board
                .tell(act, Some(id), BackupStep::Proving, done, total)
        };
        let proven = check::prove(path, &keys, shop.database(), scratch.path(), &mut told);
        Ok((proven, scratch))
    }

    /// Takes what is not there yet to each place.
    fn carry(&self, app: &App, again: bool) -> AppResult<()> {
        let places = app.context()?.shop.backup.places.clone();
        if places.is_empty() {
            return Ok(());
        }
        let mut backups = app.read(till(), |tx| Ok(tx.store.backups()?))?;
        let now = app.world().now();
        let mut changed = false;
        for place in &places {
            let mut told = |done, total| {
                self.board
                    .tell(BackupAct::Make, None, BackupStep::Carrying, done, total)
            };
            changed |= carry::carry(&self.files, &mut backups, place, now, again, &mut told);
        }
        if self
            .board
            .state()
            .running
            .as_ref()
            .is_some_and(|one| one.backup_id.is_none())
        {
            self.board.end(BackupAct::Make, None, None);
        }
        match changed {
            true => app.till_act(|tx| notes::moved(tx, &backups, &[])),
            false => Ok(()),
        }
    }

    /// Lets go of what the plan does not keep, here and at every place that can be reached.
    fn let_go(&self, app: &App) -> AppResult<()> {
        let context = app.context()?;
        let plan = &context.shop.backup;
        let mut backups = app.read(till(), |tx| Ok(tx.store.backups()?))?;
        let kept = keep::kept(
            &backups,
            plan.keep,
            &context.day_rule.zone,
            app.world().now(),
        );
        let mut gone = Vec::new();
        for backup in &mut backups {
            match kept.get(&backup.backup_id) {
                Some(kinds) => backup.kept_as.clone_from(kinds),
                None if self.remove(backup, &plan.places) => gone.push(backup.backup_id),
                // A place could not be reached: it stays in the list until it can.
                None => {}
            }
        }
        backups.retain(|backup| !gone.contains(&backup.backup_id));
        app.till_act(|tx| notes::moved(tx, &backups, &gone))
    }

    fn remove(&self, backup: &mut BackupView, places: &[BackupPlace]) -> bool {
        let name = backup.file_name.clone();
        let own = own_folder(self.files.dir()).join(&name);
        if let Err(error) = std::fs::remove_file(&own)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!("{name} stays: {error}");
            return false;
        }
        let mut all = true;
        for copy in &mut backup.places {
            let place = places.iter().find(|place| place.place_id == copy.place_id);
            let (CopyState::There, Some(place)) = (copy.state, place) else {
                copy.state = CopyState::Gone;
                continue;
            };
            match carry::let_go(&self.files, place, &name) {
                Ok(()) => copy.state = CopyState::Gone,
                Err(reason) => {
                    tracing::warn!(place = place.name, "{name} stays there: {reason}");
                    all = false;
                }
            }
        }
        all
    }

    fn restore(&mut self, order: &RestoreOrder) -> AppResult<()> {
        let app = self.app()?;
        let staged = self.board.state().staged.take();
        let staged = staged.filter(|staged| staged.view.stage_id == order.stage_id);
        let staged = staged.ok_or_else(|| AppError::new(ErrorCode::RestoreStale))?;
        self.board.tell(
            BackupAct::Restore,
            Some(staged.view.backup_id),
            BackupStep::Restoring,
            0,
            1,
        );
        let id = Some(staged.view.backup_id);
        let board = &self.board;
        let mut told =
            |done, total| board.tell(BackupAct::Restore, id, BackupStep::Restoring, done, total);
        restore::in_place(&self.files, &app, &staged, order, &mut told)
    }
}

/// A person's name, for the report.
fn name(app: &App, by: Option<UserId>) -> AppResult<Option<String>> {
    let Some(by) = by else { return Ok(None) };
    app.read(till(), |tx| Ok(tx.store.user(by)?.map(|user| user.name)))
}

/// Doubts as a store knows them; kept here so that the drill counts as the screens do.
pub fn unsettled(store: &dyn Store) -> AppResult<u32> {
    Ok(u32::try_from(store.attempts_unsettled()?.len()).unwrap_or(u32::MAX))
}
