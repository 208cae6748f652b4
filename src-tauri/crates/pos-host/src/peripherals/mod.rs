//! The devices beside the terminals, each with its driver's thread: how they stand, what they said
//! last. Drivers know nothing of sales; here their words become events.

mod attach;
mod map;
mod pole;
mod printer;
mod probe;
mod scale;
mod scanner;
mod tryout;

use crate::events::Hub;
use crate::links::now;
use crate::printing::PrintEnds;
use attach::Driver;
use pos_app::App;
use pos_app::AppResult;
use pos_app::commands::printing::queue;
use pos_app::commands::{peripheral, status};
use pos_app::event::Event;
use pos_app::ports::devices::{PeripheralLinks, PeripheralStatus, PeripheralTry};
use pos_app::ports::records::{Address, Peripheral};
use pos_app::tx::Actor;
use pos_app::views::peripheral::{
    CustomerView, Health, PeripheralProbe, PeripheralReading, PrintState, WeightView,
};
use pos_domain::fact::PeripheralKind;
use pos_domain::ids::{PeripheralId, PrintJobId};
use pos_domain::staff::Role;
use std::collections::HashMap;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::Duration;

/// One device.
pub(crate) struct Live {
    /// As it was when it was taken into use.
    pub paired: Peripheral,
    pub driver: Driver,
    pub status: PeripheralStatus,
    /// Who waits for a scan, to try the scanner.
    pub scans: Vec<Sender<String>>,
}

/// All devices beside the terminals.
pub struct Peripherals {
    app: OnceLock<Weak<App>>,
    hub: Arc<Hub>,
    me: Weak<Peripherals>,
    live: Mutex<HashMap<PeripheralId, Live>>,
    /// What the displays show.
    shown: Mutex<Option<CustomerView>>,
    pub(crate) ends: PrintEnds,
}

/// The till itself, for looking things up.
pub(crate) fn till() -> Actor {
    Actor {
        user_id: None,
        name: String::new(),
        role: Role::Auditor,
        stepped_up: false,
    }
}

impl Peripherals {
    pub fn new(hub: Arc<Hub>) -> Arc<Peripherals> {
        Arc::new_cyclic(|me| Peripherals {
            app: OnceLock::new(),
            hub,
            me: me.clone(),
            live: Mutex::default(),
            shown: Mutex::default(),
            ends: PrintEnds::default(),
        })
    }

    /// Tells where answers go. Once, before the first device is attached.
    pub fn bind(&self, app: &Arc<App>) {
        let _ = self.app.set(Arc::downgrade(app));
    }

    pub(crate) fn app(&self) -> Option<Arc<App>> {
        self.app.get()?.upgrade()
    }

    pub(crate) fn locked(&self) -> MutexGuard<'_, HashMap<PeripheralId, Live>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets every printer look for what waits.
    pub fn look(&self) {
        for live in self.locked().values() {
            if let Driver::Printer(desk) = &live.driver {
                desk.look();
            }
        }
    }

    /// Opens a drawer, at once and beside everything that is printed.
    pub fn kick(&self, drawer_no: u16) {
        let all = self.locked();
        let desk = all.values().find_map(|live| match &live.driver {
            Driver::Printer(desk)
                if live.paired.options.drawer_no == drawer_no
                    && live.paired.options.drawer_pin.is_some() =>
            {
                Some((desk, live.paired.options.drawer_pin))
            }
            Driver::Printer(_) | Driver::Scale(_) | Driver::Display(_) | Driver::Scanner(_) => None,
        });
        match desk {
            Some((desk, Some(pin))) => desk.kick(pin, None),
            Some((_, None)) | None => tracing::info!(drawer_no, "no drawer on any printer"),
        }
    }

    /// Shows on every pole display what the customer sees.
    pub fn show(&self, view: &CustomerView) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        for live in self.locked().values() {
            if let Driver::Display(display) = &live.driver {
                let chinese = live.paired.options.encoding == "gb18030";
                let (upper, lower) = pole::rows(view, shown.as_ref(), chinese);
                // A closed display shows nothing.
                let _ = display.show(&upper, &lower);
            }
        }
        *shown = Some(view.clone());
    }

    /// Gives a code to whoever waits for a scan; false: nobody does.
    fn take_scan(&self, id: PeripheralId, code: &str) -> bool {
        let mut all = self.locked();
        let waiting = all.get_mut(&id).map(|live| std::mem::take(&mut live.scans));
        let mut heard = false;
        for ear in waiting.into_iter().flatten() {
            heard |= ear.send(code.to_owned()).is_ok();
        }
        heard
    }

    /// Notes a change of a device's state and tells the screens; nothing when nothing changed.
    pub(crate) fn note(&self, id: PeripheralId, change: impl FnOnce(&mut PeripheralStatus)) {
        {
            let mut all = self.locked();
            let Some(live) = all.get_mut(&id) else {
                return;
            };
            let before = live.status.clone();
            change(&mut live.status);
            if live.status == before {
                return;
            }
            if live.status.health != Health::Away {
                live.status.last_seen_at = Some(now());
            }
        }
        self.tell(id);
    }

    /// Shows a device, what waits for it, and the status bar as they stand.
    pub(crate) fn tell(&self, id: PeripheralId) {
        let Some(app) = self.app() else { return };
        let seen = app.read(till(), |tx| {
            let view = match tx.store.peripheral(id)? {
                Some(device) => Some(peripheral::view(tx, &device)?),
                None => None,
            };
            let jobs = queue::waiting_views(tx, id)?;
            Ok((view, jobs, status::status(tx, app.world())?))
        });
        let Ok((view, jobs, status)) = seen else {
            return;
        };
        if let Some(view) = view {
            self.hub.publish(&Event::Peripheral {
                peripheral: Box::new(view),
            });
        }
        for job in jobs {
            self.hub.publish(&Event::PrintJob { job: Box::new(job) });
        }
        self.hub.publish(&Event::Status {
            status: Box::new(status),
        });
    }
}

impl PeripheralLinks for Peripherals {
    fn probe(
        &self,
        kind: PeripheralKind,
        driver: &str,
        address: &Address,
    ) -> AppResult<PeripheralProbe> {
        self.probe_at(kind, driver, address)
    }

    fn status(&self, id: PeripheralId) -> PeripheralStatus {
        match self.locked().get(&id) {
            Some(live) => live.status.clone(),
            // Paired a moment ago: its driver is about to start.
            None => PeripheralStatus {
                health: Health::Connecting,
                last_seen_at: None,
                last_reading: None,
                drawer_open: None,
            },
        }
    }

    fn try_out(&self, device: &Peripheral, test: PeripheralTry) -> AppResult<PeripheralReading> {
        self.try_device(device, test)
    }

    fn weigh(&self, scale: &Peripheral) -> AppResult<WeightView> {
        self.weigh_on(scale)
    }

    fn printed(&self, job: PrintJobId, limit_ms: u64) -> Option<PrintState> {
        self.ends.wait(job, Duration::from_millis(limit_ms))
    }
}
