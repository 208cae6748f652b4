//! A program that is killed at the n-th write of an act, for every n: `strace` attaches to a real
//! process and sends SIGKILL in place of the system call. Nothing in the program knows of it.
//!
//! Owns: the two processes and the counting. Must never: say what is right afterwards; the test
//! that looks into the folder does.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

/// Every call by which something reaches the disk or a cable.
const WRITES: &str = "pwrite64,write,writev,sendto,fsync,fdatasync,ftruncate,rename,renameat2";
/// The calls by which it changes what a folder holds for good: far fewer than the writes.
const STEPS: &str =
    "fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat";
/// An act that makes more calls than this has run away.
const CALLS_MAX: u32 = 4_000;
/// The child says it when it stands ready; the act begins at the parent's word.
const READY: &str = "KILL-ME-READY";
/// The child says it when the act is done: it was not killed.
const DONE: &str = "KILL-ME-DONE";

/// What became of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Killed at this call, counted from 1.
    KilledAt(u32),
    /// The act has fewer writes: it went through.
    Survived,
}

/// Runs the ignored test `act` of this test program as a process of its own, killed at its first
/// write, at its second … until it survives. `prepare` answers what the child gets in its
/// environment; `check` looks at what each left. Answers how many writes the act has.
pub fn at_each_write<P>(
    act: &str,
    prepare: impl FnMut() -> (P, Vec<(&'static str, String)>),
    check: impl FnMut(P, End),
) -> u32 {
    at_every(act, 1, prepare, check)
}

/// The same at every `step`-th write, for an act that has many; answers at most how many it has.
pub fn at_every<P>(
    act: &str,
    step: u32,
    prepare: impl FnMut() -> (P, Vec<(&'static str, String)>),
    check: impl FnMut(P, End),
) -> u32 {
    at_calls(WRITES, act, step, prepare, check)
}

/// The same at every `step`-th of the calls by which a folder changes.
pub fn at_steps<P>(
    act: &str,
    step: u32,
    prepare: impl FnMut() -> (P, Vec<(&'static str, String)>),
    check: impl FnMut(P, End),
) -> u32 {
    at_calls(STEPS, act, step, prepare, check)
}

fn at_calls<P>(
    calls: &str,
    act: &str,
    step: u32,
    mut prepare: impl FnMut() -> (P, Vec<(&'static str, String)>),
    mut check: impl FnMut(P, End),
) -> u32 {
    for nth in (1..=CALLS_MAX).step_by(step as usize) {
        let (prepared, environment) = prepare();
        let end = killed_at(calls, act, &environment, nth);
        check(prepared, end);
        if end == End::Survived {
            return nth - 1;
        }
    }
    panic!("{act} still goes on after {CALLS_MAX} calls");
}

/// Runs the act to its end; answers what `strace` saw of these calls, a line a call, with the
/// paths of open files.
pub fn watched(calls: &str, act: &str, environment: &[(&'static str, String)]) -> Vec<String> {
    let log = tempfile::NamedTempFile::new().expect("a file for the trace");
    let path = log.path().display().to_string();
    let trace = format!("trace={calls}");
    let options = ["-f", "-y", "-o", &path, "-e", &trace];
    let (done, status) = run(act, environment, &options);
    assert!(done, "{act} ended by itself: {status}");
    let text = std::fs::read_to_string(log.path()).expect("the trace");
    text.lines().map(str::to_owned).collect()
}

fn killed_at(calls: &str, act: &str, environment: &[(&str, String)], nth: u32) -> End {
    let trace = format!("trace={calls}");
    let inject = format!("inject={calls}:signal=SIGKILL:when={nth}");
    let options = ["-f", "-o", "/dev/null", "-e", &trace, "-e", &inject];
    let (done, status) = run(act, environment, &options);
    if done {
        return End::Survived;
    }
    use std::os::unix::process::ExitStatusExt;
    assert_eq!(status.signal(), Some(9), "{act} ended by itself: {status}");
    End::KilledAt(nth)
}

/// Answers whether the act came to its end, and how its process ended.
fn run(act: &str, environment: &[(&str, String)], options: &[&str]) -> (bool, ExitStatus) {
    let mut child = Command::new(std::env::current_exe().expect("this test program"))
        .args([
            "--exact",
            act,
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the test program starts again");
    let mut told = BufReader::new(child.stdout.take().expect("piped"));
    let mut tell = child.stdin.take().expect("piped");
    assert!(heard(&mut told, READY), "{act} did not get ready");
    let mut strace = attach(&child, options);
    let done = go(&mut tell, &mut told);
    let status = child.wait().expect("the child ends");
    strace.wait().expect("strace ends with its process");
    (done, status)
}

/// Lets the act begin; answers whether it came to its end.
fn go(tell: &mut ChildStdin, told: &mut BufReader<ChildStdout>) -> bool {
    tell.write_all(b"go\n").expect("the child listens");
    heard(told, DONE)
}

fn heard(told: &mut impl BufRead, word: &str) -> bool {
    let mut line = String::new();
    while told.read_line(&mut line).is_ok_and(|read| read > 0) {
        if line.contains(word) {
            return true;
        }
        line.clear();
    }
    false
}

/// Attaches to every thread of the child; returns once it is attached.
fn attach(child: &Child, options: &[&str]) -> Child {
    let mut strace = Command::new("strace")
        .args(options)
        .arg("-p")
        .arg(child.id().to_string())
        .stderr(Stdio::piped())
        .spawn()
        .expect("strace is installed (see scripts/setup.sh)");
    let mut said = BufReader::new(strace.stderr.take().expect("piped"));
    if !heard(&mut said, " attached") {
        let status = strace.wait();
        panic!("strace could not attach: {status:?}");
    }
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    strace
}

/// The child's side: says that it is ready, waits for the word, acts, says that it is done, and
/// ends at once, so that no write of its end is counted.
pub fn when_told(act: impl FnOnce()) -> ! {
    println!("\n{READY}");
    let mut word = String::new();
    std::io::stdin()
        .read_line(&mut word)
        .expect("the parent's word");
    act();
    println!("\n{DONE}");
    std::process::exit(0);
}
