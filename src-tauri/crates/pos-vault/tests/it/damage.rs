//! A vault file that is bent, cut, lost, half written or from the future.

use std::fs;
use std::path::Path;

use pos_vault::{Generation, NewSlot, Unlock, Vault, VaultError};
use sha2::{Digest, Sha256};

use crate::fake::{bytes, keychain, secret};

fn vault(dir: &Path) -> Vault {
    let vault = Vault::with_keychain(dir, keychain().0);
    vault
        .create(&[
            NewSlot::KeyFile(None),
            NewSlot::Passphrase(secret("a passphrase")),
        ])
        .unwrap();
    vault
}

/// The text with its last line made to match: what a forger would write.
fn with_sum(text: &str) -> String {
    let body = text.rsplit_terminator('\n').skip(1).collect::<Vec<_>>();
    let body: String = body.iter().rev().map(|line| format!("{line}\n")).collect();
    let sum: String = Sha256::digest(&body)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{body}{sum}\n")
}

/// Every single bit is tried in the unit tests of the format; here, one of each byte on disk.
#[test]
fn a_bent_or_cut_file_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let path = dir.path().join("keys.ctk");
    let good = fs::read(&path).unwrap();
    for at in 0..good.len() {
        let mut bent = good.clone();
        bent[at] ^= 1 << (at % 8);
        for text in [&bent, &good[..at]] {
            fs::write(&path, text).unwrap();
            let outcome = vault.open(&Unlock::Automatic);
            let refused = matches!(outcome, Err(VaultError::Damaged(_) | VaultError::Newer(_)));
            assert!(refused, "byte {at}: {outcome:?}");
        }
    }
    fs::write(&path, [good.as_slice(), b"x"].concat()).unwrap();
    assert!(matches!(
        vault.open(&Unlock::Automatic),
        Err(VaultError::Damaged(_))
    ));
    fs::write(&path, &good).unwrap();
    assert!(vault.open(&Unlock::Automatic).is_ok());
}

/// Someone who can write the file, and knows the format, changes one character of it.
#[test]
fn every_forged_character_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let path = dir.path().join("keys.ctk");
    let good = fs::read_to_string(&path).unwrap();
    assert_eq!(with_sum(&good), good);
    let covered = good.len() - 65;
    for at in 0..covered {
        let mut bent = good.clone().into_bytes();
        bent[at] = match bent[at] {
            b'9' => b'8',
            b'A' => b'B',
            b'\n' => b' ',
            other => other + 1,
        };
        fs::write(&path, with_sum(std::str::from_utf8(&bent).unwrap())).unwrap();
        let outcome = vault.open(&Unlock::Automatic);
        assert!(outcome.is_err(), "character {at} of {good}");
    }
}

#[test]
fn forged_slots_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let path = dir.path().join("keys.ctk");
    let good = fs::read_to_string(&path).unwrap();
    let second = good.find(r#",{"id":2"#).unwrap();
    let end = good[..good.find('\n').unwrap()].len() - 2;
    let dropped = format!("{}{}", &good[..second], &good[end..]);
    fs::write(&path, with_sum(&dropped)).unwrap();
    assert_eq!(
        vault.slots().unwrap().len(),
        1,
        "the forgery is well formed"
    );
    assert!(matches!(
        vault.open(&Unlock::Automatic),
        Err(VaultError::Damaged(_))
    ));
}

#[test]
fn the_previous_generation_stands_in() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let path = dir.path().join("keys.ctk");
    let new = NewSlot::Passphrase(secret("another passphrase"));
    vault.add_slot(&Unlock::Automatic, &new).unwrap();
    let made = bytes(&vault.open(&Unlock::Automatic).unwrap());
    assert_eq!(vault.view().unwrap().source, Generation::Current);

    for damage in [None, Some("")] {
        match damage {
            Some(text) => fs::write(&path, text).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        assert!(vault.exists(), "never a reason to make a new one");
        assert!(matches!(
            vault.create(&[NewSlot::Keychain]),
            Err(VaultError::VaultExists { .. })
        ));
        let view = vault.view().unwrap();
        assert_eq!(
            (view.source, view.generation, view.slots.len()),
            (Generation::Previous, 1, 2)
        );
        assert_eq!(bytes(&vault.open(&Unlock::Automatic).unwrap()), made);
    }
    // A change builds on the good one and keeps it.
    vault.add_slot(&Unlock::Automatic, &new).unwrap();
    assert_eq!(vault.view().unwrap().source, Generation::Current);
    fs::write(&path, "").unwrap();
    assert_eq!(bytes(&vault.open(&Unlock::Automatic).unwrap()), made);

    fs::write(dir.path().join("keys.ctk.old"), "").unwrap();
    assert!(matches!(
        vault.open(&Unlock::Automatic),
        Err(VaultError::Damaged(_))
    ));
}

#[test]
fn a_newer_file_is_named_as_such() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let newer = "{\"format\":\"countertop-vault\",\"version\":3,\"new\":true}\nwhatever\n";
    fs::write(dir.path().join("keys.ctk"), newer).unwrap();
    assert!(matches!(
        vault.open(&Unlock::Automatic),
        Err(VaultError::Newer(3))
    ));
    // Even with an older generation beside it: the newer program's changes would be lost.
    fs::write(dir.path().join("keys.ctk.old"), newer).unwrap();
    assert!(matches!(vault.slots(), Err(VaultError::Newer(3))));
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("shop");
    let vault = vault(&dir);
    vault
        .add_slot(&Unlock::Automatic, &NewSlot::Passphrase(secret("third")))
        .unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir), 0o700);
    let mut names: Vec<_> = fs::read_dir(&dir)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["kek.key", "keys.ctk", "keys.ctk.old", "keys.lock"]);
    for name in names {
        assert_eq!(mode(&dir.join(&name)), 0o600, "{name:?}");
    }
}
