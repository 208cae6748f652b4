//! The file's format: forward only, all or nothing. A file of a newer program is refused; a file
//! of an older one is copied aside before it is changed.

use crate::connection::{self, Access};
use crate::disk::Opening;
use crate::error::OpenError;
use crate::folder::Folder;
use crate::head::Head;
use crate::keys::Keys;
use crate::rebuild;
use crate::seal;
use rusqlite::backup::Backup;
use rusqlite::{Connection, TransactionBehavior};
use std::time::Duration;

/// Each shipped step, in order; the first makes format 1. Never edit one that was shipped: the
/// tests know their hashes.
pub const STEPS: &[&str] = &[
    include_str!("migrations/0001_books.sql"),
    include_str!("migrations/0002_shifts.sql"),
    include_str!("migrations/0003_devices.sql"),
    include_str!("migrations/0004_receipts.sql"),
    include_str!("migrations/0005_doubts.sql"),
    include_str!("migrations/0006_acts_of_a_device.sql"),
    include_str!("migrations/0007_keys.sql"),
    include_str!("migrations/0008_backups.sql"),
    include_str!("migrations/0009_register.sql"),
    include_str!("migrations/0010_sign_in.sql"),
    include_str!("migrations/0011_table_seals.sql"),
    include_str!("migrations/0012_recovery_alerts.sql"),
];

/// The newest step that added a projection, or changed what one counts. A file of an older format
/// is counted anew from its journal.
const PROJECTED: i64 = 5;

/// The first step with seals: what stands in an older file is taken as it is.
const SEALED: i64 = 11;

/// The format that this program reads and writes.
pub const SCHEMA_VERSION: i64 = STEPS.len() as i64;

/// The format of a file; 0 = empty.
pub fn format_of(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", (), |row| row.get(0))
}

/// Refuses a file that cannot be read as it is.
pub fn check_for_reading(connection: &Connection) -> Result<(), OpenError> {
    let file = format_of(connection)?;
    match file.cmp(&SCHEMA_VERSION) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => Err(OpenError::Older {
            file,
            program: SCHEMA_VERSION,
        }),
        std::cmp::Ordering::Greater => Err(OpenError::Newer {
            file,
            program: SCHEMA_VERSION,
        }),
    }
}

/// Brings a file to this program's format.
pub fn migrate(connection: &mut Connection, folder: &Folder, keys: &Keys) -> Result<(), OpenError> {
    let key = &*keys.database;
    let before = |connection: &Connection, file| {
        if file >= SEALED {
            seal::refuse_wrong(connection, keys, seal::Which::All)?;
        }
        back_up(connection, folder, key, file)
    };
    migrate_by(connection, STEPS, before, |connection, file| {
        if (1..PROJECTED).contains(&file) {
            rebuild::count_anew(connection)?;
        }
        seal::seal_all(connection, keys, &Head::read(connection)?)?;
        Ok(())
    })
}

/// Takes the steps that a file lacks in one transaction. `before` is called with the file's format
/// when there is something in it to lose, `after` within the transaction when all are taken.
pub fn migrate_by(
    connection: &mut Connection,
    steps: &[&str],
    before: impl FnOnce(&Connection, i64) -> Result<(), OpenError>,
    after: impl FnOnce(&Connection, i64) -> Result<(), OpenError>,
) -> Result<(), OpenError> {
    let file = format_of(connection)?;
    let program = steps.len() as i64;
    let done = usize::try_from(file).unwrap_or(usize::MAX);
    let missing = steps
        .get(done..)
        .ok_or(OpenError::Newer { file, program })?;
    if missing.is_empty() {
        return Ok(());
    }
    if file > 0 {
        before(connection, file)?;
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    for step in missing {
        transaction.execute_batch(step)?;
    }
    after(&transaction, file)?;
    transaction.pragma_update(None, "user_version", program)?;
    transaction.commit()?;
    tracing::info!(from = file, to = program, "the file was migrated");
    Ok(())
}

/// Copies the file aside under the same key.
fn back_up(
    connection: &Connection,
    folder: &Folder,
    key: &[u8; 32],
    version: i64,
) -> Result<(), OpenError> {
    let path = folder.before_migration(version);
    if folder.disk.exists(&path) {
        // A migration that failed: the copy may be half, the file is whole.
        folder.disk.remove(&path).map_err(OpenError::io(&path))?;
    }
    let mut file = folder.open(&path, Opening::New)?;
    let mut copy = connection::open(&*folder.disk, &path, key, Access::Write)?;
    Backup::new(connection, &mut copy)?.run_to_completion(1024, Duration::ZERO, None)?;
    copy.close().map_err(|(_, error)| error)?;
    file.sync().map_err(OpenError::io(&path))?;
    folder.sync()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::{Database, Mode};
    use sha2::{Digest, Sha256};

    /// A shipped step is never edited; a new one is added with its own hash.
    const SHIPPED: [&str; STEPS.len()] = [
        "5dd497b62555b4510a37071fd1253eaad4e510718f87a00ec8959582633952a5",
        "3cb1783e92318d9c4278a30263d895c03b3673590632b8d2718aeee99fd1d82d",
        "03c799bc37505b0dfe7120ff911df57ee8cef17fe4b0ff59fa3b529a1134b132",
        "70c507970f61f8c5432bb14cc9e4ab607577ddde56704e4b073b6a4bdb5dfc75",
        "235dc7db7de465245f808bec7e1dfbaa917e572a3a9f65a6737d2415a8579d5c",
        "10c8f1a4ff92cd0d37e7765adfb8d30f48c2e146ad7ecd6098d7fb38f7f9fd4c",
        "c22d4239ef038bbc417eb9889d462b03e3c3163342e9b08d486fa36dfcb623e8",
        "5ebb2001353e39518d08d721810c31edc658dac6863093c68282f96a01edaa5a",
        "d552df1046cf79b5e354854f1e04634e0fadbfc4388dfb87d5aca88e6a43d5a1",
        "6c74d1e53f88f82bd112f656792052ecd714c544643a90e590bb93058f99d477",
        "103687d36483b4a8f7ddecaa0b8a2fafa14d8ab6e6c0e04d8423193693e8d6f3",
        "a4c75abd05cb29456c74f88e45cb2842f0d7d6cc8e7a0bd2eca091cbb6bd9d57",
    ];

    #[test]
    fn shipped_steps_are_as_they_were() {
        for (step, shipped) in STEPS.iter().zip(SHIPPED) {
            let hash = Sha256::digest(step.as_bytes());
            let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hash, shipped);
        }
    }

    #[test]
    fn a_step_that_fails_takes_the_others_back() {
        let mut connection = Connection::open_in_memory().unwrap();
        let steps = [
            "CREATE TABLE one (a)",
            "CREATE TABLE two (a)",
            "CREATE TABLE one (b)",
        ];
        let unasked = |_: &Connection, _| panic!("there is nothing to copy aside");
        let nothing = |_: &Connection, _| Ok(());
        assert!(migrate_by(&mut connection, &steps, unasked, nothing).is_err());
        let tables = "SELECT count(*) FROM sqlite_schema";
        let count = |connection: &Connection| -> i64 {
            connection.query_row(tables, (), |row| row.get(0)).unwrap()
        };
        assert_eq!(
            (count(&connection), format_of(&connection).unwrap()),
            (0, 0)
        );
        migrate_by(&mut connection, &steps[..1], unasked, nothing).unwrap();
        assert_eq!(
            (count(&connection), format_of(&connection).unwrap()),
            (1, 1)
        );
        let mut copied_aside = None;
        let aside = |_: &Connection, format| {
            copied_aside = Some(format);
            Ok(())
        };
        migrate_by(&mut connection, &steps[..2], aside, nothing).unwrap();
        assert_eq!((count(&connection), copied_aside), (2, Some(1)));
        migrate_by(&mut connection, &steps[..2], unasked, nothing).unwrap();
        let newer = migrate_by(&mut connection, &steps[..1], unasked, nothing);
        assert!(
            matches!(
                newer,
                Err(OpenError::Newer {
                    file: 2,
                    program: 1
                })
            ),
            "{newer:?}"
        );
    }

    #[test]
    fn the_copy_before_a_migration_is_whole_private_and_encrypted() {
        let dir = tempfile::tempdir().unwrap();
        let database = Database::at(dir.path(), Keys::new(&[1; 32], &[2; 32], &[3; 32]));
        drop(database.writer(Mode::Create, &[]).unwrap());
        let folder = &database.folder;
        let open = |path: &std::path::Path, key, access| {
            connection::open(&*folder.disk, path, &[key; 32], access)
        };
        let mut connection = open(&folder.database(), 1, Access::Write).unwrap();
        let tables = |connection: &Connection| -> i64 {
            let count = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";
            connection.query_row(count, (), |row| row.get(0)).unwrap()
        };
        let before = tables(&connection);
        let steps = [STEPS, &["CREATE TABLE later (a)"]].concat();
        let aside = |connection: &Connection, format| back_up(connection, folder, &[1; 32], format);
        migrate_by(&mut connection, &steps, aside, |_, _| Ok(())).unwrap();
        let path = folder.before_migration(SCHEMA_VERSION);
        let copy = open(&path, 1, Access::Read).unwrap();
        assert_eq!(format_of(&copy).unwrap(), SCHEMA_VERSION);
        assert_eq!(
            tables(&copy),
            before,
            "those before it, without the later one"
        );
        assert_eq!(tables(&connection), before + 1);
        assert!(open(&path, 9, Access::Read).is_err());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
