//! Failures of the disk, seen from inside.

use super::*;
use crate::anchor;
use crate::connection::{self, Access};
use crate::database::Database;
use crate::disk::RealDisk;
use crate::keys::Keys;
use pos_app::ports::store::NewEntry;
use pos_domain::fact::{Fact, ShopOpened};
use pos_domain::ids::{RequestId, ShopId, UserId};
use pos_domain::shop::ShopKind;
use pos_domain::time::Instant;

fn database(dir: &std::path::Path) -> Database {
    Database::at(dir, Keys::new(&[1; 32], &[2; 32], &[3; 32]))
}

fn opened() -> Fact {
    Fact::ShopOpened(ShopOpened {
        shop_id: ShopId::from_bytes([5; 16]),
        kind: ShopKind::Test,
        currency: "EUR".into(),
        register: 1,
        first_user: UserId::from_bytes([6; 16]),
    })
}

fn append(writer: &mut Writer, request: u8, fact: &Fact) -> StoreResult<()> {
    let entry = NewEntry {
        request_id: RequestId::from_bytes([request; 16]),
        input_hash: 0,
        at: Instant(0),
        actor: None,
        approver: None,
        device: None,
    };
    writer.act(Durability::Full, |store| {
        store.journal_append(entry, fact).map(|_| ())
    })
}

#[test]
fn a_full_disk_refuses_the_act_and_not_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = database(dir.path()).writer(Mode::Create, &[]).unwrap();
    append(&mut writer, 1, &opened()).unwrap();
    let pages: i64 = writer
        .connection
        .query_row("PRAGMA page_count", (), |row| row.get(0))
        .unwrap();
    let limit = |writer: &Writer, pages: i64| {
        let sql = format!("PRAGMA max_page_count = {pages}");
        writer.connection.query_row(&sql, (), |_| Ok(())).unwrap();
    };
    limit(&writer, pages);
    let large = Fact::SettingsSaved(vec![7; 100_000]);
    assert!(matches!(
        append(&mut writer, 2, &large),
        Err(StoreError::DiskFull)
    ));
    assert_eq!(writer.head.seq, 1);
    limit(&writer, 1_000_000);
    append(&mut writer, 3, &large).unwrap();
    assert_eq!(writer.head.seq, 2);
}

#[test]
fn after_a_failure_of_the_disk_nothing_is_done_until_it_is_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = database(dir.path()).writer(Mode::Create, &[]).unwrap();
    append(&mut writer, 1, &opened()).unwrap();
    writer.breaks(StoreError::ReadOnly("disk I/O error".into()));
    let refused = append(&mut writer, 2, &Fact::SignedIn(UserId::from_bytes([6; 16])));
    assert!(matches!(refused, Err(StoreError::ReadOnly(why)) if why.contains("disk I/O error")));
    assert!(writer.settle().is_err() && writer.checkpoint().is_err());
    assert!(writer.look(|store| store.journal_head()).is_err());
    drop(writer);
    let mut writer = database(dir.path()).writer(Mode::Open, &[]).unwrap();
    append(&mut writer, 2, &Fact::SignedIn(UserId::from_bytes([6; 16]))).unwrap();
}

#[test]
fn a_file_that_changed_under_the_writer_stops_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = database(dir.path()).writer(Mode::Create, &[]).unwrap();
    append(&mut writer, 1, &opened()).unwrap();
    let path = writer.database.folder.database();
    let other = connection::open(&RealDisk, &path, &[1; 32], Access::Write).unwrap();
    other.execute("DELETE FROM journal_entry", ()).unwrap();
    let failed = writer.act(Durability::Full, |_| Err::<(), _>(StoreError::Locked));
    assert!(matches!(failed, Err(StoreError::Locked)));
    let refused = writer.act(Durability::Full, |_| Ok::<_, StoreError>(()));
    assert!(
        matches!(refused, Err(StoreError::ReadOnly(_))),
        "{refused:?}"
    );
}

#[test]
fn an_entry_that_is_not_yet_durable_is_not_anchored() {
    let dir = tempfile::tempdir().unwrap();
    let database = database(dir.path());
    let seen = || {
        anchor::newest(&database.folder, &database.keys())
            .unwrap()
            .unwrap()
            .seq
            .0
    };
    let mut writer = database.writer(Mode::Create, &[]).unwrap();
    assert_eq!(seen(), 0);
    append(&mut writer, 1, &opened()).unwrap();
    assert_eq!(seen(), 1);
    let entry = NewEntry {
        request_id: RequestId::from_bytes([2; 16]),
        input_hash: 0,
        at: Instant(0),
        actor: None,
        approver: None,
        device: None,
    };
    let fact = Fact::SignedIn(UserId::from_bytes([6; 16]));
    writer
        .act(Durability::Normal, |store| {
            store.journal_append(entry, &fact)
        })
        .unwrap();
    let taken = Anchor::unseal(&writer.take_anchor(), &database.keys().anchor).unwrap();
    assert_eq!((seen(), taken.seq.0), (1, 1));
    writer.settle().unwrap();
    assert_eq!(seen(), 2);
}

#[test]
fn a_large_log_does_not_wait_for_the_host() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = database(dir.path()).writer(Mode::Create, &[]).unwrap();
    append(&mut writer, 1, &opened()).unwrap();
    assert!(writer.log_pages() > 0);
    let pages = usize::try_from(LOG_PAGES_MAX).unwrap();
    append(&mut writer, 2, &Fact::SettingsSaved(vec![7; pages * 4096])).unwrap();
    assert_eq!(writer.log_pages(), 0);
    append(&mut writer, 3, &Fact::SignedIn(UserId::from_bytes([6; 16]))).unwrap();
    let log = writer.database.folder.log().metadata().unwrap().len();
    assert!(log <= 16 << 20, "the log shrinks back: {log} B");
}
