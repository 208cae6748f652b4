//! `demo`: the demo shop, made on the first call.

use crate::cli::Place;
use crate::say::Say;
use anyhow::ensure;
use pos_app::commands::shop::shop_status;
use pos_app::ports::world::FileState;
use pos_app::views::shop::DemoLogin;
use pos_app::{App, api::session::Seat, views::Nothing};
use pos_domain::shop::ShopKind;
use serde_json::json;

const KEY_FILE: &str =
    "Its key lies in a file beside it, for whoever can read that file: fit for a demo only.";

pub fn run(place: &Place, say: &Say) -> anyhow::Result<bool> {
    let running = place.host(false)?;
    let app = running.0.app();
    if app.world().files().state() != FileState::None {
        return there(place, app, say);
    }
    let passphrase = place.passphrase()?;
    let (slot, key) = match passphrase {
        Some(_) => ("passphrase", "It opens with the passphrase."),
        None => ("key_file", KEY_FILE),
    };
    let made = pos_host::demo::make(&running.0, passphrase)?;
    let folder = place.folder();
    let text = format!(
        "Made the demo shop in {} with {} products.\n\
         {key}\n{}\nRecovery phrase, shown this once: {}",
        folder.display(),
        made.product_count,
        people(&made.logins),
        made.recovery_phrase.join(" "),
    );
    let json = json!({
        "made": true,
        "folder": folder,
        "key_slot": slot,
        "product_count": made.product_count,
        "logins": made.logins,
        "recovery_phrase": made.recovery_phrase,
    });
    say.answer(&text, &json);
    Ok(true)
}

/// There is a shop; it should be the demo.
fn there(place: &Place, app: &App, say: &Say) -> anyhow::Result<bool> {
    let folder = place.folder();
    let status = shop_status(&app.first_flow(&Seat("posctl".into())), Nothing {})?;
    ensure!(
        status.kind == Some(ShopKind::Demo),
        "the shop in {} is not the demo",
        folder.display()
    );
    let text = format!(
        "The demo shop is in {}.\n{}",
        folder.display(),
        people(&status.demo_logins)
    );
    let json = json!({ "made": false, "folder": folder, "logins": status.demo_logins });
    say.answer(&text, &json);
    Ok(true)
}

fn people(logins: &[DemoLogin]) -> String {
    let mut text = String::from("People, as the sign-in screen shows them:\n");
    for login in logins {
        text += &format!(
            "  {:<15} {:<11} PIN {:<8} password {}\n",
            login.name,
            format!("{:?}", login.role).to_lowercase(),
            login.pin.as_deref().unwrap_or("-"),
            login.password
        );
    }
    text
}
