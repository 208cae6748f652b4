//! The encrypted SQLite file of one shop: connection, migrations, the journal with its chain and
//! anchor, and one file a table. Synchronous; who calls it brings the thread.
//!
//! It must never write a key or a row in clear, never change a journal entry, and never say that
//! an act is done before it is on the disk.

mod anchor;
mod cipher;
mod codes;
mod connection;
mod copy;
mod database;
pub mod disk;
mod error;
mod folder;
mod head;
mod keys;
mod migrate;
mod project;
mod reader;
mod rebuild;
mod reserve;
mod rows;
mod seal;
mod tables;
mod tx;
mod verify;
mod writer;

pub use anchor::{ANCHOR_BYTES, Anchor};
pub use connection::{SQLITE_MIN, versions};
pub use copy::Copied;
pub use database::{Database, Mode};
pub use error::OpenError;
pub use folder::{ANCHOR_FILE, DATABASE_FILE, LOCK_FILE, RESERVE_FILE};
pub use keys::Keys;
pub use migrate::SCHEMA_VERSION;
pub use reader::Reader;
pub use rebuild::{Difference, RebuildReport, rebuild};
pub use reserve::{RESERVE_BYTES, Reserve};
pub use verify::{Fault, Problem, VerifyReport, verify};
pub use writer::{ANCHOR_EVERY, Checkpoint, Durability, Writer};
