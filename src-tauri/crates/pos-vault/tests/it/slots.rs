//! Making, opening and changing slots.

use pos_vault::{NewSlot, PhraseError, SlotId, SlotKind, Unlock, Vault, VaultError};

use crate::fake::{bytes, keychain, secret};

const PASSPHRASE: &str = "kestrel-88-drawer";

fn unlock() -> Unlock {
    Unlock::Passphrase(secret(PASSPHRASE))
}

#[test]
fn key_file_and_passphrase() {
    let dir = tempfile::tempdir().unwrap();
    let shop = dir.path().join("new/shop");
    let vault = Vault::with_keychain(&shop, keychain().0);
    assert!(!vault.exists());
    assert!(matches!(
        vault.open(&Unlock::Automatic),
        Err(VaultError::NoVault { .. })
    ));
    assert!(matches!(vault.create(&[]), Err(VaultError::NoSlots)));

    let slots = [
        NewSlot::KeyFile(None),
        NewSlot::Passphrase(secret(PASSPHRASE)),
    ];
    let (ring, phrase) = vault.create(&slots).unwrap();
    assert!(phrase.is_none());
    let made = bytes(&ring);
    for (i, key) in made.iter().enumerate() {
        assert!(
            !made[..i].contains(key) && *key != [0; 32],
            "keys are unrelated"
        );
    }
    assert_eq!(bytes(&vault.open(&Unlock::Automatic).unwrap()), made);
    assert_eq!(bytes(&vault.open(&unlock()).unwrap()), made);
    vault
        .test_slot(SlotId(2), Some(&secret(PASSPHRASE)))
        .unwrap();
    let tested: Vec<_> = vault.slots().unwrap();
    assert!(tested[0].tested_at_ms.is_none() && tested[1].tested_at_ms.is_some());
    let unasked = vault.test_slot(SlotId(2), None);
    assert!(matches!(unasked, Err(VaultError::SecretNeeded(SlotId(2)))));
    let wrong = vault.test_slot(SlotId(2), Some(&secret("kestrel-89-drawer")));
    assert!(matches!(wrong, Err(VaultError::WrongPassphrase)));

    let wrong = Unlock::Passphrase(secret("kestrel-89-drawer"));
    assert!(matches!(
        vault.open(&wrong),
        Err(VaultError::WrongPassphrase)
    ));
    let phrase = Unlock::Recovery(secret(&format!("{}about", "abandon ".repeat(11))));
    assert!(matches!(vault.open(&phrase), Err(VaultError::NoSuchSlot)));
    assert!(vault.exists());
    assert!(matches!(
        vault.create(&slots),
        Err(VaultError::VaultExists { .. })
    ));

    let kinds: Vec<_> = vault
        .slots()
        .unwrap()
        .iter()
        .map(|slot| slot.kind)
        .collect();
    assert_eq!(kinds, [SlotKind::KeyFile, SlotKind::Passphrase]);
    no_key_in_clear(&shop, &made);
}

/// Neither the keys nor the passphrase stand in any file of the folder.
fn no_key_in_clear(shop: &std::path::Path, keys: &[[u8; 32]]) {
    use base64ct::{Base64, Encoding};
    let needles: Vec<String> = keys.iter().map(|key| Base64::encode_string(key)).collect();
    for entry in std::fs::read_dir(shop).unwrap() {
        let path = entry.unwrap().path();
        let text = String::from_utf8(std::fs::read(&path).unwrap()).unwrap();
        assert!(!text.contains(PASSPHRASE), "{path:?}");
        assert!(
            needles.iter().all(|needle| !text.contains(needle)),
            "{path:?}"
        );
    }
}

#[test]
fn recovery_phrase() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::with_keychain(dir.path(), keychain().0);
    let (ring, phrase) = vault.create(&[NewSlot::RecoveryPhrase]).unwrap();
    let phrase = phrase.expect("a recovery slot gives its phrase once");
    let made = bytes(&ring);

    let typed = phrase.text().expose().to_uppercase().replace(' ', "\n ");
    assert_eq!(
        bytes(&vault.open(&Unlock::Recovery(secret(&typed))).unwrap()),
        made
    );

    let other = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    let outcome = vault.open(&Unlock::Recovery(secret(other)));
    assert!(
        matches!(outcome, Err(VaultError::WrongPhrase)),
        "{outcome:?}"
    );
    let outcome = vault.open(&Unlock::Recovery(secret(&"zoo ".repeat(12))));
    assert!(
        matches!(outcome, Err(VaultError::Phrase(PhraseError::Checksum))),
        "{outcome:?}"
    );
    assert!(matches!(vault.open(&unlock()), Err(VaultError::NoSuchSlot)));
    assert!(matches!(
        vault.open(&Unlock::Automatic),
        Err(VaultError::NoSuchSlot)
    ));
}

#[test]
fn slots_come_and_go() {
    let dir = tempfile::tempdir().unwrap();
    let (keychain, items, _) = keychain();
    let vault = Vault::with_keychain(dir.path(), keychain);
    let made = bytes(&vault.create(&[NewSlot::Keychain]).unwrap().0);
    assert_eq!(items.lock().unwrap().len(), 1);

    let last = vault.remove_slot(&Unlock::Automatic, SlotId(1));
    assert!(matches!(last, Err(VaultError::LastSlot)), "{last:?}");
    let second = vault.add_slot(&Unlock::Automatic, &NewSlot::Keychain);
    assert!(
        matches!(second, Err(VaultError::SlotRefused(SlotKind::Keychain))),
        "{second:?}"
    );
    assert_eq!(items.lock().unwrap().len(), 1);

    let new = NewSlot::Passphrase(secret(PASSPHRASE));
    assert_eq!(
        vault.add_slot(&Unlock::Automatic, &new).unwrap().0,
        SlotId(2)
    );
    assert!(matches!(
        vault.add_slot(&Unlock::Passphrase(secret("not the passphrase")), &new),
        Err(VaultError::WrongPassphrase)
    ));

    // From the keychain to a key file, by way of the passphrase.
    vault.remove_slot(&unlock(), SlotId(1)).unwrap();
    assert!(
        items.lock().unwrap().is_empty(),
        "the keychain entry went with its slot"
    );
    assert!(matches!(
        vault.open(&Unlock::Automatic),
        Err(VaultError::NoSuchSlot)
    ));
    assert!(matches!(
        vault.remove_slot(&unlock(), SlotId(1)),
        Err(VaultError::NoSuchSlot)
    ));
    let elsewhere = dir.path().join("stick/shop.key");
    std::fs::create_dir(dir.path().join("stick")).unwrap();
    let file = NewSlot::KeyFile(Some(elsewhere.clone()));
    let (id, _) = vault.add_slot(&unlock(), &file).unwrap();
    assert_eq!(id, SlotId(3), "numbers are not used again");
    assert_eq!(vault.slots().unwrap()[1].path.as_ref(), Some(&elsewhere));
    assert_eq!(bytes(&vault.open(&Unlock::Automatic).unwrap()), made);
    assert_eq!(vault.view().unwrap().generation, 4);

    vault.remove_slot(&unlock(), id).unwrap();
    assert!(!elsewhere.exists(), "the key file went with its slot");
}

/// A removed passphrase opens neither generation; the current one may be lost at any time.
#[test]
fn a_removed_slot_is_gone_from_both_generations() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::with_keychain(dir.path(), keychain().0);
    vault
        .create(&[
            NewSlot::KeyFile(None),
            NewSlot::Passphrase(secret(PASSPHRASE)),
        ])
        .unwrap();
    vault.remove_slot(&Unlock::Automatic, SlotId(2)).unwrap();
    assert!(matches!(vault.open(&unlock()), Err(VaultError::NoSuchSlot)));
    std::fs::remove_file(dir.path().join("keys.ctk")).unwrap();
    assert!(vault.open(&Unlock::Automatic).is_ok());
    assert!(matches!(vault.open(&unlock()), Err(VaultError::NoSuchSlot)));
}

#[test]
fn slots_are_limited() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::with_keychain(dir.path(), keychain().0);
    let two_alike = [NewSlot::KeyFile(None), NewSlot::KeyFile(None)];
    let refused = vault.create(&two_alike);
    assert!(
        matches!(refused, Err(VaultError::SlotRefused(SlotKind::KeyFile))),
        "{refused:?}"
    );
    assert!(!vault.exists());
    assert!(
        !dir.path().join("kek.key").exists(),
        "what was begun is taken back"
    );
}

#[test]
fn key_files_that_do_not_open() {
    let folder = tempfile::tempdir().unwrap();
    let [a, b] = ["a", "b"].map(|name| folder.path().join(name));
    for dir in [&a, &b] {
        let vault = Vault::with_keychain(dir, keychain().0);
        vault.create(&[NewSlot::KeyFile(None)]).unwrap();
    }
    let vault = Vault::with_keychain(&a, keychain().0);
    let key = a.join("kek.key");
    let right = std::fs::read(&key).unwrap();

    let wrong: [&[u8]; 4] = [
        &std::fs::read(b.join("kek.key")).unwrap(),
        b"",
        &right[..43],
        b"not a key at all",
    ];
    for content in wrong {
        std::fs::write(&key, content).unwrap();
        let outcome = vault.open(&Unlock::Automatic);
        assert!(
            matches!(outcome, Err(VaultError::KeyFileWrong { .. })),
            "{outcome:?}"
        );
    }
    std::fs::remove_file(&key).unwrap();
    let outcome = vault.open(&Unlock::Automatic);
    assert!(
        matches!(outcome, Err(VaultError::KeyFileMissing { .. })),
        "{outcome:?}"
    );
    // An editor's newline does no harm.
    std::fs::write(&key, [right.as_slice(), b"\n"].concat()).unwrap();
    assert!(vault.open(&Unlock::Automatic).is_ok());
}

/// A first run that was killed after its key file and before its vault file.
#[test]
fn a_first_run_cut_off_can_be_repeated() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::with_keychain(dir.path(), keychain().0);
    std::fs::write(dir.path().join("kek.key"), "of the run before").unwrap();
    std::fs::write(dir.path().join("keys.ctk.new"), "half").unwrap();
    assert!(!vault.exists());
    let elsewhere = NewSlot::KeyFile(Some(dir.path().join("kek.key")));
    let refused = vault.create(&[elsewhere]);
    assert!(
        matches!(refused, Err(VaultError::Io { .. })),
        "a named file is never touched"
    );
    vault.create(&[NewSlot::KeyFile(None)]).unwrap();
    assert!(vault.open(&Unlock::Automatic).is_ok());
    let aside = std::fs::read_to_string(dir.path().join("kek.key.old")).unwrap();
    assert_eq!(aside, "of the run before");
}

/// A phrase can be replaced by a new one, and never be missing.
#[test]
fn a_phrase_takes_the_place_of_another() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::with_keychain(dir.path(), keychain().0);
    let slots = [NewSlot::KeyFile(None), NewSlot::RecoveryPhrase];
    let (_, first) = vault.create(&slots).unwrap();
    let kept = vault.remove_slot(&Unlock::Automatic, SlotId(2));
    assert!(matches!(kept, Err(VaultError::LastPhrase)), "{kept:?}");
    let add = || vault.add_slot(&Unlock::Automatic, &NewSlot::RecoveryPhrase);
    let (id, second) = add().unwrap();
    let third = add();
    assert!(
        matches!(third, Err(VaultError::SlotRefused(_))),
        "{third:?}"
    );
    vault.remove_slot(&Unlock::Automatic, SlotId(2)).unwrap();
    let by = |phrase: Option<pos_vault::RecoveryPhrase>| {
        vault.open(&Unlock::Recovery(phrase.unwrap().text()))
    };
    assert!(matches!(by(first), Err(VaultError::WrongPhrase)));
    assert!(by(second).is_ok());
    assert_eq!(id, SlotId(3));
}

/// Two that open by themselves: the one made first opens, the other when that one fails.
#[test]
fn the_second_automatic_slot_opens_when_the_first_fails() {
    let dir = tempfile::tempdir().unwrap();
    let (keychain, items, _) = keychain();
    let vault = Vault::with_keychain(dir.path(), keychain);
    let slots = [NewSlot::Keychain, NewSlot::KeyFile(None)];
    let made = bytes(&vault.create(&slots).unwrap().0);
    items.lock().unwrap().clear();
    assert_eq!(bytes(&vault.open(&Unlock::Automatic).unwrap()), made);
    std::fs::remove_file(dir.path().join("kek.key")).unwrap();
    let outcome = vault.open(&Unlock::Automatic);
    assert!(
        matches!(outcome, Err(VaultError::Keychain(_))),
        "the first one's reason stands: {outcome:?}"
    );
}
