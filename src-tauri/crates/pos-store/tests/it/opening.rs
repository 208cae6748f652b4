//! Opening: the lock, the modes, the formats, the keys.

use crate::shop::{CANARY, CASHIER, Till, keys, raw};
use pos_app::ports::store::StoreError;
use pos_domain::fact::Fact;
use pos_store::{Database, Keys, LOCK_FILE, Mode, OpenError, SCHEMA_VERSION};

#[test]
fn the_library_is_new_enough() {
    let (sqlite, cipher) = pos_store::versions().unwrap();
    assert!(sqlite.starts_with("3."), "{sqlite}");
    assert!(cipher.starts_with("4."), "{cipher}");
}

#[test]
fn a_shop_is_made_once_and_opened_again() {
    let mut till = Till::open();
    let seq = till.ring();
    till.writer = None;
    let again = till.database().writer(Mode::Create, &[]);
    assert!(matches!(again, Err(OpenError::ShopExists(_))), "{again:?}");
    let mut writer = till.database().writer(Mode::Open, &[]).unwrap();
    let head = writer.look(|store| store.journal_head()).unwrap();
    assert_eq!(head.unwrap().0, seq);
    let empty = tempfile::tempdir().unwrap();
    let none = Database::at(empty.path(), keys());
    assert!(matches!(
        none.writer(Mode::Open, &[]),
        Err(OpenError::NoShop(_))
    ));
    assert!(matches!(none.reader(), Err(OpenError::NoShop(_))));
    assert_eq!(
        std::fs::read_dir(empty.path()).unwrap().count(),
        0,
        "a refusal makes nothing"
    );
}

#[test]
fn the_wrong_key_is_told_as_such() {
    let mut till = Till::open();
    till.writer = None;
    let other = Database::at(till.path(), Keys::new(&[1; 32], &[0x22; 32], &[0x33; 32]));
    assert!(matches!(
        other.writer(Mode::Open, &[]),
        Err(OpenError::WrongKey)
    ));
    assert!(matches!(other.reader(), Err(OpenError::WrongKey)));
}

#[test]
fn a_second_writer_is_refused_and_told_who_holds_the_file() {
    let till = Till::open();
    let held = till.database().writer(Mode::Open, &[]);
    assert!(
        matches!(held, Err(OpenError::Held(Some(id))) if id == std::process::id()),
        "{held:?}"
    );
}

/// Run again by the test below, in a process of its own.
#[test]
fn second_process() {
    let Ok(dir) = std::env::var("POS_STORE_SECOND_PROCESS") else {
        return;
    };
    let database = Database::at(dir.as_ref(), keys());
    let held = database.writer(Mode::Open, &[]);
    assert!(matches!(held, Err(OpenError::Held(Some(_)))), "{held:?}");
    let mut reader = database.reader().unwrap();
    let head = reader.look(|store| store.journal_head()).unwrap();
    assert_eq!(head.unwrap().0.0, 2);
}

#[test]
fn another_process_may_read_and_not_write() {
    let mut till = Till::open();
    till.ring();
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "opening::second_process"])
        .env("POS_STORE_SECOND_PROCESS", till.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&status.stdout);
    assert!(
        status.status.success() && told.contains("1 passed"),
        "{told}"
    );
}

#[test]
fn a_reader_sees_commits_and_changes_nothing() {
    let mut till = Till::open();
    let mut reader = till.database().reader().unwrap();
    let head = |reader: &mut pos_store::Reader| {
        reader
            .look(|store| store.journal_head())
            .unwrap()
            .unwrap()
            .0
    };
    assert_eq!(head(&mut reader).0, 1);
    till.ring();
    assert_eq!(head(&mut reader).0, 2);
    let number = reader.look(|store| store.next_number()).unwrap();
    assert_eq!(number, 2);
    till.act(|store| {
        store.journal_append(
            pos_app::ports::store::NewEntry {
                request_id: pos_domain::ids::RequestId::from_bytes([9; 16]),
                input_hash: 0,
                at: Default::default(),
                actor: None,
                approver: None,
                device: None,
            },
            &Fact::SignedIn(CASHIER),
        )?;
        assert_eq!(head(&mut reader).0, 2, "what is not committed is not seen");
        Err::<(), _>(StoreError::Locked)
    })
    .unwrap_err();
    till.writer = None;
    assert_eq!(
        head(&mut reader).0,
        2,
        "a reader goes on when the till ends"
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_anything() {
    use std::os::unix::fs::PermissionsExt;
    let mut till = Till::open();
    till.ring();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(till.path()), 0o700);
    let mut files: Vec<_> = std::fs::read_dir(till.path())
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let names: Vec<_> = files
        .iter()
        .map(|p| p.file_name().unwrap().to_str().unwrap())
        .collect();
    assert_eq!(
        names,
        ["anchor", "till.db", "till.db-shm", "till.db-wal", LOCK_FILE]
    );
    for file in &files {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
}

#[test]
fn nothing_stands_in_clear() {
    let mut till = Till::open();
    for _ in 0..20 {
        till.ring();
    }
    let scan = |till: &Till| {
        for file in std::fs::read_dir(till.path()).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            for clear in [
                CANARY.as_bytes(),
                b"SQLite format 3",
                b"Article number",
                b"sale_line",
            ] {
                let found = bytes.windows(clear.len()).any(|window| window == clear);
                assert!(
                    !found,
                    "{}: {}",
                    path.display(),
                    String::from_utf8_lossy(clear)
                );
            }
        }
    };
    scan(&till);
    till.writer().checkpoint().unwrap();
    scan(&till);
    till.writer = None;
    scan(&till);
}

#[test]
fn a_file_of_another_format_is_refused_with_both_versions() {
    let mut till = Till::open();
    till.writer = None;
    let next = SCHEMA_VERSION + 1;
    raw(till.path())
        .pragma_update(None, "user_version", next)
        .unwrap();
    let newer = [
        till.database().writer(Mode::Open, &[]).map(drop),
        till.database().reader().map(drop),
    ];
    for refused in newer {
        let error = refused.unwrap_err();
        assert!(
            matches!(
                error,
                OpenError::Newer {
                    file,
                    program: SCHEMA_VERSION
                } if file == next
            ),
            "{error:?}"
        );
        let told = error.to_string();
        assert!(
            told.contains(&format!("format {next}"))
                && told.contains(&format!("up to {SCHEMA_VERSION}")),
            "{told}"
        );
    }
    raw(till.path())
        .execute_batch("PRAGMA user_version = 0")
        .unwrap();
    let older = till.database().reader().map(drop);
    assert!(
        matches!(
            older,
            Err(OpenError::Older {
                file: 0,
                program: SCHEMA_VERSION
            })
        ),
        "{older:?}"
    );
}
