//! Pairing a device beside the terminals. Only here the shop's kind counts: a real shop refuses a
//! device that names itself a simulator.

use super::{checked, device, named, put, view};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::terminal::same_place;
use crate::flow::Flow;
use crate::ports::records::{Address, Peripheral};
use crate::tx::Tx;
use crate::views::peripheral::{PeripheralOptions, PeripheralProbe, PeripheralView};
use pos_domain::fact::PeripheralKind;
use pos_domain::ids::PeripheralId;
use pos_domain::shop::ShopKind;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PeripheralProbeAt {
    pub kind: PeripheralKind,
    pub driver: String,
    pub address: Address,
}

/// Whether devices of a kind are driven by a driver of this name.
fn known(kind: PeripheralKind, driver: &str) -> AppResult<()> {
    let drivers: &[&str] = match kind {
        PeripheralKind::Printer => &["escpos"],
        PeripheralKind::Scale => &["toledo8217", "cas"],
        PeripheralKind::Display => &["cd5220", "epson_display"],
        PeripheralKind::Scanner => &["scanner"],
    };
    if drivers.contains(&driver) {
        Ok(())
    } else {
        Err(AppError::invalid("driver", "unknown"))
    }
}

/// Asks what is at an address; changes nothing here.
#[command(permission = PeripheralPair, mode = Flow)]
pub fn peripheral_probe(flow: &Flow, input: PeripheralProbeAt) -> AppResult<PeripheralProbe> {
    known(input.kind, &input.driver)?;
    flow.world()
        .peripherals()
        .probe(input.kind, &input.driver, &input.address)
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PeripheralPair {
    pub peripheral_id: PeripheralId,
    pub kind: PeripheralKind,
    pub driver: String,
    pub name: String,
    pub address: Address,
    pub options: PeripheralOptions,
}

fn paired_again(tx: &mut Tx, input: &PeripheralPair) -> AppResult<PeripheralView> {
    let device = device(tx, input.peripheral_id)?;
    view(tx, &device)
}

/// Pairs the device that answers at an address. One that never speaks (a display, a scanner) is
/// there when its port opens.
#[command(permission = PeripheralPair, mode = Flow, again = paired_again)]
pub fn peripheral_pair(flow: &Flow, input: PeripheralPair) -> AppResult<PeripheralView> {
    let name = named(&input.name)?;
    known(input.kind, &input.driver)?;
    checked(&input.options)?;
    free_place(flow, &input)?;
    let shop_kind = flow.context()?.shop.kind;
    let found = flow
        .world()
        .peripherals()
        .probe(input.kind, &input.driver, &input.address)?;
    if found.simulator && shop_kind == ShopKind::Real {
        return Err(AppError::new(ErrorCode::SimulatorRefused).field("address"));
    }
    flow.act(|tx| {
        // Paired again it keeps its place: the first printer stays the first.
        let before = tx.store.peripheral(input.peripheral_id)?;
        let paired = Peripheral {
            peripheral_id: input.peripheral_id,
            kind: input.kind,
            driver: input.driver.clone(),
            name: name.clone(),
            address: input.address.clone(),
            options: input.options.clone(),
            model: found.model.clone(),
            simulator: found.simulator,
            paired_at: before.map_or(tx.now, |before| before.paired_at),
        };
        put(tx, &paired)
    })
}

/// Refuses an address that another device or a terminal has.
fn free_place(flow: &Flow, input: &PeripheralPair) -> AppResult<()> {
    let taken = flow.read(|tx| {
        let devices = tx.store.peripherals()?;
        let mut same = devices.into_iter().filter(|d| {
            d.peripheral_id != input.peripheral_id && same_place(&d.address, &input.address)
        });
        if let Some(device) = same.next() {
            return Ok(Some(device.name));
        }
        let terminals = tx.store.terminals()?;
        let mut same = terminals
            .into_iter()
            .filter(|t| same_place(&t.address, &input.address));
        Ok(same.next().map(|t| t.name))
    })?;
    match taken {
        None => Ok(()),
        Some(name) => Err(AppError::new(ErrorCode::PeripheralPaired)
            .field("address")
            .with("device", name)),
    }
}
