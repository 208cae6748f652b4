//! The door for a program on this computer that holds the shop's keys and has no screen. Whoever
//! opens the file could write it anyway, so no secret is asked; still every act has a person, the
//! shop's first manager, and goes through dispatch like any other.

use crate::api::session::{Seat, Session};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::app::{App, Call, Caller, held};
use crate::flow::Flow;
use crate::tx::{Actor, Tx};
use pos_domain::ids::RequestId;
use pos_domain::staff::Role;
use serde_json::Value;
use std::cell::Cell;

/// A session of the shop's first manager, without a screen.
pub struct Console<'a> {
    app: &'a App,
    caller: Caller,
    session: Session,
}

impl<'a> Console<'a> {
    /// Sits down at a seat of this name. The shop is open and has an active manager.
    pub fn open(app: &'a App, seat: &str) -> AppResult<Console<'a>> {
        let till = Actor {
            user_id: None,
            name: String::new(),
            role: Role::Auditor,
            stepped_up: false,
        };
        let users = app.read(till, |tx| Ok(tx.store.users()?))?;
        let manager = users
            .into_iter()
            .filter(|u| u.active && u.role == Role::Manager)
            // Ids are time-ordered: the smallest was made first.
            .min_by_key(|u| u.user_id)
            .ok_or_else(|| AppError::new(ErrorCode::UserUnknown))?;
        let now = app.world().monotonic_ms();
        let session = Session {
            handle: app.world().secrets().token(),
            user_id: manager.user_id,
            name: manager.name,
            role: manager.role,
            locked: false,
            began_ms: now,
            last_act_ms: now,
            stepped_up_ms: Some(now),
            must: None,
            by_pin: false,
        };
        let caller = Caller {
            seat: Seat(seat.to_owned()),
            handle: session.handle.clone(),
        };
        held(&app.sessions).begin(&caller.seat, session.clone());
        Ok(Console {
            app,
            caller,
            session,
        })
    }

    /// One call, as a screen would make it.
    pub fn call(
        &self,
        command: &str,
        request_id: Option<RequestId>,
        input: Value,
    ) -> AppResult<Value> {
        // Nobody walks away from a program: it is never idle.
        let now = self.app.world().monotonic_ms();
        held(&self.app.sessions).unlock(&self.caller.seat, now);
        held(&self.app.sessions).step_up(&self.caller.seat, &self.caller.handle, now);
        let call = Call {
            command: command.to_owned(),
            input,
            request_id,
            approval: None,
        };
        self.app.call(&self.caller, call)
    }

    /// The hands of a use case that works outside a transaction.
    pub fn flow(&self) -> Flow<'_> {
        Flow {
            app: self.app,
            seat: &self.caller.seat,
            session: Some(self.session.clone()),
            request_id: RequestId(self.app.world().new_id()),
            input_hash: 0,
            acts: Cell::new(0),
        }
    }

    /// Looks something up.
    pub fn read<T>(&self, job: impl FnMut(&mut Tx) -> AppResult<T>) -> AppResult<T> {
        self.flow().read(job)
    }
}

impl App {
    /// The hands of a use case before there is a shop, for the program that makes it.
    pub fn first_flow<'a>(&'a self, seat: &'a Seat) -> Flow<'a> {
        Flow {
            app: self,
            seat,
            session: None,
            request_id: RequestId(self.world().new_id()),
            input_hash: 0,
            acts: Cell::new(0),
        }
    }
}
