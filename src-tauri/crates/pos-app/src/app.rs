//! The use cases over one world: reading, writing, and what is done after a commit.

use crate::api::approval::{Approval, Approvals};
use crate::api::lock_out::LockOuts;
use crate::api::session::{Seat, Sessions, Standing};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::clock::ClockWatch;
use crate::commands::customer::CustomerScreen;
use crate::commands::second_factor::Offers;
use crate::context::ShopContext;
use crate::effect::Effect;
use crate::event::{Event, SessionChange};
use crate::import::Uploads;
use crate::ports::records::Shop;
use crate::ports::register::PostureFacts;
use crate::ports::store::Store;
use crate::ports::world::{Durability, FileState, World};
use crate::sign_in::tries::Tries;
use crate::survive::survive;
use crate::tx::{Actor, Tx};
use crate::views::status::Recovered;
use pos_domain::ids::{RequestId, UserId};
use pos_domain::staff::{Grant, Permission, Role, grant};
use pos_domain::time::Instant;
use serde::Deserialize;
use serde_json::Value;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// Where a call comes from.
#[derive(Clone, Debug)]
pub struct Caller {
    pub seat: Seat,
    /// The session's handle, or empty.
    pub handle: String,
}

/// One call, as every shell receives it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    pub command: String,
    pub input: Value,
    #[serde(default)]
    pub request_id: Option<RequestId>,
    /// An approval's token.
    #[serde(default)]
    pub approval: Option<String>,
}

/// The use cases over one world.
pub struct App {
    world: Arc<dyn World>,
    pub(crate) sessions: Mutex<Sessions>,
    pub(crate) approvals: Mutex<Approvals>,
    context: RwLock<Option<Arc<ShopContext>>>,
    pub(crate) uploads: Mutex<Uploads>,
    pub(crate) customer: Mutex<CustomerScreen>,
    pub(crate) recovered: Mutex<Option<Recovered>>,
    /// What was under way at the start could not be settled yet; nothing is written before it is.
    pub(crate) unrecovered: AtomicBool,
    pub(crate) lock_outs: Mutex<LockOuts>,
    pub(crate) tries: Mutex<Tries>,
    pub(crate) offers: Mutex<Offers>,
    pub(crate) clock: Mutex<ClockWatch>,
    /// What was found when this computer was looked over last.
    pub(crate) posture: RwLock<Arc<PostureFacts>>,
    /// The newest place in the order in which sales were touched; 0: not looked up yet.
    touches: AtomicU64,
}

/// A lock whose holder panicked is still a good lock: what it guards is replaced whole.
pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The till itself: it acts for nobody.
pub(crate) fn till() -> Actor {
    Actor::till()
}

impl App {
    pub fn new(world: Arc<dyn World>) -> App {
        App {
            world,
            sessions: Mutex::default(),
            approvals: Mutex::default(),
            context: RwLock::new(None),
            uploads: Mutex::default(),
            customer: Mutex::default(),
            recovered: Mutex::default(),
            unrecovered: AtomicBool::new(false),
            lock_outs: Mutex::default(),
            tries: Mutex::default(),
            offers: Mutex::default(),
            clock: Mutex::default(),
            posture: RwLock::default(),
            touches: AtomicU64::new(0),
        }
    }

    pub fn world(&self) -> &dyn World {
        &*self.world
    }

    /// Carries out one call of a screen.
    pub fn call(&self, caller: &Caller, call: Call) -> AppResult<Value> {
        let trace_id = self.world.new_id().simple().to_string()[20..].to_owned();
        let command = call.command.clone();
        let done = survive(&command, || self.dispatch(caller, call));
        done.map_err(|mut error| {
            error.trace_id = trace_id;
            tracing::info!(command, trace = error.trace_id, "refused: {error}");
            error
        })
    }

    /// How a caller's seat stands; `touch` keeps it awake.
    pub fn standing(&self, caller: &Caller, touch: bool) -> Standing {
        let now = self.world.monotonic_ms();
        let idle_ms = |role| self.idle_ms(role);
        held(&self.sessions).standing(&caller.seat, &caller.handle, now, idle_ms, touch)
    }

    /// How long a seat may be idle: as the shop says, and no longer than the role's own limit.
    pub(crate) fn idle_ms(&self, role: Role) -> u64 {
        let seconds = self.context().map(|c| c.shop.idle_lock_s).unwrap_or(300);
        let most = match role {
            Role::Technician => 5 * 60,
            Role::Cashier | Role::Supervisor | Role::Manager | Role::Auditor => 15 * 60,
        };
        u64::from(seconds.min(most)) * 1000
    }

    /// The shop's rules; read from the file when they are not known yet.
    pub fn context(&self) -> AppResult<Arc<ShopContext>> {
        let known = self
            .context
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(context) = known {
            return Ok(context);
        }
        match self.world.files().state() {
            FileState::None => return Err(AppError::new(ErrorCode::ShopMissing)),
            FileState::Locked(_) => return Err(AppError::new(ErrorCode::ShopLocked)),
            FileState::Open => {}
        }
        let mut shop = None;
        self.world.read(&mut |store| {
            shop = store.shop()?;
            Ok(())
        })?;
        let shop = shop.ok_or_else(|| AppError::new(ErrorCode::ShopMissing))?;
        let context = Arc::new(ShopContext::new(shop)?);
        *self.context.write().unwrap_or_else(PoisonError::into_inner) = Some(context.clone());
        Ok(context)
    }

    /// What a role may do here: by the shop's own limits once it is open.
    pub fn grant(&self, role: Role, act: Permission) -> Grant {
        match self.context() {
            Ok(context) => context.limits.grant(role, act),
            Err(_) => grant(role, act),
        }
    }

    /// Forgets the rules, so that they are read anew.
    pub fn context_changed(&self) {
        *self.context.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// There is no shop here any more: every session ends, and its rules are forgotten.
    pub(crate) fn shop_is_gone(&self) {
        *held(&self.sessions) = Sessions::default();
        self.context_changed();
        self.world.publish(Event::Changed {
            tags: vec!["shop".into()],
        });
    }

    /// Runs a job on a snapshot.
    pub fn read<T>(
        &self,
        actor: Actor,
        mut job: impl FnMut(&mut Tx) -> AppResult<T>,
    ) -> AppResult<T> {
        let context = self.context()?;
        let now = self.world.now();
        let id = RequestId(self.world.new_id());
        let mut output = None;
        let mut look = |store: &mut dyn Store| {
            let mut tx = self.tx(store, &context, now, actor.clone(), id);
            output = Some(job(&mut tx)?);
            Ok(())
        };
        survive("a look", || self.world.read(&mut look))?;
        output.ok_or_else(|| AppError::internal("the job did not run"))
    }

    /// Runs a job in one write transaction, then publishes its events and carries out its effects.
    pub fn write<T>(
        &self,
        durability: Durability,
        actor: Actor,
        request_id: RequestId,
        input_hash: i64,
        approval: Option<Approval>,
        mut job: impl FnMut(&mut Tx) -> AppResult<T>,
    ) -> AppResult<T> {
        self.recover_if_due()?;
        let context = self.context()?;
        let now = self.world.now();
        let mut output = None;
        let mut act = |store: &mut dyn Store| {
            let mut tx = self.tx(store, &context, now, actor.clone(), request_id);
            tx.input_hash = input_hash;
            tx.approval = approval.clone();
            let answer = job(&mut tx)?;
            output = Some((
                answer,
                std::mem::take(&mut tx.effects),
                std::mem::take(&mut tx.events),
            ));
            Ok(())
        };
        survive("an act", || self.world.write(durability, &mut act))?;
        let (answer, mut effects, mut events) =
            output.ok_or_else(|| AppError::internal("the job did not run"))?;
        if let Some(view) = self.customer_sees(&context, &events, &effects) {
            let view = Box::new(view);
            if context.shop.customer_screen {
                events.push(Event::Customer { view: view.clone() });
            }
            effects.push(Effect::ShowCustomer(view));
        }
        if effects.contains(&Effect::ShopChanged) {
            self.context_changed();
        }
        effects.retain(|effect| match effect {
            Effect::EndSessions(user) => {
                events.extend(self.end_sessions(*user));
                false
            }
            _ => true,
        });
        for event in events {
            self.world.publish(event);
        }
        if !effects.is_empty() {
            self.world.carry_out(effects);
        }
        Ok(answer)
    }

    /// Ends a person's sessions, and the word it gave: its role or secret changed.
    fn end_sessions(&self, user: UserId) -> Vec<Event> {
        held(&self.approvals).forget(user);
        let seats = held(&self.sessions).end_user(user);
        let ended = |seat: Seat| Event::Session {
            state: SessionChange::Ended,
            seat: seat.0,
        };
        seats.into_iter().map(ended).collect()
    }

    /// The first transaction of a new shop, whose rules are not in the file yet.
    pub fn first_act<T>(
        &self,
        shop: Shop,
        job: impl FnMut(&mut Tx) -> AppResult<T>,
    ) -> AppResult<T> {
        let context = Arc::new(ShopContext::new(shop)?);
        *self.context.write().unwrap_or_else(PoisonError::into_inner) = Some(context);
        let done = self.till_act(job);
        self.context_changed();
        done
    }

    /// A job of the till itself (an answer of a device, recovery at start): durable, with an id of
    /// its own.
    pub fn till_act<T>(&self, job: impl FnMut(&mut Tx) -> AppResult<T>) -> AppResult<T> {
        let id = RequestId(self.world.new_id());
        self.write(Durability::Now, till(), id, 0, None, job)
    }

    /// A note of the till itself that may be lost with the power, because what is on disk without
    /// it is safe: durable within a quarter of a second of quiet.
    pub fn till_note<T>(&self, job: impl FnMut(&mut Tx) -> AppResult<T>) -> AppResult<T> {
        let id = RequestId(self.world.new_id());
        self.write(Durability::Soon, till(), id, 0, None, job)
    }

    fn tx<'a>(
        &'a self,
        store: &'a mut dyn Store,
        context: &'a ShopContext,
        now: Instant,
        actor: Actor,
        request_id: RequestId,
    ) -> Tx<'a> {
        Tx {
            store,
            context,
            live: self.world.terminals(),
            beside: self.world.peripherals(),
            posture: self.posture(),
            now,
            // Asked for each try: an act that is tried once more out of the reserve sees it.
            file: self.world.files().health(),
            recovered: *held(&self.recovered),
            touches: &self.touches,
            actor,
            request_id,
            input_hash: 0,
            device: None,
            approval: None,
            approver: None,
            effects: Vec::new(),
            events: Vec::new(),
            entries: 0,
        }
    }

    /// Signs everybody out: the books that they signed in to are shut.
    pub fn sign_everybody_out(&self) {
        let seats = held(&self.sessions).end_all();
        for seat in seats {
            self.world.publish(Event::Session {
                state: crate::event::SessionChange::Ended,
                seat: seat.0,
            });
        }
    }

    /// Other books took the place of those that were open: nobody stays signed in, nothing that was
    /// remembered of the others holds, and what was under way in these is in doubt.
    pub fn books_changed(&self) -> AppResult<()> {
        self.sign_everybody_out();
        *held(&self.approvals) = Approvals::default();
        *held(&self.uploads) = Uploads::default();
        *held(&self.customer) = CustomerScreen::default();
        *held(&self.recovered) = None;
        *held(&self.clock) = ClockWatch::default();
        *held(&self.tries) = Tries::default();
        *held(&self.offers) = Offers::default();
        self.touches.store(0, std::sync::atomic::Ordering::Relaxed);
        self.context_changed();
        // People too: who was signed out looks for them while the shop is still shut.
        let tags = [
            "shop", "settings", "users", "goods", "sales", "close", "backups",
        ];
        self.world.publish(Event::Changed {
            tags: tags.map(String::from).into(),
        });
        self.recover()
    }

    /// Locks seats that nobody has touched for too long; called by the host's timer.
    pub fn lock_idle(&self) {
        let idle_ms = |role| self.idle_ms(role);
        let seats = held(&self.sessions).lock_idle(self.world.monotonic_ms(), idle_ms);
        for seat in seats {
            self.world.publish(Event::Session {
                state: crate::event::SessionChange::Locked,
                seat: seat.0,
            });
        }
    }
}
