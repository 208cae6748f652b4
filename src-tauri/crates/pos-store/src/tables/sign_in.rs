//! How people are known: `second_factor`, `recovery_code`, `recovery_alert`, `former_secret`,
//! `seat_try`, `clock_mark`.

use crate::rows::{all, number, one, run};
use crate::tx::Tx;
use pos_app::ports::sign_in::{RecoveryAlert, SecondFactor, SecretKind, SignInTable};
use pos_app::ports::store::StoreResult;
use pos_domain::ids::{Seq, UserId};
use pos_domain::time::Instant;
use rusqlite::params;

fn code(kind: SecretKind) -> i64 {
    match kind {
        SecretKind::Pin => 0,
        SecretKind::Password => 1,
    }
}

impl SignInTable for Tx<'_> {
    fn second_factor(&self, user: UserId) -> StoreResult<Option<SecondFactor>> {
        let sql = "SELECT seed, last_step, enrolled_at FROM second_factor WHERE user_id = ?1";
        one(self.connection, sql, [user.bytes()], |row| {
            Ok(SecondFactor {
                seed: row.get(0)?,
                last_step: row.get(1)?,
                enrolled_at: Instant(row.get(2)?),
            })
        })
    }

    fn second_factor_put(&mut self, user: UserId, factor: &SecondFactor) -> StoreResult<()> {
        run(
            self.change()?,
            "INSERT OR REPLACE INTO second_factor (user_id, seed, last_step, enrolled_at)
             VALUES (?1, ?2, ?3, ?4)",
            params![
                user.bytes(),
                factor.seed,
                factor.last_step,
                factor.enrolled_at.0
            ],
        )?;
        Ok(())
    }

    fn second_factor_remove(&mut self, user: UserId) -> StoreResult<()> {
        let connection = self.change()?;
        for table in ["second_factor", "recovery_code"] {
            let sql = format!("DELETE FROM {table} WHERE user_id = ?1");
            run(connection, &sql, [user.bytes()])?;
        }
        Ok(())
    }

    fn recovery_codes_put(&mut self, user: UserId, macs: &[[u8; 32]]) -> StoreResult<()> {
        let connection = self.change()?;
        let sql = "DELETE FROM recovery_code WHERE user_id = ?1";
        run(connection, sql, [user.bytes()])?;
        for mac in macs {
            run(
                connection,
                "INSERT INTO recovery_code (user_id, mac) VALUES (?1, ?2)",
                params![user.bytes(), mac],
            )?;
        }
        Ok(())
    }

    fn recovery_code_use(
        &mut self,
        user: UserId,
        mac: &[u8; 32],
        at: Instant,
    ) -> StoreResult<bool> {
        let used = run(
            self.change()?,
            "UPDATE recovery_code SET used_at = ?3
             WHERE user_id = ?1 AND mac = ?2 AND used_at IS NULL",
            params![user.bytes(), mac, at.0],
        )?;
        Ok(used == 1)
    }

    fn recovery_codes_left(&self, user: UserId) -> StoreResult<u32> {
        let sql = "SELECT count(*) FROM recovery_code WHERE user_id = ?1 AND used_at IS NULL";
        let left = number(self.connection, sql, [user.bytes()])?;
        Ok(u32::try_from(left).unwrap_or(u32::MAX))
    }

    fn recovery_alerts(&self) -> StoreResult<Vec<RecoveryAlert>> {
        let sql = "SELECT seq, user_id FROM recovery_alert ORDER BY seq";
        all(self.connection, sql, (), |row| {
            Ok(RecoveryAlert {
                seq: Seq(row.get(0)?),
                user_id: UserId::from_bytes(row.get(1)?),
            })
        })
    }

    fn recovery_alert_put(&mut self, alert: RecoveryAlert) -> StoreResult<()> {
        let sql = "INSERT INTO recovery_alert (seq, user_id) VALUES (?1, ?2)";
        let row = params![alert.seq.0, alert.user_id.bytes()];
        run(self.change()?, sql, row)?;
        Ok(())
    }

    fn recovery_alert_remove(&mut self, seq: Seq) -> StoreResult<()> {
        let sql = "DELETE FROM recovery_alert WHERE seq = ?1";
        run(self.change()?, sql, [seq.0])?;
        Ok(())
    }

    fn former_secrets(&self, user: UserId, kind: SecretKind) -> StoreResult<Vec<String>> {
        let sql = "SELECT hash FROM former_secret WHERE user_id = ?1 AND kind = ?2
                   ORDER BY nth DESC";
        let of = params![user.bytes(), code(kind)];
        all(self.connection, sql, of, |row| row.get(0))
    }

    fn former_secret_put(
        &mut self,
        user: UserId,
        kind: SecretKind,
        hash: &str,
        keep: u32,
    ) -> StoreResult<()> {
        let connection = self.change()?;
        let of = params![user.bytes(), code(kind)];
        let sql = "SELECT coalesce(max(nth), 0) FROM former_secret
                   WHERE user_id = ?1 AND kind = ?2";
        let nth = number(connection, sql, of)? + 1;
        run(
            connection,
            "INSERT INTO former_secret (user_id, kind, nth, hash) VALUES (?1, ?2, ?3, ?4)",
            params![user.bytes(), code(kind), nth, hash],
        )?;
        let sql = "DELETE FROM former_secret WHERE user_id = ?1 AND kind = ?2 AND nth <= ?3";
        let gone = nth - i64::from(keep);
        run(connection, sql, params![user.bytes(), code(kind), gone])?;
        Ok(())
    }

    fn seat_tries(&self, seat: &str) -> StoreResult<u32> {
        let sql = "SELECT wrong FROM seat_try WHERE seat = ?1";
        Ok(one(self.connection, sql, [seat], |row| row.get(0))?.unwrap_or(0))
    }

    fn seat_tries_put(&mut self, seat: &str, wrong: u32) -> StoreResult<()> {
        run(
            self.change()?,
            "INSERT OR REPLACE INTO seat_try (seat, wrong) VALUES (?1, ?2)",
            params![seat, wrong],
        )?;
        Ok(())
    }

    fn clock_mark(&self) -> StoreResult<Option<Instant>> {
        let sql = "SELECT at FROM clock_mark WHERE only = 1";
        one(self.connection, sql, (), |row| row.get(0).map(Instant))
    }

    fn clock_mark_put(&mut self, at: Option<Instant>) -> StoreResult<()> {
        match at {
            Some(Instant(at)) => run(
                self.change()?,
                "INSERT OR REPLACE INTO clock_mark (only, at) VALUES (1, ?1)",
                [at],
            )?,
            None => run(self.change()?, "DELETE FROM clock_mark", ())?,
        };
        Ok(())
    }
}
