//! The desk of the backups: a thread that makes, proves, carries, rehearses and restores them. It
//! must never hold a sale up. It must never call a backup good that it did not restore, nor put
//! one in the place of the books without two people or the phrase.

mod carry;
mod check;
mod clerk;
mod file;
mod keep;
mod leftover;
mod look;
mod make;
mod places;
mod restore;
mod sources;
mod state;
mod swap;
mod update;

pub use make::own_folder;
pub use swap::{finish, is_unfinished, permitted, served};
pub use update::before_update;

use crate::events::Hub;
use crate::files::Files;
use clerk::{Clerk, Work};
use places::PlaceFault;
use places::stick::Sticks;
use pos_app::api::{AppError, AppResult, ErrorCode};
use pos_app::ports::backups::{BackupPlace, BackupPlan, Backups, NewDoor, RestoreOrder};
use pos_app::views::backup::{
    BackupDestinations, BackupProgress, PlaceTried, RestoreSource, RestoreSourceView,
    RestoreStanding, RestoreState, RestoreView, SftpServer, StickView,
};
use pos_app::{App, views::backup::BackupAct};
use pos_domain::fact::BackupWhy;
use pos_domain::ids::{BackupId, StageId, UserId};
use pos_store::disk::{Disk, RealDisk};
use pos_vault::{Secret, backup as seal};
use state::Board;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::Instant;
use uuid::Uuid;

/// The desk.
pub struct Desk {
    files: Arc<Files>,
    board: Arc<Board>,
    app: Mutex<Weak<App>>,
    work: Mutex<Option<Sender<Work>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

fn held<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    /// A desk where nobody works yet.
    pub fn new(files: Arc<Files>, hub: Arc<Hub>) -> Arc<Desk> {
        Arc::new(Desk {
            files,
            board: Arc::new(Board::new(hub)),
            app: Mutex::default(),
            work: Mutex::default(),
            thread: Mutex::default(),
        })
    }

    /// Opens it. `by_the_clock`: it looks after the plan by itself.
    pub fn open(&self, app: &Arc<App>, by_the_clock: bool) -> std::io::Result<()> {
        *held(&self.app) = Arc::downgrade(app);
        leftover::clear(&self.files);
        let (work, orders) = channel();
        let clerk = Clerk::new(self.files.clone(), self.board.clone(), Arc::downgrade(app));
        let thread = std::thread::Builder::new()
            .name("backup-desk".into())
            .spawn(move || clerk.work(&orders, by_the_clock))?;
        *held(&self.work) = Some(work);
        *held(&self.thread) = Some(thread);
        Ok(())
    }

    /// Ends what is under way and waits for the thread. A copy that is not whole is thrown away.
    pub fn close(&self) {
        self.board.stop();
        // Without its sender the thread has nobody left to work for.
        drop(held(&self.work).take());
        if let Some(thread) = held(&self.thread).take()
            && thread.join().is_err()
        {
            tracing::error!("the backup desk ended badly");
        }
    }

    fn order(&self, work: Work) -> AppResult<()> {
        let gone = || AppError::new(ErrorCode::BackupUnavailable);
        let desk = held(&self.work);
        let sender = desk.as_ref().ok_or_else(gone)?;
        sender.send(work).map_err(|_| gone())
    }

    fn app(&self) -> AppResult<Arc<App>> {
        let app = held(&self.app).upgrade();
        app.ok_or_else(|| AppError::new(ErrorCode::BackupUnavailable))
    }

    /// A place's secret, opened.
    fn secret(&self, place: &BackupPlace) -> AppResult<Option<Secret>> {
        carry::secret(&self.files, place)
    }
}

impl Backups for Desk {
    fn running(&self) -> Option<BackupProgress> {
        self.board.state().running.clone()
    }

    fn trouble(&self) -> Option<AppError> {
        self.board.state().trouble.clone()
    }

    fn make(&self, why: BackupWhy, by: Option<UserId>) -> AppResult<BackupId> {
        let id = BackupId(Uuid::now_v7());
        self.order(Work::Make(id, why, by))?;
        Ok(id)
    }

    fn verify(&self, id: BackupId, by: Option<UserId>) -> AppResult<()> {
        self.order(Work::Verify(id, by))
    }

    fn drill(&self, id: BackupId, by: Option<UserId>) -> AppResult<()> {
        self.order(Work::Drill(id, by))
    }

    fn destinations(&self) -> BackupDestinations {
        let room = |path: &std::path::Path| RealDisk.room(path).ok().flatten();
        let sticks = Sticks::default().all().into_iter();
        BackupDestinations {
            own_folder: own_folder(self.files.dir()).display().to_string(),
            own_free_bytes: room(self.files.dir()),
            sticks: sticks
                .map(|(stick, path)| StickView {
                    stick,
                    free_bytes: room(&path),
                    path: path.display().to_string(),
                })
                .collect(),
        }
    }

    fn sftp_server(&self, host: &str, port: u16) -> AppResult<SftpServer> {
        Ok(places::sftp::ask(host, port)?)
    }

    fn seal_secret(&self, secret: &str) -> AppResult<String> {
        let ring = self.files.ring()?;
        seal::seal_secret(&ring.backup, &Secret::new(secret)).map_err(AppError::internal)
    }

    fn try_place(&self, place: &BackupPlace, secret: Option<&str>) -> AppResult<PlaceTried> {
        let begun = Instant::now();
        let secret = match secret {
            Some(text) => Some(Secret::new(text)),
            None => self.secret(place)?,
        };
        let mut reached = places::reach(place, secret)?;
        let backups = reached.names()?.len();
        carry::try_out(&mut *reached, self.files.dir())?;
        Ok(PlaceTried {
            free_bytes: reached.free_bytes(),
            ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            backups: u32::try_from(backups).unwrap_or(u32::MAX),
        })
    }

    fn sources(&self, plan: Option<&BackupPlan>) -> AppResult<Vec<RestoreSourceView>> {
        Ok(sources::sources(&self.files, plan))
    }

    fn stage(
        &self,
        source: &RestoreSource,
        plan: Option<&BackupPlan>,
        phrase: Option<&str>,
    ) -> AppResult<RestoreView> {
        // One at a time: what was looked at before goes.
        self.board.state().staged = None;
        let app = self.app()?;
        let staged = restore::stage(&self.files, &app, source, plan, phrase, &self.board);
        let mut state = self.board.state();
        state.running = None;
        let staged = staged?;
        let view = staged.view.clone();
        state.staged = Some(Arc::new(staged));
        Ok(view)
    }

    fn staged(&self, id: StageId) -> Option<RestoreView> {
        let state = self.board.state();
        let staged = state.staged.as_ref()?;
        (staged.view.stage_id == id).then(|| staged.view.clone())
    }

    fn restore(&self, order: RestoreOrder) {
        let stage_id = order.stage_id;
        self.board.restore_is(stage_id, RestoreState::Running);
        if let Err(error) = self.order(Work::Restore(order)) {
            self.board.restore_is(stage_id, RestoreState::Failed);
            self.board.end(BackupAct::Restore, None, Some(error));
        }
    }

    fn restore_standing(&self) -> Option<RestoreStanding> {
        self.board.state().restore
    }

    fn restore_anew(&self, order: RestoreOrder, door: &NewDoor) -> AppResult<()> {
        let staged = self.board.state().staged.take();
        let staged = staged.filter(|staged| staged.view.stage_id == order.stage_id);
        let staged = staged.ok_or_else(|| AppError::new(ErrorCode::RestoreStale))?;
        let app = self.app()?;
        restore::anew(&self.files, &app, &staged, &order, door)
    }
}

impl From<PlaceFault> for String {
    fn from(fault: PlaceFault) -> String {
        fault.to_string()
    }
}
