//! When a terminal is asked for its last receipt: after each connect, after each order that did not
//! end well, and from time to time while a payment is in doubt. Decides when; what a reading proves
//! is decided by the use cases.

use super::{Links, Purpose, listener};
use crate::peripherals::till;
use pos_app::AppResult;
use pos_app::event::Event;
use pos_app::ports::records::Attempt;
use pos_app::views::sale::AttemptStep;
use pos_app::views::terminal::Link;
use pos_devices::TerminalOrder;
use pos_domain::ids::{AttemptId, TerminalId};
use pos_domain::payment::AttemptState;
use pos_domain::time::Instant;

/// The pauses before a terminal that could not tell is asked again; the last one goes on.
const PAUSES_MS: [u64; 5] = [5_000, 10_000, 20_000, 40_000, 60_000];
/// An end that could not be stored is stored again after this pause.
const OWED_PAUSE_MS: u64 = 1_000;

/// When one terminal is asked again.
#[derive(Debug, Default)]
pub(crate) struct Asking {
    /// Tries since the last connect that told nothing.
    vain: usize,
    /// On the world's clock that never goes back.
    next_ms: Option<u64>,
}

impl Asking {
    /// The terminal was told of again: from the beginning, and not before it is ready.
    pub fn begin(&mut self) {
        *self = Asking::default();
    }

    /// A question is on its way.
    pub fn asked(&mut self) {
        self.next_ms = None;
    }

    /// It brought nothing. Answers how long to wait, in milliseconds.
    pub fn in_vain(&mut self, now_ms: u64) -> u64 {
        let pause_ms = PAUSES_MS[self.vain.min(PAUSES_MS.len() - 1)];
        self.vain += 1;
        self.next_ms = Some(now_ms + pause_ms);
        pause_ms
    }

    fn is_due(&self, now_ms: u64) -> bool {
        self.next_ms.is_some_and(|at_ms| at_ms <= now_ms)
    }
}

impl Links {
    /// Does what is due: asks terminals again, stores what could not be stored. To be called about
    /// ten times a second.
    pub fn tend(&self) {
        let now_ms = self.monotonic_ms();
        self.settle_owed(now_ms, OWED_PAUSE_MS, None);
        let due: Vec<TerminalId> = {
            let all = self.locked();
            let idle = all.iter().filter(|(_, live)| {
                live.link == Link::Ready && live.orders.is_empty() && !live.ending
            });
            idle.filter(|(_, live)| live.asking.is_due(now_ms))
                .map(|(id, _)| *id)
                .collect()
        };
        for terminal in due {
            self.look(terminal);
        }
    }

    /// Asks a terminal for its last receipt: as evidence for the newest doubt that it holds, or as
    /// the baseline of its next payment.
    pub(super) fn look(&self, terminal: TerminalId) {
        match self.doubt_on(terminal) {
            Ok(Some(attempt)) => self.ask(terminal, attempt),
            Ok(None) => self.read_baseline(terminal),
            Err(error) => {
                tracing::warn!(%terminal, "not asked: {error}");
                self.asked_in_vain(terminal, None);
            }
        }
    }

    /// Asks for the last receipt, as evidence for a doubt.
    pub(super) fn ask(&self, terminal: TerminalId, attempt: AttemptId) {
        self.step(attempt, AttemptStep::Asking, None);
        self.update_progress(attempt, |progress| progress.next_try_at = None);
        self.repeat(terminal, Purpose::Ask(attempt));
        listener::publish_attempt(self, attempt);
    }

    fn read_baseline(&self, terminal: TerminalId) {
        if let Some(live) = self.locked().get_mut(&terminal) {
            live.last_receipt = None;
        }
        self.repeat(terminal, Purpose::Baseline);
    }

    fn repeat(&self, terminal: TerminalId, purpose: Purpose) {
        let Some(id) = self.order_id() else { return };
        if let Some(live) = self.locked().get_mut(&terminal) {
            live.asking.asked();
        }
        // An order that runs asks when it ends.
        if let Err(error) = self.submit(terminal, id, TerminalOrder::RepeatReceipt, purpose) {
            tracing::info!(%terminal, "not asked now: {error}");
        }
    }

    /// A question brought nothing: the next one is in a while, and shown.
    pub(super) fn asked_in_vain(&self, terminal: TerminalId, doubt: Option<AttemptId>) {
        let (now, now_ms) = (self.now(), self.monotonic_ms());
        let pause_ms = match self.locked().get_mut(&terminal) {
            // Without a cable there is no next try: the terminal is asked when it is back.
            Some(live) if live.link == Link::Ready || live.link == Link::Busy => {
                Some(live.asking.in_vain(now_ms))
            }
            Some(_) | None => None,
        };
        if let Some(attempt) = doubt {
            let after = |ms: u64| Instant(now.0 + i64::try_from(ms).unwrap_or(0));
            self.update_progress(attempt, |p| p.next_try_at = pause_ms.map(after));
            self.publish(Event::Changed {
                tags: vec!["doubts".into()],
            });
        }
    }

    /// The cable is gone: nothing is planned any more.
    pub(super) fn plan_nothing(&self, terminal: TerminalId) {
        if let Ok(Some(attempt)) = self.doubt_on(terminal) {
            self.update_progress(attempt, |progress| progress.next_try_at = None);
        }
    }

    /// Where a payment stands.
    pub(super) fn state(&self, attempt: AttemptId) -> AppResult<Option<AttemptState>> {
        let Some(app) = self.app() else {
            return Ok(None);
        };
        app.read(till(), |tx| Ok(tx.store.attempt(attempt)?.map(|a| a.state)))
    }

    /// The newest payment in doubt on a terminal: what its last receipt tells most of.
    pub(super) fn doubt_on(&self, terminal: TerminalId) -> AppResult<Option<AttemptId>> {
        let Some(app) = self.app() else {
            return Ok(None);
        };
        app.read(till(), |tx| {
            let held = |a: &&Attempt| a.terminal_id == terminal && a.state == AttemptState::Unknown;
            let open = tx.store.attempts_unsettled()?;
            let newest = open.iter().filter(held).max_by_key(|a| a.started_at);
            Ok(newest.map(|a| a.attempt_id))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pauses_grow_to_a_minute_and_a_connect_begins_anew() {
        let mut asking = Asking::default();
        assert!(
            !asking.is_due(u64::MAX),
            "nothing is due before the first try"
        );
        let pauses: Vec<u64> = (0..7).map(|_| asking.in_vain(1_000)).collect();
        assert_eq!(
            pauses,
            [5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000]
        );
        assert!(!asking.is_due(60_999) && asking.is_due(61_000));
        asking.asked();
        assert!(!asking.is_due(u64::MAX), "a question is on its way");
        asking.begin();
        assert_eq!(asking.in_vain(0), 5_000);
    }
}
