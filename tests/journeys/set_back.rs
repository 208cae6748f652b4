//! A whole machine that was set back: its file, its sidecar and its keys hold together, and only
//! the terminal knows more.

use pos_app::ErrorCode;
use pos_tests::clerk::card;
use pos_tests::sim::until_link;
use pos_tests::{Clerk, Sim, Till, Who, goods, id, template};
use serde_json::{Value, json};

/// What the journal says of locks: 1 where the terminal was taken out of use.
fn locks(till: &Till) -> i64 {
    till.books()
        .number("SELECT count(*) FROM journal_entry WHERE kind = 38")
}

fn pay_by_card(till: &Till, terminal: &str) {
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    let due = cem.sale(&sale)["due_minor"].as_i64().unwrap();
    let attempt = cem.pay_card(&sale, terminal, due);
    cem.until_attempt(&sale, &attempt, &["captured"]);
}

fn lock_of(clerk: &Clerk, terminal: &str) -> Value {
    let found = clerk.ok("register_device", json!({"device_id": terminal}));
    found["device"]["lock"].clone()
}

/// What the newest entry of a kind says under a name.
fn field_of(till: &Till, kind: &str, name: &str) -> Value {
    let mia = till.sign_in(Who::Mia);
    let sought = json!({"kind": kind, "limit": 1});
    let found = mia.ok("journal_search", sought);
    let seq = found["lines"][0]["seq"].clone();
    let entry = mia.ok("journal_entry", json!({"seq": seq}));
    let fields = entry["fields"].as_array().unwrap();
    let field = fields.iter().find(|field| field["name"] == name);
    field.unwrap()["value"].clone()
}

fn until_locked(till: &Till) {
    till.until("the terminal is locked", || {
        (locks(till) == 1).then_some(())
    });
}

#[test]
fn a_terminal_that_is_ahead_of_the_books_takes_no_card() {
    let sim = Sim::tcp();
    let mut till = Till::new();
    let terminal = sim.pair(&till);
    pay_by_card(&till, &terminal);
    till.stop();
    let old = template::copy_of(till.dir());
    // An honest restart finds nothing, and neither does one after further payments.
    till.restart();
    pay_by_card(&till, &terminal);
    till.restart();
    pay_by_card(&till, &terminal);
    assert_eq!(locks(&till), 0);
    drop(till);

    let mut till = Till::over(old);
    until_locked(&till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    let due = cem.sale(&sale)["due_minor"].as_i64().unwrap();
    let card = card(&sale, &id(), &terminal, due);
    cem.refused("sale_pay_card", card, ErrorCode::DeviceLocked);
    // Cash goes on.
    cem.ok("sale_pay_cash", pos_tests::clerk::cash(&sale, 5_000));
    let tao = till.sign_in(Who::Tao);
    let lock = lock_of(&tao, &terminal);
    assert_eq!(
        (&lock["reason"], &lock["expected"], &lock["found"]),
        (&json!("books_behind"), &json!("1"), &json!("3"))
    );
    // With what was paid there, by which the receipt is found among the slips.
    let receipt = &lock["receipt"];
    assert_eq!(
        (&receipt["receipt_no"], &receipt["amount_minor"]),
        (&json!(3), &json!(249))
    );
    assert!(is_told(&till), "{lock}");

    // A technician and a manager clear it when it has answered again; then it is known.
    until_link(&cem, &terminal, "alarmed");
    tao.ok(
        "terminal_test",
        json!({"terminal_id": terminal, "test": "status"}),
    );
    let note = "an older disk was put in, slips compared";
    let mut input = json!({"device_id": terminal, "note": note});
    let refused = tao.refused("device_clear", input.clone(), ErrorCode::FieldInvalid);
    assert_eq!(refused.field.as_deref(), Some("cause"));
    input["cause"] = json!("older_books");
    let needed = tao.refused("device_clear", input.clone(), ErrorCode::ApprovalNeeded);
    let token = tao.approved_by(Who::Mia, &needed);
    tao.call("device_clear", input, &id(), Some(&token))
        .unwrap();
    let cleared = field_of(&till, "device_cleared", "cause");
    assert_eq!(cleared, json!({"kind": "word", "word": "older_books"}));
    pay_by_card(&till, &terminal);
    drop((cem, tao));
    till.restart();
    pay_by_card(&till, &terminal);
    assert_eq!(locks(&till), 1);
}

/// By the list of how safe the computer is, on the screen and by the doctor.
fn is_told(till: &Till) -> bool {
    till.host().app().look_over().unwrap();
    let view = till.sign_in(Who::Mia).ok("posture", json!({}));
    let item = view["items"].as_array().unwrap().iter();
    let devices = item
        .into_iter()
        .find(|item| item["check"] == "devices")
        .unwrap();
    devices["status"] == "bad" && devices["found"]["reason"] == "books_behind"
}

#[test]
fn a_machine_of_after_the_end_of_day_is_found_too() {
    let sim = Sim::tcp();
    let till = Till::new();
    let terminal = sim.pair(&till);
    pay_by_card(&till, &terminal);
    let tao = till.sign_in(Who::Tao);
    let test = json!({"terminal_id": terminal, "test": "end_of_day"});
    tao.ok("terminal_test", test);
    drop(tao);
    till.stop();
    let old = template::copy_of(till.dir());
    drop(till);
    for (payments, locked) in [(0, 0), (2, 1)] {
        let copy = template::copy_of(old.path());
        let till = Till::over(copy);
        for _ in 0..payments {
            pay_by_card(&till, &terminal);
        }
        assert_eq!(locks(&till), 0);
        drop(till);
        let till = Till::over(template::copy_of(old.path()));
        match locked {
            0 => drop(until_link(&till.sign_in(Who::Cem), &terminal, "ready")),
            _ => until_locked(&till),
        }
        assert_eq!(locks(&till), locked);
    }
}
