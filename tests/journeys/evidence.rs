//! What the terminal says of its last payment, and what the till makes of it.

use pos_tests::books::{CARD_CLEARING, TENDERED};
use pos_tests::{Sim, Till, Who, goods};
use serde_json::json;

/// Pays one sale; answers the attempt's end and the sale's state.
fn pay(till: &Till, sim: &Sim, scenario: serde_json::Value) -> (String, String) {
    let terminal = sim.pair(till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    sim.say(scenario);
    let attempt = cem.pay_card(&sale, &terminal, 249);
    let ends = [
        "approved",
        "declined",
        "resolved_paid",
        "resolved_not_paid",
        "reversed",
    ];
    let view = cem.until_attempt(&sale, &attempt, &ends);
    let state = view["attempts"][0]["state"].as_str().unwrap().to_owned();
    (state, view["state"].as_str().unwrap().to_owned())
}

fn assert_same_as_bank(till: &Till, sim: &Sim) {
    let books = till.books();
    assert_eq!(books.balance(CARD_CLEARING), sim.net(), "{:?}", sim.bank());
    assert_eq!(books.balance(TENDERED), 0, "money that belongs to no sale");
}

#[test]
fn silence_after_the_order() {
    // No 80 00 to the command: after T3 the terminal is asked, and had not taken it.
    let (till, sim) = (Till::new(), Sim::tcp());
    let at = json!([{"step": "received", "do": "silence", "ms": 6_000}]);
    let (attempt, sale) = pay(&till, &sim, json!({"at": at}));
    assert_eq!(
        (attempt.as_str(), sale.as_str()),
        ("resolved_not_paid", "tendering")
    );
    assert_eq!(sim.net(), 0);
    assert_same_as_bank(&till, &sim);
}

#[test]
fn a_lost_acknowledgement_that_the_terminal_forgives() {
    let sim = Sim::start(&["--tcp", "127.0.0.1:0", "--unacknowledged", "keep"]);
    let till = Till::new();
    let (attempt, sale) = pay(&till, &sim, json!({"lose_acknowledgement": true}));
    assert_eq!((attempt.as_str(), sale.as_str()), ("approved", "completed"));
    assert_eq!(sim.net(), 249);
    assert_same_as_bank(&till, &sim);
}

#[test]
fn a_terminal_that_starts_again_in_the_middle() {
    let sim = Sim::start(&["--tcp", "127.0.0.1:0", "--unacknowledged", "keep"]);
    let till = Till::new();
    let at = json!([{"step": "before_status", "do": "restart"}]);
    let (attempt, sale) = pay(&till, &sim, json!({"at": at}));
    assert_eq!(
        (attempt.as_str(), sale.as_str()),
        ("resolved_paid", "completed")
    );
    assert_same_as_bank(&till, &sim);
}
