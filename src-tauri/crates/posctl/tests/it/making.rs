//! Making a shop, and what is refused with which field.

use crate::program::Folder;
use serde_json::json;

#[test]
fn a_shop_is_made_once_and_its_phrase_told_once() {
    let folder = Folder::new();
    let made = folder.init();
    assert_eq!(made["recovery_phrase"].as_array().unwrap().len(), 12);
    assert_eq!(made["status"]["kind"], "test");
    let status = folder.ask(&["status"]);
    assert_eq!(status["shop"]["name"], "Corner");
    assert_eq!(status["slots"], json!(["key_file", "recovery_phrase"]));
    assert_eq!(status["journal_seq"], status["anchor_seq"]);
    let warnings = status["warnings"].as_array().unwrap();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].as_str().unwrap().contains("key file"));
    let password = folder.file("again", "lamp 4711 behind the door\n");
    let again = folder.run([
        "--json",
        "init",
        "--name=B",
        "--currency=EUR",
        "--tax=A=7",
        "--manager=M",
        "--key=key-file",
        "--manager-password-file",
        password.to_str().unwrap(),
    ]);
    assert_eq!(again.failure()["code"], "shop_exists");
}

#[test]
fn the_doctor_tells_each_item_with_its_rule() {
    let folder = Folder::new();
    folder.init();
    let told = folder.ask(&["doctor", "--language", "zh"]);
    let items = told["items"].as_array().unwrap();
    assert_eq!(items.len(), 14, "{told}");
    let item = |check: &str| items.iter().find(|item| item["check"] == check).unwrap();
    // A test shop blocks nothing; its key lies in a file beside it, and it was never backed up.
    assert!(items.iter().all(|item| item["rule"] == "warn"), "{told}");
    for (check, status) in [
        ("key_slot", "bad"),
        ("backups", "bad"),
        ("recovery_phrase", "good"),
        ("file_modes", "good"),
        ("core_dumps", "good"),
    ] {
        assert_eq!(item(check)["status"], status, "{told}");
    }
    assert_eq!(told["slots"], json!(["key_file", "recovery_phrase"]));
}

#[test]
fn a_register_without_devices_is_good() {
    let folder = Folder::new();
    folder.init();
    assert_eq!(folder.ask(&["register"]), json!([]));
}

#[test]
fn what_is_wrong_is_named_and_nothing_is_made() {
    let folder = Folder::new();
    let good = folder.file("good", "lamp 4711 behind the door\n");
    let weak = folder.file("weak", "123\n");
    for (change, field) in [
        ("--currency=XYZ", "currency"),
        ("--tax=Standard", "tax"),
        ("--tax=Standard=190", "tax_classes"),
        ("--time-zone=Mars/Base", "time_zone"),
        ("--language=xx", "language"),
        ("--cash-rounding=0", "cash_rounding_minor"),
        ("--name=", "name"),
        ("weak", "manager_password"),
    ] {
        let password = if change == "weak" { &weak } else { &good };
        let mut arguments = vec!["--json", "init", "--manager=M", "--key=key-file"];
        for usual in ["--name=A", "--currency=EUR", "--tax=A=7"] {
            let option = usual.split_once('=').unwrap().0;
            if !change.starts_with(option) {
                arguments.push(usual);
            }
        }
        if change != "weak" {
            arguments.push(change);
        }
        arguments.extend(["--manager-password-file", password.to_str().unwrap()]);
        let refused = folder.run(&arguments);
        assert_eq!(refused.failure()["field"], field, "{change}");
        assert!(!folder.shop().exists(), "{change}");
    }
}

#[test]
fn a_shop_with_a_passphrase_opens_with_it_alone() {
    let folder = Folder::new();
    let passphrase = folder.file("passphrase", "seven grey herons at noon\n");
    let wrong = folder.file("wrong", "seven grey herons at dawn\n");
    let whole = folder.file(
        "shop.json",
        &json!({
            "kind": "training", "name": "Quay", "address": [], "register_name": "Till 1",
            "currency": "EUR", "language": "en", "prices_include_tax": true,
            "tax_rounding": "per_document",
            "tax_classes": [{ "tax_class_id": 1, "name": "Standard", "rate_percent": "19" }],
            "cash_rounding_minor": 1, "manager_name": "Mara",
            "manager_password": "lamp 4711 behind the door", "manager_pin": null,
            "key_slot": "passphrase", "passphrase": "seven grey herons at noon",
        })
        .to_string(),
    );
    folder.ask(&["init", "--from", whole.to_str().unwrap()]);
    let with = |file: &std::path::Path| {
        folder.run([
            "--json",
            "--passphrase-file",
            file.to_str().unwrap(),
            "journal",
            "verify",
        ])
    };
    assert_eq!(with(&passphrase).json()["holds"], true);
    assert_eq!(with(&wrong).failure()["code"], "key_wrong");
    let without = folder.run(["--json", "journal", "verify"]);
    assert_eq!(without.failure()["code"], "shop_locked");
    let closed = folder.run(["import", "products", whole.to_str().unwrap()]);
    assert!(
        !closed.good && closed.error.contains("--passphrase-file"),
        "{closed:?}"
    );
}

#[test]
fn the_demo_is_made_on_the_first_call_only() {
    let folder = Folder::new();
    let made = folder.ask(&["demo"]);
    assert_eq!(made["made"], true);
    assert_eq!(made["product_count"], 2000);
    assert_eq!(made["key_slot"], "key_file");
    let logins = made["logins"].as_array().unwrap();
    for role in ["manager", "supervisor", "cashier", "technician"] {
        let login = logins.iter().find(|l| l["role"] == role);
        assert!(login.is_some_and(|l| l["password"].is_string()), "{role}");
    }
    let again = folder.ask(&["demo"]);
    assert_eq!(
        (&again["made"], &again["logins"]),
        (&json!(false), &made["logins"])
    );
    assert_eq!(folder.ask(&["journal", "verify"])["holds"], true);
    let locked = Folder::new();
    let passphrase = locked.file("passphrase", "seven grey herons at noon\n");
    let with = ["--passphrase-file", passphrase.to_str().unwrap(), "demo"];
    assert_eq!(locked.ask(&with)["key_slot"], "passphrase");
    assert_eq!(locked.ask(&with)["made"], false);
    let other = Folder::new();
    other.init();
    let refused = other.run(["demo"]);
    assert!(
        !refused.good && refused.error.contains("is not the demo"),
        "{refused:?}"
    );
}
