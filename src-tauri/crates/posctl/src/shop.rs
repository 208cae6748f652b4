//! Opening the shop that the command line names.

use crate::cli::Place;
use anyhow::{Context, bail};
use pos_app::ports::world::FileState;
use pos_app::views::shop::UnlockReason;
use pos_host::{Host, HostError, HostOptions, platform_data_dir};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Place {
    /// The shop's folder.
    pub fn folder(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(platform_data_dir)
    }

    pub fn passphrase(&self) -> anyhow::Result<Option<String>> {
        self.passphrase_file.as_deref().map(secret).transpose()
    }

    /// A till on the folder, whatever is in it.
    pub fn host(&self, terminals: bool) -> anyhow::Result<Running> {
        let host = Host::start(HostOptions {
            data_dir: self.folder(),
            passphrase: self.passphrase()?,
            terminals,
        })
        .map_err(|error| match error {
            HostError::App(known) => known.into(),
            other @ HostError::Thread(_) => anyhow::Error::from(other),
        })?;
        Ok(Running(host))
    }

    /// A till that may come to books which do not open: they are to be replaced.
    pub fn host_for_restore(&self) -> anyhow::Result<Running> {
        match self.host(false) {
            Ok(running) => Ok(running),
            Err(error) => {
                eprintln!("the books here do not open: {error}");
                Ok(Running(Host::start_shut(&self.folder())?))
            }
        }
    }

    /// A till on the folder's open shop.
    pub fn open_host(&self, terminals: bool) -> anyhow::Result<Running> {
        let running = self.host(terminals)?;
        match running.0.app().world().files().state() {
            FileState::Open => Ok(running),
            FileState::None => bail!("there is no shop in {}", self.folder().display()),
            FileState::Locked(reason) => bail!("the shop is locked: {}", told(reason)),
        }
    }
}

fn told(reason: UnlockReason) -> &'static str {
    match reason {
        UnlockReason::UpdateWaits => {
            "this program is newer than its file, and the backup before the change cannot be made: \
             look at the room on the disk and at the folder's rights"
        }
        UnlockReason::Updating => "its file is being brought to this program's format",
        UnlockReason::BeingRestored => "a backup takes its place just now",
        UnlockReason::PassphraseNeeded => "it opens with a passphrase: say --passphrase-file FILE",
        UnlockReason::KeychainLocked => "the keychain is locked",
        UnlockReason::KeychainEmpty => "its key is not where it was left",
        UnlockReason::ChipUnavailable => "the security chip cannot be reached",
        UnlockReason::ChipOther => "its key was sealed by another computer's security chip",
        UnlockReason::ChipCleared => "the security chip was cleared; the recovery phrase opens it",
        UnlockReason::KeychainUnavailable => "the keychain cannot be reached",
    }
}

/// A till that is stopped in order when it goes out of scope.
pub struct Running(pub Arc<Host>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// A secret from the first line of a file, so that it never stands on a command line.
pub fn secret(path: &Path) -> anyhow::Result<String> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(line.to_owned()),
        Some(_) | None => bail!("{}: its first line is empty", path.display()),
    }
}
