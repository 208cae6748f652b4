//! `terminal`: paired devices.

use crate::rows::{all, cbor, one, run, to_cbor, unreadable};
use crate::tx::Tx;
use pos_app::ports::records::Terminal;
use pos_app::ports::store::{StoreError, StoreResult, TerminalTable};
use pos_domain::ids::TerminalId;
use pos_domain::time::Instant;
use rusqlite::{Row, params};

const SELECT: &str = "SELECT terminal_id, name, driver, address, password, terminal_number,
   serial_number, model, software, simulator, paired_at, alarm, last_receipt FROM terminal";

fn read(row: &Row<'_>) -> rusqlite::Result<Terminal> {
    let address = row.get_ref(3)?.as_str()?;
    let has_receipt = row.get_ref(12)? != rusqlite::types::ValueRef::Null;
    Ok(Terminal {
        terminal_id: TerminalId::from_bytes(row.get(0)?),
        name: row.get(1)?,
        driver: row.get(2)?,
        address: serde_json::from_str(address).map_err(|e| unreadable(3, e.to_string()))?,
        password: row.get(4)?,
        terminal_number: row.get(5)?,
        serial_number: row.get(6)?,
        model: row.get(7)?,
        software: row.get(8)?,
        simulator: row.get(9)?,
        paired_at: Instant(row.get(10)?),
        alarm: row.get(11)?,
        last_receipt: if has_receipt {
            Some(cbor(row, 12)?)
        } else {
            None
        },
    })
}

impl TerminalTable for Tx<'_> {
    fn terminal(&self, id: TerminalId) -> StoreResult<Option<Terminal>> {
        one(
            self.connection,
            &format!("{SELECT} WHERE terminal_id = ?1"),
            [id.bytes()],
            read,
        )
    }

    fn terminals(&self) -> StoreResult<Vec<Terminal>> {
        all(
            self.connection,
            &format!("{SELECT} ORDER BY paired_at, terminal_id"),
            (),
            read,
        )
    }

    fn terminal_put(&mut self, terminal: &Terminal) -> StoreResult<()> {
        let address = serde_json::to_string(&terminal.address)
            .map_err(|error| StoreError::Failed(error.to_string()))?;
        run(
            self.change()?,
            "INSERT OR REPLACE INTO terminal (terminal_id, name, driver, address, password,
               terminal_number, serial_number, model, software, simulator, paired_at, alarm,
               last_receipt)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                terminal.terminal_id.bytes(),
                terminal.name,
                terminal.driver,
                address,
                terminal.password,
                terminal.terminal_number,
                terminal.serial_number,
                terminal.model,
                terminal.software,
                terminal.simulator,
                terminal.paired_at.0,
                terminal.alarm,
                terminal.last_receipt.as_ref().map(to_cbor),
            ],
        )?;
        Ok(())
    }

    fn terminal_remove(&mut self, id: TerminalId) -> StoreResult<()> {
        run(
            self.change()?,
            "DELETE FROM terminal WHERE terminal_id = ?1",
            [id.bytes()],
        )?;
        Ok(())
    }
}
