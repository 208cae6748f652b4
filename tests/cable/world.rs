//! The world around the use cases of one life of the till: the virtual clock, the file in memory,
//! the real links. A till that was killed says and does nothing any more.

use crate::file::ShopFile;
use crate::stage::Stage;
use pos_app::api::{AppError, AppResult, ErrorCode};
use pos_app::effect::Effect;
use pos_app::event::Event;
use pos_app::ports::devices::{Papers, PeripheralLinks};
use pos_app::ports::register::Posture;
use pos_app::ports::world::{
    Durability, Job, Receipts, Secrets, ShopFiles, TableReader, TerminalLinks, World,
};
use pos_app::views::status::Network;
use pos_domain::ids::ProductId;
use pos_domain::time::Instant;
use pos_host::links::Links;
use pos_tests::stand_ins::{NoDevices, QuickSecrets};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use uuid::Uuid;

/// The adapters of one life.
pub struct TillWorld {
    pub stage: Arc<Stage>,
    pub file: ShopFile,
    links: OnceLock<Arc<Links>>,
    secrets: QuickSecrets,
    beside: NoDevices,
    dead: AtomicBool,
    unsettled: AtomicBool,
}

impl TillWorld {
    pub fn new(stage: Arc<Stage>, file: ShopFile) -> TillWorld {
        TillWorld {
            stage,
            file,
            links: OnceLock::new(),
            secrets: QuickSecrets::default(),
            beside: NoDevices,
            dead: AtomicBool::new(false),
            unsettled: AtomicBool::new(false),
        }
    }

    pub fn plug(&self, links: Arc<Links>) {
        let _ = self.links.set(links);
    }

    pub fn die(&self) {
        self.dead.store(true, Ordering::Relaxed);
    }

    pub fn is_dead(&self) -> bool {
        self.dead.load(Ordering::Relaxed)
    }

    /// What the host does after a quarter second of quiet.
    pub fn settle(&self) {
        if self.unsettled.swap(false, Ordering::Relaxed) {
            let settled = self.file.with_writer(|writer| writer.settle());
            settled.expect("open").expect("a disk that works");
        }
    }
}

fn gone() -> AppError {
    AppError::new(ErrorCode::FileUnwritable).with("reason", "the till was killed")
}

impl World for TillWorld {
    fn read(&self, job: Job) -> AppResult<()> {
        match self.is_dead() {
            true => Err(gone()),
            false => self.file.read(job),
        }
    }

    fn write(&self, durability: Durability, job: Job) -> AppResult<()> {
        if self.is_dead() {
            return Err(gone());
        }
        let durability = match durability {
            Durability::Now => pos_store::Durability::Full,
            Durability::Soon => {
                self.unsettled.store(true, Ordering::Relaxed);
                pos_store::Durability::Normal
            }
        };
        self.file.write(durability, job)
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
        let links = self.links.get().filter(|_| !self.is_dead());
        for effect in effects {
            // What is not for a cable is for nobody here.
            let _not_ours = links.and_then(|links| links.carry_out(effect));
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
        &**self.links.get().expect("plugged before the first call")
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
