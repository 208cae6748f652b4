//! The disk as the store sees it: every file that it reaches, it reaches through here. Owns the
//! seam and the real disk behind it. Must never know what is in the files.
//!
//! The database itself is SQLite's; a disk only says under which of its file systems (VFS) it is
//! opened. What stands beside it (log flush, sidecar, lock, reserve, names) is asked for here.

mod real;

pub use real::RealDisk;

use std::fmt::Debug;
use std::io;
use std::path::Path;

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Makes it; refused ([`io::ErrorKind::AlreadyExists`]) when it is there.
    New,
    /// Opens it, or makes it.
    OrNew,
    /// Opens it; refused ([`io::ErrorKind::NotFound`]) when it is not there.
    Existing,
}

/// Why the writer's lock was not given.
#[derive(Debug)]
pub enum LockRefusal {
    /// Somebody holds it: the process, where it told.
    Held(Option<u32>),
    Io(io::Error),
}

/// Held as long as the value lives.
pub trait Lock: Debug + Send {}

/// Where a shop's files lie. New files and folders are closed to everybody but their owner.
pub trait Disk: Debug + Send + Sync {
    /// The SQLite VFS under which the database is opened; None = SQLite's own.
    fn vfs(&self) -> Option<&str>;
    /// Makes a folder and those above it; nothing to do when it is there.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Closes a folder to others, or a file.
    fn close_to_others(&self, path: &Path) -> io::Result<()>;
    /// Whether a file is there. A disk that cannot tell answers no.
    fn exists(&self, path: &Path) -> bool;
    /// The length of a file in bytes.
    fn len(&self, path: &Path) -> io::Result<u64>;
    /// Opens a file for reading and writing.
    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn DiskFile>>;
    /// Removes a file. Its name is gone for good only after [`Disk::sync_folder`].
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a folder durable, where the system knows such a thing.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
    /// Takes a file's lock for this process, or says who has it. The operating system lets go of
    /// it when the process ends.
    fn lock(&self, path: &Path) -> Result<Box<dyn Lock>, LockRefusal>;
    /// Bytes that may still be taken in a folder; None where the system does not tell.
    fn room(&self, path: &Path) -> io::Result<Option<u64>>;
    /// Makes a file of `bytes` bytes that truly take their room, durable when this returns. One
    /// that is there is replaced.
    fn allocate(&self, path: &Path, bytes: u64) -> io::Result<()>;
}

/// An open file.
pub trait DiskFile: Debug + Send {
    /// Everything in it.
    fn read(&mut self) -> io::Result<Vec<u8>>;
    /// Writes all of `bytes` at an offset, or fails with an unknown part of them written.
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()>;
    fn set_len(&mut self, bytes: u64) -> io::Result<()>;
    /// Makes what was written durable, and the length. After an error nobody knows what is.
    fn sync(&mut self) -> io::Result<()>;
}
