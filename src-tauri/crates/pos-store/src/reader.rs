//! Looks into the file beside a running till. Each look is one snapshot; nothing can be changed.

use crate::database::Database;
use crate::error::Stored;
use crate::keys::DatabaseKey;
use crate::tx::Tx;
use pos_app::ports::store::{Store, StoreError};
use rusqlite::Connection;

/// One connection that only reads.
pub struct Reader {
    pub(crate) connection: Connection,
    pub(crate) database: Database,
    /// The one it opened with.
    key: DatabaseKey,
}

impl Reader {
    pub(crate) fn new(connection: Connection, database: Database) -> Reader {
        Reader {
            key: database.keys().database.clone(),
            connection,
            database,
        }
    }

    /// Whether the file has another key than when this opened: it reads nothing new any more.
    pub fn is_stale(&self) -> bool {
        !self.database.is_keyed_with(&self.key)
    }

    /// Looks at one snapshot of the file; what would change it answers an error.
    pub fn look<T, E: From<StoreError>>(
        &mut self,
        see: impl FnOnce(&mut dyn Store) -> Result<T, E>,
    ) -> Result<T, E> {
        let snapshot = self.connection.transaction().stored()?;
        let seen = see(&mut Tx::reading(&snapshot));
        drop(snapshot);
        seen
    }
}

#[cfg(test)]
mod tests {
    use crate::database::{Database, Mode};
    use crate::keys::Keys;
    use crate::tx::Tx;
    use pos_app::ports::store::CartTable;
    use pos_domain::ids::SaleId;

    #[test]
    fn a_reader_refuses_to_write_twice_over() {
        let dir = tempfile::tempdir().unwrap();
        let database = Database::at(dir.path(), Keys::new(&[1; 32], &[2; 32], &[3; 32]));
        let _writer = database.writer(Mode::Create, &[]).unwrap();
        let reader = database.reader().unwrap();
        let refused = Tx::reading(&reader.connection).cart_remove(SaleId::from_bytes([1; 16]));
        assert!(refused.unwrap_err().to_string().contains("reading only"));
        let refused = reader.connection.execute("DELETE FROM cart", ());
        assert!(refused.unwrap_err().to_string().contains("readonly"));
    }
}
