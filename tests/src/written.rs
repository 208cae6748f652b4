//! Everything that a served till writes out for people to keep or carry: papers and their PDFs, the
//! signed copy of the journal, the access review, a backup with its contents, what the programs
//! print.
//!
//! There is no fault report and no support bundle yet: who makes one adds it here.
//!
//! Owns: asking for each and opening what is packed. Must never: judge what is in it.

use crate::books::Books;
use crate::id;
use crate::pdf;
use crate::programs;
use crate::scan::{self, Places};
use crate::served::Browser;
use crate::template::PASSWORD;
use base64ct::{Base64, Encoding};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// A backup is made, proved and listed within this, on a loaded machine too.
const BACKUP_LIMIT: Duration = Duration::from_secs(60);

/// What a manager takes out of a till: papers of this sale and the day, the journal, the review.
pub fn taken_out(places: &mut Places, manager: &mut Browser, sale: &str) {
    let receipt = json!({"kind": "receipt", "sale_id": sale});
    let x = json!({"kind": "x", "shift_no": null});
    for (name, what) in [("receipt", receipt), ("X", x)] {
        let of = json!({"what": what});
        let paper = told(manager, "paper", &of);
        places.push((format!("paper: {name}"), paper.to_string().into_bytes()));
        let file = told(manager, "print_pdf", &of);
        add_file(places, &format!("pdf: {name}"), &file);
    }
    told(manager, "session_step_up", &json!({"password": PASSWORD}));
    let all = json!({"first_seq": null, "last_seq": null});
    let journal = told(manager, "journal_export", &all);
    add_file(places, "journal copy", &journal);
    for form in ["csv", "pdf"] {
        let of = json!({"days": 90, "form": form});
        let file = told(manager, "access_review_file", &of);
        add_file(places, &format!("access review: {form}"), &file);
    }
}

/// Makes a backup at the till and a new shop of it beside: the file as it is, and everything that
/// is in it. `phrase` is the file with the recovery phrase, `scratch` a folder for the new shop.
pub fn backed_up(
    places: &mut Places,
    manager: &mut Browser,
    shop: &Path,
    phrase: &Path,
    scratch: &Path,
) {
    let file = backup_of(manager, shop);
    places.push(("backup: as it is".to_owned(), fs::read(&file).unwrap()));
    let restore = ["--json", "backup", "restore"].map(str::to_owned);
    let mut words: Vec<String> = restore.into();
    words.extend([text(&file), "--phrase-file".to_owned(), text(phrase)]);
    words.extend(["--key", "key-file", "--paper-receipt", "9999"].map(str::to_owned));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    printed(places, scratch, &words);
    let mut inside = Books::open(scratch).dump();
    scan::add_files(&mut inside, scratch);
    let named = |(name, bytes)| (format!("backup: {name}"), bytes);
    places.extend(inside.into_iter().map(named));
}

/// What `posctl` prints for these words on a shop's folder; it must be good.
pub fn printed(places: &mut Places, shop: &Path, words: &[&str]) -> String {
    let mut command = Command::new(programs::ours("posctl"));
    let run = command.arg("--data").arg(shop).args(words).output();
    let run = run.unwrap_or_else(|error| panic!("posctl {words:?}: {error}"));
    let complaint = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.success(), "posctl {words:?}: {complaint}");
    let name = format!("posctl {}", words.join(" "));
    places.push((name, [&*run.stdout, &*run.stderr].concat()));
    String::from_utf8(run.stdout).expect("posctl prints text")
}

/// Waits until it is proved; answers its file in the shop's own folder.
fn backup_of(manager: &mut Browser, shop: &Path) -> PathBuf {
    let news = manager.listen().expect("the till tells what happens");
    let begun = told(manager, "backup_make", &json!({}))["backup_id"].clone();
    let deadline = Instant::now() + BACKUP_LIMIT;
    loop {
        let list = told(manager, "backup_list", &json!({}));
        let rows = list["backups"].as_array().expect("a list");
        let mine = rows.iter().find(|one| one["backup_id"] == begun);
        if let (Some(one), true) = (mine, list["running"].is_null())
            && !one["proof"].is_null()
        {
            assert_eq!(one["proof"]["good"], true, "{one}");
            let name = one["file_name"].as_str().expect("a backup has a name");
            return shop.join("backups").join(name);
        }
        assert!(Instant::now() < deadline, "no backup: {list}");
        // Not every step is told: after a second it looks anyway.
        let _: Result<(), _> = news.recv_timeout(Duration::from_secs(1));
    }
}

/// A file that a command answered, and what is packed in it.
fn add_file(places: &mut Places, name: &str, file: &Value) {
    let packed = file["base64"].as_str().expect("a file is in base64");
    let bytes = Base64::decode_vec(packed).expect("base64");
    if bytes.starts_with(b"%PDF-") {
        let texts = pdf::texts(&bytes).into_iter();
        places.extend(texts.map(|text| (name.to_owned(), text)));
    }
    places.push((name.to_owned(), bytes));
}

fn told(browser: &mut Browser, command: &str, input: &Value) -> Value {
    let answer = browser.call(command, input, &id());
    answer.unwrap_or_else(|error| panic!("{command} {input}: {error:?}"))
}

fn text(path: &Path) -> String {
    path.display().to_string()
}
