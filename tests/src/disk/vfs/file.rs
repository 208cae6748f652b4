//! An open file: reading, writing, flushing, locking.
#![allow(unsafe_code)]

use super::super::Inner;
use super::super::locks::Level;
use super::super::platter::FileId;
use super::super::state::State;
use super::{code, index};
use rusqlite::ffi::{self, sqlite3_file, sqlite3_int64, sqlite3_io_methods};
use std::ffi::{c_int, c_void};
use std::sync::{Arc, MutexGuard};

/// What SQLite allocates for us for an open file.
#[repr(C)]
pub struct OpenFile {
    pub base: sqlite3_file,
    pub handle: *mut Handle,
}

/// One open file.
pub struct Handle {
    pub disk: Arc<Inner>,
    pub id: FileId,
    pub number: u64,
    /// Without a name: it goes when it is closed.
    pub nameless: bool,
    /// The name must still be flushed with the first flush.
    pub flush_name: bool,
}

pub static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(index::shm_map),
    xShmLock: Some(index::shm_lock),
    xShmBarrier: Some(index::shm_barrier),
    xShmUnmap: Some(index::shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// # Safety
/// `file` was opened by `open` and is not closed.
pub unsafe fn handle<'f>(file: *mut sqlite3_file) -> &'f mut Handle {
    // SAFETY: `open` put a handle there, which lives until `close`; SQLite uses a file from one
    // thread at a time.
    unsafe { &mut *(*file.cast::<OpenFile>()).handle }
}

impl Handle {
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.disk.state()
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: `open` made it, and SQLite closes once.
    let handle = unsafe { Box::from_raw((*file.cast::<OpenFile>()).handle) };
    let mut state = handle.state();
    if let Some(locks) = state.file_locks.get_mut(&handle.id) {
        locks.unlock(handle.number, Level::None);
    }
    state.leave_index(handle.id, handle.number);
    if handle.nameless {
        state.platter.forget(handle.id);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut sqlite3_file,
    into: *mut c_void,
    amount: c_int,
    offset: sqlite3_int64,
) -> c_int {
    let (amount, offset) = extent(amount, offset);
    // SAFETY: an open file, and room for `amount` bytes.
    let (handle, into) = unsafe {
        (
            handle(file),
            std::slice::from_raw_parts_mut(into.cast::<u8>(), amount),
        )
    };
    match handle.state().read(handle.id, offset, into) {
        Ok(read) if read == amount => ffi::SQLITE_OK,
        Ok(_) => ffi::SQLITE_IOERR_SHORT_READ,
        Err(_) => ffi::SQLITE_IOERR_READ,
    }
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    amount: c_int,
    offset: sqlite3_int64,
) -> c_int {
    let (amount, offset) = extent(amount, offset);
    // SAFETY: an open file, and `amount` bytes.
    let (handle, bytes) = unsafe {
        (
            handle(file),
            std::slice::from_raw_parts(from.cast::<u8>(), amount),
        )
    };
    let met = handle.state().write(handle.id, offset, bytes);
    code(met, ffi::SQLITE_IOERR_WRITE)
}

/// SQLite's amounts and offsets are never negative.
pub fn extent(amount: c_int, offset: sqlite3_int64) -> (usize, u64) {
    (amount.unsigned_abs() as usize, offset.unsigned_abs())
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, bytes: sqlite3_int64) -> c_int {
    // SAFETY: an open file.
    let handle = unsafe { handle(file) };
    let met = handle.state().set_len(handle.id, bytes.unsigned_abs());
    code(met, ffi::SQLITE_IOERR_TRUNCATE)
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: an open file.
    let handle = unsafe { handle(file) };
    let (id, names) = (handle.id, handle.flush_name);
    let mut state = handle.state();
    if state.sync(id).is_err() {
        return ffi::SQLITE_IOERR_FSYNC;
    }
    if names && state.sync_names().is_err() {
        return ffi::SQLITE_IOERR_DIR_FSYNC;
    }
    drop(state);
    handle.flush_name = false;
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, out: *mut sqlite3_int64) -> c_int {
    // SAFETY: an open file, and a place for the answer.
    let handle = unsafe { handle(file) };
    match handle.state().len(handle.id) {
        Ok(len) => {
            // SAFETY: as above.
            unsafe { *out = len.cast_signed() };
            ffi::SQLITE_OK
        }
        Err(_) => ffi::SQLITE_IOERR_FSTAT,
    }
}

fn level(level: c_int) -> Level {
    match level {
        ffi::SQLITE_LOCK_NONE => Level::None,
        ffi::SQLITE_LOCK_SHARED => Level::Shared,
        ffi::SQLITE_LOCK_RESERVED => Level::Reserved,
        ffi::SQLITE_LOCK_PENDING => Level::Pending,
        _ => Level::Exclusive,
    }
}

unsafe extern "C" fn lock(file: *mut sqlite3_file, wanted: c_int) -> c_int {
    // SAFETY: an open file.
    let handle = unsafe { handle(file) };
    let mut state = handle.state();
    let locks = state.file_locks.entry(handle.id).or_default();
    match locks.lock(handle.number, level(wanted)) {
        Ok(()) => ffi::SQLITE_OK,
        Err(_) => ffi::SQLITE_BUSY,
    }
}

unsafe extern "C" fn unlock(file: *mut sqlite3_file, down_to: c_int) -> c_int {
    // SAFETY: an open file.
    let handle = unsafe { handle(file) };
    let mut state = handle.state();
    let locks = state.file_locks.entry(handle.id).or_default();
    locks.unlock(handle.number, level(down_to));
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved(file: *mut sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: an open file, and a place for the answer.
    let handle = unsafe { handle(file) };
    let mut state = handle.state();
    let locks = state.file_locks.entry(handle.id).or_default();
    // SAFETY: as above.
    unsafe { *out = c_int::from(locks.is_reserved()) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(
    _file: *mut sqlite3_file,
    _operation: c_int,
    _argument: *mut c_void,
) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_file: *mut sqlite3_file) -> c_int {
    4096
}

unsafe extern "C" fn characteristics(_file: *mut sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE | ffi::SQLITE_IOCAP_SUBPAGE_READ
}
