//! What the use cases want done on a cable: a payment, a question, a reversal; and the steps of an
//! attempt as the screens see them.

use super::{Links, Purpose};
use pos_app::effect::Effect;
use pos_app::ports::world::AttemptProgress;
use pos_app::views::sale::{AttemptStep, StepView};
use pos_devices::{OrderId, TerminalOrder};
use pos_domain::ids::{AttemptId, TerminalId};
use pos_domain::payment::AttemptAct;
use std::sync::PoisonError;

/// Attempts whose steps are kept for the screens.
const PROGRESS_MAX: usize = 200;

impl Links {
    /// Carries out what is to be sent to a terminal; its entry is on disk. Hands back what is not
    /// for a cable: to drive a terminal and to let one go is done when nobody waits
    /// ([`attach_paired`](Self::attach_paired), [`detach`](Self::detach)).
    pub fn carry_out(&self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::TerminalPay {
                terminal,
                attempt,
                act,
                amount_minor,
            } => self.pay(terminal, attempt, act, amount_minor),
            Effect::TerminalAsk { terminal, attempt } => self.ask(terminal, attempt),
            Effect::TerminalReverse {
                terminal,
                attempt,
                receipt_no,
                amount_minor,
            } => self.reverse(terminal, attempt, receipt_no, amount_minor),
            Effect::TerminalAttach(_)
            | Effect::TerminalDetach(_)
            | Effect::PeripheralAttach(_)
            | Effect::PeripheralDetach(_)
            | Effect::Print
            | Effect::KickDrawer { .. }
            | Effect::CustomerGone(_)
            | Effect::ShowCustomer(_)
            | Effect::CatalogueChanged
            | Effect::Backup(_)
            | Effect::Restore(_)
            | Effect::EndSessions(_)
            | Effect::ShopChanged => return Some(effect),
        }
        None
    }

    /// Sends a payment whose entry is on disk.
    fn pay(&self, terminal: TerminalId, attempt: AttemptId, act: AttemptAct, minor: i64) {
        let order = match act {
            AttemptAct::Charge => TerminalOrder::Authorise {
                amount_minor: minor,
                last_receipt_no: self.last_receipt_no(terminal),
            },
            AttemptAct::Refund => TerminalOrder::Refund {
                amount_minor: minor,
            },
            // It goes out by its receipt number, by an effect of its own.
            AttemptAct::Reversal => return self.never_sent(terminal, attempt, "no_receipt_number"),
        };
        self.send(terminal, attempt, order);
    }

    /// What the next payment mirrors.
    fn last_receipt_no(&self, terminal: TerminalId) -> Option<u16> {
        let all = self.locked();
        let last = all.get(&terminal)?.last_receipt.as_ref()?;
        u16::try_from(last.receipt_no?).ok()
    }

    /// Takes a payment back. The reversal is an attempt of its own and goes the way of a charge.
    fn reverse(&self, terminal: TerminalId, attempt: AttemptId, receipt: u32, minor: i64) {
        let Ok(receipt_no) = u16::try_from(receipt) else {
            return self.never_sent(terminal, attempt, "no_receipt_number");
        };
        let order = TerminalOrder::Reverse {
            receipt_no,
            amount_minor: Some(minor),
        };
        self.send(terminal, attempt, order);
    }

    fn send(&self, terminal: TerminalId, attempt: AttemptId, order: TerminalOrder) {
        let id = OrderId(attempt.0.as_u128());
        if let Err(error) = self.submit(terminal, id, order, Purpose::Pay(attempt)) {
            // Nothing was sent: this is certain, so it is a refusal and not a doubt.
            self.never_sent(terminal, attempt, &error.to_string());
        }
    }

    /// Notes a step of an attempt for the screens.
    pub(super) fn step(&self, attempt: AttemptId, step: AttemptStep, text: Option<String>) {
        let now = self.now();
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

    pub(super) fn update_progress(
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
