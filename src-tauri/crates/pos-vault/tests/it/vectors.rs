//! Files and hashes as released versions wrote them, which must stay readable for ever.
//!
//! A new format gets a new folder, made once by `make_vector`; none is ever changed or removed.

use std::path::{Path, PathBuf};
use std::{env, fs};

use pos_vault::{NewSlot, Secret32, SlotKind, Unlock, Vault, password, pin};

use crate::fake::{bytes, keychain, secret};

const PASSPHRASE: &str = "the vector's passphrase 1";
const PIN: &str = "480917";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The lines of `expected.txt`: phrase, five keys, password hash, PIN hash.
fn expected(vector: &Path) -> Vec<String> {
    let text = fs::read_to_string(vector.join("expected.txt")).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn version_1() {
    opens("v1");
}

/// With keys in versions, and slots that know when they were made.
#[test]
fn version_2() {
    opens("v2");
}

fn opens(version: &str) {
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/vectors");
    let vector = vectors.join(version);
    let expected = expected(&vector);
    let vault = Vault::with_keychain(&vector, keychain().0);
    let kinds: Vec<_> = vault
        .slots()
        .unwrap()
        .iter()
        .map(|slot| slot.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            SlotKind::KeyFile,
            SlotKind::Passphrase,
            SlotKind::RecoveryPhrase
        ]
    );
    for unlock in [
        Unlock::Automatic,
        Unlock::Passphrase(secret(PASSPHRASE)),
        Unlock::Recovery(secret(&expected[0])),
    ] {
        let ring = vault.open(&unlock).unwrap();
        assert_eq!(
            bytes(&ring).map(|key| hex(&key)).as_slice(),
            &expected[1..6],
            "{unlock:?}"
        );
        assert!(pin::verify(&ring.pin_pepper, "user", &secret(PIN), &expected[7]).unwrap());
    }
    assert!(password::verify(&secret(PASSPHRASE), &expected[6]).unwrap());
    let other = Secret32::take(&mut [1; 32]);
    assert!(!pin::verify(&other, "user", &secret(PIN), &expected[7]).unwrap());
}

/// Writes the vector of today's format into the empty folder `VAULT_VECTOR`.
#[test]
#[ignore = "writes a vector; run once for each new format"]
fn make_vector() {
    let dir = PathBuf::from(env::var_os("VAULT_VECTOR").expect("names the folder to write"));
    let passphrase = NewSlot::Passphrase(secret(PASSPHRASE));
    let slots = [NewSlot::KeyFile(None), passphrase, NewSlot::RecoveryPhrase];
    let (ring, phrase) = Vault::with_keychain(&dir, keychain().0)
        .create(&slots)
        .unwrap();
    let mut lines = vec![phrase.unwrap().text().expose().to_owned()];
    lines.extend(bytes(&ring).map(|key| hex(&key)));
    lines.push(password::hash(&secret(PASSPHRASE)).unwrap());
    lines.push(pin::hash(&ring.pin_pepper, "user", &secret(PIN)).unwrap());
    fs::write(dir.join("expected.txt"), lines.join("\n") + "\n").unwrap();
}
