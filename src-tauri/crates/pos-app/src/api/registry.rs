//! Every command registers itself where it is written; this is the list and its lookup.

use super::error::{AppError, AppResult, ErrorCode};
use crate::flow::Flow;
use crate::tx::Tx;
use pos_domain::staff::Permission;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::OnceLock;
use ts_rs::{TS, TypeVisitor};

/// Who may call a command at all. Limits within a permission are the use case's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone, signed in or not.
    Public,
    /// Anyone with a session, locked or not is checked by dispatch.
    SignedIn,
    Needs(Permission),
}

/// How a command touches the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Reads, on a connection of its own.
    Query,
    /// Writes rows of a sale being rung; durable within a quarter of a second.
    Edit,
    /// Writes money or rules; durable before the answer.
    Act,
    /// Runs outside a transaction: asks devices, hashes secrets, opens transactions of its own.
    Flow,
}

/// The command's body behind one signature.
pub enum Run {
    Tx(fn(&mut Tx, Value) -> AppResult<Value>),
    Flow(fn(&Flow, Value) -> AppResult<Value>),
}

/// The answer to a request id that was seen before.
pub type Again = fn(&mut Tx, Value) -> AppResult<Value>;

/// One command.
pub struct CommandEntry {
    pub name: &'static str,
    pub access: Access,
    /// Only within a minute of the person's own second factor.
    pub step_up: bool,
    /// Its input or its answer carries a password, a PIN, a code, a phrase or a seed.
    pub secret: bool,
    pub mode: Mode,
    pub run: Run,
    pub again: Option<Again>,
    pub input: fn() -> TypeText,
    pub output: fn() -> TypeText,
}

inventory::collect!(CommandEntry);

/// A type as TypeScript: its name where it is used, and the declarations that it needs.
pub struct TypeText {
    pub name: String,
    pub export: fn(&std::path::Path) -> Result<(), String>,
}

impl TypeText {
    /// The text of one type.
    pub fn of<T: TS + 'static>() -> TypeText {
        TypeText {
            name: T::name(&ts_config()),
            export: |folder| {
                let mut export = Export {
                    config: ts_config().with_out_dir(folder),
                    failed: None,
                };
                export.visit::<T>();
                T::visit_generics(&mut export);
                export.failed.map_or(Ok(()), Err)
            },
        }
    }
}

/// Writes what has a declaration of its own; a list or an optional value has none, its parts do.
struct Export {
    config: ts_rs::Config,
    failed: Option<String>,
}

impl TypeVisitor for Export {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_some()
            && let Err(error) = T::export_all(&self.config)
        {
            self.failed = Some(format!("{}: {error}", T::name(&self.config)));
        }
    }
}

/// How types are written: big integers as numbers (the edge keeps them in range).
fn ts_config() -> ts_rs::Config {
    ts_rs::Config::default().with_large_int("number")
}

/// All commands, by name.
pub fn commands() -> &'static HashMap<&'static str, &'static CommandEntry> {
    static LIST: OnceLock<HashMap<&'static str, &'static CommandEntry>> = OnceLock::new();
    LIST.get_or_init(|| {
        let list: Vec<&CommandEntry> = inventory::iter::<CommandEntry>.into_iter().collect();
        let map: HashMap<_, _> = list.iter().map(|c| (c.name, *c)).collect();
        assert_eq!(map.len(), list.len(), "two commands have the same name");
        map
    })
}

/// Reads an input; the error names the field by its place (`tax_classes[1].rate_percent`).
pub fn parse<T: DeserializeOwned>(value: Value) -> AppResult<T> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let (place, reason) = (error.path().to_string(), error.inner().to_string());
        // What is missing or too much has no place of its own: serde names it in its text.
        let named = ["missing field `", "unknown field `"]
            .iter()
            .find_map(|opening| {
                let (name, _) = reason.strip_prefix(opening)?.split_once('`')?;
                Some(name.to_owned())
            });
        let field = match named {
            None => place,
            Some(name) if place == "." => name,
            Some(name) if place == name || place.ends_with(&format!(".{name}")) => place,
            Some(name) => format!("{place}.{name}"),
        };
        AppError::new(ErrorCode::InputInvalid)
            .field(&field)
            .with("reason", reason)
    })
}

/// Writes an answer.
pub fn answer<T: Serialize>(value: T) -> AppResult<Value> {
    serde_json::to_value(value)
        .map_err(|e| AppError::new(ErrorCode::Internal).with("reason", e.to_string()))
}
