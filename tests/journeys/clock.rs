//! The wall clock is wrong: turned, dead, set right in the middle of a sale. Money, order,
//! lock-outs, sessions and approvals do not follow it, and each jump is written down once.

use pos_app::{App, ErrorCode};
use pos_tests::books::DRAWER;
use pos_tests::clerk::cash;
use pos_tests::clock::Later;
use pos_tests::{Clerk, Till, Who, goods, id};
use serde_json::{Value, json};
use std::sync::Arc;

const SECOND: i64 = 1_000;
const HOUR: i64 = 3_600 * SECOND;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

/// How far the clock is turned: a second, daylight saving, a day, beyond 2038, ten years and back.
const TURNS: [i64; 12] = [
    SECOND,
    -SECOND,
    6 * SECOND,
    -6 * SECOND,
    HOUR,
    -HOUR,
    DAY,
    -DAY,
    10 * YEAR,
    -10 * YEAR,
    20 * YEAR,
    -20 * YEAR,
];

/// Jumps in the journal.
fn jumps(till: &Till) -> i64 {
    till.books()
        .number("SELECT count(*) FROM journal_entry WHERE kind = 31")
}

fn pin(till: &Till, who: Who, pin: &str) -> Value {
    json!({"user_id": till.user_id(who), "pin": pin, "password": null})
}

/// As the till would find things that starts now, with the clock as it is.
fn started_again(till: &Till, turned_ms: i64) -> (App, Arc<Later>) {
    let (app, later) = Later::over(till);
    later.turn_ms(turned_ms);
    app.recover().unwrap();
    (app, later)
}

#[test]
fn a_clock_turned_in_the_middle_of_a_sale_changes_nothing_but_the_time_on_it() {
    let till = Till::new();
    let (app, later) = Later::over(&till);
    app.watch_clock().unwrap();
    let mut cem = till.nobody_at(&app);
    cem.sign_in(Who::Cem);
    let mut written = 0;
    for (nth, turn) in TURNS.into_iter().enumerate() {
        let sale = cem.ring(&[goods::PEN]);
        later.turn_ms(turn);
        app.watch_clock().unwrap();
        app.watch_clock().unwrap();
        written += i64::from(turn.abs() > 5 * SECOND);
        assert_eq!(jumps(&till), written, "turned by {turn}");
        // The session goes on, the sale is the same, and the next scan joins it.
        assert_eq!(cem.ok("sale_current", json!({}))["sale_id"], *sale);
        cem.scan(&sale, goods::COLA);
        let (request, input) = (id(), cash(&sale, 359));
        let done = cem
            .call("sale_pay_cash", input.clone(), &request, None)
            .unwrap();
        assert_eq!(done["number_text"], format!("1-{:04}", nth + 1));
        later.turn_ms(-turn);
        app.watch_clock().unwrap();
        written += i64::from(turn.abs() > 5 * SECOND);
        // The same call again is the same call, whatever the clock says.
        let again = cem.call("sale_pay_cash", input, &request, None).unwrap();
        assert_eq!(again, done);
    }
    assert_eq!(jumps(&till), written);
    assert_eq!(till.books().balance(DRAWER), 359 * TURNS.len() as i64);
}

#[test]
fn neither_the_clock_nor_a_restart_helps_who_guesses() {
    let till = Till::new();
    let (app, later) = Later::over(&till);
    app.watch_clock().unwrap();
    let seat = till.nobody_at(&app);
    let wrong = pin(&till, Who::Cem, "907351");
    for _ in 0..5 {
        later.pass_s(60);
        seat.ask("session_sign_in", wrong.clone()).unwrap_err();
    }
    let right = pin(&till, Who::Cem, Who::Cem.pin());
    let waits = |seat: &Clerk, minutes: &str| {
        let error = seat.refused("session_sign_in", right.clone(), ErrorCode::LockedOut);
        assert_eq!(error.params["minutes"], minutes);
    };
    later.pass_s(10 * 60);
    for turn in TURNS {
        later.turn_ms(turn);
        waits(&seat, "20");
        app.watch_clock().unwrap();
        waits(&seat, "20");
        let shown = shown_until(&till, &app);
        let left = shown - app.world().now().0;
        assert!(
            (19 * 60_000..=20 * 60_000).contains(&left),
            "{turn}: {left}"
        );
    }
    // A till that starts again does not know how much was served.
    let (after, passing) = started_again(&till, 10 * YEAR);
    waits(&till.nobody_at(&after), "30");
    passing.pass_s(29 * 60);
    after.end_lock_outs().unwrap();
    waits(&till.nobody_at(&after), "1");
    passing.pass_s(60);
    after.end_lock_outs().unwrap();
    // Served: the next start does not begin it again.
    let (last, _clock) = started_again(&till, -10 * YEAR);
    till.nobody_at(&last).sign_in(Who::Cem);
}

/// Until when Cem is locked out, as a manager sees it.
fn shown_until(till: &Till, app: &App) -> i64 {
    let mut mia = till.nobody_at(app);
    mia.sign_in(Who::Mia);
    let users = mia.ok("user_list", json!({}));
    let cem = users
        .as_array()
        .unwrap()
        .iter()
        .find(|u| u["name"] == "Cem");
    cem.unwrap()["locked_until"].as_i64().unwrap()
}

#[test]
fn seats_lock_and_words_expire_by_time_that_passed() {
    let till = Till::new();
    let (app, later) = Later::over(&till);
    let mut cem = till.nobody_at(&app);
    cem.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::LAMP]);
    let discount = json!({
        "sale_id": sale, "discount": {"kind": "amount", "amount_minor": 6_000},
    });
    let asked = cem.refused("sale_discount", discount.clone(), ErrorCode::ApprovalNeeded);
    let mut act = serde_json::to_value(asked.approval.unwrap()).unwrap();
    act["approver_id"] = till.user_id(Who::Mia).into();
    act["pin"] = Who::Mia.pin().into();
    act["password"] = Value::Null;
    let word = cem.ok("approval_grant", act.clone());
    for turn in TURNS {
        later.turn_ms(turn);
    }
    later.turn_ms(10 * YEAR);
    later.pass_s(50);
    let token = word["token"].as_str().unwrap();
    cem.call("sale_discount", discount.clone(), &id(), Some(token))
        .unwrap();
    let word = cem.ok("approval_grant", act);
    later.turn_ms(-20 * YEAR);
    later.pass_s(61);
    let token = word["token"].as_str().unwrap();
    let late = cem.call("sale_discount", discount, &id(), Some(token));
    assert_eq!(late.unwrap_err().code, ErrorCode::ApprovalInvalid);
    // A clock turned back does not keep a seat awake.
    later.turn_ms(-10 * YEAR);
    later.pass_s(301);
    cem.refused("sale_current", json!({}), ErrorCode::SessionLocked);
}

#[test]
fn which_sale_was_touched_last_is_told_by_order() {
    let till = Till::new();
    let (app, later) = Later::over(&till);
    let mut cem = till.nobody_at(&app);
    cem.sign_in(Who::Cem);
    let first = cem.ring(&[goods::PEN]);
    cem.ok("sale_suspend", json!({"sale_id": first, "label": null}));
    cem.ok("sale_recall", json!({"sale_id": first}));
    later.turn_ms(-2 * DAY);
    let second = cem.ring(&[goods::COLA]);
    let (app, _clock) = started_again(&till, -2 * DAY);
    // The newest entry was made before the clock was turned back.
    assert_eq!(jumps(&till), 1);
    let mut cem = till.nobody_at(&app);
    cem.sign_in(Who::Cem);
    assert_eq!(cem.ok("sale_current", json!({}))["sale_id"], *second);
    cem.scan(&first, goods::PEN);
    let (app, _clock) = started_again(&till, -2 * DAY);
    let mut cem = till.nobody_at(&app);
    cem.sign_in(Who::Cem);
    assert_eq!(cem.ok("sale_current", json!({}))["sale_id"], *first);
}

#[test]
fn what_is_sold_after_a_z_is_never_of_a_day_before_it() {
    let till = Till::new();
    let (app, later) = Later::over(&till);
    let mut mia = till.nobody_at(&app);
    mia.sign_in(Who::Mia);
    let count = json!({"shift_no": 1, "counts": []});
    mia.ok("shift_count", count);
    mia.ok("shift_close", json!({"shift_no": 1, "note": null}));
    let z = mia.ok("day_close", json!({"z_number": 1}));
    let open = json!({"drawer_no": null, "float_minor": 0});
    mia.ok("shift_open", open);
    later.turn_ms(-3 * DAY);
    let sale = mia.ring(&[goods::PEN]);
    mia.pay_cash(&sale, 249);
    let of = |day: &Value| mia.ok("day_report", json!({"day": day}))["sale_count"].clone();
    assert_eq!(of(&z["day"]), 1);
}
