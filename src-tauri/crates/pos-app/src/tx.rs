//! A use case's hands: the open transaction, the hour, who acts, what is to be done afterwards.

use crate::api::approval::Approval;
use crate::api::{AppError, AppResult, ApprovalNeeded, ErrorCode, name_of};
use crate::context::ShopContext;
use crate::effect::Effect;
use crate::event::Event;
use crate::ports::devices::PeripheralLinks;
use crate::ports::register::PostureFacts;
use crate::ports::store::{NewEntry, Store};
use crate::ports::world::TerminalLinks;
use crate::views::status::{FileHealth, Recovered};
use pos_domain::cart::CartHead;
use pos_domain::fact::Fact;
use pos_domain::ids::{RequestId, SaleId, Seq, TerminalId, UserId};
use pos_domain::staff::{Measure, Permission, Role, Ruling};
use pos_domain::time::{Day, Instant};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// Who acts.
#[derive(Clone, Debug)]
pub struct Actor {
    /// None: the till itself (recovery at start).
    pub user_id: Option<UserId>,
    pub name: String,
    pub role: Role,
    /// A factor of its own was shown within the last minute.
    pub stepped_up: bool,
}

impl Actor {
    /// The till itself: it acts for nobody.
    pub fn till() -> Actor {
        Actor {
            user_id: None,
            name: String::new(),
            role: Role::Auditor,
            stepped_up: false,
        }
    }
}

/// One transaction with all that a use case may know.
pub struct Tx<'a> {
    pub store: &'a mut dyn Store,
    pub context: &'a ShopContext,
    /// What the cables say right now; never asked to do anything from here.
    pub live: &'a dyn TerminalLinks,
    /// What the devices beside the terminals say right now; never asked to do anything either.
    pub beside: &'a dyn PeripheralLinks,
    /// What was found on this computer when it was last looked over.
    pub posture: Arc<PostureFacts>,
    pub now: Instant,
    /// How the file and its disk stand.
    pub file: FileHealth,
    /// What was found after the till had ended without warning, until somebody has seen it.
    pub recovered: Option<Recovered>,
    /// The newest place in the order in which sales were touched.
    pub touches: &'a AtomicU64,
    pub actor: Actor,
    pub request_id: RequestId,
    pub input_hash: i64,
    /// The device on whose behalf this is done, for the entry's header.
    pub device: Option<TerminalId>,
    pub approval: Option<Approval>,
    /// The approver whose word was used in this transaction.
    pub approver: Option<UserId>,
    pub effects: Vec<Effect>,
    pub events: Vec<Event>,
    /// Entries made so far: each after the first gets a request id derived from the call's.
    pub entries: u32,
}

impl Tx<'_> {
    /// Appends a fact to the journal.
    ///
    /// The first entry carries the call's request id; further ones get ids derived from it, so
    /// that each stays unique and a repeated call is recognised.
    pub fn record(&mut self, fact: &Fact) -> AppResult<Seq> {
        let request_id = derived(self.request_id, self.entries);
        self.entries += 1;
        let entry = NewEntry {
            request_id,
            input_hash: self.input_hash,
            at: self.now,
            actor: self.actor.user_id,
            approver: self.approver,
            device: self.device,
        };
        Ok(self.store.journal_append(entry, fact)?)
    }

    /// Refuses what is new while the disk is in trouble: its room is for what is under way. A card
    /// is never asked for money that could not be written down.
    pub fn must_have_room(&self) -> AppResult<()> {
        self.file.must_have_room()
    }

    /// Notes that a sale is touched now. Which was touched last is told by a number: the clock may
    /// have been set back meanwhile.
    pub fn touch(&self, head: &mut CartHead) -> AppResult<()> {
        if self.touches.load(Ordering::Relaxed) == 0 {
            let heads = self.store.cart_heads()?;
            let newest = heads.iter().map(|head| head.touch_no).max().unwrap_or(0);
            self.touches.fetch_max(newest + 1, Ordering::Relaxed);
        }
        head.touch_no = self.touches.fetch_add(1, Ordering::Relaxed);
        head.changed_at = self.now;
        Ok(())
    }

    /// The trading date and the wall-clock hour of this moment. Never a day before the last Z's:
    /// a clock that was set back does not add to a day that is closed.
    pub fn place(&self) -> AppResult<(Day, u8)> {
        let (day, hour) = self.context.day_rule.place(self.now);
        let last_z = self.store.zs(None, 1)?.pop();
        Ok((last_z.map_or(day, |z| day.max(z.day)), hour))
    }

    /// Lets the act pass, or asks for a second person, or refuses. Answers who approved.
    pub fn require(
        &mut self,
        act: Permission,
        measure: Measure,
        sale_id: Option<SaleId>,
        amount_minor: Option<i64>,
    ) -> AppResult<Option<UserId>> {
        match self.context.limits.rule(self.actor.role, act, measure) {
            Ruling::Alone => self.must_step_up(act, measure).map(|()| None),
            Ruling::Refused => Err(AppError::new(ErrorCode::NotAllowed).with("act", name_of(act))),
            Ruling::NeedsApproval => {
                let needed = ApprovalNeeded {
                    act,
                    sale_id,
                    amount_minor,
                    share: match measure {
                        Measure::Share(share) => Some(share),
                        Measure::Whole | Measure::Amount { .. } => None,
                    },
                    about_id: None,
                };
                self.approved(needed).map(Some)
            }
        }
    }

    /// Who pays money out alone where everybody else would need a second person shows a factor of
    /// its own instead.
    fn must_step_up(&self, act: Permission, measure: Measure) -> AppResult<()> {
        let pays_out = matches!(
            act,
            Permission::ReturnWithReceipt
                | Permission::ReturnWithoutReceipt
                | Permission::CashPayOut
        );
        let supervised = self.context.limits.rule(Role::Supervisor, act, measure);
        if pays_out
            && self.actor.role == Role::Manager
            && supervised != Ruling::Alone
            && !self.actor.stepped_up
        {
            return Err(AppError::new(ErrorCode::StepUpNeeded));
        }
        Ok(())
    }

    /// Lets the act pass with a second person's word only, whoever asks: one who may do it alone
    /// approves it. The word is for this sale and this amount.
    pub fn require_second(
        &mut self,
        act: Permission,
        sale_id: SaleId,
        amount_minor: i64,
    ) -> AppResult<UserId> {
        self.second(ApprovalNeeded {
            act,
            sale_id: Some(sale_id),
            amount_minor: Some(amount_minor),
            share: None,
            about_id: None,
        })
    }

    /// The same for what is done to a device, a person or the shop itself: the word is for this
    /// one.
    pub fn require_second_about(&mut self, act: Permission, about_id: Uuid) -> AppResult<UserId> {
        self.second(ApprovalNeeded {
            act,
            sale_id: None,
            amount_minor: None,
            share: None,
            about_id: Some(about_id),
        })
    }

    fn second(&mut self, needed: ApprovalNeeded) -> AppResult<UserId> {
        let (act, minor) = (needed.act, needed.amount_minor);
        let measure = minor.map_or(Measure::Whole, |minor| self.amount(minor));
        match self.context.limits.rule(self.actor.role, act, measure) {
            Ruling::Alone | Ruling::NeedsApproval => self.approved(needed),
            Ruling::Refused => Err(AppError::new(ErrorCode::NotAllowed).with("act", name_of(act))),
        }
    }

    /// The second person who gave his word for exactly this, or the question for one.
    fn approved(&mut self, needed: ApprovalNeeded) -> AppResult<UserId> {
        match &self.approval {
            Some(approval) if approval.act == needed => {
                self.approver = Some(approval.approver);
                Ok(approval.approver)
            }
            Some(_) | None => {
                let mut error =
                    AppError::new(ErrorCode::ApprovalNeeded).with("act", name_of(needed.act));
                error.approval = Some(Box::new(needed));
                Err(error)
            }
        }
    }

    /// The measure of an amount of this shop's money.
    pub fn amount(&self, amount_minor: i64) -> Measure {
        Measure::Amount {
            amount_minor,
            exponent: self.context.pricing.currency.exponent,
        }
    }
}

/// The `n`-th id of a call: the first is the caller's own.
pub fn derived(id: RequestId, n: u32) -> RequestId {
    if n == 0 {
        return id;
    }
    let mut bytes = *id.bytes();
    // Version 8 marks an id that was made from another (RFC 9562 section 5.8).
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    for (byte, part) in bytes[12..].iter_mut().zip(n.to_be_bytes()) {
        *byte ^= part;
    }
    RequestId::from_bytes(bytes)
}
