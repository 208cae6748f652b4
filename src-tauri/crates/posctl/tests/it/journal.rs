//! Proof from outside: whatever is done to the folder, the first bad or missing entry is named.

use crate::program::{Folder, Said};
use std::fs;
use std::path::Path;

/// A shop with a few entries, its log moved into the file.
fn shop(folder: &Folder) -> i64 {
    folder.init();
    for n in 0..6 {
        let table = folder.file("goods.csv", &format!("name;price\nThing {n};1.00\n"));
        folder.ask(&["import", "products", table.to_str().unwrap()]);
    }
    // Everything stands in the file by now; what is left of the log is a copy.
    for name in ["till.db-wal", "till.db-shm"] {
        let _ = fs::remove_file(folder.shop().join(name));
    }
    let verified = folder.ask(&["journal", "verify"]);
    assert_eq!(verified["holds"], true);
    verified["entries"].as_i64().unwrap()
}

fn verify(folder: &Folder) -> Said {
    folder.run(["--json", "journal", "verify"])
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn a_file_turned_back_misses_its_first_lost_entry() {
    let folder = Folder::new();
    let entries = shop(&folder);
    let kept = folder.dir.path().join("kept");
    copy(&folder.shop(), &kept);
    let table = folder.file("more.csv", "name;price\nOne more;1.00\n");
    folder.ask(&["import", "products", table.to_str().unwrap()]);
    for name in ["till.db", "till.db-wal", "till.db-shm"] {
        let _ = fs::remove_file(folder.shop().join(name));
        if kept.join(name).exists() {
            fs::copy(kept.join(name), folder.shop().join(name)).unwrap();
        }
    }
    let said = verify(&folder);
    assert!(!said.good, "{said:?}");
    assert_eq!(said.json()["seq"], entries + 1);
    assert_eq!(said.json()["anchor_seq"], entries + 1);
    // And the till refuses to go on with it.
    let refused = folder.run(["--json", "import", "products", table.to_str().unwrap()]);
    assert_eq!(refused.failure()["code"], "file_rolled_back");
}

#[test]
fn a_file_that_is_gone_or_not_a_shop_any_more_misses_its_first_entry() {
    let folder = Folder::new();
    let entries = shop(&folder);
    let database = folder.shop().join("till.db");
    let whole = fs::read(&database).unwrap();
    for (what, bytes) in [
        ("emptied", Some(Vec::new())),
        ("overwritten", Some(vec![0x5a; whole.len()])),
        ("gone", None),
    ] {
        match bytes {
            Some(bytes) => fs::write(&database, bytes).unwrap(),
            None => fs::remove_file(&database).unwrap(),
        }
        let said = verify(&folder);
        assert!(!said.good, "{what}: {said:?}");
        let told = said.json();
        assert_eq!(told["seq"], 1, "{what}: {told}");
        let problem = told["problem"].as_str().unwrap();
        assert!(
            problem.contains(&format!("entry {entries}")),
            "{what}: {problem}"
        );
    }
}

#[test]
fn a_changed_page_is_found_and_named() {
    let folder = Folder::new();
    shop(&folder);
    let database = folder.shop().join("till.db");
    let whole = fs::read(&database).unwrap();
    let mut named = 0;
    for page in 1..whole.len() / 4096 {
        let mut bytes = whole.clone();
        bytes[page * 4096 + 2000] ^= 1;
        fs::write(&database, &bytes).unwrap();
        let said = verify(&folder);
        if !said.good {
            let told = said.json();
            assert!(told["problem"].is_string(), "page {page}: {said:?}");
            named += usize::from(told["seq"].is_i64());
        }
        let rebuilt = folder.run(["journal", "rebuild", "--check"]);
        assert!(
            !(said.good && rebuilt.good),
            "page {page} is in no one's eyes"
        );
    }
    assert!(named > 0, "no page with an entry was met");
}

#[test]
fn a_missing_anchor_is_no_shop_to_trust() {
    let folder = Folder::new();
    shop(&folder);
    fs::remove_file(folder.shop().join("anchor")).unwrap();
    let said = verify(&folder);
    assert!(!said.good && said.json()["problem"].as_str().unwrap().contains("anchor"));
}
