//! SQLite's file system on a disk in memory, through its C interface (`sqlite3_vfs`,
//! `sqlite3_io_methods` version 2: with the log's index): `file` has the calls on an open file,
//! `index` those on the log's index. It turns calls into those of `state`; must never decide
//! anything itself.
//!
//! It says of itself what SQLite's own says on Unix (`POWERSAFE_OVERWRITE`, sectors of 4096, a new
//! log's or journal's first flush also flushes the folder), so that the same calls are made in the
//! same order as on a real disk.
#![allow(unsafe_code)]

mod file;
mod index;

use super::Inner;
use super::fault::{DiskCall, Trouble};
use super::platter::FileId;
use file::{Handle, METHODS, OpenFile};
use rusqlite::ffi::{self, sqlite3_file, sqlite3_int64, sqlite3_vfs};
use std::ffi::{CStr, CString, c_char, c_int};
use std::ptr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

/// The longest path that SQLite hands over.
const PATH_BYTES_MAX: c_int = 512;
/// 1 January 2026, in SQLite's milliseconds: the disk knows no time.
const NOW_MS: sqlite3_int64 = 212_634_460_800_000;

/// A name among SQLite's file systems, for as long as the disk is there.
pub struct Registration {
    name: CString,
    vfs: *mut sqlite3_vfs,
}

// SAFETY: the structure behind the pointer is written by SQLite only, under its own lock.
unsafe impl Send for Registration {}
// SAFETY: as above; we read the name only, which is ours.
unsafe impl Sync for Registration {}

impl Registration {
    pub(super) fn of(disk: Weak<Inner>) -> Registration {
        static DISKS: AtomicU64 = AtomicU64::new(0);
        let number = DISKS.fetch_add(1, Ordering::Relaxed);
        let name = CString::new(format!("memory-disk-{number}")).expect("no zero byte in it");
        let vfs = Box::into_raw(Box::new(sqlite3_vfs {
            iVersion: 2,
            szOsFile: size_of::<OpenFile>() as c_int,
            mxPathname: PATH_BYTES_MAX,
            pNext: ptr::null_mut(),
            zName: name.as_ptr(),
            pAppData: Box::into_raw(Box::new(disk)).cast(),
            xOpen: Some(open),
            xDelete: Some(delete),
            xAccess: Some(access),
            xFullPathname: Some(full_pathname),
            xDlOpen: None,
            xDlError: None,
            xDlSym: None,
            xDlClose: None,
            xRandomness: Some(randomness),
            xSleep: Some(sleep),
            xCurrentTime: None,
            xGetLastError: None,
            xCurrentTimeInt64: Some(current_time),
            xSetSystemCall: None,
            xGetSystemCall: None,
            xNextSystemCall: None,
        }));
        // SAFETY: the structure lives until `drop` has taken it out of SQLite's list.
        let code = unsafe { ffi::sqlite3_vfs_register(vfs, 0) };
        assert_eq!(code, ffi::SQLITE_OK, "SQLite takes another file system");
        Registration { name, vfs }
    }

    pub fn name(&self) -> &str {
        self.name.to_str().expect("it was made of text")
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        // SAFETY: it was registered by `of`. Every open file holds the disk, and so does the store
        // until its connection is closed; now that the disk goes, no connection uses it any more.
        unsafe {
            ffi::sqlite3_vfs_unregister(self.vfs);
            let vfs = Box::from_raw(self.vfs);
            drop(Box::from_raw(vfs.pAppData.cast::<Weak<Inner>>()));
        }
    }
}

/// SQLite's code for what a call met; `otherwise` where it is not a full disk.
fn code(met: Result<(), Trouble>, otherwise: c_int) -> c_int {
    match met {
        Ok(()) => ffi::SQLITE_OK,
        Err(Trouble::Io) => otherwise,
        Err(Trouble::Full | Trouble::Short) => ffi::SQLITE_FULL,
    }
}

/// # Safety
/// `vfs` is one of ours, registered.
unsafe fn disk_of(vfs: *mut sqlite3_vfs) -> Option<Arc<Inner>> {
    // SAFETY: `pAppData` was set by `Registration::of` and lives as long as the registration.
    unsafe { (*(*vfs).pAppData.cast::<Weak<Inner>>()).upgrade() }
}

/// # Safety
/// `name` is null or a C string.
unsafe fn text<'n>(name: *const c_char) -> Option<&'n str> {
    // SAFETY: asked of the caller.
    (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) }.to_str().ok())?
}

unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite hands us `szOsFile` bytes for the file, our own vfs and a C string.
    unsafe {
        (*file).pMethods = ptr::null();
        let Some(disk) = disk_of(vfs) else {
            return ffi::SQLITE_CANTOPEN;
        };
        let opened = open_on(&disk, text(name), flags);
        let (id, flush_name) = match opened {
            Ok(opened) => opened,
            Err(code) => return code,
        };
        let number = disk.state().handle();
        let handle = Box::new(Handle {
            disk,
            id,
            number,
            nameless: name.is_null(),
            flush_name,
        });
        let open = file.cast::<OpenFile>();
        (*open).handle = Box::into_raw(handle);
        (*open).base.pMethods = &raw const METHODS;
        if !out_flags.is_null() {
            *out_flags = flags;
        }
    }
    ffi::SQLITE_OK
}

/// Opens or makes a file; answers it, and whether its name must be flushed with it.
fn open_on(disk: &Inner, name: Option<&str>, flags: c_int) -> Result<(FileId, bool), c_int> {
    let journals = ffi::SQLITE_OPEN_WAL | ffi::SQLITE_OPEN_MAIN_JOURNAL;
    let mut state = disk.state();
    let Some(name) = name else {
        let met = state.faults.call(DiskCall::Open);
        met.map_err(|_| ffi::SQLITE_CANTOPEN)?;
        return Ok((state.platter.make_nameless(), false));
    };
    match state.open(name) {
        Ok(Some(id)) => Ok((id, false)),
        Ok(None) if flags & ffi::SQLITE_OPEN_CREATE != 0 => {
            Ok((state.make(name), flags & journals != 0))
        }
        Ok(None) | Err(_) => Err(ffi::SQLITE_CANTOPEN),
    }
}

unsafe extern "C" fn delete(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    sync_folder: c_int,
) -> c_int {
    // SAFETY: as SQLite calls it.
    let (disk, name) = unsafe { (disk_of(vfs), text(name)) };
    let (Some(disk), Some(name)) = (disk, name) else {
        return ffi::SQLITE_IOERR_DELETE;
    };
    let mut state = disk.state();
    match state.remove(name) {
        Ok(true) if sync_folder != 0 => code(state.sync_names(), ffi::SQLITE_IOERR_DIR_FSYNC),
        Ok(true) => ffi::SQLITE_OK,
        Ok(false) => ffi::SQLITE_IOERR_DELETE_NOENT,
        Err(_) => ffi::SQLITE_IOERR_DELETE,
    }
}

unsafe extern "C" fn access(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: as SQLite calls it.
    let (disk, name) = unsafe { (disk_of(vfs), text(name)) };
    let (Some(disk), Some(name)) = (disk, name) else {
        return ffi::SQLITE_IOERR_ACCESS;
    };
    let state = disk.state();
    if state.faults.is_dead() {
        return ffi::SQLITE_IOERR_ACCESS;
    }
    let content = state
        .platter
        .find(name)
        .and_then(|id| state.platter.content(id));
    // An empty file does not count as there, as on Unix.
    let there = content.is_some_and(|file| flags != ffi::SQLITE_ACCESS_EXISTS || file.len() > 0);
    // SAFETY: SQLite hands us a place for the answer.
    unsafe { *out = c_int::from(there) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn full_pathname(
    _vfs: *mut sqlite3_vfs,
    name: *const c_char,
    out_bytes: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: a C string in, room for `out_bytes` out.
    unsafe {
        let bytes = CStr::from_ptr(name).to_bytes_with_nul();
        if bytes.len() > usize::try_from(out_bytes).unwrap_or(0) {
            return ffi::SQLITE_CANTOPEN;
        }
        ptr::copy_nonoverlapping(bytes.as_ptr().cast(), out, bytes.len());
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn randomness(_vfs: *mut sqlite3_vfs, bytes: c_int, out: *mut c_char) -> c_int {
    // SAFETY: room for `bytes` out. The same each time: SQLite takes its own from its default.
    unsafe { ptr::write_bytes(out, 7, usize::try_from(bytes).unwrap_or(0)) };
    bytes
}

/// Others get their turn; nobody waits here for time to pass.
unsafe extern "C" fn sleep(_vfs: *mut sqlite3_vfs, microseconds: c_int) -> c_int {
    std::thread::yield_now();
    microseconds
}

unsafe extern "C" fn current_time(_vfs: *mut sqlite3_vfs, out: *mut sqlite3_int64) -> c_int {
    // SAFETY: SQLite hands us a place for the answer.
    unsafe { *out = NOW_MS };
    ffi::SQLITE_OK
}
