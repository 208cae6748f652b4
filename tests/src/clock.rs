//! A second set of use cases over a till's own world, whose clocks a test can put forward or turn:
//! what takes a minute or half an hour at the counter takes none here.

use crate::till::Till;
use pos_app::App;
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
use pos_host::Host;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use uuid::Uuid;

/// The till's world with its clock put forward.
pub struct Later {
    host: Arc<Host>,
    ahead_ms: AtomicU64,
    /// By how much somebody turned the wall clock.
    turned_ms: AtomicI64,
    /// Nothing can be written.
    disk_gone: AtomicBool,
}

impl Later {
    /// The use cases over the till's world, and the hand that puts the clock forward.
    pub fn over(till: &Till) -> (App, Arc<Later>) {
        let later = Arc::new(Later {
            host: till.host().clone(),
            ahead_ms: AtomicU64::new(0),
            turned_ms: AtomicI64::new(0),
            disk_gone: AtomicBool::new(false),
        });
        (App::new(later.clone()), later)
    }

    /// Puts the clock forward.
    pub fn pass_s(&self, seconds: u64) {
        self.ahead_ms.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// Turns the wall clock, forwards or back; time passes as before.
    pub fn turn_ms(&self, by: i64) {
        self.turned_ms.fetch_add(by, Ordering::SeqCst);
    }

    /// Takes the disk away from whoever writes, or gives it back.
    pub fn lose_disk(&self, gone: bool) {
        self.disk_gone.store(gone, Ordering::SeqCst);
    }

    /// What the wall clock says, in milliseconds since 1970.
    pub fn wall_ms(&self) -> i64 {
        World::now(self).0
    }

    fn world(&self) -> &dyn World {
        self.host.app().world()
    }
}

impl World for Later {
    fn read(&self, job: Job) -> AppResult<()> {
        self.world().read(job)
    }
    fn write(&self, durability: Durability, job: Job) -> AppResult<()> {
        if self.disk_gone.load(Ordering::SeqCst) {
            return Err(AppError::new(ErrorCode::FileUnwritable));
        }
        self.world().write(durability, job)
    }
    fn now(&self) -> Instant {
        let ahead = i64::try_from(self.ahead_ms.load(Ordering::SeqCst)).unwrap();
        Instant(self.world().now().0 + ahead + self.turned_ms.load(Ordering::SeqCst))
    }
    fn monotonic_ms(&self) -> u64 {
        self.world().monotonic_ms() + self.ahead_ms.load(Ordering::SeqCst)
    }
    fn new_id(&self) -> Uuid {
        self.world().new_id()
    }
    fn carry_out(&self, effects: Vec<Effect>) {
        self.world().carry_out(effects);
    }
    fn publish(&self, event: Event) {
        self.world().publish(event);
    }
    fn network(&self) -> Network {
        self.world().network()
    }
    fn time_zone(&self) -> String {
        self.world().time_zone()
    }
    fn search(&self, text: &str, limit: usize) -> Option<Vec<ProductId>> {
        self.world().search(text, limit)
    }
    fn secrets(&self) -> &dyn Secrets {
        self.world().secrets()
    }
    fn terminals(&self) -> &dyn TerminalLinks {
        self.world().terminals()
    }
    fn files(&self) -> &dyn ShopFiles {
        self.world().files()
    }
    fn peripherals(&self) -> &dyn PeripheralLinks {
        self.world().peripherals()
    }
    fn papers(&self) -> &dyn Papers {
        self.world().papers()
    }
    fn receipts(&self) -> &dyn Receipts {
        self.world().receipts()
    }
    fn posture(&self) -> &dyn Posture {
        self.world().posture()
    }
    fn tables(&self) -> &dyn TableReader {
        self.world().tables()
    }
}
