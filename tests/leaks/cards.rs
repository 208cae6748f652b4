//! Twenty card numbers that a reader hands over in clear: nothing of them in the till's memory
//! while the sales run, nor in anything that it writes out. And one that a person typed where
//! anything may be typed: each kind of place that it goes to is looked into.

use crate::stage::{Stage, ok, step_up, until, until_link};
use pos_tests::clerk::{card, cash};
use pos_tests::scan::{self, PAN, Search};
use pos_tests::{Browser, Sim, Who, goods, id};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;

/// Rings a pen; answers the sale.
fn rung(clerk: &mut Browser) -> String {
    let sale = id();
    let scan = json!({"sale_id": sale, "line_id": id(), "code": goods::PEN, "quantity": null});
    ok(clerk, "sale_scan", &scan);
    sale
}

fn until_printed(clerk: &mut Browser, receipts: usize) {
    until(clerk, "the receipts", |clerk| {
        let jobs = ok(clerk, "print_jobs", &json!({}));
        let jobs = jobs.as_array().unwrap();
        jobs.iter().filter(|job| job["state"] == "done").count() >= receipts
    });
}

#[test]
fn no_card_number_stays_anywhere() {
    let stage = Stage::furnished();
    let sim = Sim::tcp();
    let (mut tao, mut cem) = (stage.seat(Who::Tao), stage.seat(Who::Cem));
    let printer = stage.printer(&mut tao);
    let terminal = id();
    let pair = json!({
        "terminal_id": terminal, "name": "Counter", "address": sim.address_json(), "password": null,
    });
    ok(&mut tao, "terminal_pair", &pair);
    let pans = scan::pans();
    let all: Vec<&str> = pans.iter().map(String::as_str).collect();
    let search = Search::new(&all, &[]);
    let (mut found, mut last) = (BTreeSet::new(), String::new());
    for pan in &pans {
        until_link(&mut tao, &terminal, "ready");
        sim.say(json!({"canary": {"pan": pan}}));
        last = rung(&mut cem);
        let pay = card(&last, &id(), &terminal, 249);
        ok(&mut cem, "sale_pay_card", &pay);
        until(&mut cem, "the payment", |cem| {
            ok(cem, "sale_view", &json!({"sale_id": last}))["state"] == "completed"
        });
        until_link(&mut tao, &terminal, "alarmed");
        found.extend(stage.in_memory(&search));
        let this = json!({"terminal_id": terminal});
        ok(&mut tao, "terminal_wire", &this);
        ok(&mut tao, "terminal_clear_alarm", &this);
    }
    until_printed(&mut tao, pans.len());
    let written = stage.written(Some(&printer), &last);
    found.extend(stage.in_memory(&search));
    let all = (search.hits(&written), found);
    assert!(
        all.0.is_empty() && all.1.is_empty(),
        "written and in memory: {all:#?}"
    );
}

/// A visitor whose name is a card number sells, and pays cash in for a reason that is one: it must
/// be found in all that the till writes out.
#[test]
fn a_planted_number_is_found_in_every_kind_of_place() {
    let stage = Stage::furnished();
    let printer = stage.printer(&mut stage.seat(Who::Tao));
    let mut visitor = planted(&stage);
    let sale = rung(&mut visitor);
    ok(&mut visitor, "sale_pay_cash", &cash(&sale, 300));
    let moved = json!({"shift_no": null, "amount_minor": 100, "reason": PAN});
    ok(&mut visitor, "cash_pay_in", &moved);
    until_printed(&mut stage.seat(Who::Tao), 1);
    fs::write(
        stage.shop().join("scratch"),
        format!("\0before {PAN} after"),
    )
    .unwrap();
    let mut log = fs::read(stage.log()).unwrap();
    log.extend_from_slice(format!("WARN paid with {PAN}\n").as_bytes());
    fs::write(stage.log(), log).unwrap();
    let hits = Search::pan().hits(&stage.written(Some(&printer), &sale));
    let kinds = [
        "paper: receipt: ",
        "pdf: receipt: ",
        "journal copy: ",
        "access review: csv: ",
        "access review: pdf: ",
        "backup: user.",
        "printer: ",
        "http: ",
        "user.name: ",
        "/scratch: ",
        "/log: ",
    ];
    let missing: Vec<&str> = kinds
        .into_iter()
        .filter(|kind| !hits.iter().any(|hit| hit.contains(kind)))
        .collect();
    assert!(missing.is_empty(), "not found in {missing:?}: {hits:#?}");
}

/// Somebody named so, signed in.
fn planted(stage: &Stage) -> Browser {
    const PIN: &str = "640285";
    let (mut mia, user) = (stage.seat(Who::Mia), id());
    step_up(&mut mia);
    let save = json!({"user_id": user, "name": PAN, "role": "supervisor", "active": true});
    ok(&mut mia, "user_save", &save);
    let secret = json!({"user_id": user, "pin": PIN, "password": null});
    ok(&mut mia, "user_secret_set", &secret);
    let mut visitor = stage.browser();
    let shown: Value = json!({"user_id": user, "pin": PIN, "password": null});
    visitor.sit(&shown).unwrap();
    visitor
}
