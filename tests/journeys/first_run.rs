//! From an empty folder to the first receipt.

use pos_app::ErrorCode;
use pos_tests::template::{self, PASSWORD, Who};
use pos_tests::{Till, goods};
use serde_json::{Value, json};

#[test]
fn from_nothing_to_the_first_receipt() {
    let till = Till::bare();
    let mut someone = till.nobody();
    assert_eq!(someone.ok("shop_status", json!({}))["state"], "none");
    assert!(
        !someone.ok("shop_presets", json!({}))["countries"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    someone.refused("session_users", json!({}), ErrorCode::ShopMissing);

    let made = someone.ok("shop_create", template::first_run());
    assert_eq!(made["recovery_phrase"].as_array().unwrap().len(), 12);
    assert_eq!(made["status"]["state"], "open");
    assert_eq!(made["status"]["currency"]["code"], "EUR");
    someone.refused("shop_create", template::first_run(), ErrorCode::ShopExists);

    let mia = till.user_id(Who::Mia);
    let sign_in = json!({"user_id": mia, "pin": null, "password": PASSWORD});
    let session = someone.ok("session_sign_in", sign_in);
    assert_eq!(session["role"], "manager");
    someone.caller.handle = session["handle"].as_str().unwrap().to_owned();
    someone.ok("session_step_up", json!({"password": PASSWORD}));
    template::add_person(&someone, Who::Cem);
    let (check, done) = goods::import(&someone, "goods.tsv", goods::TABLE.as_bytes());
    assert_eq!(check["problems"], json!([]));
    assert_eq!(
        (&check["new_count"], &done["new_count"]),
        (&json!(7), &json!(7))
    );

    let cem = till.sign_in(Who::Cem);
    let float = json!({"drawer_no": null, "float_minor": 10_000});
    cem.ok("shift_open", float);
    let sale = cem.ring(&[goods::PEN]);
    let paid = cem.pay_cash(&sale, 500);
    assert_eq!(paid["state"], "completed");
    assert_eq!(paid["number_text"], "1-0001");
    assert_eq!(paid["change_minor"], 251);
    let receipt = cem.ok("receipt_view", json!({"sale_id": sale}));
    let text = receipt["blocks"].to_string();
    assert!(
        text.contains("Corner Shop") && text.contains("Pen"),
        "{text}"
    );
    let copy = cem.ok("receipt_reprint", json!({"sale_id": sale}));
    assert_eq!(copy["copy"], true);
    assert_eq!(
        till.books()
            .number("SELECT count(*) FROM journal_entry WHERE kind = 6"),
        1
    );
}

#[test]
fn a_wrong_first_run_names_its_field_and_leaves_nothing() {
    let till = Till::bare();
    let someone = till.nobody();
    let cases = [
        ("name", json!(" "), ErrorCode::FieldInvalid),
        ("currency", json!("ZZZ"), ErrorCode::FieldInvalid),
        ("language", json!("tlh"), ErrorCode::FieldInvalid),
        ("cash_rounding_minor", json!(0), ErrorCode::FieldInvalid),
        ("tax_classes", json!([]), ErrorCode::FieldInvalid),
        ("time_zone", json!("Mars/Olympus"), ErrorCode::FieldInvalid),
        ("manager_name", json!(""), ErrorCode::FieldInvalid),
        (
            "manager_password",
            json!("short-1"),
            ErrorCode::PasswordRule,
        ),
        ("manager_pin", json!("111111"), ErrorCode::PinRule),
        ("kind", json!("demo"), ErrorCode::FieldInvalid),
    ];
    for (field, value, code) in cases {
        let mut input = template::first_run();
        input[field] = value;
        let error = someone.refused("shop_create", input, code);
        assert_eq!(error.field.as_deref(), Some(field));
    }
    let mut input = template::first_run();
    input["key_slot"] = json!("passphrase");
    input["passphrase"] = json!("too short");
    let error = someone.refused("shop_create", input, ErrorCode::FieldInvalid);
    assert_eq!(error.field.as_deref(), Some("passphrase"));
    assert_eq!(someone.ok("shop_status", json!({}))["state"], "none");
    assert_eq!(std::fs::read_dir(till.dir()).unwrap().count(), 0);
}

#[test]
fn a_shop_with_a_passphrase_stays_shut_until_it_is_told() {
    let mut till = Till::bare();
    let mut input = template::first_run();
    input["key_slot"] = json!("passphrase");
    input["passphrase"] = json!("winter barley over the hill");
    let made = till.nobody().ok("shop_create", input);
    till.restart();
    let someone = till.nobody();
    let status = someone.ok("shop_status", json!({}));
    assert_eq!(
        (&status["state"], &status["unlock_reason"]),
        (&json!("locked"), &json!("passphrase_needed"))
    );
    someone.refused("session_users", json!({}), ErrorCode::ShopLocked);
    let unlock = |passphrase: Value, phrase: Value| {
        let words = [("passphrase", passphrase), ("recovery_phrase", phrase)];
        Value::from_iter(words)
    };
    let wrong = unlock(json!("winter wheat over the hill"), Value::Null);
    someone.refused("shop_unlock", wrong, ErrorCode::KeyWrong);
    let right = unlock(json!("winter barley over the hill"), Value::Null);
    assert_eq!(someone.ok("shop_unlock", right)["state"], "open");
    assert_eq!(someone.ok("session_users", json!({}))[0]["name"], "Mia");

    till.restart();
    let words: Vec<&str> = made["recovery_phrase"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| w.as_str().unwrap())
        .collect();
    let someone = till.nobody();
    let phrase = unlock(Value::Null, json!(words.join(" ")));
    assert_eq!(someone.ok("shop_unlock", phrase)["state"], "open");
}
