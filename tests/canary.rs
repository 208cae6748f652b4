//! A terminal that sends clear card numbers in every field that can carry one. The payment counts,
//! the number is kept nowhere, the terminal is out of use until a technician has looked.

use pos_app::ErrorCode;
use pos_tests::clerk::card;
use pos_tests::scan::{self, PAN, Places, Search};
use pos_tests::sim::until_link;
use pos_tests::{Clerk, Sim, Till, Who, goods, id};
use serde_json::json;
use std::io::{self, Write};
use std::sync::{Mutex, Once};
use tracing_subscriber::filter::LevelFilter;

/// All that this program logs, in full detail.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct LogLine;

impl Write for LogLine {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn hits(places: &Places) -> Vec<String> {
    Search::pan().hits(places)
}

/// Hears the log from now on.
fn hear_the_log() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let lines = tracing_subscriber::fmt().with_writer(|| LogLine);
        lines.with_max_level(LevelFilter::TRACE).init();
    });
}

/// Everything that the till told or keeps.
fn places(till: &Till) -> Places {
    let mut places = Places::default();
    for (at, text) in till.said().into_iter().enumerate() {
        places.push((format!("said {at}"), text.into_bytes()));
    }
    places.push(("log".to_owned(), LOG.lock().unwrap().clone()));
    places.extend(till.books().dump());
    scan::add_files(&mut places, till.dir());
    places
}

/// Pays one sale while the terminal leaks; the payment must count.
fn paid_in_spite(cem: &Clerk, sim: &Sim, terminal: &str, only: Option<&[&str]>) -> String {
    let sale = cem.ring(&[goods::PEN]);
    let mut leak = json!({"pan": PAN});
    if let Some(only) = only {
        leak["only"] = json!(only);
    }
    sim.say(json!({"canary": leak}));
    let attempt = cem.pay_card(&sale, terminal, 249);
    let done = cem.until_attempt(&sale, &attempt, &["captured"]);
    assert_eq!(done["state"], "completed");
    sale
}

fn cleared(tao: &Clerk, terminal: &str) {
    let cleared = tao.ok("terminal_clear_alarm", json!({"terminal_id": terminal}));
    assert_eq!(cleared["alarm"], json!(null));
    until_link(tao, terminal, "ready");
}

fn leaks_everywhere(sim: &Sim) {
    hear_the_log();
    let till = Till::new();
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let tao = till.sign_in(Who::Tao);
    let sale = paid_in_spite(&cem, sim, &terminal, None);
    until_link(&cem, &terminal, "alarmed");

    // Masked, kept, alarmed.
    let slip = cem.sale(&sale)["tenders"][0]["card"].clone();
    let pan = slip["masked_pan"].as_str().unwrap();
    assert!(pan.ends_with(&PAN[12..]) && pan.contains("******"), "{pan}");
    let next = cem.ring(&[goods::PEN]);
    let pay = card(&next, &id(), &terminal, 249);
    cem.refused("sale_pay_card", pay, ErrorCode::TerminalAlarmed);
    cem.refused(
        "terminal_clear_alarm",
        json!({"terminal_id": terminal}),
        ErrorCode::NotAllowed,
    );
    let mia = till.sign_in(Who::Mia);
    mia.refused(
        "terminal_clear_alarm",
        json!({"terminal_id": terminal}),
        ErrorCode::NotAllowed,
    );
    cleared(&tao, &terminal);
    let alarms = "SELECT count(*) FROM journal_entry WHERE kind IN (12, 13)";
    assert_eq!(till.books().number(alarms), 2);

    // The repeated receipt: pulled out, put back, and asked for the last one.
    sim.say(json!({"verb": "unplug"}));
    until_link(&cem, &terminal, "away");
    sim.say(json!({"verb": "replug"}));
    until_link(&cem, &terminal, "alarmed");
    cleared(&tao, &terminal);

    // Only on the paper: free text is masked, and does not lock.
    paid_in_spite(&cem, sim, &terminal, Some(&["print"]));
    for query in [
        "terminal_wire",
        "terminal_list",
        "doubt_list",
        "terminal_choices",
    ] {
        let input = match query {
            "terminal_wire" => json!({"terminal_id": terminal}),
            _ => json!({}),
        };
        let _ = tao.ask(query, input.clone());
        let _ = cem.ask(query, input);
    }
    cem.ok("receipt_view", json!({"sale_id": sale}));
    cem.ok("receipt_reprint", json!({"sale_id": sale}));
    assert_eq!(hits(&places(&till)), Vec::<String>::new());
    // What is kept in clear of a number are its last four digits: the scan did see the slip.
    let kept = till.said().iter().any(|text| text.contains(pan));
    assert!(kept, "the masked number was never told");
    let logged = String::from_utf8(LOG.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("terminal_alarmed"), "the log was not heard");
}

#[test]
fn nothing_leaks_over_tcp() {
    leaks_everywhere(&Sim::tcp());
}

#[cfg(unix)]
#[test]
fn nothing_leaks_over_a_pseudo_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("terminal");
    let mut sim = Sim::start(&["--pty", "--pty-link", link.to_str().unwrap()]);
    sim.address = link.to_str().unwrap().to_owned();
    leaks_everywhere(&sim);
}

#[test]
fn a_planted_leak_is_found() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let clean = places(&till);
    assert_eq!(hits(&clean), Vec::<String>::new());
    for (name, bytes) in Search::pan().ways() {
        // In a file of the folder, in the middle of other bytes.
        let file = till.dir().join("scratch.log");
        let planted = [&b"\x00before "[..], bytes, &b" after\xff"[..]].concat();
        std::fs::write(&file, planted).unwrap();
        let found = hits(&places(&till));
        assert!(
            found.iter().any(|hit| hit.contains("scratch.log")),
            "{name}: {found:?}"
        );
        std::fs::remove_file(&file).unwrap();
    }
    // In the encrypted file, and in what a command answers.
    let sale = cem.ring(&[goods::PEN]);
    cem.ok(
        "sale_note",
        json!({"sale_id": sale, "note": format!("card {PAN}")}),
    );
    let found = hits(&places(&till));
    assert!(
        found.iter().any(|hit| hit.starts_with("cart.head")),
        "{found:?}"
    );
    assert!(found.iter().any(|hit| hit.starts_with("said")), "{found:?}");
}
