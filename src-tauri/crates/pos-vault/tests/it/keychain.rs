//! A keychain that fails: each way is told apart, and none leads to a new key.

use std::fs;
use std::time::{Duration, Instant};

use pos_vault::{Anchor, KeychainError, NewSlot, Unlock, Vault, VaultError};

use crate::fake::{Mood, bytes, hanging, keychain, secret};

fn error_of<T: std::fmt::Debug>(outcome: Result<T, VaultError>) -> KeychainError {
    match outcome {
        Err(VaultError::Keychain(error)) => error,
        other => panic!("not a keychain error: {other:?}"),
    }
}

#[test]
fn each_failure_is_told_apart_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (keychain, items, mood) = keychain();
    let vault = Vault::with_keychain(dir.path(), keychain);
    let slots = [
        NewSlot::Keychain,
        NewSlot::Passphrase(secret("a passphrase")),
    ];
    let made = bytes(&vault.create(&slots).unwrap().0);
    let text = fs::read(dir.path().join("keys.ctk")).unwrap();
    let kept = items.lock().unwrap().clone();

    for error in [
        KeychainError::Unavailable("no bus".to_owned()),
        KeychainError::Locked,
        KeychainError::Empty,
        KeychainError::WrongValue,
    ] {
        *mood.lock().unwrap() = Mood::Fails(error.clone());
        assert_eq!(error_of(vault.open(&Unlock::Automatic)), error);
        let typed = Unlock::Passphrase(secret("a passphrase"));
        assert_eq!(
            bytes(&vault.open(&typed).unwrap()),
            made,
            "the person's way still opens"
        );
        assert_eq!(fs::read(dir.path().join("keys.ctk")).unwrap(), text);
    }
    *mood.lock().unwrap() = Mood::Works;
    assert_eq!(
        *items.lock().unwrap(),
        kept,
        "nothing was written to the keychain"
    );

    for value in [
        "",
        "AAAA",
        "not base64 at all",
        &"A".repeat(43),
        &"B".repeat(100_000),
    ] {
        items
            .lock()
            .unwrap()
            .values_mut()
            .for_each(|item| *item = value.to_owned());
        assert_eq!(
            error_of(vault.open(&Unlock::Automatic)),
            KeychainError::WrongValue,
            "{value}"
        );
    }
    items.lock().unwrap().clear();
    assert_eq!(
        error_of(vault.open(&Unlock::Automatic)),
        KeychainError::Empty
    );
    assert!(
        items.lock().unwrap().is_empty(),
        "an empty keychain stays empty"
    );
}

#[test]
fn a_keychain_that_cannot_keep_makes_no_shop() {
    let folder = tempfile::tempdir().unwrap();
    let (keychain, items, mood) = keychain();
    let vault = Vault::with_keychain(folder.path(), keychain);
    for (now, expected) in [
        (Mood::Fails(KeychainError::Locked), KeychainError::Locked),
        (Mood::Forgets, KeychainError::WrongValue),
    ] {
        *mood.lock().unwrap() = now;
        let slots = [NewSlot::RecoveryPhrase, NewSlot::Keychain];
        assert_eq!(error_of(vault.create(&slots)), expected);
        assert!(!vault.exists());
        assert!(
            items.lock().unwrap().is_empty(),
            "what was begun is taken back"
        );
    }
    *mood.lock().unwrap() = Mood::Works;
    assert!(
        vault.create(&[NewSlot::Keychain]).is_ok(),
        "and the next try succeeds"
    );
}

#[test]
fn a_store_that_panics_is_unavailable() {
    let dir = tempfile::tempdir().unwrap();
    let (keychain, _, mood) = keychain();
    let vault = Vault::with_keychain(dir.path(), keychain);
    vault.create(&[NewSlot::Keychain]).unwrap();
    *mood.lock().unwrap() = Mood::Panics;
    for _ in 0..2 {
        let error = error_of(vault.open(&Unlock::Automatic));
        assert!(matches!(error, KeychainError::Unavailable(_)), "{error:?}");
    }
}

#[test]
fn a_silent_store_costs_its_limit_once() {
    let limit = Duration::from_millis(200);
    let dir = tempfile::tempdir().unwrap();
    let (keychain, items, release) = hanging(limit);
    let vault = Vault::with_keychain(dir.path(), keychain);

    let start = Instant::now();
    assert_eq!(
        error_of(vault.create(&[NewSlot::Keychain])),
        KeychainError::Silent
    );
    assert!(start.elapsed() >= limit);
    assert!(!vault.exists());
    let start = Instant::now();
    assert_eq!(
        error_of(vault.create(&[NewSlot::Keychain])),
        KeychainError::Silent
    );
    assert!(start.elapsed() < limit, "the second caller does not wait");

    // It wakes up: what hung is done late, and from then on it serves.
    drop(release);
    let create = || vault.create(&[NewSlot::Keychain]);
    let made = std::iter::repeat_with(create)
        .take_while(|_| start.elapsed() < Duration::from_secs(20))
        .find_map(Result::ok);
    assert!(made.is_some());
    assert!(vault.open(&Unlock::Automatic).is_ok());
    assert_eq!(vault.get_anchor().unwrap(), Anchor::Missing);
    let orphans = items.lock().unwrap().len() - 1;
    assert!(
        orphans <= 1,
        "only the call that hung was still carried out"
    );
}
