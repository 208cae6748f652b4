//! `doctor`: how safe this computer is for this shop, item by item. Fails where the policy blocks
//! card payments. Changes nothing; a shop that does not open is judged by the rules of a real one.

use crate::cli::{DoctorArgs, Place};
use crate::say::Say;
use pos_app::commands::posture::worst_of;
use pos_app::views::posture::{PostureItem, PostureStatus, PostureWorst};
use pos_host::doctor;
use pos_host::proof::Books;
use serde_json::{Value, json};
use std::path::Path;

pub fn run(place: &Place, args: &DoctorArgs, say: &Say) -> anyhow::Result<bool> {
    let folder = place.folder();
    let checkup = doctor::examine(&folder)?;
    let computer = doctor::computer(&folder);
    let mut warnings = checkup.warnings.clone();
    let opened = match checkup.slots.is_empty() {
        true => Ok(None),
        false => of_the_shop(&folder, place.passphrase()?.as_deref(), &computer).map(Some),
    };
    let (items, language) = match opened {
        Ok(Some(found)) => found,
        Ok(None) => (doctor::weighed_alone(&computer), "en".to_owned()),
        Err(reason) => {
            warnings.push(reason);
            (doctor::weighed_alone(&computer), "en".to_owned())
        }
    };
    let language = args.language.clone().unwrap_or(language);
    let worst = worst_of(&items);
    let text: String = items.iter().map(|item| line(item, &language)).collect();
    let json = json!({
        "worst": worst,
        "items": items.iter().map(|item| told(item, &language)).collect::<Vec<_>>(),
        "version": env!("CARGO_PKG_VERSION"),
        "sqlite_version": checkup.sqlite_version,
        "sqlcipher_version": checkup.sqlcipher_version,
        "folder": folder,
        "slots": checkup.slots,
        "warnings": warnings,
    });
    let warned: String = warnings.iter().map(|w| format!("warning  {w}\n")).collect();
    say.answer(&(text + &warned), &json);
    Ok(worst < PostureWorst::Block)
}

/// The list by the shop's own policy, and its language.
fn of_the_shop(
    folder: &Path,
    passphrase: Option<&str>,
    computer: &[pos_app::ports::register::PostureFact],
) -> Result<(Vec<PostureItem>, String), String> {
    let mut books = Books::open(folder, passphrase).map_err(|error| error.to_string())?;
    let mut found = Err(format!("there is no shop's record in {}", folder.display()));
    let looked = books.look(|store| {
        if let Some(shop) = store.shop()? {
            let items = doctor::weighed(store, &shop, computer);
            found = items
                .map(|items| (items, shop.language.clone()))
                .map_err(|error| error.to_string());
        }
        Ok(())
    });
    looked.map_err(|error| error.to_string())?;
    found
}

fn line(item: &PostureItem, language: &str) -> String {
    let (asked, todo) = doctor::said(item.check, language);
    let status = match item.status {
        PostureStatus::Good => "good   ",
        PostureStatus::Bad => "BAD    ",
        PostureStatus::Unknown => "unknown",
    };
    let seen: Vec<String> = item
        .found
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    let mut text = format!("{status}  {asked}");
    if !seen.is_empty() {
        text += &format!(" ({})", seen.join(", "));
    }
    if item.status == PostureStatus::Bad {
        let rule = json!(item.rule);
        text += &format!("\n         {}: {todo}", rule.as_str().unwrap_or_default());
    }
    text + "\n"
}

fn told(item: &PostureItem, language: &str) -> Value {
    let (asked, todo) = doctor::said(item.check, language);
    json!({
        "check": item.check, "status": item.status, "rule": item.rule, "found": item.found,
        "says": asked, "todo": todo,
    })
}
