//! What can go wrong with keys. Each variant asks something else of the person at the screen, so
//! none is folded into another; none carries a secret.

use std::io;
use std::path::{Path, PathBuf};

use crate::keychain::KeychainError;
use crate::phrase::PhraseError;
use crate::slot::{SlotId, SlotKind};
use crate::tpm::TpmError;

/// The crate's result.
pub type Result<T, E = VaultError> = std::result::Result<T, E>;

/// Why a vault could not be made, opened or changed.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The folder has no vault file. Not a reason to make one when a database is there.
    #[error("there is no vault file in {}", .dir.display())]
    NoVault {
        /// The shop folder.
        dir: PathBuf,
    },
    /// The folder already has a vault file; it is never overwritten.
    #[error("{} already has a vault file", .dir.display())]
    VaultExists {
        /// The shop folder.
        dir: PathBuf,
    },
    /// The vault file is cut, changed or unreadable, and so is its previous generation.
    #[error("the vault file is damaged: {0}")]
    Damaged(&'static str),
    /// The vault file was written by a newer program.
    #[error("the vault file has version {0}, newer than this program")]
    Newer(u64),
    /// Another process is changing the vault file right now.
    #[error("another program is changing the vault file")]
    Busy,
    /// The file system refused.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The reason given by the operating system.
        source: io::Error,
    },
    /// A vault needs at least one slot.
    #[error("a vault needs at least one slot")]
    NoSlots,
    /// The vault has no slot that this way of unlocking could open.
    #[error("this shop has no slot for that way of unlocking")]
    NoSuchSlot,
    /// The new slot is one too many of its kind, or of all.
    #[error("there is no room for another {0} slot")]
    SlotRefused(SlotKind),
    /// The slot opens with what a person types, and nothing was typed.
    #[error("slot {} opens with what a person types", .0.0)]
    SecretNeeded(SlotId),
    /// The only slot cannot be removed.
    #[error("the last slot cannot be removed")]
    LastSlot,
    /// The last recovery phrase cannot be removed: a broken computer would take the shop with it.
    #[error("the last recovery phrase cannot be removed")]
    LastPhrase,
    /// No passphrase slot opens with this passphrase.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// A well-formed recovery phrase, but not this shop's.
    #[error("the recovery phrase belongs to another shop")]
    WrongPhrase,
    /// Not a recovery phrase at all: a slip of the pen.
    #[error(transparent)]
    Phrase(#[from] PhraseError),
    /// The keychain could not be used; ask for the passphrase or the recovery phrase.
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    /// The security chip gave nothing; ask for the passphrase or the recovery phrase.
    #[error(transparent)]
    Tpm(#[from] TpmError),
    /// No version of that key is coming.
    #[error("there is no new version of that key")]
    NoSuchVersion,
    /// The key file recorded in the slot is not there.
    #[error("the key file {} is missing", .path.display())]
    KeyFileMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// The key file is not a key, or opens another shop.
    #[error("the key file {} does not open this shop", .path.display())]
    KeyFileWrong {
        /// Where it is.
        path: PathBuf,
    },
    /// A stored password or PIN hash is not in the expected form.
    #[error("a stored password hash is not readable")]
    BadHash,
    /// Key stretching failed: parameters out of bounds, or no memory.
    #[error("key stretching failed")]
    Stretching,
    /// The anchor is larger than the smallest keychain takes.
    #[error("the anchor is too large for a keychain")]
    AnchorTooLarge,
    /// What a rotation left could not be ended; it is tried again at the next start.
    #[error("a change of keys could not be ended: {0}")]
    Unfinished(String),
    /// The operating system gave no randomness.
    #[error("the operating system gives no randomness")]
    NoRandomness,
}

impl VaultError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { path, source }
    }
}
