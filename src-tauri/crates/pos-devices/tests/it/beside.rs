//! Scale, display and scanner on real ports.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use pos_devices::displays::{Display, DisplayListener, DisplayProtocol, DisplaySettings};
use pos_devices::scales::{
    Adjusted, Adjustment, Reading, Scale, ScaleListener, ScaleProtocol, ScaleSettings, probe,
};
use pos_devices::scanners::{ScannedCode, Scanner, ScannerListener, ScannerSettings};
use pos_devices::{Address, PeripheralLink};

use crate::wires::{self, Serve, Wire, piece};

const LIMIT: Duration = Duration::from_secs(20);

#[derive(Debug, PartialEq)]
enum Told {
    Link(PeripheralLink),
    Reading(Reading),
    Code(ScannedCode),
    Garbage(usize),
}

struct Ear(Sender<Told>);

impl Ear {
    fn new() -> (Arc<Self>, Receiver<Told>) {
        let (sender, told) = channel();
        (Arc::new(Self(sender)), told)
    }

    fn tell(&self, told: Told) {
        let _ = self.0.send(told);
    }
}

impl ScaleListener for Ear {
    fn on_link(&self, link: PeripheralLink) {
        self.tell(Told::Link(link));
    }
    fn on_reading(&self, reading: Reading) {
        self.tell(Told::Reading(reading));
    }
}

impl DisplayListener for Ear {
    fn on_link(&self, link: PeripheralLink) {
        self.tell(Told::Link(link));
    }
}

impl ScannerListener for Ear {
    fn on_link(&self, link: PeripheralLink) {
        self.tell(Told::Link(link));
    }
    fn on_code(&self, code: ScannedCode) {
        self.tell(Told::Code(code));
    }
    fn on_garbage(&self, bytes: usize) {
        self.tell(Told::Garbage(bytes));
    }
}

/// Waits for what is told next, leaving the link aside.
fn next(told: &Receiver<Told>) -> Told {
    loop {
        match told.recv_timeout(LIMIT).unwrap() {
            Told::Link(_) => {}
            other => return other,
        }
    }
}

/// Answers each byte that comes with the next line of a script, the last one for ever.
struct Scripted {
    lines: Vec<&'static [u8]>,
    at: usize,
}

impl Scripted {
    fn new(lines: &[&'static [u8]]) -> Self {
        let lines = lines.to_vec();
        Self { lines, at: 0 }
    }
}

impl Serve for Scripted {
    fn serve(&mut self, wire: &mut dyn Wire) -> io::Result<()> {
        loop {
            for _ in piece(wire)? {
                let line = self.lines[self.at.min(self.lines.len() - 1)];
                self.at += 1;
                // In two pieces, as a slow line does.
                let (head, tail) = line.split_at(line.len() / 2);
                wire.write_all(head)?;
                wire.write_all(tail)?;
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_toledo_scale_on_a_serial_line() {
    let script = Scripted::new(&[b"\x02?A\r", b"\x02?A\r", b"\x0200.550\r"]);
    let address = wires::pty(script);
    let (ear, told) = Ear::new();
    let settings = ScaleSettings::new(ScaleProtocol::Toledo8217);
    let scale = Scale::start(address, settings, ear);
    let standing = Reading::Weight {
        thousandths_kg: 550,
        stable: true,
        net: false,
    };
    assert_eq!(scale.weigh(LIMIT), standing);
    scale.watch(true).unwrap();
    assert_eq!(next(&told), Told::Reading(standing));
    scale.close();
}

#[test]
fn a_cas_scale_in_the_network() {
    let block = b"\x01\x02S 00.550kg\x61\x03\x04";
    let script = Scripted::new(&[b"\x06", block, b"\x06", block, b"\x06", block]);
    let address = wires::tcp(script);
    let settings = ScaleSettings::new(ScaleProtocol::Cas);
    let found = probe(&address, settings, LIMIT).unwrap();
    let (ear, _told) = Ear::new();
    let scale = Scale::start(address, settings, ear);
    assert_eq!(scale.weigh(LIMIT), found);
    assert_eq!(scale.adjust(Adjustment::Tare), Adjusted::NotSupported);
    scale.close();
}

#[test]
fn no_scale_is_no_weight() {
    let path = "/dev/no-such-scale".to_owned();
    let address = Address::Serial {
        path,
        baud: 9_600,
        usb_serial: None,
    };
    let (ear, told) = Ear::new();
    let settings = ScaleSettings::new(ScaleProtocol::Toledo8217);
    let scale = Scale::start(address, settings, ear);
    let away = told.recv_timeout(LIMIT).unwrap();
    assert!(matches!(away, Told::Link(PeripheralLink::Away { .. })));
    assert_eq!(scale.weigh(LIMIT), Reading::NoAnswer);
    assert_eq!(scale.adjust(Adjustment::Zero), Adjusted::NoAnswer);
    scale.close();
}

/// Hands on everything that comes.
struct Catcher(Sender<u8>);

impl Serve for Catcher {
    fn serve(&mut self, wire: &mut dyn Wire) -> io::Result<()> {
        loop {
            for byte in piece(wire)? {
                let _ = self.0.send(byte);
            }
        }
    }
}

/// Waits until these bytes came.
fn wait_for(bytes: &Receiver<u8>, wanted: &[u8]) -> Vec<u8> {
    let mut caught = Vec::new();
    while !caught.ends_with(wanted) {
        caught.push(bytes.recv_timeout(LIMIT).unwrap());
    }
    caught
}

#[cfg(unix)]
#[test]
fn a_display_shows_the_newest_rows() {
    let (sender, bytes) = channel();
    let (ear, _told) = Ear::new();
    let settings = DisplaySettings::new(DisplayProtocol::Cd5220);
    let display = Display::start(wires::pty(Catcher(sender)), settings, ear);
    display.show("Espresso", "2.50").unwrap();
    let caught = wait_for(&bytes, b"2.50                \r");
    assert!(caught.starts_with(b"\x1B@\x0C\x1B*\x04\x1BQAEspresso"));
    // A burst: what is out of date is not shown one by one, the last one is.
    for number in 0..200 {
        display.show("Espresso", &number.to_string()).unwrap();
    }
    let caught = wait_for(&bytes, b"199                 \r");
    assert!(caught.len() < 50 * 24, "{}", caught.len());
    display.close();
}

/// Scans, then breaks the connection, for ever.
struct Trigger;

impl Serve for Trigger {
    fn serve(&mut self, wire: &mut dyn Wire) -> io::Result<()> {
        for piece in [&b"40063"[..], b"81333931\r]E0", b"5000112\r\x1B\r"] {
            wire.write_all(piece)?;
        }
        Ok(())
    }
}

#[test]
fn a_scanner_scans_before_and_after_its_plug_was_pulled() {
    let (ear, told) = Ear::new();
    let address = wires::tcp(Trigger);
    let scanner = Scanner::start(address, ScannerSettings::default(), ear);
    for _ in 0..2 {
        let mut codes = Vec::new();
        for _ in 0..2 {
            match next(&told) {
                Told::Code(code) => codes.push((code.text, code.symbology)),
                other => panic!("{other:?}"),
            }
        }
        let ean8 = Some("]E0".to_owned());
        let wanted = [
            ("4006381333931".to_owned(), None),
            ("5000112".to_owned(), ean8),
        ];
        assert_eq!(codes, wanted);
        assert_eq!(next(&told), Told::Garbage(1));
    }
    scanner.close();
}
