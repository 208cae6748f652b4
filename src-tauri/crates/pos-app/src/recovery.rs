//! What is done when a shop's file has opened: what was under way when the program ended last is
//! settled or put in doubt, and what came back is told. Must never guess how a payment ended.

use crate::api::AppResult;
use crate::app::{App, held, till};
use crate::clock;
use crate::commands::printing::queue;
use crate::commands::sale::life;
use crate::commands::{day, payment};
use crate::event::Event;
use crate::ports::world::FileState;
use crate::sign_in::mark_clock;
use crate::tx::Tx;
use crate::views::status::Recovered;
use pos_domain::fact::ClockJumped;
use pos_domain::time::Instant;
use std::sync::atomic::Ordering;

impl App {
    /// What was under way when the program ended last is in doubt from now on. Before anything can
    /// be paid: a payment of this run would look the same.
    ///
    /// # Errors
    /// The file could not be read or written. Then nothing else is written before it has been done:
    /// each write tries it first.
    pub fn recover(&self) -> AppResult<()> {
        let done = self.settle_what_was_under_way();
        self.unrecovered.store(done.is_err(), Ordering::Relaxed);
        done
    }

    /// The shop's file was tried: where it is open now, its rules are read anew, what was under way
    /// is settled, and every screen that waits for it is told.
    ///
    /// # Errors
    /// Those of [`App::recover`].
    pub fn has_opened(&self) -> AppResult<()> {
        self.context_changed();
        // A first run that was cut off is no shop after all.
        if self.world().files().state() != FileState::Open {
            return Ok(());
        }
        let done = self.recover();
        self.world().publish(Event::Changed {
            tags: vec!["shop".into()],
        });
        done
    }

    /// Does what a start could not do, if there is such a thing.
    pub fn recover_if_due(&self) -> AppResult<()> {
        // Taken first: the recovery writes too.
        if self.unrecovered.swap(false, Ordering::Relaxed) {
            return self.recover();
        }
        Ok(())
    }

    fn settle_what_was_under_way(&self) -> AppResult<()> {
        let last = self.read(till(), |tx| last_entry_at(tx))?;
        let now = self.world().now();
        let set_back = last.filter(|last| *last > now);
        self.till_act(|tx| {
            self.lock_outs_by_clock(tx)?;
            match set_back {
                Some(expected) => {
                    mark_clock(tx, expected, now)?;
                    clock::note(tx, &jump(expected, now))
                }
                None => Ok(()),
            }
        })?;
        let count = self.till_act(payment::recover)?;
        if count > 0 {
            tracing::warn!("{count} payments were under way when the till ended: in doubt now");
        }
        let count = self.till_act(queue::recover)?;
        if count > 0 {
            tracing::warn!("{count} papers were being printed when the till ended");
        }
        let found = self.read(till(), |tx| {
            let open_sales = u32::try_from(tx.store.cart_heads()?.len()).unwrap_or(u32::MAX);
            let doubts = u32::try_from(day::doubts(tx)?.count).unwrap_or(u32::MAX);
            Ok((open_sales, doubts))
        })?;
        let (open_sales, doubts) = found;
        self.show_again();
        if let (true, Some(at)) = (self.world().files().was_cut_off(), last) {
            tracing::warn!(open_sales, doubts, "the till before did not end in order");
            *held(&self.recovered) = Some(Recovered {
                at,
                open_sales,
                doubts,
            });
        }
        Ok(())
    }

    /// The customer sees again what is being rung. A till without it sells all the same.
    fn show_again(&self) {
        let context = self.context();
        let current = self.read(till(), |tx| life::current(tx));
        match (context, current) {
            (Ok(context), Ok(Some(sale))) => self.customer_sees_again(&context, &sale),
            (Ok(_), Ok(None)) => {}
            (Err(error), _) | (_, Err(error)) => {
                tracing::warn!("the customer does not see the sale again: {error}");
            }
        }
    }
}

fn jump(expected: Instant, found: Instant) -> ClockJumped {
    ClockJumped { expected, found }
}

/// When the newest entry was made; None in an empty journal.
pub(crate) fn last_entry_at(tx: &Tx) -> AppResult<Option<Instant>> {
    let Some((seq, _)) = tx.store.journal_head()? else {
        return Ok(None);
    };
    Ok(tx.store.entry(seq)?.map(|(header, _)| header.at))
}
