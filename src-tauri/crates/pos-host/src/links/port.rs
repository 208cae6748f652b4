//! The terminals' cables as the use cases see them. Asks the drivers; decides nothing.

use super::{Links, Purpose, RunningTest, map};
use pos_app::AppResult;
use pos_app::api::{AppError, ErrorCode};
use pos_app::ports::records::{Address, Terminal as PairedTerminal};
use pos_app::ports::register::SeenIdentity;
use pos_app::ports::world::{AttemptProgress, LinkStatus, TerminalLinks};
use pos_app::views::terminal::{FoundPort, Link, ProbeView, TerminalTest, TestReport, WireLine};
use pos_devices::{OrderId, SubmitError, TerminalOrder, TerminalSettings};
use pos_domain::ids::{AttemptId, TerminalId};
use pos_domain::payment::LastReceipt;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// How long a probe may take once the port is open.
const PROBE_LIMIT: Duration = Duration::from_secs(8);
/// How long a test may take: a diagnosis calls the terminal's host.
const TEST_LIMIT: Duration = Duration::from_secs(200);

impl Links {
    fn since_ms(&self, began_ms: u64) -> u32 {
        let took_ms = self.monotonic_ms().saturating_sub(began_ms);
        u32::try_from(took_ms).unwrap_or(u32::MAX)
    }
}

impl TerminalLinks for Links {
    fn discover(&self) -> AppResult<Vec<FoundPort>> {
        Ok(self.drivers.discover())
    }

    fn probe(&self, address: &Address, password: &str, currency: u16) -> AppResult<ProbeView> {
        // A terminal that is being driven cannot be opened a second time: it already told.
        let password = pos_devices::TerminalPassword::new(password)
            .map_err(|_| AppError::invalid("password", "six_digits"))?;
        let settings = TerminalSettings::new(currency, password);
        let began_ms = self.monotonic_ms();
        let found = self
            .drivers
            .probe(&map::address(address), &settings, PROBE_LIMIT)
            .map_err(map::probe_error)?;
        Ok(ProbeView {
            terminal_number: found.terminal_id,
            serial_number: found.serial_number,
            model: found.model,
            software: found.software,
            simulator: found.simulator,
            answered_in_ms: self.since_ms(began_ms),
        })
    }

    fn status(&self, terminal: TerminalId) -> LinkStatus {
        let owes = self.owes(terminal);
        match self.locked().get(&terminal) {
            Some(live) => LinkStatus {
                // The host's own questions (the last receipt after a connect) fill the line too: a
                // payment that is sent now would be refused, or go out without its baseline.
                link: match live.link {
                    Link::Ready if owes || live.ending || !live.orders.is_empty() => Link::Busy,
                    other => other,
                },
                detail: live.detail.clone(),
                last_seen_at: live.last_seen_at,
                answers_in_ms: live.answers_in_ms,
            },
            // Paired a moment ago: its driver is about to start.
            None => LinkStatus {
                link: Link::Connecting,
                detail: None,
                last_seen_at: None,
                answers_in_ms: None,
            },
        }
    }

    fn last_receipt(&self, terminal: TerminalId) -> Option<LastReceipt> {
        self.locked()
            .get(&terminal)
            .and_then(|l| l.last_receipt.clone())
    }

    fn identity(&self, terminal: TerminalId) -> Option<SeenIdentity> {
        self.locked()
            .get(&terminal)
            .and_then(|l| l.identity.clone())
    }

    fn test(&self, terminal: &PairedTerminal, test: TerminalTest) -> AppResult<TestReport> {
        let order = match test {
            TerminalTest::Status => TerminalOrder::Status,
            TerminalTest::Diagnosis => TerminalOrder::Diagnosis,
            TerminalTest::EndOfDay => TerminalOrder::EndOfDay,
        };
        let unreachable =
            || AppError::new(ErrorCode::TerminalUnreachable).with("terminal", &terminal.name);
        let running = Arc::new(RunningTest::new(test));
        let began_ms = self.monotonic_ms();
        // Its memory is the evidence.
        if self.doubt_on(terminal.terminal_id)?.is_some() {
            return Err(AppError::new(ErrorCode::TerminalHeld).with("terminal", &terminal.name));
        }
        let id = self.order_id().ok_or_else(unreachable)?;
        self.submit(
            terminal.terminal_id,
            id,
            order,
            Purpose::Test(running.clone()),
        )
        .map_err(|e| {
            let code = match e {
                SubmitError::Busy { .. } => ErrorCode::TerminalBusy,
                SubmitError::Closed => ErrorCode::TerminalUnreachable,
            };
            AppError::new(code).with("terminal", &terminal.name)
        })?;
        self.drivers.wait(&running, TEST_LIMIT);
        let outcome = running.take().ok_or_else(unreachable)?;
        Ok(TestReport {
            ok: outcome.ok,
            code: outcome.code,
            lines: outcome.lines,
            totals: outcome.totals,
            took_ms: self.since_ms(began_ms),
        })
    }

    fn wire(&self, terminal: TerminalId) -> Vec<WireLine> {
        self.locked()
            .get(&terminal)
            .map(|l| l.wire.iter().cloned().collect())
            .unwrap_or_default()
    }

    fn cancel(&self, terminal: TerminalId, attempt: AttemptId) -> AppResult<()> {
        match self.locked().get(&terminal).and_then(|l| l.driver.as_ref()) {
            Some(driver) => {
                driver.abort(OrderId(attempt.0.as_u128()));
                Ok(())
            }
            None => Err(AppError::new(ErrorCode::TerminalUnreachable)),
        }
    }

    fn progress(&self, attempt: AttemptId) -> AttemptProgress {
        let all = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter()
            .find(|(id, _)| *id == attempt)
            .map(|(_, p)| p.clone())
            .unwrap_or_default()
    }
}
