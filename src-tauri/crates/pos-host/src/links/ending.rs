//! What becomes of an order's purpose when the order has ended. A result that came before it is on
//! disk already; here the rest is told: it stands, definitely not, or unknown. An end that cannot
//! be stored is owed, and its terminal takes no payment until it is.

use super::drivers::TestOutcome;
use super::{Links, Purpose, Running, RunningTest, listener, map};
use pos_app::commands::payment::{self, Answer};
use pos_app::views::terminal::TerminalTest;
use pos_app::{AppResult, api::ErrorCode};
use pos_devices::{OrderEnd, Refusal, ResultMeaning};
use pos_domain::ids::{AttemptId, TerminalId};
use pos_domain::payment::{AttemptEvent, LastReceipt};
use std::sync::{Arc, PoisonError};

/// The end of a payment's order that has to be stored.
#[derive(Debug, Clone)]
pub(super) enum End {
    /// The terminal ended the order and stands by its result. Its lines for the customer.
    Stands(Vec<String>),
    /// Definitely not, or unknown; with the terminal's code, or why there is none.
    Not(AttemptEvent, String),
}

/// What is not stored yet.
pub(super) struct Owed {
    pub terminal: TerminalId,
    attempt: AttemptId,
    end: End,
    /// On the world's clock that never goes back.
    tried_ms: u64,
}

impl Links {
    /// Deals with an order that has ended. Answers who waits for it: they are told when the
    /// terminal is free again, so that the next thing they want of it is not refused.
    #[must_use]
    pub(super) fn end(
        &self,
        terminal: TerminalId,
        running: Running,
        end: &OrderEnd,
    ) -> Option<(Arc<RunningTest>, TestOutcome)> {
        match running.purpose {
            Purpose::Pay(attempt) => {
                let how = how_it_ended(end, running.told);
                let clean = running.approved && matches!(how, End::Stands(_));
                self.owe(terminal, attempt, how);
                listener::publish_attempt(self, attempt);
                // A refusal or a key at the terminal may have a receipt too; and in doubt, its last
                // receipt is all the evidence there is.
                if !clean {
                    self.look(terminal);
                }
            }
            Purpose::Ask(attempt) => self.end_of_question(terminal, attempt, &running, end),
            Purpose::Baseline => match reading(&running, end) {
                Some(last) => {
                    self.hold_against_books(terminal, &last);
                    if let Some(live) = self.locked().get_mut(&terminal) {
                        live.last_receipt = Some(last);
                    }
                }
                None => self.asked_in_vain(terminal, None),
            },
            Purpose::Test(ref test) => {
                let test = test.clone();
                match test.which {
                    // It clears the terminal's memory: the baseline is read anew.
                    TerminalTest::EndOfDay => self.look(terminal),
                    TerminalTest::Status | TerminalTest::Diagnosis => {}
                }
                return Some((test, outcome(end, running)));
            }
        }
        None
    }

    fn end_of_question(
        &self,
        terminal: TerminalId,
        attempt: AttemptId,
        running: &Running,
        end: &OrderEnd,
    ) {
        let Some(last) = reading(running, end) else {
            self.asked_in_vain(terminal, Some(attempt));
            listener::publish_attempt(self, attempt);
            return;
        };
        if let Some(live) = self.locked().get_mut(&terminal) {
            live.last_receipt = Some(last.clone());
            live.compared = true;
        }
        let slip = running.reading.as_ref().map(|(_, slip)| slip.clone());
        match self.take_evidence(attempt, &last, slip) {
            Ok(true) => {}
            Ok(false) => self.update_progress(attempt, |progress| progress.tries += 1),
            Err(error) => tracing::error!(%attempt, "the evidence could not be stored: {error}"),
        }
        match self.doubt_on(terminal) {
            Ok(Some(doubt)) if doubt == attempt => self.asked_in_vain(terminal, Some(attempt)),
            Ok(Some(other)) => self.ask(terminal, other),
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(%terminal, "the doubts could not be read: {error}");
                self.asked_in_vain(terminal, Some(attempt));
            }
        }
        listener::publish_attempt(self, attempt);
    }

    /// Hands a reading to its doubt. False when it told nothing new.
    fn take_evidence(
        &self,
        attempt: AttemptId,
        last: &LastReceipt,
        slip: Option<pos_domain::fact::CardSlip>,
    ) -> AppResult<bool> {
        let Some(app) = self.app() else {
            return Ok(false);
        };
        app.till_act(|tx| {
            let stand = |tx: &pos_app::tx::Tx| -> AppResult<_> {
                let now = tx.store.attempt(attempt)?;
                Ok(now.map(|a| (a.state, a.times_asked)))
            };
            let before = stand(tx)?;
            payment::asked(tx, attempt, Some(last), slip.clone())?;
            Ok(stand(tx)? != before)
        })
    }

    /// An order that certainly never left: the attempt is refused, not in doubt.
    pub(super) fn never_sent(&self, terminal: TerminalId, attempt: AttemptId, reason: &str) {
        let end = End::Not(AttemptEvent::Declined, reason.to_owned());
        self.owe(terminal, attempt, end);
    }

    fn owe(&self, terminal: TerminalId, attempt: AttemptId, end: End) {
        let now_ms = self.monotonic_ms();
        let owed = Owed {
            terminal,
            attempt,
            end,
            tried_ms: now_ms,
        };
        self.owed().push_back(owed);
        self.settle_owed(now_ms, 0, Some(attempt));
    }

    /// An end on this terminal is not stored yet.
    pub(super) fn owes(&self, terminal: TerminalId) -> bool {
        self.owed().iter().any(|owed| owed.terminal == terminal)
    }

    /// Stores what is owed and was not tried within the pause; stops at the first that fails. What
    /// was owed for longer than the `fresh` one has its terminal asked.
    pub(super) fn settle_owed(&self, now_ms: u64, pause_ms: u64, fresh: Option<AttemptId>) {
        loop {
            let due = |owed: &Owed| now_ms >= owed.tried_ms + pause_ms;
            let next = self.owed().pop_front_if(|owed| due(owed));
            let Some(mut owed) = next else { return };
            match self.store_end(owed.attempt, &owed.end) {
                Ok(()) => {}
                Err(error) if error.code == ErrorCode::NotFound => {
                    tracing::error!(attempt = %owed.attempt, "nobody knows this payment: {error}");
                }
                Err(error) => {
                    tracing::error!(attempt = %owed.attempt, "an end is not stored yet: {error}");
                    owed.tried_ms = now_ms;
                    self.owed().push_front(owed);
                    return;
                }
            }
            if fresh != Some(owed.attempt) {
                listener::publish_attempt(self, owed.attempt);
                self.look(owed.terminal);
            }
        }
    }

    fn store_end(&self, attempt: AttemptId, end: &End) -> AppResult<()> {
        let Some(app) = self.app() else { return Ok(()) };
        match end {
            End::Stands(lines) => app.till_act(|tx| payment::ended(tx, attempt, lines)),
            End::Not(event, code) => {
                let answer = Answer {
                    event: *event,
                    slip: None,
                    code: Some(code.clone()),
                    alarm: None,
                };
                app.till_act(|tx| payment::answered(tx, attempt, &answer).map(|_| ()))
            }
        }
    }

    fn owed(&self) -> std::sync::MutexGuard<'_, std::collections::VecDeque<Owed>> {
        self.owed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the end of a payment's order means for it.
fn how_it_ended(end: &OrderEnd, told: bool) -> End {
    match end {
        OrderEnd::Completed { print_lines } if told => {
            End::Stands(map::customer_lines(print_lines))
        }
        OrderEnd::Completed { .. } => End::Not(AttemptEvent::NoAnswer, "no_result".into()),
        OrderEnd::Aborted { code, text: _ } => End::Not(AttemptEvent::Declined, code.to_string()),
        OrderEnd::Refused { reason } => End::Not(AttemptEvent::Declined, refusal(reason)),
        // After an approval this says that its end was lost.
        OrderEnd::Unknown { why, sent: _ } => End::Not(AttemptEvent::NoAnswer, why.name().into()),
    }
}

/// What a question for the last receipt brought. Not before the order has ended: a result that
/// comes first may be a late one of the payment itself, which the terminal takes back when it
/// misses our acknowledgement (ZVT 2.2.8); once it has gone on to the end, its memory stays as it
/// is.
fn reading(running: &Running, end: &OrderEnd) -> Option<LastReceipt> {
    if nothing_to_repeat(end) && running.reading.is_none() {
        return Some(LastReceipt::default());
    }
    match end {
        OrderEnd::Completed { .. } => running.reading.as_ref().map(|(last, _)| last.clone()),
        OrderEnd::Aborted { .. } | OrderEnd::Refused { .. } | OrderEnd::Unknown { .. } => None,
    }
}

/// The terminal says that it has no receipt to repeat (ZVT: abort 83 or 64 … to `06 20`).
fn nothing_to_repeat(end: &OrderEnd) -> bool {
    match end {
        OrderEnd::Aborted { code, .. } => code.meaning() == ResultMeaning::NotPossible,
        OrderEnd::Refused {
            reason: Refusal::Code(code),
        } => code.meaning() == ResultMeaning::NotPossible,
        OrderEnd::Completed { .. } | OrderEnd::Unknown { .. } | OrderEnd::Refused { .. } => false,
    }
}

fn refusal(reason: &Refusal) -> String {
    match reason {
        Refusal::Code(code) => code.to_string(),
        Refusal::StillBusy => "still_busy".into(),
        Refusal::Withdrawn => "withdrawn".into(),
        Refusal::NotConnected => "not_connected".into(),
        Refusal::NotSent => "not_sent".into(),
        Refusal::BadAmount => "bad_amount".into(),
        Refusal::Closed => "closed".into(),
    }
}

fn outcome(end: &OrderEnd, running: Running) -> TestOutcome {
    let mut outcome = TestOutcome {
        ok: false,
        code: running.code,
        lines: running.lines,
        totals: running.totals,
    };
    match end {
        OrderEnd::Completed { print_lines } => {
            let lines = print_lines.iter().map(|l| l.text.clone());
            outcome.lines.extend(lines);
            outcome.ok = outcome.code.is_none();
        }
        OrderEnd::Aborted { code, text } => {
            outcome.lines.extend(text.clone());
            outcome.code = Some(code.to_string());
        }
        OrderEnd::Refused { reason } => outcome.code = Some(refusal(reason)),
        OrderEnd::Unknown { why, .. } => outcome.code = Some(why.name().into()),
    }
    outcome
}
