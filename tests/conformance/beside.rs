//! Scale, display and scanner drivers against the simulator's own reading of their protocols.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use pos_devices::displays::{Display, DisplayCharset, DisplayListener, DisplaySettings};
use pos_devices::scales::{
    Adjusted, Adjustment, Reading, Scale, ScaleListener, ScaleProtocol, ScaleSettings, probe,
};
use pos_devices::scanners::{ScannedCode, Scanner, ScannerListener, ScannerSettings};
use pos_devices::{PERIPHERAL_DRIVERS, PeripheralDriver, PeripheralKind, PeripheralLink};
use pos_tests::SimBeside;
use serde_json::json;

const LIMIT: Duration = Duration::from_secs(30);
/// A weight that will not stand still is not waited for longer in these tests.
const PATIENCE: Duration = Duration::from_millis(700);

#[derive(Debug, PartialEq)]
enum Told {
    Link(PeripheralLink),
    Reading(Reading),
    Code(ScannedCode),
    Garbage(usize),
}

struct Ear(Sender<Told>);

fn ear() -> (Arc<Ear>, Receiver<Told>) {
    let (sender, told) = channel();
    (Arc::new(Ear(sender)), told)
}

impl ScaleListener for Ear {
    fn on_link(&self, link: PeripheralLink) {
        let _ = self.0.send(Told::Link(link));
    }
    fn on_reading(&self, reading: Reading) {
        let _ = self.0.send(Told::Reading(reading));
    }
}

impl DisplayListener for Ear {
    fn on_link(&self, link: PeripheralLink) {
        let _ = self.0.send(Told::Link(link));
    }
}

impl ScannerListener for Ear {
    fn on_link(&self, link: PeripheralLink) {
        let _ = self.0.send(Told::Link(link));
    }
    fn on_code(&self, code: ScannedCode) {
        let _ = self.0.send(Told::Code(code));
    }
    fn on_garbage(&self, bytes: usize) {
        let _ = self.0.send(Told::Garbage(bytes));
    }
}

fn drivers(kind: PeripheralKind) -> impl Iterator<Item = &'static PeripheralDriver> {
    PERIPHERAL_DRIVERS.iter().filter(move |d| d.kind == kind)
}

/// A simulator on TCP and one on a pseudo-terminal.
fn sims(kind: &str, options: &[&str]) -> Vec<SimBeside> {
    let mut sims = vec![SimBeside::tcp(kind, options)];
    if cfg!(unix) {
        sims.push(SimBeside::pty(kind, options));
    }
    sims
}

fn standing(thousandths_kg: i64, net: bool) -> Reading {
    Reading::Weight {
        thousandths_kg,
        stable: true,
        net,
    }
}

#[test]
fn every_scale_weighs_only_what_stands_still() {
    for driver in drivers(PeripheralKind::Scale) {
        let settings = ScaleSettings::new(driver.scale_protocol().unwrap());
        for sim in sims("scale", &["--protocol", driver.name]) {
            sim.set(json!({"weight_g": 550}));
            let found = probe(&sim.address, settings, LIMIT).unwrap();
            assert_eq!(found, standing(550, false), "{}", driver.name);
            let (ear, _told) = ear();
            let scale = Scale::start(sim.address.clone(), settings, ear);
            for (state, wanted) in [
                (json!({"weight_g": 1_005}), standing(1_005, false)),
                (json!({"weight_g": 12_345}), standing(12_345, false)),
                (json!({"weight_g": 0}), Reading::Zero),
                (json!({"weight_g": 200, "under": true}), Reading::Under),
                (json!({"under": false, "over": true}), Reading::Over),
                (json!({"over": false}), standing(200, false)),
            ] {
                sim.set(state.clone());
                assert_eq!(scale.weigh(LIMIT), wanted, "{} {state}", driver.name);
            }
            sim.set(json!({"stable": false}));
            let moving = scale.weigh(PATIENCE);
            assert!(!moving.is_definite(), "{moving:?}");
            sim.set(json!({"mute": true}));
            assert_eq!(scale.weigh(LIMIT), Reading::NoAnswer);
            scale.close();
        }
    }
}

#[test]
fn a_watched_scale_tells_the_change_and_a_lost_plug() {
    for driver in drivers(PeripheralKind::Scale) {
        let settings = ScaleSettings::new(driver.scale_protocol().unwrap());
        for sim in sims("scale", &["--protocol", driver.name]) {
            let (ear, told) = ear();
            let scale = Scale::start(sim.address.clone(), settings, ear);
            scale.watch(true).unwrap();
            wait(&told, &Told::Reading(Reading::Zero));
            sim.set(json!({"weight_g": 300}));
            wait(&told, &Told::Reading(standing(300, false)));
            sim.say(json!({"verb": "unplug", "ms": 200}));
            wait_link(&told, |link| matches!(link, PeripheralLink::Away { .. }));
            wait_link(&told, |link| *link == PeripheralLink::Ready);
            wait(&told, &Told::Reading(standing(300, false)));
            scale.close();
        }
    }
}

#[test]
fn a_toledo_scale_takes_off_the_box() {
    let settings = ScaleSettings::new(ScaleProtocol::Toledo8217);
    let sim = SimBeside::tcp("scale", &["--protocol", "toledo8217"]);
    let (ear, _told) = ear();
    let scale = Scale::start(sim.address.clone(), settings, ear);
    sim.set(json!({"weight_g": 120}));
    assert_eq!(scale.adjust(Adjustment::Tare), Adjusted::Done);
    sim.set(json!({"weight_g": 620}));
    assert_eq!(scale.weigh(LIMIT), standing(500, true));
    assert_eq!(scale.adjust(Adjustment::ClearTare), Adjusted::Done);
    assert_eq!(scale.weigh(LIMIT), standing(620, false));
    sim.set(json!({"stable": false}));
    assert_eq!(scale.adjust(Adjustment::Zero), Adjusted::Refused);
    scale.close();
}

#[test]
fn a_cas_answer_that_was_broken_on_the_way_is_asked_for_again() {
    let settings = ScaleSettings::new(ScaleProtocol::Cas);
    let sim = SimBeside::tcp("scale", &["--protocol", "cas"]);
    sim.set(json!({"weight_g": 750, "bad_bcc": 3}));
    let (ear, _told) = ear();
    let scale = Scale::start(sim.address.clone(), settings, ear);
    assert_eq!(scale.weigh(LIMIT), standing(750, false));
    sim.set(json!({"point": false}));
    assert_eq!(scale.weigh(LIMIT), standing(750, false));
    assert_eq!(scale.adjust(Adjustment::Tare), Adjusted::NotSupported);
    scale.close();
}

#[track_caller]
fn wait(told: &Receiver<Told>, wanted: &Told) {
    while told.recv_timeout(LIMIT).unwrap() != *wanted {}
}

#[track_caller]
fn wait_link(told: &Receiver<Told>, wanted: impl Fn(&PeripheralLink) -> bool) {
    while !matches!(told.recv_timeout(LIMIT).unwrap(), Told::Link(link) if wanted(&link)) {}
}

#[track_caller]
fn wait_rows(sim: &SimBeside, wanted: [&str; 2]) {
    let wanted = json!(wanted.map(|row| format!("{row:20}")));
    loop {
        if sim.wait_for("shown")["rows"] == wanted {
            return;
        }
    }
}

#[test]
fn every_display_shows_the_rows() {
    for driver in drivers(PeripheralKind::Display) {
        for sim in sims("display", &[]) {
            let settings = DisplaySettings {
                charset: DisplayCharset::Pc437,
                ..DisplaySettings::new(driver.display_protocol().unwrap())
            };
            let (ear, told) = ear();
            let display = Display::start(sim.address.clone(), settings, ear);
            display.show("2 x Käse", "5.00 €").unwrap();
            wait_rows(&sim, ["2 x Käse", "5.00 EUR"]);
            display.show("2 x Käse", "7.50 €").unwrap();
            wait_rows(&sim, ["2 x Käse", "7.50 EUR"]);
            // What it showed is shown again after a power cut.
            sim.say(json!({"verb": "unplug", "ms": 200}));
            wait_link(&told, |link| matches!(link, PeripheralLink::Away { .. }));
            wait_rows(&sim, ["", ""]);
            wait_rows(&sim, ["2 x Käse", "7.50 EUR"]);
            assert_eq!(sim.state()["unknown"], 0, "{}", driver.name);
            display.close();
        }
    }
}

#[test]
fn every_scan_is_one_code() {
    let code = |text: &str, symbology: Option<&str>| {
        Told::Code(ScannedCode {
            text: text.to_owned(),
            symbology: symbology.map(str::to_owned),
        })
    };
    for sim in sims("scanner", &[]) {
        let (ear, told) = ear();
        let scanner = Scanner::start(sim.address.clone(), ScannerSettings::default(), ear);
        wait(&told, &Told::Link(PeripheralLink::Ready));
        sim.wait_for("connected");
        for (scan, wanted) in [
            (
                json!({"code": "4006381333931"}),
                code("4006381333931", None),
            ),
            (json!({"code": "A-1", "split": true}), code("A-1", None)),
            (
                json!({"code": "]E05000112", "split": true, "gap_ms": 20}),
                code("5000112", Some("]E0")),
            ),
            (json!({"hex": "31 32 1B 33"}), Told::Garbage(4)),
            // A scan that lost its end is not the head of the next one.
            (json!({"code": "4006", "suffix": ""}), Told::Garbage(4)),
            (json!({"code": "77", "suffix": "\r"}), code("77", None)),
        ] {
            let mut verb = scan.clone();
            verb["verb"] = json!("scan");
            if let Some(suffix) = verb.as_object_mut().unwrap().remove("suffix") {
                sim.set(json!({ "suffix": suffix }));
            }
            sim.say(verb);
            assert_eq!(told.recv_timeout(LIMIT).unwrap(), wanted, "{scan}");
        }
        scanner.close();
    }
}
