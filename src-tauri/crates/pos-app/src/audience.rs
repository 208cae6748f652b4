//! Who may hear an event. Every shell asks here before it passes one on, so that a stream tells
//! nobody more than the commands would.

use crate::api::session::{CUSTOMER_SEAT, Standing};
use crate::app::{App, Caller};
use crate::event::Event;
use crate::views::backup::BackupAct;
use pos_domain::staff::{Grant, Permission};

/// The circle an event is for.
enum Audience<'a> {
    Everyone,
    /// The one seat it is about.
    Seat(&'a str),
    /// An active session with at least one of these permissions.
    Holders(&'static [Permission]),
}

fn audience(event: &Event) -> Audience<'_> {
    use Permission as P;
    match event {
        // An update runs while nobody can sign in.
        Event::Status { .. } | Event::Changed { .. } | Event::Update { .. } => Audience::Everyone,
        Event::Session { seat, .. } => Audience::Seat(seat),
        Event::Sale { .. } => Audience::Holders(&[P::SaleRing]),
        Event::Attempt { .. } => Audience::Holders(&[P::SaleRing, P::DoubtView]),
        Event::Terminal { .. } => Audience::Holders(&[P::SaleRing, P::TerminalView]),
        Event::Customer { .. } => Audience::Everyone,
        Event::Scanned { .. } => Audience::Holders(&[P::SaleRing]),
        Event::Peripheral { .. } => Audience::Holders(&[P::SaleRing, P::PeripheralView]),
        Event::PrintJob { .. } => Audience::Holders(&[P::PrintQueue]),
        Event::Wire { .. } => Audience::Holders(&[P::TerminalTest]),
        Event::KeyRotation { .. } => Audience::Holders(&[P::KeyView]),
        Event::JournalCheck { .. } => Audience::Holders(&[P::JournalVerify]),
        // It ends every session of the shop that it restores.
        Event::Backup { progress } if progress.act == BackupAct::Restore => Audience::Everyone,
        Event::Backup { .. } => Audience::Holders(&[P::BackupRun]),
        Event::ImportProgress { .. } => Audience::Holders(&[P::CatalogueImport]),
    }
}

impl App {
    /// Whether the caller, as it stands now, may hear the event. Listening keeps no seat awake.
    pub fn may_hear(&self, caller: &Caller, event: &Event) -> bool {
        if caller.seat.0 == CUSTOMER_SEAT {
            return matches!(event, Event::Customer { .. } | Event::Changed { .. });
        }
        match audience(event) {
            Audience::Everyone => true,
            Audience::Seat(seat) => caller.seat.0 == seat,
            Audience::Holders(permissions) => match self.standing(caller, false) {
                Standing::None | Standing::Locked(_) => false,
                Standing::Active(session) => {
                    let holds = |p: &Permission| self.grant(session.role, *p) != Grant::Deny;
                    permissions.iter().any(holds)
                }
            },
        }
    }
}
