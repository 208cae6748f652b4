//! X and Z: figures that are sums of postings, days that close whatever happened in them.

use crate::shift::{OVER_SHORT, closing, counted, move_of, open};
use pos_app::ErrorCode;
use pos_domain::time::Instant;
use pos_tests::books::{CARD_CLEARING, DRAWER};
use pos_tests::{Clerk, Sim, Till, Who, goods, id};
use serde_json::{Value, json};

/// Counts a drawer as it should be, and closes it.
#[track_caller]
pub fn close_shift(mia: &Clerk, shift_no: i64) {
    let report = mia.ok("shift_report", json!({"shift_no": shift_no}));
    // A drawer that gave out more than it had cannot be counted below nothing.
    let expected = report["expected_minor"].as_i64().unwrap().max(0);
    mia.ok("shift_count", counted(shift_no, expected));
    mia.ok("shift_close", closing(shift_no));
}

#[track_caller]
pub fn z(clerk: &Clerk, z_number: i64) -> Value {
    clerk.ok("day_close", json!({"z_number": z_number}))
}

fn account(report: &Value, code: i64) -> i64 {
    let accounts = report["accounts"].as_array().unwrap();
    let found = accounts.iter().find(|account| account["code"] == code);
    found.map_or(0, |account| account["amount_minor"].as_i64().unwrap())
}

/// What the posting rows of a period say, account by account.
pub fn assert_sums_of_postings(till: &Till, report: &Value) {
    let books = till.books();
    let (first, last) = (&report["first_seq"], &report["head_seq"]);
    let mut whole = 0;
    for account in report["accounts"].as_array().unwrap() {
        let rows = books.number(&format!(
            "SELECT coalesce(sum(amount_minor), 0) FROM posting
             WHERE account = {} AND seq BETWEEN {first} AND {last}",
            account["code"]
        ));
        assert_eq!(account["amount_minor"], rows, "{account}");
        whole += rows;
    }
    assert_eq!(whole, 0, "{report}");
    let other = books.number(&format!(
        "SELECT coalesce(sum(abs(amount_minor)), 0) FROM posting
         WHERE seq BETWEEN {first} AND {last} AND account NOT IN ({})",
        report["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|account| account["code"].to_string())
            .collect::<Vec<_>>()
            .join(", ")
    ));
    assert_eq!(other, 0, "an account that the report leaves out");
}

#[test]
fn a_day_closes_with_its_figures_and_the_next_begins() {
    let till = Till::shut();
    let (cem, mia) = (till.sign_in(Who::Cem), till.sign_in(Who::Mia));
    open(&mia, 10_000);
    let sale = cem.ring(&[goods::PEN, goods::COLA]);
    cem.pay_cash(&sale, 400);
    let back = json!({
        "sale_id": id(), "original_sale_id": sale, "lines": [{"line_no": 2, "quantity": "1"}],
    });
    let back = cem.ok("return_start", back);
    cem.pay_cash(back["sale_id"].as_str().unwrap(), 110);
    let error = cem.refused(
        "no_sale",
        json!({"reason": "look"}),
        ErrorCode::ApprovalNeeded,
    );
    let word = cem.approved_by(Who::Sam, &error);
    let look = json!({"reason": "look"});
    cem.call("no_sale", look, &id(), Some(&word)).unwrap();
    mia.ok("cash_pay_out", move_of(500, "windows"));

    let x = mia.ok("x_report", json!({"shift_no": null}));
    assert_eq!(
        (&x["z_number"], &x["closed_at"], &x["gross_minor"]),
        (&json!(1), &Value::Null, &json!(249))
    );
    assert_eq!(x["sales"], json!({"count": 1, "amount_minor": 359}));
    assert_eq!(x["returns"], json!({"count": 1, "amount_minor": 110}));
    assert_eq!(x["paid_out"], json!({"count": 1, "amount_minor": 500}));
    assert_eq!(x["no_sales"]["count"], 1);
    let approval = &x["approvals"][0];
    assert_eq!(
        (
            &approval["act"],
            &approval["asked_by"],
            &approval["approved_by"]
        ),
        (&json!("drawer_opened"), &json!("Cem"), &json!("Sam"))
    );
    assert_eq!(account(&x, DRAWER), 10_000 + 249 - 500);
    assert_sums_of_postings(&till, &x);

    let error = mia.refused("day_close", json!({"z_number": 1}), ErrorCode::ShiftsOpen);
    assert_eq!(error.params["drawers"], "1");
    mia.ok("shift_count", counted(1, 9_740));
    mia.ok("shift_close", closing(1));
    cem.refused("day_close", json!({"z_number": 1}), ErrorCode::NotAllowed);
    mia.refused("day_close", json!({"z_number": 2}), ErrorCode::ZNumberAhead);
    let first = z(&mia, 1);
    assert_eq!(
        (&first["over_short_minor"], &first["grand_total_minor"]),
        (&json!(-9), &json!(249))
    );
    assert_eq!(first["closed_by"], "Mia");
    assert_eq!(first["shifts"][0]["state"], "closed");
    assert_eq!(account(&first, DRAWER), 0);
    assert_sums_of_postings(&till, &first);

    // The same number again, under another request: the first Z, and no second.
    let entries = till.books().entries();
    assert_eq!(z(&mia, 1), first);
    assert_eq!(mia.ok("z_report", json!({"z_number": 1})), first);
    assert_eq!(till.books().entries(), entries);

    open(&mia, 5_000);
    let sale = cem.ring(&[goods::TEA]);
    cem.pay_cash(&sale, 333);
    let x = mia.ok("x_report", json!({"shift_no": null}));
    assert_eq!(
        (&x["z_number"], &x["gross_minor"], &x["grand_total_minor"]),
        (&json!(2), &json!(333), &json!(249 + 333))
    );
    assert_sums_of_postings(&till, &x);
    assert_eq!(mia.ok("z_report", json!({"z_number": 1})), first, "frozen");
    let rows = mia.ok("z_reports", json!({"before": null, "limit": 10}));
    assert_eq!(
        (&rows[0]["z_number"], &rows[0]["gross_minor"]),
        (&json!(1), &json!(249))
    );
}

#[test]
fn every_second_persons_word_stands_in_the_report() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = cem.scan(&id(), goods::LAMP);
    let half = json!({
        "sale_id": sale["sale_id"], "line_id": sale["lines"][0]["line_id"], "quantity": null,
        "unit_price": null, "discount": {"kind": "percent", "percent": "50"}, "note": null,
    });
    let error = cem.refused("sale_line_set", half.clone(), ErrorCode::ApprovalNeeded);
    let word = cem.approved_by(Who::Mia, &error);
    cem.call("sale_line_set", half, &id(), Some(&word)).unwrap();
    let more = json!({
        "sale_id": sale["sale_id"], "discount": {"kind": "percent", "percent": "20"},
    });
    let error = cem.refused("sale_discount", more.clone(), ErrorCode::ApprovalNeeded);
    let word = cem.approved_by(Who::Mia, &error);
    cem.call("sale_discount", more, &id(), Some(&word)).unwrap();
    cem.pay_cash(sale["sale_id"].as_str().unwrap(), 4_800);
    let mia = till.sign_in(Who::Mia);
    let x = mia.ok("x_report", json!({"shift_no": 1}));
    let told: Vec<_> = x["approvals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| {
            (
                &a["act"],
                &a["asked_by"],
                &a["approved_by"],
                &a["amount_minor"],
            )
        })
        .collect();
    let (act, cem, mia) = (json!("sale_discount"), json!("Cem"), json!("Mia"));
    assert_eq!(
        told,
        [
            (&act, &cem, &mia, &json!(1_200)),
            (&act, &cem, &mia, &json!(6_000)),
        ]
    );
}

#[test]
fn it_closes_with_sales_suspended() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let sale = mia.ring(&[goods::PEN]);
    mia.ok("sale_suspend", json!({"sale_id": sale, "label": null}));
    close_shift(&mia, 1);
    let check = mia.ok("close_check", json!({}));
    assert_eq!(check["suspended"], json!({"count": 1, "amount_minor": 249}));
    assert_eq!(z(&mia, 1)["suspended"], check["suspended"]);
    // It is still there on the next day.
    open(&mia, 0);
    mia.ok("sale_recall", json!({"sale_id": sale}));
    mia.pay_cash(&sale, 249);
    assert_eq!(
        mia.ok("x_report", json!({"shift_no": null}))["gross_minor"],
        249
    );
}

#[test]
fn it_closes_with_a_doubt_carried_by_name() {
    let sim = Sim::start(&["--tcp", "127.0.0.1:0", "--unacknowledged", "keep"]);
    let till = Till::new();
    let terminal = sim.pair(&till);
    let mia = till.sign_in(Who::Mia);
    let sale = mia.ring(&[goods::PEN]);
    sim.say(json!({"at": [{"step": "before_status", "do": "unplug"}]}));
    let attempt = mia.pay_card(&sale, &terminal, 249);
    mia.until_attempt(&sale, &attempt, &["unknown"]);
    close_shift(&mia, 1);
    let end = json!({"terminal_id": terminal});
    mia.refused("terminal_close", end.clone(), ErrorCode::TerminalHeld);
    let first = z(&mia, 1);
    let doubt = &first["doubts"][0];
    assert_eq!(
        (&doubt["attempt_id"], &doubt["amount_minor"]),
        (&json!(attempt), &json!(249))
    );
    assert_eq!(
        (&doubt["terminal_name"], &first["gross_minor"]),
        (&json!("Counter"), &json!(0))
    );
    // What was found out afterwards belongs to the day when it was.
    sim.say(json!({"verb": "replug"}));
    mia.until_attempt(&sale, &attempt, &["resolved_paid"]);
    let x = mia.ok("x_report", json!({"shift_no": null}));
    assert_eq!(
        (&x["gross_minor"], account(&x, CARD_CLEARING)),
        (&json!(249), 249)
    );
    assert_eq!(x["doubts"], json!([]));
    let after = mia.ok("z_report", json!({"z_number": 1}));
    assert_eq!(after["doubts"], first["doubts"], "frozen");
}

#[test]
fn it_closes_with_refunds_above_sales_and_change_above_the_float() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let sale = mia.ring(&[goods::LAMP]);
    mia.pay_cash(&sale, 12_000);
    close_shift(&mia, 1);
    z(&mia, 1);
    open(&mia, 100);
    // Ten euros of change out of a drawer with one: the customer's own note lies in it.
    let pen = mia.ring(&[goods::PEN]);
    assert_eq!(mia.pay_cash(&pen, 1_249)["change_minor"], 1_000);
    let back = json!({
        "sale_id": id(), "original_sale_id": sale, "lines": [{"line_no": 1, "quantity": "1"}],
    });
    let back = mia.ok("return_start", back);
    mia.pay_cash(back["sale_id"].as_str().unwrap(), 12_000);
    // The drawer gave more than the books know to be in it.
    mia.ok("shift_count", counted(2, 0));
    mia.ok("shift_close", closing(2));
    let second = z(&mia, 2);
    assert_eq!(
        (&second["gross_minor"], &second["grand_total_minor"]),
        (&json!(249 - 12_000), &json!(249))
    );
    assert_eq!(second["over_short_minor"], 12_000 - 249 - 100);
    assert_eq!(till.books().balance(OVER_SHORT), -(12_000 - 249 - 100));
    assert_sums_of_postings(&till, &second);
}

#[test]
fn it_closes_with_nothing_sold() {
    let till = Till::shut();
    let mia = till.sign_in(Who::Mia);
    let first = z(&mia, 1);
    assert_eq!(
        (&first["sales"]["count"], &first["shifts"]),
        (&json!(0), &json!([]))
    );
    // Twice on one day, and straight after one another.
    let second = z(&mia, 2);
    assert_eq!(second["day"], first["day"]);
    assert_eq!(
        second["first_seq"],
        json!(first["head_seq"].as_i64().unwrap() + 2)
    );
    let again = mia.ok("z_reports", json!({"before": 2, "limit": 5}));
    assert_eq!(again.as_array().unwrap().len(), 1);
}

/// 2026-11-22, 12:00 UTC: one in the afternoon in Berlin.
const NOON: i64 = 1_795_348_800_000;
const HOUR: i64 = 3_600_000;

/// Sets the till's clock to so many hours after that noon.
fn clock(till: &Till, hours: i64) {
    till.host().stand_clock(Some(Instant(NOON + hours * HOUR)));
}

#[test]
fn a_clock_set_back_closes_no_earlier_day() {
    let till = Till::new();
    clock(&till, 0);
    let mia = till.sign_in(Who::Mia);
    let sale = mia.ring(&[goods::PEN]);
    mia.pay_cash(&sale, 249);
    close_shift(&mia, 1);
    assert_eq!(z(&mia, 1)["day"], "2026-11-22");
    clock(&till, -48);
    open(&mia, 0);
    let sale = mia.ring(&[goods::COLA]);
    mia.pay_cash(&sale, 110);
    close_shift(&mia, 2);
    let second = z(&mia, 2);
    assert_eq!(
        (&second["day"], &second["gross_minor"]),
        (&json!("2026-11-22"), &json!(110))
    );
    assert_eq!(second["z_number"], 2);
}

#[test]
fn a_night_belongs_to_the_day_before_by_the_cut_off() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let mut settings = mia.ok("settings_view", json!({}));
    settings["day_cut_off"] = json!("04:00");
    mia.ok("settings_save", settings);
    // Sold at two in the night, closed at ten in the morning.
    clock(&till, 13);
    let sale = mia.ring(&[goods::PEN]);
    mia.pay_cash(&sale, 249);
    clock(&till, 21);
    close_shift(&mia, 1);
    assert_eq!(mia.ok("close_check", json!({}))["day"], "2026-11-22");
    assert_eq!(z(&mia, 1)["day"], "2026-11-22");
}
