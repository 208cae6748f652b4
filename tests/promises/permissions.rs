//! Permissions: every command there is, tried by every role in every state, over the served door;
//! and everybody who stands at it without belonging there.
//!
//! A call carries an input that no command can read: who is let in hears that, who is not hears
//! which door is shut. So nothing happens, and every command can be tried.

mod strangers;

use crate::promise::{Kept, Plant, Promise, must};
use crate::stage::{Stage, ok};
use pos_app::api::commands;
use pos_domain::staff::Role;
use pos_tests::doors::{self, STAFF, Sits};
use pos_tests::served::CallError;
use pos_tests::{Books, Browser, Served, Who, id};
use serde_json::json;

pub const PROMISE: Promise = Promise {
    name: "permissions",
    says: "each role may do what the table says and nothing else; nobody else may do anything",
    keep,
    plants: &[
        Plant {
            name: "cashier-made-manager",
            breaks: "the cashier's role is rewritten in the shop's file from outside",
            found: "cashier, active",
        },
        Plant {
            name: "cookie-stolen",
            breaks: "the stranger at another seat is given the cookie of the manager's browser too",
            found: "with the handle of another seat",
        },
    ],
};

fn keep(stage: &Stage) -> Kept {
    stage.furnish();
    if stage.planted("cashier-made-manager") {
        let sql = "UPDATE user SET role = 2 WHERE name = 'Cem'";
        Books::rewrite(&stage.shop(), sql);
    }
    let till = stage.serve();
    let mut wrong = Vec::new();
    let (mut cells, mut denied) = (0, 0);
    for (role, who) in STAFF {
        for sits in [Sits::Nowhere, Sits::Locked, Sits::Active, Sits::SteppedUp] {
            let codes = walk(&till, role, who, sits, &mut wrong);
            cells += codes.len();
            denied += codes.iter().filter(|code| *code == "not_allowed").count();
        }
    }
    must(wrong.is_empty(), || {
        format!(
            "{} cells: {}",
            wrong.len(),
            wrong[..1.min(wrong.len())].join("; ")
        )
    })?;
    logged(stage, denied)?;
    let refused = strangers::refused(stage, &till)?;
    Ok(format!(
        "{} commands, {cells} cells of role and state as in the table; {denied} denied calls \
         logged with who made them; {refused} strangers refused",
        commands().len()
    ))
}

/// The till's log names each call that a person was denied, and whose it was.
fn logged(stage: &Stage, denied: usize) -> Result<(), String> {
    let log = std::fs::read_to_string(stage.log()).map_err(|error| error.to_string())?;
    let told = |line: &&str| line.contains("denied command=") && line.contains(" user=");
    let told = log.lines().filter(told).count();
    must(denied > 0 && told == denied, || {
        format!("{denied} calls were denied, the log tells of {told}")
    })
}

/// Tries every command from one state; answers with which codes.
fn walk(till: &Served, role: Role, who: Who, sits: Sits, wrong: &mut Vec<String>) -> Vec<String> {
    let mut seat = seated(till, who, sits);
    let mut codes = Vec::new();
    for entry in &doors::all() {
        let mut code = asked(&mut seat, entry.name);
        if code == "too_many_calls" {
            // A program is quicker than a person: it goes on at another seat.
            seat = seated(till, who, sits);
            code = asked(&mut seat, entry.name);
        }
        wrong.extend(doors::wrong(entry, role, sits, &code));
        codes.push(code);
    }
    codes
}

fn seated(till: &Served, who: Who, sits: Sits) -> Browser {
    let mut seat = Browser::at(&till.address).expect("the till listens");
    if sits != Sits::Nowhere {
        let signed_in = seat.sign_in(who.name(), who.pin());
        signed_in.unwrap_or_else(|error| panic!("{} does not sign in: {error:?}", who.name()));
    }
    match sits {
        Sits::Nowhere | Sits::Active => {}
        Sits::Locked => {
            ok(&mut seat, "session_lock", &json!({}));
        }
        Sits::SteppedUp => {
            ok(&mut seat, "session_step_up", &json!({"pin": who.pin()}));
        }
        Sits::MustChange | Sits::MustEnrol | Sits::AtTheCustomers => {
            unreachable!("tried at the door inside, where the rules are made strong")
        }
    }
    seat
}

/// The code with which a call without a readable input is answered.
fn asked(seat: &mut Browser, command: &str) -> String {
    match seat.call(command, &doors::unreadable(), &id()) {
        Ok(answer) => format!("answered: {answer}"),
        Err(CallError::Refused(error)) => error["code"].as_str().unwrap_or_default().to_owned(),
        Err(CallError::Lost(error)) => format!("lost: {error}"),
    }
}
