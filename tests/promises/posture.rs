//! Posture: what is wrong with this computer is found and named, the till keeps its own memory and
//! files to itself, and where the shop's policy says so no card is taken on an unsafe computer.

use crate::promise::{Kept, Plant, Promise, must};
use crate::stage::{Stage, ok, refusal, ring, told, until, until_link};
use pos_tests::clerk::{card, cash};
use pos_tests::template::PASSWORD;
use pos_tests::{Browser, Who, goods, id, programs};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;
use std::process::Command;

/// A user without rights: `nobody` on every Linux.
const NOBODY: u32 = 65_534;

pub const PROMISE: Promise = Promise {
    name: "posture",
    says: "an unsafe computer is told item by item, and takes no card where the policy blocks",
    keep,
    plants: &[
        Plant {
            name: "files-opened",
            breaks: "a hand opens the shop's files to every user of the computer",
            found: "file_modes is bad",
        },
        Plant {
            name: "limit-swallowed",
            breaks: "the call that switches core files off does nothing",
            found: "core files are on",
        },
    ],
};

fn keep(stage: &Stage) -> Kept {
    stage.furnish();
    closed(&stage.shop());
    if stage.planted("files-opened") {
        set_mode(&stage.shop().join("keys.ctk"), 0o644);
    }
    let items = as_nobody(stage)?;
    for check in [
        "administrator",
        "file_modes",
        "core_dumps",
        "debugger",
        "recovery_phrase",
    ] {
        let status = status_of(&items, check)?;
        must(status == "good", || format!("{check} is {status}"))?;
    }
    each_bad_state_is_found(stage)?;
    own_files_are_closed(stage)?;
    let refused = blocked_as_root(stage)?;
    Ok(format!(
        "{} items told; root, open files and a bare key found; started with umask 000 every file \
         is its owner's alone; as root by policy a card was refused ({refused}), cash went on",
        items.as_array().map_or(0, Vec::len)
    ))
}

/// The doctor's list, told to a user without rights whose shop it is.
fn as_nobody(stage: &Stage) -> Result<Value, String> {
    owned_by(&stage.root().join("shop"), NOBODY);
    set_mode(stage.root(), 0o711);
    let program = stage.root().join("posctl");
    fs::copy(stage.command("posctl").get_program(), &program).map_err(|e| e.to_string())?;
    set_mode(&program, 0o755);
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
    command.arg(&program).args(["--json", "--data"]);
    let found = told(command.arg(stage.shop()).arg("doctor")).json()?;
    owned_by(&stage.shop(), 0);
    Ok(found["items"].clone())
}

fn status_of(items: &Value, check: &str) -> Result<String, String> {
    let all = items.as_array().ok_or("the doctor told no items")?;
    let found = all.iter().find(|item| item["check"] == check);
    let status = found.and_then(|item| item["status"].as_str());
    status
        .map(str::to_owned)
        .ok_or_else(|| format!("no item {check}"))
}

/// Root and open files are bad; the demo of a key beside the file is too.
fn each_bad_state_is_found(stage: &Stage) -> Result<(), String> {
    set_mode(&stage.shop().join("keys.ctk"), 0o644);
    let items = stage.posctl(&["--json", "doctor"]).json()?["items"].clone();
    set_mode(&stage.shop().join("keys.ctk"), 0o600);
    for check in ["administrator", "file_modes", "key_slot"] {
        let status = status_of(&items, check)?;
        must(status == "bad", || {
            format!("{check} is {status} and ought to be bad")
        })?;
    }
    Ok(())
}

/// Started with umask 000 and core files wanted: what it makes is closed, and it leaves no core.
fn own_files_are_closed(stage: &Stage) -> Result<(), String> {
    let shop = stage.root().join("open");
    let loose = |words: &[&str]| {
        let mut shell = Command::new("sh");
        let script = "umask 000; ulimit -c unlimited; exec \"$@\"";
        shell.args(["-c", script, "sh"]).args(words);
        shell.arg(stage.command("posctl").get_program());
        shell.args(["--json", "--data"]).arg(&shop);
        shell
    };
    let made = told(loose(&[]).arg("demo"));
    must(made.good, || format!("no demo shop: {}", made.err))?;
    for entry in fs::read_dir(&shop).map_err(|e| e.to_string())?.flatten() {
        let facts = entry.metadata().map_err(|e| e.to_string())?;
        let mode = facts.permissions().mode() & 0o777;
        must(mode & 0o077 == 0, || {
            format!("{:?} was made with mode {mode:04o}", entry.file_name())
        })?;
    }
    // The tracer steps aside, so that the process is the till itself.
    let swallowed = [
        "strace",
        "-D",
        "-f",
        "-o",
        "/dev/null",
        "-e",
        "trace=prlimit64",
        "-e",
        "inject=prlimit64:retval=0",
    ];
    let words: &[&str] = match stage.planted("limit-swallowed") {
        true => &swallowed,
        false => &[],
    };
    let mut serve = loose(words);
    serve.args(["serve", "--listen", "127.0.0.1:0"]);
    let (till, _ready, _ended) = programs::start_watched(&mut serve, "");
    let limits = fs::read_to_string(format!("/proc/{}/limits", till.0.id()));
    let limits = limits.map_err(|e| e.to_string())?;
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file"));
    let off = core.is_some_and(|line| line.split_whitespace().nth(4) == Some("0"));
    must(off, || format!("core files are on: {core:?}"))
}

/// A till of a shop whose policy blocks root, run as root; answers the code of the refusal.
fn blocked_as_root(stage: &Stage) -> Result<String, String> {
    let till = stage.serve();
    let sim = stage.sim(&[]);
    let mut tao = stage.seat(&till, Who::Tao);
    let terminal = stage.pair(&mut tao, &sim.address_json());
    let mut mia = stage.seat(&till, Who::Mia);
    let mut cem = stage.seat(&till, Who::Cem);
    pays(&mut cem, &terminal);
    let policy = json!({"rules": [{"check": "administrator", "rule": "block"}]});
    let early = refusal(&mut mia, "posture_policy_save", &policy);
    must(early.as_deref() == Some("step_up_needed"), || {
        format!("the policy was changed without a second look: {early:?}")
    })?;
    let proof = json!({"pin": null, "password": PASSWORD});
    ok(&mut mia, "session_step_up", &proof);
    ok(&mut mia, "posture_policy_save", &policy);
    let sale = ring(&mut cem, &[goods::PEN]);
    let code = refusal(
        &mut cem,
        "sale_pay_card",
        &card(&sale, &id(), &terminal, 249),
    );
    must(code.as_deref() == Some("computer_unsafe"), || {
        format!("a card was taken as root: {code:?}")
    })?;
    let sold = ok(&mut cem, "sale_pay_cash", &cash(&sale, 249));
    must(sold["state"] == "completed", || "no cash either".to_owned())?;
    let doctor = stage.posctl(&["--json", "doctor"]);
    must(!doctor.good, || "the doctor calls it well".to_owned())?;
    Ok(code.unwrap_or_default())
}

fn pays(cem: &mut Browser, terminal: &str) {
    until_link(cem, terminal, "ready");
    let sale = ring(cem, &[goods::PEN]);
    ok(cem, "sale_pay_card", &card(&sale, &id(), terminal, 249));
    until(cem, "the payment", |cem| {
        let view = ok(cem, "sale_view", &json!({"sale_id": sale}));
        (view["state"] == "completed").then_some(())
    });
}

/// As the till itself would have made them.
fn closed(shop: &Path) {
    for entry in fs::read_dir(shop).expect("a shop is there").flatten() {
        set_mode(&entry.path(), 0o600);
    }
    set_mode(shop, 0o700);
}

fn set_mode(path: &Path, mode: u32) {
    let mode = fs::Permissions::from_mode(mode);
    fs::set_permissions(path, mode).expect("the owner sets the mode");
}

fn owned_by(shop: &Path, user: u32) {
    for entry in fs::read_dir(shop).expect("a shop is there").flatten() {
        chown(entry.path(), Some(user), Some(user)).expect("root gives files away");
    }
    chown(shop, Some(user), Some(user)).expect("root gives folders away");
}
