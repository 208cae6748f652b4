//! SQLite works on a disk in memory as it does on the real one, and the damage is real.

use super::*;
use pos_app::ports::store::{NewEntry, StoreError, StoreResult};
use pos_domain::fact::{Fact, ShopOpened};
use pos_domain::ids::{RequestId, ShopId, UserId};
use pos_domain::shop::ShopKind;
use pos_domain::time::Instant;
use pos_store::{Database, Durability, Keys, Mode, OpenError, Writer, verify};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

const SHOP: &str = "/shop";

fn database(disk: &MemoryDisk) -> Database {
    let keys = Keys::new(&[1; 32], &[2; 32], &[3; 32]);
    Database::on(disk.seam(), Path::new(SHOP), keys)
}

fn append(
    writer: &mut Writer,
    request: u8,
    fact: &Fact,
    durability: Durability,
) -> StoreResult<()> {
    let entry = NewEntry {
        request_id: RequestId::from_bytes([request; 16]),
        input_hash: 0,
        at: Instant(0),
        actor: None,
        approver: None,
        device: None,
    };
    writer.act(durability, |store| {
        store.journal_append(entry, fact).map(|_| ())
    })
}

fn new_shop(disk: &MemoryDisk) -> Writer {
    let mut writer = database(disk).writer(Mode::Create, &[]).unwrap();
    let opened = Fact::ShopOpened(ShopOpened {
        shop_id: ShopId::from_bytes([5; 16]),
        kind: ShopKind::Test,
        currency: "EUR".into(),
        register: 1,
        first_user: UserId::from_bytes([6; 16]),
    });
    append(&mut writer, 1, &opened, Durability::Full).unwrap();
    writer
}

fn locked_out() -> Fact {
    Fact::LockedOut(UserId::from_bytes([6; 16]))
}

/// Opens what is left, proves it, and answers how many entries there are.
fn entries(image: &Image) -> Result<i64, OpenError> {
    let disk = MemoryDisk::of(image);
    let writer = database(&disk).writer(Mode::Open, &[])?;
    let report = verify(&mut database(&disk).reader()?, &[], &mut |_, _| {})?;
    assert_eq!(report.problem, None);
    drop(writer);
    Ok(report.entries)
}

#[test]
fn an_act_is_there_after_a_power_cut_and_an_edit_may_be_gone() {
    let disk = MemoryDisk::new();
    let mut writer = new_shop(&disk);
    append(&mut writer, 2, &locked_out(), Durability::Full).unwrap();
    append(&mut writer, 3, &locked_out(), Durability::Normal).unwrap();
    let now = disk.image();
    for (how, there) in [(How::Lost, 2), (How::Kept, 3)] {
        let image = MemoryDisk::of(&now).power_cut(how);
        assert_eq!(entries(&image).unwrap(), there, "{how:?}");
    }
    assert_eq!(entries(&MemoryDisk::of(&now).kill()).unwrap(), 3);
    writer.settle().unwrap();
    assert_eq!(entries(&disk.power_cut(How::Lost)).unwrap(), 3);
    let refused = append(&mut writer, 4, &locked_out(), Durability::Full);
    assert!(
        matches!(refused, Err(StoreError::ReadOnly(_))),
        "{refused:?}"
    );
    drop(writer);
}

/// What the dead process does at its end changes nothing, and a second one may open at once.
#[test]
fn a_dead_process_holds_nothing_and_does_nothing() {
    let disk = MemoryDisk::new();
    let mut writer = new_shop(&disk);
    let held = database(&disk).writer(Mode::Open, &[]);
    assert!(matches!(held, Err(OpenError::Held(Some(_)))), "{held:?}");
    let left = disk.kill();
    assert!(writer.checkpoint().is_err());
    drop(writer);
    assert_eq!(disk.image().files(), left.files());
    assert!(left.files().contains(&format!("{SHOP}/till.db-wal")));
    assert_eq!(entries(&left).unwrap(), 1);
}

#[test]
fn what_a_process_did_not_flush_is_still_unflushed_after_it_was_killed() {
    let disk = MemoryDisk::new();
    let mut writer = new_shop(&disk);
    append(&mut writer, 2, &locked_out(), Durability::Normal).unwrap();
    let again = MemoryDisk::of(&disk.kill());
    assert_eq!(entries(&again.power_cut(How::Lost)).unwrap(), 1);
}

/// The plant: without flushes the disk must lose something, or it proves nothing.
#[test]
fn a_store_that_never_flushes_loses_what_it_said() {
    let disk = MemoryDisk::new();
    drop(new_shop(&disk));
    let disk = MemoryDisk::of(&disk.image());
    let connection = open_raw(disk.0.vfs.name(), Path::new("/raw"));
    disk.seam().sync_folder(Path::new("/")).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
             CREATE TABLE said (a); INSERT INTO said VALUES (1);",
        )
        .unwrap();
    let image = MemoryDisk::of(&disk.power_cut(How::Lost));
    let left = open_raw(image.0.vfs.name(), Path::new("/raw"));
    let count = left.query_row("SELECT count(*) FROM said", (), |row| row.get::<_, i64>(0));
    assert!(count.is_err(), "{count:?}");
}

fn open_raw(vfs: &str, path: &Path) -> Connection {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    Connection::open_with_flags_and_vfs(path, flags, vfs).unwrap()
}

/// The same statements on the real disk and on this one, by two connections, answer the same.
#[test]
fn it_is_like_the_real_disk() {
    let folder = tempfile::tempdir().unwrap();
    let disk = MemoryDisk::new();
    let real = |path: &str| Connection::open(folder.path().join(path)).unwrap();
    let ours = |path: &str| open_raw(disk.0.vfs.name(), &Path::new(SHOP).join(path));
    for mode in ["WAL", "DELETE", "TRUNCATE"] {
        let on_real = script(mode, || real(mode));
        let on_ours = script(mode, || ours(mode));
        assert_eq!(on_real, on_ours, "{mode}");
    }
}

fn script(mode: &str, open: impl Fn() -> Connection) -> Vec<String> {
    let one = open();
    one.execute_batch(&format!("PRAGMA journal_mode = {mode}"))
        .unwrap();
    one.execute_batch("PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (a INTEGER PRIMARY KEY, b)")
        .unwrap();
    let two = open();
    for connection in [&one, &two] {
        connection.busy_timeout(std::time::Duration::ZERO).unwrap();
    }
    let mut answers = Vec::new();
    let mut say = |who: &str, connection: &Connection, sql: &str| {
        let mut statement = match connection.prepare(sql) {
            Ok(statement) => statement,
            Err(error) => return answers.push(format!("{who} {sql}: {error}")),
        };
        let columns = statement.column_count();
        let rows = statement.query_map((), |row| {
            let row: rusqlite::Result<Vec<rusqlite::types::Value>> =
                (0..columns).map(|at| row.get(at)).collect();
            row
        });
        let rows: rusqlite::Result<Vec<_>> = rows.and_then(Iterator::collect);
        answers.push(format!("{who} {sql}: {rows:?}"));
    };
    let fill = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
        INSERT INTO t (b) SELECT printf('%0200d', i) FROM n";
    for sql in ["BEGIN IMMEDIATE", fill] {
        say("one", &one, sql);
    }
    for sql in ["SELECT count(*) FROM t", "BEGIN IMMEDIATE"] {
        say("two", &two, sql);
    }
    say("one", &one, "COMMIT");
    say("two", &two, "BEGIN");
    say("two", &two, "SELECT count(*), sum(length(b)) FROM t");
    say("one", &one, "DELETE FROM t WHERE a % 3 = 0");
    say("one", &one, "PRAGMA wal_checkpoint(PASSIVE)");
    say("two", &two, "SELECT count(*) FROM t");
    say("two", &two, "COMMIT");
    for sql in ["BEGIN", "UPDATE t SET b = a", "ROLLBACK", "VACUUM"] {
        say("one", &one, sql);
    }
    say("one", &one, "PRAGMA wal_checkpoint(TRUNCATE)");
    say("two", &two, "SELECT count(*), sum(a) FROM t");
    say("one", &one, "PRAGMA integrity_check");
    say("one", &one, "PRAGMA page_count");
    drop((one, two));
    let again = open();
    say("again", &again, "SELECT count(*), sum(a) FROM t");
    say("again", &again, "PRAGMA page_count");
    answers
}

#[test]
fn each_fault_is_met_where_it_can_be() {
    for fault in Fault::ALL {
        let disk = MemoryDisk::new();
        let mut writer = new_shop(&disk);
        let before = disk.calls(fault);
        append(&mut writer, 2, &locked_out(), Durability::Full).unwrap();
        assert!(disk.calls(fault) > before, "{fault:?}");
        disk.fail(1, fault, Times::Once);
        let failed = append(&mut writer, 3, &locked_out(), Durability::Full);
        assert!(failed.is_err() && disk.met() == 1, "{fault:?}: {failed:?}");
        drop(writer);
        assert_eq!(entries(&disk.kill()).unwrap(), 2, "{fault:?}");
    }
}

#[test]
fn a_full_disk_takes_what_there_is_room_for() {
    let disk = MemoryDisk::new();
    let mut writer = new_shop(&disk);
    disk.seam()
        .allocate(&Path::new(SHOP).join("reserve"), 64 << 10)
        .unwrap();
    disk.full(0);
    let large = Fact::SettingsSaved(vec![7; 40_000]);
    let refused = append(&mut writer, 2, &large, Durability::Full);
    assert!(matches!(refused, Err(StoreError::DiskFull)), "{refused:?}");
    disk.seam()
        .remove(&Path::new(SHOP).join("reserve"))
        .unwrap();
    append(&mut writer, 2, &locked_out(), Durability::Full).unwrap();
    disk.room();
    append(&mut writer, 3, &large, Durability::Full).unwrap();
}
