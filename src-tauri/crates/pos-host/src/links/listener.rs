//! The ear of one terminal. A result is on disk before this answers the driver, and only then does
//! the driver acknowledge the terminal.

use super::{Links, Purpose, WIRE_LINES_MAX, map};
use crate::peripherals::till;
use pos_app::commands::payment::{self, Answer};
use pos_app::commands::{status, terminal as terminals};
use pos_app::event::Event;
use pos_app::ports::records::Terminal as PairedTerminal;
use pos_app::survive::survive;
use pos_app::views::sale::AttemptStep;
use pos_app::views::terminal::Link;
use pos_devices::{
    Identity, IdentityVerdict, LinkState, OrderEnd, OrderId, Outcome, Progress, Refusal,
    ResultStored, TerminalListener, TerminalResult, WireLine,
};
use pos_domain::ids::{AttemptId, TerminalId};
use pos_domain::payment::{AttemptEvent, AttemptState};
use std::sync::{Arc, Weak};
use uuid::Uuid;

/// One terminal's ear.
pub struct Ear {
    links: Weak<Links>,
    pub(super) id: TerminalId,
    number: String,
    serial: Option<String>,
    name: String,
}

impl Ear {
    pub fn new(links: Weak<Links>, paired: &PairedTerminal) -> Ear {
        Ear {
            links,
            id: paired.terminal_id,
            number: paired.terminal_number.clone(),
            serial: paired.serial_number.clone(),
            name: paired.name.clone(),
        }
    }

    pub(super) fn links(&self) -> Option<Arc<Links>> {
        self.links.upgrade()
    }

    fn store(&self, links: &Links, purpose: &Purpose, result: &TerminalResult) -> ResultStored {
        let Some(app) = links.app() else {
            return ResultStored::NotStored;
        };
        let alarm = result
            .card_alarm
            .as_ref()
            .map(|_| "clear_card_number".to_owned());
        let stored = match (purpose, answer_of(result, &alarm)) {
            (Purpose::Pay(attempt), Some(answer)) => {
                app.till_act(|tx| payment::answered(tx, *attempt, &answer).map(|_| ()))
            }
            (Purpose::Pay(_) | Purpose::Ask(_) | Purpose::Baseline | Purpose::Test(_), _) => {
                match alarm {
                    Some(reason) => app.till_act(|tx| payment::raise_alarm(tx, self.id, &reason)),
                    None => Ok(()),
                }
            }
        };
        match stored {
            Ok(()) => ResultStored::Stored,
            Err(error) => {
                tracing::error!(terminal = %self.id, "a result could not be stored: {error}");
                ResultStored::NotStored
            }
        }
    }

    /// What a running order brought; its result is on disk.
    fn note(&self, links: &Links, order: OrderId, purpose: &Purpose, result: &TerminalResult) {
        let mut all = links.locked();
        let Some(live) = all.get_mut(&self.id) else {
            return;
        };
        let now = map::last_receipt(result);
        let numbered = now.receipt_no.is_some() || now.trace.is_some();
        let Some(running) = live.orders.get_mut(&order) else {
            return;
        };
        running.told = true;
        running.approved |= result.outcome == Outcome::Approved;
        if let Outcome::Declined(code) = result.outcome {
            running.code = Some(code.to_string());
        }
        match purpose {
            // A receipt that does not say how it came out proves nothing.
            Purpose::Ask(_) if result.outcome == Outcome::Unclear => {}
            Purpose::Ask(_) | Purpose::Baseline => running.reading = Some((now, map::slip(result))),
            Purpose::Pay(_) if numbered => live.last_receipt = Some(now),
            Purpose::Pay(_) => live.last_receipt = None,
            // The result of an end of day is no payment: its numbers must not become a baseline.
            Purpose::Test(_) => {
                let line = |t: &pos_devices::TotalsLine| {
                    format!("{} × {}: {}", t.count, t.brand, t.amount_minor)
                };
                running.lines.extend(result.totals.iter().map(line));
                running.totals = map::totals(result);
            }
        }
    }

    /// A result of a payment whose order ended long ago. One that is in doubt stays so for now: the
    /// terminal may still take back what it tells here, and is asked when it is done.
    fn late(&self, links: &Links, attempt: AttemptId, result: &TerminalResult) -> ResultStored {
        let doubt = matches!(links.state(attempt), Ok(Some(AttemptState::Unknown)));
        if doubt && result.outcome == Outcome::Approved && result.card_alarm.is_none() {
            links.asked_in_vain(self.id, Some(attempt));
            return ResultStored::Stored;
        }
        let stored = self.store(links, &Purpose::Pay(attempt), result);
        publish_attempt(links, attempt);
        stored
    }
}

/// A payment's result as an answer; None when the terminal did not say how it came out.
fn answer_of(result: &TerminalResult, alarm: &Option<String>) -> Option<Answer> {
    let (event, code) = match result.outcome {
        Outcome::Approved => (AttemptEvent::Approved, None),
        Outcome::Declined(code) => (AttemptEvent::Declined, Some(code.to_string())),
        Outcome::Unclear => return None,
    };
    Some(Answer {
        event,
        slip: Some(map::slip(result)),
        code,
        alarm: alarm.clone(),
    })
}

/// Shows an attempt as it stands.
pub fn publish_attempt(links: &Links, attempt: AttemptId) {
    let Some(app) = links.app() else { return };
    let view = app.read(till(), |tx| match tx.store.attempt(attempt)? {
        Some(record) => Ok(Some(payment::attempt_view(tx, &record)?)),
        None => Ok(None),
    });
    if let Ok(Some(view)) = view {
        links.publish(Event::Attempt {
            attempt: Box::new(view),
        });
    }
}

/// Shows a terminal and the status bar as they stand.
pub fn publish_terminal(links: &Links, id: TerminalId) {
    let Some(app) = links.app() else { return };
    let seen = app.read(till(), |tx| {
        let view = match tx.store.terminal(id)? {
            Some(terminal) => Some(terminals::view(tx, &terminal)?),
            None => None,
        };
        Ok((view, status::status(tx, app.world())?))
    });
    if let Ok((view, status)) = seen {
        if let Some(view) = view {
            links.publish(Event::Terminal {
                terminal: Box::new(view),
            });
        }
        links.publish(Event::Status {
            status: Box::new(status),
        });
    }
}

/// A word of the driver whose handling breaks off must not end the driver's thread with it: its
/// terminal would be gone until the till is started again.
impl TerminalListener for Ear {
    fn link(&self, state: LinkState) {
        heard("a link", || self.hear_link(&state));
    }

    fn identity(&self, found: &Identity) -> IdentityVerdict {
        let verdict = heard("an identity", || self.judge_identity(found));
        verdict.unwrap_or_else(|| IdentityVerdict::Refuse {
            expected: format!("{} ({})", self.name, self.number),
        })
    }

    fn progress(&self, order: OrderId, step: Progress) {
        heard("a step", || self.hear_progress(order, step));
    }

    fn result(&self, order: OrderId, result: TerminalResult) -> ResultStored {
        // What broke off is not on disk, so it is not acknowledged.
        heard("a result", || self.hear_result(order, &result)).unwrap_or(ResultStored::NotStored)
    }

    fn finished(&self, order: OrderId, end: OrderEnd) {
        if heard("an end", || self.hear_end(order, &end)).is_none()
            && let Some(links) = self.links()
            && let Some(live) = links.locked().get_mut(&self.id)
        {
            live.ending = false;
        }
    }

    fn trace(&self, line: WireLine) {
        heard("a line", || self.hear_line(&line));
    }
}

fn heard<T>(what: &str, hear: impl FnOnce() -> T) -> Option<T> {
    survive(what, || Ok(hear())).ok()
}

impl Ear {
    fn hear_link(&self, state: &LinkState) {
        let Some(links) = self.links() else { return };
        let (link, detail) = map::link(state);
        let now = links.now();
        let ask = {
            let mut all = links.locked();
            let Some(live) = all.get_mut(&self.id) else {
                return;
            };
            let ask = link == Link::Ready && !live.asked_since_connect;
            // Not ready for payments before the host's own question is on its way.
            live.link = if ask { Link::Busy } else { link };
            live.detail = detail;
            match link {
                Link::Ready | Link::Busy => live.last_seen_at = Some(now),
                Link::Connecting | Link::Away | Link::OtherTerminal => {
                    live.asked_since_connect = false;
                    // Whatever happens there meanwhile is not seen from here.
                    live.last_receipt = None;
                    live.asking.begin();
                }
                Link::Alarmed | Link::Held => {}
            }
            live.asked_since_connect |= ask;
            ask
        };
        if ask {
            links.look(self.id);
            if let Some(live) = links.locked().get_mut(&self.id) {
                live.link = Link::Ready;
            }
        }
        if matches!(link, Link::Away | Link::OtherTerminal) {
            links.plan_nothing(self.id);
        }
        publish_terminal(&links, self.id);
    }

    /// The register judges; a terminal that is not in it, or while it cannot be read, is told by
    /// what was paired.
    fn judge_identity(&self, found: &Identity) -> IdentityVerdict {
        if let Some(expected) = self.judge_by_register(found) {
            return expected.map_or(IdentityVerdict::Accept, |expected| {
                IdentityVerdict::Refuse { expected }
            });
        }
        let other_serial = match (&self.serial, &found.serial_number) {
            (Some(paired), Some(found)) => paired != found,
            (None, _) | (_, None) => false,
        };
        if found.terminal_id != self.number || other_serial {
            let serial = self.serial.as_deref().unwrap_or("");
            return IdentityVerdict::Refuse {
                expected: format!("{} ({} {serial})", self.name, self.number),
            };
        }
        IdentityVerdict::Accept
    }

    fn hear_progress(&self, order: OrderId, step: Progress) {
        let Some(links) = self.links() else { return };
        let now_ms = links.monotonic_ms();
        let purpose = {
            let mut all = links.locked();
            let Some(live) = all.get_mut(&self.id) else {
                return;
            };
            let Some(running) = live.orders.get(&order) else {
                return;
            };
            if step == Progress::Accepted {
                let took_ms = now_ms.saturating_sub(running.began_ms);
                live.answers_in_ms = Some(u32::try_from(took_ms).unwrap_or(u32::MAX));
            }
            live.orders.get(&order).map(|r| r.purpose.clone())
        };
        let Some(Purpose::Pay(attempt)) = purpose else {
            return;
        };
        match step {
            Progress::Accepted => links.step(attempt, AttemptStep::Accepted, None),
            Progress::Intermediate {
                code,
                meaning,
                remove_card: _,
            } => {
                let text = format!("zvt-status-{code:02x}");
                match map::step(meaning) {
                    Some(step) => links.step(attempt, step, Some(text)),
                    None => links.update_progress(attempt, |p| p.terminal_text = Some(text)),
                }
            }
            Progress::TerminalBusy => {
                links.update_progress(attempt, |p| p.terminal_text = Some("zvt-busy".into()));
            }
            Progress::AbortSent | Progress::AbortAccepted => links.update_progress(attempt, |p| {
                p.can_cancel = false;
                p.terminal_text = Some("zvt-abort-sent".into());
            }),
            Progress::AbortRefused(_) | Progress::AbortIgnored => {
                links.update_progress(attempt, |p| {
                    p.terminal_text = Some("zvt-abort-refused".into());
                });
            }
            Progress::CardAlarm(_) => {
                if let Some(app) = links.app()
                    && let Err(error) =
                        app.till_act(|tx| payment::raise_alarm(tx, self.id, "clear_card_number"))
                {
                    tracing::error!("the alarm could not be stored: {error}");
                }
            }
        }
        publish_attempt(&links, attempt);
    }

    fn hear_result(&self, order: OrderId, result: &TerminalResult) -> ResultStored {
        let Some(links) = self.links() else {
            return ResultStored::NotStored;
        };
        let purpose = links
            .locked()
            .get(&self.id)
            .and_then(|l| l.orders.get(&order))
            .map(|r| r.purpose.clone());
        let Some(purpose) = purpose else {
            // Only what moves money is heard after its end was told: its id is its attempt's.
            let attempt = AttemptId(Uuid::from_u128(order.0));
            return self.late(&links, attempt, result);
        };
        if let Purpose::Pay(attempt) = &purpose {
            links.step(*attempt, AttemptStep::Answered, None);
        }
        let stored = self.store(&links, &purpose, result);
        if let Outcome::Declined(code) = result.outcome {
            self.weigh(code);
        }
        if stored == ResultStored::Stored {
            self.note(&links, order, &purpose, result);
        }
        stored
    }

    fn hear_end(&self, order: OrderId, end: &OrderEnd) {
        let Some(links) = self.links() else { return };
        let running = {
            let mut all = links.locked();
            all.get_mut(&self.id).and_then(|live| {
                let running = live.orders.remove(&order);
                live.ending = running.is_some();
                running
            })
        };
        match end {
            OrderEnd::Aborted { code, .. }
            | OrderEnd::Refused {
                reason: Refusal::Code(code),
            } => self.weigh(*code),
            OrderEnd::Completed { .. } | OrderEnd::Unknown { .. } | OrderEnd::Refused { .. } => {}
        }
        if let Some(running) = running {
            let waiting = links.end(self.id, running, end);
            if let Some(live) = links.locked().get_mut(&self.id) {
                live.ending = false;
            }
            if let Some((test, outcome)) = waiting {
                test.tell(outcome);
            }
        }
        publish_terminal(&links, self.id);
    }

    fn hear_line(&self, line: &WireLine) {
        let Some(links) = self.links() else { return };
        let line = map::wire(line, links.now());
        if let Some(live) = links.locked().get_mut(&self.id) {
            live.wire.push_back(line.clone());
            if live.wire.len() > WIRE_LINES_MAX {
                live.wire.pop_front();
            }
        }
        links.publish(Event::Wire {
            terminal_id: self.id,
            line,
        });
    }
}
