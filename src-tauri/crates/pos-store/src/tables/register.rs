//! `device`, `inspection`: the register of devices and who looked after them.

use super::peripheral::{json, to_json};
use crate::codes::Code;
use crate::rows::{all, one, run};
use crate::tx::Tx;
use pos_app::ports::register::{Device, Inspection, RegisterTable};
use pos_app::ports::store::StoreResult;
use pos_domain::ids::{DeviceId, InspectionId, UserId};
use pos_domain::time::Instant;
use rusqlite::types::ValueRef;
use rusqlite::{Row, params};

const DEVICE: &str = "SELECT device_id, kind, name, make, model, serial_number, terminal_number,
   firmware, kcv, place, state, lock, enrolled_at, retired_at, inspected_at FROM device";
const INSPECTION: &str = "SELECT inspection_id, device_id, at, by, ok, note,
   photo IS NOT NULL FROM inspection";

fn read(row: &Row<'_>) -> rusqlite::Result<Device> {
    let locked = row.get_ref(11)? != ValueRef::Null;
    let instant =
        |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.map(Instant));
    Ok(Device {
        device_id: DeviceId::from_bytes(row.get(0)?),
        kind: Code::read(row, 1)?,
        name: row.get(2)?,
        make: row.get(3)?,
        model: row.get(4)?,
        serial_number: row.get(5)?,
        terminal_number: row.get(6)?,
        firmware: row.get(7)?,
        kcv: row.get(8)?,
        place: row.get(9)?,
        state: Code::read(row, 10)?,
        lock: locked.then(|| json(row, 11)).transpose()?,
        enrolled_at: Instant(row.get(12)?),
        retired_at: instant(13)?,
        inspected_at: instant(14)?,
    })
}

fn made(row: &Row<'_>) -> rusqlite::Result<Inspection> {
    Ok(Inspection {
        inspection_id: InspectionId::from_bytes(row.get(0)?),
        device_id: DeviceId::from_bytes(row.get(1)?),
        at: Instant(row.get(2)?),
        by: UserId::from_bytes(row.get(3)?),
        ok: row.get(4)?,
        note: row.get(5)?,
        photo: row.get(6)?,
    })
}

impl RegisterTable for Tx<'_> {
    fn device(&self, id: DeviceId) -> StoreResult<Option<Device>> {
        let sql = format!("{DEVICE} WHERE device_id = ?1");
        one(self.connection, &sql, [id.bytes()], read)
    }

    fn devices(&self) -> StoreResult<Vec<Device>> {
        let sql = format!("{DEVICE} ORDER BY enrolled_at, device_id");
        all(self.connection, &sql, (), read)
    }

    fn device_put(&mut self, one: &Device) -> StoreResult<()> {
        run(
            self.change()?,
            "INSERT OR REPLACE INTO device (device_id, kind, name, make, model, serial_number,
               terminal_number, firmware, kcv, place, state, lock, enrolled_at, retired_at,
               inspected_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            params![
                one.device_id.bytes(),
                one.kind.code(),
                one.name,
                one.make,
                one.model,
                one.serial_number,
                one.terminal_number,
                one.firmware,
                one.kcv,
                one.place,
                one.state.code(),
                one.lock.as_ref().map(to_json).transpose()?,
                one.enrolled_at.0,
                one.retired_at.map(|at| at.0),
                one.inspected_at.map(|at| at.0),
            ],
        )?;
        Ok(())
    }

    fn inspection(&self, id: InspectionId) -> StoreResult<Option<Inspection>> {
        let sql = format!("{INSPECTION} WHERE inspection_id = ?1");
        one(self.connection, &sql, [id.bytes()], made)
    }

    fn inspections(&self, device: DeviceId, limit: u32) -> StoreResult<Vec<Inspection>> {
        let sql = format!("{INSPECTION} WHERE device_id = ?1 ORDER BY inspection_no DESC LIMIT ?2");
        all(self.connection, &sql, params![device.bytes(), limit], made)
    }

    fn inspection_put(&mut self, one: &Inspection, photo: Option<&[u8]>) -> StoreResult<()> {
        run(
            self.change()?,
            "INSERT INTO inspection (inspection_id, device_id, at, by, ok, note, photo)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                one.inspection_id.bytes(),
                one.device_id.bytes(),
                one.at.0,
                one.by.bytes(),
                one.ok,
                one.note,
                photo,
            ],
        )?;
        Ok(())
    }

    fn inspection_photo(&self, id: InspectionId) -> StoreResult<Option<Vec<u8>>> {
        let sql = "SELECT photo FROM inspection WHERE inspection_id = ?1 AND photo IS NOT NULL";
        one(self.connection, sql, [id.bytes()], |row| row.get(0))
    }
}
