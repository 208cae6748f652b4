//! The table of who may call what, as each door must show it: every command × every role × how the
//! caller sits. A call carries an input that no command can read: who is let in hears that, who is
//! not hears which door is shut. So nothing happens, and everything can be tried.
//!
//! Owns: the expectation and its words. Must never: call anything; each door has a test of its own.

use crate::Who;
use pos_app::api::{Access, CommandEntry, commands};
use pos_domain::staff::{Grant, Role, grant};
use serde_json::{Value, json};

/// One each; the roles of the table.
pub const STAFF: [(Role, Who); 5] = [
    (Role::Cashier, Who::Cem),
    (Role::Supervisor, Who::Sam),
    (Role::Manager, Who::Mia),
    (Role::Technician, Who::Tao),
    (Role::Auditor, Who::Ava),
];

/// The answers of a shut door.
const SHUT: [&str; 6] = [
    "not_allowed",
    "session_needed",
    "session_locked",
    "step_up_needed",
    "second_factor_needed",
    "secret_change_needed",
];

/// All that is left to somebody who has something to do first.
const FIRST: [&str; 6] = [
    "own_password_change",
    "own_pin_change",
    "second_factor_begin",
    "second_factor_confirm",
    "session_lock",
    "session_step_up",
];

/// All that the customer's screen may ask for.
const CUSTOMER: [&str; 3] = ["customer_view", "picture", "shop_status"];

/// How the caller sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sits {
    Nowhere,
    /// At the customer's screen, with the handle of somebody's session at the till's.
    AtTheCustomers,
    Locked,
    /// A secret was given by somebody else, or the second factor is missing.
    MustChange,
    MustEnrol,
    Active,
    SteppedUp,
}

/// Every command, by name.
pub fn all() -> Vec<&'static CommandEntry> {
    let mut all: Vec<&CommandEntry> = commands().values().copied().collect();
    all.sort_by_key(|entry| entry.name);
    all
}

/// What no command can read.
pub fn unreadable() -> Value {
    json!({"no command": "takes this"})
}

/// What is wrong with the code of an answer; None when it is as in the table.
pub fn wrong(entry: &CommandEntry, role: Role, sits: Sits, code: &str) -> Option<String> {
    let shut = SHUT.contains(&code).then_some(code);
    // Who is let in hears that the input cannot be read, and nothing else.
    let let_in = shut.is_some() || code == "input_invalid";
    let due = expected(entry, role, sits);
    let state = format!("{role:?}, {sits:?}").to_lowercase();
    (shut != due || !let_in).then(|| format!("{} ({state}): {code}, not {due:?}", entry.name))
}

/// The door that must be shut; None: the command itself answers.
fn expected(entry: &CommandEntry, role: Role, sits: Sits) -> Option<&'static str> {
    if sits == Sits::AtTheCustomers {
        let customers = CUSTOMER.contains(&entry.name);
        return (!customers).then_some("not_allowed");
    }
    let first = FIRST.contains(&entry.name);
    match (entry.access, sits) {
        (Access::Public, _) => None,
        (_, Sits::Nowhere | Sits::AtTheCustomers) => Some("session_needed"),
        (_, Sits::Locked) => Some("session_locked"),
        (_, Sits::MustChange) if !first => Some("secret_change_needed"),
        (_, Sits::MustEnrol) if !first => Some("second_factor_needed"),
        (Access::Needs(permission), _) if grant(role, permission) == Grant::Deny => {
            Some("not_allowed")
        }
        (_, Sits::SteppedUp) => None,
        (_, Sits::MustChange | Sits::MustEnrol | Sits::Active) => {
            entry.step_up.then_some("step_up_needed")
        }
    }
}
