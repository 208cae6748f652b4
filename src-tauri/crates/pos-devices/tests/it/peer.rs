//! A tiny terminal on the other end of a port. It knows just enough to play the scenes of the
//! conformance check; the project's simulator is the one that is faithful.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pos_devices::readers::conformance::{Peer, Scene};
use pos_devices::readers::zvt::apdu::{build, total_len};
use pos_devices::readers::zvt::framing::{ACK, Received, SerialFrames, wrap};
use pos_devices::{Address, TerminalPassword, TerminalSettings};

const CARD: &str = "5598845555548077";

pub fn settings() -> TerminalSettings {
    TerminalSettings::new(978, TerminalPassword::new("123456").unwrap())
}

pub struct ScriptedPeer {
    address: Address,
    scene: Arc<Mutex<Scene>>,
    _folder: Option<tempfile::TempDir>,
}

impl Peer for ScriptedPeer {
    fn address(&self) -> Address {
        self.address.clone()
    }

    fn settings(&self) -> TerminalSettings {
        settings()
    }

    fn play(&mut self, scene: Scene) {
        *self.scene.lock().unwrap() = scene;
    }

    fn card_number(&self) -> String {
        CARD.to_owned()
    }
}

impl ScriptedPeer {
    pub fn tcp() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let scene = Arc::new(Mutex::new(Scene::Approve));
        let mut table = Table::new(Arc::clone(&scene));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                stream
                    .set_read_timeout(Some(Duration::from_millis(50)))
                    .unwrap();
                table.serve(&mut Stream {
                    stream,
                    unit: Vec::new(),
                });
            }
        });
        let address = Address::Tcp {
            host: "127.0.0.1".to_owned(),
            port,
        };
        Self {
            address,
            scene,
            _folder: None,
        }
    }

    #[cfg(unix)]
    pub fn pty() -> Self {
        use serialport::{SerialPort, TTYPort};
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("terminal");
        let scene = Arc::new(Mutex::new(Scene::Approve));
        let mut table = Table::new(Arc::clone(&scene));
        let path = link.clone();
        let (up, is_up) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            loop {
                let (master, slave) = TTYPort::pair().unwrap();
                let _ = std::fs::remove_file(&path);
                std::os::unix::fs::symlink(slave.name().unwrap(), &path).unwrap();
                let _ = up.send(());
                // The slave stays open here, so that a till may come and go.
                table.serve(&mut Line {
                    port: Box::new(master),
                    frames: SerialFrames::new(),
                });
                let _ = std::fs::remove_file(&path);
                drop(slave);
            }
        });
        is_up.recv().unwrap();
        let path = link.to_string_lossy().into_owned();
        let baud = if cfg!(target_os = "macos") { 0 } else { 9_600 };
        let address = Address::Serial {
            path,
            baud,
            usb_serial: None,
        };
        Self {
            address,
            scene,
            _folder: Some(folder),
        }
    }
}

/// Whole units, in and out. `Ok(None)`: nothing came.
trait Units {
    fn receive(&mut self) -> io::Result<Option<Vec<u8>>>;
    fn send(&mut self, unit: &[u8]) -> io::Result<()>;
}

struct Stream {
    stream: TcpStream,
    unit: Vec<u8>,
}

impl Units for Stream {
    fn receive(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut byte = [0];
        match self.stream.read(&mut byte) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(_) => {
                self.unit.push(byte[0]);
                let whole = total_len(&self.unit) == Some(self.unit.len());
                Ok(whole.then(|| std::mem::take(&mut self.unit)))
            }
            Err(fault) if would_wait(&fault) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    fn send(&mut self, unit: &[u8]) -> io::Result<()> {
        self.stream.write_all(unit)
    }
}

#[cfg(unix)]
struct Line {
    port: Box<dyn serialport::SerialPort>,
    frames: SerialFrames,
}

#[cfg(unix)]
impl Units for Line {
    fn receive(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut byte = [0];
        match self.port.read(&mut byte) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(_) => match self.frames.push(byte[0]) {
                Some(Received::Unit(unit)) => {
                    self.port.write_all(&[ACK])?;
                    Ok(Some(unit.as_slice().to_vec()))
                }
                _ => Ok(None),
            },
            Err(fault) if would_wait(&fault) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    fn send(&mut self, unit: &[u8]) -> io::Result<()> {
        self.port.write_all(wrap(unit).as_slice())
    }
}

fn would_wait(fault: &io::Error) -> bool {
    matches!(
        fault.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}

/// The terminal's side of the counter.
struct Table {
    scene: Arc<Mutex<Scene>>,
    last: Vec<u8>,
    receipt: u8,
    /// An abort crossed with something we said.
    abort_heard: bool,
}

impl Table {
    fn new(scene: Arc<Mutex<Scene>>) -> Self {
        Self {
            scene,
            last: Vec::new(),
            receipt: 0,
            abort_heard: false,
        }
    }

    /// Serves one connection until it breaks or the scene pulls the cable.
    fn serve(&mut self, units: &mut dyn Units) {
        while let Ok(command) = units.receive() {
            if let Some(command) = command
                && self.command(units, &command).is_err()
            {
                return;
            }
        }
    }

    fn command(&mut self, units: &mut dyn Units, command: &[u8]) -> io::Result<()> {
        let completion = |data: &[u8]| build(0x06, 0x0F, data).as_slice().to_vec();
        match command[..2] {
            [0x06, 0x00] => {
                units.send(&[0x80, 0x00, 0x00])?;
                self.say(
                    units,
                    &completion(&[0x19, 0x00, 0x29, 0x52, 0x00, 0x00, 0x07]),
                )
            }
            [0x05, 0x01] => {
                units.send(&[0x80, 0x00, 0x00])?;
                self.say(
                    units,
                    &completion(&[0xF0, 0xF0, 0xF3, b'1', b'.', b'0', 0x00]),
                )
            }
            [0x06, 0x01] => {
                units.send(&[0x80, 0x00, 0x00])?;
                self.say(units, &[0x04, 0xFF, 0x01, 0x0A])?;
                self.pay(units, &command[4..10])
            }
            [0x06, 0x20] => {
                units.send(&[0x80, 0x00, 0x00])?;
                let last = self.last.clone();
                self.say(units, &last)?;
                self.say(units, &completion(&[]))
            }
            _ => Ok(()),
        }
    }

    /// Says something and waits for the till's answer.
    fn say(&mut self, units: &mut dyn Units, unit: &[u8]) -> io::Result<()> {
        units.send(unit)?;
        loop {
            match units.receive()?.as_deref() {
                None => {}
                Some([0x80 | 0x84, ..]) => return Ok(()),
                Some([0x06, 0xB0, ..]) => {
                    self.abort_heard = true;
                    units.send(&[0x80, 0x00, 0x00])?;
                }
                Some(_) => return Err(io::ErrorKind::InvalidData.into()),
            }
        }
    }

    fn pay(&mut self, units: &mut dyn Units, amount: &[u8]) -> io::Result<()> {
        let scene = *self.scene.lock().unwrap();
        let (code, pan) = match scene {
            Scene::Approve => (0x00, [0x55, 0x98, 0x84, 0xEE, 0xEE, 0xEE, 0x80, 0x77]),
            Scene::ClearCardNumber => (0x00, [0x55, 0x98, 0x84, 0x55, 0x55, 0x54, 0x80, 0x77]),
            Scene::Decline => (0x05, [0xEE; 8]),
            Scene::CustomerStops => return self.say(units, &[0x06, 0x1E, 0x01, 0x6C]),
            Scene::NobodyPays => {
                // Until the till aborts, which it may have done already.
                while !std::mem::take(&mut self.abort_heard) {
                    if let Some([0x06, 0xB0, ..]) = units.receive()?.as_deref() {
                        self.abort_heard = true;
                        units.send(&[0x80, 0x00, 0x00])?;
                    }
                }
                return self.say(units, &[0x06, 0x1E, 0x01, 0x6C]);
            }
            Scene::Unplug => return Err(io::ErrorKind::BrokenPipe.into()),
        };
        self.receipt += 1;
        let result = [
            &[0x27, code, 0x04][..],
            amount,
            &[0x49, 0x09, 0x78, 0x87, 0x00, self.receipt, 0x22, 0xF0, 0xF8],
            &pan,
        ]
        .concat();
        self.last = build(0x04, 0x0F, &result).as_slice().to_vec();
        let last = self.last.clone();
        self.say(units, &last)?;
        if scene == Scene::ClearCardNumber {
            let line = [&[0x00][..], CARD.as_bytes()].concat();
            self.say(units, build(0x06, 0xD1, &line).as_slice())?;
        }
        self.say(units, &[0x06, 0x0F, 0x00])
    }
}
