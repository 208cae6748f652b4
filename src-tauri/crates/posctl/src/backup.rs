//! `backup`: made, listed, proved, rehearsed; and a shop made of one again, with the recovery
//! phrase of its day, where none opens.

use crate::cli::{BackupCommand, Place, RestoreArgs};
use crate::say::Say;
use crate::shop::{Running, secret};
use anyhow::{Context, bail};
use pos_app::api::name_of;
use pos_app::api::session::Seat;
use pos_app::commands::backup::restore::{self, ShopRestore};
use pos_app::event::Event;
use pos_app::ports::world::FileState;
use pos_app::views::backup::{
    BackupProgress, BackupStep, BackupView, RestoreLook, RestoreSource, RestoreView,
};
use pos_app::views::shop::KeySlot;
use pos_domain::fact::BackupWhy;
use pos_domain::ids::BackupId;
use serde_json::json;
use std::sync::mpsc::Receiver;

pub fn run(place: &Place, command: &BackupCommand, say: &Say) -> anyhow::Result<bool> {
    match command {
        BackupCommand::Make => make(place, say),
        BackupCommand::List => list(place, say),
        BackupCommand::Verify { file: None } => verify_newest(place, say),
        BackupCommand::Verify { file: Some(file) } => {
            let running = place.open_host(false)?;
            let desk = running.0.app().world().backups();
            let source = RestoreSource::File {
                path: absolute(file)?,
            };
            let found = desk.stage(&source, None, None);
            told_of_stage(found, say)
        }
        BackupCommand::Drill => drill(place, say),
        BackupCommand::Restore(args) => restore_anew(place, args, say),
    }
}

fn absolute(path: &std::path::Path) -> anyhow::Result<String> {
    let path = std::path::absolute(path).with_context(|| path.display().to_string())?;
    Ok(path.display().to_string())
}

/// Waits for the end of what the desk began.
fn ended(events: &Receiver<Event>, say: &Say) -> anyhow::Result<BackupProgress> {
    for event in events {
        let Event::Backup { progress } = event else {
            continue;
        };
        match progress.step {
            BackupStep::Done | BackupStep::Failed => return Ok(progress),
            BackupStep::Copying
            | BackupStep::Writing
            | BackupStep::Carrying
            | BackupStep::Proving
            | BackupStep::Restoring => {
                let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
                say.steps("done", number(progress.done), number(progress.total));
            }
        }
    }
    bail!("the desk of the backups ended")
}

fn backups(running: &Running) -> anyhow::Result<Vec<BackupView>> {
    let app = running.0.app();
    Ok(app.read(pos_app::tx::Actor::till(), |tx| Ok(tx.store.backups()?))?)
}

fn finished(progress: &BackupProgress) -> anyhow::Result<()> {
    match &progress.trouble {
        None => Ok(()),
        Some(trouble) => bail!("{trouble}"),
    }
}

fn make(place: &Place, say: &Say) -> anyhow::Result<bool> {
    let running = place.open_host(false)?;
    let events = running.0.subscribe();
    let id = running
        .0
        .app()
        .world()
        .backups()
        .make(BackupWhy::Hand, None)?;
    finished(&ended(&events, say)?)?;
    told(&running, Some(id), say)
}

/// One backup with its proof; the newest without an id.
fn told(running: &Running, id: Option<BackupId>, say: &Say) -> anyhow::Result<bool> {
    let all = backups(running)?;
    let one = match id {
        Some(id) => all.iter().find(|one| one.backup_id == id),
        None => all.first(),
    };
    let one = one.context("there is no backup yet")?;
    say.answer(&line(one), &serde_json::to_value(one)?);
    Ok(one.proof.as_ref().is_some_and(|proof| proof.good))
}

fn line(one: &BackupView) -> String {
    let proof = match &one.proof {
        None => "not proved yet".to_owned(),
        Some(proof) if proof.good => format!("proved: {} checks hold", proof.checks.len()),
        Some(proof) => {
            let bad = proof.checks.iter().filter(|check| !check.good);
            let bad: Vec<String> = bad
                .map(|check| format!("{}: {}", name_of(check.check), check.found))
                .collect();
            format!("BROKEN: {}", bad.join("; "))
        }
    };
    format!(
        "{}  entry {}  {} B  {proof}",
        one.file_name, one.seq.0, one.bytes
    )
}

fn list(place: &Place, say: &Say) -> anyhow::Result<bool> {
    let running = place.open_host(false)?;
    let all = backups(&running)?;
    let text: Vec<String> = all.iter().map(line).collect();
    let none = "there is no backup yet";
    let text = if text.is_empty() {
        none.to_owned()
    } else {
        text.join("\n")
    };
    say.answer(&text, &serde_json::to_value(&all)?);
    Ok(true)
}

fn verify_newest(place: &Place, say: &Say) -> anyhow::Result<bool> {
    let running = place.open_host(false)?;
    let newest = backups(&running)?;
    let newest = newest.first().context("there is no backup yet")?.backup_id;
    let events = running.0.subscribe();
    running.0.app().world().backups().verify(newest, None)?;
    finished(&ended(&events, say)?)?;
    told(&running, Some(newest), say)
}

fn drill(place: &Place, say: &Say) -> anyhow::Result<bool> {
    let running = place.open_host(false)?;
    let newest = backups(&running)?;
    let newest = newest.first().context("there is no backup yet")?.backup_id;
    let events = running.0.subscribe();
    running.0.app().world().backups().drill(newest, None)?;
    finished(&ended(&events, say)?)?;
    let app = running.0.app();
    let report = app.read(pos_app::tx::Actor::till(), |tx| Ok(tx.store.drill()?))?;
    let report = report.context("the drill left no report")?;
    let word = if report.good {
        "restored and whole"
    } else {
        "COULD NOT BE RESTORED"
    };
    let text = format!(
        "drill of entry {}: {word}, from {} places, in {} ms; {} entries since",
        report.seq.0,
        report.places.len(),
        report.ms,
        report.entries_since
    );
    say.answer(&text, &serde_json::to_value(&report)?);
    Ok(report.good)
}

fn told_of_stage(found: pos_app::AppResult<RestoreView>, say: &Say) -> anyhow::Result<bool> {
    let view = match found {
        Ok(view) => view,
        Err(error) => {
            let text = format!("The backup does not hold: {error}");
            say.answer(&text, &json!({ "good": false, "error": error }));
            return Ok(false);
        }
    };
    let text = format!(
        "{}: entry {}, receipt {}, Z {}; {} checks hold",
        view.shop_name,
        view.seq.0,
        view.receipt_no,
        view.z_number,
        view.proof.checks.len()
    );
    say.answer(&text, &json!({ "good": true, "backup": view }));
    Ok(true)
}

/// Where no shop opens: an empty folder, or one whose books are broken and go aside.
fn restore_anew(place: &Place, args: &RestoreArgs, say: &Say) -> anyhow::Result<bool> {
    let phrase = secret(&args.phrase_file)?;
    let running = place.host_for_restore()?;
    let app = running.0.app();
    if app.world().files().state() == FileState::Open {
        bail!("this shop opens: two of its people restore it on its own screen");
    }
    let seat = Seat("posctl".into());
    let look = RestoreLook {
        source: RestoreSource::File {
            path: absolute(&args.file)?,
        },
        phrase: Some(phrase),
    };
    let seen = restore::shop_restore_look(&app.first_flow(&seat), look)?;
    let input = ShopRestore {
        stage_id: seen.stage_id,
        key_slot: match (&place.passphrase_file, args.key) {
            (_, Some(key)) => key.into(),
            (Some(_), None) => KeySlot::Passphrase,
            (None, None) => KeySlot::Keychain,
        },
        passphrase: place.passphrase()?,
        paper_receipt_no: args.paper_receipt,
        paper_z_number: args.paper_z,
    };
    let done = restore::shop_restore(&app.first_flow(&seat), input)?;
    let next = app.read(pos_app::tx::Actor::till(), |tx| {
        Ok((tx.store.next_number()?, tx.store.running_z()?))
    })?;
    let text = format!(
        "Restored {} as of entry {}. The next receipt is {}, the next Z {}.\n\
         {} payments in doubt are asked again.",
        done.shop_name, done.seq.0, next.0, next.1, done.doubts
    );
    let json = json!({ "backup": done, "next_receipt_no": next.0, "next_z_number": next.1 });
    say.answer(&text, &json);
    Ok(true)
}
