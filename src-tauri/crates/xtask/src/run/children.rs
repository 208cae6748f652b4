//! Child processes that live and end together. Owns their ends: whatever happens here, none of
//! them is left behind.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// How long a child may take to close its files after it was asked to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a child may take to say that it is ready.
const READY_LIMIT: Duration = Duration::from_secs(20);

enum Event {
    Ready,
    Ended(u32, std::io::Result<ExitStatus>),
    Stop,
}

/// The running children; ends them all when dropped.
pub struct Children {
    running: Vec<(u32, &'static str)>,
    front: Option<u32>,
    /// Children that end with their parent see it by the end of their input.
    inputs: Vec<ChildStdin>,
    events: Receiver<Event>,
    sender: Sender<Event>,
}

impl Children {
    /// No children yet, but Ctrl-C and a request to end are watched from here on.
    pub fn watching_ctrl_c() -> Result<Self> {
        let (sender, events) = channel();
        let stop = sender.clone();
        // A failed send means that nobody waits any more: then there is nothing to stop.
        ctrlc::set_handler(move || drop(stop.send(Event::Stop)))?;
        Ok(Self {
            running: Vec::new(),
            front: None,
            inputs: Vec::new(),
            events,
            sender,
        })
    }

    /// Starts a child and returns when it prints a line that begins with `ready`.
    pub fn start_until_ready(&mut self, command: &mut Command, name: &'static str) -> Result<()> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command
            .spawn()
            .with_context(|| format!("starting {name}"))?;
        let output = child.stdout.take().context("its output is a pipe")?;
        self.inputs.extend(child.stdin.take());
        let sender = self.sender.clone();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                println!("{name}: {line}");
                if line.starts_with("ready") {
                    drop(sender.send(Event::Ready));
                }
            }
        });
        self.watch(child, name);
        match self.events.recv_timeout(READY_LIMIT) {
            Ok(Event::Ready) => Ok(()),
            Ok(Event::Ended(id, status)) => {
                self.running.retain(|(own, _)| *own != id);
                bail!("{name} ended at once ({})", told(&status))
            }
            Ok(Event::Stop) => bail!("stopped"),
            Err(_) => bail!(
                "{name} did not say `ready` within {} s",
                READY_LIMIT.as_secs()
            ),
        }
    }

    /// Starts the child whose end is the end of all.
    pub fn start_front(&mut self, command: &mut Command) -> Result<()> {
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .context("starting the screens")?;
        self.front = Some(child.id());
        self.watch(child, "screens");
        Ok(())
    }

    fn watch(&mut self, mut child: Child, name: &'static str) {
        let id = child.id();
        self.running.push((id, name));
        let sender = self.sender.clone();
        thread::spawn(move || drop(sender.send(Event::Ended(id, child.wait()))));
    }

    /// Waits for the end of the front child or for Ctrl-C.
    pub fn wait(mut self) -> Result<()> {
        loop {
            match self.events.recv().context("all children are gone")? {
                Event::Ready => {}
                Event::Stop => return Ok(()),
                Event::Ended(id, status) => {
                    let name = self
                        .running
                        .iter()
                        .find(|(own, _)| *own == id)
                        .map(|(_, n)| *n);
                    self.running.retain(|(own, _)| *own != id);
                    if self.front == Some(id) {
                        let well = status.as_ref().is_ok_and(ExitStatus::success);
                        ensure!(well, "the screens ended ({})", told(&status));
                        return Ok(());
                    }
                    let name = name.unwrap_or("a child");
                    eprintln!(
                        "{name} ended ({}); the till goes on without it",
                        told(&status)
                    );
                }
            }
        }
    }
}

impl Drop for Children {
    fn drop(&mut self) {
        self.inputs.clear();
        for (id, _) in &self.running {
            ask_to_end(*id, false);
        }
        let deadline = Instant::now() + PATIENCE;
        while !self.running.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok(Event::Ended(id, _)) => self.running.retain(|(own, _)| *own != id),
                Ok(Event::Ready | Event::Stop) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        for (id, name) in &self.running {
            eprintln!("{name} did not end by itself");
            ask_to_end(*id, true);
        }
    }
}

fn told(status: &std::io::Result<ExitStatus>) -> String {
    match status {
        Ok(status) => status.to_string(),
        Err(error) => error.to_string(),
    }
}

/// Asks by the system's own tool: a child owned by the thread that waits for it cannot be killed
/// through its handle, and a signal call of our own would be unsafe code.
fn ask_to_end(id: u32, at_once: bool) {
    let id = id.to_string();
    let status = if cfg!(windows) {
        Command::new("taskkill")
            .args(["/T", "/F", "/PID", &id])
            .stdout(Stdio::null())
            .status()
    } else {
        let signal = if at_once { "-KILL" } else { "-TERM" };
        Command::new("kill").args([signal, &id]).status()
    };
    if let Err(error) = status {
        eprintln!("process {id} could not be ended: {error}");
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    fn children() -> Children {
        let (sender, events) = channel();
        Children {
            running: Vec::new(),
            front: None,
            inputs: Vec::new(),
            events,
            sender,
        }
    }

    #[test]
    fn the_end_of_the_front_ends_the_others() {
        let mut all = children();
        all.start_until_ready(&mut shell("echo ready; exec sleep 600"), "one")
            .unwrap();
        let one = all.running[0].0;
        all.start_front(&mut shell("exit 0")).unwrap();
        all.wait().unwrap();
        let alive = Command::new("kill")
            .args(["-0", &one.to_string()])
            .status()
            .unwrap();
        assert!(!alive.success());
    }

    #[test]
    fn a_child_that_ends_before_it_is_ready_is_an_error() {
        let error = children()
            .start_until_ready(&mut shell("exit 3"), "one")
            .unwrap_err();
        assert!(error.to_string().contains("one ended at once"), "{error}");
    }
}
