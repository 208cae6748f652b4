//! Owns a device beside the terminal as a process: starts it, steers it, talks over its cable.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use serde_json::Value;

use crate::sim::program;

pub struct Gadget {
    child: Child,
    address: String,
    control: BufReader<TcpStream>,
    pub folder: tempfile::TempDir,
}

/// The till's end of the cable.
pub enum Cable {
    Tcp(TcpStream),
    Pty(File),
}

impl Gadget {
    /// `link` is `tcp` or `pty`; `{out}` in an argument is the folder of its own.
    pub fn start(device: &str, link: &str, more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = program();
        command.args([device, "--control", "127.0.0.1:0", "--exit-with-parent"]);
        match link {
            "tcp" => command.args(["--tcp", "127.0.0.1:0"]),
            _ => command.arg("--pty"),
        };
        let out = folder.path().to_str().unwrap();
        command.args(more.iter().map(|argument| argument.replace("{out}", out)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut ready = || {
            let mut line = String::new();
            stdout.read_line(&mut line).unwrap();
            line.trim().strip_prefix("ready ").unwrap().to_owned()
        };
        let control = ready();
        let control = control.strip_prefix("control ").unwrap();
        let control = BufReader::new(TcpStream::connect(control).unwrap());
        Self {
            child,
            address: ready(),
            control,
            folder,
        }
    }

    pub fn printer(more: &[&str]) -> Self {
        Self::start("printer", "tcp", &[&["--out", "{out}"], more].concat())
    }

    pub fn connect(&self) -> Cable {
        let (kind, place) = self.address.split_once(' ').unwrap();
        match kind {
            "tcp" => {
                let stream = TcpStream::connect(place).unwrap();
                let patience = std::time::Duration::from_secs(10);
                stream.set_read_timeout(Some(patience)).unwrap();
                stream.set_nodelay(true).unwrap();
                Cable::Tcp(stream)
            }
            _ => Cable::Pty(
                OpenOptions::new()
                    .read(true)
                    .write(true)
                    .open(place)
                    .unwrap(),
            ),
        }
    }

    /// Says one line on the control channel and wants `ok`.
    pub fn say(&mut self, line: &str) -> Value {
        let answer = self.try_say(line);
        assert_eq!(answer["ok"], true, "{line} -> {answer}");
        answer
    }

    pub fn try_say(&mut self, line: &str) -> Value {
        let stream = self.control.get_mut();
        stream.write_all(format!("{line}\n").as_bytes()).unwrap();
        self.next_line()
    }

    /// The next line that the control channel says.
    pub fn next_line(&mut self) -> Value {
        let mut answer = String::new();
        self.control.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    /// The next event of this name after the one last waited for.
    pub fn wait_for(&mut self, event: &str) -> Value {
        let line = format!(r#"{{"verb":"wait_for_event","event":"{event}"}}"#);
        self.say(&line)["event"].take()
    }

    pub fn state(&mut self, field: &str) -> Value {
        self.say(r#"{"verb":"state"}"#)["state"][field].take()
    }

    /// Names of all events so far.
    pub fn events(&mut self) -> Vec<String> {
        let answer = self.say(r#"{"verb":"events"}"#);
        let events = answer["events"].as_array().unwrap().clone();
        let name = |event: &Value| event["event"].as_str().unwrap().to_owned();
        events.iter().map(name).collect()
    }

    pub fn quit(mut self) -> Vec<PathBuf> {
        self.say(r#"{"verb":"quit"}"#);
        assert!(self.child.wait().unwrap().success());
        let mut files: Vec<PathBuf> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        files
    }
}

impl Drop for Gadget {
    fn drop(&mut self) {
        // Ended already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Cable {
    pub fn send(&mut self, bytes: &[u8]) {
        match self {
            Self::Tcp(stream) => stream.write_all(bytes).unwrap(),
            Self::Pty(file) => file.write_all(bytes).unwrap(),
        }
    }

    /// Reads exactly so many bytes.
    pub fn read(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        match self {
            Self::Tcp(stream) => stream.read_exact(&mut bytes).unwrap(),
            Self::Pty(file) => {
                let mut read = 0;
                while read < count {
                    let mut fds = [PollFd::new(file, PollFlags::IN)];
                    let patience = Timespec {
                        tv_sec: 10,
                        tv_nsec: 0,
                    };
                    assert_eq!(poll(&mut fds, Some(&patience)), Ok(1), "nothing more came");
                    read += file.read(&mut bytes[read..]).unwrap();
                }
            }
        }
        bytes
    }

    /// Sends, and reads so many bytes.
    pub fn ask(&mut self, bytes: &[u8], count: usize) -> Vec<u8> {
        self.send(bytes);
        self.read(count)
    }

    /// Waits until the other end hangs up; what came before is lost.
    pub fn is_hung_up(&mut self) -> bool {
        match self {
            Self::Tcp(stream) => {
                let mut rest = Vec::new();
                stream.read_to_end(&mut rest).is_ok()
            }
            Self::Pty(_) => panic!("a pseudo-terminal does not tell"),
        }
    }
}

/// Width and rows of a picture, black is true.
pub fn picture(path: &Path) -> (usize, Vec<bool>) {
    let mut reader = png::Decoder::new(BufReader::new(File::open(path).unwrap()))
        .read_info()
        .unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    let width = info.width as usize;
    let stride = width.div_ceil(8);
    let dots = bytes.chunks(stride).flat_map(|row| {
        let dot = |x: usize| row[x / 8] >> (7 - x % 8) & 1 == 0;
        (0..width).map(dot).collect::<Vec<_>>()
    });
    (width, dots.collect())
}
