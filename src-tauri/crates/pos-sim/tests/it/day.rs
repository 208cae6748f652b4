//! A whole day over both links, and the ledger over a restart of the program.

use serde_json::Value;

use crate::ecr::{Ecr, bytes, codes, field, sale, status};
use crate::sim::{Sim, program};

/// Everything the bank did in `morning` and `evening`.
const BOOKS: [&str; 6] = [
    "authorised 11000",
    "declined 0",
    "reversed -11000",
    "authorised 2000",
    "refunded -500",
    "batch_closed 0",
];

fn day(link: &str) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("bank.jsonl");
    let mut sim = Sim::start_at(link, &ledger, &[]);
    let mut ecr = sim.connect();

    assert_eq!(codes(&ecr.order(&sale(100))), ["846B"]);
    let came = ecr.register(0xBE);
    assert_eq!(codes(&came), ["8000", "060F"]);
    assert_eq!(field(&came[1], 0x29), Some(bytes("52 00 00 01")));
    assert_eq!(field(&came[1], 0x49), Some(bytes("09 78")));

    let came = ecr.order(&bytes("05 01 05 00 00 00 03 04"));
    let told = String::from_utf8_lossy(&came[1]).into_owned();
    assert!(
        told.contains("Countertop Simulator") && told.contains("SIM-00000001"),
        "{told}"
    );
    assert_eq!(codes(&ecr.order(&bytes("05 01 00"))), ["8000", "060F"]);

    let came = ecr.order(&sale(11_000));
    let told = codes(&came);
    assert_eq!(told[..4], ["8000", "04FF:0A", "04FF:04", "040F"]);
    assert!(told[4..told.len() - 1].iter().all(|code| code == "06D1") && told.len() > 10);
    assert_eq!(told.last().unwrap(), "060F");
    let first = status(&came).clone();
    assert_eq!(field(&first, 0x27), Some(vec![0]));
    assert_eq!(field(&first, 0x04), Some(bytes("00 00 00 01 10 00")));
    assert_eq!(field(&first, 0x87), Some(bytes("00 01")));
    assert_eq!(field(&first, 0x22), Some(bytes("47 61 73 EE EE EE 00 43")));
    assert_eq!(field(&first, 0x8B), Some(b"VISA\0".to_vec()));
    assert!(
        first.windows(2).any(|pair| pair == [0x43, 0x07]),
        "an AID in the TLV"
    );

    assert_eq!(ecr.repeat(), Some(first));

    evening(&mut sim, &mut ecr);
    assert_eq!(sim.bank(), BOOKS);
    drop(ecr);
    assert!(sim.end().success());

    let mut sim = Sim::start_at(link, &ledger, &[]);
    assert_eq!(sim.bank(), BOOKS);
    let mut ecr = sim.connect();
    // Registration and counters are remembered.
    let came = ecr.order(&sale(100));
    assert_eq!(field(status(&came), 0x87), Some(bytes("00 06")));
    assert_eq!(sim.net(), 1_600);
}

fn evening(sim: &mut Sim, ecr: &mut Ecr) {
    sim.say(r#"{"decline":"05","card":"girocard"}"#);
    let came = ecr.order(&sale(500));
    assert_eq!(field(status(&came), 0x27), Some(vec![5]));
    assert_eq!(codes(&came).last().unwrap(), "061E:05");

    let came = ecr.order(&bytes("06 30 06 00 00 00 87 00 01"));
    assert_eq!(field(status(&came), 0x37), Some(bytes("00 00 01")));
    let again = ecr.order(&bytes("06 30 06 00 00 00 87 00 01"));
    assert_eq!(codes(&again), ["8000", "061E:B4"]);
    let none = ecr.order(&bytes("06 30 06 00 00 00 87 99 99"));
    assert_eq!(codes(&none), ["8000", "061E:B5"]);

    ecr.order(&sale(2_000));
    ecr.order(&bytes("06 31 0D 00 00 00 04 00 00 00 00 05 00 49 09 78"));
    let came = ecr.order(&bytes("06 50 03 00 00 00"));
    let totals = field(status(&came), 0x60).unwrap();
    assert_eq!(totals.len(), 53);
    assert_eq!(totals[..4], bytes("00 01 00 05"));
    assert_eq!(
        totals[32..39],
        bytes("02 00 00 00 00 15 00"),
        "Visa: two sales, 15.00 net"
    );
    assert_eq!(field(status(&came), 0x04), Some(bytes("00 00 00 00 15 00")));
    let old = ecr.order(&bytes("06 30 06 00 00 00 87 00 04"));
    assert_eq!(
        codes(&old),
        ["8000", "061E:B5"],
        "a closed batch cannot be reversed"
    );
}

#[test]
fn a_day_over_tcp() {
    day("tcp");
}

#[test]
fn a_day_over_a_pseudo_terminal() {
    day("pty");
}

#[test]
fn ledger_report() {
    let mut sim = Sim::start("tcp", &[]);
    let mut ecr = sim.registered();
    sim.say(r#"{"card":"amex"}"#);
    ecr.order(&sale(12_345));
    ecr.order(&sale(55));
    let out = program()
        .arg("ledger")
        .arg(&sim.ledger)
        .arg("--json")
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(report["totals"]["EUR"]["net_minor"], 12_400);
    assert_eq!(report["cards"][0]["card_token"], "card-amex-1");
    assert_eq!(report["cards"][0]["net_minor"], 12_345);
    let out = program()
        .arg("ledger")
        .arg(&sim.ledger)
        .arg("--entries")
        .output()
        .unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(
        text.contains("card-amex-1 374245*****1003") && text.contains("124.00 EUR"),
        "{text}"
    );
}
