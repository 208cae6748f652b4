//! A keychain of a few lines, which can be told to fail.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pos_vault::{KeyRing, Keychain, KeychainError, KeychainStore, Secret};
use zeroize::Zeroizing;

/// What the keychain holds, shared with the test.
pub type Items = Arc<Mutex<HashMap<String, String>>>;

/// How the keychain behaves.
#[derive(Clone, Debug)]
pub enum Mood {
    Works,
    Fails(KeychainError),
    /// Keeps something else than it was given.
    Forgets,
    /// Ends its thread.
    Panics,
}

pub struct FakeStore {
    pub items: Items,
    pub mood: Arc<Mutex<Mood>>,
}

impl FakeStore {
    fn look(&self) -> Result<(), KeychainError> {
        let mood = self.mood.lock().unwrap().clone();
        match mood {
            Mood::Works | Mood::Forgets => Ok(()),
            Mood::Fails(error) => Err(error),
            Mood::Panics => panic!("as told"),
        }
    }
}

impl KeychainStore for FakeStore {
    fn put(&mut self, account: &str, value: &str) -> Result<(), KeychainError> {
        self.look()?;
        let value = match *self.mood.lock().unwrap() {
            Mood::Forgets => value.replace(|c: char| c.is_ascii_digit(), "x"),
            _ => value.to_owned(),
        };
        self.items.lock().unwrap().insert(account.to_owned(), value);
        Ok(())
    }

    fn get(&mut self, account: &str) -> Result<Zeroizing<String>, KeychainError> {
        self.look()?;
        let items = self.items.lock().unwrap();
        items
            .get(account)
            .cloned()
            .map(Zeroizing::new)
            .ok_or(KeychainError::Empty)
    }

    fn delete(&mut self, account: &str) -> Result<(), KeychainError> {
        self.look()?;
        self.items.lock().unwrap().remove(account);
        Ok(())
    }
}

/// A keychain, what it holds, and the switch for its mood.
pub fn keychain() -> (Keychain, Items, Arc<Mutex<Mood>>) {
    let (items, mood) = (Items::default(), Arc::new(Mutex::new(Mood::Works)));
    let store = FakeStore {
        items: Arc::clone(&items),
        mood: Arc::clone(&mood),
    };
    (
        Keychain::with_store(store, Duration::from_secs(5)),
        items,
        mood,
    )
}

/// A keychain that answers nothing until told to.
pub struct HangingStore {
    release: Receiver<()>,
    inner: FakeStore,
}

impl KeychainStore for HangingStore {
    fn put(&mut self, account: &str, value: &str) -> Result<(), KeychainError> {
        let _ = self.release.recv();
        self.inner.put(account, value)
    }

    fn get(&mut self, account: &str) -> Result<Zeroizing<String>, KeychainError> {
        let _ = self.release.recv();
        self.inner.get(account)
    }

    fn delete(&mut self, account: &str) -> Result<(), KeychainError> {
        let _ = self.release.recv();
        self.inner.delete(account)
    }
}

/// A hanging keychain; dropping the sender lets it answer from then on.
pub fn hanging(limit: Duration) -> (Keychain, Items, std::sync::mpsc::Sender<()>) {
    let (sender, release) = channel();
    let items = Items::default();
    let mood = Arc::new(Mutex::new(Mood::Works));
    let inner = FakeStore {
        items: Arc::clone(&items),
        mood,
    };
    (
        Keychain::with_store(HangingStore { release, inner }, limit),
        items,
        sender,
    )
}

/// The five keys of a ring, for comparing.
pub fn bytes(ring: &KeyRing) -> [[u8; 32]; 5] {
    [
        &ring.database,
        &ring.journal,
        &ring.anchor,
        &ring.backup,
        &ring.pin_pepper,
    ]
    .map(|key| *key.expose())
}

/// A passphrase.
pub fn secret(text: &str) -> Secret {
    Secret::new(text)
}
