//! One transaction as the use cases see it. The tables' files implement its doors.

use crate::head::Head;
use crate::keys::Keys;
use pos_app::ports::store::{Store, StoreError, StoreResult};
use rusqlite::Connection;

/// Lives exactly as long as a transaction on its connection.
pub struct Tx<'c> {
    pub(crate) connection: &'c Connection,
    pub(crate) writing: Option<Writing<'c>>,
}

/// What only the writer has.
pub(crate) struct Writing<'c> {
    pub head: Head,
    pub keys: &'c Keys,
    /// An entry was begun and not finished: the act must not be committed, whatever it answers.
    pub spoiled: bool,
}

impl<'c> Tx<'c> {
    pub(crate) fn reading(connection: &'c Connection) -> Tx<'c> {
        Tx {
            connection,
            writing: None,
        }
    }

    pub(crate) fn writing(connection: &'c Connection, keys: &'c Keys, head: Head) -> Tx<'c> {
        Tx {
            connection,
            writing: Some(Writing {
                head,
                keys,
                spoiled: false,
            }),
        }
    }

    /// The connection, if this transaction may change something.
    pub(crate) fn change(&self) -> StoreResult<&'c Connection> {
        match self.writing {
            Some(_) => Ok(self.connection),
            None => Err(read_only()),
        }
    }
}

/// What a reader answers to every change.
pub(crate) fn read_only() -> StoreError {
    StoreError::Failed("the file is open for reading only".into())
}

impl Store for Tx<'_> {}
