//! Inspections: how often, by whom, with what photo, and what happens when nobody looked.

use super::{compare, device, inspection_view, record};
use crate::api::{AppError, AppResult, ErrorCode};
use crate::flow::Flow;
use crate::ports::records::Shop;
use crate::ports::register::{Device, Inspection};
use crate::tx::Tx;
use crate::views::Nothing;
use crate::views::register::{
    DeviceRecord, DeviceState, InspectionPhoto, InspectionPolicy, InspectionRule,
    InspectionStanding, InspectionView,
};
use base64ct::{Base64, Encoding};
use pos_domain::fact::{DeviceInspected, DeviceKind, Fact, LockReason};
use pos_domain::ids::{DeviceId, InspectionId, TerminalId};
use pos_domain::shop::ShopKind;
use pos_domain::time::Instant;
use pos_macros::command;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use ts_rs::TS;

/// A photo is at most this large, in bytes.
const PHOTO_BYTES_MAX: usize = 512 * 1024;
const DAY_MS: i64 = 86_400_000;

/// The policy that a new shop begins with: outside a real one nothing blocks.
pub fn usual(kind: ShopKind) -> InspectionPolicy {
    let rule = match kind {
        ShopKind::Real => InspectionRule::Block,
        ShopKind::Demo | ShopKind::Training | ShopKind::Test => InspectionRule::Warn,
    };
    InspectionPolicy {
        rule,
        ..InspectionPolicy::default()
    }
}

/// When the next inspection is due; None where none is asked for.
pub fn due_at(policy: &InspectionPolicy, device: &Device) -> Option<Instant> {
    let asked = policy.rule != InspectionRule::Off
        && device.kind == DeviceKind::Terminal
        && device.state != DeviceState::Retired;
    let last = device.inspected_at.unwrap_or(device.enrolled_at);
    asked.then(|| Instant(last.0 + i64::from(policy.interval_days) * DAY_MS))
}

/// How a device stands by its last inspection. A clock that was set back makes nothing overdue and
/// nothing good: the next entry names the jump.
pub fn standing(policy: &InspectionPolicy, device: &Device, now: Instant) -> InspectionStanding {
    let Some(due) = due_at(policy, device) else {
        return InspectionStanding::NotAsked;
    };
    let days = |n: u16| i64::from(n) * DAY_MS;
    if now.0 < due.0 - days(policy.warn_days) {
        InspectionStanding::Good
    } else if now < due {
        InspectionStanding::Soon
    } else if policy.rule == InspectionRule::Block && now.0 >= due.0 + days(policy.grace_days) {
        InspectionStanding::Blocked
    } else {
        InspectionStanding::Overdue
    }
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DeviceInspect {
    pub device_id: DeviceId,
    pub inspection_id: InspectionId,
    /// Nothing was wrong with it. What is not locks the device.
    pub ok: bool,
    pub note: String,
    /// A JPEG or PNG, base64, at most 512 kB.
    #[serde(default)]
    pub photo: Option<String>,
    /// The key check value as the device showed or printed it.
    #[serde(default)]
    pub kcv: Option<String>,
}

fn inspected_again(tx: &mut Tx, input: &DeviceInspect) -> AppResult<DeviceRecord> {
    let device = device(tx, input.device_id)?;
    Ok(record(tx, &device))
}

/// Writes down that somebody looked a device over. A note or a photo is always there.
#[command(permission = DeviceInspect, mode = Flow, again = inspected_again)]
pub fn device_inspect(flow: &Flow, input: DeviceInspect) -> AppResult<DeviceRecord> {
    let note = input.note.trim();
    if note.chars().count() > 500 {
        return Err(AppError::invalid("note", "too_long"));
    }
    let photo = input.photo.as_deref().map(decoded).transpose()?;
    if note.is_empty() && photo.is_none() {
        return Err(AppError::invalid("note", "note_or_photo"));
    }
    let kcv = input.kcv.as_deref().map(compare::kcv_of).transpose()?;
    let by = flow.session()?.user_id;
    flow.act(|tx| {
        tx.must_have_room()?;
        let mut looked_at = device(tx, input.device_id)?;
        if looked_at.state == DeviceState::Retired {
            return Err(AppError::new(ErrorCode::DeviceUnknown).field("device_id"));
        }
        if looked_at.kind == DeviceKind::Terminal {
            tx.device = Some(TerminalId(looked_at.device_id.0));
        }
        let made = Inspection {
            inspection_id: input.inspection_id,
            device_id: looked_at.device_id,
            at: tx.now,
            by,
            ok: input.ok,
            note: note.to_owned(),
            photo: photo.is_some(),
        };
        if tx.store.inspection(made.inspection_id)?.is_some() {
            return Err(AppError::invalid("inspection_id", "twice"));
        }
        tx.store.inspection_put(&made, photo.as_deref())?;
        looked_at.inspected_at = Some(tx.now);
        tx.store.device_put(&looked_at)?;
        tx.record(&Fact::DeviceInspected(DeviceInspected {
            device_id: looked_at.device_id,
            inspection_id: made.inspection_id,
            ok: made.ok,
            photo_hash: photo.as_deref().map(|bytes| Sha256::digest(bytes).to_vec()),
        }))?;
        let id = TerminalId(looked_at.device_id.0);
        if !made.ok {
            let found = Some("inspection".to_owned());
            compare::lock(tx, id, LockReason::Tampered, None, found)?;
        }
        if let Some(kcv) = &kcv {
            compare::kcv_seen(tx, id, kcv)?;
        }
        super::changed(tx);
        let after = device(tx, looked_at.device_id)?;
        Ok(record(tx, &after))
    })
}

/// A picture that a browser shows, by its first and last bytes (JPEG: ITU-T T.81 annex B; PNG: W3C
/// PNG section 5.2). It is kept and shown, never decoded here.
fn decoded(base64: &str) -> AppResult<Vec<u8>> {
    if base64.len() > PHOTO_BYTES_MAX / 3 * 4 + 4 {
        return Err(AppError::invalid("photo", "too_large"));
    }
    let bytes = Base64::decode_vec(base64).map_err(|_| AppError::invalid("photo", "not_base64"))?;
    match media_type(&bytes) {
        Some(_) if bytes.len() <= PHOTO_BYTES_MAX => Ok(bytes),
        Some(_) => Err(AppError::invalid("photo", "too_large")),
        None => Err(AppError::invalid("photo", "jpeg_or_png")),
    }
}

fn media_type(bytes: &[u8]) -> Option<&'static str> {
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
    const PNG_END: &[u8] = b"IEND\xae\x42\x60\x82";
    let (jpeg, jpeg_end): (&[u8], &[u8]) = (&[0xff, 0xd8, 0xff], &[0xff, 0xd9]);
    if bytes.starts_with(PNG) && bytes.ends_with(PNG_END) {
        Some("image/png")
    } else if bytes.starts_with(jpeg) && bytes.ends_with(jpeg_end) {
        Some("image/jpeg")
    } else {
        None
    }
}

/// Keeps what those who cleared a device said as an inspection of its own.
pub(super) fn keep_note(tx: &mut Tx, cleared: &Device, note: &str) -> AppResult<()> {
    let Some(by) = tx.actor.user_id else {
        return Ok(());
    };
    let made = Inspection {
        inspection_id: InspectionId(tx.request_id.0),
        device_id: cleared.device_id,
        at: tx.now,
        by,
        ok: true,
        note: note.to_owned(),
        photo: false,
    };
    tx.store.inspection_put(&made, None)?;
    tx.record(&Fact::DeviceInspected(DeviceInspected {
        device_id: cleared.device_id,
        inspection_id: made.inspection_id,
        ok: true,
        photo_hash: None,
    }))?;
    Ok(())
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct InspectionRef {
    pub inspection_id: InspectionId,
}

/// The photo of an inspection.
#[command(permission = RegisterView, mode = Query)]
pub fn device_photo(tx: &mut Tx, input: InspectionRef) -> AppResult<InspectionPhoto> {
    let missing = || AppError::not_found("photo").field("inspection_id");
    let bytes = tx
        .store
        .inspection_photo(input.inspection_id)?
        .ok_or_else(missing)?;
    Ok(InspectionPhoto {
        media_type: media_type(&bytes).ok_or_else(missing)?.to_owned(),
        base64: Base64::encode_string(&bytes),
    })
}

/// The inspections of all devices, the newest first.
#[command(permission = RegisterView, mode = Query)]
pub fn inspections(tx: &mut Tx, _input: Nothing) -> AppResult<Vec<InspectionView>> {
    let mut all = Vec::new();
    for device in tx.store.devices()? {
        for made in tx.store.inspections(device.device_id, 20)? {
            all.push(inspection_view(tx, &made)?);
        }
    }
    all.sort_by_key(|made| std::cmp::Reverse(made.at));
    Ok(all)
}

/// How often terminals are inspected.
#[command(permission = RegisterView, mode = Query)]
pub fn inspection_policy(tx: &mut Tx, _input: Nothing) -> AppResult<InspectionPolicy> {
    Ok(tx.context.shop.inspection)
}

fn policy_again(tx: &mut Tx, _input: &InspectionPolicy) -> AppResult<InspectionPolicy> {
    Ok(tx.context.shop.inspection)
}

/// Sets how often terminals are inspected.
#[command(permission = PolicyEdit, step_up, mode = Act, again = policy_again)]
pub fn inspection_policy_save(tx: &mut Tx, input: InspectionPolicy) -> AppResult<InspectionPolicy> {
    for (field, value, range) in [
        ("interval_days", input.interval_days, 1..=366),
        ("warn_days", input.warn_days, 0..=30),
        ("grace_days", input.grace_days, 0..=90),
    ] {
        if !range.contains(&value) {
            return Err(AppError::invalid(field, "out_of_range"));
        }
    }
    let shop = Shop {
        inspection: input,
        ..tx.context.shop.clone()
    };
    super::super::posture::keep_policies(tx, &shop)?;
    Ok(input)
}
