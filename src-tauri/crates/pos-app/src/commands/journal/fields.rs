//! A body as fields that people read. Owns the way from a field's name to what it means: the names
//! end in their unit (`amount_minor`, `opened_at`), so a new fact is readable without a line here.

use super::line::Names;
use crate::api::{AppResult, name_of};
use crate::tx::Tx;
use crate::views::evidence::{JournalField, JournalValue};
use crate::views::register::TamperSign;
use pos_domain::fact::{Fact, LockReason};
use pos_domain::ids::{TerminalId, UserId};
use pos_domain::time::{Day, Instant};
use serde_json::{Map, Value};
use uuid::Uuid;

/// The fields of a body. A body of one value has it under the name `value`.
pub fn body(fact: &Fact) -> Map<String, Value> {
    // The fact is written as `{"its_kind": body}`.
    let written = serde_json::to_value(fact).unwrap_or_default();
    let inner = match written {
        Value::Object(outer) => outer.into_iter().next().map(|(_, inner)| inner),
        other => Some(other),
    };
    match inner {
        Some(Value::Object(fields)) => fields,
        Some(value) => Map::from_iter([(value_name(fact).to_owned(), value)]),
        None => Map::new(),
    }
}

/// What the one value of a body is.
fn value_name(fact: &Fact) -> &'static str {
    match fact {
        Fact::ReceiptReprinted(_) => "sale_id",
        Fact::SecretSet(_) | Fact::SignedIn(_) | Fact::LockedOut(_) => "user_id",
        Fact::TerminalUnpaired(_) | Fact::AlarmCleared(_) => "terminal_id",
        Fact::PeripheralUnpaired(_) => "peripheral_id",
        Fact::PictureSaved(_) | Fact::SettingsSaved(_) => "file_hash",
        _ => "value",
    }
}

/// The one amount that the entry is about.
pub fn amount(body: &Map<String, Value>) -> Option<i64> {
    let names = [
        "total_minor",
        "amount_minor",
        "counted_minor",
        "float_minor",
    ];
    names.iter().find_map(|name| body.get(*name)?.as_i64())
}

/// Bytes are written as a list of numbers; anything else that is a list holds groups or words.
pub(super) fn bytes(all: &[Value]) -> Option<String> {
    let byte = |value: &Value| u8::try_from(value.as_u64()?).ok();
    let bytes: Option<Vec<u8>> = all.iter().map(byte).collect();
    let bytes = bytes.filter(|bytes| bytes.len() >= 16)?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The fields in the order of the body, groups opened.
pub fn readable(
    tx: &Tx,
    names: &mut Names,
    body: &Map<String, Value>,
) -> AppResult<Vec<JournalField>> {
    let mut fields = Vec::new();
    group(tx, names, body, 0, &mut fields)?;
    Ok(fields)
}

fn group(
    tx: &Tx,
    names: &mut Names,
    body: &Map<String, Value>,
    depth: u32,
    fields: &mut Vec<JournalField>,
) -> AppResult<()> {
    for (name, value) in body {
        field(tx, names, name, None, value, depth, fields)?;
    }
    Ok(())
}

fn field(
    tx: &Tx,
    names: &mut Names,
    name: &str,
    place: Option<u32>,
    value: &Value,
    depth: u32,
    fields: &mut Vec<JournalField>,
) -> AppResult<()> {
    let mut put = |value| {
        fields.push(JournalField {
            depth,
            name: name.to_owned(),
            place,
            value,
        });
    };
    match value {
        Value::Object(inner) => {
            put(JournalValue::Group);
            group(tx, names, inner, depth + 1, fields)
        }
        Value::Array(all) => {
            if let Some(text) = bytes(all) {
                put(JournalValue::Text { text });
                return Ok(());
            }
            for (one, place) in all.iter().zip(1..) {
                field(tx, names, name, Some(place), one, depth, fields)?;
            }
            Ok(())
        }
        Value::Null => {
            put(JournalValue::Empty);
            Ok(())
        }
        Value::Bool(yes) => {
            put(JournalValue::Truth { yes: *yes });
            Ok(())
        }
        Value::Number(number) => {
            put(number_value(name, number.as_i64().unwrap_or_default()));
            Ok(())
        }
        Value::String(text) => {
            let value = text_value(tx, names, name, text)?;
            put(value);
            Ok(())
        }
    }
}

fn number_value(name: &str, number: i64) -> JournalValue {
    if name.ends_with("_minor") {
        return JournalValue::Amount {
            amount_minor: number,
        };
    }
    if name.ends_with("_at") || matches!(name, "expected" | "found" | "at") {
        return JournalValue::At {
            at: Instant(number),
        };
    }
    JournalValue::Number { number }
}

fn text_value(tx: &Tx, names: &mut Names, name: &str, text: &str) -> AppResult<JournalValue> {
    if let Some(day) = Day::parse(text).filter(|_| name.ends_with("day")) {
        return Ok(JournalValue::Day { day });
    }
    if let Ok(id) = text.parse::<Uuid>() {
        let person = |id| tx.store.user(UserId(id));
        if person(id)?.is_some() {
            let name = names.person(tx, UserId(id))?;
            return Ok(JournalValue::Person { name });
        }
        if tx.store.terminal(TerminalId(id))?.is_some() {
            let name = names.device(tx, TerminalId(id))?;
            return Ok(JournalValue::Device { name });
        }
        return Ok(JournalValue::Text {
            text: text.to_owned(),
        });
    }
    // What only the program writes: its own words.
    let is_sign = || TamperSign::ALL.iter().any(|sign| sign.name() == text);
    let is_lock = || {
        LockReason::ALL
            .iter()
            .any(|reason| name_of(*reason) == text)
    };
    let is_word = match name {
        "found" => is_sign(),
        // Of a void or a cash act it is what a person wrote.
        "reason" => is_lock(),
        _ => WORDS.contains(&name),
    };
    if is_word {
        return Ok(JournalValue::Word {
            word: text.to_owned(),
        });
    }
    Ok(JournalValue::Text {
        text: text.to_owned(),
    })
}

/// Fields that hold words of the program's own.
const WORDS: [&str; 13] = [
    "act", "cause", "grant", "key", "kind", "look", "means", "money", "role", "state", "test",
    "unit", "why",
];
