//! Keys and secrets of a shop: the vault file with its slots, the operating system's keychain,
//! and the hashing of passwords and PINs.
//!
//! A random key-encryption key (KEK) is wrapped once per slot; the KEK wraps the shop's working
//! keys, which are random too and never derived from one another. See [`Vault`] for the doors.
//!
//! It must never make a new key for a shop that has one, never fall back from one slot to another
//! without being told, never write a key or a secret in clear, and never print or log one.

mod anchor;
pub mod backup;
mod disk;
mod encoding;
mod envelope;
mod error;
mod format;
mod kdf;
pub mod keychain;
pub mod password;
mod phrase;
pub mod pin;
mod random;
pub mod recovery_code;
mod ring;
mod rotation;
mod secret;
mod signing;
mod slot;
pub mod totp;
mod tpm;
mod unlock;
mod vault;

pub use anchor::{ANCHOR_MAX_BYTES, Anchor, AnchorWrite};
pub use error::{Result, VaultError};
pub use format::Generation;
pub use keychain::{Keychain, KeychainError, KeychainStore};
pub use phrase::{PhraseError, RecoveryPhrase};
pub use random::{random_bytes, random_token};
pub use ring::{KeyName, KeyRing, OtherKey, Standing};
pub use rotation::Before;
pub use secret::{Secret, Secret32};
pub use signing::{FileSigner, is_signed};
pub use slot::{Kek, NewSlot, SlotId, SlotKind, SlotView, Unlock};
pub use tpm::{TPM_LIMIT, TPM_VARIABLE, Tpm, TpmError};
pub use vault::{KeyView, Vault, VaultView};
