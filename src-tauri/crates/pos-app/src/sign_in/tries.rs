//! Wrong tries: each try is counted on disk as a wrong one before its secret is looked at, and
//! taken back when it was right, so that neither a kill nor any number of guesses at the same time
//! wins one. Waits run by the monotonic clock; one that began before this program is begun again.

use crate::api::lock_out::LOCK_OUT_MS;
use crate::api::session::Seat;
use crate::api::{AppError, AppResult, ErrorCode};
use crate::app::{App, held};
use crate::flow::Flow;
use crate::ports::records::User;
use crate::ports::sign_in::SecondFactor;
use crate::tx::Tx;
use pos_domain::fact::Fact;
use pos_domain::ids::UserId;
use pos_domain::time::Instant;
use std::collections::{BTreeMap, VecDeque};

/// From this wrong try in a row on the next one waits.
const WAITS_FROM: u32 = 3;
const WAIT_MS_MAX: u64 = 60_000;
/// Ids that belong to nobody, of which tries are counted: the newest ones.
const STRANGERS_MAX: usize = 256;

/// How long the next try waits after so many wrong ones in a row: 2 s, 4 s, 8 s … a minute.
pub fn wait_ms(wrong: u32) -> u64 {
    match wrong.checked_sub(WAITS_FROM) {
        None => 0,
        Some(more) => (2_000_u64 << more.min(5)).min(WAIT_MS_MAX),
    }
}

/// Whose tries are counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tried {
    Person(UserId),
    /// A window, or all browsers together: their seats are named by themselves.
    Device(String),
}

impl Tried {
    pub fn at(seat: &Seat) -> Tried {
        let device = seat.0.split_once(':').map_or(&*seat.0, |(kind, _)| kind);
        Tried::Device(device.to_owned())
    }

    fn device(&self) -> &str {
        match self {
            Tried::Person(_) => "",
            Tried::Device(name) => name,
        }
    }
}

/// An id that belongs to nobody: counted as a person's would be, so that it is not told apart.
#[derive(Clone, Copy, Debug, Default)]
struct Stranger {
    wrong: u32,
    locked: bool,
}

/// What is known of tries beside the file.
#[derive(Debug, Default)]
pub struct Tries {
    /// Monotonic milliseconds.
    until_ms: BTreeMap<Tried, u64>,
    strangers: VecDeque<(UserId, Stranger)>,
}

impl Tries {
    /// What is left to wait for whom the file counts so many wrong tries.
    fn left_ms(&mut self, tried: &Tried, wrong: u32, now_ms: u64) -> u64 {
        let whole = wait_ms(wrong);
        if whole == 0 {
            return 0;
        }
        let until = *self.until_ms.entry(tried.clone()).or_insert(now_ms + whole);
        until.saturating_sub(now_ms)
    }

    fn begin(&mut self, tried: Tried, wrong: u32, now_ms: u64) {
        self.until_ms.insert(tried, now_ms + wait_ms(wrong));
    }

    pub fn end(&mut self, tried: &Tried) {
        self.until_ms.remove(tried);
    }

    fn stranger(&mut self, id: UserId) -> &mut Stranger {
        let at = match self.strangers.iter().position(|(known, _)| *known == id) {
            Some(at) => at,
            None => {
                if self.strangers.len() == STRANGERS_MAX
                    && let Some((gone, _)) = self.strangers.pop_front()
                {
                    self.until_ms.remove(&Tried::Person(gone));
                }
                self.strangers.push_back((id, Stranger::default()));
                self.strangers.len() - 1
            }
        };
        &mut self.strangers[at].1
    }
}

/// A try that was counted and may be looked at.
pub struct Begun {
    /// None: nobody has this id.
    pub user: Option<User>,
    pub factor: Option<SecondFactor>,
}

/// Counts a try, or refuses it unseen.
///
/// # Errors
/// `locked_out`, `try_later`.
pub fn begin(flow: &Flow, user_id: UserId, most: u32) -> AppResult<Begun> {
    let device = Tried::at(flow.seat);
    let begun = flow.act(|tx| begin_in(tx, flow.app, user_id, &device, most))?;
    begun.ok_or_else(|| locked_out(flow.app.lock_out_left_ms(user_id)))
}

/// None: the person is locked out by this very try.
fn begin_in(
    tx: &mut Tx,
    app: &App,
    user_id: UserId,
    device: &Tried,
    most: u32,
) -> AppResult<Option<Begun>> {
    let now_ms = app.world().monotonic_ms();
    let mut user = tx.store.user(user_id)?;
    let (mut wrong, locked) = match &user {
        Some(user) => (user.wrong_tries, user.locked_until.is_some()),
        None => {
            let stranger = *held(&app.tries).stranger(user_id);
            (stranger.wrong, stranger.locked)
        }
    };
    if locked {
        let left_ms = app.lock_out_left_ms(user_id);
        if left_ms > 0 {
            return Err(locked_out(left_ms));
        }
        wrong = 0;
    }
    let at_seat = tx.store.seat_tries(device.device())?;
    let person = Tried::Person(user_id);
    {
        let mut tries = held(&app.tries);
        let left_ms = tries.left_ms(&person, wrong, now_ms);
        let left_ms = left_ms.max(tries.left_ms(device, at_seat, now_ms));
        if left_ms > 0 {
            return Err(try_later(left_ms));
        }
    }
    if wrong >= most {
        // As many as may be are being looked at, or were when the program was killed.
        lock_out(tx, app, user_id, user)?;
        return Ok(None);
    }
    wrong += 1;
    tx.store.seat_tries_put(device.device(), at_seat + 1)?;
    match &mut user {
        Some(user) => {
            user.wrong_tries = wrong;
            user.locked_until = None;
            tx.store.user_put(user)?;
        }
        None => {
            *held(&app.tries).stranger(user_id) = Stranger {
                wrong,
                locked: false,
            };
        }
    }
    let mut tries = held(&app.tries);
    tries.begin(person, wrong, now_ms);
    tries.begin(device.clone(), at_seat + 1, now_ms);
    drop(tries);
    Ok(Some(Begun {
        factor: tx.store.second_factor(user_id)?,
        user: user.filter(|user| user.active),
    }))
}

/// What became of a try.
pub enum Settled {
    Right(Box<User>),
    Wrong { tries_left: u32, wait_ms: u64 },
    LockedOut,
}

/// Ends a try that was begun. In the transaction of what it allows.
pub fn settle(
    tx: &mut Tx,
    app: &App,
    seat: &Seat,
    user_id: UserId,
    right: bool,
    most: u32,
) -> AppResult<Settled> {
    let user = tx.store.user(user_id)?;
    let (wrong, locked) = match &user {
        Some(user) => (user.wrong_tries, user.locked_until.is_some()),
        None => {
            let stranger = *held(&app.tries).stranger(user_id);
            (stranger.wrong, stranger.locked)
        }
    };
    if locked {
        // By another try at the same time.
        return Ok(Settled::LockedOut);
    }
    match user {
        Some(mut user) if right && user.active => {
            user.wrong_tries = 0;
            tx.store.user_put(&user)?;
            let device = Tried::at(seat);
            tx.store.seat_tries_put(device.device(), 0)?;
            let mut tries = held(&app.tries);
            tries.end(&Tried::Person(user_id));
            tries.end(&device);
            Ok(Settled::Right(Box::new(user)))
        }
        user if wrong >= most => {
            lock_out(tx, app, user_id, user)?;
            Ok(Settled::LockedOut)
        }
        Some(_) | None => Ok(Settled::Wrong {
            tries_left: most - wrong,
            wait_ms: wait_ms(wrong),
        }),
    }
}

fn lock_out(tx: &mut Tx, app: &App, user_id: UserId, user: Option<User>) -> AppResult<()> {
    held(&app.lock_outs).begin(user_id, app.world().monotonic_ms());
    held(&app.tries).end(&Tried::Person(user_id));
    match user {
        Some(mut user) => {
            let shown = i64::try_from(LOCK_OUT_MS).unwrap_or(i64::MAX);
            user.wrong_tries = 0;
            user.locked_until = Some(Instant(tx.now.0.saturating_add(shown)));
            tx.store.user_put(&user)?;
            tx.record(&Fact::LockedOut(user_id))?;
        }
        None => {
            *held(&app.tries).stranger(user_id) = Stranger {
                wrong: 0,
                locked: true,
            };
        }
    }
    Ok(())
}

/// The answer to who is locked out.
pub fn locked_out(left_ms: u64) -> AppError {
    AppError::new(ErrorCode::LockedOut)
        .with("minutes", left_ms.div_ceil(60_000).max(1))
        .with("seconds", left_ms.div_ceil(1_000).max(1))
}

fn try_later(left_ms: u64) -> AppError {
    AppError::new(ErrorCode::TryLater).with("seconds", left_ms.div_ceil(1_000).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_minute() {
        let waits: Vec<u64> = (0..12).map(|wrong| wait_ms(wrong) / 1_000).collect();
        assert_eq!(waits, [0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
        assert_eq!(wait_ms(u32::MAX), WAIT_MS_MAX);
    }

    #[test]
    fn browsers_are_one_device() {
        let at = |seat: &str| Tried::at(&Seat(seat.to_owned()));
        assert_eq!(at("browser:1"), at("browser:2"));
        assert_ne!(at("till"), at("browser:2"));
    }

    #[test]
    fn a_wait_of_before_is_served_again_and_strangers_are_few() {
        let mut tries = Tries::default();
        let device = Tried::Device("till".into());
        assert_eq!(tries.left_ms(&device, 4, 1_000), 4_000);
        assert_eq!(tries.left_ms(&device, 4, 3_000), 2_000);
        assert_eq!(tries.left_ms(&device, 4, 9_000), 0);
        for n in 0..1_000 {
            let id = UserId(uuid::Uuid::from_u128(n));
            tries.stranger(id).wrong = 1;
            tries.begin(Tried::Person(id), 3, 0);
        }
        assert_eq!(tries.strangers.len(), STRANGERS_MAX);
        assert_eq!(tries.until_ms.len(), STRANGERS_MAX + 1);
    }
}
