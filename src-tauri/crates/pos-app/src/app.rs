//! Dispatch. A call is always: known → session → permission → approval → request id → use case →
//! journal → answer → effects. There is no other way to a use case.

use crate::api::approval::{Approval, Approvals};
use crate::api::session::{Seat, Session, Sessions, Standing};
use crate::api::{Access, AppError, AppResult, CommandEntry, ErrorCode, Mode, Run, commands};
use crate::context::ShopContext;
use crate::effect::Effect;
use crate::flow::Flow;
use crate::import::Uploads;
use crate::ports::records::Shop;
use crate::ports::store::Store;
use crate::ports::world::{Durability, FileState, World};
use crate::tx::{Actor, Tx, act_name};
use pos_domain::ids::RequestId;
use pos_domain::staff::{Grant, Role, grant};
use pos_domain::time::Instant;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::cell::Cell;
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
}

/// A lock whose holder panicked is still a good lock: what it guards is replaced whole.
pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl App {
    pub fn new(world: Arc<dyn World>) -> App {
        App {
            world,
            sessions: Mutex::default(),
            approvals: Mutex::default(),
            context: RwLock::new(None),
            uploads: Mutex::default(),
        }
    }

    pub fn world(&self) -> &dyn World {
        &*self.world
    }

    /// Carries out one call of a screen.
    pub fn call(&self, caller: &Caller, call: Call) -> AppResult<Value> {
        let trace_id = self.world.new_id().simple().to_string()[20..].to_owned();
        let command = call.command.clone();
        self.dispatch(caller, call).map_err(|mut error| {
            error.trace_id = trace_id;
            tracing::info!(command, trace = error.trace_id, "refused: {error}");
            error
        })
    }

    fn dispatch(&self, caller: &Caller, call: Call) -> AppResult<Value> {
        let entry = commands().get(call.command.as_str()).ok_or_else(|| {
            AppError::new(ErrorCode::CommandUnknown).with("command", &call.command)
        })?;
        let session = self.admit(caller, entry)?;
        // Only a command that can answer again takes the caller's id; others get one of their own.
        let request_id = match (call.request_id, entry.mode) {
            (Some(id), _) if entry.again.is_some() => id,
            (None, Mode::Act) => return Err(AppError::invalid("request_id", "missing")),
            (_, Mode::Query | Mode::Edit | Mode::Flow | Mode::Act) => {
                RequestId(self.world.new_id())
            }
        };
        let input_hash = input_hash(entry.name, &call.input);
        match &entry.run {
            Run::Flow(run) => {
                if let Some(answer) = self.seen(entry, request_id, input_hash, &call.input)? {
                    return Ok(answer);
                }
                let flow = Flow {
                    app: self,
                    seat: &caller.seat,
                    session,
                    request_id,
                    input_hash,
                    acts: Cell::new(0),
                };
                run(&flow, call.input)
            }
            Run::Tx(run) => {
                let session = session.ok_or_else(|| AppError::new(ErrorCode::SessionNeeded))?;
                let actor = actor_of(&session);
                match entry.mode {
                    Mode::Query => self.read(actor, |tx| run(tx, call.input.clone())),
                    Mode::Edit | Mode::Act | Mode::Flow => {
                        self.write_call(entry, *run, &session, request_id, input_hash, &call)
                    }
                }
            }
        }
    }

    /// A writing call: the same id again gets the first answer; an approval is used once.
    fn write_call(
        &self,
        entry: &CommandEntry,
        run: fn(&mut Tx, Value) -> AppResult<Value>,
        session: &Session,
        request_id: RequestId,
        input_hash: i64,
        call: &Call,
    ) -> AppResult<Value> {
        let token = call.approval.clone();
        let approval = match &token {
            None => None,
            Some(token) => {
                let now = self.world.monotonic_ms();
                let taken = held(&self.approvals).take(token, session.user_id, now);
                Some(taken.ok_or_else(|| AppError::new(ErrorCode::ApprovalInvalid))?)
            }
        };
        let durability = match entry.mode {
            Mode::Edit => Durability::Soon,
            Mode::Act | Mode::Query | Mode::Flow => Durability::Now,
        };
        let mut used = false;
        let result = self.write(
            durability,
            actor_of(session),
            request_id,
            input_hash,
            approval.clone(),
            |tx| {
                if entry.mode == Mode::Act
                    && let Some(answer) = repeated(tx, entry, &call.input)?
                {
                    return Ok(answer);
                }
                let answer = run(tx, call.input.clone())?;
                used = tx.approver.is_some();
                Ok(answer)
            },
        );
        if let (Some(token), Some(approval), false) = (token, approval, used && result.is_ok()) {
            held(&self.approvals).put_back(token, approval);
        }
        result
    }

    /// The answer to a flow whose request id already stands in the journal.
    fn seen(
        &self,
        entry: &CommandEntry,
        request_id: RequestId,
        input_hash: i64,
        input: &Value,
    ) -> AppResult<Option<Value>> {
        if entry.again.is_none() || self.world.files().state() != FileState::Open {
            return Ok(None);
        }
        let till = Actor {
            user_id: None,
            name: String::new(),
            role: Role::Auditor,
        };
        self.read(till, |tx| {
            tx.request_id = request_id;
            tx.input_hash = input_hash;
            repeated(tx, entry, input)
        })
    }

    /// Checks session and permission.
    fn admit(&self, caller: &Caller, entry: &CommandEntry) -> AppResult<Option<Session>> {
        let standing = self.standing(caller, entry.access != Access::Public);
        let session = match (entry.access, standing) {
            (Access::Public, Standing::None) => return Ok(None),
            (Access::Public, Standing::Locked(s) | Standing::Active(s)) => return Ok(Some(s)),
            (_, Standing::None) => return Err(AppError::new(ErrorCode::SessionNeeded)),
            (_, Standing::Locked(_)) => return Err(AppError::new(ErrorCode::SessionLocked)),
            (_, Standing::Active(session)) => session,
        };
        if let Access::Needs(permission) = entry.access
            && grant(session.role, permission) == Grant::Deny
        {
            tracing::warn!(command = entry.name, role = ?session.role, "denied");
            return Err(AppError::new(ErrorCode::NotAllowed).with("act", act_name(permission)));
        }
        Ok(Some(session))
    }

    /// How a caller's seat stands; `touch` keeps it awake.
    pub fn standing(&self, caller: &Caller, touch: bool) -> Standing {
        let now = self.world.monotonic_ms();
        held(&self.sessions).standing(&caller.seat, &caller.handle, now, self.idle_ms(), touch)
    }

    pub(crate) fn idle_ms(&self) -> u64 {
        let seconds = self.context().map(|c| c.shop.idle_lock_s).unwrap_or(300);
        u64::from(seconds) * 1000
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

    /// Forgets the rules, so that they are read anew.
    pub fn context_changed(&self) {
        *self.context.write().unwrap_or_else(PoisonError::into_inner) = None;
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
        self.world.read(&mut |store| {
            let mut tx = self.tx(store, &context, now, actor.clone(), id);
            output = Some(job(&mut tx)?);
            Ok(())
        })?;
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
        let context = self.context()?;
        let now = self.world.now();
        let mut output = None;
        self.world.write(durability, &mut |store| {
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
        })?;
        let (answer, effects, events) =
            output.ok_or_else(|| AppError::internal("the job did not run"))?;
        if effects.contains(&Effect::ShopChanged) {
            self.context_changed();
        }
        for event in events {
            self.world.publish(event);
        }
        if !effects.is_empty() {
            self.world.carry_out(effects);
        }
        Ok(answer)
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
        let actor = Actor {
            user_id: None,
            name: String::new(),
            role: Role::Auditor,
        };
        let id = RequestId(self.world.new_id());
        self.write(Durability::Now, actor, id, 0, None, job)
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
            now,
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

    /// Locks seats that nobody has touched for too long; called by the host's timer.
    pub fn lock_idle(&self) {
        let seats = held(&self.sessions).lock_idle(self.world.monotonic_ms(), self.idle_ms());
        for seat in seats {
            self.world.publish(crate::event::Event::Session {
                state: crate::event::SessionChange::Locked,
                seat: seat.0,
            });
        }
    }
}

/// The first answer again, when the request id already stands in the journal.
fn repeated(tx: &mut Tx, entry: &CommandEntry, input: &Value) -> AppResult<Option<Value>> {
    let Some(header) = tx.store.entry_by_request(tx.request_id)? else {
        return Ok(None);
    };
    if header.input_hash != tx.input_hash {
        return Err(AppError::new(ErrorCode::RequestReused).field("request_id"));
    }
    match entry.again {
        Some(again) => again(tx, input.clone()).map(Some),
        None => Ok(None),
    }
}

fn actor_of(session: &Session) -> Actor {
    Actor {
        user_id: Some(session.user_id),
        name: session.name.clone(),
        role: session.role,
    }
}

/// Tells one input from another: the first eight bytes of SHA-256 over name and JSON.
fn input_hash(command: &str, input: &Value) -> i64 {
    let mut hash = Sha256::new();
    hash.update(command.as_bytes());
    hash.update([0]);
    hash.update(input.to_string().as_bytes());
    let bytes = hash.finalize();
    let mut first = [0; 8];
    first.copy_from_slice(&bytes[..8]);
    i64::from_be_bytes(first)
}
