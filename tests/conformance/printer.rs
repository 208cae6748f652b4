//! The printer driver against the simulator's own reading of ESC/POS.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use pos_devices::printers::{
    DrawerKick, KickEnd, Paper, PinLevel, PrintEvent, PrintFailure, PrintOrder, PrintOrderId,
    Printer, PrinterListener, PrinterSettings, PrinterStatus, probe,
};
use pos_devices::{PeripheralLink, SerialFraming};
use pos_tests::SimBeside;
use serde_json::json;

const LIMIT: Duration = Duration::from_secs(30);

#[derive(Debug)]
enum Told {
    Link(PeripheralLink),
    Status(PrinterStatus),
    End(PrintOrderId, PrintEvent),
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
        if !matches!(event, PrintEvent::FirstByteOut { .. }) {
            let _ = self.0.send(Told::End(order, event));
        }
    }
    fn on_kick(&self, _: DrawerKick, end: KickEnd) {
        let _ = self.0.send(Told::Kick(end));
    }
}

/// A printer that the driver has found.
struct Desk {
    printer: Printer,
    told: Receiver<Told>,
}

impl Desk {
    fn at(sim: &SimBeside) -> Desk {
        let settings = PrinterSettings {
            drawer_open_level: Some(PinLevel::High),
            ..PrinterSettings::default()
        };
        let (sender, told) = channel();
        let ear = Arc::new(Ear(sender));
        let printer = Printer::start(sim.address.clone(), settings, ear);
        Desk { printer, told }
    }

    fn print(&self, id: u128, bytes: &[u8]) {
        let order = PrintOrder {
            id: PrintOrderId(id),
            bytes: bytes.to_vec(),
        };
        self.printer.submit(order).unwrap();
    }

    #[track_caller]
    fn wait<T>(&self, pick: impl Fn(&Told) -> Option<T>) -> T {
        loop {
            let told = self.told.recv_timeout(LIMIT).unwrap();
            if let Some(found) = pick(&told) {
                return found;
            }
        }
    }

    #[track_caller]
    fn end(&self, id: u128) -> PrintEvent {
        self.wait(|told| match told {
            Told::End(PrintOrderId(order), event) if *order == id => Some(*event),
            _ => None,
        })
    }

    #[track_caller]
    fn status(&self, wanted: impl Fn(&PrinterStatus) -> bool) {
        self.wait(|told| matches!(told, Told::Status(status) if wanted(status)).then_some(()));
    }

    #[track_caller]
    fn link(&self, wanted: impl Fn(&PeripheralLink) -> bool) {
        self.wait(|told| matches!(told, Told::Link(link) if wanted(link)).then_some(()));
    }
}

fn slip(text: &str) -> Vec<u8> {
    format!("\x1B@{text}\n\x1DVA\0").into_bytes()
}

fn long_slip() -> Vec<u8> {
    slip(&"a line of a long slip\n".repeat(400))
}

fn text(sim: &SimBeside) -> String {
    let slip = sim.wait_for("slip");
    assert_eq!(slip["unknown"], json!([]), "{slip}");
    slip["text"].as_str().unwrap().trim().to_owned()
}

fn sims() -> Vec<SimBeside> {
    let mut sims = vec![SimBeside::tcp("printer", &[])];
    if cfg!(unix) {
        sims.push(SimBeside::pty("printer", &[]));
    }
    sims
}

#[test]
fn it_prints_kicks_and_names_itself_a_simulator() {
    for sim in sims() {
        let found = probe(&sim.address, SerialFraming::N8_1, LIMIT).unwrap();
        assert_eq!(found.model.as_deref(), Some("Countertop simulator"));
        assert!(found.simulator);
        let desk = Desk::at(&sim);
        desk.print(1, &slip("first"));
        desk.print(2, &slip("second"));
        assert_eq!(desk.end(1), PrintEvent::Printed);
        assert_eq!(desk.end(2), PrintEvent::Printed);
        assert_eq!([text(&sim), text(&sim)], ["first", "second"]);
        desk.printer.kick(DrawerKick::USUAL).unwrap();
        desk.status(|status| status.drawer_open == Some(true));
        let kicked = sim.wait_for("kicked");
        assert_eq!(kicked["realtime"], false, "{kicked}");
        sim.say(json!({"verb": "close_drawer"}));
        desk.status(|status| status.drawer_open == Some(false));
        assert_eq!(sim.state()["unknown"], json!([]));
    }
}

#[test]
fn a_printer_that_cannot_print_gets_no_byte_but_its_drawer_opens() {
    let sim = SimBeside::tcp("printer", &[]);
    let desk = Desk::at(&sim);
    desk.status(|status| status.hindrance().is_none());
    for (id, setting, why) in [
        (1, "paper_out", PrintFailure::PaperOut),
        (2, "cover_open", PrintFailure::CoverOpen),
        (3, "offline", PrintFailure::Offline),
    ] {
        sim.set(json!({ setting: true }));
        desk.print(id, &slip("x"));
        assert_eq!(desk.end(id), PrintEvent::Failed { written: 0, why });
        desk.printer.kick(DrawerKick::USUAL).unwrap();
        desk.wait(|told| matches!(told, Told::Kick(KickEnd::Sent)).then_some(()));
        assert_eq!(sim.wait_for("kicked")["realtime"], true);
        sim.set(json!({ setting: false }));
        desk.status(|status| status.hindrance().is_none());
    }
    sim.set(json!({"paper_near_end": true}));
    desk.status(|status| status.paper == Paper::NearEnd);
    sim.set(json!({"error": "cutter"}));
    desk.status(|status| status.error.is_some());
    sim.set(json!({"error": "none"}));
    desk.status(|status| status.error.is_none());
    desk.print(4, &slip("the only one"));
    assert_eq!(desk.end(4), PrintEvent::Printed);
    assert_eq!(text(&sim), "the only one");
}

#[test]
fn paper_that_ends_within_a_slip_leaves_no_half_slip_for_later() {
    let sim = SimBeside::tcp("printer", &[]);
    let desk = Desk::at(&sim);
    desk.status(|status| status.hindrance().is_none());
    sim.set(json!({"slow_bytes_per_s": 2_000}));
    let long = long_slip();
    desk.print(1, &long);
    sim.wait_for("receiving");
    sim.set(json!({"paper_out": true}));
    let PrintEvent::Failed { written, why } = desk.end(1) else {
        panic!("printed")
    };
    assert_eq!(why, PrintFailure::PaperOut);
    assert!((1..=long.len()).contains(&written), "{written}");
    sim.set(json!({"paper_out": false, "slow_bytes_per_s": 0}));
    desk.status(|status| status.hindrance().is_none());
    sim.say(json!({"verb": "tear"}));
    desk.print(2, &slip("again"));
    assert_eq!(desk.end(2), PrintEvent::Printed);
    text(&sim);
    assert_eq!(text(&sim), "again");
}

#[test]
fn a_cable_that_breaks_within_a_slip_is_told_and_mended() {
    for sim in sims() {
        let desk = Desk::at(&sim);
        desk.link(|link| *link == PeripheralLink::Ready);
        sim.say(json!({"verb": "die_after", "bytes": 300, "ms": 200}));
        let long = long_slip();
        desk.print(1, &long);
        let PrintEvent::Failed { written, .. } = desk.end(1) else {
            panic!("printed")
        };
        assert!((1..=long.len()).contains(&written), "{written}");
        desk.link(|link| matches!(link, PeripheralLink::Away { .. }));
        desk.link(|link| *link == PeripheralLink::Ready);
        sim.say(json!({"verb": "tear"}));
        desk.print(2, &slip("again"));
        assert_eq!(desk.end(2), PrintEvent::Printed);
        text(&sim);
        assert_eq!(text(&sim), "again");
    }
}

#[test]
fn a_mute_printer_is_never_trusted_with_a_slip() {
    let sim = SimBeside::tcp("printer", &[]);
    sim.set(json!({"mute": true}));
    let desk = Desk::at(&sim);
    desk.print(1, &slip("x"));
    let why = PrintFailure::Offline;
    assert_eq!(desk.end(1), PrintEvent::Failed { written: 0, why });
    sim.set(json!({"mute": false}));
    desk.link(|link| *link == PeripheralLink::Ready);
}
