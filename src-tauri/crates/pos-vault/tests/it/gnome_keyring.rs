//! The real gnome-keyring, under a D-Bus of its own.
//!
//! The test runs itself again inside `dbus-run-session`, once for each state of the keyring; the
//! bus starts no services, so only the daemon of the step answers. Without the two programs the
//! test is skipped by name, except where `CI` is set.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use pos_vault::{Anchor, KeychainError, NewSlot, Unlock, Vault, VaultError};

use crate::fake::{bytes, secret};

const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#;

/// The state of the keyring daemon in a step.
#[derive(Clone, Copy)]
enum Daemon {
    Unlocked,
    Locked,
    /// Unlocked, and stopped by a signal before the step: owns its name and never answers.
    Frozen,
    /// A bus with no keyring on it.
    Absent,
}

impl Daemon {
    /// `--unlock` starts a daemon that waits for `--start`, which returns when it serves.
    fn script(self) -> &'static str {
        match self {
            Self::Unlocked => {
                "printf %s pw | gnome-keyring-daemon --unlock --components=secrets >&2 &&
                 gnome-keyring-daemon --start --components=secrets >&2 && exec \"$@\""
            }
            Self::Locked => "gnome-keyring-daemon --start --components=secrets >&2 && exec \"$@\"",
            Self::Frozen => {
                "printf %s pw | gnome-keyring-daemon --unlock --components=secrets >&2 &&
                 gnome-keyring-daemon --start --components=secrets >&2 &&
                 pid=$(dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
                     org.freedesktop.DBus.GetConnectionUnixProcessID \
                     string:org.freedesktop.secrets) && pid=${pid##* } &&
                 kill -STOP $pid && { \"$@\"; result=$?; kill -KILL $pid; exit $result; }"
            }
            Self::Absent => "exec \"$@\"",
        }
    }
}

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("bus.conf"), BUS).unwrap();
        Self { folder }
    }

    /// Runs `step` in a session of its own over the keyring files called `keyrings`.
    fn run(&self, daemon: Daemon, keyrings: &str, step: &str) {
        let at = self.folder.path();
        let runtime = tempfile::Builder::new()
            .prefix("run")
            .tempdir_in(at)
            .unwrap();
        let mut command = Command::new("dbus-run-session");
        command.arg("--config-file").arg(at.join("bus.conf"));
        command
            .args(["--", "sh", "-c", daemon.script(), "sh"])
            .arg(env::current_exe().unwrap());
        command.args([
            "--exact",
            "gnome_keyring::inside",
            "--ignored",
            "--nocapture",
        ]);
        command
            .env("XDG_RUNTIME_DIR", runtime.path())
            .env("HOME", at);
        command
            .env("XDG_DATA_HOME", at.join(keyrings))
            .env("XDG_CONFIG_HOME", at.join("config"));
        command
            .env("VAULT_STEP", step)
            .env("VAULT_SHOP", at.join("shop"));
        fs::create_dir_all(at.join(keyrings)).unwrap();
        // A file, not a pipe: the daemon inherits it and would keep a pipe open.
        let log = at.join(format!("{step}.log"));
        let out = fs::File::create(&log).unwrap();
        let err = out.try_clone().unwrap();
        let status = command.stdout(out).stderr(err).status().unwrap();
        let log = fs::read_to_string(&log).unwrap();
        assert!(status.success(), "step {step}: {status}\n{log}");
        assert!(log.contains("1 passed"), "step {step} did not run:\n{log}");
    }
}

/// Whether the programs are there; without them a machine that says it is CI fails.
fn programs() -> bool {
    let found = |name: &str| {
        Command::new(name)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok()
    };
    let missing: Vec<_> = ["dbus-run-session", "gnome-keyring-daemon", "dbus-send"]
        .into_iter()
        .filter(|name| !found(name))
        .collect();
    if missing.is_empty() {
        return true;
    }
    assert!(
        env::var_os("CI").is_none(),
        "install {missing:?}: CI must test the real keyring"
    );
    eprintln!(
        "SKIPPED: the real keyring was not tested; install {missing:?} (dbus, gnome-keyring)"
    );
    false
}

#[test]
fn the_real_keyring() {
    if !programs() {
        return;
    }
    let world = World::new();
    world.run(Daemon::Unlocked, "keyrings", "create");
    world.run(Daemon::Unlocked, "keyrings", "reopen");
    world.run(Daemon::Locked, "keyrings", "locked");
    // No keyring was ever made here, so the daemon itself says "no entry" while it is locked.
    world.run(Daemon::Locked, "no-keyrings", "locked");
    world.run(Daemon::Unlocked, "other-keyrings", "empty");
    world.run(Daemon::Absent, "keyrings", "absent");
    world.run(Daemon::Frozen, "keyrings", "frozen");
    world.run(Daemon::Unlocked, "keyrings", "reopen");
    world.run(Daemon::Unlocked, "keyrings", "wrong");
}

/// One step, inside the session. Not a test by itself.
#[test]
#[ignore = "the_real_keyring runs it inside a session"]
fn inside() {
    let shop = env::var_os("VAULT_SHOP").expect("run by the_real_keyring");
    let vault = Vault::at(&shop);
    match env::var("VAULT_STEP").unwrap().as_str() {
        "create" => create(&vault),
        "reopen" => reopen(&vault),
        "locked" => {
            refused(&vault, Path::new(&shop), |error| {
                *error == KeychainError::Locked
            });
        }
        "empty" => {
            assert_eq!(
                failure(vault.open(&Unlock::Automatic)),
                KeychainError::Empty
            );
            assert_eq!(vault.get_anchor().unwrap(), Anchor::Missing);
            by_passphrase(&vault);
        }
        "absent" => {
            refused(&vault, Path::new(&shop), |e| {
                matches!(e, KeychainError::Unavailable(_))
            });
        }
        "frozen" => frozen(&vault),
        "wrong" => wrong(&vault),
        other => panic!("no step {other}"),
    }
}

fn failure<T: std::fmt::Debug>(outcome: Result<T, VaultError>) -> KeychainError {
    match outcome {
        Err(VaultError::Keychain(error)) => error,
        other => panic!("not a keychain error: {other:?}"),
    }
}

fn by_passphrase(vault: &Vault) -> [[u8; 32]; 5] {
    bytes(
        &vault
            .open(&Unlock::Passphrase(secret("a passphrase")))
            .unwrap(),
    )
}

fn create(vault: &Vault) {
    let slots = [
        NewSlot::Keychain,
        NewSlot::Passphrase(secret("a passphrase")),
    ];
    let (ring, _) = vault.create(&slots).unwrap();
    assert_eq!(
        bytes(&vault.open(&Unlock::Automatic).unwrap()),
        bytes(&ring)
    );
    assert_eq!(vault.get_anchor().unwrap(), Anchor::Missing);
    vault.put_anchor(b"first").unwrap();
    vault.put_anchor(b"second").unwrap();
}

fn reopen(vault: &Vault) {
    assert_eq!(
        bytes(&vault.open(&Unlock::Automatic).unwrap()),
        by_passphrase(vault)
    );
    assert_eq!(
        vault.get_anchor().unwrap(),
        Anchor::Kept(b"second".to_vec())
    );
}

/// Nothing comes from the keychain, nothing is made, and the passphrase opens.
fn refused(vault: &Vault, shop: &Path, expected: impl Fn(&KeychainError) -> bool) {
    let before = fs::read(shop.join("keys.ctk")).unwrap();
    for error in [
        failure(vault.open(&Unlock::Automatic)),
        failure(vault.get_anchor()),
        failure(vault.put_anchor(b"third")),
    ] {
        assert!(expected(&error), "{error:?}");
    }
    let other = Vault::at(shop.with_extension("other"));
    let error = failure(other.create(&[NewSlot::Keychain]));
    assert!(expected(&error), "{error:?}");
    assert!(!other.exists());
    by_passphrase(vault);
    assert_eq!(fs::read(shop.join("keys.ctk")).unwrap(), before);
}

fn frozen(vault: &Vault) {
    let start = Instant::now();
    assert_eq!(
        failure(vault.open(&Unlock::Automatic)),
        KeychainError::Silent
    );
    let waited = start.elapsed();
    assert!(
        (Duration::from_secs(5)..Duration::from_secs(6)).contains(&waited),
        "{waited:?}"
    );
    assert_eq!(failure(vault.get_anchor()), KeychainError::Silent);
    assert!(
        start.elapsed() < Duration::from_secs(6),
        "the second caller does not wait"
    );
    by_passphrase(vault);
}

fn wrong(vault: &Vault) {
    let view = vault.view().unwrap();
    let account = format!("shop {} slot {}", view.shop_id, view.slots[0].id.0);
    let entry = keyring::Entry::new("Countertop", &account).unwrap();
    let right = entry.get_password().unwrap();
    for value in [
        &"A".repeat(43),
        "AAAA",
        "钥匙",
        &format!("{}=", "A".repeat(43)),
    ] {
        entry.set_password(value).unwrap();
        assert_eq!(
            failure(vault.open(&Unlock::Automatic)),
            KeychainError::WrongValue,
            "{value}"
        );
    }
    entry.set_secret(&[0xff, 0xfe, 0x00]).unwrap();
    assert_eq!(
        failure(vault.open(&Unlock::Automatic)),
        KeychainError::WrongValue
    );
    by_passphrase(vault);
    entry.set_password(&right).unwrap();
    reopen(vault);
    entry.delete_credential().unwrap();
    assert_eq!(
        failure(vault.open(&Unlock::Automatic)),
        KeychainError::Empty
    );
}
