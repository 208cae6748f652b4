//! One running till: the world, the use cases, and the housekeeping thread between sales.

use crate::events::Hub;
use crate::files::{Files, Updating};
use crate::links::{Links, Threads};
use crate::peripherals::till;
use crate::posture::Screens;
use crate::world::{Chore, HostWorld};
use pos_app::App;
use pos_app::api::AppError;
use pos_app::event::Event;
use pos_app::ports::world::{FileState, ShopFiles, World};
use pos_app::survive::survive;
use pos_app::views::shop::UnlockReason;
use pos_domain::ids::PeripheralId;
use pos_domain::time::Instant;
use pos_store::disk::{Disk, RealDisk};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use thiserror::Error;

/// How a till starts.
#[derive(Clone, Debug)]
pub struct HostOptions {
    /// The shop's folder; it need not exist yet.
    pub data_dir: PathBuf,
    /// Opens a shop whose slot is a passphrase.
    pub passphrase: Option<String>,
    /// Drive the paired terminals. Off for tools that only work on the file.
    pub terminals: bool,
}

/// Why a till did not start.
#[derive(Debug, Error)]
pub enum HostError {
    #[error("{0}")]
    App(#[from] AppError),
    #[error("no thread for the housekeeping: {0}")]
    Thread(std::io::Error),
}

/// A running till.
pub struct Host {
    world: Arc<HostWorld>,
    app: Arc<App>,
    terminals: bool,
    housekeeping: Mutex<Option<JoinHandle<()>>>,
}

/// Rows of a sale being rung are durable after this much quiet.
const QUIET_MS: u64 = 250;
/// The log is moved into the file after this much quiet.
const CHECKPOINT_QUIET_MS: u64 = 2_000;
/// How many looks after the idle pass between two looks over the computer: about a minute.
const POSTURE_EVERY: u32 = 60;
/// The whole file is proved after this much quiet, once after each opening.
const PROOF_QUIET_MS: u64 = 20_000;
/// How often the housekeeping looks around when nothing wakes it.
const TICK: Duration = Duration::from_millis(100);

impl Host {
    /// Opens the folder (without a shop in it, the first run follows) and starts the threads.
    pub fn start(options: HostOptions) -> Result<Arc<Host>, HostError> {
        Host::start_on(Arc::new(RealDisk), options)
    }

    /// The same with the shop's file on another disk; its keys stay in the folder.
    pub fn start_on(disk: Arc<dyn Disk>, options: HostOptions) -> Result<Arc<Host>, HostError> {
        let hub = Arc::new(Hub::default());
        // A tool has no screens that could tell how far an update is: it waits.
        let updating = match options.terminals {
            true => Updating::put_off(hub.clone()),
            false => Updating::default(),
        };
        let passphrase = options.passphrase.as_deref();
        let files = Files::open(disk, &options.data_dir, passphrase, updating)?;
        Host::with(files, hub, &options)
    }

    /// A till on a folder whose books stay shut, because they do not open any more: only a restore
    /// is to be had there.
    pub fn start_shut(data_dir: &Path) -> Result<Arc<Host>, HostError> {
        let options = HostOptions {
            data_dir: data_dir.to_path_buf(),
            passphrase: None,
            terminals: false,
        };
        let files = Files::shut(Arc::new(RealDisk), data_dir);
        Host::with(files, Arc::default(), &options)
    }

    fn with(files: Files, hub: Arc<Hub>, options: &HostOptions) -> Result<Arc<Host>, HostError> {
        let files = Arc::new(files);
        let links = Links::new(Arc::new(Threads));
        let (chores, work) = channel();
        let world = Arc::new(HostWorld::new(files, links, hub, chores));
        let app = Arc::new(App::new(world.clone()));
        world.links.bind(&app);
        world.peripherals.bind(&app);
        let opened = world.desk.open(&app, options.terminals);
        opened.map_err(HostError::Thread)?;
        let host = Arc::new(Host {
            world,
            app,
            terminals: options.terminals,
            housekeeping: Mutex::new(None),
        });
        if host.world.files.state() == FileState::Open {
            // What it could not settle is tried again before anything is written.
            if let Err(error) = host.app.recover() {
                tracing::error!("what was under way could not be settled yet: {error}");
            }
        }
        let keeper = Keeper {
            world: host.world.clone(),
            app: host.app.clone(),
            terminals: options.terminals,
            was_open: false,
            checkpointed: true,
            proved: false,
            since_idle_look: 0,
            since_posture: 0,
        };
        let thread = std::thread::Builder::new()
            .name("housekeeping".into())
            .spawn(move || keeper.run(&work))
            .map_err(HostError::Thread)?;
        *host
            .housekeeping
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(thread);
        Ok(host)
    }

    /// The use cases.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Lets the till's wall clock stand at a moment (None: run again), for acts that happened then.
    /// For a replay only; durations are measured by another clock.
    pub fn stand_clock(&self, at: Option<Instant>) {
        self.world.stand_clock(at);
    }

    /// Says what draws the screens, for the look over this computer.
    pub fn drawn_by(&self, screens: Screens) {
        self.world.posture.drawn_by(screens);
    }

    /// Every event from now on.
    pub fn subscribe(&self) -> Receiver<Event> {
        self.world.hub.subscribe()
    }

    /// Ends the threads and closes the file in order.
    pub fn stop(&self) {
        self.world.desk.close();
        self.world.files.stop_update();
        self.world.later(Chore::Stop);
        let thread = self
            .housekeeping
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the housekeeping ended badly");
        }
        if self.terminals {
            self.world.peripherals.detach_all();
            self.world.links.detach_all();
        }
        self.world.files.close();
    }
}

/// The housekeeping thread: what need not be done while a customer waits.
struct Keeper {
    world: Arc<HostWorld>,
    app: Arc<App>,
    terminals: bool,
    was_open: bool,
    checkpointed: bool,
    /// The whole file was proved, or is being, since it opened.
    proved: bool,
    since_idle_look: u32,
    since_posture: u32,
}

/// Work that breaks off ends neither the thread nor what comes after it.
fn going_on(what: &str, work: impl FnOnce()) {
    let done = survive(what, || {
        work();
        Ok(())
    });
    if let Err(error) = done {
        tracing::error!("the housekeeping goes on: {error}");
    }
}

impl Keeper {
    fn run(mut self, work: &Receiver<Chore>) {
        // At once: a shop that is open already has terminals to ask what became of a payment.
        going_on("the first tick", || self.tick());
        loop {
            match work.recv_timeout(TICK) {
                Ok(Chore::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(chore) => going_on("a chore", || self.chore(chore)),
                Err(RecvTimeoutError::Timeout) => going_on("a tick", || self.tick()),
            }
        }
    }

    fn chore(&self, chore: Chore) {
        match chore {
            Chore::Attach(id) if self.terminals => self.world.links.attach_paired(Some(id)),
            Chore::AttachDevice(id) if self.terminals => self.attach_devices(Some(id)),
            Chore::DetachDevice(id) => {
                self.world.peripherals.detach(id);
                self.world.peripherals.look();
            }
            Chore::Attach(_) | Chore::AttachDevice(_) | Chore::Stop => {}
            Chore::Detach(id) => self.world.links.detach(id),
            Chore::RebuildIndex => self.rebuild_index(),
            Chore::KeepAnchor(sealed) => {
                self.world.files.keep_anchor(&sealed);
            }
        }
    }

    /// Opens what belongs to a shop that has just opened, settles what is quiet, locks who is idle.
    fn tick(&mut self) {
        self.update();
        // A shop that is being made is open before its rules are written.
        let open = self.world.files.state() == FileState::Open && self.app.context().is_ok();
        if open && !self.was_open {
            // Before a terminal is driven: a computer that the policy blocks takes no card.
            self.look_over();
            if self.terminals {
                self.world.links.attach_paired(None);
                self.attach_devices(None);
            }
            self.rebuild_index();
        }
        self.was_open = open;
        if !open {
            self.proved = false;
            return;
        }
        if self.terminals {
            self.world.links.tend();
        }
        if self.world.files.tend(self.world.monotonic_ms()) {
            self.app.tell_status();
        }
        let quiet = self.world.quiet_ms();
        if quiet < QUIET_MS {
            self.checkpointed = false;
        } else if !self.checkpointed {
            self.settle(quiet >= CHECKPOINT_QUIET_MS);
        }
        if !self.proved && quiet >= PROOF_QUIET_MS {
            self.proved = true;
            self.prove();
        }
        self.watch_clock();
        self.since_idle_look += 1;
        if self.since_idle_look >= 10 {
            self.since_idle_look = 0;
            self.app.lock_idle();
            if let Err(error) = self.app.recover_if_due() {
                tracing::warn!("what was under way is still not settled: {error}");
            }
            self.since_posture += 1;
            if self.since_posture >= POSTURE_EVERY {
                self.look_over();
            }
            if let Err(error) = self.app.end_lock_outs() {
                tracing::warn!("a served lock-out still stands: {error}");
            }
        }
    }

    /// Changes a file of an older format; there are screens now that tell how far it is.
    fn update(&self) {
        if self.world.files.state() != FileState::Locked(UnlockReason::Updating) {
            return;
        }
        self.world.files.update();
        if let Err(error) = self.app.has_opened() {
            tracing::error!("what was under way could not be settled yet: {error}");
        }
    }

    /// Looks the computer over, and tells the screens when its worst has changed.
    fn look_over(&mut self) {
        self.since_posture = 0;
        match self.app.look_over() {
            Ok(true) => self.app.tell_status(),
            Ok(false) => {}
            Err(error) => tracing::warn!("the computer could not be looked over: {error}"),
        }
    }

    /// On a thread of its own: the housekeeping goes on.
    fn prove(&self) {
        let Ok(shop) = self.world.files.shop() else {
            return;
        };
        let files = self.world.files.clone();
        let prove = move || {
            going_on("the proof of the file", || {
                shop.prove(files.kept_anchor().as_deref());
            });
        };
        let thread = std::thread::Builder::new().name("proof".into());
        if let Err(error) = thread.spawn(prove) {
            tracing::error!("no thread for the proof of the file: {error}");
        }
    }

    fn watch_clock(&self) {
        if self.world.clock_stands() {
            self.app.forget_clock();
        } else if let Err(error) = self.app.watch_clock() {
            tracing::error!("a jump of the clock could not be written down: {error}");
        }
    }

    fn settle(&mut self, checkpoint: bool) {
        let Ok(shop) = self.world.files.shop() else {
            return;
        };
        let done = if checkpoint {
            self.checkpointed = true;
            shop.checkpoint()
        } else {
            shop.settle()
        };
        if let Err(error) = done {
            tracing::error!("the file could not be settled: {error}");
        }
    }

    /// Drives one device beside the terminals anew, or all that are not driven yet.
    fn attach_devices(&self, only: Option<PeripheralId>) {
        match self.app.read(till(), |tx| Ok(tx.store.peripherals()?)) {
            Ok(all) => {
                for device in all {
                    let id = device.peripheral_id;
                    if only.is_none_or(|one| one == id) {
                        self.world.peripherals.attach(&device);
                    }
                }
            }
            Err(error) => tracing::error!("the devices could not be read: {error}"),
        }
    }

    fn rebuild_index(&self) {
        let Ok(shop) = self.world.files.shop() else {
            return;
        };
        let built = shop
            .reader()
            .map_err(|e| e.to_string())
            .and_then(|mut reader| {
                let built = self.world.catalogue.rebuild(&mut reader);
                let built = built.map_err(AppError::from);
                shop.give_back(reader, &built);
                built.map_err(|e| e.to_string())
            });
        match built {
            Ok(()) => self.world.publish(Event::Changed {
                tags: vec!["goods".into()],
            }),
            Err(error) => tracing::error!("the index of goods could not be built: {error}"),
        }
    }
}
