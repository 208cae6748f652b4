//! The shop's folder: who can read it, what opens it, whether there is room.

use super::{Probe, fact};
use crate::doctor;
use pos_app::ports::register::PostureFact;
use pos_app::views::posture::PostureCheck;
use pos_store::{RESERVE_BYTES, RESERVE_FILE};
use pos_vault::{SlotKind, SlotView, Vault};

/// Below this the disk is nearly full: the reserve, and a day's work on top of it.
const FREE_BYTES_MIN: u64 = 512 << 20;

pub fn look(probe: &Probe) -> Vec<PostureFact> {
    let vault = Vault::at(&probe.folder);
    let slots = match vault.exists() {
        true => vault.slots().ok(),
        false => None,
    };
    vec![
        modes(probe),
        room(probe),
        key_slot(slots.as_deref()),
        recovery_phrase(slots.as_deref()),
    ]
}

/// Every file of the shop, and the folder itself, is its owner's alone.
#[cfg(unix)]
fn modes(probe: &Probe) -> PostureFact {
    use std::os::unix::fs::PermissionsExt;
    let Ok(folder) = probe.folder.metadata() else {
        return fact(PostureCheck::FileModes, None);
    };
    let mode = folder.permissions().mode() & 0o777;
    let mut open: Vec<String> = doctor::open_to_others(&probe.folder);
    if mode & 0o077 != 0 {
        open.insert(0, format!("./ {mode:04o}"));
    }
    fact(PostureCheck::FileModes, Some(open.is_empty())).with("files", open.join(", "))
}

/// Access lists are not read here.
#[cfg(not(unix))]
fn modes(_probe: &Probe) -> PostureFact {
    fact(PostureCheck::FileModes, None)
}

fn room(probe: &Probe) -> PostureFact {
    let reserve = probe.folder.join(RESERVE_FILE).metadata();
    let whole = reserve.is_ok_and(|facts| facts.len() >= RESERVE_BYTES);
    let free = probe.refreshed().free_bytes;
    let good = free.map(|free| free >= FREE_BYTES_MIN && whole);
    let megabytes = free.map_or(String::new(), |free| (free >> 20).to_string());
    fact(PostureCheck::DiskSpace, good)
        .with("free_mb", megabytes)
        .with("reserve", if whole { "whole" } else { "missing" })
}

/// A key in a file opens for whoever has the disk.
fn key_slot(slots: Option<&[SlotView]>) -> PostureFact {
    let Some(slots) = slots else {
        return fact(PostureCheck::KeySlot, None);
    };
    let kinds: Vec<&str> = slots.iter().map(|slot| slot.kind.name()).collect();
    let bare = slots.iter().any(|slot| slot.kind == SlotKind::KeyFile);
    fact(PostureCheck::KeySlot, Some(!bare)).with("slots", kinds.join(", "))
}

fn recovery_phrase(slots: Option<&[SlotView]>) -> PostureFact {
    let has = |slots: &[SlotView]| {
        slots
            .iter()
            .any(|slot| slot.kind == SlotKind::RecoveryPhrase)
    };
    fact(PostureCheck::RecoveryPhrase, slots.map(has))
}
