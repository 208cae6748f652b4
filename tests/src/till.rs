//! A whole till: its folder, its host, everything it said.

use crate::books::Books;
use crate::clerk::Clerk;
use crate::disk::MemoryDisk;
use crate::template::{self, Who};
use pos_app::App;
use pos_app::api::AppError;
use pos_app::event::Event;
use pos_app::{Call, Caller};
use pos_host::{Host, HostOptions};
use pos_store::disk::{Disk, RealDisk};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Nothing that a test waits for takes longer, on a loaded machine either.
const LIMIT: Duration = Duration::from_secs(40);

/// Where a till lies.
enum Folder {
    Own(TempDir),
    Anothers(PathBuf),
}

impl Folder {
    fn path(&self) -> &Path {
        match self {
            Folder::Own(folder) => folder.path(),
            Folder::Anothers(path) => path,
        }
    }
}

/// One till on a folder of its own. Its books are proven when it goes.
pub struct Till {
    host: Arc<Host>,
    folder: Folder,
    disk: Arc<dyn Disk>,
    events: Mutex<Receiver<Event>>,
    said: Mutex<Vec<String>>,
    seats: Mutex<u32>,
}

impl Till {
    /// A furnished shop: six people, a handful of goods, one drawer open for everybody.
    pub fn new() -> Till {
        let folder = tempfile::tempdir().unwrap();
        template::lay_out(folder.path());
        Till::over(folder)
    }

    /// The same shop with every drawer shut: no cash can be rung.
    pub fn shut() -> Till {
        let folder = tempfile::tempdir().unwrap();
        template::lay_out_shut(folder.path());
        Till::over(folder)
    }

    /// A till without a shop: the first run.
    pub fn bare() -> Till {
        Till::over(tempfile::tempdir().unwrap())
    }

    /// A till on a folder as it is.
    pub fn over(folder: TempDir) -> Till {
        Till::begin(Folder::Own(folder), Arc::new(RealDisk))
    }

    /// A till on a folder that outlives it.
    pub fn at(folder: &Path) -> Till {
        Till::begin(Folder::Anothers(folder.to_path_buf()), Arc::new(RealDisk))
    }

    /// A till whose keys are in the folder and whose file is on a disk in memory.
    pub fn on(folder: &Path, disk: &MemoryDisk) -> Till {
        Till::begin(Folder::Anothers(folder.to_path_buf()), disk.seam())
    }

    fn begin(folder: Folder, disk: Arc<dyn Disk>) -> Till {
        let host = start(folder.path(), &disk);
        Till {
            events: Mutex::new(host.subscribe()),
            host,
            folder,
            disk,
            said: Mutex::default(),
            seats: Mutex::default(),
        }
    }

    /// What the disk holds right now, as another till would find it after a power cut.
    pub fn after_power_cut(&self) -> Till {
        Till::over(template::copy_of(self.dir()))
    }

    /// Ends the program and starts it again on the same folder.
    pub fn restart(&mut self) {
        self.host.stop();
        self.host = start(self.folder.path(), &self.disk);
        self.events = Mutex::new(self.host.subscribe());
    }

    /// Ends the program; the folder stays until the till goes.
    pub fn stop(&self) {
        self.host.stop();
    }

    pub fn host(&self) -> &Arc<Host> {
        &self.host
    }

    pub fn dir(&self) -> &Path {
        self.folder.path()
    }

    /// The books as they stand on the disk.
    pub fn books(&self) -> Books {
        Books::open(self.dir())
    }

    /// A seat of its own where nobody is signed in.
    pub fn nobody(&self) -> Clerk<'_> {
        self.nobody_at(self.host.app())
    }

    /// A seat at other use cases over the same till (see `clock`).
    pub fn nobody_at<'t>(&'t self, app: &'t App) -> Clerk<'t> {
        let mut seats = held(&self.seats);
        *seats += 1;
        Clerk::at(self, app, &format!("seat-{seats}"))
    }

    /// Signs a person in with the PIN, at a seat of its own.
    pub fn sign_in(&self, who: Who) -> Clerk<'_> {
        let mut clerk = self.nobody();
        clerk.sign_in(who);
        clerk
    }

    /// The person's id.
    pub fn user_id(&self, who: Who) -> String {
        let users = self.nobody().ok("session_users", json!({}));
        let found = users
            .as_array()
            .unwrap()
            .iter()
            .find(|u| u["name"] == who.name());
        found.unwrap()["user_id"].as_str().unwrap().to_owned()
    }

    /// One call, as a shell makes it; what is answered is noted.
    pub fn call(&self, app: &App, caller: &Caller, call: Call) -> Result<Value, AppError> {
        let answer = app.call(caller, call);
        self.note(match &answer {
            Ok(value) => value.to_string(),
            Err(error) => serde_json::to_string(error).unwrap(),
        });
        answer
    }

    /// Looks until there is something to see; looks again after each event.
    pub fn until<T>(&self, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let deadline = Instant::now() + LIMIT;
        loop {
            if let Some(seen) = look() {
                return seen;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let event = held(&self.events).recv_timeout(left);
            match event {
                Ok(event) => self.note(serde_json::to_string(&event).unwrap()),
                Err(_) => panic!("waited in vain for: {what}\n{}", self.last_said()),
            }
        }
    }

    fn note(&self, text: String) {
        held(&self.said).push(text);
    }

    fn last_said(&self) -> String {
        let said = held(&self.said);
        said[said.len().saturating_sub(6)..].join("\n")
    }

    /// Everything said so far: answers, errors, events.
    pub fn said(&self) -> Vec<String> {
        while let Ok(event) = held(&self.events).try_recv() {
            self.note(serde_json::to_string(&event).unwrap());
        }
        held(&self.said).clone()
    }
}

impl Default for Till {
    fn default() -> Till {
        Till::new()
    }
}

impl Drop for Till {
    fn drop(&mut self) {
        self.host.stop();
        let shop = self.dir().join(pos_store::DATABASE_FILE).exists();
        if shop && self.dir().join("kek.key").exists() && !std::thread::panicking() {
            self.books().prove();
        }
    }
}

fn start(folder: &Path, disk: &Arc<dyn Disk>) -> Arc<Host> {
    let options = HostOptions {
        data_dir: folder.to_path_buf(),
        passphrase: None,
        terminals: true,
    };
    Host::start_on(disk.clone(), options).unwrap()
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
