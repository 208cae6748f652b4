//! The auditor: seeks entries, opens them, has them checked, takes them out signed. Each look is an
//! entry itself; the auditor sells nothing.

use base64ct::{Base64, Encoding};
use pos_app::ErrorCode;
use pos_host::check_export;
use pos_tests::template::PASSWORD;
use pos_tests::{Clerk, Till, Who, goods};
use serde_json::{Value, json};

fn sought(changes: Value) -> Value {
    let mut input = json!({
        "from": null, "to": null, "actor": null, "kind": null, "text": null,
        "amount_minor": null, "before": null, "limit": 50,
    });
    for (name, value) in changes.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

fn kinds(page: &Value) -> Vec<&str> {
    let lines = page["lines"].as_array().unwrap();
    lines
        .iter()
        .map(|line| line["kind"].as_str().unwrap())
        .collect()
}

fn sold(clerk: &Clerk) -> String {
    let sale = clerk.ring(&[goods::PEN]);
    clerk.pay_cash(&sale, 300);
    sale
}

#[test]
fn the_auditor_finds_and_opens_entries() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    let sale = sold(&cem);
    let ava = till.sign_in(Who::Ava);
    let seek = |changes| ava.ok("journal_search", sought(changes));

    let page = seek(json!({"kind": "sale_completed"}));
    assert_eq!(kinds(&page), ["sale_completed"]);
    let line = &page["lines"][0];
    assert_eq!(
        (&line["amount_minor"], &line["actor_name"]),
        (&json!(249), &json!("Cem"))
    );
    for same in [
        json!({"text": sale}),
        json!({"amount_minor": 249, "kind": "sale_completed"}),
        json!({"actor": till.user_id(Who::Cem), "kind": "sale_completed"}),
        json!({"text": "pEn", "kind": "sale_completed"}),
    ] {
        assert_eq!(seek(same.clone())["lines"], page["lines"], "{same}");
    }
    assert_eq!(seek(json!({"amount_minor": 250}))["lines"], json!([]));
    assert_eq!(seek(json!({"to": "2001-01-01"}))["lines"], json!([]));
    ava.refused(
        "journal_search",
        sought(json!({"kind": "?"})),
        ErrorCode::FieldInvalid,
    );

    // Page by page everything comes once, newest first.
    let (mut seen, mut before) = (Vec::new(), Value::Null);
    loop {
        let page = seek(json!({"limit": 7, "before": before, "to": "2999-01-01"}));
        seen.extend(
            page["lines"]
                .as_array()
                .unwrap()
                .iter()
                .map(|l| l["seq"].as_i64().unwrap()),
        );
        before = page["next"].clone();
        if before.is_null() {
            break;
        }
    }
    assert!(seen.is_sorted_by(|a, b| a == &(b + 1)), "{seen:?}");
    assert_eq!(seen.last(), Some(&1));

    let entry = ava.ok("journal_entry", json!({"seq": line["seq"]}));
    let fields = entry["fields"].as_array().unwrap();
    let field = |name: &str| fields.iter().find(|field| field["name"] == name).unwrap();
    let total = json!({"kind": "amount", "amount_minor": 249});
    assert_eq!(field("total_minor")["value"], total);
    let lines = field("lines");
    assert_eq!(
        (&lines["place"], &lines["value"]["kind"]),
        (&json!(1), &json!("group"))
    );

    // Each look stands in the journal, under the auditor's name.
    let looks = seek(json!({"kind": "journal_read", "actor": till.user_id(Who::Ava)}));
    assert!(kinds(&looks).len() > 8);
    ava.refused("sale_scan", json!({}), ErrorCode::NotAllowed);
    cem.refused("journal_search", sought(json!({})), ErrorCode::NotAllowed);
}

/// A new key of the journal brings a new signature at once, the same as after the next start.
fn signature_follows_the_key(till: &mut Till) {
    let signed = |till: &Till| {
        let mia = till.sign_in(Who::Mia);
        let all = json!({"first_seq": null, "last_seq": null});
        mia.ok("journal_export", all)["fingerprint"].clone()
    };
    let first = signed(till);
    let journal = json!({"key": "journal", "secrets": []});
    till.sign_in(Who::Mia).ok("key_rotate", journal);
    let second = signed(till);
    assert_ne!(first, second);
    till.restart();
    assert_eq!(signed(till), second);
}

#[test]
fn a_signed_copy_is_whole_or_refused() {
    let mut till = Till::new();
    sold(&till.sign_in(Who::Cem));
    signature_follows_the_key(&mut till);
    let mia = till.sign_in(Who::Mia);
    let all = json!({"first_seq": null, "last_seq": null});
    mia.refused("journal_export", all.clone(), ErrorCode::StepUpNeeded);
    mia.ok("session_step_up", json!({"password": PASSWORD}));
    let made = mia.ok("journal_export", all);
    let file = Base64::decode_vec(made["base64"].as_str().unwrap()).unwrap();
    let checked = check_export(&file).unwrap();
    assert_eq!(checked.first_seq, 1);
    assert_eq!(json!(checked.last_seq), made["last_seq"]);
    assert_eq!(json!(checked.fingerprint), made["fingerprint"]);

    // Any byte changed, any line taken out or put elsewhere.
    for at in (0..file.len()).step_by(file.len() / 97) {
        let mut changed = file.clone();
        changed[at] ^= 1;
        assert!(check_export(&changed).is_err(), "byte {at}");
    }
    let lines: Vec<&[u8]> = file.split_inclusive(|byte| *byte == b'\n').collect();
    for gone in 0..lines.len() {
        let without = [&lines[..gone], &lines[gone + 1..]].concat().concat();
        assert!(check_export(&without).is_err(), "line {gone}");
    }
    assert!(check_export(&file[..file.len() - 1]).is_err());
    mia.refused(
        "journal_export",
        json!({"first_seq": 9, "last_seq": 1}),
        ErrorCode::FieldInvalid,
    );
}

#[test]
fn the_check_tells_what_holds() {
    let till = Till::new();
    let ava = till.sign_in(Who::Ava);
    let verdict = ava.ok("journal_verify", json!({}));
    assert_eq!(
        (&verdict["holds"], &verdict["problem"]),
        (&json!(true), &Value::Null)
    );
    assert!(verdict["entries"].as_i64().unwrap() > 10);
    let noted = ava.ok(
        "journal_search",
        sought(json!({"kind": "journal_verified"})),
    );
    assert_eq!(noted["lines"].as_array().unwrap().len(), 1);
}

#[test]
fn the_review_shows_who_did_what_last() {
    let till = Till::new();
    let cem = till.sign_in(Who::Cem);
    sold(&cem);
    sold(&cem);
    let ava = till.sign_in(Who::Ava);
    let review = ava.ok("access_review", json!({"days": 90}));
    let people = review["people"].as_array().unwrap();
    let person = |name: &str| people.iter().find(|p| p["name"] == name).unwrap();
    let right = |name: &str, permission: &str| {
        let all = person(name)["rights"].as_array().unwrap();
        all.iter().find(|r| r["permission"] == permission).cloned()
    };
    let ring = right("Cem", "sale_ring").unwrap();
    assert_eq!((&ring["used"], &ring["flags"]), (&json!(2), &json!([])));
    assert!(ring["last_used_at"].is_i64());
    assert_eq!(
        right("Sam", "sale_ring").unwrap()["flags"],
        json!(["never_used"])
    );
    assert_eq!(right("Cem", "user_edit"), None);
    assert_eq!(right("Sam", "x_report").unwrap()["used"], Value::Null);
    assert!(
        person("Dora")["flags"]
            .as_array()
            .unwrap()
            .contains(&json!("never_signed_in"))
    );

    // A shop that lets its cashiers void anything is told so.
    let mia = till.sign_in(Who::Mia);
    let wider =
        json!({"cells": [{"role": "cashier", "act": "sale_void", "rule": {"kind": "allow"}}]});
    mia.ok("limits_save", wider);
    let review = ava.ok("access_review", json!({"days": 90}));
    let cem = review["people"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["name"] == "Cem")
        .unwrap();
    assert!(
        cem["flags"]
            .as_array()
            .unwrap()
            .contains(&json!("too_wide")),
        "{}",
        cem["flags"]
    );

    for form in ["csv", "pdf"] {
        let file = ava.ok("access_review_file", json!({"days": 90, "form": form}));
        let bytes = Base64::decode_vec(file["base64"].as_str().unwrap()).unwrap();
        match form {
            "csv" => {
                let text = String::from_utf8(bytes).unwrap();
                let row = text
                    .lines()
                    .find(|l| l.contains(",Cem,") && l.contains(",sale-ring,"));
                assert!(row.unwrap().contains(",allow,,2,0,"), "{row:?}");
            }
            _ => assert!(bytes.starts_with(b"%PDF-")),
        }
    }
}
