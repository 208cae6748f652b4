//! Backups: one is made beside the served till and one by `posctl`, each proved by a restore; a new
//! computer opens the shop with it and the phrase; a bent one is found. The plants bend the copy.

use crate::promise::{Kept, Plant, Promise, must};
use crate::stage::{Stage, Told, ok, told, until};
use pos_tests::{Browser, Served, Who, template};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

pub const PROMISE: Promise = Promise {
    name: "backups",
    says: "a backup is proved by restoring it, and a new computer opens the shop with it",
    keep,
    plants: &[
        Plant {
            name: "stick-rots",
            breaks: "one bit of the backup turns over on its stick",
            found: "its sum does not match",
        },
        Plant {
            name: "phrase-of-another",
            breaks: "the paper with the recovery phrase is changed for that of another shop",
            found: "belongs to another shop",
        },
    ],
};

/// On the newest receipt that the customer took home.
const PAPER_RECEIPT: i64 = 77;
/// What is looked at of a restored copy.
const CHECKS: usize = 7;
/// A valid phrase (BIP-39, the first test vector), of no shop of ours.
const OTHER_PHRASE: &str = "abandon abandon abandon abandon abandon abandon abandon abandon \
                            abandon abandon abandon about";

fn keep(stage: &Stage) -> Kept {
    let phrase = made(stage)?;
    beside_the_till(stage)?;
    let backup = stage.posctl(&["--json", "backup", "make"]);
    must(backup.good, || {
        format!("not made: {}{}", backup.out, backup.err)
    })?;
    let backup = backup.json()?;
    all_checks_hold(&backup)?;
    let name = backup["file_name"].as_str().ok_or("a backup has a name")?;
    listed(stage, name)?;
    let own = stage.shop().join("backups").join(name);
    let stick = stage.root().join(name);
    fs::copy(&own, &stick).map_err(|e| e.to_string())?;
    if stage.planted("stick-rots") {
        bend(&stick)?;
    }
    // The same file with one bit turned over is found, wherever it lies.
    let bent = stage.root().join("bent.ctb");
    fs::copy(&own, &bent).map_err(|e| e.to_string())?;
    bend(&bent)?;
    let refused = stage.posctl(&["--json", "backup", "verify", &text(&bent)]);
    must(!refused.good, || "a bent backup was believed".to_owned())?;

    let restored = restored(stage, &stick, &phrase);
    must(restored.good, || {
        format!("not restored: {}{}", restored.out.trim_end(), restored.err)
    })?;
    let next = restored.json()?["next_receipt_no"].as_i64();
    must(next == Some(PAPER_RECEIPT + 1), || {
        format!("the next receipt is {next:?}, the paper's was {PAPER_RECEIPT}")
    })?;
    opens(stage)?;
    Ok(format!(
        "made beside the served till and by posctl, {CHECKS} checks each, {} bytes; a turned bit \
         is found by both; a new computer opened the shop with phrase and file, its next receipt \
         above the paper's",
        backup["bytes"]
    ))
}

/// A shop by `posctl init`; answers the paper with its phrase.
fn made(stage: &Stage) -> Result<PathBuf, String> {
    let write = |name: &str, text: String| {
        let path = stage.root().join(name);
        fs::write(&path, text).map_err(|e| e.to_string())?;
        Ok::<_, String>(path)
    };
    let first = write("first.json", template::first_run().to_string())?;
    let made = stage.posctl(&["--json", "init", "--from", &text(&first)]);
    let made = made.json()?;
    let words = made["recovery_phrase"].as_array().ok_or("no phrase")?;
    let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
    match stage.planted("phrase-of-another") {
        true => write("phrase", OTHER_PHRASE.to_owned()),
        false => write("phrase", words.join(" ")),
    }
}

/// Made and proved while the till serves; bent, and found by the next proof.
fn beside_the_till(stage: &Stage) -> Result<(), String> {
    let till = stage.serve();
    let mut mia = stage.seat(&till, Who::Mia);
    let begun = ok(&mut mia, "backup_make", &json!({}));
    let id = begun["backup_id"].clone();
    let backup = proved(&mut mia, &id, &Value::Null);
    all_checks_hold(&backup)?;
    let name = backup["file_name"].as_str().unwrap_or_default();
    let file = stage.shop().join("backups").join(name);
    let good = fs::read(&file).map_err(|e| e.to_string())?;
    bend(&file)?;
    ok(&mut mia, "backup_verify", &json!({"backup_id": id}));
    let again = proved(&mut mia, &id, &backup["proof"]["at"]);
    let status = ok(&mut mia, "till_status", &json!({}));
    let found = again["proof"]["good"] == false && status["backup"]["failed"] == true;
    must(found, || {
        format!("a bent backup was proved: {}", again["proof"])
    })?;
    fs::write(&file, good).map_err(|e| e.to_string())
}

/// Waits for a proof of another time than this one; answers the backup.
fn proved(mia: &mut Browser, id: &Value, before: &Value) -> Value {
    until(mia, "a proof", |mia| {
        let list = ok(mia, "backup_list", &json!({}));
        let one = list["backups"].as_array()?;
        let one = one.iter().find(|one| one["backup_id"] == *id)?;
        let there = list["running"].is_null() && !one["proof"].is_null();
        (there && one["proof"]["at"] != *before).then(|| one.clone())
    })
}

fn all_checks_hold(backup: &Value) -> Result<(), String> {
    let checks = backup["proof"]["checks"].as_array().map_or(0, Vec::len);
    let good = backup["proof"]["good"] == true && checks == CHECKS;
    must(good, || format!("not proved: {}", backup["proof"]))
}

/// The newest of a day is kept.
fn listed(stage: &Stage, name: &str) -> Result<(), String> {
    let list = stage.posctl(&["--json", "backup", "list"]).json()?;
    must(list[0]["file_name"] == name, || {
        format!("not listed: {list}")
    })
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn new_computer(stage: &Stage) -> PathBuf {
    stage.root().join("new")
}

fn restored(stage: &Stage, file: &Path, phrase: &Path) -> Told {
    let mut command = stage.command("posctl");
    command
        .arg("--data")
        .arg(new_computer(stage))
        .args(["--json", "backup", "restore"]);
    command.arg(file).arg("--phrase-file").arg(phrase);
    let paper = PAPER_RECEIPT.to_string();
    told(command.args(["--key", "key-file", "--paper-receipt", &paper]))
}

/// The restored books hold, the till serves them and the manager gets in.
fn opens(stage: &Stage) -> Result<(), String> {
    let mut verify = stage.command("posctl");
    verify
        .arg("--data")
        .arg(new_computer(stage))
        .args(["--json", "journal", "verify"]);
    let books = told(&mut verify);
    must(books.good && books.json()?["holds"] == true, || {
        format!("the restored books: {}{}", books.out, books.err)
    })?;
    let till = Served::start(&new_computer(stage), &stage.log());
    let mut mia = stage.seat(&till, Who::Mia);
    let list = ok(&mut mia, "user_list", &json!({}));
    must(list[0]["name"] == Who::Mia.name(), || {
        format!("the people of the restored shop: {list}")
    })
}

/// Turns a bit over in the middle of the copy.
fn bend(path: &Path) -> Result<(), String> {
    let mut bytes = fs::read(path).map_err(|e| e.to_string())?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).map_err(|e| e.to_string())
}
