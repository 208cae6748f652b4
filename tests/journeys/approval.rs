//! A second person's word: bound to act, amount and sale, once, within a minute, never oneself.

use pos_app::ErrorCode;
use pos_tests::clock::Later;
use pos_tests::{Clerk, Till, Who, goods, id};
use serde_json::{Value, json};

/// Reduces the first line by so many percent.
fn discount(sale: &Value, percent: &str) -> Value {
    json!({
        "sale_id": sale["sale_id"], "line_id": sale["lines"][0]["line_id"], "quantity": null,
        "unit_price": null, "discount": {"kind": "percent", "percent": percent}, "note": null,
    })
}

fn one_pen(cem: &Clerk) -> Value {
    cem.scan(&id(), goods::PEN)
}

#[test]
fn a_discount_over_the_limit_takes_two() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = one_pen(&cem);
    assert_eq!(
        cem.ok("sale_line_set", discount(&sale, "10"))["total_minor"],
        224
    );
    let half = discount(&sale, "50");
    let error = cem.refused("sale_line_set", half.clone(), ErrorCode::ApprovalNeeded);
    let needed = error.approval.clone().unwrap();
    assert_eq!(needed.amount_minor, Some(125));
    assert_eq!(
        cem.sale(sale["sale_id"].as_str().unwrap())["total_minor"],
        224,
        "nothing changed"
    );

    let act = json!({"act": "sale_discount"});
    let approvers = cem.ok("approvers", act);
    let names: Vec<&str> = approvers
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Mia"]);

    // Not oneself, not an equal, not with a wrong PIN.
    let own = cem.grant_of(Who::Cem, &error);
    cem.refused("approval_grant", own, ErrorCode::ApprovalInvalid);
    let equal = cem.grant_of(Who::Dora, &error);
    cem.refused("approval_grant", equal, ErrorCode::NotAllowed);
    let mut wrong = cem.grant_of(Who::Mia, &error);
    wrong["pin"] = json!("739053");
    cem.refused("approval_grant", wrong, ErrorCode::CredentialsWrong);

    let token = cem.approved_by(Who::Mia, &error);
    let with = |input: &Value| cem.call("sale_line_set", input.clone(), &id(), Some(&token));
    // Another amount and another sale still need their own word, and do not use this one up.
    let other_amount = with(&discount(&sale, "60")).unwrap_err();
    assert_eq!(other_amount.code, ErrorCode::ApprovalNeeded);
    let other_sale = with(&discount(&one_pen(&cem), "50")).unwrap_err();
    assert_eq!(other_sale.code, ErrorCode::ApprovalNeeded);
    let reduced = with(&half).unwrap();
    assert_eq!(reduced["total_minor"], 124);
    assert_eq!(reduced["lines"][0]["approved_by"], "Mia");
    // Once.
    assert_eq!(with(&half).unwrap_err().code, ErrorCode::ApprovalInvalid);
    // What is within one's own right does not use a word up, and is not said to be approved.
    let done = cem.pay_cash(sale["sale_id"].as_str().unwrap(), 124);
    assert_eq!(done["lines"][0]["approved_by"], "Mia");
}

#[test]
fn a_word_for_one_person_is_none_for_another() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let dora = till.sign_in(Who::Dora);
    let sale = one_pen(&cem);
    let half = discount(&sale, "50");
    let error = cem.refused("sale_line_set", half.clone(), ErrorCode::ApprovalNeeded);
    let token = cem.approved_by(Who::Mia, &error);
    let stolen = dora
        .call("sale_line_set", half, &id(), Some(&token))
        .unwrap_err();
    assert_eq!(stolen.code, ErrorCode::ApprovalInvalid);
}

#[test]
fn a_word_is_good_for_a_minute() {
    let till = Till::new();
    let (app, later) = Later::over(&till);
    let mut cem = till.nobody_at(&app);
    cem.sign_in(Who::Cem);
    let sale = one_pen(&cem);
    let half = discount(&sale, "50");
    for (seconds, code) in [(61, Some(ErrorCode::ApprovalInvalid)), (59, None)] {
        let error = cem.refused("sale_line_set", half.clone(), ErrorCode::ApprovalNeeded);
        let token = cem.approved_by(Who::Mia, &error);
        later.pass_s(seconds);
        let answer = cem.call("sale_line_set", half.clone(), &id(), Some(&token));
        assert_eq!(answer.err().map(|e| e.code), code, "after {seconds} s");
    }
}

#[test]
fn the_approver_stands_in_the_journal() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::LAMP]);
    let void = json!({"sale_id": sale, "reason": "changed their mind"});
    let error = cem.refused("sale_void", void.clone(), ErrorCode::ApprovalNeeded);
    assert_eq!(error.approval.as_ref().unwrap().amount_minor, Some(12_000));
    let token = cem.approved_by(Who::Sam, &error);
    let voided = cem.call("sale_void", void, &id(), Some(&token)).unwrap();
    assert_eq!(voided["state"], "voided");
    let sql = "SELECT count(*) FROM journal_entry AS entry
               JOIN identity ON identity_no = entry.approver
               JOIN user ON user_id = id
               WHERE entry.kind = 3 AND user.name = 'Sam'";
    assert_eq!(till.books().number(sql), 1);
}

#[test]
fn a_discount_of_the_whole_sale_and_a_price_have_limits_too() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = cem.ring(&[goods::LAMP]);
    let off = |minor: i64| {
        let discount = json!({"kind": "amount", "amount_minor": minor});
        json!({"sale_id": sale, "discount": discount})
    };
    assert_eq!(cem.ok("sale_discount", off(1_200))["total_minor"], 10_800);
    cem.refused("sale_discount", off(1_201), ErrorCode::ApprovalNeeded);
    cem.refused("sale_discount", off(-1), ErrorCode::DiscountOutOfRange);
    cem.refused("sale_discount", off(12_001), ErrorCode::DiscountOutOfRange);
    cem.ok("sale_discount", json!({"sale_id": sale, "discount": null}));
    let view = cem.sale(&sale);
    let price = |minor: i64| {
        json!({
            "sale_id": sale, "line_id": view["lines"][0]["line_id"], "quantity": null,
            "unit_price": minor * 100, "discount": null, "note": null,
        })
    };
    let error = cem.refused("sale_line_set", price(11_999), ErrorCode::ApprovalNeeded);
    let token = cem.approved_by(Who::Mia, &error);
    let cheaper = cem
        .call("sale_line_set", price(11_999), &id(), Some(&token))
        .unwrap();
    assert_eq!(cheaper["total_minor"], 11_999);
    cem.refused("sale_line_set", price(-1), ErrorCode::PriceOutOfRange);
    assert_eq!(
        cem.ok("sale_line_set", price(12_500))["total_minor"],
        12_500,
        "more is no gift"
    );
}

#[test]
fn a_discount_cannot_grow_past_the_limit_by_a_detour() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    // A tenth of ten lamps, then nine of them go.
    let view = cem.scan(&id(), goods::LAMP);
    let set = |quantity: &str, discount: Value| {
        json!({
            "sale_id": view["sale_id"], "line_id": view["lines"][0]["line_id"],
            "quantity": quantity, "unit_price": null, "discount": discount, "note": null,
        })
    };
    let tenth = json!({"kind": "amount", "amount_minor": 12_000});
    cem.ok("sale_line_set", set("10", tenth));
    cem.refused(
        "sale_line_set",
        set("1", Value::Null),
        ErrorCode::ApprovalNeeded,
    );

    // A tenth of a sale, then what it was a tenth of is struck out.
    let sale = cem.ring(&[goods::LAMP, goods::PEN]);
    let off = json!({"kind": "amount", "amount_minor": 240});
    let view = cem.ok("sale_discount", json!({"sale_id": sale, "discount": off}));
    let lamp = json!({"sale_id": sale, "line_id": view["lines"][0]["line_id"]});
    cem.refused("sale_line_remove", lamp, ErrorCode::ApprovalNeeded);
}

/// The names of those who could approve what an error asks.
fn approvers(clerk: &Clerk, error: &pos_app::AppError) -> Vec<String> {
    let needed = error.approval.as_ref().unwrap();
    let asked = json!({
        "act": needed.act, "amount_minor": needed.amount_minor, "share": needed.share,
    });
    let people = clerk.ok("approvers", asked);
    let name = |p: &Value| p["name"].as_str().unwrap().to_owned();
    people.as_array().unwrap().iter().map(name).collect()
}

#[test]
fn one_may_approve_what_one_may_do_alone() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = one_pen(&cem);
    // A supervisor's own limit is 30 %.
    let within = cem.refused(
        "sale_line_set",
        discount(&sale, "30"),
        ErrorCode::ApprovalNeeded,
    );
    let share = within.approval.as_ref().unwrap().share;
    assert_eq!(share.unwrap().to_string(), "30");
    assert_eq!(approvers(&cem, &within), ["Mia", "Sam"]);
    let over = cem.refused(
        "sale_line_set",
        discount(&sale, "31"),
        ErrorCode::ApprovalNeeded,
    );
    assert_eq!(approvers(&cem, &over), ["Mia"]);
    let sams = cem.grant_of(Who::Sam, &over);
    cem.refused("approval_grant", sams, ErrorCode::NotAllowed);
    // A word for less is none for more.
    let token = cem.approved_by(Who::Sam, &within);
    let more = cem.call("sale_line_set", discount(&sale, "31"), &id(), Some(&token));
    assert_eq!(more.unwrap_err().code, ErrorCode::ApprovalNeeded);
    let given = cem.call("sale_line_set", discount(&sale, "30"), &id(), Some(&token));
    assert_eq!(given.unwrap()["lines"][0]["approved_by"], "Sam");
    // An amount: a return of 120.00 is within the supervisor's limit, one of 600.00 is not.
    for (code, paid, names) in [
        (goods::LAMP, 12_000, &["Mia", "Sam"][..]),
        (goods::CHAIR, 60_000, &["Mia"][..]),
    ] {
        let sold = cem.ring(&[code]);
        cem.pay_cash(&sold, paid);
        let back = json!({
            "sale_id": id(), "original_sale_id": sold,
            "lines": [{"line_no": 1, "quantity": "1", "written_off": false}],
        });
        let back = cem.ok("return_start", back)["sale_id"].clone();
        let pay = pos_tests::clerk::cash(back.as_str().unwrap(), paid);
        let error = cem.refused("sale_pay_cash", pay, ErrorCode::ApprovalNeeded);
        assert_eq!(approvers(&cem, &error), names);
    }
}

#[test]
fn discounts_on_line_and_sale_count_together() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let tenth = |sale: &Value| {
        json!({
            "sale_id": sale["sale_id"], "discount": {"kind": "percent", "percent": "10"},
        })
    };
    // The line first, then the sale.
    let sale = one_pen(&cem);
    cem.ok("sale_line_set", discount(&sale, "10"));
    let error = cem.refused("sale_discount", tenth(&sale), ErrorCode::ApprovalNeeded);
    assert_eq!(error.approval.unwrap().share.unwrap().to_string(), "19");
    // The sale first, then the line; and a line without a discount of its own is within the limit.
    let sale = one_pen(&cem);
    cem.scan(sale["sale_id"].as_str().unwrap(), goods::COLA);
    cem.ok("sale_discount", tenth(&sale));
    let error = cem.refused(
        "sale_line_set",
        discount(&sale, "10"),
        ErrorCode::ApprovalNeeded,
    );
    let token = cem.approved_by(Who::Sam, &error);
    let given = cem
        .call("sale_line_set", discount(&sale, "10"), &id(), Some(&token))
        .unwrap();
    // Less than was approved needs nobody, the same again neither.
    cem.ok("sale_line_set", discount(&sale, "5"));
    cem.ok("sale_discount", tenth(&sale));
    assert_eq!(given["lines"][0]["approved_by"], "Sam");
}

#[test]
fn a_word_for_a_pen_is_none_for_a_chair() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = one_pen(&cem);
    let half = json!({"kind": "percent", "percent": "50"});
    let half = json!({"sale_id": sale["sale_id"], "discount": half});
    let error = cem.refused("sale_discount", half.clone(), ErrorCode::ApprovalNeeded);
    let token = cem.approved_by(Who::Mia, &error);
    cem.call("sale_discount", half, &id(), Some(&token))
        .unwrap();
    let chair = |line: &str| {
        json!({
            "sale_id": sale["sale_id"], "line_id": line, "code": goods::CHAIR, "quantity": null,
        })
    };
    let error = cem.refused("sale_scan", chair(&id()), ErrorCode::ApprovalNeeded);
    assert_eq!(error.approval.unwrap().amount_minor, Some(30_125));
    let set = |quantity: &str| {
        json!({
            "sale_id": sale["sale_id"], "line_id": sale["lines"][0]["line_id"],
            "quantity": quantity, "unit_price": null, "discount": null, "note": null,
        })
    };
    cem.refused("sale_line_set", set("2"), ErrorCode::ApprovalNeeded);
    // Struck out while the word was given, it does not come back for it.
    let struck = one_pen(&cem);
    let sale_id = struck["sale_id"].as_str().unwrap();
    let line = cem.scan(sale_id, goods::CHAIR)["lines"][1]["line_id"].clone();
    let line = json!({"sale_id": sale_id, "line_id": line});
    cem.ok("sale_line_remove", line.clone());
    let half = json!({"kind": "percent", "percent": "50"});
    let half = json!({"sale_id": sale_id, "discount": half});
    let error = cem.refused("sale_discount", half.clone(), ErrorCode::ApprovalNeeded);
    let token = cem.approved_by(Who::Mia, &error);
    cem.call("sale_discount", half, &id(), Some(&token))
        .unwrap();
    cem.refused("sale_line_restore", line, ErrorCode::ApprovalNeeded);
    // An amount off a sale stays what it was when more is rung; so does a share of one's own.
    let sale = one_pen(&cem);
    let sale_id = sale["sale_id"].as_str().unwrap();
    let off = json!({"kind": "amount", "amount_minor": 100});
    let off = json!({"sale_id": sale_id, "discount": off});
    let error = cem.refused("sale_discount", off.clone(), ErrorCode::ApprovalNeeded);
    let token = cem.approved_by(Who::Mia, &error);
    cem.call("sale_discount", off, &id(), Some(&token)).unwrap();
    assert_eq!(cem.scan(sale_id, goods::PEN)["total_minor"], 398);
}

#[test]
fn a_shop_sets_its_own_limits() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let cem = till.sign_in(Who::Cem);
    let cell = |role: &str, act: &str, rule: Value| json!({"role": role, "act": act, "rule": rule});
    let table = mia.ok("limits_view", json!({}));
    let in_table = |table: &Value, role: &str, act: &str| {
        let cells = table["cells"].as_array().unwrap();
        let found = cells.iter().find(|c| c["role"] == role && c["act"] == act);
        found.unwrap()["rule"].clone()
    };
    assert_eq!(
        in_table(&table, "cashier", "sale_void"),
        json!({"kind": "amount", "amount_minor": 10_000})
    );
    let bad =
        json!({"cells": [cell("cashier", "no_sale", json!({"kind": "share", "percent": "5"}))]});
    let error = mia.refused("limits_save", bad, ErrorCode::FieldInvalid);
    assert_eq!(error.field.as_deref(), Some("cells[0]"));
    cem.refused("limits_save", json!({"cells": []}), ErrorCode::NotAllowed);

    let sale = one_pen(&cem);
    let half = discount(&sale, "50");
    cem.refused("sale_line_set", half.clone(), ErrorCode::ApprovalNeeded);
    let own = json!({"cells": [
        cell("cashier", "sale_discount", json!({"kind": "share", "percent": "50"})),
        cell("cashier", "sale_void", json!({"kind": "deny"})),
        cell("supervisor", "sale_void", json!({"kind": "allow"})),
    ]});
    let saved = mia.ok("limits_save", own);
    assert_eq!(
        in_table(&saved, "cashier", "sale_discount"),
        json!({"kind": "share", "percent": "50"})
    );
    assert_eq!(mia.ok("limits_view", json!({})), saved);
    // It holds at once, and the table of roles tells it.
    cem.ok("sale_line_set", half);
    let roles = mia.ok("role_table", json!({}));
    let rows = roles["rows"].as_array().unwrap();
    let row = |act: &str| rows.iter().find(|r| r["permission"] == act).unwrap();
    assert_eq!(row("sale_discount")["limits"][0], "50%");
    assert_eq!(row("sale_void")["grants"][0], "deny");
    let void = json!({"sale_id": sale["sale_id"], "reason": "left"});
    cem.refused("sale_void", void, ErrorCode::NotAllowed);
    // What is as usual is not kept; the journal has the two that are not.
    let kept = "SELECT json_array_length(json_extract(record, '$.limits')) FROM shop";
    assert_eq!(till.books().number(kept), 2);
    let entries = "SELECT count(*) FROM journal_entry WHERE kind = 27";
    assert_eq!(till.books().number(entries), 1);
    assert_eq!(mia.ok("limits_save", json!({"cells": []})), table);
}
