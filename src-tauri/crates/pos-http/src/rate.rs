//! How often a seat may call: a bucket of tokens each. Keeps one broken page from taking the till's
//! time; wrong secrets are counted elsewhere, per person.

use crate::Door;
use crate::answer::refusal;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use pos_app::api::session::Seat;
use pos_app::{AppError, Caller, ErrorCode};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// A burst of this many calls (a start of the screens makes about twenty) …
const BURST: u64 = 200;
/// … and then one each so many microseconds: a hundred a second.
const MICROS_PER_CALL: u64 = 10_000;
/// Seats remembered at once; beyond, those that called longest ago are forgotten.
const SEATS_MAX: usize = 1_000;

/// The buckets.
pub struct Limiter {
    began: Instant,
    seats: Mutex<HashMap<Seat, u64>>,
}

impl Limiter {
    pub fn new() -> Limiter {
        Limiter {
            began: Instant::now(),
            seats: Mutex::default(),
        }
    }

    /// Takes one call out of the seat's bucket; false when it is empty.
    fn take(&self, seat: &Seat) -> bool {
        let now = u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.take_at(seat, now)
    }

    /// The bucket is kept as the moment when it will be full again (the generic cell rate
    /// algorithm): one number a seat, and no timer that refills.
    fn take_at(&self, seat: &Seat, now_us: u64) -> bool {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        if !seats.contains_key(seat) && seats.len() >= SEATS_MAX {
            seats.retain(|_, full_at| *full_at > now_us);
            if seats.len() >= SEATS_MAX {
                return false;
            }
        }
        let full_at = seats.get(seat).copied().unwrap_or_default().max(now_us);
        if full_at - now_us > (BURST - 1) * MICROS_PER_CALL {
            return false;
        }
        seats.insert(seat.clone(), full_at + MICROS_PER_CALL);
        true
    }
}

/// Lets a call through, or refuses it with 429.
pub async fn limit(State(door): State<Arc<Door>>, request: Request, next: Next) -> Response {
    // Callers without a cookie get a new seat each time; they share one bucket.
    let known = crate::seat::known(request.headers()).is_some();
    let caller = request.extensions().get::<Caller>().filter(|_| known);
    let seat = caller.map_or_else(|| Seat(String::new()), |c| c.seat.clone());
    if door.rate.take(&seat) {
        next.run(request).await
    } else {
        refusal(AppError::new(ErrorCode::TooManyCalls))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_a_steady_drip() {
        let limiter = Limiter::new();
        let seat = Seat("a".to_owned());
        let taken = (0..300).filter(|_| limiter.take_at(&seat, 0)).count();
        assert_eq!(taken, 200);
        assert!(
            limiter.take_at(&Seat("b".to_owned()), 0),
            "another seat has its own"
        );
        let later = (0..300).filter(|_| limiter.take_at(&seat, 50_000)).count();
        assert_eq!(later, 5);
        let rested = (0..300)
            .filter(|_| limiter.take_at(&seat, 60_000_000))
            .count();
        assert_eq!(rested, 200);
    }

    #[test]
    fn many_seats_do_not_fill_the_memory() {
        let limiter = Limiter::new();
        for i in 0..5_000_u64 {
            limiter.take_at(&Seat(i.to_string()), i * 1_000);
        }
        assert!(limiter.seats.lock().unwrap().len() <= SEATS_MAX);
    }
}
