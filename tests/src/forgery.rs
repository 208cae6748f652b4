//! Seals made anew by somebody who has every key of a shop. It repeats what the store's own sealing
//! does, since that seals only what it saw change: nothing of it could forge.
//!
//! Owns: the sums and seals of changed tables. Must never: be used for a shop whose journal has had
//! more than one key.

use pos_domain::ids::Seq;
use pos_domain::journal::ChainKey;
use pos_vault::KeyRing;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

/// Makes every seal that does not hold any more anew, where the file's format has seals.
pub(crate) fn seal_anew(connection: &Connection, ring: &KeyRing) {
    let chain = ChainKey(*ring.journal.expose());
    let has = "SELECT count(*) FROM sqlite_schema WHERE name = 'table_seal'";
    if connection.query_row(has, (), |row| row.get::<_, i64>(0)) != Ok(1) {
        return;
    }
    let mut seals = connection
        .prepare("SELECT name, seq, sum FROM table_seal ORDER BY name")
        .unwrap();
    let rows = seals.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let seals: Vec<(String, i64, [u8; 16])> = rows.unwrap().map(Result::unwrap).collect();
    for (name, seq, sealed) in seals {
        let (count, sum) = total(connection, &chain, &name);
        // What holds is left alone: a log that was emptied stays empty.
        if sum != sealed {
            let seal = chain.table_seal(&name, Seq(seq), count, &sum);
            let sql = "UPDATE table_seal SET count = ?2, sum = ?3, seal = ?4 WHERE name = ?1";
            connection
                .execute(sql, params![name, count, sum, seal])
                .unwrap();
        }
    }
}

/// How many rows a table has, and the sum of their keyed hashes.
fn total(connection: &Connection, chain: &ChainKey, name: &str) -> (i64, [u8; 16]) {
    let mut table = connection
        .prepare(&format!("SELECT * FROM {name}"))
        .unwrap();
    let width = table.column_count();
    let mut rows = table.query(()).unwrap();
    let (mut count, mut sum) = (0, 0_u128);
    while let Some(row) = rows.next().unwrap() {
        let mut hash = chain.row(name);
        for column in 0..width {
            match row.get_ref(column).unwrap() {
                ValueRef::Null => hash.add(0, &[]),
                ValueRef::Integer(number) => hash.add(1, &number.to_be_bytes()),
                ValueRef::Real(number) => hash.add(2, &number.to_be_bytes()),
                ValueRef::Text(text) => hash.add(3, text),
                ValueRef::Blob(bytes) => hash.add(4, bytes),
            }
        }
        count += 1;
        sum = sum.wrapping_add(u128::from_be_bytes(hash.end()));
    }
    (count, sum.to_be_bytes())
}
