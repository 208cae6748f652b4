//! The till's status bar.

use super::{day, peripheral, printing, terminal};
use crate::api::AppResult;
use crate::flow::Flow;
use crate::ports::world::{FileState, World};
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::day::DoubtSum;
use crate::views::status::{FileHealth, Network, TerminalStatus, TillStatus};
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
    flow.read(|tx| status(tx, world.network()))
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
        file: FileHealth::Good,
        recovered: None,
    }
}

/// The status over one snapshot.
pub fn status(tx: &Tx, network: Network) -> AppResult<TillStatus> {
    let unsettled = tx.store.attempts_unsettled()?;
    let terminals = tx
        .store
        .terminals()?
        .iter()
        .map(|t| {
            let held = unsettled
                .iter()
                .any(|a| a.terminal_id == t.terminal_id && a.state == AttemptState::Unknown);
            TerminalStatus {
                terminal_id: t.terminal_id,
                name: t.name.clone(),
                link: terminal::link(&tx.live.status(t.terminal_id).link, t, held),
            }
        })
        .collect();
    let heads = tx.store.cart_heads()?;
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
        network,
        now: tx.now,
        time_zone: tx.context.shop.time_zone.clone(),
        journal_seq: tx.store.journal_head()?.map_or(0, |(seq, _)| seq.0),
        alarm: None,
        file: FileHealth::Good,
        recovered: None,
    })
}
