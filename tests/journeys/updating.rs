//! A newer program and a file of an older format: a backup first, proved; without one the update
//! waits, and the file stays as it is.

use crate::backup::{backed_up, sell};
use pos_app::ports::world::FileState;
use pos_host::{Host, HostOptions};
use pos_store::SCHEMA_VERSION;
use pos_tests::{Till, Who, older, template};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// A shop with one sale whose file is of an older format.
fn older_shop() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    template::lay_out(folder.path());
    let till = Till::at(folder.path());
    assert_eq!(sell(&till.sign_in(Who::Mia)), "1-0001");
    drop(till);
    older::take_back(folder.path());
    folder
}

fn format_of(till: &Till) -> i64 {
    till.books().number("PRAGMA user_version")
}

/// The headers of the backups in the shop's own folder.
fn headers(shop: &Path) -> Vec<Value> {
    let files = fs::read_dir(shop.join("backups"))
        .unwrap()
        .map(Result::unwrap);
    let backups = files.filter(|file| file.file_name().to_string_lossy().ends_with(".ctb"));
    let header = |file: fs::DirEntry| {
        let bytes = fs::read(file.path()).unwrap();
        let line = bytes.split(|byte| *byte == b'\n').nth(1).unwrap();
        serde_json::from_slice(line).unwrap()
    };
    backups.map(header).collect()
}

/// Waits until the file was changed, or the change was given up; answers how the shop stands.
fn settled(till: &Till) -> Value {
    let anybody = till.nobody();
    till.until("the update", || {
        let status = anybody.ok("shop_status", json!({}));
        (status["unlock_reason"] != "updating").then_some(status)
    })
}

/// The steps of an update in the order in which they were told, each once.
fn steps(said: &[String]) -> Vec<String> {
    let events = said.iter().map(|line| serde_json::from_str(line).unwrap());
    let updates = events.filter(|event: &Value| event["type"] == "update");
    let mut steps: Vec<String> = updates
        .map(|event| event["progress"]["step"].as_str().unwrap().to_owned())
        .collect();
    steps.dedup();
    steps
}

fn tool(shop: &Path) -> Arc<Host> {
    let data_dir = shop.to_path_buf();
    let options = HostOptions {
        data_dir,
        passphrase: None,
        terminals: false,
    };
    Host::start(options).unwrap()
}

#[test]
fn a_backup_is_made_before_the_file_is_changed() {
    let folder = older_shop();
    let twin = template::copy_of(folder.path());
    let third = template::copy_of(folder.path());
    let mut till = Till::over(folder);
    assert_eq!(settled(&till)["state"], "open");
    assert_eq!(format_of(&till), SCHEMA_VERSION);
    let made = headers(till.dir());
    assert_eq!(made.len(), 1);
    assert_eq!(
        (&made[0]["why"], &made[0]["format"]),
        (&json!("update"), &json!(older::FORMAT))
    );
    assert_eq!(made[0]["rows"]["sale"], 1);
    till.restart();
    assert_eq!(
        headers(till.dir()).len(),
        1,
        "nothing is to be changed any more"
    );
    {
        let mia = till.sign_in(Who::Mia);
        let by_hand = backed_up(&mia);
        let list = mia.ok("backup_list", json!({}));
        let update = &list["backups"][1];
        assert_eq!(list["backups"][0]["backup_id"], by_hand["backup_id"]);
        assert_eq!(
            (&update["why"], &update["proof"]["good"]),
            (&json!("update"), &json!(true))
        );
        assert_eq!(update["kept_as"], json!(["update"]));
        // A backup of the older format is restored like any other.
        let source = json!({"kind": "place", "place_id": null, "file_name": update["file_name"]});
        let seen = mia.ok("restore_look", json!({"source": source, "phrase": null}));
        assert_eq!(
            (&seen["why"], &seen["receipt_no"]),
            (&json!("update"), &json!(1))
        );
    }
    // An update that was cut off after its backup goes on with that one.
    fs::create_dir(twin.path().join("backups")).unwrap();
    let update = fs::read_dir(till.dir().join("backups"))
        .unwrap()
        .map(Result::unwrap);
    for file in update.filter(|file| file.path().is_file()) {
        fs::copy(
            file.path(),
            twin.path().join("backups").join(file.file_name()),
        )
        .unwrap();
    }
    let before = headers(twin.path()).len();
    let twin = Till::over(twin);
    assert_eq!(settled(&twin)["state"], "open");
    assert_eq!(format_of(&twin), SCHEMA_VERSION);
    assert_eq!(headers(twin.dir()).len(), before);
    // A tool has no screens: its shop is open when it has started.
    let tool = tool(third.path());
    assert_eq!(tool.app().world().files().state(), FileState::Open);
    tool.stop();
    assert_eq!(headers(third.path()).len(), 1);
}

#[test]
fn a_till_that_ends_in_the_middle_begins_again() {
    let folder = older_shop();
    let options = HostOptions {
        data_dir: folder.path().to_path_buf(),
        passphrase: None,
        terminals: true,
    };
    Host::start(options).unwrap().stop();
    let till = Till::over(folder);
    assert_eq!(settled(&till)["state"], "open");
    assert_eq!(format_of(&till), SCHEMA_VERSION);
    assert_eq!(sell(&till.sign_in(Who::Mia)), "1-0002");
}

#[test]
fn without_its_backup_the_update_waits() {
    let folder = older_shop();
    // A place where no folder can be made.
    let own = folder.path().join("backups");
    fs::write(&own, "in the way").unwrap();
    let till = Till::over(folder);
    let anybody = till.nobody();
    let waits = |status: &Value| {
        assert_eq!(
            (&status["state"], &status["unlock_reason"]),
            (&json!("locked"), &json!("update_waits"))
        );
        let trouble = &status["update"]["trouble"];
        assert_eq!(trouble["code"], "place_unreachable", "{status}");
        assert_ne!(trouble["params"]["reason"], json!(null));
    };
    waits(&settled(&till));
    let again = json!({"passphrase": null, "recovery_phrase": null});
    anybody.ok("shop_unlock", again.clone());
    waits(&settled(&till));
    assert_eq!(format_of(&till), older::FORMAT, "as it was");
    fs::remove_file(&own).unwrap();
    let before = till.said().len();
    assert_eq!(
        anybody.ok("shop_unlock", again)["unlock_reason"],
        "updating"
    );
    let open = settled(&till);
    assert_eq!(
        (&open["state"], &open["update"]),
        (&json!("open"), &json!(null))
    );
    assert_eq!(
        steps(&till.said()[before..]),
        ["copying", "proving", "changing"]
    );
    assert_eq!(format_of(&till), SCHEMA_VERSION);
    assert_eq!(headers(till.dir()).len(), 1);
    assert_eq!(sell(&till.sign_in(Who::Mia)), "1-0002");
}
