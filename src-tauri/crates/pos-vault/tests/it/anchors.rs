//! The anchor beside the slot key in the keychain.

use pos_vault::{
    ANCHOR_MAX_BYTES, Anchor, AnchorWrite, KeychainError, NewSlot, Unlock, Vault, VaultError,
};

use crate::fake::{Mood, keychain};

#[test]
fn kept_missing_and_out_of_reach() {
    let dir = tempfile::tempdir().unwrap();
    let (keychain, items, mood) = keychain();
    let vault = Vault::with_keychain(dir.path(), keychain);
    assert!(matches!(
        vault.get_anchor(),
        Err(VaultError::NoVault { .. })
    ));
    vault.create(&[NewSlot::Keychain]).unwrap();
    assert_eq!(vault.get_anchor().unwrap(), Anchor::Missing);
    assert_eq!(vault.put_anchor(b"one").unwrap(), AnchorWrite::Kept);
    assert_eq!(
        vault.put_anchor(&[0xff; ANCHOR_MAX_BYTES]).unwrap(),
        AnchorWrite::Kept
    );
    assert_eq!(
        vault.get_anchor().unwrap(),
        Anchor::Kept(vec![0xff; ANCHOR_MAX_BYTES])
    );
    assert!(matches!(
        vault.put_anchor(&[0; ANCHOR_MAX_BYTES + 1]),
        Err(VaultError::AnchorTooLarge)
    ));
    assert_eq!(
        items.lock().unwrap().len(),
        2,
        "the slot's key is untouched"
    );
    assert!(vault.open(&Unlock::Automatic).is_ok());

    *mood.lock().unwrap() = Mood::Fails(KeychainError::Locked);
    let outcome = vault.get_anchor();
    assert!(
        matches!(outcome, Err(VaultError::Keychain(KeychainError::Locked))),
        "{outcome:?}"
    );
    *mood.lock().unwrap() = Mood::Works;
    for (account, value) in items.lock().unwrap().iter_mut() {
        if account.ends_with("anchor") {
            *value = "not base64".to_owned();
        }
    }
    let outcome = vault.get_anchor();
    let wrong = matches!(
        outcome,
        Err(VaultError::Keychain(KeychainError::WrongValue))
    );
    assert!(wrong, "{outcome:?}");
}

#[test]
fn two_shops_do_not_meet() {
    let folder = tempfile::tempdir().unwrap();
    let (keychain, _, _) = keychain();
    let [a, b] =
        ["a", "b"].map(|name| Vault::with_keychain(folder.path().join(name), keychain.clone()));
    a.create(&[NewSlot::Keychain]).unwrap();
    b.create(&[NewSlot::Keychain]).unwrap();
    a.put_anchor(b"of a").unwrap();
    assert_eq!(b.get_anchor().unwrap(), Anchor::Missing);
    assert!(a.open(&Unlock::Automatic).is_ok() && b.open(&Unlock::Automatic).is_ok());
}

#[test]
fn a_shop_without_a_keychain_slot_has_none() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::with_keychain(dir.path(), keychain().0);
    vault.create(&[NewSlot::KeyFile(None)]).unwrap();
    assert_eq!(vault.put_anchor(b"one").unwrap(), AnchorWrite::NotHere);
    assert_eq!(vault.get_anchor().unwrap(), Anchor::NotHere);
}
