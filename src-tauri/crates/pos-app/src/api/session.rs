//! Who is signed in where. Sessions live in memory only; the webview holds an opaque handle and its
//! idea of a role is never read.

use crate::views::people::SessionMust;
use pos_domain::ids::UserId;
use pos_domain::staff::Role;
use std::collections::HashMap;

/// A place where one person can be signed in: the till's window, or one browser.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Seat(pub String);

/// The seat of the customer's window: nobody signs in there, and it may ask for nothing but what
/// [`CUSTOMER_COMMANDS`] names.
pub const CUSTOMER_SEAT: &str = "customer";

/// What the customer's window may call.
pub const CUSTOMER_COMMANDS: [&str; 3] = ["customer_view", "picture", "shop_status"];

/// A person at a seat.
#[derive(Clone, Debug)]
pub struct Session {
    pub handle: String,
    pub user_id: UserId,
    pub name: String,
    pub role: Role,
    pub locked: bool,
    /// Monotonic milliseconds.
    pub began_ms: u64,
    pub last_act_ms: u64,
    /// When the person last showed a factor for a sensitive act, in monotonic milliseconds.
    pub stepped_up_ms: Option<u64>,
    /// What the person does before anything else.
    pub must: Option<SessionMust>,
    /// The session was begun with the PIN.
    pub by_pin: bool,
}

/// What a session may call that must do something first, beside what everybody may.
pub const MUST_COMMANDS: [&str; 6] = [
    "own_password_change",
    "own_pin_change",
    "second_factor_begin",
    "second_factor_confirm",
    "session_lock",
    "session_step_up",
];

/// A step-up covers the sensitive acts of a minute.
pub const STEP_UP_MS_MAX: u64 = 60_000;

impl Session {
    /// Whether a sensitive act may be done now.
    pub fn is_stepped_up(&self, now_ms: u64) -> bool {
        let age_ms = self.stepped_up_ms.map(|at| now_ms.saturating_sub(at));
        age_ms.is_some_and(|age| age < STEP_UP_MS_MAX)
    }
}

/// How a seat stands when a call comes in.
#[derive(Clone, Debug)]
pub enum Standing {
    None,
    Locked(Session),
    Active(Session),
}

/// After this long a session ends whatever happens: twelve hours.
pub const SESSION_MS_MAX: u64 = 12 * 60 * 60 * 1000;

/// All sessions.
#[derive(Default)]
pub struct Sessions {
    seats: HashMap<Seat, Session>,
}

impl Sessions {
    /// Begins a session; the seat's former one and the person's others end.
    pub fn begin(&mut self, seat: &Seat, session: Session) {
        self.seats.retain(|_, s| s.user_id != session.user_id);
        self.seats.insert(seat.clone(), session);
    }

    /// How the seat stands. A handle that is not the seat's counts as none. A seat idle for longer
    /// than its role may be becomes locked; any other call keeps it awake when `touch` is set.
    pub fn standing(
        &mut self,
        seat: &Seat,
        handle: &str,
        now_ms: u64,
        idle_ms: impl Fn(Role) -> u64,
        touch: bool,
    ) -> Standing {
        let Some(session) = self.seats.get_mut(seat).filter(|s| same(&s.handle, handle)) else {
            return Standing::None;
        };
        if now_ms.saturating_sub(session.began_ms) >= SESSION_MS_MAX {
            self.seats.remove(seat);
            return Standing::None;
        }
        // Idle for too long counts as locked at once; `lock_idle` writes it down and tells.
        let idle_ms = idle_ms(session.role);
        if session.locked || now_ms.saturating_sub(session.last_act_ms) >= idle_ms {
            let mut locked = session.clone();
            locked.locked = true;
            return Standing::Locked(locked);
        }
        if touch {
            session.last_act_ms = now_ms;
        }
        Standing::Active(session.clone())
    }

    /// Locks every seat that has been idle too long; answers those that changed.
    pub fn lock_idle(&mut self, now_ms: u64, idle_ms: impl Fn(Role) -> u64) -> Vec<Seat> {
        let mut locked = Vec::new();
        for (seat, session) in &mut self.seats {
            let idle_ms = idle_ms(session.role);
            if !session.locked && now_ms.saturating_sub(session.last_act_ms) >= idle_ms {
                session.locked = true;
                session.stepped_up_ms = None;
                locked.push(seat.clone());
            }
        }
        locked
    }

    pub fn lock(&mut self, seat: &Seat) {
        if let Some(session) = self.seats.get_mut(seat) {
            session.locked = true;
            session.stepped_up_ms = None;
        }
    }

    /// Wakes a locked seat.
    pub fn unlock(&mut self, seat: &Seat, now_ms: u64) -> Option<Session> {
        let session = self.seats.get_mut(seat)?;
        session.locked = false;
        session.last_act_ms = now_ms;
        Some(session.clone())
    }

    /// The person at the seat has shown a factor for a sensitive act. Nothing when another session
    /// sits there meanwhile.
    pub fn step_up(&mut self, seat: &Seat, handle: &str, now_ms: u64) {
        if let Some(session) = self.of(seat, handle) {
            session.stepped_up_ms = Some(now_ms);
        }
    }

    /// What the person at the seat must do from now on.
    pub fn set_must(
        &mut self,
        seat: &Seat,
        handle: &str,
        must: Option<SessionMust>,
    ) -> Option<Session> {
        let session = self.of(seat, handle)?;
        session.must = must;
        Some(session.clone())
    }

    fn of(&mut self, seat: &Seat, handle: &str) -> Option<&mut Session> {
        self.seats.get_mut(seat).filter(|s| same(&s.handle, handle))
    }

    pub fn end(&mut self, seat: &Seat) {
        self.seats.remove(seat);
    }

    /// Ends every session.
    pub fn end_all(&mut self) -> Vec<Seat> {
        self.seats.drain().map(|(seat, _)| seat).collect()
    }

    /// Ends all sessions of a person (role or secret changed).
    pub fn end_user(&mut self, user: UserId) -> Vec<Seat> {
        let seats: Vec<Seat> = self
            .seats
            .iter()
            .filter(|(_, s)| s.user_id == user)
            .map(|(k, _)| k.clone())
            .collect();
        for seat in &seats {
            self.seats.remove(seat);
        }
        seats
    }
}

/// Compares handles without telling by its time where they differ.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |d, (x, y)| d | (x ^ y)) == 0
}
