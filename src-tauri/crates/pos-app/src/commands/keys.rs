//! The shop's keys: which there are, making one anew, the slots that open them, and the end of a
//! shop. Nothing here sees a key; what a person typed goes to the vault and nowhere else.

use crate::api::{AppError, AppResult, ErrorCode};
use crate::event::Event;
use crate::flow::Flow;
use crate::ports::keys::{KeyRecord, KeyRegister, ShopKeys, SlotRecord};
use crate::views::Nothing;
use crate::views::keys::{KeyList, KeyStep, KeyView, SlotAdded, SlotKept, SlotSecret, SlotView};
use pos_domain::fact::{Fact, KeyKind, KeyRotated, SlotChanged, SlotKind};
use pos_domain::time::Instant;
use pos_macros::command;
use serde::Deserialize;
use ts_rs::TS;

/// A key is made anew once a year (PCI DSS 4.0.1, 3.7.4: at the end of its period).
const DUE_AFTER_DAYS: i64 = 365;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn keys<'a>(flow: &'a Flow) -> AppResult<&'a dyn ShopKeys> {
    let keys = flow.world().files().keys();
    keys.ok_or_else(|| AppError::new(ErrorCode::KeyUnavailable).with("reason", "no key file"))
}

/// Which keys there are, how old they are, and what opens them.
#[command(permission = KeyView, mode = Flow)]
pub fn key_list(flow: &Flow, _input: Nothing) -> AppResult<KeyList> {
    list(flow)
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct KeyRotate {
    pub key: KeyKind,
    /// For a new KEK: what opens each slot that a person types for. Empty for any other key.
    pub secrets: Vec<SlotSecret>,
}

/// Makes a key anew while the shop is open; tells each step.
#[command(permission = KeyChange, step_up, secret, mode = Flow)]
pub fn key_rotate(flow: &Flow, input: KeyRotate) -> AppResult<KeyList> {
    let key = input.key;
    let tell = |step: KeyStep| flow.world().publish(Event::KeyRotation { key, step });
    let version = keys(flow)?.rotate(key, &input.secrets, &tell)?;
    flow.act(|tx| {
        tx.record(&Fact::KeyRotated(KeyRotated { key, version }))
            .map(|_| ())
    })?;
    tell(KeyStep::Done);
    changed(flow)
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SlotAdd {
    pub kind: SlotKind,
    /// For a passphrase slot.
    pub passphrase: Option<String>,
}

/// Adds a way to open the shop. A new recovery phrase is told this once.
#[command(permission = KeyChange, step_up, secret, mode = Flow)]
pub fn slot_add(flow: &Flow, input: SlotAdd) -> AppResult<SlotAdded> {
    let kind = input.kind;
    let (slot_id, recovery_phrase) = keys(flow)?.slot_add(kind, input.passphrase.as_deref())?;
    let fact = Fact::SlotAdded(SlotChanged { slot_id, kind });
    flow.act(|tx| tx.record(&fact).map(|_| ()))?;
    let list = changed(flow)?;
    Ok(SlotAdded {
        slot_id,
        recovery_phrase,
        list,
    })
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SlotTest {
    pub slot_id: u32,
    pub passphrase: Option<String>,
    pub phrase: Option<String>,
}

/// Opens the shop's keys by one slot alone, all the way, and notes that it did.
#[command(permission = KeyChange, step_up, secret, mode = Flow)]
pub fn slot_test(flow: &Flow, input: SlotTest) -> AppResult<KeyList> {
    let slot = slot(flow, input.slot_id)?;
    let typed = match slot.kind {
        SlotKind::Passphrase => Some(present("passphrase", input.passphrase.as_deref())?),
        SlotKind::RecoveryPhrase => Some(present("phrase", input.phrase.as_deref())?),
        SlotKind::Keychain | SlotKind::Tpm | SlotKind::KeyFile => None,
    };
    keys(flow)?.slot_test(slot.slot_id, typed)?;
    changed(flow)
}

fn present<'a>(field: &str, typed: Option<&'a str>) -> AppResult<&'a str> {
    let text = typed.filter(|text| !text.trim().is_empty());
    text.ok_or_else(|| AppError::invalid(field, "missing"))
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SlotRemove {
    pub slot_id: u32,
}

/// Removes a way to open the shop; never the last one, nor the last recovery phrase.
#[command(permission = KeyChange, step_up, mode = Flow)]
pub fn slot_remove(flow: &Flow, input: SlotRemove) -> AppResult<KeyList> {
    let all = keys(flow)?.register()?.slots;
    let slot = all.iter().find(|one| one.slot_id == input.slot_id);
    let slot = slot.ok_or_else(|| AppError::not_found("slot"))?;
    match kept_because(&all, slot) {
        None => {}
        Some(SlotKept::LastSlot) => return Err(AppError::invalid("slot_id", "last_slot")),
        Some(SlotKept::LastPhrase) => return Err(AppError::invalid("slot_id", "last_phrase")),
    }
    let (slot_id, kind) = (slot.slot_id, slot.kind);
    keys(flow)?.slot_remove(slot_id)?;
    let fact = Fact::SlotRemoved(SlotChanged { slot_id, kind });
    flow.act(|tx| tx.record(&fact).map(|_| ()))?;
    changed(flow)
}

#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Decommission {
    /// The twelve words: the second proof beside one's own factor.
    pub phrase: String,
    /// Typed as it stands on the receipts, so that nobody ends the wrong shop.
    pub shop_name: String,
}

/// Ends the shop on this computer: every slot is destroyed, then every file. Backups elsewhere
/// stay, and open with the phrase of their day.
#[command(permission = Decommission, step_up, secret, mode = Flow)]
pub fn decommission(flow: &Flow, input: Decommission) -> AppResult<()> {
    let context = flow.context()?;
    if input.shop_name.trim() != context.shop.name {
        return Err(AppError::invalid("shop_name", "another_name"));
    }
    let under_way = flow.read(|tx| Ok(tx.store.attempts_unsettled()?.len()))?;
    if under_way > 0 {
        let error = AppError::new(ErrorCode::AttemptUnknown);
        return Err(error.with("count", under_way));
    }
    let keys = keys(flow)?;
    keys.check_phrase(&input.phrase)
        .map_err(|error| error.field("phrase"))?;
    keys.destroy()?;
    flow.app.shop_is_gone();
    Ok(())
}

fn slot(flow: &Flow, slot_id: u32) -> AppResult<SlotRecord> {
    let slots = keys(flow)?.register()?.slots;
    let slot = slots.into_iter().find(|slot| slot.slot_id == slot_id);
    slot.ok_or_else(|| AppError::not_found("slot"))
}

fn changed(flow: &Flow) -> AppResult<KeyList> {
    flow.world().publish(Event::Changed {
        tags: vec!["keys".into()],
    });
    list(flow)
}

fn list(flow: &Flow) -> AppResult<KeyList> {
    let register = keys(flow)?.register()?;
    let now = flow.world().now();
    Ok(KeyList {
        keys: register.keys.iter().map(|key| key_view(key, now)).collect(),
        slots: register
            .slots
            .iter()
            .map(|slot| slot_view(&register.slots, slot))
            .collect(),
        addable: addable(&register),
        from_older_copy: register.from_older_copy,
    })
}

fn key_view(key: &KeyRecord, now: Instant) -> KeyView {
    let age_days = key.made_at.map(|at| ((now.0 - at.0) / DAY_MS).max(0));
    KeyView {
        key: key.key,
        version: key.version,
        made_at: key.made_at,
        age_days,
        due: age_days.is_none_or(|days| days >= DUE_AFTER_DAYS),
        retired: key.retired,
    }
}

fn slot_view(all: &[SlotRecord], slot: &SlotRecord) -> SlotView {
    SlotView {
        slot_id: slot.slot_id,
        kind: slot.kind,
        made_at: slot.made_at,
        last_tested_at: slot.tested_at,
        automatic: is_automatic(slot.kind),
        kept_because: kept_because(all, slot),
    }
}

fn is_automatic(kind: SlotKind) -> bool {
    match kind {
        SlotKind::Keychain | SlotKind::Tpm | SlotKind::KeyFile => true,
        SlotKind::Passphrase | SlotKind::RecoveryPhrase => false,
    }
}

fn kept_because(all: &[SlotRecord], slot: &SlotRecord) -> Option<SlotKept> {
    let of_its_kind = all.iter().filter(|one| one.kind == slot.kind).count();
    if all.len() == 1 {
        Some(SlotKept::LastSlot)
    } else if slot.kind == SlotKind::RecoveryPhrase && of_its_kind == 1 {
        Some(SlotKept::LastPhrase)
    } else {
        None
    }
}

/// One of each that opens by itself; a second recovery phrase, so that one can take the place of
/// the other; passphrases as there is room.
fn addable(register: &KeyRegister) -> Vec<SlotKind> {
    let count = |kind| register.slots.iter().filter(|s| s.kind == kind).count();
    if register.slots.len() >= SLOTS_MAX {
        return Vec::new();
    }
    let kinds = [
        (SlotKind::Keychain, count(SlotKind::Keychain) == 0),
        (SlotKind::Tpm, register.has_tpm && count(SlotKind::Tpm) == 0),
        (SlotKind::Passphrase, true),
        (
            SlotKind::RecoveryPhrase,
            count(SlotKind::RecoveryPhrase) < 2,
        ),
        (SlotKind::KeyFile, count(SlotKind::KeyFile) == 0),
    ];
    let free = kinds.into_iter().filter(|(_, free)| *free);
    free.map(|(kind, _)| kind).collect()
}

/// The vault takes no more.
const SLOTS_MAX: usize = 8;
