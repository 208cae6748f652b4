//! Encrypting hardware: a reader is known by its serial number, its firmware and the check value of
//! its keys, read from itself; and what it hands over in clear is refused where it arrives. The
//! payment counts, the number is masked, it is kept nowhere, and the reader is out of use until a
//! technician has looked.

use crate::promise::{Kept, Plant, Promise, must};
use crate::stage::{Stage, ok, refusal, ring, until, until_link};
use pos_tests::clerk::card;
use pos_tests::scan::{self, PAN, Places, Search};
use pos_tests::served::Heard;
use pos_tests::template::PASSWORD;
use pos_tests::{Books, Browser, Sim, Who, goods, id, written};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

pub const PROMISE: Promise = Promise {
    name: "hardware",
    says: "a reader is known by serial, firmware and key; a card number in clear is masked, kept \
           nowhere and alarmed",
    keep,
    plants: &[
        Plant {
            name: "cable-kept",
            breaks: "every byte from the reader is kept in a file of the shop's folder",
            found: "card …6788: bcd",
        },
        Plant {
            name: "other-keys",
            breaks: "the reader has other keys than those on the letter of its bank",
            found: "its keys are 08D7B4",
        },
        Plant {
            name: "card-for-a-name",
            breaks: "a person of the shop is written down under a card number",
            found: "access review: pdf: card …6788: plain",
        },
    ],
};

const SERIAL: &str = "SIM-00000042";
/// Of the keys that the reader is to have.
const KCV: &str = "8CA64D";

fn keep(stage: &Stage) -> Kept {
    let till = stage.furnish().serve();
    let kcv = match stage.planted("other-keys") {
        true => "08D7B4",
        false => KCV,
    };
    let sim = stage.sim(&["--serial", SERIAL, "--kcv", kcv]);
    let address = match stage.planted("cable-kept") {
        true => listened_to(&sim, &stage.shop().join("cable.log")),
        false => sim.address_json(),
    };
    let heard = Heard::default();
    let seat = |who| {
        let mut browser = stage.seat(&till, who);
        browser.heard_by(&heard);
        browser
    };
    let mut tao = seat(Who::Tao);
    let terminal = stage.pair(&mut tao, &address);
    let firmware = identity(&mut tao, &terminal)?;
    let mut cem = seat(Who::Cem);
    let (sale, masked) = paid_in_clear(&mut cem, &sim, &terminal)?;
    until_link(&mut cem, &terminal, "alarmed");
    // It takes no payment any more, and neither cashier nor manager brings it back.
    let next = ring(&mut cem, &[goods::PEN]);
    let pay = card(&next, &id(), &terminal, 249);
    let refused = refusal(&mut cem, "sale_pay_card", &pay);
    must(refused.is_some(), || {
        "the reader took the next payment".to_owned()
    })?;
    let mut mia = seat(Who::Mia);
    for who in [&mut cem, &mut mia] {
        let clear = json!({"terminal_id": terminal});
        let code = refusal(who, "terminal_clear_alarm", &clear);
        must(code.as_deref() == Some("not_allowed"), || {
            format!("cleared by others: {code:?}")
        })?;
    }
    if stage.planted("card-for-a-name") {
        named(&mut mia);
    }
    let mut places = Places::default();
    written::taken_out(&mut places, &mut mia, &sale);
    drop(till);
    places.push(("http".to_owned(), heard.bytes()));
    let books = stage.posctl(&["--json", "journal", "verify"]);
    let holds = books.good && books.json()?["holds"] == json!(true);
    must(holds, || {
        format!("the books: {} {:?}", books.out, books.code)
    })?;
    let searched = nothing_kept(stage, places)?;
    Ok(format!(
        "reader {SERIAL}, {firmware}, keys {KCV} as it told itself; a card number in clear was \
         paid once, shown as {masked}, then locked; {searched} bytes of files, log, answers, \
         papers and copies without it"
    ))
}

/// What the register knows of a reader that nobody typed: it was read at the connect, and from what
/// the reader prints in its diagnosis. Answers its firmware.
fn identity(tao: &mut Browser, terminal: &str) -> Result<String, String> {
    let look = json!({"device_id": terminal});
    let known = ok(tao, "register_device", &look)["device"].clone();
    must(known["serial_number"] == SERIAL, || {
        format!("its serial number is {}", known["serial_number"])
    })?;
    let firmware = known["firmware"].as_str().unwrap_or_default().to_owned();
    must(!firmware.is_empty(), || {
        "its firmware is not known".to_owned()
    })?;
    let diagnosis = json!({"terminal_id": terminal, "test": "diagnosis"});
    ok(tao, "terminal_test", &diagnosis);
    let keys = ok(tao, "register_device", &look)["device"]["kcv"].clone();
    let keys = keys.as_str().unwrap_or("unknown");
    must(keys == KCV, || format!("its keys are {keys}"))?;
    Ok(firmware)
}

/// Pays a sale while the reader leaks; answers the sale, and how the number is shown.
fn paid_in_clear(cem: &mut Browser, sim: &Sim, terminal: &str) -> Result<(String, String), String> {
    sim.say(json!({"canary": {"pan": PAN}}));
    let sale = ring(cem, &[goods::PEN]);
    ok(cem, "sale_pay_card", &card(&sale, &id(), terminal, 249));
    let paid = until(cem, "the payment", |cem| {
        let view = ok(cem, "sale_view", &json!({"sale_id": sale}));
        (view["state"] == "completed").then_some(view)
    });
    let masked = paid["tenders"][0]["card"]["masked_pan"].as_str();
    let masked = masked.unwrap_or_default().to_owned();
    let good = masked.ends_with(&PAN[12..]) && masked.contains("******");
    must(good, || format!("shown as {masked:?}"))?;
    Ok((sale, masked))
}

/// Writes a person down under the card number.
fn named(mia: &mut Browser) {
    ok(mia, "session_step_up", &json!({"password": PASSWORD}));
    let person = json!({"user_id": id(), "name": PAN, "role": "auditor", "active": true});
    ok(mia, "user_save", &person);
}

/// Looks through everything that the till gave out and left behind; answers how much that was.
fn nothing_kept(stage: &Stage, mut places: Places) -> Result<usize, String> {
    scan::add_files(&mut places, stage.root());
    places.extend(Books::open(&stage.shop()).dump());
    let hits = Search::pan().hits(&places);
    must(hits.is_empty(), || format!("kept: {}", hits.join("; ")))?;
    Ok(places.iter().map(|(_, bytes)| bytes.len()).sum())
}

/// A listener on the cable: passes every byte on and writes down what the reader says.
fn listened_to(sim: &Sim, file: &Path) -> Value {
    let door = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = door.local_addr().expect("it is bound").port();
    let (far, file) = (
        sim.address.clone(),
        File::create(file).expect("the folder can be written"),
    );
    let file = Arc::new(Mutex::new(file));
    std::thread::spawn(move || {
        for near in door.incoming() {
            let (Ok(near), Ok(far)) = (near, TcpStream::connect(&far)) else {
                return;
            };
            let both = (near.try_clone(), far.try_clone());
            let (Ok(to_near), Ok(to_far)) = both else {
                return;
            };
            let file = file.clone();
            std::thread::spawn(move || pass(near, to_far, None));
            std::thread::spawn(move || pass(far, to_near, Some(&file)));
        }
    });
    json!({"kind": "tcp", "host": "127.0.0.1", "port": port})
}

fn pass(mut from: TcpStream, mut to: TcpStream, file: Option<&Mutex<File>>) {
    let mut piece = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut piece) {
        if let Some(file) = file {
            let mut file = file.lock().expect("no other side panics");
            file.write_all(&piece[..read])
                .expect("the folder can be written");
        }
        if to.write_all(&piece[..read]).is_err() {
            break;
        }
    }
    // The other side is gone: so is this one.
    let _ = to.shutdown(std::net::Shutdown::Both);
}
