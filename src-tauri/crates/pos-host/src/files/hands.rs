//! In whose hands the open shop is. Tells when somebody puts it down, so that who must have it
//! alone waits for that and for nothing else. Must never keep anybody from taking it.

use super::held;
use std::ops::Deref;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Something in somebody's hands, for as long as an act takes.
pub struct InHand<T> {
    // Before `_put_down`: what is told of has happened.
    one: Arc<T>,
    _put_down: PutDown,
}

impl<T> Deref for InHand<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.one
    }
}

/// All who have something in hand, as the one knows them who waits for them.
#[derive(Clone, Default)]
pub(super) struct Hands(Arc<Told>);

#[derive(Default)]
struct Told {
    turn: Mutex<()>,
    put_down: Condvar,
}

struct PutDown(Hands);

impl Drop for PutDown {
    fn drop(&mut self) {
        // Under the lock: whoever looked before is waiting by now, whoever looks later sees it.
        let _turn = held(&self.0.0.turn);
        self.0.0.put_down.notify_all();
    }
}

impl Hands {
    /// Puts it into one more pair of hands.
    pub fn give<T>(&self, one: Arc<T>) -> InHand<T> {
        let _put_down = PutDown(self.clone());
        InHand { one, _put_down }
    }

    /// Waits until nobody has it in hand any more; gives it back when somebody still does after
    /// `limit`. It is given to nobody meanwhile, or the wait may not end.
    pub fn alone<T>(&self, mut one: Arc<T>, limit: Duration) -> Result<T, Arc<T>> {
        let until = Instant::now() + limit;
        let mut turn = held(&self.0.turn);
        loop {
            one = match Arc::try_unwrap(one) {
                Ok(alone) => return Ok(alone),
                Err(shared) => shared,
            };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(one);
            }
            let woken = self.0.put_down.wait_timeout(turn, left);
            (turn, _) = woken.unwrap_or_else(PoisonError::into_inner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Hands;
    use std::sync::Arc;
    use std::time::Duration;

    #[test]
    fn the_last_who_puts_it_down_ends_the_wait() {
        let hands = Hands::default();
        let one = Arc::new(7);
        let held = [0; 4].map(|_| hands.give(one.clone()));
        std::thread::scope(|scope| {
            for by in held {
                scope.spawn(move || drop(by));
            }
            // Far longer than the threads take: a wait that nobody ends fails.
            assert_eq!(hands.alone(one, Duration::from_secs(60)), Ok(7));
        });
    }

    #[test]
    fn whoever_keeps_it_is_named_by_the_end_of_the_wait() {
        let hands = Hands::default();
        let one = Arc::new(7);
        let kept = hands.give(one.clone());
        let back = hands.alone(one, Duration::from_millis(1)).unwrap_err();
        drop(kept);
        assert_eq!(hands.alone(back, Duration::ZERO), Ok(7));
    }
}
