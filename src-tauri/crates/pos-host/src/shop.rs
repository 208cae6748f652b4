//! An open shop: its one writer, its readers, and what is done when the disk fails them or is full.
//!
//! A full disk gets the reserve once, and the act is tried once more; a writer that the disk failed
//! is opened again by itself. Must never tell that an act is done which the store did not.

use crate::files::open_error;
use crate::keys;
pub use crate::keys::Peppers;
use pos_app::AppResult;
use pos_app::api::ErrorCode;
use pos_app::ports::store::StoreResult;
use pos_app::ports::world::Job;
use pos_app::views::status::FileHealth;
use pos_store::{ANCHOR_BYTES, Database, Durability, OpenError, Reader, Reserve, Writer};
use pos_vault::{Kek, Unlock};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, TryLockError};
use std::time::Instant;

/// How long the first try to open the file again waits; each further one twice as long.
const FIRST_TRY_MS: u64 = 1_000;
const LATER_TRY_MS_MAX: u64 = 30_000;
/// How often it is looked whether the reserve is in place.
const RESERVE_LOOK_MS: u64 = 5_000;
/// A journal up to here is counted anew beside the selling: it takes memory for all that is
/// counted. A longer one is by `posctl journal rebuild --check`.
const COUNTED_ANEW_MAX: i64 = 100_000;
/// Readers that are kept open.
const READERS_MAX: usize = 4;

/// What the writer is like, for those who must not wait for it.
const GOOD: u8 = 0;
const FAILED: u8 = 1;
const READ_ONLY: u8 = 2;

/// An open shop.
pub struct OpenShop {
    database: Database,
    writer: Mutex<Writer>,
    readers: Mutex<Vec<Reader>>,
    peppers: RwLock<Arc<Peppers>>,
    kek: Mutex<Option<Kek>>,
    changing_keys: Mutex<()>,
    reserve: Reserve,
    has_reserve: AtomicBool,
    writer_is: AtomicU8,
    /// The full proof found that the file does not say what its journal says.
    changed: AtomicBool,
    care: Mutex<Care>,
}

/// When what is tried next.
struct Care {
    /// The next try to open the file again; None: nothing to mend.
    try_at_ms: Option<u64>,
    wait_ms: u64,
    reserve_at_ms: u64,
    told: FileHealth,
}

impl OpenShop {
    /// Makes the reserve where there is none and room enough.
    pub fn new(database: Database, writer: Writer, peppers: Peppers) -> OpenShop {
        let shop = OpenShop {
            reserve: database.reserve(),
            database,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            peppers: RwLock::new(Arc::new(peppers)),
            kek: Mutex::default(),
            changing_keys: Mutex::default(),
            has_reserve: AtomicBool::new(false),
            writer_is: AtomicU8::new(GOOD),
            changed: AtomicBool::new(false),
            care: Mutex::new(Care {
                try_at_ms: None,
                wait_ms: FIRST_TRY_MS,
                reserve_at_ms: 0,
                told: FileHealth::Good,
            }),
        };
        shop.look_after_reserve();
        shop
    }

    /// The peppers of the PINs.
    pub fn peppers(&self) -> Arc<Peppers> {
        let held = self.peppers.read();
        held.unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn change_peppers(&self, peppers: Peppers) {
        let held = self.peppers.write();
        *held.unwrap_or_else(PoisonError::into_inner) = Arc::new(peppers);
    }

    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    /// What slots and keys are changed with from now on.
    pub(crate) fn change_kek(&self, kek: Kek) {
        *held(&self.kek) = Some(kek);
    }

    /// Unlocks the vault without asking anybody again.
    pub(crate) fn held_unlock(&self) -> Unlock {
        match &*held(&self.kek) {
            Some(kek) => Unlock::Held(kek.clone()),
            None => Unlock::Automatic,
        }
    }

    /// Keys and slots are changed one at a time.
    pub(crate) fn one_change_of_keys(&self) -> AppResult<MutexGuard<'_, ()>> {
        match self.changing_keys.try_lock() {
            Ok(turn) => Ok(turn),
            Err(TryLockError::Poisoned(turn)) => Ok(turn.into_inner()),
            Err(TryLockError::WouldBlock) => Err(keys::busy()),
        }
    }

    /// Writes the file anew under another key. Acts wait meanwhile; looks go on.
    pub(crate) fn rekey(&self, new: &[u8; 32]) -> Result<(), OpenError> {
        // Those that are kept hold nothing, but stand in the way of the log's end.
        held(&self.readers).clear();
        let mut writer = held(&self.writer);
        let began = Instant::now();
        let done = writer.rekey(new);
        tracing::info!(took = ?began.elapsed(), "the file was written under its new key");
        self.note(&writer);
        held(&self.readers).clear();
        done
    }

    pub(crate) fn forget_other_key(&self) {
        held(&self.writer).forget_other_key();
    }

    pub(crate) fn change_anchor_key(&self, new: &[u8; 32]) -> Result<(), OpenError> {
        let mut writer = held(&self.writer);
        let done = writer.change_anchor_key(new);
        self.note(&writer);
        done
    }

    /// The anchor of what is durable now, sealed.
    pub(crate) fn anchor(&self) -> [u8; ANCHOR_BYTES] {
        held(&self.writer).take_anchor()
    }

    /// Looks at one snapshot. A reader that had the file's key of before is replaced once: the key
    /// was changed between its opening and its look.
    pub fn look<T>(&self, mut see: impl FnMut(&mut Reader) -> AppResult<T>) -> AppResult<T> {
        loop {
            let mut reader = self.reader().map_err(open_error)?;
            let done = see(&mut reader);
            let stale = reader.is_stale();
            self.give_back(reader, &done);
            if done.is_ok() || !stale {
                return done;
            }
        }
    }

    /// Proves all of the file beside the selling: the whole chain, every seal, and what is counted
    /// from the journal. What opening looks at is the end of it only. Nothing new is sold after a
    /// finding; answers it.
    pub fn prove(&self, kept: Option<&[u8]>) -> Option<String> {
        let kept: Vec<&[u8]> = kept.into_iter().collect();
        let found = self.look(|reader| {
            let report = pos_store::verify(reader, &kept, &mut |_, _| {})?;
            if let Some(problem) = report.problem {
                return Ok(Some(problem.to_string()));
            }
            if report.entries > COUNTED_ANEW_MAX {
                return Ok(None);
            }
            let counted = pos_store::rebuild(reader, &mut |_, _| {})?;
            Ok(counted.differences.first().map(ToString::to_string))
        });
        match found {
            Ok(None) => {
                tracing::info!("all of the file was proved");
                None
            }
            Ok(Some(what)) => {
                tracing::error!("the file does not say what its journal says: {what}");
                self.changed.store(true, Ordering::Relaxed);
                Some(what)
            }
            Err(error) => {
                tracing::error!("the file could not be proved: {error}");
                of_the_file(error.code).then(|| {
                    self.changed.store(true, Ordering::Relaxed);
                    error.to_string()
                })
            }
        }
    }

    /// A reader from the pool, or a new one.
    pub fn reader(&self) -> Result<Reader, OpenError> {
        match held(&self.readers).pop() {
            Some(reader) => Ok(reader),
            None => self.database.reader(),
        }
    }

    /// Puts a reader back, unless the file failed it: SQLCipher's connections do not get over a
    /// page that could not be read.
    pub fn give_back<T>(&self, reader: Reader, done: &AppResult<T>) {
        let failed = done.as_ref().is_err_and(|error| of_the_file(error.code));
        let mut readers = held(&self.readers);
        if !failed && !reader.is_stale() && readers.len() < READERS_MAX {
            readers.push(reader);
        }
    }

    /// One act. Answers too an anchor that is due in the keychain.
    pub fn act(
        &self,
        durability: Durability,
        job: Job,
    ) -> (AppResult<()>, Option<[u8; ANCHOR_BYTES]>) {
        let mut writer = held(&self.writer);
        let mut done = writer.act(durability, |store| job(store));
        let full = done
            .as_ref()
            .is_err_and(|error| error.code == ErrorCode::DiskFull);
        if full && self.give_up_reserve() {
            done = writer.act(durability, |store| job(store));
        }
        if let Err(error) = &done
            && error.code == ErrorCode::FileUnwritable
            && self.writer_is.load(Ordering::Relaxed) == GOOD
            && writer.broken().is_none()
        {
            writer.distrust(&error.to_string());
        }
        self.note(&writer);
        (done, writer.anchor_due())
    }

    /// Makes the last edits durable. Nothing to do while the file is out of use.
    pub fn settle(&self) -> StoreResult<()> {
        self.with_writer(Writer::settle)
    }

    /// Moves the log into the file. Nothing to do while the file is out of use.
    pub fn checkpoint(&self) -> StoreResult<()> {
        self.with_writer(|writer| writer.checkpoint().map(|_| ()))
    }

    fn with_writer(&self, work: impl FnOnce(&mut Writer) -> StoreResult<()>) -> StoreResult<()> {
        let mut writer = held(&self.writer);
        if writer.broken().is_some() {
            return Ok(());
        }
        let done = work(&mut writer);
        self.note(&writer);
        done
    }

    /// The shop has ended: nothing is written any more, and the last look ends with its reader.
    pub(crate) fn let_go(&self) {
        held(&self.readers).clear();
        held(&self.writer).distrust("the shop has ended");
        self.change_peppers(Peppers::none());
        *held(&self.kek) = None;
    }

    /// The last checkpoint; answers the last anchor.
    pub fn end(&self) -> [u8; ANCHOR_BYTES] {
        let mut writer = held(&self.writer);
        if let Err(error) = writer.checkpoint() {
            tracing::warn!("the last checkpoint failed: {error}");
        }
        writer.take_anchor()
    }

    /// How the file and its disk stand. Waits for nothing.
    pub fn health(&self) -> FileHealth {
        match self.writer_is.load(Ordering::Relaxed) {
            FAILED => FileHealth::Failed,
            READ_ONLY => FileHealth::ReadOnly,
            _ if self.changed.load(Ordering::Relaxed) => FileHealth::Changed,
            _ if self.has_reserve.load(Ordering::Relaxed) => FileHealth::Good,
            _ => FileHealth::Full,
        }
    }

    /// Does what is due; answers whether the health is another than at the last call.
    pub fn tend(&self, now_ms: u64) -> bool {
        let mut care = held(&self.care);
        if self.writer_is.load(Ordering::Relaxed) != GOOD {
            let due = *care.try_at_ms.get_or_insert(now_ms + FIRST_TRY_MS);
            if now_ms >= due && !self.reopen() {
                care.wait_ms = (care.wait_ms * 2).min(LATER_TRY_MS_MAX);
                care.try_at_ms = Some(now_ms + care.wait_ms);
            }
        }
        if self.writer_is.load(Ordering::Relaxed) == GOOD {
            (care.try_at_ms, care.wait_ms) = (None, FIRST_TRY_MS);
            if now_ms >= care.reserve_at_ms {
                care.reserve_at_ms = now_ms + RESERVE_LOOK_MS;
                self.look_after_reserve();
            }
        }
        let health = self.health();
        std::mem::replace(&mut care.told, health) != health
    }

    /// Opens the file again; answers whether it is good now.
    fn reopen(&self) -> bool {
        held(&self.readers).clear();
        let mut writer = held(&self.writer);
        match writer.reopen() {
            Ok(()) => {
                tracing::info!("the file was opened again and is whole");
                self.writer_is.store(GOOD, Ordering::Relaxed);
                true
            }
            Err(error) => {
                tracing::error!("the file could not be opened again: {error}");
                if error.is_full() {
                    self.give_up_reserve();
                }
                let now = if error.is_read_only() {
                    READ_ONLY
                } else {
                    FAILED
                };
                self.writer_is.store(now, Ordering::Relaxed);
                false
            }
        }
    }

    fn note(&self, writer: &Writer) {
        if let Some(why) = writer.broken()
            && self.writer_is.swap(FAILED, Ordering::Relaxed) == GOOD
        {
            tracing::error!("the file is out of use until it is opened again: {why}");
        }
    }

    fn look_after_reserve(&self) {
        let made = self.reserve.make().unwrap_or_else(|error| {
            tracing::warn!("the reserve could not be made: {error}");
            false
        });
        let had = self.has_reserve.swap(made, Ordering::Relaxed);
        match (had, made) {
            (false, true) => tracing::info!("the reserve is in place"),
            (true, false) => tracing::error!("the disk is full: there is no room for the reserve"),
            (true, true) | (false, false) => {}
        }
    }

    /// Gives the reserve to what is under way; answers whether there was one to give.
    fn give_up_reserve(&self) -> bool {
        if !self.has_reserve.swap(false, Ordering::Relaxed) {
            return false;
        }
        match self.reserve.give_up() {
            Ok(given) => {
                tracing::error!("the disk is full: the reserve is given up");
                given
            }
            Err(error) => {
                tracing::error!("the disk is full, and the reserve cannot be given up: {error}");
                false
            }
        }
    }
}

/// Whether it speaks of the file and not of the call.
fn of_the_file(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::FileUnwritable | ErrorCode::FileDamaged | ErrorCode::DiskFull
    )
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
