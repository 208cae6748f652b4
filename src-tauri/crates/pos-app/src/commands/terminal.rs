//! Terminals: found, paired, tried, cleared. Only pairing looks at the shop's kind: a real shop
//! refuses a device that names itself a simulator.

use crate::api::{AppError, AppResult, ErrorCode};
use crate::commands::close::terminals::{begin, keep};
use crate::commands::register;
use crate::effect::Effect;
use crate::event::Event;
use crate::flow::Flow;
use crate::ports::records::{Address, Terminal};
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::terminal::{
    FoundPort, Link, ProbeView, TerminalTest, TerminalView, TestReport, WireLine,
};
use pos_domain::fact::{Fact, TerminalPaired, TerminalTested};
use pos_domain::ids::TerminalId;
use pos_domain::payment::AttemptState;
use pos_domain::shop::ShopKind;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// The only driver there is; a second one makes this a choice at pairing.
const DRIVER: &str = "zvt";
/// What ZVT terminals ship with.
const USUAL_PASSWORD: &str = "000000";

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TerminalRef {
    pub terminal_id: TerminalId,
}

/// A terminal with its cable's state.
pub fn view(tx: &Tx, terminal: &Terminal) -> AppResult<TerminalView> {
    let live = tx.live.status(terminal.terminal_id);
    let held_by = tx
        .store
        .attempts_unsettled()?
        .into_iter()
        .find(|a| a.terminal_id == terminal.terminal_id && a.state == AttemptState::Unknown)
        .map(|a| a.attempt_id);
    let locked = register::is_locked(tx, terminal.terminal_id)?;
    Ok(TerminalView {
        terminal_id: terminal.terminal_id,
        name: terminal.name.clone(),
        driver: terminal.driver.clone(),
        address: terminal.address.clone(),
        link: link(&live.link, terminal, locked, held_by.is_some()),
        link_detail: live.detail,
        terminal_number: terminal.terminal_number.clone(),
        serial_number: terminal.serial_number.clone(),
        model: terminal.model.clone(),
        software: terminal.software.clone(),
        simulator: terminal.simulator,
        paired_at: terminal.paired_at,
        last_seen_at: live.last_seen_at,
        answers_in_ms: live.answers_in_ms,
        held_by,
        alarm: terminal.alarm.clone(),
        locked,
    })
}

/// The state that matters most: alarm; a cable without its terminal; a lock of the register; then a
/// doubt.
pub fn link(live: &Link, terminal: &Terminal, locked: bool, held: bool) -> Link {
    match live {
        _ if terminal.alarm.is_some() => Link::Alarmed,
        Link::Ready | Link::Busy | Link::Held if locked => Link::Alarmed,
        Link::Ready if held => Link::Held,
        other => *other,
    }
}

fn terminal(tx: &Tx, id: TerminalId) -> AppResult<Terminal> {
    tx.store
        .terminal(id)?
        .ok_or_else(|| AppError::new(ErrorCode::TerminalMissing).field("terminal_id"))
}

/// All paired terminals.
#[command(permission = SaleRing, mode = Query)]
pub fn terminal_choices(tx: &mut Tx, _input: Nothing) -> AppResult<Vec<TerminalView>> {
    let terminals = tx.store.terminals()?;
    terminals.iter().map(|t| view(tx, t)).collect()
}

/// All paired terminals, for those who mend them.
#[command(permission = TerminalView, mode = Query)]
pub fn terminal_list(tx: &mut Tx, _input: Nothing) -> AppResult<Vec<TerminalView>> {
    let terminals = tx.store.terminals()?;
    terminals.iter().map(|t| view(tx, t)).collect()
}

/// The ports of this computer, with what is plugged in.
#[command(permission = TerminalPair, mode = Flow)]
pub fn terminal_discover(flow: &Flow, _input: Nothing) -> AppResult<Vec<FoundPort>> {
    let mut ports = flow.world().terminals().discover()?;
    let paired = flow.read(|tx| Ok(tx.store.terminals()?))?;
    for port in &mut ports {
        port.paired_terminal_id = paired
            .iter()
            .find(|t| same_place(&t.address, &port.address))
            .map(|t| t.terminal_id);
    }
    Ok(ports)
}

/// Whether two addresses are the same plug: by USB serial number when both have one.
pub fn same_place(a: &Address, b: &Address) -> bool {
    match (a, b) {
        (
            Address::Serial {
                path: p,
                usb_serial: Some(u),
                ..
            },
            Address::Serial {
                path: q,
                usb_serial: Some(v),
                ..
            },
        ) => u == v || p == q,
        (Address::Serial { path: p, .. }, Address::Serial { path: q, .. }) => p == q,
        (Address::Tcp { host: h, port: p }, Address::Tcp { host: i, port: q }) => h == i && p == q,
        (Address::Device { path: p }, Address::Device { path: q }) => p == q,
        (Address::Serial { .. } | Address::Tcp { .. } | Address::Device { .. }, _) => false,
    }
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TerminalProbe {
    pub address: Address,
    pub password: Option<String>,
}

/// Asks what is at an address; changes nothing here.
#[command(permission = TerminalPair, secret, mode = Flow)]
pub fn terminal_probe(flow: &Flow, input: TerminalProbe) -> AppResult<ProbeView> {
    let password = checked_password(input.password.as_deref())?;
    let currency = flow.context()?.pricing.currency.numeric;
    flow.world()
        .terminals()
        .probe(&input.address, &password, currency)
}

fn checked_password(password: Option<&str>) -> AppResult<String> {
    let password = password.filter(|p| !p.is_empty()).unwrap_or(USUAL_PASSWORD);
    if password.len() == 6 && password.bytes().all(|b| b.is_ascii_digit()) {
        Ok(password.to_owned())
    } else {
        Err(AppError::invalid("password", "six_digits"))
    }
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TerminalPair {
    pub terminal_id: TerminalId,
    pub name: String,
    pub address: Address,
    pub password: Option<String>,
}

fn paired_again(tx: &mut Tx, input: &TerminalPair) -> AppResult<TerminalView> {
    let terminal = terminal(tx, input.terminal_id)?;
    view(tx, &terminal)
}

/// Pairs the terminal that answers at an address: its identity is kept, and another one on the same
/// port is refused from then on.
#[command(permission = TerminalPair, secret, mode = Flow, again = paired_again)]
pub fn terminal_pair(flow: &Flow, input: TerminalPair) -> AppResult<TerminalView> {
    let name = input.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(AppError::invalid("name", "missing_or_too_long"));
    }
    let password = checked_password(input.password.as_deref())?;
    let context = flow.context()?;
    let taken = flow.read(|tx| {
        let all = tx.store.terminals()?;
        let mut same = all
            .into_iter()
            .filter(|t| same_place(&t.address, &input.address));
        Ok(same.find(|t| t.terminal_id != input.terminal_id))
    })?;
    if let Some(other) = taken {
        return Err(AppError::new(ErrorCode::TerminalPaired)
            .field("address")
            .with("terminal", other.name));
    }
    let links = flow.world().terminals();
    let found = links.probe(&input.address, &password, context.pricing.currency.numeric)?;
    if found.simulator && context.shop.kind == ShopKind::Real {
        return Err(AppError::new(ErrorCode::SimulatorRefused).field("address"));
    }
    flow.act(|tx| {
        let paired = Terminal {
            terminal_id: input.terminal_id,
            name: name.clone(),
            driver: DRIVER.to_owned(),
            address: input.address.clone(),
            password: password.clone(),
            terminal_number: found.terminal_number.clone(),
            serial_number: found.serial_number.clone(),
            model: found.model.clone(),
            software: found.software.clone(),
            simulator: found.simulator,
            paired_at: tx.now,
            alarm: None,
            last_receipt: None,
        };
        tx.device = Some(paired.terminal_id);
        // Pairing it again is not the way around an alarm.
        if let Some(before) = tx.store.terminal(paired.terminal_id)?
            && before.alarm.is_some()
        {
            return Err(AppError::new(ErrorCode::TerminalAlarmed).with("terminal", before.name));
        }
        tx.store.terminal_put(&paired)?;
        tx.record(&Fact::TerminalPaired(TerminalPaired {
            terminal_id: paired.terminal_id,
            driver: paired.driver.clone(),
            terminal_number: paired.terminal_number.clone(),
            serial_number: paired.serial_number.clone(),
        }))?;
        register::enrol_terminal(tx, &paired)?;
        tx.effects.push(Effect::TerminalAttach(paired.terminal_id));
        changed(tx);
        view(tx, &paired)
    })
}

fn changed(tx: &mut Tx) {
    tx.events.push(Event::Changed {
        tags: vec!["terminals".into(), "status".into()],
    });
}

fn gone_again(_tx: &mut Tx, _input: &TerminalUnpair) -> AppResult<()> {
    Ok(())
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TerminalUnpair {
    pub terminal_id: TerminalId,
    /// Although a payment is in doubt there: it can then be settled by the printed slip only.
    #[serde(default)]
    pub with_doubt: bool,
}

/// Lets a terminal go. One that is held by a payment in doubt is let go only when the caller says
/// that he knows: it is the evidence.
#[command(permission = TerminalPair, mode = Act, again = gone_again)]
pub fn terminal_unpair(tx: &mut Tx, input: TerminalUnpair) -> AppResult<()> {
    let gone = terminal(tx, input.terminal_id)?;
    let unsettled = tx.store.attempts_unsettled()?;
    for open in unsettled
        .iter()
        .filter(|a| a.terminal_id == input.terminal_id)
    {
        let refused = match open.state == AttemptState::Unknown {
            true if input.with_doubt => continue,
            true => ErrorCode::TerminalHeld,
            false => ErrorCode::TerminalBusy,
        };
        return Err(AppError::new(refused).with("terminal", gone.name));
    }
    tx.device = Some(input.terminal_id);
    tx.store.terminal_remove(input.terminal_id)?;
    tx.record(&Fact::TerminalUnpaired(input.terminal_id))?;
    register::retire(tx, input.terminal_id.into())?;
    tx.effects.push(Effect::TerminalDetach(input.terminal_id));
    changed(tx);
    Ok(())
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TerminalTry {
    pub terminal_id: TerminalId,
    pub test: TerminalTest,
}

/// A terminal on which no payment is under way or in doubt: its memory is the evidence.
pub fn untroubled(tx: &Tx, id: TerminalId) -> AppResult<Terminal> {
    let found = terminal(tx, id)?;
    let unsettled = tx.store.attempts_unsettled()?;
    if unsettled.iter().any(|a| a.terminal_id == id) {
        return Err(AppError::new(ErrorCode::TerminalHeld).with("terminal", &found.name));
    }
    Ok(found)
}

/// Tries a terminal. End of day closes the terminal's own batch, and ours with it.
#[command(permission = TerminalTest, mode = Flow)]
pub fn terminal_test(flow: &Flow, input: TerminalTry) -> AppResult<TestReport> {
    let tried = flow.read(|tx| untroubled(tx, input.terminal_id))?;
    if input.test == TerminalTest::EndOfDay {
        flow.act(|tx| begin(tx, input.terminal_id))?;
    }
    let report = flow.world().terminals().test(&tried, input.test)?;
    let name = match input.test {
        TerminalTest::Status => "status",
        TerminalTest::Diagnosis => "diagnosis",
        TerminalTest::EndOfDay => "end_of_day",
    };
    flow.act(|tx| {
        tx.device = Some(input.terminal_id);
        tx.record(&Fact::TerminalTested(TerminalTested {
            terminal_id: input.terminal_id,
            test: name.to_owned(),
            ok: report.ok,
        }))?;
        if let Some(kcv) = register::compare::printed_kcv(&report.lines) {
            register::compare::kcv_seen(tx, input.terminal_id, &kcv)?;
        }
        if input.test == TerminalTest::EndOfDay && report.ok {
            keep(tx, input.terminal_id, &report.totals)?;
        }
        Ok(())
    })?;
    Ok(report)
}

fn cleared_again(tx: &mut Tx, input: &TerminalRef) -> AppResult<TerminalView> {
    let terminal = terminal(tx, input.terminal_id)?;
    view(tx, &terminal)
}

/// A technician has looked: the terminal may take payments again.
#[command(permission = TerminalClearAlarm, mode = Act, again = cleared_again)]
pub fn terminal_clear_alarm(tx: &mut Tx, input: TerminalRef) -> AppResult<TerminalView> {
    let mut cleared = terminal(tx, input.terminal_id)?;
    if cleared.alarm.take().is_some() {
        tx.device = Some(input.terminal_id);
        tx.store.terminal_put(&cleared)?;
        tx.record(&Fact::AlarmCleared(input.terminal_id))?;
        changed(tx);
    }
    view(tx, &cleared)
}

/// The last messages on the wire, card numbers masked.
#[command(permission = TerminalTest, mode = Flow)]
pub fn terminal_wire(flow: &Flow, input: TerminalRef) -> AppResult<Vec<WireLine>> {
    Ok(flow.world().terminals().wire(input.terminal_id))
}
