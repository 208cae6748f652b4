//! Where the books stand: what the next entry is chained to and numbered after. The one writer
//! keeps it in memory, so that an append reads nothing.

use crate::error::Stored;
use crate::rows::{number, one};
use crate::tables::journal_epoch::{FIRST_EPOCH, epochs};
use crate::tables::restored;
use pos_app::ports::store::{StoreError, StoreResult};
use pos_domain::fact::Fact;
use pos_domain::ids::ShopId;
use pos_domain::journal::{GENESIS, Mac16};
use rusqlite::{Connection, OptionalExtension};

/// The end of the books.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// The last entry; 0 = none.
    pub seq: i64,
    pub hash: Mac16,
    /// The last receipt number; 0 = none.
    pub number: i64,
    /// From the first entry.
    pub register: u16,
    pub shop_id: ShopId,
    /// The version of the journal's key that seals the next entry.
    pub epoch: u32,
}

impl Head {
    /// Of a file without entries.
    pub fn empty() -> Head {
        Head {
            seq: 0,
            hash: GENESIS,
            number: 0,
            register: 0,
            shop_id: ShopId::from_bytes([0; 16]),
            epoch: FIRST_EPOCH,
        }
    }

    pub fn read(connection: &Connection) -> StoreResult<Head> {
        let Some((seq, hash)) = last_entry(connection)? else {
            return Ok(Head::empty());
        };
        let first: Option<(u16, Option<Vec<u8>>)> = connection
            .query_row(
                "SELECT register, body FROM journal_entry WHERE seq = 1",
                (),
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()
            .stored()?;
        let (register, shop_id) = match first {
            Some((register, Some(body))) => match Fact::decode(&body) {
                Ok(Fact::ShopOpened(shop)) => (register, shop.shop_id),
                Ok(_) | Err(_) => return Err(no_shop()),
            },
            Some((_, None)) | None => return Err(no_shop()),
        };
        Ok(Head {
            seq,
            hash,
            number: last_number(connection)?,
            register,
            shop_id,
            epoch: epochs(connection)?
                .last()
                .map_or(FIRST_EPOCH, |last| last.version),
        })
    }
}

fn no_shop() -> StoreError {
    StoreError::Damaged("the first entry does not open a shop".into())
}

/// The last entry's place and hash.
pub fn last_entry(connection: &Connection) -> StoreResult<Option<(i64, Mac16)>> {
    one(
        connection,
        "SELECT seq, hash FROM journal_entry ORDER BY seq DESC LIMIT 1",
        (),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The last receipt number that was given, or may have been before a restore; 0 = none.
pub fn last_number(connection: &Connection) -> StoreResult<i64> {
    let sold = number(
        connection,
        "SELECT coalesce(max(number), 0) FROM sale WHERE number IS NOT NULL",
        (),
    )?;
    Ok(sold.max(restored::receipt_floor(connection)?))
}
