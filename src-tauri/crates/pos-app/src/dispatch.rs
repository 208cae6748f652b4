//! What happens to a call. Known → session → what it must do first → permission → step-up →
//! approval → request id → use case → journal → answer. There is no other way to a use case.

use crate::api::session::{CUSTOMER_COMMANDS, CUSTOMER_SEAT, MUST_COMMANDS, Session, Standing};
use crate::api::{
    Access, AppError, AppResult, CommandEntry, ErrorCode, Mode, Run, commands, name_of,
};
use crate::app::{App, Call, Caller, held};
use crate::flow::Flow;
use crate::ports::world::{Durability, FileState};
use crate::tx::{Actor, Tx};
use crate::views::people::SessionMust;
use pos_domain::ids::RequestId;
use pos_domain::staff::{Grant, Role};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::cell::Cell;

impl App {
    pub(crate) fn dispatch(&self, caller: &Caller, call: Call) -> AppResult<Value> {
        let entry = commands().get(call.command.as_str()).ok_or_else(|| {
            AppError::new(ErrorCode::CommandUnknown).with("command", &call.command)
        })?;
        let session = self.admit(caller, entry)?;
        // Only a command that can answer again takes the caller's id; others get one of their own.
        let request_id = match (call.request_id, entry.mode) {
            (Some(id), _) if entry.again.is_some() => id,
            (None, Mode::Act) => return Err(AppError::invalid("request_id", "missing")),
            (_, Mode::Query | Mode::Edit | Mode::Flow | Mode::Act) => {
                RequestId(self.world().new_id())
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
                let actor = self.actor_of(&session);
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
                let now = self.world().monotonic_ms();
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
            self.actor_of(session),
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
        if entry.again.is_none() || self.world().files().state() != FileState::Open {
            return Ok(None);
        }
        let till = Actor {
            user_id: None,
            name: String::new(),
            role: Role::Auditor,
            stepped_up: false,
        };
        self.read(till, |tx| {
            tx.request_id = request_id;
            tx.input_hash = input_hash;
            repeated(tx, entry, input)
        })
    }

    fn actor_of(&self, session: &Session) -> Actor {
        Actor {
            user_id: Some(session.user_id),
            name: session.name.clone(),
            role: session.role,
            stepped_up: session.is_stepped_up(self.world().monotonic_ms()),
        }
    }

    /// Checks session and permission.
    fn admit(&self, caller: &Caller, entry: &CommandEntry) -> AppResult<Option<Session>> {
        if caller.seat.0 == CUSTOMER_SEAT && !CUSTOMER_COMMANDS.contains(&entry.name) {
            return Err(AppError::new(ErrorCode::NotAllowed).with("act", entry.name));
        }
        let standing = self.standing(caller, entry.access != Access::Public);
        let session = match (entry.access, standing) {
            (Access::Public, Standing::None) => return Ok(None),
            (Access::Public, Standing::Locked(s) | Standing::Active(s)) => return Ok(Some(s)),
            (_, Standing::None) => return Err(AppError::new(ErrorCode::SessionNeeded)),
            (_, Standing::Locked(_)) => return Err(AppError::new(ErrorCode::SessionLocked)),
            (_, Standing::Active(session)) => session,
        };
        if let Some(must) = session.must
            && !MUST_COMMANDS.contains(&entry.name)
        {
            return Err(AppError::new(match must {
                SessionMust::ChangePassword | SessionMust::ChangePin => {
                    ErrorCode::SecretChangeNeeded
                }
                SessionMust::EnrolSecondFactor => ErrorCode::SecondFactorNeeded,
            }));
        }
        if let Access::Needs(permission) = entry.access
            && self.grant(session.role, permission) == Grant::Deny
        {
            let (user, role) = (session.user_id, session.role);
            tracing::warn!(command = entry.name, %user, ?role, "denied");
            return Err(AppError::new(ErrorCode::NotAllowed).with("act", name_of(permission)));
        }
        if entry.step_up && !session.is_stepped_up(self.world().monotonic_ms()) {
            return Err(AppError::new(ErrorCode::StepUpNeeded));
        }
        Ok(Some(session))
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
