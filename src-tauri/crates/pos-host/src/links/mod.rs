//! The paired terminals, each with its driver's thread: who is connected, what runs on it, what it
//! said. Drivers know nothing of sales; here their answers find their attempt.

mod ending;
mod listener;
mod map;

use crate::events::Hub;
use listener::Ear;
pub(crate) use map::{address, now};
use pos_app::App;
use pos_app::AppResult;
use pos_app::api::{AppError, ErrorCode};
use pos_app::ports::records::{Address, Terminal as PairedTerminal};
use pos_app::ports::world::{AttemptProgress, LinkStatus, TerminalLinks};
use pos_app::views::sale::{AttemptStep, StepView};
use pos_app::views::terminal::{
    BatchTotals, FoundPort, Link, ProbeView, TerminalTest, TestReport, WireLine,
};
use pos_devices::{OrderId, SubmitError, Terminal, TerminalOrder, TerminalSettings};
use pos_domain::ids::{AttemptId, TerminalId};
use pos_domain::payment::{AttemptAct, LastReceipt};
use pos_domain::time::Instant;
use std::collections::{HashMap, VecDeque};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant as Clock};
use uuid::Uuid;

/// How long a probe may take once the port is open.
const PROBE_LIMIT: Duration = Duration::from_secs(8);
/// How long a test may take: a diagnosis calls the terminal's host.
const TEST_LIMIT: Duration = Duration::from_secs(200);
/// Wire lines kept for the technician.
const WIRE_LINES_MAX: usize = 400;
/// Attempts whose steps are kept for the screens.
const PROGRESS_MAX: usize = 200;

/// What an order was for.
#[derive(Clone)]
pub(crate) enum Purpose {
    Pay(AttemptId),
    Ask(AttemptId),
    Reverse(AttemptId),
    /// The last receipt, read after each connect.
    Baseline,
    Test(Sender<TestOutcome>),
}

/// How a test went, lines and all.
pub(crate) struct TestOutcome {
    pub ok: bool,
    pub code: Option<String>,
    pub lines: Vec<String>,
    pub totals: BatchTotals,
}

/// One terminal.
pub(crate) struct Live {
    /// As it was when it was taken into use.
    pub paired: PairedTerminal,
    pub driver: Option<Terminal>,
    pub link: Link,
    pub detail: Option<String>,
    pub last_seen_at: Option<Instant>,
    pub answers_in_ms: Option<u32>,
    pub last_receipt: Option<LastReceipt>,
    pub asked_since_connect: bool,
    pub orders: HashMap<OrderId, Running>,
    pub wire: VecDeque<WireLine>,
}

/// An order on its way.
pub(crate) struct Running {
    pub purpose: Purpose,
    pub began: Clock,
    /// A result came and was dealt with.
    pub told: bool,
    pub lines: Vec<String>,
    pub code: Option<String>,
    pub totals: BatchTotals,
}

/// All terminals.
pub struct Links {
    app: OnceLock<Weak<App>>,
    hub: Arc<Hub>,
    me: Weak<Links>,
    live: Mutex<HashMap<TerminalId, Live>>,
    progress: Mutex<VecDeque<(AttemptId, AttemptProgress)>>,
}

impl Links {
    pub fn new(hub: Arc<Hub>) -> Arc<Links> {
        Arc::new_cyclic(|me| Links {
            app: OnceLock::new(),
            hub,
            me: me.clone(),
            live: Mutex::default(),
            progress: Mutex::default(),
        })
    }

    /// Tells where answers go. Once, before the first terminal is attached.
    pub fn bind(&self, app: &Arc<App>) {
        let _ = self.app.set(Arc::downgrade(app));
    }

    pub(crate) fn app(&self) -> Option<Arc<App>> {
        self.app.get()?.upgrade()
    }

    pub(crate) fn hub(&self) -> &Hub {
        &self.hub
    }

    pub(crate) fn locked(&self) -> MutexGuard<'_, HashMap<TerminalId, Live>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts driving a terminal; one that was driven before is let go first.
    pub fn attach(&self, paired: &PairedTerminal, currency: u16) {
        // Told twice (paired, and the shop seen to be open): to let go now might cut a payment.
        let same = |live: &Live| live.paired == *paired;
        if self.locked().get(&paired.terminal_id).is_some_and(same) {
            return;
        }
        self.detach(paired.terminal_id);
        let password = match pos_devices::TerminalPassword::new(&paired.password) {
            Ok(password) => password,
            Err(error) => {
                tracing::error!(terminal = %paired.terminal_id, "not driven: {error}");
                return;
            }
        };
        let settings = TerminalSettings::new(currency, password);
        let ear = Ear::new(self.me.clone(), paired);
        // The lock is held until the handle is in place: the driver's first word waits for it.
        let mut live = self.locked();
        let driver = Terminal::open(map::address(&paired.address), settings, Arc::new(ear));
        live.insert(
            paired.terminal_id,
            Live {
                paired: paired.clone(),
                driver: Some(driver),
                link: Link::Connecting,
                detail: None,
                last_seen_at: None,
                answers_in_ms: None,
                last_receipt: paired.last_receipt.clone(),
                asked_since_connect: false,
                orders: HashMap::new(),
                wire: VecDeque::new(),
            },
        );
    }

    /// Whether a terminal is being driven.
    pub fn drives(&self, id: TerminalId) -> bool {
        self.locked().contains_key(&id)
    }

    /// Lets a terminal go; its thread ends before this returns. It stays known until then: the
    /// driver's last word is how a payment under way ended.
    pub fn detach(&self, id: TerminalId) {
        let driver = self.locked().get_mut(&id).and_then(|l| l.driver.take());
        if let Some(driver) = driver {
            driver.close();
        }
        self.locked().remove(&id);
    }

    pub fn detach_all(&self) {
        let all: Vec<TerminalId> = self.locked().keys().copied().collect();
        for id in all {
            self.detach(id);
        }
    }

    /// Posts an order; what cannot be posted is answered to its attempt at once.
    pub(crate) fn submit(
        &self,
        terminal: TerminalId,
        id: OrderId,
        order: TerminalOrder,
        purpose: Purpose,
    ) -> Result<(), SubmitError> {
        let mut all = self.locked();
        let Some(live) = all.get_mut(&terminal) else {
            return Err(SubmitError::Closed);
        };
        let Some(driver) = &live.driver else {
            return Err(SubmitError::Closed);
        };
        driver.submit(id, order)?;
        let running = Running {
            purpose,
            began: Clock::now(),
            told: false,
            lines: Vec::new(),
            code: None,
            totals: BatchTotals::default(),
        };
        live.orders.insert(id, running);
        Ok(())
    }

    /// Sends a payment whose entry is on disk.
    pub fn pay(&self, terminal: TerminalId, attempt: AttemptId, act: AttemptAct, minor: i64) {
        let order = match act {
            AttemptAct::Charge => TerminalOrder::Authorise {
                amount_minor: minor,
            },
            AttemptAct::Refund => TerminalOrder::Refund {
                amount_minor: minor,
            },
            // It goes out by its receipt number, by an effect of its own.
            AttemptAct::Reversal => return ending::never_sent(self, attempt, "no_receipt_number"),
        };
        let id = OrderId(attempt.0.as_u128());
        if let Err(error) = self.submit(terminal, id, order, Purpose::Pay(attempt)) {
            // Nothing was sent: this is certain, so it is a refusal and not a doubt.
            ending::never_sent(self, attempt, &error.to_string());
        }
    }

    /// Asks for the last receipt, as evidence for a doubt.
    pub fn ask(&self, terminal: TerminalId, attempt: AttemptId) {
        let id = OrderId(Uuid::now_v7().as_u128());
        self.step(attempt, AttemptStep::Asking, None);
        let posted = self.submit(
            terminal,
            id,
            TerminalOrder::RepeatReceipt,
            Purpose::Ask(attempt),
        );
        if let Err(error) = posted {
            tracing::info!(%attempt, "not asked now: {error}");
        }
        listener::publish_attempt(self, attempt);
    }

    /// Takes an approved payment back.
    pub fn reverse(&self, terminal: TerminalId, attempt: AttemptId, receipt: u32, minor: i64) {
        let Ok(receipt_no) = u16::try_from(receipt) else {
            tracing::error!(%attempt, "receipt number {receipt} is not a terminal's");
            return;
        };
        let order = TerminalOrder::Reverse {
            receipt_no,
            amount_minor: Some(minor),
        };
        let id = OrderId(Uuid::now_v7().as_u128());
        if let Err(error) = self.submit(terminal, id, order, Purpose::Reverse(attempt)) {
            tracing::info!(%attempt, "not reversed now: {error}");
        }
    }

    /// Notes a step of an attempt for the screens.
    pub(crate) fn step(&self, attempt: AttemptId, step: AttemptStep, text: Option<String>) {
        let now = map::now();
        self.update_progress(attempt, |progress| {
            if progress.step() != Some(step) {
                progress.steps.push(StepView { step, at: now });
            }
            if text.is_some() {
                progress.terminal_text = text;
            }
            progress.can_cancel = !matches!(step, AttemptStep::Answered | AttemptStep::Asking);
        });
    }

    pub(crate) fn update_progress(
        &self,
        attempt: AttemptId,
        change: impl FnOnce(&mut AttemptProgress),
    ) {
        let mut all = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, progress)) = all.iter_mut().find(|(id, _)| *id == attempt) {
            change(progress);
            return;
        }
        let mut progress = AttemptProgress::default();
        change(&mut progress);
        all.push_back((attempt, progress));
        if all.len() > PROGRESS_MAX {
            all.pop_front();
        }
    }
}

impl TerminalLinks for Links {
    fn discover(&self) -> AppResult<Vec<FoundPort>> {
        Ok(pos_devices::discover()
            .into_iter()
            .map(map::found_port)
            .collect())
    }

    fn probe(&self, address: &Address, password: &str, currency: u16) -> AppResult<ProbeView> {
        // A terminal that is being driven cannot be opened a second time: it already told.
        let password = pos_devices::TerminalPassword::new(password)
            .map_err(|_| AppError::invalid("password", "six_digits"))?;
        let settings = TerminalSettings::new(currency, password);
        let began = Clock::now();
        let found = pos_devices::probe(&map::address(address), &settings, PROBE_LIMIT)
            .map_err(map::probe_error)?;
        Ok(ProbeView {
            terminal_number: found.terminal_id,
            serial_number: found.serial_number,
            model: found.model,
            software: found.software,
            simulator: found.simulator,
            answered_in_ms: map::millis(began.elapsed()),
        })
    }

    fn status(&self, terminal: TerminalId) -> LinkStatus {
        match self.locked().get(&terminal) {
            Some(live) => LinkStatus {
                // The host's own questions (the last receipt after a connect) fill the line too: a
                // payment that is sent now would be refused, or go out without its baseline.
                link: match live.link {
                    Link::Ready if !live.orders.is_empty() => Link::Busy,
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

    fn test(&self, terminal: &PairedTerminal, test: TerminalTest) -> AppResult<TestReport> {
        let order = match test {
            TerminalTest::Status => TerminalOrder::Status,
            TerminalTest::Diagnosis => TerminalOrder::Diagnosis,
            TerminalTest::EndOfDay => TerminalOrder::EndOfDay,
        };
        let (send, receive) = channel();
        let began = Clock::now();
        let id = OrderId(Uuid::now_v7().as_u128());
        self.submit(terminal.terminal_id, id, order, Purpose::Test(send))
            .map_err(|e| {
                let code = match e {
                    SubmitError::Busy { .. } => ErrorCode::TerminalBusy,
                    SubmitError::Closed => ErrorCode::TerminalUnreachable,
                };
                AppError::new(code).with("terminal", &terminal.name)
            })?;
        let outcome = receive.recv_timeout(TEST_LIMIT).map_err(|_| {
            AppError::new(ErrorCode::TerminalUnreachable).with("terminal", &terminal.name)
        })?;
        Ok(TestReport {
            ok: outcome.ok,
            code: outcome.code,
            lines: outcome.lines,
            totals: outcome.totals,
            took_ms: map::millis(began.elapsed()),
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
