//! The world around the use cases, made of the adapters.

use crate::backup::Desk;
use crate::catalogue::Catalogue;
use crate::events::Hub;
use crate::files::Files;
use crate::links::{Links, now};
use crate::network;
use crate::papers::PaperMaker;
use crate::peripherals::Peripherals;
use crate::posture::HostPosture;
use crate::secrets::VaultSecrets;
use crate::tables::Tables;
use pos_app::AppResult;
use pos_app::effect::Effect;
use pos_app::event::Event;
use pos_app::ports::backups::Backups;
use pos_app::ports::devices::{Papers, PeripheralLinks};
use pos_app::ports::register::Posture;
use pos_app::ports::world::{
    Durability, Job, Receipts, Secrets, ShopFiles, TableReader, TerminalLinks, World,
};
use pos_app::views::status::Network;
use pos_domain::ids::{PeripheralId, ProductId, TerminalId};
use pos_domain::time::Instant;
use pos_reports::ReceiptMaker;
use pos_store::Durability as FileDurability;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant as Clock;
use uuid::Uuid;

/// Work for the housekeeping thread.
pub enum Chore {
    AttachDevice(PeripheralId),
    DetachDevice(PeripheralId),
    Attach(TerminalId),
    Detach(TerminalId),
    RebuildIndex,
    KeepAnchor(Vec<u8>),
    Stop,
}

/// The adapters together.
pub struct HostWorld {
    pub files: Arc<Files>,
    pub links: Arc<Links>,
    pub peripherals: Arc<Peripherals>,
    pub hub: Arc<Hub>,
    pub catalogue: Catalogue,
    secrets: VaultSecrets,
    receipts: ReceiptMaker,
    papers: PaperMaker,
    pub posture: HostPosture,
    pub desk: Arc<Desk>,
    chores: Mutex<Sender<Chore>>,
    began: Clock,
    /// A replay's clock; None: the computer's own.
    stands_at: Mutex<Option<Instant>>,
    /// Monotonic milliseconds of the last write, for the quiet after which it is settled.
    last_write_ms: AtomicU64,
}

impl HostWorld {
    pub fn new(files: Arc<Files>, links: Arc<Links>, hub: Arc<Hub>, chores: Sender<Chore>) -> Self {
        HostWorld {
            posture: HostPosture::of(files.dir()),
            secrets: VaultSecrets::new(files.clone()),
            desk: Desk::new(files.clone(), hub.clone()),
            files,
            links,
            peripherals: Peripherals::new(hub.clone()),
            hub,
            catalogue: Catalogue::default(),
            receipts: ReceiptMaker,
            papers: PaperMaker::default(),
            chores: Mutex::new(chores),
            began: Clock::now(),
            stands_at: Mutex::default(),
            last_write_ms: AtomicU64::new(0),
        }
    }

    /// Hands work to the housekeeping thread.
    pub fn later(&self, chore: Chore) {
        let chores = self.chores.lock().unwrap_or_else(PoisonError::into_inner);
        if chores.send(chore).is_err() {
            tracing::debug!("the housekeeping has ended");
        }
    }

    /// Lets the wall clock stand at a moment, or run again.
    pub fn stand_clock(&self, at: Option<Instant>) {
        *self
            .stands_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = at;
    }

    /// Whether the wall clock stands at a moment.
    pub fn clock_stands(&self) -> bool {
        self.standing_clock().is_some()
    }

    fn standing_clock(&self) -> Option<Instant> {
        *self
            .stands_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// How long nothing was written.
    pub fn quiet_ms(&self) -> u64 {
        self.monotonic_ms()
            .saturating_sub(self.last_write_ms.load(Ordering::Relaxed))
    }
}

impl World for HostWorld {
    fn read(&self, job: Job) -> AppResult<()> {
        let shop = self.files.shop()?;
        shop.look(|reader| reader.look(|store| job(store)))
    }

    fn write(&self, durability: Durability, job: Job) -> AppResult<()> {
        let shop = self.files.shop()?;
        let durability = match durability {
            Durability::Now => FileDurability::Full,
            Durability::Soon => FileDurability::Normal,
        };
        let (done, anchor) = shop.act(durability, job);
        self.last_write_ms
            .store(self.monotonic_ms(), Ordering::Relaxed);
        if let Some(sealed) = anchor {
            self.later(Chore::KeepAnchor(sealed.to_vec()));
        }
        done
    }

    fn now(&self) -> Instant {
        self.standing_clock().unwrap_or_else(now)
    }

    fn monotonic_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn carry_out(&self, effects: Vec<Effect>) {
        for effect in effects {
            let Some(effect) = self.links.carry_out(effect) else {
                continue;
            };
            match effect {
                Effect::TerminalAttach(id) => self.later(Chore::Attach(id)),
                Effect::TerminalDetach(id) => self.later(Chore::Detach(id)),
                Effect::PeripheralAttach(id) => self.later(Chore::AttachDevice(id)),
                Effect::PeripheralDetach(id) => self.later(Chore::DetachDevice(id)),
                Effect::Print => self.peripherals.look(),
                Effect::KickDrawer { drawer_no } => self.peripherals.kick(drawer_no),
                Effect::ShowCustomer(view) => self.peripherals.show(&view),
                // Carried out by the links.
                Effect::TerminalPay { .. }
                | Effect::TerminalAsk { .. }
                | Effect::TerminalReverse { .. } => {}
                // The use cases drew their conclusions already.
                Effect::CustomerGone(_) => {}
                Effect::CatalogueChanged => self.later(Chore::RebuildIndex),
                Effect::Backup(why) => {
                    if let Err(error) = self.desk.make(why, None) {
                        tracing::error!("a backup that is due was not begun: {error}");
                    }
                }
                Effect::Restore(order) => self.desk.restore(order),
                // The use cases have seen to it already.
                Effect::ShopChanged | Effect::EndSessions(_) => {}
            }
        }
    }

    fn publish(&self, event: Event) {
        self.hub.publish(&event);
    }

    fn network(&self) -> Network {
        network::state()
    }

    fn time_zone(&self) -> String {
        let zone = jiff::tz::TimeZone::system();
        zone.iana_name().unwrap_or("UTC").to_owned()
    }

    fn search(&self, text: &str, limit: usize) -> Option<Vec<ProductId>> {
        self.catalogue.search(text, limit)
    }

    fn secrets(&self) -> &dyn Secrets {
        &self.secrets
    }
    fn terminals(&self) -> &dyn TerminalLinks {
        &*self.links
    }
    fn peripherals(&self) -> &dyn PeripheralLinks {
        &*self.peripherals
    }
    fn files(&self) -> &dyn ShopFiles {
        &*self.files
    }
    fn receipts(&self) -> &dyn Receipts {
        &self.receipts
    }
    fn papers(&self) -> &dyn Papers {
        &self.papers
    }
    fn posture(&self) -> &dyn Posture {
        &self.posture
    }
    fn tables(&self) -> &dyn TableReader {
        &Tables
    }
    fn backups(&self) -> &dyn Backups {
        &*self.desk
    }
}
