//! `user`: people and the hashes of their secrets.

use crate::codes::Code;
use crate::rows::{all, one, run};
use crate::tx::Tx;
use pos_app::ports::records::User;
use pos_app::ports::store::{StoreResult, UserTable};
use pos_domain::ids::UserId;
use pos_domain::staff::Role;
use pos_domain::time::Instant;
use rusqlite::{Row, params};

const SELECT: &str = "SELECT user_id, name, role, active, pin_hash, password_hash, wrong_tries,
   locked_until, last_sign_in, pin_given, password_given FROM user";

fn read(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        user_id: UserId::from_bytes(row.get(0)?),
        name: row.get(1)?,
        role: Role::read(row, 2)?,
        active: row.get(3)?,
        pin_hash: row.get(4)?,
        password_hash: row.get(5)?,
        wrong_tries: row.get(6)?,
        locked_until: row.get::<_, Option<i64>>(7)?.map(Instant),
        last_sign_in: row.get::<_, Option<i64>>(8)?.map(Instant),
        pin_given: row.get(9)?,
        password_given: row.get(10)?,
    })
}

impl UserTable for Tx<'_> {
    fn user(&self, id: UserId) -> StoreResult<Option<User>> {
        one(
            self.connection,
            &format!("{SELECT} WHERE user_id = ?1"),
            [id.bytes()],
            read,
        )
    }

    fn users(&self) -> StoreResult<Vec<User>> {
        all(
            self.connection,
            &format!("{SELECT} ORDER BY name, user_id"),
            (),
            read,
        )
    }

    fn user_put(&mut self, user: &User) -> StoreResult<()> {
        run(
            self.change()?,
            "INSERT OR REPLACE INTO user (user_id, name, role, active, pin_hash, password_hash,
               wrong_tries, locked_until, last_sign_in, pin_given, password_given)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                user.user_id.bytes(),
                user.name,
                user.role.code(),
                user.active,
                user.pin_hash,
                user.password_hash,
                user.wrong_tries,
                user.locked_until.map(|Instant(at)| at),
                user.last_sign_in.map(|Instant(at)| at),
                user.pin_given,
                user.password_given,
            ],
        )?;
        Ok(())
    }
}
