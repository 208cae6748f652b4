//! When backups are made and where they go. Secrets of a place are sealed before they are kept and
//! never shown again.

use crate::api::{AppError, AppResult};
use crate::effect::Effect;
use crate::event::Event;
use crate::flow::Flow;
use crate::ports::backups::{BackupPlace, BackupPlan, Keep};
use crate::ports::records::Shop;
use crate::views::Nothing;
use crate::views::backup::{
    BackupDestinations, BackupPlaceSave, BackupPlaceView, BackupPlanSave, BackupPlanView,
    PlaceAddress, PlaceTried, SftpLook, SftpServer,
};
use pos_domain::fact::Fact;
use pos_macros::command;

const PLACES_MAX: usize = 8;
const KEEP_MAX: u16 = 366;
/// Four weeks.
const OVERDUE_H_MAX: u16 = 672;
const SECRET_BYTES_MAX: usize = 16 * 1024;

/// The plan, without its secrets.
pub fn view(plan: &BackupPlan) -> BackupPlanView {
    let text = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    BackupPlanView {
        daily_at: plan.daily_at_minute.map(text),
        at_z: plan.at_z,
        keep_daily: plan.keep.daily,
        keep_weekly: plan.keep.weekly,
        keep_monthly: plan.keep.monthly,
        overdue_after_h: plan.overdue_after_h,
        places: plan.places.iter().map(place_view).collect(),
    }
}

fn place_view(place: &BackupPlace) -> BackupPlaceView {
    BackupPlaceView {
        place_id: place.place_id,
        name: place.name.clone(),
        address: place.address.clone(),
        secret_kept: place.sealed_secret.is_some(),
    }
}

/// When backups are made and where they go.
#[command(permission = BackupRun, mode = Flow)]
pub fn backup_plan(flow: &Flow, _input: Nothing) -> AppResult<BackupPlanView> {
    Ok(view(&flow.context()?.shop.backup))
}

/// Changes the plan. It holds from the next backup on.
#[command(permission = BackupSettings, step_up, secret, mode = Flow)]
pub fn backup_plan_save(flow: &Flow, input: BackupPlanSave) -> AppResult<BackupPlanView> {
    let plan = checked(flow, &input)?;
    let shown = view(&plan);
    let body = serde_json::to_vec(&shown).map_err(AppError::internal)?;
    flow.act(|tx| {
        let shop = Shop {
            backup: plan.clone(),
            ..tx.context.shop.clone()
        };
        tx.store.shop_put(&shop)?;
        tx.record(&Fact::BackupPlanSaved(body.clone()))?;
        tx.effects.push(Effect::ShopChanged);
        tx.events.push(Event::Changed {
            tags: vec!["backups".into()],
        });
        Ok(())
    })?;
    Ok(shown)
}

fn checked(flow: &Flow, input: &BackupPlanSave) -> AppResult<BackupPlan> {
    let keep = Keep {
        daily: input.keep_daily,
        weekly: input.keep_weekly,
        monthly: input.keep_monthly,
    };
    let range = |field: &str, value: u16, most: u16| match value <= most {
        true => Ok(()),
        false => Err(AppError::invalid(field, "out_of_range")),
    };
    if keep.daily == 0 {
        return Err(AppError::invalid("keep_daily", "out_of_range"));
    }
    range("keep_daily", keep.daily, KEEP_MAX)?;
    range("keep_weekly", keep.weekly, KEEP_MAX)?;
    range("keep_monthly", keep.monthly, KEEP_MAX)?;
    range("overdue_after_h", input.overdue_after_h, OVERDUE_H_MAX)?;
    if input.places.len() > PLACES_MAX {
        return Err(AppError::invalid("places", "too_many"));
    }
    let context = flow.context()?;
    let known = &context.shop.backup.places;
    let mut places: Vec<BackupPlace> = Vec::new();
    for (at, one) in input.places.iter().enumerate() {
        let next = known.iter().chain(&places).map(|p| p.place_id).max();
        let place = place(flow, at, one, known, next.unwrap_or(0) + 1)?;
        if places.iter().any(|p| p.place_id == place.place_id) {
            return Err(AppError::invalid(
                &format!("places[{at}].place_id"),
                "twice",
            ));
        }
        places.push(place);
    }
    Ok(BackupPlan {
        daily_at_minute: input.daily_at.as_deref().map(minute_of).transpose()?,
        at_z: input.at_z,
        keep,
        overdue_after_h: input.overdue_after_h,
        places,
    })
}

fn place(
    flow: &Flow,
    at: usize,
    input: &BackupPlaceSave,
    known: &[BackupPlace],
    next_id: u32,
) -> AppResult<BackupPlace> {
    let field = |name: &str| format!("places[{at}].{name}");
    let was = match input.place_id {
        None => None,
        Some(id) => Some(
            known
                .iter()
                .find(|place| place.place_id == id)
                .ok_or_else(|| AppError::invalid(&field("place_id"), "unknown"))?,
        ),
    };
    let name = input.name.trim();
    if name.is_empty() || name.chars().count() > 40 {
        return Err(AppError::invalid(&field("name"), "missing_or_too_long"));
    }
    check_address(&input.address, &field)?;
    let sftp = matches!(input.address, PlaceAddress::Sftp { .. });
    let sealed_secret = match (&input.secret, was) {
        (Some(_), _) if !sftp => return Err(AppError::invalid(&field("secret"), "not_needed")),
        (Some(secret), _) if secret.is_empty() || secret.len() > SECRET_BYTES_MAX => {
            return Err(AppError::invalid(&field("secret"), "missing_or_too_long"));
        }
        (Some(secret), _) => Some(flow.world().backups().seal_secret(secret)?),
        // A secret goes to the server that it was given for and to no other.
        (None, Some(was)) if same_server(&was.address, &input.address) => was.sealed_secret.clone(),
        (None, _) => None,
    };
    if sftp && sealed_secret.is_none() {
        return Err(AppError::invalid(&field("secret"), "missing"));
    }
    Ok(BackupPlace {
        place_id: was.map_or(next_id, |was| was.place_id),
        name: name.to_owned(),
        address: input.address.clone(),
        sealed_secret,
    })
}

/// Whether a kept secret may be used: the same person at the same server with the same key.
fn same_server(was: &PlaceAddress, now: &PlaceAddress) -> bool {
    match (was, now) {
        (
            PlaceAddress::Sftp {
                host,
                port,
                user,
                host_key,
                with_key,
                folder: _,
            },
            PlaceAddress::Sftp {
                host: other_host,
                port: other_port,
                user: other_user,
                host_key: other_key,
                with_key: other_way,
                folder: _,
            },
        ) => {
            (host, port, user, host_key, with_key)
                == (other_host, other_port, other_user, other_key, other_way)
        }
        (PlaceAddress::Folder { .. } | PlaceAddress::Stick { .. }, _)
        | (_, PlaceAddress::Folder { .. } | PlaceAddress::Stick { .. }) => false,
    }
}

fn check_address(address: &PlaceAddress, field: &dyn Fn(&str) -> String) -> AppResult<()> {
    let wrong = |name: &str, reason: &str| Err(AppError::invalid(&field(name), reason));
    match address {
        PlaceAddress::Folder { path } if !std::path::Path::new(path).is_absolute() => {
            wrong("address.path", "not_absolute")
        }
        PlaceAddress::Folder { .. } => Ok(()),
        PlaceAddress::Stick { stick, .. } if stick.is_empty() || stick.contains('/') => {
            wrong("address.stick", "missing")
        }
        PlaceAddress::Stick { folder, .. } if !is_inside(folder) => {
            wrong("address.folder", "leaves_the_stick")
        }
        PlaceAddress::Stick { .. } => Ok(()),
        PlaceAddress::Sftp { host, .. }
            if host.is_empty() || host.contains(char::is_whitespace) =>
        {
            wrong("address.host", "missing")
        }
        PlaceAddress::Sftp { port: 0, .. } => wrong("address.port", "out_of_range"),
        PlaceAddress::Sftp { user, .. } if user.is_empty() => wrong("address.user", "missing"),
        PlaceAddress::Sftp { host_key, .. } if !host_key.starts_with("SHA256:") => {
            wrong("address.host_key", "not_confirmed")
        }
        PlaceAddress::Sftp { .. } => Ok(()),
    }
}

/// Whether a folder stays within what it is relative to.
fn is_inside(folder: &str) -> bool {
    use std::path::{Component, Path};
    Path::new(folder)
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// `03:00` as minutes after midnight.
fn minute_of(text: &str) -> AppResult<u16> {
    let wrong = || AppError::invalid("daily_at", "hours_and_minutes");
    let (hours, minutes) = text.split_once(':').ok_or_else(wrong)?;
    let hours: u16 = hours.parse().map_err(|_| wrong())?;
    let minutes: u16 = minutes.parse().map_err(|_| wrong())?;
    match hours < 24 && minutes < 60 {
        true => Ok(hours * 60 + minutes),
        false => Err(wrong()),
    }
}

/// What backups could go to: the shop's own folder and the sticks that are in.
#[command(permission = BackupRun, mode = Flow)]
pub fn backup_destinations(flow: &Flow, _input: Nothing) -> AppResult<BackupDestinations> {
    Ok(flow.world().backups().destinations())
}

/// Asks a server who it is, so that a person can compare its key.
#[command(permission = BackupSettings, mode = Flow)]
pub fn backup_sftp_look(flow: &Flow, input: SftpLook) -> AppResult<SftpServer> {
    if input.host.is_empty() || input.host.contains(char::is_whitespace) {
        return Err(AppError::invalid("host", "missing"));
    }
    flow.world().backups().sftp_server(&input.host, input.port)
}

/// Tries a place before it is kept: writes a file there, reads it back, takes it away.
#[command(permission = BackupSettings, secret, mode = Flow)]
pub fn backup_place_test(flow: &Flow, input: BackupPlaceSave) -> AppResult<PlaceTried> {
    check_address(&input.address, &|name: &str| name.to_owned())?;
    let context = flow.context()?;
    let known = context.shop.backup.places.iter();
    let was = input
        .place_id
        .and_then(|id| known.clone().find(|p| p.place_id == id));
    let kept = was.filter(|was| same_server(&was.address, &input.address));
    let place = BackupPlace {
        place_id: input.place_id.unwrap_or(0),
        name: input.name.clone(),
        address: input.address.clone(),
        sealed_secret: kept.and_then(|was| was.sealed_secret.clone()),
    };
    flow.world()
        .backups()
        .try_place(&place, input.secret.as_deref())
}
