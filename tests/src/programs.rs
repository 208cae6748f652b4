//! Our own programs beside a test: built when they are missing or older than their sources, and
//! ended with their owner.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::SystemTime;

/// A child process that ends with its owner.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// One of our programs, as new as its sources. Cargo builds no programs of other packages for a
/// test, so it is asked to when one is missing or old.
pub fn ours(package: &str) -> PathBuf {
    static LOOKED_AT: Mutex<Option<HashSet<String>>> = Mutex::new(None);
    let mut looked_at = LOOKED_AT
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let test = std::env::current_exe().expect("this test program");
    let profile = test
        .ancestors()
        .nth(2)
        .expect("target/<profile>/deps/<test>");
    // The optimised proofs drive the plain programs: those are built already, and it is not they
    // that have to be quick.
    let plain = profile.with_file_name("debug");
    let profile = match profile.ends_with("proof") {
        true => plain.as_path(),
        false => profile,
    };
    let program = profile.join(format!("{package}{}", std::env::consts::EXE_SUFFIX));
    let looked_at = looked_at.get_or_insert_default();
    if looked_at.insert(package.to_owned()) && is_old(&program, package) {
        build(profile, package);
    }
    program
}

fn is_old(program: &Path, package: &str) -> bool {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    // The simulator uses none of our crates; every other program may use all of them.
    let sources = match package {
        "pos-sim" => root.join("src-tauri/crates/pos-sim/src"),
        _ => root.join("src-tauri"),
    };
    let built = program.metadata().and_then(|m| m.modified()).ok();
    built.is_none_or(|built| newest(&sources) > built)
}

/// All programs, as `make run` and `make test` build them: a selection of its own would have
/// features of its own, and half the tree would be compiled again.
fn build(profile: &Path, package: &str) {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--locked", "--workspace", "--bins"]);
    build.arg("--target-dir").arg(
        profile
            .parent()
            .expect("a profile's folder is in the target's"),
    );
    let name = profile
        .file_name()
        .and_then(|name| name.to_str())
        .expect("a profile's name");
    if name != "debug" {
        build.args(["--profile", name]);
    }
    build.current_dir(env!("CARGO_MANIFEST_DIR"));
    let built = build.status().expect("cargo starts");
    assert!(built.success(), "{package} and its like could not be built");
}

fn newest(folder: &Path) -> SystemTime {
    let entries = std::fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("a folder of the checkout can be read"));
    let time = |entry: std::fs::DirEntry| match entry.path().is_dir() {
        true => newest(&entry.path()),
        false => entry
            .metadata()
            .and_then(|m| m.modified())
            .unwrap_or(SystemTime::UNIX_EPOCH),
    };
    entries.map(time).max().unwrap_or(SystemTime::UNIX_EPOCH)
}

/// The screens must have been built: `make ui` does it, and `make test` before this.
pub fn screens() -> PathBuf {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/dist");
    assert!(
        dist.join("index.html").exists(),
        "the screens are not built: run `make ui`"
    );
    dist
}

/// Starts a program and waits for the line of its output that begins with `word`; answers the rest
/// of the line.
pub fn start(command: &mut Command, word: &str) -> (Running, String) {
    let (running, rest, _) = start_watched(command, word);
    (running, rest)
}

/// The same, and something that is disconnected when the program ends.
pub fn start_watched(command: &mut Command, word: &str) -> (Running, String, Receiver<()>) {
    let program = format!("{:?}", command.get_program());
    try_start(command, word).unwrap_or_else(|| panic!("{program} ended without saying {word:?}"))
}

/// The same, for a program that may end before it says the word: nothing then.
pub fn try_start(command: &mut Command, word: &str) -> Option<(Running, String, Receiver<()>)> {
    let program = format!("{:?}", command.get_program());
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("{program} does not start: {e}"));
    let mut told = BufReader::new(child.stdout.take().expect("it was asked for"));
    let running = Running(child);
    let mut line = String::new();
    loop {
        line.clear();
        let read = told.read_line(&mut line).expect("the program's output");
        if read == 0 {
            return None;
        }
        if let Some(rest) = line.trim().strip_prefix(word) {
            let (lives, ended) = channel();
            // What it says later must not fill the pipe.
            std::thread::spawn(move || {
                let _lives: Sender<()> = lives;
                std::io::copy(&mut told, &mut std::io::sink())
            });
            return Some((running, rest.trim().to_owned(), ended));
        }
    }
}
