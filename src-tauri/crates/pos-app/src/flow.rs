//! A command that works outside a transaction: it hashes secrets, talks to devices, reads files,
//! and opens transactions of its own for what must be looked up or written.

use crate::api::session::{Seat, Session};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::app::App;
use crate::context::ShopContext;
use crate::ports::world::{Durability, World};
use crate::tx::{Actor, Tx, derived};
use pos_domain::ids::RequestId;
use pos_domain::staff::Role;
use std::cell::Cell;
use std::sync::Arc;

/// No transaction makes more entries than this.
const ENTRIES_PER_ACT: u32 = 1024;

/// One such call.
pub struct Flow<'a> {
    pub app: &'a App,
    pub seat: &'a Seat,
    pub session: Option<Session>,
    pub request_id: RequestId,
    pub input_hash: i64,
    /// Transactions made so far: each has request ids of its own.
    pub acts: Cell<u32>,
}

impl Flow<'_> {
    pub fn world(&self) -> &dyn World {
        self.app.world()
    }

    /// The person, or an error when nobody is signed in.
    pub fn session(&self) -> AppResult<&Session> {
        self.session
            .as_ref()
            .ok_or_else(|| AppError::new(ErrorCode::SessionNeeded))
    }

    /// The shop's rules, or an error when there is no open shop.
    pub fn context(&self) -> AppResult<Arc<ShopContext>> {
        self.app.context()
    }

    fn actor(&self) -> Actor {
        match &self.session {
            Some(s) => Actor {
                user_id: Some(s.user_id),
                name: s.name.clone(),
                role: s.role,
                stepped_up: s.is_stepped_up(self.world().monotonic_ms()),
            },
            None => Actor {
                user_id: None,
                name: String::new(),
                role: Role::Auditor,
                stepped_up: false,
            },
        }
    }

    /// Looks something up.
    pub fn read<T>(&self, job: impl FnMut(&mut Tx) -> AppResult<T>) -> AppResult<T> {
        self.app.read(self.actor(), job)
    }

    /// Writes in one transaction of this call's request id, durable before it returns.
    pub fn act<T>(&self, job: impl FnMut(&mut Tx) -> AppResult<T>) -> AppResult<T> {
        let nth = self.acts.replace(self.acts.get() + 1);
        self.app.write(
            Durability::Now,
            self.actor(),
            derived(self.request_id, nth * ENTRIES_PER_ACT),
            self.input_hash,
            None,
            job,
        )
    }
}
