//! Drawers: cash needs one, what moves in it, counted blind, closed with the difference, one each.

use pos_app::ErrorCode;
use pos_tests::books::DRAWER;
use pos_tests::clerk::cash;
use pos_tests::{Clerk, Sim, Till, Who, goods, id};
use serde_json::{Value, json};

/// The shop's own cash outside the drawers, and what was over or short.
pub const SAFE: i64 = 110;
pub const OVER_SHORT: i64 = 700;

#[track_caller]
pub fn open(clerk: &Clerk, float_minor: i64) -> Value {
    clerk.ok(
        "shift_open",
        json!({"drawer_no": null, "float_minor": float_minor}),
    )
}

pub fn move_of(amount_minor: i64, reason: &str) -> Value {
    json!({"shift_no": null, "amount_minor": amount_minor, "reason": reason})
}

/// A count by coins of a cent.
pub fn counted(shift_no: i64, amount_minor: i64) -> Value {
    json!({"shift_no": shift_no, "counts": [{"unit_minor": 1, "count": amount_minor}]})
}

pub fn closing(shift_no: i64) -> Value {
    json!({"shift_no": shift_no, "note": null})
}

/// Each person a drawer.
fn one_each(till: &Till) {
    let mia = till.sign_in(Who::Mia);
    let mut settings = mia.ok("settings_view", json!({}));
    settings["drawer_mode"] = json!("per_person");
    mia.ok("settings_save", settings);
}

#[test]
fn cash_needs_an_open_drawer_and_a_card_does_not() {
    let (till, sim) = (Till::shut(), Sim::tcp());
    let terminal = sim.pair(&till);
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::PEN]);
    let entries = till.books().entries();
    cem.refused("sale_pay_cash", cash(&sale, 300), ErrorCode::ShiftNeeded);
    assert_eq!(till.books().entries(), entries);
    assert_eq!(cem.sale(&sale)["tenders"], json!([]));
    cem.refused(
        "cash_pay_in",
        move_of(100, "change"),
        ErrorCode::ShiftNeeded,
    );
    let attempt = cem.pay_card(&sale, &terminal, 249);
    let done = cem.until_attempt(&sale, &attempt, &["captured"]);
    assert_eq!(done["state"], "completed");

    // In one step: the drawer, then the cash.
    let second = cem.ring(&[goods::COLA]);
    cem.refused("sale_pay_cash", cash(&second, 200), ErrorCode::ShiftNeeded);
    let drawers = open(&cem, 10_000);
    assert_eq!(
        (&drawers["mine"], &drawers["shifts"][0]["drawer_no"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(cem.pay_cash(&second, 200)["change_minor"], 90);
    let again = json!({"drawer_no": 2, "float_minor": 0});
    cem.refused("shift_open", again, ErrorCode::ShiftOpenAlready);
    let books = till.books();
    assert_eq!(
        (books.balance(DRAWER), books.balance(SAFE)),
        (10_110, -10_000)
    );
}

#[test]
fn a_blind_count_tells_the_difference_afterwards() {
    let till = Till::shut();
    let cem = till.sign_in(Who::Cem);
    open(&cem, 10_000);
    let sale = cem.ring(&[goods::PEN]);
    cem.pay_cash(&sale, 500);
    let shift = cem.ok("cash_pay_in", move_of(2_000, "change"));
    assert_eq!(
        (&shift["expected_minor"], &shift["cash_sales_minor"]),
        (&Value::Null, &Value::Null),
        "blind"
    );
    let out = move_of(1_500, "window cleaner");
    let error = cem.refused("cash_pay_out", out.clone(), ErrorCode::ApprovalNeeded);
    let word = cem.approved_by(Who::Sam, &error);
    cem.call("cash_pay_out", out, &id(), Some(&word)).unwrap();
    cem.ok("cash_drop", move_of(5_000, "too much"));
    let expected = 10_000 + 249 + 2_000 - 1_500 - 5_000;
    assert_eq!(till.books().balance(DRAWER), expected);

    cem.refused("shift_close", closing(1), ErrorCode::ShiftNotCounted);
    for counts in [
        json!([{"unit_minor": 0, "count": 1}]),
        json!([{"unit_minor": 5, "count": -1}]),
        json!([{"unit_minor": 5, "count": 1}, {"unit_minor": 5, "count": 1}]),
    ] {
        let wrong = json!({"shift_no": 1, "counts": counts});
        cem.refused("shift_count", wrong, ErrorCode::FieldInvalid);
    }
    let shift = cem.ok("shift_count", counted(1, expected - 700));
    let count = &shift["count"];
    assert_eq!(
        (&count["over_short_minor"], &count["blind"], &shift["state"]),
        (&json!(-700), &json!(true), &json!("counted"))
    );
    assert_eq!(shift["expected_minor"], expected, "told from now on");

    // Counted again, knowing: still an entry of its own.
    let shift = cem.ok("shift_count", counted(1, expected - 600));
    assert_eq!(
        (&shift["count"]["times"], &shift["count"]["blind"]),
        (&json!(2), &json!(false))
    );
    let error = cem.refused("shift_close", closing(1), ErrorCode::ApprovalNeeded);
    assert_eq!(error.approval.as_ref().unwrap().amount_minor, Some(600));
    let word = cem.approved_by(Who::Sam, &error);
    let closed = cem
        .call("shift_close", closing(1), &id(), Some(&word))
        .unwrap();
    assert_eq!(closed["state"], "closed");
    let books = till.books();
    assert_eq!((books.balance(DRAWER), books.balance(OVER_SHORT)), (0, 600));
    assert_eq!(books.balance(SAFE), -10_000 + 5_000 + expected - 600);
    cem.refused("shift_close", closing(1), ErrorCode::ShiftMissing);
    cem.refused("sale_pay_cash", cash(&id(), 1), ErrorCode::SaleNotFound);
}

#[test]
fn a_drawer_that_moved_is_counted_again() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    mia.ok("shift_count", counted(1, 0));
    let sale = mia.ring(&[goods::PEN]);
    mia.pay_cash(&sale, 249);
    mia.refused("shift_close", closing(1), ErrorCode::ShiftNotCounted);
    assert_eq!(
        mia.ok("shift_report", json!({"shift_no": 1}))["state"],
        "open"
    );
    mia.ok("shift_count", counted(1, 249));
    mia.ok("shift_close", closing(1));
}

#[test]
fn part_cash_keeps_its_drawer_open() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let sale = mia.ring(&[goods::PEN]);
    let part = mia.pay_cash(&sale, 100);
    let label = json!({"sale_id": sale, "label": "Blue coat"});
    mia.ok("sale_suspend", label);
    let error = mia.refused("shift_count", counted(1, 100), ErrorCode::ShiftHasPayment);
    assert_eq!(error.params["sale"], "Blue coat (Mia)");
    let tender = json!({"sale_id": sale, "tender_id": part["tenders"][0]["tender_id"]});
    mia.ok("sale_tender_remove", tender);
    mia.ok("shift_count", counted(1, 0));
    mia.ok("shift_close", closing(1));
}

#[test]
fn the_drawer_without_a_sale_takes_two() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let look = json!({"reason": "coin stuck"});
    let error = cem.refused("no_sale", look.clone(), ErrorCode::ApprovalNeeded);
    let word = cem.approved_by(Who::Sam, &error);
    let drawers = cem.call("no_sale", look, &id(), Some(&word)).unwrap();
    assert_eq!(drawers["shifts"][0]["no_sale_count"], 1);
    let none = json!({"reason": " "});
    cem.refused("no_sale", none, ErrorCode::FieldInvalid);
}

#[test]
fn a_repeated_act_moves_cash_once() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let request = id();
    let drop = move_of(100, "to the safe");
    for _ in 0..2 {
        let shift = cem.call("cash_drop", drop.clone(), &request, None).unwrap();
        assert_eq!(shift["dropped_minor"], 100);
    }
    assert_eq!(till.books().balance(DRAWER), -100);
}

#[test]
fn two_people_one_drawer_each() {
    let till = Till::shut();
    one_each(&till);
    let (cem, dora) = (till.sign_in(Who::Cem), till.sign_in(Who::Dora));
    open(&cem, 1_000);
    let sale = dora.ring(&[goods::PEN]);
    dora.refused("sale_pay_cash", cash(&sale, 300), ErrorCode::ShiftNeeded);
    let taken = json!({"drawer_no": 1, "float_minor": 0});
    dora.refused("shift_open", taken, ErrorCode::ShiftOpenAlready);
    let drawers = open(&dora, 2_000);
    assert_eq!(drawers["mine"], 2);
    assert_eq!(drawers["shifts"][1]["drawer_no"], 2);
    dora.pay_cash(&sale, 300);
    let cola = cem.ring(&[goods::COLA]);
    cem.pay_cash(&cola, 110);

    // A sale's cash is in one drawer; who holds none of it may finish with a card.
    let shared = cem.ring(&[goods::PEN]);
    cem.pay_cash(&shared, 100);
    dora.refused(
        "sale_pay_cash",
        cash(&shared, 149),
        ErrorCode::ShiftHasPayment,
    );
    cem.pay_cash(&shared, 149);

    // Nobody counts another's drawer, nor moves its cash, but who may.
    dora.refused("shift_count", counted(1, 0), ErrorCode::NotAllowed);
    let other = json!({"shift_no": 1, "amount_minor": 1, "reason": "change"});
    dora.refused("cash_pay_in", other, ErrorCode::NotAllowed);
    let report = json!({"shift_no": 1});
    dora.refused("shift_report", report, ErrorCode::NotAllowed);
    let mia = till.sign_in(Who::Mia);
    let one = mia.ok("x_report", json!({"shift_no": 1}));
    let two = mia.ok("x_report", json!({"shift_no": 2}));
    assert_eq!(
        (&one["gross_minor"], &two["gross_minor"]),
        (&json!(110 + 249), &json!(249))
    );
    let sam = till.sign_in(Who::Sam);
    let shift = sam.ok("shift_count", counted(1, 1_000 + 110 + 249));
    assert_eq!(shift["count"]["over_short_minor"], 0);
    sam.ok("shift_close", closing(1));
    let error = sam.refused("day_close", json!({"z_number": 1}), ErrorCode::ShiftsOpen);
    assert_eq!(error.params["drawers"], "2 (Dora)");
}
