//! The watch over the wall clock: it is compared with the monotonic clock, and a jump is written
//! down with both times. Nothing waits or ends by the wall clock; it only says when something was.

use crate::api::AppResult;
use crate::app::{App, held};
use crate::sign_in::mark_clock;
use crate::tx::Tx;
use pos_domain::fact::{ClockJumped, Fact};
use pos_domain::time::Instant;

/// A larger difference is a jump. A smaller one is a clock that is being set right.
pub const JUMP_MS: i64 = 5_000;
/// A clock that runs a thousandth too fast or too slow drifts, it does not jump.
const DRIFT_SHARE: u64 = 1_000;

/// What was known of the wall clock when it was looked at last.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClockWatch {
    /// Wall clock less monotonic clock in milliseconds, and the monotonic clock then.
    seen: Option<(i64, u64)>,
}

impl ClockWatch {
    /// Compares both clocks; answers a jump until [`ClockWatch::set`] takes it as it is.
    pub fn look(&mut self, wall: Instant, monotonic_ms: u64) -> Option<ClockJumped> {
        let Some((ahead_ms, at_ms)) = self.seen else {
            self.set(wall, monotonic_ms);
            return None;
        };
        let off_ms = ahead(wall, monotonic_ms).saturating_sub(ahead_ms);
        if off_ms.saturating_abs() > JUMP_MS {
            return Some(ClockJumped {
                expected: Instant(ahead_ms.saturating_add(millis(monotonic_ms))),
                found: wall,
            });
        }
        let passed_ms = monotonic_ms.saturating_sub(at_ms);
        // Looked at ten times a second, no tick alone is long enough to forgive a millisecond.
        if passed_ms >= DRIFT_SHARE {
            let drift_ms = millis(passed_ms / DRIFT_SHARE);
            let step_ms = off_ms.clamp(-drift_ms, drift_ms);
            self.seen = Some((ahead_ms + step_ms, monotonic_ms));
        }
        None
    }

    /// Takes the wall clock as it is.
    pub fn set(&mut self, wall: Instant, monotonic_ms: u64) {
        self.seen = Some((ahead(wall, monotonic_ms), monotonic_ms));
    }

    /// Knows nothing any more: somebody lets the clock stand on purpose.
    pub fn forget(&mut self) {
        self.seen = None;
    }
}

fn millis(monotonic_ms: u64) -> i64 {
    i64::try_from(monotonic_ms).unwrap_or(i64::MAX)
}

fn ahead(wall: Instant, monotonic_ms: u64) -> i64 {
    wall.0.saturating_sub(millis(monotonic_ms))
}

impl App {
    /// Looks whether the wall clock jumped, and writes it down once; called by the host's timer.
    pub fn watch_clock(&self) -> AppResult<()> {
        let (wall, monotonic_ms) = (self.world().now(), self.world().monotonic_ms());
        let jumped = held(&self.clock).look(wall, monotonic_ms);
        let Some(jumped) = jumped else {
            return Ok(());
        };
        tracing::warn!(
            expected = jumped.expected.0,
            found = jumped.found.0,
            "the clock jumped"
        );
        self.till_act(|tx| {
            self.lock_outs_by_clock(tx)?;
            mark_clock(tx, jumped.expected, jumped.found)?;
            note(tx, &jumped)
        })?;
        // Only now: what could not be written is found again at the next look.
        held(&self.clock).set(wall, monotonic_ms);
        self.tell_status();
        Ok(())
    }

    /// The clock stands on purpose (a replay): not a jump, and no jump when it runs again.
    pub fn forget_clock(&self) {
        held(&self.clock).forget();
    }
}

/// Writes a jump down.
pub fn note(tx: &mut Tx, jumped: &ClockJumped) -> AppResult<()> {
    tx.record(&Fact::ClockJumped(jumped.clone())).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: i64 = 1_795_348_800_000;
    const SECOND: i64 = 1_000;
    const YEAR: i64 = 365 * 24 * 3_600 * SECOND;

    /// A watch that has looked once, its monotonic clock at 7 s.
    fn watch() -> ClockWatch {
        let mut watch = ClockWatch::default();
        assert_eq!(watch.look(Instant(START), 7_000), None);
        watch
    }

    #[test]
    fn a_jump_is_told_with_both_times_until_it_is_taken() {
        let far = [
            5_001,
            -5_001,
            3_600 * SECOND,
            -3_600 * SECOND,
            10 * YEAR,
            -10 * YEAR,
        ];
        for jump in far {
            let mut watch = watch();
            let (wall, told) = (Instant(START + 60_000 + jump), 67_000);
            let jumped = Some(ClockJumped {
                expected: Instant(START + 60_000),
                found: wall,
            });
            assert_eq!(watch.look(wall, told), jumped);
            assert_eq!(watch.look(wall, told), jumped, "not written down yet");
            watch.set(wall, told);
            assert_eq!(watch.look(Instant(wall.0 + 9_000), told + 9_000), None);
        }
    }

    #[test]
    fn what_is_no_jump() {
        for step in [0, 1_000, -1_000, 5_000, -5_000] {
            assert_eq!(
                watch().look(Instant(START + 60_000 + step), 67_000),
                None,
                "{step}"
            );
        }
        // Summer and winter time move the display, not the clock; nor do 2038 and 29 February.
        for wall in [1_774_745_999_000, 2_147_483_647_000, 1_835_395_199_000] {
            let mut watch = ClockWatch::default();
            assert_eq!(watch.look(Instant(wall), 5), None);
            assert_eq!(watch.look(Instant(wall + 2_000), 2_005), None);
        }
    }

    #[test]
    fn a_drifting_clock_never_jumps_and_small_steps_add_up_to_a_jump() {
        let mut drifting = watch();
        let mut ms = 7_000;
        for _ in 0..200_000 {
            ms += 100;
            let passed = i64::try_from(ms - 7_000).unwrap();
            let wall = Instant(START + passed + passed / 2_000);
            assert_eq!(drifting.look(wall, ms), None);
        }
        let mut stepped = watch();
        let steps = (1..=10).find(|n| {
            let passed = n * 60_000;
            let wall = Instant(START + passed + n * 2 * SECOND);
            stepped
                .look(wall, 7_000 + u64::try_from(passed).unwrap())
                .is_some()
        });
        assert_eq!(steps, Some(3));
    }

    #[test]
    fn a_clock_that_stood_on_purpose_has_not_jumped() {
        let mut watch = watch();
        watch.forget();
        assert_eq!(watch.look(Instant(START - 10 * YEAR), 8_000), None);
        assert_eq!(watch.look(Instant(START - 10 * YEAR + 500), 8_500), None);
    }
}
