//! What is tried beside the trade: devices, keys, backups, policies and evidence, and every command
//! there is with an input that it can read. Owns the inputs; must never know what is allowed.

use crate::hands::Seen;
use pos_tests::dice::Dice;
use pos_tests::id;
use pos_tests::inputs::smallest;
use serde_json::{Value, json};

/// One of the acts that a technician is near to.
pub fn craft(dice: &mut Dice, seen: &Seen, own_pin: &str) -> (String, Value) {
    let device = dice.pick(&seen.devices).clone();
    let kcv = *dice.pick(&["08D7B4", "8CA64D", "FFFFFF"]);
    let (command, input) = match dice.below(14) {
        0 | 1 => (
            "register_edit",
            json!({
                "device_id": device, "place": "Counter", "make": null, "model": null,
                "kcv": dice.pick(&[Value::Null, json!(kcv)]),
            }),
        ),
        2 => (
            "device_inspect",
            json!({
                "device_id": device, "inspection_id": id(), "ok": dice.below(8) != 0,
                "note": "looked at",
            }),
        ),
        3 | 4 => (
            "device_clear",
            json!({"device_id": device, "note": "seals whole"}),
        ),
        5 => {
            let test = *dice.pick(&["status", "diagnosis", "end_of_day"]);
            (
                "terminal_test",
                json!({"terminal_id": device, "test": test}),
            )
        }
        6 => ("terminal_clear_alarm", json!({"terminal_id": device})),
        7 => ("session_step_up", json!({"pin": own_pin})),
        8 => {
            let key = *dice.pick(&["database", "journal", "anchor", "backup", "pepper"]);
            ("key_rotate", json!({"key": key, "secrets": []}))
        }
        9 => {
            let rule = *dice.pick(&["off", "warn", "block"]);
            let input = json!({
                "rule": rule, "interval_days": 30, "warn_days": 3, "grace_days": 14,
            });
            ("inspection_policy_save", input)
        }
        10 => {
            let rules = json!([{"check": "administrator", "rule": "inform"}]);
            ("posture_policy_save", json!({"rules": rules}))
        }
        11 => ("slot_remove", json!({"slot_id": dice.below(3)})),
        12 => {
            let command = *dice.pick(&["register", "posture", "key_list", "backup_list"]);
            (command, json!({}))
        }
        _ => {
            let user = dice.pick(&seen.users).clone();
            let command = *dice.pick(&["second_factor_reset", "user_secret_set"]);
            let input = match command {
                "user_secret_set" => json!({"user_id": user, "pin": "395716", "password": null}),
                _ => json!({"user_id": user}),
            };
            (command, input)
        }
    };
    (command.to_owned(), input)
}

/// An input that the command can read, with what is there in place of what is not.
pub fn readable(dice: &mut Dice, seen: &Seen, command: &str) -> Value {
    let mut input = smallest(command);
    put_in(dice, seen, &mut input);
    input
}

fn put_in(dice: &mut Dice, seen: &Seen, value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match known(dice, seen, name) {
                    Some(found) if value.is_string() || value.is_number() => *value = found,
                    _ => put_in(dice, seen, value),
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|value| put_in(dice, seen, value)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What could stand in a field of this name.
fn known(dice: &mut Dice, seen: &Seen, field: &str) -> Option<Value> {
    let list = match field {
        "sale_id" | "original_sale_id" => match dice.below(2) {
            0 => &seen.open,
            _ => &seen.done,
        },
        "user_id" | "approver_id" => &seen.users,
        "device_id" | "terminal_id" => &seen.devices,
        "line_id" => &seen.lines,
        "reason" | "note" | "name" | "text" => return Some(json!("x")),
        "amount_minor" | "float_minor" | "given_minor" => {
            return Some(json!(*dice.pick(&[0, 1, 249, 501, 60_000])));
        }
        "seq" | "first_seq" | "shift_no" | "z_number" | "line_no" => {
            return Some(json!(1 + dice.below(9)));
        }
        _ => return None,
    };
    Some(json!(dice.pick(list)))
}
