//! A virtual display of its own, so that no person's screen is disturbed and none is needed.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

pub struct Display {
    server: Child,
    /// As programs want it in `DISPLAY`.
    pub name: String,
}

impl Display {
    pub fn open() -> Display {
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1400x900x24",
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts");
        let out = server.stdout.take().expect("it was asked for");
        let number = BufReader::new(out)
            .lines()
            .next()
            .and_then(Result::ok)
            .expect("Xvfb tells its number");
        Display {
            server,
            name: format!(":{number}"),
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
