//! Runs the real program on a folder of its own.

use serde_json::Value;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::SystemTime;
use tempfile::TempDir;

/// A folder for one shop, gone with the test.
pub struct Folder {
    pub dir: TempDir,
}

/// What the program said.
#[derive(Debug)]
pub struct Said {
    pub good: bool,
    pub text: String,
    pub error: String,
}

impl Said {
    /// The one JSON document on stdout.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    /// The JSON document of a failure.
    pub fn failure(&self) -> Value {
        assert!(!self.good, "{self:?}");
        serde_json::from_str::<Value>(&self.error).unwrap_or_else(|e| panic!("{e}: {self:?}"))
            ["error"]
            .clone()
    }
}

impl Folder {
    pub fn new() -> Folder {
        Folder {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    /// The shop's folder: inside, so that the program makes it.
    pub fn shop(&self) -> PathBuf {
        self.dir.path().join("shop")
    }

    /// Writes a file beside the shop.
    pub fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_posctl"));
        command.arg("--data").arg(self.shop());
        command
    }

    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Said {
        said(self.command().args(arguments).output().unwrap())
    }

    /// Runs it, expects it to go well, answers its JSON.
    pub fn ask(&self, arguments: &[&str]) -> Value {
        let said = said(
            self.command()
                .arg("--json")
                .args(arguments)
                .output()
                .unwrap(),
        );
        assert!(said.good, "{arguments:?}: {said:?}");
        said.json()
    }

    /// A test shop in euros with a key file.
    pub fn init(&self) -> Value {
        let password = self.file("password", "lamp 4711 behind the door\n");
        self.ask(&[
            "init",
            "--name=Corner",
            "--kind=test",
            "--currency=EUR",
            "--tax=Standard=19",
            "--tax=Reduced=7",
            "--time-zone=Europe/Berlin",
            "--manager=Mara",
            "--key=key-file",
            "--manager-password-file",
            password.to_str().unwrap(),
        ])
    }
}

pub fn said(output: Output) -> Said {
    Said {
        good: output.status.success(),
        text: String::from_utf8(output.stdout).unwrap(),
        error: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A file of the project's `tests/data`.
pub fn sample(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3);
    root.unwrap().join("tests/data").join(name)
}

/// The simulator beside the program. Cargo builds no programs of other packages for a test, so it
/// is built here when it is missing or older than its sources.
pub fn simulator() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let profile = Path::new(env!("CARGO_BIN_EXE_posctl")).parent().unwrap();
        let program = profile.join(format!("pos-sim{}", std::env::consts::EXE_SUFFIX));
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../pos-sim");
        let built = program.metadata().and_then(|m| m.modified()).ok();
        if built.is_none_or(|built| newest(&sources) > built) {
            build(profile);
        }
        program
    })
}

fn build(profile: &Path) {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--locked", "--workspace", "--bins"]);
    cargo.arg("--target-dir").arg(profile.parent().unwrap());
    if profile.ends_with("release") {
        cargo.arg("--release");
    }
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    assert!(cargo.status().unwrap().success(), "pos-sim was not built");
}

fn newest(folder: &Path) -> SystemTime {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let time = |entry: std::fs::DirEntry| match entry.file_type().unwrap().is_dir() {
        true => newest(&entry.path()),
        false => entry.metadata().unwrap().modified().unwrap(),
    };
    entries.map(time).max().unwrap_or(SystemTime::UNIX_EPOCH)
}
