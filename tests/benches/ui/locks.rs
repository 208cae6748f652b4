//! The ways in which a shop opens with nobody at the screen, each over a copy of the same shop: a
//! key file, the real keychain under a bus of its own, a security chip in software. Owns the
//! programs that answer for them; must never touch this computer's own keychain or chip.

use pos_tests::programs::{self, Running};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The keyring daemon answers once it serves; what it opens with is nobody's password.
const KEYRING: &str = "printf %s pw | gnome-keyring-daemon --unlock --components=secrets >&2 &&
    gnome-keyring-daemon --start --components=secrets >&2";
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#;
/// The slots that a shop is made with: its key file, and the recovery phrase.
const KEY_FILE_SLOT: &str = "1";

/// A shop that opens in one way.
pub struct Lock {
    pub name: &'static str,
    pub folder: PathBuf,
    /// What the program finds in its environment.
    pub environment: Vec<(&'static str, String)>,
    /// They end with it.
    _programs: Vec<Running>,
}

/// The same shop behind each of the three.
pub fn all(shop: &Path, work: &Path) -> Vec<Lock> {
    let key_file = Lock {
        name: "key file",
        folder: shop.to_owned(),
        environment: Vec::new(),
        _programs: Vec::new(),
    };
    vec![key_file, keychain(shop, work), chip(shop, work)]
}

fn keychain(shop: &Path, work: &Path) -> Lock {
    let home = work.join("keychain");
    fs::create_dir_all(&home).expect("the working folder can be written");
    fs::write(home.join("bus.conf"), BUS).expect("the working folder can be written");
    let mut bus = Command::new("dbus-daemon")
        .args(["--nofork", "--print-address=1", "--config-file"])
        .arg(home.join("bus.conf"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("dbus is installed by scripts/setup.sh");
    let told = bus.stdout.take().expect("it was asked for");
    let address = BufReader::new(told).lines().next();
    let address = address.and_then(Result::ok).expect("its address");
    let own = |name: &str| home.join(name).display().to_string();
    let environment = vec![
        ("DBUS_SESSION_BUS_ADDRESS", address),
        ("XDG_RUNTIME_DIR", own("")),
        ("XDG_DATA_HOME", own("data")),
    ];
    let mut daemon = Command::new("sh");
    daemon.args(["-c", KEYRING]).envs(environment.clone());
    run(&mut daemon);
    relocked("keychain", shop, work, environment, vec![Running(bus)])
}

fn chip(shop: &Path, work: &Path) -> Lock {
    let memory = work.join("chip");
    fs::create_dir_all(&memory).expect("the working folder can be written");
    let (process, port) = switched_on(&memory);
    let way = format!("swtpm:host=127.0.0.1,port={port}");
    relocked(
        "tpm",
        shop,
        work,
        vec![("COUNTERTOP_TPM", way)],
        vec![process],
    )
}

/// A chip that answers, and its port. Its control port stands beside, as the TSS expects.
fn switched_on(memory: &Path) -> (Running, u16) {
    for _ in 0..20 {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("a bound port").port();
        drop(free);
        let process = Command::new("swtpm")
            .args(["socket", "--tpm2", "--flags", "not-need-init,startup-clear"])
            .args(["--tpmstate", &format!("dir={}", memory.display())])
            .args(["--server", &format!("type=tcp,port={port}")])
            .args(["--ctrl", &format!("type=tcp,port={}", port + 1)])
            .stderr(Stdio::null())
            .spawn()
            .expect("swtpm is installed by scripts/setup.sh");
        let mut process = Running(process);
        while matches!(process.0.try_wait(), Ok(None)) {
            if TcpStream::connect(("127.0.0.1", port + 1)).is_ok() {
                return (process, port);
            }
            std::thread::yield_now();
        }
    }
    panic!("no chip came up");
}

/// A copy of the shop with another slot in place of its key file.
fn relocked(
    kind: &'static str,
    shop: &Path,
    work: &Path,
    environment: Vec<(&'static str, String)>,
    programs: Vec<Running>,
) -> Lock {
    let folder = work.join(format!("shop-{kind}"));
    crate::kit::shop::copy(shop, &folder);
    for words in [["add", kind], ["remove", KEY_FILE_SLOT]] {
        let mut slot = Command::new(programs::ours("posctl"));
        slot.args(["--data".as_ref(), folder.as_os_str()]);
        slot.args(["key", "slot"]).args(words);
        run(slot.envs(environment.clone()));
    }
    Lock {
        name: kind,
        folder,
        environment,
        _programs: programs,
    }
}

/// Runs it to its end; what it said is shown if it failed.
fn run(command: &mut Command) {
    let done = command.stdin(Stdio::null()).output().expect("it starts");
    let _ = std::io::stderr().write_all(match done.status.success() {
        true => &[],
        false => &done.stderr,
    });
    assert!(done.status.success(), "{command:?}: {}", done.status);
}
