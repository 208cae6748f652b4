//! Where backups are carried to, beside the shop's own folder: a folder, a stick, a server. Each
//! takes a file whole or not at all, and gives it back as it was.

pub mod folder;
pub mod sftp;
pub mod stick;

use crate::backup::file::FileFault;
use folder::Folder;
use pos_app::api::{AppError, ErrorCode};
use pos_app::ports::backups::BackupPlace;
use pos_app::views::backup::PlaceAddress;
use pos_vault::Secret;
use sftp::Server;
use std::path::{Path, PathBuf};
use stick::Sticks;
use thiserror::Error;

/// Why a place did not do it.
#[derive(Debug, Error)]
pub enum PlaceFault {
    /// A stick that is not in.
    #[error("it is not in")]
    Away,
    #[error("{0}")]
    Unreachable(String),
    #[error("the server shows another key: {0}")]
    HostKey(String),
    #[error("the server does not let us in: {0}")]
    NotLetIn(String),
    #[error(transparent)]
    File(#[from] FileFault),
}

impl From<PlaceFault> for AppError {
    fn from(fault: PlaceFault) -> AppError {
        let code = match &fault {
            PlaceFault::HostKey(_) => ErrorCode::HostKeyChanged,
            PlaceFault::Away
            | PlaceFault::Unreachable(_)
            | PlaceFault::NotLetIn(_)
            | PlaceFault::File(_) => ErrorCode::PlaceUnreachable,
        };
        AppError::new(code).with("reason", fault)
    }
}

/// One place, reached.
pub trait Place {
    /// Names of the backups that are there.
    fn names(&mut self) -> Result<Vec<String>, PlaceFault>;
    /// Takes a file, flushed and under its right name only when it is whole. `told` gets bytes.
    fn put(&mut self, from: &Path, name: &str, told: &mut dyn FnMut(u64))
    -> Result<(), PlaceFault>;
    /// Gives a file back.
    fn get(&mut self, name: &str, to: &Path, told: &mut dyn FnMut(u64)) -> Result<(), PlaceFault>;
    /// Lets go of a file; one that is not there is no fault.
    fn remove(&mut self, name: &str) -> Result<(), PlaceFault>;
    /// Room there, where the place tells.
    fn free_bytes(&mut self) -> Option<u64>;
}

/// Reaches a place. `secret` opens a server.
pub fn reach(place: &BackupPlace, secret: Option<Secret>) -> Result<Box<dyn Place>, PlaceFault> {
    match &place.address {
        PlaceAddress::Folder { path } => Ok(Box::new(Folder::there(Path::new(path))?)),
        PlaceAddress::Stick { stick, folder } => {
            let root = Sticks::default().find(stick).ok_or(PlaceFault::Away)?;
            Ok(Box::new(Folder::made(&inside(&root, folder))?))
        }
        PlaceAddress::Sftp {
            host,
            port,
            user,
            folder,
            host_key,
            with_key,
        } => {
            let secret = secret.ok_or_else(|| PlaceFault::NotLetIn("no secret is kept".into()))?;
            let server = Server::at(host, *port, host_key)?;
            Ok(Box::new(server.let_in(user, &secret, *with_key, folder)?))
        }
    }
}

/// A folder of a stick; the stick itself when it has no name.
fn inside(root: &Path, folder: &str) -> PathBuf {
    match folder.trim_matches('/') {
        "" => root.to_path_buf(),
        name => root.join(name),
    }
}
