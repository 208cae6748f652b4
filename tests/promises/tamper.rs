//! Tamper: a terminal that was exchanged or opened takes no payment until a technician and a
//! manager have cleared it together; the sale and the other means of payment go on.

use crate::promise::{Kept, Plant, Promise, must};
use crate::stage::{Stage, ok, refusal, ring, until, until_link};
use pos_tests::clerk::{card, cash};
use pos_tests::{Browser, Sim, Who, goods, id};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

/// As long as the simulator's own, so that it can be forged in place.
const OTHER_SERIAL: &str = "SIM-00000077";
const OWN_SERIAL: &str = "SIM-00000001";

pub const PROMISE: Promise = Promise {
    name: "tamper",
    says: "an exchanged or opened terminal takes no payment until two roles have cleared it",
    keep,
    plants: &[Plant {
        name: "serial-forged",
        breaks: "something on the cable says the old serial number for the new terminal",
        found: "the exchanged terminal is not locked",
    }],
};

fn keep(stage: &Stage) -> Kept {
    let till = stage.furnish().serve();
    let sim = stage.sim(&[]);
    let address = match stage.planted("serial-forged") {
        true => forged(&sim),
        false => sim.address_json(),
    };
    let mut tao = stage.seat(&till, Who::Tao);
    let mut mia = stage.seat(&till, Who::Mia);
    let mut cem = stage.seat(&till, Who::Cem);
    let terminal = stage.pair(&mut tao, &address);
    paid(&mut cem, &terminal);
    sim.say(json!({"verb": "set", "serial": OTHER_SERIAL}));
    sim.say(json!({"verb": "unplug"}));
    until_link(&mut cem, &terminal, "away");
    sim.say(json!({"verb": "replug"}));
    seen(&mut cem, &terminal, &["other_terminal", "ready"]);
    locked(&mut cem, &terminal, "the exchanged terminal")?;
    in_the_register(stage)?;
    // The right one is back at the cable; that alone changes nothing.
    sim.say(json!({"verb": "set", "serial": OWN_SERIAL}));
    seen(&mut cem, &terminal, &["alarmed", "ready"]);
    locked(&mut cem, &terminal, "the one that came back")?;
    cleared_by_two(&mut tao, &mut mia, &terminal)?;
    until_link(&mut cem, &terminal, "ready");
    paid(&mut cem, &terminal);
    // Somebody opens it: its keys are gone, and it says so when it is asked to pay.
    sim.say(json!({"verb": "set", "tampered": true}));
    let sale = ring(&mut cem, &[goods::PEN]);
    ok(
        &mut cem,
        "sale_pay_card",
        &card(&sale, &id(), &terminal, 249),
    );
    until_link(&mut cem, &terminal, "alarmed");
    locked(&mut cem, &terminal, "the opened terminal")?;
    let test = json!({"terminal_id": terminal, "test": "status"});
    ok(&mut tao, "terminal_test", &test);
    let clear = json!({"device_id": terminal, "note": "looked"});
    let code = refusal(&mut tao, "device_clear", &clear);
    must(code.as_deref() == Some("device_differs"), || {
        format!("cleared while it says that it was opened: {code:?}")
    })?;
    Ok("exchanged, put back and opened: locked each time, cash went on; one alone clears nothing, \
        technician and manager together do"
        .to_owned())
}

/// Pays a pen by card.
fn paid(cem: &mut Browser, terminal: &str) {
    until_link(cem, terminal, "ready");
    let sale = ring(cem, &[goods::PEN]);
    ok(cem, "sale_pay_card", &card(&sale, &id(), terminal, 249));
    until(cem, "the payment", |cem| {
        let view = ok(cem, "sale_view", &json!({"sale_id": sale}));
        (view["state"] == "completed").then_some(())
    });
}

/// Waits until the till has seen who is there.
fn seen(cem: &mut Browser, terminal: &str, links: &[&str]) {
    until(cem, "the terminal is back", |cem| {
        let status = ok(cem, "till_status", &json!({}));
        let all = status["terminals"].as_array()?;
        let found = all.iter().find(|one| one["terminal_id"] == terminal)?;
        links.iter().find(|link| found["link"] == **link).map(drop)
    });
}

/// The terminal refuses a card, and the sale is paid in cash.
fn locked(cem: &mut Browser, terminal: &str, which: &str) -> Result<(), String> {
    let sale = ring(cem, &[goods::PEN]);
    let code = refusal(cem, "sale_pay_card", &card(&sale, &id(), terminal, 249));
    must(code.as_deref() == Some("device_locked"), || {
        format!("{which} is not locked: {code:?}")
    })?;
    let counted = ok(cem, "till_status", &json!({}))["devices_locked"].clone();
    must(counted == 1, || format!("{counted} devices are locked"))?;
    let sold = ok(cem, "sale_pay_cash", &cash(&sale, 249));
    must(sold["state"] == "completed", || "no cash either".to_owned())
}

/// `posctl register` tells of it beside the till, and fails.
fn in_the_register(stage: &Stage) -> Result<(), String> {
    let told = stage.posctl(&["--json", "register"]);
    must(!told.good, || "posctl calls the register good".to_owned())?;
    let device = &told.json()?[0];
    let known = device["serial_number"] == OWN_SERIAL && device["state"] == "locked";
    let found = device["lock"]["found"].as_str().unwrap_or_default();
    must(known && found.starts_with(OTHER_SERIAL), || {
        format!("posctl tells of it: {device}")
    })
}

/// Neither of them alone; then both.
fn cleared_by_two(tao: &mut Browser, mia: &mut Browser, terminal: &str) -> Result<(), String> {
    let clear = json!({"device_id": terminal, "note": "seals whole, serial read off the label"});
    for who in [&mut *tao, mia] {
        let code = refusal(who, "device_clear", &clear);
        must(code.as_deref() == Some("approval_needed"), || {
            format!("cleared by one alone: {code:?}")
        })?;
    }
    let users = ok(tao, "session_users", &json!({}));
    let all = users.as_array().ok_or("no users")?;
    let manager = all.iter().find(|user| user["name"] == Who::Mia.name());
    let approval = json!({
        "act": "device_clear", "sale_id": null, "amount_minor": null, "share": null,
        "about_id": clear["device_id"],
        "approver_id": manager.ok_or("no manager")?["user_id"], "pin": Who::Mia.pin(),
        "password": null,
    });
    let granted = ok(tao, "approval_grant", &approval);
    let token = granted["token"].as_str().ok_or("no token")?;
    let cleared = tao.call_approved("device_clear", &clear, &id(), token);
    match cleared {
        Ok(device) if device["state"] == "in_use" => Ok(()),
        other => Err(format!("not cleared by two: {other:?}")),
    }
}

/// Something on the cable that writes the old serial number over the new one.
fn forged(sim: &Sim) -> Value {
    let door = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = door.local_addr().expect("it is bound").port();
    let far = sim.address.clone();
    std::thread::spawn(move || {
        for near in door.incoming().flatten() {
            let Ok(far) = TcpStream::connect(&far) else {
                continue;
            };
            let (Ok(to_near), Ok(to_far)) = (near.try_clone(), far.try_clone()) else {
                continue;
            };
            std::thread::spawn(move || pass(near, to_far, |_| ()));
            std::thread::spawn(move || pass(far, to_near, forge));
        }
    });
    json!({"kind": "tcp", "host": "127.0.0.1", "port": port})
}

fn forge(bytes: &mut [u8]) {
    let (new, old) = (OTHER_SERIAL.as_bytes(), OWN_SERIAL.as_bytes());
    let at = bytes.windows(new.len()).position(|piece| piece == new);
    if let Some(at) = at {
        bytes[at..at + old.len()].copy_from_slice(old);
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, change: fn(&mut [u8])) {
    let mut piece = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut piece) {
        change(&mut piece[..read]);
        if to.write_all(&piece[..read]).is_err() {
            break;
        }
    }
    // The other side is gone: so is this one.
    let _ = to.shutdown(std::net::Shutdown::Both);
}
