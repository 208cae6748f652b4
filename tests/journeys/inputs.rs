//! Wrong input: every command says which field is wrong.

use pos_app::ErrorCode;
use pos_app::api::{Access, commands};
use pos_domain::staff::Role;
use pos_tests::{Clerk, Till, Who, goods, id};
use serde_json::{Value, json};

/// Someone who may call it.
fn someone<'a, 't>(people: &'a [(Role, Clerk<'t>)], access: Access) -> &'a Clerk<'t> {
    let may = |role: Role| match access {
        Access::Public | Access::SignedIn => true,
        Access::Needs(permission) => {
            pos_domain::staff::grant(role, permission) != pos_domain::staff::Grant::Deny
        }
    };
    &people
        .iter()
        .find(|(role, _)| may(*role))
        .expect("someone may")
        .1
}

#[test]
fn a_field_too_much_is_named_by_every_command() {
    let till = Till::new();
    let people = [
        (Role::Manager, till.sign_in(Who::Mia)),
        (Role::Technician, till.sign_in(Who::Tao)),
    ];
    let mut names: Vec<&str> = commands().keys().copied().collect();
    names.sort_unstable();
    for name in names {
        let clerk = someone(&people, commands()[name].access);
        if commands()[name].step_up {
            clerk.step_up();
        }
        let error = clerk.ask(name, json!({"colour": "red"})).unwrap_err();
        assert_eq!(error.code, ErrorCode::InputInvalid, "{name}: {error}");
        let field = error.field.clone().unwrap_or_default();
        // Where something is missing as well, either may be told first.
        assert!(!field.is_empty(), "{name}: {error}");
    }
}

#[test]
fn a_field_of_the_wrong_kind_is_named_by_its_place() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let sale = mia.ring(&[goods::PEN]);
    let mut settings = mia.ok("settings_view", json!({}));
    settings["tax_classes"][1]["rate_percent"] = json!("seven");
    let missing = json!({"sale_id": sale, "tender_id": id()});
    let cases = [
        ("sale_pay_cash", missing, "given_minor"),
        (
            "sale_pay_cash",
            json!({"sale_id": sale, "tender_id": id(), "given_minor": "5"}),
            "given_minor",
        ),
        (
            "sale_pay_cash",
            json!({"sale_id": "1", "tender_id": id(), "given_minor": 5}),
            "sale_id",
        ),
        (
            "sale_scan",
            json!({"sale_id": sale, "line_id": id(), "code": 7, "quantity": null}),
            "code",
        ),
        (
            "sale_scan",
            json!({"sale_id": sale, "line_id": id(), "code": "7", "quantity": "1,5"}),
            "quantity",
        ),
        ("settings_save", settings, "tax_classes[1].rate_percent"),
        (
            "user_save",
            json!({"user_id": id(), "name": "Eve", "role": "queen", "active": true}),
            "role",
        ),
        ("day_report", json!({"day": "2026-02-30"}), "day"),
    ];
    for (command, input, field) in cases {
        let error = mia.refused(command, input, ErrorCode::InputInvalid);
        assert_eq!(error.field.as_deref(), Some(field), "{command}: {error}");
    }
    mia.refused("sale_fly", json!({}), ErrorCode::CommandUnknown);
}

/// A whole object with one field changed.
fn changed(mut whole: Value, field: &str, value: Value) -> Value {
    whole[field] = value;
    whole
}

/// Each field of a whole input, broken by itself, is the one that is named.
fn each_is_named(clerk: &Clerk, command: &str, whole: &Value, broken: &[(&str, Value, ErrorCode)]) {
    for (field, value, code) in broken {
        let input = changed(whole.clone(), field, value.clone());
        let error = clerk.refused(command, input, *code);
        assert_eq!(error.field.as_deref(), Some(*field), "{command}: {error}");
    }
}

#[test]
fn a_rule_of_the_shop_that_cannot_be_is_named() {
    use ErrorCode::FieldInvalid;
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let settings = mia.ok("settings_view", json!({}));
    let broken = [
        ("name", json!(""), FieldInvalid),
        ("currency", json!("USD"), FieldInvalid),
        ("kind", json!("real"), FieldInvalid),
        ("language", json!("xx"), FieldInvalid),
        ("day_cut_off", json!("25:00"), FieldInvalid),
        ("time_zone", json!("Mars"), FieldInvalid),
        ("idle_lock_s", json!(5), FieldInvalid),
        ("cash_rounding_minor", json!(0), FieldInvalid),
        ("tax_classes", json!([]), FieldInvalid),
    ];
    each_is_named(&mia, "settings_save", &settings, &broken);
    // Goods still have the reduced class.
    let one = json!([settings["tax_classes"][0]]);
    let less = changed(settings, "tax_classes", one);
    let error = mia.refused("settings_save", less, FieldInvalid);
    assert_eq!(error.params["reason"], "still_used");
    let user = json!({"user_id": id(), "name": "Eve", "role": "cashier", "active": true});
    each_is_named(
        &mia,
        "user_save",
        &user,
        &[("name", json!(" "), FieldInvalid)],
    );
}

#[test]
fn a_value_of_a_line_that_cannot_be_is_named() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let sale = mia.ring(&[goods::PEN]);
    let line = mia.sale(&sale)["lines"][0]["line_id"].clone();
    let set = json!({
        "sale_id": sale, "line_id": line, "quantity": null, "unit_price": null,
        "discount": null, "note": null,
    });
    let over = json!({"kind": "percent", "percent": "101"});
    let broken = [
        ("quantity", json!("0"), ErrorCode::QuantityOutOfRange),
        ("unit_price", json!(-1), ErrorCode::PriceOutOfRange),
        ("discount", over, ErrorCode::DiscountOutOfRange),
        ("note", json!("x".repeat(201)), ErrorCode::FieldInvalid),
        ("line_id", json!(id()), ErrorCode::LineNotFound),
        ("sale_id", json!(id()), ErrorCode::SaleNotFound),
    ];
    each_is_named(&mia, "sale_line_set", &set, &broken);
}

#[test]
fn an_import_names_every_bad_row() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let table = "barcode;name;price;tax;unit\n\
                 4006381333932;Wrong digit;1,00;19;each\n\
                 ;Nameless code;2,00;19;each\n\
                 4006381333931;Pen;2,59;19;each\n\
                 4006381333931;Pen twice;2,59;19;each\n\
                 5449000000996;;1,00;19;each\n\
                 90;Bad price;abc;19;each\n\
                 91;Bad tax;1,00;33;each\n\
                 92;Bad unit;1,00;19;stone\n";
    let (check, done) = goods::import(&mia, "goods.csv", table.as_bytes());
    let problems: Vec<String> = check["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| {
            format!(
                "{} {} {} {}",
                p["line"], p["field"], p["reason"], p["refused"]
            )
        })
        .collect();
    let wanted = [
        r#"2 "barcode" "check_digit" false"#,
        r#"5 "barcode" "duplicate" true"#,
        r#"6 "name" "missing" true"#,
        r#"7 "price" "not_a_price" true"#,
        r#"8 "tax_class" "unknown" true"#,
        r#"9 "unit" "unknown" true"#,
    ];
    assert_eq!(problems, wanted);
    assert_eq!(
        (&check["row_count"], &check["refused_count"]),
        (&json!(8), &json!(5))
    );
    assert_eq!(
        (&done["new_count"], &done["changed_count"]),
        (&json!(2), &json!(1))
    );
    let sale = mia.ring(&[goods::PEN]);
    assert_eq!(mia.sale(&sale)["total_minor"], 259);
    // The same file again changes nothing but goods without a code, which cannot be known again.
    let (_, again) = goods::import(&mia, "goods.csv", table.as_bytes());
    assert_eq!(
        (&again["changed_count"], &again["unchanged_count"]),
        (&json!(0), &json!(2))
    );
    let missing = json!({"import_id": id(), "mapping": null});
    let error = mia.refused("import_check", missing, ErrorCode::ImportNotFound);
    assert_eq!(error.field.as_deref(), Some("import_id"));
    let begin = json!({"import_id": id(), "file_name": "a.csv", "size": 0});
    let error = mia.refused("import_begin", begin, ErrorCode::FieldInvalid);
    assert_eq!(error.field.as_deref(), Some("size"));
}
