//! `peripheral`: printers, scales, displays, scanners.

use crate::codes::Code;
use crate::rows::{all, one, run, unreadable};
use crate::tx::Tx;
use pos_app::ports::devices::PeripheralTable;
use pos_app::ports::records::Peripheral;
use pos_app::ports::store::{StoreError, StoreResult};
use pos_domain::ids::PeripheralId;
use pos_domain::time::Instant;
use rusqlite::{Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

const SELECT: &str = "SELECT peripheral_id, kind, driver, name, address, options, model,
   simulator, paired_at FROM peripheral";

/// Reads JSON out of a column.
pub fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    serde_json::from_str(text).map_err(|error| unreadable(column, error.to_string()))
}

/// The text of a value that is kept as JSON.
pub fn to_json<T: Serialize>(value: &T) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Failed(error.to_string()))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Peripheral> {
    Ok(Peripheral {
        peripheral_id: PeripheralId::from_bytes(row.get(0)?),
        kind: Code::read(row, 1)?,
        driver: row.get(2)?,
        name: row.get(3)?,
        address: json(row, 4)?,
        options: json(row, 5)?,
        model: row.get(6)?,
        simulator: row.get(7)?,
        paired_at: Instant(row.get(8)?),
    })
}

impl PeripheralTable for Tx<'_> {
    fn peripheral(&self, id: PeripheralId) -> StoreResult<Option<Peripheral>> {
        let sql = format!("{SELECT} WHERE peripheral_id = ?1");
        one(self.connection, &sql, [id.bytes()], read)
    }

    fn peripherals(&self) -> StoreResult<Vec<Peripheral>> {
        let sql = format!("{SELECT} ORDER BY paired_at, peripheral_id");
        all(self.connection, &sql, (), read)
    }

    fn peripheral_put(&mut self, one: &Peripheral) -> StoreResult<()> {
        run(
            self.change()?,
            "INSERT OR REPLACE INTO peripheral (peripheral_id, kind, driver, name, address,
               options, model, simulator, paired_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                one.peripheral_id.bytes(),
                one.kind.code(),
                one.driver,
                one.name,
                to_json(&one.address)?,
                to_json(&one.options)?,
                one.model,
                one.simulator,
                one.paired_at.0,
            ],
        )?;
        Ok(())
    }

    fn peripheral_remove(&mut self, id: PeripheralId) -> StoreResult<()> {
        run(
            self.change()?,
            "DELETE FROM peripheral WHERE peripheral_id = ?1",
            [id.bytes()],
        )?;
        Ok(())
    }
}
