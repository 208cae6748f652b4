//! The till's status bar.

use super::{backup, day, peripheral, posture, printing, register, terminal};
use crate::api::AppResult;
use crate::app::{App, held, till};
use crate::event::Event;
use crate::flow::Flow;
use crate::ports::world::{FileState, World};
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::backup::BackupStanding;
use crate::views::day::DoubtSum;
use crate::views::posture::PostureWorst;
use crate::views::status::{FileHealth, RecoveryUsed, TerminalStatus, TillStatus};
use pos_domain::cart::SaleState;
use pos_domain::payment::AttemptState;
use pos_macros::command;

/// What is always in view: terminals, doubts, queue, network, clock.
#[command(public, mode = Flow)]
pub fn till_status(flow: &Flow, _input: Nothing) -> AppResult<TillStatus> {
    let world = flow.world();
    if world.files().state() != FileState::Open {
        return Ok(empty(world));
    }
    match flow.read(|tx| status(tx, world)) {
        // What is wrong with the file has to be in view while the file cannot be read.
        Err(error) if world.files().health() != FileHealth::Good => {
            tracing::warn!("the status could not be read: {error}");
            Ok(empty(world))
        }
        other => other,
    }
}

/// Somebody has seen that the till had ended without warning: it need not be shown any more.
#[command(signed_in, mode = Flow)]
pub fn recovery_seen(flow: &Flow, _input: Nothing) -> AppResult<()> {
    flow.world().files().cut_off_seen();
    *held(&flow.app.recovered) = None;
    flow.app.tell_status();
    Ok(())
}

impl App {
    /// Tells every screen how the till stands.
    pub fn tell_status(&self) {
        let world = self.world();
        let seen = match world.files().state() {
            FileState::Open => self.read(till(), |tx| status(tx, world)),
            FileState::None | FileState::Locked(_) => Ok(empty(world)),
        };
        let status = Box::new(seen.unwrap_or_else(|_| empty(world)));
        world.publish(Event::Status { status });
    }
}

fn empty(world: &dyn World) -> TillStatus {
    TillStatus {
        terminals: Vec::new(),
        devices: Vec::new(),
        print_troubled: 0,
        doubts: DoubtSum::default(),
        suspended_count: 0,
        queue: DoubtSum::default(),
        network: world.network(),
        now: world.now(),
        time_zone: world.time_zone(),
        journal_seq: 0,
        alarm: None,
        file: world.files().health(),
        recovered: None,
        backup: BackupStanding::default(),
        restore: world.backups().restore_standing(),
        inspections_due: 0,
        devices_locked: 0,
        posture: PostureWorst::Good,
        recovery_used: None,
    }
}

/// The status over one snapshot.
pub fn status(tx: &Tx, world: &dyn World) -> AppResult<TillStatus> {
    let unsettled = tx.store.attempts_unsettled()?;
    let terminals = tx.store.terminals()?;
    let terminals = terminals
        .iter()
        .map(|t| {
            let held = unsettled
                .iter()
                .any(|a| a.terminal_id == t.terminal_id && a.state == AttemptState::Unknown);
            let locked = register::is_locked(tx, t.terminal_id)?;
            Ok(TerminalStatus {
                terminal_id: t.terminal_id,
                name: t.name.clone(),
                link: terminal::link(&tx.live.status(t.terminal_id).link, t, locked, held),
            })
        })
        .collect::<AppResult<_>>()?;
    let heads = tx.store.cart_heads()?;
    let (inspections_due, devices_locked) = register::counts(tx)?;
    let suspended = heads
        .iter()
        .filter(|h| h.state == SaleState::Suspended)
        .count();
    Ok(TillStatus {
        terminals,
        devices: peripheral::statuses(tx)?,
        print_troubled: printing::troubled(tx)?,
        doubts: day::doubts(tx)?,
        suspended_count: u32::try_from(suspended).unwrap_or(u32::MAX),
        queue: DoubtSum::default(),
        network: world.network(),
        now: tx.now,
        time_zone: tx.context.shop.time_zone.clone(),
        journal_seq: tx.store.journal_head()?.map_or(0, |(seq, _)| seq.0),
        alarm: None,
        file: tx.file,
        recovered: tx.recovered,
        backup: backup::standing(tx, world.backups())?,
        restore: world.backups().restore_standing(),
        inspections_due,
        devices_locked,
        posture: posture::worst(tx),
        recovery_used: recovery_used(tx)?,
    })
}

fn recovery_used(tx: &Tx) -> AppResult<Option<RecoveryUsed>> {
    let alerts = tx.store.recovery_alerts()?;
    Ok(alerts.first().map(|oldest| RecoveryUsed {
        count: u32::try_from(alerts.len()).unwrap_or(u32::MAX),
        seq: oldest.seq,
    }))
}
