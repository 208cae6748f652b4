//! The real store: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows.

use keyring::{Entry, Error};
use zeroize::Zeroizing;

use super::{KeychainError, KeychainStore};

/// The service name of all our entries.
const SERVICE: &str = "Countertop";
/// An entry written only to learn whether the keychain is open.
const PROBE: &str = "probe";

pub(super) struct OsStore;

impl KeychainStore for OsStore {
    fn put(&mut self, account: &str, value: &str) -> Result<(), KeychainError> {
        entry(account)?.set_password(value).map_err(translate)
    }

    fn get(&mut self, account: &str) -> Result<Zeroizing<String>, KeychainError> {
        let entry = entry(account)?;
        match read(&entry) {
            // A locked Secret Service answers "no entry" too. Only a write tells.
            Err(KeychainError::Empty) if cfg!(all(unix, not(target_os = "macos"))) => {
                probe()?;
                // The write may have made a person unlock the keychain.
                read(&entry)
            }
            Err(error) => Err(error),
            Ok(value) => Ok(value),
        }
    }

    fn delete(&mut self, account: &str) -> Result<(), KeychainError> {
        match entry(account)?.delete_credential().map_err(translate) {
            Ok(()) | Err(KeychainError::Empty) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn read(entry: &Entry) -> Result<Zeroizing<String>, KeychainError> {
    entry.get_password().map(Zeroizing::new).map_err(translate)
}

/// Writes and removes an entry, which a locked keychain refuses.
fn probe() -> Result<(), KeychainError> {
    let entry = entry(PROBE)?;
    entry.set_password("open").map_err(translate)?;
    entry.delete_credential().map_err(translate)
}

/// Windows credentials roam with the profile unless told to stay on this PC.
#[cfg(windows)]
fn entry(account: &str) -> Result<Entry, KeychainError> {
    if let Err(error) = Entry::store_status() {
        return Err(KeychainError::Unavailable(error.to_string()));
    }
    let modifiers = std::collections::HashMap::from([("persistence", "local")]);
    let inner = keyring_core::Entry::new_with_modifiers(SERVICE, account, &modifiers);
    inner.map(|inner| Entry { inner }).map_err(translate)
}

#[cfg(not(windows))]
fn entry(account: &str) -> Result<Entry, KeychainError> {
    if let Err(error) = Entry::store_status() {
        return Err(KeychainError::Unavailable(error.to_string()));
    }
    Entry::new(SERVICE, account).map_err(translate)
}

/// The library's errors in our words. Values are never put into a message.
fn translate(error: Error) -> KeychainError {
    match error {
        Error::NoStorageAccess(_) => KeychainError::Locked,
        Error::NoEntry => KeychainError::Empty,
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::Ambiguous(_) => {
            KeychainError::WrongValue
        }
        Error::PlatformFailure(reason) => KeychainError::Unavailable(reason.to_string()),
        Error::NoDefaultStore => KeychainError::Unavailable("there is none".to_owned()),
        Error::BadStoreFormat(reason)
        | Error::NotSupportedByStore(reason)
        | Error::Invalid(_, reason) => KeychainError::Unavailable(reason),
        Error::TooLong(..) => KeychainError::Unavailable("the value is too long".to_owned()),
        // The library's list may grow.
        _ => KeychainError::Unavailable("of an unknown reason".to_owned()),
    }
}
