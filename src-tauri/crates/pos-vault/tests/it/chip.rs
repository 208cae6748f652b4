//! A slot in the security chip, with a real one in software (swtpm) on the other side.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use pos_vault::{NewSlot, SlotId, SlotKind, TPM_LIMIT, Tpm, TpmError, Unlock, Vault, VaultError};

use crate::fake::{bytes, keychain};

/// A chip whose memory is a folder. Off when dropped.
struct Chip {
    process: Child,
    port: u16,
}

impl Chip {
    /// Switches a chip on. Its control port stands beside its own, as the TSS expects.
    fn on(memory: &Path) -> Chip {
        for _ in 0..20 {
            let port = free_pair();
            let process = Command::new("swtpm")
                .args(["socket", "--tpm2", "--flags", "not-need-init,startup-clear"])
                .args(["--tpmstate", &format!("dir={}", memory.display())])
                .args(["--server", &format!("type=tcp,port={port}")])
                .args(["--ctrl", &format!("type=tcp,port={}", port + 1)])
                .stderr(Stdio::null())
                .spawn()
                .expect("swtpm is installed by scripts/setup.sh");
            let mut chip = Chip { process, port };
            if chip.answers() {
                return chip;
            }
        }
        panic!("no chip came up");
    }

    fn answers(&mut self) -> bool {
        let until = Instant::now() + Duration::from_secs(5);
        while Instant::now() < until {
            if self.process.try_wait().unwrap().is_some() {
                return false;
            }
            // The control port takes any number of callers; the chip's own takes one at a time.
            if TcpStream::connect(("127.0.0.1", self.port + 1)).is_ok() {
                return true;
            }
            std::thread::yield_now();
        }
        false
    }

    fn tpm(&self) -> Tpm {
        let way = format!("swtpm:host=127.0.0.1,port={}", self.port);
        Tpm::at(&way, TPM_LIMIT)
    }
}

impl Drop for Chip {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Two free ports in a row.
fn free_pair() -> u16 {
    loop {
        let one = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = one.local_addr().unwrap().port();
        if TcpListener::bind(("127.0.0.1", port.wrapping_add(1))).is_ok() {
            return port;
        }
    }
}

fn vault(dir: &Path, tpm: Tpm) -> Vault {
    Vault::with_keychain(dir, keychain().0).with_tpm(tpm)
}

fn refused(vault: &Vault) -> TpmError {
    match vault.open(&Unlock::Automatic) {
        Err(VaultError::Tpm(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_slot_in_the_chip() {
    let (shop, memory, other) = (
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
    );
    let chip = Chip::on(memory.path());
    let ours = vault(shop.path(), chip.tpm());
    let made = bytes(
        &ours
            .create(&[NewSlot::Tpm, NewSlot::RecoveryPhrase])
            .unwrap()
            .0,
    );
    assert_eq!(ours.slots().unwrap()[0].kind, SlotKind::Tpm);
    let began = Instant::now();
    assert_eq!(bytes(&ours.open(&Unlock::Automatic).unwrap()), made);
    println!("opened by the chip in {:?}", began.elapsed());
    ours.test_slot(SlotId(1), None).unwrap();
    drop(chip);

    // Switched off and on: it opens again.
    let chip = Chip::on(memory.path());
    let ours = vault(shop.path(), chip.tpm());
    assert_eq!(bytes(&ours.open(&Unlock::Automatic).unwrap()), made);
    drop(chip);

    // No chip, another chip, and the same one after it was cleared: each says which.
    let gone = vault(shop.path(), Tpm::at("device:/dev/no-such-chip", TPM_LIMIT));
    assert_eq!(refused(&gone), TpmError::Absent);
    let strange = Chip::on(other.path());
    assert_eq!(
        refused(&vault(shop.path(), strange.tpm())),
        TpmError::OtherChip
    );
    drop(strange);
    let chip = Chip::on(memory.path());
    clear(&chip);
    assert_eq!(refused(&vault(shop.path(), chip.tpm())), TpmError::Cleared);
    // A cleared chip takes a new slot.
    let (ring, phrase) = vault(&shop.path().join("new"), chip.tpm())
        .create(&[NewSlot::Tpm, NewSlot::RecoveryPhrase])
        .unwrap();
    assert!(phrase.is_some() && bytes(&ring) != made);
}

/// TPM2_Clear by the platform (TPM 2.0 Library, part 3, 24.6), in plain bytes.
fn clear(chip: &Chip) {
    use std::io::{Read, Write};
    let mut line = TcpStream::connect(("127.0.0.1", chip.port)).unwrap();
    let command = [
        0x80, 0x02, 0, 0, 0, 27, 0, 0, 0x01, 0x26, // with sessions, 27 bytes, Clear
        0x40, 0, 0, 0x0c, // TPM_RH_PLATFORM
        0, 0, 0, 9, 0x40, 0, 0, 0x09, 0, 0, 0, 0, 0, // a password session without a password
    ];
    line.write_all(&command).unwrap();
    let mut answer = [0; 10];
    line.read_exact(&mut answer).unwrap();
    assert_eq!(answer[6..], [0; 4], "the chip refused: {answer:?}");
}

/// A chip that takes the call and says nothing holds nobody up for longer than the limit.
#[test]
fn a_silent_chip() {
    let mute = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = mute.local_addr().unwrap().port();
    let way = format!("swtpm:host=127.0.0.1,port={port}");
    let tpm = Tpm::at(&way, Duration::from_millis(300));
    let dir = tempfile::tempdir().unwrap();
    let began = Instant::now();
    for _ in 0..3 {
        let made = vault(dir.path(), tpm.clone()).create(&[NewSlot::Tpm]);
        assert!(
            matches!(
                made,
                Err(VaultError::Tpm(TpmError::Silent | TpmError::Absent))
            ),
            "{made:?}"
        );
    }
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    assert!(!dir.path().join("keys.ctk").exists());
}
