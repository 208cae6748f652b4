//! Every field of every fact has its words in both languages: the journal's screen reads a body out
//! by the names of its fields, and a name without words would be shown as it is.

use super::{one_of_each, register};
use crate::fact::kinds::KINDS;
use serde_json::Value;
use std::collections::BTreeSet;

const TEXTS: [(&str, &str); 2] = [
    (
        "en",
        include_str!("../../../../../../assets/locales/en.ftl"),
    ),
    (
        "zh",
        include_str!("../../../../../../assets/locales/zh.ftl"),
    ),
];

/// The names at every depth; what an id or a number is told under has its own name.
fn names(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                found.insert(name.clone());
                names(inner, found);
            }
        }
        Value::Array(all) => all.iter().for_each(|inner| names(inner, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_field_has_its_words() {
    let facts: Vec<_> = one_of_each().into_iter().chain(register::each()).collect();
    let mut found = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    for fact in &facts {
        kinds.insert(fact.kind());
        // `{"its_kind": body}`: the kind has words of its own.
        match serde_json::to_value(fact).unwrap() {
            Value::Object(outer) => outer.values().for_each(|body| names(body, &mut found)),
            other => panic!("{other}: a fact is a kind and its body"),
        }
    }
    let known: BTreeSet<u16> = KINDS.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, known, "one of each kind is looked at");
    assert!(found.len() > 100, "{} names", found.len());
    let lacking: Vec<String> = TEXTS
        .iter()
        .flat_map(|(language, text)| {
            let has = |key: &str| {
                text.lines()
                    .any(|line| line.starts_with(&format!("{key} =")))
            };
            let fields = found.iter().map(|name| format!("field-{name}"));
            let kinds = KINDS.iter().map(|(_, name)| format!("fact-{name}"));
            let keys = fields.chain(kinds).map(|key| key.replace('_', "-"));
            keys.filter(move |key| !has(key))
                .map(move |key| format!("{language}: {key}"))
        })
        .collect();
    assert_eq!(lacking, Vec::<String>::new());
}
