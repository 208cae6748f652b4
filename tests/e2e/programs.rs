//! The programs of the journey: found beside the test, built when they are missing or old.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

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
/// test, so it is asked to. All of them, as `make run` and `make test` do: a selection of its own
/// would have features of its own, and half the tree would be compiled again.
pub fn ours(package: &str) -> PathBuf {
    static BUILDING: Mutex<()> = Mutex::new(());
    let _one_at_a_time = BUILDING.lock().unwrap();
    let test = std::env::current_exe().unwrap();
    let profile = test
        .ancestors()
        .nth(2)
        .expect("target/<profile>/deps/<test>");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--locked", "--workspace", "--bins"]);
    build.arg("--target-dir").arg(profile.parent().unwrap());
    if profile.ends_with("release") {
        build.arg("--release");
    }
    build.current_dir(env!("CARGO_MANIFEST_DIR"));
    assert!(
        build.status().unwrap().success(),
        "{package} and its like could not be built"
    );
    profile.join(package)
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
    let program = format!("{:?}", command.get_program());
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("{program} does not start: {e}"));
    let mut told = BufReader::new(child.stdout.take().unwrap());
    let running = Running(child);
    let mut line = String::new();
    loop {
        line.clear();
        let read = told.read_line(&mut line).unwrap();
        assert!(read > 0, "{program} ended without saying {word:?}");
        if let Some(rest) = line.trim().strip_prefix(word) {
            let rest = rest.trim().to_owned();
            // What it says later must not fill the pipe.
            std::thread::spawn(move || std::io::copy(&mut told, &mut std::io::sink()));
            return (running, rest);
        }
    }
}
