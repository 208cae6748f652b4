//! The printer driver on real ports.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use pos_devices::printers::{
    DrawerKick, KickEnd, PrintEvent, PrintFailure, PrintOrder, PrintOrderId, Printer,
    PrinterListener, PrinterSettings, PrinterStatus, probe,
};
use pos_devices::{Address, PeripheralLink, PeripheralProbeError, SerialFraming};

use crate::paper::Paper;
use crate::wires::{self, Serve, Wire, piece};

const LIMIT: Duration = Duration::from_secs(20);

#[derive(Debug, Clone, PartialEq)]
enum Told {
    Link(PeripheralLink),
    Status(PrinterStatus),
    Print(PrintOrderId, PrintEvent),
    Kick(KickEnd),
}

struct Ear(Sender<Told>);

impl PrinterListener for Ear {
    fn on_link(&self, link: PeripheralLink) {
        let _ = self.0.send(Told::Link(link));
    }
    fn on_status(&self, status: PrinterStatus) {
        let _ = self.0.send(Told::Status(status));
    }
    fn on_print(&self, order: PrintOrderId, event: PrintEvent) {
        let _ = self.0.send(Told::Print(order, event));
    }
    fn on_kick(&self, _: DrawerKick, end: KickEnd) {
        let _ = self.0.send(Told::Kick(end));
    }
}

fn open(address: Address) -> (Printer, Receiver<Told>) {
    let (sender, told) = channel();
    let settings = PrinterSettings::default();
    (
        Printer::start(address, settings, Arc::new(Ear(sender))),
        told,
    )
}

fn wait<T>(told: &Receiver<Told>, pick: impl Fn(Told) -> Option<T>) -> T {
    let until = Instant::now() + LIMIT;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if let Some(found) = pick(told.recv_timeout(left).unwrap()) {
            return found;
        }
    }
}

fn wait_link(told: &Receiver<Told>, wanted: impl Fn(&PeripheralLink) -> bool) {
    wait(told, |told| match told {
        Told::Link(link) if wanted(&link) => Some(()),
        _ => None,
    });
}

fn end(told: &Receiver<Told>, id: u128) -> PrintEvent {
    wait(told, |told| match told {
        Told::Print(_, PrintEvent::FirstByteOut { .. }) => None,
        Told::Print(PrintOrderId(order), event) if order == id => Some(event),
        _ => None,
    })
}

fn submit(printer: &Printer, id: u128, bytes: &[u8]) {
    let order = PrintOrder {
        id: PrintOrderId(id),
        bytes: bytes.to_vec(),
    };
    printer.submit(order).unwrap();
}

/// More than a pseudo-terminal's buffer and several pieces, with no command of the peer in it.
fn document() -> Vec<u8> {
    (0..9_000_u32).map(|n| b'0' + (n % 60) as u8).collect()
}

fn prints(address: Address, paper: &Paper) {
    let (printer, told) = open(address);
    submit(&printer, 1, &document());
    submit(&printer, 2, b"second");
    assert_eq!(end(&told, 1), PrintEvent::Printed);
    assert_eq!(end(&told, 2), PrintEvent::Printed);
    let wanted = [&document()[..], b"second"].concat();
    assert!(paper.0.lock().unwrap().paper == wanted);
    printer.close();
}

#[test]
fn documents_arrive_whole_and_in_turn() {
    let paper = Paper::default();
    prints(wires::tcp(paper.clone()), &paper);
}

#[cfg(unix)]
#[test]
fn documents_arrive_over_a_serial_line_and_a_device_file() {
    for wire in [wires::pty, wires::device] {
        let paper = Paper::default();
        prints(wire(paper.clone()), &paper);
    }
}

#[test]
fn without_paper_only_the_drawer_works() {
    let paper = Paper::default();
    paper.0.lock().unwrap().answers = [0x08, 0x20, 0, 0x6C];
    let (printer, told) = open(wires::tcp(paper.clone()));
    submit(&printer, 1, b"x");
    let why = PrintFailure::PaperOut;
    assert_eq!(end(&told, 1), PrintEvent::Failed { written: 0, why });
    printer.kick(DrawerKick::USUAL).unwrap();
    assert_eq!(wait(&told, kicked), KickEnd::Sent);
    // The paper is back: told by itself, and printing goes on.
    paper.0.lock().unwrap().answers = [0; 4];
    wait(&told, |told| match told {
        Told::Status(status) if status.hindrance().is_none() => Some(()),
        _ => None,
    });
    submit(&printer, 2, b"y");
    assert_eq!(end(&told, 2), PrintEvent::Printed);
    let state = paper.0.lock().unwrap();
    assert!(state.commands.contains(&vec![0x10, 0x14, 1, 0, 1]));
    assert_eq!(state.paper, b"y");
}

fn kicked(told: Told) -> Option<KickEnd> {
    match told {
        Told::Kick(end) => Some(end),
        Told::Link(_) | Told::Status(_) | Told::Print(..) => None,
    }
}

#[test]
fn a_connection_that_breaks_within_a_document_is_told_and_mended() {
    let paper = Paper::default();
    let (printer, told) = open(wires::tcp(paper.clone()));
    wait_link(&told, |link| *link == PeripheralLink::Ready);
    paper.0.lock().unwrap().die_after = Some(2_000);
    let long = vec![b'x'; 4_000_000];
    submit(&printer, 1, &long);
    let PrintEvent::Failed { written, why } = end(&told, 1) else {
        panic!("printed")
    };
    assert_eq!(why, PrintFailure::LinkLost);
    assert!((2_000..long.len()).contains(&written), "{written}");
    wait_link(&told, |link| matches!(link, PeripheralLink::Away { .. }));
    wait_link(&told, |link| *link == PeripheralLink::Ready);
    paper.0.lock().unwrap().paper.clear();
    submit(&printer, 2, b"again");
    assert_eq!(end(&told, 2), PrintEvent::Printed);
    let state = paper.0.lock().unwrap();
    assert_eq!(state.paper, b"again");
    let forget = vec![0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8];
    assert!(state.commands.contains(&forget), "{:?}", state.commands);
}

#[test]
fn an_order_for_nobody_and_a_closed_driver_fail() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let host = "127.0.0.1".to_owned();
    let (printer, told) = open(Address::Tcp { host, port });
    wait_link(&told, |link| matches!(link, PeripheralLink::Away { .. }));
    submit(&printer, 1, b"x");
    let why = PrintFailure::Offline;
    assert_eq!(end(&told, 1), PrintEvent::Failed { written: 0, why });
    printer.kick(DrawerKick::USUAL).unwrap();
    assert_eq!(wait(&told, kicked), KickEnd::NotSent);
    printer.close();
    // Closed before the printer has said anything.
    let (printer, told) = open(wires::tcp(Mute));
    submit(&printer, 2, b"x");
    printer.close();
    let PrintEvent::Failed { written: 0, .. } = end(&told, 2) else {
        panic!("printed")
    };
}

/// Takes everything, says nothing.
struct Mute;

impl Serve for Mute {
    fn serve(&mut self, wire: &mut dyn Wire) -> std::io::Result<()> {
        loop {
            piece(wire)?;
        }
    }
}

#[test]
fn a_mute_printer_is_silent() {
    let (_printer, told) = open(wires::tcp(Mute));
    wait_link(&told, |link| matches!(link, PeripheralLink::Silent { .. }));
}

#[test]
fn probes() {
    let framing = SerialFraming::N8_1;
    let found = probe(&wires::tcp(Paper::default()), framing, LIMIT).unwrap();
    assert_eq!(found.maker.as_deref(), Some("Works"));
    assert_eq!(found.model.as_deref(), Some("Paper simulator"));
    assert_eq!(found.language_font, None);
    assert!(found.simulator);
    let silent = probe(&wires::tcp(Mute), framing, Duration::from_millis(300));
    assert!(matches!(silent, Err(PeripheralProbeError::Silent)));
    let path = "/dev/usb/no-such-printer".to_owned();
    let absent = probe(&Address::Device { path }, framing, LIMIT);
    assert!(matches!(absent, Err(PeripheralProbeError::Open(_))));
}
