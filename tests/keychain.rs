//! A shop whose key is in the real gnome-keyring, under a D-Bus of its own: it opens by itself, and
//! where the keyring is locked or another one the till says so and opens with the recovery phrase.
//!
//! The test runs itself again inside `dbus-run-session`, once for each state of the keyring.
//! Without the programs it is skipped by name, except where `CI` is set.
#![cfg(target_os = "linux")]

use pos_tests::{Till, template};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#;

/// `--unlock` starts a daemon that waits for `--start`, which returns when it serves.
const UNLOCKED: &str = "printf %s pw | gnome-keyring-daemon --unlock --components=secrets >&2 &&
    gnome-keyring-daemon --start --components=secrets >&2 && exec \"$@\"";
const LOCKED: &str = "gnome-keyring-daemon --start --components=secrets >&2 && exec \"$@\"";

#[test]
fn the_keyring_opens_the_shop() {
    if !programs_are_here() {
        return;
    }
    let world = tempfile::tempdir().unwrap();
    fs::write(world.path().join("bus.conf"), BUS).unwrap();
    run(world.path(), UNLOCKED, "keyrings", "create");
    run(world.path(), UNLOCKED, "keyrings", "open");
    run(world.path(), LOCKED, "keyrings", "locked");
    run(world.path(), UNLOCKED, "other-keyrings", "empty");
    run(world.path(), UNLOCKED, "keyrings", "open");
}

fn programs_are_here() -> bool {
    let found = |name: &str| {
        let mut command = Command::new(name);
        command
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.status().is_ok()
    };
    let here = ["dbus-run-session", "gnome-keyring-daemon"]
        .iter()
        .all(|name| found(name));
    assert!(
        here || env::var_os("CI").is_none(),
        "CI must test the real keyring"
    );
    if !here {
        eprintln!("SKIPPED: the real keyring; install dbus and gnome-keyring");
    }
    here
}

/// Runs `step` in a session of its own over the keyring files called `keyrings`.
fn run(world: &Path, daemon: &str, keyrings: &str, step: &str) {
    fs::create_dir_all(world.join(keyrings)).unwrap();
    let runtime = tempfile::tempdir_in(world).unwrap();
    // A file, not a pipe: the daemon inherits it and would keep a pipe open.
    let log = world.join(format!("{step}.log"));
    let out = fs::File::create(&log).unwrap();
    let status = Command::new("dbus-run-session")
        .arg("--config-file")
        .arg(world.join("bus.conf"))
        .args(["--", "sh", "-c", daemon, "sh"])
        .arg(env::current_exe().unwrap())
        .args(["--exact", "inside", "--ignored", "--nocapture"])
        .env("XDG_RUNTIME_DIR", runtime.path())
        .env("HOME", world)
        .env("XDG_DATA_HOME", world.join(keyrings))
        .env("XDG_CONFIG_HOME", world.join("config"))
        .env("KEYCHAIN_STEP", step)
        .env("KEYCHAIN_WORLD", world)
        .stderr(out.try_clone().unwrap())
        .stdout(out)
        .status()
        .unwrap();
    let log = fs::read_to_string(&log).unwrap();
    assert!(
        status.success() && log.contains("1 passed"),
        "step {step}: {status}\n{log}"
    );
}

/// One step, inside the session. Not a test by itself.
#[test]
#[ignore = "the_keyring_opens_the_shop runs it inside a session"]
fn inside() {
    let world = env::var_os("KEYCHAIN_WORLD").expect("run by its test");
    let world = Path::new(&world);
    let shop = world.join("shop");
    fs::create_dir_all(&shop).unwrap();
    let till = Till::at(&shop);
    match env::var("KEYCHAIN_STEP").unwrap().as_str() {
        "create" => create(&till, world),
        "open" => assert_eq!(status(&till)["state"], "open"),
        "locked" => recover(&till, world, "keychain_locked"),
        "empty" => recover(&till, world, "keychain_empty"),
        other => panic!("no step {other}"),
    }
}

fn status(till: &Till) -> Value {
    till.nobody().ok("shop_status", json!({}))
}

fn create(till: &Till, world: &Path) {
    let mut input = template::first_run();
    input["key_slot"] = json!("keychain");
    let made = till.nobody().ok("shop_create", input);
    let words: Vec<&str> = made["recovery_phrase"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| w.as_str().unwrap())
        .collect();
    fs::write(world.join("phrase"), words.join(" ")).unwrap();
}

/// Shut with a reason, nothing new made, and opened by the phrase.
fn recover(till: &Till, world: &Path, reason: &str) {
    let keys = fs::read(till.dir().join("keys.ctk")).unwrap();
    let before = status(till);
    assert_eq!(
        (&before["state"], &before["unlock_reason"]),
        (&json!("locked"), &json!(reason))
    );
    let phrase = fs::read_to_string(world.join("phrase")).unwrap();
    let unlock = json!({"passphrase": null, "recovery_phrase": phrase});
    assert_eq!(till.nobody().ok("shop_unlock", unlock)["state"], "open");
    assert_eq!(fs::read(till.dir().join("keys.ctk")).unwrap(), keys);
}
