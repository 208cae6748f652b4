//! What a terminal says of itself, held against the register: at each connect, and when its codes
//! tell that somebody was at it.

use super::Links;
use super::listener::Ear;
use super::map;
use crate::peripherals::till;
use pos_app::AppResult;
use pos_app::commands::register::behind;
use pos_app::commands::register::compare::{self, Judged};
use pos_app::ports::register::SeenIdentity;
use pos_devices::{Identity, ResultCode};
use pos_domain::ids::TerminalId;
use pos_domain::payment::LastReceipt;

impl Links {
    /// Whether the books are behind the terminal: looked at once after each start, because only
    /// then they may be others than they were.
    pub(super) fn hold_against_books(&self, terminal: TerminalId, last: &LastReceipt) {
        let first = match self.locked().get_mut(&terminal) {
            Some(live) => !std::mem::replace(&mut live.compared, true),
            None => false,
        };
        let (true, Some(app)) = (first, self.app()) else {
            return;
        };
        let compared = app
            .read(till(), |tx| behind::is_behind(tx, terminal, last))
            .and_then(|found| match found {
                None => Ok(()),
                Some(found) => {
                    tracing::error!(%terminal, ?found, "the books are behind the terminal");
                    app.till_act(|tx| behind::lock(tx, terminal, &found))
                }
            });
        if let Err(error) = compared {
            tracing::error!(%terminal, "not held against the books: {error}");
        }
    }
}

impl Ear {
    /// None: the register does not say. Else whom it expected, when it is another one.
    pub(super) fn judge_by_register(&self, found: &Identity) -> Option<Option<String>> {
        let links = self.links()?;
        let seen = map::identity(found, links.now());
        if let Some(live) = links.locked().get_mut(&self.id) {
            live.identity = Some(seen.clone());
        }
        match self.compared(&seen) {
            Ok(Judged::Same) => Some(None),
            Ok(Judged::Other { expected }) => Some(Some(expected)),
            Ok(Judged::Unregistered) => None,
            Err(error) => {
                tracing::error!(terminal = %self.id, "not held against the register: {error}");
                None
            }
        }
    }

    /// Writes only when there is something to write.
    fn compared(&self, seen: &SeenIdentity) -> AppResult<Judged> {
        let Some(app) = self.links().and_then(|links| links.app()) else {
            return Ok(Judged::Unregistered);
        };
        match app.read(till(), |tx| compare::is_as_known(tx, self.id, seen))? {
            Some(true) => Ok(Judged::Same),
            Some(false) => app.till_act(|tx| compare::seen(tx, self.id, seen)),
            None => Ok(Judged::Unregistered),
        }
    }

    /// A code by which a terminal tells that it lost its keys or was opened locks it.
    pub(super) fn weigh(&self, code: ResultCode) {
        let Some(sign) = code.tamper_sign() else {
            return;
        };
        let Some(app) = self.links().and_then(|links| links.app()) else {
            return;
        };
        let sign = map::tamper_sign(sign);
        let stored = app.till_act(|tx| compare::tampered(tx, self.id, sign));
        if let Err(error) = stored {
            tracing::error!(terminal = %self.id, "a lock could not be stored: {error}");
        }
    }
}
