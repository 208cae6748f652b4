//! `init`: a shop from flags or from one JSON file.

use crate::cli::{InitArgs, Kind, Place, Slot};
use crate::say::Say;
use crate::shop::secret;
use anyhow::Context;
use pos_app::api::session::Seat;
use pos_app::commands::shop;
use pos_app::views::shop::{KeySlot, ShopCreate, TaxClassInput};
use pos_app::{AppError, AppResult};
use pos_domain::ids::TaxClassId;
use pos_domain::quantity::Percent;
use pos_domain::shop::ShopKind;
use pos_domain::tax::TaxRounding;
use serde_json::json;

pub fn run(place: &Place, args: &InitArgs, say: &Say) -> anyhow::Result<bool> {
    let input = match &args.from {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("reading {}", path.display()))?;
            serde_json::from_str(&text).with_context(|| path.display().to_string())?
        }
        None => from_flags(place, args)?,
    };
    let running = place.host(false)?;
    let seat = Seat("posctl".into());
    let made = shop::shop_create(&running.0.app().first_flow(&seat), input)?;
    let folder = place.folder();
    let text = format!(
        "Made the shop in {}.\n{}\nRecovery phrase, shown this once. Write it on paper:\n\n  {}",
        folder.display(),
        slots(place, args),
        made.recovery_phrase.join(" ")
    );
    let json = json!({
        "folder": folder,
        "recovery_phrase": made.recovery_phrase,
        "status": made.status,
    });
    say.answer(&text, &json);
    Ok(true)
}

fn slots(place: &Place, args: &InitArgs) -> &'static str {
    match key(place, args) {
        Slot::Keychain => "It opens with the keychain of this user.",
        Slot::Passphrase => "It opens with the passphrase.",
        Slot::KeyFile => {
            "It opens with a key file beside it, for whoever can read that file: \
             for tests and machines without a keychain."
        }
    }
}

fn key(place: &Place, args: &InitArgs) -> Slot {
    args.key.unwrap_or(match place.passphrase_file {
        Some(_) => Slot::Passphrase,
        None => Slot::Keychain,
    })
}

fn from_flags(place: &Place, args: &InitArgs) -> anyhow::Result<ShopCreate> {
    let tax_classes = args
        .tax
        .iter()
        .zip(1..)
        .map(|(text, id)| tax_class(id, text))
        .collect::<AppResult<Vec<_>>>()?;
    let file = args.manager_password_file.as_deref();
    let password = file.map(secret).transpose()?;
    let pin_file = args.manager_pin_file.as_deref();
    let key = key(place, args);
    Ok(ShopCreate {
        kind: match args.kind {
            Kind::Real => ShopKind::Real,
            Kind::Training => ShopKind::Training,
            Kind::Test => ShopKind::Test,
        },
        name: args.name.clone().unwrap_or_default(),
        address: args.address.clone(),
        register_name: args.register_name.clone(),
        currency: args.currency.clone().unwrap_or_default(),
        language: args.language.clone(),
        prices_include_tax: !args.prices_without_tax,
        tax_rounding: if args.tax_per_line {
            TaxRounding::PerLine
        } else {
            TaxRounding::PerDocument
        },
        tax_classes,
        cash_rounding_minor: args.cash_rounding,
        manager_name: args.manager.clone().unwrap_or_default(),
        manager_password: password.unwrap_or_default(),
        manager_pin: pin_file.map(secret).transpose()?,
        key_slot: match key {
            Slot::Keychain => KeySlot::Keychain,
            Slot::Passphrase => KeySlot::Passphrase,
            Slot::KeyFile => KeySlot::KeyFile,
        },
        passphrase: match key {
            Slot::Passphrase => place.passphrase()?,
            Slot::Keychain | Slot::KeyFile => None,
        },
        time_zone: args.time_zone.clone(),
        sign_in: None,
    })
}

/// `Standard=19`, with at most three digits after the point.
fn tax_class(id: u8, text: &str) -> AppResult<TaxClassInput> {
    let wrong = || AppError::invalid("tax", "name_and_percent").with("value", text);
    let (name, percent) = text.split_once('=').ok_or_else(wrong)?;
    Ok(TaxClassInput {
        tax_class_id: TaxClassId(id),
        name: name.trim().to_owned(),
        rate_percent: Percent::parse(percent.trim()).ok_or_else(wrong)?,
    })
}
