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
    assert_eq!(vault.test_slot(&unlock()).unwrap(), SlotId(2));

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
