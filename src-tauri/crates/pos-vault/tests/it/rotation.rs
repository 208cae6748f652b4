//! Keys made anew, and the end of a vault.

use pos_vault::{Before, KeyName, KeyRing, NewSlot, SlotId, Standing, Unlock, Vault, VaultError};

use crate::fake::{bytes, keychain, secret};

const PASSPHRASE: &str = "kestrel-88-drawer";

fn others(ring: &KeyRing, name: KeyName) -> Vec<(u32, Standing, [u8; 32])> {
    let other = |o: &pos_vault::OtherKey| (o.version, o.standing, *o.key.expose());
    ring.others(name).map(other).collect()
}

#[test]
fn a_key_comes_is_taken_and_the_old_one_goes() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::with_keychain(dir.path(), keychain().0);
    let old = vault.create(&[NewSlot::KeyFile(None)]).unwrap().0;
    let by = || vault.open(&Unlock::Automatic).unwrap();
    let auto = Unlock::Automatic;

    let (version, coming) = vault.make_coming(&auto, KeyName::Database).unwrap();
    let ring = by();
    assert_eq!(bytes(&ring), bytes(&old), "nothing has changed yet");
    let there = others(&ring, KeyName::Database);
    assert_eq!(there, [(2, Standing::Coming, *coming.expose())]);
    // The rotation is begun again: what came and was not taken is dropped.
    let (again, coming) = vault.make_coming(&auto, KeyName::Database).unwrap();
    assert_eq!((version, again), (2, 3));
    assert_eq!(others(&by(), KeyName::Database).len(), 1);

    vault
        .take_coming(&auto, KeyName::Database, Before::Dropped)
        .unwrap();
    let ring = by();
    assert_eq!(ring.database.expose(), coming.expose());
    assert_eq!(ring.version(KeyName::Database), 3);
    assert!(others(&ring, KeyName::Database).is_empty());
    // Neither generation opens the old file any more.
    std::fs::remove_file(dir.path().join("keys.ctk")).unwrap();
    assert_eq!(by().database.expose(), coming.expose());
    assert!(others(&by(), KeyName::Database).is_empty());
    let none = vault.take_coming(&auto, KeyName::Database, Before::Dropped);
    assert!(matches!(none, Err(VaultError::NoSuchVersion)));

    // A retired one stays until it is dropped.
    vault.make_coming(&auto, KeyName::Backup).unwrap();
    vault
        .take_coming(&auto, KeyName::Backup, Before::Retired)
        .unwrap();
    let kept = others(&by(), KeyName::Backup);
    assert_eq!(kept, [(1, Standing::Retired, *old.backup.expose())]);
    vault
        .drop_others(&auto, KeyName::Backup, Standing::Retired)
        .unwrap();
    assert!(others(&by(), KeyName::Backup).is_empty());
}

#[test]
fn a_new_kek_opens_by_every_slot_and_the_old_one_by_none() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::with_keychain(dir.path(), keychain().0);
    let slots = [
        NewSlot::Keychain,
        NewSlot::Passphrase(secret(PASSPHRASE)),
        NewSlot::RecoveryPhrase,
    ];
    let (_, phrase) = vault.create(&slots).unwrap();
    let phrase = phrase.unwrap();
    let (ring, old) = vault.open_held(&Unlock::Automatic).unwrap();
    vault
        .make_coming(&Unlock::Automatic, KeyName::Journal)
        .unwrap();

    let some = [(SlotId(2), secret(PASSPHRASE))];
    let lacking = vault.rotate_kek(&Unlock::Automatic, &some);
    assert!(matches!(lacking, Err(VaultError::SecretNeeded(SlotId(3)))));
    let wrong = [
        (SlotId(2), secret("kestrel-89-drawer")),
        (SlotId(3), phrase.text()),
    ];
    let refused = vault.rotate_kek(&Unlock::Automatic, &wrong);
    assert!(matches!(refused, Err(VaultError::WrongPassphrase)));
    assert!(
        vault.open(&Unlock::Held(old.clone())).is_ok(),
        "nothing was changed"
    );

    let all = [(SlotId(2), secret(PASSPHRASE)), (SlotId(3), phrase.text())];
    let (version, new) = vault.rotate_kek(&Unlock::Automatic, &all).unwrap();
    assert_eq!((version, vault.view().unwrap().kek_version), (2, 2));
    for unlock in [
        Unlock::Automatic,
        Unlock::Passphrase(secret(PASSPHRASE)),
        Unlock::Recovery(phrase.text()),
        Unlock::Held(new),
    ] {
        let opened = vault.open(&unlock).unwrap();
        assert_eq!(bytes(&opened), bytes(&ring), "{unlock:?}");
        assert_eq!(others(&opened, KeyName::Journal).len(), 1, "{unlock:?}");
    }
    for lost in ["", "keys.ctk"] {
        let _ = std::fs::remove_file(dir.path().join(lost));
        let outcome = vault.open(&Unlock::Held(old.clone()));
        assert!(
            matches!(outcome, Err(VaultError::Damaged(_))),
            "{lost}: {outcome:?}"
        );
    }
}

/// Whatever of the folder survives, nothing opens it.
#[test]
fn a_destroyed_vault_opens_by_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (keychain, items, _) = keychain();
    let vault = Vault::with_keychain(dir.path(), keychain);
    let slots = [
        NewSlot::Keychain,
        NewSlot::KeyFile(None),
        NewSlot::RecoveryPhrase,
    ];
    vault.create(&slots).unwrap();
    vault.put_anchor(b"anchor").unwrap();
    vault.test_slot(SlotId(1), None).unwrap();
    vault.destroy().unwrap();
    assert!(!vault.exists() && items.lock().unwrap().is_empty());
    let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    let outcome = vault.open(&Unlock::Automatic);
    assert!(matches!(outcome, Err(VaultError::NoVault { .. })));
    vault.destroy().unwrap();
}
