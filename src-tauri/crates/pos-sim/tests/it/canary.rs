//! The planted leak: a clear number in every field that can carry one, and in
//! nothing that is written to disk.

use crate::ecr::{bytes, codes, field, sale, status};
use crate::sim::Sim;

/// A made-up number with a right check digit, in no issuer's range.
const PAN: &str = "9999990123456788";

fn has(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn leaks_everywhere_but_on_disk() {
    let mut sim = Sim::start("tcp", &[]);
    let mut ecr = sim.registered();
    sim.say(&format!(r#"{{"canary":{{"pan":"{PAN}"}}}}"#));
    let came = ecr.order(&sale(100));
    assert_eq!(codes(&came).last().unwrap(), "060F");
    let told = status(&came);
    let digits = bytes(PAN);
    assert_eq!(field(told, 0x22), Some(digits.clone()));
    assert!(has(&field(told, 0x23).unwrap(), &digits));
    assert!(has(&field(told, 0x2D).unwrap(), PAN.as_bytes()));
    assert!(has(&field(told, 0x3C).unwrap(), b"9999 9901 2345 6788"));
    let tlv = field(told, 0x06).unwrap();
    assert!(has(&tlv, PAN.as_bytes()) && has(&tlv, &digits));
    let leaking = |code: &[u8]| {
        came.iter()
            .filter(|a| a[..2] == *code)
            .filter(|a| has(a, PAN.as_bytes()))
            .count()
    };
    assert_eq!((leaking(&[0x06, 0xD1]), leaking(&[0x04, 0xFF])), (2, 2));
    assert_eq!(ecr.repeat().as_ref(), Some(told));
    for file in [sim.ledger.clone(), sim.ledger.with_extension("jsonl.state")] {
        let text = std::fs::read(&file).unwrap();
        assert!(
            !has(&text, PAN.as_bytes()) && has(&text, b"999999******6788"),
            "{file:?}"
        );
    }
    let ledger = sim.say(r#"{"verb":"ledger"}"#).to_string();
    assert!(!ledger.contains(PAN));

    sim.say(&format!(
        r#"{{"canary":{{"pan":"{PAN}","only":["print"]}}}}"#
    ));
    let came = ecr.order(&sale(100));
    assert!(!has(status(&came), &digits) && !has(status(&came), PAN.as_bytes()));
    assert!(came.iter().any(|apdu| has(apdu, PAN.as_bytes())));

    // As a text block.
    ecr.order(&bytes("06 00 0E 00 00 00 BE 09 78 06 06 26 04 0A 02 06 D3"));
    sim.say(&format!(
        r#"{{"canary":{{"pan":"{PAN}","only":["print"]}}}}"#
    ));
    let came = ecr.order(&sale(100));
    assert!(
        came.iter()
            .any(|apdu| apdu[..2] == [0x06, 0xD3] && has(apdu, PAN.as_bytes()))
    );
}
