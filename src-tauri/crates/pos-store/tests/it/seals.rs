//! The tables that the journal does not tell of: an edit of theirs and an older row are found, also
//! after the program has changed the same table; what it changes itself is not.

use crate::catalogue::product;
use crate::shop::{Till, copy, keys, raw};
use pos_app::ports::store::StoreError;
use pos_domain::fact::{Fact, KeyKind, KeyRotated};
use pos_store::{Database, Fault, Mode, OpenError, verify};
use std::path::Path;

/// A till with goods and a mark of the clock, closed, its log in the file.
fn closed() -> Till {
    let mut till = Till::open();
    till.act(|store| {
        store.clock_mark_put(Some(pos_domain::time::Instant(5)))?;
        for (name, code) in [("pear", "40123455"), ("apple", "40123456")] {
            store.product_put(&product(0, name, Some(code)))?;
        }
        Ok(())
    })
    .unwrap();
    till.writer = None;
    till
}

/// The table that the proof of the whole file names.
fn wrong(dir: &Path) -> Option<String> {
    let mut reader = database(dir).reader().unwrap();
    let report = verify(&mut reader, &[], &mut |_, _| {}).unwrap();
    report.problem.map(|problem| match problem.fault {
        Fault::TableChanged(name) => name,
        other => panic!("{other}"),
    })
}

fn database(dir: &Path) -> Database {
    Database::at(dir, keys().and_chain(2, &[0x44; 32]))
}

#[test]
fn every_edit_past_the_program_is_found() {
    let till = closed();
    assert_eq!(wrong(till.path()), None);
    let seal = "(SELECT seal FROM table_seal WHERE name = 'clock_mark')";
    let cases = [
        (
            "UPDATE product SET unit_price = 1 WHERE name = 'pear'",
            "product",
        ),
        ("DELETE FROM product WHERE name = 'pear'", "product"),
        ("INSERT INTO category VALUES (9, 'a', NULL, 1)", "category"),
        ("DELETE FROM clock_mark", "clock_mark"),
        ("DELETE FROM table_seal WHERE name = 'user'", "user"),
        (
            "UPDATE table_seal SET sum = zeroblob(16) WHERE name = 'product'",
            "product",
        ),
        (
            "UPDATE table_seal SET seq = seq + 1 WHERE name = 'user'",
            "user",
        ),
        (
            &format!("UPDATE table_seal SET seal = {seal} WHERE name = 'user'"),
            "user",
        ),
    ];
    for (sql, table) in cases {
        let folder = copy(till.path());
        assert_eq!(raw(folder.path()).execute(sql, ()).unwrap(), 1, "{sql}");
        assert_eq!(wrong(folder.path()).as_deref(), Some(table), "{sql}");
        // Small tables are looked at before the file opens.
        let opened = database(folder.path()).writer(Mode::Open, &[]);
        let large = ["product", "category"].contains(&table);
        match opened {
            Ok(_) => assert!(large, "{sql}"),
            Err(OpenError::Store(StoreError::Damaged(why))) => assert!(why.contains(table)),
            Err(other) => panic!("{sql}: {other}"),
        }
    }
}

#[test]
fn an_older_row_stays_found_when_its_table_changes_again() {
    let till = closed();
    // Another row, the same row, the row and its end.
    for act in ["apple", "pear", "gone"] {
        let folder = copy(till.path());
        let older = "UPDATE product SET unit_price = unit_price - 100 WHERE name = 'pear'";
        raw(folder.path()).execute(older, ()).unwrap();
        let mut writer = database(folder.path()).writer(Mode::Open, &[]).unwrap();
        let name = if act == "apple" { "apple" } else { "pear" };
        writer
            .act(pos_store::Durability::Full, |store| {
                let code = if name == "apple" {
                    "40123456"
                } else {
                    "40123455"
                };
                let mut found = store.product_by_code(code)?.unwrap();
                found.active = act != "gone";
                found.unit_price = pos_domain::currency::UnitPrice(77);
                store.product_put(&found).map(|_| ())
            })
            .unwrap();
        drop(writer);
        assert_eq!(wrong(folder.path()).as_deref(), Some("product"), "{act}");
    }
}

#[test]
fn what_the_program_changes_and_takes_back_holds() {
    let mut till = closed();
    let opened = till.database().writer(Mode::Open, &[]).unwrap();
    till.writer = Some(opened);
    till.act(|store| {
        // Replaced by its key, then gone.
        store.clock_mark_put(Some(pos_domain::time::Instant(6)))?;
        store.clock_mark_put(Some(pos_domain::time::Instant(7)))?;
        store
            .product_put(&product(0, "plum", Some("40123457")))
            .map(|_| ())
    })
    .unwrap();
    let taken_back = till.act(|store| {
        store.product_put(&product(0, "fig", Some("40123458")))?;
        Err::<(), _>(StoreError::Failed("taken back".into()))
    });
    assert!(taken_back.is_err());
    // A statement that fails within an act that goes on.
    till.act(|store| {
        assert!(
            store
                .product_put(&product(0, "again", Some("40123457")))
                .is_err()
        );
        store.clock_mark_put(None)
    })
    .unwrap();
    till.ring();
    till.writer = None;
    assert_eq!(wrong(till.path()), None);
}

#[test]
fn a_new_key_of_the_journal_seals_all_tables_anew_and_none_that_is_wrong() {
    let rotated = Fact::KeyRotated(KeyRotated {
        key: KeyKind::Journal,
        version: 2,
    });
    for older in [false, true] {
        let mut till = closed();
        if older {
            let edit = "UPDATE product SET unit_price = 1 WHERE name = 'pear'";
            raw(till.path()).execute(edit, ()).unwrap();
        }
        till.writer = Some(database(till.path()).writer(Mode::Open, &[]).unwrap());
        let done = till.append(&rotated);
        assert_eq!(done.is_err(), older, "{done:?}");
        till.act(|store| store.product_put(&product(0, "kiwi", None)).map(|_| ()))
            .unwrap();
        till.writer = None;
        let found = wrong(till.path());
        assert_eq!(found.as_deref(), older.then_some("product"));
        let epochs = "SELECT min(epoch), max(epoch) FROM table_seal";
        let of_seals: (i64, i64) = raw(till.path())
            .query_row(epochs, (), |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        assert_eq!(of_seals, if older { (1, 1) } else { (2, 2) });
    }
}
