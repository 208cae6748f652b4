//! What becomes of an order's purpose when the order has ended. A result that came before it is on
//! disk already; here the rest is told: definitely not, or unknown.

use super::drivers::TestOutcome;
use super::listener::{Ear, publish_attempt};
use super::{Links, Purpose, Running, map};
use pos_app::commands::payment::{self, Answer};
use pos_devices::{OrderEnd, Refusal, ResultMeaning};
use pos_domain::ids::AttemptId;
use pos_domain::payment::{AttemptEvent, LastReceipt};
use std::sync::Arc;

impl Ear {
    pub(super) fn end(&self, links: &Links, running: Running, end: OrderEnd) {
        match running.purpose {
            Purpose::Pay(attempt) => {
                match &end {
                    OrderEnd::Completed { print_lines } if running.told => {
                        ended(links, attempt, &map::customer_lines(print_lines));
                    }
                    OrderEnd::Completed { .. } => {
                        conclude(links, attempt, AttemptEvent::NoAnswer, "no_result");
                    }
                    OrderEnd::Aborted { code, text: _ } => {
                        conclude(links, attempt, AttemptEvent::Declined, &code.to_string());
                    }
                    OrderEnd::Refused { reason } => {
                        conclude(links, attempt, AttemptEvent::Declined, &refusal(reason));
                    }
                    OrderEnd::Unknown { why, sent: _ } => {
                        let event = if running.told {
                            AttemptEvent::EndLost
                        } else {
                            AttemptEvent::NoAnswer
                        };
                        conclude(links, attempt, event, &format!("{why:?}"));
                        if running.told {
                            // The link may be as good as before: nothing else would ask.
                            links.ask(self.id, attempt);
                        }
                    }
                }
                publish_attempt(links, attempt);
            }
            Purpose::Ask(attempt) => {
                if !running.told && nothing_to_repeat(&end) {
                    let empty = LastReceipt::default();
                    if let Some(app) = links.app()
                        && let Err(error) = app.till_act(|tx| {
                            payment::asked(tx, attempt, Some(&empty), None).map(|_| ())
                        })
                    {
                        tracing::error!(%attempt, "the evidence could not be stored: {error}");
                    }
                }
                publish_attempt(links, attempt);
            }
            Purpose::Baseline => {
                if !running.told
                    && nothing_to_repeat(&end)
                    && let Some(live) = links.locked().get_mut(&self.id)
                {
                    live.last_receipt = Some(LastReceipt::default());
                }
            }
            Purpose::Reverse(attempt) => publish_attempt(links, attempt),
            Purpose::Test(ref test) => {
                let test = Arc::clone(test);
                test.tell(outcome(&end, running));
                // An end of day clears the terminal's memory: the baseline is read anew.
                self.ask_first(links);
            }
        }
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

/// The order ended well: its lines are kept and its sale is completed.
fn ended(links: &Links, attempt: AttemptId, lines: &[String]) {
    if let Some(app) = links.app()
        && let Err(error) = app.till_act(|tx| payment::ended(tx, attempt, lines))
    {
        tracing::error!(%attempt, "the end of the order could not be stored: {error}");
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
            outcome
                .lines
                .extend(print_lines.iter().map(|l| l.text.clone()));
            outcome.ok = outcome.code.is_none();
        }
        OrderEnd::Aborted { code, text } => {
            outcome.lines.extend(text.clone());
            outcome.code = Some(code.to_string());
        }
        OrderEnd::Refused { reason } => outcome.code = Some(refusal(reason)),
        OrderEnd::Unknown { why, .. } => outcome.code = Some(format!("{why:?}")),
    }
    outcome
}

/// An order that certainly never left: the attempt is refused, not in doubt.
pub fn never_sent(links: &Links, attempt: AttemptId, reason: &str) {
    conclude(links, attempt, AttemptEvent::Declined, reason);
}

fn conclude(links: &Links, attempt: AttemptId, event: AttemptEvent, code: &str) {
    let Some(app) = links.app() else { return };
    let answer = Answer {
        event,
        slip: None,
        code: Some(code.to_owned()),
        alarm: None,
    };
    let done = app.till_act(|tx| {
        let open = tx
            .store
            .attempt(attempt)?
            .is_some_and(|a| a.state.step(event).is_ok());
        if open {
            payment::answered(tx, attempt, &answer).map(|_| ())
        } else {
            Ok(())
        }
    });
    if let Err(error) = done {
        tracing::error!(%attempt, "an end could not be stored: {error}");
    }
}
