//! A doubt that two people settle by the slip that the terminal printed, because it cannot tell any
//! more: every number on it is checked, and nobody does it alone.

use crate::doubt::{Doubt, doubt_at, doubt_with};
use pos_app::ErrorCode;
use pos_tests::clerk::attempt_in;
use pos_tests::{Clerk, Who, id};
use serde_json::{Value, json};

/// The terminal's number, as pos-sim names itself when it is not told otherwise.
const TERMINAL_NUMBER: &str = "52000001";

/// What the slip of the payment in doubt says.
fn slip(doubt: &Doubt, change: Value) -> Value {
    let mut slip = json!({
        "terminal_number": TERMINAL_NUMBER, "receipt_no": 1, "trace": null, "amount_minor": 249,
        "approved": true,
    });
    let mut paid = true;
    for (key, value) in change.as_object().unwrap() {
        match key.as_str() {
            "paid" => paid = value.as_bool().unwrap(),
            key => slip[key] = value.clone(),
        }
    }
    json!({"attempt_id": doubt.attempt, "paid": paid, "slip": slip})
}

#[track_caller]
fn settled(by: &Clerk, with: Who, input: &Value) -> Value {
    let error = by.refused("payment_settle", input.clone(), ErrorCode::ApprovalNeeded);
    assert_eq!(error.approval.as_ref().unwrap().amount_minor, Some(249));
    let token = by.approved_by(with, &error);
    let answer = by.call("payment_settle", input.clone(), &id(), Some(&token));
    answer.unwrap()
}

#[test]
fn the_slip_is_checked_and_two_people_read_it() {
    let doubt = doubt_at("before_status");
    let cem = doubt.till.sign_in(Who::Cem);
    let sam = doubt.till.sign_in(Who::Sam);
    cem.refused(
        "payment_settle",
        slip(&doubt, json!({})),
        ErrorCode::NotAllowed,
    );
    for (field, change) in [
        ("terminal_number", json!({"terminal_number": "52000002"})),
        ("receipt_no", json!({"receipt_no": 0})),
        ("receipt_no", json!({"receipt_no": 10_000})),
        // This terminal had a receipt before: it can print that.
        (
            "receipt_no",
            json!({"receipt_no": null, "paid": false, "approved": false}),
        ),
        ("approved", json!({"approved": false})),
        ("approved", json!({"paid": false})),
        ("amount_minor", json!({"amount_minor": 250})),
        (
            "amount_minor",
            json!({"amount_minor": 250, "paid": false, "approved": false}),
        ),
    ] {
        let input = slip(&doubt, change);
        let error = sam.refused("payment_settle", input, ErrorCode::SlipMismatch);
        assert_eq!(error.field.as_deref(), Some(field));
    }
    let good = slip(&doubt, json!({"terminal_number": " 0052000001"}));
    settled(&sam, Who::Mia, &good);
    let sale = cem.sale(&doubt.sale);
    assert_eq!(
        (&sale["state"], &attempt_in(&sale, &doubt.attempt)["state"]),
        (&json!("completed"), &json!("resolved_paid"))
    );
    assert_eq!(sale["tenders"][0]["card"]["receipt_no"], "0001");
    assert_eq!(cem.ok("doubt_list", json!({})), json!([]));
    // What the terminal says afterwards moves nothing any more.
    doubt.sim.say(json!({"verb": "replug"}));
    pos_tests::sim::until_link(&cem, &doubt.terminal, "ready");
    doubt.assert_same_as_bank();
    let again = slip(&doubt, json!({}));
    sam.refused("payment_settle", again, ErrorCode::AttemptNotRunning);
}

/// No receipt after no receipt: nothing was booked, or it was and the memory was cleared. Nobody is
/// told to pay again before two people have looked.
#[test]
fn a_terminal_without_any_receipt_is_settled_by_its_own_list() {
    let doubt = doubt_with("accepted", &["--unused"]);
    let sam = doubt.till.sign_in(Who::Sam);
    doubt.sim.say(json!({"verb": "replug"}));
    pos_tests::sim::until_link(&sam, &doubt.terminal, "held");
    let open = doubt.till.until("it was asked", || {
        let list = sam.ok("doubt_list", json!({}));
        (!list[0]["seen"].is_null()).then(|| list[0].clone())
    });
    assert_eq!(
        (&open["attempt"]["state"], &open["cannot_tell"]),
        (&json!("unknown"), &json!("no_receipt"))
    );
    let paid = slip(&doubt, json!({"receipt_no": null}));
    let error = sam.refused("payment_settle", paid, ErrorCode::SlipMismatch);
    assert_eq!(error.field.as_deref(), Some("receipt_no"));
    let list = json!({"receipt_no": null, "paid": false, "approved": false});
    settled(&sam, Who::Mia, &slip(&doubt, list));
    let view = sam.sale(&doubt.sale);
    assert_eq!(
        attempt_in(&view, &doubt.attempt)["state"],
        "resolved_not_paid"
    );
    assert_eq!(sam.pay_cash(&doubt.sale, 249)["state"], "completed");
    doubt.assert_same_as_bank();
}

#[test]
fn a_manager_needs_a_second_manager() {
    let doubt = doubt_at("accepted");
    let mia = doubt.till.sign_in(Who::Mia);
    let unpaid = slip(&doubt, json!({"paid": false, "approved": false}));
    let error = mia.refused("payment_settle", unpaid, ErrorCode::ApprovalNeeded);
    let own = mia.grant_of(Who::Mia, &error);
    mia.refused("approval_grant", own, ErrorCode::ApprovalInvalid);
    let supervisor = mia.grant_of(Who::Sam, &error);
    mia.refused("approval_grant", supervisor, ErrorCode::NotAllowed);
}

#[test]
fn a_terminal_that_was_let_go_is_settled_by_its_slip() {
    let doubt = doubt_at("accepted");
    let tao = doubt.till.sign_in(Who::Tao);
    let gone = |with_doubt: bool| json!({"terminal_id": doubt.terminal, "with_doubt": with_doubt});
    tao.refused("terminal_unpair", gone(false), ErrorCode::TerminalHeld);
    tao.ok("terminal_unpair", gone(true));
    let sam = doubt.till.sign_in(Who::Sam);
    let list = sam.ok("doubt_list", json!({}));
    assert_eq!(
        (&list[0]["cannot_tell"], &list[0]["ways"]),
        (&json!("unpaired"), &json!(["settle"]))
    );
    let ask = json!({"attempt_id": doubt.attempt});
    sam.refused("payment_ask", ask, ErrorCode::TerminalMissing);
    let unpaid = slip(&doubt, json!({"paid": false, "approved": false}));
    settled(&sam, Who::Mia, &unpaid);
    let view = sam.sale(&doubt.sale);
    assert_eq!(
        attempt_in(&view, &doubt.attempt)["state"],
        "resolved_not_paid"
    );
    assert_eq!(sam.pay_cash(&doubt.sale, 249)["state"], "completed");
    doubt.assert_same_as_bank();
}

#[test]
fn a_doubt_tells_what_happened_to_it() {
    let doubt = doubt_at("before_status");
    let sam = doubt.till.sign_in(Who::Sam);
    let list = sam.ok("doubt_list", json!({}));
    let seen = &list[0];
    assert_eq!(seen["cashier"], "Cem");
    assert_eq!(seen["ways"], json!(["ask", "settle"]));
    assert_eq!(
        seen["baseline"]["approved"], false,
        "nothing was booked before: {seen}"
    );
    let steps = |view: &Value| -> Vec<String> {
        let steps = view["history"].as_array().unwrap().iter();
        steps
            .map(|step| step["what"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(steps(seen), ["sent", "lost"]);
    assert_eq!(
        (&seen["history"][0]["by"], &seen["history"][1]["by"]),
        (&json!("Cem"), &Value::Null)
    );
    // X names it and counts it neither way; the terminal may not clear its memory.
    let mia = doubt.till.sign_in(Who::Mia);
    let report = mia.ok("x_report", json!({"shift_no": null}));
    assert_eq!(report["doubts"][0]["attempt_id"], doubt.attempt.as_str());
    assert_eq!(
        report["tenders"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|t| t["kind"] == "card")
            .map(|t| t["net_minor"].as_i64().unwrap())
            .sum::<i64>(),
        0
    );
    let close = json!({"terminal_id": doubt.terminal});
    mia.refused("terminal_close", close, ErrorCode::TerminalHeld);
}
