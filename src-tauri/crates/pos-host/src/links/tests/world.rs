//! The host's world with the test's clock and disk. Everything else is the host's own.

use crate::world::HostWorld;
use pos_app::AppResult;
use pos_app::api::{AppError, ErrorCode};
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
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use uuid::Uuid;

/// The host's world with a clock of its own, and a disk that can refuse.
pub struct BenchWorld {
    pub inner: HostWorld,
    pub now_ms: AtomicU64,
    pub broken: AtomicBool,
}

impl World for BenchWorld {
    fn read(&self, job: Job) -> AppResult<()> {
        self.inner.read(job)
    }
    fn write(&self, durability: Durability, job: Job) -> AppResult<()> {
        match self.broken.load(Ordering::Relaxed) {
            true => Err(AppError::new(ErrorCode::FileUnwritable)),
            false => self.inner.write(durability, job),
        }
    }
    fn now(&self) -> Instant {
        Instant(1_800_000_000_000 + i64::try_from(self.monotonic_ms()).unwrap())
    }
    fn monotonic_ms(&self) -> u64 {
        self.now_ms.load(Ordering::Relaxed)
    }
    fn new_id(&self) -> Uuid {
        self.inner.new_id()
    }
    fn carry_out(&self, effects: Vec<Effect>) {
        self.inner.carry_out(effects);
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
        self.inner.secrets()
    }
    fn terminals(&self) -> &dyn TerminalLinks {
        self.inner.terminals()
    }
    fn peripherals(&self) -> &dyn PeripheralLinks {
        self.inner.peripherals()
    }
    fn files(&self) -> &dyn ShopFiles {
        self.inner.files()
    }
    fn receipts(&self) -> &dyn Receipts {
        self.inner.receipts()
    }
    fn papers(&self) -> &dyn Papers {
        self.inner.papers()
    }
    fn posture(&self) -> &dyn Posture {
        self.inner.posture()
    }
    fn tables(&self) -> &dyn TableReader {
        self.inner.tables()
    }
}
