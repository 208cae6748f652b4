//! How the desk stands: what it does, what it heard last, what is staged for a restore. Tells each
//! step to the screens.

use crate::backup::restore::Staged;
use crate::events::Hub;
use pos_app::AppError;
use pos_app::event::Event;
use pos_app::views::backup::{
    BackupAct, BackupProgress, BackupStep, RestoreStanding, RestoreState,
};
use pos_domain::ids::{BackupId, StageId};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
pub struct State {
    pub running: Option<BackupProgress>,
    pub trouble: Option<AppError>,
    pub staged: Option<Arc<Staged>>,
    /// Of an open shop, the last that was begun.
    pub restore: Option<RestoreStanding>,
}

/// The state and who is told of it.
pub struct Board {
    state: Mutex<State>,
    hub: Arc<Hub>,
    stopped: AtomicBool,
}

impl Board {
    pub fn new(hub: Arc<Hub>) -> Board {
        Board {
            state: Mutex::default(),
            hub,
            stopped: AtomicBool::new(false),
        }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The till ends: what is under way is given up.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Tells a step; the same hundredth of it is told once.
    pub fn tell(
        &self,
        act: BackupAct,
        id: Option<BackupId>,
        step: BackupStep,
        done: u64,
        total: u64,
    ) {
        let progress = BackupProgress {
            act,
            backup_id: id,
            step,
            done,
            total,
            trouble: None,
        };
        let hundredth = |p: &BackupProgress| p.done * 100 / p.total.max(1);
        let mut state = self.state();
        let new = state.running.as_ref().is_none_or(|was| {
            (was.act, was.step) != (act, step) || hundredth(was) != hundredth(&progress)
        });
        state.running = Some(progress.clone());
        drop(state);
        if new {
            self.hub.publish(&Event::Backup { progress });
        }
    }

    /// A restore of the open shop was ordered, or has ended.
    pub fn restore_is(&self, stage_id: StageId, state: RestoreState) {
        self.state().restore = Some(RestoreStanding { stage_id, state });
    }

    /// Nothing is done any more of what nobody asked for.
    pub fn rest(&self) {
        self.state().running = None;
    }

    /// The work has ended.
    pub fn end(&self, act: BackupAct, id: Option<BackupId>, trouble: Option<AppError>) {
        let mut state = self.state();
        state.running = None;
        if matches!(act, BackupAct::Make) {
            state.trouble.clone_from(&trouble);
        }
        drop(state);
        let step = match &trouble {
            None => BackupStep::Done,
            Some(_) => BackupStep::Failed,
        };
        let progress = BackupProgress {
            act,
            backup_id: id,
            step,
            done: 1,
            total: 1,
            trouble,
        };
        self.hub.publish(&Event::Backup { progress });
    }
}
