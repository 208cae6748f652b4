//! The table of permissions, tried in full: every command × every role × how the caller sits,
//! through the same door as every shell: with inputs that can be read where nobody sits, where the
//! seat is locked and where it is active, and with one that cannot in every other state. Beside
//! it, the list of commands as a snapshot, so that a new door or a wider one is seen in review.

use pos_app::api::{Access, CommandEntry, commands};
use pos_app::{AppError, ErrorCode};
use pos_domain::staff::{Grant, Permission, Role, grant};
use pos_tests::doors::{self, STAFF};
use pos_tests::inputs::smallest;
use pos_tests::template::{self, PASSWORD};
use pos_tests::{Authenticator, Clerk, Till, Who};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

/// What dispatch itself answers when it lets nobody in.
const DOORS: [ErrorCode; 3] = [
    ErrorCode::NotAllowed,
    ErrorCode::SessionNeeded,
    ErrorCode::SessionLocked,
];

/// Changes how the caller sits: tried last.
const LAST: [&str; 2] = ["session_lock", "session_sign_out"];

fn in_order() -> Vec<&'static CommandEntry> {
    let mut all: Vec<&CommandEntry> = commands().values().copied().collect();
    all.sort_by_key(|entry| (LAST.iter().position(|last| *last == entry.name), entry.name));
    all
}

/// What is told to a command: the smallest input; for the rules of the shop, those it has.
/// Somebody who may not see them cannot change them either.
fn told(command: &str, clerk: &Clerk) -> Value {
    match command {
        "settings_save" => clerk.ask("settings_view", json!({})).unwrap_or(Value::Null),
        _ => smallest(command),
    }
}

/// How a caller sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sits {
    Nowhere,
    Locked,
    Active,
}

/// What the table says: the door's own answer, or None when the use case answers.
fn expected(entry: &CommandEntry, role: Role, sits: Sits) -> Option<ErrorCode> {
    match (entry.access, sits) {
        // Nobody can be woken where nobody sits.
        (Access::Public, Sits::Nowhere) if entry.name == "session_unlock" => {
            Some(ErrorCode::SessionNeeded)
        }
        (Access::Public, _) => None,
        (Access::SignedIn | Access::Needs(_), Sits::Nowhere) => Some(ErrorCode::SessionNeeded),
        (Access::SignedIn | Access::Needs(_), Sits::Locked) => Some(ErrorCode::SessionLocked),
        // Who may have which paper is the paper's own matter; a receipt is for those who sell.
        (Access::SignedIn, Sits::Active)
            if ["paper", "print", "print_pdf"].contains(&entry.name) =>
        {
            (grant(role, Permission::SaleRing) == Grant::Deny).then_some(ErrorCode::NotAllowed)
        }
        (Access::SignedIn, Sits::Active) => entry.step_up.then_some(ErrorCode::StepUpNeeded),
        (Access::Needs(permission), Sits::Active) => match grant(role, permission) {
            Grant::Deny => Some(ErrorCode::NotAllowed),
            Grant::Allow | Grant::Within(_) | Grant::Approval => {
                entry.step_up.then_some(ErrorCode::StepUpNeeded)
            }
        },
    }
}

/// Tries one cell; answers what is wrong with it.
fn tried(entry: &CommandEntry, role: Role, sits: Sits, clerk: &Clerk) -> Option<String> {
    let answer = clerk.ask(entry.name, told(entry.name, clerk));
    let code = answer.as_ref().err().map(|error: &AppError| error.code);
    let wanted = expected(entry, role, sits);
    let right = match wanted {
        Some(door) => code == Some(door),
        // The use case was reached: its input could be read, and no door was shut.
        None => code.is_none_or(|c| c != ErrorCode::InputInvalid && !DOORS.contains(&c)),
    };
    (!right).then(|| {
        format!(
            "{} {role:?} {sits:?}: {answer:?}, table: {wanted:?}",
            entry.name
        )
    })
}

#[test]
fn the_table_in_full() {
    let till = Till::new();
    let mut wrong = Vec::new();
    let mut cells = 0;
    let mut walk = |role: Role, sits: Sits, clerk: &Clerk| {
        for entry in in_order() {
            cells += 1;
            wrong.extend(tried(entry, role, sits, clerk));
        }
    };
    for (role, who) in STAFF {
        walk(role, Sits::Nowhere, &till.nobody());
        let mut clerk = till.sign_in(who);
        walk(role, Sits::Active, &clerk);
        // Signed out by the last command.
        clerk.sign_in(who);
        clerk.ok("session_lock", json!({}));
        walk(role, Sits::Locked, &clerk);
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(cells, commands().len() * STAFF.len() * 3);
}

/// Tries every command from one state; answers what is wrong, and how many there were.
fn walked(clerk: &Clerk, role: Role, sits: doors::Sits) -> (Vec<String>, usize) {
    let all = doors::all();
    let wrong = all.iter().filter_map(|entry| {
        let code = match clerk.ask(entry.name, doors::unreadable()) {
            Ok(answer) => format!("answered: {answer}"),
            Err(error) => error.code.name(),
        };
        doors::wrong(entry, role, sits, &code)
    });
    (wrong.collect(), all.len())
}

#[test]
fn those_who_showed_a_factor_again() {
    let till = Till::new();
    for (role, who) in STAFF {
        let clerk = till.sign_in(who);
        clerk.step_up();
        let (wrong, cells) = walked(&clerk, role, doors::Sits::SteppedUp);
        assert_eq!((wrong, cells), (vec![], commands().len()));
    }
}

/// The strong rules come: who has a password that the manager gave changes it before anything else,
/// and then takes the second factor in where the role needs one.
#[test]
fn those_who_have_something_to_do_first() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let others = STAFF.into_iter().filter(|(_, who)| *who != Who::Mia);
    for (_, who) in others.clone() {
        let given = json!({"user_id": till.user_id(who), "pin": null, "password": PASSWORD});
        mia.ok("user_secret_set", given);
    }
    mia.step_up();
    enrol(&mia);
    let strong = json!({"strong": true, "change_given": true, "letters_and_digits": true});
    mia.ok("sign_in_policy_save", strong);
    for (role, who) in others {
        let clerk = seated(&till, who, PASSWORD, "change_password");
        let (wrong, _) = walked(&clerk, role, doors::Sits::MustChange);
        assert_eq!(wrong, Vec::<String>::new());
        let new = json!({"password": PASSWORD, "new_password": NEW_PASSWORD});
        let session = clerk.ok("own_password_change", new);
        if [Role::Technician, Role::Auditor].contains(&role) {
            assert_eq!(session["must"], "enrol_second_factor");
            let clerk = seated(&till, who, NEW_PASSWORD, "enrol_second_factor");
            let (wrong, _) = walked(&clerk, role, doors::Sits::MustEnrol);
            assert_eq!(wrong, Vec::<String>::new());
        }
    }
}

/// The manager of a new shop has no second factor yet.
#[test]
fn the_first_manager_takes_the_second_factor_first() {
    let till = Till::bare();
    let mut shop = template::first_run();
    shop.as_object_mut().unwrap().remove("sign_in");
    till.nobody().ok("shop_create", shop);
    let mia = seated(&till, Who::Mia, PASSWORD, "enrol_second_factor");
    let (wrong, _) = walked(&mia, Role::Manager, doors::Sits::MustEnrol);
    assert_eq!(wrong, Vec::<String>::new());
}

const NEW_PASSWORD: &str = "quarry-7-lantern-orchid";

/// Signs in with the password; `must` is what the session has to do first.
fn seated<'t>(till: &'t Till, who: Who, password: &str, must: &str) -> Clerk<'t> {
    let mut clerk = till.nobody();
    let shown = json!({"user_id": till.user_id(who), "pin": null, "password": password});
    let session = clerk.ok("session_sign_in", shown);
    assert_eq!(session["must"], must, "{}", who.name());
    clerk.caller.handle = session["handle"].as_str().unwrap().to_owned();
    clerk
}

fn enrol(clerk: &Clerk) {
    let offer = clerk.ok("second_factor_begin", json!({}));
    let phone = Authenticator::scan(offer["uri"].as_str().unwrap());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let code = phone.code(i64::try_from(now.as_millis()).unwrap());
    clerk.ok("second_factor_confirm", json!({"code": code}));
}

#[test]
fn a_handle_of_another_seat_opens_nothing() {
    let till = Till::new();
    let mia = till.sign_in(Who::Mia);
    let mut thief = till.nobody();
    thief.caller.handle = mia.caller.handle.clone();
    thief.refused("user_list", json!({}), ErrorCode::SessionNeeded);
    thief.caller = mia.caller.clone();
    thief.caller.handle.pop();
    thief.refused("user_list", json!({}), ErrorCode::SessionNeeded);
}

#[test]
fn the_doors() {
    let mut lines: Vec<String> = commands()
        .values()
        .map(|entry| {
            let again = if entry.again.is_some() { " again" } else { "" };
            format!("{} {:?} {:?}{again}", entry.name, entry.access, entry.mode)
        })
        .collect();
    lines.sort();
    insta::assert_snapshot!(lines.join("\n"));
}

/// Names under which an input carries what nobody else may know. A product has a code too.
const SECRET: [&str; 10] = [
    "pin",
    "password",
    "new_pin",
    "new_password",
    "manager_pin",
    "manager_password",
    "passphrase",
    "phrase",
    "recovery_phrase",
    "secret",
];

/// The shells keep no byte of a call that carries a secret: they must know which do.
#[test]
fn commands_that_carry_secrets_say_so() {
    let mut silent = Vec::new();
    for entry in doors::all() {
        let folder = tempfile::tempdir().unwrap();
        let input = (entry.input)();
        (input.export)(folder.path()).unwrap();
        let mut texts = std::fs::read_dir(folder.path()).unwrap();
        let carries = texts.any(|file| {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            SECRET.iter().any(|name| has_field(&text, name))
        });
        if carries && !entry.secret {
            silent.push(entry.name);
        }
    }
    assert_eq!(silent, Vec::<&str>::new());
    let told = doors::all().iter().filter(|entry| entry.secret).count();
    assert!(told > 20, "{told} commands carry secrets");
}

/// Whether a type as TypeScript has a field of this name.
fn has_field(text: &str, name: &str) -> bool {
    let mut fields = [" ", "\n"].iter().flat_map(|mark| {
        let field = format!("{mark}{name}");
        [format!("{field}: "), format!("{field}?: ")]
    });
    fields.any(|field| text.contains(&field))
}
