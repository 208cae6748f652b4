//! The log's index: memory that SQLite's connections share, and its locks.
#![allow(unsafe_code)]

use super::super::fault::Trouble;
use super::super::state::REGION_BYTES;
use super::file::{extent, handle};
use rusqlite::ffi::{self, sqlite3_file};
use std::ffi::{c_int, c_void};
use std::ptr;
use std::sync::atomic::{Ordering, fence};

pub unsafe extern "C" fn shm_map(
    file: *mut sqlite3_file,
    region: c_int,
    region_bytes: c_int,
    make: c_int,
    out: *mut *mut c_void,
) -> c_int {
    if extent(region_bytes, 0).0 != REGION_BYTES {
        return ffi::SQLITE_IOERR_SHMMAP;
    }
    // SAFETY: an open file, and a place for the answer.
    let handle = unsafe { handle(file) };
    let region = extent(region, 0).0;
    let found = handle
        .state()
        .region(handle.id, handle.number, region, make != 0);
    let (address, code) = match found {
        Ok(address) => (
            address.map_or(ptr::null_mut(), <*mut _>::cast),
            ffi::SQLITE_OK,
        ),
        Err(Trouble::Io) => (ptr::null_mut(), ffi::SQLITE_IOERR_SHMMAP),
        // So SQLite's own answers on a full disk.
        Err(Trouble::Full | Trouble::Short) => (ptr::null_mut(), ffi::SQLITE_IOERR_SHMSIZE),
    };
    // SAFETY: as above.
    unsafe { *out = address };
    code
}

pub unsafe extern "C" fn shm_lock(
    file: *mut sqlite3_file,
    first: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    // SAFETY: an open file.
    let handle = unsafe { handle(file) };
    let (first, count) = (extent(first, 0).0, extent(count, 0).0);
    let slots = first..first + count;
    let mut state = handle.state();
    let index = state.indexes.entry(handle.id).or_default();
    index.users.insert(handle.number);
    if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
        index.locks.unlock(handle.number, slots);
        return ffi::SQLITE_OK;
    }
    let exclusive = flags & ffi::SQLITE_SHM_EXCLUSIVE != 0;
    match index.locks.lock(handle.number, slots, exclusive) {
        Ok(()) => ffi::SQLITE_OK,
        Err(_) => ffi::SQLITE_BUSY,
    }
}

pub unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    // SAFETY: an open file. Taking the lock orders this thread's memory with the others'.
    drop(unsafe { handle(file) }.state());
    fence(Ordering::SeqCst);
}

pub unsafe extern "C" fn shm_unmap(file: *mut sqlite3_file, _remove: c_int) -> c_int {
    // SAFETY: an open file.
    let handle = unsafe { handle(file) };
    handle.state().leave_index(handle.id, handle.number);
    ffi::SQLITE_OK
}
