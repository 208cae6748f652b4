//! The world around the use cases of one life of the till: virtual clocks, ids from the seed, the
//! file on its disk, the real links. At any of its seams the till can die; a dead till says
//! nothing.

use super::file::ShopFile;
use crate::plants::Plant;
use crate::stage::Stage;
use pos_app::api::{AppError, AppResult, ErrorCode};
use pos_app::effect::Effect;
use pos_app::event::Event;
use pos_app::ports::devices::{Papers, PeripheralLinks};
use pos_app::ports::register::Posture;
use pos_app::ports::store::NewEntry;
use pos_app::ports::world::{
    Durability, Job, Receipts, Secrets, ShopFiles, TableReader, TerminalLinks, World,
};
use pos_app::views::status::Network;
use pos_devices::OrderId;
use pos_domain::fact::{AttemptMoved, Fact, MoneyMoved};
use pos_domain::ids::{AttemptId, ProductId, RequestId};
use pos_domain::time::Instant;
use pos_tests::stand_ins::{NoDevices, QuickSecrets};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use uuid::Uuid;

/// What the world asks of the cables of this life.
pub trait Cables: TerminalLinks {
    fn carry_out(&self, effect: Effect);
}

/// The adapters of one life.
pub struct TillWorld {
    pub stage: Arc<Stage>,
    pub file: ShopFile,
    pub plant: Option<Plant>,
    cables: OnceLock<Arc<dyn Cables>>,
    secrets: QuickSecrets,
    beside: NoDevices,
    dead: AtomicBool,
    /// Seams until the till dies; 0: it does not.
    fuse: AtomicU32,
    /// When something was written last that may still be lost.
    soon_ms: AtomicU64,
}

impl TillWorld {
    pub fn new(stage: Arc<Stage>, file: ShopFile, plant: Option<Plant>) -> TillWorld {
        TillWorld {
            stage,
            file,
            plant,
            cables: OnceLock::new(),
            secrets: QuickSecrets::default(),
            beside: NoDevices,
            dead: AtomicBool::new(false),
            fuse: AtomicU32::new(0),
            soon_ms: AtomicU64::new(0),
        }
    }

    pub fn plug(&self, cables: Arc<dyn Cables>) {
        let _ = self.cables.set(cables);
    }

    /// The till dies at the n-th seam from now.
    pub fn light(&self, seams: u32) {
        self.fuse.store(seams, Ordering::Relaxed);
    }

    pub fn die(&self) {
        self.dead.store(true, Ordering::Relaxed);
    }

    pub fn is_dead(&self) -> bool {
        self.dead.load(Ordering::Relaxed)
    }

    /// Something was committed that is not settled yet, and since when.
    pub fn unsettled_since(&self) -> Option<u64> {
        match self.soon_ms.load(Ordering::Relaxed) {
            0 => None,
            since => Some(since),
        }
    }

    pub fn is_settled(&self) {
        self.soon_ms.store(0, Ordering::Relaxed);
    }

    /// A place where the till may die. True: it is dead.
    pub fn seam(&self) -> bool {
        let left = self.fuse.load(Ordering::Relaxed);
        if left > 0 {
            self.fuse.store(left - 1, Ordering::Relaxed);
            if left == 1 {
                self.die();
            }
        }
        self.is_dead()
    }

    /// A planted bug books what an approved payment moved a second time.
    pub fn book_again(&self, order: OrderId) {
        let id = AttemptId(Uuid::from_u128(order.0));
        let request_id = RequestId(self.stage.id());
        let booked = self.file.write(pos_store::Durability::Full, &mut |store| {
            let Some(attempt) = store.attempt(id)? else {
                return Ok(());
            };
            let entry = NewEntry {
                request_id,
                input_hash: 0,
                at: self.stage.wall(),
                actor: None,
                approver: None,
                device: Some(attempt.terminal_id),
            };
            let moved = AttemptMoved {
                attempt_id: id,
                state: attempt.state,
                act: attempt.act,
                amount_minor: attempt.amount_minor,
                money: MoneyMoved::In,
                slip: attempt.slip,
                code: None,
                seen: None,
                paper: None,
                means: pos_domain::payment::Means::Card,
            };
            store.journal_append(entry, &Fact::AttemptMoved(moved))?;
            Ok(())
        });
        drop(booked);
    }
}

fn gone() -> AppError {
    AppError::new(ErrorCode::FileUnwritable).with("reason", "the till is dead")
}

impl World for TillWorld {
    fn read(&self, job: Job) -> AppResult<()> {
        if self.is_dead() {
            return Err(gone());
        }
        self.file.read(job)
    }

    fn write(&self, durability: Durability, job: Job) -> AppResult<()> {
        if self.seam() {
            return Err(gone());
        }
        let durability = match (durability, self.plant) {
            (Durability::Now, Some(Plant::SoonIsNow)) => pos_store::Durability::Normal,
            (Durability::Now, _) => pos_store::Durability::Full,
            (Durability::Soon, _) => pos_store::Durability::Normal,
        };
        let mut ran = false;
        let done = self.file.write(durability, &mut |store| {
            let done = job(store);
            ran = done.is_ok();
            done
        });
        let done = match done {
            // The job ran and the commit failed.
            Err(_) if ran && self.plant == Some(Plant::FailedCommitIsDone) => Ok(()),
            other => other,
        };
        if done.is_ok() && durability == pos_store::Durability::Normal {
            let since = self.soon_ms.load(Ordering::Relaxed);
            if since == 0 {
                self.soon_ms
                    .store(self.stage.now_ms().max(1), Ordering::Relaxed);
            }
        }
        // Committed, and nobody has heard of it.
        if self.seam() { Err(gone()) } else { done }
    }

    fn now(&self) -> Instant {
        self.stage.wall()
    }

    fn monotonic_ms(&self) -> u64 {
        self.stage.now_ms()
    }

    fn new_id(&self) -> Uuid {
        self.stage.id()
    }

    fn carry_out(&self, effects: Vec<Effect>) {
        for effect in effects {
            if self.seam() {
                return;
            }
            if let Some(cables) = self.cables.get() {
                cables.carry_out(effect);
            }
        }
    }

    fn publish(&self, _: Event) {}

    fn network(&self) -> Network {
        Network::NoneNeeded
    }

    fn time_zone(&self) -> String {
        "Europe/Berlin".into()
    }

    fn search(&self, _: &str, _: usize) -> Option<Vec<ProductId>> {
        None
    }

    fn secrets(&self) -> &dyn Secrets {
        &self.secrets
    }
    fn terminals(&self) -> &dyn TerminalLinks {
        let cables = self.cables.get().expect("plugged before the first call");
        &**cables
    }
    fn files(&self) -> &dyn ShopFiles {
        &self.file
    }
    fn peripherals(&self) -> &dyn PeripheralLinks {
        &self.beside
    }
    fn papers(&self) -> &dyn Papers {
        &self.beside
    }
    fn receipts(&self) -> &dyn Receipts {
        &self.beside
    }
    fn posture(&self) -> &dyn Posture {
        &self.beside
    }
    fn tables(&self) -> &dyn TableReader {
        &self.beside
    }
}
