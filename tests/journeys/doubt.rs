//! A payment whose answer never came: it blocks a second charge, holds its terminal, lets cash and
//! other terminals go on, outlives the program, and ends only with evidence.

use pos_app::ErrorCode;
use pos_tests::books::{CARD_CLEARING, TENDERED};
use pos_tests::clerk::{attempt_in, card, cash};
use pos_tests::sim::until_link;
use pos_tests::{Clerk, Sim, Till, Who, goods, id};
use serde_json::{Value, json};

/// A sale whose payment is in doubt.
pub struct Doubt {
    pub till: Till,
    pub sim: Sim,
    pub terminal: String,
    pub sale: String,
    pub attempt: String,
}

/// Pulls the cable at a step of the payment; the bank keeps what it booked.
pub fn doubt_at(step: &str) -> Doubt {
    doubt_with(step, &[])
}

/// The same at a terminal with these options.
pub fn doubt_with(step: &str, more: &[&str]) -> Doubt {
    let plain = ["--tcp", "127.0.0.1:0", "--unacknowledged", "keep"];
    let sim = Sim::start(&[&plain, more].concat());
    let till = Till::new();
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    sim.say(json!({"at": [{"step": step, "do": "unplug"}]}));
    let attempt = cem.pay_card(&sale, &terminal, 249);
    let view = cem.until_attempt(&sale, &attempt, &["unknown"]);
    assert_eq!(
        (&view["blocked"], &view["state"]),
        (&json!("attempt_unknown"), &json!("tendering"))
    );
    drop(cem);
    Doubt {
        till,
        sim,
        terminal,
        sale,
        attempt,
    }
}

impl Doubt {
    fn assert_held(&self, cem: &Clerk) {
        let doubts = cem.ok("doubt_list", json!({}));
        assert_eq!(doubts[0]["attempt"]["attempt_id"], self.attempt.as_str());
        let status = cem.ok("till_status", json!({}));
        assert_eq!(status["doubts"], json!({"count": 1, "amount_minor": 249}));
        // The same sale: neither card nor cash nor void.
        let again = card(&self.sale, &id(), &self.terminal, 249);
        cem.refused("sale_pay_card", again, ErrorCode::AttemptUnknown);
        cem.refused(
            "sale_pay_cash",
            cash(&self.sale, 249),
            ErrorCode::AttemptUnknown,
        );
        let void = json!({"sale_id": self.sale, "reason": "no"});
        cem.refused("sale_void", void, ErrorCode::AttemptUnknown);
        let scan = json!({
            "sale_id": self.sale, "line_id": id(), "code": goods::PEN, "quantity": null
        });
        cem.refused("sale_scan", scan, ErrorCode::AttemptUnknown);
        // Another sale: not this terminal, but cash.
        cem.ok(
            "sale_suspend",
            json!({"sale_id": self.sale, "label": "in doubt"}),
        );
        let aside = cem.ok("sale_suspended", json!({}));
        assert_eq!(aside[0]["doubt"], true, "{aside}");
        let other = cem.ring(&[goods::COLA]);
        let same = card(&other, &id(), &self.terminal, 110);
        cem.refused("sale_pay_card", same, ErrorCode::TerminalHeld);
        assert_eq!(cem.pay_cash(&other, 110)["state"], "completed");
        cem.ok("sale_recall", json!({"sale_id": self.sale}));
    }

    pub fn assert_same_as_bank(&self) {
        let books = self.till.books();
        assert_eq!(
            books.balance(CARD_CLEARING),
            self.sim.net(),
            "{:?}",
            self.sim.bank()
        );
        assert_eq!(books.balance(TENDERED), 0);
    }
}

#[test]
fn it_was_paid() {
    let mut doubt = doubt_at("before_status");
    let cem = doubt.till.sign_in(Who::Cem);
    doubt.assert_held(&cem);
    // Another terminal goes on.
    let second = Sim::start(&["--tcp", "127.0.0.1:0", "--terminal-id", "52000002"]);
    let terminal = second.pair(&doubt.till);
    let other = cem.ring(&[goods::COLA]);
    let attempt = cem.pay_card(&other, &terminal, 110);
    assert_eq!(
        cem.until_attempt(&other, &attempt, &["captured"])["state"],
        "completed"
    );
    drop(cem);

    doubt.till.restart();
    let cem = doubt.till.sign_in(Who::Cem);
    doubt.assert_held(&cem);
    let tao = doubt.till.sign_in(Who::Tao);
    let unpair = json!({"terminal_id": doubt.terminal});
    tao.refused("terminal_unpair", unpair, ErrorCode::TerminalHeld);

    doubt.sim.say(json!({"verb": "replug"}));
    let done = cem.until_attempt(&doubt.sale, &doubt.attempt, &["resolved_paid"]);
    assert_eq!(
        (&done["state"], &done["blocked"]),
        (&json!("completed"), &Value::Null)
    );
    assert_eq!(done["tenders"][0]["amount_minor"], 249);
    assert_eq!(doubt.sim.bank(), ["authorised 249"]);
    assert_eq!(doubt.till.books().balance(CARD_CLEARING), 249 + 110);
    assert_eq!(cem.ok("doubt_list", json!({})), json!([]));
    // The terminal takes payments again.
    until_link(&cem, &doubt.terminal, "ready");
    let next = cem.ring(&[goods::PEN]);
    let attempt = cem.pay_card(&next, &doubt.terminal, 249);
    assert_eq!(
        cem.until_attempt(&next, &attempt, &["captured"])["state"],
        "completed"
    );
}

#[test]
fn it_was_not_paid() {
    let doubt = doubt_at("accepted");
    let cem = doubt.till.sign_in(Who::Cem);
    doubt.assert_held(&cem);
    doubt.sim.say(json!({"verb": "replug"}));
    let view = cem.until_attempt(&doubt.sale, &doubt.attempt, &["resolved_not_paid"]);
    assert_eq!(
        (&view["state"], &view["blocked"]),
        (&json!("tendering"), &Value::Null)
    );
    assert_eq!(doubt.sim.net(), 0);
    doubt.assert_same_as_bank();
    assert_eq!(cem.pay_cash(&doubt.sale, 249)["state"], "completed");
}

#[test]
fn asked_by_hand_it_tells_how_often() {
    let doubt = doubt_at("before_status");
    let cem = doubt.till.sign_in(Who::Cem);
    // While it is away asking changes nothing.
    let ask = json!({"attempt_id": doubt.attempt});
    assert_eq!(cem.ok("payment_ask", ask.clone())["state"], "unknown");
    doubt.sim.say(json!({"verb": "replug"}));
    cem.until_attempt(&doubt.sale, &doubt.attempt, &["resolved_paid"]);
    cem.refused("payment_ask", ask, ErrorCode::AttemptNotRunning);
    doubt.assert_same_as_bank();
}

#[test]
fn the_program_ends_in_the_middle() {
    let sim = Sim::start(&["--tcp", "127.0.0.1:0", "--unacknowledged", "keep"]);
    let mut till = Till::new();
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    sim.say(json!({"at": [{"step": "bank", "do": "hold"}]}));
    let attempt = cem.pay_card(&sale, &terminal, 249);
    sim.wait_for("holding");
    assert_eq!(attempt_in(&cem.sale(&sale), &attempt)["state"], "sent");
    drop(cem);
    // What the disk holds now is what a power cut would leave: sent, without an answer.
    let other = till.after_power_cut();
    let dora = other.sign_in(Who::Dora);
    let view = dora.until_attempt(&sale, &attempt, &["unknown", "resolved_paid"]);
    assert_ne!(view["state"], "voided");
    drop(dora);
    drop(other);

    till.restart();
    let cem = till.sign_in(Who::Cem);
    let view = cem.until_attempt(&sale, &attempt, &["unknown", "resolved_paid"]);
    assert_eq!(
        cem.ok("sale_current", json!({})).is_null(),
        view["state"] == "completed"
    );
    sim.say(json!({"verb": "resume"}));
    let done = cem.until_attempt(&sale, &attempt, &["resolved_paid"]);
    assert_eq!(done["state"], "completed");
    assert_eq!((sim.net(), till.books().balance(CARD_CLEARING)), (249, 249));
}
