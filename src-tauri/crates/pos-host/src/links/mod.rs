//! The paired terminals, each with its driver: who is connected, what runs on it, what it said.
//! Drivers know nothing of sales; here their answers find their attempt. Clocks and ids are
//! those of the world around the use cases: all of this can be stepped in a time of its own.

mod asking;
mod drivers;
mod ending;
mod listener;
mod map;
mod orders;
mod port;
mod registered;

use crate::peripherals::till;
use asking::Asking;
pub use drivers::{Driver, Drivers, RunningTest, Threads};
use ending::Owed;
use listener::Ear;
pub(crate) use map::{address, now};
use pos_app::App;
use pos_app::event::Event;
use pos_app::ports::records::Terminal as PairedTerminal;
use pos_app::ports::register::SeenIdentity;
use pos_app::ports::world::AttemptProgress;
use pos_app::views::terminal::{BatchTotals, Link, WireLine};
use pos_devices::{OrderId, SubmitError, TerminalOrder, TerminalSettings};
use pos_domain::fact::CardSlip;
use pos_domain::ids::{AttemptId, TerminalId};
use pos_domain::payment::LastReceipt;
use pos_domain::time::Instant;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

/// Wire lines kept for the technician.
const WIRE_LINES_MAX: usize = 400;

/// What an order was for.
#[derive(Clone)]
pub(crate) enum Purpose {
    /// A charge, a refund or a reversal: an attempt whose id is the order's.
    Pay(AttemptId),
    /// The last receipt, as evidence for a doubt.
    Ask(AttemptId),
    /// The last receipt, for the next payment.
    Baseline,
    Test(Arc<RunningTest>),
}

/// One terminal.
pub(crate) struct Live {
    /// As it was when it was taken into use.
    pub paired: PairedTerminal,
    pub driver: Option<Box<dyn Driver>>,
    pub link: Link,
    pub detail: Option<String>,
    pub last_seen_at: Option<Instant>,
    pub answers_in_ms: Option<u32>,
    /// Who answered last, whether it was the right one or not.
    pub identity: Option<SeenIdentity>,
    /// Read since the last connect, and nothing has happened to it since.
    pub last_receipt: Option<LastReceipt>,
    /// Its numbers were held against the books, or a doubt explains them: once after each start.
    pub compared: bool,
    pub asked_since_connect: bool,
    pub asking: Asking,
    pub orders: BTreeMap<OrderId, Running>,
    /// An order has ended, and what follows from it is being stored.
    pub ending: bool,
    pub wire: VecDeque<WireLine>,
}

/// An order on its way.
pub(crate) struct Running {
    pub purpose: Purpose,
    /// On the world's clock that never goes back.
    pub began_ms: u64,
    /// A result came and was dealt with.
    pub told: bool,
    /// One of the results was an approval.
    pub approved: bool,
    /// What a question for the last receipt brought; it counts when the order has ended well.
    pub reading: Option<(LastReceipt, CardSlip)>,
    pub lines: Vec<String>,
    pub code: Option<String>,
    pub totals: BatchTotals,
}

/// All terminals.
pub struct Links {
    app: OnceLock<Weak<App>>,
    drivers: Arc<dyn Drivers>,
    me: Weak<Links>,
    live: Mutex<BTreeMap<TerminalId, Live>>,
    progress: Mutex<VecDeque<(AttemptId, AttemptProgress)>>,
    owed: Mutex<VecDeque<Owed>>,
}

impl Links {
    /// Without terminals yet.
    pub fn new(drivers: Arc<dyn Drivers>) -> Arc<Links> {
        Arc::new_cyclic(|me| Links {
            app: OnceLock::new(),
            drivers,
            me: me.clone(),
            live: Mutex::default(),
            progress: Mutex::default(),
            owed: Mutex::default(),
        })
    }

    /// Tells where answers go. Once, before the first terminal is attached.
    pub fn bind(&self, app: &Arc<App>) {
        let _ = self.app.set(Arc::downgrade(app));
    }

    pub(crate) fn app(&self) -> Option<Arc<App>> {
        self.app.get()?.upgrade()
    }

    /// The wall clock of the world.
    pub(crate) fn now(&self) -> Instant {
        self.app().map_or(Instant(0), |app| app.world().now())
    }

    /// The world's clock that never goes back.
    pub(crate) fn monotonic_ms(&self) -> u64 {
        self.app().map_or(0, |app| app.world().monotonic_ms())
    }

    /// An id for an order of the host's own.
    pub(crate) fn order_id(&self) -> Option<OrderId> {
        let app = self.app()?;
        Some(OrderId(app.world().new_id().as_u128()))
    }

    pub(crate) fn publish(&self, event: Event) {
        if let Some(app) = self.app() {
            app.world().publish(event);
        }
    }

    pub(crate) fn locked(&self) -> MutexGuard<'_, BTreeMap<TerminalId, Live>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drives one paired terminal anew, or all that are not driven yet.
    pub fn attach_paired(&self, only: Option<TerminalId>) {
        let Some(app) = self.app() else { return };
        let paired = app.read(till(), |tx| {
            Ok((tx.store.terminals()?, tx.context.pricing.currency.numeric))
        });
        match paired {
            Ok((all, currency)) => {
                for terminal in all {
                    let id = terminal.terminal_id;
                    if only.map_or_else(|| !self.drives(id), |one| one == id) {
                        self.attach(&terminal, currency);
                    }
                }
            }
            Err(error) => tracing::error!("the terminals could not be read: {error}"),
        }
    }

    /// Starts driving a terminal; one that was driven before is let go first.
    pub fn attach(&self, paired: &PairedTerminal, currency: u16) {
        // Told twice (paired, and the shop seen to be open): to let go now might cut a payment.
        let same = |live: &Live| live.paired == *paired;
        if self.locked().get(&paired.terminal_id).is_some_and(same) {
            return;
        }
        self.detach(paired.terminal_id);
        let password = match pos_devices::TerminalPassword::new(&paired.password) {
            Ok(password) => password,
            Err(error) => {
                tracing::error!(terminal = %paired.terminal_id, "not driven: {error}");
                return;
            }
        };
        let settings = TerminalSettings::new(currency, password);
        let ear = Ear::new(self.me.clone(), paired);
        // The lock is held until the handle is in place: the driver's first word waits for it.
        let mut live = self.locked();
        let address = map::address(&paired.address);
        let driver = self.drivers.open(address, settings, Arc::new(ear));
        live.insert(
            paired.terminal_id,
            Live {
                paired: paired.clone(),
                driver: Some(driver),
                link: Link::Connecting,
                detail: None,
                last_seen_at: None,
                answers_in_ms: None,
                identity: None,
                last_receipt: None,
                compared: false,
                asked_since_connect: false,
                asking: Asking::default(),
                orders: BTreeMap::new(),
                ending: false,
                wire: VecDeque::new(),
            },
        );
    }

    /// Whether a terminal is being driven.
    pub fn drives(&self, id: TerminalId) -> bool {
        self.locked().contains_key(&id)
    }

    /// Lets a terminal go; its thread ends before this returns. It stays known until then: the
    /// driver's last word is how a payment under way ended.
    pub fn detach(&self, id: TerminalId) {
        let driver = self.locked().get_mut(&id).and_then(|l| l.driver.take());
        if let Some(driver) = driver {
            driver.close();
        }
        self.locked().remove(&id);
    }

    /// Lets all terminals go.
    pub fn detach_all(&self) {
        let all: Vec<TerminalId> = self.locked().keys().copied().collect();
        for id in all {
            self.detach(id);
        }
    }

    /// Posts an order; what cannot be posted is answered to its attempt at once.
    pub(crate) fn submit(
        &self,
        terminal: TerminalId,
        id: OrderId,
        order: TerminalOrder,
        purpose: Purpose,
    ) -> Result<(), SubmitError> {
        let began_ms = self.monotonic_ms();
        let mut all = self.locked();
        let Some(live) = all.get_mut(&terminal) else {
            return Err(SubmitError::Closed);
        };
        let Some(driver) = &live.driver else {
            return Err(SubmitError::Closed);
        };
        driver.submit(id, order)?;
        let running = Running {
            purpose,
            began_ms,
            told: false,
            approved: false,
            reading: None,
            lines: Vec::new(),
            code: None,
            totals: BatchTotals::default(),
        };
        live.orders.insert(id, running);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
