//! `key` and `wipe`: what opens the shop, keys made anew, and the end of a shop. By the use cases
//! behind the screen; a secret comes out of a file, never from the command line.

use crate::cli::{KeyCommand, Place, RotateArgs, SlotAddArgs, SlotCommand, WipeArgs};
use crate::say::Say;
use crate::shop::secret;
use anyhow::{Context, bail};
use pos_app::commands::keys::{self, Decommission, KeyRotate, SlotAdd, SlotRemove, SlotTest};
use pos_app::console::Console;
use pos_app::views::Nothing;
use pos_app::views::keys::{KeyList, SlotSecret};
use pos_domain::fact::SlotKind;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::PathBuf;

pub fn run(place: &Place, command: &KeyCommand, say: &Say) -> anyhow::Result<bool> {
    let running = place.open_host(false)?;
    let console = Console::open(running.0.app(), "posctl")?;
    let flow = console.flow();
    let list = match command {
        KeyCommand::List => keys::key_list(&flow, Nothing {})?,
        KeyCommand::Rotate(args) => keys::key_rotate(&flow, rotation(args)?)?,
        KeyCommand::Slot(SlotCommand::Add(args)) => return add(&console, args, say),
        KeyCommand::Slot(SlotCommand::Test { slot, secret_file }) => {
            let typed = secret_file.as_deref().map(secret).transpose()?;
            let input = SlotTest {
                slot_id: *slot,
                passphrase: typed.clone(),
                phrase: typed,
            };
            keys::slot_test(&flow, input)?
        }
        KeyCommand::Slot(SlotCommand::Remove { slot }) => {
            keys::slot_remove(&flow, SlotRemove { slot_id: *slot })?
        }
    };
    say.answer(&told(&list), &json!(list));
    Ok(true)
}

fn rotation(args: &RotateArgs) -> anyhow::Result<KeyRotate> {
    let secrets = args.secret.iter().map(|text| slot_secret(text));
    Ok(KeyRotate {
        key: args.key.into(),
        secrets: secrets.collect::<anyhow::Result<_>>()?,
    })
}

/// `2=FILE`: what opens slot 2 stands in the file's first line.
fn slot_secret(text: &str) -> anyhow::Result<SlotSecret> {
    let (slot, file) = text.split_once('=').context("--secret wants SLOT=FILE")?;
    Ok(SlotSecret {
        slot_id: slot.parse().context("--secret wants the slot's number")?,
        secret: secret(&PathBuf::from(file))?,
    })
}

fn add(console: &Console, args: &SlotAddArgs, say: &Say) -> anyhow::Result<bool> {
    let kind: SlotKind = args.kind.into();
    let passphrase = args.new_passphrase_file.as_deref();
    if kind == SlotKind::Passphrase && passphrase.is_none() {
        bail!("a passphrase slot wants --new-passphrase-file FILE");
    }
    let input = SlotAdd {
        kind,
        passphrase: passphrase.map(secret).transpose()?,
    };
    let added = keys::slot_add(&console.flow(), input)?;
    let mut text = format!("slot {} is added\n", added.slot_id);
    if let Some(words) = &added.recovery_phrase {
        let _ = writeln!(
            text,
            "\nThe recovery phrase. Write it down now; it is shown this once.\n\n  {}\n",
            words.join(" ")
        );
    }
    say.answer(&(text + &told(&added.list)), &json!(added));
    Ok(true)
}

fn told(list: &KeyList) -> String {
    let mut text = String::from("key        version  age in days\n");
    for key in &list.keys {
        let age = key.age_days.map_or("?".to_owned(), |days| days.to_string());
        let due = if key.due { "  due" } else { "" };
        let _ = writeln!(
            text,
            "{:<10} {:>7}  {age:>11}{due}",
            name(json!(key.key)),
            key.version
        );
    }
    text += "\nslot  kind             tested\n";
    for slot in &list.slots {
        let tested = if slot.last_tested_at.is_some() {
            "yes"
        } else {
            "never"
        };
        let _ = writeln!(
            text,
            "{:<5} {:<16} {tested}",
            slot.slot_id,
            name(json!(slot.kind))
        );
    }
    text
}

/// As it is called in the API.
fn name(kind: Value) -> String {
    kind.as_str().map(str::to_owned).unwrap_or_default()
}

pub fn wipe(place: &Place, args: &WipeArgs, say: &Say) -> anyhow::Result<bool> {
    let running = place.open_host(false)?;
    let console = Console::open(running.0.app(), "posctl")?;
    let input = Decommission {
        phrase: secret(&args.phrase_file)?,
        shop_name: args.shop_name.clone(),
    };
    keys::decommission(&console.flow(), input)?;
    let text = "The shop is gone from this computer: every slot was destroyed, then every file.";
    say.answer(text, &json!({ "wiped": true }));
    Ok(true)
}
